"""The page `/compare/`: who shares how much with whom, as two pictures, a table, a list and a data file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from yanlu.render import flow, matrix
from yanlu.render.data import schema
from yanlu.render.entries import Entry
from yanlu.render.figures import percent
from yanlu.render.sharing import COMMON, ENOUGH, NEAREST, Pair, compare_href, compared, nearest
from yanlu.render.sheet import sheet
from yanlu.render.strings import strings
from yanlu.render.template import template
from yanlu.render.ties import Text, Tie, between, connected, strongest, texts

#: So many speeches stand in the pictures: on a phone a cell of the matrix is then 11 pixels, and its number can be read.
MOST: Final = 24
ARCS: Final = 24  #: more would be a tangle
LISTED: Final = 200  #: pairs in the list; about 100 KB
#: So many speeches that share most with each are in the data file, which else would grow with the square of the speeches.
KEPT: Final = 50

COLUMNS: Final = ("speech", "other", "characters", "share", "url")


def picture_files(shares: Mapping[Pair, int], entries: Sequence[Entry]) -> dict[str, bytes]:
    """Path below the docs folder → content of the page and its data file.

    The entries are the speeches' own pages in the order of time.
    """
    known = texts(entries, strings())
    pages = frozenset(compared(shares))
    return {
        "compare/index.md": _page(shares, pages, known, _copied(entries, known)).encode(),
        "data/sharing.csv": sheet(COLUMNS, _rows(shares, pages, known)),
        "data/sharing.schema.json": schema("sharing"),
    }


def _copied(entries: Sequence[Entry], known: Mapping[str, Text]) -> list[tuple[Text, int]]:
    """The speeches with several copies, and how many each has."""
    counts = ((known[entry.id], len(entry.speech.witnesses)) for entry in entries)
    return [(text, n) for text, n in counts if n > 1]


def _page(
    shares: Mapping[Pair, int],
    pages: Collection[Pair],
    known: Mapping[str, Text],
    copied: Sequence[tuple[Text, int]],
) -> str:
    words = strings()
    some = connected(shares, known, MOST)
    inside = between(shares, pages, some)
    arcs = sorted((tie for tie in inside if tie.page), key=lambda tie: -tie.strength)
    ties = strongest(shares, pages, known)
    return template("compare-index.md.j2").render(
        s=words,
        limits={"common": COMMON, "enough": ENOUGH, "nearest": NEAREST},
        some=some,
        more_arcs=len(arcs) > ARCS,
        others=len(known) - len(some),
        tied=len({one for one, _ in shares}),
        flow=flow.draw(some, arcs[:ARCS], words),
        flow_key=[(n, flow.thickness(n)) for n in flow.KEY],
        matrix=matrix.draw(some, inside, words) if some else None,
        matrix_key=[(f"{share:.0%}", matrix.side(share, matrix.KEYED)) for share in matrix.KEY],
        label=matrix.LABEL,
        head=matrix.HEAD,
        table=[(tie, *_parts(tie)) for tie in inside],
        pairs=[(tie, *_parts(tie)) for tie in ties[:LISTED]],
        total=len(ties),
        copied=copied,
    )


def _parts(tie: Tie) -> tuple[str, str]:
    """What share of each of the two the other has."""
    words = strings()
    return percent(tie.there, tie.one.characters, words), percent(tie.back, tie.other.characters, words)


def _rows(
    shares: Mapping[Pair, int], pages: Collection[Pair], known: Mapping[str, Text]
) -> Iterator[tuple[object, ...]]:
    """Two rows a pair, one for each direction."""
    for pair in nearest(shares, KEPT):
        page = compare_href(*pair) if pair in pages else ""
        for one, other in (pair, pair[::-1]):
            share = shares[one, other]
            yield one, other, share, f"{share / known[one].characters:.4f}", page
