"""What a build of 100, 1,000 and 4,000 texts costs, stage by stage, and how large its pages become.

Each size is built in a process of its own, below a temporary folder: whole, then again after its ledger
was written and one raw file has changed. The site generator runs over the same pages. Seconds
are the clock's, which is what people wait for, and for the sums the processors' too: those of all processes, which other work on
the machine lengthens least.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import patch

from benches.cost import Figures, apart, peak, table, worked
from benches.reading import RAW, clean_documents
from benches.synthetic import corpus
from yanlu import pipeline, render

ROOT: Final = RAW.parent.parent
SIZES: Final = (100, 1000, 4000)
#: MkDocs takes many minutes for more pages than this.
GENERATOR_LIMIT: Final = 1000
#: The function of each stage, where it is called.
STAGES: Final = {
    "read": (pipeline, "read_corpus"),
    "relate": (pipeline, "relate"),
    "render": (render, "site_files"),
    "sync": (render, "sync"),
}

#: The rows of the table: figure → what it is, in which unit, and what it should be.
ROWS: Final = {
    "characters": "characters in the raw files",
    "read": "read, characters a second",
    "relate": "relate, characters a second",
    "render": "render, characters a second",
    "sync": "sync, characters a second",
    "ours": "our stages, seconds",
    "ours_cpu": "  processors' seconds",
    "ours_peak": "  peak memory of one process, MB",
    "growth": "  times the size before (4,000 : 1,000 at most 4.5)",
    "issue": "  the first ledger, seconds",
    "again": "  after one changed file, seconds",
    "again_share": "  as a share of the first build (at most 0.10)",
    "again_cpu": "  processors' seconds",
    "again_cpu_share": "  as a share of the first build's",
    "again_read": "    read, seconds",
    "again_relate": "    relate, seconds",
    "again_render": "    render, seconds",
    "again_sync": "    sync, seconds",
    "generator": "site generator, seconds",
    "generator_cpu": "  processors' seconds",
    "generator_peak": "  peak memory, MB",
    "share": "our share of the whole (at most 0.25 at 1,000)",
    "share_cpu": "  of the processors' seconds",
    "source_text": "Markdown of a reading page, mean bytes",
    "source_home": "  of the home page",
    "source_table": "  of the table of all texts (grows with them)",
    "html_text": "HTML of a reading page, mean bytes",
    "html_text_max": "  of the largest reading page",
    "html_home": "  of the home page",
    "html_table": "  of the table of all texts (grows with them)",
    "html_max": "  of the largest other page",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="texts in each corpus")
    parser.add_argument("--no-site", action="store_true", help="leave the site generator out")


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """One column a size."""
    columns: dict[str, Figures] = {}
    before: Figures = {}
    for size in args.sizes:
        print(f"building {size} texts …", file=sys.stderr, flush=True)
        before = columns[str(size)] = _column(size, not args.no_site and size <= GENERATOR_LIMIT, before)
    table("texts", columns, ROWS)
    print(f"A dash: not measured; the generator runs at sizes up to {GENERATOR_LIMIT:,}.")
    return columns


def _column(size: int, with_site: bool, before: Figures) -> Figures:
    """All figures of one size."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        characters = lay_out(root, size)
        first = apart(build, root)
        issued = apart(issue, root)
        apart(build, root)  # the pages show what was issued
        change_one(root)
        again = apart(build, root)
        column = {stage: characters / first[stage] for stage in STAGES}
        column |= {"characters": characters, "ours": first["all"]}
        column |= {f"ours_{name}": first[name] for name in ("cpu", "peak")}
        column |= {"issue": issued["all"], **{f"again_{stage}": again[stage] for stage in STAGES}}
        column |= {"again": again["all"], "again_share": again["all"] / first["all"]}
        column |= {"again_cpu": again["cpu"], "again_cpu_share": again["cpu"] / first["cpu"]}
        column |= {"growth": first["all"] / before["ours"]} if before else {}
        column |= {f"source_{name}": value for name, value in page_sizes(root / "docs", ".md").items()}
        if with_site:
            made = apart(generate, root)
            column |= {"generator": made["all"]} | {
                f"generator_{name}": made[name] for name in ("cpu", "peak")
            }
            column["share"] = first["all"] / (first["all"] + made["all"])
            column["share_cpu"] = first["cpu"] / (first["cpu"] + made["cpu"])
            column |= {f"html_{name}": value for name, value in page_sizes(root / "site", ".html").items()}
    return column


# --- the project that is built -------------------------------------------------------------------------


def lay_out(root: Path, size: int) -> int:
    """A project with a synthetic corpus and this one's hand-written pages. Returns its raw files' characters."""
    copy_pages(root)
    raw = root / "corpus/raw"
    raw.mkdir(parents=True)
    characters = 0
    for file in corpus(clean_documents(sorted(RAW.iterdir())), size):
        (raw / file.name).write_bytes(file.data)
        characters += len(file.data.decode())
    return characters


def copy_pages(root: Path) -> None:
    """This project's hand-written pages and settings."""
    generated = shutil.ignore_patterns(*render.GENERATED, *render.SINGLE)
    shutil.copytree(ROOT / "docs", root / "docs", ignore=lambda at, names: _top_only(generated, at, names))
    shutil.copy(ROOT / "mkdocs.yml", root)


def _top_only(ignore: Callable[[Any, list[str]], set[str]], at: str, names: list[str]) -> set[str]:
    """What is generated stands at the top of docs/; elsewhere a file may have the same name."""
    return ignore(at, names) if Path(at) == ROOT / "docs" else set()


def change_one(root: Path) -> None:
    """One more sentence at the end of one raw file."""
    path = min((root / "corpus/raw").iterdir())
    path.write_bytes(path.read_bytes() + "这句话是后来加的。".encode())


# --- what is measured -----------------------------------------------------------------------------------


def build(root: Path) -> Figures:
    """Seconds for each stage of `pipeline.build`, the processors' for all of it, and peak memory in MB."""
    spent: Figures = {}
    begin = worked()
    with ExitStack() as stack:
        for stage, (module, name) in STAGES.items():
            stack.enter_context(patch.object(module, name, _timed(getattr(module, name), spent, stage)))
        _timed(pipeline.build, spent, "all")(root, iter)
    most = max(peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN))
    return spent | {"cpu": worked() - begin, "peak": most}


def issue(root: Path) -> Figures:
    """Seconds for issuing every address."""
    spent: Figures = {}
    _timed(pipeline.issue, spent, "all")(root, iter, "2026-01-01")
    return spent


def _timed(function: Callable[..., Any], spent: Figures, stage: str) -> Callable[..., Any]:
    """The function, writing down how long it took."""

    @wraps(function)
    def timed(*args: object) -> Any:
        begin = time.perf_counter()
        result = function(*args)
        spent[stage] = time.perf_counter() - begin
        return result

    return timed


def generate(root: Path) -> Figures:
    """Seconds, the clock's and the processors', and peak memory in MB of the site generator."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root / "site")]
    begin, before = time.perf_counter(), worked()
    subprocess.run(command, cwd=root, check=True, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    most = peak(resource.RUSAGE_CHILDREN)
    return {"all": time.perf_counter() - begin, "cpu": worked() - before, "peak": most}


def page_sizes(site: Path, suffix: str) -> Figures:
    """The bytes of the pages, by what they are."""
    sizes = {page.relative_to(site).as_posix(): page.stat().st_size for page in _pages(site, suffix)}
    home, table = sizes.pop(f"index{suffix}"), sizes.pop(f"speeches/index{suffix}")
    texts = [size for page, size in sizes.items() if re.match(r"speeches/\d{4}-\d\d-\d\d[^/]*/index", page)]
    other = [size for page, size in sizes.items() if not re.match(r"speeches/\d{4}-\d\d-\d\d", page)]
    return {"text": mean(texts), "text_max": max(texts), "home": home, "table": table, "max": max(other)}


def _pages(site: Path, suffix: str) -> Iterator[Path]:
    return (path for path in site.rglob(f"*{suffix}") if path.is_file())
