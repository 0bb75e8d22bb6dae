"""What a line looks like, seen alone: the shapes that `split`, `tell` and the facts share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yanlu import dates
from yanlu.hanzi import HAN, LINES_KEPT, ends_sentence, squeeze, width
from yanlu.read.names import NAME as NAME
from yanlu.read.names import OFFICE as OFFICE
from yanlu.read.names import byline as byline
from yanlu.read.names import spaced_out as spaced_out
from yanlu.trace import LineNumbers, Trace
from yanlu.words import any_of


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text: a paragraph or a head line, with its place in the raw file."""

    text: str
    start: int  #: in the raw file
    end: int
    lines: tuple[int, int]
    mark: str = ""  #: the markup taken off it: "#", "##", "**", ">", "title", "rule"
    at: int = 0  #: where it begins in the clean text

    @property
    def evidence(self) -> str:
        """How a fact that comes from this line cites it."""
        return f"L{self.lines[0]} {self.text if len(self.text) <= 60 else self.text[:59] + '…'}"


def lines(trace: Trace) -> list[Line]:
    """The lines of a cleaned text, each with its raw place and the markup it had."""
    numbers = LineNumbers(trace.raw)
    marked = any(e.rule.startswith(("md-", "html-tag", "wiki-")) for e in trace.edits)
    found, at, done = [], 0, 0
    for text in trace.text.split("\n"):
        if text:
            start, end = trace.origin(at), trace.origin_end(at + len(text))
            gap = trace.raw[done:start]
            mark = _mark(gap, trace.raw[end : end + 60]) if marked else ""
            mark = mark or ("rule" if _RULE.search(gap) else "")
            found.append(
                Line(text, start, end, (numbers.at(start), numbers.at(max(start, end - 1))), mark, at)
            )
            done = end
        at += len(text) + 1
    return found


_RULE: Final = re.compile(r"(?:^|\n)[ \t\u3000]*(?:[-—–─━_=＝*＊~～·•☆★※◇◆○●][ \t\u3000]*){3,}(?:\n|$)")
_HEADING: Final = re.compile(
    r"(?:^|\n)[ \t>]*(#{1,6})[ \t*_]*$|<h([1-6])\b[^<>]*>(?:\s|<(?!/h)[^<>]*>)*$|(?:^|\n)[ \t]*(={2,6})[ \t]*$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"(?:^|\n)[ \t]*>[^\n]*$")
_BOLD: Final = re.compile(r"(?:\*\*|__|'''|<(?:b|strong)\b[^<>]*>)(?:\s|<[^<>]*>)*$", re.IGNORECASE)
_BOLD_ENDS: Final = re.compile(r"(?:\s|<[^<>]*>)*?(?:\*\*|__|'''|</(?:b|strong)>)", re.IGNORECASE)


def _mark(before: str, behind: str) -> str:
    """What the markup around a line tells: a heading, a quotation, a page's <title>, a line in bold."""
    if found := _HEADING.search(before[-400:]):
        return found[1] or "#" * int(found[2] or len(found[3]))
    if re.search(r"<title\b[^<>]*>\s*$", before[-400:], re.IGNORECASE):
        return "title"
    if _QUOTED.search(before[-400:]):
        return ">"
    return "**" if _BOLD.search(before[-400:]) and _BOLD_ENDS.match(behind) else ""


# --- lines -----------------------------------------------------------------------------------------


_ADDRESSED: Final = any_of("addressed")
_SALUTATION: Final = re.compile(rf"(?=.*{_ADDRESSED}).{{2,150}}?(?:[:：]|好[!！。]?|[!！，,])$")
_GREETING: Final = re.compile(
    rf"(?=.*{_ADDRESSED})[^。；！!]{{0,60}}(?:[早中下晚][上午安]|[上下]午)?好[!！。]?"
)
_EXCLAIMED: Final = re.compile(rf"[^，。]{{0,12}}{_ADDRESSED}[^，。]{{0,4}}[!！]")
_SAYING: Final = re.compile("指出|强调|强調|要求|会议|講|讲几|以下|如下|记者[:：]|記者[:：]|主持人")
_DATELINE: Final = re.compile(
    rf"[（(【]?(?P<agency>{any_of('agencies')}|[{HAN}]{{2,6}}[社网報报台])(?P<place>[{HAN}、]{{0,12}})"
    r"(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,3}日|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)?(?:专?电|電|讯|訊|消息)"
    r"(?P<reporters>[ ]*[（(](?:记者|記者|通讯员|特派记者)[^）)]{1,60}[）)])?[】）)]?[ \u3000:：，,]*"
)
_ENUMERATED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百]{1,4}[章节節部编編讲篇]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[、，]|\d{1,2}[、.．](?!\d)|[IVX]{1,4}[.、])"
)
_TITLE_WORDS: Final = re.compile(any_of("title_words"))
_LEDE: Final = re.compile(
    rf"(?:\d{{1,2}}月\d{{1,2}}日|近日|日前|今天)[{HAN}]{{0,3}}，[^。]{{2,60}}(?:召开|主持|会见|出席|举行|考察|调研|前往|来到)"
    rf"|[{HAN}（）、]{{2,24}}?(?:\d{{1,2}}月)?\d{{1,2}}日(?:[上下]午|晚)?(?:在[^。，]{{2,40}})?(?:召开|举行|考察|调研|会见|出席|主持|前往|赴)"
    rf"|[^。]{{0,60}}?{OFFICE}[、，]?{NAME}(?:近日|日前|今天|\d{{1,2}}日|\d{{1,2}}月\d{{1,2}}日)?(?:[上下]午|专门|专程)?(?:，)?(?:在|赴|到|主持|出席|对|就|会见|来到|前往|同|给)"
)
_LIST_MARK: Final = re.compile(r"[^。]{2,40}[.．·…\s]{3,}\d{1,4}$|.*[（(]\d{1,4}[)）]$")

MAX_HEAD_LINE: Final = 60.0  #: em; a headline or heading is shorter than a line and a half of print
MAX_HEADING: Final = 45.0


@lru_cache(LINES_KEPT)
def is_date_line(text: str) -> bool:
    """A line that holds a date, perhaps the place or the weekday, and nothing else.

    >>> is_date_line("（2020年3月26日，北京）"), is_date_line("一九六五年六月、十二月"), is_date_line("2014年5月2日")
    (True, True, True)
    >>> is_date_line("新华社北京3月4日电"), is_date_line("2020年工作回顾")
    (False, False)
    """
    found = dates.find(text) if len(text) <= 40 else []
    if not found or ends_sentence(text.rstrip("）)")) or (len(text) > 14 and "：" in text[14:]):
        return False
    rest = text
    for date in reversed(found):
        rest = rest[: date.start] + rest[date.end :]
    in_brackets = bool(re.match(r"[（(〔\[【]", text))
    loose = re.sub(r"[一二三四五六七八九十\d]{1,2}月|[一二三四五六七八九十]{1,3}日", "", rest)
    loose = re.sub(
        r"[（(〔\[【】\]〕)）—\-\s、，,：:·.|至～~]|时间|時間|日期|发表|發表|发布|發布|于|於|[上下]午|晚|星期[一二三四五六日天]|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?",
        "",
        loose,
    )
    return len(loose) <= (14 if in_brackets else 4 if found[0].year and found[0].month else 0)


@lru_cache(LINES_KEPT)
def is_salutation(text: str) -> bool:
    """A line that addresses the listeners or the recipient.

    >>> is_salutation("同志们："), is_salutation("尊敬的萨勒曼国王，"), is_salutation("各位友邦的元首與貴賓，大家好")
    (True, True, True)
    >>> is_salutation("各位代表！"), is_salutation("会议强调："), is_salutation("同志们，病毒不肃，战斗不止。")
    (True, False, False)
    """
    if len(text) <= 70 and _GREETING.fullmatch(text):
        return True
    if (
        re.search("[念说說问問看有是把将要]", text)
        and len(text) > 12
        and not text.startswith(("尊敬", "亲爱", "各位"))
    ):
        return False
    if _SAYING.search(text) or re.search("[。；]", text[:-1]):
        return False
    if ends_sentence(text):
        return bool(_EXCLAIMED.fullmatch(text))
    listed = len(text) <= 30 or re.search("[、，,]", text) or text.endswith(("：", ":"))
    return bool(_SALUTATION.fullmatch(text) and listed)


@lru_cache(LINES_KEPT)
def dateline(text: str) -> str | None:
    """The agency's dateline at the head of a paragraph, without the space behind it.

    >>> dateline("新华社北京4月3日电（记者吴晶、杨依军）中共中央总书记"), dateline("本报讯（记者 李某）昨天")
    ('新华社北京4月3日电（记者吴晶、杨依军）', '本报讯（记者 李某）')
    >>> dateline("新华社的同志们说得好") is None
    True
    """
    found = _DATELINE.match(text)
    return found[0].rstrip(" \u3000:：，,") if found else None


def dateline_parts(text: str) -> tuple[str | None, str | None]:
    """The place and the date of a dateline."""
    found = _DATELINE.match(text)
    return (found["place"] or None, found["date"]) if found else (None, None)


def is_enumerated(text: str) -> bool:
    """一、… （二）… 第三章 … 4. …"""
    return bool(_ENUMERATED.match(text))


@lru_cache(LINES_KEPT)
def is_heady(text: str) -> bool:
    """Short, and no sentence: a headline, a heading, a name, a date."""
    return (
        width(text) <= MAX_HEAD_LINE and not ends_sentence(text) and not re.search("[，、；：:;,]$|。.", text)
    )


def is_titled(text: str) -> bool:
    """Holds a word that headlines of speeches and readouts have."""
    return bool(_TITLE_WORDS.search(squeeze(text)))


def is_lede(text: str) -> bool:
    """Opens a news report: who did what where, with an office or a date."""
    return bool(_LEDE.match(text[:160]))


def is_contents_entry(text: str) -> bool:
    """A line of a contents page: it ends in a page number."""
    return bool(_LIST_MARK.fullmatch(text))
