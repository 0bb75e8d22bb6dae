"""Markup to plain lines: HTML whatever the suffix says, Markdown by its suffix.

`layers` names the steps a file needs. A format that is no text (.docx, .pdf) will be turned
into one in `decode`, before anything else; nothing behind it needs to know.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Final

from yanlu.hanzi import squeeze
from yanlu.read.shapes import byline, is_date_line, is_salutation, is_titled
from yanlu.trace import Replacement, Step

MARKDOWN_SUFFIXES: Final = frozenset({".md", ".markdown", ".mkd", ".qmd", ".rmd"})

_BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body br center dd div dl dt figure figcaption footer form h1 h2 h3 h4 h5 h6"
    " head header hr html li main nav ol option p pre section select table tbody td tfoot th thead title tr ul".split()
)
_TAG: Final = re.compile(
    r"<!--|<\?|<!\[CDATA\[|\]\]>|<!\w[^<>]*>|</?(?P<name>[a-zA-Z][\w:-]*)(?=[\s/>])[^<>]*>", re.IGNORECASE
)
#: Elements whose content is no text, and what ends each; comments and program code likewise.
_SKIPPED: Final = {f"<{tag}": f"</{tag}" for tag in ("script", "style", "noscript", "iframe", "svg")}
_ENDS: Final = {"<!--": "-->", "<?": "?>"}
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_DOCUMENT: Final = re.compile(r"^\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.MULTILINE)
_FRAGMENT: Final = re.compile(r"</?(?:p|div|br|td|tr|table|span|font|center|strong)\b[^<>]*>", re.IGNORECASE)

#: A page saved without its frame still has tags all over: this many, and one in so many characters.
#: A page that opens as one (<html at a line's start) needs fewer: a text may quote a tag.
_MIN_TAGS, _TAG_EVERY, _MIN_TAGS_IN_PAGE = 6, 400, 3

_FRONT_MATTER: Final = re.compile(
    r"\A\s*(?:---[ \t]*\n(?P<yaml>(?:[^\n]*\n)*?)(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>(?:[^\n]*\n)*?)\+\+\+)[ \t]*(?:\n|\Z)"
)
_YAML_LINE: Final = re.compile(r"^\s*(?:[\w-]+\s*:|-\s|#|$)|^\s{2,}\S")
_PAIR: Final = re.compile(r"[ |]*(?P<key>\w+)\s*[:=]\s*(?P<quote>[\"']?)(?P<value>.+?)(?P=quote)\s*")
#: A page of a wiki, as exported: by its suffix, or because it begins with a template and holds links.
_WIKI_SUFFIXES: Final = frozenset({".wiki", ".mediawiki", ".wikitext"})
_WIKI: Final = re.compile(r"\A\s*\{\{[^{}]*\|[\s\S]*(?:\[\[|^==)", re.MULTILINE)


def is_html(text: str) -> bool:
    """Whether a text is a saved web page or a piece of one.

    >>> is_html("<p>一</p>" * 6), is_html("他写道：<script>alert(1)</script>")
    (True, False)
    """
    tags = len(_FRAGMENT.findall(text))
    if _DOCUMENT.search(text[:5000]) and tags >= _MIN_TAGS_IN_PAGE:
        return True
    return tags >= _MIN_TAGS and tags * _TAG_EVERY >= len(text)


def layers(name: str, text: str) -> tuple[tuple[str, Step], ...]:
    """The named steps that take the markup off a file."""
    if is_html(text):
        plain = (("html-space", _html_space), ("html-tag", _tags), ("html-entity", _entities))
        if not _DOCUMENT.search(text[:5000]):  # a piece of a page has no frame
            return plain
        content = _main_content(text)
        return (*plain, ("html-frame", lambda lines: _frame(lines, content)))
    if PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES:
        return MARKDOWN
    return WIKI if _is_wiki(name, text) else ()


def _is_wiki(name: str, text: str) -> bool:
    return PurePath(name).suffix.lower() in _WIKI_SUFFIXES or bool(_WIKI.match(text[:5000]))


def front_matter(name: str, text: str) -> dict[str, tuple[int, str]]:
    """What a Markdown file's front matter or a wiki page's header says: key → (line, value).

    >>> front_matter("a.md", '---\\ntitle: "言"\\ntags: [a]\\n---\\n正文')["title"]
    (2, '言')
    """
    if PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES:
        found = _front_matter_match(text)
        span = (found.start(found.lastgroup or 0), found.end(found.lastgroup or 0)) if found else None
    else:
        found = re.match(r"\s*\{\{([^{}]*)\}\}", text) if _is_wiki(name, text) else None
        span = found.span(1) if found else None
    if span is None:
        return {}
    first = text.count("\n", 0, span[0]) + 1
    pairs = ((n, _PAIR.fullmatch(line)) for n, line in enumerate(text[slice(*span)].split("\n"), first))
    return {pair["key"].lower(): (n, pair["value"]) for n, pair in pairs if pair}


def _front_matter_match(text: str) -> re.Match[str] | None:
    found = _FRONT_MATTER.match(text)
    if not found or (found["toml"] and "=" in found["toml"]):
        return found
    lines = (found["yaml"] or "").split("\n")
    return found if any(":" in line for line in lines) and all(map(_YAML_LINE.match, lines)) else None


# --- HTML -------------------------------------------------------------------------------------


def _html_space(text: str) -> Iterator[Replacement]:
    """Line breaks of the source are no line breaks of the page, except in <pre>."""
    kept = sorted(span for tag in ("pre", "script", "style") for span in _elements(text, tag))
    starts = [start for start, _ in kept]
    for found in re.finditer(r"(?<![ \t\n])[ \t]*\n\s*", text):
        at = bisect_right(starts, found.start()) - 1
        if at < 0 or found.start() >= kept[at][1]:
            beside = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
            yield found.start(), found.end(), " " if re.fullmatch(r"[\w.,;:!?)]\w", beside, re.ASCII) else ""


def _tags(text: str) -> Iterator[Replacement]:
    """Tags, comments, scripts; what begins a block begins a line."""
    lower, at = text.lower(), 0
    while found := _TAG.search(text, at):
        tag = (found["name"] or "").lower()
        closing = _ENDS.get(found[0]) or (_SKIPPED.get(f"<{tag}") if not found[0].startswith("</") else None)
        end = lower.find(closing, found.end()) if closing else -1
        at = found.end() if end < 0 else text.find(">", end) + 1 or len(text)
        yield found.start(), at, "\n" if tag in _BLOCK_TAGS else ""


def _elements(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """Where elements of one name begin and end; an unclosed one is none."""
    lower = text.lower()
    at = lower.find(f"<{tag}")
    while at >= 0 and (end := lower.find(f"</{tag}", at)) >= 0:
        yield at, end
        at = lower.find(f"<{tag}", end)


def _entities(text: str) -> Iterator[Replacement]:
    """Character references, once: `&amp;lt;` is the text `&lt;`."""
    for found in _ENTITY.finditer(text):
        char = html.unescape(found[0])
        if (
            char != found[0] and char.isprintable()
        ) or char in "\N{NO-BREAK SPACE}\N{EN SPACE}\N{EM SPACE}\N{IDEOGRAPHIC SPACE}":
            yield found.start(), found.end(), char


def _main_content(page: str) -> tuple[str, str]:
    """What trafilatura takes for the page's title and text, squeezed for comparing; loaded only here, as few need it."""
    import trafilatura

    found = trafilatura.bare_extraction(page, favor_recall=True, include_comments=False, with_metadata=True)
    if found is None:
        return "", ""
    values = found if isinstance(found, dict) else found.as_dict()
    return squeeze(values.get("title") or ""), squeeze(values.get("text") or "")


def _frame(text: str, content: tuple[str, str]) -> Iterator[Replacement]:
    """The lines before the title (or the text) and behind the text: navigation, footers.

    The extractor drops headlines, bylines and date lines that stand near the text; they stay.
    """
    title, body = content
    lines = [
        (m.start(), m.end(), squeeze(m[0]), m[0]) for m in re.finditer(r"[^\n]+\n?", text) if m[0].strip()
    ]
    inside = [i for i, line in enumerate(lines) if len(line[2]) > 1 and line[2] in body]
    if not inside:
        return
    first, last = inside[0], inside[-1]
    titles = [i for i in range(first) if lines[i][2] and lines[i][2] == title]
    while first and not titles and is_head_line(lines[first - 1][3].strip()):
        first -= 1
    first = titles[-1] if titles else first
    while last + 1 < min(len(lines), inside[-1] + 4) and is_tail_line(lines[last + 1][3].strip()):
        last += 1
    if first:
        yield 0, lines[first][0], ""
    if last + 1 < len(lines):
        yield lines[last + 1][0], len(text), ""


def is_head_line(line: str) -> bool:
    """A headline, name, date or salutation: what belongs to a text although it is no prose."""
    return len(line) <= 60 and (
        is_titled(line) or is_date_line(line) or bool(byline(line)) or is_salutation(line)
    )


def is_tail_line(line: str) -> bool:
    """A signature or date, or how a letter closes."""
    return len(line) <= 30 and (
        is_date_line(line) or bool(byline(line)) or bool(re.match("此致|敬礼|敬禮|谢谢|謝謝", line))
    )


# --- Markdown ---------------------------------------------------------------------------------


def _cut(pattern: str, after: str = "") -> Callable[[str], Iterator[Replacement]]:
    """A step that replaces what a pattern finds; `after` may name groups."""
    compiled = re.compile(pattern, re.MULTILINE)

    def step(text: str) -> Iterator[Replacement]:
        for found in compiled.finditer(text):
            yield found.start(), found.end(), found.expand(after)

    return step


def _unwrap(pattern: str) -> Callable[[str], Iterator[Replacement]]:
    """A step that keeps group 1 of what a pattern finds and takes the marks around it."""
    compiled = re.compile(pattern, re.MULTILINE)

    def step(text: str) -> Iterator[Replacement]:
        for found in compiled.finditer(text):
            yield found.start(), found.start(1), ""
            yield found.end(1), found.end(), ""

    return step


def _front_matter(text: str) -> Iterator[Replacement]:
    if found := _front_matter_match(text):
        yield found.start(), found.end(), ""


def _templates(text: str) -> Iterator[Replacement]:
    """{{…}} of a wiki, with the templates inside it."""
    depth, begin = 0, 0
    for found in re.finditer(r"\{\{|\}\}", text):
        if found[0] == "{{":
            begin = begin if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield begin, found.end(), ""


MARKDOWN: Final[tuple[tuple[str, Step], ...]] = (
    ("md-front-matter", _front_matter),
    ("md-figure", _cut(r"<figure\b[^>]*>[\s\S]*?</figure\s*>")),
    ("md-image", _cut(r"!\[[^\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)")),
    (
        "md-template",
        _cut(
            r"\{\{[<%][^{}\n]*[>%]\}\}|\{%[^{}\n]*%\}|^\{:[^{}\n]*\}[ \t]*$|[ ]\{:[^{}\n]*\}[ \t]*$|^\[TOC\][ \t]*$"
        ),
    ),
    ("md-link", _unwrap(r"\[\[(?:[^\[\]|\n]+\|)?([^\[\]|\n]+)\]\](?!\()")),
    (
        "md-link",
        _unwrap(
            r"(?<!!)\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]"
            r"\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"
        ),
    ),
    ("md-link", _unwrap(r"<(https?://[^<>\s]+)>")),
    ("html-tag", _tags),
    ("html-entity", _entities),
    ("md-rule", _cut(r"^[ \t]*(?:[-*_=][ \t]*){3,}$")),
    ("md-quote", _cut(r"^[ \t]*>[ \t]?")),
    ("md-list", _cut(r"^[ \t]*[-*+][ \t]+(?=\S)")),
    ("md-heading", _cut(r"^[ \t]*(?!#\S+(?:[ ]+#\S+)+[ ]*$)#{1,6}(?:[ \t]+|(?=[^#\s]))")),
    ("md-heading", _cut(r"(?<=\S)[ \t]+#+[ \t]*$")),
    ("md-emphasis", _unwrap(r"(?<![*\\])\*\*(?=\S)([^*\n]*\S)\*\*(?!\*)")),
    ("md-emphasis", _unwrap(r"(?<![_\\\w])__(?=\S)([^_\n]*\S)__(?![_\w])")),
    ("md-emphasis", _unwrap(r"(?<![*\\\w])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![*\w])")),
    ("md-emphasis", _unwrap(r"(?<![=\w])==(?=[^\s=])([^=\n]*[^\s=])==(?![=\w])")),
    ("md-block-id", _cut(r"[ \t]+\^[A-Za-z0-9-]{3,}[ \t]*$")),
    ("md-escape", _cut(r"\\([\\`*_{}\[\]()#+.!<>~|-])", r"\1")),
)

WIKI: Final[tuple[tuple[str, Step], ...]] = (
    ("wiki-template", _templates),
    ("wiki-category", _cut(r"\[\[(?:Category|分类|分類|File|文件|Image|圖像)[:：][^\[\]\n]*\]\]|__[A-Z]+__")),
    ("wiki-note", _cut(r"<ref\b[^<>]*/>|<ref\b[^<>]*>[\s\S]*?</ref>")),
    ("wiki-link", _unwrap(r"\[\[(?:[^\[\]|\n]+\|)?([^\[\]|\n]+)\]\]")),
    ("html-tag", _tags),
    ("html-entity", _entities),
    ("wiki-heading", _cut(r"^[ \t]*={1,6}[ \t]*(?=[^=\n]+={1,6}[ \t]*$)")),
    ("wiki-heading", _cut(r"(?<=[^=\s])[ \t]*={1,6}[ \t]*$")),
    ("wiki-emphasis", _unwrap(r"'''([^'\n]+)'''")),
    ("wiki-emphasis", _unwrap(r"''([^'\n]+)''")),
)
