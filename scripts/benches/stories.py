"""What the links bench plays: histories of real pages, and real copies that replace each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from rapidfuzz.distance import Indel

from benches.edits import ONE_KIND, Desk, Page, Piece, history, mixed
from yanlu import pipeline
from yanlu.hanzi import folded
from yanlu.relate import copies

SEED: Final = 20200223
#: The history of a page that is edited as editors do is so many rounds long.
LENGTH: Final = 20
#: A text is a full copy of another that holds this much of it and is so long beside it.
CONTAINED, AS_LONG = 0.9, 0.8
#: A text that holds so much of another may be a copy: no words are taken from it for insertions.
RELATED: Final = 0.4
#: Two copies are aligned by runs of at least so many equal characters.
RUN: Final = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A real text: its paragraphs, and the names of the others that words may be taken from."""

    paragraphs: tuple[str, ...]
    apart: tuple[str, ...]
    copies: tuple[str, ...]  #: and of those that are full copies of it, but not equal


Texts = Mapping[str, Text]


def read_texts(paths: Iterable[Path]) -> dict[str, Text]:
    """Every document of two or more paragraphs in some files, by raw file's name and ordinal."""
    pages = {
        f"{path.stem[:12]}/{document.ordinal}": tuple(p.text for p in document.paragraphs)
        for path in paths
        for document in pipeline.read(path.name, path.read_bytes()).documents
        if len(document.paragraphs) > 1
    }
    grams = {name: copies.grams("".join(page)) for name, page in pages.items()}
    found = {}
    for one, page in pages.items():
        likeness = {other: copies.containment(grams[one], grams[other]) for other in pages}
        sizes = {other: sorted((len(grams[one]), len(grams[other]))) for other in pages}
        apart = tuple(other for other in pages if likeness[other] < RELATED)
        full = [
            its for its in pages if likeness[its] >= CONTAINED and sizes[its][0] >= AS_LONG * sizes[its][1]
        ]
        found[one] = Text(page, apart, tuple(other for other in full if pages[other] != page))
    return found


@dataclass(frozen=True, slots=True)
class Job:
    """One history of one text; or, with `other`, the text replaced by another copy."""

    part: str
    text: str
    seed: int = 0
    other: str = ""


def all_jobs(texts: Texts, runs: int) -> Iterator[Job]:
    """Everything that is played."""
    for part in ("rounds", *ONE_KIND):
        yield from (Job(part, name, seed) for name in texts for seed in range(runs))
    yield from (Job("real copies", name, other=other) for name in texts for other in texts[name].copies)


def story(texts: Texts, job: Job) -> Iterator[Page]:
    """The page, and what it is after each round."""
    text = texts[job.text]
    others = [paragraph for name in text.apart for paragraph in texts[name].paragraphs]
    desk, page = Desk.open(text.paragraphs, others, f"{SEED} {job.part} {job.text} {job.seed}")
    if job.other:
        return iter([page, aligned(page, texts[job.other].paragraphs)])
    return history(page, desk, (mixed,) * LENGTH if job.part == "rounds" else ONE_KIND[job.part])


def aligned(old: Page, texts: Sequence[str]) -> Page:
    """A real copy as if it had been edited from the old page: what is aligned with the old is the old's.

    By the fewest insertions and deletions of characters, of which only runs count: single ones agree by chance.
    """
    before, numbers = "", []
    for piece in old:
        fold, at = folded(piece.text)
        before += fold
        numbers += [piece.origin[i] for i in at]
    folds = [folded(text) for text in texts]
    origins: dict[int, int] = {}
    for block in Indel.opcodes(before, "".join(fold for fold, _ in folds)):
        if block.tag == "equal" and block.src_end - block.src_start >= RUN:
            origins.update(
                zip(range(block.dest_start, block.dest_end), numbers[block.src_start :], strict=False)
            )
    fresh = count(1 + max(max(piece.key, *piece.origin) for piece in old))
    page, begin = [], 0
    for text, (fold, at) in zip(texts, folds, strict=True):
        known = {i: origins.get(begin + k) for k, i in enumerate(at)}
        origin = tuple(next(fresh) if (n := known.get(i)) is None else n for i in range(len(text)))
        page.append(Piece(text, origin, next(fresh)))
        begin += len(fold)
    return tuple(page)
