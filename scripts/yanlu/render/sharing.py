"""Who shares how much with whom: the characters of a speech that stand in another one, too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from typing import Final

from markupsafe import Markup

from yanlu.render.repeats import Place, Repeat
from yanlu.render.text import address

#: Two speeches are compared on a page of their own if so many characters of one stand in the other, and one is
#: among so many that the other shares most with: else the pages would grow with the square of the speeches.
ENOUGH, NEAREST = 100, 4
#: What is said everywhere brings no two speeches together: what is always said,
_EVERYWHERE: Final = frozenset({"formula", "boilerplate"})
#: and what so many speeches have that their pairs would be too many to count.
COMMON: Final = 50

Pair = tuple[str, str]
Span = tuple[str, int, int]  #: an anchor, and from where to where in its paragraph


def sharing(repeats: Iterable[Repeat]) -> dict[Pair, int]:
    """For two speeches how many characters of the first one's page stand in the second's, in passages longer than formulas.

    White space is not counted, as in a text's length. Every pair is there in both orders.
    """
    shares: dict[Pair, int] = {}
    for one, its in _by_speech(repeats).items():
        found: dict[str, set[Span]] = defaultdict(set)
        for spans, speeches in its:
            for other in speeches:
                found[other].update(spans)
        shares |= {(one, other): covered(spans) for other, spans in found.items() if other != one}
    return shares


def _by_speech(repeats: Iterable[Repeat]) -> dict[str, list[tuple[list[Span], list[str]]]]:
    """For each speech its places, and the speeches that have the same."""
    told: dict[str, list[tuple[list[Span], list[str]]]] = defaultdict(list)
    for repeat in repeats:
        speeches = repeat.speeches
        if repeat.kind not in _EVERYWHERE and 1 < len(speeches) <= COMMON:
            for place in repeat.places:
                if place.is_base:
                    told[place.speech].append((list(_words(place)), speeches))
    return told


def _words(place: Place) -> Iterator[Span]:
    """Where the words of a place are on its page."""
    return (
        (place.anchor, place.start + run.start(), place.start + run.end())
        for run in re.finditer(r"\S+", place.quote)
    )


def covered(spans: Iterable[Span]) -> int:
    """How many characters some spans of a page cover, each once.

    >>> covered([("p1", 0, 5), ("p1", 3, 8), ("p2", 0, 2)])
    10
    """
    total, home, reach = 0, "", 0
    for anchor, start, end in sorted(spans):
        reach = reach if anchor == home else 0
        total += max(0, end - max(start, reach))
        home, reach = anchor, max(end, reach)
    return total


def nearest(shares: Mapping[Pair, int], most: int) -> list[Pair]:
    """The pairs of which one is among the `most` speeches that the other shares most with, each pair once."""
    others: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for one, other in shares:
        others[one].append((-strength(shares, one, other), other))
    kept = {(one, other) for one, its in others.items() for _, other in nsmallest(most, its)}
    return sorted({min(pair, pair[::-1]) for pair in kept})


def strength(shares: Mapping[Pair, int], one: str, other: str) -> int:
    """How much two speeches have in common: the characters of the one that has more of the other's."""
    return max(shares[one, other], shares[other, one])


def compared(shares: Mapping[Pair, int]) -> list[Pair]:
    """The pairs of speeches that have a page to compare them on, each pair once."""
    return nearest(
        {pair: share for pair, share in shares.items() if strength(shares, *pair) >= ENOUGH}, NEAREST
    )


def compare_page(one: str, other: str) -> str:
    """The folder of the page that compares two texts, below the site's root; each is a speech's id, or `2020-03-10-w2` for a copy."""
    return f"compare/{one}…{other}"


def compare_href(one: str, other: str) -> Markup:
    """The link to the page that compares two texts, from the site's root.

    >>> print(compare_href("2020-02-23", "2020-03-10"))
    compare/2020-02-23%E2%80%A62020-03-10/index.html
    """
    return address(f"{compare_page(one, other)}/index.html")
