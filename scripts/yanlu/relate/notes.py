"""Where the words of a note stand in its text as it is now. A note in the wrong place is worse than a lost one.

A note says where it was by the selectors of the W3C Web Annotation Data Model (Recommendation of 2017-02-23): the paragraph's
anchor, the words with those around them, the characters of the page. `quotes` looks for the words; a paragraph that the
ledger knows to be gone takes its notes along, unless the very sentence stands elsewhere. The same rules as in
docs/assets/notes-place.js; tests/cases/notes.toml is run against both.

>>> before = Page([("p1", "同志们："), ("p2", "沧海横流，方显英雄本色。")])
>>> selectors = describe(before, Place("p2", 5, "p2", 11))
>>> placed(Page([("p2", "沧海横流,正显英雄本色!")]), selectors)
Placed(place=Place(first='p2', start=5, last='p2', end=11), how='changed')
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any, Final

from yanlu.hanzi import fold, folded
from yanlu.relate.quotes import MOST_BETWEEN, Found, Quote, Span, find, occurrences

Selector = Mapping[str, Any]

#: So many characters on each side of the words are told, within their paragraphs.
CONTEXT: Final = 32
#: A sentence shorter than this, in folded characters, is no sign of the paragraph it stood in.
SENTENCE: Final = 8
#: So much of the words of several paragraphs must be there.
LEAST_OF_PARTS: Final = 0.5
_STOP: Final = re.compile("[。！？!?；;\n]")
_CLOSED: Final = "”’」』）)\"'"


@dataclass(frozen=True, slots=True)
class Place:
    """From character `start` of paragraph `first` to before character `end` of paragraph `last`."""

    first: str
    start: int
    last: str
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a note stands. ``how``: its words are the ``same`` at their anchor, ``moved`` elsewhere, or ``changed``."""

    place: Place
    how: str


class Page:
    """A text prepared: its paragraphs in order, each with its anchor, and what became of the other anchors.

    `aliases` are former anchors, each with the one whose paragraph holds its words now; `gone` are no paragraph's any more.
    """

    def __init__(
        self,
        paragraphs: Sequence[tuple[str, str]],
        aliases: Mapping[str, str] = MappingProxyType({}),
        gone: Collection[str] = (),
    ) -> None:
        self.ids = [id for id, _ in paragraphs]
        self.text = "\n".join(text for _, text in paragraphs)
        self.starts = [0, *accumulate(len(text) + 1 for _, text in paragraphs)]
        self.words, self.at = folded(self.text)
        folds = pairwise(bisect_left(self.at, start) for start in self.starts)
        self.homes: dict[str, Span] = dict(zip(self.ids, folds, strict=True))
        self.homes |= {id: self.homes[to] for id, to in aliases.items() if to in self.homes}
        self.gone = frozenset(gone)

    def bounds(self, paragraph: int) -> Span:
        """A paragraph's characters, by its number on the page."""
        return self.starts[paragraph], self.starts[paragraph + 1] - 1

    def paragraph(self, at: int) -> int:
        """The number of the paragraph in which a character stands."""
        return bisect_right(self.starts, at) - 1

    def place(self, start: int, end: int) -> Place:
        """Some characters of the page as a place."""
        first, last = self.paragraph(start), self.paragraph(end - 1)
        return Place(self.ids[first], start - self.starts[first], self.ids[last], end - self.starts[last])

    def span(self, place: Place) -> Span:
        """The characters of the page that a place has."""
        first, last = self.ids.index(place.first), self.ids.index(place.last)
        return self.starts[first] + place.start, self.starts[last] + place.end


@dataclass(frozen=True, slots=True)
class Told:
    """What a note's selectors say."""

    anchor: str
    before: str
    exact: str
    after: str
    near: int  #: the character of the page at which the words began

    @classmethod
    def by(cls, selectors: Sequence[Selector]) -> Told:
        """Read from selectors; what they don't tell is empty."""
        by_type = {selector["type"]: selector for selector in reversed(selectors)}
        quote = by_type.get("TextQuoteSelector", {})
        return cls(
            by_type.get("FragmentSelector", {}).get("value", ""),
            quote.get("prefix", ""),
            quote.get("exact", ""),
            quote.get("suffix", ""),
            by_type.get("TextPositionSelector", {}).get("start", 0),
        )

    @property
    def quote(self) -> Quote:
        """The words and those around them, folded."""
        return Quote(fold(self.before), fold(self.exact), fold(self.after))

    def sentence(self) -> Quote:
        """The words and what is told of the sentence around them.

        >>> Told("p1", "行百里。", "疾风", "知劲草，板荡识诚臣。又", 0).sentence()
        Quote(before='', words='疾风', after='知劲草板荡识诚臣')
        """
        ended = _STOP.search(self.exact.rstrip(_CLOSED)[-1:])
        after = "" if ended else _STOP.split(self.after)[0]
        return Quote(fold(_STOP.split(self.before)[-1]), fold(self.exact), fold(after))

    def lines(self) -> list[Told]:
        """What is told of the words in each of several paragraphs; only the first is the anchor's."""
        first, *others = (Told("", "", line, "", self.near) for line in self.exact.split("\n"))
        lines = [replace(first, anchor=self.anchor, before=self.before), *others]
        return [*lines[:-1], replace(lines[-1], after=self.after)]


def describe(page: Page, place: Place) -> list[Selector]:
    """The selectors of a place."""
    start, end = page.span(place)
    low, high = page.starts[page.ids.index(place.first)], page.bounds(page.ids.index(place.last))[1]
    return [
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": place.first},
        {
            "type": "TextQuoteSelector",
            "exact": page.text[start:end],
            "prefix": page.text[max(low, start - CONTEXT) : start],
            "suffix": page.text[end : min(high, end + CONTEXT)],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def placed(page: Page, selectors: Sequence[Selector]) -> Placed | None:
    """Where a note stands now; None where its words are gone, or can't be told from others."""
    told = Told.by(selectors)
    if not fold(told.exact):
        return _unfolded(page, told)
    found = _found(page, told)
    return _shown(page, told, found) if found else None


def _unfolded(page: Page, told: Told) -> Placed | None:
    """A note on a paragraph as a whole; or on marks alone, where they and all around them are as they were."""
    if told.anchor not in page.ids:
        return None
    start, end = page.bounds(page.ids.index(told.anchor))
    if told.exact:
        words = told.before + told.exact + told.after
        if page.text.count(words, start, end) != 1:
            return None
        start = page.text.index(words, start) + len(told.before)
        end = start + len(told.exact)
    return Placed(page.place(start, end), "same")


def _found(page: Page, told: Told) -> Found | None:
    """Where the words are; of words in several paragraphs whatever is left."""
    if told.anchor in page.gone:
        return _same_sentence(page, told.sentence()) or _parts(page, told)
    near = bisect_left(page.at, told.near)
    return find(page.words, told.quote, page.homes.get(told.anchor), near) or _parts(page, told)


def _same_sentence(page: Page, quote: Quote) -> Found | None:
    """The only place where the very sentence stands."""
    places = list(occurrences(page.words, quote.whole, 0, len(page.words)))
    if len(quote.whole) < SENTENCE or len(places) != 1:
        return None
    start = places[0] + len(quote.before)
    return Found(start, start + len(quote.words))


def _parts(page: Page, told: Told) -> Found | None:
    """Words of several paragraphs, each for itself."""
    lines = told.lines() if "\n" in told.exact else []
    found = [
        (place, len(line.quote.words))
        for line in lines
        if len(line.quote.whole) >= SENTENCE and line.quote.words and (place := _found(page, line))
    ]
    size = len(told.quote.words)
    if sum(n for _, n in found) < LEAST_OF_PARTS * size:
        return None
    start, end = min(place.start for place, _ in found), max(place.end for place, _ in found)
    return Found(start, end) if end - start <= MOST_BETWEEN * size else None


def _shown(page: Page, told: Told, found: Found) -> Placed:
    """A place of the folded text in characters, with as many marks at its ends as the words had."""
    at, size = folded(told.exact)[1], len(told.exact)
    start, end = page.at[found.start], page.at[found.end - 1] + 1
    low, high = page.bounds(page.paragraph(start))[0], page.bounds(page.paragraph(end - 1))[1]
    if found.start:
        low = max(low, page.at[found.start - 1] + 1)
    if found.end < len(page.at):
        high = min(high, page.at[found.end])
    place = page.place(max(low, start - at[0]), min(high, end + size - 1 - at[-1]))
    home = page.homes.get(told.anchor)
    if page.words[found.start : found.end] != told.quote.words:
        return Placed(place, "changed")
    return Placed(place, "same" if home and home[0] <= found.start < home[1] else "moved")
