"""Small repairs: what a page, a site or a typesetter left in the text.

`BEFORE` runs while lines are still lines as printed, `AFTER` once `join` has made them
paragraphs. Each step is named; the name stands in the change log and in `strings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from yanlu.hanzi import HAN, LINES_KEPT, ends_sentence
from yanlu.read.pages import page_breaks, page_numbers
from yanlu.trace import Replacement, Step
from yanlu.words import any_of

_ODD_SPACES: Final = re.compile(
    "[\N{NO-BREAK SPACE}\N{EN QUAD}-\N{HAIR SPACE}\N{NARROW NO-BREAK SPACE}\N{MEDIUM MATHEMATICAL SPACE}\t\N{OGHAM SPACE MARK}]"
)
_LINE: Final = re.compile(r"[^\n]+")


def _odd_spaces(text: str) -> Iterator[Replacement]:
    """Tabs, no-break, en, em and thin spaces are spaces; the ideographic one means more and stays.

    A tab that begins a line indents it by two characters.
    """
    for found in _ODD_SPACES.finditer(text):
        begins = found[0] == "\t" and text[found.start() - 1 : found.start()] in ("", "\n", "\t")
        yield found.start(), found.end(), "    " if begins else " "


# --- lines that are not the text ----------------------------------------------------------------

_BUTTONS: Final = re.compile(rf"(?:[\[【（(]?{any_of('buttons')}[\]】）)]?[\s\u3000|｜/·>:：\[\]]*)+")
_FRAME_LINE: Final = re.compile(any_of("frame_lines"))
_FRAME_WORD: Final = re.compile(any_of("frame_words"))
_BREADCRUMB: Final = re.compile(r"[^。>»›]{1,20}(?:\s*[>»›]+\s*[^。>»›]{1,60}){2,}")
_MAX_FRAME_LINE: Final = 120  #: characters; a longer line is a paragraph that names such a thing

_JUMP: Final = re.compile(
    r"[（(【\[〔]?[ ]?(?:下转|下轉|转|緊接|紧接)[ ]?[A-D]?第?[ ]?[\d一二三四五六七八九十]+[ ]?[版页頁面][^\n]{0,12}?[）)】\]〕]?$"
    r"|^[（(【\[][ ]?(?:未完待续|未完|待续|待續)[ ]?[）)】\]]$"
    r"|^[（(【\[〔][ ]?上接[ ]?[A-D]?第?[ ]?[\d一二三四五六七八九十]+[ ]?[版页頁面][^\n）)】\]〕]{0,12}[）)】\]〕]",
    re.MULTILINE,
)
#: What each of these has, and most texts have not: found much faster.
_JUMPS: Final = re.compile(r"[转轉接完待](?:[ ]?[A-D]?第?[ ]?[\d一二三四五六七八九十]|(?<=未完)|[续續])")


def _frame_lines(text: str) -> Iterator[Replacement]:
    """A site's frame: 查看更多, 上一篇, 版权所有 …"""
    for found in _LINE.finditer(text):
        line = found[0].strip()
        if 0 < len(line) <= _MAX_FRAME_LINE and _is_frame(line):
            yield found.start(), found.end(), ""


@lru_cache(LINES_KEPT)
def _is_frame(line: str) -> bool:
    """Whether a line is part of a site's frame.

    >>> _is_frame("上一篇：致辞"), _is_frame("版权所有 某网"), _is_frame("首页 > 领导讲话 > 正文"), _is_frame("回首頁　上一頁")
    (True, True, True, True)
    >>> _is_frame("查看更多的材料以后，我们认为这个判断是对的。"), _is_frame("大中小学都要办好。")
    (False, False)
    """
    if _BUTTONS.fullmatch(line) or _BREADCRUMB.fullmatch(line):
        return True
    sentence = ends_sentence(line) and len(line) > 12
    return bool(
        (_FRAME_LINE.match(line) and not sentence) or (_FRAME_WORD.search(line) and _unlike_speech(line))
    )


def _unlike_speech(line: str) -> bool:
    """A sentence of a speech may speak of copyright; a footer has few commas and stops."""
    return len(re.findall("[，。；]", line)) <= 4


def _jump_lines(text: str) -> Iterator[Replacement]:
    """（下转第5版）: where a newspaper breaks off. The document is marked incomplete."""
    for found in _JUMP.finditer(text) if _JUMPS.search(text) else ():
        yield found.start(), found.end(), ""


def is_cut_off(jump: str) -> bool:
    """Whether a jump line says that the text goes on elsewhere; 上接第1版 says the reverse.

    >>> is_cut_off("【下转第5版】"), is_cut_off("（上接第1版）")
    (True, False)
    """
    return not re.search("上接|緊接|紧接", jump)


# --- white space and punctuation ------------------------------------------------------------------


def _lossy_marks(text: str) -> Iterator[Replacement]:
    """`?` that a lossy conversion left of odd spaces: alone on a line, or in runs at its beginning and end."""
    if text.count("?") + text.count("？") < 3:
        return
    marks = list(re.finditer(r"^[?？]{2,}|[?？]{2,}$|^[ \u3000]*[?？]+[ \u3000]*$", text, re.MULTILINE))
    if len(marks) >= 3:
        yield from ((m.start(), m.end(), "") for m in marks)


def _rules(text: str) -> Iterator[Replacement]:
    """Lines that only draw a rule: ＊＊＊, ————, ======. Three hyphens may be text."""
    rule = r"^[ \u3000]*(?:(?:[-_=*~·.][ \u3000]?){5,}|(?:[—–―─━＝＊～•…☆★※◇◆○●][ \u3000]*){3,})[ \u3000]*$"
    for found in re.finditer(rule, text, re.MULTILINE):
        yield found.start(), found.end(), ""


def _time_stamps(text: str) -> Iterator[Replacement]:
    """The clock at the ends of a live transcript's lines: [2010-03-14 10:32]."""
    stamp = re.compile(
        r"[ \[（(【](?:(?<= )[\[（(【]|(?<! ))\d{4}-\d{1,2}-\d{1,2} +\d{1,2}:\d{2}(?::\d{2})?[\]）)】]$",
        re.MULTILINE,
    )
    stamps = list(stamp.finditer(text))
    if len(stamps) > 2:
        yield from ((m.start(), m.end(), "") for m in stamps)


def _letter_spaces(text: str) -> Iterator[Replacement]:
    """A space after every character, as some optical readers set it."""
    spaced = len(re.findall(f" (?<=[{HAN}] )(?=[{HAN}])", text))
    if spaced > 10 and spaced > 0.5 * len(re.findall(f"[{HAN}](?=[ ]?[{HAN}])", text)) >= 10:
        for found in re.finditer(
            rf"(?<=[{HAN}\d，。、；：？！“”（）《》]) (?=[{HAN}\d，。、；：？！“”（）《》])", text
        ):
            yield found.start(), found.end(), ""


def _edges(text: str) -> Iterator[Replacement]:
    """Spaces at the two ends of a line: indents, page-break spaces, Markdown's hard breaks."""
    at = 0
    for line in text.split("\n"):
        body = line.strip(" \u3000")
        begin = at + len(line) - len(line.lstrip(" \u3000"))
        if len(body) < len(line):
            yield at, begin if body else at + len(line), ""
            if body:
                yield begin + len(body), at + len(line), ""
        at += len(line) + 1


def _blank_lines(text: str) -> Iterator[Replacement]:
    """One newline between two paragraphs, none at the two ends."""
    for found in re.finditer(r"\n+", text):
        at_edge = found.start() == 0 or found.end() == len(text)
        yield found.start(), found.end(), "" if at_edge else "\n"


_FULL_WIDTH: Final = str.maketrans(",:;!?", "，：；！？")
_HALF: Final = re.compile(
    rf"[,:;!?](?:(?<=[{HAN}”’」』）》〉】％%].)(?=[ ]?[{HAN}“‘「『（《〈【”’」』）》〉】]|[ ]*$)"
    rf"|(?<=[{HAN}”’」』）》].)(?=[ ]?\d)|(?<=[\d%][,;])(?=[ ]?[{HAN}“‘「『（《]))",
    re.MULTILINE,
)
_PARENTHESIS: Final = re.compile(rf"\((?:(?<=[{HAN}，。、；：”]\()([^()\n]*)|([^()\n]*[{HAN}][^()\n]*))\)")


def _punctuation(text: str) -> Iterator[Replacement]:
    """Half-width , : ; ! ? ( ) between Chinese made full-width.

    >>> [r[2] for r in _punctuation("同志们:今天,我们(扩大)开会,8:30,see (3).")]
    ['：', '，', '（', '）', '，']
    """
    marks = [(m.start(), m.end(), m[0].translate(_FULL_WIDTH)) for m in _HALF.finditer(text)]
    for m in _PARENTHESIS.finditer(text):
        inner = m[1] if m[1] is not None else m[2]
        if re.search(f"[{HAN}]", inner) or not re.search("[A-Za-z]", inner):
            open_at = text.index("(", m.start())
            marks += [(m.start(), open_at + 1, "（"), (m.end() - 1, m.end(), "）")]
    yield from _disjoint(sorted(marks))


def _disjoint(replacements: Iterable[Replacement]) -> Iterator[Replacement]:
    done = -1
    for start, end, after in replacements:
        if start >= done:
            yield start, end, after
            done = end


def _digit_spaces(text: str) -> Iterator[Replacement]:
    """Spaces a word processor set between Chinese and figures: 2018 年 1085 亿.

    Not behind a Latin word or a date in figures, nor behind a number that begins a line.

    >>> [text[s:e] for text in ["共 1085 亿", "2016-09-20 与市民", "5G SA 网", "1 总则"] for s, e, _ in _digit_spaces(text)]
    [' ', ' ']
    """
    for found in re.finditer(
        rf"[ \d.,](?:(?<=[{HAN}] )(?<![电電讯訊] ) *(?=\d)|(?<! )(?<![\w./-].)[\d.,]*(?P<gap> +)(?=[{HAN}]))",
        text,
    ):
        gap = "gap" if found["gap"] else 0
        begins_line = found.start() == 0 or text[found.start() - 1] == "\n"
        if gap == 0 or not begins_line or text[found.end(gap)] in "年月":
            yield found.start(gap), found.end(gap), ""


def _spaces(text: str) -> Iterator[Replacement]:
    """Spaces beside full-width punctuation.

    A space between two characters stays: it divides a headline (携手抗疫 共克时艰), a dateline
    from its text, two lines of verse, a family name from a given one.
    """
    for found in re.finditer(
        r"[ \u3000](?:(?<=[，。、；：？！“‘「『（《〈【”’」』）》〉】…].)[ \u3000]*(?=\S)|(?<=\S ) *(?=[，。、；：？！”’」』）》〉】]))",
        text,
    ):
        before, after = text[found.start() - 1], text[found.end()]
        keeps = before in "”’」』）》〉】…" and (re.match(r"[A-Za-z\d]", after) or len(found[0]) > 1)
        if not keeps:
            yield found.start(), found.end(), ""


BEFORE: Final[tuple[tuple[str, Step], ...]] = (
    ("odd-space", _odd_spaces),
    ("lossy-mark", _lossy_marks),
    ("letter-space", _letter_spaces),
    ("site-frame", _frame_lines),
    ("time-stamp", _time_stamps),
    ("jump-line", _jump_lines),
    ("page-number", page_numbers),
    ("page-break", page_breaks),
    ("rule-line", _rules),
    ("punctuation", _punctuation),
)

AFTER: Final[tuple[tuple[str, Step], ...]] = (
    ("indent", _edges),
    ("blank-line", _blank_lines),
    ("punctuation", _punctuation),
    ("digit-space", _digit_spaces),
    ("space", _spaces),
)
