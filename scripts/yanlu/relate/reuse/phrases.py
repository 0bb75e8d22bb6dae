"""Set phrases (提法): short, whole in themselves, and counted wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from yanlu.relate.reuse.corpus import CLAUSE, QUOTE, Numbers, Row
from yanlu.relate.reuse.exact import LONG, grams
from yanlu.relate.reuse.judge import Judge, Word
from yanlu.relate.reuse.passages import FRAGMENT

#: How long a formula is, in letters; a single clause so long at least, or it must be closed on both sides.
SHORTEST, LONGEST, CLAUSE_LEAST = 8, 24, 10
#: A member of a parallel formula has so many letters at least.
MEMBER_LEAST: Final = 3
#: In so large a share of its places a border must stand behind it.
OFTEN: Final = 0.5
#: What is no part of a phrase at its beginning and at its end: particles, conjunctions, adverbs, pronouns, numerals.
_LOOSE_FIRST: Final = frozenset({"u", "uj", "ul", "uz", "ud", "ug", "c", "p", "y", "f"})
_LOOSE_LAST: Final = frozenset({"u", "uj", "ul", "c", "p", "d", "r", "m", "y", "f"})

Span = tuple[int, int]


def phrases(
    row: Row, judge: Judge, runs: tuple[Numbers, Numbers, Numbers], groups: Iterable[Sequence[Span]]
) -> dict[str, list[Span]]:
    """Each formula and set clause among the longest equal runs, and each short passage that doesn't vary, with all its places."""
    index = Index(row)
    found: dict[str, list[Span]] = {}
    sure: dict[str, list[Span]] = {}
    for spans in groups:
        if text := short_wording(row, spans):
            sure[text] = index.places(spans[0][0], text)
    for x, y, size in _candidates(row, judge, *runs):
        if _closed_often(judge, index.places(x, row.whole[x : x + size])):
            start, end = _bare(judge, *_words(judge, x, y, size))
            text = row.whole[start:end]
            if SHORTEST <= len(text) <= LONGEST and text not in found:
                found[text] = index.places(start, text)
    kept = {text: places for text, places in found.items() if _worth(row, judge, places)}
    kept |= sure
    parts = _parts(kept.values())
    return {text: places for text, places in kept.items() if places[0] not in parts}


def short_wording(row: Row, spans: Sequence[Span]) -> str:
    """The letters of some places if they are the same in all and no more than a formula has; else nothing."""
    words = {row.whole[start:end] for start, end in spans}
    return words.pop() if len(words) == 1 and spans[0][1] - spans[0][0] <= LONGEST else ""


def _candidates(
    row: Row, judge: Judge, a: Numbers, b: Numbers, length: Numbers
) -> Iterator[tuple[int, int, int]]:
    """Runs up to their last border on either side, or with a border inside on both: each string of letters once.

    Where a run begins in the earlier and in the later place, and its length.
    """
    edges = np.frombuffer(judge.edges, np.uint8)
    places = np.arange(len(edges))
    border = np.maximum.accumulate(np.where(edges >= QUOTE, places, 0))
    one, other = border[a + length] - a, border[b + length] - b
    inside = (one == other) & (one >= MEMBER_LEAST) & (length - one >= MEMBER_LEAST)
    size = np.maximum(one, other)
    size = np.where((size < SHORTEST) & inside, length, size)
    parted = (border[a + size - 1] > a) & (border[b + size - 1] > b)
    begins = (edges[a] >= QUOTE) | (edges[b] >= QUOTE)
    fits = (size >= SHORTEST) & (size <= 2 * LONGEST) & ((size >= CLAUSE_LEAST) | parted | begins)
    seen = set[str]()
    for x, y, n in zip(a[fits].tolist(), b[fits].tolist(), size[fits].tolist(), strict=True):
        text = row.whole[x : x + n]
        if text not in seen:
            seen.add(text)
            yield x, y, n


def _closed_often(judge: Judge, places: Sequence[Span]) -> bool:
    """Whether a border stands often enough behind a text, or one in it each time."""
    ends = sum(judge.edges[end] >= QUOTE for _, end in places)
    return ends >= OFTEN * len(places) or all(judge.border[end - 1] > start for start, end in places[:2])


def _words(judge: Judge, x: int, y: int, size: int) -> Span:
    """A run from the first word that begins on both sides to the last that ends there."""
    first = next((i for i in range(size) if judge.whole_word(x + i) and judge.whole_word(y + i)), size)
    last = range(size, first, -1)
    return x + first, x + next(
        (i for i in last if judge.whole_word(x + i) and judge.whole_word(y + i)), first
    )


def _bare(judge: Judge, start: int, end: int) -> Span:
    """A span without loose words at its ends."""
    if not judge.parallel(start, end):
        start = _past_fragment(judge, start, end)
    words = judge.cut(start, end) if end - start >= SHORTEST else []
    while words and words[-1][2] in _LOOSE_LAST:
        words = words[:-1]
    while words and _is_loose(words[0]) and not judge.parallel(words[0][0], words[-1][1]):
        words = words[1:]
    return (words[0][0], words[-1][1]) if words else (start, start)


def _past_fragment(judge: Judge, start: int, end: int) -> int:
    """Where the next clause begins, if of the one that a place is in few letters are left, or none that say anything."""
    border = start + next(iter(judge.clauses(start, end - start)), 0)
    if judge.edge(start) >= CLAUSE or border == start:
        return start
    return border if border - start <= FRAGMENT or not judge.says(start, border, False) else start


def _is_loose(word: Word) -> bool:
    return word[2] in _LOOSE_FIRST or word[3] == "是"


def _worth(row: Row, judge: Judge, places: Sequence[Span]) -> bool:
    """Parallel members somewhere, or a clause that says something and is closed often enough."""
    shown = [span for span in places if row.letters[span[0]]]
    if any(judge.parallel(*span) for span in shown):
        return True
    begins, ends = (sum(sides) for sides in zip(*(judge.bordered(*span) for span in shown), strict=True))
    start, end = shown[0]
    whole = ends >= OFTEN * len(shown) and (end - start >= CLAUSE_LEAST or begins >= OFTEN * len(shown))
    return whole and judge.says(start, end, begins > 0)


def _parts(phrases: Iterable[Sequence[Span]]) -> set[Span]:
    """The first places of phrases that are part of another wherever they stand: as many places, the first in its first."""
    found, reach = set[Span](), dict[int, int]()
    for places in sorted(phrases, key=lambda its: (its[0][0], -its[0][1])):
        count, end = len(places), places[0][1]
        if end <= reach.get(count, 0):
            found.add(places[0])
        reach[count] = max(end, reach.get(count, 0))
    return found


class Index:
    """Finds every place of a string of letters."""

    def __init__(self, row: Row) -> None:
        self.text = row.whole
        self.place, new = grams(row.every, LONG)
        self._new = new.tobytes() + b"\1"
        nth = np.zeros(len(row.every), np.int32)
        nth[self.place] = np.arange(len(self.place), dtype=np.int32)
        self._nth = nth.data

    def places(self, known: int, text: str) -> list[Span]:
        """All places of a text that is known to stand at one."""
        nth = self._nth[known]
        start, end = self._new.rfind(1, 0, nth + 1), self._new.find(1, nth + 1)
        size = len(text)
        return [(i, i + size) for i in self.place[start:end].tolist() if self.text.startswith(text, i)]
