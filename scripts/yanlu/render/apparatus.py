"""The apparatus of a speech with several witnesses: every reading in which a copy differs from the base, and what each copy lacks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Final

from markupsafe import Markup

from yanlu.hanzi import cut_before, cut_behind
from yanlu.relate.accidents import ACCIDENTS
from yanlu.relate.compare import Row
from yanlu.relate.differences import Part
from yanlu.render.beside import Side, Sums, rows, sums
from yanlu.render.compare import pair_page
from yanlu.render.figures import exactly
from yanlu.render.sharing import compare_href
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template
from yanlu.render.text import visible

#: Characters of the base shown around a reading, and of a long reading at either end.
_AROUND, _LONGEST = 5, 24
_MOST: Final = 500  #: accidents that are listed: a copy in the other script has thousands


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a copy differs from the base: characters `start` to `end` of its paragraphs, joined by line breaks."""

    start: int
    end: int
    part: Part
    witness: int  #: which of the copies


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the base where some copies read alike."""

    anchor: str
    label: str
    before: str
    lemma: Markup
    after: str
    reading: Markup
    change: str
    at: str  #: where moved words stand in the first of the copies: its paragraph's number
    witnesses: tuple[tuple[str, Markup], ...]  #: each with the link to it among all differences


@dataclass(frozen=True, slots=True)
class Line:
    """A copy in the list of them."""

    side: Side
    href: Markup  #: of the page that compares it
    share: str
    lacks: tuple[tuple[str, str], ...]  #: anchor and numbers of the base's paragraphs that it has nothing of
    lost: str  #: their length
    adds: tuple[tuple[str, str], ...]  #: and of its own that the base has nothing of
    gained: str
    sizes: str


def copies_files(base: Side, others: Sequence[Side]) -> dict[str, bytes]:
    """The pages that compare a speech's copies with its base, and its apparatus: path below the docs folder → content."""
    found = [rows(base, other) for other in others]
    pages = [pair_page(base, other, its) for other, its in zip(others, found, strict=True)]
    words = strings()
    readings = [reading for n, its in enumerate(found) for reading in _readings(n, base, its)]
    entries = list(_entries(readings, base, others))
    accidents = [entry for entry in entries if entry.change in ACCIDENTS]
    page = template("apparatus.md.j2").render(
        s=words,
        base=base,
        lines=[_line(base, other, its, words) for other, its in zip(others, found, strict=True)],
        substance=[entry for entry in entries if entry.change not in ACCIDENTS],
        accidents=accidents[:_MOST],
        unlisted=len(accidents[_MOST:]),
    )
    return {f"compare/{base.speech}/index.md": page.encode(), **dict(pages)}


# --- readings -------------------------------------------------------------------------------------------


def _readings(witness: int, base: Side, found: Sequence[Row]) -> Iterator[Reading]:
    starts = _starts(base)
    at = 0
    for row in found:
        at = starts[row.one.start] if row.one else at
        for part in row.parts:
            if part.change != "same":
                yield Reading(at, at + len(part.one), part, witness)
            at += len(part.one)


def _starts(side: Side) -> list[int]:
    return list(accumulate((len(text) + 1 for text in side.texts), initial=0))


def _entries(readings: Sequence[Reading], base: Side, others: Sequence[Side]) -> Iterator[Entry]:
    """The readings in the order of the base, those of several copies that are alike as one."""
    whole, starts = "\n".join(base.texts), _starts(base)

    def place(its: Reading) -> tuple[int, int, str, str]:
        return its.start, its.end, its.part.change, its.part.other

    for (start, end, change, other), group in groupby(sorted(readings, key=place), key=place):
        its = list(group)
        home = min(bisect_right(starts, start), len(base.texts)) - 1
        first, at = others[its[0].witness], its[0].part.at
        where = (first if its[0].part.one else base).labels[at] if at >= 0 else ""
        yield Entry(
            anchor=base.anchors[home],
            label=base.labels[home],
            before=_whole(whole, max(starts[home], start - _AROUND), start),
            lemma=visible(_short(whole[start:end])),
            after=_whole(whole, end, min(end + _AROUND, len(whole))).partition("\n")[0],
            reading=visible(_short(other)),
            change=change,
            at=where,
            witnesses=tuple((others[r.witness].witness, _href(base, others[r.witness], home)) for r in its),
        )


def _short(text: str) -> str:
    """A reading, or its beginning and its end."""
    half = _LONGEST // 2
    if len(text) <= _LONGEST:
        return text
    return f"{_whole(text, 0, half)}……{_whole(text, len(text) - half, len(text))}"


def _whole(text: str, start: int, end: int) -> str:
    """Some characters of a text, and the marks that belong to the first and the last."""
    return text[cut_before(text, start) : cut_behind(text, end)] if start < end else ""


def _href(base: Side, other: Side, paragraph: int) -> Markup:
    return compare_href(base.id, other.id) + f"#one-{base.anchors[paragraph]}"


# --- copies ---------------------------------------------------------------------------------------------


def _line(base: Side, other: Side, found: Sequence[Row], words: Strings) -> Line:
    counted = sums(found)
    alone = [row for row in found if any(part.change == "alone" for part in row.parts)]
    lacks = [p for row in alone for p in row.one]
    adds = [q for row in alone for q in row.other]
    return Line(
        side=other,
        href=compare_href(base.id, other.id),
        share=exactly(counted.share(0)),
        lacks=tuple(_spans(base, lacks)),
        lost=_length(base, lacks, words),
        adds=tuple(_spans(other, adds)),
        gained=_length(other, adds, words),
        sizes="，".join(_sizes(counted, words)),
    )


def _length(side: Side, places: Sequence[int], words: Strings) -> str:
    return words.length(sum(len(side.texts[place]) for place in places)) if places else ""


def _sizes(counted: Sums, words: Strings) -> Iterator[str]:
    """How many words it lacks, has more and has others, in the paragraphs that both have."""
    for change, n in (("dropped", 0), ("added", 1), ("replaced", 1)):
        if places := counted.places.get(change):
            letters = f"{counted.letters[change][n]:,}"
            yield words["apparatus"][change].format(n=places, letters=letters)


def _spans(side: Side, places: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Paragraphs that follow each other as one: the anchor of the first, and the numbers of the first and the last."""
    for _, group in groupby(enumerate(places), key=lambda its: its[1] - its[0]):
        its = [place for _, place in group]
        names = dict.fromkeys([side.labels[its[0]], side.labels[its[-1]]])
        yield side.anchors[its[0]], "–".join(f"¶{name}" for name in names)
