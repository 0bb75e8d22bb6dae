"""What the tests of the search share: what there is to be found, its pages, and a search that says what it is told to."""

import functools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from yanlu.hanzi import fold

WORD = "防控"  #: in nearly all speeches of the corpus
WIDTHS = pytest.mark.parametrize("width", [390, 1280])


# What there is to be found


@functools.cache
def lines_of(root: Path, name: str) -> list[dict[str, Any]]:
    text = (root / f"site/data/{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@functools.cache
def speeches(root: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in lines_of(root, "speeches")}


def counts(root: Path, phrase: str, copies: bool = False) -> dict[str, int]:
    """How often a phrase stands in each speech that has it, overlapping; on its own page, or on all."""
    pages = {row["id"]: row["speech"] for row in lines_of(root, "documents")}
    bases = {row["id"] for row in lines_of(root, "documents") if row["url"].count("/") == 2}
    found: Counter[str] = Counter()
    for row in lines_of(root, "paragraphs"):
        if copies or row["document"] in bases:
            text, part = fold(row["text"]), fold(phrase)
            found[pages[row["document"]]] += sum(text.startswith(part, at) for at in range(len(text)))
    return {speech: found[speech] for speech in speeches(root) if found[speech]}


def told(found: dict[str, int]) -> str:
    return f"{sum(found.values()):,} 处，见于 {len(found)} 篇讲话"


# Pages


CERTAIN = re.compile("^([0-9,]+ 处，见于|没有找到|[0-9,]+ 篇讲话符合)")


def ask(page: Page, site_url: str, q: str, **options: str) -> Page:
    """The search page, once all is counted."""
    rest = "".join(f"&{name}={quote(value)}" for name, value in options.items())
    page.goto(f"{site_url}search/index.html?q={quote(q)}{rest}")
    answered(page)
    return page


def answered(page: Page) -> None:
    expect(page.locator("#search-found")).to_have_text(CERTAIN)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def wide(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


# What the scripts of the page are told, where it is not for the corpus to say.
STUB = """
const index = fetch(new URL("../search/index.json", import.meta.url)).then((answer) => answer.json());
window.asked = [];
export const connect = () => ({
  opened: index.then(({ speeches, characters, strings }) => ({ speeches, characters, strings })),
  find(text, options, tell) {
    const one = { text, options, tell, stopped: false };
    window.asked.push(one);
    return () => { one.stopped = true };
  },
  suggest: async () => [],
  nearest: async () => null,
});
"""
NOTHING: dict[str, Any] = {
    "query": {"text": "", "problems": [], "filters": []},
    "exact": True,
    "checked": [0, 0],
    "occurrences": 0,
    "speeches": 0,
    "elsewhere": {"occurrences": 0, "speeches": 0},
    "lines": [],
    "more": False,
    "pages": [],
    "titles": [],
    "facets": {},
    "months": [],
}


def stub(page: Page, site_url: str) -> Page:
    """The search page with a search that tells what a test has it tell."""
    page.route("**/assets/search.js", lambda route: route.fulfill(body=STUB, content_type="text/javascript"))
    page.goto(f"{site_url}search/index.html?q={quote(WORD)}")
    page.wait_for_function("window.asked?.length === 1")
    return page


def tell(page: Page, **found: Any) -> None:
    """The latest search tells this."""
    page.evaluate("found => window.asked.at(-1).tell(found)", NOTHING | found)


LINE: dict[str, Any] = {
    "address": "2020-02-23",
    "date": "2020-02-23",
    "kind": "speech",
    "place": None,
    "speaker": None,
    "anchor": "p1",
    "start": 0,
    "end": 1,
    "first": True,
}
PAGE = {"page": 0, "address": "2020-02-23", "occurrences": 1}


def composed(page: Page, steps: list[str], word: str) -> None:
    """Type with an input method: what it shows while one types, and the word that is chosen."""
    client = page.context.new_cdp_session(page)
    for text in steps:
        client.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    client.send("Input.insertText", {"text": word})
