"""A reader's notes: kept in all tabs, told when they are not, placed again in other texts, handed on by link."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.noting import (
    PAGE,
    PAGES,
    PAINTED,
    edited,
    exported,
    fill,
    highlight,
    kept,
    opened,
    painted,
    quote,
    saved,
    select,
    shortened,
    text,
    write,
)

WORDS = "沧海横流，方显英雄本色"
REFUSED = "indexedDB.open = () => { throw new DOMException('no', 'SecurityError') }"
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('no room', 'QuotaExceededError') }"
FOLLOW = """(hash) => {
  document.querySelector(".yl-note-bar").remove();
  scrollTo(0, 0);
  location.hash = hash;
}"""
FORGETFUL = "navigator.storage.persisted = navigator.storage.persist = async () => false"


@pytest.fixture
def page(page: Page) -> Page:
    shortened(page.context)
    return page


@pytest.fixture
def speech(page: Page, site_url: str) -> Page:
    return opened(page, site_url + PAGE)


@pytest.fixture
def other(browser: Browser) -> Iterator[BrowserContext]:
    """Another reader."""
    context = browser.new_context(locale="zh-CN")
    yield context
    context.close()


# Kept


def test_two_tabs_are_in_step(speech: Page, site_url: str) -> None:
    second = opened(speech.context.new_page(), site_url + PAGE)
    assert second.evaluate("indexedDB.databases()") == []  # who has no notes is not made to keep any
    third = speech.context.new_page()
    third.goto(f"{site_url}notes/index.html")
    expect(third.locator("#notes-count")).to_have_text("列出 0 条，共 0 条")
    write(speech, ("p5", 1), ("p5", 12), "一")
    painted(second, "yl-note-yellow", WORDS)
    expect(third.locator(".yl-note__comment")).to_have_text("一")
    second.locator(".yl-notes summary").click()
    second.locator(".yl-notes").get_by_role("button", name="修改").click()
    fill(second, "二", colour="粉")
    painted(speech, "yl-note-pink", WORDS)
    third.get_by_role("button", name="删除").click()
    for tab in (speech, second):
        painted(tab, "yl-note-pink", "")
        expect(tab.locator(".yl-notes")).to_have_count(0)


@pytest.mark.parametrize(
    ("script", "told"), [(REFUSED, "无痕模式"), (FULL, "存储空间已满")], ids=["refused", "full"]
)
def test_what_the_browser_does_not_keep_is_told_and_can_be_taken_out(
    page: Page, site_url: str, script: str, told: str
) -> None:
    page.add_init_script(script)
    opened(page, site_url + PAGE)
    select(page, ("p5", 1), ("p5", 12))
    page.locator(".yl-bar").get_by_role("button", name="批注", exact=True).click()
    fill(page, "别丢")
    expect(page.get_by_role("alert")).to_contain_text(told)
    expect(page.get_by_role("alert")).to_contain_text("批注还在本页")
    painted(page, "yl-note-yellow", WORDS)
    (note,) = json.loads(exported(page, "导出文件"))
    assert note["body"][0]["value"] == "别丢" and note["target"]["selector"][1]["exact"] == WORDS
    highlight_again = page.locator(".yl-notes summary")
    expect(highlight_again).to_have_text("本段有 1 条批注")


def test_where_the_browser_may_drop_notes_the_reader_is_reminded_once_there_are_many(
    page: Page, site_url: str
) -> None:
    page.add_init_script(FORGETFUL)
    opened(page, site_url + PAGE)
    for n in range(9):
        highlight(page, ("p5", n), ("p5", n + 1))
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(page.locator(".yl-notes summary")).to_have_text("本段有 9 条批注")
    highlight(page, ("p6", 0), ("p6", 3))
    expect(page.get_by_role("alert")).to_contain_text("有 10 条批注还没有导出过")
    assert len(json.loads(exported(page, "导出文件"))) == 10
    page.reload()
    highlight(page, ("p6", 3), ("p6", 4))
    page.keyboard.press("l")
    expect(page.get_by_role("dialog", name="本页批注（11）")).to_be_visible()
    assert "没有导出" not in page.locator("body").inner_text()


def test_marks_and_pairs_are_never_cut(page: Page, site_url: str) -> None:
    """Characters of two UTF-16 units, traditional ones, and marks over others: counted and quoted as they are."""
    odd = "𠮷𠮷維護國際關係e\u0301，這是葛\U000e0100家。"
    edited(page, lambda html: html.replace("近一段时间，我们主要做了以下工作。", odd))
    opened(page, site_url + PAGE)
    highlight(page, ("p6", 1), ("p6", 9))
    page.evaluate("""() => {
      const node = [...document.querySelector("#p6").childNodes].findLast((one) => one instanceof Text);
      getSelection().setBaseAndExtent(node, 1, node, 3); // within both pairs
    }""")
    page.locator(".yl-bar").get_by_role("button", name="标记").click()
    saved(page)
    highlight(page, ("p6", 12), ("p6", 14))
    assert [quote(note) for note in kept(page)] == ["𠮷維護國際關係e\u0301", "𠮷", "是葛\U000e0100"]
    page.reload()
    painted(page, "yl-note-yellow", "𠮷維護國際關係e\u0301是葛\U000e0100")
    edited(
        page,
        lambda html: html.replace("近一段时间，我们主要做了以下工作。", odd.replace("國際關係", "国际关系")),
    )
    page.reload()
    expect(page.locator(".yl-notes summary")).to_have_text("本段有 3 条批注")
    assert "𠮷維護国际关系e\u0301" in page.evaluate(PAINTED, "yl-note-yellow")


# Placed again


def test_notes_follow_their_words(speech: Page, root: Path) -> None:
    """Corrected, moved, gone and back: said each time, healed for good, and never put elsewhere."""
    write(speech, ("p5", 1), ("p5", 12), "一")
    highlight(speech, ("p7", 0), ("p7", 14))
    before = kept(speech)[0]
    edited(speech, lambda html: html.replace("方显英雄本色", "方顯英雄的本色"))
    speech.reload()
    expect(speech.locator(".yl-notes summary").first).to_have_text("本段有 1 条批注")
    speech.locator(".yl-notes summary").first.click()
    expect(speech.locator(".yl-note__state").first).to_have_text(f"批注之后原文有改动，当时是：“{WORDS}”")
    healed = kept(speech)[0]
    assert quote(healed) == "沧海横流，方顯英雄的本色" and healed["modified"] == before["modified"]

    edited(
        speech,
        lambda html: html.replace("一是及时制定疫情防控战略策略。打胜仗首先要有正确战略策略。", "另说。"),
    )
    speech.reload()
    speech.locator(".yl-notes-open").click()
    lost = speech.locator(".yl-notes-panel .yl-note").filter(has_text="找不到这条批注所批的文字")
    expect(lost.locator("b")).to_have_text("原在 ¶7")
    expect(lost.locator("blockquote")).to_have_text(text(root, "p7")[:14])
    expect(lost.get_by_role("button", name="到原文")).to_have_count(0)
    expect(speech.locator(".yl-notes")).to_have_count(1)

    speech.unroute(PAGES)
    speech.reload()
    expect(speech.locator(".yl-notes")).to_have_count(2)
    assert speech.evaluate(PAINTED, "yl-note-yellow").endswith(text(root, "p7")[:14])


def test_a_note_goes_with_its_text_to_another_address(page: Page, site_url: str) -> None:
    """A paragraph that is on another page now, and a page that is part of another."""
    opened(page, site_url + PAGE)
    highlight(page, ("p5", 1), ("p5", 12))
    highlight(page, ("p6", 0), ("p6", 5))
    tombstone = (
        '<p id="p5" class="gone"><b>¶5</b> <a class="moved" href="../2020-03-02/index.html#p3">…</a></p><p'
    )
    edited(page, lambda html: html.replace('<p id="p5"', tombstone).replace(WORDS, "").replace("沧海", ""))
    page.reload()
    expect(page.locator(".yl-notes-open")).to_have_text("批注（1）")
    first, second = kept(page)
    assert (first["speech"], second["speech"]) == ("2020-03-02", "2020-02-23")
    assert first["source"] == "urn:x-yanlu:speech:2020-03-02"
    assert first["selectors"][0]["value"] == "p3"
    leads = {"2020-02-23": {"": "2020-03-10", "p6": "2020-03-10#p9"}}
    page.route("**/notes/former.json", lambda route: route.fulfill(json=leads))
    opened(page, f"{site_url}speeches/2020-03-06/index.html")
    page.wait_for_function("() => document.querySelector('.yl-notes-open').textContent === '批注（0）'")
    assert [(note["speech"], note["selectors"][0]["value"]) for note in kept(page)] == [
        ("2020-03-02", "p3"),
        ("2020-03-10", "p9"),
    ]


# Handed on


def shared(page: Page) -> str:
    """The link to the page's one note, as a path."""
    page.locator(".yl-notes summary").click()
    page.locator(".yl-notes").get_by_role("button", name="分享").click()
    box = page.get_by_role("dialog", name="分享")
    link = box.locator("textarea").input_value()
    assert f"链接长 {len(link)} 个字符" in box.inner_text()
    box.get_by_role("button", name="关闭").click()
    parts = urlsplit(link)
    assert parts.path.endswith("/") and not parts.query and parts.fragment.startswith("p5~")
    return f"{parts.path[1:]}index.html#{parts.fragment}"


def test_a_note_is_shared_by_link_and_kept_only_if_wanted(
    speech: Page, site_url: str, other: BrowserContext
) -> None:
    """Also where the text has been edited since; what it says is text."""
    write(speech, ("p5", 1), ("p5", 12), "看<img src=x onerror=throw 1>", "甲")
    link = shared(speech)
    assert len(link) < 600
    edited(other, lambda html: html.replace("方显英雄本色", "方显英雄之本色"))
    page = opened(other.new_page(), site_url + link)
    told = page.get_by_role("complementary", name="别人分享的批注")
    expect(told).to_contain_text("看<img src=x onerror=throw 1>")
    expect(told.locator(".yl-note__state")).to_contain_text(WORDS)
    painted(page, "yl-note-shared", "沧海横流，方显英雄之本色")
    expect(page.locator("#p5")).to_be_in_viewport()
    assert kept(page) == []
    told.get_by_role("button", name="不要").click()
    expect(told).to_have_count(0)
    assert page.url.endswith("#p5") and kept(page) == []

    for _ in range(2):
        page.goto("about:blank")
        page.goto(site_url + link)
        keep = page.get_by_role("button", name="收下")
        known = page.get_by_text("您已经有这条批注。")
        expect(keep.or_(known)).to_be_visible()
        if keep.is_visible():
            keep.click()
            painted(page, "yl-note-yellow", "沧海横流，方显英雄之本色")
            saved(page)
    expect(known).to_be_visible()
    (note,) = kept(page)
    assert (note["id"], note["tags"]) == (kept(speech)[0]["id"], ["甲"])


def test_a_link_with_a_broken_note_still_leads_to_its_paragraph(page: Page, site_url: str) -> None:
    """Opened with it, or followed on the page."""
    opened(page, f"{site_url}{PAGE}#p7~")
    for packed in ("", "!!", "AAAA", "q1bKT1KyUjI0AgA", "%F0%9F"):
        if packed:
            page.evaluate(FOLLOW, f"p7~{packed}")
        expect(page.locator("#p7")).to_be_in_viewport()
        expect(page.get_by_role("alert")).to_have_text("链接里的批注不完整，无法显示。")
    assert kept(page) == []


def test_a_long_note_is_a_file(speech: Page) -> None:
    write(speech, ("p5", 1), ("p5", 12), "".join(chr(0x4E00 + n * n % 20_011) for n in range(50_000)))
    speech.locator(".yl-notes summary").click()
    speech.locator(".yl-notes").get_by_role("button", name="分享").click()
    box = speech.get_by_role("dialog", name="分享")
    expect(box).to_contain_text("请改用文件")
    expect(box.locator("textarea")).to_have_count(0)
    (note,) = json.loads(exported(speech, "导出文件"))
    assert note["id"] == kept(speech)[0]["id"]
