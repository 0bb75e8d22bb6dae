"""A text's lines to a `Document`: what is known about it, with the evidence, and what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yanlu import dates
from yanlu.hanzi import ends_sentence
from yanlu.model import Block, Change, Document, Facts, Finding, Paragraph
from yanlu.read import what, where, who
from yanlu.read.fix import is_cut_off
from yanlu.read.shapes import Line, dateline
from yanlu.read.tell import Told
from yanlu.read.title import headline
from yanlu.read.when import when

#: Embeddings, overrides, isolates and marks of direction.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def facts(
    told: Told,
    name: str,
    front: dict[str, tuple[int, str]],
    years: Sequence[tuple[int, Line]],
    changes: Sequence[Change],
) -> Facts:
    """What the file says about one of its texts; `years` stand in the frames of its other texts."""
    jumps = [c for c in changes if c.rule == "jump-line"]
    cut_off = (
        next((c for c in jumps if is_cut_off(c.before)), None)
        if all(is_cut_off(c.before) for c in jumps)
        else None
    )
    head = headline(told, front.get("title"), name)
    kind = what.kind_of(told, head.title or "")
    dated = when(told, head.rest, name, years, _stated_date(front, changes))
    speaker = who.speaker(told, head, kind, what.is_reported(told)) or _author(front)
    occasion = where.occasion(told, head, kind)
    place = where.place(told)
    first = told.body[0][1] if told.body else None
    agency = next((d for x in (*told.above, *([first] if first else [])) if (d := dateline(x.text))), None)
    evidence = {
        "title": head.evidence,
        "subtitle": told.subtitles[0].evidence if told.subtitles else None,
        "date": dated.evidence,
        "published": dated.published_evidence,
        "speaker": speaker and speaker[1],
        "occasion": occasion and occasion[1],
        "place": place and place[1],
        "dateline": next(
            (x.evidence for x in (*told.above, *([first] if first else [])) if dateline(x.text)), None
        ),
        "complete": f"L{cut_off.line} {cut_off.before.strip()}" if cut_off else None,
    }
    return Facts(
        title=head.title,
        subtitle=head.subtitle,
        date=dated.date,
        published=dated.published,
        speaker=speaker and speaker[0],
        occasion=occasion and occasion[0],
        place=place and place[0],
        kind=kind,
        dateline=agency,
        complete=cut_off is None,
        evidence={fact: cited for fact, cited in evidence.items() if cited},
    )


def _stated_date(front: dict[str, tuple[int, str]], changes: Sequence[Change]) -> tuple[str, str] | None:
    """A date outside the text: in a wiki page's header, or the clock of a live transcript."""
    parts = [front[key] for key in ("year", "month", "day") if key in front and front[key][1].isdigit()]
    if parts:
        iso = "-".join(f"{int(value):02d}" for _, value in parts)
        return (iso, f"L{parts[0][0]} {iso}") if dates.is_iso(iso) else None
    stamp = next((c for c in changes if c.rule == "time-stamp"), None)
    found = dates.find(stamp.before) if stamp else []
    return (found[0].iso or "", f"L{stamp.line} {stamp.before.strip()}") if stamp and found else None


def _author(front: dict[str, tuple[int, str]]) -> tuple[str, str] | None:
    """The author in a wiki page's header; a blog's author is the blogger."""
    line, value = front.get("author", (0, "")) if {"year", "section", "notes"} & set(front) else (0, "")
    return (value, f"L{line} {value}") if value else None


def document(
    source: str, ordinal: int, span: tuple[int, int], told: Told, known: Facts, changes: Sequence[Change]
) -> Document:
    """Put a document together from its parts."""
    return Document(
        source=source,
        ordinal=ordinal,
        start=span[0],
        end=span[1],
        facts=known,
        head=tuple(Block(x.text, x.start, x.end, x.lines) for x in told.head),
        paragraphs=tuple(Paragraph(x.text, x.start, x.end, x.lines, kind) for kind, x in told.body),
        apparatus=tuple(Block(x.text, x.start, x.end, x.lines) for x in told.apparatus),
        changes=tuple(changes),
    )


def doubts(document: Document) -> Iterator[Finding]:
    """What an editor should look at, once per document and kind of doubt."""
    known, first = document.facts, document.paragraphs[0]
    weak = [fact for fact, cited in known.evidence.items() if cited.endswith("(weak)")]

    def finding(code: str, seen: str, line: int | None = None) -> Finding:
        return Finding(document.source, line or first.lines[0], code, f"text {document.ordinal}: {seen}")

    if known.date is None:
        yield finding("D003", "no date is printed that tells the day")
    elif "; year: " in known.evidence["date"]:
        yield finding("D006", f"the year of {known.date} stands elsewhere: {known.evidence['date']}")
    if known.title is None:
        yield finding("D004", "no headline")
    if known.speaker is None:
        yield finding("D005", "no speaker")
    for fact in weak:
        yield finding("D007", f"{fact} only from {known.evidence[fact]}")
    if not known.complete:
        yield finding(
            "D008", f"the text breaks off: {known.evidence['complete']}", document.paragraphs[-1].lines[1]
        )
    elif _unfinished(document) and "complete" not in known.evidence:
        yield finding(
            "D011",
            f"the last paragraph ends in mid-sentence: …{_last(document).text[-12:]}",
            _last(document).lines[1],
        )
    for paragraph in document.paragraphs:
        if _BIDI.search(paragraph.text):
            yield finding("D012", "marks that turn the direction of writing", paragraph.lines[0])


def _last(document: Document) -> Paragraph:
    prose = [p for p in document.paragraphs if p.kind not in ("signature", "date", "heading", "label")]
    return prose[-1] if prose else document.paragraphs[-1]


def _unfinished(document: Document) -> bool:
    return not ends_sentence(_last(document).text) and document.facts.kind != "letter"
