"""Repeated passages on a speech's page: marks, the margin, what a span says, and how all of it goes away."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible

SPEECH, REPORT = "speeches/2020-03-10/index.html", "speeches/2020-03-10-2/index.html"

# Each link beside the text: does it name words that are marked, and does something beside these lead back?
WAYS = """async () => {
  const pages = new Map();
  const open = async (url) => {
    const [address] = url.split(/[?#]/);
    if (!pages.has(address))
      pages.set(address, new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html"));
    return pages.get(address);
  };
  const covered = (paragraph) => {
    const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (!parentElement.closest(".pn, .yl-aside")) // the numbers of paragraphs and notes are no text
        found.push(...[...data].map(() => parentElement.closest(".again")?.dataset.again ?? ""));
    }
    return found;
  };
  const wrong = [];
  let links = 0;
  for (const link of document.querySelectorAll(".also a[href*='span=']")) {
    links += 1;
    const url = new URL(link.href);
    const [start, end] = url.searchParams.get("span").split("-").map(Number);
    const target = (await open(link.href)).getElementById(url.hash.slice(1));
    const marked = covered(target).slice(start, end);
    const list = target.closest(".beside")?.querySelector(".also") ?? target.nextElementSibling;
    const home = link.closest(".beside")?.querySelector(".para") ?? link.closest(".also").previousElementSibling;
    const back = [...new Set(marked.flatMap((ids) => ids.split(" ")))].filter(Boolean)
      .flatMap((id) => [...list.querySelectorAll(`[data-again="${id}"] a`)])
      .map((other) => new URL(other.getAttribute("href"), link.href));
    const leads = back.some((other) => /\\/(passages|formulas)\\//.test(other.pathname) ||
      (other.pathname === location.pathname && other.hash === `#${home.id}`));
    if (marked.length !== end - start || !marked.every(Boolean) || !leads) wrong.push(link.href);
  }
  return { links, wrong };
}"""


@pytest.mark.parametrize("address", [SPEECH, "speeches/2020-02-23/index.html"])
def test_every_link_in_the_margin_leads_to_marked_words_and_from_there_back(
    page: Page, site_url: str, address: str
) -> None:
    page.goto(site_url + address)
    told = page.evaluate(WAYS)
    assert not told["wrong"] and told["links"] > 40


def test_a_link_marks_the_very_words(page: Page, site_url: str) -> None:
    """Though they are in several pieces there."""
    page.goto(site_url + SPEECH)
    note = page.locator("#p4").locator("xpath=..").locator(".also li", has_text="2020-03-10").first
    words = note.locator("q").inner_text().strip("“”").removesuffix("…")
    href = note.locator("a").first.get_attribute("href")
    page.goto(f"{site_url}{SPEECH.rsplit('/', 1)[0]}/{href}")
    expect(page.get_by_role("status").first).to_contain_text("已标出")
    shown = page.evaluate("[...CSS.highlights.get('yl-span')].map((range) => range.toString()).join('')")
    assert shown.startswith(words)


def test_in_a_folder_and_without_scripts_the_margin_is_there(browser: Browser, root: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto((root / "site" / REPORT).as_uri())
    text, margin = opened.locator("#p4"), opened.locator(".beside:has(#p4) .also ul")
    expect(margin.locator("a").first).to_be_visible()
    expect(opened.locator(".also > summary").first).to_be_hidden()
    boxes = [box for one in opened.locator(".also ul").all() if (box := one.bounding_box())]
    assert all(one["y"] + one["height"] <= other["y"] for one, other in pairwise(boxes))
    here, beside = text.bounding_box(), opened.locator(".beside:has(#p1) .also ul").bounding_box()
    first = opened.locator("#p1").bounding_box()
    assert here and beside and first
    assert beside["x"] >= here["x"] + here["width"] and beside["x"] + beside["width"] <= 1280
    assert abs(beside["y"] - first["y"]) < 20

    opened.set_viewport_size({"width": 390, "height": 844})
    line = opened.locator(".beside:has(#p4) .also > summary")
    under, here = line.bounding_box(), text.bounding_box()
    assert under and here and under["y"] >= here["y"] + here["height"] and under["height"] >= 44
    expect(margin).to_be_hidden()
    line.click()
    for link in margin.locator("a, summary").all():
        box = link.bounding_box()
        assert box and box["height"] >= 44
    assert opened.locator("html").bounding_box()["width"] <= 390  # type: ignore[index]
    margin.locator("a").first.click()
    assert "span=" in opened.url and opened.locator(".para:target").count() == 1
    context.close()


def test_a_span_tells_its_other_wordings_and_all_light_up_together(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site_url + SPEECH)
    expect(page.locator(".yl-progress")).to_be_visible()
    home = page.locator(".beside:has(del):has(.again)").first
    note = home.locator("li:has(del)").first
    span = home.locator(f".again[data-again~='{note.get_attribute('data-again')}']").first
    told, lit = page.locator(".yl-also"), page.locator(".yl-lit")
    span.hover()
    expect(told.locator("del").first).to_be_visible()
    expect(note).to_have_class("yl-lit")
    expect(span).to_have_class("again yl-lit")
    told.hover()
    assert_accessible(page)
    expect(told).to_be_visible()
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(lit).to_have_count(0)

    note.locator("a").first.focus()
    expect(told.locator("del").first).to_be_visible()
    expect(span).to_have_class("again yl-lit")
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(note.locator("a").first).to_be_focused()


def test_under_a_finger_a_span_tells_and_another_touch_ends_it(browser: Browser, site_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    opened = context.new_page()
    opened.goto(site_url + SPEECH)
    expect(opened.locator(".yl-progress")).to_be_visible()
    opened.locator("#p3 .again").first.tap()
    told = opened.locator(".yl-also")
    expect(told).to_be_visible()
    expect(told).to_contain_text("毫不放松抓紧抓实抓细各项防控工作")  # the title of the report
    box = told.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    opened.locator("h1").tap()
    expect(told).to_have_count(0)
    context.close()


def test_switched_off_nothing_is_left_and_it_stays_off(page: Page, site_url: str) -> None:
    page.goto(site_url + SPEECH)
    page.get_by_role("button", name="阅读设置").click()
    page.get_by_role("group", name="重见").get_by_role("radio", name="不显示").check()
    page.keyboard.press("Escape")
    span = page.locator("#p3 .again").first
    for _ in range(2):
        expect(page.locator(".also:visible, .strip:visible")).to_have_count(0)
        expect(span).to_have_css("text-decoration-line", "none")
        page.route("**/reading.js", lambda route: route.abort())
        page.reload()  # before any script of the page
    page.evaluate("localStorage.removeItem('yanlu.again')")
    page.reload()
    expect(span).to_have_css("text-decoration-line", "underline")
    page.emulate_media(media="print")
    expect(page.locator(".also:visible, .strip:visible")).to_have_count(0)
    expect(span).to_have_css("text-decoration-line", "none")


def test_what_is_copied_is_the_text(page: Page, site_url: str) -> None:
    page.goto(site_url + SPEECH)
    expect(page.locator(".yl-progress")).to_be_visible()
    plain, rich, texts = page.evaluate(
        """() => {
          const data = new DataTransfer();
          const [from, to] = ["p2", "p5"].map((id) => document.getElementById(id));
          getSelection().setBaseAndExtent(from, 0, to, to.childNodes.length);
          const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
          from.dispatchEvent(event);
          const own = (para) => [...para.childNodes].filter((node) => node.className !== "pn").map((n) => n.textContent);
          const texts = ["p2", "p3", "p4", "p5"].map((id) => own(document.getElementById(id)).join(""));
          return [data.getData("text/plain"), data.getData("text/html"), texts];
        }"""
    )
    assert [line for line in plain.split("\n") if line] == texts
    for layer in ("处重见", "又见", "<svg", "data-again", "<details"):
        assert layer not in plain and layer not in rich


def test_the_head_leads_to_the_count(page: Page, site_url: str) -> None:
    page.goto(site_url + SPEECH)
    page.locator(".fact-again a").click()
    expect(page.locator("#again")).to_be_in_viewport()
    rows = page.locator(".figures table").first.locator("tr")
    numbers = {
        row.locator("th").inner_text(): int(
            row.locator("td").first.inner_text().rstrip(" 字").replace(",", "")
        )
        for row in rows.all()
    }
    parts = [numbers[name] for name in ("首见", "重见", "先后不明")]
    assert sum(parts) == numbers["合计"] and all(parts)
    assert f"{numbers['合计']:,} 字" == page.locator(".fact-length dd").inner_text()
    drawn = page.locator(".new-bar rect").evaluate_all("all => all.map((one) => one.width.baseVal.value)")
    assert [round(100 * part / sum(drawn)) for part in drawn] == [round(100 * n / sum(parts)) for n in parts]
