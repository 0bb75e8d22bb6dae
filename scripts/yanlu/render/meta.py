"""What a speech's page says of itself to programs: the head's metadata, worked out as front matter.

The theme's block only places it. Plain values are escaped like all others; JSON-LD stands in a
`<script>`, where references mean nothing, so there everything risky is a JSON escape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup

from yanlu.model import Document, Facts, Paragraph
from yanlu.render.text import INVISIBLE

_SHORT = 100  #: characters of a description that search engines show, about
_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）]*")
_TEXT = frozenset({"body", "question", "answer", "verse"})

# `</script` and `<!--` end or change a script, `'` ends the front matter's quotes; beyond the BMP
# YAML and JSON escape differently, so nothing there is left to YAML.
_RISKY = re.compile(f"[<>&'{INVISIBLE}\U00010000-\U0010ffff]")


def description(paragraphs: Sequence[Paragraph]) -> str:
    """The first sentences of the text proper, without salutation and headings.

    >>> body = Paragraph("今天开会。主要有两件事。", 0, 12, (1, 1), "body")
    >>> description([Paragraph("同志们：", 0, 4, (1, 1), "salutation"), body])
    '今天开会。主要有两件事。'
    """
    text = next((p.text for p in paragraphs if p.kind in _TEXT), paragraphs[0].text if paragraphs else "")
    text = " ".join(text.split())
    told = ""
    for sentence in _SENTENCE.findall(text):
        if len(told) + len(sentence) > _SHORT:
            break
        told += sentence
    return told or (text if len(text) <= _SHORT else text[:_SHORT] + "……")


def publication_date(facts: Facts) -> str | None:
    """The day as citation managers read it: 2020/03/06, or as much of it as is known."""
    return facts.date.replace("-", "/") if facts.date else None


#: What Zotero calls a text of this kind; of "presentation" its citation styles make a speech.
_ITEM_TYPES: Final[Mapping[str, str]] = {
    "letter": "letter",
    "congratulation": "letter",
    "telegram": "letter",
    "interview": "interview",
    "talk_minutes": "interview",
    "report": "report",
    "instruction": "document",
    "meeting_readout": "document",
    "inspection_readout": "document",
    "news": "document",
    "policy_document": "document",
    "other": "document",
}


def item_type(kind: str) -> str:
    """The type of item that Zotero makes of a text; without one it takes all for journal articles.

    >>> item_type("toast"), item_type("telegram")
    ('presentation', 'letter')
    """
    return _ITEM_TYPES.get(kind, "presentation")


def json_ld(document: Document, title: str, language: str, genre: str) -> Markup:
    """The members of the page's JSON-LD object, without braces: the theme's block adds the address."""
    facts = document.facts
    members: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": title,
        "alternativeHeadline": facts.subtitle,
        "author": {"@type": "Person", "name": facts.speaker} if facts.speaker else None,
        "dateCreated": facts.date,
        "datePublished": facts.published,
        "locationCreated": {"@type": "Place", "name": facts.place} if facts.place else None,
        "inLanguage": language,
        "genre": genre,
    }
    known = {name: value for name, value in members.items() if value}
    return script_safe(json.dumps(known, ensure_ascii=False)[1:-1])


def script_safe(text: str) -> Markup:
    r"""JSON that can stand in a `<script>` and in a single-quoted string of the front matter.

    >>> print(script_safe('"</script>"'))
    "\u003c/script\u003e"
    """
    return Markup(_RISKY.sub(lambda m: _escaped(m[0]), text))


def _escaped(char: str) -> str:
    """A JSON escape a UTF-16 unit."""
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
