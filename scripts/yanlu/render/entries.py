"""Speeches in the order of time, and the pages each of them has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from yanlu.model import Document, RawFile, Speech, Witness
from yanlu.relate.ledger import Record
from yanlu.relate.published import Standing
from yanlu.relate.reuse import Passage

UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Site:
    """All that the pages are made of. The mappings go by the raw file's name, but for the records."""

    speeches: Sequence[Speech]
    raws: Mapping[str, RawFile]
    data: Mapping[str, bytes]  #: the raw files exactly as received
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  #: what sources.toml says of them
    records: Mapping[str, Record] = field(default_factory=dict)  #: the ledger, by the speech's id
    reasons: Mapping[str, str] = field(default_factory=dict)  #: why an anchor went: "2020-03-06#p5" → reason
    url: str = ""
    passages: Sequence[Passage] = ()  #: what is repeated in all of them
    notes: Sequence[Standing] = ()  #: what editors published about them

    def part(self, speech: Speech) -> Site:
        """All that the pages of one speech are made of, so that they are made anew only where that changed."""
        names = {witness.document.source: None for witness in speech.witnesses}
        return Site(
            speeches=(speech,),
            raws={name: self.raws[name] for name in names},
            data={},
            sources={name: self.sources[name] for name in names if name in self.sources},
            records={speech.id: self.records[speech.id]} if speech.id in self.records else {},
            reasons={at: why for at, why in self.reasons.items() if re.split("[/#]", at)[0] == speech.id},
            url=self.url,
            notes=[note for note in self.notes if note.page.partition("/")[0] == speech.id],
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A page with a text: a speech's own, which shows its base witness, or another witness's."""

    speech: Speech
    witness: Witness
    document: Document  #: the witness's text; on the speech's own page with the facts of the speech
    raw: RawFile

    @property
    def id(self) -> str:
        """The speech's id."""
        return self.speech.id

    @property
    def is_base(self) -> bool:
        """Whether it is the speech's own page."""
        return self.witness is self.speech.base

    @property
    def address(self) -> str:
        """The page's folder below speeches/."""
        return self.id if self.is_base else f"{self.id}/{self.witness.id}"

    @property
    def up(self) -> str:
        """The way from the page's folder to the site's root."""
        return "../../" if self.is_base else "../../../"

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
        return f"data/text/{self.address.replace('/', '-')}.txt"

    @property
    def document_id(self) -> str:
        """The id of the witness in the data files."""
        return f"{self.id}-{self.witness.id}"


def in_time(speeches: Sequence[Speech], raws: Mapping[str, RawFile]) -> tuple[Entry, ...]:
    """The speeches' own pages by date, the undated last; within a day by the base's raw file and place in it."""
    entries = [
        Entry(s, s.base, replace(s.base.document, facts=s.facts), raws[s.base.document.source])
        for s in speeches
    ]
    return tuple(sorted(entries, key=_turn))


def copies(entry: Entry, raws: Mapping[str, RawFile]) -> list[Entry]:
    """The pages of a speech's other witnesses."""
    others = entry.speech.witnesses[1:]
    return [Entry(entry.speech, w, w.document, raws[w.document.source]) for w in others]


def _turn(entry: Entry) -> tuple[bool, str, str, int]:
    date, document = entry.document.facts.date, entry.document
    return date is None, date or "", document.source, document.ordinal
