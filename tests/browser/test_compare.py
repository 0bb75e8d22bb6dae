"""Two texts side by side, and the apparatus, as a reader meets them."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible

COPIES = quote("compare/2020-02-23…2020-02-23-w3/index.html")
SPEECHES = quote("compare/2020-03-10…2020-03-10-2/index.html")
#: Pages with every kind of mark that are soon looked through.
SHORT = [quote("compare/2020-03-18…2020-03-19/index.html"), "compare/2020-03-18/index.html"]
BOXES = "row => [...row.children].map(side => side.getBoundingClientRect().toJSON())"


def test_the_rows_are_chosen_and_accidents_shown_without_scripts(browser: Browser, root: Path) -> None:
    """From a folder, as on a stick."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{(root / 'site').as_uri()}/{COPIES}")
    rows, same = page.locator(".row[class]:not(.heads)"), page.locator(".row.same").first
    for choice in ("全部", "有异的", "文字有异的"):
        label = page.locator(".show label", has_text=re.compile(f"^{choice}"))
        label.click()
        told = int(label.locator("span").inner_text())
        assert told == sum(row.is_visible() for row in rows.all())
        assert same.is_visible() == (choice == "全部")
    mark = page.locator("u", has_text="，").first
    line = "e => getComputedStyle(e).textDecorationLine"
    assert mark.evaluate(line) == "none"
    page.get_by_label("标出形式差异").check()
    assert mark.evaluate(line) == "underline"
    assert page.locator("del").first.evaluate(line) == "line-through"
    assert page.locator("ins").first.evaluate(line) == "underline"
    page.context.close()


def test_links_lead_to_the_paragraphs_and_from_the_speech(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}speeches/2020-02-23/index.html")
    page.get_by_role("link", name="各版本异文").click()
    page.get_by_role("row", name=re.compile("和世界经济")).get_by_role("link", name="w3").click()
    expect(page.locator("#one-p27")).to_be_in_viewport()
    expect(page.locator("#one-p27 del")).to_have_text("稳定")
    expect(page.locator("#other-p27 ins")).to_have_text("增长")
    page.locator("#other-p27 .pn").click()
    assert page.url == f"{site_url}speeches/2020-02-23/w3/index.html#p27"
    expect(page.locator("#p27")).to_be_in_viewport()


def test_what_only_one_speech_has_is_folded_and_moved_words_lead_to_their_place(
    page: Page, site_url: str
) -> None:
    page.goto(site_url + SPEECHES)
    expect(page.get_by_role("heading", level=1)).to_contain_text("在湖北省考察新冠肺炎疫情防控工作时的讲话")
    for head in page.locator(".heads a").all():
        assert head.evaluate("e => e.parentElement.scrollWidth <= e.parentElement.clientWidth"), (
            "all of it is seen"
        )
    folded = page.locator("details.alone", has_text="甲 ¶1–¶2：")
    expect(page.locator("#one-p1")).to_be_hidden()
    folded.locator("summary").click()
    expect(page.locator("#one-p1")).to_be_visible()
    link = page.locator("#one-p6 .moved a")
    assert link.get_attribute("href") == "#other-p9"
    link.click()
    expect(page.locator("#other-p9")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 390])
def test_pairs_stay_together_at_every_width(page: Page, site_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site_url + COPIES)
    one, other = page.locator(".row.substance").first.evaluate(BOXES)
    if width == 1280:
        assert one["top"] == other["top"] and other["left"] >= one["right"]
    else:
        assert one["bottom"] <= other["top"] <= one["bottom"] + 20
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.wheel(0, 3000)
    heads = page.locator(".heads")
    expect(heads).to_be_in_viewport() if width == 1280 else expect(heads).not_to_be_in_viewport()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site_url: str, colours: str) -> None:
    context = browser.new_context(color_scheme=colours, viewport={"width": 390, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    for address in SHORT:
        page.goto(site_url + address)
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.evaluate("document.querySelectorAll('details').forEach(its => (its.open = true))")
        assert_accessible(page, address)
    context.close()
