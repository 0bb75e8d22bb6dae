"""Equal letters in two places: every longest run, found by sorting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from yanlu.relate.reuse.corpus import Flags, Letters, Numbers, Places

Keys = np.ndarray[tuple[int], np.dtype[np.uint64]]
Grams = tuple[Places, Flags]
Pairs = Callable[[Letters, int, bool], Keys]  #: what finds pairs of places

#: A run of so many letters is followed wherever it stands; a shorter one only where it stands in few places.
LONG, SHORT = 8, 5
#: A place is compared with so many next places of the same letters: more of one passage find each other in a chain.
NEXT: Final = 8
#: So few pairs are followed one by one, in pieces of so many letters at first.
FEW: Final = 64
_FACTOR: Final = 0x9E3779B97F4A7C15  #: odd, its bits spread: 2 ** 64 by the golden ratio


def runs(letters: Letters, matched: Pairs) -> tuple[Numbers, Numbers, Numbers]:
    """Longest runs of equal letters: where they begin, the earlier place first, and how long they are.

    `matched` finds pairs as `pairs` does.
    """
    found = np.concatenate([matched(letters, LONG, False), matched(letters, SHORT, True)])
    a, b = _unpacked(_once(packed(*_left(letters, *_unpacked(found)))))
    length = _alike(letters, a, b, 1)
    good = (length >= SHORT) & (b - a >= length)
    return a[good], b[good], length[good]


def packed(a: Numbers, b: Numbers) -> Keys:
    """Pairs of places, each as one number."""
    return a.astype(np.uint64) << np.uint64(32) | b.astype(np.uint64)


def _unpacked(pairs: Keys) -> tuple[Numbers, Numbers]:
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _once(numbers: Keys) -> Keys:
    """Each number once, in order; `np.unique` takes ten times as long."""
    numbers.sort()
    return numbers[_changes(numbers)]


def _changes(numbers: Keys) -> Flags:
    """Where a number is not the one before it."""
    changes: Flags = np.r_[True, numbers[1:] != numbers[:-1]][: len(numbers)]
    return changes


def keys(letters: Letters, k: int) -> tuple[Places, Keys]:
    """The places of all runs of k letters, and these as numbers, in whose order they are; equal ones by their places."""
    bits = np.uint64(max(len(letters), 1).bit_length())
    its, whole, size = letters.astype(np.uint64), letters != 0, 1
    while size < k:
        more = min(size, k - size)
        its = its[:-more] * np.uint64(pow(_FACTOR, more, 1 << 64)) + its[more:]
        whole = whole[:-more] & whole[more:]
        size += more
    its ^= its >> np.uint64(31)
    its *= np.uint64(_FACTOR)
    both = (its >> bits << bits | np.arange(len(its), dtype=np.uint64))[whole]
    both.sort()
    place = (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    both >>= bits
    return place, both


def grams(letters: Letters, k: int) -> Grams:
    """The places of all runs of k letters, and which begin a group of equal ones; in a group the places are in order."""
    place, its = keys(letters, k)
    return place, _changes(its)


def pairs(letters: Letters, k: int, rare: bool) -> Keys:
    """Pairs of places with the same k letters and others before them. `rare`: only of letters that stand in few places."""
    return np.concatenate([np.zeros(0, np.uint64), *_pairs(letters, k, rare)])


def _pairs(letters: Letters, k: int, rare: bool) -> Iterator[Keys]:
    place, new = grams(letters, k)
    kept = ~(new & np.r_[new[1:], True])
    place, new = place[kept], new[kept]
    group = np.cumsum(new, dtype=np.int32)
    before = letters[place - 1]  # before the first stands the last, the end of a paragraph
    if rare:
        often = np.bincount(group)[group] > NEXT
        frequent = np.zeros(len(letters) + 1, bool)
        frequent[place[often]] = True
        place, group, before = place[~often], group[~often], before[~often]
        before[frequent[place - 1]] = 0
    for shift in range(1, NEXT + 1):
        a, b = place[:-shift], place[shift:]
        linked = group[:-shift] == group[shift:]
        linked &= (before[:-shift] != before[shift:]) | (before[:-shift] == 0)
        yield packed(a[linked], b[linked])


def _left(letters: Letters, a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    back = _alike(letters, a - 1, b - 1, -1)
    return a - back, b - back


def _alike(letters: Letters, a: Numbers, b: Numbers, step: int) -> Numbers:
    """How many letters are equal from two places on, step by step; before the row's first stands its last, a 0."""
    alike = np.zeros(len(a), np.int64)
    going = np.arange(len(a))
    while len(going) > FEW:
        mine = letters[a]
        equal = (mine == letters[b]) & (mine != 0)
        going, a, b = going[equal], a[equal] + step, b[equal] + step
        alike[going] += 1
    for n, one, other in zip(going.tolist(), a.tolist(), b.tolist(), strict=True):
        alike[n] += _alike_from(letters, one, other, step)
    return alike


def _alike_from(letters: Letters, a: int, b: int, step: int) -> int:
    """The same for one pair, by ever longer pieces: two copies of a book would be many steps."""
    alike, size = 0, FEW
    while True:
        one, other = letters[a::step][:size], letters[b::step][:size]
        size = min(len(one), len(other))
        ends = (one[:size] != other[:size]) | (one[:size] == 0)
        if ends.any():
            return alike + int(ends.argmax())
        alike, a, b, size = alike + size, a + step * size, b + step * size, 2 * size
