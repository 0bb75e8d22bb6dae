"""The generated Markdown pages: what each shows, worked out here so that the templates only place it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

import jinja2

from yanlu.model import Document
from yanlu.render.about import about, shown
from yanlu.render.entries import Entry
from yanlu.render.strings import Strings, strings
from yanlu.render.text import finalize, token

_OPENING = 16  #: characters of the first paragraph that stand in for a title


def speech_page(entry: Entry, earlier: Entry | None = None, later: Entry | None = None) -> str:
    """The page of one document, with links to its neighbours in time."""
    words = strings()
    document = entry.document
    return _template("speech.md.j2").render(
        s=words,
        title=title(document, words),
        subtitle=document.facts.subtitle,
        facts=list(_head_facts(document, words)),
        complete=document.facts.complete,
        paragraphs=list(enumerate(document.paragraphs, 1)),
        contents=[(n, p.text) for n, p in enumerate(document.paragraphs, 1) if p.kind == "heading"],
        apparatus=[block.text.split("\n") for block in document.apparatus],
        about=about(entry, words),
        neighbours=[
            (name, words["page"][name], other.id, _dated_title(other, words))
            for name, other in (("earlier", earlier), ("later", later))
            if other
        ],
    )


def index_page(entries: Sequence[Entry]) -> str:
    """The list of all documents by year and month; the undated at the end."""
    words = strings()
    dated = [e for e in entries if e.document.facts.date]
    undated = [e for e in entries if not e.document.facts.date]
    return _template("index.md.j2").render(
        s=words,
        total=len(entries),
        years=[
            (year, words.date(year), [(_month(m, words), _rows(es, words)) for m, es in _by_date(es, 7)])
            for year, es in _by_date(dated, 4)
        ],
        undated=_rows(undated, words),
    )


def title(document: Document, words: Strings) -> str:
    """A document's title; one without a title goes by its first words."""
    if document.facts.title:
        return document.facts.title
    first = document.paragraphs[0].text if document.paragraphs else ""
    return words["page"]["untitled"].format(opening=first[:_OPENING])


def _head_facts(document: Document, words: Strings) -> Iterator[tuple[str, str]]:
    """What stands under the title: label and value, without what is not known (but always a date)."""
    facts = document.facts
    yield words["fact"]["date"], words.date(facts.date)
    for name in ("published", "occasion", "place", "speaker"):
        value = shown(facts, name, words)
        if value:
            yield words["fact"][name], value
    kind = shown(facts, "kind", words)
    length = words.length(document.characters)
    yield words["fact"]["kind"], words["page"]["kind_and_length"].format(kind=kind, length=length)


def _dated_title(entry: Entry, words: Strings) -> str:
    date = entry.document.facts.date
    name = title(entry.document, words)
    return f"{words.date(date)} {name}" if date else name


def _by_date(entries: Sequence[Entry], length: int) -> Iterator[tuple[str, list[Entry]]]:
    """Runs of entries whose dates begin with the same `length` characters."""
    for part, run in groupby(entries, key=lambda e: (e.document.facts.date or "")[:length]):
        yield part, list(run)


def _month(part: str, words: Strings) -> tuple[str, str]:
    """The id and name of a month's list, `2020-03`; a year alone is a month unknown."""
    if len(part) == 4:
        return f"m{part}-00", words["index"]["no_month"]
    return f"m{part}", words["date"]["month"].format(month=int(part[5:]))


def _rows(entries: Sequence[Entry], words: Strings) -> list[dict[str, object]]:
    """What the index says of each document."""
    return [
        {
            "id": entry.id,
            "title": title(entry.document, words),
            "facts": list(_row_facts(entry.document, words)),
        }
        for entry in entries
    ]


def _row_facts(document: Document, words: Strings) -> Iterator[str]:
    facts = document.facts
    if facts.date:
        yield words.date(facts.date)
    if facts.speaker:
        yield facts.speaker
    yield shown(facts, "kind", words) or ""
    yield words.length(document.characters)
    if not facts.complete:
        yield words["index"]["incomplete"]


@cache
def _environment() -> jinja2.Environment:
    """Templates in which a misspelt name is an error and every value is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("yanlu.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(fill=str.format, token=token)
    return environment


def _template(name: str) -> jinja2.Template:
    return _environment().get_template(name)
