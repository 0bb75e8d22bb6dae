"""A text as its page shows it: paragraphs with their numbers, and what became of every other anchor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yanlu.model import Row
from yanlu.relate.history import gone_since
from yanlu.render.entries import Entry, Site

_NUMBER = re.compile(r"p(\d+)([a-z]*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph's text, and the merged anchors whose words begin with it."""

    anchors: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its anchor, its number as it is shown, and its text cut where merged anchors begin."""

    id: str
    label: str
    kind: str
    pieces: tuple[Piece, ...]
    counterpart: str = ""  #: the base witness's anchor for the same words
    gone: bool = False

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Gone:
    """An anchor that is no paragraph's any more: what it said, when it went, why, and where to look."""

    id: str
    label: str
    words: str
    day: str
    reason: str
    target: str  #: the page and anchor where its words are now, or nothing
    before: str  #: the paragraphs it stood between
    after: str
    gone: bool = True


def body(entry: Entry, site: Site) -> list[Paragraph | Gone]:
    """The page's paragraphs and tombstones in their order."""
    record = site.records.get(entry.id)
    days = gone_since(record, "" if entry.is_base else entry.witness.id) if record else {}
    reasons = {
        id.partition("#")[2]: why for id, why in site.reasons.items() if id.startswith(f"{entry.address}#")
    }
    return list(_blocks(entry, days, reasons))


def _blocks(entry: Entry, days: Mapping[str, str], reasons: Mapping[str, str]) -> Iterator[Paragraph | Gone]:
    witness = entry.witness
    aliases: dict[str, list[Row]] = {}
    for row in witness.rows:
        if row.state == "alias":
            aliases.setdefault(row.target, []).append(row)
    paragraphs = iter(
        zip(entry.document.paragraphs, witness.counterparts or [""] * len(witness.anchors), strict=True)
    )
    order = [row.id for row in witness.rows if row.state == "live"]
    passed = 0
    for row in witness.rows:
        if row.state == "live":
            passed += 1
            paragraph, counterpart = next(paragraphs)
            its = aliases.get(row.id, [])
            shown = label([row.id, *(alias.id for alias in its)])
            yield Paragraph(row.id, shown, paragraph.kind, pieces(paragraph.text, its), counterpart)
        elif row.state in ("gone", "moved"):
            before, after = order[passed - 1] if passed else "", order[passed] if passed < len(order) else ""
            target = row.target if row.state == "moved" else ""
            day, reason = days.get(row.id, ""), reasons.get(row.id, "")
            yield Gone(row.id, label([row.id]), row.text, day, reason, target, before, after)


def pieces(text: str, aliases: Iterable[Row]) -> tuple[Piece, ...]:
    """A text cut where the words of merged anchors begin.

    >>> [piece.text for piece in pieces("会议指出。会议强调。", [Row("p3", "alias", "p2", 5, 10)])]
    ['会议指出。', '会议强调。']
    """
    at: dict[int, list[str]] = {0: []}
    for row in sorted(aliases, key=lambda row: row.start):
        at.setdefault(min(row.start, len(text)), []).append(row.id)
    ends = [*list(at)[1:], len(text)]
    return tuple(
        Piece(tuple(ids), text[start:end]) for (start, ids), end in zip(at.items(), ends, strict=True)
    )


def label(ids: Sequence[str]) -> str:
    """The number that readers see: of a paragraph that took others in, all of theirs.

    >>> label(["p12"]), label(["p11", "p12"]), label(["p11", "p14", "p12a"])
    ('12', '11–12', '11、12a、14')
    """
    names = sorted((id[1:] for id in ids), key=lambda name: _order(f"p{name}"))
    numbers = [int(name) for name in names if name.isdecimal()]
    if len(names) > 1 and len(numbers) == len(names) == numbers[-1] - numbers[0] + 1:
        return f"{names[0]}–{names[-1]}"
    return "、".join(names)


def _order(id: str) -> tuple[int, int, str]:
    found = _NUMBER.fullmatch(id)
    return (int(found[1]), len(found[2]), found[2]) if found else (0, 0, id)
