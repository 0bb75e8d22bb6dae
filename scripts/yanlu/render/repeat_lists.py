"""Ways to the passages and formulas: tables of all of them, new formulas, and those that are heard no more.

Where a table has more rows than a page, it has an address for each order; where it has not, the browser sorts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from yanlu.render.attested import Attested
from yanlu.render.leaves import Leaf, leaves
from yanlu.render.passages import name
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

_PAGE: Final = 200  #: rows, as in the other lists
_LATE: Final = "~"  #: sorts behind every date

#: How a table can be ordered: the most first, the earliest first, the latest last.
ORDERS: Final[dict[str, Callable[[Attested], tuple[object, str]]]] = {
    "speeches": lambda told: (-told.speeches, told.repeat.id),
    "places": lambda told: (-len(told.own), told.repeat.id),
    "length": lambda told: (-len(told.wording), told.repeat.id),
    "first": lambda told: (told.first.date if told.first else _LATE, told.repeat.id),
    "last": lambda told: (told.last.date if told.last else _LATE, told.repeat.id),
}
#: The lists of formulas beside their table.
_DEBUTS, _SILENT = "formulas/debuts", "formulas/silent"


def passage_lists(passages: Sequence[Attested], formal: Sequence[Attested], rest: int) -> dict[str, str]:
    """Path below the docs folder → Markdown: the passages with a page, what is printed everywhere, and how many have no page."""
    words = strings()
    lead = words["passage"]["lead"].format(n=f"{rest:,}")
    pages = dict(_tables("passages", passages, lead, words))
    return {**pages, **dict(_formal(formal, words))}


def formula_lists(formulas: Sequence[Attested]) -> dict[str, str]:
    """Path below the docs folder → Markdown: all formulas, the new ones by month, and those that are heard no more."""
    words = strings()
    pages = dict(_tables("formulas", formulas, words["formula"]["lead"], words))
    return {**pages, **dict(_debuts(formulas, words)), **dict(_silent(formulas, words))}


def _tables(kind: str, all_told: Sequence[Attested], lead: str, words: Strings) -> Iterator[tuple[str, str]]:
    many = len(all_told) > _PAGE
    for order, key in ORDERS.items() if many else [("speeches", ORDERS["speeches"])]:
        behind = f"{kind}/by/{order}"
        folder = kind if order == "speeches" else behind
        for page in leaves(folder, sorted(all_told, key=key), _PAGE, behind):
            yield (
                page.path,
                template("repeats.md.j2").render(
                    s=words,
                    kind=kind,
                    lead=lead,
                    page=page,
                    rows=[(told, name(told.wording)) for told in page.items],
                    total=len(all_told),
                    order=order,
                    orders=[(one, kind if one == "speeches" else f"{kind}/by/{one}") for one in ORDERS],
                    many=many,
                ),
            )


def _listed(page: Leaf[Attested], which: str, words: Strings, **more: object) -> tuple[str, str]:
    return page.path, template("attested.md.j2").render(s=words, which=which, page=page, **more)


def _formal(formal: Sequence[Attested], words: Strings) -> Iterator[tuple[str, str]]:
    """Salutations and the like: said everywhere, and by themselves."""
    for page in leaves("passages/boilerplate", sorted(formal, key=ORDERS["speeches"]), _PAGE):
        yield _listed(page, "boilerplate", words, groups=[("", page.items)])


def _debuts(formulas: Sequence[Attested], words: Strings) -> Iterator[tuple[str, str]]:
    """By the month in which a formula was first heard, the latest first; behind them those of which that is not known."""
    ordered = sorted(formulas, key=lambda told: (_debut(told), told.repeat.id), reverse=True)
    for page in leaves(_DEBUTS, ordered, _PAGE):
        months = [
            (words.date(month) if month else words["formula"]["debuts_undated"], list(its))
            for month, its in groupby(page.items, key=lambda told: _debut(told)[:7])
        ]
        yield _listed(page, "debuts", words, groups=months)


def _debut(told: Attested) -> str:
    """When a formula was first heard; nothing where a speech of unknown date has it too."""
    return told.first.date if told.first and not told.undated else ""


def _silent(formulas: Sequence[Attested], words: Strings) -> Iterator[tuple[str, str]]:
    """Formulas that later speeches lack, those first that most lack."""
    gone = [told for told in formulas if told.since and not told.undated]
    for page in leaves(_SILENT, sorted(gone, key=lambda told: (-told.since, told.repeat.id)), _PAGE):
        yield _listed(page, "silent", words, groups=[("", page.items)])
