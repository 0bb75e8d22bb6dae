"""Bytes to text: which encoding, and which bytes do not fit it."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import Final

from charset_normalizer import from_bytes

from yanlu.model import Finding, RawFile
from yanlu.trace import LineNumbers, Replacement, Step

#: What Chinese text files come in. Big5 bytes decode as GB18030 without error, so statistics choose.
CANDIDATES: Final = ("utf_8", "gb18030", "big5hkscs", "utf_16_le", "utf_16_be")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)

#: More damage than this share of characters is no text file: a picture, an archive, a program.
MAX_DAMAGE: Final = 0.02

#: Files that hold text, but not as text. A reader for one of them turns its bytes into a `RawFile` here.
_FORMATS: Final = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an Office document or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
}

_DAMAGE: Final = "\N{REPLACEMENT CHARACTER}"
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


class Unreadable(Exception):
    """A raw file that holds no text; the message says what was seen."""


def decode(name: str, data: bytes, encoding: str | None = None) -> RawFile:
    """Decode a raw file, with the encoding that sources.toml fixes or the likeliest one.

    A byte that does not fit becomes U+FFFD and finding D001 with its offset; nothing is dropped.
    Raises `Unreadable` for an empty or binary file, and for an unknown encoding name.
    """
    for magic, what in _FORMATS.items():
        if data.startswith(magic):
            raise Unreadable(f"it is {what}: save its text as .txt, .md or .html and put that here")
    if not data.strip(b"\0\t\n\r\x0c \xef\xbb\xbf\xff\xfe"):
        raise Unreadable("the file is empty")
    encoding = encoding or detect(data)
    try:
        text, spots = _decode(data, encoding)
    except LookupError:
        raise Unreadable(f"sources.toml names an encoding Python does not know: {encoding}") from None
    if len(spots) + len(_CONTROL.findall(text)) > MAX_DAMAGE * len(text):
        raise Unreadable(f"the bytes are no text (tried as {encoding})")
    return RawFile(
        name=name,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        size=len(data),
        findings=tuple(_damage_findings(name, text, spots)),
    )


def detect(data: bytes) -> str:
    """The likeliest encoding of Chinese text.

    >>> detect("各位朋友，大家好。今天我們在這裡相聚。".encode("big5"))
    'big5hkscs'
    >>> detect("各位朋友，大家好。今天我们在这里相聚。".encode("gbk"))
    'gb18030'
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    try:
        data.decode("utf-8")
        return "utf_8"
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=list(CANDIDATES)).best()
        return best.encoding if best else _least_damaged(data)


def _least_damaged(data: bytes) -> str:
    """No candidate fits wholly: the one with the fewest misfits, UTF-8 first among equals."""
    return min(CANDIDATES[:3], key=lambda encoding: len(_decode(data, encoding)[1]))


def _decode(data: bytes, encoding: str) -> tuple[str, list[tuple[int, bytes]]]:
    """The text, and (byte offset, bytes) of each misfit, in order. Half surrogates count as misfits."""
    spots: list[tuple[int, bytes]] = []

    def note(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        spots.append((error.start, error.object[error.start : error.end]))
        return _DAMAGE, error.end

    codecs.register_error("yanlu-note", note)
    return data.decode(encoding, errors="yanlu-note"), spots


def _damage_findings(name: str, text: str, spots: list[tuple[int, bytes]]) -> list[Finding]:
    """One finding a misfit. The n-th U+FFFD belongs to the n-th spot unless the file has its own."""
    places = [m.start() for m in re.finditer(_DAMAGE, text)]
    lines = LineNumbers(text if places else "")
    found = [
        Finding(name, lines.at(place), "D001", f"byte {offset}: {bad.hex(' ')} fits no character")
        for place, (offset, bad) in zip(places, spots, strict=False)
    ]
    if len(places) > len(spots):
        seen = f"{len(places) - len(spots)} × U+FFFD: characters were lost before the file came to us"
        found.append(Finding(name, lines.at(places[0]), "D002", seen))
    return found


def _line_ends(text: str) -> list[Replacement]:
    """CR, CR LF, CR CR LF, vertical tab, NEL, U+2028 and U+2029 end a line.

    A form feed stays until the page numbers beside it are found (`fix`).
    """
    odd = re.compile("[\r\v\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}](?:(?<=\r)\r*\n)?")
    return [(m.start(), m.end(), "\n") for m in odd.finditer(text)]


def _controls(text: str) -> list[Replacement]:
    """Control characters cannot stand in a page; tab and the line ends are not among them."""
    return [(m.start(), m.end(), "") for m in _CONTROL.finditer(text)]


def _invisible(text: str) -> list[Replacement]:
    """Zero-width space and joiners, word joiner, soft hyphen, and byte order marks anywhere.

    Joiners stay beside letters other than Han, where scripts and emoji need them.
    """
    marks = re.compile(
        "[\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{SOFT HYPHEN}\N{ZERO WIDTH NO-BREAK SPACE}]+"
        "|(?<![^\\s\u2e80-\uffef])[\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}]+"
    )
    return [(m.start(), m.end(), "") for m in marks.finditer(text)]


#: What every text goes through before anything looks at it.
CHARACTERS: Final[tuple[tuple[str, Step], ...]] = (
    ("line-end", _line_ends),
    ("control-character", _controls),
    ("invisible-mark", _invisible),
)
