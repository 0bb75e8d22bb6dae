"""What each line of a text is: head, body, or apparatus around the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from yanlu.hanzi import HAN, ends_sentence, squeeze, width
from yanlu.read.kinds import kinds
from yanlu.read.shapes import (
    NAME,
    Line,
    byline,
    dateline,
    is_date_line,
    is_enumerated,
    is_heady,
    is_salutation,
)
from yanlu.read.split import contents
from yanlu.words import any_of


@dataclass(frozen=True, slots=True)
class Told:
    """A text's lines by what they are. ``body`` holds (kind, line) in order."""

    titles: tuple[Line, ...] = ()
    subtitles: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    body: tuple[tuple[str, Line], ...] = ()
    apparatus: tuple[Line, ...] = ()

    @property
    def head(self) -> tuple[Line, ...]:
        """Titles, subtitles, dates and names as they stand."""
        return tuple(sorted([*self.titles, *self.subtitles, *self.dates, *self.names], key=lambda x: x.at))

    @property
    def above(self) -> tuple[Line, ...]:
        """The apparatus that stands before the text: an editor's lede, a source line."""
        begins = self.body[0][1].at if self.body else 0
        return tuple(line for line in self.apparatus if line.at < begins)

    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the file."""
        return tuple(sorted([*self.head, *(line for _, line in self.body), *self.apparatus], key=lambda x: x.at))

    def of(self, *wanted: str) -> list[Line]:
        """The paragraphs of some kinds, in order."""
        return [line for kind, line in self.body if kind in wanted]


# --- apparatus ----------------------------------------------------------------------------------------

_EDITORIAL: Final = any_of("editorial")
_NOTES_BEGIN: Final = re.compile(rf"[\[【〔（(]?{any_of('notes_headings')}[\]】〕）)]?[:：]?")
_APPARATUS: Final = re.compile(
    rf"【[^】]{{1,8}}】$|【{_EDITORIAL}】|[\[〔（(]{_EDITORIAL}[\]〕）)]?[:：]|[\[〔（(【]?{any_of('source_labels')}[\]】]?[:：/]"
    rf"|[*＊※]?这是.{{2,60}}?(?:{any_of('forms')}|文章|信|电报|批语|题词|提纲|按语|声明|记录|一部分|要点|主要部分|节选|起草)"
    r"|.{0,6}(?:此文|本文|这篇(?:文章|讲话)|这封信|这个(?:讲话|报告))[是系]"
    r"|※|[（(](?:本文|此文|选自|原载|摘自|[译譯]自|根据|据|载|见|刊|转自|来源|责任编辑|新华社|共印|《[^》]{2,30}》(?:第|，|,|\d)"
    r"|.{0,10}(?:出版社|记录稿|录音稿|刊印|排印))[^）)]*[）)]$"
    r"|《[^》]{2,20}》[（(]?\d{4}[年-]\d{1,2}[月-]\d{1,2}|https?://\S+$|www\.\S+$|[（(]?(?:全文)?完[）)]?$"
    r"|[（(]?(?:译文|速记稿|根据.{1,14}(?:录音整理|整理|刊印|排印))|[录錄译譯选選摘]自《|感谢.{0,20}(?:录入|校对|提供|整理)"
    r"|[（(][^）)]{0,24}(?:掌声|笑声|鼓掌|欢呼|口号)[^）)]{0,12}[）)]$|.{4,40}\d?[日号]印发?$"
    rf"|(?:#\S+)+$|\[!\w+\]|.{{0,20}}[（(](?:精选|共|合集|汇总|通用|最新)?\d+篇[）)]$|(?:本报)?(?:记者|記者|通讯员)[{HAN}]{{2,4}}$"
    rf"|.{{0,60}}(?:记者|記者)[{HAN}]{{2,4}}[摄攝]$|{NAME}[译譯]$|.{{2,8}}[编編][译譯]$|[香港]{{2}}時間\d|(?:相[关關]|新[闻聞])(?:連結|链接|照片|图片)$"
)
#: What may stand above a text only: an editor's word without brackets, 地点：…, 正文, 原创.
_ABOVE: Final = re.compile(
    rf"{_EDITORIAL}[:：]|{any_of('fact_labels')}[:：].{{1,40}}$|.{{0,4}}{any_of('part_labels')}(?:如下)?[:：]?$|原创"
    r"|.{0,20}[【\[〔（(]\d{4}[】\]〕）)]第?\d+号|.{0,16}(?:选集|文选|文集|全集|讲话集|汇编|合订本)(?:第.{1,4}[卷册集辑])?$|第.{1,4}[卷册集辑]$|第?\d{1,3}号?$"
)
_NO_TITLE: Final = re.compile(rf"[:：]|^\d+$|{any_of('part_labels')}$")
#: 以下是…全文： closes a lede, however long that is.
_INTRODUCES: Final = re.compile(
    rf"(?:(?:以下|下面|如下)(?:是|为|為|系)?.{{0,60}}?(?:全文|实录|實錄|文字|译文|譯文|摘要|要点|内容|内容|{any_of('forms')}).{{0,30}}"
    r"|.{0,30}(?:全文|内容|內容|原文|演[辞辭词詞])(?:如下|为|為|是))[:：。]?[）)]?$"
)
_NOTE_ITEM: Final = re.compile(r"(?:[\[〔【（(]\^?\d{1,3}[\]〕】）)][:：]?|[①-⑳⑴-⒇]|注?\d{1,3}[:：])\s*\S")
_LEDE: Final = re.compile(
    rf"(?:——|－－|--)?.{{0,20}}(?:\d|[一二三四五六七八九十])[日年].{{4,140}}(?:{any_of('forms')}|致.{{0,4}}辞|发表).{{0,24}}[。：:]$"
)
#: A site's label before the headline.
TITLE_LABEL: Final = re.compile(r"(?:标\s*题|題\s*目|标\s*目|题\s*目|標\s*題|篇名|转[帖贴载]?|[\[【（(]转[帖贴载]?[\]】）)])\s*[:：]?(?<=[:：\]】）)])\s*")


def squeeze_spaces(text: str) -> str:
    """A text without any white space.

    >>> squeeze_spaces("注　　释")
    '注释'
    """
    return "".join(text.split())


def _is_apparatus(line: Line) -> bool:
    """A line that an editor or a site put around the text, wherever it stands.

    >>> _is_apparatus(Line("【导 读】会议上的发言。", 0, 9, (1, 1))), _is_apparatus(Line("来源：新华社", 0, 9, (1, 1)))
    (True, True)
    >>> _is_apparatus(Line("说明这个问题并不容易。", 0, 9, (1, 1)))
    False
    """
    return bool(_APPARATUS.match(squeeze_spaces(line.text)))


def _is_above(line: Line) -> bool:
    """A line that, above a text, belongs to its frame.

    >>> _is_above(Line("校长发表讲话。以下为讲话全文：", 0, 9, (1, 1))), _is_above(Line("同志们：", 0, 9, (1, 1)))
    (True, False)
    """
    text = squeeze_spaces(line.text)
    alone = dateline(line.text) == line.text
    return bool(_is_apparatus(line) or _ABOVE.match(text) or _introduces(text) or alone or line.mark == "title")


def _introduces(text: str) -> bool:
    return len(text) <= 160 and bool(_INTRODUCES.search(squeeze_spaces(text)))


def is_stamp(text: str) -> bool:
    """A site's time of posting: a date in figures with a clock, perhaps behind a label.

    >>> is_stamp("时间：2016-01-02 07:38:34"), is_stamp("2014年5月2日")
    (True, False)
    """
    return bool(re.search(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s*\d{1,2}:\d{2}", text)) and len(text) <= 60


# --- the text's parts -----------------------------------------------------------------------------------


def tell(lines: Sequence[Line]) -> Told:
    """Sort the lines of one text into head, body and apparatus."""
    listed = contents(lines)
    lines = _unquoted(lines)
    rest = [line for i, line in enumerate(lines) if i not in listed]
    begin = _body_begins(rest)
    end = _notes_begin(rest, begin)
    told = _head(rest[:begin])
    title = squeeze("".join(line.text for line in told.titles))
    body, around = [], [lines[i] for i in listed]
    bilingual = _is_bilingual(rest)
    for i, line in enumerate(rest[begin:end], begin):
        repeated = i >= end - 3 and len(title) > 3 and squeeze(line.text) == title
        foreign = bilingual and not re.search(f"[{HAN}]", line.text) and re.search("[A-Za-z]{2}", line.text)
        (around if repeated or foreign or _is_apparatus(line) else body).append(line)
    apparatus = sorted([*told.apparatus, *around, *rest[end:]], key=lambda x: x.at)
    return replace(told, body=tuple(kinds(body)), apparatus=tuple(apparatus))


def _unquoted(lines: Sequence[Line]) -> Sequence[Line]:
    """In a post that quotes the whole text, a quotation mark tells nothing."""
    quoted = sum(line.mark == ">" for line in lines)
    return [replace(x, mark="") if x.mark == ">" else x for x in lines] if quoted > 0.5 * len(lines) else lines


def _is_bilingual(lines: Sequence[Line]) -> bool:
    """A text in which paragraphs without Chinese alternate with Chinese ones."""
    foreign = sum(not re.search(f"[{HAN}]", line.text) for line in lines)
    return foreign >= 3 and 0.25 <= foreign / len(lines) <= 0.75


def _body_begins(lines: Sequence[Line]) -> int:
    """The index of the first line that is text: everything before it is head or apparatus.

    A lede that ends in 以下是…全文： has a head of its own behind it.
    """
    seen_title = False
    begin = _behind_introduction(lines)
    for i, line in enumerate(lines):
        text = line.text
        if i < begin or is_date_line(text) or (byline(text) and i < 12) or _is_above(line):
            continue
        if line.mark == ">" and (not seen_title or (i < 8 and ends_sentence(text))):
            continue
        if seen_title and _LEDE.fullmatch(text) and (text.startswith(("—", "－", "-")) or line.mark == "**"):
            continue
        numbered = is_enumerated(text) and seen_title and not _dated_below(lines, i)
        if is_salutation(text) or dateline(text) or numbered or not _is_headline(line):
            return i
        if seen_title and _is_heading_over(lines, i):
            return i
        seen_title = True
    return len(lines)


def _dated_below(lines: Sequence[Line], i: int) -> bool:
    """A numbered headline (17．在…讲话) has its date below it; a numbered heading has not."""
    return i + 1 < len(lines) and is_date_line(lines[i + 1].text)


def _behind_introduction(lines: Sequence[Line]) -> int:
    """The index behind a line near the top that introduces the text (以下是…全文：), else 0."""
    for i, line in enumerate(lines[:12]):
        if is_salutation(line.text):
            return 0
        if _introduces(line.text) and line.text.endswith((":", "：", "。", "）")):
            return i + 1
    return 0


def _is_headline(line: Line) -> bool:
    """A line that may be a headline: short and no sentence, with some Chinese in it."""
    short = is_heady(line.text) or (line.mark.startswith("#") and width(line.text) < 60)
    return short and bool(re.search(f"[{HAN}]", line.text))


def _is_heading_over(lines: Sequence[Line], i: int) -> bool:
    """A heading at the body's beginning, below a date or name: headlines stand above those."""
    before = lines[i - 1].text
    if is_stamp(before) or _is_subtitle(lines[i].text) or lines[i].mark.startswith("#"):
        return False
    return bool(is_date_line(before) or byline(before))


def _head(lines: Sequence[Line]) -> Told:
    """Sort the lines above the text."""
    found: dict[str, list[Line]] = {"title": [], "subtitle": [], "date": [], "name": [], "around": []}
    for line in lines:
        found[_head_kind(line, bool(found["title"]), len(lines))].append(line)
    titles = _titles(found["title"])
    kept = {line.at for line in titles}
    around = found["around"] + [line for line in found["title"] if line.at not in kept]
    for wanted in ("title", "frame"):
        if not titles:
            fallback = [x for x in around if x.mark == "title" or (wanted == "frame" and _ABOVE.match(x.text) and is_heady(x.text))]
            fallback = [x for x in fallback if wanted == "title" or not _NO_TITLE.search(x.text)]
            titles, around = fallback[:1], [x for x in around if x not in fallback[:1]]
    return Told(
        titles=tuple(titles),
        subtitles=tuple(found["subtitle"]),
        dates=tuple(found["date"]),
        names=tuple(found["name"]),
        apparatus=tuple(around),
    )


def _head_kind(line: Line, has_title: bool, count: int) -> str:
    """What one line above the text is."""
    text = line.text
    if line.mark in (">", "title") or is_stamp(text) or not re.search(f"[{HAN}\\d]", text):
        return "around"
    if is_date_line(text):
        return "date"
    if byline(text) and (has_title or count > 1):
        return "name"
    if _is_above(line) or (has_title and not is_heady(text)):
        return "around"
    return "subtitle" if has_title and _is_subtitle(text) else "title"


def _titles(lines: list[Line]) -> list[Line]:
    """The lines of the headline: a labelled one (标题：…) alone, or one printed twice, or those marked up highest."""
    counts = Counter(squeeze(line.text) for line in lines)
    for line in lines:
        if TITLE_LABEL.match(line.text) or counts[squeeze(line.text)] > 1:
            return [line]
    marked = [line for line in lines if line.mark.startswith("#")]
    if marked:
        top = min(line.mark for line in marked)
        lines = [line for line in marked if line.mark == top]
    repeated = _repeated(lines)
    dropped = {line.at for line in repeated}
    return [line for line in lines if line.at not in dropped]


def _repeated(titles: Sequence[Line]) -> list[Line]:
    """The lines in which a site prints its headline a second time, whole or wrapped."""
    whole = squeeze(titles[0].text) if titles else ""
    repeated: list[Line] = []
    run: list[Line] = []
    for line in titles[1:]:
        run.append(line)
        text = squeeze("".join(x.text for x in run))
        if text == whole or (len(text) > 8 and text in whole and not whole.startswith(text)):
            repeated += run
        if text == whole or not whole.startswith(text):
            run = []
    glued = len(run) == 1 and len(squeeze(run[0].text)) >= 6  # the first line holds title and subtitle
    return [titles[0]] if glued else repeated


def _is_subtitle(text: str) -> bool:
    """——在…上的发言, （2015年1月28日在…会议上）, or the line that says who was in the chair."""
    if text.startswith(("—", "－", "──", "--")) or re.match(r"[（(]?[\d〇零一二三四五六七八九○]{4}年.{1,12}日在.{4,50}上[）)]?$", text):
        return True
    chaired = rf"[{HAN}]{{2,}}(?:主持(?:会议|召开)?(?:并(?:发表)?(?:重要)?讲话)?|出席(?:并讲话)?|作重要讲话|发表重要讲话)$"
    return bool(re.search(chaired, text)) and "召开会议" not in text


def _notes_begin(lines: Sequence[Line], begin: int) -> int:
    """The index where notes and appended material begin, to the text's end."""
    for i in range(begin + 1, len(lines)):
        if _NOTES_BEGIN.fullmatch(squeeze_spaces(lines[i].text)) or lines[i].text in ("完", "（完）"):
            return i
    end = len(lines)
    while end > begin + 1 and _NOTE_ITEM.match(lines[end - 1].text) and len(lines[end - 1].text) < 400:
        end -= 1
    items = len(lines) - end
    return end if items and (items > 1 or not is_enumerated(lines[end].text)) else len(lines)
