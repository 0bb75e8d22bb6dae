"""The editor's word: `corpus/editor/<raw file's name>.toml` and `corpus/sources.toml`.

The editor overrules the machine and must say why. An entry that is unknown, that changes
nothing, or that overrules the file without saying so, is a mistake and stops the build:
an override that silently fails is worse than none. The forms are in docs/guide/correct.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from yanlu import dates
from yanlu.hanzi import squeeze
from yanlu.model import SPEECH_KINDS, Document, Facts, Finding, RawFile
from yanlu.read.shapes import Line
from yanlu.trace import Replacement

_FACTS: Final = frozenset(f.name for f in fields(Facts)) - {"evidence", "dateline"}
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "document": frozenset({"ordinal", "begins", "reason", "against"}) | _FACTS,
    "text": frozenset({"find", "replace", "reason"}),
    "cut": frozenset({"line", "begins", "here", "reason"}),
    "witness": frozenset({"ordinal", "begins", "joins", "apart_from", "base", "reason"}),
    "anchor": frozenset({"page", "id", "begins", "gone", "reason"}),
    "boilerplate": frozenset({"text", "reason"}),
}
#: The files about anchors and about words that say nothing, which belong to no raw file; the others are named after theirs.
ANCHORS, BOILERPLATE = "anchors.toml", "boilerplate.toml"
_TYPES: Final[Mapping[str, tuple[type, str]]] = {
    "ordinal": (int, "a whole number"),
    "line": (int, "a whole number"),
    "here": (bool, "true or false"),
    "complete": (bool, "true or false"),
    "base": (bool, "true or false"),
    "gone": (bool, "true or false"),
    "against": (dict, "a table"),
}
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "document": ("ordinal", "begins", "reason"),
    "text": ("find", "replace", "reason"),
    "cut": ("line", "begins", "here", "reason"),
    "witness": ("ordinal", "begins", "reason"),
    "anchor": ("page", "reason"),
    "boilerplate": ("text", "reason"),
}
_SOURCE_KEYS: Final = frozenset({"from", "received", "sha256", "licence", "encoding", "note"})


class EditorError(Exception):
    """Mistakes in the editor's files, each a sentence with file and line."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__(mistakes)

    def __str__(self) -> str:
        return "\n".join(self.args[0])


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of an editor's file, and the line it begins on."""

    table: str
    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edits:
    """What the editor says about one raw file."""

    path: str
    entries: tuple[Entry, ...] = ()

    def of(self, table: str) -> list[Entry]:
        """The entries of one table, in the file's order."""
        return [e for e in self.entries if e.table == table]

    def mistake(self, entry: Entry, text: str) -> EditorError:
        """An error about one entry."""
        return EditorError([f"{self.path}:{entry.line}: {text}"])

    def check_begins(self, entry: Entry, document: Document) -> None:
        """That the entry means this text. Raises `EditorError`."""
        begins, lines = squeeze(entry.values["begins"]), [*document.head, *document.paragraphs]
        if not squeeze("".join(b.text for b in sorted(lines, key=lambda b: b.start))).startswith(begins):
            seen = f"text {document.ordinal} begins {lines[0].text[:20]!r}, not {entry.values['begins']!r}"
            raise self.mistake(entry, seen)


def load(folder: Path, raw_names: Sequence[str]) -> dict[str, Edits]:
    """Every editor's file, by the raw file's name. Raises `EditorError` with all mistakes of form."""
    loaded, mistakes = {}, []
    for path in sorted(folder.glob("*.toml")):
        name = path.name.removesuffix(".toml")
        if path.name in (ANCHORS, BOILERPLATE):
            continue
        if name not in raw_names:
            mistakes.append(f"{path}:1: there is no raw file called {name}; rename or delete this file")
            continue
        edits, wrong = _load_one(path, ("document", "text", "cut", "witness"))
        loaded[name] = edits
        mistakes += wrong
    if mistakes:
        raise EditorError(mistakes)
    return loaded


def load_anchors(folder: Path) -> Edits:
    """The editor's word on anchors. Raises `EditorError` with all mistakes of form."""
    return _load_shared(folder / ANCHORS, "anchor")


def load_boilerplate(folder: Path) -> Edits:
    """The repeated words that the editor says are boilerplate. Raises `EditorError` with all mistakes of form."""
    return _load_shared(folder / BOILERPLATE, "boilerplate")


def _load_shared(path: Path, table: str) -> Edits:
    if not path.exists():
        return Edits(str(path))
    edits, mistakes = _load_one(path, (table,))
    if mistakes:
        raise EditorError(mistakes)
    return edits


def _load_one(path: Path, known: Sequence[str]) -> tuple[Edits, list[str]]:
    try:
        text, tables = _parsed(path)
    except EditorError as e:
        return Edits(str(path)), [str(e)]
    entries, mistakes = [], []
    for table, values in tables.items():
        if table not in known or not isinstance(values, list):
            use = " or ".join(f"[[{name}]]" for name in known)
            mistakes.append(f"{path}:{_line_of(text, table, 0)}: unknown entry {table!r}; use {use}")
            continue
        for i, entry in enumerate(values):
            if not isinstance(entry, dict):
                mistakes.append(
                    f"{path}:{_line_of(text, table, 0)}: {table} = {values!r} is no table; write [[{table}]]"
                )
                break
            made = Entry(table, _line_of(text, table, i), entry)
            entries.append(made)
            mistakes += [f"{path}:{made.line}: {wrong}" for wrong in _wrong_form(made)]
    return Edits(str(path), tuple(sorted(entries, key=lambda e: e.line))), mistakes


def _parsed(path: Path) -> tuple[str, dict[str, Any]]:
    """A TOML file's text and tables. Raises `EditorError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        line = path.read_bytes().count(b"\n", 0, e.start) + 1
        raise EditorError([f"{path}:{line}: this file is not in UTF-8; save it as UTF-8"]) from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        at = re.search(r"line (\d+)", str(e))
        line = int(at[1]) if at else text.count("\n") + 1
        raise EditorError([f"{path}:{line}: this is no valid TOML: {e}"]) from None


def _line_of(text: str, table: str, nth: int) -> int:
    """The line of a file's n-th [[table]] header, from 1; of its first mention where there is none."""
    header = re.compile(rf"^[ \t]*\[\[?[ \t]*\"?{re.escape(table)}\"?[ \t]*\]\]?", re.MULTILINE)
    headers = [m.start() for m in header.finditer(text)]
    at = headers[nth] if nth < len(headers) else max(0, text.find(table))
    return text.count("\n", 0, at) + 1


def _wrong_form(entry: Entry) -> Iterator[str]:
    """What is wrong with an entry, seen alone."""
    values = entry.values
    for key in sorted(set(values) - _KEYS[entry.table]):
        yield f"unknown key {key!r}; [[{entry.table}]] knows {', '.join(sorted(_KEYS[entry.table]))}"
    for key in _REQUIRED[entry.table]:
        if key not in values or (
            isinstance(values[key], str) and not values[key].strip() and key != "replace"
        ):
            yield f"{key!r} is missing; every [[{entry.table}]] needs {', '.join(_REQUIRED[entry.table])}"
    for key, value in values.items():
        kind, name = _TYPES.get(key, (str, "text in quotes"))
        if key in _KEYS[entry.table] and type(value) is not kind:
            seen = repr(value) if isinstance(value, str | int | float | list | dict) else str(value)
            yield f"{key} = {seen} must be {name}"
    for key in ("date", "published"):
        if isinstance(values.get(key), str) and not dates.is_iso(values[key]):
            yield f"{key} = {values[key]!r} is no date; write 2020, 2020-03 or 2020-03-06, in quotes"
    if isinstance(values.get("kind"), str) and values["kind"] not in SPEECH_KINDS:
        yield f"unknown kind {values['kind']!r}; known are {', '.join(SPEECH_KINDS)}"
    if isinstance(values.get("against"), dict):
        for key in sorted(set(values["against"]) - set(values)):
            yield f"against.{key} stands without {key}; give both or neither"
    if entry.table == "witness" and not {"joins", "apart_from", "base"} & set(values):
        yield "nothing is said; give joins, apart_from or base"
    if entry.table == "anchor" and ("begins" in values) == bool(values.get("gone")):
        yield "give either begins, the first words of the paragraph that it is now, or gone = true"
    if entry.table == "anchor" and "id" not in values and not values.get("gone"):
        yield "'id' is missing: which anchor is it? Without one, only gone = true says something, of the whole page"
    if entry.table == "text" and values.get("find") == values.get("replace") is not None:
        yield "find and replace are the same; delete this entry"


# --- applying ------------------------------------------------------------------------------------------


def text_corrections(edits: Edits, text: str) -> list[Replacement]:
    """The editor's corrections as replacements in the clean text. Raises `EditorError`."""
    found: list[tuple[int, int, str, Entry]] = []
    for entry in edits.of("text"):
        wanted, instead = entry.values["find"], entry.values["replace"]
        times = text.count(wanted)
        if times != 1:
            seen = (
                "does not stand in the clean text"
                if not times
                else f"stands {times} times; take more characters around it"
            )
            raise edits.mistake(entry, f"{wanted!r} {seen}")
        if "\n" in wanted + instead:
            raise edits.mistake(entry, "a correction stays inside one paragraph; it can hold no line break")
        at = text.index(wanted)
        end = at + len(wanted)
        if not instead and (at == 0 or text[at - 1] == "\n") and text[end : end + 1] == "\n":
            end += 1  # a whole paragraph goes with its line end
        found.append((at, end, instead, entry))
    found.sort()
    for (_, end, _, _), (start, _, _, entry) in pairwise(found):
        if start < end:
            raise edits.mistake(entry, "two corrections touch the same characters; make them one")
    return [(start, end, instead) for start, end, instead, _ in found]


def cuts(edits: Edits, lines: Sequence[Line], parts: Sequence[Sequence[Line]]) -> dict[int, bool]:
    """Where the editor says a text begins (True) or does not: index of the line → said.

    `parts` are the texts as the machine cuts them. Raises `EditorError`.
    """
    said: dict[int, bool] = {}
    starts = {part[0].at for part in parts if part}
    for entry in edits.of("cut"):
        number, begins, here = entry.values["line"], squeeze(entry.values["begins"]), entry.values["here"]
        at = [i for i, x in enumerate(lines) if x.lines[0] == number and squeeze(x.text).startswith(begins)]
        if len(at) != 1:
            seen = f"no paragraph or headline that begins {entry.values['begins']!r} starts on line {number} of the raw file"
            raise edits.mistake(
                entry,
                seen if not at else f"several lines begin so on line {number}; give more of their words",
            )
        if at[0] == 0 and not here:
            raise edits.mistake(entry, "the file begins there, and so does its first text; delete this entry")
        if at[0] in said:
            raise edits.mistake(entry, "two cuts name this place; delete one")
        if here == (lines[at[0]].at in starts):
            raise edits.mistake(
                entry, f"a text {'begins' if here else 'does not begin'} there anyway; delete this entry"
            )
        said[at[0]] = here
    return said


def correct(edits: Edits, documents: Sequence[Document]) -> list[Document]:
    """The documents with the editor's facts. Raises `EditorError`."""
    by_ordinal = {d.ordinal: d for d in documents}
    for entry in edits.of("document"):
        ordinal = entry.values["ordinal"]
        if ordinal not in by_ordinal:
            raise edits.mistake(entry, f"the file has no text {ordinal}, only {len(documents)}")
        by_ordinal[ordinal] = _corrected(edits, entry, by_ordinal[ordinal])
    return list(by_ordinal.values())


def _corrected(edits: Edits, entry: Entry, document: Document) -> Document:
    edits.check_begins(entry, document)
    against = entry.values.get("against", {})
    said = {key: value for key, value in entry.values.items() if key in _FACTS}
    if not said:
        raise edits.mistake(entry, f"nothing is corrected; give one of {', '.join(sorted(_FACTS))}")
    for key, value in said.items():
        printed = getattr(document.facts, key)
        cited = document.facts.evidence.get(key, "")
        doubtful = cited.endswith("(weak)") or "; year: " in cited or key == "complete"
        if printed == value and doubtful and key not in against:
            continue  # the editor confirms what the file tells only weakly
        if printed == value:
            raise edits.mistake(entry, f"the file itself gives {key} = {value!r}; delete this entry")
        may_differ = key == "complete" or (key == "kind" and key not in against and printed == "speech")
        if not _alike(printed, against.get(key)) and not may_differ:
            raise edits.mistake(
                entry,
                f"the file itself gives {key} = {printed!r}; to overrule it, add  against.{key} = {printed!r}"
                if printed
                else f"against.{key} names {against[key]!r}, but the file gives no {key}; delete it",
            )
    evidence = {**document.facts.evidence, **dict.fromkeys(said, f"editor: {entry.values['reason']}")}
    return replace(document, facts=replace(document.facts, **said, evidence=evidence))


def _alike(printed: object, against: object) -> bool:
    """Whether the editor names what the file gives, be it with other spaces."""
    if isinstance(printed, str) and isinstance(against, str):
        return squeeze(printed) == squeeze(against)
    return printed == against


# --- sources -----------------------------------------------------------------------------------------------


def sources(path: Path, raw_names: Sequence[str]) -> dict[str, dict[str, str]]:
    """`corpus/sources.toml`: what is known of where each raw file comes from. Raises `EditorError`."""
    if not path.exists():
        return {}
    text, tables = _parsed(path)
    mistakes = []
    for name, values in tables.items():
        at = f"{path}:{_line_of(text, name, 0)}"
        if not isinstance(values, dict):
            mistakes.append(
                f'{at}: {name!r} stands alone; each raw file has a table of its own, ["name.txt"]'
            )
        elif unknown := sorted(set(values) - _SOURCE_KEYS):
            mistakes.append(f"{at}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_SOURCE_KEYS))}")
        elif name not in raw_names:
            mistakes.append(f"{at}: there is no raw file called {name}")
    if mistakes:
        raise EditorError(mistakes)
    return {name: {k: str(v) for k, v in values.items()} for name, values in tables.items()}


def doubts(raw: RawFile, source: Mapping[str, str]) -> Iterator[Finding]:
    """What is doubtful about a raw file's record in sources.toml."""
    if not source:
        yield Finding(raw.name, 1, "S001", "corpus/sources.toml does not say where this file is from")
    elif source.get("sha256") not in (None, raw.sha256):
        yield Finding(raw.name, 1, "S002", f"the file is not the one received: sha256 is now {raw.sha256}")
