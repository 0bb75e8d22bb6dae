"""The check of a quotation on the search page: word for word, nearly or not at all; where, when and in which speech."""

import json
import random
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import watched

from yanlu.hanzi import fold

NOWHERE = "魑魅魍魉不在这里，也没有人说过这样的话。"
MARKED = "[...(CSS.highlights.get('yl-span') ?? [])].map(String).join('')"


@pytest.fixture(scope="session")
def speeches(root: Path) -> dict[str, dict[str, Any]]:
    """All speeches by their addresses."""
    lines = (root / "site/data/speeches.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


@pytest.fixture(scope="session")
def paragraphs(root: Path) -> list[dict[str, str]]:
    """All paragraphs of all texts, in their order; `page` is the address of the page they are on."""
    data = root / "site/data"
    rows = [json.loads(line) for line in (data / "paragraphs.jsonl").read_text("utf-8").splitlines()]
    bases = {
        row["documents"][0]: row["id"]
        for row in map(json.loads, (data / "speeches.jsonl").read_text("utf-8").splitlines())
    }
    for row in rows:
        speech, _, witness = row["document"].rpartition("-")
        row["page"] = bases.get(row["document"], f"{speech}/{witness}")
    return rows


@pytest.fixture(scope="session")
def long(paragraphs: list[dict[str, str]], speeches: dict[str, dict[str, Any]]) -> list[dict[str, str]]:
    """Long paragraphs of dated speeches that begin as nothing else does in any text."""
    texts: dict[str, str] = {}
    for row in paragraphs:
        texts[row["page"]] = texts.get(row["page"], "") + fold(row["text"])
    return [
        row
        for row in paragraphs
        if len(own := fold(row["text"])) > 120
        and row["page"] in speeches
        and len(speeches[row["page"]]["date"] or "") == 10
        and sum(text.count(own[:40]) for text in texts.values()) == 1
    ]


def opened(page: Page, site_url: str) -> Page:
    """The search page with the check unfolded."""
    page.goto(f"{site_url}search/index.html")
    page.locator("#search-check > summary").click()
    expect(page.get_by_label("粘贴引文")).to_be_visible()
    return page


def checked(page: Page, text: str) -> Locator:
    """The pieces of what is checked."""
    page.get_by_label("粘贴引文").fill(text)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator("#search-check [role=status]")).not_to_have_text("正在核对……")
    return page.locator(".checked > ol > li")


@pytest.fixture(scope="module")
def search(browser: Browser, site_url: str) -> Iterator[Page]:
    """One page for all that only check: a new check takes the place of the old."""
    with watched(browser, site_url) as page:
        yield opened(page, site_url)


@pytest.fixture
def fresh(page: Page, site_url: str) -> Page:
    """A page of its own, which may be left or changed."""
    return opened(page, site_url)


def verdicts(pieces: Locator) -> list[tuple[str, str]]:
    shown = pieces.locator("> .judgement").evaluate_all(
        "all => all.map((one) => [one.querySelector('strong').textContent, one.querySelector('bdi').textContent])"
    )
    return [(verdict, text) for verdict, text in shown]


def places(pieces: Locator) -> set[tuple[str, str]]:
    """Page and anchor of every place."""
    links = pieces.locator("li a").evaluate_all("links => links.map((link) => link.href)")
    parts = [urlsplit(link) for link in links]
    return {
        (part.path.removeprefix("/speeches/").removesuffix("/index.html"), part.fragment) for part in parts
    }


# Word for word


def test_a_piece_of_any_paragraph_is_found_where_it_stands(
    search: Page, paragraphs: list[dict[str, str]]
) -> None:
    chance = random.Random(5)
    texts = [(row["page"], row["anchor"], fold(row["text"])) for row in paragraphs]
    for row in chance.sample([row for row in paragraphs if len(row["text"]) > 60], 12):
        start = chance.randrange(len(row["text"]) - 50)
        quoted = row["text"][start : start + 50].strip()
        pieces = checked(search, quoted)
        assert verdicts(pieces) == [("逐字相符", quoted)]
        assert places(pieces) == {(page, anchor) for page, anchor, own in texts if fold(quoted) in own}


def test_a_place_is_told_by_date_and_title_and_its_words_are_marked_there(
    fresh: Page, long: list[dict[str, str]], speeches: dict[str, dict[str, Any]]
) -> None:
    row = long[0]
    speech = speeches[row["page"]]
    year, month, day = map(int, speech["date"].split("-"))
    pieces = checked(fresh, f"“{row['text'][10:60]}”")
    link = pieces.locator("li a")
    expect(link).to_have_text(f"{year}年{month}月{day}日 · {speech['title']} · ¶{row['anchor'][1:]}")
    assert pieces.locator(".compared").count() == 0
    link.click()
    expect(fresh.locator(".yl-part")).to_have_attribute("id", row["anchor"])
    assert fold(fresh.evaluate(MARKED)) == fold(row["text"][10:60])


def test_a_quotation_over_two_paragraphs(fresh: Page, paragraphs: list[dict[str, str]]) -> None:
    first, second = next(
        pair
        for pair in pairwise(paragraphs)
        if pair[0]["page"] == pair[1]["page"] == "2020-02-23" and min(len(row["text"]) for row in pair) > 80
    )
    quoted = f"{first['text'][-40:]}\n{second['text'][:40]}"
    pieces = checked(fresh, quoted)
    assert [verdict for verdict, _ in verdicts(pieces)] == ["逐字相符"]
    link = pieces.locator("li a").first
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query)["to"] == [second["anchor"]]
    link.click()
    expect(fresh.locator(".yl-part")).to_have_count(2)
    assert fold(fresh.evaluate(MARKED)) == fold(quoted)


def test_where_only_signs_differ_the_sources_are_shown(search: Page, long: list[dict[str, str]]) -> None:
    found = next(match for row in long if (match := re.search(r"\w{12}，\w{12}", row["text"])))
    pieces = checked(search, found[0].replace("，", ""))
    assert [verdict for verdict, _ in verdicts(pieces)] == ["逐字相符"]
    expect(pieces.locator(".compared bdi").first).to_have_text(found[0])
    assert not pieces.locator(":is(del, ins)").count()


def test_what_stands_in_many_places_is_folded(search: Page) -> None:
    pieces = checked(search, "疫情防控")
    assert [verdict for verdict, _ in verdicts(pieces)] == ["逐字相符"]
    links = pieces.locator("li a")
    assert links.count() > 5 and sum(link.is_visible() for link in links.all()) == 5
    pieces.get_by_text("其余各处").click()
    expect(links.last).to_be_visible()


# Nearly, and not at all


def test_what_differs_is_struck_and_underlined(search: Page, long: list[dict[str, str]]) -> None:
    own = re.sub(r"\W", "", long[1]["text"])[:60]
    quoted = f"{own[:20]}龘{own[21:40]}{own[42:]}"
    pieces = checked(search, quoted)
    assert verdicts(pieces) == [("相近", quoted)]
    assert (long[1]["page"], long[1]["anchor"]) in places(pieces)
    shown = pieces.locator(".compared bdi").first
    assert shown.locator("del").all_text_contents() == ["龘"]
    assert shown.locator("ins").all_text_contents() == [own[20], own[40:42]]
    source = shown.evaluate(
        "one => { one.querySelectorAll('del').forEach((del) => del.remove()); return one.textContent }"
    )
    assert fold(source) == fold(own)
    expect(search.locator(".legend")).to_be_visible()


def test_differences_side_by_side_are_shown_together(search: Page, long: list[dict[str, str]]) -> None:
    own = re.sub(r"\W", "", long[2]["text"])[:60]
    shown = checked(search, f"{own[:20]}龘龖{own[22:]}").locator(".compared bdi").first
    assert shown.locator("del").all_text_contents() == ["龘龖"]
    assert shown.locator("ins").all_text_contents() == [own[20:22]]


@pytest.mark.parametrize("at", [0, -1])
def test_what_differs_at_an_end_is_shown_as_the_source_has_it(
    search: Page, long: list[dict[str, str]], at: int
) -> None:
    """Not as if the quotation had a character more: the source has another one."""
    own = next(found[0] for row in long if (found := re.search(r"\w{20,40}", row["text"])))
    changed = f"龘{own[1:]}" if at == 0 else f"{own[:-1]}龘"
    shown = checked(search, changed).locator(".compared bdi").first
    assert shown.locator("del").all_text_contents() == ["龘"]
    assert shown.locator("ins").all_text_contents() == [own[at]]


@pytest.mark.parametrize("at", [0, -1])
def test_what_is_added_at_an_end_is_only_added(search: Page, long: list[dict[str, str]], at: int) -> None:
    """The source has a sign there: what stands behind it is not meant."""
    own = next(
        found[0] for row in long if (found := re.search(r"(?<=\w[，。])\w{20,40}(?=[，。]\w)", row["text"]))
    )
    shown = checked(search, f"龘龘{own}" if at == 0 else f"{own}龘龘").locator(".compared bdi").first
    assert shown.locator("del").all_text_contents() == ["龘龘"]
    assert not shown.locator("ins").count()


def test_what_stands_nowhere_is_said_so(search: Page) -> None:
    pieces = checked(search, NOWHERE)
    assert verdicts(pieces) == [("未找到", NOWHERE)]
    assert not places(pieces)
    expect(search.locator("#search-check [role=status]")).to_have_text(
        "共 1 段：逐字相符 0 段，相近 0 段，未找到 1 段。"
    )


def test_of_a_mixture_each_piece_is_judged(search: Page, long: list[dict[str, str]]) -> None:
    sentences = [found for row in long for found in re.findall(r"(?<=。)[^。“”？！；]{24,60}。", row["text"])]
    first, second = sentences[0], sentences[-1]
    changed = f"{second[:8]}龘{second[9:]}"
    pieces = checked(search, f"“{first}{NOWHERE}{changed}”")
    assert verdicts(pieces) == [("逐字相符", first), ("未找到", NOWHERE), ("相近", changed)]
    expect(search.locator("#search-check [role=status]")).to_have_text(
        "共 3 段：逐字相符 1 段，相近 1 段，未找到 1 段。"
    )


def test_what_leads_to_a_quotation_is_apart_from_it(search: Page, long: list[dict[str, str]]) -> None:
    """As a newspaper has it: who says it and when, without quotation marks."""
    own = next(
        found[0] for row in long if (found := re.search(r"(?<=。)[^。“”？！；]{30,60}。", row["text"]))
    )
    for lead in ("魍魉龘强调，", "龘月龘日，魑魅魍魉在龘龘龘龘强调："):
        assert verdicts(checked(search, lead + own)) == [("未找到", lead), ("逐字相符", own)]


def test_two_sentences_that_were_joined_by_a_comma(search: Page, long: list[dict[str, str]]) -> None:
    found = [one for row in long for one in re.findall(r"(?<=。)[^，。“”？！；：]{15,60}(?=。)", row["text"])]
    first, second = found[0], found[-1]
    assert verdicts(checked(search, f"{first}，{second}。")) == [
        ("逐字相符", f"{first}，"),
        ("逐字相符", f"{second}。"),
    ]


def test_places_that_are_not_told_are_not_concealed(search: Page) -> None:
    pieces = checked(search, "疫情")
    assert pieces.locator("li a").count() == 100
    pieces.get_by_text("其余各处").click()
    expect(pieces.locator("details")).to_contain_text("只列出前 100 处")


# What is said of the source


def claims(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(".checked > ul > li").all_inner_texts()]


def test_date_and_title_that_are_right(
    search: Page, long: list[dict[str, str]], speeches: dict[str, dict[str, Any]]
) -> None:
    speech = speeches[long[0]["page"]]
    year, month, day = map(int, speech["date"].split("-"))
    for date in (f"{year}年{month}月{day}日", f"{year}年{month}月", speech["date"]):
        checked(search, f"“{long[0]['text'][:50]}”——《{speech['title']}》，{date}")
        assert claims(search) == [f"相符{date}", f"相符《{speech['title']}》"]


@pytest.mark.parametrize("marks", ['""', "「」", "“”"])
def test_before_a_quotation_in_any_marks(
    search: Page, long: list[dict[str, str]], speeches: dict[str, dict[str, Any]], marks: str
) -> None:
    year, month, day = map(int, speeches[long[0]["page"]]["date"].split("-"))
    quoted = re.sub(r"[“”\"「」]", "", long[0]["text"][:50])
    pieces = checked(search, f"{year}年{month}月{day}日，会议指出：{marks[0]}{quoted}{marks[1]}")
    assert verdicts(pieces) == [("逐字相符", quoted)]
    assert claims(search) == [f"相符{year}年{month}月{day}日"]


def test_date_and_title_that_are_wrong_and_what_they_should_be(
    search: Page, long: list[dict[str, str]], speeches: dict[str, dict[str, Any]]
) -> None:
    speech = speeches[long[0]["page"]]
    year, month, day = map(int, speech["date"].split("-"))
    checked(search, f"“{long[0]['text'][:50]}”（1999年1月2日，《在月球上的讲话》）")
    assert claims(search) == [
        f"不符1999年1月2日应为： {year}年{month}月{day}日",
        f"不符《在月球上的讲话》应为： {speech['title']}",
    ]


def test_before_a_quotation_without_marks(
    search: Page, long: list[dict[str, str]], speeches: dict[str, dict[str, Any]]
) -> None:
    """As newspapers tell it; a day needs no year. A date that the quotation itself holds says nothing of its source."""
    year, month, day = map(int, speeches[long[0]["page"]]["date"].split("-"))
    words = long[0]["text"][:50].strip("，。")
    for date in (f"{month}月{day}日", f"{year}年{month}月{day}日"):
        pieces = checked(search, f"{date}，某某在座谈时强调，{words}。")
        assert verdicts(pieces)[-1][0] == "逐字相符"
        assert claims(search) == [f"相符{date}"]
    checked(search, f"12月31日，某某在座谈时强调，{words}。")
    assert claims(search) == [f"不符12月31日应为： {year}年{month}月{day}日"]
    altered = f"{words[:6]}某{words[7:12]}"  # less than what leads to it
    pieces = checked(search, f"{month}月{day}日，某某在座谈时强调，{altered}。")
    assert verdicts(pieces)[-1] == ("相近", f"{altered}。")
    assert claims(search) == [f"相符{month}月{day}日"]
    dated = next(row["text"] for row in long if re.search(r"[^年]\d月\d+日", row["text"][10:]))
    checked(search, dated[:-1] + "呢")
    assert claims(search) == []


def test_of_words_that_were_not_found_nothing_is_known(search: Page) -> None:
    checked(search, f"“{NOWHERE}”——1999年1月2日")
    assert claims(search) == ["无从核对1999年1月2日"]


# Whatever is pasted


@pytest.mark.parametrize("text", ["", " \n\t", "，。“”——", "（）"])
def test_nothing_to_check(search: Page, text: str) -> None:
    assert verdicts(checked(search, text)) == []
    expect(search.locator("#search-check [role=status]")).to_have_text("没有可以核对的字。")


def test_hostile_text_stays_text(fresh: Page) -> None:
    said: list[str] = []
    fresh.on("dialog", lambda dialog: said.append(dialog.message))
    hostile = "<img src=x onerror=alert(1)></bdi><script>alert(2)</script>{n}\u202e$& .*+?^(("
    pieces = checked(fresh, f"{hostile}——《<b>{hostile}》，2020年2月23日")
    assert "".join(text for _, text in verdicts(pieces)).startswith("<img src=x onerror=alert(1)>")
    assert not fresh.locator("#search-check :is(img, script, b)").count()
    assert not said


def test_a_whole_speech_is_checked(search: Page, paragraphs: list[dict[str, str]]) -> None:
    """Ten thousand characters: the largest pieces that stand there."""
    own = [row["text"] for row in paragraphs if row["page"] == "2020-02-23"]
    pieces = checked(search, "\n".join(own))
    assert {verdict for verdict, _ in verdicts(pieces)} == {"逐字相符"}
    assert fold("".join(text for _, text in verdicts(pieces))) == fold("".join(own))


def test_a_new_check_takes_the_place_of_the_old(fresh: Page, long: list[dict[str, str]]) -> None:
    checked(fresh, NOWHERE)
    quoted = long[0]["text"][:50]
    assert verdicts(checked(fresh, quoted)) == [("逐字相符", quoted)]


def test_a_check_that_fails_says_so_and_nothing_else(fresh: Page) -> None:
    checked(fresh, NOWHERE)
    fresh.evaluate(
        """async () => {
          const { addCheck } = await import("../assets/search-check.js");
          const { strings } = await (await fetch("index.json")).json();
          const check = () => Promise.reject({ key: "missing", file: "text-1.bin" });
          addCheck(document.querySelector("#search-check > div"), { check }, strings);
        }"""
    )
    pieces = checked(fresh, NOWHERE)
    expect(fresh.locator("#search-check [role=status]")).to_contain_text("（text-1.bin）")
    assert not pieces.count()


# For everybody


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=str)
def screen(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Page]:
    colours, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=colours, has_touch=width < 400
    )
    yield opened(context.new_page(), site_url)
    context.close()


def test_by_keyboard_and_axe_finds_nothing(screen: Page, long: list[dict[str, str]]) -> None:
    own = long[1]["text"][:60]
    quoted = f"“{own[:20]}龘{own[21:]}”——1999年1月2日"
    screen.get_by_label("粘贴引文").focus()
    screen.keyboard.insert_text(quoted)
    screen.keyboard.press("Tab")
    expect(screen.get_by_role("button", name="核对", exact=True)).to_be_focused()
    screen.keyboard.press("Enter")
    expect(screen.locator(".checked del").first).to_be_visible()
    assert screen.get_by_label("粘贴引文").input_value() == quoted
    assert_accessible(screen)
    for control in screen.locator("#search-check :is(button, .checked a)").all():
        box = control.bounding_box()
        assert box and box["height"] >= 43.9 and box["width"] >= 43.9
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
