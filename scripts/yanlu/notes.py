"""`corpus/notes/`: published notes (批注), W3C Web Annotations with a creator and rights. Loads, checks, adds.

A file holds one annotation, an array of them, an AnnotationPage, or an AnnotationCollection with its first page in it. What
is asked of each is in render/schemas/notes.schema.json. Whatever is wrong is told with file, line and place; nothing is
published by half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from yanlu.model import Note

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
SUFFIX: Final = ".jsonld"
#: A file larger than this is not read: in bytes.
LARGEST: Final = 10_000_000
#: So many characters of a wrong value are shown.
_SHOWN: Final = 80
#: Where a note's text is: this site's name for it, or a page's address on any host.
_SPEECH: Final = re.compile(
    r"(?:urn:x-yanlu:speech:|https?://.*/speeches/)([0-9A-Za-z-]+(?:/w\d+)?)/?(?:index\.html)?(?:[?#].*)?"
)


class NotesError(Exception):
    """Mistakes in files of notes, each a sentence with file and line."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("\n".join(mistakes))


def load(folder: Path) -> tuple[Note, ...]:
    """Every published note, by file. Raises `NotesError` with all mistakes."""
    notes: list[Note] = []
    mistakes: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            notes += read(path)
        except NotesError as e:
            mistakes.append(str(e))
    mistakes += _twice(folder, notes)
    if mistakes:
        raise NotesError(mistakes)
    return tuple(notes)


def add(path: Path, folder: Path) -> int:
    """Check a file and put it with the others; how many notes it has. Raises `NotesError`, and then nothing is written."""
    notes = read(path)
    target = folder / f"{path.stem}{SUFFIX}"
    if target.exists() and target.read_bytes() != path.read_bytes():
        raise NotesError([f"{path}: {target} has other notes; rename your file, or edit that one"])
    others = [note for note in load(folder) if note.source != target.name]
    if mistakes := list(_twice(folder, [*others, *notes])):
        raise NotesError(mistakes)
    folder.mkdir(parents=True, exist_ok=True)
    target.write_bytes(path.read_bytes())
    return len(notes)


def _twice(folder: Path, notes: Sequence[Note]) -> Iterator[str]:
    """The notes whose id another has already."""
    known: dict[str, Note] = {}
    for note in notes:
        first = known.setdefault(note.id, note)
        if first is not note:
            yield f"{folder / note.source}:{note.line}: {note.id} is the id of a note in {first.source}, too"


def read(path: Path) -> list[Note]:
    """The notes of one file. Raises `NotesError` with all mistakes."""
    if path.stat().st_size > LARGEST:
        raise NotesError([f"{path}: larger than {LARGEST:,} bytes; make several files of it"])
    text, parsed = _parsed(path)
    notes, mistakes = [], []
    for where, annotation in _annotations(path, parsed):
        line = _line_of(text, annotation)
        wrong = _wrong(annotation)
        if wrong:
            mistakes.append(f"{path}:{line}: {where}{wrong}")
        else:
            notes.append(_note(path.name, line, annotation))
    if mistakes:
        raise NotesError(mistakes)
    return notes


def _parsed(path: Path) -> tuple[str, Any]:
    """A file's text, and what it says as JSON. Raises `NotesError`."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        return text, json.loads(text, parse_constant=_no_number)
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        raise NotesError([f"{path}:{line}: this file is not in UTF-8; save it as UTF-8"]) from None
    except json.JSONDecodeError as e:
        raise NotesError([f"{path}:{e.lineno}: this is no valid JSON: {e.msg} (column {e.colno})"]) from None
    except (RecursionError, ValueError) as e:
        told = "too deep" if isinstance(e, RecursionError) else str(e)
        raise NotesError([f"{path}:1: this is no valid JSON: {told}"]) from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")


def _annotations(path: Path, parsed: Any) -> Iterator[tuple[str, Any]]:
    """Each annotation of a file, and where it is in it. Raises `NotesError` for a collection whose page is elsewhere."""
    kind = parsed.get("type") if isinstance(parsed, dict) else None
    if kind == "AnnotationCollection":
        page = parsed.get("first")
        if not isinstance(page, dict) or page.get("next"):
            raise NotesError(
                [f"{path}:1: the collection has pages elsewhere; put all its notes into one page"]
            )
        yield from _annotations(path, {"@context": parsed.get("@context"), **page, "type": "AnnotationPage"})
        return
    items = parsed.get("items") if isinstance(parsed, dict) and kind == "AnnotationPage" else parsed
    if isinstance(items, dict):
        yield "", items
        return
    if not isinstance(items, list) or not items:
        raise NotesError([f"{path}:1: there is no annotation in it"])
    context = parsed.get("@context") if isinstance(parsed, dict) else None
    for n, item in enumerate(items, 1):
        inherits = isinstance(item, dict) and context and "@context" not in item
        yield f"annotation {n}: ", {"@context": context, **item} if inherits else item


def _line_of(text: str, annotation: Any) -> int:
    """The line on which an annotation's id stands, from 1."""
    id = annotation.get("id") if isinstance(annotation, dict) else None
    at = text.find(json.dumps(id, ensure_ascii=False)) if isinstance(id, str) else -1
    return text.count("\n", 0, max(0, at)) + 1


@cache
def _schema() -> Draft202012Validator:
    content = resources.files("yanlu.render").joinpath("schemas", "notes.schema.json").read_bytes()
    return Draft202012Validator(json.loads(content))


def _wrong(annotation: Any) -> str:
    """What is wrong with an annotation; nothing if it can be published."""
    try:
        error = best_match(_schema().iter_errors(annotation))
    except RecursionError:
        return "too deep"
    if error is not None:
        return _told(error)
    target = _target(annotation)
    if not _SPEECH.fullmatch(target["source"]):
        seen = target["source"][:_SHOWN]
        return f"target.source: {seen!r} is no page of a speech; write urn:x-yanlu:speech:2020-03-06, or the page's address"
    if "selector" in target and not _placeable(_list(target["selector"])):
        return "target.selector: give the paragraph (FragmentSelector) or the words (TextQuoteSelector)"
    return ""


def _told(error: ValidationError) -> str:
    """A mistake of form: where in the annotation, and what."""
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    ours = error.schema.get("$comment") if isinstance(error.schema, dict) else None
    message = ours or error.message
    if len(message) > 2 * _SHOWN:
        message = f"{message[:_SHOWN]}… is wrong here"
    return f"{where.lstrip('.')}: {message}" if where else message


def _placeable(selectors: Sequence[dict[str, Any]]) -> bool:
    return any(s["type"] == "FragmentSelector" or s.get("exact") for s in selectors)


def _list(value: Any) -> list[Any]:
    """What may stand alone or in an array."""
    return value if isinstance(value, list) else [value]


def _target(annotation: dict[str, Any]) -> dict[str, Any]:
    target: dict[str, Any] | str = _list(annotation["target"])[0]
    return {"source": target} if isinstance(target, str) else target


def _note(source: str, line: int, annotation: dict[str, Any]) -> Note:
    """A note by an annotation of the right form."""
    target = _target(annotation)
    speech = _SPEECH.fullmatch(target["source"])
    bodies = _list(annotation["body"]) if "body" in annotation else []
    said = [body["value"] for body in bodies if body.get("purpose") != "tagging"]
    return Note(
        source=source,
        line=line,
        id=annotation["id"],
        page=speech[1] if speech else "",
        selectors=tuple(_list(target["selector"])) if "selector" in target else (),
        text="\n".join([*said, *([annotation["bodyValue"]] if "bodyValue" in annotation else [])]),
        tags=tuple(body["value"] for body in bodies if body.get("purpose") == "tagging"),
        creators=tuple(creator["name"] for creator in _list(annotation["creator"])),
        rights=tuple(_list(annotation["rights"])),
        annotation=annotation,
    )
