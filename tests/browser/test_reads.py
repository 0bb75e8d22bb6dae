"""The built site in a browser."""

import http.server
import json
import threading
from functools import partial
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

import preview

PARAGRAPHS = """() => [...document.querySelectorAll(".para[id]")]
  .filter((element) => /^p[0-9]+[a-z]*$/.test(element.id) && element.getBoundingClientRect().height > 0)
  .map((element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("a[href^='#']").forEach((number) => number.remove());
    return [element.id, copy.textContent.trim()];
  })"""


def table(root: Path, name: str) -> list[dict[str, str]]:
    lines = (root / "site" / "data" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def test_every_page_reads_as_its_data(page: Page, site_url: str, root: Path) -> None:
    """Each paragraph is seen under its number with its words, no more and no fewer."""
    texts = {
        document: [[row["anchor"], row["text"].strip()] for row in rows]
        for document, rows in groupby(table(root, "paragraphs"), key=lambda row: row["document"])
    }
    documents = table(root, "documents")
    assert len(documents) >= 23
    for document in documents:
        page.goto(f"{site_url}{document['url']}")
        assert page.evaluate(PARAGRAPHS) == texts[document["id"]]


def test_an_open_page_follows_the_build(browser: Browser, tmp_path: Path) -> None:
    """What `dev.py serve` adds to each page loads it again after a build."""
    handler = partial(preview.Preview, directory=str(tmp_path))
    (tmp_path / "index.html").write_text("<!doctype html><p>before</p>", encoding="utf-8")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        expect(page.locator("p")).to_have_text("before")
        (tmp_path / "index.html").write_text("<!doctype html><p>after</p>", encoding="utf-8")
        preview.Preview.built = "the next one"
        expect(page.locator("p")).to_have_text("after")
        page.close()
        server.shutdown()
