"""Paragraph links that never break: where every anchor ever issued on a page is now.

An anchor is issued once, never renumbered, never reused. When a page has changed, the words of each
anchor are followed character by character (`align`): its paragraph is the one that holds the
beginning of them, if enough of them are there at all (`landing`). The idea is that
of TheyWorkForYou's redirects (mysociety/parlparse, gidmatching.py: old text diffed against new, each
id matched, merged or missing), here by characters, with moves, splits and merges.

Words keep their id through merges and splits: an alias has the span of its own words, and so has a
live row of which only a part is its own. A paragraph cut in two keeps its id where it begins, and the
rest gets another, which remembers its origin: should the beginning be taken out, the old links, most
of whose words were the rest, lead there.

>>> before = mint(["同志们：", "现在开会。今天有两个议题。", "散会。"])
>>> after = follow(before.rows, ["同志们：", "现在开会。", "今天有两个议题。", "散会。"])
>>> after.ids
('p1', 'p2', 'p2a', 'p3')
>>> follow(after.rows, ["同志们：", "现在开会。今天有两个议题。", "散会。"]).rows[2]
Row(id='p2a', state='alias', target='p2', start=5, end=13, text='', origin='p2')
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise, product
from string import ascii_lowercase
from types import MappingProxyType
from typing import Final

from yanlu.hanzi import fold
from yanlu.model import Row
from yanlu.relate.align import GRAM, Alignment
from yanlu.relate.landing import Landing, Words, land

Said = Mapping[str, int | None]

#: Below this share of the words found a match is shown to the editor.
DOUBTFUL: Final = 0.6
#: A paragraph taken out is back only if so much of it is.
BACK: Final = 0.85
#: So many characters at an end of a paragraph that are not its own are kept apart.
PIECE: Final = 6


@dataclass(frozen=True, slots=True)
class Weak:
    """A match that an editor should look at: only this share of the words is found there."""

    id: str
    target: str
    share: float


@dataclass(frozen=True, slots=True)
class Followed:
    """A page's anchors: every row ever, in page order, and the id of each paragraph now."""

    rows: tuple[Row, ...]
    ids: tuple[str, ...]
    weak: tuple[Weak, ...]


def mint(texts: Sequence[str]) -> Followed:
    """The first anchors of a page: p1, p2, …"""
    rows = tuple(Row(f"p{n}", "live", text=text) for n, text in enumerate(texts, 1))
    return Followed(rows, tuple(row.id for row in rows), ())


def follow(rows: Sequence[Row], texts: Sequence[str], said: Said = MappingProxyType({})) -> Followed:
    """Where every anchor is, now that the page's paragraphs are `texts`.

    `said` is the editor's word and always wins: an id, and the index of the paragraph that holds it
    now or None, it is gone. Raises `ValueError` where it names an id never issued or no paragraph.
    """
    _check(rows, texts, said)
    return _unchanged(rows, texts, said) or _Page(rows, texts, said).followed()


def _check(rows: Sequence[Row], texts: Sequence[str], said: Said) -> None:
    known = {row.id for row in rows}
    for id, place in said.items():
        if id not in known:
            raise ValueError(f"{id}: no such anchor was ever issued on this page")
        if place is not None and not 0 <= place < len(texts):
            raise ValueError(f"{id}: there is no paragraph {place} among {len(texts)}, counted from 0")


def _unchanged(rows: Sequence[Row], texts: Sequence[str], said: Said) -> Followed | None:
    """The same rows, if the page says what it said before and the editor nothing new."""
    live = [row for row in rows if row.state == "live"]
    ids = tuple(row.id for row in live)
    places = {id: i for i, id in enumerate(ids)}
    places |= {row.id: places[row.target] for row in rows if row.state == "alias"}
    if [row.text for row in live] == list(texts) and all(
        places.get(id) == place for id, place in said.items()
    ):
        return Followed(tuple(rows), ids, ())
    return None


class _Page:
    """A page that has changed: its rows as they were, its paragraphs as they are."""

    def __init__(self, rows: Sequence[Row], texts: Sequence[str], said: Said) -> None:
        self.rows, self.said = rows, said
        self.old = {row.id: Words(row.text) for row in rows if row.state == "live"}
        self.new = [Words(text) for text in texts]
        self.alignment = Alignment([its.words for its in self.old.values()], [its.words for its in self.new])
        self.own = self._own()
        self.origin = {row.id: row.origin for row in rows}
        self.landings = self._landings()
        self.ids = self._owners()
        self._mint()

    def followed(self) -> Followed:
        """All there is to say of the page."""
        weak = [
            Weak(id, self.ids[at.paragraph], round(at.share, 2))
            for id, at in self.landings.items()
            if at.found < DOUBTFUL
        ]
        return Followed(tuple(self._rows()), tuple(self.ids), tuple(weak))

    # --- where the words are ----------------------------------------------------------------------

    def _own(self) -> dict[str, range]:
        """Where each id's own words stand on the old page."""
        own = {
            id: range(*span) for id, span in zip(self.old, pairwise(self.alignment.old.starts), strict=True)
        }
        spans = {row.id: (row, _home(row)) for row in self.rows if row.end}
        return own | {
            id: self.old[home].between(row.start, row.end, own[home].start)
            for id, (row, home) in spans.items()
        }

    def _landings(self) -> dict[str, Landing]:
        """Where every id is that is still there or is there again."""
        found = {id: at for id, places in self.own.items() if (at := land(self.alignment, places))}
        found |= self._back(found)
        found |= self._split_off(found)
        for id, paragraph in self.said.items():
            if paragraph is None:
                found.pop(id, None)
            elif id not in found or found[id].paragraph != paragraph:
                found[id] = Landing(paragraph, 0, len(self.new[paragraph].words) - 1)
        return found

    def _split_off(self, found: Mapping[str, Landing]) -> dict[str, Landing]:
        """Where the rest of its words is of an id whose paragraph was split and has now lost its beginning."""
        led: dict[str, Landing] = {}
        for row in reversed(self.rows):  # so that of several parts the first is taken
            at = found.get(row.id) or led.get(row.id)
            if at and row.origin in self.own and row.origin not in found:
                led[row.origin] = at
        return led

    def _back(self, found: Mapping[str, Landing]) -> dict[str, Landing]:
        """Where old paragraphs that had been taken out make up most of a new one, each nearly whole."""
        new = [q for q in range(len(self.new)) if not self.alignment.new.is_old(q)]
        gone = [row for row in self.rows if row.state == "gone"]
        if not new or not gone:
            return {}
        texts = [self.new[q] for q in new]
        alignment = Alignment([Words(row.text).words for row in gone], [its.words for its in texts])
        back = {}
        for row, (start, end) in zip(gone, pairwise(alignment.old.starts), strict=True):
            at = land(alignment, range(start, end))
            if at and at.share >= BACK and alignment.new.is_old(at.paragraph):
                q = new[at.paragraph]
                if end - start >= GRAM or self._stands_there(row, q, found.get(row.target)):
                    back[row.id] = replace(at, paragraph=q)
        return back

    def _stands_there(self, row: Row, paragraph: int, before: Landing | None) -> bool:
        """Whether a paragraph has a gone row's very words and stands where that stood."""
        same = fold(row.text) == fold(self.new[paragraph].text)
        return same and paragraph == (before.paragraph + 1 if before else 0)

    # --- whose the paragraphs are -----------------------------------------------------------------

    def _owners(self) -> list[str]:
        """The id of each paragraph, empty for a new one: of several, the one whose words come first.

        A paragraph is new, too, where nobody's words come first and are more than those of the first id:
        a long piece of something else, with a heading or a short paragraph run into it.
        """
        ids: dict[int, str] = {}
        for id, at in sorted(
            self.landings.items(),
            key=lambda its: (its[0] not in self.said, its[1].first, its[0] not in self.old),
        ):
            ids.setdefault(at.paragraph, id if at.before <= 1 else "")
        return [ids.get(q, "") for q in range(len(self.new))]

    def _mint(self) -> None:
        """An id for each new paragraph: p12a after p12, p0a before the first, the next number at the end."""
        used = {row.id for row in self.rows}
        last = max((q for q, id in enumerate(self.ids) if id), default=-1)
        before = "p0"
        for q, id in enumerate(self.ids):
            inside = q < last or (last >= 0 and not self.alignment.new.is_free(q))
            before = self.ids[q] = id or (_after(before, used) if inside else _next(used))
            used.add(before)

    # --- the rows now -----------------------------------------------------------------------------

    def _rows(self) -> list[Row]:
        """Every row in page order; what is gone, or on another page, stays behind what it stood behind."""
        placed: list[tuple[tuple[int, int, int], Row]] = []
        before = -1
        for row in self.rows:
            if at := self.landings.get(row.id):
                before = at.paragraph
                if self.ids[before] != row.id:
                    span = self.new[before].span(at.first, at.last)
                    alias = Row(row.id, "alias", self.ids[before], *span, origin=row.origin)
                    placed.append(((before, 1, at.first), alias))
            else:
                placed.append(((before, 2, 0), self._gone(row, before)))
        for q, id in enumerate(self.ids):
            placed.append(((q, 0, 0), self._live(q, id)))
        return [row for _, row in sorted(placed, key=lambda its: its[0])]

    def _gone(self, row: Row, before: int) -> Row:
        if row.state == "moved":
            return row
        home = self.old.get(_home(row))
        text = home.text[row.start : row.end or None] if home else row.text
        return Row(row.id, "gone", self.ids[before] if before >= 0 else "", text=text, origin=row.origin)

    def _live(self, q: int, id: str) -> Row:
        """A paragraph's row, with the span of its own words if others go before them or another's follow."""
        text, at = self.new[q], self.landings.get(id) or self._before_all(q)
        start, end = text.span(at.first, at.last)
        start = start if at.first >= PIECE else 0
        end = end if self.alignment.new.known(q, at.last + 1) >= PIECE else len(text.text)
        span = (start, end) if (start, end) != (0, len(text.text)) else (0, 0)
        origin = self.origin[id] if id in self.origin else self._split_from(q)
        return Row(id, "live", "", *span, text=text.text, origin=origin)

    def _split_from(self, paragraph: int) -> str:
        """The id that most of a new paragraph's words were split from; nothing if they are new."""
        start, end = self.alignment.new.starts[paragraph : paragraph + 2]
        words = {i for i in self.alignment.new.mate[start:end] if i >= 0}
        best = max(self.own, key=lambda id: len(words.intersection(self.own[id])), default="")
        return best if best and 2 * len(words.intersection(self.own[best])) >= end - start else ""

    def _before_all(self, q: int) -> Landing:
        """The words of a new id: what stands before the first that an old id has there."""
        firsts = (at.first for at in self.landings.values() if at.paragraph == q)
        return Landing(q, 0, min(firsts, default=len(self.new[q].words)) - 1)


def _home(row: Row) -> str:
    """The live id whose paragraph holds a row's words."""
    return row.target if row.state == "alias" else row.id


def _after(id: str, used: Collection[str]) -> str:
    """The first unused id of this one's number and letters: p12a, … p12z, p12aa, …

    >>> _after("p12b", {"p12a", "p12b"})
    'p12c'
    """
    number = re.sub("[a-z]+$", "", id)
    names = (number + "".join(letters) for n in count(1) for letters in product(ascii_lowercase, repeat=n))
    return next(name for name in names if name not in used)


def _next(used: Collection[str]) -> str:
    """The number after all that were ever issued.

    >>> _next({"p3", "p12b"})
    'p13'
    """
    return f"p{1 + max((int(re.sub('[^0-9]', '', id)) for id in used), default=0)}"
