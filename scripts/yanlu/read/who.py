"""Whose words they are: the speaker, a report's principal, a letter's writer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from yanlu.hanzi import HAN
from yanlu.read.shapes import NAME, OFFICE, Line, byline, dateline
from yanlu.read.tell import Told
from yanlu.read.title import Headline
from yanlu.words import any_of

Found = tuple[str, str]  #: a name, and the line it cites

_TITLES: Final = f"{any_of('honorifics')}?"
#: What follows a speaker's name in a headline: 习近平在…, 温家宝赴…, 毛泽东：…
_THEN: Final = rf"(?={any_of('acts')}|[：:—（(]|\d{{4}}|[二一][〇零○九])"
_IN_TITLE: Final = re.compile(
    rf"^(?:.{{0,16}}(?:——|──|—|：|:|转：))?(?:[{HAN}]{{0,14}}?{OFFICE})?(?P<name>{NAME}){_TITLES}{_THEN}"
)
_WITH_OFFICE: Final = re.compile(
    rf"{OFFICE}[、，]?(?P<name>{NAME}){_TITLES}(?={any_of('acts', 'times')}|\d|今?[（(]|，)"
)
_CHAIR: Final = re.compile(
    rf"{OFFICE}(?P<name>{NAME})(?:同志)?(?:\d{{1,2}}日)?(?:主持(?:会议|召开|并|了)|作(?:了)?(?:重要)?(?:讲话|指示)|出席(?:会议|并))"
)
_SPOKE: Final = re.compile(
    rf"(?P<name>{NAME}){_TITLES}(?:同志)?(?:\d{{4}}年|\d{{1,2}}月|[一二]九\S{{2}}年)?[^。]{{0,40}}?(?:讲话|講話|讲演|演讲|演講|致祝酒辞|致辞|致辭|演辭|谈话|发言|的信|電報|电报|报告|贺词|賀詞|指出|说|采访)"
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
    found = next(_candidates(told, headline, kind, reported), None)
    return (
        (re.sub(f"{OFFICE}$", "", found[0]) if found and "·" in found[0] else found[0], found[1])
        if found
        else None
    )


def _candidates(told: Told, headline: Headline, kind: str, reported: bool) -> Iterator[Found]:
    """Every way a file names its speaker, strongest first."""
    for line in told.names:
        if name := byline(line.text):
            yield name, line.evidence
    first = told.titles[0] if told.titles else None
    where = first.evidence if first else headline.evidence or ""
    if headline.rest and (found := re.search(rf"(?P<name>{NAME})$", headline.rest)):
        yield found["name"], where
    for text, cited in ((headline.title, where), *((line.text, line.evidence) for line in told.subtitles)):
        if text and (found := _IN_TITLE.match(text) or _WITH_OFFICE.search(text)):
            yield found["name"], cited
    yield from _in_notes(told)
    if reported or kind.endswith("readout") or kind in ("news", "instruction"):
        yield from _principal(told)
    yield from _signature(told, kind)
    yield from _answering(told)
    yield from _weak(told, headline)


def _in_notes(told: Told) -> Iterator[Found]:
    """这是毛泽东同志在…的讲话; 以下是終審法院首席法官馬道立…"""
    for line in told.apparatus:
        if len(line.text) > 240 or re.match(r"[\[〔【（(]\d|来源|來源", line.text):
            continue
        text = re.sub(r"^[*＊※（(]?[\s\u3000]*(?:这是|以下是|以下为|本文是|【[^】]*】|——)", "", line.text)
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
