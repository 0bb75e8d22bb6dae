"""The pages that show two texts side by side: two speeches with much in common, or a copy of a speech and its base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from yanlu.relate.accidents import ACCIDENTS, SUBSTANCE
from yanlu.relate.compare import Row
from yanlu.render.beside import Shown, Side, Sums, rows, shown, sums
from yanlu.render.figures import exactly
from yanlu.render.lang import lang_attribute
from yanlu.render.sharing import NEAREST, compare_page
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template


@dataclass(frozen=True, slots=True)
class Run:
    """Rows to show one after the other; what only one text has is folded into one line."""

    name: str  #: what stands on that line, or nothing
    rows: tuple[Shown, ...]


def pair_file(one: Side, other: Side) -> tuple[str, bytes]:
    """The page of two speeches: its path below the docs folder, and its content."""
    return pair_page(one, other, rows(one, other))


def pair_page(one: Side, other: Side, found: Sequence[Row]) -> tuple[str, bytes]:
    """The same for two texts that have been compared."""
    words, counted = strings(), sums(found)
    its = [shown(row, one, other) for row in found]
    page = template("compare.md.j2").render(
        s=words,
        sides=(one, other),
        names=names(one, other, words),
        heads=heads(one, other, words),
        sigla=(signs := sigla(one, other, words)),
        langs=[lang_attribute("".join(side.texts)) for side in (one, other)],
        ids=("one", "other"),
        marks=("del", "ins"),
        one_speech=one.speech == other.speech,
        facts=list(_facts(found, counted, signs, words)),
        accidents=[
            (words["accident"][kind], counted.places[kind]) for kind in ACCIDENTS if counted.places[kind]
        ],
        filters=[
            ("all", len(its)),
            ("differing", sum(row.kind != "same" for row in its)),
            ("substance", sum(row.kind == "substance" for row in its)),
        ],
        bound=NEAREST,
        runs=list(_runs(its, (one, other), signs, words)),
    )
    return f"{compare_page(one.id, other.id)}/index.md", page.encode()


def names(one: Side, other: Side, words: Strings) -> tuple[str, str]:
    """What tells two texts apart: copies by their number, speeches by date and title."""
    if one.speech == other.speech:
        return witness_name(one, words), witness_name(other, words)
    return speech_name(one, words), speech_name(other, words)


def witness_name(side: Side, words: Strings) -> str:
    base = "/" not in side.page
    return words["compare"]["base" if base else "copy"].format(id=side.witness)


def speech_name(side: Side, words: Strings) -> str:
    return f"{words.date(side.date)} {side.title}" if side.date else side.title


def sigla(one: Side, other: Side, words: Strings) -> tuple[str, str]:
    """What the page calls them in short."""
    if one.speech == other.speech:
        return one.witness, other.witness
    return words["compare"]["one"], words["compare"]["other"]


def heads(one: Side, other: Side, words: Strings) -> tuple[str, str]:
    """The same at the head of the columns, where there is little room: of a speech its day, or its title."""
    if one.speech == other.speech:
        return names(one, other, words)
    first, second = (words.date(side.date) if side.date else side.title for side in (one, other))
    return f"{words['compare']['one']} {first}", f"{words['compare']['other']} {second}"


def _facts(
    found: Sequence[Row], counted: Sums, signs: tuple[str, str], words: Strings
) -> Iterator[tuple[str, str]]:
    """Label and value of each sum."""
    says, names = words["compare"], dict(zip(("one", "other"), signs, strict=True))
    both = [row for row in found if row.one and row.other]
    moved = sum(row.moved for row in both)
    yield (
        says["aligned"],
        says["rows"].format(n=len(both)) + (says["rows_moved"].format(n=moved) if moved else ""),
    )
    for n, sign in enumerate(signs):
        yield says["common"].format(name=sign), exactly(counted.share(n))
    for change in (*SUBSTANCE, "moved", "own", "alone"):
        if places := counted.places.get(change):
            sizes = [
                says["size"].format(name=sign, n=f"{n:,}")
                for sign, n in zip(signs, counted.letters[change], strict=True)
                if n
            ]
            yield says[change].format(**names), "，".join([says["places"].format(n=places), *sizes])


def _runs(
    its: Sequence[Shown], sides: tuple[Side, Side], signs: tuple[str, str], words: Strings
) -> Iterator[Run]:
    for lacking, group in groupby(its, key=lambda row: next((n for n in (0, 1) if not row.sides[n]), None)):
        found = tuple(group)
        name = (
            ""
            if lacking is None
            else _alone(found, 1 - lacking, sides[1 - lacking], signs[1 - lacking], words)
        )
        yield Run(name, found)


def _alone(found: Sequence[Shown], n: int, side: Side, sign: str, words: Strings) -> str:
    places = [place for row in found for place, _ in row.sides[n]]
    first, last = side.labels[places[0]], side.labels[places[-1]]
    return words["compare"]["alone_here"].format(
        where=f"¶{first}" if first == last else f"¶{first}–¶{last}",
        name=sign,
        length=words.length(sum(len(side.texts[place]) for place in places)),
    )
