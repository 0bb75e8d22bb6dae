"""Runs of equal letters to stretches of text that were edited: chains, extended over gaps."""

from __future__ import annotations

from typing import Final

import numpy as np

from yanlu.relate.reuse.corpus import Flags, Letters, Numbers

#: Runs on diagonals so near, with so many letters between, are one chain.
SHIFT, GAP = 12, 24
#: A run alone is worth extending if so long, or if among so many letters beside it, shifted by a few, so many are equal.
ALONE: Final = 20
WINDOW, ASIDE, EQUAL = 8, 5, 2
#: X-drop extension (Zhang, Berman & Miller 1998): what an equal letter scores and a wrong one, what a gap costs and
#: each letter of it, and how far below its best it is given up. Many gaps are long, as whole words are put in.
MATCH, MISMATCH, OPEN, FURTHER, DROP = (np.int16(score) for score in (20, -24, 30, 3, 120))
#: Farther from the diagonal, or from the chain, the extension doesn't look.
BAND, STEPS = 12, 1000
#: So many pairs are extended, or looked at, at a time.
_BATCH, _FEWER = 1 << 14, 1 << 12
Rows = np.ndarray[
    tuple[int, int], np.dtype[np.int64]
]  #: start and end in the earlier place, and in the later
#: Pairs that are given up are taken out when no more than this share goes on.
_MOST: Final = 0.8
_NONE: Final = np.int16(-20000)  #: as good as no score


def stretches(letters: Letters, home: Numbers, a: Numbers, b: Numbers, length: Numbers) -> Rows:
    """Pairs of stretches as rows: start and end in the earlier place, start and end in the later.

    Takes runs in their order: where they begin, and how long they are. No stretch leaves its paragraph.
    """
    rows, alone = _joined(home, np.stack([a, a + length, b, b + length], 1), GAP)
    rows = rows[~alone | (rows[:, 1] - rows[:, 0] >= ALONE) | _promising(letters, rows)]
    inside = home[rows[:, [0, 0, 2, 2]]] + np.array([0, 1, 0, 1])
    rows[:, [1, 3]] += _reach(letters, rows[:, 1], rows[:, 3], 1)
    rows[:, [0, 2]] -= _reach(letters, rows[:, 0] - 1, rows[:, 2] - 1, -1)
    bounds = np.searchsorted(home, inside) - np.array([0, 1, 0, 1])  # a gap may have crossed them
    rows[:, [0, 2]] = np.maximum(rows[:, [0, 2]], bounds[:, [0, 2]])
    rows[:, [1, 3]] = np.minimum(rows[:, [1, 3]], bounds[:, [1, 3]])
    rows, _ = _joined(home, rows[np.lexsort((rows[:, 2], rows[:, 0]))], 0)
    kept: Rows = rows[(home[rows[:, 0]] != home[rows[:, 2]]) | (rows[:, 1] <= rows[:, 2])]
    return kept


def _joined(home: Numbers, rows: Rows, gap: int) -> tuple[Rows, Flags]:
    """Rows that go on with each other in the same two paragraphs joined, until none does; and which were not.

    The rows are in the order of their earlier places, then of their later ones.
    """
    pair = home[rows[:, 0]] * (home.max(initial=0) + 1) + home[rows[:, 2]]
    order = np.argsort(pair, kind="stable")
    pair, rows, alone = pair[order], rows[order], np.ones(len(rows), bool)
    while True:
        one, two = rows[:-1], rows[1:]
        drift = (two[:, 2] - two[:, 0]) - (one[:, 3] - one[:, 1])
        near = (pair[1:] == pair[:-1]) & (two[:, 2] >= one[:, 2]) & (abs(drift) <= SHIFT)
        near &= (two[:, 0] - one[:, 1] <= gap) & (two[:, 2] - one[:, 3] <= gap)
        if not near.any():
            return rows, alone
        first = np.flatnonzero(np.r_[True, ~near])
        ends = [(np.minimum, 0), (np.maximum, 1), (np.minimum, 2), (np.maximum, 3)]
        rows = np.stack([extreme.reduceat(rows[:, column], first) for extreme, column in ends], 1)
        alone = np.logical_and.reduceat(alone, first) & (np.diff(np.r_[first, len(pair)]) == 1)
        pair = pair[first]


def _promising(letters: Letters, rows: Rows) -> Flags:
    """Whether some letters beside a run are equal too, so that it is no chance."""
    others = np.maximum(letters, 1)  # so that no two ends of paragraphs are equal
    parts = [np.zeros(0, bool)]
    for begin in range(0, len(rows), _FEWER):
        a, end_a, b, end_b = rows[begin : begin + _FEWER].T
        parts.append(_aside(letters, others, end_a, end_b, 1) | _aside(letters, others, a - 1, b - 1, -1))
    return np.concatenate(parts)


def _aside(letters: Letters, others: Letters, a: Numbers, b: Numbers, step: int) -> Flags:
    """Whether so many letters from two places on are equal, shifted by a few or not."""
    mine = [_at(letters, a + step * i) for i in range(WINDOW + ASIDE)]
    theirs = [_at(others, b + step * i) for i in range(WINDOW + ASIDE)]
    found = np.zeros(len(a), bool)
    for one, other in ((mine, theirs), (theirs, mine)):
        for aside in range(ASIDE + 1):
            equal = np.zeros(len(a), np.uint8)
            for x, y in zip(one[:WINDOW], other[aside:], strict=False):
                equal += x == y
            found |= equal >= EQUAL
    return found


def _at(letters: Letters, places: Numbers) -> Letters:
    """The letters at some places; before the row's first stands its last, the end of a paragraph."""
    return letters.take(places, mode="wrap")


def _reach(letters: Letters, a: Numbers, b: Numbers, step: int) -> Rows:
    """How many letters both sides go on alike from two places: two columns."""
    parts = [_extended(letters, a[i : i + _BATCH], b[i : i + _BATCH], step) for i in range(0, len(a), _BATCH)]
    return np.concatenate([np.zeros((0, 2), np.int64), *parts])


def _extended(letters: Letters, a: Numbers, b: Numbers, step: int) -> Rows:
    """The X-drop extension of many pairs at once, row by row of the matrix, in a band around its diagonal.

    The band's places go down, the pairs across, so that each operation runs along many pairs.
    """
    columns = np.arange(-BAND, BAND + 1, dtype=np.int16)
    slope = FURTHER * columns[:, None]
    reach, best = np.zeros((len(a), 2), np.int64), np.zeros(len(a), np.int16)
    score = np.repeat(np.where(slope > 0, -OPEN - slope, np.where(slope, _NONE, np.int16(0))), len(a), 1)
    down = np.full_like(score, _NONE)
    going = np.arange(len(a))
    theirs = np.stack([np.where(y >= 0, _at(letters, b + step * y), 0) for y in columns.tolist()])
    for x in range(STEPS):
        mine, over = _at(letters, a + step * x), theirs == 0
        down[:-1] = np.maximum(down[1:], score[1:] - OPEN) - FURTHER
        down[-1] = _NONE
        score += np.where(mine == theirs, MATCH, MISMATCH)
        score[over] = _NONE
        np.maximum(score, down, out=score)
        across = np.maximum.accumulate(score + slope)[:-1] - slope[1:] - OPEN
        across[over[1:]] = _NONE
        np.maximum(score[1:], across, out=score[1:])
        score[:, mine == 0] = down[:, mine == 0] = _NONE
        top = score.max(0)
        better = np.flatnonzero(top > best)
        best[better] = top[better]
        reach[going[better]] = (
            np.stack([np.full(len(better), x), x + columns[score[:, better].argmax(0)]], 1) + 1
        )
        score[score < best - DROP] = _NONE
        alive = top >= best - DROP
        if not alive.any():
            break
        if np.count_nonzero(alive) < _MOST * len(alive):
            going, a, b, best = going[alive], a[alive], b[alive], best[alive]
            score, down, theirs = score[:, alive], down[:, alive], theirs[:, alive]
        theirs = np.concatenate([theirs[1:], _at(letters, b + step * (x + 1 + BAND))[None]])
    return reach
