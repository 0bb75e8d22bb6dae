"""Search: whether it finds every occurrence and nothing else, and what it costs at any size.

Phrases of many classes are drawn from this corpus and asked for in a browser, through the search page's own interface; what is found is
held against the clean texts. Then synthetic corpora of speeches of 9,600 characters: what building their index costs, each in a process
of its own, and what a browser fetches and waits for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benches.cost import Figures, apart, shown, table
from benches.search_costs import PATIENCE, asked
from benches.search_finds import built, first_key, found, in_parts, texts_of
from benches.search_others import others
from benches.search_phrases import phrases
from benches.search_sizes import measured

SIZES: Final = (25, 250, 1000, 4000, 10_000)

#: How long before its first key one may come to the box in the header, in milliseconds; then at most 100 may pass.
FOCUSED: Final = (250, 0)

#: What is asked of each corpus, see `search_sizes`, and what that costs.
QUERIES: Final = {
    "one": "the most frequent character",
    "pair": "the most frequent pair",
    "four": "a frequent phrase of four",
    "long": "24 characters",
    "rare": "10 characters in one paragraph",
}
COSTS: Final = {
    "first": "first page, cold, ms",
    "bytes": "fetched until then, MB",
    "exact": "exact count, cold, ms",
    "bytes_exact": "fetched until then, MB",
    "warm_first": "first page, warm, ms",
    "warm": "exact count, warm, ms",
    "heap": "the worker's memory then, MB",
}

#: The rows of the table of sizes: figure → what it is, in which unit, and what it should be.
ROWS: Final = {
    "cpu": "building, processors' seconds (at most 150 at 10,000)",
    "peak": "  peak memory, MB (at most 4,000 at 10,000)",
    "again": "  again, with what is remembered, processors' seconds",
    "all": "on disk, MB (at most 230 at 10,000)",
    "text": "  texts",
    "grams": "  lists of pairs",
    "pages": "  what is known of the pages",
    "files": "  files",
    "shard": "  largest file of lists, KB",
    **{
        f"{query}_{figure}": f"{what}: {unit}"
        for query, what in QUERIES.items()
        for figure, unit in COSTS.items()
    },
}
#: The columns of the table of phrases.
FOUND: Final = (
    "phrases",
    "paragraphs",
    "recall",
    "precision",
    "counts",
    "arrivals",
    "in_view",
    "marked",
    "ms",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=SIZES, help="speeches in each synthetic corpus"
    )
    parser.add_argument(
        "--phrases", type=int, default=65, help="phrases of each class; 0: none are asked for"
    )


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """A row for each class of phrases, then one for each size."""
    rows = _finds(args.phrases) if args.phrases else {}
    return rows | _sizes(args.sizes)


def _finds(each: int) -> dict[str, Figures]:
    """What is found of the phrases, with texts loaded whole and in parts, and by other searches."""
    rows: dict[str, Figures] = {}
    print(f"{'phrases':<30}" + "".join(f"{name:>11}" for name in FOUND))
    with TemporaryDirectory() as folder:
        for name, row in _measured_finds(Path(folder), each):
            rows[name] = row
            print(f"{name:<30}" + "".join(f"{shown(row.get(figure)):>11}" for figure in FOUND), flush=True)
    print("Material and Pagefind: by speech. A search that is not named is not installed, and was not run.")
    return rows


def _measured_finds(root: Path, each: int) -> Iterator[tuple[str, Figures]]:
    entries = built(root)
    texts, site = texts_of(entries), root / "site"
    drawn = phrases(texts, each)
    for kind, row in found(site, drawn, texts, arriving=True).items():
        yield f"whole, {kind}", row
    for before in FOCUSED:
        yield f"a first key, {before} ms in the box", {"ms": first_key(site, before)}
    in_parts(site, entries)
    for kind, row in found(site, drawn, texts, arriving=False).items():
        yield f"parts, {kind}", row
    yield from others(root, drawn)


def _sizes(sizes: Sequence[int]) -> dict[str, Figures]:
    """A column a size."""
    columns: dict[str, Figures] = {}
    for size in sizes:
        print(f"{size} speeches …", file=sys.stderr, flush=True)
        with TemporaryDirectory() as folder:
            figures, queries = apart(measured, Path(folder), size)
            columns[str(size)] = figures | asked(Path(folder), queries)
    table("speeches", columns, ROWS)
    print(f"A dash: there is none, or no exact count within {PATIENCE // 1000} seconds.")
    return columns
