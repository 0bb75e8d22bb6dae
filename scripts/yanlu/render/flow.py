"""What goes from speech to speech, drawn as SVG while the site is built: arcs beside a list in the order of time.

Time runs downwards. The list is HTML, so that titles wrap as any text and a finger hits them; its rows are as high as
those of the drawing. Positions are in pixels, as the drawing is not scaled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from yanlu.render.strings import Strings
from yanlu.render.ties import Text, Tie, name

ROW: Final = 48  #: a row's height: what a finger hits, and two lines of a title
WIDTH: Final = 132
_PORTS: Final = 38  #: how much of a row's height the ends of its arcs may take
_STEP: Final = 9.0  #: between two ends, where there is room
_NEAR, _FAR = (
    40,
    164,
)  #: how far from the list the control points of the flattest arc are, and of the longest; 3/4 of it is drawn
_THICKEST: Final = 12.0
_TIP: Final = 9  #: length of an arrow's tip
KEY: Final = (100, 400, 1600)  #: the characters that the key shows


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie: a link to both speeches side by side. It has a tip where the dates tell which is the later one."""

    path: str
    tip: str
    width: float
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Flow:
    """All that the template places; the rows of the undated are apart, under a row of their own."""

    dated: tuple[tuple[int, Text], ...]
    undated: tuple[tuple[int, Text], ...]
    arcs: tuple[Arc, ...]
    width: int = WIDTH
    row: int = ROW

    @property
    def height(self) -> int:
        """The height of all rows."""
        return ROW * (len(self.dated) + len(self.undated) + bool(self.undated))


def draw(some: Sequence[Text], ties: Sequence[Tie], words: Strings) -> Flow:
    """The drawing of some speeches, in the order of time with the undated last, and of ties between them that have pages."""
    numbered = tuple(enumerate(some, 1))
    dated = tuple(row for row in numbered if row[1].date)
    rows = {text.id: n - 1 + (not text.date) for n, text in numbered}
    ends = _ends(rows, ties)
    longest = max((rows[tie.other.id] - rows[tie.one.id] for tie in ties), default=1)
    arcs = []
    for tie in sorted(ties, key=lambda tie: -tie.strength):  # the thin ones above
        start, end = ends[tie.one.id, tie.other.id], ends[tie.other.id, tie.one.id]
        reach = _NEAR + (_FAR - _NEAR) * (rows[tie.other.id] - rows[tie.one.id]) // longest
        arcs.append(_arc(tie, start, end, reach, words))
    return Flow(dated, numbered[len(dated) :], tuple(arcs))


def thickness(characters: int) -> float:
    """How thick an arc is: by the root, as a report of a whole speech would hide all others.

    >>> thickness(100), thickness(1600), thickness(100_000)
    (2.0, 8.0, 12.0)
    """
    return round(min(_THICKEST, sqrt(characters) / 5), 1)


def _arc(tie: Tie, start: float, end: float, reach: int, words: Strings) -> Arc:
    told = tie.one.is_before(tie.other)
    label = words["pictures"]["arc" if told else "arc_unknown"].format(
        one=name(tie.one, words), other=name(tie.other, words), there=f"{tie.there:,}", back=f"{tie.back:,}"
    )
    return Arc(
        f"M0 {start}C{reach} {start} {reach} {end} {_TIP if told else 0} {end}",
        f"M0 {end}l{_TIP + 3} -7v14z" if told else "",
        thickness(tie.strength),
        tie.page,
        label,
    )


def _ends(rows: Mapping[str, int], ties: Sequence[Tie]) -> dict[tuple[str, str], float]:
    """For a speech and another the height at which their arc begins at the first; so that arcs cross as little as may be.

    Up go the arcs above, to the nearest first, and down those below, to the nearest last.
    """
    others: dict[str, list[str]] = defaultdict(list)
    for tie in ties:
        others[tie.one.id].append(tie.other.id)
        others[tie.other.id].append(tie.one.id)
    ends: dict[tuple[str, str], float] = {}
    for id, its in others.items():
        its.sort(key=lambda other: (rows[other] > rows[id], -rows[other]))
        step = min(_STEP, _PORTS / len(its))
        for n, other in enumerate(its):
            ends[id, other] = round(ROW * rows[id] + ROW / 2 + step * (n - (len(its) - 1) / 2), 1)
    return ends
