"""Where some words stand in a text that has changed, if they can be told from others like them.

From strict to loose, and believed only where enough agrees:

1. the words with those around them, in the paragraph where they were;
2. the same with changes (`approximate`), in that paragraph and just around it;
3. and in the whole text, with the words of both sides, or of one, the others having been torn away.

That strict selectors find most, and that look-alike formulas draw in what was deleted, is known from Hypothesis
(hypothesis/client, "fuzzy anchoring", and its issue 7571). All texts are folded, so that width, punctuation, white space and
the breaks of paragraphs play no part. The same rules as in docs/assets/notes-quote.js.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from yanlu.relate.approximate import Table

Span = tuple[int, int]

#: Of words longer than this only so many at each end are looked for, with so many beside them.
LONG, END, BESIDE = 128, 64, 32
#: How much there may be between the two ends of long words, for what there was.
LEAST_BETWEEN, MOST_BETWEEN = 0.5, 2.0
#: Looked for in its paragraph is also what stands so far around it.
AROUND: Final = 40
#: This share of what is looked for may have changed.
CHANGED: Final = 0.45
#: Words so long are looked for without those around them, too.
ALONE: Final = 10
#: So many places are looked at for each pattern.
MOST_PLACES: Final = 4
#: How much the words count, those around them the rest.
OWN: Final = 0.6
#: What the right paragraph is worth, and how much better than any other a place must be.
AT_HOME, MARGIN = 0.2, 0.1
#: So good a place in the right paragraph that no other is looked for.
SURE: Final = 0.85
#: What must agree of the words and of those around them: in the right paragraph, and elsewhere.
HERE: Final = ((0.75, 0.2), (0.5, 0.6), (0.25, 0.8))
ELSEWHERE: Final = ((0.75, 0.45), (0.5, 0.7))
#: Words of such a length need nothing around them, if such a share of them agrees: in the right paragraph, and elsewhere.
ALONE_HERE, ALONE_ELSEWHERE = (6, 1.0), (20, 0.85)
#: So many characters that agree may be chance in the whole text.
CHANCE: Final = 10


@dataclass(frozen=True, slots=True)
class Quote:
    """Some words, and those around them."""

    before: str
    words: str
    after: str

    @property
    def whole(self) -> str:
        """The words with those around them."""
        return self.before + self.words + self.after

    @property
    def context(self) -> int:
        """How many characters stand around them."""
        return len(self.before) + len(self.after)

    def patterns(self) -> Iterator[Quote]:
        """What is looked for: all; all but what was around on one side; long words alone."""
        yield self
        if self.before and self.after:
            yield replace(self, after="")
            yield replace(self, before="")
        if self.context and len(self.words) >= ALONE:
            yield Quote("", self.words, "")

    def ends(self) -> tuple[Quote, Quote]:
        """The beginning and the end of long words."""
        head = Quote(self.before, self.words[:END], self.words[END : END + BESIDE])
        return head, Quote(self.words[-END - BESIDE : -END], self.words[-END:], self.after)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that may be the words': the share of them that agrees, and of those around them."""

    start: int
    end: int
    own: float = 1
    around: float = 1
    home: bool = False  #: whether it is in the paragraph where they were

    @property
    def worth(self) -> float:
        """How good it is beside others."""
        return OWN * self.own + (1 - OWN) * self.around + AT_HOME * self.home

    def apart(self, other: Found) -> bool:
        """Whether the two have no character in common."""
        return self.end <= other.start or other.end <= self.start

    def believed(self, quote: Quote) -> bool:
        """Whether so much agrees that it is no chance."""
        size, share = ALONE_HERE if self.home else ALONE_ELSEWHERE
        agreed = self.own * len(quote.words) + self.around * quote.context
        if not self.home and agreed < CHANCE:
            return False
        pairs = HERE if self.home else ELSEWHERE
        alone = len(quote.words) >= size and self.own >= share
        return alone or any(self.own >= own and self.around >= around for own, around in pairs)


def find(text: str, quote: Quote, home: Span | None, near: int = 0) -> Found | None:
    """The best place of some words, long ones by their two ends; None where none is believed, or two are as good.

    `home` is the paragraph where they were, `near` about where they began, should they stand there more than once.

    >>> find("滚滚长江东逝水浪花淘尽英雄", Quote("江东", "流水", "浪花"), (0, 13))
    Found(start=5, end=7, own=0.5, around=1.0, home=True)
    """
    if len(quote.words) <= LONG:
        return _best(text, quote, home, near)
    head, tail = quote.ends()
    first = _best(text, head, home, near)
    last = _best(text, tail, home, near + len(quote.words) - END) if first else None
    size = last.end - first.start if first and last else 0
    if not first or not LEAST_BETWEEN * len(quote.words) <= size <= MOST_BETWEEN * len(quote.words):
        return None
    return Found(first.start, first.start + size)


def _best(text: str, quote: Quote, home: Span | None, near: int) -> Found | None:
    if home:
        if exact := list(occurrences(text, quote.whole, *home)):
            start = min((at + len(quote.before) for at in exact), key=lambda at: abs(at - near))
            return Found(start, start + len(quote.words), home=True)
        here = _choice(_candidates(text, quote, home, max(0, home[0] - AROUND), home[1] + AROUND))
        if here and here.worth >= SURE + AT_HOME:
            return here
    return _choice(_candidates(text, quote, home, 0, len(text)))


def occurrences(text: str, words: str, start: int, end: int) -> Iterator[int]:
    """Where words stand in a part of a text.

    >>> list(occurrences("人人人为我", "人人", 0, 5))
    [0, 1]
    """
    while (start := text.find(words, start, end)) >= 0:
        yield start
        start += 1


def _candidates(text: str, quote: Quote, home: Span | None, start: int, end: int) -> Iterator[Found]:
    """The places in a part of a text that are believed."""
    for pattern in quote.patterns():
        table = Table.of(pattern.whole, text[start:end])
        for stop in _stops(table):
            place = _seen(quote, pattern, table, stop, start)
            if place:
                at_home = home is not None and place.start < home[1] and home[0] < place.end
                place = replace(place, home=at_home)
            if place and place.believed(quote):
                yield place


def _stops(table: Table) -> list[int]:
    """Where a pattern ends with few changes, the fewest first: of places close by the best."""
    size = len(table.pattern)
    changes = ((table.changes(stop), stop) for stop in range(1, len(table.columns)))
    chosen: list[int] = []
    for _, stop in sorted((n, stop) for n, stop in changes if n <= CHANGED * size):
        if all(abs(stop - other) > size // 2 for other in chosen):
            chosen.append(stop)
        if len(chosen) == MOST_PLACES:
            break
    return chosen


def _seen(quote: Quote, pattern: Quote, table: Table, stop: int, offset: int) -> Found | None:
    """What of the words stands at a place."""
    mates = table.beside(stop)
    equal = [j >= 0 and table.text[j] == char for j, char in zip(mates, pattern.whole, strict=True)]
    own = slice(len(pattern.before), len(pattern.before) + len(pattern.words))
    its = [j for j in mates[own] if j >= 0]
    if not its:
        return None
    share = sum(equal[own]) / len(quote.words)
    around = (sum(equal) - sum(equal[own])) / quote.context if quote.context else share
    return Found(its[0] + offset, its[-1] + 1 + offset, share, around)


def _choice(found: Iterator[Found]) -> Found | None:
    """The best, unless another is nearly as good."""
    places = list(found)
    best = max(places, key=lambda place: place.worth, default=None)
    if best is None or any(best.apart(other) and other.worth > best.worth - MARGIN for other in places):
        return None
    return best
