"""What other searches find of the same phrases over the same pages: the theme's own, and Pagefind where it is installed.

They answer with pages, so it is speeches that are held against the truth. Their answers are taken from what their own boxes ask, not
from the boxes, which show a few at a time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benches.browsing import chromium, served
from benches.cost import Figures
from benches.search_phrases import Phrase

_SETTINGS: Final = """
site_name: The same pages
site_dir: others
use_directory_urls: false
theme: {name: material, language: zh, font: false}
plugins: [search: {lang: zh}]
"""
_MATERIAL: Final = """async (texts) => {
  const { search } = JSON.parse(document.querySelector("#__config").textContent);
  const { config, docs } = await (await fetch("search/search_index.json")).json();
  const worker = new Worker(search);
  const answer = (type, data) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data.data);
    worker.postMessage({ type, data });
  });
  await answer(0, { config, docs, options: {} });
  const found = [];
  for (const text of texts) found.push((await answer(2, text)).items.map(([{ location }]) => location));
  return found;
}"""
_PAGEFIND: Final = """async (texts) => {
  const { search } = await import("/pagefind/pagefind.js");
  const found = [];
  for (const text of texts) {
    const { results } = await search(text);
    found.push(await Promise.all(results.map(async (result) => (await result.data()).url)));
  }
  return found;
}"""


def others(root: Path, phrases: Sequence[Phrase]) -> Iterator[tuple[str, Figures]]:
    """A row for each search, of the project below `root`, whose pages are written."""
    settings, site = root / "others.yml", root / "others"
    settings.write_text(_SETTINGS, encoding="utf-8")
    _run(sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings))
    yield "Material", _found(site, _MATERIAL, phrases)
    if program := shutil.which("pagefind"):
        _run(program, "--site", str(site))
        yield "Pagefind", _found(site, _PAGEFIND, phrases)


def _run(*command: str) -> None:
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _found(site: Path, script: str, phrases: Sequence[Phrase]) -> Figures:
    """Recall and precision among the speeches, and the share of the phrases with exactly theirs."""
    with served(site) as server, chromium() as browser:
        page = browser.new_page()
        page.goto(f"{server.url}index.html")
        answers: list[list[str]] = page.evaluate(script, [phrase.text for phrase in phrases])
    addresses = {
        path.parent.relative_to(site / "speeches").as_posix() for path in site.glob("speeches/*/index.html")
    }
    sums: Counter[str] = Counter()
    for phrase, answer in zip(phrases, answers, strict=True):
        got = set(map(_address, answer)) & addresses - {"by"}
        wanted = {address for address, _ in phrase.spans}
        sums.update(wanted=len(wanted), got=len(got), right=len(wanted & got), exact=wanted == got)
    return {
        "phrases": len(phrases),
        "paragraphs": sums["wanted"],
        "recall": sums["right"] / sums["wanted"],
        "precision": sums["right"] / sums["got"],
        "counts": sums["exact"] / len(phrases),
    }


def _address(location: str) -> str:
    """The address of the speech that a page shows."""
    return location.partition("speeches/")[2].partition("#")[0].removesuffix("/index.html").removesuffix("/")
