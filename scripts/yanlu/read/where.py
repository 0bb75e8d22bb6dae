"""At what occasion, and in which place."""

from __future__ import annotations

import logging
import re
from typing import Final

from yanlu import dates
from yanlu.hanzi import HAN, number
from yanlu.read.names import OFFICE, byline
from yanlu.read.shapes import Line, dateline
from yanlu.read.tell import Told
from yanlu.read.title import Headline
from yanlu.read.who import subject
from yanlu.words import any_of

Found = tuple[str, str]  #: a value, and the line it cites

#: 在…会议上的讲话, 在…时的讲话: what stands between.
_AT: Final = re.compile(
    rf"(?:在|(?<![关由对至等基位鉴属终善勇敢])于|(?<![關由對屬])於)(?P<at>(?:“[^”]{{1,30}}”)?[^。，；“”—]{{1,60}}?(?:“[^”]{{1,30}}”[^。，；]{{0,30}}?)?)(?:上|时|時|期间|期間|后|前夕)?(?:的|所作的|所做的|上?(?:发表|發表|作|做|致|的)?(?:的|了)?)(?:重要|主旨|书面|即席|总结|动员|视频|电视|闭幕|开幕|中文|英文|政府工作)*"
    rf"(?:[一两二三四五六]次)?{any_of('forms')}(?!会|會|表彰|比赛|大会|团)"
)
_MEETING: Final = any_of("meetings")
_TITLE_MEETING: Final = re.compile(
    rf"(?P<at>[^。，：——]{{2,40}}?{_MEETING})上?的?(?:精神|纪要|紀要|召开|举行|记录|提纲|{any_of('forms')})"
)
#: 2015年1月28日在临江市第八届人民代表大会第五次会议上, with the name on the next line; 在…集体学习时强调.
_HELD_AT: Final = re.compile(
    rf"在(?P<at>[^。，；]{{2,60}}{_MEETING})(?:上(?:[ \u3000）)]|$)|[上时時](?:强调|強調|指出))"
)
#: 國慶演說, 就职演讲: a day or an act that has its own speech.
_FEAST: Final = re.compile(rf"(?P<at>{any_of('feasts')}){any_of('forms')}")
#: Behind the speaker's name: 会见法国总统, 同美国总统通电话, 和英国记者的谈话.
_MET: Final = re.compile(
    r"(?P<at>(?:会见|會見|接见|接見|接受)[^。，：]{2,40}?)(?:[时時]?的(?:谈话|談話|讲话|講話)|$)"
    r"|(?:同|与|與|和)[^。，：]{2,40}?(?:谈话|談話|会谈|會談|对话|對話|通电话|通電話)$"
)
#: 给…的回信, 致…的贺信, 向…致贺电, 致蔡元培.
_SENT: Final = re.compile(r"(?:给|給|致|向|写给|寫給)(?!全)[^。，：]{2,60}$")
_CONVENED: Final = re.compile(
    rf"(?P<who>[{HAN}]{{2,24}}?(?:局|会|委|组|院|部|府|署|公司|集团))(?:于|在)?(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:[上下]午)?(?:在[{HAN}]{{2,8}})?(?:召开|举行|召開)(?P<what>[{HAN}]{{0,12}}?(?:会议|大会|全会|座谈会))"
)
_VISIT: Final = re.compile(
    r"(?P<at>(?:在|赴|到)(?!会|场)[^。，、；]{2,24}?(?:考察|调研|视察)[^。，；]{0,24}?)(?=[，。时時]|强调|指出|的讲话|$)"
)
_ATTENDED: Final = re.compile(
    rf"(?:参加|參加|出席|主持(?:召开)?)(?P<at>[^。，；]{{2,40}}?{_MEETING}(?:[^。，；并並上时時]{{0,8}}?{_MEETING})*[”」]?)"
)
_INSTRUCTED: Final = re.compile(r"(?P<at>(?:对|就)[^。，；]{2,30}?(?:作出|做出)(?:重要)?(?:指示|批示))")
_NEW_YEAR: Final = re.compile(r"(?:\d{4}|[〇零○一二三四五六七八九]{4})年新年|元旦|春节|新年")
_INAUGURAL: Final = re.compile(
    r"(?P<at>(?:宣誓)?就任[^。，；]{2,30}?(?:总统|總統|主席|行政長官|行政长官|校长|校長))"
)
_NOTE: Final = re.compile(
    rf"在(?P<at>[^。；]{{2,60}}?)(?:上|时|時|期间|中)?(?:所?(?:作|做|发表|發表|致)的?|的)?(?:一次|一篇)?(?:重要)?{any_of('forms')}"
)
_COLD: Final = re.compile(r"(?P<at>[^，。：]{2,60}(?:酒会|晚会|大会|会议|典礼|仪式))")


def occasion(told: Told, headline: Headline, kind: str) -> Found | None:
    """The occasion: from the headline if it names one, else from an editor's lede, else from the first paragraph."""
    return (
        _from_headline(told, headline, kind)
        or _from_notes(told)
        or _from_opening(told, kind)
        or _from_kind(told, headline, kind)
    )


def _cite(found: re.Match[str] | None, line: Line | None) -> Found | None:
    return (_trim(found["at"]), line.evidence) if found and line else None


def _trim(text: str) -> str:
    """An occasion without the date and the speaker's office that stood before it.

    >>> _trim("3月18日中共中央政治局常务委员会会议上"), _trim("在浙江考察")
    ('中共中央政治局常务委员会会议', '在浙江考察')
    """
    for date in dates.find(text)[:1]:
        if date.start == 0 and date.month:
            text = text[date.end :]
    text = re.sub(
        r"^[\s，、]*(?:(?:在|于)(?!.*(?:考察|调研|视察)))?", "", text
    )  # 在浙江考察 is no place but a doing
    return re.sub(r"(?<=.{4})(?:上|中|期间)$", "", text).strip("，、 （(")


def _from_headline(told: Told, headline: Headline, kind: str) -> Found | None:
    cited = [line.evidence for line in (*told.subtitles, *told.titles)] or [headline.evidence or ""]
    glued = headline.rest and re.sub("上.{0,20}$", "上的报告", headline.rest)
    for text in filter(None, [glued, headline.subtitle, headline.title, *(line.text for line in told.dates)]):
        if at := named(text, kind):
            convened = _convened(told) if kind == "meeting_readout" and re.search("[（(]", at) else None
            return convened or (_trim(at), cited[0])
    return None


def named(text: str, kind: str) -> str | None:
    """The occasion that a headline names.

    >>> named("胡锦涛在改革开放30周年大会上的讲话", "speech"), named("蔡英文總統國慶演說", "speech")
    ('改革开放30周年大会', '國慶')
    >>> named("周远山会见日本访华团", "news"), named("周远山给青年党员的回信", "letter"), named("中央政治局召开会议", "news")
    ('会见日本访华团', '给青年党员的回信', None)
    """
    for pattern in (_VISIT, _AT, _HELD_AT, _INSTRUCTED, _ATTENDED, _FEAST, _INAUGURAL):
        if found := pattern.search(text):
            return found["at"]
    person = subject(text)
    said = text[person.end() :] if person else text
    if kind in ("letter", "congratulation", "telegram"):
        found = _SENT.match(said)
        return found[0] if found else None
    if found := _MET.match(said):
        return found["at"] or found[0]
    found = _TITLE_MEETING.search(said)
    return found["at"] if found and "召开会议" not in text else None


def _from_notes(told: Told) -> Found | None:
    for line in (
        *told.above,
        *(x for x in told.apparatus if re.match("[*＊※]? ?(?:这是|此文|本文)", x.text)),
    ):
        if len(line.text) < 200 and not re.match(r"[\[〔【（(]\d|来源|來源", line.text):
            found = _NOTE.search(line.text) or (
                _COLD.search(re.sub("^.*举行", "", line.text)) if "举行" in line.text else None
            )
            if found:
                return _cite(found, line)
    return None


def _convened(told: Told) -> Found | None:
    """中共中央政治局3月27日召开会议: the body's name and what it convened."""
    if not told.body:
        return None
    first = told.body[0][1]
    text = first.text[len(dateline(first.text) or "") :].strip(" \u3000")
    found = _CONVENED.search(re.split("[。；]", text)[0])
    return (_trim(found["who"]) + found["what"], first.evidence) if found else None


def _from_opening(told: Told, kind: str) -> Found | None:
    """The first paragraph of a report; of a speech, the meeting it says it opens."""
    if not told.body:
        return None
    lead = next((line for name, line in told.body if name in ("body", "answer")), None)
    if lead is None:
        return None
    text = lead.text[len(dateline(lead.text) or "") :][:300]
    if kind in ("meeting_readout", "inspection_readout", "news", "instruction"):
        sentence = re.sub(
            rf"({OFFICE}[{HAN}]{{2,4}}?)(?:近日|日前|\d{{1,2}}日(?:[上下]午)?)?(?:专门|专程)?(?=在|赴|到)",
            r"\1",
            text,
        )
        return _convened(told) or next(
            (f for p in (_VISIT, _INSTRUCTED, _ATTENDED) if (f := _cite(p.search(sentence), lead))), None
        )
    found = re.search(
        rf"(?:召开|举行|參加|参加|出席|開啟)(?:今年的)?(?P<at>[^。，；]{{4,40}}?{_MEETING})", text
    )
    return _cite(found, lead) if kind in ("speech", "report") else None


def _from_kind(told: Told, headline: Headline, kind: str) -> Found | None:
    """What the kind itself says: a letter's recipient, the new year, the office taken."""
    title = headline.title or ""
    first = told.titles[0] if told.titles else None
    opening = [line for _, line in told.body[:4]]
    if kind == "letter" and (salutation := told.of("salutation")):
        form = "回信" if "回信" in title else "信"
        return f"给{salutation[0].text.rstrip('：:，, ')}的{form}", salutation[0].evidence
    if kind == "new_year_address" and (found := _NEW_YEAR.search(title)):
        year = number(found[0].split("年")[0])
        return f"{year}年新年" if year else found[0], first.evidence if first else headline.evidence or ""
    if kind in ("interview", "press_conference", "talk_minutes") and first:
        return re.sub("(?:纪要|紀要|实录|記錄|记录)$", "", title), first.evidence
    for line in opening if kind == "inaugural" else []:
        if found := _INAUGURAL.search(line.text):
            return _cite(found, line)
    return None


# --- place -----------------------------------------------------------------------------------------------

_NO_PLACE: Final = re.compile(f"[上下中]午|晚|夜|星期|[报社稿整]|{any_of('forms')}")
_PLACES: Final = re.compile(f"(?:{any_of('places')}[省市县區区州]?)+")
_HELD: Final = re.compile(
    rf"在(?P<at>[{HAN}]{{2,6}}?)(?:召开|举行|会见|主持召开|考察|视察|调研|出席|发表|开幕)"
)


def place(told: Told) -> Found | None:
    """The city or province: printed in the date line, or where the first paragraph says it was held."""
    for line in told.apparatus:
        if found := re.fullmatch(r"(?:会议)?地[点點][:：]\s*(.{2,40})", line.text):
            return found[1], line.evidence
    for line in told.dates:
        for part in re.split(r"[，,、\s（()）于於在]+", line.text):
            if not dates.find(part) and (is_place(part) or _is_bracketed_place(line.text, part)):
                return part, line.evidence
    for line in (*told.titles, *[line for _, line in told.body[:1] if dateline(line.text)]):
        text = line.text[len(dateline(line.text) or "") :][:160]
        for found in _HELD.finditer(text):
            if is_place(found["at"]):
                return found["at"], line.evidence
    return None


def _is_bracketed_place(line: str, part: str) -> bool:
    """（2020年6月24日，莫斯科）: what stands behind the day, and is no name, no time and no printer.

    >>> _is_bracketed_place("（2020年6月24日，莫斯科）", "莫斯科"), _is_bracketed_place("（1978年4月6日 陈立言）", "陈立言")
    (True, False)
    """
    said = re.fullmatch(rf"[（(][^（）()]*日[，,、 ]+{re.escape(part)}[）)]", line)
    return bool(said and re.fullmatch(f"[{HAN}]{{2,8}}", part)) and not (
        byline(part) or _NO_PLACE.search(part)
    )


def is_place(text: str) -> bool:
    """Whether a word is the name of a place, by our list or by jieba's.

    >>> is_place("北京"), is_place("湖北省武汉市"), is_place("会议")
    (True, True, False)
    """
    if _PLACES.fullmatch(text):
        return True
    words = _words(text) if 2 <= len(text) <= 10 else []
    return bool(words) and all(flag == "ns" or word in "省市县区州" for word, flag in words)


def _words(text: str) -> list[tuple[str, str]]:
    """The words of a phrase with jieba's tags; loaded only here, as it takes a second."""
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return [(word.word, word.flag) for word in jieba.posseg.cut(text)]
