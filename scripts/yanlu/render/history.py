"""What changed, and the version of the corpus: one page for readers, one file for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final

from yanlu.model import text_version
from yanlu.relate.ledger import Event, Record
from yanlu.render.data import schema
from yanlu.render.entries import Entry
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template
from yanlu.render.text import json_line

_MOST: Final = 500  #: changes that the page shows, the latest; the file has all


@dataclass(frozen=True, slots=True)
class Change:
    """An event of a speech, with the address of what it is about."""

    speech: str
    title: str
    event: Event

    @property
    def target(self) -> tuple[str, str]:
        """The page's folder below speeches/, and the anchor in it or nothing."""
        page, _, anchor = self.event.where.partition("#") if self.event.what != "fact" else ("", "", "")
        return f"{self.speech}{page}", anchor


def corpus_version(entries: Sequence[Entry]) -> str:
    """One version for all texts: it changes when any of them does, and in no other case."""
    return text_version(
        [f"{entry.id} {w.id} {w.document.version}" for entry in entries for w in entry.speech.witnesses]
    )


def history_files(entries: Sequence[Entry], records: Mapping[str, Record]) -> dict[str, str]:
    """Path below the docs folder → content of the page and of the data file."""
    titles = {entry.id: entry.document.facts.title or "" for entry in entries}
    changes = sorted(_changes(records, titles), key=lambda c: c.event.day, reverse=True)
    version = corpus_version(entries)
    words = strings()
    page = template("history.md.j2").render(
        s=words,
        version=version,
        days=[(day, list(_rows(its, words))) for day, its in _by_day(changes[:_MOST])],
    )
    return {
        "history.md": page,
        "data/history.json": _data(version, changes),
        "data/history.schema.json": schema("history").decode(),
    }


def _changes(records: Mapping[str, Record], titles: Mapping[str, str]) -> Iterator[Change]:
    for id in sorted(records):
        title = titles.get(id) or records[id].facts.get("title", "")
        yield from (Change(id, title, event) for event in records[id].events)


def _by_day(changes: Sequence[Change]) -> Iterator[tuple[str, Iterator[Change]]]:
    return groupby(changes, key=lambda change: change.event.day)


def _rows(changes: Iterator[Change], words: Strings) -> Iterator[dict[str, object]]:
    """The changes of a day, a speech at a time."""
    for id, its in groupby(changes, key=lambda change: change.speech):
        told = list(its)
        yield {"id": id, "title": told[0].title or id, "changes": [_row(change, words) for change in told]}


def _row(change: Change, words: Strings) -> dict[str, str]:
    event, (page, anchor) = change.event, change.target
    fact = words["fact"].get(event.where, event.where) if event.what == "fact" else ""
    return {
        "what": words["history"][event.what] + fact,
        "page": page,
        "anchor": anchor,
        "before": event.before,
        "after": event.after,
    }


def _data(version: str, changes: Sequence[Change]) -> str:
    """One change a line, so that what is new can be seen in a comparison of two states."""
    lines = (json_line({"speech": change.speech, **asdict(change.event)}).rstrip() for change in changes)
    return f'{{"version": "{version}", "changes": [\n' + ",\n".join(lines) + "\n]}\n"
