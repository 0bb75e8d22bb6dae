"""Where notes stand, in the browser: the same table as the build's."""

from dataclasses import asdict

from playwright.sync_api import Page
from tests.noting import Marked, cases, expected, selectors

# Each case's note described on the page before and placed on the page after; what the selectors are, and where it is.
PLACED = """async ([module, cases]) => {
  const { page, describe, placed } = await import(module);
  const prepared = (paragraphs, aliases, gone) => page(paragraphs.map(([id, text]) => ({ id, text })), aliases, new Set(gone));
  return cases.map(({ before, place, after, aliases, gone }) => {
    const selectors = describe(prepared(before), place);
    return [selectors, placed(prepared(after, aliases, gone), selectors)];
  });
}"""


def test_the_browser_places_notes_as_the_build_does(page: Page, site_url: str) -> None:
    table = cases()
    told = [
        {
            "before": Marked.of(case["before"]).paragraphs,
            "place": asdict(Marked.of(case["before"]).place),
            "after": Marked.of(case["after"]).paragraphs,
            "aliases": case.get("aliases", {}),
            "gone": case.get("gone", []),
        }
        for case in table
    ]
    page.goto(f"{site_url}about.html")
    got = page.evaluate(PLACED, [f"{site_url}assets/notes-place.js", told])
    labels = [case["label"] for case in table]
    assert dict(zip(labels, got, strict=True)) == {
        case["label"]: [selectors(case), expected(case)] for case in table
    }
