"""Who shares how much with whom: the characters of a speech that stand in another one, too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Final

from yanlu.render.repeats import Place, Repeat

#: Two speeches are compared on a page of their own if so many characters of one stand in the other.
ENOUGH: Final = 100
#: Each speech is compared with so many others at most that share the most with it, so that pages grow with speeches and not with pairs.
PARTNERS: Final = 4
#: What is said everywhere brings no two speeches together.
_EVERYWHERE: Final = frozenset({"formula", "boilerplate"})

Pair = tuple[str, str]
Span = tuple[str, int, int]  #: an anchor, and from where to where in its paragraph


def sharing(repeats: Iterable[Repeat]) -> dict[Pair, int]:
    """For two speeches how many characters of the first one's page stand in the second's, in passages longer than formulas."""
    found: dict[Pair, set[Span]] = defaultdict(set)
    for repeat in repeats:
        if repeat.kind not in _EVERYWHERE:
            for pair, spans in _pairs(repeat):
                found[pair].update(spans)
    return {pair: covered(spans) for pair, spans in found.items()}


def _pairs(repeat: Repeat) -> Iterable[tuple[Pair, list[Span]]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for place in repeat.places:
        if place.is_base:
            spans[place.speech].append(span_of(place))
    return (((one, other), spans[one]) for one, other in permutations(spans, 2))


def span_of(place: Place) -> Span:
    """Where a place is on its page."""
    return place.anchor, place.start, place.end


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


def compared(shares: Mapping[Pair, int]) -> list[Pair]:
    """The pairs of speeches that have a page to compare them on, each pair once: of each speech those that share the most."""
    partners: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (one, other), share in shares.items():
        if share >= ENOUGH:
            partners[one].append((-share, other))
            partners[other].append((-share, one))
    nearest = {
        one: list(dict.fromkeys(other for _, other in sorted(its)))[:PARTNERS]
        for one, its in partners.items()
    }
    return sorted({(min(one, other), max(one, other)) for one, its in nearest.items() for other in its})


def compare_page(one: str, other: str) -> str:
    """The folder of the page that compares two texts, below the site's root; each is a speech's id, or `2020-03-10-w2` for a copy."""
    return f"compare/{one}…{other}"
