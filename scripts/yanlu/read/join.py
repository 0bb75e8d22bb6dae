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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yanlu.hanzi import CLOSING, HAN, ends_sentence
from yanlu.read.giant import giant_lines
from yanlu.read.measure import NEARLY, TOLERANCE, Printed, Setting, printed, stretches
from yanlu.read.shapes import dateline, is_salutation, is_titled
from yanlu.trace import Replacement, Step

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


# --- wrapped prose ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a wrapped stretch shows a new paragraph: by an indent, by a wider gap, or by narrower first lines."""

    measure: float
    gap: int  #: blank lines inside a paragraph
    indent: float  #: of lines inside a paragraph
    indents: bool
    room: float  #: em that first lines are narrower than others, their indent being lost


def _habits(lines: Sequence[Printed], setting: Setting) -> _Habits:
    """What the lines of a stretch have in common."""
    full = setting.measure - NEARLY
    inside = [
        b for a, b in pairwise(lines) if not a.ends and a.reach > full and not _ENUMERATED.match(b.text)
    ]
    indent = Counter(line.indent for line in inside).most_common(1)[0][0] if inside else 0.0
    indented = sum(1.5 <= line.indent - indent <= 4.5 for line in lines)
    indents = bool(inside) and indented >= max(2, 0.04 * len(lines))
    firsts = [
        b.reach for a, b in pairwise(lines) if a.ends and a.reach <= full and not b.ends and b.reach > full
    ]
    flush = sum(reach > setting.measure - 1.5 for reach in firsts)
    room = 0.0 if indents or flush > 0.5 * len(firsts) else 2.0
    return _Habits(setting.measure, setting.gap, indent, indents, room)


def _wraps(text: str) -> Iterator[Replacement]:
    """Join the lines of a wrapped text where no paragraph ends."""
    lines = printed(text)
    for stretch in stretches(lines):
        if stretch.setting:
            yield from _joined(lines[stretch.begin : stretch.end], stretch.setting)


def _joined(lines: Sequence[Printed], setting: Setting) -> Iterator[Replacement]:
    habits = _habits(lines, setting)
    is_first = True
    for i, (a, b) in enumerate(pairwise(lines)):
        after = lines[i + 2] if i + 2 < len(lines) else None
        is_last = _breaks(a, b, after, habits, is_first)
        if not is_last:
            yield a.end, b.start, _glue(a.text, b.text)
        is_first = is_last


def _breaks(a: Printed, b: Printed, after: Printed | None, habits: _Habits, is_first: bool) -> bool:
    """Whether a paragraph ends between two lines of wrapped prose."""
    if b.text[0] in CLOSING and b.text[:2] not in ("……", "——"):
        return False
    if not a.ends and (_NOTE_MARK.match(b.text) or (_NOTE_MARK.match(a.text) and not is_first)):
        return False
    if habits.indents and 1.5 <= b.indent - habits.indent <= 4.5:
        return True
    if max(a.indent, b.indent) - habits.indent > 4.5:  # centred, or set at the right: a heading, a signature
        return True
    if is_first and not re.search("[，。；、]", a.text) and _is_new(a, b, habits):
        return True
    if a.reach > habits.measure + 2.5 * TOLERANCE:  # not of this measure: a headline, a list
        return True
    left = habits.measure - (habits.room if is_first else 0.0) - a.reach - b.first_unit
    if left >= TOLERANCE or (left >= 0 and a.ends):
        return left >= 3 * TOLERANCE or a.ends or not _goes_on(a, b)
    if not a.ends:
        return False
    return b.gap > habits.gap or (not habits.indents and _begins(b, after, habits))


def _is_new(a: Printed, b: Printed, habits: _Habits) -> bool:
    """Whether a paragraph begins below a line that is no prose: a headline, or a heading, as wide as the page."""
    return b.gap > habits.gap or is_titled(a.text) or is_salutation(b.text) or bool(dateline(b.text))


def _goes_on(a: Printed, b: Printed) -> bool:
    """A line a little short, without a final mark: prose set ragged, unless it looks like a headline."""
    return bool(re.search("[，。；：]", a.text)) and not _ENUMERATED.match(b.text)


def _begins(b: Printed, after: Printed | None, habits: _Habits) -> bool:
    """Whether a line behind a full line that ends a sentence is a first line whose indent was lost."""
    if _ENUMERATED.match(b.text) and not re.match("[一二三四五六七八九十]+[是要]", b.text):
        return True
    limit = b.reach + (after.first_unit if after else habits.measure)
    if not habits.room or limit <= habits.measure - 2 or (b.ends and limit <= habits.measure):
        return bool(_OPENING.match(b.text))  # its paragraph ends with it: width tells nothing
    return limit <= habits.measure


def _glue(before: str, after: str) -> str:
    """What stands where a line was wrapped: a space between Latin words, else nothing."""
    return " " if re.match(r"[A-Za-z,.;:][A-Za-z]", before[-1] + after[0]) else ""


# --- paragraphs cut in mid-sentence ---------------------------------------------------------------------


def _cut_paragraphs(text: str) -> Iterator[Replacement]:
    """Join two paragraphs where a blank line cut a sentence, in a text whose paragraphs end in final marks."""
    lines = printed(text)
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
    if _is_split(a, b):
        return True
    prose = bool(re.search("[。；！？]", a)) or (len(a) >= 45 and "，" in a and not _ENUMERATED.match(a))
    return ends_sentence(b) and prose and runs_on(a, b)


def runs_on(a: str, b: str) -> bool:
    """Whether a sentence may run from one line of prose into the next: nothing speaks against it.

    >>> runs_on("这件事情需要大家一起努力，要把", "重点地区的工作做好。"), runs_on("一、感谢与承担", "我们要感谢大家。")
    (True, False)
    """
    if _is_split(a, b):
        return True
    opened = (
        re.search("[，；。！？]", a)
        and re.match(f"[{HAN}，、“‘（《]", a[-1])
        and re.match(f"[{HAN}\\d“‘《]", b)
    )
    if not opened or a[-1] in "摄攝":
        return False
    return not (dateline(b) or is_salutation(a) or _ENUMERATED.match(b))


def _is_split(a: str, b: str) -> bool:
    """A mark that may begin no line begins this one."""
    return b[0] in "，。、；：？！”’）》" and not ends_sentence(a)


JOIN: Final[tuple[tuple[str, Step], ...]] = (
    ("giant-line", giant_lines),
    ("wrap", _wraps),
    ("cut-paragraph", _cut_paragraphs),
)
