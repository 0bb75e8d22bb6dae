"""What a printed page left in the text: page numbers, running heads, form feeds."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from yanlu.hanzi import HAN, LINES_KEPT, ends_sentence, width
from yanlu.read.join import runs_on
from yanlu.read.measure import printed, stretches
from yanlu.trace import Replacement


@dataclass(frozen=True, slots=True)
class _Row:
    """A line that is not blank."""

    start: int
    end: int
    text: str
    plain: str  #: without white space, in half-width figures, where it is short enough to be page matter


_LINE: Final = re.compile(r"[^\n]+")

_MARKED_PAGE: Final = re.compile(
    r"[-—–―=·•~*]+第?\d{1,4}[页頁]?[-—–―=·•~*]+|第\d{1,4}[页頁](?:[,，/]*[共总]\d{1,4}[页頁])?|(?:Page|page|P\.)\d{1,4}(?:of\d{1,4})?|\d{1,4}/\d{1,4}"
)
#: Page numbers and running heads are shorter lines, the spaces that centre them included.
MAX_MATTER: Final = 120
#: A larger number alone on a line of printed prose is a year.
MAX_PAGE: Final = 1000
_BARE_PAGE: Final = re.compile(r"\d{1,4}")
#: 在全县会议上的讲话　　　13 / 14　　某某文集: a running head with its page number.
_RUNNING_HEAD: Final = re.compile(
    r"(?P<a>\d{1,4})[ \u3000]{2,}\S[^\n]{1,30}|\S[^\n.…·]{1,30}?[ \u3000]{2,}(?P<b>\d{1,4})"
)


def page_numbers(text: str) -> Iterator[Replacement]:
    """What a page's end left between two lines of text, with the blank lines around it: they tell nothing.

    Where it cut a sentence, the two lines become one, unless they are printed lines: those are `join`'s.
    """
    lines = [_Row(m.start(), m.end(), m[0], _matter(m[0])) for m in _LINE.finditer(text) if m[0].strip()]
    marked = {i for i, line in enumerate(lines) if _MARKED_PAGE.fullmatch(line.plain)}
    bare = [i for i, line in enumerate(lines) if _BARE_PAGE.fullmatch(line.plain)]
    in_print = _in_print(text, lines) if marked or bare else set()
    pages = marked | _bare_pages(text, lines, bare, in_print, bool(marked))
    matter = sorted(pages | _heads(lines, pages, marked) | _running_heads([line.text for line in lines]))
    for _, run in groupby(enumerate(matter), key=lambda placed: placed[1] - placed[0]):
        found = [i for _, i in run]
        yield _cut_out(lines, found[0], found[-1], in_print)


def _matter(line: str) -> str:
    return _plain(line.strip()) if len(line) <= MAX_MATTER else line


@lru_cache(LINES_KEPT)
def _plain(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())


def _in_print(text: str, lines: list[_Row]) -> set[int]:
    """Which of the lines stand in a text that is wrapped at a measure."""
    rows = printed(text)
    spans = [(rows[s.begin].start, rows[s.end - 1].end) for s in stretches(rows) if s.setting]
    starts = [line.start for line in lines]
    return {
        i for begin, end in spans for i in range(bisect_right(starts, begin) - 1, bisect_right(starts, end))
    }


def _bare_pages(
    text: str, lines: list[_Row], bare: list[int], in_print: set[int], has_marked: bool
) -> set[int]:
    """Bare page numbers: beside a form feed; inside a sentence; rising through a file in which one is so;
    and in printed prose, where they don't begin with 1. Other bare numbers head sections.
    """
    fed = {i for i in bare if _beside_feed(text, lines, i)} if len(bare) + has_marked > 1 else set()
    cuts = {
        i for i in bare if 0 < i < len(lines) - 1 and _cuts_sentence(lines[i - 1].text, lines[i + 1].text)
    }
    numbers = [(i, int(lines[i].plain)) for i in bare]
    rises = all(a[1] < b[1] for a, b in pairwise(numbers))
    rising = set(bare) if rises and len(bare) >= 3 and (cuts or fed) else set()
    prints = rises and bool(bare) and numbers[0][1] > 1 and numbers[-1][1] < MAX_PAGE
    return fed | cuts | rising | ({i for i in bare if i in in_print} if prints else set())


def _beside_feed(text: str, lines: list[_Row], i: int) -> bool:
    begin = lines[i - 1].end if i else 0
    end = lines[i + 1].start + 1 if i + 1 < len(lines) else len(text)
    return "\f" in text[begin:end]


def _heads(lines: list[_Row], pages: set[int], marked: set[int]) -> set[int]:
    """Running heads: short lines that recur, at least once beside a page number, or that cut a sentence
    below a marked one. The first of them near the top is the headline itself.
    """
    often = Counter(line.plain for line in lines)
    beside = {j for i in pages for j in (i - 1, i + 1) if 0 <= j < len(lines)} - pages
    found = {i for i in beside if len(lines[i].plain) <= 30 and often[lines[i].plain] > 1}
    found |= {i for i in beside if i - 1 in marked and 1 < i < len(lines) - 1 and _between(lines, i)}
    top = [line.plain for line in lines[:6]]
    return {i for i in found if i >= 6 or top[i] in top[:i]}


def _between(lines: list[_Row], i: int) -> bool:
    """A short line below a page marker, where a sentence runs from above the marker to the line below it."""
    text, above = lines[i].text.strip(), lines[i - 2].text
    short = width(text) < min(24.0, 0.75 * width(above.strip())) and not ends_sentence(text)
    return short and _cuts_sentence(above, lines[i + 1].text)


def _cut_out(lines: list[_Row], first: int, last: int, in_print: set[int]) -> Replacement:
    """The span of page matter from one line of text to the next, a newline left between the two."""
    begin = lines[first - 1].end + 1 if first else 0
    if last + 1 == len(lines):
        return begin, max(begin, lines[last].end), ""
    below = lines[last + 1]
    if first and first not in in_print and runs_on(lines[first - 1].text.strip(), below.text.strip()):
        return begin - 1, below.end - len(below.text.lstrip()), ""
    return begin, below.start, ""


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
    for found in re.finditer(r"[\n\f](?:(?<=\n)\f|(?<=\f))\n?", text):
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
