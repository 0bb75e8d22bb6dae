"""What stands around a text: an editor's word, source lines, notes, a site's stamps."""

from __future__ import annotations

import re
from typing import Final

from yanlu.hanzi import HAN
from yanlu.read.shapes import NAME, Line, dateline
from yanlu.words import any_of

_EDITORIAL: Final = any_of("editorial")
NOTES_BEGIN: Final = re.compile(rf"[\[【〔（(]?{any_of('notes_headings')}[\]】〕）)]?[:：]?")
_APPARATUS: Final = re.compile(
    rf"【[^】]{{1,8}}】$|【{_EDITORIAL}】|[\[〔（(]{_EDITORIAL}[\]〕）)]?[:：]|[\[〔（(【]?{any_of('source_labels')}[\]】]?[:：/]"
    rf"|[*＊※]?这是.{{2,60}}?(?:{any_of('forms')}|文章|信|电报|批语|题词|提纲|按语|声明|记录|一部分|要点|主要部分|节选|起草)"
    r"|.{0,6}(?:此文|本文|这篇(?:文章|讲话)|这封信|这个(?:讲话|报告))[是系]"
    r"|※|[（(](?:本文|此文|选自|原载|摘自|[译譯]自|根据|据|载|见|刊|转自|来源|责任编辑|新华社|共印|《[^》]{2,30}》(?:第|，|,|\d)"
    r"|.{0,10}(?:出版社|记录稿|录音稿|刊印|排印))[^）)]*[）)]$"
    r"|《[^》]{2,20}》[（(]?\d{4}[年-]\d{1,2}[月-]\d{1,2}|https?://\S+$|www\.\S+$|[（(]?(?:全文)?完[）)]?$"
    r"|[（(]?(?:译文|速记稿|根据.{1,14}(?:录音整理|整理|刊印|排印))|[录錄译譯选選摘]自《|感谢.{0,20}(?:录入|校对|提供|整理)"
    r"|[（(][^）)]{0,24}(?:掌声|笑声|鼓掌|欢呼|口号)[^）)]{0,12}[）)]$|.{4,40}\d?[日号]印发?$"
    rf"|\[!\w+\]|.{{0,20}}[（(](?:精选|共|合集|汇总|通用|最新)?\d+篇[）)]$|(?:本报)?(?:记者|記者|通讯员)[{HAN}]{{2,4}}$"
    rf"|.{{0,60}}(?:记者|記者)[{HAN}]{{2,4}}[摄攝]$|{NAME}[译譯]$|.{{2,8}}[编編][译譯]$|[香港]{{2}}時間\d|(?:相[关關]|新[闻聞])(?:連結|链接|照片|图片)$"
)
#: #演讲 #公司: a note-taker's tags.
_TAGS: Final = re.compile(r"(?:#[^\s#，。]{1,12}\s*)+")
#: What may stand above a text only: an editor's word without brackets, 地点：…, 正文, 原创.
ABOVE: Final = re.compile(
    rf"{_EDITORIAL}[:：]|{any_of('fact_labels')}[:：].{{1,40}}$|.{{0,4}}{any_of('part_labels')}(?:如下)?[:：]?$|原创"
    r"|.{0,20}[【\[〔（(]\d{4}[】\]〕）)]第?\d+号|.{0,16}(?:选集|文选|文集|全集|讲话集|汇编|合订本)(?:第.{1,4}[卷册集辑])?$|第.{1,4}[卷册集辑]$|第?\d{1,3}号?$"
)
NO_TITLE: Final = re.compile(rf"[:：]|^\d+$|{any_of('part_labels')}$")
#: 以下是…全文： closes a lede, however long that is.
_INTRODUCES: Final = re.compile(
    rf"(?:(?:以下|下面|如下)(?:是|为|為|系)?.{{0,60}}?(?:全文|实录|實錄|文字|译文|譯文|摘要|要点|内容|内容|{any_of('forms')}).{{0,30}}"
    r"|.{0,30}(?:全文|内容|內容|原文|演[辞辭词詞])(?:如下|为|為|是))[:：。]?[）)]?$"
)
NOTE_ITEM: Final = re.compile(r"(?:[\[〔【（(]\^?\d{1,3}[\]〕】）)][:：]?|[①-⑳⑴-⒇]|注?\d{1,3}[:：])\s*\S")
LEDE: Final = re.compile(
    rf"(?:——|－－|--)?.{{0,20}}(?:\d|[一二三四五六七八九十])[日年].{{4,140}}(?:{any_of('forms')}|致.{{0,4}}辞|发表).{{0,24}}[。：:]$"
)
#: A site's label before the headline.
TITLE_LABEL: Final = re.compile(
    r"(?:标\s*题|題\s*目|标\s*目|题\s*目|標\s*題|篇名|转[帖贴载]?|[\[【（(]转[帖贴载]?[\]】）)])\s*[:：]?(?<=[:：\]】）)])\s*"
)


def squeeze_spaces(text: str) -> str:
    """A text without any white space.

    >>> squeeze_spaces("注　　释")
    '注释'
    """
    return "".join(text.split())


def is_apparatus(line: Line) -> bool:
    """A line that an editor or a site put around the text, wherever it stands.

    >>> is_apparatus(Line("【导 读】会议上的发言。", 0, 9, (1, 1))), is_apparatus(Line("来源：新华社", 0, 9, (1, 1)))
    (True, True)
    >>> is_apparatus(Line("说明这个问题并不容易。", 0, 9, (1, 1)))
    False
    """
    return bool(_APPARATUS.match(squeeze_spaces(line.text)) or _TAGS.fullmatch(line.text))


def is_above(line: Line) -> bool:
    """A line that, above a text, belongs to its frame.

    >>> is_above(Line("校长发表讲话。以下为讲话全文：", 0, 9, (1, 1))), is_above(Line("同志们：", 0, 9, (1, 1)))
    (True, False)
    """
    text = squeeze_spaces(line.text)
    alone = dateline(line.text) == line.text
    return bool(is_apparatus(line) or ABOVE.match(text) or introduces(text) or alone or line.mark == "title")


def introduces(text: str) -> bool:
    return len(text) <= 160 and bool(_INTRODUCES.search(squeeze_spaces(text)))


def is_stamp(text: str) -> bool:
    """A site's time of posting: a date in figures with a clock, perhaps behind a label.

    >>> is_stamp("时间：2016-01-02 07:38:34"), is_stamp("2014年5月2日")
    (True, False)
    """
    return bool(re.search(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s*\d{1,2}:\d{2}", text)) and len(text) <= 60
