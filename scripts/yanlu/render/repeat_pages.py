"""All that the site shows of repeated passages by themselves: their pages, the ways to them, and their data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yanlu.memo import Caller
from yanlu.render.attested import Attested, Calendar
from yanlu.render.data_repeats import repeat_data
from yanlu.render.entries import Entry
from yanlu.render.formulas import families, formula_pages, variants
from yanlu.render.kwic import Texts
from yanlu.render.passages import passage_pages
from yanlu.render.repeat_lists import formula_lists, passage_lists
from yanlu.render.repeats import Repeat
from yanlu.render.spread import bars, said

_FORMULA, _BOILERPLATE = "formula", "boilerplate"


def repeat_files(repeated: Sequence[Repeat], entries: Sequence[Entry], caller: Caller) -> dict[str, bytes]:
    """Path below the docs folder → content. The entries are all pages, the speeches' own and the copies'.

    A caller with a memory spares what is made of one passage alone.
    """
    calendar = Calendar(entries)
    told = [calendar.attested(repeat) for repeat in repeated]
    formulas = [its for its in told if its.repeat.kind == _FORMULA]
    formal = [its for its in told if its.repeat.kind == _BOILERPLATE]
    passages = [its for its in told if its.page and its.repeat.kind != _FORMULA]
    rest = len(told) - len(formulas) - len(formal) - len(passages)
    lists = {**passage_lists(passages, formal, rest), **formula_lists(formulas)}
    made = [
        *caller(passage_pages, list(_passages(passages, entries))),
        *caller(formula_pages, list(_formulas(formulas, entries))),
    ]
    return {
        **{path: page.encode() for path, page in lists.items()},
        **{path: content for its in made for path, content in its.items()},
        **repeat_data(repeated, formulas, entries),
    }


Args = tuple[object, ...]


def _passages(passages: Iterable[Attested], entries: Sequence[Entry]) -> Iterable[Args]:
    """All that the pages of each passage show."""
    texts = Texts(entries)
    of = said(entry for entry in entries if entry.is_base)
    for told in passages:
        yield told, tuple(map(texts.line, told.repeat.places)), bars(told.own, of)


def _formulas(formulas: Sequence[Attested], entries: Sequence[Entry]) -> Iterable[Args]:
    """All that the pages of each formula show."""
    kin = families(formulas)
    lengths = {entry.id: entry.document.characters for entry in entries if entry.is_base}
    for told, (_, lines, its_bars) in zip(formulas, _passages(formulas, entries), strict=True):
        family = kin[told.repeat.family]
        its = {speech: lengths[speech] for speech in told.repeat.speeches}
        yield told, lines, its_bars, its, variants(told, family), len(family)
