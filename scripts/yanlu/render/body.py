"""A text as its page shows it: paragraphs with their numbers, and what became of every other anchor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yanlu.hanzi import cut_before, cut_behind
from yanlu.model import Row
from yanlu.relate.history import gone_since
from yanlu.render.entries import Entry, Site

_NUMBER = re.compile(r"p(\d+)([a-z]*)")


@dataclass(frozen=True, slots=True)
class Layer:
    """Characters `start` to `end` of a paragraph's text on which something is shown: what, and which one of its kind."""

    start: int
    end: int
    kind: str  #: "again", "note"
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph's text, the merged anchors whose words begin with it, and the layers that lie on it."""

    anchors: tuple[str, ...]
    text: str
    layers: tuple[Layer, ...] = ()
    closing: tuple[Layer, ...] = ()  #: those of them that end with it

    def ids(self, kind: str) -> str:
        """The ids of its layers of a kind, with spaces between them."""
        return " ".join(layer.id for layer in self.layers if layer.kind == kind)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its anchor, its number as it is shown, and its text cut where merged anchors and layers begin and end."""

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


Layers = Mapping[str, Sequence[Layer]]  #: by the anchor of the paragraph that they lie on


def body(entry: Entry, site: Site, layers: Layers) -> list[Paragraph | Gone]:
    """The page's paragraphs and tombstones in their order."""
    record = site.records.get(entry.id)
    days = gone_since(record, "" if entry.is_base else entry.witness.id) if record else {}
    reasons = {
        id.partition("#")[2]: why for id, why in site.reasons.items() if id.startswith(f"{entry.address}#")
    }
    return list(_blocks(entry, days, reasons, layers))


def _blocks(
    entry: Entry, days: Mapping[str, str], reasons: Mapping[str, str], layers: Layers
) -> Iterator[Paragraph | Gone]:
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
            cut = pieces(paragraph.text, its, layers.get(row.id, ()))
            yield Paragraph(row.id, shown, paragraph.kind, cut, counterpart)
        elif row.state in ("gone", "moved"):
            before, after = order[passed - 1] if passed else "", order[passed] if passed < len(order) else ""
            target = row.target if row.state == "moved" else ""
            day, reason = days.get(row.id, ""), reasons.get(row.id, "")
            yield Gone(row.id, label([row.id]), row.text, day, reason, target, before, after)


def pieces(text: str, aliases: Iterable[Row], layers: Iterable[Layer] = ()) -> tuple[Piece, ...]:
    """A text cut where the words of merged anchors begin, and where layers do and end.

    >>> [piece.text for piece in pieces("会议指出。会议强调。", [Row("p3", "alias", "p2", 5, 10)])]
    ['会议指出。', '会议强调。']
    >>> cut = pieces("全面从严治党", [], [Layer(0, 4, "again", "1"), Layer(2, 6, "again", "2")])
    >>> [(piece.text, piece.ids("again")) for piece in cut]
    [('全面', '1'), ('从严', '1 2'), ('治党', '2')]
    """
    anchors: dict[int, list[str]] = defaultdict(list)
    for row in sorted(aliases, key=lambda row: row.start):
        anchors[cut_before(text, row.start)].append(row.id)
    opened: dict[int, list[Layer]] = defaultdict(list)
    for layer in layers:
        opened[cut_before(text, layer.start)].append(layer)
    ends = {cut_behind(text, layer.end) for layers in opened.values() for layer in layers}
    cuts = [*sorted({0, *anchors, *opened, *(end for end in ends if end < len(text))}), len(text)]
    found: list[Piece] = []
    lying: list[Layer] = []
    for start, end in pairwise(cuts):
        lying = [*(layer for layer in lying if layer.end > start), *opened[start]]
        closing = tuple(layer for layer in lying if layer.end <= end)
        found.append(Piece(tuple(anchors[start]), text[start:end], tuple(lying), closing))
    return tuple(found)


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
