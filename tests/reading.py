"""What every reading must keep: each character of a raw file has one home, and the log replays."""

from dataclasses import replace
from itertools import pairwise

from yanlu import pipeline
from yanlu.model import Document
from yanlu.trace import replay, rewind


def clean_text(raw: str, document: Document) -> str:
    """A document's clean text, replayed from its part of the raw file and its own change log."""
    part = raw[document.start : document.end]
    changes = [
        replace(c, start=c.start - document.start, end=c.end - document.start) for c in document.changes
    ]
    clean = replay(part, changes)
    assert rewind(clean, changes) == part
    return clean


def assert_nothing_lost(reading: pipeline.Reading) -> None:
    """The documents' parts join without gap; in each, the blocks are the whole clean text, in order."""
    raw, documents = reading.raw.text, reading.documents
    if not documents:
        return
    bounds = [0, *(d.end for d in documents)]
    assert [d.start for d in documents] == bounds[:-1]
    assert bounds[-1] == len(raw)
    for document in documents:
        blocks = sorted([*document.head, *document.paragraphs, *document.apparatus], key=lambda b: b.start)
        assert clean_text(raw, document).rstrip("\n") == "\n".join(b.text for b in blocks)
        assert all(a.end <= b.start for a, b in pairwise(blocks))
