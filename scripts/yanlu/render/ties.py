"""Which speeches are tied by what they share, and the words that tell it: what picture, table and list have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from yanlu.dates import is_before
from yanlu.render.entries import Entry
from yanlu.render.pages import title
from yanlu.render.sharing import Pair, compare_href
from yanlu.render.strings import Strings


@dataclass(frozen=True, slots=True)
class Text:
    """A speech as the pictures name it."""

    number: int  #: its turn among those that are named together, from 1
    id: str
    date: str  #: as far as is known: 2020-03; or nothing
    title: str
    characters: int

    @property
    def href(self) -> str:
        """The link to its page, from the site's root."""
        return f"speeches/{self.id}/index.html"

    def is_before(self, other: Text) -> bool:
        """Whether the dates tell that it is the older one."""
        return is_before(self.date, other.date)


@dataclass(frozen=True, slots=True)
class Tie:
    """Two speeches that share something, in the order of time."""

    one: Text
    other: Text
    there: int  #: characters of the one that stand in the other
    back: int  #: characters of the other that stand in the one
    page: str  #: the link to the page that compares them, from the site's root; or nothing

    @property
    def strength(self) -> int:
        """What they have in common: the greater of the two counts, as in `sharing.strength`."""
        return max(self.there, self.back)


def texts(entries: Iterable[Entry], words: Strings) -> dict[str, Text]:
    """The speeches by their ids, in the order of time."""
    return {
        its.id: Text(
            n, its.id, its.document.facts.date or "", title(its.document, words), its.document.characters
        )
        for n, its in enumerate(entries, 1)
    }


def connected(shares: Mapping[Pair, int], known: Mapping[str, Text], most: int) -> list[Text]:
    """So many of the speeches that share most with all others together, in the order of time."""
    total = dict.fromkeys(known, 0)
    for (one, _), share in shares.items():
        total[one] += share
    first = frozenset(sorted((id for id in known if total[id]), key=lambda id: (-total[id], id))[:most])
    return [replace(known[id], number=n) for n, id in enumerate(filter(first.__contains__, known), 1)]


def between(shares: Mapping[Pair, int], pages: Collection[Pair], some: Sequence[Text]) -> list[Tie]:
    """The ties between some speeches, which are in the order of time; `pages` are the pairs that are compared."""
    pairs = combinations(some, 2)
    return [_tie(shares, pages, one, other) for one, other in pairs if (one.id, other.id) in shares]


def strongest(shares: Mapping[Pair, int], pages: Collection[Pair], known: Mapping[str, Text]) -> list[Tie]:
    """The ties of the speeches that are compared on a page of their own, the strongest first, of equal ones the oldest."""
    pairs = (sorted((known[one], known[other]), key=lambda text: text.number) for one, other in pages)
    ties = (_tie(shares, pages, *pair) for pair in pairs)
    return sorted(ties, key=lambda tie: (-tie.strength, tie.one.number, tie.other.number))


def _tie(shares: Mapping[Pair, int], pages: Collection[Pair], one: Text, other: Text) -> Tie:
    pair = (min(one.id, other.id), max(one.id, other.id))
    page = compare_href(*pair) if pair in pages else ""
    return Tie(one, other, shares[one.id, other.id], shares[other.id, one.id], page)


def name(text: Text, words: Strings) -> str:
    """A speech in few words, by its number in the pictures."""
    return words["pictures"]["name"].format(n=text.number, date=text.date or words["pictures"]["undated"])
