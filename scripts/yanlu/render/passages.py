"""A page for each repeated passage: all its places under each other, with what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from yanlu.dates import is_before
from yanlu.relate.wording import Part, parts
from yanlu.render import spread
from yanlu.render.attested import Attested
from yanlu.render.kwic import Line
from yanlu.render.leaves import Leaf, leaves
from yanlu.render.repeats import Place
from yanlu.render.spread import Bar
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

#: A page is full with so many places, or with so many characters of theirs.
_PLACES: Final = 100
_CHARACTERS: Final = 40_000
_NAME: Final = 28  #: characters of the wording that name its page


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place as its page shows it."""

    number: int
    line: Line
    section: str  #: nothing; "undated"; "copies" for what only another copy has
    turn: str  #: how it stands in time to the first, a word of the page
    parts: Sequence[Part]  #: its wording, against the first


def passage_pages(told: Attested, lines: Sequence[Line], bars: Sequence[Bar]) -> dict[str, bytes]:
    """Path below the docs folder → Markdown. The lines are the passage's places, the bars how they lie in time."""
    words = strings()
    found = list(_occurrences(told, lines))
    size = max(2, min(_PLACES, _CHARACTERS // max(len(line.place.quote) for line in lines)))
    pages = leaves(told.page, found, size)
    return {page.path: _page(told, page, bars, size, words).encode() for page in pages}


def name(text: str) -> str:
    """A wording as a page's name.

    >>> name("短"), name("长" * 40) == "长" * 28 + "……"
    ('短', True)
    """
    return text if len(text) <= _NAME + 2 else f"{text[:_NAME]}……"


def _occurrences(told: Attested, lines: Sequence[Line]) -> Iterator[Occurrence]:
    """The places in three sections, each against the first of all."""
    ordered = sorted(lines, key=lambda line: _SECTIONS.index(_section(line.place)))
    first = ordered[0].place
    for number, line in enumerate(ordered, 1):
        place = line.place
        yield Occurrence(
            number, line, _section(place), _turn(told, first, place), parts(first.quote, place.quote)
        )


_SECTIONS: Final = ("", "undated", "copies")


def _section(place: Place) -> str:
    return ("" if place.date else "undated") if place.is_base else "copies"


def _turn(told: Attested, first: Place, place: Place) -> str:
    """How a place stands in time to the first; nothing is claimed that the dates don't tell."""
    if place == first:
        return "oldest" if told.repeat.earliest == first else "one"
    if place.speech == first.speech:
        return "within"
    if is_before(first.date, place.date):
        return "later"
    return "together" if place.date == first.date and len(place.date) == len("2020-03-10") else "unclear"


def _page(told: Attested, page: Leaf[Occurrence], bars: Sequence[Bar], size: int, words: Strings) -> str:
    sections = [(key, list(its)) for key, its in groupby(page.items, key=lambda its: its.section)]
    return template("passage.md.j2").render(
        s=words,
        told=told,
        name=name(told.wording),
        count=told.count(words),
        page=page,
        sections=sections,
        share=f"{int(told.repeat.verbatim * 100)}%",
        spread=spread.shown(told, bars, size, words) if page.number == 1 else None,
    )
