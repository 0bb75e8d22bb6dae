"""How wide the page was: the measure that each line of a file was set at, if it is a printed line at all.

A file may hold several texts, each from another source: one wrapped at 28 characters, the next
at 40 with a blank line between all lines, a third with one line a paragraph. So the file is cut
into stretches, each of one setting, as is likeliest for the lines as a whole (Viterbi's algorithm:
A. J. Viterbi, IEEE Trans. Inf. Theory 13, 1967). In wrapped prose most lines are full, and full
lines end in mid-sentence; where a line is a paragraph its width is any and it ends a sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import pairwise
from operator import add
from typing import Final

from yanlu.hanzi import CLOSING, IDEOGRAPHIC_SPACE, OPENING, ends_sentence, width

#: The narrowest and the widest measure of prose, in em.
MIN_MEASURE, MAX_MEASURE = 15.0, 90.0
#: A wrapped stretch has at least this share of full lines, and this share of them ends in mid-sentence.
MIN_FULL, MIN_OPEN = 0.2, 0.4
#: What is in most lines of prose and in few headlines, names, dates.
_PROSE: Final = re.compile("[，。；、！？]")
#: Measures tried in one file, the commonest first.
MAX_TRIED: Final = 16
#: What a new setting costs, in nats: as much as one and a half full lines tell, so that three are enough.
NEW_SETTING: Final = 7.0
#: What it costs more behind a full line that ends no sentence: its paragraph goes on.
IN_PARAGRAPH: Final = 6.0
#: What it costs that the gap inside a paragraph is not the setting's own, in nats.
ODD_GAP: Final = 2.5
#: Justified type squeezes or stretches a line by about this many em.
TOLERANCE: Final = 1.0
#: How far below the measure a line may be full: a Latin word or a name too long for it went to the next.
NEARLY: Final = 3.0


@dataclass(frozen=True, slots=True)
class Printed:
    """A line that is not blank, with what is around it. Widths in em, offsets in characters."""

    start: int
    end: int
    text: str
    indent: float
    gap: int  #: blank lines before it
    width: float
    reach: float  #: how far it goes to the right, its indent included
    ends: bool  #: a sentence

    @property
    def first_unit(self) -> float:
        """The width of what could not have been left behind on the line before."""
        unit = re.match(r"[A-Za-z\d.%]+|.", self.text)
        end = unit.end() if unit else 0
        while end < len(self.text) and (self.text[end] in CLOSING or self.text[end - 1] in OPENING):
            end += 1
        return width(self.text[:end])


@dataclass(frozen=True, slots=True)
class Setting:
    """How a stretch of lines was set: its measure, and the blank lines inside its paragraphs."""

    measure: float
    gap: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines `begin` to `end` of one setting; none where the lines are no printed lines."""

    begin: int
    end: int
    setting: Setting | None


@lru_cache(1)  # several steps in a row look at one text
def printed(text: str) -> tuple[Printed, ...]:
    """The lines of a text that are not blank."""
    lines: list[Printed] = []
    gap, at = 0, 0
    for line in text.split("\n"):
        if body := line.strip(" \u3000"):
            spaces = line[: len(line) - len(line.lstrip(" \u3000"))]
            begin = at + len(spaces)
            indent, wide = _indent(spaces), width(body)
            lines.append(
                Printed(begin, begin + len(body), body, indent, gap, wide, indent + wide, ends_sentence(body))
            )
            gap = 0
        else:
            gap += 1
        at += len(line) + 1
    return tuple(lines)


def _indent(spaces: str) -> float:
    """In em. Typewriters indent by four ASCII spaces where print indents by two ideographic ones."""
    return sum(1.0 if c == IDEOGRAPHIC_SPACE else 0.5 for c in spaces)


def stretches(lines: Sequence[Printed]) -> list[Stretch]:
    """The lines cut into stretches of one setting each.

    >>> wrapped = "我们今天在这里开会，为的是讨论几个重要问题\\n" * 5 + "一个也不能少。\\n"
    >>> paragraphs = "各说各话，谁也不听谁的，一直说到了晚上，还没有个结果。\\n" * 5
    >>> [(s.begin, s.end, s.setting and s.setting.measure) for s in stretches(printed(wrapped + paragraphs))]
    [(0, 6, 21.0), (6, 11, None)]
    """
    tried = _tried(lines)
    path = _likeliest(lines, tried) if tried else [None] * len(lines)
    found, begin = [], 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or path[i] != path[begin]:
            found.append(Stretch(begin, i, _checked(lines[begin:i], path[begin])))
            begin = i
    return found


def _tried(lines: Sequence[Printed]) -> list[Setting]:
    """The settings that the lines may have: measures that open lines share, and gaps behind those."""
    shared = Counter(
        round(line.reach) for line in lines if not line.ends and MIN_MEASURE <= line.reach <= MAX_MEASURE
    )
    common = [w for w, _ in shared.most_common(MAX_TRIED) if sum(shared[w + d] for d in (-1, 0, 1)) >= 2]
    gaps = Counter(after.gap for line, after in pairwise(lines) if round(line.reach) in common)
    return [Setting(float(w), gap) for w in common for gap, _ in gaps.most_common(2)]


def _likeliest(lines: Sequence[Printed], settings: Sequence[Setting]) -> list[Setting | None]:
    """The setting of each line, or none, so that all lines together cost least."""
    prices = cache(partial(_prices, settings))  # in print, many lines are of one width
    total, leaving = [0.0] * (1 + len(settings)), [NEW_SETTING] * (1 + len(settings))
    came = []
    for line, gap in zip(lines, [*(line.gap for line in lines[1:]), None], strict=False):
        left = list(map(add, total, leaving))
        cheapest = min(left)
        source = left.index(cheapest)
        came.append([source if cheapest < stays else j for j, stays in enumerate(total)])
        own, leaving = prices(line.width, line.reach, line.ends, gap)
        total = [(cheapest if cheapest < stays else stays) + o for stays, o in zip(total, own, strict=True)]
    at = min(range(len(total)), key=total.__getitem__)
    path: list[Setting | None] = []
    for back in reversed(came):
        path.append(settings[at - 1] if at else None)
        at = back[at]
    return path[::-1]


def _prices(
    settings: Sequence[Setting], width: float, reach: float, ends: bool, gap: int | None
) -> tuple[list[float], list[float]]:
    """What a line costs unset and at each setting, and what it costs to leave that behind it; `gap` is the one below."""
    own, leaving = [_cost_of_paragraph(width, ends)], [NEW_SETTING]
    for setting in settings:
        fills = not ends and abs(reach - setting.measure) <= NEARLY
        odd = fills and gap is not None and gap != setting.gap
        own.append(_cost(width, reach, ends, setting.measure) + (ODD_GAP if odd else 0.0))
        leaving.append(NEW_SETTING + (IN_PARAGRAPH if fills else 0.0))
    return own, leaving


def _cost_of_paragraph(width: float, ends: bool) -> float:
    """How unlikely a line is where a paragraph is a line, in nats: minus the log of a share times a density.

    It has any width, on a log scale, and ends a sentence, four times in five.
    """
    return math.log(5 * max(width, 5.0)) + (0.2 if ends else 2.3)


def _cost(width: float, reach: float, ends: bool, measure: float) -> float:
    """How unlikely a line is at a measure, in nats.

    The shares are those of printed prose: of ten lines five are full and end in mid-sentence, two
    are the short last lines of paragraphs.
    """
    below = measure - reach
    if below < -1.5 * TOLERANCE:
        return math.log(5 * max(width, 5.0)) + 5.0
    if below <= TOLERANCE:
        return 3.4 if ends else 1.7
    if below <= NEARLY:
        return 3.9 if ends else 3.3
    return math.log(measure - NEARLY) + (1.5 if ends else 2.9)


def _checked(lines: Sequence[Printed], setting: Setting | None) -> Setting | None:
    """The setting with the width that most full lines have; none if the lines are no wrapped prose after all."""
    if setting is None:
        return None
    full = [line for line in lines if -1.5 <= setting.measure - line.reach <= NEARLY]
    is_open = sum(not line.ends for line in full)
    prose = sum(bool(_PROSE.search(line.text)) for line in full)
    if len(full) < max(3, MIN_FULL * len(lines)) or min(is_open, prose) < MIN_OPEN * len(full):
        return None
    near = Counter(round(line.reach) for line in full if abs(line.reach - setting.measure) <= 1.5 * TOLERANCE)
    return Setting(float(near.most_common(1)[0][0]), setting.gap)
