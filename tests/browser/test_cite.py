"""Citing in the browser: the dialog fills in what is known only there; without scripts the list is whole."""

import html
import json
import re
from pathlib import Path

import markdown
import pytest
import rispy
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.layers import PLAIN

HOSTILE = "1. *a* _b_ `c` [d](e) <i>f</i> &amp; #g ~~h~~ | \\i &#60; 上"


@pytest.fixture(scope="module")
def facts(root: Path) -> dict[str, str]:
    """What the site's data says of a short speech."""
    lines = (root / "site/data/speeches.jsonl").read_text(encoding="utf-8").splitlines()
    told: dict[str, str] = next(row for row in map(json.loads, lines) if row["id"] == "2020-04-10")
    return told


@pytest.fixture(scope="module")
def texts(root: Path, facts: dict[str, str]) -> dict[str, str]:
    """Its paragraphs by their anchors."""
    rows = map(json.loads, (root / "site/data/paragraphs.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["anchor"]: row["text"] for row in rows if row["document"] == facts["documents"][0]}


@pytest.fixture
def speech(page: Page, site_url: str, facts: dict[str, str]) -> Page:
    """The speech on 2 November 2026."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time("2026-11-02T12:00:00")
    page.goto(site_url + facts["url"])
    expect(tool(page)).to_be_visible()
    return page


def tool(page: Page) -> Locator:
    return page.locator(".tools").get_by_role("button", name="引用", exact=True)


def box(page: Page) -> Locator:
    return page.get_by_role("dialog", name="引用")


def at(page: Page, link: str) -> str:
    """Follow a link within the speech; its whole address, as a host serves it."""
    address = page.url.partition("#")[0].partition("?")[0]
    page.goto(address + link)
    expect(tool(page)).to_be_visible()
    return address.removesuffix("index.html") + link


def cited(page: Page, form: str) -> str:
    """The citation that the dialog gives."""
    if not box(page).is_visible():
        tool(page).click()
    page.get_by_label("格式").select_option(form)
    return page.get_by_label("引文", exact=True).input_value()


def test_the_whole_speech_with_its_address_and_the_day(speech: Page, facts: dict[str, str]) -> None:
    address = at(speech, "")
    text = cited(speech, "gb")
    expected = rf"{facts['speaker']}\. {facts['title']}: 文本版本 [0-9a-f]{{12}}\[EB/OL\]\. \({facts['date']}\)\[2026-11-02\]\. "
    assert re.fullmatch(expected + re.escape(f"{address}."), text)
    assert "Accessed November 2, 2026. " in cited(speech, "chicago")
    assert "Retrieved November 2, 2026, from " in cited(speech, "apa")


def test_the_paragraph_in_the_address_is_cited(speech: Page) -> None:
    address = at(speech, "#p2")
    for form in ("gb", "chicago", "apa", "markdown"):
        text = cited(speech, form)
        assert "¶2" in text and address in text
    (item,) = json.loads(cited(speech, "csl"))
    assert (item["note"], item["URL"]) == ("¶2", address)
    assert item["accessed"] == {"date-parts": [[2026, 11, 2]]}
    (record,) = rispy.loads(cited(speech, "ris"))
    assert (record["urls"], record["access_date"]) == ([address], "2026-11-02") and "¶2" in record["notes"]
    assert f"  note = {{¶2}},\n  url = {{{address}}},\n  urldate = {{2026-11-02}},\n}}" in cited(
        speech, "bibtex"
    )


def test_a_span_is_quoted_and_linked(speech: Page, texts: dict[str, str]) -> None:
    address = at(speech, "?span=5-19#p2")
    text = cited(speech, "markdown")
    quotation, _, line = text.partition("\n>\n")
    assert quotation == f"> {texts['p2'][5:19]}"
    assert line.startswith("> —— ") and f"(<{address}>)" in line and "，¶2，" in line


def test_a_range_is_quoted_paragraph_by_paragraph(speech: Page, texts: dict[str, str]) -> None:
    address = at(speech, "?to=p4#p2")
    quoted = cited(speech, "markdown").split("\n>\n")
    assert quoted[:3] == [f"> {texts[anchor]}" for anchor in ("p2", "p3", "p4")]
    assert "¶2–4" in quoted[3] and address in quoted[3]


def test_a_quotation_shows_the_characters_it_quotes(speech: Page) -> None:
    at(speech, "#p2")
    speech.evaluate(f"text => ({PLAIN})('p2').replaceWith(text)", HOSTILE)
    quotation = cited(speech, "markdown").partition("\n>\n")[0]
    shown = markdown.markdown(quotation)
    assert re.findall(r"<(\w+)", shown) == ["blockquote", "p"]
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).strip() == HOSTILE


def test_the_published_address_is_cited_where_the_site_has_one(speech: Page) -> None:
    at(speech, "#p2")
    speech.evaluate(
        """() => {
          const link = document.createElement("link");
          link.rel = "canonical";
          link.href = "https://speeches.example/a/index.html";
          document.head.append(link);
        }"""
    )
    assert cited(speech, "gb").endswith(". https://speeches.example/a/#p2.")


def test_the_form_is_remembered(speech: Page) -> None:
    cited(speech, "apa")
    speech.reload()
    tool(speech).click()
    expect(speech.get_by_label("格式")).to_have_value("apa")


def test_the_citation_is_copied(speech: Page) -> None:
    text = cited(speech, "gb")
    speech.get_by_role("button", name="复制引文").click()
    expect(box(speech).get_by_role("status")).to_have_text("已复制引文")
    assert speech.evaluate("navigator.clipboard.readText()") == text


def test_a_citation_for_programs_is_downloaded_as_it_is_shown(speech: Page, facts: dict[str, str]) -> None:
    """A form for people is no file."""
    at(speech, "#p2")
    for form, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl", "csl.json")):
        text = cited(speech, form)
        with speech.expect_download() as download:
            speech.get_by_role("link", name="下载文件").click()
        assert download.value.suggested_filename == f"{facts['id']}-p2.{ending}"
        assert Path(download.value.path()).read_text(encoding="utf-8") == text
    cited(speech, "gb")
    expect(speech.get_by_role("link", name="下载文件")).to_be_hidden()


def test_a_paragraphs_own_offers_include_it(speech: Page) -> None:
    speech.locator("#p2 .pn").press("Enter")
    speech.get_by_role("group").get_by_role("button", name="引用", exact=True).click()
    expect(box(speech)).to_be_visible()
    assert "¶2" in cited(speech, "gb")


def test_by_keyboard_alone(speech: Page) -> None:
    tool(speech).focus()
    speech.keyboard.press("Enter")
    expect(speech.get_by_label("格式")).to_be_focused()
    speech.keyboard.press("Tab")
    expect(speech.get_by_label("引文", exact=True)).to_be_focused()
    speech.keyboard.press("Escape")
    expect(box(speech)).to_be_hidden()
    expect(tool(speech)).to_be_focused()


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, page: Page) -> None:
    """The page that will be opened is on a phone."""
    page.emulate_media(color_scheme=request.param)
    page.set_viewport_size({"width": 360, "height": 640})


def test_the_dialog_is_accessible_and_fits_a_phone(phone: None, speech: Page) -> None:
    cited(speech, "bibtex")
    assert_accessible(speech)
    boxes = [box(speech).get_by_role(role).bounding_box() for role in ("combobox", "textbox")]
    for place in boxes:
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= 360 and place["height"] >= 44
    assert speech.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_the_list_is_whole(
    browser: Browser, site_url: str, facts: dict[str, str], root: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + facts["url"])
    page.get_by_text("引用", exact=True).click()
    shown = page.locator("details.cite dd:visible")
    expect(shown).to_have_count(4)
    for text in shown.all_inner_texts():
        assert facts["title"] in text and "{}" not in text and "  " not in text
    files = page.locator("details.cite a").evaluate_all("links => links.map((link) => link.href)")
    assert len(files) == 3
    for file in files:
        assert facts["title"] in (root / "site" / file.removeprefix(site_url)).read_text(encoding="utf-8")
    context.close()
