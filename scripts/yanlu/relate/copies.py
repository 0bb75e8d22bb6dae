"""Which documents are copies of one speech.

Two texts are copies where nearly all of one stands in the other: the containment of their sets of
character 5-grams (Broder, On the resemblance and containment of documents, 1997) is high. On real
files copies, cut off or lightly rewritten ones too, have .94 and more, a newspaper's report of a
speech .47, other texts by the same people on the same matter at most .18.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from yanlu.hanzi import fold
from yanlu.model import Document, Finding

GRAM: Final = 5
#: Containment from which two texts are copies: nearer to what copies have than to what reports have.
COPY: Final = 0.8
#: A text this much shorter than the other is rather quoted in it: a letter in the news of its arrival.
EXCERPT: Final = 0.25
#: Below this many characters texts of different days may be alike because the form is: telegrams, toasts.
FORMAL: Final = 500
_SAMPLE: Final = 8  #: one gram in so many is looked at to find the pairs worth comparing
_RARE, _COMMON = 32, 256  #: texts that share a gram: so few come first, more tell nothing of two
_VOTES: Final = 32  #: grams that a text votes with
_MEETS: Final = 512  #: texts that it meets with them, about

Grams = np.ndarray[tuple[int], np.dtype[np.uint64]]
Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents, by their places in the list, and the share of the shorter that stands in the longer."""

    one: int
    other: int
    containment: float


def grams(text: str) -> Grams:
    """The text's set of 5-grams, folded, as sorted numbers; a shorter text is one gram.

    >>> len(grams("坚定信心、同舟共济")), len(grams("好")), len(grams("。"))
    (4, 1, 0)
    """
    letters = np.frombuffer(fold(text).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    width = min(GRAM, len(letters))
    sums = np.zeros(max(0, len(letters) - width + 1) if width else 0, np.uint64)
    for i in range(width):
        sums = sums * np.uint64(0x9E3779B97F4A7C15) + letters[i : i + len(sums)]
    its: Grams = np.sort(sums ^ (sums >> np.uint64(29)))
    once: Grams = its[np.r_[True, its[1:] != its[:-1]][: len(its)]]
    return once


def grams_of(document: Document) -> Grams:
    """The 5-grams of a document's paragraphs."""
    return grams("".join(p.text for p in document.paragraphs))


def containment(one: Grams, other: Grams) -> float:
    """The share of the smaller set that is in the other."""
    smaller = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller if smaller else 0.0


def alike(sets: Sequence[Grams], least: float) -> list[Likeness]:
    """Every pair of texts whose containment is at least so much, the most alike first."""
    found = [Likeness(i, j, containment(sets[i], sets[j])) for i, j in _candidates(sets, least)]
    close = [pair for pair in found if pair.containment >= least]
    return sorted(close, key=lambda pair: (-pair.containment, pair.one, pair.other))


def _candidates(sets: Sequence[Grams], least: float) -> Iterator[tuple[int, int]]:
    """Pairs that share so many of a few grams that they may share the least of all.

    Each text votes with its own few: taken at random (their order is that of a hash), rare ones first;
    fewer where even the rare ones are common.
    """
    samples = [its[its % np.uint64(_SAMPLE) == 0] for its in sets]
    keys = np.concatenate([*samples, np.zeros(0, np.uint64)])
    owners = np.repeat(np.arange(len(sets)), [len(its) for its in samples])
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]][: len(keys)])
    sizes = np.diff(np.r_[starts, len(keys)])
    group = np.repeat(np.arange(len(starts)), sizes)
    votes = _votes(owners, sizes[group], len(sets))
    wide = sizes[group[votes]]
    voters = np.repeat(owners[votes], wide)
    firsts = np.repeat(np.cumsum(wide) - wide, wide)
    others = owners[np.repeat(starts[group[votes]], wide) + np.arange(len(voters)) - firsts]
    pairs, times = np.unique(voters * len(sets) + others, return_counts=True)
    cast = np.bincount(owners[votes], minlength=len(sets))
    enough = pairs[times >= least / 2 * cast[pairs // max(1, len(sets))]]
    found = {(min(i, j), max(i, j)) for i, j in (divmod(int(pair), len(sets)) for pair in enough) if i != j}
    few = {k: frozenset(samples[k].tolist()) for k in {k for pair in found for k in pair}}
    for i, j in sorted(found):
        if len(few[i] & few[j]) >= least / 2 * min(len(few[i]), len(few[j])):
            yield i, j


def _votes(owners: Numbers, sizes: Numbers, texts: int) -> Numbers:
    """Which of the grams each text votes with; `sizes` has how many texts share each."""
    shared = np.flatnonzero((sizes > 1) & (sizes <= _COMMON))
    turn: Numbers = shared[np.lexsort((shared, sizes[shared] > _RARE, owners[shared]))]
    first = np.searchsorted(owners[turn], np.arange(texts))
    rank = np.arange(len(turn)) - first[owners[turn]]
    so_far = np.cumsum(sizes[turn])
    spent = so_far - np.r_[0, so_far][first[owners[turn]]]
    votes: Numbers = turn[(rank < _VOTES) & ((spent <= _MEETS) | (rank == 0))]
    return votes


def doubt(pair: Likeness, documents: Sequence[Document]) -> str | None:
    """Why two texts that are alike may all the same be two speeches; None where they are one."""
    one, other = documents[pair.one], documents[pair.other]
    short, long = sorted((one, other), key=lambda d: d.characters)
    days = {d.facts.date for d in (one, other)} - {None}
    if short.characters < EXCERPT * long.characters:
        return "one is much shorter: it may be an excerpt, or a letter that the other quotes"
    if short.characters < FORMAL and len(days) == 2 and not _compatible(*sorted(map(str, days))):
        return f"they are short and of different days, {' and '.join(sorted(map(str, days)))}"
    return None


def _compatible(one: str, other: str) -> bool:
    """Whether two dates can be one: 2020-03 and 2020-03-06."""
    return one.startswith(other) or other.startswith(one)


@dataclass(frozen=True, slots=True)
class Groups:
    """The documents of each speech, in the order of the first of them."""

    groups: tuple[tuple[Document, ...], ...]
    alike: Mapping[tuple[int, int], bool]  #: every pair that is alike, and whether there is no doubt about it
    findings: tuple[Finding, ...]  #: pairs left apart in doubt


def groups(documents: Sequence[Document], joined: Mapping[tuple[int, int], bool]) -> Groups:
    """Bring copies together.

    `joined` is the editor's word on pairs, by places in the list, the smaller first: it is obeyed first,
    and no chain of likenesses brings together what the editor separates.
    """
    pairs = {(p.one, p.other): p for p in alike([grams_of(document) for document in documents], COPY)}
    doubts = {pair: why for pair, its in pairs.items() if (why := doubt(its, documents))}
    apart = [pair for pair, said in joined.items() if not said]
    wanted = [pair for pair, said in joined.items() if said]
    wanted += [pair for pair in pairs if pair not in doubts and pair not in joined]
    home = _homes(len(documents), wanted, apart)
    found: dict[int, list[Document]] = {}
    for document, its in zip(documents, home, strict=True):
        found.setdefault(its, []).append(document)
    unsaid = [pair for pair in doubts if pair not in joined and home[pair[0]] != home[pair[1]]]
    findings = [_finding(pairs[pair], documents, doubts[pair]) for pair in unsaid]
    sure = {pair: pair not in doubts for pair in pairs}
    return Groups(tuple(tuple(its) for its in found.values()), sure, tuple(findings))


def _homes(size: int, wanted: Sequence[tuple[int, int]], apart: Sequence[tuple[int, int]]) -> list[int]:
    """The number of each document's group, after the pairs have been joined one by one."""
    home = list(range(size))
    members = {n: {n} for n in home}
    for i, j in wanted:
        together = members[home[i]] | members[home[j]]
        if not any(a in together and b in together for a, b in apart):
            members[home[i]] = together
            for k in together:
                home[k] = home[i]
    return home


def _finding(pair: Likeness, documents: Sequence[Document], why: str) -> Finding:
    one, other = documents[pair.one], documents[pair.other]
    seen = f"text {one.ordinal} and {other.source}, text {other.ordinal}, are alike to {pair.containment:.0%}, but {why}"
    return Finding(one.source, one.first_line, "W002", seen)
