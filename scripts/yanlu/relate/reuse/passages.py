"""Stretches to passages: cut back to what is worth it, and all places of one passage together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel

from yanlu.relate.reuse.corpus import CLAUSE, MEMBER, Row
from yanlu.relate.reuse.gapped import Rows
from yanlu.relate.reuse.judge import Judge

#: A passage has so many equal letters; one that is equal throughout is left to the formulas below the second figure.
LEAST, EXACT = 10, 20
#: So many equal letters say something in any case.
SURE: Final = 40
#: Equal letters that stand alone at an end, cut off from the rest by a border or an edit, if no more than these.
FRAGMENT, CRUMB = 5, 2
#: The share of the longer side that is equal: in long stretches, in short ones of whole clauses, in other short ones.
LONG, ALIKE, ALIKE_CLAUSES, ALIKE_SHORT = 16, 0.6, 0.68, 0.7
#: The rest of a clause may be so many times as long as the letters that are equal at its end.
REST: Final = 4
#: Two places are one if both ends differ by no more than this, or by this share of their length.
NEAR, NEAR_SHARE = 2, 0.1

Block = tuple[
    int, int, int
]  #: equal letters: where they begin in the earlier and the later place, and how many
Span = tuple[int, int]
Pair = tuple[Span, Span]


def near(row: Row, judge: Judge, stretches: Rows) -> list[Pair]:
    """The pairs of places that say the same, with some words changed or not."""
    sizes = stretches[:, [1, 3]] - stretches[:, [0, 2]]
    found = []
    for a, end_a, b, end_b in stretches[sizes.min(1) >= LEAST].tolist():
        one, other = row.whole[a:end_a], row.whole[b:end_b]
        blocks = completed(judge, trimmed(judge, _blocks(judge, a, one, b, other)))
        if sum(size for _, _, size in blocks) >= LEAST and _worth(judge, blocks):
            found.append(_ends(blocks))
    return found


def _blocks(judge: Judge, a: int, one: str, b: int, other: str) -> list[Block]:
    """Runs of equal letters, cut where a clause begins on either side."""
    found = []
    for x, y, size in _equal(one, other):
        cuts = {*judge.clauses(a + x, size), *judge.clauses(b + y, size)}
        found += [(a + x + i, b + y + i, j - i) for i, j in pairwise([0, *sorted(cuts), size])]
    return found


def _equal(one: str, other: str) -> list[Block]:
    """Where two strings are equal, letter by letter from the first."""
    if one == other:
        return [(0, 0, len(one))]
    return [(e.a, e.b, e.size) for e in Indel.editops(one, other).as_matching_blocks() if e.size]


def _ends(blocks: Sequence[Block]) -> Pair:
    (a, b, _), (x, y, size) = blocks[0], blocks[-1]
    return (a, x + size), (b, y + size)


def trimmed(judge: Judge, blocks: list[Block]) -> list[Block]:
    """Without the fragments at both ends, and from word to word."""
    while blocks and _is_fragment(judge, blocks[0], blocks[1:2], blocks[0][:2]):
        blocks = blocks[1:]
    while blocks and _is_fragment(judge, blocks[-1], blocks[-2:-1], [end for _, end in _ends(blocks)]):
        blocks = blocks[:-1]
    if not blocks:
        return []
    a, b, size = blocks[0]
    shift = _to_word(judge, a, b, 1, size)
    blocks = [(a + shift, b + shift, size - shift), *blocks[1:]]
    a, b, size = blocks[-1]
    return [*blocks[:-1], (a, b, size - _to_word(judge, a + size, b + size, -1, size))]


def completed(judge: Judge, blocks: list[Block]) -> list[Block]:
    """Up to the clause's end on both sides, if the rest of it is short and ends alike: …国际合作，同世卫组织[紧密合作].

    And the same at the beginning.
    """
    if not blocks:
        return []
    (a, end_a), (b, end_b) = _ends(blocks)
    size, rest = _alike_to_border(judge, end_a, end_b, 1)
    if size and rest <= REST * size:
        x, y = _border(judge, end_a, 1), _border(judge, end_b, 1)
        blocks = [*blocks, (x - size, y - size, size)]
    size, rest = _alike_to_border(judge, a - 1, b - 1, -1)
    if size and rest <= REST * size:
        blocks = [(_border(judge, a - 1, -1) + 1, _border(judge, b - 1, -1) + 1, size), *blocks]
    return blocks


def _border(judge: Judge, place: int, step: int) -> int:
    """Where the clause ends that a place is in, or before which letter it begins."""
    while judge.edge(place + (step < 0)) < CLAUSE:
        place += step
    return place


def _alike_to_border(judge: Judge, a: int, b: int, step: int) -> tuple[int, int]:
    """Of the letters from two places to the clause's end, how many are equal at that end, and how many there are at most."""
    x, y = _border(judge, a, step), _border(judge, b, step)
    rest = max(abs(x - a), abs(y - b))
    last = -1 if step > 0 else 1
    size = 0
    while size < min(abs(x - a), abs(y - b)) and judge.text[x + last] == judge.text[y + last]:
        size, x, y = size + 1, x - step, y - step
    return size, rest


def _is_fragment(judge: Judge, block: Block, beside: Sequence[Block], outer: Sequence[int]) -> bool:
    """Whether a run at an end, whose outer end stands at two places, is cut off from the run beside it."""
    borders = sum(judge.edge(place) >= CLAUSE for place in outer)
    if not beside or borders:
        return block[2] <= (0 if borders == 2 else 1 if borders else CRUMB)
    (a, b, size), (x, y, _) = sorted([block, *beside])
    apart = max(x - a, y - b) - size
    parted = any(judge.edge(place) >= CLAUSE for place in (a + size, b + size, x, y))
    return block[2] <= FRAGMENT and (parted or apart > block[2])


def _to_word(judge: Judge, a: int, b: int, step: int, most: int) -> int:
    """How many letters to go in, or one out (-1), until words begin or end on both sides."""
    if (
        judge.inside(a - step, b - step)
        and not _between_words(judge, a, b)
        and _between_words(judge, a - step, b - step)
    ):
        return -1
    return next((i for i in range(most) if _between_words(judge, a + step * i, b + step * i)), most)


def _between_words(judge: Judge, a: int, b: int) -> bool:
    return judge.whole_word(a) and judge.whole_word(b)


def _worth(judge: Judge, blocks: Sequence[Block]) -> bool:
    """Whether both sides are alike enough, say something, and a border ends them, if they are short."""
    (a, end_a), (b, end_b) = _ends(blocks)
    equal = sum(size for _, _, size in blocks)
    begins = [judge.edge(a) >= MEMBER, judge.edge(b) >= MEMBER]
    ends = [judge.edge(end_a) >= MEMBER, judge.edge(end_b) >= MEMBER]
    least = ALIKE if equal >= LONG else ALIKE_CLAUSES if all(begins + ends) else ALIKE_SHORT
    alike = equal >= least * max(end_a - a, end_b - b)
    return alike and (any(ends) or equal >= EXACT) and (equal >= SURE or judge.says(a, end_a, any(begins)))


# --- places ------------------------------------------------------------------------------------------


def together(row: Row, pairs: Iterable[Pair]) -> list[list[Span]]:
    """The places of each passage, in their order: pairs that share a place are one passage."""
    pairs = list(pairs)
    place = _places(row, {span for pair in pairs for span in pair})
    root: dict[Span, Span] = {}
    for one, other in pairs:
        root[_find(root, place[one])] = _find(root, place[other])
    groups: dict[Span, set[Span]] = {}
    for span in place.values():
        groups.setdefault(_find(root, span), set()).add(span)
    return sorted(sorted(spans) for spans in groups.values() if len(spans) > 1)


def _find(root: dict[Span, Span], span: Span) -> Span:
    path = []
    while root.setdefault(span, span) != span:
        path.append(span)
        span = root[span]
    root.update(dict.fromkeys(path, span))
    return span


def _places(row: Row, spans: Iterable[Span]) -> dict[Span, Span]:
    """For each span the one that stands for it and all that nearly begin and end where it does: the longest."""
    found: dict[Span, Span] = {}
    kept: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s)):
        known = kept.setdefault(int(row.home[span[0]]), [])
        found[span] = next((its for its in known if _is_near(span, its)), span)
        if found[span] == span:
            known.append(span)
    return found


def _is_near(one: Span, other: Span) -> bool:
    apart = max(NEAR, NEAR_SHARE * (one[1] - one[0]))
    return abs(one[0] - other[0]) <= apart and abs(one[1] - other[1]) <= apart
