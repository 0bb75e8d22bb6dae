"""The box in the header: answers while one types."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.searching import (
    STUB,
    WIDTHS,
    WORD,
    answered,
    composed,
    counts,
    speeches,
    told,
    wide,
)
from tests.browser.speeches import shortest

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def reading(page: Page, site_url: str, root: Path) -> Page:
    page.goto(site_url + shortest(root))
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="搜索全文")


def test_the_box_answers_while_one_types(reading: Page, site_url: str, root: Path) -> None:
    asked: list[str] = []
    reading.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    reading.keyboard.press("/")
    expect(box(reading)).to_be_focused()
    reading.keyboard.type(WORD)
    found = counts(root, WORD)
    expect(reading.locator(".yl-search .all")).to_contain_text(told(found))
    top = sorted(found, key=lambda speech: -found[speech])[:5]
    speech = reading.get_by_role("group", name="讲话").get_by_role("option")
    expect(speech).to_have_count(5)
    assert speech.locator(".title").all_inner_texts() == [speeches(root)[one]["title"] for one in top]
    assert [text.split(" · ")[1] for text in speech.locator(".n").all_inner_texts()] == [
        f"{found[one]} 处" for one in top
    ]
    assert speech.locator("mark").all_inner_texts() == [WORD] * 5
    assert "assets/search-box.js" in asked and "search/index.json" in asked
    expect(reading.locator(".yl-search [role=status]")).to_contain_text(told(found))


def test_the_first_key_needs_no_file(reading: Page) -> None:
    """All that it takes is fetched once the pointer comes to the box; no key, no focus."""
    with reading.expect_response(lambda response: "/search/words-" in response.url):
        reading.locator(".yl-search").hover()
    asked: list[str] = []
    reading.on("request", lambda request: asked.append(request.url))
    reading.locator(".yl-search [name=q]").click()
    reading.keyboard.type(WORD)
    expect(reading.get_by_role("group", name="讲话").get_by_role("option")).to_have_count(5)
    assert not asked


def test_the_box_is_a_combobox(reading: Page, root: Path) -> None:
    box_ = reading.locator(".yl-search [name=q]")
    box_.click()
    expect(box_).to_have_attribute("aria-expanded", "false")
    reading.keyboard.type("经")
    expect(box_).to_have_attribute("aria-expanded", "true")
    options = reading.get_by_role("listbox").get_by_role("option")
    words = reading.get_by_role("group", name="词语").get_by_role("option").all_inner_texts()
    assert words and all("经" in word and counts(root, word) for word in words)
    for n in range(2):
        reading.keyboard.press("ArrowDown")
        expect(box_).to_have_attribute("aria-activedescendant", options.nth(n).get_attribute("id") or "?")
        expect(options.nth(n)).to_have_attribute("aria-selected", "true")
    assert reading.locator("[role=option][aria-selected=true]").count() == 1
    reading.keyboard.press("ArrowUp")
    reading.keyboard.press("ArrowUp")
    assert box_.get_attribute("aria-activedescendant") is None
    reading.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    reading.keyboard.press("Escape")
    expect(box_).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    expect(box_).to_be_focused()
    reading.keyboard.press("ArrowDown")
    reading.keyboard.press("Enter")
    reading.wait_for_url("**/search/index.html?q=**")
    answered(reading)
    expect(reading.locator("#search-found")).to_have_text(told(counts(root, "经")))


def test_a_chosen_word_is_searched_and_a_chosen_speech_opened(reading: Page, root: Path) -> None:
    start = reading.url
    reading.keyboard.press("/")
    reading.keyboard.type("经")
    word = reading.get_by_role("group", name="词语").get_by_role("option").first
    text = word.inner_text()
    reading.keyboard.press("ArrowDown")
    reading.keyboard.press("Enter")
    answered(reading)
    expect(reading.locator("#search-q")).to_have_value(text)
    reading.goto(start)
    reading.keyboard.press("/")
    reading.keyboard.type("经")
    reading.get_by_role("group", name="讲话").get_by_role("option").first.click()
    reading.wait_for_url("**/speeches/**?q=*#p*")


@WIDTHS
def test_the_box_fits_and_closes(reading: Page, width: int) -> None:
    wide(reading, width)
    opener = reading.get_by_role("link", name="搜索", exact=True).and_(reading.locator(".yl-search-open"))
    if width < 960:
        assert not reading.locator(".yl-search").is_visible()
        opener.click()
    else:
        assert not opener.is_visible()
        reading.locator(".yl-search [name=q]").click()
    expect(reading.locator(".yl-search [name=q]")).to_be_focused()
    reading.keyboard.type(WORD)
    panel = reading.locator(".yl-search .panel")
    expect(panel).to_be_visible()
    frame = panel.bounding_box()
    assert frame and frame["x"] >= 0 and frame["x"] + frame["width"] <= width and frame["width"] >= 380
    assert reading.evaluate("document.documentElement.scrollWidth") <= width
    if width < 960:
        reading.get_by_role("button", name="收起搜索").click()
        expect(reading.locator(".yl-search")).to_be_hidden()
        expect(opener).to_be_focused()
    else:
        reading.locator("h1").click()
        expect(panel).to_be_hidden()


def test_the_box_waits_until_a_word_is_composed(page: Page, site_url: str) -> None:
    page.route("**/assets/search.js", lambda route: route.fulfill(body=STUB, content_type="text/javascript"))
    page.goto(f"{site_url}about.html")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    composed(page, ["f", "fang", "fang k"], WORD)
    page.wait_for_function("window.asked.length > 0")
    assert page.evaluate("window.asked.map(one => one.text)") == [WORD]
    page.keyboard.type("月")
    page.wait_for_function("window.asked.length > 1")
    assert page.evaluate("window.asked.map(one => [one.text, one.stopped])") == [
        [WORD, True],
        [f"{WORD}月", False],
    ]


def test_the_box_says_when_it_cannot_answer(browser: Browser, site_url: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(f"{site_url}about.html")
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type(WORD)
    expect(page.locator(".yl-search .failed")).to_contain_text("搜索暂时不能使用")
    assert not thrown
    context.close()


def test_the_box_counts_the_speeches_that_filters_leave(reading: Page, root: Path) -> None:
    reading.keyboard.press("/")
    reading.keyboard.insert_text("year:2020")
    found = [one for one in speeches(root).values() if (one["date"] or "").startswith("2020")]
    expect(reading.locator(".yl-search .all")).to_contain_text(f"{len(found)} 篇讲话符合筛选")


def test_without_its_words_the_box_answers_all_the_same(browser: Browser, site_url: str, root: Path) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.route("**/search/words-*.bin", lambda route: route.abort())
    page.goto(f"{site_url}index.html")
    page.keyboard.press("/")
    page.keyboard.insert_text(WORD)
    expect(page.locator(".yl-search .all")).to_contain_text(told(counts(root, WORD)))
    context.close()


def test_letters_in_a_field_open_no_search(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}speeches/index.html")
    page.locator("input[name=q]").last.press_sequentially("fs/")
    assert page.locator("form.filter input[name=q]").input_value() == "fs/"
    expect(page.locator(".yl-search [name=q]")).not_to_be_focused()


def test_a_page_loads_nothing_of_the_search_before_it_is_wanted(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}about.html", wait_until="networkidle")
    assert not [url for url in asked if "search" in url or ".min." in url]


@WIDTHS
def test_axe_finds_nothing_in_the_answers(page: Page, site_url: str, width: int) -> None:
    """Alone: the text below is that of a page which is looked at elsewhere."""
    wide(page, width)
    for colours in SCHEMES:
        page.emulate_media(color_scheme=colours)
        page.goto(f"{site_url}about.html")
        page.locator("article").evaluate("text => text.replaceChildren()")
        page.keyboard.press("/")
        expect(box(page)).to_be_focused()
        page.keyboard.type("经")
        expect(page.get_by_role("group", name="讲话").get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert_accessible(page, colours)
