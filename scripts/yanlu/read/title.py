"""The headline: several printed lines made one, and what was glued to it taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from yanlu.hanzi import HAN
from yanlu.read.around import TITLE_LABEL
from yanlu.read.shapes import NAME, OFFICE, Line, is_date_line, spaced_out
from yanlu.read.tell import Told
from yanlu.words import any_of

#: 政府工作报告——2024年3月5日在第十四届全国人民代表大会第二次会议上国务院总理 李强
_GLUED: Final = re.compile(
    r"(?P<title>.{2,60}?)[ \u3000]*(?:——|--|—)?[ \u3000]*"
    rf"(?P<rest>[（(]?[\d〇零一二三四五六七八九○]{{4}}年.{{0,12}}?[日月][）)]?[ \u3000]*"
    rf"(?:在(?P<occasion>.{{2,60}}?上)?(?:的{any_of('forms')})?)?[ \u3000]*(?:[{HAN}]{{0,12}}{OFFICE})?[ \u3000]*(?P<name>{NAME})?)"
)
#: 在全县大会上的讲话 县长 周远山
_SIGNED: Final = re.compile(
    rf"(?P<title>.*{any_of('forms')})[ \u3000]+(?P<rest>(?:[{HAN}]{{0,16}}{OFFICE}[ \u3000]*)?{NAME})"
)
_BRACKETED: Final = re.compile(
    r"[ ]*\[(?:打印本页|复制链接|转载|转贴)\]|【[^】]{0,6}(?:全文|实录|实錄|双语|视频|文件)】"
    rf"|(?:[（(][^）)]{{0,6}}{any_of('editions')}[^）)]{{0,4}}[）)])+$"
)
_NOTE_MARK: Final = re.compile(r"(?:[*＊※①-⑳]|[〔\[［]\d{1,3}[〕\]］])+$")
#: A headline's line that goes on in the next one (…会议暨 / …的) or begins in the one before (会议上的…).
_GOES_ON: Final = re.compile(r"[暨和与與及、的在对對为為《“（]$")
_GOES_BACK: Final = re.compile(r".{0,6}(?:上|时|時)的|[和与與及暨而并、》”）的]|会议(?:上|精神)")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, and the line it cites."""

    title: str | None = None
    subtitle: str | None = None
    evidence: str | None = None
    rest: str = ""  #: what was glued to the title: date, occasion, office, name


def headline(told: Told, front_matter: tuple[int, str] | None, name: str) -> Headline:
    """The headline of a text: printed, else from the front matter, else from the file's name."""
    text = " ".join(line.text for _, line in told.body[:12])
    if told.titles:
        title, rest = _apart(_joined(told.titles, text))
        subtitle = " ".join(line.text for line in told.subtitles) or None
        return Headline(_plain(title), subtitle, told.titles[0].evidence, rest)
    if front_matter:
        return Headline(_plain(front_matter[1]), None, f"L{front_matter[0]} title: {front_matter[1]}")
    stem = title_of_name(name)
    return Headline(stem, None, f"file name {name} (weak)") if stem else Headline()


def _apart(title: str) -> tuple[str, str]:
    """A headline, and what was glued to it: date, occasion, name.

    >>> _apart("在全县大会上的讲话 周远山 2010年3月2日"), _apart("在2010年全县大会上的讲话")
    (('在全县大会上的讲话', '2010年3月2日 周远山'), ('在2010年全县大会上的讲话', ''))
    """
    glued, rest = _GLUED.fullmatch(title), ""
    if glued and (glued["name"] or glued["occasion"] or is_date_line(glued["rest"])):
        title, rest = glued["title"].rstrip("（( "), glued["rest"]
    if signed := _SIGNED.fullmatch(title):
        title, rest = signed["title"], f"{rest} {signed['rest']}".strip()
    return title, rest


def title_of_name(name: str) -> str | None:
    """The headline that a file's name gives, if it is Chinese; weak evidence.

    >>> title_of_name("2022年政府工作报告.txt"), title_of_name("19940605_胜利祝酒辞.md"), title_of_name("speech.txt")
    ('2022年政府工作报告', '胜利祝酒辞', None)
    """
    stem = re.sub(r"^\d{1,8}[-_. ]+|[-_. ]+\d{6,8}$", "", PurePath(name).stem)
    return stem if len(re.findall(f"[{HAN}]", stem)) >= 2 else None


def _joined(lines: tuple[Line, ...], text: str) -> str:
    """A headline of several lines: a space where a new clause begins, none where a line was wrapped."""
    title = spaced_out(lines[0].text)
    for line in lines[1:]:
        title += ("" if _wrapped(title, line.text, text) else " ") + line.text
    return title


def _wrapped(before: str, after: str, text: str) -> bool:
    """Whether a headline was cut between two lines that are one phrase: the text itself may hold it."""
    opened = re.search("在[^上时時]{4,}$", before) and re.match("[^，。]{0,30}?[上时時]的", after)
    if opened or _GOES_ON.search(before) or _GOES_BACK.match(after):
        return True
    bridge = before[-4:] + after[:4]
    return len(bridge) == 8 and bridge in text


def _plain(title: str) -> str:
    """A title without the site's label.

    >>> _plain("【全文】致同学公开信"), _plain("发表新年贺词（双语全文）")
    ('致同学公开信', '发表新年贺词')
    >>> _plain("标题：在晚宴上的致辞 [打印本页]"), _plain("17．在会上的讲话＊"), _plain("《在会上的讲话》①")
    ('在晚宴上的致辞', '在会上的讲话', '在会上的讲话')
    """
    title = TITLE_LABEL.sub("", title)
    title = re.sub(r"^第[\d一二三四五六七八九十百]+[章节篇回][ \u3000]+", "", title)
    title = _NOTE_MARK.sub("", re.sub(r"^\d{1,3}[．.、][ \u3000]*(?!\d)", "", title))
    if re.fullmatch("《[^《》]*》", title):
        title = title[1:-1]
    return re.sub("(?<=[^ ]) {2,}", " ", _BRACKETED.sub("", title).strip()) or title
