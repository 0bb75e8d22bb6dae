"""A reader's notes on the page of a speech: made, kept, painted, placed again, told when they cannot be kept."""

import gzip
import io
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pypdf
import pytest
from playwright.sync_api import Browser, Page, Route, expect
from tests.browser.accessible import assert_accessible
from tests.browser.noting import (
    PAGE,
    PAINTED,
    SPEECH,
    WITHOUT_HIGHLIGHTS,
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

COMMENT = "第一行 https://example.org/a?b=1。\n<img src=x onerror=throw 1> javascript:throw 1"
FOLLOWED = """(one) => one.compareDocumentPosition(document.querySelector(".yl-notes-printed"))
  === Node.DOCUMENT_POSITION_FOLLOWING"""
COLOURS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BUDGET = 15_000  # bytes, each script packed by itself
P5 = "“沧海横流，方显英雄本色。”"


@pytest.fixture
def page(page: Page) -> Page:
    shortened(page.context)
    return page


@pytest.fixture
def speech(page: Page, site_url: str) -> Page:
    """The longest speech, with its scripts run."""
    return opened(page, site_url + PAGE)


@pytest.fixture
def phone(browser: Browser, site_url: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    shortened(context)
    yield opened(context.new_page(), site_url + PAGE)
    context.close()


# Made


def test_words_are_selected_and_stay_noted(speech: Page, root: Path) -> None:
    """By mouse: marked, overlapping, across paragraphs, on a heading; what is said is text; all is there after a reload."""
    own = text(root, "p5")
    highlight(speech, ("p5", 1), ("p5", 11))
    write(speech, ("p5", 6), ("p6", 3), COMMENT, "疫情，要点 #疫情", "蓝")
    highlight(speech, ("p3", 2), ("p3", 13))
    speech.reload()
    across = own[11:] + "|" + text(root, "p6")[:3]  # the shorter note keeps its colour where both are
    painted(speech, "yl-note-blue", f"{text(root, 'p3')[2:13]}|{across}")  # the colour that was used last
    painted(speech, "yl-note-yellow", own[1:11])
    painted(speech, "yl-note-over", own[6:11])

    first, second, third = kept(speech)
    assert {note["speech"] for note in (first, second, third)} == {SPEECH}
    assert (quote(first), quote(second), quote(third)) == (
        own[1:11],
        own[6:] + "\n" + text(root, "p6")[:3],
        "关于前一段疫情防控工作",
    )
    assert (second["comment"], second["tags"], second["colour"]) == (COMMENT, ["疫情", "要点"], "blue")
    assert [s["type"] for s in second["selectors"]] == [
        "FragmentSelector", "TextQuoteSelector", "TextPositionSelector",
    ]  # fmt: skip
    assert (second["selectors"][1]["prefix"], second["selectors"][1]["suffix"]) == (
        own[:6],
        text(root, "p6")[3:],
    )

    beside = speech.locator(".yl-notes").filter(has_text="本段有 2 条批注")
    beside.locator("summary").click()
    cards = beside.locator(".yl-note")
    expect(cards).to_have_count(2)
    expect(cards.nth(1).locator(".yl-note__comment")).to_have_text(
        COMMENT.replace("\n", " "), use_inner_text=False
    )
    assert cards.nth(1).locator(".yl-note__comment").inner_text().rstrip("\n") == COMMENT
    assert cards.nth(1).locator("a").evaluate_all("links => links.map((one) => one.href)") == [
        "https://example.org/a?b=1"
    ]
    assert speech.locator("article img").count() == 0


def test_a_note_is_changed_and_deleted_and_brought_back(speech: Page) -> None:
    highlight(speech, ("p5", 1), ("p5", 11))
    speech.locator(".yl-notes-open").click()
    panel = speech.get_by_role("dialog", name="本页批注（1）")
    panel.get_by_role("button", name="修改").click()
    fill(speech, "改过", "甲", "绿")
    saved(speech)
    painted(speech, "yl-note-green", "沧海横流，方显英雄本色"[:10])
    (note,) = kept(speech)
    assert (note["comment"], note["tags"]) == ("改过", ["甲"]) and note["modified"] > note["created"]

    panel.get_by_role("button", name="删除").click()
    expect(speech.locator(".yl-notes")).to_have_count(0)
    expect(speech.get_by_role("alert")).to_have_text("批注已删除")
    assert kept(speech) == []
    speech.get_by_role("button", name="撤销").click()
    painted(speech, "yl-note-green", "沧海横流，方显英雄本色"[:10])
    assert kept(speech) == [note]
    panel.get_by_role("button", name="到原文").click()
    expect(speech.locator("#p5")).to_be_focused()
    expect(speech.locator("#p5")).to_be_in_viewport()


def test_a_note_is_made_by_keyboard_alone(speech: Page, root: Path) -> None:
    """Sentences are chosen with one stop of Tab; the whole paragraph, the next one too, and the whole speech."""
    keys = speech.keyboard
    for _ in range(5):
        keys.press("j")
    expect(speech.locator("#p5")).to_be_focused()
    keys.press("m")
    box = speech.get_by_role("dialog", name="批注 ¶5")
    sentences = box.get_by_role("checkbox")
    expect(sentences.first).to_be_focused()
    assert sentences.evaluate_all("boxes => boxes.filter((one) => one.tabIndex === 0).length") == 1
    keys.press("Space")  # not the first
    for _ in range(2):
        keys.press("ArrowDown")
    keys.press("Space")  # nor the third, with the shorter rest
    chosen = sentences.evaluate_all("boxes => boxes.filter((one) => one.checked).length")
    assert chosen == sentences.count() - 3
    keys.press("ArrowUp")
    keys.press("Space")  # but from the second on
    keys.press("Tab")
    expect(box.get_by_role("button", name="加上下一段")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    keys.type("键盘")
    keys.press("Control+Enter")
    saved(speech)
    own = text(root, "p5")
    (note,) = kept(speech)
    assert quote(note) == own[len(P5) :] + "\n" + text(root, "p6") and note["comment"] == "键盘"

    keys.press("j")
    keys.press("m")
    expect(speech.get_by_role("dialog", name="批注 ¶6").get_by_role("checkbox")).to_have_count(1)
    keys.press("Control+Enter")
    saved(speech)
    whole = kept(speech)[1]
    assert [s["type"] for s in whole["selectors"]] == ["FragmentSelector", "TextQuoteSelector"]
    assert whole["selectors"][1] == {"type": "TextQuoteSelector", "exact": text(root, "p6")}

    keys.press("l")
    expect(speech.get_by_role("dialog", name="本页批注（2）")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    keys.type("全篇")
    keys.press("Control+Enter")
    saved(speech)
    assert kept(speech)[2]["selectors"] == []
    keys.press("Escape")
    expect(speech.get_by_role("dialog")).to_have_count(0)


def test_under_a_finger(phone: Page) -> None:
    """All controls can be hit, the notes open under their paragraph, and nothing is wider than the screen."""
    select(phone, ("p5", 1), ("p5", 11))
    phone.locator(".yl-bar").get_by_role("button", name="批注", exact=True).tap()
    small = (
        "all => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)"
    )
    assert (
        phone.locator("dialog[open] :is(button, input[name=tags], .yl-choice label)").evaluate_all(small)
        == []
    )
    fill(phone, "手指")
    saved(phone)
    phone.locator(".yl-notes summary").tap()
    assert phone.locator(".yl-notes :is(button, summary)").evaluate_all(small) == []
    words, note = phone.locator("#p5").evaluate(
        """one => [[...one.childNodes].filter((node) => node.nodeName !== "DETAILS").at(-1), one.lastChild].map((node) => {
          const range = new Range();
          range.selectNode(node);
          const { top, bottom, left } = range.getBoundingClientRect();
          return { top, bottom, left };
        })"""
    )
    assert note["top"] >= words["bottom"] - 8 and note["left"] == phone.locator("#p5").bounding_box()["x"]  # type: ignore[index]
    phone.locator(".yl-notes-open").tap()
    assert phone.locator(".yl-notes-panel :is(button, a)").evaluate_all(small) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_axe_finds_nothing(speech: Page) -> None:
    write(speech, ("p5", 1), ("p5", 11), COMMENT, "甲 乙")
    speech.reload()
    speech.locator(".yl-notes summary").click()
    speech.keyboard.press("l")
    expect(speech.locator(".yl-notes-panel .yl-note")).to_have_count(1)
    for colours in COLOURS:
        speech.emulate_media(color_scheme=colours)
        assert_accessible(speech, colours)
    speech.locator(".yl-notes-panel").get_by_role("button", name="修改").click()
    for colours in COLOURS:
        speech.emulate_media(color_scheme=colours)
        assert_accessible(speech, colours)


def test_the_first_note_fetches_little(page: Page, site_url: str, root: Path) -> None:
    """The notes' scripts on the page of a text: its own few lines, and what the first note brings."""
    page.goto(f"{site_url}speeches/2020-03-06/index.html", wait_until="networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    highlight(page, ("p2", 0), ("p2", 6))
    scripts = {"assets/notes.js", *(name for name in asked if name.endswith(".js"))}
    assert {"assets/notes-place.js", "assets/notes-store.js"} < scripts
    sizes = {name: len(gzip.compress((root / "site" / name).read_bytes(), mtime=0)) for name in scripts}
    listed = "\n".join(f"{size:7,} {name}" for name, size in sorted(sizes.items()))
    print(listed)
    assert sum(sizes.values()) <= BUDGET, listed


def test_words_are_offered_once_until_they_are_selected_again(speech: Page) -> None:
    speech.clock.install()
    speech.locator("#p5").scroll_into_view_if_needed()
    select(speech, ("p5", 1), ("p5", 11))
    box = speech.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().toJSON()")
    bar = speech.locator(".yl-bar")
    for _ in range(2):
        bar.get_by_role("button", name="标记").click()
        saved(speech)
        speech.evaluate("document.dispatchEvent(new Event('selectionchange'))")  # the same words
        speech.clock.fast_forward(1000)
        expect(bar).to_have_count(0)
        speech.mouse.click(5, box["top"])  # else what is selected would be dragged away
        speech.mouse.move(box["left"] + 1, box["top"] + box["height"] / 2)
        speech.mouse.down()
        speech.mouse.move(box["right"] - 1, box["top"] + box["height"] / 2, steps=3)
        speech.mouse.up()
        expect(bar).to_contain_text("¶5 第 2–11 字")


def test_elements_that_come_later_leave_alone_what_is_selected(page: Page, site_url: str, root: Path) -> None:
    """The hits of a search arrive when somebody has begun to make a note of the same words."""
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    held: list[Route] = []
    page.route("**/search/index.json", lambda route: held.append(route))
    with page.expect_request("**/search/index.json"):
        opened(page, f"{site_url}{PAGE}?q=英雄")
    select(page, ("p5", 1), ("p5", 11))
    words = text(root, "p5")[1:11]
    held[0].continue_()
    page.locator("mark.yl-hit").first.wait_for()
    assert page.evaluate("String(getSelection())") == words
    page.locator(".yl-bar").get_by_role("button", name="标记").click()
    saved(page)
    painted(page, "yl-note-yellow", words)
    assert page.evaluate("String(getSelection())") == words


# Painted


def test_notes_and_hits_are_painted_side_by_side(speech: Page, site_url: str) -> None:
    highlight(speech, ("p5", 1), ("p5", 11))
    opened(speech, f"{site_url}{PAGE}?q=英雄#p5")
    painted(speech, "yl-note-yellow", "沧海横流，方显英雄本")
    painted(speech, "yl-hit", "英雄" * speech.locator("#p5").inner_text().count("英雄"))
    hit, note = (
        speech.evaluate("name => CSS.highlights.get(name).priority", name)
        for name in ("yl-hit", "yl-note-yellow")
    )
    assert hit > note
    speech.get_by_role("button", name="清除标记").click()
    painted(speech, "yl-hit", "")
    painted(speech, "yl-note-yellow", "沧海横流，方显英雄本")


def test_without_highlights_elements_do_it(page: Page, site_url: str, root: Path) -> None:
    """The same words, whatever is searched or deleted; copied text has none of it."""
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(page, f"{site_url}{PAGE}?q=英雄")
    page.locator(
        "mark.yl-hit"
    ).first.wait_for()  # else their number may be told in the place of what is waited for
    own = text(root, "p5")
    highlight(page, ("p5", 1), ("p5", 11))
    write(page, ("p5", 6), ("p5", 20), "", "", "粉")
    assert page.evaluate(PAINTED, "yl-hit").startswith("英雄")
    painted(page, "yl-note-over", own[6:11])
    painted(page, "yl-note-pink", own[11:20])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article'))")
    page.keyboard.press("Control+c")
    copied = page.evaluate(
        "navigator.clipboard.read().then(async ([one]) => (await one.getType('text/html')).text())"
    )
    assert own in page.evaluate("navigator.clipboard.readText()")
    assert "yl-note" not in copied and "本段有" not in copied
    for _ in range(2):
        page.locator(".yl-notes").first.evaluate("one => { one.open = true }")
        page.locator(".yl-notes").get_by_role("button", name="删除").first.click()
        page.get_by_role("alert").wait_for()
    expect(page.locator("mark[class^=yl-note]")).to_have_count(0)


def test_notes_can_be_switched_off(speech: Page) -> None:
    highlight(speech, ("p5", 1), ("p5", 11))
    shown = "getComputedStyle(document.querySelector('#p5'), '::highlight(yl-note-yellow)').backgroundColor"
    assert speech.evaluate(shown) != "rgba(0, 0, 0, 0)"
    speech.get_by_role("button", name="阅读设置").click()
    speech.get_by_role("group", name="我的批注").get_by_role("radio", name="不显示").check()
    speech.reload()
    painted(speech, "yl-note-yellow", "沧海横流，方显英雄本")
    assert speech.evaluate(shown) == "rgba(0, 0, 0, 0)"
    expect(speech.locator(".yl-notes")).to_be_hidden()


def test_on_paper_notes_are_marked_and_listed(speech: Page) -> None:
    """Numbered after their paragraphs, and as a list behind the text; nothing that is only for the screen."""
    highlight(speech, ("p5", 1), ("p5", 12))
    write(speech, ("p6", 0), ("p6", 5), COMMENT)
    pages = pypdf.PdfReader(io.BytesIO(speech.pdf())).pages
    said = "".join(unicodedata.normalize("NFKC", "".join(one.extract_text() for one in pages)).split())
    assert "深厚情怀。[批注1]" in said and "近一段时间,我们主要做了以下工作。[批注2]" in said
    _, _, listed = said.partition("我的批注")
    assert speech.locator("#p7").evaluate(FOLLOWED)
    assert re.match("1.¶5第2.12字.*沧海横流,方显英雄本色2.¶6第1.5字.*近一段时间", listed)
    assert "".join(COMMENT.split()) in listed and "删除" not in said and "本段有" not in said
