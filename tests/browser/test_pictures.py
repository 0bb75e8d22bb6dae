"""The pictures of who shares how much with whom, as a reader has them."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.alike import leave_few

PAGE = "compare/index.html"


def test_an_arc_and_a_cell_are_reached_by_keyboard_and_lead_where_they_say(
    page: Page, site_url: str, root: Path
) -> None:
    page.goto(site_url + PAGE)
    arc = page.get_by_role("link", name="→").first
    arc.focus()
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('.reach')).strokeOpacity") != "0"
    )
    cell = page.locator(".matrix").get_by_role("link", name="共有").first
    said = cell.get_attribute("aria-label") or cell.text_content() or ""
    ids = [
        json.loads(line)["id"] for line in (root / "site/data/speeches.jsonl").read_text("utf-8").splitlines()
    ]
    cell.focus()
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth") == "2px"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: PAGE not in url)
    assert any(id in unquote(page.url) for id in ids if id[:10] == said.split("（")[1][:10])


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_all_figures_are_there_and_fit(browser: Browser, site_url: str, width: int) -> None:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": width, "height": 900}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(site_url + PAGE)
    page.locator(".figures summary").click()
    cells, rows = page.locator(".matrix a"), page.locator(".shares tbody tr")
    assert cells.count() == 2 * rows.count() > 100
    links = page.locator(".flow li a, .shares a, .pairs a").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.height])"
    )
    assert links and all(0 <= left and right <= width and height >= 43.5 for left, right, height in links)
    for picture in (".arcs", ".matrix"):
        box = page.locator(picture).bounding_box()
        assert box and 0 <= box["x"] and box["x"] + box["width"] <= width
    row, arcs = page.locator(".flow li").nth(1).bounding_box(), page.locator(".arcs").bounding_box()
    assert row and arcs and row["height"] == 48 == row["y"] - arcs["y"], (
        "the arcs do not stand beside their rows"
    )
    context.close()


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(browser: Browser, site_url: str) -> None:
    for colours, width in (("light", 390), ("dark", 1280)):
        context = browser.new_context(
            locale="zh-CN", viewport={"width": width, "height": 900}, color_scheme=colours
        )
        page = context.new_page()
        page.goto(site_url + PAGE)
        page.locator(".figures summary").click()
        expect(page.locator(".shares")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        leave_few(page)
        assert_accessible(page, colours)
        context.close()
