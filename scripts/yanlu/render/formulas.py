"""A page for each formula: every place as a line, how they lie in time, and its variants."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from yanlu.hanzi import fold
from yanlu.relate.reuse.results import changed
from yanlu.render import spread
from yanlu.render.attested import Attested
from yanlu.render.kwic import Line
from yanlu.render.leaves import Leaf, leaves
from yanlu.render.repeats import Place, Repeat
from yanlu.render.sheet import sheet
from yanlu.render.spread import Bar, per_10000
from yanlu.render.strings import strings
from yanlu.render.template import template

_LINES: Final = 500  #: on a page; about 300 KB
_FAMILY: Final = 40  #: variants on a page, the most frequent


@dataclass(frozen=True, slots=True)
class Variant:
    """A formula in the family of another, with which letters of that became which of its own."""

    page: str
    wording: str
    first: str
    last: str
    places: int
    speeches: int
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The places in one speech."""

    place: Place  #: the first on the page
    lines: Sequence[tuple[int, Line]]  #: with their numbers in all of them
    places: int
    characters: int  #: of the speech

    @property
    def partly(self) -> bool:
        """Whether other pages have more of them."""
        return len(self.lines) < self.places

    @property
    def rate(self) -> float:
        """Places in 10,000 characters."""
        return per_10000(self.places, self.characters)


def formula_pages(
    told: Attested,
    lines: Sequence[Line],
    bars: Sequence[Bar],
    lengths: Mapping[str, int],
    family: Sequence[Variant],
    kin: int,
) -> dict[str, bytes]:
    """Path below the docs folder → content of a formula's pages and tables.

    The lines are its places, the bars how they lie in time, the lengths those of the speeches that have it, in characters;
    `kin` counts its variants, of which the family has the most frequent.
    """
    words = strings()
    own = [line for line in lines if line.place.is_base]
    ordered = [*own, *(line for line in lines if not line.place.is_base)]
    counted = Counter(line.place.speech for line in own)
    always = {"s": words, "told": told, "count": told.count(words), "q": query(told.wording)}
    once = {"spread": spread.shown(told, bars, _LINES, words), "family": family, "kin": kin}
    never = dict.fromkeys(once)
    pages = leaves(told.page, ordered, _LINES)
    return {
        **{
            page.path: _page(page, counted, lengths, {**always, **(never if page.start else once)})
            for page in pages
        },
        f"{told.page}/months.csv": spread.table(bars),
        f"{told.page}/speeches.csv": _by_speech(own, counted, lengths),
    }


def _page(
    page: Leaf[Line], counted: Mapping[str, int], lengths: Mapping[str, int], shown: Mapping[str, object]
) -> bytes:
    numbered = list(enumerate(page.items, page.start + 1))
    made = template("formula.md.j2").render(
        page=page,
        groups=list(_groups(numbered, counted, lengths)),
        copies=[(n, line) for n, line in numbered if not line.place.is_base],
        **shown,
    )
    return made.encode()


def query(wording: str) -> str:
    """What to search for a wording: none of its signs means anything to the search.

    >>> query("“一带一路”、高质量")
    '一带一路、高质量'
    """
    return "".join(char for char in wording if fold(char) or char in "、，")


def spoken(repeated: Iterable[Repeat]) -> list[tuple[str, int]]:
    """The formulas as they are searched, and how often each is said."""
    return [
        (query(repeat.places[0].quote), sum(place.is_base for place in repeat.places))
        for repeat in repeated
        if repeat.kind == "formula"
    ]


def _groups(
    numbered: Iterable[tuple[int, Line]], counted: Mapping[str, int], lengths: Mapping[str, int]
) -> Iterator[Group]:
    """A page's places by speech; a speech's places are one behind the other."""
    own = [(n, line) for n, line in numbered if line.place.is_base]
    for speech, its in groupby(own, key=lambda pair: pair[1].place.speech):
        lines = list(its)
        yield Group(lines[0][1].place, lines, counted[speech], lengths[speech])


def _by_speech(own: Sequence[Line], counted: Mapping[str, int], lengths: Mapping[str, int]) -> bytes:
    """A row a speech that has the formula, in time order."""
    firsts = {line.place.speech: line.place for line in reversed(own)}
    rows = [
        (speech, firsts[speech].date, firsts[speech].title, n, lengths[speech], per_10000(n, lengths[speech]))
        for speech, n in counted.items()
    ]
    return sheet(("speech", "date", "title", "occurrences", "characters", "per_10000"), rows)


# --- families ----------------------------------------------------------------------------------------


def families(all_told: Iterable[Attested]) -> dict[str, list[Attested]]:
    """Formulas by the family's id, the most frequent first."""
    found: dict[str, list[Attested]] = defaultdict(list)
    for told in sorted(all_told, key=lambda told: (-len(told.own), told.repeat.id)):
        found[told.repeat.family].append(told)
    return found


def variants(told: Attested, family: Sequence[Attested]) -> tuple[Variant, ...]:
    """The most frequent of a formula's family and itself, in the order of their first dates."""
    near = family[:_FAMILY]
    its = [*near, *([] if told in near else [told])] if len(family) > 1 else []
    its = sorted(its, key=lambda one: (one.first.date if one.first else "~", one.repeat.id))
    return tuple(_variant(told, one) for one in its)


def _variant(told: Attested, other: Attested) -> Variant:
    return Variant(
        page=other.page,
        wording=other.wording,
        first=other.first.date if other.first else "",
        last=other.last.date if other.last else "",
        places=len(other.own),
        speeches=other.speeches,
        changes=tuple(changes(told.wording, other.wording)),
    )


def changes(one: str, other: str) -> list[tuple[str, str]]:
    """Which letters of one formula became which of another; the order of members makes no difference.

    >>> changes("外防输入、内防反弹", "内防扩散、外防输出")
    [('反弹', '扩散'), ('入', '出')]
    """
    a, b = _members(one), _members(other)
    left, right = sorted(a - b), sorted(b - a)
    pairs = list(zip(left, right, strict=True)) if len(left) == len(right) else [(fold(one), fold(other))]
    return [change for pair in pairs for change in changed(*pair)]


def _members(text: str) -> set[str]:
    return {fold(part) for part in re.split("[、，,；;]", text)} - {""}
