"""The pages about repeated passages in a browser: links to the exact words, counts as in the search, sorting, small screens."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.alike import leave_few
from tests.browser.searching import answered

from yanlu.hanzi import fold

MARKED = "() => [...(CSS.highlights.get('yl-span') ?? [])].join('')"


def formulas(root: Path) -> list[dict[str, str]]:
    with (root / "site/data/formulas.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def passages(root: Path) -> list[dict[str, Any]]:
    """Those that have a page of their own."""
    lines = (root / "site/data/passages.jsonl").read_text(encoding="utf-8").splitlines()
    return [its for its in map(json.loads, lines) if (its["url"] or "").startswith("passages/")]


def arrived(page: Page) -> str:
    """The words that a link has marked."""
    page.wait_for_function(f"({MARKED})() !== ''")
    words: str = page.evaluate(MARKED)
    return words


def test_lines_lead_to_the_exact_words_and_the_search_counts_the_same(
    page: Page, site_url: str, root: Path
) -> None:
    for row in formulas(root)[:3]:
        page.goto(site_url + row["url"])
        lines = page.locator(".group .kwic a")
        assert lines.count() == int(row["occurrences"])
        link = page.locator(".sum a").get_attribute("href")
        lines.last.click()
        assert fold(arrived(page)) == fold(row["wording"])
        page.goto(f"{site_url}{row['url'].removesuffix('index.html')}{link}")
        answered(page)
        expect(page.locator("#search-found")).to_have_text(
            f"{row['occurrences']} 处，见于 {row['speeches']} 篇讲话"
        )


def boxes(page: Page, selector: str) -> list[tuple[float, float]]:
    """From where to where elements reach, in CSS pixels."""
    return [
        (left, right)
        for left, right in page.locator(selector).evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right])"
        )
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_everything_is_there_on_a_phone(browser: Browser, site_url: str, root: Path, scripts: bool) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=scripts)
    page = context.new_page()
    formula, passage = formulas(root)[0], passages(root)[0]
    page.goto(site_url + formula["url"])
    words = boxes(page, ".kwic .wording")
    assert words and all(0 <= left and right <= 390 for left, right in words)
    bars = page.locator(".spread a title").all_text_contents()
    cells = page.locator(".months tbody td:nth-child(2)").all_text_contents()
    assert [re.findall("：([0-9,]+) 处", bar)[0] for bar in bars] == [cell for cell in cells if cell != "0"]
    assert page.locator(".months tfoot td").first.text_content() == formula["occurrences"]
    page.locator(".months tbody a").last.click()
    assert re.search(r"#o\d+$", page.url)
    page.goto(site_url + passage["url"])
    quotes = boxes(page, ".occurrences .wording")
    assert len(quotes) == len(passage["occurrences"])
    assert len({round(left) for left, _ in quotes}) == 1, "all begin one under the other"
    for path in ("passages", "formulas", "formulas/debuts", "formulas/silent", "passages/boilerplate"):
        page.goto(f"{site_url}{path}/index.html")
        assert page.locator("table.repeats tbody tr").count() > 1
        assert page.locator("nav.lists [aria-current]").count() == 1
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    page.goto(f"{site_url}formulas/index.html")
    assert page.locator("th button").count() == (6 if scripts else 0)
    context.close()


def test_the_table_sorts_by_every_column_and_remembers(page: Page, site_url: str, root: Path) -> None:
    page.goto(f"{site_url}formulas/index.html")
    rows = formulas(root)
    keys = {
        "places": "occurrences",
        "length": "characters",
        "speeches": "speeches",
        "first": "first",
        "last": "last",
    }
    for column, name in keys.items():
        head = page.locator(f"th[data-name={column}]")
        for down in (False, True):
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == ("descending" if down else "ascending")
            cell = page.locator("th").evaluate_all(
                "(all, name) => all.findIndex(one => one.dataset.name === name)", column
            )
            found = page.locator(f"tbody td:nth-child({cell + 1})").all_text_contents()
            wanted = sorted(
                (row[name] if name in ("first", "last") else f"{int(row[name]):6}" for row in rows),
                reverse=down,
            )
            assert [value.strip() for value in found] == [value.strip() for value in wanted]
            sort = "-" * down + column
            assert (f"?sort={sort}" in page.url) == (sort != "-speeches")
    page.goto(f"{site_url}formulas/index.html?sort=length")
    expect(page.locator("th[data-name=length]")).to_have_attribute("aria-sort", "ascending")


def test_a_passage_leads_to_its_places_and_a_formula_to_its_variants(
    page: Page, site_url: str, root: Path
) -> None:
    passage = next(its for its in passages(root) if its["class"] == "near" or its["verbatim"] < 1)
    for n in (0, len(passage["occurrences"]) - 1):
        page.goto(site_url + passage["url"])
        page.locator(".occurrences a.words").nth(n).click()
        assert arrived(page) == passage["occurrences"][n]["quote"]
    kin = next(row for row in formulas(root) if row["family"] != row["id"])
    page.goto(site_url + kin["url"])
    page.locator(f"#family ~ table a[href*='{kin['family']}']").click()
    expect(page.locator(f"#family ~ table a[href*='{kin['id']}']")).to_be_visible()


def test_the_front_page_and_the_menu_lead_to_the_lists(page: Page, site_url: str, root: Path) -> None:
    page.goto(f"{site_url}index.html")
    page.get_by_role("link", name=f"{len(formulas(root))} 个提法").click()
    expect(page.locator("table.repeats")).to_be_visible()
    page.goto(f"{site_url}index.html")
    page.get_by_role("link", name=f"{len(passages(root))} 个重复段落").click()
    expect(page.locator("h1")).to_have_text("重复段落")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site_url: str, root: Path, colours: str) -> None:
    context = browser.new_context(locale="zh-CN", color_scheme=colours)  # type: ignore[arg-type]
    page = context.new_page()
    kin = next(row for row in formulas(root) if row["family"] != row["id"])
    near = next(its for its in passages(root) if its["verbatim"] < 1)
    for path in (kin["url"], near["url"], "formulas/index.html", "formulas/silent/index.html"):
        page.goto(site_url + path)
        leave_few(page)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page, f"{path} {width}")
    context.close()
