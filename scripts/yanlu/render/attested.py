"""When a passage or formula came and went, and how many later speeches lack it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from yanlu.dates import is_before
from yanlu.render.entries import Entry
from yanlu.render.repeats import Place, Repeat
from yanlu.render.strings import Strings

#: Sorts behind all that begins like a date: a year alone may be its December.
_END = "~"


@dataclass(frozen=True, slots=True)
class Attested:
    """A repeated wording on the speeches' own pages; copies count for nothing."""

    repeat: Repeat
    page: str  #: its page's folder below the site's root, or nothing
    own: tuple[Place, ...]  #: its places there, those of known date first and in time order
    first: Place | None  #: of the dated ones; a year alone may be its January
    last: Place | None  #: a year alone may be its December
    speeches: int
    undated: int  #: how many of its places have no date, so that nobody knows which is the first or the last
    lacking: int  #: speeches surely later than the first that lack it
    since: int  #: speeches surely later than the last

    @property
    def wording(self) -> str:
        """As it is printed where it stands first."""
        return (self.own or self.repeat.places)[0].quote

    def count(self, words: Strings) -> str:
        """How often it stands in how many speeches."""
        return words["repeats"]["count"].format(n=f"{len(self.own):,}", m=f"{self.speeches:,}")


class Calendar:
    """The dates of all speeches: how many are later than a day."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._dates = sorted(e.speech.facts.date for e in entries if e.is_base and e.speech.facts.date)

    def after(self, date: str) -> int:
        """How many speeches are surely later: not those of the same day, or of the same year where no more is known."""
        return len(self._dates) - bisect_right(self._dates, date + _END)

    def attested(self, repeat: Repeat) -> Attested:
        """When a wording came and went."""
        own = tuple(place for place in repeat.places if place.is_base)
        dated = [place for place in own if place.date]
        first = dated[0] if dated else None
        last = max(dated, key=lambda place: place.date + _END, default=None)
        later = {place.speech for place in dated if first and is_before(first.date, place.date)}
        return Attested(
            repeat=repeat,
            page=repeat.page,
            own=own,
            first=first,
            last=last,
            speeches=len(repeat.speeches),
            undated=len(own) - len(dated),
            lacking=self.after(first.date) - len(later) if first else 0,
            since=self.after(last.date) if last else 0,
        )
