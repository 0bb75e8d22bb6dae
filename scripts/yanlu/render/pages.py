"""The generated Markdown pages: what each shows, worked out here so that the templates only place it."""

from __future__ import annotations

from collections.abc import Iterator

from yanlu.model import Document
from yanlu.render.about import about, shown
from yanlu.render.entries import Entry
from yanlu.render.lang import language
from yanlu.render.meta import description, json_ld, publication_date
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

_OPENING = 16  #: characters of the first paragraph that stand in for a title


def speech_page(entry: Entry, earlier: Entry | None = None, later: Entry | None = None) -> str:
    """The page of one document, with links to its neighbours in time."""
    words = strings()
    document = entry.document
    name = title(document, words)
    tongue = language([name, *(p.text for p in document.paragraphs)])
    return template("speech.md.j2").render(
        s=words,
        title=name,
        subtitle=document.facts.subtitle,
        language=tongue,
        description=description(document.paragraphs),
        author=document.facts.speaker,
        publication_date=publication_date(document.facts),
        json_ld=json_ld(document, name, tongue, words["kind"][document.facts.kind]),
        text_path=entry.text_path,
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


def title(document: Document, words: Strings) -> str:
    """A document's title; one without a title goes by its first words."""
    if document.facts.title:
        return document.facts.title
    first = document.paragraphs[0].text if document.paragraphs else ""
    return words["page"]["untitled"].format(opening=first[:_OPENING])


def _head_facts(document: Document, words: Strings) -> Iterator[tuple[str, str, str]]:
    """What stands under the title: name, label and value; what is not known is left out, but never the date."""
    facts = document.facts
    label = words["fact"]
    yield ("date" if facts.date else "undated"), label["date"], words.date(facts.date)
    for name in ("published", "occasion", "place", "speaker", "kind"):
        value = shown(facts, name, words)
        if value:
            yield name, label[name], value
    yield "length", label["length"], words.length(document.characters)


def _dated_title(entry: Entry, words: Strings) -> str:
    date = entry.document.facts.date
    name = title(entry.document, words)
    return f"{words.date(date)} {name}" if date else name
