"""The data files about repeated passages: every passage, every formula, and every copy of a speech."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from yanlu.render.attested import Attested
from yanlu.render.data import schema
from yanlu.render.entries import Entry
from yanlu.render.pages import title
from yanlu.render.repeats import Place, Repeat
from yanlu.render.sheet import sheet
from yanlu.render.strings import strings
from yanlu.render.text import json_line

Row = dict[str, object]
Cells = tuple[object, ...]


#: Of the tables; their schemas describe a row as a reader of CSV has it, all cells text.
FORMULAS: Final = (
    *("id", "wording", "characters", "family", "speeches", "occurrences", "undated"),
    *("first", "first_speech", "last", "last_speech", "later_without", "since_last", "url"),
)
WITNESSES: Final = (
    *("document", "speech", "base", "source", "ordinal", "date", "title", "coverage"),
    *("characters", "paragraphs", "missing", "alone", "url"),
)


def repeat_data(
    repeated: Iterable[Repeat], formulas: Iterable[Attested], entries: Iterable[Entry]
) -> dict[str, bytes]:
    """Path below the docs folder → content, for each table and its schema. The entries are all pages."""
    return {
        "data/passages.jsonl": "".join(json_line(_passage(repeat)) for repeat in repeated).encode(),
        "data/formulas.csv": sheet(FORMULAS, map(_formula, formulas)),
        "data/witnesses.csv": sheet(WITNESSES, map(_witness, entries)),
        **{f"data/{name}.schema.json": schema(name) for name in ("passages", "formulas", "witnesses")},
    }


def _document(place: Place) -> str:
    """The id of a place's text in documents.jsonl."""
    return f"{place.speech}-{place.witness}"


def _passage(repeat: Repeat) -> Row:
    return {
        "id": repeat.id,
        "class": repeat.kind,
        "occurrences": [
            {
                "document": _document(place),
                "anchor": place.anchor,
                "start": place.start,
                "end": place.end,
                "quote": place.quote,
            }
            for place in repeat.places
        ],
        "speeches": repeat.speeches,
        "verbatim": round(repeat.verbatim, 4),
        "earliest": _document(repeat.earliest) if repeat.earliest else None,
        "family": repeat.family or None,
        "url": f"{repeat.page}/index.html" if repeat.page else None,
    }


def _formula(told: Attested) -> Cells:
    repeat, first, last = told.repeat, told.first, told.last
    return (
        *(
            repeat.id,
            told.wording,
            len(told.wording),
            repeat.family,
            told.speeches,
            len(told.own),
            told.undated,
        ),
        *((first.date, first.speech) if first else ("", "")),
        *((last.date, last.speech) if last else ("", "")),
        *(told.lacking, told.since, f"{told.page}/index.html"),
    )


def _witness(entry: Entry) -> Cells:
    """A copy, and how many paragraphs of the base it has not, and how many it has alone."""
    witness, base = entry.witness, entry.speech.base
    found = {anchor for anchor in witness.counterparts if anchor}
    return (
        *(entry.document_id, entry.id, "true" if entry.is_base else "false", witness.document.source),
        *(witness.document.ordinal, entry.speech.facts.date or "", title(entry.document, strings())),
        *(f"{witness.coverage:.4f}", witness.document.characters, len(witness.anchors)),
        0 if entry.is_base else len(set(base.anchors) - found),
        0 if entry.is_base else len(witness.anchors) - sum(map(bool, witness.counterparts)),
        f"speeches/{entry.address}/index.html",
    )
