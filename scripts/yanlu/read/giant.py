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

#: A giant line is longer than this (characters).
GIANT: Final = 300


def giant_lines(text: str) -> Iterator[Replacement]:
    """Give one giant line its lines back: at pairs of ideographic spaces, or at the spaces
    that a converter put where the page's lines ended.
    """
    for found in re.finditer(rf"[^\n]{{{GIANT},}}", text):
        line = found[0]
        for cut in (*_glued_head(line, found.start() == 0), *_paragraph_gaps(line)):
            yield found.start() + cut[0], found.start() + cut[1], "\n"
        if not _paragraph_gaps(line):
            for start, end in _lost_line_ends(line):
                yield found.start() + start, found.start() + end, "\n"


def _paragraph_gaps(line: str) -> list[tuple[int, int]]:
    """Where pairs of ideographic spaces, or wide gaps behind sentences, stand for paragraph breaks."""
    gaps = [m.span() for m in re.finditer(r"(?<=[^\s])[ ]*(?=\u3000{2,}[^\s])", line)]
    wide = [m.span() for m in re.finditer(r"(?<=[。！？”）：]) {2,}(?=[^\s])", line)]
    return gaps or (wide if len(wide) >= 3 else [])


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
    return [cut for cut in cuts if cut not in _paragraph_gaps(line)]


def _lost_line_ends(line: str) -> list[tuple[int, int]]:
    """The spaces in a giant line that stand for line ends; none if they don't recur at a measure."""
    spaces = list(re.finditer(r"(?<=\S) +(?=\S)", line))
    sure = [m for m in spaces if _between_han(line, m)]
    if len(sure) < 5:
        return []
    pieces = [width(line[a.end() : b.start()]) for a, b in pairwise(sure)]
    counts = Counter(round(w) for w in pieces)
    measure, _ = max(((w, counts[w] + counts[w - 1] + counts[w + 1]) for w in counts), key=lambda c: c[1])
    if measure < MIN_MEASURE or sum(abs(w - measure) <= 2.5 for w in pieces) < 0.5 * len(pieces):
        return []
    return _with_unsure(line, spaces, sure, measure)


def _between_han(line: str, space: re.Match[str]) -> bool:
    """A space that no one types: between Chinese characters, or behind a sentence."""
    before, after = line[space.start() - 1], line[space.end()]
    return not (re.match(r"[A-Za-z\d]", before) or re.match(r"[A-Za-z\d]", after)) or before in "。！？!?"


def _with_unsure(
    line: str, spaces: list[re.Match[str]], sure: list[re.Match[str]], measure: int
) -> list[tuple[int, int]]:
    """Add the spaces beside figures (至 3 月) that must be line ends, the piece being too long else."""
    ends: list[tuple[int, int]] = []
    begin, fitting = 0, None
    sure_spans = {m.span() for m in sure}
    for space in spaces:
        is_sure = space.span() in sure_spans
        if width(line[begin : space.start()]) > measure + 2 and fitting:
            ends.append(fitting.span())
            begin, fitting = fitting.end(), None
        if is_sure:
            ends.append(space.span())
            begin, fitting = space.end(), None
        elif width(line[begin : space.start()]) <= measure + 1:
            fitting = space
    return ends
