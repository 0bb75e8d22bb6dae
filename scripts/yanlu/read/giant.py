"""One giant line: a text that lost its breaks, given its printed lines back, so that `join` can tell its paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from yanlu.hanzi import width
from yanlu.read.measure import MIN_MEASURE
from yanlu.read.shapes import is_date_line, is_salutation
from yanlu.trace import Replacement

_SPACE: Final = re.compile(r" (?<=\S ) *(?=\S)")
#: A giant line is longer than this (characters).
GIANT: Final = 300


def giant_lines(text: str) -> Iterator[Replacement]:
    """Give one giant line its lines back: at pairs of ideographic spaces, at wide gaps, and at the spaces
    that a converter put where the page's lines ended.
    """
    for found in re.finditer(r"[^\n]+", text):
        line = found[0]
        if len(line) < GIANT:
            continue
        gaps = _paragraph_gaps(line)
        cuts = {*gaps, *_glued_head(line, found.start() == 0), *_lost_line_ends(line, gaps)}
        done = 0
        for start, end in sorted(cuts):
            if start >= done:
                yield found.start() + start, found.start() + end, "\n"
                done = end


def _paragraph_gaps(line: str) -> list[tuple[int, int]]:
    """Where pairs of ideographic spaces, or wide gaps, stand for paragraph breaks: most of those close sentences."""
    gaps = [m.span() for m in re.finditer(r"(?<=\S)[ ]*(?=\u3000{2,}\S)", line)] if "\u3000" in line else []
    wide = [m.span() for m in re.finditer(r" (?<=\S ) +(?=\S)", line)]
    closing = sum(line[start - 1] in "。！？”）：" for start, _ in wide)
    return gaps or (wide if closing >= max(3, 0.5 * len(wide)) else [])


def _glued_head(line: str, is_first: bool) -> list[tuple[int, int]]:
    """The ends of headline and bracketed date where a file's one line begins with them."""
    found = (
        re.match(r"[^。！？，]{4,60}?(?P<a>\s*)(?=[（(])(?P<date>[（(][^（()）]{4,30}[）)])(?P<b>\s*)", line)
        if is_first
        else None
    )
    if not found or not is_date_line(found["date"]):
        return []
    greeting = re.match(r"[^。！？：:]{2,30}[：:](?P<c>\s*)(?=\S)", line[found.end() :])
    cuts = [found.span("a"), found.span("b")]
    if greeting and is_salutation(greeting[0].strip()):
        cuts.append((found.end() + greeting.start("c"), found.end() + greeting.end("c")))
    return cuts


def _lost_line_ends(line: str, gaps: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spaces between paragraph gaps that stand for line ends; none if they don't recur at a measure."""
    bounds = [0, *(place for gap in gaps for place in gap), len(line)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    spaces = [[m for m in _SPACE.finditer(line, *part) if m.start() > part[0]] for part in parts]
    sure = [[m for m in found if _between_han(line, m)] for found in spaces]
    pieces = [width(line[a.end() : b.start()]) for found in sure for a, b in pairwise(found)]
    if len(pieces) < 4:
        return
    counts = Counter(round(w) for w in pieces)
    measure, _ = max(((w, counts[w] + counts[w - 1] + counts[w + 1]) for w in counts), key=lambda c: c[1])
    if measure < MIN_MEASURE or sum(abs(w - measure) <= 2.5 for w in pieces) < 0.5 * len(pieces):
        return
    for (begin, end), found in zip(parts, spaces, strict=True):
        yield from _line_ends(line, begin, end, found, measure)


def _between_han(line: str, space: re.Match[str]) -> bool:
    """A space that no one types: between Chinese characters, or behind a sentence."""
    before, after = line[space.start() - 1], line[space.end()]
    return not (re.match(r"[A-Za-z\d]", before) or re.match(r"[A-Za-z\d]", after)) or before in "。！？!?"


def _line_ends(
    line: str, begin: int, end: int, spaces: list[re.Match[str]], measure: int
) -> Iterator[tuple[int, int]]:
    """The spaces of one part that end lines: sure ones, and those beside figures (至 3 月) without which
    a line would be too long. A sure one that stands inside a full line (新华社北京3月4日电 中共中央) ends none.
    """
    fitting: re.Match[str] | None = None
    stops = [*(m.start() for m in spaces), end]
    for i, space in enumerate(spaces):
        if fitting and width(line[begin : space.start()]) > measure + 2:
            yield fitting.span()
            begin, fitting = fitting.end(), None
        reach = width(line[begin : space.start()])
        filled = (measure - 2 <= width(line[begin:stop]) <= measure + 1 for stop in stops[i + 1 : i + 9])
        inside = reach < measure - 3 and line[space.start() - 1] not in "。！？：”" and any(filled)
        if _between_han(line, space) and not inside:
            yield space.span()
            begin, fitting = space.end(), None
        elif reach <= measure + 1:
            fitting = space
