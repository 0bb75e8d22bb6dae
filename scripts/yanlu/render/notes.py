"""Editors' notes as a page shows them: marked in the text, numbered, and told beside it or under it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from yanlu.relate.notes import Place
from yanlu.relate.published import Standing
from yanlu.render.body import Layer, Piece
from yanlu.render.data import schema
from yanlu.render.entries import Entry
from yanlu.render.text import escape, json_line

NOTE: Final = "note"  #: the layer's kind
#: An address in a text: in ASCII, as addresses are, without the marks that end the sentence around it.
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'`\x7f-\U0010ffff]+(?<![.,;:!?)\]])")


@dataclass(frozen=True, slots=True)
class Told:
    """A note as it is shown."""

    id: str  #: its own on the page, the same at every build
    n: int  #: its number on the page; 0 of one that isn't on words
    text: Markup
    words: str  #: that it was on
    how: str
    tags: tuple[str, ...]
    creator: str
    rights: tuple[str, ...]

    @property
    def moved(self) -> bool:
        return self.how == "moved"

    @property
    def changed(self) -> bool:
        return self.how == "changed"

    @property
    def lost(self) -> bool:
        return self.how == "gone"


@dataclass(frozen=True, slots=True)
class Beside:
    """The notes whose words end in one paragraph."""

    notes: tuple[Told, ...]

    def closing(self, piece: Piece) -> list[Told]:
        """Those whose words end with a piece of the paragraph."""
        ids = {layer.id for layer in piece.closing if layer.kind == NOTE}
        return [note for note in self.notes if str(note.n) in ids]


@dataclass(frozen=True, slots=True)
class Noted:
    """A page's notes: beside its paragraphs, by anchor; on its words; and those on the whole text or on words that are gone."""

    beside: Mapping[str, Beside]
    layers: Mapping[str, Sequence[Layer]]
    others: tuple[Told, ...]


def noted(standings: Sequence[Standing], entry: Entry) -> Noted:
    """The notes of one page, in the order in which their words end."""
    anchors = entry.witness.anchors
    own = [standing for standing in standings if standing.page == entry.address]
    placed = [(standing, standing.place) for standing in own if standing.place]
    placed.sort(key=lambda its: (anchors.index(its[1].last), its[1].end, its[0].note.id))
    beside: dict[str, list[Told]] = defaultdict(list)
    layers: dict[str, list[Layer]] = defaultdict(list)
    for n, (standing, place) in enumerate(placed, 1):
        beside[place.last].append(_told(standing, n))
        for anchor, layer in _layers(place, str(n), entry):
            layers[anchor].append(layer)
    others = tuple(_told(standing, 0) for standing in own if not standing.place)
    return Noted({anchor: Beside(tuple(its)) for anchor, its in beside.items()}, layers, others)


def _layers(place: Place, id: str, entry: Entry) -> Iterator[tuple[str, Layer]]:
    """What a note lies on in each of its paragraphs."""
    anchors = entry.witness.anchors
    first, last = anchors.index(place.first), anchors.index(place.last)
    for at in range(first, last + 1):
        start = place.start if at == first else 0
        end = place.end if at == last else len(entry.document.paragraphs[at].text)
        yield anchors[at], Layer(start, end, NOTE, id)


def _told(standing: Standing, n: int) -> Told:
    note = standing.note
    return Told(
        id=f"note-{hashlib.sha256(note.id.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}",
        n=n,
        text=prose(note.text),
        words=next((s["exact"] for s in note.selectors if "exact" in s), ""),
        how=standing.how,
        tags=note.tags,
        creator="、".join(note.creators),
        rights=tuple(right for right in note.rights if right.startswith(("http://", "https://"))),
    )


def prose(text: str) -> Markup:
    r"""Plain text as HTML: its line ends kept, its addresses links.

    >>> print(prose("<b>\n好。"))
    &#60;b&#62;<br>好。
    """
    lines = (_linked(line) for line in re.split(r"\r\n|\r|\n", text.strip()))
    return Markup("<br>").join(lines)


def _linked(line: str) -> Markup:
    found, done = Markup(""), 0
    for match in _ADDRESS.finditer(line):
        href = escape(match[0])
        found += escape(line[done : match.start()])
        found += Markup(f'<a rel="nofollow noopener" href="{href}">{href}</a>')
        done = match.end()
    return found + escape(line[done:])


def notes_files(standings: Sequence[Standing]) -> dict[str, bytes]:
    """The published notes as data, an annotation a line, and what is asked of one."""
    lines = [json_line(standing.note.annotation) for standing in standings]
    return {"data/notes.jsonl": "".join(lines).encode(), "data/notes.schema.json": schema("notes")}
