"""The speeches of the built site: their addresses, and the shortest that shows what a test is about."""

from pathlib import Path

from tests.browser.searching import lines_of


def addresses(root: Path) -> list[str]:
    """The addresses of the speeches below the site's root, in the order of time."""
    return [row["url"] for row in lines_of(root, "speeches")]


def shortest(root: Path, *parts: str) -> str:
    """The address of the shortest speech whose page has these parts: what a page costs grows with its length.

    Raises ValueError where no page has them all.
    """
    pages = {url: (root / "site" / url).read_text(encoding="utf-8") for url in addresses(root)}
    return min(
        (url for url, page in pages.items() if all(part in page for part in parts)),
        key=lambda url: len(pages[url]),
    )


#: What makes a page one with all parts: contents, footnotes beside the text, other witnesses.
ALL_PARTS = ('class="heading-number', 'class="noted', 'class="witnesses')
