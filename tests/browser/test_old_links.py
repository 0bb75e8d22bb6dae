"""Links copied from a published site, opened after its texts were edited and the site was built again."""

import contextlib
import http.server
import re
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from rapidfuzz.fuzz import partial_ratio
from tests.browser.accessible import assert_accessible
from tests.sites import generate

from yanlu import memo, pipeline
from yanlu.hanzi import fold
from yanlu.render import GENERATED

#: The raw files of the project, each a real text: the seed's first digits, which text of it, its date.
TEXTS: Final = {
    "poverty.txt": ("001", 2, "2020年3月6日"),
    "report.txt": ("003", 3, "2020年3月10日"),
    "visit.txt": ("001", 3, "2020年3月10日"),
    "letter.txt": ("001", 4, "2020年3月15日"),
    "summit.txt": ("001", 6, "2020年3月26日"),
}
POVERTY, REPORT, VISIT = "2020-03-06", "2020-03-10", "2020-03-10-2"
LETTER, SUMMIT = "2020-03-15", "2020-03-26"
COPY = f"{VISIT}/w2"  #: the report's page once the editor has joined it to the visit's speech

STRAYED = "——新冠肺炎疫情带来新的挑战。"  #: these words went from the beginning of ¶20 to the end of ¶19
SPLIT = "贫困地区群众出行难、"  #: with these words a paragraph is split off from ¶12
NEW = "各地还要把搬迁群众的生产生活账一户一户地记清楚，每个季度公布一次，请群众自己来核对。"
EDITOR: Final = {
    "visit.txt": """
        [[witness]]
        ordinal = 1
        begins = "在湖北省考察新冠肺炎疫情防控工作时的讲话"
        joins = "report.txt 1"
        reason = "The report tells the same speech."
    """,
    "anchors": f"""
        [[anchor]]
        page = "{POVERTY}"
        id = "p5"
        gone = true
        reason = "误入的另一篇"

        [[anchor]]
        page = "{LETTER}"
        gone = true
        reason = "收信人要求撤下"
    """,
}

#: Pieces that readers copied links to: page, first paragraph, from where, last paragraph, to where.
PIECES: Final = {
    "corrected": (POVERTY, "p4", 5, "p4", 19),
    "split": (POVERTY, "p12", 200, "p12", 214),
    "strayed": (POVERTY, "p20", 2, "p20", 13),
    "merged": (POVERTY, "p10", 5, "p10", 19),
    "moved": (POVERTY, "p25", 5, "p25", 19),
    "gone": (POVERTY, "p35", 5, "p35", 19),
    "reordered": (POVERTY, "p16", 5, "p16", 19),
    "inserted": (POVERTY, "p13", 3, "p15", 4),
    "joined": (REPORT, "p8", 5, "p8", 19),
    "joined range": (REPORT, "p5a", 0, "p8", 4),
    "removed": (LETTER, "p2", 5, "p2", 19),
}

# The texts of a page, and the links to each paragraph and to pieces that its own scripts make.
COPIED = """async ([assets, pieces]) => {
  const [{ linkTo }, { paragraphs }, { characters, whole }] =
    await Promise.all(["copy", "dom", "text"].map((name) => import(`${assets}reading-${name}.js`)));
  const own = (id) => document.getElementById(id);
  const piece = ([first, start, last, end]) => ({ first: own(first), last: own(last), start, end });
  return {
    texts: Object.fromEntries(paragraphs.map((one) => [one.id, characters(one).join("")])),
    links: Object.fromEntries(paragraphs.map((one) => [one.id, linkTo(whole(one))])),
    pieces: Object.fromEntries(pieces.map(([name, ...where]) => [name, linkTo(piece(where))])),
  };
}"""

# Where the browser is: the address, the words of the paragraph that is addressed, or the tombstone that is seen.
LANDED = """() => {
  const target = document.querySelector(":target");
  const home = target?.closest(".heading-number")?.nextElementSibling ?? target?.closest(".para");
  const copy = home?.cloneNode(true);
  copy?.querySelectorAll(".pn, button").forEach((one) => one.remove());
  const { top, bottom } = (target ?? document.body).getBoundingClientRect();
  const seen = target?.checkVisibility() && 0 <= top && top < innerHeight;
  return { page: location.pathname, words: copy?.textContent ?? null, told: copy ? null : target?.textContent, seen };
}"""

# What each of many links, followed in turn, marks and says.
FOLLOWED = """(links) => links.map((link) => {
  history.replaceState(null, "", link);
  dispatchEvent(new HashChangeEvent("hashchange"));
  const marked = [...document.querySelectorAll(".yl-whole, .yl-part")].map((one) => one.id);
  return [marked.join(), document.querySelector(".yl-notice")?.textContent ?? ""];
})"""

MARKED = "[...(CSS.highlights.get('yl-span') ?? [])].map(String).join('')"


@dataclass
class Copied:
    """What the first edition of a page showed, and the links that were copied from it."""

    texts: dict[str, str]  #: anchor → words
    links: dict[str, str]  #: anchor → link with the words to check
    pieces: dict[str, str]  #: piece → link with the words to check


@dataclass
class Published:
    """The site as it is now, and what was copied from its first edition."""

    url: str
    folder: Path
    first: dict[str, Copied]

    def at(self, page: str, rest: str = "") -> str:
        """An address of the site."""
        return f"{self.url}speeches/{page}/{rest}"

    def on_a_stick(self, page: str, rest: str) -> str:
        """The address of the page's file."""
        return (self.folder / f"speeches/{page}/index.html").as_uri() + rest

    def piece(self, name: str, check: bool = True) -> str:
        """The link to a piece, with or without the words that stood there."""
        link = self.first[PIECES[name][0]].pieces[name]
        return link if check else re.sub("&?check=[^&#]*", "", link)

    def words(self, name: str) -> str:
        """What a piece within a paragraph said."""
        page, anchor, start, _, end = PIECES[name]
        return self.first[page].texts[anchor][start:end]


# Two editions


@pytest.fixture(scope="session")
def published(
    root: Path, seeds: list[Path], browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("published")
    begin(root, seeds, folder)
    publish(folder, "2026-11-22")
    with serve(folder / "site") as url:
        opened = browser.new_page()
        first = {page: copied(opened, url, page) for page in (POVERTY, REPORT, VISIT, LETTER, SUMMIT)}
        opened.close()
        edit(folder, {page: its.texts for page, its in first.items()})
        publish(folder, "2027-03-01")
        yield Published(url, folder / "site", first)


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def begin(root: Path, seeds: list[Path], folder: Path) -> None:
    """The project, before its first edition, with what the site's own build has kept, where there is any.

    The report's ¶5a was put in later: its numbers will not be those of its page as a copy.
    """
    raw = folder / "corpus/raw"
    raw.mkdir(parents=True)
    (folder / "corpus/editor").mkdir()
    shutil.copy(root / "mkdocs.yml", folder)
    own = shutil.ignore_patterns(*GENERATED, "screenshot.png")
    shutil.copytree(root / "docs", folder / "docs", ignore=own)
    with contextlib.suppress(FileNotFoundError):
        shutil.copytree(root / memo.FOLDER, folder / memo.FOLDER)
    read = {path.name[:3]: pipeline.read(path.name, path.read_bytes()).documents for path in seeds}
    for name, (seed, ordinal, date) in TEXTS.items():
        document = read[seed][ordinal - 1]
        texts = [p.text for p in document.paragraphs]
        whole = f"{document.facts.title}\n（{date}）\n\n{lines(texts)}"
        (raw / name).write_text(whole, encoding="utf-8")
        if name == "report.txt":
            rewrite(raw / name, texts, texts[:5] + texts[6:])
            pipeline.issue(folder, iter, "2026-11-21")
            rewrite(raw / name, texts[:5] + texts[6:], texts)


def publish(folder: Path, day: str) -> None:
    """What an editor does: numbers are issued, pages written, and the site is built in its place."""
    pipeline.issue(folder, iter, day)
    pipeline.build(folder, iter)
    generate(folder)


def copied(opened: Page, url: str, page: str) -> Copied:
    opened.goto(f"{url}speeches/{page}/")
    pieces = [[name, *where] for name, (its, *where) in PIECES.items() if its == page]
    return Copied(**opened.evaluate(COPIED, [f"{url}assets/", pieces]))


def edit(folder: Path, first: dict[str, dict[str, str]]) -> None:
    """What befell the texts between the two editions."""
    raw, old = folder / "corpus/raw", first[POVERTY]
    now = {anchor: [text] for anchor, text in old.items()}
    now["p2"] = [corrected(old["p2"], "主要任务", "任务")]
    now["p4"] = [corrected(old["p4"], "我就打赢", "我围绕打赢")]
    now["p9"], now["p10"] = [old["p9"] + old["p10"]], []
    before, words, after = old["p12"].partition(SPLIT)
    now["p12"] = [before, words + after]
    now["p14"].append(NEW)
    now["p19"], now["p20"] = [old["p19"] + STRAYED], [corrected(old["p20"], STRAYED, "")]
    now["p38"].append(old["p16"])
    now["p5"] = now["p16"] = now["p25"] = now["p35"] = []
    rewrite(raw / "poverty.txt", old.values(), (text for texts in now.values() for text in texts))
    summit = list(first[SUMMIT].values())
    rewrite(raw / "summit.txt", summit, [*summit[:6], old["p25"], *summit[6:]])
    text = (raw / "summit.txt").read_text(encoding="utf-8")
    text = corrected(corrected(text, "3月26日", "3月27日"), "携手抗疫", "团结抗疫")
    (raw / "summit.txt").write_text(text, encoding="utf-8")
    (raw / "letter.txt").unlink()
    for name, entries in EDITOR.items():
        (folder / f"corpus/editor/{name}.toml").write_text(entries, encoding="utf-8")


def lines(texts: Iterable[str]) -> str:
    return "".join(f"　　{text}\n" for text in texts)


def rewrite(path: Path, before: Iterable[str], after: Iterable[str]) -> None:
    """A raw file with other paragraphs."""
    text = corrected(path.read_text(encoding="utf-8"), lines(before), lines(after))
    path.write_text(text, encoding="utf-8")


def corrected(text: str, before: str, after: str) -> str:
    assert text.count(before) == 1
    return text.replace(before, after)


# Readers


@pytest.fixture(scope="session")
def site_url(published: Published) -> str:
    """The site that `page` must stay on."""
    return published.url


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page without scripts."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(params=["page", "still"])
def reader(request: pytest.FixtureRequest) -> Page:
    """A page with scripts, and one without."""
    opened: Page = request.getfixturevalue(request.param)
    return opened


def landed(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(LANDED)
    return found


def notice(page: Page) -> Locator:
    return page.locator(".yl-notice")


def arrived(page: Page, link: str) -> Page:
    """The page opened by a link, its scripts run."""
    page.goto(link)
    expect(page.locator(".yl-progress")).to_be_visible()
    return page


def followed(page: Page, link: str) -> Page:
    """Another link to the page that is open, as if it had been followed."""
    page.evaluate(FOLLOWED, [link])
    return page


# Every link


TOLD: Final = {POVERTY: {"p5", "p25", "p35"}, LETTER: {"p1", "p2", "p3", "p4", "p5"}}  #: lead to a tombstone


def test_every_plain_link_finds_its_words_or_is_told_what_became_of_them(
    reader: Page, published: Published
) -> None:
    for edition in (POVERTY, VISIT, LETTER, SUMMIT):
        told = set()
        for anchor, words in published.first[edition].texts.items():
            reader.goto(published.at(edition, f"#{anchor}"))
            there = landed(reader)
            assert there["seen"], (edition, anchor)
            if there["words"] is None:
                told.add(anchor)
                assert words[:15] in there["told"] and "2027年3月1日" in there["told"]
            else:
                likeness = partial_ratio(fold(words), fold(there["words"]))
                assert likeness > 80, f"{edition}#{anchor} is {there['words']!r}"
        assert told == TOLD.get(edition, set()), edition


def test_every_link_with_its_words_finds_them_or_says_so(page: Page, published: Published) -> None:
    for edition in (POVERTY, VISIT, SUMMIT):
        its = published.first[edition]
        arrived(page, published.at(edition))
        page.evaluate(
            "document.documentElement.hidden = true"
        )  # what is marked is asked, not how it is drawn
        found = page.evaluate(FOLLOWED, list(its.links.values()))
        said = {anchor: text for anchor, (_, text) in zip(its.links, found, strict=True) if text}
        marked = {anchor: ids for anchor, (ids, text) in zip(its.links, found, strict=True) if not text}
        edited = edition == POVERTY
        assert said.keys() == ({"p2", "p20"} | TOLD[POVERTY] if edited else set()), edition
        now = {anchor: anchor for anchor in its.links if anchor not in said}
        assert marked == (now | {"p10": "p9"} if edited else now), edition


# Words corrected, split, merged


def test_corrected_words_are_shown_old_against_new(page: Page, published: Published) -> None:
    arrived(page, published.first[POVERTY].links["p2"])
    expect(notice(page)).to_contain_text("链接制作之后，¶2 的文字有改动。")
    expect(notice(page).locator("bdi")).to_have_text(["这次会议的主要任", "这次会议的任"])
    expect(notice(page).locator(":is(del, ins)")).to_have_text(["主要"])
    expect(notice(page)).to_be_in_viewport()
    followed(page, published.piece("corrected"))
    expect(notice(page).locator(":is(del, ins)")).to_have_text(["就", "围绕"])
    assert page.evaluate(MARKED).startswith("以来，我围绕打赢")
    followed(page, published.at(POVERTY, "#p2"))
    assert not notice(page).count(), "a plain link asks nothing"


def test_where_number_and_words_disagree_both_are_offered(page: Page, published: Published) -> None:
    arrived(page, published.first[POVERTY].links["p20"])
    expect(notice(page).get_by_role("link")).to_have_text(["按段号：¶20", "按文字：¶19"])
    followed(page, published.piece("strayed"))
    expect(notice(page).get_by_role("link")).to_have_text(["按段号：¶20", re.compile("^按文字：¶19 第")])
    expect(notice(page)).to_be_in_viewport()
    assert page.evaluate(MARKED) == "", "characters that are not the link's were marked"
    notice(page).get_by_role("link", name="按文字").click()
    expect(page.locator(".yl-part")).to_have_attribute("id", "p19")
    assert page.evaluate(MARKED) == published.words("strayed")


def test_a_piece_of_what_was_split_off_is_no_piece_of_the_rest(page: Page, published: Published) -> None:
    arrived(page, published.at(POVERTY))
    for check in (True, False):
        followed(page, published.piece("split", check))
        expect(notice(page)).to_contain_text("链接所指的字在 ¶12 里找不到，这里标出整段。")
        assert page.evaluate(MARKED) == ""
        ways = notice(page).get_by_role("link")
        expect(ways).to_have_text([re.compile("^按文字：¶12a 第")] if check else [])
        if check:
            ways.click()
            expect(page.locator(".yl-part")).to_have_attribute("id", "p12a")
            assert page.evaluate(MARKED) == published.words("split")


def test_a_merged_number_leads_to_its_place_in_the_paragraph(page: Page, published: Published) -> None:
    page.set_viewport_size({"width": 390, "height": 300})
    arrived(page, published.at(POVERTY, "#p10"))
    assert page.evaluate(MARKED) == published.first[POVERTY].texts["p10"]
    assert landed(page)["seen"] and page.locator("#p9 .pn").inner_text() == "¶9–10"
    for check in (True, False):
        followed(page, published.piece("merged", check))
        assert page.evaluate(MARKED) == published.words("merged") and not notice(page).count()


def test_a_merged_number_is_marked_without_scripts(still: Page, published: Published) -> None:
    still.set_viewport_size({"width": 390, "height": 300})
    still.goto(published.at(POVERTY, "#p10"))
    place = still.locator("#p10")
    assert landed(still)["seen"] and place.bounding_box()["width"] > 1
    assert still.locator("#p9").evaluate("one => getComputedStyle(one).boxShadow") != "none"
    assert place.evaluate("one => one.nextSibling.data") == published.first[POVERTY].texts["p10"]


def test_pieces_whose_words_stayed_are_marked_and_nothing_is_said(page: Page, published: Published) -> None:
    own = published.first[POVERTY].texts
    arrived(page, published.at(POVERTY))
    for check in (True, False):
        followed(page, published.piece("reordered", check))
        assert page.evaluate(MARKED) == published.words("reordered") and not notice(page).count()
        followed(page, published.piece("inserted", check))
        assert page.evaluate(MARKED) == own["p13"][3:] + own["p14"] + NEW + own["p15"][:4]
        assert not notice(page).count()


# What is gone


def test_a_tombstone_says_what_stood_there_when_it_went_why_and_where(
    reader: Page, published: Published
) -> None:
    reader.goto(published.at(POVERTY, "#p5"))
    stone = reader.locator("#p5")
    words = published.first[POVERTY].texts["p5"][:20]
    said = f"¶5 本段已从文本中移除（2027年3月1日），原文开头为“{words}…”。原因：误入的另一篇 前：¶4 后：¶6"
    expect(stone).to_have_text(said)
    expect(stone).to_be_in_viewport(ratio=1)
    expect(reader.locator(".gone:visible")).to_have_count(1)
    stone.get_by_role("link", name="¶6").click()
    expect(reader.locator(".para:target")).to_have_attribute("id", "p6")
    expect(stone).to_be_hidden()
    reader.goto(published.at(POVERTY, "#p35"))
    expect(reader.locator("#p35")).not_to_contain_text("原因")


def test_a_piece_of_what_is_gone_is_nowhere(page: Page, published: Published) -> None:
    for check in (True, False):
        arrived(page, published.piece("gone", check))
        expect(notice(page)).to_have_text("¶35 已不在本文中。")
        expect(page.locator("#p35")).to_be_in_viewport()
        assert page.evaluate(MARKED) == "" and not page.locator(".yl-whole, .yl-part").count()


def test_on_paper_a_tombstone_is_there_for_whoever_asked(still: Page, published: Published) -> None:
    still.emulate_media(media="print")
    still.goto(published.at(POVERTY))
    expect(still.locator(".gone")).to_have_count(3)
    expect(still.locator(".gone:visible")).to_have_count(0)
    still.goto(published.at(POVERTY, "#p5"))
    expect(still.locator(".gone:visible")).to_have_id("p5")


def test_a_number_that_moved_leads_to_the_words_on_the_other_page(reader: Page, published: Published) -> None:
    reader.goto(published.at(POVERTY, "#p25"))
    stone = reader.locator("#p25")
    expect(stone).to_contain_text("本段已移至 2020-03-26#p6a（2027年3月1日）")
    stone.get_by_role("link", name="#p6a").click()
    reader.wait_for_url(published.at(SUMMIT, "index.html#p6a"))
    assert landed(reader)["words"] == published.first[POVERTY].texts["p25"]


def test_a_piece_that_moved_is_asked_for_on_the_other_page(page: Page, published: Published) -> None:
    for check in (True, False):
        arrived(page, published.piece("moved", check))
        page.locator("#p25").get_by_role("link", name="#p6a").click()
        expect(page.locator(".yl-part")).to_have_attribute("id", "p6a")
        assert page.evaluate(MARKED) == published.words("moved") and not notice(page).count()


# Addresses that lead on


def test_a_former_address_leads_on_at_once_with_all_that_was_asked(page: Page, published: Published) -> None:
    own = published.first[REPORT].texts
    for link, words in {
        published.piece("joined"): published.words("joined"),
        published.piece("joined", check=False): published.words("joined"),
        published.piece("joined range"): own["p5a"] + own["p6"] + own["p7"] + own["p8"][:4],
    }.items():
        page.goto(link, wait_until="commit")
        page.wait_for_url(f"**/{COPY}/**")
        expect(page.locator(".yl-part").first).to_be_in_viewport()
        assert page.evaluate(MARKED) == words and not notice(page).count()
        assert ("check" in page.url) == ("check" in link)
    page.route(f"**/{COPY}/index.html*", lambda route: route.fulfill(body="arrived"))
    for rest, lands in {
        "": "",
        "#p5a": "#p6",
        "?x=1#p8": "?x=1#p9",
        "#about": "#about",
        "#%E0%A4": "#%E0%A4",
    }.items():
        page.goto(published.at(REPORT, rest), wait_until="commit")
        page.wait_for_url(published.at(COPY, f"index.html{lands}"))


def test_a_range_that_is_torn_apart_is_told(page: Page, published: Published) -> None:
    page.goto(published.at(REPORT, "?to=p99#p8"), wait_until="commit")
    page.wait_for_url(f"**/{COPY}/**")
    expect(notice(page)).to_have_text("链接所指的范围在本页找不到，这里只标出 ¶9。")


def test_without_scripts_a_former_address_shows_the_way(still: Page, published: Published) -> None:
    still.goto(published.piece("joined"))
    row = still.locator("li:target")
    expect(row).to_be_in_viewport()
    row.get_by_role("link").click()
    still.wait_for_url(published.at(COPY, "index.html#p9"))
    assert landed(still)["words"] == published.first[REPORT].texts["p8"]
    still.goto(published.at(REPORT))
    ways = still.evaluate(
        "[...document.querySelectorAll('.former li')].map((one) => [one.id, one.querySelector('a').href])"
    )
    anchors = list(published.first[REPORT].texts)
    assert ways == [[old, published.at(COPY, f"index.html#p{n}")] for n, old in enumerate(anchors, 1)]
    still.get_by_role("note").get_by_role("link").click()
    still.wait_for_url(published.at(COPY, "index.html"))


def test_a_speech_whose_raw_file_went_keeps_its_address_and_says_why(
    reader: Page, published: Published
) -> None:
    reader.goto(published.piece("removed"))
    assert reader.url == published.piece("removed")
    expect(reader.get_by_role("note")).to_contain_text("这里的文本已从网站移除。 原因：收信人要求撤下")
    expect(reader.locator("li:target")).to_be_in_viewport()
    expect(reader.locator("li:target")).to_contain_text("本段已从文本中移除（2027年3月1日）")
    expect(reader.locator(".former a")).to_have_count(0)


def test_a_corrected_date_and_title_change_no_address(reader: Page, published: Published) -> None:
    reader.goto(published.at(SUMMIT, "#p4"))
    expect(reader.get_by_role("heading", level=1)).to_contain_text("团结抗疫")
    expect(reader.locator(".facts")).to_contain_text("2020年3月27日")
    assert landed(reader)["words"] == published.first[SUMMIT].texts["p4"]


# For everybody


def test_by_keyboard_alone(page: Page, published: Published) -> None:
    """From a tombstone to its neighbour, from a notice to the words."""
    arrived(page, published.at(POVERTY, "#p5"))
    expect(notice(page)).to_be_focused()
    for name in ("¶4", "¶6"):
        page.keyboard.press("Tab")
        expect(page.locator("#p5").get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".para:target")).to_have_attribute("id", "p6")
    arrived(page, published.piece("strayed"))
    expect(notice(page)).to_be_focused()
    for name in ("按段号", "按文字"):
        page.keyboard.press("Tab")
        expect(notice(page).get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#p19")).to_be_focused()
    assert page.evaluate(MARKED) == published.words("strayed")
    arrived(page, published.at(POVERTY, "#p25"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(published.at(SUMMIT, "index.html#p6a"))


COPY_ALL = """() => {
  const data = new DataTransfer();
  const texts = document.querySelectorAll(".para");
  const last = texts[texts.length - 1];
  getSelection().setBaseAndExtent(texts[0], 0, last, last.childNodes.length);
  texts[0].dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
  const html = new DOMParser().parseFromString(data.getData("text/html"), "text/html").body;
  return [data.getData("text/plain"), html.textContent];
}"""


def test_copied_text_has_no_tombstone_and_no_number_of_the_base(page: Page, published: Published) -> None:
    arrived(page, published.at(COPY))
    assert page.locator(".counterpart:visible").count() > 10
    own = "".join(published.first[REPORT].texts.values())
    for text in page.evaluate(COPY_ALL):
        assert "".join(text.split()) == own
    arrived(page, published.at(POVERTY, "#p5"))
    expect(page.locator("#p5")).to_be_visible()
    for text in page.evaluate(COPY_ALL):
        assert "移除" not in text and "移至" not in text
        assert published.first[POVERTY].texts["p5"][:15] not in text


# Of plain paragraphs, which are looked at in test_reading, a dozen are left, and of what is folded its summary.
LESS = """() => {
  const folded = document.querySelectorAll("details:not([open]) > :not(summary)");
  for (const one of [...document.querySelectorAll(".para")].slice(12).concat(...folded)) one.remove();
}"""

TOO_SMALL = """(links) => links.filter((link) => {
  const { width, height } = link.getBoundingClientRect();
  return width < 43.9 || height < 43.9;
}).map((link) => link.textContent)"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, published: Published, colours: Any) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, color_scheme=colours, has_touch=True
    )
    page = context.new_page()
    for address in (
        "speeches/2020-03-06/#p5",
        f"speeches/{LETTER}/#p2",
        "history.html",
        f"speeches/{COPY}/#p9",
    ):
        page.goto(published.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        links = page.locator(":is(.gone, .changed, .former, .counterpart) a:visible")
        assert not links.evaluate_all(TOO_SMALL), address
        page.evaluate(LESS)
        assert_accessible(page, address)
    context.close()


def test_from_a_folder(reader: Page, published: Published) -> None:
    own = published.first[POVERTY].texts
    reader.goto(published.on_a_stick(POVERTY, "#p16"))
    assert landed(reader)["seen"] and landed(reader)["words"] == own["p16"]
    reader.goto(published.on_a_stick(POVERTY, "#p25"))
    reader.locator("#p25").get_by_role("link", name="#p6a").click()
    reader.wait_for_url(published.on_a_stick(SUMMIT, "#p6a"))
    assert landed(reader)["words"] == own["p25"]


def test_from_a_folder_a_former_address_leads_on(page: Page, still: Page, published: Published) -> None:
    words = published.first[REPORT].texts["p8"]
    page.goto(published.on_a_stick(REPORT, "#p8"), wait_until="commit")
    still.goto(published.on_a_stick(REPORT, "#p8"))
    still.locator("li:target").get_by_role("link").click()
    for reader in (page, still):
        reader.wait_for_url(published.on_a_stick(COPY, "#p9"))
        assert landed(reader)["words"] == words
