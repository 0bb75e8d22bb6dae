"""How well repeated passages are found: against a judged set, and planted ones in corpora of any size.

The judged set's scorer measures precision and recall of every pair of places, between and inside texts. Planted passages
stand, each edited a little, in texts that are otherwise drawn letter by letter: what is found there besides is spurious.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final

from benches.reading import RAW, clean_documents
from yanlu import pipeline
from yanlu.relate.reuse import find
from yanlu.relate.reuse.corpus import Paragraph, Text
from yanlu.relate.reuse.results import Passage

SEED: Final = 20200310
SIZES: Final = (25, 250, 1000)
#: A text has so many paragraphs, planted passages and planted formulas.
PARAGRAPHS, PASSAGES, FORMULAS = 32, 8, 15
#: A planted passage stands in about so many texts; there are so many formulas; one edit in so many letters.
TEXTS, CHOICE, EDIT_EVERY = 5, 300, 25
#: Letters are drawn by the two before them, and one in so many by nothing: in real texts too so few 5-letter runs recur.
ORDER, AFRESH = 2, 0.15

Figures = dict[str, Any]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="texts in each planted corpus")
    parser.add_argument("--gold", type=Path, help="a folder with docs/, gold.jsonl and score.py")


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """The judged set's figures, then one row a size."""
    rows: dict[str, Figures] = {}
    if args.gold:
        for flags in ((), ("--base", "--nowitness")):
            rows[" ".join(("gold", *flags))] = _judged(args.gold, flags)
    for size in args.sizes:
        with ProcessPoolExecutor(
            1, mp_context=get_context("spawn")
        ) as worker:  # memory is counted from nothing
            rows[str(size)] = worker.submit(planted, size).result()
    for name, figures in rows.items():
        print(f"{name}: " + ", ".join(f"{figure} {value}" for figure, value in figures.items()))
    print("passim: " + ("installed" if shutil.which("passim") else "not run, it is not installed"))
    return rows


# --- the judged set ------------------------------------------------------------------------------------


def _judged(gold: Path, flags: Sequence[str]) -> Figures:
    """What the set's own scorer says."""
    with TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        lines = (json.dumps(pair, ensure_ascii=False) for pair in _pairs(gold / "docs"))
        found.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, str(gold / "score.py"), str(found), "--json", *flags]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    names = {"precision_char": "P", "recall_char": "R", "f1": "F1", "detections": "pairs"}
    figures = {short: told[name] for name, short in names.items()}
    return figures | {"hard negatives": sum(told["neg_hit"].values()), **told["recall_case"]}


def _pairs(docs: Path) -> Iterator[Figures]:
    """Every pair of places of every passage, as the scorer reads it."""
    texts, places = [], {}
    for path in sorted(docs.glob("*.txt")):
        for document in (reading := pipeline.read(path.name, path.read_bytes())).documents:
            name = f"{path.stem}#{document.ordinal}"
            its = [Paragraph(f"p{n}", p.kind, p.text) for n, p in enumerate(document.paragraphs)]
            texts.append(Text(name, document.facts.date or "", document.facts.kind, tuple(its)))
            for n, p in enumerate(document.paragraphs):
                places[name, f"p{n}"] = (reading.raw.text, p.start, p.end)
    for passage in find(texts):
        if passage.kind != "boilerplate":
            for one, other in combinations(passage.occurrences, 2):
                pair: Figures = {}
                for side, its in (("a", one), ("b", other)):
                    raw, start, end = places[its.document, its.anchor]
                    at = max(raw.find(its.quote, start, end), start)
                    pair |= {f"{side}_doc": its.document.rpartition("#")[0], f"{side}_start": at}
                    pair |= {f"{side}_end": at + len(its.quote)}
                yield pair


# --- planted passages ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plant:
    """A passage or formula that was planted: which, and where."""

    which: str
    document: str
    anchor: str
    start: int
    end: int


class Letters:
    """Draws text letter by letter: each as it follows the ones before it in a source, or afresh."""

    def __init__(self, source: str) -> None:
        self.behind: dict[str, list[str]] = defaultdict(list)
        for i in range(len(source) - ORDER):
            self.behind[source[i : i + ORDER]].append(source[i + ORDER])
        self.starts = list(self.behind)

    def draw(self, chance: Random, size: int) -> str:
        """So many letters and marks."""
        text = chance.choice(self.starts)
        while len(text) < size:
            known = self.behind.get(text[-ORDER:]) if chance.random() > AFRESH else None
            text += chance.choice(known or self.starts)[0]
        return text[:size]

    def edited(self, text: str, chance: Random) -> str:
        """A text with one edit in so many letters: some exchanged, left out or put in."""
        letters = list(text)
        for _ in range(max(1, len(text) // EDIT_EVERY)):
            at, size = chance.randrange(len(letters)), chance.randint(1, 3)
            gone = 0 if chance.random() < 0.3 else size
            letters[at : at + gone] = "" if chance.random() < 0.4 and gone else self.draw(chance, size)
        return "".join(letters)


def corpus(size: int) -> tuple[list[Text], list[Plant]]:
    """So many texts, and what was planted in them."""
    prose = [text for d in clean_documents(sorted(RAW.iterdir())) for kind, text in d.body if kind == "body"]
    letters, chance = Letters("".join(prose)), Random(SEED)
    pool = [letters.draw(chance, chance.randint(40, 200)) for _ in range(PASSAGES * size // TEXTS)]
    clauses = sorted({c for text in prose for c in re.findall(r"(?<=[，。；])\w{10,16}(?=[，。；])", text)})
    formulas = chance.sample(clauses, CHOICE)
    texts, plants = [], []
    for n in range(size):
        chance, document = Random(f"{SEED} {n}"), f"{n:05}"
        paragraphs = [letters.draw(chance, chance.randint(120, 360)) + "。" for _ in range(PARAGRAPHS)]
        kinds = [("passage", chance.randrange(len(pool))) for _ in range(PASSAGES)]
        kinds += [("formula", chance.randrange(CHOICE)) for _ in range(FORMULAS)]
        for at, (kind, which) in zip(chance.sample(range(PARAGRAPHS), len(kinds)), kinds, strict=True):
            own = letters.edited(pool[which], chance) if kind == "passage" else formulas[which]
            before = paragraphs[at][: len(paragraphs[at]) // 2].rstrip("，。；、") + "，"
            plants.append(Plant(f"{kind} {which}", document, f"p{at}", len(before), len(before) + len(own)))
            paragraphs[at] = f"{before}{own}，{paragraphs[at][len(before) :]}"
        its = tuple(Paragraph(f"p{i}", "body", text) for i, text in enumerate(paragraphs))
        texts.append(Text(document, "", "speech", its))
    return texts, plants


def planted(size: int) -> Figures:
    """Which of the planted pairs are found, what else is, and what it costs."""
    texts, plants = corpus(size)
    before = time.process_time()
    passages = find(texts)
    figures: Figures = {"CPU s": round(time.process_time() - before, 1)}
    figures["MB"] = round(
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    )
    figures["letters"] = sum(len(p.text) for text in texts for p in text.paragraphs)
    for kind in ("passage", "formula"):
        figures[f"{kind}s found"] = _found([p for p in plants if p.which.startswith(kind)], passages)
    return figures | {"spurious a text": round(_spurious(plants, passages) / size, 3)}


def _found(plants: Iterable[Plant], passages: Sequence[Passage]) -> float:
    """The share of pairs of planted places half of each of which is in one passage."""
    places = _by_paragraph(passages)
    holders: dict[str, list[set[int]]] = defaultdict(list)
    for plant in plants:
        inside = [
            (n, min(end, plant.end) - max(start, plant.start))
            for n, start, end in places[plant.document, plant.anchor]
        ]
        holders[plant.which].append({n for n, common in inside if 2 * common >= plant.end - plant.start})
    pairs = [bool(one & other) for sets in holders.values() for one, other in combinations(sets, 2)]
    return round(sum(pairs) / len(pairs), 4)


def _spurious(plants: Iterable[Plant], passages: Sequence[Passage]) -> int:
    """How many places were found of which less than half was planted."""
    own = defaultdict(list)
    for plant in plants:
        own[plant.document, plant.anchor].append(plant)
    return sum(
        not any(2 * (min(p.end, end) - max(p.start, start)) >= end - start for p in own[paragraph])
        for paragraph, places in _by_paragraph(passages).items()
        for _, start, end in places
    )


def _by_paragraph(passages: Sequence[Passage]) -> dict[tuple[str, str], list[tuple[int, int, int]]]:
    """Each paragraph's places: the passage's number, and from which character to which."""
    found = defaultdict(list)
    for n, passage in enumerate(passages):
        for its in passage.occurrences:
            found[its.document, its.anchor].append((n, its.start, its.end))
    return found
