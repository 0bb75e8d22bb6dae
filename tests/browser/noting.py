"""What the tests of the notes share: texts that are edited, selections, what is painted and what is kept."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

expect.set_options(timeout=15_000)  # the first note fetches its modules, on a machine that others use

SPEECH = "2020-02-23"
PAGE = f"speeches/{SPEECH}/index.html"
PAGES = f"**/{PAGE}*"
WITHOUT_HIGHLIGHTS = "Object.defineProperty(CSS, 'highlights', { value: undefined })"

# From before a character of a paragraph's own text to before a character of another's, in code points.
SELECT = """([from, start, to, end]) => {
  const point = (id, n) => {
    const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".pn, button, .yl-aside") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    let left = n;
    while (walker.nextNode()) {
      const own = [...walker.currentNode.data];
      if (left <= own.length) return [walker.currentNode, own.slice(0, left).join("").length];
      left -= own.length;
    }
  };
  getSelection().setBaseAndExtent(...point(from, start), ...point(to, end));
}"""

# The words in a layer, however they are painted, paragraph by paragraph.
PAINTED = """(layer) => {
  const parts = CSS.highlights
    ? [...(CSS.highlights.get(layer) ?? [])].map((range) => [range.startContainer.parentElement, String(range)])
    : [...document.querySelectorAll(`mark.${layer}`)].map((one) => [one, one.textContent]);
  const own = Map.groupBy(parts, ([element]) => element.closest(".para"));
  return [...own.values()].map((its) => its.map(([, text]) => text).join("")).join("|");
}"""

# All that the browser keeps.
KEPT = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("yanlu.notes");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const all = request.result.transaction("yanlu.notes").objectStore("yanlu.notes").getAll();
    all.onsuccess = () => { request.result.close(); resolve(all.result); };
  };
})"""

Edit = Callable[[str], str]


def text(root: Path, anchor: str, page: str = f"{SPEECH}-w1") -> str:
    """A paragraph's words as the data have them."""
    lines = (root / "site/data/paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return str(next(row["text"] for row in rows if (row["document"], row["anchor"]) == (page, anchor)))


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".yl-progress")).to_be_visible()
    return page


def brief(html: str) -> str:
    """The longest speech without what follows its seventh paragraph, where no note is made: a quarter of its cost."""
    end = html.rindex('<div class="beside">', 0, html.index('<p id="p8"'))
    return html[:end] + html[html.rindex('<h2 class="section"') :]


def shortened(on: Page | BrowserContext) -> None:
    """From now on the speech's page ends early."""
    on.route(PAGES, lambda route: answer(route, brief))


def edited(on: Page | BrowserContext, edit: Edit) -> None:
    """From now on the speech's page is another, as if the site had been built anew."""

    def changed(html: str) -> str:
        before = brief(html)
        after = edit(before)
        assert after != before
        return after

    on.unroute(PAGES)
    on.route(PAGES, lambda route: answer(route, changed))


def answer(route: Route, edit: Edit) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=edit(response.text()))


def select(page: Page, start: tuple[str, int], end: tuple[str, int]) -> None:
    """Select, and wait for the offers of just that."""
    page.evaluate("document.querySelector('.yl-bar')?.classList.add('former')")
    page.evaluate(SELECT, [*start, *end])
    expect(page.locator(".yl-bar:not(.former)")).to_be_visible()


def highlight(page: Page, start: tuple[str, int], end: tuple[str, int]) -> None:
    select(page, start, end)
    page.locator(".yl-bar").get_by_role("button", name="标记").click()
    saved(page)


def write(
    page: Page, start: tuple[str, int], end: tuple[str, int], comment: str, tags: str = "", colour: str = ""
) -> None:
    select(page, start, end)
    page.locator(".yl-bar").get_by_role("button", name="批注", exact=True).click()
    fill(page, comment, tags, colour)
    saved(page)


def fill(page: Page, comment: str, tags: str = "", colour: str = "") -> None:
    box = page.get_by_role("dialog", name="批注")
    box.get_by_label("批语").fill(comment)
    box.get_by_label("标签").fill(tags)
    if colour:
        box.get_by_role("radio", name=colour).check()
    box.get_by_role("button", name="保存").click()


def saved(page: Page) -> None:
    expect(page.locator(".yl-status")).to_have_text("批注已保存")
    page.evaluate("document.querySelector('.yl-status').replaceChildren()")


def kept(page: Page) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = page.evaluate(KEPT)
    return sorted(notes, key=lambda note: str(note["created"]))


def quote(note: Mapping[str, Any]) -> str:
    found = [s["exact"] for s in note["selectors"] if s["type"] == "TextQuoteSelector"]
    return str(found[0]) if found else ""


def painted(page: Page, layer: str, words: str) -> None:
    """The layer comes to hold these words."""
    page.wait_for_function(
        f"([layer, words]) => ({PAINTED})(layer) === words", arg=[layer, words], polling=100
    )


def exported(page: Page, form: str = "JSON-LD") -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=form, exact=True).click()
    return download.value.path().read_bytes()


def bring(page: Page, file: bytes | Path) -> str:
    """What the page says of a file that is brought in; a large one is better on the disk."""
    page.locator("#notes-report").evaluate("one => one.replaceChildren()")
    page.locator("#notes-file").set_input_files(
        file
        if isinstance(file, Path)
        else [{"name": "notes.json", "mimeType": "application/json", "buffer": file}]
    )
    expect(page.locator("#notes-report")).to_contain_text("条")
    return page.locator("#notes-report").inner_text()


def annotation(n: int = 1, exact: str = "沧海横流，方显英雄本色", **changed: Any) -> dict[str, Any]:
    """An annotation of somebody's on the fifth paragraph."""
    selectors = [
        {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3236", "value": "p5"},
        {"type": "TextQuoteSelector", "exact": exact, "prefix": "“", "suffix": "。”在这场严峻斗争中，"},
    ]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:uuid:00000000-0000-4000-8000-{n:012}",
        "type": "Annotation",
        "created": "2020-03-01T00:00:00Z",
        "modified": "2020-03-01T00:00:00Z",
        "body": [{"type": "TextualBody", "purpose": "commenting", "value": "批"}],
        "target": {"source": f"urn:x-yanlu:speech:{SPEECH}", "selector": selectors},
        **changed,
    }


def dumped(*annotations: Any) -> bytes:
    """A file of annotations, a line each."""
    return ("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in annotations) + "\n]").encode()
