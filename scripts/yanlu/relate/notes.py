"""Where the words of a note stand in its text as it is now. A note in the wrong place is worse than a lost one.

A note says where it was by the selectors of the W3C Web Annotation Data Model (2017-02-23): the paragraph's anchor, the words
with those around them, the characters of the page. Looked for from strict to loose, and believed only where enough agrees:

1. the words with those around them, in the paragraph that has the anchor now;
2. the same with changes (`approximate`), in that paragraph and just around it;
3. and on the whole page, the whole or with the words on one side only, the others having been torn away.

A paragraph that the ledger knows to be gone takes its notes with it, unless the very sentence stands elsewhere. That stable
selectors find most and that look-alike formulas take in what was deleted is known from Hypothesis (hypothesis/client,
"fuzzy anchoring"; issue 7571). Texts are folded, so that width, punctuation, white space and the breaks of paragraphs play no
part. The same rules in docs/assets/notes-place.js, where tests/cases/notes.toml is run too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import Any, Final

from yanlu.hanzi import folded
from yanlu.relate.approximate import Table

Selector = Mapping[str, Any]
Span = tuple[int, int]

#: So many characters on each side of the words are told, within their paragraphs.
CONTEXT: Final = 32
#: Of longer words only so many at each end are looked for. All between must be there, give or take.
LONG, LEAST_BETWEEN, MOST_BETWEEN = 128, 0.5, 2.0
END: Final = 64
#: In its paragraph and so many characters around it the words are looked for first.
AROUND: Final = 40
#: This share of the characters may have changed.
CHANGED: Final = 0.45
#: How much the words count beside those around them.
OWN: Final = 0.6
#: What the right paragraph is worth, and how much better than any other a place elsewhere must be.
AT_HOME, MARGIN = 0.2, 0.1
#: So good a place in the right paragraph that no other is looked for.
SURE: Final = 0.85
#: A sentence so short, in folded characters, stands in many places.
SENTENCE: Final = 8
#: Words so long are looked for without those around them, too.
ALONE: Final = 10
#: So many places are looked at for each pattern.
MOST_ENDS: Final = 4
_END_OF_SENTENCE: Final = re.compile("[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class Place:
    """From character `start` of paragraph `first` to before character `end` of paragraph `last`."""

    first: str
    start: int
    last: str
    end: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a note stands. ``how``: the words are the ``same`` at their anchor, ``moved`` elsewhere, or ``changed``."""

    place: Place
    how: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a note, folded, and those around them."""

    before: str
    words: str
    after: str

    @classmethod
    def of(cls, selector: Selector) -> Quote:
        """What a TextQuoteSelector says."""
        return cls(*(folded(selector.get(key, ""))[0] for key in ("prefix", "exact", "suffix")))

    @property
    def whole(self) -> str:
        return self.before + self.words + self.after

    def patterns(self) -> Iterator[Quote]:
        """What is looked for: all; one side torn away; long words alone."""
        yield self
        if self.before and self.after:
            yield Quote(self.before, self.words, "")
            yield Quote("", self.words, self.after)
        if (self.before or self.after) and len(self.words) >= ALONE:
            yield Quote("", self.words, "")

    def head(self) -> Quote:
        """The beginning of long words."""
        return Quote(self.before, self.words[:END], self.words[END : END + CONTEXT])

    def tail(self) -> Quote:
        """The end of long words."""
        return Quote(self.words[-END - CONTEXT : -END], self.words[-END:], self.after)


@dataclass(frozen=True, slots=True)
class Found:
    """A place of the folded text that may be a note's: the share of its words that stand there, and of those around."""

    start: int
    end: int
    own: float
    around: float
    home: bool = False

    @property
    def worth(self) -> float:
        """How good it is beside others."""
        return OWN * self.own + (1 - OWN) * self.around + AT_HOME * self.home

    def apart(self, other: Found) -> bool:
        """Whether the two have no character in common."""
        return self.end <= other.start or other.end <= self.start


class Page:
    """A text prepared: its paragraphs in order, each with its anchor, and what became of the other anchors."""

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
        spans = [tuple(bisect_left(self.at, at) for at in its) for its in pairwise(self.starts)]
        self.homes = dict(zip(self.ids, spans, strict=True))
        self.homes |= {id: self.homes[to] for id, to in aliases.items() if to in self.homes}
        self.gone = frozenset(gone)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph in which a character of the page stands."""
        return bisect_right(self.starts, at) - 1

    def place(self, start: int, end: int) -> Place:
        """A place by the characters of the page."""
        first, last = self.paragraph(start), self.paragraph(max(start, end - 1))
        return Place(self.ids[first], start - self.starts[first], self.ids[last], end - self.starts[last])

    def span(self, place: Place) -> Span:
        """The characters of the page that a place has."""
        first, last = self.ids.index(place.first), self.ids.index(place.last)
        return self.starts[first] + place.start, self.starts[last] + place.end


def describe(page: Page, place: Place) -> list[Selector]:
    """The selectors of a place."""
    start, end = page.span(place)
    low = max(start - place.start, start - CONTEXT)
    high = min(page.starts[page.ids.index(place.last) + 1] - 1, end + CONTEXT)
    return [
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": place.first},
        {
            "type": "TextQuoteSelector",
            "exact": page.text[start:end],
            "prefix": page.text[low:start],
            "suffix": page.text[end:high],
        },
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]


def placed(page: Page, selectors: Sequence[Selector]) -> Placed | None:
    """Where a note stands now; None where its words are gone, or can't be told from others."""
    told = {selector["type"]: selector for selector in reversed(selectors)}
    anchor = told.get("FragmentSelector", {}).get("value", "")
    selector = told.get("TextQuoteSelector")
    if not selector:
        return _paragraph(page, anchor)
    quote, near = Quote.of(selector), told.get("TextPositionSelector", {}).get("start", 0)
    if not quote.words:
        return _marks(page, anchor, selector)
    found = _find(page, quote, anchor, near, selector)
    return _told(page, found, quote, selector["exact"], anchor) if found else None


def _paragraph(page: Page, anchor: str) -> Placed | None:
    """A note that names a paragraph and no words."""
    if anchor not in page.ids:
        return None
    at = page.ids.index(anchor)
    return Placed(Place(anchor, 0, anchor, page.starts[at + 1] - page.starts[at] - 1), "same")


def _marks(page: Page, anchor: str, selector: Selector) -> Placed | None:
    """A note on marks alone: only where they and all around them are as they were, in their paragraph."""
    if anchor not in page.ids:
        return None
    before, exact, after = (selector.get(key, "") for key in ("prefix", "exact", "suffix"))
    at = page.ids.index(anchor)
    text = page.text[page.starts[at] : page.starts[at + 1] - 1]
    if text.count(before + exact + after) != 1:
        return None
    start = text.index(before + exact + after) + len(before)
    return Placed(Place(anchor, start, anchor, start + len(exact)), "same")


def _told(page: Page, found: Found, quote: Quote, exact: str, anchor: str) -> Placed:
    """A place of the folded text in characters, with the marks at the ends of the words that they had."""
    start, end = page.at[found.start], page.at[found.end - 1] + 1
    at = folded(exact)[1]
    first, last = page.paragraph(start), page.paragraph(end - 1)
    low = max(page.starts[first], page.at[found.start - 1] + 1 if found.start else 0)
    high = min(page.starts[last + 1] - 1, page.at[found.end] if found.end < len(page.at) else len(page.text))
    start, end = max(low, start - at[0]), min(high, end + len(exact) - 1 - at[-1])
    home = page.homes.get(anchor)
    how = "changed"
    if page.words[found.start : found.end] == quote.words:
        how = "same" if home and home[0] <= found.start < home[1] else "moved"
    return Placed(page.place(start, end), how)


# --- looking ------------------------------------------------------------------------------------------


def _find(page: Page, quote: Quote, anchor: str, near: int, selector: Selector) -> Found | None:
    if anchor in page.gone:
        return _same_sentence(page, quote, selector)
    home = page.homes.get(anchor)
    if len(quote.words) > LONG:
        return _long(page, quote, home, near)
    return _best(page, quote, home, near)


def _same_sentence(page: Page, quote: Quote, selector: Selector) -> Found | None:
    """The only place where the very sentence stands, as far as it is told."""
    before = _END_OF_SENTENCE.split(selector.get("prefix", ""))[-1]
    exact = selector["exact"]
    ended = _END_OF_SENTENCE.search(exact.rstrip("”’」』）)\"'")[-1:])
    after = "" if ended else _END_OF_SENTENCE.split(selector.get("suffix", ""))[0]
    own = Quote(folded(before)[0], quote.words, folded(after)[0])
    if len(own.whole) < SENTENCE or page.words.count(own.whole) != 1:
        return None
    start = page.words.index(own.whole) + len(own.before)
    return Found(start, start + len(quote.words), 1, 1)


def _long(page: Page, quote: Quote, home: Span | None, near: int) -> Found | None:
    """Long words by their two ends."""
    head = _best(page, quote.head(), home, near)
    tail = _best(page, quote.tail(), home, near + len(quote.words)) if head else None
    if not head or not tail:
        return None
    size = tail.end - head.start
    if not LEAST_BETWEEN * len(quote.words) <= size <= MOST_BETWEEN * len(quote.words):
        return None
    return Found(head.start, tail.end, 1, 1)


def _best(page: Page, quote: Quote, home: Span | None, near: int) -> Found | None:
    """The best place, if it is believed and there is no other as good."""
    if home:
        exact = [at for at in _occurrences(page.words, quote.whole, *home)]
        if exact:
            at = min(exact, key=lambda at: abs(page.at[at + len(quote.before)] - near)) + len(quote.before)
            return Found(at, at + len(quote.words), 1, 1, True)
        here = _choice(_candidates(page, quote, home, max(0, home[0] - AROUND), home[1] + AROUND))
        if here and here.worth >= SURE + AT_HOME:
            return here
    exact = _occurrences(page.words, quote.whole, 0, len(page.words))
    return _choice(_candidates(page, quote, home, 0, len(page.words)))


def _occurrences(text: str, words: str, start: int, end: int) -> list[int]:
    found = []
    while (start := text.find(words, start, end)) >= 0:
        found.append(start)
        start += 1
    return found


def _candidates(page: Page, quote: Quote, home: Span | None, start: int, end: int) -> list[Found]:
    """The places in a part of the text that may be meant."""
    text, found = page.words[start:end], []
    for pattern in quote.patterns():
        table = Table.of(pattern.whole, text)
        for stop in _ends(table):
            place = _seen(quote, pattern, table.beside(stop), text, start)
            if place:
                at_home = bool(home and place.start < home[1] and home[0] < place.end)
                found.append(replace(place, home=at_home))
    return [place for place in found if _believed(place, quote)]


def _ends(table: Table) -> list[int]:
    """Where the pattern ends with few changes: of ends close by the best, and so many at most."""
    size = len(table.pattern)
    most = int(CHANGED * size)
    scored = sorted((n, end) for end in range(1, len(table.columns)) if (n := table.changes(end)) <= most)
    chosen: list[int] = []
    for _, end in scored:
        if all(abs(end - other) > size // 2 for other in chosen):
            chosen.append(end)
            if len(chosen) == MOST_ENDS:
                break
    return chosen


def _seen(quote: Quote, pattern: Quote, beside: Sequence[int], text: str, offset: int) -> Found | None:
    """What of the words stands at a place."""
    first, last = len(pattern.before), len(pattern.before) + len(pattern.words)
    equal = [j >= 0 and text[j] == char for j, char in zip(beside, pattern.whole, strict=True)]
    its = [j for j in beside[first:last] if j >= 0]
    if not its:
        return None
    own = sum(equal[first:last]) / len(quote.words)
    size = len(quote.before) + len(quote.after)
    around = (sum(equal) - sum(equal[first:last])) / size if size else own
    return Found(its[0] + offset, its[-1] + 1 + offset, own, around)


def _believed(found: Found, quote: Quote) -> bool:
    """Whether so much agrees that it is no chance."""
    if found.home:
        return (
            (found.own >= 0.75 and found.around >= 0.2)
            or (found.own >= 0.5 and found.around >= 0.6)
            or (len(quote.words) <= 4 and found.own > 0 and found.around >= 0.8)
            or (found.own == 1 and len(quote.words) >= 6)
        )
    agreed = found.own * len(quote.words) + found.around * (len(quote.before) + len(quote.after))
    return agreed >= 10 and (
        (found.own >= 0.75 and found.around >= 0.45)
        or (found.own >= 0.5 and found.around >= 0.7)
        or (found.own >= 0.85 and len(quote.words) >= 20)
    )


def _choice(found: Sequence[Found]) -> Found | None:
    """The best, unless another is nearly as good."""
    best = max(found, key=lambda place: place.worth, default=None)
    if best is None:
        return None
    rivals = [place for place in found if place.apart(best) and place.worth > best.worth - MARGIN]
    return None if rivals else best
