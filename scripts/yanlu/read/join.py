"""Printed lines to paragraphs.

Three kinds of damage: a text wrapped at a page's measure (with or without blank lines between
its lines), one giant line that lost its breaks, and a paragraph cut in two by a blank line.
What tells them apart is the measure: the width that full lines share. A line that left room
for the next line's first character ended a paragraph; one that is full did not, whatever mark
it ends in, unless the next line is an indented first line. Where the indent itself is lost,
first lines are two em narrower than the measure, and that tells them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yanlu.hanzi import CLOSING, HAN, IDEOGRAPHIC_SPACE, OPENING, ends_sentence, width
from yanlu.read.giant import MIN_MEASURE, giant_lines
from yanlu.read.shapes import dateline, is_salutation
from yanlu.trace import Replacement, Step

#: Lines looked at around a line to tell its measure: a page or two, as the format may change.
WINDOW: Final = 30
#: A wrapped region has at least this share of full lines, and this share of them ends in mid-sentence.
MIN_FULL, MIN_OPEN = 0.3, 0.4
#: Justified type squeezes or stretches a line by about this many em.
TOLERANCE: Final = 1.0

_ENUMERATED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、，是要]|第[一二三四五六七八九十]{1,3}[、，章节节部]|[（(][一二三四五六七八九十\d]{1,3}[）)]|——|\d{1,2}[、．.](?!\d))"
)
#: How a paragraph of a readout begins, where the width of its lines cannot tell.
_OPENING: Final = re.compile(
    r"(?:(?:会议|大会|全会|座谈会|会谈|仪式)(?:还)?(?:强调|指出|要求|认为|决定|研究|审议|听取|由|上|最后|号召)"
    rf"|[{HAN}·]{{2,5}}(?:还|最后)?(?:强调|指出|要求|表示|说|认为)[，：]|同志们[！，：]|谢谢(?:大家|各位)"
    r"|[^。]{4,80}(?:陪同(?:考察|调研|出访|参加|会见|出席)?|(?:出席|参加|列席)(?:了)?[^，。]{0,14}|在座)。$)"
)


_NOTE_MARK: Final = re.compile(r"[〔\[]\d{1,3}[〕\]]|[①-⑳]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank, with what is around it. Widths in em, offsets in characters."""

    start: int
    end: int
    text: str
    indent: float
    gap: int  #: blank lines before it

    width: float

    @property
    def reach(self) -> float:
        """How far the line goes to the right, its indent included."""
        return self.indent + self.width

    @property
    def ends(self) -> bool:
        return ends_sentence(self.text)

    @property
    def first_unit(self) -> float:
        """The width of what could not have been left behind on the line before."""
        unit = re.match(r"[A-Za-z\d.%]+|.", self.text)
        end = unit.end() if unit else 0
        while end < len(self.text) and (self.text[end] in CLOSING or self.text[end - 1] in OPENING):
            end += 1
        return width(self.text[:end])


def _lines(text: str) -> list[_Line]:
    lines, gap = [], 0
    at = 0
    for line in text.split("\n"):
        if body := line.strip(" \u3000"):
            spaces = line[: len(line) - len(line.lstrip(" \u3000"))]
            begin = at + len(spaces)
            lines.append(_Line(begin, begin + len(body), body, _indent(spaces), gap, width(body)))
            gap = 0
        else:
            gap += 1
        at += len(line) + 1
    return lines


def _indent(spaces: str) -> float:
    """In em. Typewriters indent by four ASCII spaces where print indents by two ideographic ones."""
    return sum(1.0 if c == IDEOGRAPHIC_SPACE else 0.5 for c in spaces)


# --- the measure -----------------------------------------------------------------------------------


def _measure(lines: list[_Line]) -> float | None:
    """The width that full lines share, if these lines are wrapped prose; None if not.

    >>> _measure(_lines("我们今天在这里开会是为了讨论几个重要的问题\\n" * 5)) is None
    False
    >>> _measure(_lines("长短不一的段落。\\n" + "各说各话，互不相干。" * 9)) is None
    True
    """
    widths = [line.reach for line in lines]
    if len(lines) < 3:
        return None
    bins = Counter(round(w) for w in widths if w >= MIN_MEASURE)
    near = {w: bins[w - 1] + bins[w] + bins[w + 1] + bins[w - 2] for w in bins}
    if not near:
        return None
    best = max(near.values())
    measure = max(w for w, n in near.items() if n >= 0.75 * best)
    full = [line for line in lines if measure - 3 <= line.reach <= measure + 1.5]
    mode = Counter(round(line.reach) for line in full).most_common(1)[0][0] if full else 0
    wider = sum(w > measure + 2 for w in widths)
    open_ended = sum(not line.ends for line in full)
    if (
        len(full) < max(3, MIN_FULL * len(lines))
        or wider > 0.1 * len(lines)
        or open_ended < MIN_OPEN * len(full)
    ):
        return None
    return float(mode)


def _measures(lines: list[_Line]) -> list[float | None]:
    """Each line's own measure, from the lines around it; the whole file's where both agree that it wraps."""
    if len(lines) <= 2 * WINDOW:
        return [_measure(lines)] * len(lines)
    step = WINDOW // 2
    found: list[float | None] = []
    for at in range(0, len(lines), step):
        local = _measure(lines[max(0, at - WINDOW) : at + step + WINDOW])
        found += [local] * min(step, len(lines) - at)
    return found


# --- wrapped prose ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a wrapped text shows a new paragraph: by an indent, by a wider gap, or by narrower first lines."""

    indent: float  #: of lines inside a paragraph
    indents: bool
    gap: int  #: blank lines inside a paragraph


def _habits(lines: list[_Line], measures: list[float | None]) -> _Habits:
    inside = [
        b
        for a, b, m in zip(lines, lines[1:], measures, strict=False)
        if m and not a.ends and a.reach > m - 3 and not _ENUMERATED.match(b.text)
    ]
    if not inside:
        return _Habits(0.0, False, 0)
    indent = Counter(line.indent for line in inside).most_common(1)[0][0]
    gap = Counter(line.gap for line in inside).most_common(1)[0][0]
    indented = sum(1.5 <= line.indent - indent <= 4.5 for line in lines)
    return _Habits(indent, indented >= max(2, 0.04 * len(lines)), gap)


def _wraps(text: str) -> Iterator[Replacement]:
    """Join the lines of a wrapped text where no paragraph ends."""
    lines = _lines(text)
    measures = _measures(lines)
    habits = _habits(lines, measures)
    is_first = True
    for i, (a, b) in enumerate(pairwise(lines)):
        measure = measures[i]
        after = lines[i + 2] if i + 2 < len(lines) else None
        if measure and measures[i + 1] and not _breaks(a, b, after, measure, habits, is_first):
            yield a.end, b.start, _glue(a.text, b.text)
            is_first = False
        else:
            is_first = True


def _breaks(a: _Line, b: _Line, after: _Line | None, measure: float, habits: _Habits, is_first: bool) -> bool:
    """Whether a paragraph ends between two lines of wrapped prose."""
    if b.text[0] in CLOSING and b.text[:2] not in ("……", "——"):
        return False
    if not a.ends and (_NOTE_MARK.match(b.text) or (_NOTE_MARK.match(a.text) and not is_first)):
        return False
    if habits.indents and 1.5 <= b.indent - habits.indent <= 4.5:
        return True
    if a.reach > measure + 2.5 * TOLERANCE:  # not of this measure: a headline, a list
        return True
    room = measure - (2.0 if is_first and not habits.indents else 0.0) - a.reach
    left = room - b.first_unit
    if left >= TOLERANCE or (left >= 0 and a.ends):
        return left >= 3 * TOLERANCE or a.ends or not _goes_on(a, b)
    if not a.ends:
        return False
    if habits.indents:
        return b.gap > habits.gap
    return b.gap > habits.gap or _begins(b, after, measure)


def _goes_on(a: _Line, b: _Line) -> bool:
    """A line a little short, without a final mark: prose set ragged, unless it looks like a headline."""
    return bool(re.search("[，。；：]", a.text)) and not _ENUMERATED.match(b.text)


def _begins(b: _Line, after: _Line | None, measure: float) -> bool:
    """Whether a line behind a full line that ends a sentence is a first line whose indent was lost."""
    if _ENUMERATED.match(b.text) and not re.match("[一二三四五六七八九十]+[是要]", b.text):
        return True
    unit = after.first_unit if after else measure
    limit = b.reach + unit
    if limit <= measure - 2 or (
        b.ends and limit <= measure
    ):  # its paragraph ends with it: width tells nothing
        return bool(_OPENING.match(b.text))
    return limit <= measure


def _glue(before: str, after: str) -> str:
    """What stands where a line was wrapped: a space between Latin words, else nothing."""
    return " " if re.match(r"[A-Za-z,.;:][A-Za-z]", before[-1] + after[0]) else ""


# --- paragraphs cut in mid-sentence ---------------------------------------------------------------------


def _cut_paragraphs(text: str) -> Iterator[Replacement]:
    """Join two paragraphs where a blank line cut a sentence, in a text whose paragraphs end in final marks."""
    lines = _lines(text)
    prose = [line for line in lines if len(line.text) >= 40]
    settled = len(prose) >= 4 and sum(line.ends for line in prose) >= 0.7 * len(prose)
    for a, b in pairwise(lines):
        if _in_bracket(a.text, b.text) or (settled and _is_cut(a.text, b.text)):
            yield a.end, b.start, _glue(a.text, b.text)


def _in_bracket(a: str, b: str) -> bool:
    """A short line opens a bracket that the next one closes: （1999年1月20日在临江市第六届 / 人民代表大会上）"""
    opened = a.startswith(("（", "(")) and not re.search("[）)]", a)
    return opened and len(a) + len(b) <= 90 and bool(re.fullmatch("[^（(]*[）)]", b))


def _is_cut(a: str, b: str) -> bool:
    """Whether one sentence runs from one line into the next.

    >>> _is_cut("打铁还需自身硬。这一点，我们在去年的会议上已经讲得很清楚，各地区都要认真组织学", "习，抓好落实。")
    True
    >>> _is_cut("感谢与承担", "我们要感谢大家。"), _is_cut("他提出三点，请各位代表予以审议：", "一是学习。")
    (False, False)
    """
    if b[0] in "，。、；：？！”’）》" and not ends_sentence(a):
        return True
    if dateline(b) or re.search("[摄攝]$", a) or is_salutation(a):
        return False
    prose = bool(re.search("[。；！？]", a)) or (len(a) >= 45 and "，" in a and not _ENUMERATED.match(a))
    runs_on = prose and bool(re.search(f"[{HAN}，、“‘（《]$", a))
    return runs_on and bool(re.match(f"[{HAN}\\d“‘《]", b)) and ends_sentence(b) and not _ENUMERATED.match(b)


JOIN: Final[tuple[tuple[str, Step], ...]] = (
    ("giant-line", giant_lines),
    ("wrap", _wraps),
    ("cut-paragraph", _cut_paragraphs),
)
