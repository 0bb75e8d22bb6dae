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
    head: tuple[Line, ...] = field(default=())  #: titles, subtitles, dates and names as they stand

    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the file."""
        return tuple(sorted([*self.head, *(line for _, line in self.body), *self.apparatus], key=lambda x: x.start))

    def of(self, *kinds: str) -> list[Line]:
        """The paragraphs of some kinds, in order."""
        return [line for kind, line in self.body if kind in kinds]


# --- apparatus ----------------------------------------------------------------------------------------

_EDITORIAL: Final = any_of("editorial")
_NOTES_BEGIN: Final = re.compile(rf"[\[【〔（(]?{any_of('notes_headings')}[\]】〕）)]?[:：]?")
_APPARATUS: Final = re.compile(
    rf"【[^】]{{1,8}}】$|【{_EDITORIAL}】|[\[〔（(]{_EDITORIAL}[\]〕）)]?[:：]|[\[〔（(【]?{any_of('source_labels')}[\]】]?[:：/]"
    rf"|[*＊※]?这是.{{2,60}}?(?:{any_of('forms')}|文章|信|电报|批语|题词|提纲|按语|声明|记录|一部分|要点|主要部分|节选)"
    r"|※|[（(](?:本文|此文|选自|原载|摘自|根据|据|载|见|刊|转自|来源|责任编辑|新华社|《[^》]{2,30}》(?:第|，|,|\d)"
    r"|.{0,10}(?:出版社|记录稿|录音稿|刊印|排印))[^）)]*[）)]$"
    r"|《[^》]{2,20}》[（(]?\d{4}年\d{1,2}月\d{1,2}日|https?://\S+$|www\.\S+$|[（(]?(?:全文)?完[）)]$"
    rf"|[（(]?(?:译文|速记稿|根据.{{0,6}}录音整理)|感谢.{{0,20}}(?:录入|校对|提供|整理)|[（(](?:掌声|笑声|热烈鼓掌)[）)]$"
    rf"|(?:#\S+)+$|\[!\w+\]|.{{0,20}}[（(](?:精选|共|合集|汇总|通用|最新)?\d+篇[）)]$|(?:本报)?(?:记者|記者|通讯员)[{HAN}]{{2,4}}$"
)
#: What may stand above a text only: an editor's word without brackets, 正文, 原创, 以下是…全文：
_ABOVE: Final = re.compile(rf"{_EDITORIAL}[:：]|.{{0,6}}{any_of('part_labels')}(?:如下)?[:：]?$|原创")
#: 以下是…全文： closes a lede, however long that is.
_INTRODUCES: Final = re.compile(
    rf"(?:以下|下面|如下)(?:是|为|為|系)?.{{0,60}}?(?:全文|实录|實錄|文字|译文|譯文|摘要|要点|内容|{any_of('forms')}).{{0,30}}[:：。]?[）)]?$"
)
_NOTE_ITEM: Final = re.compile(r"(?:[\[〔【（(]\^?\d{1,3}[\]〕】）)][:：]?|[①-⑳⑴-⒇]|注?\d{1,3}[:：])\s*\S")
_LEDE: Final = re.compile(
    rf"(?:——|－－|--)?.{{0,20}}(?:\d|[一二三四五六七八九十])[日年].{{4,140}}(?:{any_of('forms')}|致.{{0,4}}辞|演辭|发表).{{0,24}}[。：:]$"
)


def _is_apparatus(line: Line) -> bool:
    """A line that an editor or a site put around the text.

    >>> _is_apparatus(Line("【导 读】会议上的发言。", 0, 9, (1, 1))), _is_apparatus(Line("来源：新华社", 0, 9, (1, 1)))
    (True, True)
    >>> _is_apparatus(Line("说明这个问题并不容易。", 0, 9, (1, 1)))
    False
    """
    text = squeeze_spaces(line.text)
    return bool(_APPARATUS.match(text))


def _is_above(line: Line) -> bool:
    """A line that, above a text, belongs to its frame.

    >>> _is_above(Line("校长发表讲话。以下为讲话全文：", 0, 9, (1, 1))), _is_above(Line("同志们：", 0, 9, (1, 1)))
    (True, False)
    """
    text = squeeze_spaces(line.text)
    introduces = len(text) <= 160 and _INTRODUCES.search(text)
    return bool(_is_apparatus(line) or _ABOVE.match(text) or introduces or is_stamp(text) or line.mark == "title")


def is_stamp(text: str) -> bool:
    """A site's time of posting: a date in figures with a clock, perhaps behind a label.

    >>> is_stamp("时间：2016-01-0207:38:34"), is_stamp("2014年5月2日")
    (True, False)
    """
    return bool(re.search(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s*\d{1,2}:\d{2}", text)) and len(text) <= 60


# --- the text's parts -----------------------------------------------------------------------------------


def tell(lines: Sequence[Line]) -> Told:
    """Sort the lines of one text into head, body and apparatus."""
    listed = contents(lines)
    rest = [line for i, line in enumerate(lines) if i not in listed]
    begin = _body_begins(rest)
    end = _notes_begin(rest, begin)
    told = _head(rest[:begin])
    body = rest[begin:end]
    around = [line for line in body if _is_apparatus(line) or _is_translation(line, rest)]
    kinds = _kinds([line for line in body if line not in around])
    apparatus = [*told.apparatus, *(lines[i] for i in listed), *around, *rest[end:]]
    return replace(told, body=tuple(kinds), apparatus=tuple(sorted(apparatus, key=lambda line: line.start)))


def _body_begins(lines: Sequence[Line]) -> int:
    """The index of the first line that is text: everything before it is head or apparatus.

    A lede that ends in 以下是…全文： has a head of its own behind it.
    """
    seen_title = False
    begin = _behind_introduction(lines)
    for i, line in enumerate(lines):
        text = line.text
        if i < begin or is_date_line(text) or (byline(text) and i < 12) or _is_above(line):
            seen_title |= i < begin
        elif line.mark == ">" and (not seen_title or (i < 8 and ends_sentence(text))):
            continue
        elif is_salutation(text) or dateline(text) or (is_enumerated(text) and seen_title):
            return i
        elif seen_title and _LEDE.fullmatch(text) and (text.startswith(("—", "－", "-")) or line.mark == "**"):
            continue
        elif not _is_headline(line) or (seen_title and _is_heading_over(lines, i)):
            return i
        else:
            seen_title = True
    return len(lines)


def _behind_introduction(lines: Sequence[Line]) -> int:
    """The index behind a line near the top that introduces the text (以下是…全文：), else 0."""
    for i, line in enumerate(lines[:12]):
        if is_salutation(line.text):
            return 0
        if len(line.text) <= 160 and _INTRODUCES.search(squeeze_spaces(line.text)) and line.text.endswith((":", "：", "。", "）")):
            return i + 1
    return 0


def _is_headline(line: Line) -> bool:
    """A line that may be a headline: short and no sentence, with some Chinese in it."""
    short = is_heady(line.text) or (line.mark.startswith("#") and width(line.text) < 60)
    return short and bool(re.search(f"[{HAN}]", line.text))


def _is_heading_over(lines: Sequence[Line], i: int) -> bool:
    """A heading at the body's beginning, below a date or name: (headlines stand above those)."""
    before = lines[i - 1].text
    return is_date_line(before) or bool(byline(before))


def _head(lines: Sequence[Line]) -> Told:
    """Sort the lines above the text."""
    found: dict[str, list[Line]] = {"title": [], "subtitle": [], "date": [], "name": [], "around": []}
    for line in lines:
        found[_head_kind(line, bool(found["title"]), len(lines))].append(line)
    titles = _titles(found["title"])
    around = found["around"] + [line for line in found["title"] if line not in titles]
    if not titles and (fallback := [line for line in around if line.mark == "title"]):
        titles, around = fallback[:1], [line for line in around if line is not fallback[0]]
    head = sorted([*titles, *found["subtitle"], *found["date"], *found["name"]], key=lambda line: line.start)
    return Told(
        titles=tuple(titles),
        subtitles=tuple(found["subtitle"]),
        dates=tuple(found["date"]),
        names=tuple(found["name"]),
        apparatus=tuple(around),
        head=tuple(head),
    )


def _head_kind(line: Line, has_title: bool, count: int) -> str:
    """What one line above the text is."""
    text = line.text
    if _is_above(line) or line.mark == ">" or not re.search(f"[{HAN}\\d]", text):
        return "around"
    if has_title and not is_heady(text) and (_LEDE.fullmatch(text) or ends_sentence(text)):
        return "around"
    if is_date_line(text):
        return "date"
    if byline(text) and (has_title or count > 1):
        return "name"
    return "subtitle" if has_title and _is_subtitle(text) else "title"


def _titles(lines: list[Line]) -> list[Line]:
    """The lines of the headline: a labelled one (标题：…) alone, else those marked up highest, printed once."""
    for line in lines:
        if TITLE_LABEL.match(line.text):
            return [line]
    marked = [line for line in lines if line.mark.startswith("#")]
    if marked:
        top = min(line.mark for line in marked)
        lines = [line for line in marked if line.mark == top]
    repeated = _repeated(lines)
    return [line for line in lines if line not in repeated]


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


#: A site's label before the headline.
TITLE_LABEL: Final = re.compile(r"(?:标\s*题|題\s*目|标\s*目|题\s*目|標\s*題|篇名)\s*[:：]\s*")


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
    if re.search(f"[{HAN}]", line.text) or not re.search("[A-Za-z]{2}", line.text):
        return False
    foreign = sum(not re.search(f"[{HAN}]", other.text) for other in body)
    return foreign >= 3 and 0.25 <= foreign / len(body) <= 0.75


# --- paragraph kinds ---------------------------------------------------------------------------------------

_QUESTION: Final = re.compile(r"(?:\d{1,2}[、.．])?\s*(?:问|問|记者|記者|提问|主持人|观众|学生|网友|Q\d*|[^，。：:]{0,14}(?:记者|記者|日报|晚报|时报|电视台|通讯社|新闻|周刊|网)[^，。：:]{0,24})\s*[:：]")
_ASKS: Final = re.compile("问|問|记者|記者|主持|提问|日报|晚报|时报|电视|通讯社|新闻|周刊|网|学生|听众|观众")
_ANSWER: Final = re.compile(r"(?:答|A\d*)\s*[:：]")
_LABELLED: Final = re.compile(r"(?:\d{1,2}[、.．])?\s*([^，。！？：:“”\s]{1,14}(?:[ ·][^，。！？：:“”\s]{1,14}){0,2})\s*[:：]")
_CLOSING: Final = re.compile(
    r"(?:我的(?:讲话|发言|报告)(?:就)?(?:完了|到这里|到此结束)[。，]?|最后，)?(?:再次)?(?:谢谢|謝謝|多谢|感谢|多謝)"
    r"(?:大家|各位|你们|诸位|主席先生|主席|您)?(?:的(?:聆听|倾听))?[！。!]?$"
    r"|此\s*致|(?:此致)?敬\s*礼[！!]?|此祝|(?:即颂|順頌|顺颂|敬颂|祝)[^，。]{1,8}[！!。]?$|(?:专此|特此)[^，。]{0,8}[。！]?$"
)


def _kinds(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The kind of each line of the body."""
    speakers = _speakers(lines)
    tail = _tail_begins(lines)
    verse = _verse(lines)
    principal = speakers.most_common(1)[0][0] if speakers else ""
    found: list[tuple[str, Line]] = []
    turn = ""
    for i, line in enumerate(lines):
        kind = _tail_kind(line.text) if i >= tail else "verse" if i in verse else _kind(lines, i, speakers)
        if kind == "label":
            name = _LABELLED.match(line.text)
            turn = "answer" if name and _is_principal(name[1], principal, speakers) else "question"
        elif kind in ("question", "answer"):
            turn = kind
        elif kind == "heading":
            turn = ""
        found.append((turn if kind == "body" and turn else kind, line))
    return found


def _is_principal(name: str, principal: str, speakers: Counter[str]) -> bool:
    """Whose turns are the answers: the one who speaks most and asks least."""
    return name == principal and not _ASKS.search(name)


def _kind(lines: Sequence[Line], i: int, speakers: Counter[str]) -> str:
    """The kind of one line, from itself, its neighbours and the names that head several lines."""
    text = lines[i].text
    label = _LABELLED.match(text)
    if label and label.end() == len(text) and speakers and len(text) <= 12:
        return "label"
    if _QUESTION.match(text):
        return "question"
    if _ANSWER.match(text):
        return "answer"
    if label and speakers[label[1]] > 1:
        answers = speakers.most_common(1)[0][0] == label[1] and not _ASKS.search(label[1])
        return "answer" if answers else "question"
    if is_salutation(text) and _stands_first(lines, i):
        return "salutation"
    if _is_heading(lines, i):
        return "heading"
    return "closing" if _CLOSING.fullmatch(text) and i >= len(lines) - 8 else "body"


def _verse(lines: Sequence[Line]) -> set[int]:
    """Runs of three or more short lines that go on into each other: verse quoted in a speech."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        if width(line.text) <= 18 and not is_enumerated(line.text) and not is_salutation(line.text):
            run.append(i)
            open_ended = sum(bool(re.search("[，、；]$", lines[j].text)) for j in run)
            if len(run) >= 3 and ends_sentence(line.text) and open_ended >= (len(run) - 1) / 2:
                found.update(run)
        else:
            run = []
    return found


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
