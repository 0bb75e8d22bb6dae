"""Editors' notes on a speech's page: without scripts, on paper, by their links, and off."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.accessible import assert_accessible

SPEECH = "speeches/2020-02-23/index.html"
WORDS = "疾风知劲草，板荡识诚臣。"


def marked(page: Page) -> Locator:
    return page.locator("#p38 mark.note")


def note(page: Page) -> Locator:
    return page.locator(".beside:has(#p38) .noted li")


@pytest.mark.parametrize("width", [1280, 390])
def test_notes_are_read_and_reached_without_scripts(browser: Browser, site_url: str, width: int) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(site_url + SPEECH)
    expect(note(page)).to_contain_text("唐太宗李世民诗《赐萧瑀》")
    assert "".join(marked(page).all_inner_texts()) == WORDS
    ref = page.locator("#p38 .note-ref a")
    ref.click()
    expect(page).to_have_url(re.compile("#note-"))
    expect(note(page)).to_be_in_viewport()
    text, margin = page.locator("#p38").bounding_box(), note(page).bounding_box()
    assert text and margin
    beside = margin["x"] >= text["x"] + text["width"]
    assert beside if width == 1280 else margin["y"] >= text["y"] + text["height"]
    note(page).get_by_role("link", name="回到批注").click()
    expect(ref).to_be_in_viewport()
    context.close()


def test_notes_are_printed_under_their_paragraph(page: Page, site_url: str) -> None:
    page.goto(site_url + SPEECH)
    page.emulate_media(media="print")
    expect(note(page)).to_be_visible()
    expect(note(page).locator(".back")).to_be_hidden()
    text, below = page.locator("#p38").bounding_box(), note(page).bounding_box()
    assert text and below and below["y"] >= text["y"] + text["height"] - 1
    assert note(page).evaluate("li => [li.value, getComputedStyle(li).listStyleType]") == [4, "decimal"]


def test_notes_are_no_part_of_the_text_and_can_be_switched_off(page: Page, site_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}{SPEECH}?span=12-25#p38")
    expect(page.locator(".yl-progress")).to_be_visible()
    spans = page.evaluate("() => [...CSS.highlights.get('yl-span')].map(String).join('')")
    assert spans == "能不能打好、打赢这场疫情防"
    page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#p38'))")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{WORDS}能不能打好")
    assert_accessible(page)
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_role("group", name="编者批注").get_by_text("不显示").click()
    page.reload()
    expect(note(page)).to_be_hidden()
    expect(page.locator("#p38 .note-ref")).to_be_hidden()
    assert marked(page).first.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
