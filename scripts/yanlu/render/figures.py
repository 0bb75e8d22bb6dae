"""How much of a text is new, in numbers: for the page's head, and for the table and the bar at its foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yanlu.render.strings import Strings

BAR: Final = 1000  #: units of the bar
#: The turns of spans; where they overlap, the last counts.
_RANKS: Final = ("", "later", "unknown", "earlier")

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Shared:
    """Another speech that has so many characters of this one, in passages longer than formulas."""

    speech: str
    date: str  #: as far as is known, or nothing
    title: str
    turn: str  #: whether it is "earlier", "later" or that is "unknown"
    characters: int
    compare: str  #: the folder of the page that compares both, below the site's root; or nothing


@dataclass(frozen=True, slots=True)
class Figures:
    """The characters of a text, white space left out, by where else they stand: three parts that make up the whole.

    ``recycled`` stand in an earlier speech, ``unknown`` in another that may be earlier (of the same day, or undated),
    ``new`` in neither; ``later``, a part of these, stand in a later one.
    """

    dated: bool
    new: int
    recycled: int
    unknown: int
    later: int

    @property
    def total(self) -> int:
        """All characters."""
        return self.new + self.recycled + self.unknown


def figures(paragraphs: Iterable[tuple[str, Sequence[Span]]], dated: bool) -> Figures:
    """The figures of a text, from its paragraphs and the spans in them that are repeated, with their turns.

    >>> figures([("坚定信心，同舟共济", [(0, 4, "later"), (5, 9, "earlier")]), ("好 的", [])], dated=True)
    Figures(dated=True, new=7, recycled=4, unknown=0, later=4)
    """
    count: Counter[str] = Counter()
    for text, spans in paragraphs:
        turns = [""] * len(text)
        for start, end, turn in sorted(spans, key=lambda span: _RANKS.index(span[2])):
            turns[start:end] = [turn] * (end - start)
        count.update(turn for char, turn in zip(text, turns, strict=True) if not char.isspace())
    new = count[""] + count["later"]
    return Figures(dated, new, count["earlier"], count["unknown"], count["later"])


def percent(n: int, total: int, words: Strings) -> str:
    """A share, rounded, but never to nothing or to all if it isn't.

    >>> from yanlu.render.strings import strings
    >>> [percent(n, 1000, strings()) for n in (0, 3, 385, 997, 1000)]
    ['0%', '<1%', '38%', '99%', '100%']
    """
    if 0 < 100 * n < total:
        return words["again"]["least"]
    return f"{min(round(100 * n / total), 99 if n < total else 100)}%" if total else "0%"


def exactly(share: float) -> str:
    """A share of compared texts, to a tenth of a percent, and never more than it is.

    >>> exactly(0.99999), exactly(1.0)
    ('99.9%', '100%')
    """
    return "100%" if share == 1 else f"{int(share * 1000) / 10:g}%"


@dataclass(frozen=True, slots=True)
class Told:
    """Figures as a page tells them."""

    dated: bool
    told: str  #: in a line
    rows: tuple[tuple[str, str, int, str], ...]  #: the parts: key, name, characters and share
    bar: tuple[
        tuple[str, int, int], ...
    ]  #: the same drawn: key, where it begins and how long it is, of `BAR` units
    later: int
    later_share: str
    total: int


def told(its: Figures, words: Strings) -> Told:
    """The figures in words.

    >>> from yanlu.render.strings import strings
    >>> told(Figures(True, 62, 38, 0, 9), strings()).told, told(Figures(False, 90, 0, 10, 0), strings()).told
    ('首见 62% · 重见 38%', '只见于本篇 90% · 先后不明 10%')
    """
    rows = tuple(_rows(its, words))
    line = " · ".join(f"{name} {share}" for _, name, n, share in rows if n)
    later = percent(its.later, its.total, words)
    return Told(its.dated, line, rows, tuple(_bar(its)), its.later, later, its.total)


def _parts(its: Figures) -> tuple[tuple[str, int], ...]:
    return ("new", its.new), ("recycled", its.recycled), ("unknown", its.unknown)


def _rows(its: Figures, words: Strings) -> Iterator[tuple[str, str, int, str]]:
    for key, n in _parts(its):
        name = words["again"]["own" if key == "new" and not its.dated else key]
        if n or key == "new" or (key == "recycled" and its.dated):
            yield key, name, n, percent(n, its.total, words)


def _bar(its: Figures) -> Iterator[tuple[str, int, int]]:
    passed = 0
    for key, n in _parts(its):
        start, passed = passed, passed + n
        begin, end = (BAR * at // max(1, its.total) for at in (start, passed))
        if end > begin:
            yield key, begin, end - begin
