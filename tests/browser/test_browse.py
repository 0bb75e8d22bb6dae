"""Finding a text: the table, the lists, the front page, the feed, and the site in a folder of a host."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import Quiet

FOLDER = "some/path"
SHOWN = "[...document.querySelectorAll('table.speeches tbody tr')].filter(row => row.checkVisibility())"


def rows(root: Path) -> list[dict[str, str]]:
    lines = (root / "site/data/speeches.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def shown(page: Page) -> list[str]:
    """The ids of the texts in the table, as it is seen."""
    ids: list[str] = page.evaluate(
        f"{SHOWN}.map(row => row.querySelector('a').getAttribute('href').split('/')[0])"
    )
    return ids


@pytest.fixture
def table(page: Page, site_url: str) -> Page:
    page.goto(f"{site_url}speeches/index.html")
    expect(page.locator("form.filter")).to_be_visible()
    return page


def opened(browser: Browser, **options: object) -> BrowserContext:
    return browser.new_context(locale="zh-CN", **options)  # type: ignore[arg-type]


# The table


def test_without_scripts_the_table_is_whole_and_in_order(browser: Browser, site_url: str, root: Path) -> None:
    context = opened(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}speeches/index.html")
    links = page.locator("table.speeches td a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert links == [f"{row['id']}/index.html" for row in rows(root)]
    assert not page.locator("form.filter").is_visible()
    assert page.locator("th button").count() == 0
    context.close()


def test_from_a_folder_the_table_and_its_links_work(browser: Browser, root: Path) -> None:
    context = opened(browser)
    page = context.new_page()
    page.goto((root / "site/speeches/index.html").as_uri())
    assert len(shown(page)) == len(rows(root))
    assert not page.locator("form.filter").is_visible()
    page.locator("table.speeches a").first.click()
    expect(page.locator(".para").first).to_be_visible()
    context.close()


def test_a_filter_shows_what_the_data_say(table: Page, root: Path) -> None:
    for field in ("kind", "place", "speaker", "date"):
        name = "year" if field == "date" else field
        values = table.locator(f"select[name={name}] option").evaluate_all(
            "all => all.slice(1).map((option) => option.value)"
        )
        assert values, field
        seen: list[str] = []
        for value in values:
            table.locator(f"select[name={name}]").select_option(value)
            wanted = "" if value == "-" else value
            ids = [
                row["id"]
                for row in rows(root)
                if (row[field] or "")[: 4 if name == "year" else None] == wanted
            ]
            assert shown(table) == ids and ids, (field, value)
            expect(table.locator("output")).to_have_text(f"显示 {len(ids)} 篇，共 {len(rows(root))} 篇")
            assert parse_qs(urlsplit(table.url).query) == {name: [value]}
            seen += ids
        assert sorted(seen) == sorted(row["id"] for row in rows(root)), f"{field}: the choices do not add up"
        table.locator(".clear").click()


def test_words_of_the_title_filter_whatever_their_width_and_spaces(table: Page, root: Path) -> None:
    titles = {row["id"]: row["title"] for row in rows(root)}
    word = next(title for title in titles.values() if " " in title)[:12]
    table.locator("form.filter [name=q]").fill(f" {word.replace(' ', '　')}")
    wanted = word.replace(" ", "")
    expect(table.locator("output")).to_contain_text("显示")
    assert shown(table) == [id for id, title in titles.items() if wanted in "".join(title.split())]
    table.locator("form.filter [name=q]").fill("没有这样的标题")
    assert shown(table) == []
    table.locator(".clear").click()
    assert len(shown(table)) == len(titles)
    expect(table.locator("form.filter [name=q]")).to_be_focused()
    assert urlsplit(table.url).query == ""


def test_a_column_sorts_both_ways_with_the_unknown_last(table: Page, root: Path) -> None:
    length = table.locator("th[data-name=length]")
    sizes = {row["id"]: int(row["characters"]) for row in rows(root)}
    for direction, state in (("ascending", "length"), ("descending", "-length")):
        length.locator("button").click()
        assert length.get_attribute("aria-sort") == direction
        order = [sizes[id] for id in shown(table)]
        assert order == sorted(sizes.values(), reverse=direction == "descending")
        assert parse_qs(urlsplit(table.url).query) == {"sort": [state]}
    assert table.locator("th[aria-sort]").count() == 1
    dates = {row["id"]: row["date"] or "" for row in rows(root)}
    for down in (False, True):
        table.locator("th[data-name=date] button").click()
        order = [dates[id] for id in shown(table)]
        known = [date for date in order if date]
        assert known == sorted(known, reverse=down)
        assert not any(order[len(known) :]), "an undated text stands among the dated"


def test_the_keyboard_sorts_and_what_is_chosen_comes_back(table: Page) -> None:
    table.locator("th[data-name=title] button").focus()
    table.keyboard.press("Enter")
    expect(table.locator("th[data-name=title]")).to_have_attribute("aria-sort", "ascending")
    table.locator("select[name=kind]").focus()
    table.keyboard.press("ArrowDown")
    before = shown(table)
    table.reload()
    expect(table.locator("form.filter")).to_be_visible()
    assert shown(table) == before
    assert table.locator("th[data-name=title]").get_attribute("aria-sort") == "ascending"


def test_an_address_that_asks_for_what_there_is_not_shows_everything(
    page: Page, site_url: str, root: Path
) -> None:
    page.goto(f"{site_url}speeches/index.html?kind=%3Cb%3E&sort=-nonsense&other=1")
    expect(page.locator("form.filter")).to_be_visible()
    assert len(shown(page)) == len(rows(root))
    assert page.locator("select[name=kind]").input_value() == ""


# The front page


# What a finger hits of each link: its square, whatever is drawn in it, or its words.
BOXES = """links => links.map((link) => {
  const { left, right, height } = (link.querySelector("rect") ?? link).getBoundingClientRect();
  return [link.getAttribute("href"), left, right, height];
})"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_text_is_a_mark_or_stands_beside(
    browser: Browser, site_url: str, root: Path, scripts: bool
) -> None:
    context = opened(browser, java_script_enabled=scripts)
    page = context.new_page()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{site_url}index.html")
        boxes = page.locator(".timeline a").evaluate_all(BOXES)
        for row in rows(root):
            ((left, right, height),) = [
                box for href, *box in boxes if href == f"speeches/{row['id']}/index.html"
            ]
            assert height >= 40 and 0 <= left and right <= width, (width, row["id"])
    context.close()


def test_a_mark_has_a_name_and_opens_its_text_by_keyboard(page: Page, site_url: str, root: Path) -> None:
    page.goto(f"{site_url}index.html")
    first = rows(root)[0]
    year, month, day = (int(part) for part in first["date"].split("-"))
    named = (
        page.get_by_role("link", name=f"{year}年{month}月{day}日").filter(has_text=first["title"][:8]).first
    )
    named.focus()
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth") == "2px"
    )
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/speeches/{first['id']}/index.html")


def test_kinds_differ_in_shape(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}index.html")
    paths = page.eval_on_selector_all(
        ".kinds path", "all => all.map(one => one.getAttribute('d') + one.classList)"
    )
    assert len(paths) == len(set(paths)) > 1


def test_a_list_fits_the_screen(page: Page, site_url: str, root: Path) -> None:
    for name in ("date", "kind", "speaker", "place", "occasion"):
        page.goto(f"{site_url}speeches/by/{name}/index.html")
        assert page.locator("ol.speeches > li").count() == len(rows(root)), name
        assert page.locator("nav.lists [aria-current]").count() == 1, name
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


@pytest.mark.parametrize(("width", "colours"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Browser, site_url: str, width: int, colours: str) -> None:
    context = opened(browser, viewport={"width": width, "height": 900}, color_scheme=colours)
    page = context.new_page()
    for path in ("speeches/by/kind/index.html", "404.html"):  # the table and the front page: in test_reading
        page.goto(site_url + path)
        assert_accessible(page, path)
    context.close()


# In a folder of a host


class Links(HTMLParser):
    """What a page loads and links to, and its ids."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links |= {value for name, value in attrs if name in ("href", "src") and value}
        self.ids |= {value for name, value in attrs if name == "id" and value}


def broken_links(site: Path, home: str) -> list[tuple[str, str]]:
    """The links that lead out of the site's folder, or to no file or id in it."""
    pages = {path: Links(path) for path in site.rglob("*.html")}
    assert len(pages) > 30
    found = []
    for path, page in pages.items():
        here = home + path.relative_to(site).as_posix()
        for link in page.links:
            target = urlsplit(urljoin(here, link))
            if target.netloc != urlsplit(home).netloc:
                continue
            file = site / unquote(target.path).removeprefix(urlsplit(home).path)
            file = file / "index.html" if file.is_dir() else file
            inside = target.path.startswith(urlsplit(home).path) and file.is_file()
            if not inside or (target.fragment and file in pages and target.fragment not in pages[file].ids):
                found.append((path.relative_to(site).as_posix(), link))
    return found


@pytest.fixture(scope="module")
def in_a_folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The site as published at …/some/path/, with that address as its site_url; and the address."""
    folder = tmp_path_factory.mktemp("host")
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    ) as server:
        home = f"http://127.0.0.1:{server.server_port}/{FOLDER}/"
        project = folder / "project"
        shutil.copytree(root / "docs", project / "docs")
        shutil.copy(root / "mkdocs.yml", project)
        settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": home}
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder / FOLDER)]
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, env=settings)
        assert done.returncode == 0, done.stderr
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder / FOLDER, home
        server.shutdown()


def test_every_link_stays_in_the_folder_and_leads_somewhere(in_a_folder: tuple[Path, str]) -> None:
    site, home = in_a_folder
    assert broken_links(site, home) == []


def test_the_site_as_built_has_no_broken_link_either(root: Path) -> None:
    assert broken_links(root / "site", "http://localhost/") == []


def test_pages_in_a_folder_load_all_they_need(browser: Browser, in_a_folder: tuple[Path, str]) -> None:
    home = in_a_folder[1]
    context = opened(browser)
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
    for path in (
        "index.html",
        "speeches/index.html",
        "speeches/by/kind/index.html",
        "about.html",
        "404.html",
    ):
        page.goto(home + path)
    page.goto(f"{home}speeches/index.html?kind=letter")
    expect(page.locator("form.filter")).to_be_visible()
    assert page.locator("select[name=kind]").input_value() == "letter"
    page.locator(".yl-search [name=q]").press_sequentially("月")
    expect(page.locator(".yl-search .all")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}search/index.html?q=*")
    page.locator(".line a").first.click()
    page.wait_for_url(f"{home}speeches/**")
    context.close()
    assert not failed


def test_the_page_for_a_wrong_address_leads_back(browser: Browser, in_a_folder: tuple[Path, str]) -> None:
    """A host shows it at any depth, so its links must be whole."""
    site, home = in_a_folder
    context = opened(browser)
    page = context.new_page()
    page.route("**/no/such/page.html", lambda route: route.fulfill(path=site / "404.html", status=404))
    page.goto(f"{home}no/such/page.html")
    expect(page.locator("h1")).to_have_text("找不到这一页")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"Source Han'
    )
    page.get_by_role("link", name="查找讲话").click()
    expect(page.locator("table.speeches")).to_be_visible()
    assert page.url == f"{home}speeches/index.html"
    context.close()


def test_the_feed_and_the_zip_are_there(page: Page, site_url: str, root: Path) -> None:
    feed = page.request.get(f"{site_url}feed.xml")
    entries = ElementTree.fromstring(feed.text()).findall("{http://www.w3.org/2005/Atom}entry")
    assert feed.ok and len(entries) == len(rows(root))
    page.goto(f"{site_url}about.html")
    link = page.locator("a.whole-site")
    assert link.get_attribute("href") == "yanlu.zip" and "MB" in link.inner_text()
    assert page.request.get(f"{site_url}yanlu.zip").ok
