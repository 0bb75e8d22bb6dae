"""Links into a text: what they mark, what they say where the text has changed, and how one is made."""

import json
import random
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.browser.accessible import assert_accessible
from tests.browser.layers import LAYERS, OWN, PLAIN

from yanlu.hanzi import HAN_CHARACTER, fold

SPANS = 60  #: on each page

# What is marked: the characters of a span, the ids of whole paragraphs, and those that hold a part.
MARKED = """() => {
  const ids = (name) => [...document.querySelectorAll(name)].map((one) => one.id);
  const spans = CSS.highlights
    ? [...(CSS.highlights.get("yl-span") ?? [])].map(String)
    : [...document.querySelectorAll("mark.yl-span")].map((one) => one.textContent);
  return [spans.join(""), ids(".yl-whole"), ids(".yl-part")];
}"""

# The same for many links in turn, as if each had been followed.
FOLLOWED = f"""(links) => links.map((link) => {{
  history.replaceState(null, "", location.pathname + link);
  dispatchEvent(new HashChangeEvent("hashchange"));
  return ({MARKED})();
}})"""

# The paragraphs' own text: id and words.
TEXTS = """() => [...document.querySelectorAll(".para")].map((paragraph) => {
  const copy = paragraph.cloneNode(true);
  copy.querySelectorAll(".pn, button, rt, sup").forEach((added) => added.remove());
  return [paragraph.id, copy.textContent];
})"""

# Layers of others in each paragraph, and characters of two UTF-16 units.
LAYERED = f"""(seed) => ({LAYERS})(seed, ["mark", "a", "ruby", "b"], (layer, tag) => {{
  layer.prepend("𠮷");
  if (tag === "a") layer.insertAdjacentHTML("afterend", "<sup class=yl-aside>1</sup>");
}})"""

WITHOUT_HIGHLIGHTS = "Object.defineProperty(CSS, 'highlights', { value: undefined })"

# Selects characters of the text, counted in UTF-16 units of its own words.
SELECT = f"""([from, start, to, end]) => {{
  const point = (id, at) => {{
    const nodes = ({OWN})(document.getElementById(id));
    while (at > nodes[0].length) at -= nodes.shift().length;
    return [nodes[0], at];
  }};
  getSelection().setBaseAndExtent(...point(from, start), ...point(to, end));
}}"""


@pytest.fixture(scope="session")
def longest(root: Path) -> list[str]:
    """The addresses of the longest speeches below the site's root."""
    lines = (root / "site/data/speeches.jsonl").read_text(encoding="utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: -row["characters"])
    return [row["url"] for row in rows[:5]]


@pytest.fixture
def short(site_url: str) -> str:
    """The address of a speech with headings that is shown in a third of the time."""
    return f"{site_url}speeches/undated/index.html"


@pytest.fixture
def speech(page: Page, short: str) -> Page:
    """The short speech, opened, with its scripts run."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return opened(page, short)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator(".yl-progress")).to_be_visible()
    return page


def texts(page: Page) -> dict[str, str]:
    found: list[list[str]] = page.evaluate(TEXTS)
    return dict(found)  # type: ignore[arg-type]


def follow(page: Page, *links: str) -> list[Any]:
    found: list[Any] = page.evaluate(FOLLOWED, list(links))
    return found


def followed(page: Page, link: str) -> list[Any]:
    """What one link marks: a span's characters, whole paragraphs, paragraphs with a part."""
    (marked,) = follow(page, link)
    return marked  # type: ignore[no-any-return]


def notice(page: Page) -> Locator:
    return page.locator(".yl-notice")


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def rebuilt(page: Page, address: str, changes: dict[str, str]) -> None:
    """Open a page as it would be after a change of its text, which stands there without marks of what is repeated."""

    def serve(route: Route) -> None:
        answer = route.fetch()
        body = re.sub('<span class="again"[^>]*>([^<]*)</span>', r"\1", answer.text())
        for before, after in changes.items():
            assert body.count(before) == 1, f"{before!r} stands {body.count(before)} times on the page"
            body = body.replace(before, after)
        route.fulfill(response=answer, body=body)

    page.route(f"{address.split('?')[0].split('#')[0]}*", serve)
    opened(page, address)


def sentence(page: Page) -> str:
    """What the notice says first."""
    text: str = notice(page).evaluate("one => one.firstChild.textContent")
    return text


# Folding


def cases(root: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((root / "tests/cases/fold.toml").read_text("utf-8"))["case"]
    return rows


# Texts and what is folded of them, as JSON: a hundred thousand arguments would take their time.
FOLD = """async (all) => {
  const { folded } = await import(location.href);
  return JSON.stringify(JSON.parse(all).map((one) => folded(one).text));
}"""


@pytest.fixture
def folding(page: Page, site_url: str) -> Page:
    """The module that folds, opened as a page."""
    page.goto(f"{site_url}assets/fold.js")
    return page


def test_the_browser_folds_as_the_build_does(folding: Page, root: Path) -> None:
    rows = [case for case in cases(root) if not case.get("variants")]
    got = json.loads(folding.evaluate(FOLD, json.dumps([case["original"] for case in rows])))
    assert {case["label"]: text for case, text in zip(rows, got, strict=True)} == {
        case["label"]: case["expected"] for case in rows
    }


def test_the_browser_folds_every_character_as_the_build_does(folding: Page) -> None:
    """But for 繁/简, and what the module names: ı, and Cherokee, whose small letters fold to capitals in Python."""
    known = [
        chr(code)
        for code in range(sys.maxunicode)
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    plain = [c for c in known if not HAN_CHARACTER.search(unicodedata.normalize("NFKC", c))]
    got = json.loads(folding.evaluate(FOLD, json.dumps(plain)))
    wrong = {c for c, text in zip(plain, got, strict=True) if text != fold(c)}
    assert {c for c in wrong if "CHEROKEE" not in unicodedata.name(c)} == {"ı", "𝚤"}


def test_where_each_folded_unit_comes_from(folding: Page) -> None:
    got = folding.evaluate("async () => (await import(location.href)).folded('“㎏𠮷”，Ａ').at")
    assert got == [1, 1, 2, 2, 5]


# What is marked


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_a_span_is_marked_to_the_character(
    page: Page, site_url: str, longest: list[str], highlights: bool
) -> None:
    """Without and with layers of others; the pages are not drawn, which took most of the time."""
    chance = random.Random(f"{highlights}")
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    for address in longest:
        opened(page, site_url + address)
        page.evaluate("document.documentElement.hidden = true")
        assert_spans_are_marked(page, chance)
        page.evaluate(LAYERED, chance.randrange(1, 2**31))
        assert_spans_are_marked(page, chance)


def assert_spans_are_marked(page: Page, chance: random.Random) -> None:
    own = texts(page)
    long = [anchor for anchor, text in own.items() if len(text) > 2]
    links, wanted = [], []
    for anchor in chance.choices(long, k=SPANS):
        size = chance.randint(2, min(40, len(own[anchor])))
        start = chance.randint(0, len(own[anchor]) - size)
        links.append(f"?span={start}-{start + size}#{anchor}")
        part = size < len(own[anchor])
        wanted.append(
            [own[anchor][start : start + size] if part else "", [anchor][part:], [anchor][: int(part)]]
        )
    assert follow(page, *links) == wanted
    assert texts(page) == own, "the marks changed the text"
    assert follow(page, "#p1") == [["", [], []]], "a mark was left"


def test_a_range_is_its_paragraphs(speech: Page) -> None:
    own = texts(speech)
    assert followed(speech, "?to=p5#p2") == ["", ["p2", "p3", "p4", "p5"], []]
    between = own["p2"][3:] + own["p3"] + own["p4"] + own["p5"][:4]
    assert followed(speech, "?to=p5&span=3-4#p2") == [between, [], ["p2", "p3", "p4", "p5"]]
    assert followed(speech, "?to=p2#p2") == ["", ["p2"], []]


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_on_arrival_the_span_is_seen_said_and_has_the_focus(page: Page, short: str, highlights: bool) -> None:
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(page, f"{short}?span=3-9#p14")
    expect(page.get_by_role("status")).to_have_text("已标出 ¶14 第 4–9 字")
    words = page.evaluate(MARKED)[0]
    assert words == texts(page)["p14"][3:9]
    assert page.evaluate("document.activeElement.id") == "p14"
    expect(page.locator("#p14")).to_be_in_viewport()
    assert page.locator("#p14").evaluate("one => one.getBoundingClientRect().top") > 48, "under the header"
    assert not notice(page).count()


def test_a_span_deep_in_a_long_paragraph_is_brought_into_view(speech: Page) -> None:
    speech.set_viewport_size({"width": 390, "height": 300})
    own = texts(speech)
    anchor = max(own, key=lambda name: len(own[name]))
    followed(speech, f"?span={len(own[anchor]) - 6}-{len(own[anchor])}#{anchor}")
    place = speech.evaluate("[...CSS.highlights.get('yl-span')][0].getBoundingClientRect().toJSON()")
    assert 48 < place["top"] < place["bottom"] < 300


def test_a_plain_link_is_left_to_the_browser(speech: Page) -> None:
    speech.goto(f"{speech.url}#p10")
    expect(speech.locator(".para:target")).to_have_attribute("id", "p10")
    assert speech.evaluate(MARKED) == ["", [], []] and not notice(speech).count()


def test_back_and_forth(speech: Page, short: str) -> None:
    """A link in the page does not inherit what the address asked; going back asks it again."""
    opened(speech, f"{short}?span=3-9#p14")
    words = texts(speech)["p14"][3:9]
    expect(speech.locator(".yl-part")).to_have_attribute("id", "p14")
    speech.locator("#p10 .pn").press("Enter")
    expect(speech).to_have_url(f"{short}#p10")
    expect(speech.locator(".para:target")).to_have_attribute("id", "p10")
    assert speech.evaluate(MARKED) == ["", [], []]
    speech.go_back()
    expect(speech.locator(".yl-part")).to_have_attribute("id", "p14")
    assert speech.evaluate(MARKED)[0] == words
    speech.goto("about:blank")
    speech.go_back()
    expect(speech.locator(".yl-part")).to_have_attribute("id", "p14")
    assert speech.evaluate(MARKED)[0] == words


def test_what_cannot_be_found_is_said_and_its_paragraph_shown_if_there_is_one(speech: Page) -> None:
    hostile = quote("<img src=x onerror=throw 1>\0")
    spans = ["5-99999", "9-5", "5-5", "-1-5", "1e1-2e1", hostile, f"{'9' * 400}-{'9' * 400}", ""]
    for asked in (*(f"span={span}" for span in spans), "to=p11&span=0-99999", "to=p10&span=9-5"):
        assert followed(speech, f"?{asked}#p10") == ["", ["p10"], []], asked
        expect(notice(speech)).to_have_text("链接所指的字在 ¶10 里找不到，这里标出整段。")
        expect(speech.get_by_role("status")).to_have_text("链接所指的字在 ¶10 里找不到，这里标出整段。")
    for to in ("p9", "p99999", "about", hostile, ""):
        assert followed(speech, f"?to={to}&span=1-2#p10") == ["", ["p10"], []], to
        expect(notice(speech)).to_have_text("链接所指的范围在本页找不到，这里只标出 ¶10。")
    assert notice(speech).evaluate("one => one.nextElementSibling.id") == "p10"
    assert followed(speech, "?span=1-2&to=p3#p99999") == ["", [], []]
    expect(notice(speech)).to_have_text("本页没有 ¶99999。")
    expect(notice(speech)).to_be_in_viewport()


def test_what_is_no_link_into_the_text_is_nothing(speech: Page) -> None:
    for link in ("?span=1-2#about", "?span=1-2", "?to=p3#p~abc", "?check=x#%E0%A4%A", "?to=p3#p"):
        assert followed(speech, link) == ["", [], []], link
        assert not notice(speech).count(), link


def test_without_scripts_every_form_lands_on_its_paragraph(browser: Browser, short: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for asked in ("", "?to=p15", "?span=5-19", "?check=疾风知劲草板荡识", "?to=p15&span=5-19&check=x"):
        page.goto(f"{short}{asked}#p10")
        assert page.locator(":target").get_attribute("id") == "p10"
        expect(page.locator("#p10")).to_be_in_viewport()
    context.close()


# What stood there


def checked(own: dict[str, str], anchor: str, start: int = 0) -> str:
    return fold(own[anchor][start:])[:8]


@pytest.fixture
def long(speech: Page) -> tuple[dict[str, str], str]:
    """The texts, and a paragraph with words that stand nowhere else, at its start and at 20."""
    own = texts(speech)
    together = " ".join(map(fold, own.values()))
    once = (
        anchor
        for anchor, text in own.items()
        if len(text) > 80 and all(together.count(checked(own, anchor, start)) == 1 for start in (0, 20))
    )
    return own, list(once)[2]


def test_where_the_words_agree_nothing_is_shown(speech: Page) -> None:
    """Whatever their punctuation, width and spaces."""
    own = texts(speech)
    for anchor, text in own.items():
        assert followed(speech, f"?check={quote(checked(own, anchor))}#{anchor}") == ["", [anchor], []]
        assert not notice(speech).count(), text
    assert followed(speech, f"?check={quote(' ，'.join(own['p2'][:5]))}#p2") == ["", ["p2"], []]
    assert followed(speech, "?check=，#p2") == ["", ["p2"], []]
    assert not notice(speech).count()


def test_a_changed_word_is_shown_against_the_old_and_a_span_is_still_marked(
    speech: Page, long: tuple[dict[str, str], str]
) -> None:
    own, anchor = long
    words = checked(own, anchor)
    said = f"{words[:2]}龘{words[3:]}"
    assert followed(speech, f"?check={quote(said)}#{anchor}") == ["", [anchor], []]
    assert sentence(speech) == f"链接制作之后，¶{anchor[1:]} 的文字有改动。"
    expect(notice(speech).locator("del")).to_have_text("龘")
    expect(notice(speech).locator("ins")).to_have_text(words[2])
    lines = notice(speech).locator("p bdi").all_text_contents()
    assert lines[0] == said and own[anchor].startswith(lines[1]) and fold(lines[1]) == words
    assert not notice(speech).locator("a").count()
    assert speech.evaluate("document.activeElement.matches('.yl-notice')")
    said = "龘" + checked(own, anchor, 20)[1:]
    assert followed(speech, f"?span=20-35&check={quote(said)}#{anchor}") == [own[anchor][20:35], [], [anchor]]
    assert "的文字有改动。" in sentence(speech)
    expect(notice(speech).locator("del")).to_have_text("龘")


def test_a_span_that_moved_in_its_paragraph_is_found(speech: Page, long: tuple[dict[str, str], str]) -> None:
    """By the same words, and with one character wrong."""
    own, anchor = long
    words = checked(own, anchor, 20)
    for said, wrong in ((words, 0), (f"{words[:4]}龘{words[5:]}", 1)):
        assert followed(speech, f"?span=3-18&check={quote(said)}#{anchor}")[0] == own[anchor][20:35], said
        assert "移到了这里标出的地方" in sentence(speech)
        assert notice(speech).locator("del").count() == wrong, said


def test_where_number_and_words_disagree_both_are_offered(
    speech: Page, long: tuple[dict[str, str], str]
) -> None:
    own, anchor = long
    assert followed(speech, f"?check={quote(checked(own, anchor))}#p2") == ["", ["p2"], []]
    by_number, by_words = notice(speech).get_by_role("link").all()
    expect(by_number).to_have_text("按段号：¶2")
    expect(by_words).to_have_text(f"按文字：¶{anchor[1:]}")
    by_words.click()
    expect(speech.locator(".para:target")).to_have_attribute("id", anchor)
    assert not notice(speech).count()
    speech.go_back()
    notice(speech).get_by_role("link", name="按段号").click()
    expect(speech.locator(".para:target")).to_have_attribute("id", "p2")
    assert not notice(speech).count()


def test_a_span_that_moved_to_another_paragraph_is_offered(
    speech: Page, long: tuple[dict[str, str], str]
) -> None:
    own, anchor = long
    link = f"?span=3-18&check={quote(checked(own, anchor, 20))}#p2"
    assert followed(speech, link) == ["", ["p2"], []], "characters that are not the link's were marked"
    speech.get_by_role("link", name=f"按文字：¶{anchor[1:]} 第 21–35 字").click()
    expect(speech.locator(".yl-part")).to_have_attribute("id", anchor)
    assert speech.evaluate(MARKED)[0] == own[anchor][20:35]
    assert not notice(speech).count()


def test_words_that_stand_nowhere_are_shown_and_those_of_an_unknown_number_offered(
    speech: Page, long: tuple[dict[str, str], str]
) -> None:
    assert followed(speech, "?span=3-9&check=甲乙丙丁戊己庚辛#p2") == ["", ["p2"], []]
    expect(notice(speech).locator("del")).to_have_text("甲乙丙丁戊己庚辛")
    assert not notice(speech).get_by_role("link").count()
    own, anchor = long
    followed(speech, f"?check={quote(checked(own, anchor))}#p99999")
    expect(notice(speech).get_by_role("link")).to_have_text(f"按文字：¶{anchor[1:]}")


def test_hostile_words_stay_words(speech: Page) -> None:
    said = "<img src=x onerror=alert(1)>\u202e{n}𠮷"
    followed(speech, f"?check={quote(said)}#p2")
    expect(notice(speech).locator("bdi").first).to_have_text("<img src=x onerror=al")
    assert not notice(speech).locator("img").count()
    followed(speech, "?check=e\u0301甲\u0301#p2")
    expect(notice(speech).locator("del")).to_have_text("e\u0301甲\u0301")
    followed(speech, f"?check={'天' * 100_000}#p2")
    expect(notice(speech).locator("bdi").first).to_have_text("天" * 16)


# On a page built again: ids merged into others, and ids that are gone


@pytest.fixture
def merged(page: Page, root: Path, short: str) -> tuple[Page, str]:
    """The short speech with two more ids in ¶13, at 10 and 30, one more of ¶3, a heading, and ¶15 gone; and the text of ¶13."""
    rows = map(json.loads, (root / "site/data/paragraphs.jsonl").read_text(encoding="utf-8").splitlines())
    own = {row["anchor"]: row["text"] for row in rows if row["document"] == "undated-w1"}
    held, gone = own["p13"], own["p15"]
    alias = '<a id="p{n}" class="alias"></a>'
    rebuilt(
        page,
        short,
        {
            '<div class="heading-number"><a class="pn" href="#p3"': '<div class="heading-number">'
            + alias.format(n=9992)
            + '<a class="pn" href="#p3"',
            held: held[:10] + alias.format(n=9990) + held[10:30] + alias.format(n=9991) + held[30:],
            f'<p id="p15" class="para body"><a class="pn" href="#p15" aria-label="¶15 本段链接">'
            f"¶15</a>{gone}</p>": '<p id="p15" class="gone">本段已从文本中移除</p>',
        },
    )
    return page, held


def test_an_id_merged_into_a_paragraph_is_its_part(merged: tuple[Page, str]) -> None:
    page, held = merged
    assert follow(
        page, "#p9990", "#p9991", "?to=p9991#p9990", "?span=2-7#p9990", "?to=p9990#p13", "#p9992"
    ) == [
        [held[10:30], [], ["p13"]],
        [held[30:], [], ["p13"]],
        [held[10:], [], ["p13"]],
        [held[12:17], [], ["p13"]],
        [held[:30], [], ["p13"]],
        ["", ["p3"], []],
    ]
    followed(page, f"?check={quote(fold(held[10:])[:8])}#p9990")
    assert not notice(page).count()
    followed(page, f"?check={quote(fold(held)[:8])}#p9990")
    assert "有改动" in sentence(page)
    assert followed(page, "?span=2-21#p9990")[0] == held[10:30], "a span went on into another id's part"


def test_a_gone_id_is_told_and_its_words_are_looked_for(merged: tuple[Page, str]) -> None:
    page, held = merged
    assert followed(page, "#p15") == ["", [], []]
    expect(notice(page)).to_have_text("¶15 已不在本文中。")
    assert notice(page).evaluate("one => one.nextElementSibling.id") == "p15"
    followed(page, "?check=甲乙丙丁戊己庚辛#p15")
    assert not notice(page).get_by_role("link").count()
    followed(page, f"?check={quote(fold(held)[:8])}#p15")
    expect(notice(page).get_by_role("link")).to_have_text("按文字：¶13")
    assert followed(page, "?to=p15#p13") == ["", ["p13"], []]
    assert followed(page, "?to=p16#p14") == ["", ["p14", "p16"], []], "a tombstone in a range is no text"


# Copying


def copied_link(page: Page, address: str) -> dict[str, str]:
    """The parts of the copied link, of the address that a host serves."""
    parts = urlsplit(clipboard(page))
    assert parts._replace(query="", fragment="").geturl() == address.removesuffix("index.html")
    assert clipboard(page).isascii()
    return {"id": parts.fragment} | {name: value for name, (value,) in parse_qs(parts.query).items()}


CHECKED = "复制带核对字的链接"


def test_beside_a_number_the_link_with_its_words_is_offered(speech: Page, short: str) -> None:
    own = texts(speech)
    speech.locator("#p14").hover()
    speech.get_by_role("button", name="复制 ¶14 的链接").click()
    expect(speech.get_by_role("status")).to_contain_text("#p14")
    assert "?" not in clipboard(speech)
    speech.get_by_role("group", name="¶14").get_by_role("button", name=CHECKED).click()
    expect(speech.get_by_role("status")).to_contain_text("check=")
    assert copied_link(speech, short) == {"id": "p14", "check": checked(own, "p14")}
    assert not speech.locator(".yl-bar").count()


def test_by_keyboard_alone(speech: Page, short: str) -> None:
    speech.locator("#p2 .pn").focus()
    speech.keyboard.press("Enter")
    expect(speech.get_by_role("group", name="¶2")).to_be_visible()
    while not speech.evaluate("!!document.activeElement.closest('.yl-bar')"):
        speech.keyboard.press("Tab")
        assert speech.evaluate("!!document.activeElement.closest('#p2, .yl-bar')"), "passed by"
    speech.keyboard.press("Escape")
    expect(speech.locator(".yl-bar")).to_have_count(0)
    assert speech.evaluate("document.activeElement.id") == "p2"


def test_under_a_finger(browser: Browser, short: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), short)
    own = texts(page)
    page.locator("#p2 .pn").tap()
    page.get_by_role("group", name="¶2").get_by_role("button", name=CHECKED).tap()
    expect(page.get_by_role("status")).to_contain_text("check=")
    assert copied_link(page, short) == {"id": "p2", "check": checked(own, "p2")}
    page.evaluate(SELECT, ["p2", 5, "p2", 19])
    page.get_by_role("button", name=CHECKED).tap()
    expect(page.get_by_role("status")).to_contain_text("span=5-19")
    context.close()


@pytest.mark.parametrize("backwards", [False, True])
def test_a_selection_is_offered_as_a_link(speech: Page, short: str, backwards: bool) -> None:
    own = texts(speech)
    speech.evaluate(SELECT, ["p2", 19, "p2", 5] if backwards else ["p2", 5, "p2", 19])
    bar = speech.get_by_role("group", name="¶2 第 6–19 字")
    expect(bar).to_be_visible()
    below = speech.evaluate(
        "Math.max(...[...getSelection().getRangeAt(0).getClientRects()].map((one) => one.bottom))"
    )
    box = bar.bounding_box()
    assert box and box["y"] >= below, "it covers what is selected"
    bar.get_by_role("button", name=CHECKED).click()
    expect(speech.get_by_role("status")).to_contain_text("已复制")
    link = copied_link(speech, short)
    assert link == {"id": "p2", "span": "5-19", "check": checked(own, "p2", 5)}
    opened(speech, clipboard(speech))
    expect(speech.locator(".yl-part")).to_have_attribute("id", "p2")
    assert speech.evaluate(MARKED)[0] == own["p2"][5:19] and not notice(speech).count()


def test_a_selection_across_paragraphs(speech: Page, short: str) -> None:
    own = texts(speech)
    speech.evaluate(SELECT, ["p4", 3, "p6", 4])
    speech.get_by_role("group", name="¶4–6").get_by_role("button", name=CHECKED).click()
    expect(speech.get_by_role("status")).to_contain_text("已复制")
    link = copied_link(speech, short)
    assert link == {"id": "p4", "to": "p6", "span": "3-4", "check": checked(own, "p4", 3)}
    speech.evaluate(
        "getSelection().setBaseAndExtent(document.querySelector('#p4'), 0, document.querySelector('#p7'), 0)"
    )
    speech.get_by_role("group", name="¶4–6", exact=True).get_by_role("button", name=CHECKED).click()
    expect(speech.get_by_role("status")).not_to_contain_text("span=")
    assert copied_link(speech, short) == {"id": "p4", "to": "p6", "check": checked(own, "p4")}


def test_a_selection_by_mouse_and_its_bar_by_keyboard(speech: Page) -> None:
    box = speech.locator("#p2").bounding_box()
    assert box
    speech.mouse.move(box["x"] + 60, box["y"] + 15)
    speech.mouse.down()
    speech.mouse.move(box["x"] + 200, box["y"] + 15, steps=3)
    assert not speech.locator(".yl-bar").count(), "it came before the hand was off"
    speech.mouse.up()
    expect(speech.locator(".yl-bar")).to_be_visible()
    words = speech.evaluate("getSelection().toString()")
    speech.keyboard.press("Tab")
    expect(speech.get_by_role("button", name=CHECKED)).to_be_focused()
    speech.keyboard.press("Enter")
    expect(speech.get_by_role("status")).to_contain_text("已复制")
    (check,) = parse_qs(urlsplit(clipboard(speech)).query)["check"]
    assert fold(words).startswith(check)


def test_the_bar_goes_on_escape_and_with_the_selection(speech: Page) -> None:
    speech.evaluate(SELECT, ["p2", 5, "p2", 19])
    expect(speech.locator(".yl-bar")).to_be_visible()
    speech.keyboard.press("Escape")
    expect(speech.locator(".yl-bar")).to_have_count(0)
    speech.evaluate(SELECT, ["p2", 5, "p2", 18])
    expect(speech.locator(".yl-bar")).to_be_visible()
    speech.evaluate("getSelection().removeAllRanges()")
    expect(speech.locator(".yl-bar")).to_have_count(0)


def test_half_a_character_selected_is_none(speech: Page) -> None:
    speech.evaluate(f"({PLAIN})('p2').data = '甲𠮷𠮷乙'")
    speech.evaluate(SELECT, ["p2", 2, "p2", 5])
    expect(speech.get_by_role("group", name="¶2 第 3–3 字")).to_be_visible()


@pytest.mark.parametrize("highlights", [True, False], ids=["highlights", "marks"])
def test_copied_text_shows_nothing_of_a_link(page: Page, short: str, highlights: bool) -> None:
    if not highlights:
        page.add_init_script(WITHOUT_HIGHLIGHTS)
    opened(page, short)
    own = texts(page)
    copy = """() => {
      const data = new DataTransfer();
      const ends = ["p1", "p5"].map((id) => document.getElementById(id));
      getSelection().setBaseAndExtent(ends[0], 0, ends[1], ends[1].childNodes.length);
      const event = new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true });
      ends[0].dispatchEvent(event);
      const html = new DOMParser().parseFromString(data.getData("text/html"), "text/html").body;
      return [data.getData("text/plain"), html.querySelector("#p2").innerHTML, html.textContent];
    }"""
    before = page.evaluate(copy)
    for link in ("?span=5-19#p2", "?to=p4&span=1-2#p2", "?span=5-19&check=甲乙丙丁#p2"):
        followed(page, link)
        assert page.evaluate(copy) == before, link
    assert own["p2"] == before[1]


# For everybody


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=str)
def screen(request: pytest.FixtureRequest, browser: Browser, short: str) -> Iterator[Page]:
    colours, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=colours, has_touch=width < 400
    )
    yield opened(context.new_page(), short)
    context.close()


def test_axe_finds_nothing(screen: Page) -> None:
    own = texts(screen)
    long = max(own, key=lambda anchor: len(own[anchor]))
    followed(screen, f"?span=20-35&check={quote(checked(own, long, 30))}#p2")
    screen.evaluate(SELECT, ["p2", 5, "p2", 19])
    expect(screen.locator(".yl-bar")).to_be_visible()
    expect(notice(screen).get_by_role("link")).to_have_count(2)
    assert_accessible(screen)
    for control in screen.locator(".yl-notice a, .yl-bar button").all():
        box = control.bounding_box()
        assert (
            box
            and box["height"] >= 43.9
            and box["width"] >= 43.9
            and 0 <= box["x"] <= box["x"] + box["width"]
        )
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
