"""The ledger (段号簿): every speech id and every anchor ever issued, in `corpus/ledger/`.

One text file a speech, committed with the corpus. Nothing is ever deleted from it; what changes is
a row's state. It keeps the texts too, packed, one line a page: with them a paragraph is found again
after any correction, and what changed can be told. docs/guide/links.md explains the file to editors.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from yanlu.model import Row
from yanlu.relate import merge

HEADER: Final = "yanlu ledger 1"
IDS: Final = "ids.txt"  #: every speech id ever issued: shows that a file was lost
NOWHERE: Final = "-"  #: the address of a speech that was taken away
STATES: Final = ("live", "alias", "moved", "gone")
_TOLD: Final = 20  #: damaged files that are told one by one
_HEAD: Final = 20  #: characters of a paragraph that its row shows, for people
_SPAN: Final = re.compile(r"(?:\d+-\d+)?")


class LedgerError(Exception):
    """Damage in the ledger, each a sentence with file and line; of very much, the first."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        more = len(mistakes) - _TOLD
        super().__init__(
            "\n".join([*mistakes[:_TOLD], *([f"and {more} more ledger files"] if more > 0 else [])])
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The anchors of one page. Read from a file, a row has only the first words of its text."""

    rows: tuple[Row, ...]
    packed: str  #: the texts of the rows that have one, compressed

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Page:
        """A page of rows with their whole texts."""
        return cls(
            tuple(replace(row, text=_head(row.text)) for row in rows), _pack(row.text for row in _told(rows))
        )

    def unpacked(self) -> tuple[Row, ...]:
        """The rows with their whole texts."""
        texts = iter(_unpack(self.packed))
        return tuple(replace(row, text=next(texts)) if row.state != "alias" else row for row in self.rows)


@dataclass(frozen=True, slots=True)
class Known:
    """A witness as the ledger has it."""

    version: str  #: of its text, `model.text_version`
    source: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that changed. ``where`` is an anchor below the speech's address, "#p12", "/w2#p3", or a fact's name."""

    day: str
    what: str
    where: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """All that was ever issued below one speech's address."""

    id: str
    address: str = ""  #: where it leads now if it is no speech any more: "2020-03-06/w2", or `NOWHERE`
    facts: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    witnesses: Mapping[str, Known] = field(default_factory=dict)
    pages: Mapping[str, Page] = field(default_factory=dict)  #: "" is the speech's own page, "w2" a witness's
    events: tuple[Event, ...] = ()

    @property
    def current(self) -> bool:
        """Whether its address is a speech's."""
        return not self.address

    def document_at(self, page: str) -> Known | None:
        """The witness whose text a page shows."""
        return self.witnesses.get(page or self.base) if self.current else None


def _head(text: str) -> str:
    return text if len(text) <= _HEAD else text[:_HEAD] + "…"


def _told(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.state != "alias")


def _pack(texts: Iterable[str]) -> str:
    """UTF-16, since its two bytes a character compress better than UTF-8's three, and holds any character."""
    joined = "\n".join(map(_escape, texts)).encode("utf-16-le", "surrogatepass")
    return base64.b85encode(zlib.compress(joined, 9)).decode()


def _unpack(packed: str) -> list[str]:
    joined = zlib.decompress(base64.b85decode(packed)).decode("utf-16-le", "surrogatepass")
    return [_unescape(text) for text in joined.split("\n")]


_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def _escape(text: str) -> str:
    """A text without tab and line end."""
    return re.sub(r"[\\\t\n\r]", lambda m: _ESCAPES[m[0]], text)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    back = {escape: char for char, escape in _ESCAPES.items()}
    return re.sub(r"\\[\\tnr]", lambda m: back[m[0]], text)


def live(page: Page) -> list[str]:
    """The anchors of a page's paragraphs, in their order; none if it shows no text any more."""
    return [row.id for row in page.rows if row.state == "live"]


# --- writing -----------------------------------------------------------------------------------------


def dump(record: Record) -> str:
    """A record as its file has it."""
    lines = [HEADER, *("\t".join(map(_escape, fields)) for fields in _lines(record))]
    return "\n".join([*lines, f"check\t{_check(lines)}", ""])


def _lines(record: Record) -> Iterator[Sequence[str]]:
    yield "speech", record.id, *([record.address] if record.address else [])
    for name, value in record.facts.items():
        yield "fact", name, value
    for id, known in record.witnesses.items():
        yield (
            "witness",
            id,
            known.version,
            known.source,
            str(known.ordinal),
            *(["base"] if id == record.base else []),
        )
    for name, page in record.pages.items():
        yield "page", f"/{name}"
        for row in page.rows:
            span = f"{row.start}-{row.end}" if row.end else ""
            yield "anchor", row.id, row.state, row.target, span, row.origin, row.text
        yield "text", page.packed
    for event in record.events:
        yield "event", event.day, event.what, event.where, event.before, event.after


def _check(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def write(folder: Path, records: Iterable[Record]) -> int:
    """Bring the files to the state of the records; says how many were written. No file is ever removed."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{record.id}.tsv": dump(record) for record in records}
    ids = "".join(f"{name.removesuffix('.tsv')}\n" for name in sorted(files))
    written = 0
    for name, text in {**files, IDS: ids, ".gitattributes": merge.ATTRIBUTES}.items():
        data = text.encode("utf-8", "surrogatepass")
        path = folder / name
        if path.is_file() and path.read_bytes() == data:
            continue
        unfinished = path.with_name(f".{name}.unfinished")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        written += 1
    return written


# --- reading -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ledger as it stands, and in a merge what the other side had issued besides."""

    records: Mapping[str, Record]
    reissued: tuple[str, ...] = ()  #: "2020-03-06#p40 first words": never published, the words get another id


def load(folder: Path) -> Loaded:
    """Every record, by its id. Raises `LedgerError` with all damage found."""
    records: dict[str, Record] = {}
    mistakes: list[str] = []
    reissued: list[str] = []
    in_conflict = merge.in_conflict(folder)
    for path in sorted(folder.glob("*.tsv")):
        try:
            sides = merge.sides(path, _decoded(path), path.name in in_conflict)
            records[path.stem] = _parse(path, sides.own, sides.marked)
            reissued += [f"{path.stem}{anchor}" for anchor in sides.lost()]
        except LedgerError as e:
            mistakes.append(str(e))
    try:
        mistakes += _missing(folder, {path.stem for path in folder.glob("*.tsv")})
    except LedgerError as e:
        mistakes.append(str(e))
    if mistakes:
        raise LedgerError(mistakes)
    return Loaded(records, tuple(reissued))


def _missing(folder: Path, found: set[str]) -> Iterator[str]:
    """Files that were there when the ledger was last written. Raises `LedgerError`."""
    path = folder / IDS
    listed = _decoded(path).splitlines() if path.exists() else []
    for id in listed:
        if re.fullmatch(r"[\w-]+", id) and id not in found:  # else a mark of a merge conflict
            yield (
                f"{folder / id}.tsv: this file is missing, and with it every link to that speech; "
                f"bring it back:  git checkout HEAD -- {folder / id}.tsv"
            )


def _decoded(path: Path) -> str:
    """A file's text. Raises `LedgerError`."""
    try:
        return path.read_text(encoding="utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        raise LedgerError([f"{path}:1: this file is not in UTF-8; {_restore(path)}"]) from None


def _restore(path: Path) -> str:
    return f"the ledger is not written by hand; bring back what was committed:  git checkout HEAD -- {path}"


def _parse(path: Path, text: str, merged: bool) -> Record:
    """A file's record. Raises `LedgerError`."""
    lines = text.split("\n")
    if lines[0] != HEADER:
        raise LedgerError(
            [
                f"{path}:1: this is no ledger of a form known here: it begins {lines[0][:30]!r}; {_restore(path)}"
            ]
        )
    if lines[-2:] == [f"check\t{_check(lines[:-2])}", ""]:
        record = _record(path, lines)
        if record.id == path.stem:
            return record
        raise LedgerError([f"{path}:2: the file speaks of {record.id!r}; give it that name back"])
    if merged:
        raise LedgerError(
            [
                f"{path}:1: git merged this file line by line, which mixes two numberings; take the file of the branch "
                f"whose numbers are published, whole:  git checkout --ours -- {path}  on that branch, --theirs on the "
                "other; then run:  yanlu ledger"
            ]
        )
    _record(path, lines)  # says which line is wrong, if it is only one
    why = "the check in the last line does not fit: lines were changed, added or lost"
    last = len(text.rstrip("\n").split("\n"))
    raise LedgerError([f"{path}:{last}: {why}; {_restore(path)}"])


def _record(path: Path, lines: Sequence[str]) -> Record:
    """The record that the lines tell. Raises `LedgerError` for the first that tells nothing."""
    record, witnesses, pages, events = Record(""), dict[str, Known](), dict[str, Page](), list[Event]()
    facts: dict[str, str] = {}
    rows: list[Row] = []
    page = ""
    for number, line in enumerate(lines[1:-2], 2):
        match [_unescape(field) for field in line.split("\t")]:
            case ["speech", id, *address]:
                record = replace(record, id=id, address="".join(address))
            case ["fact", name, value]:
                facts[name] = value
            case ["witness", id, version, source, ordinal, *base] if ordinal.isdecimal():
                witnesses[id] = Known(version, source, int(ordinal))
                record = replace(record, base=id) if base else record
            case ["page", name]:
                page, rows = name[1:], []
            case ["anchor", id, *_] if any(id == row.id for row in rows):
                raise _wrong(path, number, "this anchor was issued above", line)
            case ["anchor", id, state, target, span, origin, text] if state in STATES and _SPAN.fullmatch(
                span
            ):
                start, _, end = span.partition("-")
                rows.append(Row(id, state, target, int(start or 0), int(end or 0), text, origin))
            case ["text", packed]:
                pages[page] = Page(tuple(rows), packed)
            case ["event", day, what, where, before, after]:
                events.append(Event(day, what, where, before, after))
            case _:
                raise _wrong(path, number, "this line says nothing", line)
    return replace(record, facts=facts, witnesses=witnesses, pages=pages, events=tuple(events))


def _wrong(path: Path, number: int, why: str, line: str) -> LedgerError:
    return LedgerError([f"{path}:{number}: {why}: {line[:40]!r}; {_restore(path)}"])
