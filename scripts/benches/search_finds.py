"""Whether the search page finds every occurrence of a phrase and nothing else, and whether one arrives there: asked in a browser."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Page

from benches.browsing import chromium, served
from benches.build import ROOT, copy_pages, generate
from benches.cost import Figures
from benches.search_phrases import Phrase, Place, Span, Texts
from yanlu import pipeline
from yanlu.render.entries import Entry, copies, in_time
from yanlu.render.search import search_files

#: Presses whatever shows more lines, as long as there is something; then where each line leads.
_ALL_LINES: Final = """async () => {
  const results = document.querySelector("#search-results");
  const settled = async (done) => { while (!done()) await new Promise((next) => setTimeout(next)); };
  for (const selector of [".more", ".rest"])
    for (let one; (one = results.querySelector(`${selector}:not([hidden])`)); ) {
      const shown = results.querySelectorAll(".line").length;
      one.click();
      await settled(() => results.querySelectorAll(".line").length > shown && !results.hasAttribute("aria-busy"));
    }
  return [...results.querySelectorAll(".line > a")].map((link) => link.href);
}"""
#: What the page of a speech has marked, by paragraph, and whether the hit that it went to is in view.
_MARKED: Final = """() => {
  const marked = {};
  for (const range of CSS.highlights.get("yl-hit") ?? []) {
    const { id } = range.startContainer.parentElement.closest('[id^="p"]');
    marked[id] = (marked[id] ?? "") + range.toString();
  }
  const box = [...(CSS.highlights.get("yl-hit-now") ?? [])][0]?.getBoundingClientRect();
  const inView = !!box && box.height > 0 && box.top >= 0 && box.bottom <= innerHeight;
  return { marked, inView };
}"""

#: From a first key in the header's box to what is offered for it, in milliseconds; the box has had the focus for so long.
_FIRST_KEY: Final = """async ([text, before]) => {
  const field = document.querySelector("form.yl-search [name=q]");
  field.focus();
  await new Promise((done) => setTimeout(done, before));
  const begin = performance.now();
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  while (!document.querySelector("form.yl-search [role=option]")) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}"""
_TRIES: Final = 5


def built(root: Path) -> list[Entry]:
    """This project's site, as `root/site`, and its pages' texts."""
    copy_pages(root)
    shutil.copytree(ROOT / "corpus", root / "corpus")
    corpus, related, _ = pipeline.build(root, iter)
    generate(root)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    own = in_time(related.speeches, raws)
    return [*own, *(copy for entry in own for copy in copies(entry, raws))]


def first_key(site: Path, before: int) -> float:
    """How long a first key waits for its answers on the front page, in milliseconds: the median of browsers that know nothing yet."""
    with served(site) as server, chromium() as browser:
        times = []
        for _ in range(_TRIES):
            page = browser.new_page()
            page.goto(f"{server.url}index.html")
            times.append(page.evaluate(_FIRST_KEY, ["疫情", before]))
            page.close()  # with all that it has fetched
    return median(times)


def in_parts(site: Path, entries: Sequence[Entry]) -> None:
    """Give a site the index that it would have if it were large."""
    for path, content in search_files(entries, whole=0).items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)


def texts_of(entries: Sequence[Entry]) -> dict[Place, str]:
    """The clean text of each paragraph that is searched: those of the speeches' own pages."""
    return {
        (entry.address, anchor): paragraph.text
        for entry in entries
        if entry.is_base
        for anchor, paragraph in zip(entry.witness.anchors, entry.document.paragraphs, strict=True)
    }


def found(site: Path, phrases: Sequence[Phrase], texts: Texts, arriving: bool) -> dict[str, Figures]:
    """A row for each class of phrases, and one for all; with `arriving` the first line of each is followed."""
    rows: dict[str, Counter[str]] = {}
    with served(site) as server, chromium() as browser:
        context = browser.new_context(locale="zh-CN")
        search, reading = context.new_page(), context.new_page()
        search.goto(f"{server.url}search/index.html")
        search.wait_for_selector("#search-q[placeholder]")
        for phrase in phrases:
            row = rows.setdefault(phrase.kind, Counter())
            row.update(_asked(search, phrase), phrases=1)
            if arriving and phrase.spans:
                row.update(_arrived(reading, search, phrase, texts), arrivals=1)
    rows["all"] = sum(rows.values(), Counter())
    return {kind: _shares(row) for kind, row in rows.items()}


def _shares(row: Mapping[str, int]) -> Figures:
    """Shares of what was wanted and got; of nothing all is right."""

    def share(name: str, of: str) -> float:
        return row[name] / row[of] if row[of] else 1.0

    figures = {"phrases": row["phrases"], "paragraphs": row["wanted"], "arrivals": row["arrivals"]}
    figures |= {"recall": share("right", "wanted"), "precision": share("right", "got")}
    figures |= {"counts": share("counts", "phrases")}
    return figures | {name: share(name, "arrivals") for name in ("in_view", "marked")}


def _asked(page: Page, phrase: Phrase) -> dict[str, int]:
    """What the page says, and what it lists once all its lines are shown."""
    page.locator("#search-q").fill(phrase.text)
    page.wait_for_selector("#search-results:not([aria-busy])", state="attached")
    told = [
        int(n.replace(",", "")) for n in re.findall(r"[\d,]+", page.locator("#search-found").inner_text())
    ]
    lines = Counter(_lines(page)) if phrase.spans or told else Counter()
    wanted = {place: len(spans) for place, spans in phrase.spans.items()}
    exact = told == ([phrase.occurrences, phrase.speeches] if wanted else []) and lines == wanted
    return {
        "wanted": len(wanted),
        "got": len(lines),
        "right": len(wanted.keys() & lines.keys()),
        "counts": exact,
    }


def _lines(page: Page) -> Iterator[Place]:
    """The paragraph that each line leads to."""
    for link in page.evaluate(_ALL_LINES):
        address = urlsplit(link)
        yield _speech(address.path), address.fragment


def _speech(path: str) -> str:
    """The address of a speech's page."""
    return path.partition("/speeches/")[2].removesuffix("/index.html")


def _arrived(page: Page, search: Page, phrase: Phrase, texts: Texts) -> dict[str, int]:
    """Whether the first line's link leads to its paragraph, with every occurrence on that page marked."""
    link = search.locator(".line > a").first
    page.goto(str(link.evaluate("link => link.href")))
    page.wait_for_selector(".yl-hits")
    shown: dict[str, Any] = page.evaluate(_MARKED)
    here = _speech(urlsplit(page.url).path)
    wanted = {
        anchor: _covered(texts[address, anchor], spans)
        for (address, anchor), spans in phrase.spans.items()
        if address == here
    }
    return {"in_view": shown["inView"], "marked": shown["marked"] == wanted}


def _covered(text: str, spans: Sequence[Span]) -> str:
    """The characters of a paragraph that belong to an occurrence."""
    at = sorted({n for start, end in spans for n in range(start, end)})
    return "".join(text[n] for n in at)
