"""Equal letters in two places: every longest run, found by sorting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from yanlu.relate.reuse.corpus import Letters, Numbers

#: A run of so many letters is followed wherever it stands; a shorter one only where it stands in few places.
LONG, SHORT = 8, 5
#: A place is compared with so many next places of the same letters: more of one passage find each other in a chain.
NEXT: Final = 8


def runs(letters: Letters) -> tuple[Numbers, Numbers, Numbers]:
    """Longest runs of equal letters: where they begin, the earlier place first, and how long they are."""
    pairs = np.concatenate([*_pairs(letters, LONG, rare=False), *_pairs(letters, SHORT, rare=True)])
    a, b = _left(letters, *_unpacked(pairs))
    pairs = np.unique(a.astype(np.uint64) << np.uint64(32) | b.astype(np.uint64))
    a, b = _unpacked(pairs)
    length = _length(letters, a, b)
    good = (length >= SHORT) & (b - a >= length)
    return a[good], b[good], length[good]


def _unpacked(pairs: Numbers) -> tuple[Numbers, Numbers]:
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)


def grams(letters: Letters, k: int) -> tuple[Numbers, Numbers]:
    """The places of all runs of k letters ordered by these, and the number of each place's group."""
    bits = np.uint64(max(len(letters), 1).bit_length())
    count = max(0, len(letters) - k + 1)
    keys, whole = np.zeros(count, np.uint64), np.ones(count, bool)
    for i in range(k):
        keys *= np.uint64(0x9E3779B97F4A7C15)
        keys += letters[i : i + count]
        whole &= letters[i : i + count] != 0
    keys ^= keys >> np.uint64(31)
    keys *= np.uint64(0x9E3779B97F4A7C15)
    packed = (keys >> bits << bits | np.arange(count, dtype=np.uint64))[whole]
    packed.sort()
    keys = packed >> bits
    new = np.r_[True, keys[1:] != keys[:-1]][: len(keys)]
    return (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64), np.cumsum(new) - 1


def _pairs(letters: Letters, k: int, rare: bool) -> Iterator[Numbers]:
    """Pairs of places with the same k letters and others before them, packed."""
    place, group = grams(letters, k)
    size = np.bincount(group)[group] if len(group) else group
    kept = size > 1
    if rare:
        frequent = np.zeros(len(letters) + 1, bool)
        frequent[place[size > NEXT]] = True
        kept &= size <= NEXT
    place, group = place[kept], group[kept]
    before = np.where(place > 0, letters[place - 1], 0)
    if rare:
        before[frequent[place - 1]] = 0
    for shift in range(1, NEXT + 1):
        a, b = place[:-shift], place[shift:]
        linked = group[:-shift] == group[shift:]
        linked &= (before[:-shift] != before[shift:]) | (before[:-shift] == 0)
        yield a[linked].astype(np.uint64) << np.uint64(32) | b[linked].astype(np.uint64)


def _left(letters: Letters, a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
    back = np.zeros(len(a), np.int64)
    going = np.arange(len(a))
    while len(going):
        i, j = a[going] - back[going] - 1, b[going] - back[going] - 1
        going = going[(i >= 0) & (letters[i] == letters[j]) & (letters[i] != 0)]
        back[going] += 1
    return a - back, b - back


def _length(letters: Letters, a: Numbers, b: Numbers) -> Numbers:
    length = np.zeros(len(a), np.int64)
    going = np.arange(len(a))
    while len(going):
        i, j = a[going] + length[going], b[going] + length[going]
        going = going[(letters[i] == letters[j]) & (letters[i] != 0)]
        length[going] += 1
    return length
