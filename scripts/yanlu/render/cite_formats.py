"""Citations for programs: BibTeX, RIS and CSL-JSON, which citation managers import, and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from yanlu.render.cite_item import Cited, Slot, Template, one_line
from yanlu.render.cite_styles import name_parts
from yanlu.render.meta import item_type
from yanlu.render.strings import Strings

#: What CSL and RIS call the items that `meta.item_type` names. RIS has no speech; what is cited is a page.
TYPES: Final = {
    "presentation": ("speech", "ELEC"),
    "letter": ("personal_communication", "PCOMM"),
    "interview": ("interview", "ELEC"),
    "report": ("report", "RPRT"),
    "document": ("document", "ELEC"),
}

# BibTeX counts braces even behind a backslash, so a lone one must be written out.
_LATEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "$&#_%"},
}
# TeX makes one sign of these two: a dash, a quotation mark, ¿.
_LIGATURE: Final = re.compile(r"([-`',<>])(?=\1)|[!?](?=`)")
# Markdown's own signs are escaped; some dialects know no escape of the others.
_MARKDOWN: Final = {
    **{char: f"\\{char}" for char in r"\`*_[]#"},
    **{char: f"&#{ord(char)};" for char in "<>&~|"},
}


def bibtex(cited: Cited, words: Strings) -> Template:
    """An entry for BibTeX and biblatex: the former reads `year`, the latter `date`."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(cited, words))
    return (
        f"@misc{{yanlu-{cited.key},\n{lines}",
        Slot("para", "  note = {{}},\n"),
        Slot("url", "  url = {{}},\n"),
        Slot("iso", "  urldate = {{}},\n"),
        "}\n",
    )


def _fields(cited: Cited, words: Strings) -> Iterator[tuple[str, str]]:
    date, speaker = cited.date or "", cited.fact("speaker")
    if speaker:  # in braces of its own it is one name, with whatever commas
        yield "author", latex(speaker) if name_parts(speaker) else f"{{{latex(speaker)}}}"
    values = {
        "title": f"{{{latex(one_line(cited.title))}}}",  # and keeps its capitals
        "year": date[:4],
        "date": date,
        "type": words["kind"][cited.facts.kind],
        "eventtitle": latex(cited.fact("occasion") or ""),
        "venue": latex(cited.fact("place") or ""),
        "organization": words["home"]["name"],
        "version": cited.version,
        "addendum": latex(one_line(cited.source or "")),
    }
    yield from ((name, value) for name, value in values.items() if value)


def latex(text: str) -> str:
    r"""Text that LaTeX prints as it is.

    >>> print(latex("50% {a_b} --"))
    50\% \textbraceleft{}a\_b\textbraceright{} -{}-
    """
    apart = _LIGATURE.sub("\\g<0>\0", text)  # a control, which no text here has
    return "".join(_LATEX.get(char, char) for char in apart).replace("\0", "{}")


def ris(cited: Cited, words: Strings) -> Template:
    """A record of the RIS format: a line a field, so a value has no line break."""
    lines = "".join(f"{tag}  - {value}\n" for tag, value in _tags(cited, words) if value)
    return (
        f"TY  - {TYPES[item_type(cited.facts.kind)][1]}\n{lines}",
        Slot("para", "N1  - {}\n"),
        Slot("url", "UR  - {}\n"),
        Slot("iso", "Y2  - {}\n"),
        "ER  - \n",
    )


def _tags(cited: Cited, words: Strings) -> Iterator[tuple[str, str]]:
    date, occasion = cited.date, cited.fact("occasion")
    yield "AU", cited.fact("speaker") or ""
    yield "TI", one_line(cited.title)
    if date:
        yield "PY", date[:4]
        yield "DA", f"{date.replace('-', '/')}{'/' * (3 - date.count('-'))}"  # 2020/03//: all slashes stand
    yield "T2", words["home"]["name"]
    yield "M3", words["kind"][cited.facts.kind]
    yield "CY", cited.fact("place") or ""
    yield "ET", cited.version
    yield "DP", one_line(cited.source or "")
    yield "LA", cited.language
    yield "N1", f"{words['fact']['occasion']}：{occasion}" if occasion else ""


def csl_json(cited: Cited, words: Strings) -> Template:
    """An item of CSL-JSON, in a list as Zotero exports it."""
    known = ((name, value) for name, value in _members(cited, words) if value)
    members = (f' "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in known)
    return (
        "[{\n" + ",\n".join(members),
        Slot("para", ',\n "note": "{}"'),
        Slot("url", ',\n "URL": "{}"'),
        Slot("parts", ',\n "accessed": {"date-parts": [[{}]]}'),
        "\n}]\n",
    )


def _members(cited: Cited, words: Strings) -> Iterator[tuple[str, object]]:
    date, speaker = cited.date, cited.fact("speaker")
    yield "id", f"yanlu-{cited.key}"
    yield "type", TYPES[item_type(cited.facts.kind)][0]
    yield "title", one_line(cited.title)
    if speaker:
        parts = name_parts(speaker)
        yield "author", [{"family": parts[0], "given": parts[1]} if parts else {"literal": speaker}]
    if date:
        yield "issued", {"date-parts": [[int(part) for part in date.split("-")]]}
    yield "genre", words["kind"][cited.facts.kind]
    yield "event-title", cited.fact("occasion")
    yield "event-place", cited.fact("place")
    yield "publisher", words["home"]["name"]
    yield "version", cited.version
    yield "source", one_line(cited.source or "")
    yield "language", cited.language


def markdown(cited: Cited, words: Strings) -> Template:
    """One line with the title as link; the page's script puts the quoted words before it."""
    speaker = cited.fact("speaker")
    told = [words.date(cited.date) if cited.date else None, cited.fact("occasion"), cited.fact("place")]
    version = words["cite"]["version"].format(version=cited.version)
    return (
        f"{markdown_text(speaker)}：" if speaker else "",
        f"[{markdown_text(one_line(cited.title))}](<",
        Slot("url"),
        f">)，{'，'.join(markdown_text(fact) for fact in [*told, version] if fact)}",
        Slot("para", "，{}"),
        Slot("iso", words["cite"]["seen"]),
        "。",
    )


def markdown_text(text: str) -> str:
    r"""Text that stays text in a paragraph of Markdown, at its start too.

    >>> print(markdown_text("[a](b) *c*"), markdown_text("1. a"))
    \[a\](b) \*c\* 1\. a
    """
    inline = "".join(_MARKDOWN.get(char, char) for char in text)
    return re.sub(r"^(\d*)(?=[-+=.)])", r"\1\\", inline)
