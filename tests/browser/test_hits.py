"""Arriving from the search: every occurrence on the page is marked and nothing else, and can be gone to."""

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.layers import LAYERS, PLAIN

from yanlu.hanzi import fold

# The paragraphs' own text: id and words.
TEXTS = """() => Object.fromEntries([...document.querySelectorAll(".para")].map((paragraph) => {
  const copy = paragraph.cloneNode(true);
  copy.querySelectorAll(".pn, button, rt, sup").forEach((added) => added.remove());
  return [paragraph.id, copy.textContent];
}))"""

# Which characters of each paragraph's own text are painted in a layer.
PAINTED = """(layer) => {
  const painted = {};
  const ranges = CSS.highlights ? [...(CSS.highlights.get(layer) ?? [])] : [];
  const own = Map.groupBy(ranges, (range) => range.startContainer);
  for (const paragraph of document.querySelectorAll(".para")) {
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let before = 0;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(".pn, button, rt, sup")) continue;
      const marked = !CSS.highlights && node.parentElement.closest(`mark.${layer}`);
      const parts = marked ? [{ startOffset: 0, endOffset: node.length }] : own.get(node) ?? [];
      let unit = 0;
      for (const { length } of node.data) {
        if (parts.some(({ startOffset, endOffset }) => startOffset <= unit && unit + length <= endOffset))
          (painted[paragraph.id] ??= []).push(before);
        unit += length;
        before += 1;
      }
    }
  }
  return painted;
}"""

# Goes to addresses of the same page in turn, as back and forth do, before any is drawn: what is painted, told and written.
ASKED = f"""async (addresses) => {{
  const told = (name) => document.querySelector(`.yl-hits ${{name}}`).textContent;
  const found = [];
  for (const address of addresses) {{
    document.querySelector(".yl-hits")?.remove();
    await new Promise((shown, missing) => {{
      new MutationObserver(() => document.querySelector(".yl-hits") && shown()).observe(
        document.querySelector("article"), {{ childList: true }});
      setTimeout(missing, 30_000, `nothing was marked for ${{address}}`);
      history.pushState(null, "", address);
      dispatchEvent(new PopStateEvent("popstate"));
    }});
    const [query, total] = [told("bdi"), told(".yl-hits__total")];
    found.push({{ query, total, painted: ({PAINTED})("yl-hit"), texts: ({TEXTS})() }});
  }}
  return found;
}}"""

WITHOUT_HIGHLIGHTS = "Object.defineProperty(CSS, 'highlights', { value: undefined })"

# Before the hits are marked: layers of others in each paragraph, and characters of two UTF-16 units.
LAYERED = f"""addEventListener("DOMContentLoaded", () => ({LAYERS})(
  20200223, ["mark", "a", "ruby", "b", "i", "u"], (layer, tag) => {{
    if (tag === "a") layer.insertAdjacentHTML("afterend", "<a class=alias></a><sup class=yl-aside>1</sup>");
    if (tag === "b") layer.prepend("𠮷");
  }}
))"""


LONGEST, SHORT = 0, 3  #: which of the speeches


@pytest.fixture(scope="session")
def speeches(root: Path) -> list[dict[str, Any]]:
    """The three longest speeches, and a short one, which is shown in a third of the time."""
    lines = (root / "site/data/speeches.jsonl").read_text(encoding="utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: -row["characters"])
    return [*rows[:3], next(row for row in rows if row["id"] == "2020-03-26")]


@pytest.fixture(scope="session")
def texts(root: Path, speeches: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The paragraphs of each of these as the data have them: id and words."""
    lines = (root / "site/data/paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        {row["anchor"]: row["text"] for row in rows if row["document"] == speech["documents"][0]}
        for speech in speeches
    ]


@pytest.fixture(scope="session")
def own(texts: list[dict[str, str]]) -> dict[str, str]:
    """The paragraphs of the short one."""
    return texts[SHORT]


@pytest.fixture(params=[1280, 390])
def wide(request: pytest.FixtureRequest, page: Page) -> Page:
    page.set_viewport_size({"width": request.param, "height": 800})
    return page


@pytest.fixture
def at(site_url: str, speeches: list[dict[str, Any]]) -> Callable[..., str]:
    """The address of the short speech, or another of them, asked for a query."""

    def address(query: str, anchor: str = "", which: int = SHORT, **asks: str) -> str:
        asked = "&".join(f"{name}={quote(value)}" for name, value in {"q": query, **asks}.items())
        return f"{site_url}{speeches[which]['url']}?{asked}{anchor and f'#{anchor}'}"

    return address


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".yl-hits")).to_be_visible()
    return page


def asked(page: Page, *addresses: str) -> list[dict[str, Any]]:
    """What addresses of a page that has been opened by a search show in turn: `query`, `total`, `painted` and `texts`."""
    found: list[dict[str, Any]] = page.evaluate(ASKED, list(addresses))
    return found


# Truth, by brute force


def places(text: str, phrase: str, plain: Callable[[str], str] = fold) -> list[range]:
    """Where a phrase stands, in characters; overlapping."""
    folded = [(character, n) for n, one in enumerate(text) for character in plain(one)]
    words, wanted = "".join(character for character, _ in folded), plain(phrase)
    starts = [at for at in range(len(words)) if words.startswith(wanted, at)]
    return [range(folded[at][1], folded[at + len(wanted) - 1][1] + 1) for at in starts]


def marks(own: dict[str, str], *phrases: str, plain: Callable[[str], str] = fold) -> dict[str, list[int]]:
    """The characters that stand in an occurrence, of paragraphs that have all phrases."""
    found = {}
    for anchor, text in own.items():
        each = [places(text, phrase, plain) for phrase in phrases]
        if all(each):
            found[anchor] = sorted({n for some in each for place in some for n in place})
    return found


def count(own: dict[str, str], *phrases: str, plain: Callable[[str], str] = fold) -> int:
    found = [[places(text, phrase, plain) for phrase in phrases] for text in own.values()]
    return sum(len({(place[0], place[-1]) for some in each for place in some}) for each in found if all(each))


def as_typed(text: str) -> str:
    return text


def phrases(own: dict[str, str]) -> dict[str, str]:
    """Ten phrases of different classes, drawn from a text with a fixed seed."""
    chance = random.Random(20200223)
    runs = [run for text in own.values() for run in re.findall(r"\w{17,}", text)]
    across = [found for text in own.values() for found in re.findall(r"\w{3}[，、：]\w{3}", text)]
    digits = [found for text in own.values() for found in re.findall(r"\w\d+\w", text)]

    def piece(size: int) -> str:
        run = chance.choice(runs)
        start = chance.randrange(len(run) - size + 1)
        return run[start : start + size]

    wide = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(ord("0"), ord("9") + 1)})
    return {
        "one character": "的",
        "two": piece(2),
        "four": piece(4),
        "eight": piece(8),
        "sixteen": piece(16),
        "over punctuation": chance.choice(across),
        "without the punctuation": re.sub(r"\W", "", chance.choice(across)),
        "wide digits": chance.choice(digits).translate(wide),
        "Traditional": "經濟",
        "absent": "魑魅魍魉",
    }


# What is marked


@pytest.mark.parametrize(
    ("which", "width", "highlights"), [(0, 1280, True), (0, 390, False), (1, 390, True), (2, 1280, False)]
)
def test_every_occurrence_is_marked_and_nothing_else(
    page: Page, at: Callable[..., str], texts: list[dict[str, str]], which: int, width: int, highlights: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    own = texts[which]
    opened(page, at("疫情", which=which))
    wanted = phrases(own)
    found = asked(page, *(at(phrase, which=which) for phrase in wanted.values()))
    for (label, phrase), shown in zip(wanted.items(), found, strict=True):
        assert shown["painted"] == marks(own, phrase), (label, phrase)
        assert shown["total"] == f"本页 {count(own, phrase)} 处", (label, phrase)
        assert shown["texts"] == own, "the marks changed the text"


def test_the_borders_of_elements_are_none_of_phrases(
    page: Page, at: Callable[..., str], texts: list[dict[str, str]]
) -> None:
    """With elements for marks, which must not break those around them; highlights are drawn over layers in test_links."""
    page.add_init_script(LAYERED)
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(page, at("疫情防控", which=LONGEST))
    own = page.evaluate(TEXTS)
    assert own != texts[LONGEST]
    wanted = ["工作", "疫情防控", "𠮷", *phrases(texts[LONGEST]).values()]
    found = asked(page, *(at(phrase, which=LONGEST) for phrase in wanted))
    for phrase, shown in zip(wanted, found, strict=True):
        assert shown["painted"] == marks(own, phrase), phrase
        assert shown["texts"] == own, phrase


def test_several_words_are_marked_where_they_stand_together(
    page: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    opened(page, at("疫情 合作"))
    together = marks(own, "疫情", "合作")
    assert page.evaluate(PAINTED, "yl-hit") == together
    anywhere, nowhere = asked(page, *(at(words, scope="speech") for words in ("疫情 合作", "疫情 魑魅")))
    assert set(together) < set(anywhere["painted"]) == set(marks(own, "疫情")) | set(marks(own, "合作"))
    assert nowhere["painted"] == {}


def test_what_overlaps_counts_apart_and_is_marked_as_one(page: Page, at: Callable[..., str]) -> None:
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => {{ ({PLAIN})('p2').data = '人人人。' }})"
    )
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(page, at("人人", "p2"))
    assert page.evaluate(PAINTED, "yl-hit")["p2"] == [0, 1, 2]
    assert page.evaluate(PAINTED, "yl-hit-now") == {"p2": [0, 1]}
    page.keyboard.press(".")
    assert page.evaluate(PAINTED, "yl-hit-now") == {"p2": [1, 2]}
    assert page.evaluate("document.querySelector('#p2').textContent") == "¶2人人人。"


def test_literally_and_with_numerals(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    opened(page, at("四点", numerals="1"))
    assert page.evaluate(PAINTED, "yl-hit") == marks(own, "4点") | marks(own, "四点") != {}
    wanted = ("工作，", "經濟", "4点", "四点")
    found = asked(page, *(at(phrase, literal="1") for phrase in wanted))
    for phrase, shown in zip(wanted, found, strict=True):
        assert shown["painted"] == marks(own, phrase, plain=as_typed), phrase


def test_without_the_searchs_files_variants_alone_are_lost(
    page: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    page.route("**/search/*", lambda route: route.fulfill(status=404))
    opened(page, at("疫情，防控"))
    assert page.evaluate(PAINTED, "yl-hit") == marks(own, "疫情防控") != {}
    (shown,) = asked(page, at("經濟"))
    assert shown["painted"] == {}


def test_the_words_of_links_are_folded_as_without_a_search(page: Page, at: Callable[..., str]) -> None:
    opened(page, at("經濟"))
    assert page.evaluate(PAINTED, "yl-hit")
    fold = "async () => (await import('../../assets/fold.js')).folded('經濟').text"
    assert page.evaluate(fold) == "經濟"


# Where one arrives


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_the_first_occurrence_of_the_paragraph_is_gone_to(
    wide: Page, at: Callable[..., str], own: dict[str, str], highlights: bool
) -> None:
    if not highlights:
        wide.add_init_script(WITHOUT_HIGHLIGHTS)
    deep = "稳定作出"
    (anchor,) = marks(own, deep)
    before = count({name: text for name, text in own.items() if int(name[1:]) < int(anchor[1:])}, "的")
    wide.set_viewport_size({**(wide.viewport_size or {}), "height": 300})  # type: ignore[typeddict-item]
    opened(wide, at(deep, anchor))
    assert wide.evaluate(PAINTED, "yl-hit-now") == marks(own, deep)
    assert seen(wide)
    assert wide.evaluate("document.activeElement.id") == anchor
    asked(wide, at("的", anchor))
    expect(wide.locator(".yl-hits__place")).to_have_text(f"第 {before + 1} / {count(own, '的')} 处")
    expect(wide.get_by_role("status").last).to_be_attached()


def seen(page: Page) -> bool:
    """Whether the hit that was gone to is in view, under nothing."""
    found: bool = page.evaluate(
        """() => {
          const mark = document.querySelector("mark.yl-hit-now");
          const range = mark ? document.createRange() : [...CSS.highlights.get("yl-hit-now")][0];
          if (mark) range.selectNodeContents(mark);
          const { top, bottom, left } = range.getClientRects()[0];
          const over = document.elementFromPoint(left + 2, (top + bottom) / 2);
          return over.closest(".para")?.contains(range.startContainer) ?? false;
        }"""
    )
    return found


def test_how_many_is_said(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    opened(page, at("疫情", "p8"))
    expect(page.locator(".yl-status")).to_have_text(f"本页 {count(own, '疫情')} 处")
    opened(page, at("魑魅魍魉", "p8"))
    expect(page.locator(".yl-status")).to_have_text("本页 0 处")
    assert not page.get_by_role("button", name="下一处").count() and not page.locator(".yl-strip").count()


def test_a_paragraph_without_any_stays_and_one_goes_on_from_there(
    page: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    *_, last = found = marks(own, "疫情")
    bare = [name for name in own if name not in found and int(name[1:]) < int(last[1:])][-1]
    opened(page, at("疫情", bare))
    expect(page.locator(".para:target")).to_be_in_viewport()
    assert page.evaluate(PAINTED, "yl-hit-now") == {}
    expect(page.locator(".yl-hits__place")).to_be_empty()
    page.keyboard.press(".")
    (anchor,) = page.evaluate(PAINTED, "yl-hit-now")
    assert int(anchor[1:]) > int(bare[1:])


def test_a_part_of_a_merged_paragraph(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    """¶11 with the alias p9990 in it: the first occurrence behind that is meant."""
    found = places(own["p11"], "的")
    alias = f"""addEventListener("DOMContentLoaded", () => {{
      const text = ({PLAIN})("p11").splitText({found[1][0]});
      text.before(Object.assign(document.createElement("a"), {{ id: "p9990", className: "alias" }}));
    }})"""
    page.add_init_script(alias)
    opened(page, at("的", "p9990"))
    assert page.evaluate(PAINTED, "yl-hit-now") == {"p11": list(found[1])}


# From one to the next


def place(page: Page) -> int:
    text = page.locator(".yl-hits__place").inner_text()
    return int(text.split()[1])


def test_from_the_first_of_all_keys_lead_from_one_to_the_next_and_around(
    wide: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    """Without an anchor the first is gone to."""
    total = count(own, "疫情")
    order = [(anchor, list(hit)) for anchor, text in own.items() for hit in places(text, "疫情")]
    opened(wide, at("疫情"))
    expect(wide.locator(".yl-hits__place")).to_have_text(f"第 1 / {total} 处")
    assert wide.evaluate(PAINTED, "yl-hit-now") == dict(order[:1])
    assert seen(wide)
    for n, key in zip((2, 3, 2, 1, total, 1, 2, 1), ".。,，,..,", strict=True):
        wide.evaluate(
            "key => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))",
            key,
        )
        assert place(wide) == n
        anchor, hit = order[n - 1]
        assert wide.evaluate(PAINTED, "yl-hit-now") == {anchor: hit}
        assert seen(wide)
        assert wide.evaluate("document.activeElement.id") == anchor


def test_the_list_of_keys_has_them_while_they_work(page: Page, at: Callable[..., str]) -> None:
    opened(page, at("疫情", "p8"))
    page.keyboard.press("?")
    rows = page.get_by_role("dialog", name="快捷键").locator("dl div")
    assert {"." + "下一处", "," + "上一处"} < set(rows.all_text_contents())
    page.keyboard.press("Escape")
    page.get_by_role("button", name="清除标记").click()
    page.keyboard.press("?")
    assert not [row for row in rows.all_text_contents() if "处" in row]


def test_buttons_lead_on_and_keep_the_focus(wide: Page, at: Callable[..., str]) -> None:
    opened(wide, at("疫情"))
    following = wide.get_by_role("button", name="下一处")
    following.focus()
    for n in (2, 3):
        wide.keyboard.press("Enter")
        assert place(wide) == n and seen(wide)
        expect(following).to_be_focused()
    wide.get_by_role("button", name="上一处").click()
    assert place(wide) == 2


def test_one_goes_on_from_what_is_in_view(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    opened(page, at("的"))
    page.locator("#p11").evaluate("paragraph => paragraph.scrollIntoView()")
    before = count({name: text for name, text in own.items() if int(name[1:]) < 9}, "的")
    page.keyboard.press(".")
    assert place(page) > before and seen(page)


def test_a_hit_under_the_bar_is_brought_out(wide: Page, at: Callable[..., str]) -> None:
    opened(wide, at("疫情"))
    wide.evaluate(
        "scrollBy(0, [...CSS.highlights.get('yl-hit')][4].getBoundingClientRect().top - 60)"  # the bar ends at 92
    )
    wide.keyboard.press(".")
    assert place(wide) in (3, 4, 5) and seen(wide)


# The strip


def test_the_strip_shows_where_they_lie_and_leads_there(
    wide: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    opened(wide, at("疫情"))
    whole = "".join(own.values())
    ahead, order = 0, []
    for text in own.values():
        order += [(ahead + hit[0]) / len(whole) for hit in places(text, "疫情")]
        ahead += len(text)
    strip = wide.locator(".yl-strip > div")
    ticks = strip.locator("i").evaluate_all(
        "ticks => ticks.map(tick => parseFloat(tick.style.insetBlockStart))"
    )
    assert len(ticks) > 5
    assert all(min(abs(tick / 100 - at) for at in order) < 1 / 400 for tick in ticks)
    assert all(min(abs(tick / 100 - at) for tick in ticks) < 1 / 400 for at in order)
    box = strip.bounding_box()
    assert box
    for n in (len(order) - 1, 0, len(order) // 2):
        wide.mouse.click(box["x"] + box["width"] / 2, box["y"] + order[n] * box["height"])
        assert abs(order[place(wide) - 1] - order[n]) * box["height"] <= 1 and seen(wide)


def test_the_strip_covers_no_text_and_is_hidden_from_screen_readers(
    wide: Page, at: Callable[..., str]
) -> None:
    opened(wide, at("疫情", "p11"))
    box = wide.locator(".yl-strip > div").bounding_box()
    right = wide.evaluate(
        """() => {
          const range = document.createRange();
          return Math.max(...[...document.querySelectorAll(".para")].flatMap((paragraph) => {
            range.selectNodeContents(paragraph);
            return [...range.getClientRects()].map((line) => line.right);
          }));
        }"""
    )
    assert box and right <= box["x"] < right + 24
    assert box["x"] + box["width"] <= (wide.viewport_size or {})["width"]
    bar, header = wide.locator(".yl-hits").bounding_box(), wide.locator(".md-header").bounding_box()
    assert (
        bar and header and header["y"] + header["height"] <= bar["y"] < bar["y"] + bar["height"] <= box["y"]
    )
    assert wide.locator(".yl-strip").get_attribute("aria-hidden") == "true"
    assert not wide.locator(".yl-strip :is(a, button, [tabindex])").count()
    assert wide.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Away, back and elsewhere


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_clearing_takes_all_off_the_page_and_out_of_the_address(
    page: Page, at: Callable[..., str], own: dict[str, str], highlights: bool
) -> None:
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    address, check = at("疫情", "p8"), fold(own["p8"])[:8]
    page.goto(address.split("?")[0] + "#p8")
    expect(page.locator(".yl-progress")).to_be_visible()
    bare = "[...document.querySelector('#p8').childNodes].filter((node) => node instanceof Text).length"
    nodes = page.evaluate(bare)
    opened(page, at("疫情", "p8", numerals="1", scope="speech", check=check))
    page.get_by_role("button", name="清除标记").click()
    expect(page).to_have_url(address.split("?")[0] + f"?check={quote(check)}#p8")
    for layer in ("yl-hit", "yl-hit-now"):
        assert page.evaluate(PAINTED, layer) == {}
    assert not page.locator(".yl-hits, .yl-at, mark[class^=yl-]").count()
    assert page.evaluate(bare) == nodes
    assert page.evaluate("document.activeElement.id") == "p8"
    page.keyboard.press(".")
    assert page.evaluate(PAINTED, "yl-hit-now") == {}


def test_links_within_the_page_keep_the_marks(page: Page, at: Callable[..., str]) -> None:
    opened(page, at("疫情", "p8", span="3-9"))
    painted = page.evaluate(PAINTED, "yl-hit")
    page.locator("#p10 .pn").press("Enter")
    expect(page).to_have_url(at("疫情", "p10"))
    expect(page.locator(".para:target")).to_have_attribute("id", "p10")
    assert page.evaluate(PAINTED, "yl-hit") == painted and page.evaluate(PAINTED, "yl-span") == {}
    page.get_by_role("button", name="清除标记").click()
    expect(page).to_have_url(at("疫情", "p10").split("?")[0] + "#p10")
    page.go_back()
    expect(page.locator(".yl-hits")).to_be_visible()
    assert page.evaluate(PAINTED, "yl-hit") == painted
    page.go_forward()
    expect(page.locator(".yl-hits")).to_have_count(0)
    assert page.evaluate(PAINTED, "yl-hit") == {}


def test_back_after_a_reload_asks_again(page: Page, at: Callable[..., str]) -> None:
    opened(page, at("疫情", "p8"))
    painted = page.evaluate(PAINTED, "yl-hit")
    page.locator("#p10 .pn").press("Enter")
    page.get_by_role("button", name="清除标记").click()
    page.reload()
    expect(page.locator(".yl-progress")).to_be_visible()
    page.go_back()
    expect(page.locator(".yl-hits")).to_be_visible()
    assert page.evaluate(PAINTED, "yl-hit") == painted


def test_a_copied_link_has_no_search_in_it(page: Page, at: Callable[..., str]) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(page, at("疫情", "p8"))
    page.locator("#p10 .pn").press("Enter")
    expect(page.locator(".yl-status")).to_contain_text("#p10")
    assert "?" not in page.evaluate("navigator.clipboard.readText()")


def test_the_search_is_gone_back_to(page: Page, site_url: str, at: Callable[..., str]) -> None:
    query = '疫情 "防控" -x&y#z'
    opened(page, at(query.replace("&", "%26"), "p8", literal="1", scope="speech"))
    link = urlsplit(page.get_by_role("link", name="回到搜索").get_attribute("href") or "")
    assert link._replace(query="").geturl() == f"{site_url}search/index.html"
    asked = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert asked["literal"] == "1" and asked["scope"] == "speech"


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_hits_and_what_a_link_means_are_both_marked(
    page: Page, at: Callable[..., str], own: dict[str, str], highlights: bool
) -> None:
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    for asks, said in [
        ({"span": "6-40"}, "已标出 ¶8 第 7–40 字"),
        ({"to": "p9"}, "已标出 ¶8–9"),
        ({"check": "甲乙丙丁戊己庚辛"}, "链接制作之后，¶8 的文字有改动。"),
    ]:
        opened(page, at("疫情", "p8", **asks))
        expect(page.locator(".yl-status"), str(asks)).to_contain_text(said)
        assert page.evaluate(PAINTED, "yl-hit") == marks(own, "疫情"), asks
        span = {"p8": list(range(6, 40))} if "span" in asks else {}
        assert page.evaluate(PAINTED, "yl-span") == span, asks
        expect(page.locator("#p8"), str(asks)).to_be_in_viewport()
        page.keyboard.press(".")
        page.locator("#p10 .pn").press("Enter")
        assert page.evaluate(PAINTED, "yl-hit") == marks(own, "疫情"), asks
        assert page.evaluate(PAINTED, "yl-span") == {} and page.evaluate(TEXTS) == own, asks


# What is left of it elsewhere: nothing


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_copied_text_shows_nothing_of_a_search(page: Page, at: Callable[..., str], highlights: bool) -> None:
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    copy = """() => {
      const data = new DataTransfer();
      getSelection().selectAllChildren(document.querySelector("article"));
      const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector("#p2").dispatchEvent(event);
      const html = new DOMParser().parseFromString(data.getData("text/html"), "text/html").body;
      html.querySelectorAll("*").forEach((one) => ["class", "tabindex"].forEach((name) => one.removeAttribute(name)));
      return [data.getData("text/plain"), html.innerHTML];
    }"""
    page.goto(at("").split("?")[0])
    expect(page.locator(".yl-progress")).to_be_visible()
    before = page.evaluate(copy)
    opened(page, at("疫情", "p2"))
    assert page.evaluate(copy) == before


def test_paper_shows_nothing_of_a_search(page: Page, at: Callable[..., str]) -> None:
    page.emulate_media(media="print")
    page.goto(at("").split("?")[0] + "#p8")
    expect(page.locator(".para:target")).to_have_attribute("id", "p8")
    before = page.locator("#p8").screenshot()
    page.goto(at("疫情", "p8"))
    expect(page.locator(".yl-hits")).to_be_attached()
    assert page.evaluate(PAINTED, "yl-hit-now")["p8"]
    expect(page.locator(".yl-hits")).to_be_hidden()
    assert page.locator("#p8").screenshot() == before
    page.emulate_media(media="screen")
    assert page.locator("#p8").screenshot() != before


def test_paper_shows_no_marks_either(page: Page, at: Callable[..., str]) -> None:
    page.add_init_script(WITHOUT_HIGHLIGHTS)
    page.emulate_media(media="print")
    page.goto(at("疫情", "p8"))
    for mark in (page.locator("mark.yl-hit").first, page.locator("mark.yl-hit-now")):
        expect(mark).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        expect(mark).to_have_css("color", "rgb(0, 0, 0)")
        expect(mark).to_have_css("text-decoration-line", "none")


def test_without_scripts_the_page_opens_at_the_paragraph(browser: Browser, at: Callable[..., str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at("疫情", "p8"))
    expect(page.locator(".para:target")).to_have_attribute("id", "p8")
    expect(page.locator("#p8")).to_be_in_viewport()
    context.close()


def test_a_page_that_nothing_is_searched_on_does_without(page: Page, at: Callable[..., str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(at("").split("?")[0] + "?to=p10#p8")
    expect(page.locator(".yl-status")).to_have_text("已标出 ¶8–10")
    with page.expect_response("**/favicon.svg?last"):
        page.evaluate("fetch('../../assets/favicon.svg?last')")
    assert not [url for url in asked if "hits" in url or "search-" in url or "/search/" in url]


# Hostile queries

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</bdi><script>alert(1)</script>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "{total} {n} ${1} %s \\",
    "(?=疫)|.*+?^$[]{}()\\b",
    "((((((((((((((((((((a+)+)+)+",
    "\u202e\u2066工作\u0000\ufeff",
    "工\u0301作",
    "“工作",
    "title: -  | ~ ~10 -工作",
    "，。、",
    "__proto__ constructor",
]


def test_a_hostile_query_stays_text(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    said: list[str] = []

    def hear(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    opened(page, at(HOSTILE[0], "p8"))
    for query in [*HOSTILE[1:], HOSTILE[0]]:
        (shown,) = asked(page, at(query, "p8"))
        assert shown["query"] == query and shown["texts"] == own, query
        assert not page.locator("article :is(img, svg:not(.strip, .new-bar), script)").count(), query
        assert not said, query


def test_half_a_character_in_the_address(page: Page, at: Callable[..., str]) -> None:
    opened(page, at("X").replace("X", "%ED%A0%BD工作%FF"))
    assert page.evaluate(PAINTED, "yl-hit")


def test_a_query_of_ten_thousand_characters(page: Page, at: Callable[..., str], own: dict[str, str]) -> None:
    """A thousand are read, the rest is as if it were not there."""
    opened(page, at("工作|" + "a" * 10_000))
    assert page.evaluate(PAINTED, "yl-hit") == marks(own, "工作")
    assert len(page.locator(".yl-hits bdi").text_content() or "") == 1000
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_what_is_wrong_with_a_query_leaves_its_words(
    page: Page, at: Callable[..., str], own: dict[str, str]
) -> None:
    opened(page, at("工作"))
    wrong = ("“疫情", "疫情 |", "疫情 ~", "疫情 title:", "疫情 -")
    for query, shown in zip(wrong, asked(page, *map(at, wrong)), strict=True):
        assert shown["painted"] == marks(own, "疫情"), query


# For everybody


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=str)
def screen(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    colours, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=colours, has_touch=width < 400
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_axe_finds_nothing(screen: Page, at: Callable[..., str], highlights: bool) -> None:
    if not highlights:
        screen.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(screen, at("疫情", "p8"))
    assert_accessible(screen)
    for control in screen.locator(".yl-hits :is(a, button)").all():
        box = control.bounding_box()
        assert box and box["height"] >= 43.9 and box["width"] >= 43.9
        assert 0 <= box["x"] <= box["x"] + box["width"] <= (screen.viewport_size or {})["width"]
