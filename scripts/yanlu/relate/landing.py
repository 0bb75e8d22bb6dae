"""Whether the words of an anchor are still there, and in which paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from yanlu.hanzi import OPENING, fold, folded
from yanlu.relate.align import SUPPORT, Alignment, Span

#: The share of its words that must be found, of a paragraph of LONG characters and more, and of the
#: shortest line: that two lines of six characters have two in common is chance, 200 of 600 is not.
LEAST, LEAST_SHORT, LONG = 0.3, 0.6, 40
#: Formulas (统筹推进疫情防控和经济社会发展工作) are shorter than this. One in a paragraph of new words is no
#: sign that the text it stood in lives on there, unless it was nearly all of it.
FORMULA, NEARLY = 30, 0.9
#: What a text begins with, in characters without punctuation.
BEGINNING: Final = 8


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an anchor's words are: from the first to the last in a paragraph, counted without marks."""

    paragraph: int
    first: int
    last: int
    share: float = 1  #: the share of its words found in this paragraph
    found: float = 1  #: and on the whole page
    before: float = 0  #: how many others stand before them, for each of them


class Words:
    """A text folded. One of marks only stays as it is, so that * * * is a paragraph like others."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = fold(text) or "".join(text.split()) or " "

    @cached_property
    def at(self) -> Sequence[int]:
        """For each of the words' characters where it stands in the text."""
        return folded(self.text)[1] or [i for i, char in enumerate(self.text) if not char.isspace()] or [0]

    def between(self, start: int, end: int, offset: int) -> range:
        """The words that stand between two characters, counted from `offset`.

        >>> Words("他说：“好！”走了。").between(3, 7, 100)
        range(102, 103)
        """
        return range(offset + bisect_left(self.at, start), offset + bisect_left(self.at, end))

    def span(self, first: int, last: int) -> Span:
        """The characters from one word to another, with the marks that belong to them.

        >>> Words("他说：“好！”走了。").span(2, 2)
        (3, 7)
        """
        start, end = self.at[first], self.at[last] + 1
        while start and self.text[start - 1] in OPENING:
            start -= 1
        while end < len(self.text) and self._is_mark(end):
            end += 1
        return start, min(end, len(self.text))

    def _is_mark(self, at: int) -> bool:
        char = self.text[at]
        return not (char in OPENING or char.isspace() or fold(char))


def held(alignment: Alignment, places: Sequence[int]) -> dict[int, list[int]]:
    """The new paragraphs that hold some old characters, and where; without those that have a few by chance."""
    found: dict[int, list[int]] = {}
    for i in places:
        if (j := alignment.old.mate[i]) >= 0:
            found.setdefault(alignment.new.home[j], []).append(j)
    lengths = {q: min(len(places), len(alignment.new.paragraphs[q])) for q in found}
    return {q: its for q, its in found.items() if len(its) >= min(FORMULA, SUPPORT * lengths[q])}


def land(alignment: Alignment, places: Sequence[int]) -> Landing | None:
    """The paragraph that holds the beginning of some old characters; None if too few are there."""
    holders = {q: its for q, its in held(alignment, places).items() if not _quoted(alignment, q, its, places)}
    if not holders:
        return None
    best = _beginning(alignment, places, holders)
    own, found = holders[best], sum(map(len, holders.values()))
    if found < _least(len(places)) * len(places):
        return None
    begin = alignment.new.starts[best]
    first, last = min(own) - begin, max(own) - begin
    return Landing(best, first, last, len(own) / len(places), found / len(places), first / len(own))


def _beginning(alignment: Alignment, places: Sequence[int], holders: Mapping[int, Sequence[int]]) -> int:
    """The holder that has most of the first characters that are left."""
    mates = (j for i in places if (j := alignment.old.mate[i]) >= 0)
    first = list(islice((q for j in mates if (q := alignment.new.home[j]) in holders), BEGINNING))
    return max(first, key=first.count)


def _quoted(alignment: Alignment, paragraph: int, its: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a paragraph of new words only has a formula of the old ones in it."""
    return len(its) < min(FORMULA, NEARLY * len(places)) and not alignment.new.is_old(paragraph)


def _least(length: int) -> float:
    """The share of so many characters that must be found.

    >>> _least(200), _least(20), _least(4)
    (0.3, 0.45, 0.57)
    """
    return round(LEAST + (LEAST_SHORT - LEAST) * max(0, LONG - length) / LONG, 2)
