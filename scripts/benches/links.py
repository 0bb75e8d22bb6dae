"""Pages are edited for many rounds: how many of the links copied before still land on their words."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benches.addresses import SCHEMES, Scheme
from benches.edits import SHORT, Desk, Page, correct, insert, sentences
from benches.stories import LENGTH, SEED, Job, Texts, all_jobs, read_texts, story
from benches.truth import Link, Truth
from yanlu.relate import anchors

RAW: Final = Path(__file__).parent.parent.parent / "corpus/raw"
OURS: Final = {"ours": SCHEMES["ours"]}
#: The table shows a page's history after so many rounds.
ROUNDS: Final = (1, 5, LENGTH)
#: To reach after 20 rounds, in per cent.
TARGETS: Final = {
    "long": {"right": 99.5, "wrong": 0.2, "told": 97.0},
    "short": {"right": 98.0, "wrong": 1.0},
}
#: The cost is measured on so many speeches of so many paragraphs, and told for `COST_SCALE` of them.
COST_SPEECHES, COST_PARAGRAPHS, COST_LENGTH, COST_SCALE = 100, 50, 225, 10_000

Figures = dict[str, float]
Schemes = Mapping[str, Callable[[], Scheme]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one link after a round: the scheme's name for it leads to a place on the page, or nowhere."""

    round: int
    scheme: str
    name: str
    link: Link
    landed: int | None
    page: Page
    truth: Truth

    @property
    def length(self) -> str:
        """Which side of the table it is counted on."""
        return "short" if len(self.link.text) < SHORT else "long"

    @property
    def verdict(self) -> str:
        """What it is worth, see `Truth.verdict`."""
        return self.truth.verdict(self.link, self.landed)

    def __str__(self) -> str:
        """For reading: what the link was copied from, where it lands, where its text is."""
        lines = [
            f"{self.verdict} {self.name}, copied from {len(self.link.text)} characters: {self.link.text[:60]}"
        ]
        if self.landed is not None:
            lines.append(f"lands on paragraph {self.landed}: {self.page[self.landed].text[:60]}")
        for place, n in self.truth.places(self.link.words).most_common(3):
            lines.append(
                f"{n} of {len(self.link.words)} words in paragraph {place}: {self.page[place].text[:60]}"
            )
        return "\n   ".join(lines)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument("--gold", type=Path, help="a folder of further raw files, read only")
    parser.add_argument("--runs", type=int, default=6, help="histories of each page")
    parser.add_argument("--only", default="", help="parts whose name holds this")
    parser.add_argument("--misses", action="store_true", help="show every link of ours that goes astray")


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """One row a part, scheme and length of paragraph: right, wrong and lost of the links whose text is there,
    told of those whose text is gone, in per cent."""
    texts = read_texts([*sorted(RAW.iterdir()), *_files(args.gold)])
    jobs = [job for job in all_jobs(texts, args.runs) if args.only in job.part]
    with ProcessPoolExecutor() as workers:
        if args.misses:
            for its in workers.map(partial(misses, texts), jobs):
                print(*its, sep="\n", end="\n" * bool(its), flush=True)
            return {}
        rows = table(sum(workers.map(partial(play, texts), jobs, chunksize=16), Counter()))
    for line in printed(rows):
        print(line)
    if args.only in "cost":
        rows["cost"] = cost(texts)
        print("CPU seconds for {speeches} speeches: mint {mint}, follow {follow}".format(**rows["cost"]))
    return rows


def _files(folder: Path | None) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file()) if folder else []


# --- what is played ---------------------------------------------------------------------------------


def play(texts: Texts, job: Job, schemes: Schemes = SCHEMES) -> Counter[tuple[str, str]]:
    """How many links come to each verdict in one history, for each row of the figures."""
    states = list(story(texts, job))
    rows = {n: f"{n} rounds" for n in ROUNDS} if job.part == "rounds" else {len(states) - 1: job.part}
    found = outcomes(states, rows, schemes)
    return Counter((f"{rows[o.round]} | {o.scheme} | {o.length}", o.verdict) for o in found)


def misses(texts: Texts, job: Job) -> list[str]:
    """Each link of ours that goes astray in one history, in the round when it first does."""
    found: dict[tuple[int, ...], str] = {}
    for o in outcomes(story(texts, job), range(ROUNDS[-1] + 1), OURS):
        if o.verdict in ("wrong", "lost", "untold"):
            found.setdefault(o.link.words, f"== {job.text} seed {job.seed}, {job.part}, round {o.round}: {o}")
    return list(found.values())


def outcomes(states: Iterable[Page], rounds: Collection[int], schemes: Schemes) -> Iterator[Outcome]:
    """What became of every link copied so far, after some of the rounds.

    A link is copied to each paragraph when it first stands on the page.
    """
    ways = {name: scheme() for name, scheme in schemes.items()}
    links: list[tuple[Link, dict[str, str]]] = []
    copied: set[int] = set()
    for n, page in enumerate(states):
        names = {way: scheme.read([piece.text for piece in page]) for way, scheme in ways.items()}
        truth = Truth(page)
        for link, given in links if n in rounds else ():
            for way, scheme in ways.items():
                yield Outcome(n, way, given[way], link, scheme.lands(given[way]), page, truth)
        for i, piece in enumerate(page):
            if piece.key not in copied:
                copied.add(piece.key)
                links.append((Link.to(piece), {way: its[i] for way, its in names.items()}))


# --- the figures --------------------------------------------------------------------------------------


def table(counts: Counter[tuple[str, str]]) -> dict[str, Figures]:
    """Counts to per cent, one row for each row, scheme and length."""
    rows: dict[str, Counter[str]] = {}
    for (row, verdict), n in counts.items():
        rows.setdefault(row, Counter())[verdict] += n
    return {row: figures(its) for row, its in rows.items()}


def figures(its: Counter[str]) -> Figures:
    """Right, wrong and lost of what is there, told of what is gone.

    >>> figures(Counter(right=3, wrong=1, told=2))
    {'links': 4.0, 'right': 75.0, 'wrong': 25.0, 'lost': 0.0, 'removed': 2.0, 'told': 100.0}
    """
    there = its["right"] + its["wrong"] + its["lost"]
    gone = its["told"] + its["untold"]
    shares = {key: round(100 * its[key] / max(1, there), 2) for key in ("right", "wrong", "lost")}
    told = round(100 * its["told"] / gone, 2) if gone else 100.0
    return {"links": float(there), **shares, "removed": float(gone), "told": told}


COLUMNS: Final = (("links", 7), ("right", 7), ("wrong", 7), ("lost", 7), ("removed", 8), ("told", 7))


def printed(rows: Mapping[str, Figures]) -> Iterator[str]:
    """The table: long paragraphs at the left, short ones and headings at the right."""
    heads = "".join(f"{key:>{wide}}" for key, wide in COLUMNS)
    yield f"{'':<40}{f'{SHORT} characters and more':^43} │ {'shorter':^43}"
    yield f"{'after':<28}{'scheme':<12}{heads} │ {heads}"
    for name in dict.fromkeys(name.rpartition(" | ")[0] for name in rows):
        row, scheme = name.split(" | ")
        sides = [_cells(rows.get(f"{name} | {length}", {})) for length in ("long", "short")]
        yield f"{row:<28}{scheme:<12}{' │ '.join(sides)}"
    goals = [_cells(TARGETS[length]) for length in ("long", "short")]
    yield f"{'to reach after 20 rounds':<40}{' │ '.join(goals)}"


def _cells(row: Mapping[str, float]) -> str:
    """One side of a line; what is not measured stays empty."""
    places = {"links": 0, "removed": 0}
    return "".join(
        f"{row[key]:>{wide}.{places.get(key, 2)}f}" if key in row else " " * wide for key, wide in COLUMNS
    )


def cost(texts: Texts) -> Figures:
    """CPU seconds for the first ledger of many speeches, and for following one edit in each."""
    chance = Random(SEED)
    stock = [s for text in texts.values() for paragraph in text.paragraphs for s in sentences(paragraph)]
    mint = follow = 0.0
    for i in range(COST_SPEECHES):
        desk, page = Desk.open(_speech(stock, chance), stock, f"{SEED} {i}")
        edited = [piece.text for piece in correct(insert(page, desk), desk)]
        began = time.process_time()
        minted = anchors.mint([piece.text for piece in page])
        between = time.process_time()
        anchors.follow(minted.rows, edited)
        mint += between - began
        follow += time.process_time() - between
    scale = COST_SCALE / COST_SPEECHES
    return {"speeches": COST_SCALE, "mint": round(mint * scale, 1), "follow": round(follow * scale, 1)}


def _speech(stock: Sequence[str], chance: Random) -> list[str]:
    """Paragraphs of sentences drawn at random, each about as long as a real one."""
    size = COST_LENGTH * len(stock) // sum(map(len, stock))
    return ["".join(chance.choices(stock, k=size)) for _ in range(COST_PARAGRAPHS)]
