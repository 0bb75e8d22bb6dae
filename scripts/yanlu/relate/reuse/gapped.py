"""Runs of equal letters to stretches of text that were edited: chains, extended over gaps."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from yanlu.relate.reuse.corpus import Flags, Letters, Numbers

#: Runs on diagonals so near, with so many letters between, are one chain.
SHIFT, GAP = 12, 24
#: A run alone is worth extending if so long, or if among so many letters beside it, shifted by a few, so many are equal.
ALONE: Final = 20
WINDOW, ASIDE, EQUAL = 8, 5, 2
#: X-drop extension (Zhang, Berman & Miller 1998): a letter scores 1; affine gaps; given up when so far below the best.
#: Many gaps are long, as whole words are put in, so that going on with one costs little.
MISMATCH, OPEN, FURTHER, DROP = 1.2, 1.5, 0.15, 6.0
#: Farther from the diagonal, or from the chain, the extension doesn't look.
BAND, STEPS = 12, 1000
_BATCH: Final = 4096
Rows = np.ndarray[
    tuple[int, int], np.dtype[np.int64]
]  #: start and end in the earlier place, and in the later
_NONE: Final = np.float32(-1e6)


def stretches(letters: Letters, home: Numbers, a: Numbers, b: Numbers, length: Numbers) -> Rows:
    """Pairs of stretches as rows: start and end in the earlier place, start and end in the later.

    Takes runs: where they begin, and how long they are. No stretch leaves its paragraph.
    """
    rows, alone = _chains(home, np.stack([a, a + length, b, b + length], 1))
    rows = rows[~alone | (rows[:, 1] - rows[:, 0] >= ALONE) | _promising(letters, rows)]
    inside = home[rows[:, [0, 0, 2, 2]]] + np.array([0, 1, 0, 1])
    rows[:, [1, 3]] += _reach(letters, rows[:, 1], rows[:, 3], 1)
    rows[:, [0, 2]] -= _reach(letters, rows[:, 0] - 1, rows[:, 2] - 1, -1)
    bounds = np.searchsorted(home, inside) - np.array([0, 1, 0, 1])  # a gap may have crossed them
    rows[:, [0, 2]] = np.maximum(rows[:, [0, 2]], bounds[:, [0, 2]])
    rows[:, [1, 3]] = np.minimum(rows[:, [1, 3]], bounds[:, [1, 3]])
    rows, _ = _joined(_pair(home, rows), rows, 0)
    kept: Rows = rows[(home[rows[:, 0]] != home[rows[:, 2]]) | (rows[:, 1] <= rows[:, 2])]
    return kept


def _pair(home: Numbers, rows: Rows) -> Numbers:
    """The two paragraphs of each row, as one number."""
    its: Numbers = home[rows[:, 0]] * (home.max(initial=0) + 1) + home[rows[:, 2]]
    return its


def _chains(home: Numbers, rows: Rows) -> tuple[Rows, Flags]:
    """Runs that go on with each other in the same two paragraphs, and which are one run alone."""
    return _joined(_pair(home, rows), rows, GAP)


def _joined(pair: Numbers, rows: Rows, gap: int) -> tuple[Rows, Flags]:
    """Rows that go on with each other joined, until none does; and which were not."""
    order = np.lexsort((rows[:, 2], rows[:, 0], pair))
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
    found = np.zeros(len(rows), bool)
    for begin in range(0, len(rows), _BATCH):
        some = rows[begin : begin + _BATCH]
        for a, b, step in ((some[:, 1], some[:, 3], 1), (some[:, 0] - 1, some[:, 2] - 1, -1)):
            beside = np.arange(WINDOW + ASIDE) * step
            mine = _at(letters, a[:, None] + beside)
            theirs = _at(letters, b[:, None] + beside, 1)
            for aside in range(ASIDE + 1):
                here, there = slice(0, WINDOW), slice(aside, aside + WINDOW)
                for one, other in ((here, there), (there, here)):
                    equal = (mine[:, one] == theirs[:, other]).sum(1)
                    found[begin : begin + _BATCH] |= equal >= EQUAL
    return found


def _at(
    letters: Letters, places: np.ndarray[Any, np.dtype[np.int64]], outside: int = 0
) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """The letters at some places; `outside` for the end of a paragraph, which the row's end is, and before its beginning."""
    found = letters.take(places, mode="wrap")
    if outside:
        found = np.where(found, found, np.uint32(outside))
    return found


def _reach(letters: Letters, a: Numbers, b: Numbers, step: int) -> Rows:
    """How many letters both sides go on alike from two places: two columns."""
    parts = [_extended(letters, a[i : i + _BATCH], b[i : i + _BATCH], step) for i in range(0, len(a), _BATCH)]
    return np.concatenate([np.zeros((0, 2), np.int64), *parts])


def _extended(letters: Letters, a: Numbers, b: Numbers, step: int) -> Rows:
    """The X-drop extension of many pairs at once, row by row of the matrix, in a band around its diagonal."""
    columns = np.arange(-BAND, BAND + 1)
    slope = (FURTHER * columns).astype(np.float32)
    reach, best = np.zeros((len(a), 2), np.int64), np.zeros(len(a), np.float32)
    score = np.tile(
        np.where(columns > 0, -OPEN - slope, np.where(columns, _NONE, 0)).astype(np.float32), (len(a), 1)
    )
    down = np.full_like(score, _NONE)
    going = np.arange(len(a))
    for x in range(STEPS):
        mine = _at(letters, a[going] + step * x)
        y = x + columns
        theirs = np.where(y >= 0, _at(letters, b[going, None] + step * y), 0)
        diagonal = score + np.where(mine[:, None] == theirs, np.float32(1), np.float32(-MISMATCH))
        down[:, :-1] = np.maximum(down[:, 1:], score[:, 1:] - np.float32(OPEN)) - np.float32(FURTHER)
        down[:, -1] = _NONE
        score = np.maximum(np.where(theirs == 0, _NONE, diagonal), down)
        across = np.maximum.accumulate(score + slope, 1)[:, :-1] - slope[1:] - np.float32(OPEN)
        score[:, 1:] = np.maximum(score[:, 1:], np.where(theirs[:, 1:] == 0, _NONE, across))
        score[mine == 0] = _NONE
        top = score.argmax(1)
        value = score[np.arange(len(score)), top]
        better = value > best[going]
        best[going[better]] = value[better]
        reach[going[better]] = np.stack([np.full(better.sum(), x + 1), x + 1 + columns[top[better]]], 1)
        score[score < best[going, None] - np.float32(DROP)] = _NONE
        alive = score.max(1) > _NONE
        if not alive.any():
            break
        going, score, down = going[alive], score[alive], down[alive]
    return reach
