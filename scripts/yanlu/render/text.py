"""Putting text that others wrote into a page so that it stays text.

One escape serves Markdown, HTML, attribute values and the front matter's quoted strings alike:
whatever could mean something to any of them is written as a numeric character reference. The
generators differ in what they escape again and what they don't (a title, for example, goes into
`<title>` untouched); a reference means the same character everywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup

# Controls, spaces other than U+0020, zero-width marks, direction marks and overrides, line and
# paragraph separators, lone surrogates, noncharacters, tags: nothing that shows. Listed by hand, as
# Unicode's own categories differ between Python versions and a page must not.
INVISIBLE = (
    "\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3000\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U000e0fff"
)
_ASCII_PUNCTUATION = r"!-/:-@\[-`{-~"

# 12.5, COVID-19 and a space between two words stay as they are: they can mean nothing else there, and
# the Markdown stays readable.
_RISKY = re.compile(
    rf"[ {_ASCII_PUNCTUATION}{INVISIBLE}](?!(?<=[0-9A-Za-z][-.,])(?=[0-9A-Za-z])|(?<=\S[ ])(?=\S))"
)

_TOKEN = re.compile(r"(?:\.\./)+|[0-9A-Za-z_-][0-9A-Za-z_./-]*")
_PICTURES = {" ": "␣", "\n": "↵", "\r": "␍", "\t": "⇥", "\f": "␌"}
_HIDDEN = re.compile(f"[ {INVISIBLE}]+")
_LONG_RUN = 4

_JSON = json.JSONEncoder(ensure_ascii=False)
_JSON_UNSAFE = re.compile("[\u0085\u2028\u2029\ud800-\udfff]")


@lru_cache(1024)  # labels and the like stand on every page
def escape(text: str) -> Markup:
    """Text as references wherever it could be read as markup.

    >>> print(escape("*_ <b> 12.5 a-b 1. x"))
    &#42;&#95; &#60;b&#62; 12.5 a-b 1&#46; x
    """
    return Markup(_RISKY.sub(lambda m: f"&#{ord(m[0])};", text))


def finalize(value: object) -> str:
    """What jinja2 does with every value a template prints: nothing gets out unescaped."""
    return value if isinstance(value, Markup) else escape(str(value))


def token(value: str) -> Markup:
    """An id, class or path of our own making, which needs no escape. Anything else raises ValueError.

    >>> print(token("raw/2ba47e9fb844da27.txt"))
    raw/2ba47e9fb844da27.txt
    """
    if not _TOKEN.fullmatch(value):
        raise ValueError(f"{value!r} is not a plain id, class or path")
    return Markup(value)


def address(value: str) -> Markup:
    """A link of our own making, percent-encoded where it has more than ASCII.

    >>> print(address("compare/2020-03-06…2020-03-10/index.html?span=5-19#p7"))
    compare/2020-03-06%E2%80%A62020-03-10/index.html?span=5-19#p7
    """
    return Markup(quote(value, safe="/?=#"))


def visible(text: str) -> Markup:
    r"""Text with a sign for each invisible character, for the change log.

    >>> print(visible("a \n"))
    a<span class="inv">␣ ↵</span>
    >>> print(visible(" " * 9 + "\u3000"))
    <span class="inv">␣×9 U+3000</span>
    """
    parts, done = [], 0
    for run in _HIDDEN.finditer(text):
        parts += [escape(text[done : run.start()]), f'<span class="inv">{_signs(run[0])}</span>']
        done = run.end()
    return Markup("".join([*parts, escape(text[done:])]))


def _signs(run: str) -> str:
    """Invisible characters by picture or code point; a long run of one is counted, not drawn."""
    counted = [(char, sum(1 for _ in group)) for char, group in groupby(run)]
    return " ".join(
        f"{_sign(char)}×{n}" if n >= _LONG_RUN else " ".join([_sign(char)] * n) for char, n in counted
    )


def _sign(char: str) -> str:
    return _PICTURES.get(char) or f"U+{ord(char):04X}"


def line_list(lines: Iterable[int]) -> str:
    """Line numbers as short as they can be told, in order.

    >>> line_list([5, 9, 9, 12, 13, 14])
    '5, 9×2, 12–14'
    """
    parts: list[str] = []
    numbered = [(n, sum(1 for _ in group)) for n, group in groupby(sorted(lines))]
    for (_, times), run in groupby(enumerate(numbered), key=lambda p: (p[1][0] - p[0], p[1][1])):
        ends = [n for _, (n, _) in run]
        parts.append(line_range(ends[0], ends[-1]) + (f"×{times}" if times > 1 else ""))
    return ", ".join(parts)


def line_range(first: int, last: int) -> str:
    """From line to line.

    >>> line_range(3, 3), line_range(3, 5)
    ('3', '3–5')
    """
    return str(first) if first == last else f"{first}–{last}"


def json_line(value: object) -> str:
    """JSON on one line whoever cuts the lines, and encodable whatever was in the raw file."""
    text = _JSON.encode(value)
    return _JSON_UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"
