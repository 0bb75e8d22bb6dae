"""Clean documents are damaged in known ways and read again: how many paragraphs come back."""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from benches.damage import TABLE, File
from benches.printing import Clean
from yanlu import pipeline

RAW: Final = Path(__file__).parent.parent.parent / "corpus/raw"
SEED: Final = 20200306

Figures = dict[str, float]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument("--gold", type=Path, help="a folder of further raw files, read only")
    parser.add_argument("--only", default="", help="damages whose name holds this")
    parser.add_argument("--misses", action="store_true", help="show what the damages named by --only lose")


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """One row a damage: documents wholly recovered, paragraphs' precision, recall and F1, headings' F1."""
    documents = [*clean_documents(sorted(RAW.iterdir())), *clean_documents(_files(args.gold))]
    names = [name for name in TABLE if args.only in name]
    if args.misses:
        for name in names:
            print(f"#### {name}", *misses(documents, name), sep="\n")
        return {}
    print(f"{'damage':<34}{'files':>6}{'texts':>6}{'whole':>6}{'P':>7}{'R':>7}{'F1':>7}{'heads':>7}")
    rows: dict[str, Figures] = {}
    with ProcessPoolExecutor() as workers:
        for name, row in zip(names, workers.map(partial(measure, documents), names), strict=True):
            if row["texts"]:
                rows[name] = row
                print(_row(name, row), flush=True)
    total = {key: sum(row[key] for row in rows.values()) for key in ("files", "texts", "whole")}
    mean = {key: sum(row[key] for row in rows.values()) / len(rows) for key in ("p", "r", "f1", "headings")}
    rows["all"] = {**total, **{key: round(value, 4) for key, value in mean.items()}}
    print(_row("all", rows["all"]))
    rows["growth"] = {"ratio": round(growth(documents), 2)}
    print(f"four times the text takes {rows['growth']['ratio']:.1f} times the time")
    return rows


def _files(folder: Path | None) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file()) if folder else []


def _row(name: str, row: Figures) -> str:
    """A row of the table; an ideographic character takes two columns."""
    pad = 34 - sum(ord(c) >= 0x2E80 for c in name)
    counts = "".join(f"{row[key]:>6.0f}" for key in ("files", "texts", "whole"))
    return f"{name:<{pad}}{counts}" + "".join(f"{row[key]:>7.3f}" for key in ("p", "r", "f1", "headings"))


def clean_documents(paths: Iterable[Path]) -> list[Clean]:
    """The documents in some files as the reader gives them: the clean texts to damage."""
    found = []
    for path in paths:
        documents = pipeline.read(path.name, path.read_bytes()).documents
        found += [Clean.of(d) for d in documents if d.paragraphs]
    return found


def measure(documents: list[Clean], name: str) -> Figures:
    """What comes back of the documents after one damage."""
    files = list(TABLE[name](documents, Random(f"{SEED} {name}")))
    wanted: Counter[tuple[int, str]] = Counter()
    got: Counter[tuple[int, str]] = Counter()
    wanted_heads: Counter[tuple[int, str]] = Counter()
    got_heads: Counter[tuple[int, str]] = Counter()
    whole = 0
    for i, file in enumerate(files):
        read = [Clean.of(d) for d in pipeline.read(file.name, file.data).documents]
        whole += len(_recovered(file, read))
        wanted.update((i, t) for clean in file.holds for t in paragraphs(clean))
        got.update((i, t) for clean in read for t in paragraphs(clean))
        wanted_heads.update((i, t) for clean in file.holds for t in paragraphs(clean, "heading"))
        got_heads.update((i, t) for clean in read for t in paragraphs(clean, "heading"))
    p, r, f1 = score(wanted, got)
    texts = sum(len(file.holds) for file in files)
    heads = score(wanted_heads, got_heads)[2]
    row = {"files": len(files), "texts": texts, "whole": whole, "p": p, "r": r, "f1": f1, "headings": heads}
    return {key: round(value, 4) for key, value in row.items()}


def paragraphs(clean: Clean, only: str = "") -> list[str]:
    """A document's paragraphs, folded: without white space, common marks half-width."""
    marks = str.maketrans("，：；！？（）", ",:;!?()")
    return [re.sub(r"\s", "", text).translate(marks) for kind, text in clean.body if kind == only or not only]


def _recovered(file: File, read: list[Clean]) -> list[Clean]:
    """The documents of a file that were read with exactly their own paragraphs."""
    found = [paragraphs(clean) for clean in read]
    return [clean for clean in file.holds if paragraphs(clean) in found]


def score(wanted: Counter[tuple[int, str]], got: Counter[tuple[int, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of what was got; nothing wanted and nothing got is perfect."""
    right = (wanted & got).total()
    if not wanted and not got:
        return 1.0, 1.0, 1.0
    p, r = right / max(1, got.total()), right / max(1, wanted.total())
    return p, r, 2 * p * r / max(1e-9, p + r)


def growth(documents: list[Clean]) -> float:
    """How much longer four times the text takes to clean: about 4, unless a step looks at all pairs of lines."""
    one = b"\n".join(file.data for file in TABLE["several, 0 blank"](documents, Random(SEED)))
    once, fourfold = (seconds(lambda n=n: pipeline.clean("a.txt", (one * n).decode())) for n in (1, 4))
    return fourfold / once


def seconds(run: Callable[[], object]) -> float:
    """How much of the processor one call takes."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def misses(documents: list[Clean], name: str) -> Iterator[str]:
    """What one damage loses, for reading: - wanted, + got instead."""
    for file in TABLE[name](documents, Random(f"{SEED} {name}")):
        read = [Clean.of(d) for d in pipeline.read(file.name, file.data).documents]
        wanted = Counter(t for clean in file.holds for t in paragraphs(clean))
        got = Counter(t for clean in read for t in paragraphs(clean))
        titles = [clean.head[:1] for clean in file.holds]
        if wanted != got:
            yield f"== {titles} {len(file.holds)} → {len(read)}"
            yield from (f"- {t[:40]} … {t[-40:]}" for t in wanted - got)
            yield from (f"+ {t[:40]} … {t[-40:]}" for t in got - wanted)
