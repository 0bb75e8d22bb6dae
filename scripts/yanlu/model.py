"""The values that flow between the stages: frozen, plain, and in the project's words.

Every offset counts characters of the *decoded* raw file (not bytes), from 0; every
line counts from 1. ``text`` is always clean text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

SPEECH_KINDS: Final = (
    "speech", "meeting_readout", "inspection_readout", "letter", "instruction",
    "congratulation", "new_year_address", "report", "press_conference", "interview",
    "statement", "toast", "eulogy", "telegram", "inaugural", "talk_minutes", "news",
    "policy_document", "other",
)  # fmt: skip

PARAGRAPH_KINDS: Final = (
    "salutation", "heading", "body", "question", "answer", "verse", "closing",
    "signature", "date", "label",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One automatic change: characters ``start`` to ``end`` of the raw file became ``after``."""

    start: int
    end: int
    line: int
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of clean text with its place in the raw file: a head line or a piece of apparatus."""

    text: str
    start: int
    end: int
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """The unit of reference. ``kind`` is one of `PARAGRAPH_KINDS`."""

    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something doubtful, for the editor. ``code`` is stable and explained in guide/findings.md."""

    source: str
    line: int
    code: str
    seen: str

    def __str__(self) -> str:
        return f"{self.code} {self.source}:{self.line}: {self.seen}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document. A fact that the file does not let one tell is None."""

    title: str | None = None
    subtitle: str | None = None
    date: str | None = None  #: when it was delivered: 2020, 2020-03 or 2020-03-06
    published: str | None = None  #: when it was printed, if that is another day
    speaker: str | None = None
    occasion: str | None = None
    place: str | None = None
    kind: str = "speech"
    dateline: str | None = None
    complete: bool = True
    evidence: dict[str, str] = field(default_factory=dict)  #: fact → "L3 （2020年2月23日）"


@dataclass(frozen=True, slots=True)
class Document:
    """One text cut out of a raw file.

    ``start`` and ``end`` bound its part of the raw file; the parts of a file's documents
    join without gap or overlap. Within them every character has one home: a ``head`` line,
    a paragraph, a piece of apparatus, a change, or a newline between two of those.
    """

    source: str  #: the raw file's name
    ordinal: int  #: 1 for the first text in its file
    start: int
    end: int
    facts: Facts
    head: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]
    apparatus: tuple[Block, ...]
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def characters(self) -> int:
        """The length of the text, white space left out."""
        return sum(len("".join(p.text.split())) for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as received, decoded: what `read` starts from and the change log replays to."""

    name: str
    text: str
    sha256: str
    encoding: str
    size: int  #: in bytes
    findings: tuple[Finding, ...] = ()
