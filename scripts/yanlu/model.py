"""The values that flow between the stages: frozen, plain, and in the project's words.

Every offset counts characters of the *decoded* raw file (not bytes), from 0; every
line counts from 1. ``text`` is always clean text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

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

    @property
    def first_line(self) -> int:
        """The line of the raw file on which the text begins."""
        return min((b.lines[0] for b in (*self.head, *self.paragraphs, *self.apparatus)), default=1)

    @property
    def version(self) -> str:
        """The version of the text, see `text_version`."""
        return text_version([p.text for p in self.paragraphs])


def text_version(texts: Sequence[str]) -> str:
    """What tells one state of a text from another: twelve hex digits of its paragraphs' SHA-256.

    Nothing but the paragraphs counts, so a corrected date or title leaves it as it is.

    >>> text_version(["同志们：", "现在开会。"])
    '7bb0b18ce455'
    """
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as received, decoded: what `read` starts from and the change log replays to."""

    name: str
    text: str = field(repr=False)  #: told by checksum and encoding
    sha256: str
    encoding: str
    size: int  #: in bytes
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One anchor ever issued on a page.

    ``state`` is ``live``: it is a paragraph's; ``alias``: its words stand in another paragraph now;
    ``moved``: they stand on another page; ``gone``: they stand nowhere.
    """

    id: str  #: p12, p12a
    state: str
    #: alias: the live id whose paragraph holds the words; gone: the live id behind which they stood, or
    #: nothing; moved: the page and id, "2020-03-06/w2#p5"
    target: str = ""
    #: where the words stand in that paragraph's text, in characters; live: in its own, if not all are
    start: int = 0
    end: int = 0
    text: str = ""  #: live: the paragraph's text; gone and moved: as it last was
    origin: str = ""  #: the id that its words were split from


@dataclass(frozen=True, slots=True)
class Witness:
    """One copy of a speech, with the anchors of its page."""

    id: str  #: w2: the last part of its address, and permanent within the speech
    document: Document
    anchors: tuple[str, ...]  #: the id of each paragraph
    rows: tuple[Row, ...]  #: every anchor ever issued on the page, in the page's order
    #: the share of the base witness's letters that this copy has; known from `speeches.covered` on
    coverage: float = 1.0
    #: for each paragraph the base's anchor with the same words, or nothing
    counterparts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech as a work: what is known of it, and its copies, the base witness first."""

    id: str  #: the last part of its address, and permanent
    facts: Facts
    witnesses: tuple[Witness, ...]

    @property
    def base(self) -> Witness:
        """The witness whose text the speech's page shows."""
        return self.witnesses[0]


@dataclass(frozen=True, slots=True)
class Note:
    """A published note: what it says, by whom, and where its words were, as the selectors of W3C Web Annotation tell."""

    source: str  #: its file in corpus/notes
    line: int
    id: str  #: an IRI, for good
    page: str  #: the folder of the page below speeches/: 2020-03-06, 2020-03-06/w2
    selectors: tuple[dict[str, Any], ...]  #: none: the note is on the whole speech
    text: str  #: plain, with line breaks
    tags: tuple[str, ...]
    creators: tuple[str, ...]
    rights: tuple[str, ...]  #: addresses of licences
    annotation: dict[str, Any]  #: all of it, as it came
