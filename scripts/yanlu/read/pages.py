"""What a printed page left in the text: page numbers, running heads, form feeds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from yanlu.hanzi import HAN, ends_sentence, width
from yanlu.trace import Replacement

_LINE: Final = re.compile(r"[^\n]+")

_MARKED_PAGE: Final = re.compile(
    r"[-—–―=·•~*]+第?\d{1,4}[页頁]?[-—–―=·•~*]+|第\d{1,4}[页頁](?:[,，/]*[共总]\d{1,4}[页頁])?|(?:Page|page|P\.)\d{1,4}(?:of\d{1,4})?|\d{1,4}/\d{1,4}"
)
_BARE_PAGE: Final = re.compile(r"\d{1,4}")
#: 在全县会议上的讲话　　　13 / 14　　某某文集: a running head with its page number.
_RUNNING_HEAD: Final = re.compile(
    r"(?P<a>\d{1,4})[ \u3000]{2,}\S[^\n]{1,30}|\S[^\n.…·]{1,30}?[ \u3000]{2,}(?P<b>\d{1,4})"
)


def page_numbers(text: str) -> Iterator[Replacement]:
    """Page numbers on lines of their own: marked ones (-13-, 第3页), bare ones beside a form feed,
    and bare ones that rise through the file and cut at least one sentence in two. Bare numbers
    that cut none head sections. A line that recurs beside page numbers is a running head.
    """
    lines = [(m.start(), m.end(), m[0]) for m in _LINE.finditer(text) if m[0].strip()]
    plain = [re.sub(r"\s", "", unicodedata.normalize("NFKC", line)) for _, _, line in lines]
    marked = {i for i, line in enumerate(plain) if _MARKED_PAGE.fullmatch(line)}
    bare = [i for i, line in enumerate(plain) if _BARE_PAGE.fullmatch(line)]
    bounds = [(a[0], b[1]) for a, b in pairwise(lines)]
    fed = {i for i in bare for j in (i - 1, i) if 0 <= j < len(bounds) and "\f" in text[slice(*bounds[j])]}
    fed = fed if len(bare) + len(marked) > 1 else set()
    cuts = {
        i
        for i in bare
        if _cuts_sentence(lines[i - 1][2] if i else "", lines[i + 1][2] if i + 1 < len(lines) else "")
    }
    rising = _rising([(i, int(plain[i])) for i in bare]) if cuts or fed else set()
    pages = marked | fed | cuts | rising
    beside = Counter(
        plain[j] for i in pages for j in (i - 1, i + 1) if 0 <= j < len(lines) and j not in pages
    )
    often = Counter(plain)
    heads = {
        i
        for i, line in enumerate(plain)
        if {i - 1, i + 1} & pages and len(line) <= 30 and beside[line] and often[line] > 1
    }
    heads |= {i for i in range(1, len(lines) - 1) if i - 1 in marked and _is_between(lines, i)}
    heads -= {i for i in heads if i < 6 and plain[i] not in plain[:i]}  # there it is the headline itself
    for i in sorted(pages | heads | _running_heads([line for _, _, line in lines])):
        yield lines[i][0], lines[i][1], ""


def _is_between(lines: list[tuple[int, int, str]], i: int) -> bool:
    """A short line below a page marker, where a sentence runs from above the marker to the line below it."""
    short = width(lines[i][2].strip()) < 24 and not ends_sentence(lines[i][2].strip())
    return short and i > 1 and _cuts_sentence(lines[i - 2][2], lines[i + 1][2])


def _running_heads(lines: list[str]) -> set[int]:
    """Lines that are a short text and a page number, wide apart, pages apart from each other, rising."""
    found = [
        (i, int(m["a"] or m["b"]))
        for i, line in enumerate(lines)
        if (m := _RUNNING_HEAD.fullmatch(line.strip()))
    ]
    apart = all(b[0] - a[0] > 5 and b[1] > a[1] for a, b in pairwise(found))
    return {i for i, _ in found} if len(found) > 1 and apart else set()


def page_breaks(text: str) -> Iterator[Replacement]:
    """A form feed ends a line like a newline."""
    for found in re.finditer(r"\n?\f\n?", text):
        yield found.start(), found.end(), "\n"


def _cuts_sentence(before: str, after: str) -> bool:
    """Between these two lines runs a sentence: what stands there is not of the text."""
    before, after = before.strip(), after.strip()
    return (
        bool(before and after)
        and width(before) >= 10
        and not ends_sentence(before)
        and bool(re.match(f"[{HAN}\\d，、。”’）]", after))
    )


def _rising(numbers: list[tuple[int, int]]) -> set[int]:
    """The members of a rising series of at least three numbers."""
    if len(numbers) < 3 or any(a[1] >= b[1] for a, b in pairwise(numbers)):
        return set()
    return {i for i, _ in numbers}
