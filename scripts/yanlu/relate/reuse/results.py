"""Places to passages as the site shows them: who said it first, how much of it is the same, which formulas are kin."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from rapidfuzz.distance import Indel

from yanlu.dates import is_before
from yanlu.hanzi import cut_behind, fold
from yanlu.relate.reuse.corpus import CLOSING, FORMAL, READOUTS, Row, Text
from yanlu.relate.reuse.judge import Judge
from yanlu.relate.reuse.phrases import LONGEST, short_wording

CLASSES: Final = ("verbatim", "near", "reported", "formula", "boilerplate")
#: Paragraphs that say nothing but are printed in text after text.
_BOILERPLATE: Final = FORMAL - {"signature", "date", "label"}
#: A set clause is a formula from so many speeches on; before, it is a passage.
SPEECHES: Final = 3
#: Formulas so alike are of one family: those of several members, whose order is left out of account, and single clauses.
KIN_MEMBERS, KIN_CLAUSE = 0.6, 0.7

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place of a passage: characters `start` to `end` of a paragraph's text, which are the `quote`."""

    document: str
    anchor: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text found in two or more places, those of known date first and in time order.

    ``id`` tells its wording, see `passage_id`. ``earliest`` is the occurrence before all others, None where the dates
    don't tell. ``verbatim`` is the share of letters that the others have in common with the first.
    ``family`` is the id of the formula that it is a variant of, perhaps its own; nothing if it is no formula.
    """

    id: str
    kind: str  #: one of `CLASSES`
    occurrences: tuple[Occurrence, ...]
    earliest: Occurrence | None
    verbatim: float
    family: str = ""


def passage_id(wording: str, varies: bool = False) -> str:
    """A passage's id: ten hex digits of the SHA-256 of its folded wording.

    So it does not depend on the other texts, and stays while the wording does. A passage that `varies` from place
    to place has the wording of its first occurrence, and a sign of its own: only an older occurrence changes its id.

    >>> passage_id("外防输入、内防反弹") == passage_id("外防輸入内防反彈") != passage_id("外防输入、内防反弹", varies=True)
    True
    """
    told = fold(wording) + "~" * varies
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def passages(
    row: Row,
    judge: Judge,
    groups: Iterable[Sequence[Span]],
    phrases: Mapping[str, Sequence[Span]],
    stops: Collection[str],
) -> list[Passage]:
    """All passages, one a wording. `stops` are the editor's: what is printed everywhere and says nothing."""
    nothing = frozenset(fold(stop) for stop in stops)
    found: dict[str, Passage] = {}
    formulas: dict[str, Sequence[Span]] = {}
    longer = [spans for spans in groups if not short_wording(row, spans)]
    for spans in (*phrases.values(), *longer, *_formal(row)):
        passage = _passage(row, judge, spans, nothing)
        found.setdefault(passage.id, passage)
        if passage.kind == "formula":
            formulas.setdefault(passage.id, spans)
    for id, family in _families(row, judge, formulas).items():
        found[id] = replace(found[id], family=family)
    return sorted(found.values(), key=lambda p: (-len(p.occurrences), p.id))


def _passage(row: Row, judge: Judge, spans: Sequence[Span], nothing: frozenset[str]) -> Passage:
    spans = sorted(spans, key=lambda span: (row.texts[row.text(span[0])].day or "9", span))
    texts = [row.texts[row.text(start)] for start, _ in spans]
    words = [row.whole[start:end] for start, end in spans]
    alike = {other: Indel.normalized_similarity(words[0], other) for other in set(words)}
    same = sum(alike[other] for other in words[1:]) / (len(words) - 1)
    kind = "boilerplate" if nothing.intersection(words) else _kind(row, judge, spans, texts, words)
    its = tuple(_occurrence(row, span) for span in spans)
    earliest = its[0] if _is_earliest({text.speech: text.day for text in texts}.values()) else None
    return Passage(passage_id(words[0], len(alike) > 1), kind, its, earliest, same)


def _is_earliest(days: Iterable[str]) -> bool:
    """Whether the first day is before all others, as far as they are known."""
    first, *others = days
    return bool(first) and all(is_before(first, other) for other in others)


def _occurrence(row: Row, span: Span) -> Occurrence:
    start, end = span
    home = int(row.home[start])
    paragraph = row.paragraphs[home]
    first, last = int(row.at[start]), cut_behind(paragraph.text, int(row.at[end - 1]) + 1)
    document = row.texts[row.text(start)].document
    return Occurrence(document, paragraph.anchor, first, last, paragraph.text[first:last])


def _kind(row: Row, judge: Judge, spans: Sequence[Span], texts: Sequence[Text], words: Sequence[str]) -> str:
    if not row.letters[spans[0][0]] and not any(row.letters[start] for start, _ in spans):
        return "boilerplate"
    kinds = {text.kind in READOUTS for text in texts}
    same = len(set(words)) == 1
    if (
        same
        and len(words[0]) <= LONGEST
        and (len({text.speech for text in texts}) >= SPEECHES or any(judge.parallel(*span) for span in spans))
    ):
        return "formula"
    return "reported" if len(kinds) > 1 else "verbatim" if same else "near"


def _formal(row: Row) -> Iterator[list[Span]]:
    """Salutations, thanks and closing lines that stand in several texts."""
    first = np.searchsorted(row.home, np.arange(len(row.paragraphs) + 1)).tolist()
    places: dict[str, list[Span]] = defaultdict(list)
    for n, paragraph in enumerate(row.paragraphs):
        start, end = first[n], first[n + 1] - 1
        ends = n + 1 == len(row.paragraphs) or row.owner[n + 1] != row.owner[n]
        closes = ends and end - start < CLOSING and row.texts[row.owner[n]].kind in READOUTS
        if end > start and (paragraph.kind in _BOILERPLATE or closes):
            places[row.whole[start:end]].append((start, end))
    yield from (spans for spans in places.values() if len(spans) > 1)


# --- families ----------------------------------------------------------------------------------------


def _families(row: Row, judge: Judge, formulas: Mapping[str, Sequence[Span]]) -> dict[str, str]:
    """For each formula's id that of the most frequent one that it is a variant of, or its own."""
    ids = sorted(formulas, key=lambda id: (-len(formulas[id]), id))
    family: dict[str, str] = {}
    heads: dict[str, list[tuple[str, str, float]]] = defaultdict(list)  # by what three letters they have
    for id in ids:
        members = _members(row, judge, formulas[id])
        text = "".join(sorted(members))
        least = KIN_MEMBERS if len(members) > 1 else KIN_CLAUSE
        grams = {text[i : i + 3] for i in range(len(text) - 2)}
        kin = dict.fromkeys(head for gram in sorted(grams) for head in heads[gram] if head[2] == least)
        alike = {head: Indel.normalized_similarity(text, other) for head, other, _ in kin}
        family[id] = max(alike, key=lambda head: alike[head], default=id)
        if alike.get(family[id], 0) < least:
            family[id] = id
            for gram in grams:
                heads[gram].append((id, text, least))
    return family


def _members(row: Row, judge: Judge, spans: Sequence[Span]) -> list[str]:
    """The members of a formula where it is parallel, else the whole."""
    span = next((span for span in spans if judge.parallel(*span)), None)
    pieces = judge.members(*span) if span else [spans[0]]
    return [row.whole[start:end] for start, end in pieces]


def changed(one: str, other: str) -> list[tuple[str, str]]:
    """Which letters of one wording became which of the other; nothing where some were put in or left out.

    >>> changed("打赢脱贫攻坚战", "打好新的脱贫攻坚"), changed("打赢", "打赢")
    ([('赢', '好新的'), ('战', '')], [])
    """
    equal = Indel.editops(one, other).as_matching_blocks()
    found, i, j = [], 0, 0
    for block in equal:
        found.append((one[i : block.a], other[j : block.b]))
        i, j = block.a + block.size, block.b + block.size
    return [pair for pair in found if any(pair)]
