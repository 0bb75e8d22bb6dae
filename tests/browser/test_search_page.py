"""The search page: count, lines, address, keys, and what is said where there is no search."""

from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.alike import leave_few
from tests.browser.searching import (
    CERTAIN,
    LINE,
    PAGE,
    WORD,
    answered,
    ask,
    composed,
    counts,
    lines_of,
    query,
    speeches,
    tell,
    told,
    wide,
)

from yanlu.hanzi import fold

# Count and lines


def test_the_count_and_each_speechs_count_are_those_of_the_texts(
    page: Page, site_url: str, root: Path
) -> None:
    for phrase in (WORD, "月", "经济社会发展", "２０２０年", "疫情，防控"):
        ask(page, site_url, phrase)
        found = counts(root, phrase)
        assert found, phrase
        expect(page.locator("#search-found")).to_have_text(told(found))
        titles = [speeches(root)[speech]["title"] for speech in found]
        groups = page.locator("details.speech")
        expect(groups.locator("h3")).to_have_text(titles[: groups.count()])
        for width in (390, 1280):
            wide(page, width)
            shown = groups.locator(".times").all_inner_texts()
            assert shown == [f"{n:,} 处" for n in found.values()][: len(shown)] and shown, (phrase, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, phrase
        hits = page.locator(".line mark").all_inner_texts()
        assert {fold(hit) for hit in hits} == {fold(phrase)}, phrase


def test_a_line_says_what_stands_there_and_leads_there(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    texts = {(row["document"], row["anchor"]): row["text"] for row in lines_of(root, "paragraphs")}
    documents = {row["url"]: row["id"] for row in lines_of(root, "documents")}
    lines = page.eval_on_selector_all(
        ".line a",
        "all => all.map(a => [a.href, ...['.left', 'mark', '.right'].map(s => a.querySelector(s).textContent)])",
    )
    assert len(lines) > 20
    for address, left, hit, right in lines:
        to = urlsplit(address)
        text = texts[documents[to.path.lstrip("/")], to.fragment]
        assert left + hit + right in text and hit == WORD
        assert (len(left) == 40 or text.startswith(left)) and (len(right) == 40 or text.endswith(right))
        assert parse_qs(to.query) == {"q": [WORD]}
    page.locator(".line a").nth(3).click()
    page.wait_for_url("**/speeches/**")
    assert page.url == lines[3][0]


def test_a_speech_folds_and_shows_all_its_lines(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    most = max(counts(root, WORD).values())
    group = page.locator("details.speech").filter(has_text=f"{most} 处").first
    few = group.locator(".line").count()
    assert few < most
    group.get_by_role("button", name=f"其余 {most - few} 处").click()
    expect(group.locator(".line")).to_have_count(most)
    expect(group.locator(".line a").nth(few)).to_be_focused()
    keys = group.locator(".line a").evaluate_all("all => all.map(a => a.dataset.key)")
    assert len(set(keys)) == most, "a line stands twice"
    group.locator("summary").press("Enter")
    expect(group.locator(".line").first).to_be_hidden()
    page.get_by_role("button", name="全部收起").click()
    assert page.locator("details.speech[open]").count() == 0
    page.get_by_role("button", name="全部展开").click()
    assert page.locator("details.speech:not([open])").count() == 0


def test_more_lines_are_shown_until_there_are_no_more(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, "疫情防控", sort="right")
    total = sum(counts(root, "疫情防控").values())
    seen = page.locator(".line").count()
    while page.get_by_role("button", name="再显示一些").is_visible():
        page.get_by_role("button", name="再显示一些").click()
        expect(page.locator(".line").nth(seen)).to_be_attached()
        seen = page.locator(".line").count()
    keys = page.locator(".line a").evaluate_all("all => all.map(a => a.dataset.key)")
    assert seen == total == len(set(keys))


def test_speeches_are_in_the_order_that_is_chosen(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    found = counts(root, WORD)
    dated = [speech for speech in found if speeches(root)[speech]["date"]]

    def shown() -> list[str]:
        keys = page.locator("details.speech").evaluate_all(
            "all => all.map(one => one.querySelector('a').dataset.key.split('#')[0])"
        )
        return list(keys)

    assert shown() == list(found)[: len(shown())]
    page.get_by_label("排序").select_option(label="由晚到早")
    expect(page.locator("details.speech h3").first).to_have_text(speeches(root)[dated[-1]]["title"])
    assert [speech for speech in shown() if speech in dated] == dated[::-1][: len(shown())]
    assert query(page) == {"q": [WORD], "sort": ["-date"]}
    page.get_by_label("排序").select_option(label="处数多的在前")
    most = max(found, key=lambda speech: found[speech])
    expect(page.locator("details.speech h3").first).to_have_text(speeches(root)[most]["title"])
    order = [found[speech] for speech in shown()]
    assert order == sorted(found.values(), reverse=True)[: len(order)]


@pytest.mark.parametrize("side", ["left", "right"])
def test_by_context_the_hits_stand_one_under_the_other(page: Page, site_url: str, side: str) -> None:
    wide(page, 390)
    ask(page, site_url, WORD, sort=side)
    assert page.locator("details.speech").count() == 0
    beside = page.locator(f".aligned .{side}").all_text_contents()
    keys = [text[::-1][:12] if side == "left" else text[:12] for text in beside]
    assert keys == sorted(keys)
    for width in (390, 1280):
        wide(page, width)
        boxes = page.locator(".aligned mark").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().x)"
        )
        assert len(boxes) > 20 and max(boxes) - min(boxes) < 1, width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# Query and address


def test_options_are_in_the_address_and_come_back(page: Page, site_url: str, root: Path) -> None:
    phrase = "疫情 防控"
    ask(page, site_url, phrase)
    before = page.locator("#search-found").inner_text()
    for label in ("数字通用", "各词在同一篇即可", "含其他版本"):
        page.get_by_label(label).check()
    page.get_by_label("排序").select_option(label="处数多的在前")
    page.wait_for_url("**sort=number")
    asked = {
        "q": [phrase],
        "numerals": ["1"],
        "scope": ["speech"],
        "copies": ["1"],
        "sort": ["number"],
    }
    assert query(page) == asked
    answered(page)
    after = page.locator("#search-found").inner_text()
    assert after != before
    page.reload()
    expect(page.locator("#search-found")).to_have_text(after)
    assert page.locator("#search :checked").count() == 3
    for _ in range(4):
        page.go_back()
    expect(page.locator("#search-found")).to_have_text(before)
    assert page.locator("#search :checked[type=checkbox]").count() == 0
    assert query(page) == {"q": [phrase]}
    page.go_forward()
    expect(page.get_by_label("数字通用")).to_be_checked()


def test_literally_width_and_marks_matter(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, "疫情，防控")
    found = told(counts(root, "疫情，防控"))
    expect(page.locator("#search-found")).to_have_text(found)
    page.get_by_label("逐字照原样").check()
    expect(page.locator("#search-found")).not_to_have_text(found)
    page.wait_for_url("**&literal=1")
    exact = sum(row["text"].count("疫情，防控") for row in lines_of(root, "paragraphs"))
    expect(page.locator("#search-found")).to_have_text(CERTAIN if exact else "没有找到")


def test_copies_count_when_they_are_asked_for(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    once, all_of_it = counts(root, WORD), counts(root, WORD, copies=True)
    others = sum(all_of_it.values()) - sum(once.values())
    assert others > 0
    expect(page.locator(".notes")).to_contain_text(f"其他版本里另有 {others:,} 处")
    page.get_by_role("link", name="一并显示").click()
    expect(page.locator("#search-found")).to_have_text(told(all_of_it))
    expect(page.get_by_label("含其他版本")).to_be_checked()
    expect(page.locator("details.speech summary").filter(has_text="版本 w2").first).to_be_visible()
    page.go_back()
    expect(page.locator("#search-found")).to_have_text(told(once))


def test_what_is_typed_is_found_at_once_and_is_one_step_back(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, "经济")
    page.locator("#search-q").fill("")
    page.locator("#search-q").press_sequentially("疫情防控")
    expect(page.locator("#search-found")).to_have_text(told(counts(root, "疫情防控")))
    assert query(page) == {"q": ["疫情防控"]}
    assert page.title().startswith("疫情防控 - 搜索")
    page.go_back()
    expect(page.locator("#search-found")).to_have_text(told(counts(root, "经济")))
    expect(page.locator("#search-q")).to_have_value("经济")


def test_nothing_is_searched_while_a_word_is_composed(stubbed: Page) -> None:
    stubbed.locator("#search-q").fill("")
    stubbed.locator("#search-q").focus()
    before = stubbed.evaluate("window.asked.length")
    composed(stubbed, ["f", "fang", "fang k"], "防")
    assert stubbed.evaluate(
        "window.asked.slice(arguments[0]).map(one => one.text)".replace("arguments[0]", str(before))
    ) == ["防"]


def test_a_problem_of_the_query_is_told_and_the_rest_is_searched(
    page: Page, site_url: str, root: Path
) -> None:
    ask(page, site_url, f"kind:没有 {WORD} |")
    expect(page.locator(".problem")).to_have_count(2)
    expect(page.locator(".problem").first).to_contain_text("没有“没有”这种体裁")
    ask(page, site_url, f"“{WORD}")
    expect(page.locator(".problem")).to_have_text("引号没有配对，已当作普通文字。")
    expect(page.locator("#search-found")).to_have_text(told(counts(root, WORD)))


def test_where_there_is_nothing_the_nearest_is_offered_and_not_searched(
    page: Page, site_url: str, root: Path
) -> None:
    ask(page, site_url, "统筹推进新冠肺炎疫清防控")
    expect(page.locator("#search-found")).to_have_text("没有找到")
    assert not page.locator(".columns").is_visible()
    link = page.locator(".notes a[data-key=nearest]")
    phrase = link.inner_text()
    assert counts(root, phrase)
    link.click()
    expect(page.locator("#search-found")).to_have_text(told(counts(root, phrase)))
    expect(page.locator("#search-q")).to_have_value(phrase)


def test_titles_that_have_the_words_are_listed(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    titles = [row["title"] for row in speeches(root).values() if WORD in fold(row["title"])]
    page.get_by_text(f"{len(titles)} 篇讲话的标题里有这些字").click()
    expect(page.locator(".titles a")).to_have_text(titles)


def test_a_filter_alone_lists_its_speeches(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, "kind:letter")
    letters = [row["title"] for row in speeches(root).values() if row["kind"] == "letter"]
    expect(page.locator("#search-found")).to_contain_text(f"{len(letters)} 篇讲话符合筛选")
    expect(page.locator(".titles a")).to_have_text(letters)


# No false promises


def test_a_count_is_at_least_until_all_is_checked_and_is_read_out_once(stubbed: Page) -> None:
    stubbed.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector("#search-results [role=status]");
          new MutationObserver(() => window.said.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    for n in (3, 40, 700):
        tell(stubbed, exact=False, checked=[n, 1000], occurrences=n, speeches=1, months=[["2020-02", n, 10]])
        expect(stubbed.locator("#search-found")).to_have_text(f"至少 {n} 处，仍在核对（{n}/1,000）")
        expect(stubbed.locator(".chart .sum")).to_have_text(f"至少 {n} 处")
    tell(stubbed, checked=[1000, 1000], occurrences=1234, speeches=2, months=[["2020-02", 1234, 10]])
    expect(stubbed.locator("#search-found")).to_have_text("1,234 处，见于 2 篇讲话")
    assert set(stubbed.evaluate("window.said")) == {"仍在核对", "1,234 处，见于 2 篇讲话"}


def test_a_search_that_takes_long_says_that_it_goes_on(stubbed: Page) -> None:
    expect(stubbed.get_by_text("正在查找")).to_be_visible()
    expect(stubbed.locator(".columns")).to_be_hidden()
    tell(stubbed, occurrences=2, speeches=1)
    expect(stubbed.get_by_text("正在查找")).to_be_hidden()
    stubbed.locator("#search-q").fill("别的")
    expect(stubbed.get_by_text("正在查找")).to_be_visible()


def test_lines_that_are_shown_stay_while_more_is_found(stubbed: Page) -> None:
    lines = [
        LINE | {"title": "题", "left": "", "hit": WORD, "right": "", "start": n, "end": n + 2}
        for n in range(9)
    ]
    tell(stubbed, exact=False, checked=[1, 9], occurrences=2, speeches=1, lines=lines[:2], pages=[PAGE])
    stubbed.locator(".line a").nth(1).focus()
    stubbed.locator("details.speech").evaluate("group => { group.dataset.same = 'yes' }")
    tell(stubbed, occurrences=9, speeches=1, lines=lines, pages=[PAGE | {"occurrences": 9}])
    expect(stubbed.locator(".line")).to_have_count(9)
    expect(stubbed.locator(".line a").nth(1)).to_be_focused()
    assert stubbed.locator("details.speech[data-same=yes] .times").inner_text() == "9 处"


@pytest.mark.parametrize("how", ["gone", "offline"])
def test_a_failure_is_one_sentence_and_one_can_try_again(
    browser: Browser, site_url: str, root: Path, how: str
) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    for what in ("search/index.json", "search/text-*.bin", "assets/search-worker.js"):
        if how == "gone":
            page.route(f"**/{what}", lambda route: route.fulfill(status=404, body="no"))
        else:
            page.route(f"**/{what}", lambda route: route.abort())
        page.goto(f"{site_url}search/index.html?q=经济社会发展")
        failed = page.get_by_role("alert")
        expect(failed).to_be_visible()
        name = what.partition("/")[2].partition("*")[0]
        assert name in failed.inner_text() and failed.inner_text().count("。") <= 2, what
        assert not page.locator("#search-found").is_visible() and page.locator(".line").count() == 0, what
        page.unroute(f"**/{what}")
        page.get_by_role("button", name="再试一次").click()
        expect(page.locator("#search-found")).to_have_text(told(counts(root, "经济社会发展")))
    context.close()


def test_without_its_scripts_the_page_says_so(browser: Browser, site_url: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    for gone in ("search-page.js", "search-query.js"):
        page.route(f"**/assets/{gone}", lambda route: route.abort())
        page.goto(f"{site_url}search/index.html")
        expect(page.get_by_text("没能从服务器取得 search-page.js")).to_be_visible()
        page.unroute(f"**/assets/{gone}")
        page.reload()
        expect(page.locator("#search-q")).to_be_visible()
        expect(page.get_by_text("没能从服务器取得")).to_be_hidden()
    context.close()


def test_a_failure_takes_away_what_was_shown(stubbed: Page) -> None:
    tell(stubbed, occurrences=2, speeches=1)
    expect(stubbed.locator("#search-found")).to_be_visible()
    stubbed.evaluate("window.asked.at(-1).tell({ failure: { key: 'damaged', file: 'text-0.bin' } })")
    expect(stubbed.get_by_role("alert")).to_contain_text("text-0.bin")
    expect(stubbed.locator("#search-found")).to_be_hidden()
    stubbed.locator("#search-q").fill("别的")
    tell(stubbed)
    expect(stubbed.get_by_role("alert")).to_be_hidden()
    expect(stubbed.locator("#search-found")).to_be_visible()


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "\u202eevil\u202c & &amp; {{ x }}",
    "(a+)+$ [ ] \\",
]


def test_a_script_in_the_address_stays_text(page: Page, site_url: str) -> None:
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    plain = ask(page, site_url, "没有这样的词句")
    tags = plain.evaluate("document.querySelectorAll('*').length")
    for text in HOSTILE:
        ask(page, site_url, text, sort=text, literal=text)
        assert page.locator("#search-q").input_value() == text
        scripts = "document.querySelectorAll('#search-results :is(script, img, [onload])').length"
        assert page.evaluate(scripts) == 0, text
        assert page.evaluate("document.querySelectorAll('*').length") <= tags + 10, text
        assert not said, text


def test_hostile_texts_come_out_as_they_are(stubbed: Page) -> None:
    for n, text in enumerate(HOSTILE):
        line = LINE | {"start": n, "left": text, "hit": text, "right": text}
        line |= dict.fromkeys(("title", "place", "speaker", "kind"), text)
        tell(
            stubbed,
            query={"text": text, "problems": [{"key": "filter", "values": {"name": text}}], "filters": []},
            occurrences=1, speeches=1, lines=[line], pages=[PAGE],
            titles=[{"address": "2020-02-23", "title": text, "date": None}],
            facets={"place": [[text, 1]], "kind": [[text, 1]]}, months=[["2020-02", 1, 10]],
        )  # fmt: skip
        for part in ("h3 bdi", ".line mark", ".line .right", ".titles bdi"):
            assert stubbed.locator(part).first.text_content() == text
        assert text in (stubbed.locator(".problem").text_content() or "")
        assert text in stubbed.locator(".facets bdi").all_text_contents()
        assert stubbed.locator("#search-results :is(script, img, svg[onload])").count() == 0


def test_the_longest_query_does_not_stop_the_page(page: Page, site_url: str) -> None:
    ask(page, site_url, "疫" * 3000)
    expect(page.locator(".problem")).to_contain_text("1,000")


# The keyboard


def test_keys_lead_through_the_lines(page: Page, site_url: str) -> None:
    ask(page, site_url, WORD)
    lines = page.locator(".line a")
    page.keyboard.press("j")
    expect(lines.first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    expect(lines.nth(2)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("ArrowUp")
    expect(lines.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.type("jk/?")
    expect(page.locator("#search-q")).to_have_value(f"{WORD}jk/?")
    expect(lines).to_have_count(0)
    page.locator("#search-q").fill(WORD)
    expect(lines.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(lines.first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#search-help summary")).to_be_focused()
    expect(page.locator("#search-help table")).to_be_visible()


def test_the_focus_stays_on_its_line_while_the_rest_is_counted(stubbed: Page) -> None:
    one, other = ({**LINE, "start": n, "end": n + 1, "left": "", "hit": "言", "right": ""} for n in (0, 5))
    found = {"pages": [PAGE], "occurrences": 2, "speeches": 1}
    tell(stubbed, lines=[one], exact=False, **found)
    stubbed.keyboard.press("j")
    expect(stubbed.locator(".line a")).to_be_focused()
    tell(stubbed, lines=[other, one], **found)
    expect(stubbed.locator(".line a").nth(1)).to_be_focused()


def test_going_back_leads_to_the_line_that_was_opened(page: Page, site_url: str) -> None:
    ask(page, site_url, "月")
    for _ in range(30):
        page.keyboard.press("j")
    line = page.evaluate("document.activeElement.dataset.key")
    assert line
    page.keyboard.press("Enter")
    page.wait_for_url("**/speeches/**")
    page.go_back()
    page.wait_for_function("key => document.activeElement.dataset.key === key", arg=line)


# Where there is no search


def test_without_scripts_a_sentence_leads_to_the_lists(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}about.html")
    page.locator("form[role=search] input[name=q]").fill(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/index.html?q=**")
    assert page.locator("noscript .notice").is_visible()
    for dead in ("#search", "#search-results", "#search-check", "#search-file"):
        assert not page.locator(dead).is_visible(), dead
    assert page.locator("#search-help table").is_visible()
    links = page.locator("noscript a")
    assert links.count() == 6
    links.first.click()
    expect(page.locator("table.speeches")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator("a.yl-search-open").click()
    page.wait_for_url("**/search/index.html")
    context.close()


def test_from_a_folder_a_sentence_says_how_to_start_a_server(browser: Browser, root: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.goto((root / "site/about.html").as_uri())
    page.locator("form[role=search] input[name=q]").fill(WORD)
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/search/index.html?q=**")
    expect(page.locator("#search-file")).to_contain_text("python3 -m http.server")
    for dead in ("#search", "#search-results", "#search-check"):
        assert not page.locator(dead).is_visible(), dead
    assert not thrown
    context.close()


# For everybody


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, site_url: str, width: int, colours: Any) -> None:
    context = browser.new_context(
        locale="zh-CN", viewport={"width": width, "height": 900}, color_scheme=colours
    )
    page = context.new_page()
    for q, rest in (
        ("", {}),
        (f"{WORD} kind:letter |", {}),
        (f"{WORD} kind:letter", {"sort": "left"}),
        ("没有这样的词句", {}),
    ):
        if q:
            ask(page, site_url, q, **rest)
            page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        else:
            page.goto(f"{site_url}search/index.html")
            expect(page.locator("#search")).to_be_visible()
        levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).map(one => Number(one.localName[1]))"
        )
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), levels
        leave_few(page)
        assert_accessible(page, q)
    context.close()
