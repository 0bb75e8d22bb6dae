"""Indexes of synthetic corpora: what one costs and how large it is, and queries whose answers are known."""

from __future__ import annotations

import re
import resource
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from benches.cost import Figures, peak, worked
from benches.reading import RAW, clean_documents
from benches.synthetic import DAYS, FIRST_DAY, SEED, texts
from yanlu.hanzi import fold
from yanlu.memo import Memo
from yanlu.model import SPEECH_KINDS, Document, Facts, Paragraph, RawFile, Speech, Witness
from yanlu.render.entries import Entry
from yanlu.render.search import search_files

LENGTH: Final = 9_600  #: characters of a speech
_SOUNDED: Final = 50  #: speeches in which what is frequent is sought
_COMMON: Final = 100  #: which of the phrases of four characters is asked for


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, and how often it stands in how many speeches."""

    name: str
    text: str
    occurrences: int
    speeches: int


def measured(root: Path, size: int) -> tuple[Figures, list[Query]]:
    """Lay the index of a corpus below `root`; what that cost, and what may be asked of it."""
    entries = list(_entries(size))
    figures: Figures = {}
    for figure in ("cpu", "again"):
        begin = worked()
        with Memo(root / "memo") as memo:
            files = search_files(entries, memo)
        figures[figure] = worked() - begin
    figures["peak"] = max(peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN))
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return figures | _sizes(files), list(
        _queries([[fold(p.text) for p in entry.document.paragraphs] for entry in entries])
    )


def _sizes(files: Mapping[str, bytes]) -> Figures:
    """Megabytes of each kind of file, and of all; how many there are."""
    sizes: Figures = defaultdict(float)
    for path, content in files.items():
        sizes[re.match("search/([a-z]+)", path)[1]] += len(content) / 1e6
    shards = [len(content) / 1e3 for path, content in files.items() if path.startswith("search/grams")]
    return sizes | {"all": sum(sizes.values()), "files": len(files), "shard": max(shards, default=0)}


def _entries(size: int) -> Iterator[Entry]:
    """Speeches of made-up days, in the order of time."""
    for n, text in enumerate(texts(clean_documents(sorted(RAW.iterdir())), size, LENGTH)):
        day = FIRST_DAY.fromordinal(FIRST_DAY.toordinal() + n * DAYS // size)
        facts = Facts(f"第{n}次讲话", date=day.isoformat(), kind=SPEECH_KINDS[n % 5], place="北京")
        paragraphs = tuple(Paragraph(its, 0, len(its), (1, 1), "body") for its in text)
        document = Document(f"{n:05}.txt", 1, 0, 1, facts, (), paragraphs, (), ())
        witness = Witness("w1", document, tuple(f"p{number}" for number in range(1, len(text) + 1)), ())
        speech = Speech(f"{day}-{n}", facts, (witness,))
        yield Entry(speech, witness, document, RawFile(document.source, "", "", "utf-8", 0))


# --- queries --------------------------------------------------------------------------------------------


def _queries(pages: Sequence[Sequence[str]]) -> Iterator[Query]:
    """One of each class: what is asked for often, and what is hard to find."""
    some = [text for page in pages[:: max(1, len(pages) // _SOUNDED)] for text in page]
    all_texts = ["\0".join(page) for page in pages]
    yield _query("one", _frequent(some, 1), all_texts)
    yield _query("pair", _frequent(some, 2), all_texts)
    yield _query("four", _frequent(some, 4, _COMMON), all_texts)
    chance = Random(SEED)
    long = [text for text in some if len(text) > 40]
    yield _query("long", chance.choice(long)[8:32], all_texts)
    alone = (_query("rare", chance.choice(long)[8:18], all_texts) for _ in range(10_000))
    yield next(query for query in alone if query.occurrences == 1)


def _frequent(some: Sequence[str], length: int, rank: int = 0) -> str:
    """The gram of that length that is so frequent; 0: the most."""
    counted = Counter(text[n : n + length] for text in some for n in range(len(text) - length + 1))
    return counted.most_common(rank + 1)[-1][0]


def _query(name: str, text: str, pages: Sequence[str]) -> Query:
    counts = [count(page, text) for page in pages]
    return Query(name, text, sum(counts), sum(n > 0 for n in counts))


def count(text: str, phrase: str) -> int:
    """How often a phrase stands in a text, one occurrence overlapping another or not.

    >>> count("人人人", "人人")
    2
    """
    return sum(1 for _ in starts(text, phrase))


def starts(text: str, phrase: str) -> Iterator[int]:
    """Where a phrase stands in a text."""
    at = text.find(phrase)
    while at >= 0:
        yield at
        at = text.find(phrase, at + 1)
