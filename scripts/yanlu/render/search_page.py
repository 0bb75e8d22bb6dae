"""The search page. It is whole without scripts but for the search itself: assets/search-page.js."""

from __future__ import annotations

from yanlu.render.browse import LISTS
from yanlu.render.strings import strings
from yanlu.render.template import template


def search_page() -> str:
    """The page as Markdown. It holds nothing of the corpus, and so changes with the words alone."""
    words = strings()
    return template("search.md.j2").render(
        s=words,
        options=("literal", "numerals", "scope", "copies"),
        lists=[(name, words["browse"][f"by_{name}"]) for name in LISTS],
        language=("and", "or", "not", "literal", "near", "part", "any", "title", "date", "fact"),
        keys=("search", "down", "up", "open", "help"),
    )
