"""Documents in the order of time, each with the address its page will have."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from yanlu.model import Document, RawFile

_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document on its way to the page: what it is, where it came from, what it is called."""

    id: str  #: the speech's id and its page's folder
    document: Document
    raw: RawFile

    @property
    def raw_path(self) -> str:
        """Where the raw file can be downloaded, below the site's root.

        Named after its content: a name given by others may hold anything. Always ``.txt``: a browser
        must show a raw HTML file, not run it.
        """
        return f"raw/{self.raw.sha256[:16]}.txt"

    @property
    def text_path(self) -> str:
        """Where the clean text can be downloaded, below the site's root."""
        return f"data/text/{self.id}.txt"

    @property
    def document_id(self) -> str:
        """The id of the witness; for the time being each speech has one."""
        return f"{self.id}-w1"


def in_time(documents: Sequence[Document], raws: Mapping[str, RawFile]) -> tuple[Entry, ...]:
    """All documents by date, the undated last; within a day by source and place in it."""
    ids = _allot(sorted(documents, key=lambda d: (d.source, d.ordinal)))
    ordered = sorted(documents, key=lambda d: (d.facts.date is None, d.facts.date or "", d.source, d.ordinal))
    return tuple(Entry(ids[d.source, d.ordinal], d, raws[d.source]) for d in ordered)


def _allot(documents: Sequence[Document]) -> dict[tuple[str, int], str]:
    """An id for each document. Full dates choose first.

    A tenth text of 2020 alone would else be `2020-10`, the address of October.
    """
    ids: dict[tuple[str, int], str] = {}
    taken: set[str] = set()
    for document in sorted(documents, key=lambda d: -len(d.facts.date or "")):
        name = _free(_stem(document), taken)
        taken.add(name)
        ids[document.source, document.ordinal] = name
    return ids


def _stem(document: Document) -> str:
    date = document.facts.date
    if date is not None and not _DATE.fullmatch(date):
        where = f"{document.source}, text {document.ordinal}"
        raise ValueError(f"{where}: {date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    return date or UNDATED


def _free(stem: str, taken: Collection[str]) -> str:
    """The stem, or the stem with the first number that nobody has.

    >>> _free("2020-03", {"2020-03", "2020-03-2"})
    '2020-03-3'
    """
    if stem not in taken:
        return stem
    return next(name for n in count(2) if (name := f"{stem}-{n}") not in taken)
