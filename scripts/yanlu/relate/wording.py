"""How two wordings of one passage differ, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from yanlu.hanzi import folded

#: So few equal letters between two changes are equal by chance, and part of one change.
CRUMB: Final = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a wording: ``same`` in both, ``added`` in the other, or ``dropped`` there (then the text is the one's)."""

    text: str
    change: str


def parts(one: str, other: str) -> list[Part]:
    """The other wording in parts, each as it is printed there, with what it has not from the one between them.

    Compared folded: punctuation, width and 繁/简 make no difference, and stay with the letter before them.

    >>> [(part.change, part.text) for part in parts("坚决打赢脱贫攻坚战。", "坚决打好，脱貧攻坚戰！")]
    [('same', '坚决打'), ('dropped', '赢'), ('added', '好，'), ('same', '脱貧攻坚戰！')]
    """
    (a, at_a), (b, at_b) = folded(one), folded(other)
    found: list[Part] = []
    for i, k, j, m, same in _runs(a, b):
        if same:
            found.append(Part(_piece(other, at_b, j, m), "same"))
        else:
            found += [Part(_piece(one, at_a, i, k), "dropped"), Part(_piece(other, at_b, j, m), "added")]
    return [part for part in found if part.text]


def _runs(a: str, b: str) -> list[tuple[int, int, int, int, bool]]:
    """Equal and changed runs by turns, each with where it stands in both."""
    found: list[tuple[int, int, int, int, bool]] = []
    for op in Indel.opcodes(a, b):
        inner = op.src_start and op.src_end < len(a) and op.dest_start and op.dest_end < len(b)
        same = op.tag == "equal" and not (inner and op.src_end - op.src_start <= CRUMB)
        if found and not same and not found[-1][4]:
            i, _, j, _, _ = found.pop()
            found.append((i, op.src_end, j, op.dest_end, False))
        else:
            found.append((op.src_start, op.src_end, op.dest_start, op.dest_end, same))
    return found


def _piece(text: str, at: Sequence[int], start: int, end: int) -> str:
    """The characters of some letters, and what stands between them and the next letter; before the first, too."""
    if start == end:
        return ""
    return text[at[start] if start else 0 : at[end] if end < len(at) else len(text)]
