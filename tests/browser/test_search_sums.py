"""What stands beside the lines of a search: facets, chart, and all lines as a file."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.searching import (
    LINE,
    PAGE,
    WIDTHS,
    WORD,
    ask,
    counts,
    lines_of,
    query,
    speeches,
    tell,
    told,
    wide,
)

from yanlu.render.strings import strings


def opened(page: Page, part: str) -> Locator:
    """A part beside the lines, unfolded."""
    found = page.locator(f".aside > .{part}")
    if found.get_attribute("open") is None:
        found.locator("> summary").click()
    return found


# Beside the lines


@WIDTHS
def test_a_facet_filters_and_is_taken_away_again(page: Page, site_url: str, root: Path, width: int) -> None:
    wide(page, width)
    ask(page, site_url, "经济社会发展")
    for name in ("kind", "place", "speaker", "year"):
        assert_filters(page, root, "经济社会发展", name)


def assert_filters(page: Page, root: Path, phrase: str, name: str) -> None:
    """That a facet of what was found for a phrase counts right, and that its first two values filter by themselves."""
    whole = counts(root, phrase)

    def value(speech: str) -> str | None:
        row = speeches(root)[speech]
        return (row["date"] or "")[:4] or None if name == "year" else row[name]

    expected: Counter[str | None] = Counter()
    for speech, n in whole.items():
        expected[value(speech)] += n
    links = opened(page, "facets").locator(f"a[data-key^='{name}:']")
    shown = links.evaluate_all("all => all.map(a => [a.dataset.key, a.querySelector('.n').textContent])")
    assert Counter({key: int(n.replace(",", "")) for key, n in shown}) == Counter(
        {f"{name}:{one or 'null'}": n for one, n in expected.items()}
    )
    for n in range(min(2, len(shown))):
        one = shown[n][0].partition(":")[2]
        wanted = {s: c for s, c in whole.items() if (value(s) or "null") == one}
        links.nth(n).click()
        expect(page.locator("#search-found")).to_have_text(told(wanted))
        expect(links).to_have_count(1)
        expect(links).to_have_attribute("aria-current", "true")
        expect(page.locator(".chip")).to_have_count(1)
        page.locator(".chip").click()
        expect(page.locator("#search-found")).to_have_text(told(whole))
        expect(page.locator("#search-q")).to_have_value(phrase)


@WIDTHS
def test_the_chart_adds_up_and_its_bars_lead_to_their_month(
    page: Page, site_url: str, root: Path, width: int
) -> None:
    wide(page, width)
    ask(page, site_url, WORD)
    found = counts(root, WORD)
    months: Counter[str] = Counter()
    for speech, n in found.items():
        months[(speeches(root)[speech]["date"] or "")[:7]] += n
    chart = opened(page, "chart")
    expect(chart.locator(".sum")).to_contain_text(f"共 {sum(found.values()):,} 处")
    names = chart.locator("svg a").evaluate_all("all => all.map(a => a.getAttribute('aria-label'))")
    dated = sorted(month for month in months if month)
    wanted = [f"{month[:4]}年{int(month[5:])}月：{months[month]:,} 处" for month in dated]
    assert [name.partition("，")[0] for name in names] == [
        *wanted,
        *([f"日期不详：{months['']} 处"] if months[""] else []),
    ]
    heights = chart.locator("svg a .bar").evaluate_all("all => all.map(one => one.height.baseVal.value)")
    assert [round(h / max(heights), 3) for h in heights] == [
        round(months[month] / max(months.values()), 3) for month in [*dated, *([""] if months[""] else [])]
    ]
    chart.get_by_text("表格").click()
    cells = chart.locator("tbody tr").evaluate_all("all => all.map(row => row.cells[1].textContent)")
    numbers = [int(cell.replace(",", "")) for cell in cells]
    assert sum(numbers[:-1]) == numbers[-1] == sum(found.values())
    chart.locator("svg a").first.click()
    first = {s: n for s, n in found.items() if (speeches(root)[s]["date"] or "").startswith(dated[0])}
    expect(page.locator("#search-found")).to_have_text(told(first))
    assert query(page) == {"q": [f"{WORD} {dated[0]}..{dated[0]}"]}


def test_the_chart_for_each_ten_thousand_characters(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    found = counts(root, WORD)
    rates: dict[str, float] = {}
    for month in sorted({(row["date"] or "")[:7] for row in speeches(root).values()} - {""}):
        its = {s: row for s, row in speeches(root).items() if (row["date"] or "")[:7] == month}
        rates[month] = sum(found.get(s, 0) for s in its) / sum(row["characters"] for row in its.values())
    page.get_by_role("radio", name="每万字").check()
    heights = page.locator("svg a .bar").evaluate_all("all => all.map(one => one.height.baseVal.value)")
    undated = len(heights) - len(rates)
    assert undated in (0, 1)
    top = heights[0] / rates[min(rates)]
    assert [round(h / top, 4) for h in heights[: len(rates)]] == [round(rate, 4) for rate in rates.values()]


def test_bars_are_reached_by_arrows(page: Page, site_url: str) -> None:
    ask(page, site_url, WORD)
    bars = page.locator("svg a")
    assert [bar.get_attribute("tabindex") for bar in bars.all()].count("0") == 1
    bars.first.focus()
    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)


def test_many_months_are_counted_by_year(stubbed: Page) -> None:
    months = [[f"{1950 + n // 12}-{n % 12 + 1:02}", n % 5, 1000] for n in range(40)]
    months = [*months, ["1952", 7, 500], [None, 3, 100]]
    total = sum(n for _, n, _ in months)
    tell(stubbed, occurrences=total, speeches=9, months=sorted(months, key=lambda m: m[0] or "~"))
    rows = stubbed.locator(".chart tbody tr").evaluate_all(
        "all => all.map(row => [row.cells[0].textContent, row.cells[1].textContent])"
    )
    assert [name for name, _ in rows] == ["1950年", "1951年", "1952年", "1953年", "日期不详", "合计"]
    assert [int(n) for _, n in rows] == [
        *(
            sum(n for when, n, _ in months if when and when[:4] == year)
            for year in ("1950", "1951", "1952", "1953")
        ),
        3,
        total,
    ]
    stubbed.locator(".chart tbody a, .chart svg a").first.click()
    assert query(stubbed) == {"q": [f"{WORD} year:1950"]}


def test_a_month_that_is_not_known_is_a_bar_of_its_own_and_no_link(stubbed: Page) -> None:
    tell(stubbed, occurrences=5, speeches=2, months=[["1950", 2, 100], ["1950-03", 3, 100]])
    expect(stubbed.locator(".chart tbody th").first).to_have_text("1950年（月份不详）")
    assert stubbed.locator(".chart svg a").count() == 1, (
        "the filter for the year would find more than the bar shows"
    )


# All lines as a file


def exported(page: Page, name: str) -> str:
    with page.expect_download() as started:
        page.get_by_role("button", name=name).click()
    return Path(started.value.path()).read_bytes().decode("utf-8")


@pytest.mark.parametrize("phrase", [WORD, "，"])
def test_the_table_has_every_line(page: Page, site_url: str, root: Path, phrase: str) -> None:
    ask(page, site_url, phrase, sort="right")
    text = exported(page, "导出 CSV")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert list(rows[0]) == ["日期", "标题", "讲话人", "体裁", "地点", "地址", "前文", "命中", "后文"]
    headline = page.locator("#search-found").inner_text()
    assert f"{len(rows):,} 处" == headline.partition("，见于")[0]
    expect(page.locator(".export output")).to_have_text(f"已导出 {len(rows):,} 处")
    texts = {(row["document"], row["anchor"]): row["text"] for row in lines_of(root, "paragraphs")}
    documents = {
        f"{site_url}{row['url'].removesuffix('index.html')}": row for row in lines_of(root, "documents")
    }
    by_page: Counter[str] = Counter()
    for row in rows:
        address, _, anchor = row["地址"].partition("#")
        document = documents[address]
        facts = speeches(root)[document["speech"]]
        assert row["前文"] + row["命中"] + row["后文"] in texts[document["id"], anchor]
        assert [row["日期"], row["标题"], row["讲话人"], row["体裁"], row["地点"]] == [
            facts["date"] or "",
            facts["title"],
            facts["speaker"] or "",
            strings()["kind"][facts["kind"]],
            facts["place"] or "",
        ]
        by_page[document["speech"]] += 1
    if phrase == WORD:
        assert by_page == Counter(counts(root, phrase))


def test_the_text_has_every_line(page: Page, site_url: str, root: Path) -> None:
    ask(page, site_url, WORD)
    text = exported(page, "导出文本")
    found = counts(root, WORD)
    assert text.splitlines()[0] == f"{WORD}：{told(found)}"
    assert text.count(f"【{WORD}】") == sum(found.values())
    assert all(f"{site_url}speeches/{speech}/#p" in text for speech in found)


def test_a_cell_is_no_formula(stubbed: Page) -> None:
    texts = [f'{sign}HYPERLINK("http://x")' for sign in "=+-@\t"]
    lines = [
        LINE
        | dict.fromkeys(("title", "place", "speaker", "left", "hit", "right"), text)
        | {"start": n, "end": n + 1}
        for n, text in enumerate(texts)
    ]
    found = {
        "occurrences": len(lines),
        "speeches": 1,
        "lines": lines,
        "pages": [PAGE | {"occurrences": len(lines)}],
        "months": [["2020-02", len(lines), 10]],
    }
    tell(stubbed, **found)
    with stubbed.expect_download() as started:
        stubbed.get_by_role("button", name="导出 CSV").click()
        stubbed.wait_for_function("window.asked.length === 2")
        tell(stubbed, **found)
    text = Path(started.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [[cell for cell in row if "HYPER" in cell] for row in rows] == [[f"'{text}"] * 6 for text in texts]


def test_an_export_tells_how_far_it_is_and_can_be_stopped(stubbed: Page) -> None:
    tell(stubbed, occurrences=9, speeches=1, exact=False, checked=[1, 4])
    stubbed.get_by_role("button", name="导出文本").click()
    stubbed.wait_for_function("window.asked.length === 2")
    tell(stubbed, occurrences=9, speeches=1, exact=False, checked=[3, 4])
    expect(stubbed.locator(".export output")).to_contain_text("3/4")
    stubbed.get_by_role("button", name="取消").click()
    expect(stubbed.get_by_role("button", name="导出文本")).to_be_visible()
    expect(stubbed.locator(".export output")).to_have_text("")
    assert stubbed.evaluate("window.asked.at(-1).stopped")
