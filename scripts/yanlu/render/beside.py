"""Two texts as the pages about their differences show them: what is counted, and each paragraph in marked pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from yanlu.hanzi import fold
from yanlu.relate.accidents import ACCIDENTS, SUBSTANCE
from yanlu.relate.compare import Row, compare
from yanlu.relate.differences import Part
from yanlu.render.entries import Entry
from yanlu.render.pages import title
from yanlu.render.repeats import labels
from yanlu.render.strings import strings

#: In two speeches a longer stretch, in characters, is no other wording but what only one of them says.
OWN: Final = 24


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, with all that the pages show of it."""

    speech: str
    witness: str  #: w2
    title: str
    date: str
    source: str  #: the raw file's name
    page: str  #: its folder below speeches/
    anchors: tuple[str, ...]
    labels: tuple[str, ...]  #: the paragraphs' numbers as they are shown
    kinds: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its name in the address of a page that compares it."""
        return self.page.replace("/", "-")


def side(entry: Entry) -> Side:
    """The text of a page as a side."""
    document, names = entry.document, dict(labels(entry))
    return Side(
        speech=entry.id,
        witness=entry.witness.id,
        title=title(document, strings()),
        date=document.facts.date or "",
        source=document.source,
        page=entry.address,
        anchors=entry.witness.anchors,
        labels=tuple(names[anchor] for anchor in entry.witness.anchors),
        kinds=tuple(p.kind for p in document.paragraphs),
        texts=tuple(p.text for p in document.paragraphs),
    )


def rows(one: Side, other: Side) -> list[Row]:
    """Two texts compared. Between two speeches a long difference is none, but what only one of them says: `own`."""
    found = compare(one.texts, other.texts)
    if one.speech == other.speech:
        return found
    return [replace(row, parts=tuple(map(_own, row.parts))) for row in found]


def _own(part: Part) -> Part:
    long = part.change in SUBSTANCE and max(len(part.one), len(part.other)) > OWN
    return replace(part, change="own") if long else part


# --- what it comes to -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sums:
    """What the differences of two texts come to."""

    places: Mapping[str, int]  #: how often each kind of difference is there
    letters: Mapping[str, tuple[int, int]]  #: how many letters it has on either side, punctuation left out

    def share(self, n: int) -> float:
        """The share of a text's letters that the other text has, too."""
        total = sum(its[n] for its in self.letters.values())
        lacking = sum(
            its[n] for change, its in self.letters.items() if change in (*SUBSTANCE, "own", "alone")
        )
        return (total - lacking) / total if total else 1.0


def sums(found: Iterable[Row]) -> Sums:
    """Count what differs."""
    parts = [part for row in found for part in row.parts]
    letters: dict[str, tuple[int, int]] = {}
    for part in parts:
        one, other = letters.get(part.change, (0, 0))
        letters[part.change] = one + len(fold(part.one)), other + len(fold(part.other))
    return Sums(Counter(part.change for part in parts), letters)


# --- paragraphs in pieces -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one side that is marked in one way."""

    text: str
    change: str
    at: int = -1  #: the paragraph of the other text where words stand that are moved
    continued: bool = False  #: whether the mark began in the paragraph before


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it is shown: the paragraphs of both sides, each with its place in its text."""

    sides: tuple[tuple[tuple[int, tuple[Piece, ...]], ...], tuple[tuple[int, tuple[Piece, ...]], ...]]
    kind: str  #: same, accident, substance
    moved: bool


def shown(row: Row, one: Side, other: Side) -> Shown:
    """A row in pieces. Where it stands is substance, too."""
    changes = {part.change for part in row.parts} - {"same"}
    kind = "substance" if row.moved or changes - {*ACCIDENTS} else "accident" if changes else "same"
    return Shown((tuple(_paragraphs(row, one, 0)), tuple(_paragraphs(row, other, 1))), kind, row.moved)


def _paragraphs(row: Row, side: Side, n: int) -> Iterator[tuple[int, tuple[Piece, ...]]]:
    """The parts of one side cut where its paragraphs end; a break that the other side has not is a piece without text."""
    places = iter((row.one, row.other)[n])
    place, left, pieces = -1, 0, list[Piece]()
    for part in row.parts:
        text, continued = (part.one, part.other)[n], False
        while text:
            if not left:
                if place >= 0:
                    pieces += [Piece("", "layout")] if part.change == "layout" else []
                    yield place, tuple(pieces)
                    text = text[1:]
                place, pieces = next(places), []
                left = len(side.texts[place])
            pieces += [Piece(text[:left], part.change, part.at, continued)] if text[:left] else []
            text, left, continued = text[left:], left - len(text[:left]), True
    if place >= 0:
        yield place, tuple(pieces)
