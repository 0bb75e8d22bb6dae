"""Who shares how much with whom, drawn as SVG while the site is built: a row and a column for each speech.

The square in a cell fills as much of it as the row's speech has in common with the column's: an empty cell is nothing,
a full one the whole speech. Positions are in units of the drawing; one is a pixel on a phone of 390.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from yanlu.render.figures import percent
from yanlu.render.strings import Strings
from yanlu.render.ties import Text, Tie, name

WIDTH: Final = 358  #: a phone of 390 without its margins
LABEL: Final = 82  #: room for “24 2020-03-10”
HEAD: Final = 18  #: height of the columns' numbers
_WIDEST: Final = 44  #: a cell's side where speeches are few
_LEAST: Final = 2.0  #: a square's side, however little there is
KEYED: Final = 20  #: the side of a cell in the key
KEY: Final = (0.01, 0.1, 0.5, 1.0)  #: the shares that the key shows


@dataclass(frozen=True, slots=True)
class Line:
    """A speech's row and column."""

    at: float  #: of the row from the first row, of the column from the first column
    number: int
    date: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What the row's speech has in common with the column's: a link to both side by side, or to the row's."""

    x: float
    y: float
    side: float
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that the template places."""

    cell: float
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]

    @property
    def size(self) -> float:
        """The side of all cells together."""
        return round(self.cell * len(self.lines), 1)


def draw(some: Sequence[Text], ties: Sequence[Tie], words: Strings) -> Matrix:
    """The drawing of some speeches, in their order, and of the ties between them."""
    cell = round(min(_WIDEST, (WIDTH - LABEL) / len(some)), 1)
    lines = (Line(_at(text, cell), text.number, text.date or words["pictures"]["undated"]) for text in some)
    cells = (its for tie in ties for its in _cells(tie, cell, words))
    return Matrix(cell, tuple(lines), tuple(sorted(cells, key=lambda its: (its.y, its.x))))


def side(share: float, cell: float) -> float:
    """The side of a square that fills that share of a cell, or as much as can be seen.

    >>> side(0.25, 16), side(0.0001, 16)
    (8.0, 2.0)
    """
    return round(max(_LEAST, cell * sqrt(share)), 1)


def _at(text: Text, cell: float) -> float:
    return round((text.number - 1) * cell, 1)


def _cells(tie: Tie, cell: float, words: Strings) -> Iterator[Cell]:
    """The two cells of a tie."""
    for one, other, share in ((tie.one, tie.other, tie.there), (tie.other, tie.one, tie.back)):
        label = words["pictures"]["cell"].format(
            one=name(one, words),
            other=name(other, words),
            n=f"{share:,}",
            share=percent(share, one.characters, words),
        )
        square = side(share / one.characters, cell)
        yield Cell(_at(other, cell), _at(one, cell), square, tie.page or one.href, label)
