"""A text that remembers where every character came from.

A cleaning step is a plain function: it looks at a string and yields replacements in that
string's own offsets. `Trace` applies them, carries the offsets back to the raw text, and so
keeps one flat list of changes that replays both ways however many steps there were. (The idea
is eyecite's span updater; ours composes, so steps need not know of each other.)

>>> t = Trace("a  b").apply("space", [(1, 3, " ")]).apply("shout", [(2, 3, "B")])
>>> t.text
'a B'
>>> [(c.start, c.end, c.rule, c.before, c.after) for c in t.changes()]
[(1, 3, 'space', '  ', ' '), (3, 4, 'shout', 'b', 'B')]
>>> t.origin(2)
3
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from yanlu.model import Change

Replacement = tuple[int, int, str]  #: start, end, what stands there instead
Step = Callable[[str], Iterable[Replacement]]

_LINE_END = re.compile(r"\n|\r(?:\r*\n)?")


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement in offsets of the raw text, and the rule that made it."""

    start: int
    end: int
    after: str
    rule: str


@dataclass(frozen=True)
class Trace:
    """A raw text and the edits made so far: sorted, apart from each other."""

    raw: str
    edits: tuple[Edit, ...] = ()
    text: str = field(init=False)
    _starts: list[int] = field(init=False, repr=False)  #: where each piece begins in text
    _pieces: list[tuple[int, int, Edit | None]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        parts: list[str] = []
        starts: list[int] = []
        pieces: list[tuple[int, int, Edit | None]] = []
        at, done = 0, 0
        for edit in self.edits:
            if done < edit.start:
                starts.append(at)
                pieces.append((done, edit.start, None))
                parts.append(self.raw[done : edit.start])
                at += edit.start - done
            starts.append(at)
            pieces.append((edit.start, edit.end, edit))
            parts.append(edit.after)
            at += len(edit.after)
            done = edit.end
        starts.append(at)
        pieces.append((done, len(self.raw), None))
        parts.append(self.raw[done:])
        object.__setattr__(self, "text", "".join(parts))
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_pieces", pieces)

    def run(self, steps: Iterable[tuple[str, Step]]) -> Trace:
        """Apply named steps one after the other."""
        trace = self
        for rule, step in steps:
            trace = trace.apply(rule, step(trace.text))
        return trace

    def apply(self, rule: str, replacements: Iterable[Replacement]) -> Trace:
        """Make replacements in `text`, given in order and without overlap.

        Where one touches text that an earlier edit put in, the two become one edit under the
        later rule's name; what an earlier edit deleted in its midst stays under that one's.
        """
        new: list[tuple[int, Edit]] = []
        taken: set[int] = set()
        for start, end, after in self._grouped(r for r in replacements if self.text[r[0] : r[1]] != r[2]):
            pieces = self._covered(start, end)
            new += self._absorb(start, end, after, rule, pieces)
            taken.update(pieces)
        if not new:
            return self
        kept = [(self._starts[i], e) for i, (_, _, e) in enumerate(self._pieces) if e and i not in taken]
        edits = sorted([*kept, *new], key=lambda placed: (placed[0], placed[1].start))
        return Trace(self.raw, tuple(edit for _, edit in edits))

    def _grouped(self, replacements: Iterable[Replacement]) -> Iterator[Replacement]:
        """Replacements as given, but those that cut into the same inserted text as one."""
        held: Replacement | None = None
        for start, end, after in replacements:
            if held and held[1] > held[0] and self._same_insertion(held[1] - 1, start):
                held = (held[0], end, held[2] + self.text[held[1] : start] + after)
                continue
            if held:
                yield held
            held = (start, end, after)
        if held:
            yield held

    def _same_insertion(self, one: int, other: int) -> bool:
        piece = self._piece_at(one)
        return piece == self._piece_at(other) and self._pieces[piece][2] is not None

    def _covered(self, start: int, end: int) -> list[int]:
        """The pieces that a replacement takes up: all it touches but the deletions in its midst."""
        first = self._piece_at(start)
        last = self._piece_at(end - 1) if end > start else first
        inner = (i for i in range(first + 1, last) if not self._is_deletion(i))
        return sorted({first, *inner, last})

    def _is_deletion(self, piece: int) -> bool:
        edit = self._pieces[piece][2]
        return edit is not None and not edit.after

    def _absorb(
        self, start: int, end: int, after: str, rule: str, pieces: list[int]
    ) -> Iterator[tuple[int, Edit]]:
        """One replacement as edits in raw offsets, each with its place in `text`.

        It takes the pieces up, inserted text and all; a deletion between two pieces makes two edits.
        """
        runs: list[list[int]] = []
        for piece in pieces:
            if runs and runs[-1][-1] == piece - 1:
                runs[-1].append(piece)
            else:
                runs.append([piece])
        for run in runs:
            first, last = run[0], run[-1]
            begin, _, head = self._pieces[first]
            raw_begin, stop, tail = self._pieces[last]
            place, text = self._starts[first], after if run is runs[0] else ""
            if first == pieces[0] and head:
                text = head.after[: start - place] + text
            elif first == pieces[0]:
                begin, place = begin + start - place, start
            if last == pieces[-1] and tail:
                text += tail.after[end - self._starts[last] :]
            elif last == pieces[-1]:
                stop = raw_begin + end - self._starts[last]
            yield place, Edit(begin, stop, text, rule)

    def _piece_at(self, position: int) -> int:
        return bisect_right(self._starts, position) - 1

    def origin(self, position: int) -> int:
        """The raw offset of the character at `position` (of the edit that put it in)."""
        piece = self._piece_at(position)
        begin, _, edit = self._pieces[piece]
        return begin if edit else begin + position - self._starts[piece]

    def origin_end(self, position: int) -> int:
        """The raw offset just behind the character before `position`."""
        piece = self._piece_at(position - 1)
        begin, end, edit = self._pieces[piece]
        return end if edit else begin + position - self._starts[piece]

    def changes(self) -> Iterator[Change]:
        """The edits as the change log shows them."""
        lines = LineNumbers(self.raw)
        for e in self.edits:
            yield Change(e.start, e.end, lines.at(e.start), e.rule, self.raw[e.start : e.end], e.after)


class LineNumbers:
    r"""Turns an offset into a line number, counting CR, LF, CR LF and CR CR LF once each.

    >>> LineNumbers("a\r\nb\rc").at(5)
    3
    """

    def __init__(self, text: str) -> None:
        self._ends = [m.end() for m in _LINE_END.finditer(text)]

    def at(self, offset: int) -> int:
        return bisect_right(self._ends, offset) + 1


def replay(raw: str, changes: Iterable[Change]) -> str:
    """The clean text, made from the raw text and its change log.

    >>> replay("a  b", [Change(1, 3, 1, "space", "  ", " ")])
    'a b'
    """
    parts, done = [], 0
    for c in changes:
        if raw[c.start : c.end] != c.before:
            raise ValueError(f"offset {c.start}: expected {c.before!r}, found {raw[c.start : c.end]!r}")
        parts += [raw[done : c.start], c.after]
        done = c.end
    return "".join([*parts, raw[done:]])


def rewind(clean: str, changes: Iterable[Change]) -> str:
    """The raw text, made from the clean text and its change log.

    >>> rewind("a b", [Change(1, 3, 1, "space", "  ", " ")])
    'a  b'
    """
    parts, done, shift = [], 0, 0
    for c in changes:
        start = c.start + shift
        if clean[start : start + len(c.after)] != c.after:
            raise ValueError(f"offset {start} of the clean text: expected {c.after!r}")
        parts += [clean[done:start], c.before]
        done = start + len(c.after)
        shift += len(c.after) - len(c.before)
    return "".join([*parts, clean[done:]])
