"""Beside the text of a page: where words of a paragraph also stand, and with which other wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import Indel

from yanlu.hanzi import cut_before, fold
from yanlu.relate.wording import Part, parts
from yanlu.render.body import Layer
from yanlu.render.figures import Shared, percent
from yanlu.render.strings import Strings

if TYPE_CHECKING:  # it needs the pages, and they this
    from yanlu.render.repeats import Place

OPENING: Final = 11  #: characters by which an entry names the words that it is about
AROUND: Final = 8  #: characters shown of what is the same, before and behind what differs
STRIP: Final = 400  #: units of the strip along a paragraph
AGAIN: Final = "again"  #: the layer's kind


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a page that also stand elsewhere."""

    place: Place
    others: tuple[Place, ...]  #: some of the other places, in the order of time
    turn: str  #: whether an own page of another speech with it is "earlier", or may be ("unknown"), or is "later"; or nothing
    page: str = ""  #: the folder of the page with all of them, below the site's root
    rest: int = 0  #: how many more there are, where there is no such page


@dataclass(frozen=True, slots=True)
class Again:
    """All that a page is to tell of repeated passages."""

    marks: tuple[Mark, ...] = ()
    shared: tuple[Shared, ...] = ()  #: the speeches that have most of its text, in the order of time
    more: int = 0  #: how many others have some


@dataclass(frozen=True, slots=True)
class Link:
    """Another place as the margin names it, and how much differs there."""

    href: str  #: from the site's root
    name: str
    title: str
    changed: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the margin says about some words. Its number in the paragraph is the id of their layer."""

    n: int
    words: str
    links: tuple[Link, ...]
    wordings: tuple[
        tuple[tuple[str, ...], tuple[Part, ...]], ...
    ]  #: the names of places, and what is said there
    page: str
    rest: int


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands beside a paragraph."""

    notes: tuple[Note, ...]
    layers: tuple[Layer, ...]
    strip: str  #: a path, 1 unit wide and `STRIP` high: where in the paragraph the marks are


def margins(marks: Iterable[Mark], sizes: Mapping[str, int], words: Strings) -> dict[str, Margin]:
    """What stands beside the paragraphs of a page with some marks, by their anchors; their sizes are in characters."""
    of: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        of[mark.place.anchor].append(mark)
    return {anchor: _margin(telling(its), sizes[anchor], words) for anchor, its in of.items()}


def telling(marks: Iterable[Mark]) -> list[Mark]:
    """The marks of a paragraph without what a longer one around them tells: the way to words around the same words."""
    kept: list[Mark] = []
    around: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.place.start, -mark.place.end)):
        around = [longer for longer in around if longer.place.end > mark.place.start]
        told = [place for longer in around if longer.place.end >= mark.place.end for place in longer.others]
        new = tuple(other for other in mark.others if not any(_within(other, place) for place in told))
        if new:
            kept.append(replace(mark, others=new))
            around.append(mark)
    return kept


def _within(one: Place, other: Place) -> bool:
    same = (one.address, one.anchor) == (other.address, other.anchor)
    return same and other.start <= one.start and one.end <= other.end


def _margin(marks: Sequence[Mark], size: int, words: Strings) -> Margin:
    spans = [(mark.place.start, mark.place.end) for mark in marks]
    return Margin(
        notes=tuple(_note(n, mark, words) for n, mark in enumerate(marks, 1)),
        layers=tuple(Layer(start, end, AGAIN, str(n)) for n, (start, end) in enumerate(spans, 1)),
        strip=strip(spans, size),
    )


def strip(spans: Iterable[tuple[int, int]], size: int) -> str:
    """The path that shows where in a text of that size some spans are, in the order of their beginnings.

    >>> strip([(0, 10), (5, 20), (90, 100)], 100)
    'M0 0H1V80H0zM0 360H1V400H0z'
    """
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    ends = [(start * STRIP // size, -(-end * STRIP // size)) for start, end in joined]
    return "".join(f"M0 {start}H1V{end}H0z" for start, end in ends)


def _note(n: int, mark: Mark, words: Strings) -> Note:
    quote = mark.place.quote
    opening = quote if len(quote) <= OPENING else f"{quote[: cut_before(quote, OPENING - 1)]}…"
    links = [_link(mark.place, other, words) for other in mark.others]
    wordings: dict[str, list[str]] = defaultdict(list)
    for link, other in zip(links, mark.others, strict=True):
        if link.changed:
            wordings[other.quote].append(link.name)
    told = tuple((tuple(names), tuple(elided(parts(quote, other)))) for other, names in wordings.items())
    return Note(n, opening, tuple(links), told, mark.page, mark.rest)


def _link(place: Place, other: Place, words: Strings) -> Link:
    say = words["again"]
    here = other.address == place.address
    day = other.date or words["search"]["undated"]
    name = say["numbered"].format(day=day, n=other.number) if other.number else day
    copy = "" if here or other.is_base else " " + words["search"]["witness"].format(id=other.witness)
    differs = ceil(1000 * Indel.normalized_distance(fold(place.quote), fold(other.quote)))
    return Link(
        href=other.href,
        name=f"{say['here'] if here else name}{copy} ¶{other.label}",
        title="" if here else other.title,
        changed=say["changed"].format(share=percent(differs, 1000, words)) if differs else "",
    )


def elided(wording: Sequence[Part]) -> Iterator[Part]:
    """A wording of which only so much is told that is the same as shows where the differences are.

    >>> wording = [Part("坚定信心", "same"), Part("，", "added"), Part("一二三四五六七八九十" * 2, "same")]
    >>> [part.text for part in elided(wording)]
    ['坚定信心', '，', '一二三四五六七八……']
    """
    for n, part in enumerate(wording):
        text = part.text
        first, last = n == 0, n == len(wording) - 1
        if part.change != "same" or len(text) <= AROUND * (2 - first - last) + 2:
            yield part
            continue
        left = "" if first else text[: cut_before(text, AROUND)]
        right = "" if last else text[cut_before(text, len(text) - AROUND) :]
        yield Part(f"{left}……{right}", "same")
