"""Notes on pages that are edited: how many find their words again, in the browser and in the build, and how many stand wrong."""

from __future__ import annotations

import argparse
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Final

from playwright.sync_api import CDPSession
from playwright.sync_api import Page as Tab

from benches.browsing import chromium, served
from benches.build import ROOT
from benches.links import RAW
from benches.notes_stories import NOTES, Anchored, Case, Text, cases, verdict
from benches.stories import read_texts
from yanlu.relate import notes

Figures = dict[str, float]
#: Where each note stands after the edit, and how long it took to place them all, in milliseconds.
Placed = tuple[Sequence[notes.Span | None], float]
Way = Callable[[Anchored, Anchored, Sequence[notes.Place]], Placed]

#: To reach, in per cent: of what is there; of what is gone.
GOOD: Final = {"E1": 99, "E2 ": 99, "E3": 99, "E4": 99, "E5": 99, "E6": 98, "E7": 99}
WRONG, WRONG_TOGETHER, SHOWN = 0.3, 0.5, 1
COLUMNS: Final = ("notes", "good", "partly", "wrong", "lost", "gone", "shown", "again", "torn", "ms")

_IN_THE_BROWSER: Final = """async ([before, after, places]) => {
  const { page, describe, placed } = await import("/assets/notes-place.js");
  const prepared = (its) => page(its.paragraphs.map(([id, text]) => ({ id, text })), its.aliases, new Set(its.gone));
  const was = prepared(before);
  const selectors = places.map((place) => describe(was, place));
  const began = performance.now();
  const now = prepared(after);
  const found = selectors.map((its) => placed(now, its));
  return [found.map((its) => its && its.place), performance.now() - began];
}"""

#: The longest page is opened so many times with notes, and without.
OPENED: Final = 9
_KEEP: Final = """async (many) => {
  const { describe, page } = await import("/assets/notes-place.js");
  const { keep, newId, speechOf } = await import("/assets/notes-store.js");
  const { characters } = await import("/assets/reading-text.js");
  const paragraphs = [...document.querySelectorAll(".para")].map(({ id }) => ({ id, text: "" }));
  for (const one of paragraphs) one.text = characters(document.getElementById(one.id)).join("");
  const long = paragraphs.filter(({ text }) => text.length > 60);
  const [text, speech] = [page(paragraphs), speechOf(location.pathname)];
  const of = (n) => {
    const [{ id }, start] = [long[n % long.length], n % 29];
    const selectors = describe(text, { first: id, last: id, start, end: start + 2 + (n % 31) });
    const colour = ["yellow", "green", "blue", "pink"][n % 4];
    return { id: newId(), speech, source: "", title: "", selectors, colour, comment: "", tags: [], name: "", created: "", modified: "" };
  };
  await keep(Array.from({ length: many }, (_, n) => of(n)));
}"""
_SHOWN: Final = """(marked) => new Promise((done) => {
  const painted = () => requestAnimationFrame(() => setTimeout(done, 200));
  if (!marked) painted();
  else new PerformanceObserver(painted).observe({ type: "mark", buffered: true });
})"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this bench can be told."""
    parser.add_argument("--gold", type=Path, help="a folder of other raw files, read instead of the corpus")
    parser.add_argument("--runs", type=int, default=1, help="times that each page is edited")
    parser.add_argument("--only", default="", help="edits whose name holds this")
    parser.add_argument("--misses", action="store_true", help="show every note that goes astray")


def run(args: argparse.Namespace) -> dict[str, Figures]:
    """One row an edit and way: of the notes whose words are there those placed well, partly, wrongly and not at all;
    of those whose words are gone the ones shown elsewhere, and where the very sentence stands again."""
    files = sorted(path for path in (args.gold or RAW).rglob("*") if path.is_file())
    counts: dict[str, Counter[str]] = {}
    times: dict[str, list[float]] = {}
    with browser() as in_browser:
        ways: dict[str, Way] = {"browser": in_browser, "build": in_build}
        for case in cases(read_texts(files), args.runs, args.only):
            for way, (spans, spent) in played(case, ways).items():
                row = f"{case.kind} | {way}"
                found = judged(case, spans)
                counts.setdefault(row, Counter()).update(found)
                times.setdefault(row, []).append(spent)
                if args.misses:
                    print(*misses(case, way, spans, found), sep="\n", end="\n", flush=True)
    rows = {row: figures(its, times[row]) for row, its in counts.items()}
    for line in printed(rows):
        print(line)
    rows["ready"] = its = ready()
    print(
        f"{its['without']:.0f} ms of its thread to open the longest page, {its['with']:.0f} with {NOTES} notes"
    )
    return rows


def ready() -> Figures:
    """What the built site's longest page does until it stands, without notes and with them placed and painted, in
    milliseconds of its thread: these do not grow with what else the machine does. The median of some openings."""
    site = ROOT / "site"
    longest = max(site.glob("speeches/*/index.html"), key=lambda page: page.stat().st_size)
    with served(site) as server, chromium() as started:
        address, tab = server.url + longest.relative_to(site).as_posix(), started.new_page()
        without = median(_opened(tab, address, False) for _ in range(OPENED))
        tab.evaluate(_KEEP, NOTES)
        kept = median(_opened(tab, address, True) for _ in range(OPENED))
    return {"without": round(without), "with": round(kept), "more": round(kept - without)}


def _opened(tab: Tab, address: str, marked: bool) -> float:
    tab.goto("about:blank")
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _spent(session)
    tab.goto(address)
    tab.evaluate(_SHOWN, marked)
    return _spent(session) - before


def _spent(session: CDPSession) -> float:
    """What a page's thread has worked so far, in milliseconds."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(1000 * float(one["value"]) for one in told if one["name"] == "TaskDuration")


def played(case: Case, ways: Mapping[str, Way]) -> dict[str, Placed]:
    """Where each way places the notes."""
    before, after = case.anchored()
    page = before.prepared()
    places = [page.place(*note) for note in case.notes]
    return {name: way(before, after, places) for name, way in ways.items()}


def in_build(before: Anchored, after: Anchored, places: Sequence[notes.Place]) -> Placed:
    """As the build does."""
    was = before.prepared()
    selectors = [notes.describe(was, place) for place in places]
    began = time.perf_counter()
    now = after.prepared()
    found = [notes.placed(now, its) for its in selectors]
    spent = 1000 * (time.perf_counter() - began)
    return [its and now.span(its.place) for its in found], spent


@contextlib.contextmanager
def browser() -> Iterator[Way]:
    """As a reader's browser does."""
    with served(ROOT / "docs") as server, chromium() as started:
        tab: Tab = started.new_page()
        tab.goto(f"{server.url}assets/favicon.svg")

        def way(before: Anchored, after: Anchored, places: Sequence[notes.Place]) -> Placed:
            told = [asdict(before), asdict(after), [asdict(place) for place in places]]
            found, spent = tab.evaluate(_IN_THE_BROWSER, told)
            now = after.prepared()
            return [its and now.span(notes.Place(**its)) for its in found], spent

        yield way


def judged(case: Case, spans: Sequence[notes.Span | None]) -> list[str]:
    """What each note's place is worth."""
    old, new = Text(case.before), Text(case.after)
    return [verdict(old, new, note, span) for note, span in zip(case.notes, spans, strict=True)]


def misses(case: Case, way: str, spans: Sequence[notes.Span | None], found: Sequence[str]) -> Iterator[str]:
    """Each note that goes astray: its words, and what stands where it is shown."""
    old, new = Text(case.before).text, Text(case.after).text
    for (start, end), span, said in zip(case.notes, spans, found, strict=True):
        if said in ("partly", "wrong", "lost", "shown"):
            was = f"{old[max(0, start - 20) : start]}[{old[start:end]}]{old[end : end + 20]}"
            now = (
                f"{new[max(0, span[0] - 20) : span[0]]}[{new[span[0] : span[1]]}]{new[span[1] : span[1] + 20]}"
                if span
                else "—"
            )
            yield f"== {case.kind} {case.name} {way} {said}: {was!r}\n   {now!r}"


def figures(its: Counter[str], spent: Sequence[float]) -> Figures:
    """Shares in per cent, and the median of the milliseconds that a page's notes took."""
    there = sum(its[key] for key in ("good", "partly", "wrong", "lost"))
    gone = sum(its[key] for key in ("told", "again", "shown"))
    shares = {key: round(100 * its[key] / max(1, there), 2) for key in ("good", "partly", "wrong", "lost")}
    shown = {key: round(100 * its[key] / max(1, gone), 2) for key in ("shown", "again")}
    return {"notes": there, **shares, "gone": gone, **shown, "torn": its["torn"], "ms": round(median(spent))}


def printed(rows: Mapping[str, Figures]) -> Iterator[str]:
    """The table, and what is to be reached."""
    yield f"{'':<22}{'':<9}" + "".join(f"{key:>8}" for key in COLUMNS) + "   to reach"
    for name, row in rows.items():
        kind, way = name.split(" | ")
        cells = "".join(
            f"{row[key]:>8.0f}" if key in ("notes", "gone", "torn", "ms") else f"{row[key]:>8.2f}"
            for key in COLUMNS
        )
        yield f"{kind:<22}{way:<9}{cells}   {_goal(kind)}"
    yield f"ms: to place {NOTES} notes on a page, the median of all pages"


def _goal(kind: str) -> str:
    good = next((f"good ≥ {n}, " for key, n in GOOD.items() if kind.startswith(key)), "")
    wrong = WRONG_TOGETHER if kind.startswith("E6") else WRONG
    return f"{good}wrong ≤ {wrong}, shown ≤ {SHOWN}"
