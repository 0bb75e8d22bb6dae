"""Repeated passages with the pages that they stand on: what all pages about them start from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yanlu.relate.reuse import Passage
from yanlu.relate.reuse.results import Occurrence
from yanlu.render.body import label
from yanlu.render.entries import UNDATED, Entry
from yanlu.render.pages import title
from yanlu.render.strings import strings

#: A passage has a page of its own from so many speeches on, or if so many characters long.
SPEECHES, CHARACTERS = 3, 100
#: Formulas and what nobody asks for: the first have pages of another kind, the second none.
_FORMULA, _BOILERPLATE = "formula", "boilerplate"
_ID: Final = re.compile(rf"(?:\d{{4}}(?:-\d\d){{0,2}}|{UNDATED})(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence: characters `start` to `end` of a paragraph on the page of a witness, which are the `quote`."""

    speech: str
    witness: str  #: "w2"
    address: str  #: the page's folder below speeches/
    is_base: bool  #: whether it stands on the speech's own page; a copy's own words are not counted
    date: str  #: as far as is known: 2020-03; or nothing
    title: str
    anchor: str
    label: str  #: the paragraph's number as it is shown
    start: int
    end: int
    quote: str

    @property
    def href(self) -> str:
        """The link to the exact words, from the site's root."""
        return f"speeches/{self.address}/index.html?span={self.start}-{self.end}#{self.anchor}"

    @property
    def number(self) -> str:
        """What tells the speeches of a day apart: the 2 of 2020-03-10-2; nothing for the first, and nobody's date is cut."""
        found = _ID.fullmatch(self.speech)
        return found[1] or "" if found else ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A passage and its places, those of known date first and in time order."""

    id: str
    kind: str  #: one of `results.CLASSES`
    family: str
    verbatim: float
    earliest: Place | None  #: the place before all others, where the dates tell
    places: tuple[Place, ...]

    @property
    def speeches(self) -> list[str]:
        """The ids of the speeches that have it on their own pages, each once, in the order of the places."""
        return list(dict.fromkeys(place.speech for place in self.places if place.is_base))

    @property
    def page(self) -> str:
        """Its page's folder below the site's root, or nothing."""
        if self.kind == _FORMULA:
            return f"formulas/{self.id}"
        longest = max(len(place.quote) for place in self.places)
        worth = len(self.speeches) >= SPEECHES or longest >= CHARACTERS
        return f"passages/{self.id}" if worth and self.kind != _BOILERPLATE else ""


def repeats(passages: Iterable[Passage], entries: Sequence[Entry]) -> list[Repeat]:
    """The passages on the pages of some entries, which are all there are: the speeches' own and the copies'."""
    homes = {f"{entry.id}/{entry.witness.id}": _Home(entry) for entry in entries}
    return [_repeat(passage, homes) for passage in passages]


class _Home:
    """What all occurrences on a page have in common."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.title = title(entry.document, strings())
        self.labels = dict(labels(entry))


def _repeat(passage: Passage, homes: dict[str, _Home]) -> Repeat:
    places = tuple(_place(its, homes[its.document]) for its in passage.occurrences)
    earliest = places[passage.occurrences.index(passage.earliest)] if passage.earliest else None
    return Repeat(passage.id, passage.kind, passage.family, passage.verbatim, earliest, places)


def _place(its: Occurrence, home: _Home) -> Place:
    entry = home.entry
    return Place(
        speech=entry.id,
        witness=entry.witness.id,
        address=entry.address,
        is_base=entry.is_base,
        date=entry.speech.facts.date or "",
        title=home.title,
        anchor=its.anchor,
        label=home.labels[its.anchor],
        start=its.start,
        end=its.end,
        quote=its.quote,
    )


def labels(entry: Entry) -> Iterator[tuple[str, str]]:
    """Each paragraph's number as its page shows it."""
    merged: dict[str, list[str]] = {anchor: [anchor] for anchor in entry.witness.anchors}
    for row in entry.witness.rows:
        if row.state == "alias":
            merged[row.target].append(row.id)
    return ((anchor, label(ids)) for anchor, ids in merged.items())
