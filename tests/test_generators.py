"""The way out stays open: the same mkdocs.yml builds the same site under ProperDocs and under Zensical.

Compared are the addresses, the ids and the text of every speech's paragraphs: what links and readers depend on.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

COMMANDS = {
    "mkdocs": ["-m", "mkdocs", "build", "--strict", "--site-dir", "site"],
    "properdocs": [
        "-m",
        "properdocs",
        "build",
        "--strict",
        "--config-file",
        "mkdocs.yml",
        "--site-dir",
        "site",
    ],
    "zensical": ["-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"],
}


#: Classes that scripts set.
STATES = {"md-header__title--active", "md-dialog--active"}


class Paragraphs(HTMLParser):
    """The text inside each element whose id is an anchor (p1, p2 …), and every id of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.texts: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id")
        if name:
            self.ids.add(name)
        anchor = name if name and name[0] == "p" and name[1:].isdigit() else None
        if tag not in ("br", "img", "meta", "link", "input", "hr", "wbr"):
            self._open.append((tag, anchor))
        if anchor:
            self.texts[anchor] = ""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, anchor in self._open:
            if anchor:
                self.texts[anchor] += data


@cache
def paragraphs(path: Path) -> Paragraphs:
    page = Paragraphs()
    page.feed(path.read_text(encoding="utf-8"))
    return page


@pytest.fixture(scope="module")
def sites(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The project's own pages, built by each generator in a folder of its own."""
    built = {}
    for generator, command in COMMANDS.items():
        folder = tmp_path_factory.mktemp(generator)
        shutil.copytree(root / "docs", folder / "docs")
        shutil.copy(root / "mkdocs.yml", folder)
        done = subprocess.run(
            [sys.executable, *command],
            cwd=folder,
            capture_output=True,
            text=True,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        )
        assert done.returncode == 0, f"{generator}: {done.stdout}{done.stderr}"
        built[generator] = folder / "site"
    return built


def speeches(site: Path) -> dict[str, Paragraphs]:
    return {
        str(p.relative_to(site)): paragraphs(p) for p in sorted(site.glob("speeches/[!b]*/**/index.html"))
    }


@pytest.mark.parametrize("other", ["properdocs", "zensical"])
def test_addresses(sites: dict[str, Path], other: str) -> None:
    pages = {name: {str(p.relative_to(site)) for p in site.rglob("*.html")} for name, site in sites.items()}
    assert pages[other] == pages["mkdocs"]
    assert len(speeches(sites[other])) > 20


@pytest.mark.parametrize("other", ["properdocs", "zensical"])
def test_ids_and_text_of_every_paragraph(sites: dict[str, Path], other: str) -> None:
    ours, theirs = speeches(sites["mkdocs"]), speeches(sites[other])
    for address, page in ours.items():
        assert page.texts, address
        assert theirs[address].texts == page.texts, address


@pytest.mark.parametrize("other", ["properdocs", "zensical"])
def test_data_raw_files_and_the_search_are_the_same(sites: dict[str, Path], other: str) -> None:
    def files(site: Path) -> dict[str, bytes]:
        return {
            str(p.relative_to(site)): p.read_bytes()
            for d in ("data", "raw", "search")
            for p in site.glob(f"{d}/**/*")
            if p.is_file() and p.suffix != ".html"
        }

    assert files(sites[other]) == files(sites["mkdocs"]) != {}


@pytest.mark.parametrize("generator", COMMANDS)
def test_the_frame_has_the_names_that_its_style_goes_by(sites: dict[str, Path], generator: str) -> None:
    """Our style takes the place of the theme's, so a renamed class would leave a part of the page bare."""
    pages = "".join(
        (sites[generator] / page).read_text(encoding="utf-8")
        for page in ("index.html", "guide/correct.html", "search/index.html")
    )
    style = (sites[generator] / "assets/frame.css").read_text(encoding="utf-8")
    named = set(re.findall(r"\.(md-[\w-]+)", style)) - STATES
    used = {name for value in re.findall(r'class="([^"]*)"', pages) for name in value.split()}
    assert not named - used
    assert len(named) > 30


@pytest.mark.parametrize("generator", COMMANDS)
def test_nothing_is_loaded_of_the_theme_and_no_search_but_ours(
    sites: dict[str, Path], generator: str
) -> None:
    for page in sites[generator].rglob("*.html"):
        loaded = re.findall(
            r'<(?:link|script)[^>]*(?:href|src)="([^"]*\.(?:css|js))"', page.read_text(encoding="utf-8")
        )
        assert {address.rpartition("/")[2] for address in loaded} >= {"frame.css", "yanlu.css", "site.js"}
        assert not [address for address in loaded if address.endswith((".min.css", ".min.js"))], page
    assert {path.name for path in (sites[generator] / "search").glob("*.json")} == {"index.json"}


@pytest.mark.parametrize("other", ["properdocs", "zensical"])
def test_the_search_page_is_the_same(sites: dict[str, Path], other: str) -> None:
    """What its scripts go by: forms, fields, parts."""

    def parts(site: Path) -> list[str]:
        html = (site / "search/index.html").read_text(encoding="utf-8")
        return re.findall(
            r"<(?:form|input|select|option|section|details|div|button) [^>]*>",
            html.partition("<h1")[2].partition("</article>")[0],
        )

    assert parts(sites[other]) == parts(sites["mkdocs"])
    assert len(parts(sites[other])) > 20
