"""Which speeches are tied by what they share, and the words that tell it: what picture, table and list have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from yanlu.render.entries import Entry
from yanlu.render.pages import title
from yanlu.render.sharing import Pair, compare_href, compared
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
        """Whether the dates tell that it is the older one: a month is not before its days."""
        known = bool(self.date and other.date)
        return known and self.date < other.date and not other.date.startswith(self.date)


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


def between(shares: Mapping[Pair, int], some: Sequence[Text]) -> list[Tie]:
    """The ties between some speeches, which are in the order of time."""
    pairs = ((one.id, other.id) for one, other in combinations(some, 2))
    return list(_ties(shares, {text.id: text for text in some}, (pair for pair in pairs if pair in shares)))


def strongest(shares: Mapping[Pair, int], known: Mapping[str, Text]) -> list[Tie]:
    """The ties of the speeches that are compared on a page of their own, the strongest first."""
    turn = {id: n for n, id in enumerate(known)}
    pairs = (tuple(sorted(pair, key=turn.__getitem__)) for pair in compared(shares))
    return sorted(_ties(shares, known, pairs), key=lambda tie: -tie.strength)


def _ties(
    shares: Mapping[Pair, int], known: Mapping[str, Text], pairs: Iterable[tuple[str, ...]]
) -> Iterator[Tie]:
    pages = set(compared(shares))
    for one, other in pairs:
        pair = min((one, other), (other, one))
        page = compare_href(*pair) if pair in pages else ""
        yield Tie(known[one], known[other], shares[one, other], shares[other, one], page)


def part(share: int, whole: int, words: Strings) -> str:
    """A share in words; what is something is never nothing.

    >>> from yanlu.render.strings import strings
    >>> part(1, 3, strings()), part(1, 1000, strings())
    ('33%', '不到 1%')
    """
    percent = share * 100 / whole
    return f"{percent:.0f}%" if percent >= 1 else words["pictures"]["little"]


def name(text: Text, words: Strings) -> str:
    """A speech in few words, by its number in the pictures."""
    return words["pictures"]["name"].format(n=text.number, date=text.date or words["pictures"]["undated"])
