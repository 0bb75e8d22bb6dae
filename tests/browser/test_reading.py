"""Reading: what a speech's page offers, by mouse, finger and keyboard, on paper, and without scripts."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.alike import leave_few
from tests.browser.speeches import ALL_PARTS, addresses, shortest
from tests.sites import site

from yanlu.model import Document, Facts, Paragraph, RawFile
from yanlu.render import GENERATED, render

HOSTILE = "「甲」</script><script>\"乙\" '丙' {{ 丁 }} <!-- &amp; \\"
TRADITIONAL = "維護國際關係，這是我們的責任。"
FOCUSED = "document.activeElement.id"


@pytest.fixture(scope="session")
def address(root: Path) -> str:
    """The address of a speech that has all parts, below the site's root."""
    return shortest(root, *ALL_PARTS)


def opened(page: Page, address: str) -> Page:
    """A page with its scripts run."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    expect(page.locator(".yl-progress")).to_be_visible()
    return page


@pytest.fixture
def speech(page: Page, site_url: str, root: Path) -> Page:
    """The shortest speech of some paragraphs, opened."""
    return opened(page, site_url + shortest(root, 'id="p3"'))


@pytest.fixture
def full(page: Page, site_url: str, address: str) -> Page:
    """The speech that has all parts, opened."""
    return opened(page, site_url + address)


@pytest.fixture
def phone(browser: Browser, site_url: str, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(site_url + address)
    expect(opened.locator(".yl-progress")).to_be_visible()
    yield opened
    context.close()


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


# Links


def test_a_button_copies_the_address_that_a_host_serves(full: Page, site_url: str, address: str) -> None:
    full.set_viewport_size({"width": 1280, "height": 800})
    for kind in ("body", "heading"):
        anchor = full.locator(f".para.{kind}").first.get_attribute("id") or ""
        full.locator(f"#{anchor}").hover()
        button = full.get_by_role("button", name=f"复制 ¶{anchor[1:]} 的链接")
        expect(button).to_have_css("opacity", "1")
        button.click()
        served = f"{site_url}{address.removesuffix('index.html')}#{anchor}"
        expect(full.get_by_role("status")).to_contain_text(served)
        assert clipboard(full) == served
        full.goto(served)
        expect(full.locator(".para:target")).to_have_attribute("id", anchor)


def test_the_button_is_reached_by_keyboard(speech: Page) -> None:
    speech.set_viewport_size({"width": 1280, "height": 800})
    speech.locator("#p2 .pn").focus()
    speech.keyboard.press("Tab")
    expect(speech.locator("#p2 .copy")).to_be_focused()
    speech.keyboard.press("Enter")
    expect(speech.get_by_role("status")).to_contain_text("#p2")


def test_the_number_copies_and_marks(speech: Page) -> None:
    speech.locator("#p2 .pn").click()
    expect(speech.get_by_role("status")).to_contain_text("#p2")
    assert clipboard(speech).endswith("/#p2")
    expect(speech.locator(".para:target")).to_have_attribute("id", "p2")


def test_under_a_finger_the_number_copies(phone: Page) -> None:
    phone.locator("#p2 .pn").tap()
    expect(phone.get_by_role("status")).to_contain_text("#p2")
    assert clipboard(phone).endswith("/#p2")
    expect(phone.locator("#p2 .copy")).to_be_hidden()


def test_the_pages_own_link_is_copied_without_an_anchor(speech: Page) -> None:
    speech.goto(f"{speech.url}#p2")
    speech.get_by_role("button", name="复制链接", exact=True).click()
    expect(speech.get_by_role("status")).to_be_visible()
    expect(speech.get_by_role("status")).not_to_have_text("")
    assert clipboard(speech).endswith("/") and "#" not in clipboard(speech)


def test_without_the_clipboard_of_today_the_old_one_is_used(speech: Page) -> None:
    """Browsers give the new one to https and this machine only."""
    speech.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    speech.locator("#p2 .pn").click()
    expect(speech.get_by_role("status")).to_contain_text("已复制")


def test_copied_text_has_no_numbers_formatted_or_not(full: Page) -> None:
    full.locator("#p2").hover()
    copied: list[str] = full.evaluate(
        """() => {
          const data = new DataTransfer();
          getSelection().selectAllChildren(document.querySelector("article"));
          const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
          document.querySelector("#p2").dispatchEvent(event);
          return ["text/plain", "text/html"].map((type) => data.getData(type));
        }"""
    )
    words = full.locator("#p2").inner_text().removeprefix("¶2").strip()
    for text in copied:
        assert words in text
        assert "¶" not in text and "<button" not in text


# Keyboard


def test_paragraph_by_paragraph(full: Page) -> None:
    for key, expected in zip("jjjkk", ("p1", "p2", "p3", "p2", "p1"), strict=True):
        full.keyboard.press(key)
        assert full.evaluate(FOCUSED) == expected
    box = full.locator("#p1").bounding_box()
    assert box and box["y"] >= 48, "the paragraph is under the header"
    full.keyboard.press("k")
    assert full.evaluate(FOCUSED) == "p1", "there is nothing before the first"


def test_from_where_one_reads_to_the_next(full: Page) -> None:
    full.locator("#p20").evaluate("para => para.scrollIntoView()")
    expect(full.locator(".yl-progress")).to_contain_text("20 /")
    full.keyboard.press("j")
    assert full.evaluate(FOCUSED) == "p21"


def test_speech_by_speech(full: Page, site_url: str, root: Path, address: str) -> None:
    speeches = addresses(root)
    full.keyboard.press("n")
    expect(full).to_have_url(site_url + speeches[speeches.index(address) + 1])
    expect(full.locator(".yl-progress")).to_be_visible()
    full.keyboard.press("p")
    expect(full).to_have_url(site_url + address)


def test_keys_are_left_alone_in_fields_and_with_modifiers(speech: Page) -> None:
    speech.evaluate("document.querySelector('article').prepend(document.createElement('textarea'))")
    speech.locator("article > textarea").focus()
    speech.keyboard.type("jnp?")
    assert speech.locator("article > textarea").input_value() == "jnp?"
    speech.evaluate("document.activeElement.blur()")
    for keys in ("Control+j", "Alt+n", "Meta+p"):
        speech.keyboard.press(keys)
    assert speech.evaluate(FOCUSED) == "" and speech.locator("dialog[open]").count() == 0


def test_help_keeps_the_focus_and_gives_it_back(speech: Page) -> None:
    speech.keyboard.press("j")
    speech.keyboard.press("?")
    help = speech.get_by_role("dialog", name="快捷键")
    expect(help).to_be_visible()
    speech.keyboard.press("j")
    for _ in range(5):
        assert speech.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        speech.keyboard.press("Tab")
    speech.keyboard.press("Escape")
    expect(help).to_be_hidden()
    assert speech.evaluate(FOCUSED) == "p1"


# Font and size


def test_font_and_size_are_remembered_and_there_before_the_scripts(speech: Page) -> None:
    speech.get_by_role("button", name="阅读设置").focus()
    speech.keyboard.press("Enter")
    speech.get_by_role("radio", name="宋体").focus()
    speech.keyboard.press("ArrowRight")
    speech.get_by_role("radio", name="最大").check()
    speech.keyboard.press("Escape")
    expect(speech.locator("dialog[open]")).to_have_count(0)
    speech.route("**/reading.js", lambda route: route.abort())
    speech.reload()
    assert speech.locator("dialog").count() == 0
    style = speech.locator("#p2").evaluate(
        "para => [getComputedStyle(para).fontSize, getComputedStyle(para).fontFamily]"
    )
    assert style[0] == "23px" and "PingFang" in style[1]


def test_the_measure_holds_at_every_size(speech: Page) -> None:
    speech.set_viewport_size({"width": 1280, "height": 800})
    for size in "12345":
        speech.evaluate(f"document.documentElement.setAttribute('data-yl-size', '{size}')")
        characters = speech.locator("#p2").evaluate(
            "para => para.clientWidth / parseFloat(getComputedStyle(para).fontSize)"
        )
        assert 34 <= characters <= 38, size
        assert speech.evaluate("document.documentElement.scrollWidth") <= 1280, size


def test_a_remembered_value_that_makes_no_sense_is_the_usual_one(speech: Page) -> None:
    speech.evaluate("localStorage.setItem('yanlu.size', '\"><b>')")
    speech.reload()
    speech.get_by_role("button", name="阅读设置").click()
    expect(speech.get_by_role("radio", name="中")).to_be_checked()
    expect(speech.locator("#p2")).to_have_css("font-size", "18px")


# Progress


def test_progress_counts_the_paragraphs(full: Page) -> None:
    total = full.locator(".para").count()
    shown = full.locator(".yl-progress")
    expect(shown).to_have_text(f"1 / {total}")
    full.locator("#p12").evaluate("para => para.scrollIntoView()")
    expect(shown).to_have_text(f"12 / {total}")
    full.locator(".para").last.evaluate("para => para.scrollIntoView({ block: 'end' })")
    expect(shown).to_have_text(f"{total} / {total}")
    assert shown.get_attribute("aria-live") is None


# Without a server, without scripts, on paper


def test_from_a_folder_the_page_is_text_and_links(browser: Browser, root: Path, address: str) -> None:
    speeches = addresses(root)
    context = browser.new_context()
    opened = context.new_page()
    thrown: list[str] = []
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    for form in ("", "#p2"):
        opened.goto((root / "site" / address).as_uri() + form)
        assert not opened.locator("article button, dialog, .yl-progress").count()
    assert opened.locator(".para:target").get_attribute("id") == "p2"
    opened.locator(".neighbours .later").click()
    expect(opened).to_have_url((root / "site" / speeches[speeches.index(address) + 1]).as_uri())
    assert not [error for error in thrown if "search_index" not in error], (
        "search needs a server, and says so"
    )
    context.close()


def test_without_scripts_there_are_no_dead_controls(browser: Browser, site_url: str, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(site_url + address)
    assert not opened.locator("article button, dialog, .yl-progress").count()
    assert opened.locator(".tools > a").count() == 2
    context.close()


def test_the_downloads_are_there(full: Page) -> None:
    links = full.locator(".tools a").evaluate_all("links => links.map(link => link.href)")
    answers = [full.request.get(link) for link in links]
    assert all(answer.ok for answer in answers)
    assert (full.locator("#p2").inner_text().removeprefix("¶2").strip()) in answers[0].text()


def test_paper_has_numbers_source_and_address_and_no_chrome(full: Page) -> None:
    full.evaluate("document.documentElement.setAttribute('data-yl-size', '5')")
    full.emulate_media(media="print", color_scheme="dark")
    expect(full.locator("#p2")).to_have_css("font-size", "14.6667px")  # 11 pt
    expect(full.locator("#p2")).to_have_css("color", "rgb(0, 0, 0)")
    expect(full.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    for gone in (".md-header", ".md-tabs", ".tools", ".neighbours", ".md-footer"):
        assert not any(part.is_visible() for part in full.locator(gone).all()), gone
    assert not full.locator(".about details").first.is_visible()
    expect(full.locator("#p2 .pn")).to_be_visible()
    number, text = full.locator("#p2 .pn").bounding_box(), full.locator("#p2").bounding_box()
    assert number and text and number["x"] + number["width"] <= text["x"]
    colophon = full.locator(".colophon")
    expect(colophon).to_contain_text(".txt")
    expect(colophon).to_contain_text(full.url.removesuffix("index.html"))


# What programs are told, where the site has an address; a Traditional text with a hostile title


@pytest.fixture(scope="module")
def published(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(
        root / "docs", folder / "docs", ignore=shutil.ignore_patterns(*GENERATED, "guide", "decisions")
    )
    shutil.copy(root / "mkdocs.yml", folder)
    said = Paragraph(text=TRADITIONAL, start=0, end=1, lines=(1, 1), kind="body")
    facts = Facts(
        title=HOSTILE, date="1958-10", speaker=HOSTILE, occasion=TRADITIONAL, place=HOSTILE, kind="toast"
    )
    document = Document("a.txt", 1, 0, 1, facts, (), (said,), (), ())
    raw = RawFile("a.txt", TRADITIONAL, "0" * 64, "utf-8", 1)
    render(site([document], {"a.txt": raw}), folder / "docs")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "https://example.org/sub/"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site/speeches/1958-10/index.html"


def test_programs_are_told_who_said_what_when_and_where_it_is(browser: Browser, published: Path) -> None:
    context: BrowserContext = browser.new_context()
    opened = context.new_page()
    opened.goto(published.as_uri())
    head: dict[str, str] = opened.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("head meta[content]")]
             .map((meta) => [meta.name || meta.getAttribute("property"), meta.content]))"""
    )
    work = json.loads(opened.locator("script[type='application/ld+json']").text_content() or "")
    address = "https://example.org/sub/speeches/1958-10/"
    assert opened.locator("link[rel=canonical]").get_attribute("href") == address
    assert head["citation_public_url"] == head["og:url"] == work["url"] == address
    assert head["citation_title"] == head["og:title"] == work["name"] == HOSTILE
    assert head["citation_author"] == work["author"]["name"] == HOSTILE
    assert (head["citation_publication_date"], work["dateCreated"]) == ("1958/10", "1958-10")
    assert head["z:itemType"] == "presentation", "without it Zotero saves a journal article"
    assert (head["eprints.event_title"], head["eprints.event_location"]) == (TRADITIONAL, HOSTILE)
    assert head["citation_language"] == work["inLanguage"] == "zh-Hant"
    assert head["description"] == head["og:description"] == TRADITIONAL
    assert opened.title() == f"{HOSTILE} - 言录"
    assert opened.locator("html").get_attribute("lang") == "zh-Hant"
    font = opened.locator("#p1").evaluate("para => getComputedStyle(para).fontFamily")
    assert "Serif TC" in font and "Serif SC" not in font
    opened.emulate_media(media="print")
    expect(opened.locator(".colophon").last).to_contain_text(address)
    context.close()


def test_traditional_text_is_told_from_the_rest_of_a_table(browser: Browser, published: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto((published.parents[1] / "index.html").as_uri())
    occasion = opened.locator("td", has_text=TRADITIONAL)
    assert occasion.get_attribute("lang") == "zh-Hant"
    assert "TC" in occasion.evaluate("cell => getComputedStyle(cell).fontFamily")
    assert opened.locator("html").get_attribute("lang") == "zh"
    context.close()


# For everybody


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, site_url: str, root: Path, colours: str, width: int) -> None:
    speech = addresses(root)[0]  # the longest, which has every part
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)  # type: ignore[arg-type]
    opened = context.new_page()
    for path in (speech, "speeches/index.html", "index.html", "guide/correct.html"):
        opened.goto(site_url + path)
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        if path == speech:
            expect(opened.locator(".yl-progress")).to_be_visible()
        leave_few(opened)
        assert_accessible(opened, path)
    context.close()


def test_axe_finds_nothing_in_the_dialogs(speech: Page) -> None:
    leave_few(speech)
    for name in ("阅读设置", "快捷键"):
        speech.keyboard.press("?") if name == "快捷键" else speech.get_by_role("button", name=name).click()
        expect(speech.get_by_role("dialog", name=name)).to_be_visible()
        assert_accessible(speech, name)
        speech.keyboard.press("Escape")
        expect(speech.locator("dialog[open]")).to_have_count(0)


def test_controls_are_big_enough_for_a_finger(phone: Page) -> None:
    phone.get_by_role("button", name="阅读设置").tap()
    expect(phone.locator("dialog[open]")).to_be_visible()
    controls = ".yl-header-button, .tools :is(a, button), dialog[open] :is(button, label):visible"
    for control in phone.locator(controls).all():
        box = control.bounding_box()
        if box:
            assert box["height"] >= 44, control.evaluate("one => one.outerHTML")
    area = phone.locator("#p2 .pn").evaluate(
        "number => [getComputedStyle(number, '::after').width, getComputedStyle(number, '::after').height]"
    )
    assert area == ["44px", "44px"]


def test_the_copy_button_is_big_enough_and_covers_no_text(full: Page) -> None:
    full.set_viewport_size({"width": 1280, "height": 800})
    full.locator("#p2").hover()
    button, text = full.locator("#p2 .copy").bounding_box(), full.locator("#p2").bounding_box()
    contents = full.locator(".md-sidebar--secondary .md-nav__link").first.bounding_box()
    assert button and text and contents
    assert button["width"] >= 44 and button["height"] >= 44
    assert contents["x"] + contents["width"] <= button["x"] and button["x"] + button["width"] <= text["x"]


def test_the_address_is_told_in_one_form(published: Path) -> None:
    """As a host serves it, and as the copy button gives it."""
    for path in (published, published.parents[2] / "sitemap.xml"):
        told = path.read_text(encoding="utf-8")
        assert "https://example.org/sub/speeches/1958-10/" in told
        assert not re.findall(r"https://example\.org/[^\s<\"]*index\.html", told)


def test_focus_is_seen(speech: Page) -> None:
    speech.keyboard.press("j")
    expect(speech.locator("#p1")).to_have_css("outline-style", "solid")
    speech.locator(".tools button").first.focus()
    speech.keyboard.press("Tab")
    expect(speech.locator(".tools :focus")).to_have_css("outline-style", "solid")


def test_who_wants_no_motion_gets_none(browser: Browser, site_url: str, address: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(site_url + address)
    moving = opened.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => {
             const style = getComputedStyle(one);
             return [style.transitionDuration, style.animationDuration].some((all) =>
               all.split(",").some((time) => parseFloat(time) > 0.01));
           }).length"""
    )
    assert moving == 0
    context.close()
