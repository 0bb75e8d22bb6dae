"""The clean text alone, as a file to download."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yanlu.render.entries import Entry


def text_files(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Path below the docs folder → the text of each entry.

    A lone surrogate, which UTF-8 cannot hold, is written as its escape.
    """
    return {entry.text_path: _text(entry).encode("utf-8", "backslashreplace") for entry in entries}


def _text(entry: Entry) -> str:
    """The head's facts, an empty line, and the paragraphs, one a line."""
    paragraphs = (paragraph.text for paragraph in entry.document.paragraphs)
    return "\n".join([*_head(entry), "", *paragraphs, ""])


def _head(entry: Entry) -> Iterator[str]:
    facts = entry.document.facts
    for value in (facts.title, facts.subtitle, facts.date, facts.speaker):
        if value:
            yield value
