"""Whose words they are: the speaker, a report's principal, a letter's writer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from yanlu import dates
from yanlu.hanzi import HAN
from yanlu.read.names import FOREIGN_OFFICE, HONORIFIC, MARRIED, NAME, OFFICE, WIDE_NAME, byline
from yanlu.read.shapes import Line, dateline
from yanlu.read.tell import Told
from yanlu.read.title import Headline
from yanlu.words import any_of

Found = tuple[str, str]  #: a name, and the line it cites

#: What follows a speaker's name in a headline: 习近平在…, 温家宝赴…, 毛泽东：…
_THEN: Final = rf"(?={any_of('acts')}|[：:—（(]|\d{{4}}|[二一][〇零○])"
#: The subject that opens a headline, or follows its theme: 江城大学校长陈立言在…, 未来属于你们——陈立言在…
_SUBJECT: Final = (
    re.compile(
        rf"(?:.{{0,16}}(?:——|──|—|：|:|转：))?(?:(?:(?![在给給致向])[{HAN}]){{0,14}}?{OFFICE})?(?P<name>{WIDE_NAME}){HONORIFIC}{_THEN}"
    ),
    re.compile(rf"(?:.{{0,16}}(?:——|—|：))?{FOREIGN_OFFICE}(?P<name>[{HAN}·]{{2,8}}?){_THEN}"),
)
_WITH_OFFICE: Final = re.compile(
    rf"{OFFICE}[、，]?(?P<name>{NAME}|{MARRIED}){HONORIFIC}(?={any_of('acts', 'times')}|[\d二]|今?[（(]|，)"
)
#: 比尔·盖茨哈佛大学: where such a name ends nobody can tell.
_NOBODY: Final = re.compile("(?:大学|学院|公司|集团|大會|大会|委员会)$")
#: A person behind one of these is spoken to or of: 给总统布什的信, 纪念主席….
_OBJECT: Final = re.compile(
    r"(?:在|对|對|给|給|致|向|同|与|與|和|会见|會見|欢迎|歡迎|纪念|紀念|悼念)[^，。：—]{0,20}$"
)
_CHAIR: Final = re.compile(
    rf"{OFFICE}(?P<name>{NAME})(?:同志)?(?:\d{{1,2}}日)?(?:主持(?:会议|召开|并|了)|作(?:了)?(?:重要)?(?:讲话|指示)|出席(?:会议|并))"
)
_SPOKE: Final = re.compile(
    rf"(?P<name>{NAME}){HONORIFIC}(?:同志)?(?:\d{{4}}年|\d{{1,2}}月|[一二]九\S{{2}}年)?[^。]{{0,40}}?(?:讲话|講話|讲演|演讲|演講|致祝酒辞|致辞|致辭|演辭|谈话|发言|的信|電報|电报|报告|贺词|賀詞|指出|说|采访)"
)
_LABELLED: Final = re.compile(
    rf".{{0,40}}?(?:签发人|讲话人|嘉宾|演讲者|主讲人?)[:：]\s*(?:[{HAN}]{{0,12}}{OFFICE})?(?P<name>{NAME})"
)
_WROTE: Final = re.compile(rf".{{0,30}}作者[:：]\s*(?P<name>{NAME})(?:$|[\s|，。])")
_WORKS: Final = re.compile(
    rf"《(?P<name>{NAME})(?:同志)?(?:选集|文集|文选|全集|著作|论|讲话|年谱|文稿|军事文集|外交文选)"
)


def speaker(told: Told, headline: Headline, kind: str, reported: bool) -> Found | None:
    """The speaker's name as printed, without office; None if the file does not tell."""
    named = _candidates(told, headline, kind, reported)
    found = next((x for x in named if not _NOBODY.search(x[0])), None)
    return found and (re.sub(f"(?<=·)(.+?)[副代前原]?{OFFICE}$", r"\1", found[0]), found[1])


def subject(text: str) -> re.Match[str] | None:
    """The person with whom a headline begins, or who stands behind its theme.

    >>> [m["name"] for t in ("陈立言副省长在大会上的讲话", "丘吉尔：战斗到底", "日本首相安倍晋三在国会") if (m := subject(t))]
    ['陈立言', '丘吉尔', '安倍晋三']
    >>> subject("安全工作在基层"), subject("关于教育的报告"), subject("董事长在年会上的致辞"), subject("在高峰论坛上")
    (None, None, None, None)
    """
    return next((found for pattern in _SUBJECT if (found := pattern.match(text))), None)


def _in_headline(text: str) -> str | None:
    """The speaker whom a headline names: its subject, or a name behind an office.

    >>> _in_headline("国家主席、军委主席江泽民在大会上的讲话"), _in_headline("给美国总统布什的信")
    ('江泽民', None)
    """
    if found := subject(text):
        return found["name"]
    found = _WITH_OFFICE.search(text)
    return found["name"] if found and not _OBJECT.search(text[: found.start()]) else None


def _candidates(told: Told, headline: Headline, kind: str, reported: bool) -> Iterator[Found]:
    """Every way a file names its speaker, strongest first."""
    for line in told.names:
        if name := byline(line.text):
            yield name, line.evidence
    for line in told.dates:
        if name := _beside_date(line.text):
            yield name, line.evidence
    first = told.titles[0] if told.titles else None
    where = first.evidence if first else headline.evidence or ""
    if headline.rest and (found := re.search(rf"(?P<name>{NAME})$", headline.rest)):
        yield found["name"], where
    for text, cited in ((headline.title, where), *((line.text, line.evidence) for line in told.subtitles)):
        if text and (name := _in_headline(text)):
            yield name, cited
    yield from _in_notes(told)
    if reported or kind.endswith("readout") or kind in ("news", "instruction"):
        yield from _principal(told)
    yield from _signature(told, kind)
    yield from _answering(told)
    yield from _weak(told, headline)


def _beside_date(text: str) -> str | None:
    """The name that a date line also holds.

    >>> _beside_date("陈立言 （1978年4月6日）"), _beside_date("一九八二年十一月二十六日　彭真"), _beside_date("2009年9月10日 杭州")
    ('陈立言', '彭真', None)
    """
    for date in reversed(dates.find(text)):
        text = text[: date.start] + text[date.end :]
    return byline(text.strip("（）() \u3000"))


def _in_notes(told: Told) -> Iterator[Found]:
    """这是毛泽东同志在…的讲话; 以下是終審法院首席法官馬道立…"""
    for line in told.apparatus:
        if len(line.text) > 240 or re.match(r"[\[〔【（(]\d|来源|來源", line.text):
            continue
        text = re.sub(
            r"^[*＊※（(]?[\s\u3000]*(?:这是|以下[是为為]|本文[是为系]|【[^】]*】|——)", "", line.text
        )
        if re.match("时间|地点|记者|编辑|责任", text):
            continue
        if (
            found := _LABELLED.match(text)
            or _WITH_OFFICE.search(text)
            or _SPOKE.match(text)
            or re.search(rf"[。，](?P<name>{NAME})在[^。]{{1,20}}(?:上|中)?(?:致|讲|说|发)", text)
            or re.match(rf"(?P<name>{NAME})(?:同志)?[在为給给同对寫写致]", text)
            or re.search(rf"[。，](?P<name>{NAME})(?:要求|强调|指出|表示|与|同|和)", text)
        ):
            yield found["name"], line.evidence


def _principal(told: Told) -> Iterator[Found]:
    """Who chaired, inspected, instructed: in the subtitle or the first paragraph."""
    for line in (*told.subtitles, *[line for _, line in told.body[:2]]):
        text = line.text[len(dateline(line.text) or "") :]
        found = _CHAIR.search(text) or _WITH_OFFICE.search(text)
        if found:
            yield found["name"], line.evidence


def _signature(told: Told, kind: str) -> Iterator[Found]:
    for line in told.of("signature"):
        if name := byline(line.text):
            yield name, line.evidence


def _answering(told: Told) -> Iterator[Found]:
    """Whose name heads most turns of a talk."""
    labels: Counter[str] = Counter()
    lines: dict[str, Line] = {}
    for line in told.of("answer", "label") or told.of("question"):
        if found := re.match(
            rf"[\[【]?(?:[{HAN}]{{0,12}}{OFFICE})?(?P<name>{NAME})(?:同志|先生|女士|总裁|主席)?[\]】]?\s*[:：]",
            line.text,
        ):
            labels[found["name"]] += 1
            lines.setdefault(found["name"], line)
    if labels:
        name, times = labels.most_common(1)[0]
        if times > 1:
            yield name, lines[name].evidence


def _weak(told: Told, headline: Headline) -> Iterator[Found]:
    """A book of somebody's works that the source line names."""
    for pattern in (_WORKS, _WROTE):
        for line in told.apparatus:
            if found := pattern.search(line.text):
                yield found["name"], line.evidence + " (weak)"
