"""The built pages, as a reader meets them; and a site full of hostile text, built the same way."""

import gzip
import hashlib
import json
import shutil
import tomllib
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.searching import lines_of
from tests.browser.speeches import ALL_PARTS, addresses, shortest
from tests.sites import generate, site

from yanlu.model import Block, Change, Document, Facts, Finding, Paragraph, RawFile
from yanlu.render import GENERATED, render

# What a page tells: its paragraphs without their numbers, its titles, and what the head says to programs, as they read it.
TOLD = """() => {
  const one = (selector) => document.querySelector(selector);
  const paragraphs = [...document.querySelectorAll(".para")].map((para) => {
    const copy = para.cloneNode(true);
    copy.querySelectorAll(".pn").forEach((number) => number.remove());
    return copy.textContent;
  });
  return [paragraphs, one("h1").textContent, one("title").textContent, [
    one("meta[name=citation_title]").content,
    one("meta[name=citation_author]").content,
    one("meta[property='og:title']").content,
    JSON.parse(one("script[type='application/ld+json']").textContent).name,
  ]];
}"""


def hostile_document(text: str, ordinal: int) -> Document:
    """A text that has the same few characters in every place."""
    kinds = ("body", "heading", "label", "verse", "signature")
    block = Block(text=text, start=0, end=1, lines=(1, 1))
    return Document(
        source=f"{text}.html",
        ordinal=ordinal,
        start=0,
        end=9,
        facts=Facts(text, text, "2020-03-06", None, text, text, text, evidence={"title": text}),
        head=(block,),
        paragraphs=tuple(Paragraph(text=text, start=0, end=1, lines=(1, 1), kind=kind) for kind in kinds),
        apparatus=(block,),
        changes=(Change(0, 1, 1, text, text, ""),),
        findings=(Finding(text, 1, "D001", text),),
    )


@pytest.fixture(scope="session")
def hostile_texts(root: Path) -> list[str]:
    cases = tomllib.loads((root / "tests/cases/hostile.toml").read_text(encoding="utf-8"))["case"]
    return ["x", *(case["text"] for case in cases)]


@pytest.fixture(scope="session")
def hostile_site(root: Path, hostile_texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our settings and hand-written pages with hostile speeches, built strictly. The first is plain."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(root / "mkdocs.yml", folder)
    shutil.copytree(root / "docs", folder / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    documents = [hostile_document(text, n) for n, text in enumerate(hostile_texts, 1)]
    raws = {
        name: RawFile(name, name, hashlib.sha256(name.encode()).hexdigest(), "utf-8", len(name))
        for name in (document.source for document in documents)
    }
    render(site(documents, raws), folder / "docs")
    return generate(folder)


class Anatomy(HTMLParser):
    """A page's elements, ids and links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("class") != "inv":  # the signs for invisible characters differ with the text
            self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in ("href", "src") and value]


def test_hostile_text_adds_no_element_to_its_page(hostile_site: Path) -> None:
    pages = {page.parent.name: Anatomy(page).tags for page in hostile_site.glob("speeches/*/index.html")}
    plain = tags_by_count(pages.pop("2020-03-06"))
    # One has no next and the plain one no previous text; all the rest has the same skeleton.
    wrong = {
        name for name, tags in pages.items() if different(tags_by_count(tags), plain) - {"a", "bdi", "span"}
    }
    assert not wrong


def in_order(site: Path) -> list[Path]:
    """The speeches' pages in the order in which `hostile_site` made them."""
    rows = [json.loads(line) for line in (site / "data/documents.jsonl").read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: row["ordinal"])
    return [site / f"speeches/{row['speech']}/index.html" for row in rows]


def tags_by_count(tags: list[str]) -> dict[str, int]:
    return {tag: tags.count(tag) for tag in set(tags)}


def different(one: dict[str, int], other: dict[str, int]) -> set[str]:
    return {tag for tag in one.keys() | other.keys() if one.get(tag) != other.get(tag)}


def test_every_link_leads_to_a_file_and_an_id_of_the_site(hostile_site: Path) -> None:
    pages = {page: Anatomy(page) for page in hostile_site.rglob("*.html")}
    broken = {
        (page.relative_to(hostile_site).as_posix(), link)
        for page, anatomy in pages.items()
        for link in anatomy.links
        if page.name != "404.html" and not resolves(page, link, pages) and not leads_away(page, link)
    }
    assert not broken


def leads_away(page: Path, link: str) -> bool:
    """A link to another host, which only a hand-written page may have."""
    return urlsplit(link).scheme in ("http", "https") and "speeches" not in page.parts


def resolves(page: Path, link: str, pages: dict[Path, Anatomy]) -> bool:
    target = urlsplit(urljoin(page.as_uri(), link))
    if target.scheme != "file":
        return False
    path = Path(unquote(target.path))
    if not path.is_file():
        return False
    return not target.fragment or target.fragment in pages[path].ids


def test_ids_are_given_once_a_page(hostile_site: Path) -> None:
    for page in hostile_site.glob("speeches/**/index.html"):
        ids = Anatomy(page).ids
        assert len(ids) == len(set(ids)), page


def test_hostile_text_is_shown_and_does_nothing(
    browser: Browser, hostile_site: Path, hostile_texts: list[str]
) -> None:
    """From file://, where a page that asks another host or opens a window would be seen too."""
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: asked.append(dialog.message))
    for text, path in zip(hostile_texts, in_order(hostile_site), strict=True):
        opened.goto(path.as_uri())
        assert opened.evaluate(TOLD) == [[text] * 5, text, f"{text} - 言录", [text] * 4]
    context.close()
    assert not [url for url in asked if not url.startswith("file://")]


def speeches(page: Page, site_url: str) -> list[str]:
    """The addresses of all speeches, from the list."""
    page.goto(f"{site_url}speeches/index.html")
    found: list[str] = page.eval_on_selector_all(".speeches a", "links => links.map(link => link.href)")
    assert found, "the list of speeches is empty"
    return found


# What a speech's page shows, at one look.
SHOWN = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    titles: all("h1").map((one) => one.innerText.trim()),
    levels: all("article :is(h1, h2, h3, h4)").map((one) => Number(one.localName[1])),
    ids: all(".para").map((one) => one.id),
    numbers: all(".pn").map((one) => [one.hash, one.textContent]),
    language: document.documentElement.lang,
    findings: all(".findings li span").map((one) => one.closest("[lang]").lang),
  };
}"""


def assert_sound(page: Page) -> None:
    """That a speech's page has a title, headings in order, numbered paragraphs, and says which language is which."""
    shown, url = page.evaluate(SHOWN), page.url
    assert len(shown["titles"]) == 1 and shown["titles"][0], url
    assert shown["levels"][0] == 1 and shown["levels"].count(1) == 1, url
    assert all(after <= before + 1 for before, after in pairwise(shown["levels"])), url
    assert shown["ids"] == [f"p{n}" for n in range(1, len(shown["ids"]) + 1)] and shown["ids"], url
    assert shown["numbers"] == [[f"#{id}", f"¶{id[1:]}"] for id in shown["ids"]], url
    assert shown["language"] == "zh-Hans" and set(shown["findings"]) <= {"en"}, url


def test_one_can_read_on_from_the_first_speech_to_the_last(page: Page, site_url: str) -> None:
    urls = speeches(page, site_url)
    page.goto(urls[0])
    assert page.locator(".neighbours .earlier").count() == 0
    assert_sound(page)
    for url in urls[1:]:
        page.locator(".neighbours .later").click()
        page.wait_for_url(url)
        assert_sound(page)
    assert page.locator(".neighbours .later").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_link_to_a_paragraph_marks_it(browser: Browser, site_url: str, root: Path, scripts: bool) -> None:
    url = addresses(root)[0]
    (document,) = (row["id"] for row in lines_of(root, "documents") if row["url"] == url)
    last = [row["anchor"] for row in lines_of(root, "paragraphs") if row["document"] == document][-1]
    context = browser.new_context(java_script_enabled=scripts)
    opened = context.new_page()
    opened.goto(f"{site_url}{url}#{last}")
    marked = opened.locator(".para:target")
    assert marked.get_attribute("id") == last
    assert marked.evaluate("para => getComputedStyle(para).boxShadow") != "none"
    box = marked.bounding_box()
    assert box and box["y"] >= 48, "the paragraph is under the header"
    context.close()


def test_copied_text_carries_no_paragraph_numbers(page: Page, site_url: str, root: Path) -> None:
    page.goto(site_url + shortest(root))
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article'))")
    copied: str = page.evaluate("getSelection().toString()")
    assert page.locator("#p1").inner_text().removeprefix("¶1").strip() in copied
    assert "¶1" not in copied and "¶2" not in copied


@pytest.mark.parametrize("widths", [(390, 800), (1920, 1280, 1100)], ids=["a phone first", "a desk first"])
def test_nothing_is_wider_than_the_screen(
    page: Page, site_url: str, root: Path, widths: tuple[int, ...]
) -> None:
    for path in (addresses(root)[0], "speeches/index.html", "", "about.html"):
        page.set_viewport_size({"width": widths[0], "height": 800})
        page.goto(site_url + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


@pytest.fixture
def wide(page: Page) -> Page:
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


def test_on_a_desk_the_text_has_its_measure_and_the_contents_stand_left(
    wide: Page, site_url: str, root: Path
) -> None:
    wide.goto(site_url + shortest(root, *ALL_PARTS))
    text = wide.locator(".para.body").first.bounding_box()
    number = wide.locator(".para.body .pn").first.bounding_box()
    contents = wide.locator(".md-sidebar--secondary").bounding_box()
    assert text and number and contents
    size = wide.locator(".para.body").first.evaluate("para => parseFloat(getComputedStyle(para).fontSize)")
    assert 34 <= text["width"] / size <= 38
    assert contents["x"] + contents["width"] <= number["x"], "the contents run into the numbers"
    assert number["x"] + number["width"] <= text["x"], "the number runs into the text"
    heights = wide.locator(".pn").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert max(heights) <= 2 * size, "a number is broken into lines"


def test_details_open_without_scripts(browser: Browser, site_url: str, root: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(site_url + shortest(root, '<details class="changes'))
    log = opened.locator("details.changes").first
    assert not log.locator("table").is_visible()
    log.locator("summary").click()
    assert log.locator("table").is_visible()
    context.close()


# What a page weighs

BUDGET = 60_000  #: bytes, gzip: everything that a reading page loads beside the text

# The page's source without the words of its paragraphs.
BESIDE_THE_TEXT = """html => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll(".para, .para .again"))
    for (const node of [...part.childNodes]) if (node.nodeType === Node.TEXT_NODE) node.remove();
  return page.documentElement.outerHTML;
}"""


def weight(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def test_a_reading_page_loads_little_beside_its_text(page: Page, site_url: str) -> None:
    urls = speeches(page, site_url)
    page.goto(urls[0], wait_until="networkidle")
    expect(page.locator(".yl-progress")).to_be_visible()
    loaded: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    files = {url.removeprefix(site_url): weight(page.request.get(url).body()) for url in loaded}
    assert {"assets/frame.css", "assets/yanlu.css", "assets/reading.js", "assets/site.js"} < files.keys()
    pages = {
        url.removeprefix(site_url): weight(
            page.evaluate(BESIDE_THE_TEXT, page.request.get(url).text()).encode()
        )
        for url in urls
    }
    heaviest = max(pages, key=lambda url: pages[url])
    counted = {**files, f"{heaviest} without the text": pages[heaviest]}
    listed = "\n".join(f"{size:7,} {name}" for name, size in sorted(counted.items()))
    print(listed)
    assert sum(counted.values()) <= BUDGET, listed


def plain_site(root: Path, folder: Path, texts: int) -> Path:
    """Our settings and hand-written pages with as many short speeches, one a month, built."""
    shutil.copy(root / "mkdocs.yml", folder)
    shutil.copytree(root / "docs", folder / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    body = Paragraph(text="今天开会。", start=0, end=1, lines=(1, 1), kind="body")
    documents = [
        Document("a.txt", n, 0, 9, Facts(title=f"第{n:03}次讲话", date=f"{1950 + n // 12}-{n % 12 + 1:02}"),
                 (), (body,), (), ())
        for n in range(texts)
    ]  # fmt: skip
    render(site(documents, {"a.txt": RawFile("a.txt", "a", "0" * 64, "utf-8", 1)}), folder / "docs")
    return generate(folder)


def test_no_page_but_the_table_grows_with_the_number_of_texts(root: Path, tmp_path: Path) -> None:
    sizes = []
    for texts in (12, 60):
        (tmp_path / str(texts)).mkdir()
        built = plain_site(root, tmp_path / str(texts), texts)
        pages = ("speeches/1950-06/index.html", "guide/correct.html", "about.html", "404.html")
        sizes.append([(page, (built / page).stat().st_size) for page in pages])
    assert sizes[0] == sizes[1]


# What every page's script does


def test_colours_are_the_systems_until_one_is_chosen(browser: Browser, page: Page, site_url: str) -> None:
    colours = "document.body.dataset.mdColorScheme"
    context = browser.new_context(color_scheme="dark")
    opened = context.new_page()
    opened.goto(f"{site_url}about.html")
    assert opened.evaluate(colours) == "slate"
    opened.get_by_role("button", name="切换到浅色").press("Enter")
    expect(opened.get_by_role("button", name="切换到深色")).to_be_focused()
    assert opened.evaluate(colours) == "default"
    opened.route("**/site.js", lambda route: route.abort())
    opened.goto(f"{site_url}index.html")
    assert opened.evaluate(colours) == "default", "the head applies what was chosen"
    context.close()


def test_colours_can_be_switched_in_a_folder(browser: Browser, root: Path) -> None:
    context = browser.new_context(color_scheme="light")
    opened = context.new_page()
    opened.goto((root / "site/about.html").as_uri())
    opened.get_by_role("button", name="切换到深色").click()
    assert opened.evaluate("document.body.dataset.mdColorScheme") == "slate"
    context.close()


def test_without_scripts_no_control_of_the_frame_is_dead(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site_url}guide/correct.html")
    assert not any(part.is_visible() for part in opened.locator("[data-yl-scheme]").all())
    assert opened.locator(".md-tabs__link").first.is_visible()
    context.close()


def test_the_menu_opens_and_closes_by_keyboard(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{site_url}guide/correct.html")
    opener = page.locator(".md-header label[for=__drawer]")
    expect(opener).to_have_attribute("aria-expanded", "false")
    links = page.locator(".md-sidebar--primary a.md-nav__link")
    assert not links.first.is_visible()
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(links.first).to_be_focused()
    assert [link.inner_text() for link in links.all() if link.is_visible()][:4] == [
        "首页",
        "讲话",
        "搜索",
        "重复段落",
    ]
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(links.first).to_be_hidden()


def test_header_and_contents_tell_where_one_is(wide: Page, site_url: str, root: Path) -> None:
    wide.goto(site_url + shortest(root, *ALL_PARTS))
    title, here = wide.locator(".md-header__topic").last, wide.locator("[aria-current].md-nav__link")
    expect(title).to_have_css("opacity", "0")
    assert here.count() == 0
    heading = wide.locator("h2.heading").nth(1)
    heading.evaluate("heading => heading.scrollIntoView()")
    expect(title).to_have_css("opacity", "1")
    expect(here).to_have_count(1)
    assert here.inner_text() == heading.inner_text()


def test_each_part_is_in_its_own_language(page: Page, site_url: str) -> None:
    """The guide for editors is in English with a summary in Chinese; the frame around it is Chinese."""
    page.goto(f"{site_url}guide/findings.html")
    spoken = "one => one.closest('[lang]').lang"
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.locator("h1").evaluate(spoken) == "en"
    assert page.locator("[data-md-component=toc] a").last.evaluate(spoken) == "en"
    assert page.locator("article p").first.evaluate(spoken) == "zh"


def test_a_narrow_screen_shows_the_number_beside_its_heading(page: Page, site_url: str, root: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site_url + shortest(root, *ALL_PARTS))
    heading = page.locator("h2.heading").first
    number = page.locator(f".heading-number .pn[href='#{heading.get_attribute('id')}']").bounding_box()
    words = heading.evaluate(
        "h => { const r = document.createRange(); r.selectNodeContents(h); const b = r.getClientRects()[0];"
        " return [b.left, b.top, b.bottom] }"
    )
    assert number and number["x"] + number["width"] <= words[0]
    assert words[1] <= number["y"] + number["height"] / 2 <= words[2]
