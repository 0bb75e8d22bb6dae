"""Two texts side by side: which paragraphs belong together, and what differs in them.

Paragraphs belong together that have enough letters in common (`align`): one on either side, or several that stand together,
where a paragraph was split or joined. In them every difference is told letter by letter, and is an accident of copying
(`accidents`) or substance: words added, dropped or replaced. Words that stand elsewhere in the other text are moved, not lost.

Of two texts always the same one is aligned with the other, so what is found does not depend on which is named first.

>>> [[(part.change, part.one, part.other) for part in row.parts] for row in compare(["我们坚决打赢。"], ["我们坚决打好！"])]
[[('same', '我们坚决打', '我们坚决打'), ('replaced', '赢', '好'), ('punctuation', '。', '！')]]
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

from yanlu.hanzi import fold, folded
from yanlu.relate.accidents import SUBSTANCE
from yanlu.relate.align import GRAM, Alignment, Page
from yanlu.relate.differences import Part, differences
from yanlu.relate.landing import FORMULA, NEARLY, Words

#: Two paragraphs belong together that share so much of the longer, or nearly all of the shorter; less of the shorter is
#: enough if it is more than a formula; and FORMULA letters are, in runs of which each is longer than a formula.
MOST, ENOUGH = 0.6, 0.3
PHRASE: Final = 16
#: Equal letters in shorter runs than this may stand there by chance.
RUN: Final = 4
#: So many paragraphs that have nothing in common with the other text may stand between two that belong together.
GAP: Final = 1

Link = tuple[int, int]  #: a paragraph of one text and one of the other
Group = tuple[range, range]  #: paragraphs of both that stand together


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs of both texts that belong together, by their places; of one text alone where nothing does."""

    one: range
    other: range
    parts: tuple[Part, ...]  #: the paragraphs, joined by line breaks
    moved: bool = False  #: whether they stand elsewhere in the order of the two texts

    @property
    def mirrored(self) -> Row:
        """The same, seen from the other text."""
        return Row(self.other, self.one, tuple(part.mirrored for part in self.parts), self.moved)


def compare(one: Sequence[str], other: Sequence[str]) -> list[Row]:
    """The rows in which two texts' paragraphs stand side by side, in the order of the first text.

    Every paragraph of both is in one row, and a row's parts are its texts to the character.
    """
    if list(other) < list(one):
        return _in_order([row.mirrored for row in _Pair(other, one).rows()])
    return _in_order(list(_Pair(one, other).rows()))


def coverage(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of a text's letters that another has too, wherever they stand in it.

    >>> coverage(["我们坚决打赢。", "谢谢！"], ["我们坚决打好！"])
    0.625
    """
    letters: Counter[bool] = Counter()
    for part in (part for row in compare(one, other) for part in row.parts):
        letters[part.change in (*SUBSTANCE, "alone")] += len(fold(part.one))
    return letters[False] / letters.total() if letters.total() else 1.0


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """By the first text; what the other alone has goes before the pair that follows what it follows there."""
    home = {q: row.one.start for row in rows if row.one for q in row.other}
    pairs = sorted({*home.values()})
    turn: dict[int, float] = {}
    before = -1
    for q in range(max((row.other.stop for row in rows), default=0)):
        before = home.get(q, before)
        turn[q] = next(iter(pairs[bisect_right(pairs, before) :]), inf)
    return sorted(
        rows,
        key=lambda row: (row.one.start, 1, 0) if row.one else (turn[row.other.start], 0, row.other.start),
    )


class _Pair:
    """Two texts, aligned."""

    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        self.texts = one, other
        words = [[Words(text).words for text in its] for its in self.texts]
        self.alignment = Alignment(words[0], words[1], chance=GRAM)

    def rows(self) -> Iterator[Row]:
        """Every row, in no order."""
        groups = _groups(_links(self.alignment), *map(len, self.texts))
        still = _still([group for group in groups if all(group)], self.alignment.old)
        for group in groups:
            yield Row(*group, tuple(self._parts(*group)), all(group) and group not in still)

    def _parts(self, ps: range, qs: range) -> Iterator[Part]:
        one, other = ("\n".join(text[n] for n in its) for text, its in zip(self.texts, (ps, qs), strict=True))
        old, new = self.alignment.old, self.alignment.new
        left, right = _Reader(old, new, self.texts[0], ps), _Reader(new, old, self.texts[1], qs)
        for part in differences(one, other) if ps and qs else [Part(one, other, "alone")]:
            here, there = left.pieces(part.one), right.pieces(part.other)
            if part.change in (*SUBSTANCE, "alone") and any(at >= 0 for _, at in (*here, *there)):
                yield from (Part(text, "", _change("dropped", at, qs), at) for text, at in here)
                yield from (Part("", text, _change("added", at, ps), at) for text, at in there)
            else:
                yield part


def _change(here: str, at: int, others: range) -> str:
    return "moved" if at >= 0 else here if others else "alone"


class _Reader:
    """Reads the paragraphs of a row in one of the texts, and sees what of them stands in another row of the other."""

    def __init__(self, page: Page, other: Page, texts: Sequence[str], its: range) -> None:
        self._mates = [
            page.mate[i] for n in its for i in range(page.starts[n], page.starts[n] + len(fold(texts[n])))
        ]
        self._home = other.home

    def pieces(self, text: str) -> list[tuple[str, int]]:
        """What comes next in pieces, each with the paragraph of the other text where its words are, or -1."""
        letters, at = folded(text)
        mates, self._mates = self._mates[: len(letters)], self._mates[len(letters) :]
        cuts = {0: -1}
        for start, end in _runs(mates, self._home):
            if end - start >= GRAM:
                cuts[at[start] if start else 0] = self._home[mates[start]]
                cuts.setdefault(at[end] if end < len(at) else len(text), -1)
        ends = [*list(cuts)[1:], len(text)]
        return [(text[i:k], home) for (i, home), k in zip(cuts.items(), ends, strict=True) if i < k]


# --- which paragraphs belong together -------------------------------------------------------------------


def _links(alignment: Alignment) -> list[Link]:
    """Pairs of paragraphs that have enough letters in common, those with the most first."""
    old, new = alignment.old, alignment.new
    runs: dict[Link, list[int]] = defaultdict(list)
    found: dict[Link, int] = {}
    for p, (begin, stop) in enumerate(pairwise(old.starts)):
        mates = old.mate[begin:stop]
        for start, end in _runs(mates, new.home):
            q = new.home[mates[start]]
            runs[p, q].append(end - start)
            ends = mates[start] == new.starts[q], mates[end - 1] + 1 == new.starts[q + 1]
            if end - start >= RUN and ((end == len(mates) and ends[0]) or (not start and ends[1])):
                found[p, q] = end - start  # a break that stands elsewhere
    for (p, q), its in runs.items():
        if weight := _weight(its, *sorted((len(old.paragraphs[p]), len(new.paragraphs[q])))):
            found[p, q] = weight
    return sorted(found, key=lambda link: (-found[link], link))


def _weight(runs: Sequence[int], shorter: int, longer: int) -> int:
    """How many letters two paragraphs have in common that belong together; of others none.

    >>> _weight([2, 3, 7], 18, 20), _weight([10], 14, 200), _weight([3, 17], 50, 60), _weight([31], 400, 500)
    (12, 0, 17, 31)
    """
    everything, sure, long = (sum(run for run in runs if run >= least) for least in (1, RUN, PHRASE))
    if everything >= min(MOST * longer, NEARLY * shorter):
        return everything
    return sure if sure >= max(ENOUGH * shorter, PHRASE) or long >= FORMULA else 0


def _runs(mates: Sequence[int], home: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of letters that follow each other in one paragraph of the other text, too."""
    start = 0
    for n in range(1, len(mates) + 1):
        mate = mates[n] if n < len(mates) else -1
        if mate < 0 or mate != mates[n - 1] + 1 or home[mate] != home[mates[n - 1]]:
            if mates[start] >= 0:
                yield start, n
            start = n


def _groups(links: Sequence[Link], ones: int, others: int) -> list[Group]:
    """All paragraphs of both texts in groups that stand together in both, the strongest links first.

    A link that does not fit yet may fit once what stands between has found its group.
    """
    linked = {p for p, _ in links}, {q for _, q in links}
    homes: tuple[dict[int, Group], dict[int, Group]] = ({}, {})
    waiting, left = list[Link](), list(links)
    while len(left) != len(waiting):
        waiting, left = left, [link for link in left if not _joined(link, linked, homes)]
    alone = [(range(p, p + 1), range(0)) for p in range(ones) if p not in homes[0]]
    alone += [(range(0), range(q, q + 1)) for q in range(others) if q not in homes[1]]
    return [*dict.fromkeys(homes[0].values()), *alone]


def _joined(link: Link, linked: Sequence[set[int]], homes: Sequence[dict[int, Group]]) -> bool:
    """Whether two paragraphs and the groups they are in can be one, which they then are."""
    known = [home[n] for home, n in zip(homes, link, strict=True) if n in home]
    its = [(range(link[0], link[0] + 1), range(link[1], link[1] + 1)), *known]
    group = _around([ps for ps, _ in its]), _around([qs for _, qs in its])
    for side in (0, 1):
        between = [n for n in group[side] if not any(n in span[side] for span in its)]
        if len(between) > GAP or any(n in linked[side] or n in homes[side] for n in between):
            return False
    for side in (0, 1):
        homes[side].update(dict.fromkeys(group[side], group))
    return True


def _around(ranges: Sequence[range]) -> range:
    return range(min(its.start for its in ranges), max(its.stop for its in ranges))


def _still(groups: Sequence[Group], page: Page) -> set[Group]:
    """The groups that stand in one order in both texts, so many letters as can; the others are moved."""
    best: list[tuple[int, tuple[Group, ...]]] = [(0, ())]
    for group in sorted(groups, key=lambda group: group[0].start):
        size = page.starts[group[0].stop] - page.starts[group[0].start]
        fitting = (its for its in best if not its[1] or its[1][-1][1].stop <= group[1].start)
        before = max(fitting, key=lambda its: its[0])
        best.append((before[0] + size, (*before[1], group)))
    return set(max(best, key=lambda its: its[0])[1])
