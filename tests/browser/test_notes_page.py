"""The page of all notes: found, taken out, brought in, and what it says where there can be none."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.noting import (
    PAGE,
    SPEECH,
    annotation,
    bring,
    dumped,
    exported,
    highlight,
    kept,
    opened,
    painted,
    shortened,
    write,
)

WORDS = "沧海横流，方显英雄本色"
OTHER = "speeches/2020-03-02/index.html"
MARKUP = "<img src=x onerror=throw 1>"
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def page(page: Page) -> Page:
    shortened(page.context)
    return page


@pytest.fixture
def notes(page: Page, site_url: str) -> Page:
    """The page, with no notes."""
    page.goto(f"{site_url}notes/index.html")
    expect(page.locator("#notes-count")).to_have_text("列出 0 条，共 0 条")
    return page


def count(page: Page, n: int, total: int) -> None:
    expect(page.locator("#notes-count")).to_have_text(f"列出 {n:,} 条，共 {total:,} 条")


# Found


def test_notes_are_found_by_what_they_are(page: Page, site_url: str) -> None:
    opened(page, site_url + PAGE)
    write(page, ("p5", 1), ("p5", 12), "诗句", "典故 引文", "绿")
    highlight(page, ("p6", 0), ("p6", 5))
    opened(page, site_url + OTHER)
    write(page, ("p2", 0), ("p2", 6), "科研", "引文")
    page.goto(f"{site_url}notes/index.html")
    bring(page, dumped(annotation(exact="此句不在文中，哪里也没有这样的话")))
    count(page, 4, 4)
    opened(page, site_url + PAGE)
    expect(page.locator(".yl-notes-open")).to_have_text("批注（3）")
    page.goto(f"{site_url}notes/index.html")
    count(page, 4, 4)
    form = page.locator("#notes-filter")
    for name, label, n in [
        ("讲话", "协同推进新冠肺炎防控科研攻关 为打赢疫情防控阻击战提供科技支撑（1）", 1),
        ("颜色", "绿（3）", 3),
        ("标签", "#引文（2）", 2),
        ("位置", "找不到原文", 1),
        ("位置", "在原文中", 3),
    ]:
        form.get_by_label(name).select_option(label=label)
        count(page, n, 4)
        form.get_by_role("button", name="清除筛选").click()
        count(page, 4, 4)
    form.get_by_label("含有").fill("诗")
    count(page, 1, 4)
    form.get_by_label("含有").fill("")
    form.get_by_label("到", exact=True).fill("2020-03-31")
    count(page, 1, 4)
    orphan = page.locator(".yl-note")
    expect(orphan).to_contain_text("此句不在文中，哪里也没有这样的话")
    expect(orphan.get_by_role("link")).to_have_text("原在 ¶5")
    form.get_by_role("button", name="清除筛选").click()
    page.get_by_role("link", name="¶6").click()
    expect(page).to_have_url(f"{site_url}{PAGE}#p6")


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(notes: Page, site_url: str) -> None:
    bring(notes, dumped(*(annotation(n, body=[{"value": MARKUP * 20}]) for n in range(1, 4)), {"type": "x"}))
    for width, colours in ((390, "dark"), (1280, "light")):
        notes.set_viewport_size({"width": width, "height": 900})
        notes.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        notes.reload()
        count(notes, 3, 3)
        assert_accessible(notes)
        assert notes.evaluate("document.documentElement.scrollWidth") <= width
        small = (
            "all => all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML)"
        )
        assert (
            notes.locator("#notes-all :is(button, select, input:not([type=file])):visible").evaluate_all(
                small
            )
            == []
        )


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "from a folder"])
def test_where_there_can_be_none_the_page_says_so(
    browser: Browser, site_url: str, root: Path, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto((root / "site/notes/index.html").as_uri() if scripts else f"{site_url}notes/index.html")
    told = page.locator(".notice:visible")
    expect(told).to_contain_text("python3 -m http.server" if scripts else "批注要靠脚本")
    expect(page.locator("#notes-all")).to_be_hidden()
    context.close()


# Taken out and brought in


def test_notes_go_out_and_come_in_elsewhere(page: Page, site_url: str, browser: Browser) -> None:
    """As annotations, twice without harm; the newer of two wins."""
    opened(page, site_url + PAGE)
    write(page, ("p5", 1), ("p5", 12), f"一\n{MARKUP}", "典故", "绿")
    highlight(page, ("p6", 0), ("p6", 5))
    page.goto(f"{site_url}notes/index.html")
    page.get_by_text("署名和许可").click()
    page.get_by_label("署名").fill("某甲")
    page.get_by_label("许可").select_option(label="CC BY 4.0")
    file = exported(page)
    first, second = json.loads(file)
    for one in (first, second):
        assert one["@context"] == "http://www.w3.org/ns/anno.jsonld" and one["type"] == "Annotation"
        assert one["id"].startswith("urn:uuid:") and one["stylesheet"]["type"] == "CssStylesheet"
        assert one["creator"] == {"type": "Person", "name": "某甲"} and "by/4.0" in one["rights"]
        assert one["target"]["source"] == f"urn:x-yanlu:speech:{SPEECH}"
    assert (first["motivation"], second["motivation"]) == ("commenting", "highlighting")
    assert "body" not in second and first["target"]["styleClass"] == "yl-note-green"
    assert first["body"] == [
        {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": f"一\n{MARKUP}"},
        {"type": "TextualBody", "purpose": "tagging", "value": "典故"},
    ]
    assert file.count(b"\n") == 4  # a line each

    context = browser.new_context(locale="zh-CN")
    shortened(context)
    fresh = context.new_page()
    fresh.goto(f"{site_url}notes/index.html")
    assert "新增 2 条，更新 0 条，相同 0 条，不收 0 条" in bring(fresh, file)
    expect(fresh.locator("#notes-list h2")).to_have_text(
        "在统筹推进新冠肺炎疫情防控和经济社会发展工作部署会议上的讲话"
    )
    assert "新增 0 条，更新 0 条，相同 2 条，不收 0 条" in bring(fresh, file)
    newer = dumped({**first, "modified": "2099-01-01T00:00:00Z", "body": [{"value": "新"}]}, second)
    assert "新增 0 条，更新 1 条，相同 1 条，不收 0 条" in bring(fresh, newer)
    assert "更新 0 条，相同 2 条" in bring(fresh, file)
    assert [note["comment"] for note in kept(fresh)] == ["新", ""]
    opened(fresh, site_url + PAGE)
    painted(fresh, "yl-note-green", f"{WORDS}|近一段时间")
    context.close()


def test_people_get_markdown_and_tables(notes: Page) -> None:
    """No cell is a formula, no line of a note becomes another thing than text."""
    bring(
        notes,
        dumped(
            annotation(1, body=[{"value": f"{FORMULA}\n# {MARKUP}"}, {"purpose": "tagging", "value": "*甲*"}])
        ),
    )
    rows = list(csv.DictReader(io.StringIO(exported(notes, "CSV").decode("utf-8-sig"))))
    assert (
        rows[0]["批语"] == f"'{FORMULA}\n# {MARKUP}" and rows[0]["原文"] == WORDS and rows[0]["段号"] == "p5"
    )
    text = exported(notes, "Markdown").decode()
    assert f"> {WORDS}" in text and "\\# &#60;img src=x onerror=throw 1&#62;" in text and "\\*甲\\*" in text
    assert "speeches/2020-02-23/index.html#p5)" in text


HYPOTHESIS: dict[str, Any] = {
    "rows": [
        {
            "id": "abcDEF123",
            "created": "2020-03-01T08:00:00.000000+00:00",
            "updated": "2020-03-02T08:00:00.000000+00:00",
            "user": "acct:jia@hypothes.is",
            "uri": f"https://example.org/speeches/{SPEECH}/",
            "text": f"看 [这里](javascript:throw 1) {MARKUP}",
            "tags": ["甲", "乙"],
            "document": {"title": ["题"]},
            "target": [
                {
                    "source": f"https://example.org/speeches/{SPEECH}/",
                    "selector": [
                        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 1, "endContainer": "/p[1]", "endOffset": 2},
                        {"type": "TextPositionSelector", "start": 2345, "end": 2356},
                        {"type": "TextQuoteSelector", "exact": WORDS, "prefix": "¶5“", "suffix": "。”在这场"},
                    ],
                }
            ],
        }
    ],
    "total": 1,
}  # fmt: skip
RECOGITO = [
    {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "5a1c8d5e-0a7e-4b2b-9a53-0b9f6a1f6d10",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "commenting", "value": "丙", "creator": {"id": "1"}}],
        "target": {
            "source": f"http://127.0.0.1/speeches/{SPEECH}/index.html",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "近一段时间，我们主要做了以下工作"},
                {"type": "TextPositionSelector", "start": 9000, "end": 9005},
            ],
        },
        "created": "2020-03-03T00:00:00Z",
    }
]


def test_what_other_programs_give_is_taken(notes: Page, site_url: str) -> None:
    for given in (HYPOTHESIS, RECOGITO, {"type": "AnnotationPage", "items": [annotation(7)]}):
        file = json.dumps(given, ensure_ascii=False).encode()
        assert "新增 1 条，更新 0 条，相同 0 条，不收 0 条" in bring(notes, file)
        assert "新增 0 条，更新 0 条，相同 1 条，不收 0 条" in bring(notes, file)
    count(notes, 3, 3)
    opened(notes, site_url + PAGE)
    expect(notes.locator(".yl-notes summary")).to_have_text(["本段有 2 条批注", "本段有 1 条批注"])
    notes.locator(".yl-notes summary").first.click()
    expect(notes.locator(".yl-note")).to_contain_text(["看 [这里]", "批"])
    expect(notes.locator(".yl-note__state")).to_have_count(0)
    assert notes.locator(".yl-note__comment a").count() == 0
    assert {note["name"] for note in kept(notes)} == {"jia@hypothes.is", ""}


def changed(n: int, **target: Any) -> dict[str, Any]:
    """The annotation with another target."""
    return annotation(n, target={**annotation()["target"], **target})


WRONG: list[tuple[Any, str]] = [
    (17, "类型不对"),
    (["x"], "类型不对"),
    ({"type": "Note"}, "类型不对"),
    (annotation(2, id=5), "类型不对"),
    (annotation(2, id="no name"), "没有全球通用的标识"),
    (annotation(2, id="x:" + "y" * 400), "太长"),
    (annotation(2, created="yesterday"), "时间的写法不对"),
    (annotation(2, body=[{"value": {"a": 1}}]), "类型不对"),
    (annotation(2, body=[{"value": "长" * 50_001}]), "太长"),
    (annotation(2, body=[{"purpose": "tagging", "value": "长" * 101}]), "太长"),
    (annotation(2, target=[]), "恰好一个"),
    (annotation(2, target=[{"source": "a"}, {"source": "b"}]), "恰好一个"),
    (annotation(2, target={"source": "https://example.org/other/"}), "不是本站的讲话： https://example.org/other/"),
    (annotation(2, target={"source": "javascript:throw 1"}), "不是本站的讲话"),
    (annotation(2, rights="all mine"), "没有全球通用的标识： rights"),
    (changed(2, selector=[{"type": "TextQuoteSelector", "exact": ""}]), "没有所批的原文"),
    (changed(2, selector={"type": "CssSelector", "value": "p"}), "没有所批的原文"),
    (changed(2, selector=[{"type": "FragmentSelector", "value": '"><img>'}, {"type": "TextQuoteSelector", "exact": "a"}]), "不是段号"),
    (changed(2, selector=[{"type": "TextPositionSelector", "start": "0", "end": 2}, {"type": "TextQuoteSelector", "exact": "a"}]), "位置不对"),
]  # fmt: skip


def test_what_is_no_note_is_refused_with_its_line_and_reason(notes: Page) -> None:
    """And the good ones beside it are taken."""
    good = annotation(1, creator={"name": f"{MARKUP}\u202e"}, styleClass=MARKUP, extra={"deep": [MARKUP]})
    told = bring(notes, dumped(good, *(one for one, _ in WRONG)))
    assert f"新增 1 条，更新 0 条，相同 0 条，不收 {len(WRONG)} 条" in told
    lines = [line for line in told.splitlines() if line.startswith("第 ")]
    for n, (line, (one, reason)) in enumerate(zip(lines, WRONG, strict=True), 3):
        assert line.startswith(f"第 {n} 行：") and reason in line, (line, one)
    (note,) = kept(notes)
    assert "extra" not in note and note["colour"] == "yellow"
    expect(notes.locator(".yl-note__about")).to_contain_text(MARKUP)
    assert notes.locator("#notes-all img").count() == 0


def test_files_that_are_none_are_refused(notes: Page, tmp_path: Path) -> None:
    """No JSON, too deep, too big; ten megabytes of notes are taken."""
    deep = (
        b'[{"type":"Annotation","id":"x:1","target":'
        + b'{"source":' * 200_000
        + b"1"
        + b"}" * 200_000
        + b"}]"
    )
    page = json.dumps(
        {"@context": ["x", {}], "type": "AnnotationPage", "items": [annotation(), [], 1]}, indent=1
    )
    line = page[: page.rindex("[]")].count("\n") + 1
    assert f"第 {line} 行" in bring(notes, page.encode())
    notes.get_by_role("button", name="删除").click()
    for content in (b"", b"[{", b"\xff\xfe\x00", b"null", b'"x"', b'{"rows":[null,1,[]]}', deep):
        assert "新增 0 条" in bring(notes, content)
        assert notes.locator("#notes-report li").count() >= 1
    assert kept(notes) == []
    many = tmp_path / "many.json"
    many.write_bytes(dumped(*(annotation(n, body=[{"value": "长" * 1500}]) for n in range(1, 2001))))
    assert many.stat().st_size > 10_000_000
    assert "新增 2,000 条" in bring(notes, many)
    count(notes, 2000, 2000)
    expect(notes.locator(".yl-note")).to_have_count(100)
    notes.get_by_role("button", name="再显示一些").click()
    expect(notes.locator(".yl-note")).to_have_count(200)
