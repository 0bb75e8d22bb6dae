"""The front page's picture: when the texts were delivered, drawn as SVG while the site is built.

Time runs downwards, so that the picture is as wide as a phone however long it gets. A small corpus
shows each text as a mark in its month, big enough for a finger; a large one a bar for each stretch
of time. Positions are in units of the drawing; one is a pixel on a phone of 390.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from yanlu.model import SPEECH_KINDS
from yanlu.render.browse import Row, addresses, row
from yanlu.render.entries import Entry
from yanlu.render.strings import Strings

CELL: Final = 44  #: a mark's side and a bar's height: what a finger hits (WCAG 2.5.5)
_LABEL: Final = 52  #: room for the months' names
_PER_LINE: Final = 7  #: 52 + 7 × 44 = 360 units: a phone of 390 without its margins
WIDTH: Final = _LABEL + _PER_LINE * CELL
BAR_START: Final = 96  #: room for “2010–2019年”
_COUNT: Final = 48  #: room for the number after the longest bar
_YEAR: Final = 34  #: height of a line with a year's name
_GAP: Final = 22  #: height of the line that stands for months without a text
_MOST_MARKS: Final = 120  #: more would be a wall of marks, and 40 KB
_MOST_LINES: Final = 36  #: of marks: 120 texts over ten years would be a page of white
_MOST_BINS: Final = 24
_STEPS: Final = (1, 12, 24, 60, 120, 240, 600, 1200)  #: months in a bar, from a month to a century

# Shapes in a box of 20 × 20 around 0, 0. Ten, filled and hollow, are more than there are kinds.
_SHAPES: Final = (
    "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",  # circle
    "M-7-7h14v14h-14z",  # square
    "M0-10L10 0L0 10L-10 0z",  # diamond
    "M0-9L9 7H-9z",  # triangle
    "M0 9L9-7H-9z",  # triangle, point down
    "M-3-9h6v6h6v6h-6v6h-6v-6h-6v-6h6z",  # cross
    "M-5-9h10L10 0L5 9H-5L-10 0z",  # hexagon
    "M-9-5h18v10h-18z",  # bar
    "M-5-9h10v18h-10z",  # post
    "M0-10L3-3L10 0L3 3L0 10L-3 3L-10 0L-3-3z",  # star
)
_TONES: Final = 5  #: colours in browse.css


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind is drawn: told apart by form; the colour only helps."""

    path: str
    look: str  #: its classes


@dataclass(frozen=True, slots=True)
class Mark:
    """One text: a link to it."""

    x: int
    y: int
    shape: Shape
    day: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The texts of a stretch of time: a link to their list."""

    y: int
    length: int
    name: str
    count: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Label:
    """A year's or a month's name, or the sign for months that are left out."""

    y: int
    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template places."""

    height: int
    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    width: int = WIDTH


def draw(entries: Sequence[Entry], words: Strings) -> Drawing:
    """The drawing of the texts that have a date."""
    dated = [entry for entry in entries if entry.document.facts.date]
    months = [(month, list(its)) for month, its in groupby(dated, key=lambda e: _date(e)[:7])]
    lines = sum(-(-len(its) // _PER_LINE) for _, its in months)
    if len(dated) > _MOST_MARKS or lines > _MOST_LINES:
        return _bars(dated, words)
    return _marks(months, words)


def shape(kind: str) -> Shape:
    """How a kind is drawn; no two are drawn alike."""
    n = SPEECH_KINDS.index(kind)
    hollow = " hollow" if n >= len(_SHAPES) else ""
    return Shape(_SHAPES[n % len(_SHAPES)], f"tone{n % _TONES}{hollow}")


def _date(entry: Entry) -> str:
    return entry.document.facts.date or ""


# Marks


def _marks(months: Sequence[tuple[str, list[Entry]]], words: Strings) -> Drawing:
    """A line a month, or as many as it takes; months without a text are one narrow line together."""
    labels: list[Label] = []
    marks: list[Mark] = []
    y, before = 0, ""
    for month, its in months:
        if month[:4] != before[:4]:
            labels.append(Label(y + _YEAR // 2, words.date(month[:4]), "year"))
            y += _YEAR
        elif _skips(before, month):
            labels.append(Label(y + _GAP // 2, words["timeline"]["gap"], "gap"))
            y += _GAP
        labels.append(Label(y + CELL // 2, _month(month, words), "month"))
        marks += (_mark(entry, n, y, words) for n, entry in enumerate(its))
        y += CELL * -(-len(its) // _PER_LINE)
        before = month
    return Drawing(y, tuple(labels), tuple(marks), ())


def _skips(before: str, month: str) -> bool:
    """Is there a whole month between two of one year? A year alone is no month.

    >>> _skips("2020-02", "2020-03"), _skips("2020-02", "2020-04"), _skips("2020", "2020-04")
    (False, True, False)
    """
    return len(before) == 7 and int(month[5:]) - int(before[5:]) > 1


def _month(month: str, words: Strings) -> str:
    if len(month) == 4:
        return words["timeline"]["no_month"]
    return words["date"]["month"].format(month=int(month[5:]))


def _mark(entry: Entry, n: int, y: int, words: Strings) -> Mark:
    said = row(entry, words)
    return Mark(
        x=_LABEL + n % _PER_LINE * CELL,
        y=y + n // _PER_LINE * CELL,
        shape=shape(said.kind),
        day=str(int(said.date[8:])) if len(said.date) == 10 else "",
        href=f"speeches/{entry.id}/index.html",
        label=_label(said, words),
    )


def _label(said: Row, words: Strings) -> str:
    return words["timeline"]["mark"].format(date=said.date_shown, kind=said.kind_shown, title=said.title)


# Bars


def _bars(dated: Sequence[Entry], words: Strings) -> Drawing:
    """A bar a month, a year or so many years that there are few enough; empty stretches are shown."""
    dates = [_date(entry) for entry in dated]
    step = _step(_months(dates[0]), _months(dates[-1]), by_month=all(len(date) > 4 for date in dates))
    counted: dict[int, list[str]] = {}
    for date in dates:
        counted.setdefault(_months(date) // step, []).append(date)
    most = max(map(len, counted.values()))
    where = addresses("date", dated)
    bars = []
    for n, stretch in enumerate(range(min(counted), max(counted) + 1)):
        its = counted.get(stretch, [])
        href = where[f"m{its[0][:7]}"] if its else ""
        bars.append(_bar(n * CELL, len(its), most, _stretch(stretch * step, step, words), href, words))
    return Drawing(len(bars) * CELL, (), (), tuple(bars))


def _months(date: str) -> int:
    """Months since the year 0. A year alone counts as its January.

    >>> _months("2020-03-06") - _months("2019")
    14
    """
    return int(date[:4]) * 12 + int(date[5:7] or 1) - 1


def _step(first: int, last: int, by_month: bool = True) -> int:
    """How many months a bar stands for; at least a year where not every month is known.

    >>> _step(0, 23), _step(0, 24), _step(0, 23, by_month=False), _step(0, 70 * 12)
    (1, 12, 12, 60)
    """
    steps = _STEPS if by_month else _STEPS[1:]
    return next(step for step in steps if last // step - first // step < _MOST_BINS or step == steps[-1])


def _stretch(first: int, step: int, words: Strings) -> str:
    """A bar's name.

    >>> from yanlu.render.strings import strings
    >>> [_stretch(2020 * 12, step, strings()) for step in (1, 12, 120)]
    ['2020年1月', '2020年', '2020–2029年']
    """
    year = first // 12
    if step == 1:
        return words.date(f"{year}-{first % 12 + 1}")
    last = words.date(str(year + step // 12 - 1))
    return last if step == 12 else words["timeline"]["to"].format(first=year, last=last)


def _bar(y: int, n: int, most: int, name: str, href: str, words: Strings) -> Bar:
    """One bar; without texts it has no link and no length."""
    length = max(2, n * (WIDTH - BAR_START - _COUNT) // most) if n else 0
    label = words["timeline"]["bin"].format(name=name, n=f"{n:,}")
    return Bar(y, length, name, f"{n:,}", href, label)
