"""What each line of a text is: head, paragraph of some kind, or apparatus around the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from yanlu.hanzi import HAN, ends_sentence, squeeze, width
from yanlu.read.shapes import (
    MAX_HEADING,
    Line,
    byline,
    dateline,
    is_date_line,
    is_enumerated,
    is_heady,
    is_salutation,
)
from yanlu.read.split import contents


@dataclass(frozen=True, slots=True)
class Told:
    """A text's lines by what they are. ``body`` holds (kind, line) in order."""

    titles: tuple[Line, ...] = ()
    subtitles: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    body: tuple[tuple[str, Line], ...] = ()
    apparatus: tuple[Line, ...] = ()
    head: tuple[Line, ...] = field(default=())  #: titles, subtitles, dates and names as they stand

    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the file."""
        return tuple(sorted([*self.head, *(line for _, line in self.body), *self.apparatus], key=lambda x: x.start))

    def of(self, *kinds: str) -> list[Line]:
        """The paragraphs of some kinds, in order."""
        return [line for kind, line in self.body if kind in kinds]


# --- apparatus ----------------------------------------------------------------------------------------

_NOTES_BEGIN: Final = re.compile(
    r"[\[【〔（(]?(?:注\s*释|注\s*解|註\s*釋|附\s*注|脚注|尾注|参考资料|參考資料|参考文献|延伸阅读|背景链接|相关背景|新闻链接|名词解释|译后记|编后记)[\]】〕）)]?[:：]?"
)
_APPARATUS: Final = re.compile(
    r"(?:【[^】]{1,8}】\s*$|【\s*(?:导\s*读|摘\s*要|编者按|编者|題記|题记|提要|内容提要|核心提示|按语|前言|说明|背景)\s*】|[\[〔（(]?(?:编者按|编者注|编者的话|编辑按|按语|按|编按|题解|题注|导读|导语|摘要|内容摘要|核心提示|说明|备注|附记)[\]〕）)]?[:：]"
    r"|(?:(?:文章|资料|稿件|信息|内容)?[来來](?:源|自)|出处|出處|原载|原載|转自|转载自|摘自|選自|选自|录自|责任编辑|责编|編輯|编辑|校对|录入|整理者?|记录整理|翻译|译者|供稿|审核|摄影|图片?|视频|链接|原文(?:链接|网址)?|网址|发布时间|更新时间|发布日期|日期|浏览|作者简介|本文(?:作者|系|选自|原载|根据|来自|转自))\s*[:：/]"
    r"|[*＊※]?\s*这是.{2,60}(?:讲话|讲演|演讲|谈话|报告|发言|文章|信|电报|指示|批语|题词|提纲|按语|声明|记录|致辞|一部分|要点|主要部分|节选)"
    r"|※|[（(](?:本文|此文|选自|原载|摘自|根据|据|载|见|刊|转自|来源|责任编辑|记者|新华社|《[^》]{2,30}》(?:第|，|,|\d)|.{0,10}(?:出版社|记录稿|录音稿|刊印|排印))[^）)]*[）)]\s*$"
    r"|《[^》]{2,20}》[（(]?\d{4}年\d{1,2}月\d{1,2}日|(?:https?://|www\.)\S+$|[（(]完[）)]$|（?全文完）?$"
    r"|[（(]?(?:以下|下面)(?:是|为|為)[^。]{4,60}(?:全文|讲话|講話|演辭|演讲|演講|致辞|致辭|实录|文字|译文|譯文|摘要|要点)[^。]{0,16}[:：。]?[）)]?$|.{0,8}(?:双语)?全文(?:如下)?[:：]$|（?(?:中文)?译文|[（(]?(?:速记稿|根据录音整理)"
    r"|感谢.{0,20}(?:录入|校对|提供|整理)|[（(]?(?:掌声|笑声|热烈鼓掌)[）)]?$)"
)
_NOTE_ITEM: Final = re.compile(r"(?:[\[〔【（(]\d{1,3}[\]〕】）)]|[①-⑳⑴-⒇]|注?\d{1,3}[:：])\s*\S")
_LEDE: Final = re.compile(r"(?:——|－－|--)?.{0,20}(?:\d|[一二三四五六七八九十])[日年].{4,140}(?:讲话|致辞|致.{0,4}辞|演讲|演講|发表|发言|谈话|演辭).{0,24}[。：:]$")


def _is_apparatus(line: Line) -> bool:
    """A line that an editor or a site put around the text.

    >>> _is_apparatus(Line("【导 读】会议上的发言。", 0, 9, (1, 1))), _is_apparatus(Line("来源：新华社", 0, 9, (1, 1)))
    (True, True)
    >>> _is_apparatus(Line("说明这个问题并不容易。", 0, 9, (1, 1)))
    False
    """
    return bool(_APPARATUS.match(line.text))


# --- the text's parts -----------------------------------------------------------------------------------


def tell(lines: Sequence[Line]) -> Told:
    """Sort the lines of one text into head, body and apparatus."""
    listed = contents(lines)
    rest = [line for i, line in enumerate(lines) if i not in listed]
    begin = _body_begins(rest)
    end = _notes_begin(rest, begin)
    told = _head(rest[:begin])
    body = rest[begin:end]
    around = [line for line in body if _is_apparatus(line) or _is_translation(line, body)]
    kinds = _kinds([line for line in body if line not in around])
    apparatus = [*told.apparatus, *(lines[i] for i in listed), *around, *rest[end:]]
    return replace(told, body=tuple(kinds), apparatus=tuple(sorted(apparatus, key=lambda line: line.start)))


def _body_begins(lines: Sequence[Line]) -> int:
    """The index of the first line that is text: everything before it is head or apparatus."""
    seen_title = False
    for i, line in enumerate(lines):
        text = line.text
        if is_date_line(text) or (byline(text) and i < 12) or _is_apparatus(line) or (line.mark == ">" and not seen_title):
            continue
        if line.mark == ">" and i < 8 and ends_sentence(text):
            continue
        if is_salutation(text) or dateline(text) or (is_enumerated(text) and seen_title):
            return i
        if seen_title and _LEDE.fullmatch(text) and (text.startswith(("—", "－", "-")) or line.mark == "**"):
            continue
        if not is_heady(text) and not (line.mark.startswith("#") and width(text) < 60):
            return i
        if seen_title and _is_heading_over(lines, i):
            return i
        seen_title = True
    return len(lines)


def _is_heading_over(lines: Sequence[Line], i: int) -> bool:
    """A heading at the body's beginning, below a date or name: (headlines stand above those)."""
    before = lines[i - 1].text
    return is_date_line(before) or bool(byline(before))


def _head(lines: Sequence[Line]) -> Told:
    """Sort the lines above the text."""
    titles: list[Line] = []
    subtitles: list[Line] = []
    dated: list[Line] = []
    names: list[Line] = []
    around: list[Line] = []
    for line in lines:
        if _is_apparatus(line) or line.mark == ">" or (titles and not is_heady(line.text) and _LEDE.fullmatch(line.text)):
            around.append(line)
        elif is_date_line(line.text):
            dated.append(line)
        elif byline(line.text) and (titles or len(lines) > 1):
            names.append(line)
        elif titles and _is_subtitle(line.text):
            subtitles.append(line)
        else:
            titles.append(line)
    repeated = _repeated(titles)
    around += repeated
    titles = [line for line in titles if line not in repeated]
    head = sorted([*titles, *subtitles, *dated, *names], key=lambda line: line.start)
    return Told(tuple(titles), tuple(subtitles), tuple(dated), tuple(names), (), tuple(around), tuple(head))


def _repeated(titles: Sequence[Line]) -> list[Line]:
    """The lines in which a site prints its headline a second time, whole or wrapped."""
    whole = squeeze(titles[0].text) if titles else ""
    repeated: list[Line] = []
    run: list[Line] = []
    for line in titles[1:]:
        run.append(line)
        text = squeeze("".join(x.text for x in run))
        if text == whole:
            repeated += run
        if text == whole or not whole.startswith(text):
            run = []
    return repeated


def _is_subtitle(text: str) -> bool:
    """——在…上的发言, or the line that says who was in the chair."""
    return text.startswith(("—", "－", "──", "--")) or bool(
        re.search(rf"[{HAN}]{{2,}}(?:主持(?:会议|召开)?(?:并(?:发表)?(?:重要)?讲话)?|出席(?:并讲话)?|作重要讲话|发表重要讲话)$", text)
        and not re.search("召开会议", text)
    )


def _notes_begin(lines: Sequence[Line], begin: int) -> int:
    """The index where notes and appended material begin, to the text's end."""
    for i in range(begin + 1, len(lines)):
        if _NOTES_BEGIN.fullmatch(squeeze_spaces(lines[i].text)):
            return i
    end = len(lines)
    while end > begin + 1 and _NOTE_ITEM.match(lines[end - 1].text) and len(lines[end - 1].text) < 400:
        end -= 1
    items = len(lines) - end
    return end if items and (items > 1 or not is_enumerated(lines[end].text)) and _NOTE_ITEM.match(lines[end].text) else len(lines)


def squeeze_spaces(text: str) -> str:
    """A text without any white space.

    >>> squeeze_spaces("注　　释")
    '注释'
    """
    return "".join(text.split())


def _is_translation(line: Line, body: Sequence[Line]) -> bool:
    """A paragraph without Chinese in a text where such ones alternate with Chinese ones."""
    if re.search(f"[{HAN}]", line.text) or len(line.text) < 12:
        return False
    foreign = sum(not re.search(f"[{HAN}]", other.text) and len(other.text) >= 12 for other in body)
    return foreign >= 3 and 0.25 <= foreign / len(body) <= 0.75


# --- paragraph kinds ---------------------------------------------------------------------------------------

_QUESTION: Final = re.compile(r"(?:\d{1,2}[、.．])?\s*(?:问|問|记者|記者|提问|主持人|观众|学生|网友|Q\d*|[^，。：:]{0,14}(?:记者|記者|日报|晚报|时报|电视台|通讯社|新闻|周刊|网)[^，。：:]{0,24})\s*[:：]")
_ANSWER: Final = re.compile(r"(?:答|A\d*)\s*[:：]")
_LABELLED: Final = re.compile(r"(?:\d{1,2}[、.．])?\s*([^，。！？：:“”\s]{1,14}(?:[ ·][^，。！？：:“”\s]{1,14}){0,2})\s*[:：]")
_CLOSING: Final = re.compile(r"(?:我的(?:讲话|发言|报告)(?:就)?(?:完了|到这里|到此结束)[。，]?|最后，)?(?:再次)?(?:谢谢|謝謝|多谢|感谢|多謝)(?:大家|各位|你们|诸位|主席先生|主席|您)?(?:的(?:聆听|倾听))?[！。!]?$")


def _kinds(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The kind of each line of the body."""
    speakers = _speakers(lines)
    tail = _tail_begins(lines)
    found: list[tuple[str, Line]] = []
    turn = ""
    for i, line in enumerate(lines):
        kind = _tail_kind(line.text) if i >= tail else _kind(lines, i, speakers)
        turn = kind if kind in ("question", "answer") else "" if kind == "heading" else turn
        found.append((turn if kind == "body" and turn else kind, line))
    return found


def _kind(lines: Sequence[Line], i: int, speakers: Counter[str]) -> str:
    """The kind of one line, from itself, its neighbours and the names that head several lines."""
    text = lines[i].text
    label = _LABELLED.match(text)
    if label and label.end() == len(text) and speakers[label[1]] > 1:
        return "label"
    if _QUESTION.match(text):
        return "question"
    if _ANSWER.match(text):
        return "answer"
    if label and speakers[label[1]] > 1:
        return "answer" if speakers.most_common(1)[0][0] == label[1] else "question"
    if is_salutation(text) and _stands_first(lines, i):
        return "salutation"
    if _is_heading(lines, i):
        return "heading"
    return "closing" if _CLOSING.fullmatch(text) and i >= len(lines) - 3 else "body"


def _stands_first(lines: Sequence[Line], i: int) -> bool:
    """At the text's beginning, or one of several lines there (尊敬的…， / 各位同事：)."""
    return all(is_salutation(line.text) for line in lines[:i]) and i < 6


def _speakers(lines: Sequence[Line]) -> Counter[str]:
    """Names that head several lines with a colon, in a text that is talk between people."""
    labels = Counter(m[1] for line in lines if (m := _LABELLED.match(line.text)) and not is_salutation(line.text))
    turns = sum(n for name, n in labels.items() if n > 1)
    talk = turns >= 4 and turns >= 0.2 * len(lines)
    return Counter({name: n for name, n in labels.items() if talk and n > 1})


def _is_heading(lines: Sequence[Line], i: int) -> bool:
    """A standalone heading: numbered, marked up, or a short line between paragraphs that end sentences."""
    line, text = lines[i], lines[i].text
    if ends_sentence(text) or re.search("[，、；：:;,]$", text) or width(text) > MAX_HEADING or i + 1 == len(lines):
        return False
    if re.search("[。？！；]", text):
        return False
    if is_enumerated(text) or line.mark.startswith("#") or line.mark == "**":
        return True
    return width(text) <= 25 and "，" not in text and _between_prose(lines, i)


def _between_prose(lines: Sequence[Line], i: int) -> bool:
    """Prose before and after, in a text whose paragraphs end with final marks."""
    prose = [line for line in lines if len(line.text) > 25]
    settled = len(prose) >= 3 and sum(ends_sentence(line.text) for line in prose) >= 0.7 * len(prose)
    before = lines[i - 1].text if i else ""
    after = lines[i + 1].text
    opened = i == 0 or ends_sentence(before) or before.endswith(("）", ")")) or is_salutation(before) or is_enumerated(before) or i == 1
    return settled and opened and (ends_sentence(after) or len(after) > 40)


def _tail_begins(lines: Sequence[Line]) -> int:
    """The index of a signature and date at the end; the number of lines where there are none."""
    at = len(lines)
    while at > 1 and len(lines) - at < 5 and _tail_kind(lines[at - 1].text):
        at -= 1
    signed = [line for line in lines[at:] if is_date_line(line.text) or byline(line.text)]
    return at if signed else len(lines)


def _tail_kind(text: str) -> str:
    """`signature` or `date` for a line that may close a letter, else nothing."""
    if is_date_line(text):
        return "date"
    short = width(text) <= 24 and is_heady(text) and not is_enumerated(text)
    return "signature" if byline(text) or (short and not re.search("[，。：；、]", text)) else ""
