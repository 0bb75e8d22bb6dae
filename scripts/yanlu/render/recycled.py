"""What each page is to tell of repeated passages: few of their places, in time, and who has most of its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from yanlu.dates import is_before
from yanlu.render.again import Again, Mark
from yanlu.render.entries import Entry
from yanlu.render.figures import Shared
from yanlu.render.pages import title
from yanlu.render.repeats import Place, Repeat
from yanlu.render.sharing import Pair, compare_page, compared
from yanlu.render.strings import strings

#: So many other places of a passage are named beside each. Of more, those next to it, if a page has all.
PLACES: Final = 5
#: So many, if no page has them.
UNLISTED: Final = 12
#: So many speeches are named that have most of a page.
SPEECHES: Final = 12
#: What is printed everywhere and says nothing is not shown.
_BOILERPLATE: Final = "boilerplate"
_LAST: Final = "~"  #: sorts behind all that stands in a date


def recycled(
    repeats: Iterable[Repeat], shares: Mapping[Pair, int], entries: Iterable[Entry]
) -> dict[str, dict[str, Again]]:
    """What all pages tell, by the speech's id and the page's address; `shares` is what `sharing` says of the repeats.

    However many places a passage has, a page depends on few of them.
    """
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in chain.from_iterable(_marks(repeat) for repeat in repeats if repeat.kind != _BOILERPLATE):
        marks[mark.place.address].append(mark)
    entries = list(entries)
    having = _having(shares, {entry.id: entry for entry in entries if entry.is_base})
    told: dict[str, dict[str, Again]] = defaultdict(dict)
    for entry in entries:
        its = having[entry.id] if entry.is_base else ()
        told[entry.id][entry.address] = Again(tuple(marks[entry.address]), *its)
    return told


def _marks(repeat: Repeat) -> Iterator[Mark]:
    places, page = repeat.places, repeat.page
    most = PLACES if page else UNLISTED
    days = _Days({place.speech: place.date for place in places if place.is_base})
    for place, near in zip(places, _near(places), strict=True):
        chosen = places if len(places) <= most + 1 else [places[n] for n in sorted({0, *near})]
        others = tuple(other for other in chosen if not _beside(other, place))
        rest = 0 if page else len(places) - len(chosen)
        yield Mark(place, others, days.turn(place) if place.is_base else "", page, rest)


def _beside(one: Place, other: Place) -> bool:
    """Whether both are in one paragraph, where everybody sees them."""
    return (one.address, one.anchor) == (other.address, other.anchor)


def _near(places: Sequence[Place]) -> Iterator[list[int]]:
    """For each place those before and behind it, and those of the speeches before and behind its own."""
    starts = [n for n, place in enumerate(places) if not n or place.speech != places[n - 1].speech]
    ends = [*starts[1:], len(places)]
    for start, end in zip(starts, ends, strict=True):
        for n in range(start, end):
            yield [i for i in (start - 1, n - 1, n, n + 1, end) if 0 <= i < len(places)]


class _Days:
    """When the speeches were delivered that have a passage."""

    def __init__(self, dates: Mapping[str, str]) -> None:
        self._known = sorted(date for date in dates.values() if date)
        self._total = len(dates)

    def turn(self, place: Place) -> str:
        """Whether one of the others is surely ``earlier``, else may be (``unknown``), else all are ``later``; nothing without others."""
        if not place.date:
            return "unknown" if self._total > 1 else ""
        # 2020-03 sorts before 2020-03-10, but may be after it.
        wider = [place.date[:n] for n in (4, 7) if n < len(place.date)]
        earlier = bisect_left(self._known, place.date) - sum(map(self._on, wider))
        later = len(self._known) - bisect_right(self._known, place.date + _LAST)
        if earlier:
            return "earlier"
        return "unknown" if later < self._total - 1 else "later" if later else ""

    def _on(self, date: str) -> int:
        return bisect_right(self._known, date) - bisect_left(self._known, date)


def _having(
    shares: Mapping[Pair, int], own: Mapping[str, Entry]
) -> dict[str, tuple[tuple[Shared, ...], int]]:
    """For each speech those that have most of its text, in the order of time, and how many others have some."""
    having: dict[str, list[tuple[int, str]]] = {id: [] for id in own}
    for (one, other), characters in shares.items():
        having[one].append((-characters, other))
    order = {id: n for n, id in enumerate(own)}
    pairs = set(compared(shares))
    found = {}
    for id, all in having.items():
        most = sorted(sorted(all)[:SPEECHES], key=lambda row: order[row[1]])
        told = tuple(_shared(own[id], own[other], -n, pairs) for n, other in most)
        found[id] = (told, len(all) - len(most))
    return found


def _shared(entry: Entry, other: Entry, characters: int, pairs: set[Pair]) -> Shared:
    pair = min((entry.id, other.id), (other.id, entry.id))
    one, two = (its.document.facts.date or "" for its in (entry, other))
    return Shared(
        speech=other.id,
        date=two,
        title=title(other.document, strings()),
        turn="earlier" if is_before(two, one) else "later" if is_before(one, two) else "unknown",
        characters=characters,
        compare=compare_page(*pair) if pair in pairs else "",
    )
