"""How places lie in time: a bar a month, or a year where months are many; the same as picture, table and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yanlu.render.attested import Attested
from yanlu.render.entries import Entry
from yanlu.render.repeats import Place
from yanlu.render.sheet import sheet
from yanlu.render.strings import Strings

#: More months than these are counted by year, as in the chart of the search.
_MOST: Final = 36
HEIGHT: Final = 96  #: px, of the highest bar
_WIDTH: Final = 350  #: px, of the picture at most: a phone of 390 without its margins
_STEP: Final = 40  #: px, of a bar at most
_ROOM: Final = 24  #: px, of a bar that has a number over it, and is wide enough for a finger
_LABEL: Final = 60  #: px, of a bar's name with some air


#: How many speeches a time has, and how many characters they have: by (4, "2020") for a year, (7, "2020-03") for a month, and
#: (7, "2020") for what of a year has no month; no time: no date.
Said = Mapping[tuple[int, str], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Bar:
    """The places of a stretch of time, and the speeches that they are counted in; no speeches: nobody spoke."""

    key: str  #: "2020-03", "2020", or nothing
    places: int
    holders: int  #: speeches that have a place
    speeches: int
    characters: int

    @property
    def rate(self) -> float:
        """Places in 10,000 characters."""
        return per_10000(self.places, self.characters)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar as the picture and the table show it, in px."""

    bar: Bar
    name: str
    href: str  #: its first place, from the site's root
    x: float
    height: float
    number: str  #: over it, where there is room
    label: str  #: under it, where there is room
    told: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The picture and the table."""

    step: float  #: px, of a bar with the air beside it
    bars: Sequence[Drawn]
    total: Bar

    @property
    def width(self) -> float:
        """In px."""
        return round(self.step * len(self.bars), 1)

    @property
    def linked(self) -> bool:
        """Whether a bar of the picture can be hit; those of the table always can."""
        return self.step >= _ROOM


def per_10000(places: int, characters: int) -> float:
    """Places in 10,000 characters, to two digits behind the point.

    >>> per_10000(3, 14_200), per_10000(0, 0)
    (2.11, 0.0)
    """
    return round(places * 10_000 / characters, 2) if characters else 0.0


def said(entries: Iterable[Entry]) -> Said:
    """What was said when, in all speeches of a corpus."""
    speeches: Counter[tuple[int, str]] = Counter()
    characters: Counter[tuple[int, str]] = Counter()
    for entry in entries:
        for size in (4, 7):
            key = (size, (entry.speech.facts.date or "")[:size])
            speeches[key] += 1
            characters[key] += entry.document.characters
    return {key: (n, characters[key]) for key, n in speeches.items()}


def bars(own: Sequence[Place], of: Said) -> tuple[Bar, ...]:
    """The bars of some places, from the first time to the last: a month each, or a year where months are many or not all known.

    Times without a speech are there too; behind them what has no date, if a place has none.
    """
    dated = sorted({place.date[:7] for place in own if place.date})
    months = list(_between(dated[0], dated[-1])) if dated else []
    years = {time[:4] for time in (*months, *dated)}
    by_year = len(months) > _MOST or any((7, year) in of for year in years)
    size = 4 if by_year else 7
    keys = [*sorted(years if by_year else months), *[""][: any(not place.date for place in own)]]
    places = Counter(place.date[:size] for place in own)
    holders = Counter(date[:size] for _, date in {(place.speech, place.date) for place in own})
    return tuple(Bar(key, places[key], holders[key], *of.get((size, key), (0, 0))) for key in keys)


def _between(first: str, last: str) -> Iterator[str]:
    """The months from one to another.

    >>> list(_between("2019-12", "2020-02"))
    ['2019-12', '2020-01', '2020-02']
    """
    for n in range(_month(first), _month(last) + 1):
        yield f"{n // 12:04}-{n % 12 + 1:02}"


def _month(key: str) -> int:
    return int(key[:4]) * 12 + int(key[5:] or 1) - 1


def shown(told: Attested, all_bars: Sequence[Bar], size: int, words: Strings) -> Spread | None:
    """The picture and the table of a wording's places, of which a page has so many; nothing if it has none."""
    if not all_bars:
        return None
    step = min(_STEP, round(_WIDTH / len(all_bars), 2))
    top = max(bar.places for bar in all_bars)
    firsts = _firsts(told, size, {len(bar.key) for bar in all_bars})
    drawn = [
        Drawn(
            bar=bar,
            name=words.date(bar.key) if bar.key else words["repeats"]["undated"],
            href=firsts.get(bar.key, ""),
            x=round(n * step, 1),
            height=round(bar.places / top * HEIGHT, 1),
            number=f"{bar.places:,}" if bar.places and step >= _ROOM else "",
            label=(bar.key or "?") if n % -(-_LABEL // max(int(step), 1)) == 0 else "",
            told=_told(bar, words),
        )
        for n, bar in enumerate(all_bars)
    ]
    return Spread(step, drawn, _sum(all_bars))


def _firsts(told: Attested, size: int, lengths: set[int]) -> dict[str, str]:
    """For each bar its first place."""
    found: dict[str, str] = {}
    for n, place in enumerate(told.own):
        folder = told.page if n < size else f"{told.page}/{n // size + 1}"
        for length in lengths:
            found.setdefault(place.date[:length], f"{folder}/index.html#o{n + 1}")
    return found


def _sum(all_bars: Sequence[Bar]) -> Bar:
    columns = ((b.places, b.holders, b.speeches, b.characters) for b in all_bars)
    return Bar("", *(sum(column) for column in zip(*columns, strict=True)))


def _told(bar: Bar, words: Strings) -> str:
    says = words["repeats"]["bar" if bar.speeches else "bar_none"]
    name = words.date(bar.key) if bar.key else words["repeats"]["undated"]
    return says.format(name=name, n=f"{bar.places:,}", rate=bar.rate, characters=f"{bar.characters:,}")


def table(all_bars: Iterable[Bar]) -> bytes:
    """The same as CSV. Of a time without a speech there is no rate."""
    rows = (
        (b.key, b.places, b.holders, b.speeches, b.characters, b.rate if b.speeches else "") for b in all_bars
    )
    return sheet(COLUMNS, rows)


#: Of the table by time.
COLUMNS: Final = ("time", "occurrences", "speeches_with_it", "speeches", "characters", "per_10000")
