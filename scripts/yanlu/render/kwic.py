"""Lines of a concordance: words with what stands before and after them in their paragraph."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

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
        first, last = whole(text, place.start - CONTEXT), whole(text, place.end + CONTEXT)
        near = whole(text, place.start - NEAR)
        return Line(
            place=place,
            far=text[first:near],
            near=text[near : place.start],
            right=text[place.end : last],
            opens=first == 0,
            closes=last == len(text),
        )


def whole(text: str, at: int) -> int:
    """The place nearest before one in a text, in characters, that parts no mark from its character.

    >>> whole("a\N{COMBINING ACUTE ACCENT}bc", 1), whole("abc", 2), whole("abc", -1), whole("abc", 9)
    (0, 2, 0, 3)
    """
    at = min(max(at, 0), len(text))
    while 0 < at < len(text) and unicodedata.category(text[at]) in _JOINED:
        at -= 1
    return at


#: Combining marks, variation selectors, and joiners, which are format characters.
_JOINED: Final = frozenset({"Mn", "Me", "Mc", "Cf"})
