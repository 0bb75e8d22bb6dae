"""The built pages, as a reader meets them; and a site full of hostile text, built the same way."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from yanlu.model import Block, Change, Document, Facts, Finding, Paragraph, RawFile
from yanlu.render import render

GENERATED = ("data", "raw", "speeches")

# What the head tells programs, as they read it.
TOLD = """() => [
  document.querySelector('meta[name=citation_title]').content,
  document.querySelector('meta[name=citation_author]').content,
  document.querySelector('meta[property="og:title"]').content,
  JSON.parse(document.querySelector('script[type="application/ld+json"]').textContent).name,
]"""


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
    raw_bytes = {document.source: document.source.encode() for document in documents}
    raws = {
        name: RawFile(name, name, hashlib.sha256(content).hexdigest(), "utf-8", len(content))
        for name, content in raw_bytes.items()
    }
    render(documents, raws, raw_bytes, folder / "docs")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return folder / "site"


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
        shown = opened.evaluate(
            """() => [...document.querySelectorAll('.para')].map(para => {
                 const copy = para.cloneNode(true);
                 copy.querySelectorAll('.pn').forEach(number => number.remove());
                 return copy.textContent;
               })"""
        )
        assert shown == [text] * 5
        assert opened.evaluate("document.querySelector('h1').textContent") == text
        assert opened.evaluate("document.querySelector('title').textContent") == f"{text} - 言录"
        assert opened.evaluate(TOLD) == [text] * 4
    context.close()
    assert not [url for url in asked if not url.startswith("file://")]


def speeches(page: Page, site_url: str) -> list[str]:
    """The addresses of all speeches, from the list."""
    page.goto(f"{site_url}speeches/index.html")
    found: list[str] = page.eval_on_selector_all(".speeches a", "links => links.map(link => link.href)")
    assert found, "the list of speeches is empty"
    return found


def test_every_speech_opens_with_a_title_and_numbered_paragraphs(page: Page, site_url: str) -> None:
    for url in speeches(page, site_url):
        page.goto(url)
        assert page.locator("h1").count() == 1 and page.locator("h1").inner_text().strip(), url
        numbers = page.eval_on_selector_all(
            ".pn", "links => links.map(link => [link.hash, link.textContent])"
        )
        ids = page.eval_on_selector_all(".para", "paras => paras.map(para => para.id)")
        assert ids == [f"p{n}" for n in range(1, len(ids) + 1)] and ids, url
        assert numbers == [[f"#{id}", f"¶{id[1:]}"] for id in ids], url


def test_one_can_read_on_from_the_first_speech_to_the_last(page: Page, site_url: str) -> None:
    urls = speeches(page, site_url)
    page.goto(urls[0])
    assert page.locator(".neighbours .earlier").count() == 0
    for url in urls[1:]:
        page.locator(".neighbours .later").click()
        assert page.url == url
    assert page.locator(".neighbours .later").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_link_to_a_paragraph_marks_it(browser: Browser, page: Page, site_url: str, scripts: bool) -> None:
    url = speeches(page, site_url)[0]
    page.goto(url)
    last = page.locator(".para").last.get_attribute("id")
    context = browser.new_context(java_script_enabled=scripts)
    opened = context.new_page()
    opened.goto(f"{url}#{last}")
    marked = opened.locator(".para:target")
    assert marked.get_attribute("id") == last
    assert marked.evaluate("para => getComputedStyle(para).boxShadow") != "none"
    box = marked.bounding_box()
    assert box and box["y"] >= 48, "the paragraph is under the header"
    context.close()


def test_copied_text_carries_no_paragraph_numbers(page: Page, site_url: str) -> None:
    page.goto(speeches(page, site_url)[0])
    page.evaluate("getSelection().selectAllChildren(document.querySelector('article'))")
    copied: str = page.evaluate("getSelection().toString()")
    assert page.locator("#p1").inner_text().removeprefix("¶1").strip() in copied
    assert "¶1" not in copied and "¶2" not in copied


@pytest.mark.parametrize("width", [390, 800, 1100, 1280, 1920])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, page: Page, site_url: str, width: int, colours: str
) -> None:
    first = speeches(page, site_url)[0]
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)  # type: ignore[arg-type]
    opened = context.new_page()
    for url in (first, f"{site_url}speeches/index.html", site_url, f"{site_url}about.html"):
        opened.goto(url)
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert opened.evaluate("document.documentElement.scrollWidth") <= width, url
    context.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_on_a_desk_the_text_has_its_measure_and_the_contents_stand_left(
    wide: Page, page: Page, site_url: str
) -> None:
    wide.goto(speeches(page, site_url)[0])
    text = wide.locator(".para.body").first.bounding_box()
    number = wide.locator(".para.body .pn").first.bounding_box()
    contents = wide.locator(".md-sidebar--secondary").bounding_box()
    assert text and number and contents
    size = wide.locator(".para.body").first.evaluate("para => parseFloat(getComputedStyle(para).fontSize)")
    assert 34 <= text["width"] / size <= 38
    assert contents["x"] + contents["width"] <= number["x"], "the contents run into the numbers"
    assert number["x"] + number["width"] <= text["x"], "the number runs into the text"


def test_details_open_without_scripts(browser: Browser, page: Page, site_url: str) -> None:
    url = next(
        (
            url
            for url in speeches(page, site_url)
            if page.goto(url) and page.locator("details.changes").count()
        ),
        None,
    )
    if url is None:
        pytest.fail("no document of the corpus has a change log")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(url)
    log = opened.locator("details.changes").first
    assert not log.locator("table").is_visible()
    log.locator("summary").click()
    assert log.locator("table").is_visible()
    context.close()
