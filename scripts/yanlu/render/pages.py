"""The generated Markdown pages: what each shows, worked out here so that the templates only place it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yanlu.model import Document
from yanlu.render.about import about, shown
from yanlu.render.again import Again, margins
from yanlu.render.body import Paragraph, body
from yanlu.render.cite import Citation
from yanlu.render.cite_item import Cited
from yanlu.render.entries import Entry, Site
from yanlu.render.figures import Span, Told, exactly, figures, told
from yanlu.render.lang import language
from yanlu.render.meta import description, item_type, json_ld, publication_date
from yanlu.render.notes import noted
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

_OPENING = 16  #: characters of the first paragraph that stand in for a title


Neighbour = tuple[str, str]  #: a speech's id, and its date and title


def speech_page(
    entry: Entry,
    site: Site,
    citations: Sequence[Citation],
    earlier: Neighbour | None = None,
    later: Neighbour | None = None,
    again: Again | None = None,
) -> str:
    """The page of one witness; a speech's own has links to its neighbours in time."""
    words = strings()
    document = entry.document
    name = title(document, words)
    tongue = language([name, *(p.text for p in document.paragraphs)])
    beside = margins(again.marks if again else (), _sizes(entry), words)
    notes = noted(site.notes, entry)
    layers = {
        anchor: [*(beside[anchor].layers if anchor in beside else ()), *notes.layers.get(anchor, ())]
        for anchor in {*beside, *notes.layers}
    }
    shown_body = body(entry, site, layers)
    return template("speech.md.j2").render(
        s=words,
        title=name,
        subtitle=document.facts.subtitle,
        language=tongue,
        description=description(document.paragraphs),
        author=document.facts.speaker,
        publication_date=publication_date(document.facts),
        item_type=item_type(document.facts.kind),
        occasion=document.facts.occasion,
        place=document.facts.place,
        json_ld=json_ld(document, name, tongue, words["kind"][document.facts.kind]),
        citations=citations,
        text_path=entry.text_path,
        up=entry.up,
        facts=[*_head_facts(document, words), *_witness_fact(entry, words)],
        complete=document.facts.complete,
        body=shown_body,
        margins=beside,
        notes=notes,
        again=again,
        figures=_figures(entry, again, words) if again and entry.is_base else None,
        contents=[(p.id, p.text) for p in shown_body if isinstance(p, Paragraph) and p.kind == "heading"],
        is_base=entry.is_base,
        witnesses=list(_witnesses(entry, words)),
        id=entry.id,
        version=entry.witness.document.version,
        apparatus=[block.text.split("\n") for block in document.apparatus],
        about=about(entry, words),
        neighbours=[
            (name, words["page"][name], *other)
            for name, other in (("earlier", earlier), ("later", later))
            if other
        ],
    )


def _sizes(entry: Entry) -> dict[str, int]:
    paragraphs = zip(entry.witness.anchors, entry.document.paragraphs, strict=True)
    return {anchor: len(paragraph.text) for anchor, paragraph in paragraphs}


def _figures(entry: Entry, again: Again, words: Strings) -> Told:
    """How much of a speech is new."""
    spans: dict[str, list[Span]] = {anchor: [] for anchor in entry.witness.anchors}
    for mark in again.marks:
        spans[mark.place.anchor].append((mark.place.start, mark.place.end, mark.turn))
    texts = (paragraph.text for paragraph in entry.document.paragraphs)
    return told(figures(zip(texts, spans.values(), strict=True), bool(entry.document.facts.date)), words)


def cited(entry: Entry, site: Site) -> Cited:
    """What a page's citations are made of. Its language is told from the opening, which is enough."""
    document = entry.document
    name = title(document, strings())
    return Cited(
        page=entry.address,
        title=name,
        facts=document.facts,
        version=document.version,
        language=language([name, *(p.text for p in document.paragraphs[:3])]),
        source=site.sources.get(document.source, {}).get("from"),
        address=f"{site.url.rstrip('/')}/speeches/{entry.address}/" if site.url else None,
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


def _witness_fact(entry: Entry, words: Strings) -> Iterator[tuple[str, str, str]]:
    """How many copies there are, or which of them this is."""
    total = len(entry.speech.witnesses)
    if total > 1:
        form = words["witness"]["count" if entry.is_base else "which"]
        yield "witnesses", words["fact"]["witnesses"], form.format(n=total, id=entry.witness.id)


@dataclass(frozen=True, slots=True)
class WitnessRow:
    """A line of the list of a speech's witnesses."""

    id: str
    href: str  #: from the site's root
    title: str
    source: str
    coverage: str
    length: str
    note: str
    here: bool


def _witnesses(entry: Entry, words: Strings) -> Iterator[WitnessRow]:
    """All copies of a speech, where there are several."""
    speech = entry.speech
    for witness in speech.witnesses if len(speech.witnesses) > 1 else ():
        own = witness is speech.base
        document = witness.document
        notes = [words["witness"]["base"]] if own else []
        notes += [] if document.facts.complete else [words["browse"]["incomplete"]]
        yield WitnessRow(
            id=witness.id,
            href=f"speeches/{speech.id if own else f'{speech.id}/{witness.id}'}/index.html",
            title=title(document, words),
            source=document.source,
            coverage="" if own else words["witness"]["coverage"].format(share=exactly(witness.coverage)),
            length=words.length(document.characters),
            note="，".join(notes),
            here=witness is entry.witness,
        )


def neighbour(entry: Entry) -> Neighbour:
    """A speech as the pages before and after it name it."""
    words, date = strings(), entry.document.facts.date
    name = title(entry.document, words)
    return entry.id, f"{words.date(date)} {name}" if date else name
