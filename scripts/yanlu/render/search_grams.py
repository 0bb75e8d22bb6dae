"""Where each character, and each pair of neighbours, stands in a corpus: lists packed so that a browser loads only some.

A phrase can only stand in a paragraph that is in the lists of all its pairs. Characters are UTF-16 units of the folded
texts, which is what a browser compares. The list of a pair is of paragraphs; that of a single unit, which
hardly any paragraph lacks, of pages. Each is followed by how often.

A shard, before it is packed: the number of its lists; their keys, rising; the bytes of each; the lists. The numbers take four
bytes, the lowest first, those in the lists are LEB128: a difference to the place before, doubled, and one more if the gram
stands there several times; then how many times follows.

All keys of a corpus are sorted at once: 16 bytes of memory a character, and seconds for 100 million of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from yanlu.hanzi import fold
from yanlu.render.pack import packed

Units = NDArray[np.uint16]
Keys = NDArray[np.uint64]  #: gram << 32 | the number of a paragraph or page, once for each place

_END: Final = 0  #: behind each paragraph's units; no folded text holds it
_CHUNK: Final = 1 << 20  #: keys that are packed at a time
_SHARD: Final = 32_000  #: bytes of a shard before it is packed, about: 24 KB then
_SPREAD: Final = 2654435761  #: of Knuth's multiplicative hashing, so that shards are of one size

_NOTHING: Final = 0
_UNASKED: Final = 1 << 16
_MORE: Final = _UNASKED + 1
#: What each character folds to, filled as it is asked: one unit, or else one of these.
_FOLDED: Final = np.full(sys.maxunicode + 1, _UNASKED, np.uint32)


def units(texts: Sequence[str]) -> Units:
    """The UTF-16 units of a page's folded paragraphs, a 0 behind each: `hanzi.fold`, ten times as fast."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), "<u4")
    for code in np.unique(codes[_FOLDED[codes] == _UNASKED]):
        own = fold(chr(code)).encode("utf-16-le")
        _FOLDED[code] = int.from_bytes(own, "little") if len(own) <= 2 else _MORE
    folded = _FOLDED[codes]
    if (folded == _MORE).any():
        return np.frombuffer("".join(f"{fold(text)}\0" for text in texts).encode("utf-16-le"), "<u2")
    shown = folded != _NOTHING
    ends = np.cumsum([len(text) for text in texts], dtype=np.intp)
    at = np.concatenate([[0], np.cumsum(shown)])[ends]
    return np.insert(folded[shown].astype(np.uint16), at, _END)


def by_frequency(pages: Iterable[Units]) -> str:
    """All characters in some pages, the most frequent first; those beyond the first plane are left out."""
    counted = np.zeros(1 << 16, np.int64)
    for page in pages:
        counted += np.bincount(page, minlength=1 << 16)
    counted[_END] = counted[0xD800:0xE000] = 0
    order = np.argsort(-counted, kind="stable")[: np.count_nonzero(counted)]
    return "".join(map(chr, order))


def gram_shards(pages: Sequence[Units]) -> list[bytes]:
    """The packed lists, spread over as many files as a power of two makes them about of the right size."""
    keys = _keys(pages)
    starts = np.searchsorted(keys, keys[_CHUNK::_CHUNK] >> 32 << 32)  # a gram's keys stay together
    parts = [_lists(chunk) for chunk in np.split(keys, starts)]
    grams, sizes = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
    lists = memoryview(b"".join(part[2] for part in parts))
    shards = 1 << max(0, round(np.log2((len(lists) + 8 * len(grams) + 1) / _SHARD)))
    homes = grams * _SPREAD % (1 << 32) * shards >> 32
    order = np.argsort(homes, kind="stable")
    split = np.split(order, np.searchsorted(homes[order], np.arange(1, shards)))
    ends = np.cumsum(sizes)
    return [
        _shard(grams[own], sizes[own], [lists[ends[n] - sizes[n] : ends[n]] for n in own]) for own in split
    ]


def _shard(grams: NDArray[Any], sizes: NDArray[Any], lists: Iterable[memoryview]) -> bytes:
    numbers = np.concatenate([[len(grams)], grams, sizes]).astype("<u4")
    return packed(numbers.tobytes() + b"".join(lists))


def _keys(pages: Sequence[Units]) -> Keys:
    """All keys of a corpus in order."""
    keys = np.empty(2 * sum(map(len, pages)), np.uint64)
    filled = paragraphs = 0
    for number, page in enumerate(pages):
        ends = page == _END
        wide = page.astype(np.uint64)
        homes = paragraphs + np.cumsum(ends)
        inside = ~(ends[:-1] | ends[1:])
        pairs = (wide[:-1] << 16 | wide[1:]) << 32 | homes[:-1].astype(np.uint64)
        for own in (pairs[inside], wide[~ends] << 32 | np.uint64(number)):
            keys[filled : filled + len(own)] = own
            filled += len(own)
        paragraphs += int(np.count_nonzero(ends))
    keys = keys[:filled]
    keys.sort()
    return keys


def _lists(keys: Keys) -> tuple[NDArray[Any], NDArray[Any], bytes]:
    """Grams, the bytes of the list of each, and the lists."""
    at = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    times = np.diff(at, append=len(keys)).astype(np.uint64)
    places = keys[at]
    grams = places >> 32
    starts = np.flatnonzero(np.diff(grams, prepend=~grams[:1]))
    gaps = np.diff(places, prepend=np.uint64(0))
    gaps[starts] = places[starts] & 0xFFFFFFFF
    several = np.flatnonzero(times > 1)
    gaps <<= 1
    gaps[several] |= 1
    sizes, data = _varints(np.insert(gaps, several + 1, times[several]))
    firsts = starts + np.searchsorted(several, starts)
    return grams[starts], np.add.reduceat(sizes, firsts), data


def _varints(values: NDArray[np.uint64]) -> tuple[NDArray[np.int64], bytes]:
    """Numbers in LEB128, seven bits a byte and the lowest first: the bytes of each, and all of them."""
    sizes = np.ones(len(values), np.int64)
    for bits in range(7, 35, 7):
        sizes += values >= 1 << bits
    starts = np.cumsum(sizes) - sizes
    data = np.empty(sizes.sum(), np.uint8)
    for n in range(int(sizes.max(initial=0))):
        has = sizes > n
        more = (sizes[has] > n + 1).astype(np.uint8) << 7
        data[starts[has] + n] = (values[has] >> np.uint64(7 * n)).astype(np.uint8) & 0x7F | more
    return sizes, data.tobytes()
