"""The way out stays open: the same mkdocs.yml builds the same site under ProperDocs and under Zensical.

Compared are the addresses, the ids and the text of every speech's paragraphs: what links and readers depend on.
"""

import os
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
    return {str(p.relative_to(site)): paragraphs(p) for p in sorted(site.glob("speeches/*/index.html"))}


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
def test_data_and_raw_files_are_the_same(sites: dict[str, Path], other: str) -> None:
    def files(site: Path) -> dict[str, bytes]:
        return {
            str(p.relative_to(site)): p.read_bytes()
            for d in ("data", "raw")
            for p in site.glob(f"{d}/**/*")
            if p.is_file()
        }

    assert files(sites[other]) == files(sites["mkdocs"]) != {}
