"""The data files: what the pages show, for programs. One JSON object a line, a schema beside each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Final

from yanlu.model import Block
from yanlu.render.entries import Entry
from yanlu.render.text import json_line

Row = dict[str, object]


def data_lines(entries: Sequence[Entry]) -> dict[str, str]:
    """What some pages add to each table."""
    return {
        name: "".join(json_line(row) for entry in entries for row in rows(entry))
        for name, rows in TABLES.items()
    }


def data_files(lines: Sequence[Mapping[str, str]]) -> dict[str, bytes]:
    """Path below the docs folder → content, for each table and its schema."""
    files: dict[str, bytes] = {}
    for name in TABLES:
        files[f"data/{name}.jsonl"] = "".join(its[name] for its in lines).encode()
        files[f"data/{name}.schema.json"] = schema(name)
    return files


def schema(name: str) -> bytes:
    """The JSON Schema of a data file."""
    return resources.files(__package__).joinpath("schemas", f"{name}.schema.json").read_bytes()


def _speech(entry: Entry) -> Iterator[Row]:
    """A row a speech; a page of another witness is none."""
    if not entry.is_base:
        return
    facts = entry.document.facts
    yield {
        "id": entry.id,
        "title": facts.title,
        "subtitle": facts.subtitle,
        "date": facts.date,
        "published": facts.published,
        "speaker": facts.speaker,
        "occasion": facts.occasion,
        "place": facts.place,
        "kind": facts.kind,
        "characters": entry.document.characters,
        "documents": [f"{entry.id}-{witness.id}" for witness in entry.speech.witnesses],
        "version": entry.document.version,
        "url": f"speeches/{entry.id}/index.html",
    }


def _document(entry: Entry) -> Iterator[Row]:
    document = entry.witness.document
    yield {
        "id": entry.document_id,
        "speech": entry.id,
        "url": f"speeches/{entry.address}/index.html",
        "version": document.version,
        "coverage": round(entry.witness.coverage, 4),
        "source": document.source,
        "ordinal": document.ordinal,
        "sha256": entry.raw.sha256,
        "encoding": entry.raw.encoding,
        "raw": entry.raw_path,
        "start": document.start,
        "end": document.end,
        "complete": document.facts.complete,
        "dateline": document.facts.dateline,
        "characters": document.characters,
        "paragraphs": len(document.paragraphs),
        "changes": len(document.changes),
        "head": _blocks(document.head),
        "apparatus": _blocks(document.apparatus),
        "evidence": dict(sorted(document.facts.evidence.items())),
        "findings": [str(f) for f in sorted({*entry.raw.findings, *document.findings})],
    }


def _blocks(blocks: Iterable[Block]) -> list[Row]:
    return [{"text": block.text, "lines": list(block.lines)} for block in blocks]


def _paragraphs(entry: Entry) -> Iterator[Row]:
    for anchor, paragraph in zip(entry.witness.anchors, entry.document.paragraphs, strict=True):
        yield {
            "document": entry.document_id,
            "anchor": anchor,
            "kind": paragraph.kind,
            "text": paragraph.text,
        }


def _changes(entry: Entry) -> Iterator[Row]:
    for change in entry.document.changes:
        yield {
            "document": entry.document_id,
            "start": change.start,
            "end": change.end,
            "line": change.line,
            "rule": change.rule,
            "before": change.before,
            "after": change.after,
        }


TABLES: Final[dict[str, Callable[[Entry], Iterator[Row]]]] = {
    "speeches": _speech,
    "documents": _document,
    "paragraphs": _paragraphs,
    "changes": _changes,
}
