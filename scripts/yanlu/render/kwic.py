"""Lines of a concordance: words with what stands before and after them in their paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from yanlu.hanzi import cut_before
from yanlu.render.entries import Entry
from yanlu.render.repeats import Place

#: So many characters are shown on either side, as in the lines of the search.
CONTEXT: Final = 40
#: So many of them on the left on a narrow screen.
NEAR: Final = 14


@dataclass(frozen=True, slots=True)
class Line:
    """A place with the characters around it; nothing is left out at the ends of a paragraph."""

    place: Place
    far: str  #: left of it; left out on a narrow screen
    near: str
    right: str
    opens: bool  #: whether the paragraph begins with it
    closes: bool


class Texts:
    """The paragraphs of all pages, by the page's address and the anchor."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._texts: Mapping[str, Mapping[str, str]] = {
            entry.address: dict(
                zip(entry.witness.anchors, (p.text for p in entry.document.paragraphs), strict=True)
            )
            for entry in entries
        }

    def line(self, place: Place) -> Line:
        """A place in its paragraph."""
        text = self._texts[place.address][place.anchor]
        first, last = cut_before(text, place.start - CONTEXT), cut_before(text, place.end + CONTEXT)
        near = cut_before(text, place.start - NEAR)
        return Line(
            place=place,
            far=text[first:near],
            near=text[near : place.start],
            right=text[place.end : last],
            opens=first == 0,
            closes=last == len(text),
        )
