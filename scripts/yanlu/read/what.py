"""What kind of text it is, and whether it is one this project is for."""

from __future__ import annotations

import re
from typing import Final

from yanlu.hanzi import HAN, ends_sentence
from yanlu.read.shapes import is_salutation
from yanlu.read.tell import Told

#: A text has at least one sentence of this length, and at least so many characters in all; a dated one
#: may be a comment of one sentence.
MIN_SENTENCE, MIN_TEXT, MIN_DATED_TEXT = 15, 40, 20

#: Kind by the headline's words; the first that fits wins, so the narrower ones stand first.
_BY_TITLE: Final = (
    (
        "new_year_address",
        "新年贺词|新年賀詞|新年致辞|新年祝词|新年献词|新年讲话|元旦(?:祝词|献词|贺词|讲话|社论|致辞|談話|谈话|文告|祝詞|賀詞)|新春(?:贺词|致辞)",
    ),
    ("inaugural", "就职|就職|履新|就任.{2,14}(?:演|讲|講|致)"),
    ("toast", "祝酒"),
    ("eulogy", "悼|挽词|祭文|追思"),
    ("congratulation", "贺信|賀信|贺电|賀電|贺词|賀詞"),
    ("telegram", "唁电|唁電|慰问电|慰問電|电报|電報|致电|致電|通电$|通電$|的电$|致[^辞词]{2,24}电$"),
    (
        "press_conference",
        "记者会|記者會|记者招待会|記者招待會|新闻发布会|新聞發布會|答.{0,8}(?:记者|記者)(?:问|問)|(?:会见|會見)(?:中外)?(?:记者|記者)|媒体吹风会|回答.{0,6}记者提问",
    ),
    ("interview", "采访|採訪|专访|專訪|访谈|訪談|(?:记者|記者).{0,12}(?:谈话|談話)|网友.{0,4}交流"),
    (
        "talk_minutes",
        "(?:谈话|会谈|座谈|谈话会|对话)(?:会)?(?:纪要|紀要|记录|記錄)|纪要$|紀要$|谈话记录|插话",
    ),
    ("interview", "对话|對話|問答|问答|^.{0,8}答.{2,24}问$"),
    ("statement", "声明|聲明|宣言|(?:发言人|外交部|新闻).*谈话$"),
    (
        "letter",
        "回信|复信|公开信|公開信|的信(?:$|[（(])|致[^。，：]{2,20}信(?:$|：)|(?:^|致).{2,24}(?:书|書)$|^致(?!辞|词|辭).{2,30}[^辞词辭]$|家书",
    ),
    (
        "meeting_readout",
        "召开会议|召開會議|(?:会议?|學習會|讲话)精神|主持召开|会议纪要|(?:会议|座谈会|大会)(?:召开|举行)(?:$| )",
    ),
    ("instruction", "(?:作出|做出|的)?(?:重要)?(?:指示|批示)(?:$|[强，、 ：])|批语|命令$|训令$|指令$"),
    ("report", "工作报告|工作報告|政治报告|(?:^|的)报告$|的報告$|施政报告|施政報告"),
)
#: Kinds that the occasion tells too (在就职典礼上的讲话); 在声明签字仪式上的讲话 is no statement.
_BY_OCCASION: Final = (
    "new_year_address",
    "inaugural",
    "toast",
    "eulogy",
    "press_conference",
    "meeting_readout",
)
_REPORTED_VISIT: Final = r"考察|调研|视察|慰问|看望|走访|植树|参观|揭幕|参加.{2,20}活动"
_SPOKEN: Final = "讲话|講話|讲演|演讲|演講|演说|演說|演辭|演词|致辞|致辭|致词|致詞|发言|發言|祝词|祝辞|寄语|谈话|談話|开幕词|闭幕词|报告|報告"
_POLICY: Final = re.compile(
    r"^(?:.{0,30}(?:国务院|中共中央|委员会|办公厅|人民政府).{0,12})?(?:关于|關於).{4,60}(?:意见|通知|决定|办法|规定|条例|通报|方案|公告|公报|细则|决议)$|(?:条例|办法|细则|白皮书)$"
)
_REPORTING: Final = re.compile(
    rf"(?:^|[。！？；])[“”{HAN}]{{0,14}}(?:指出|强调|強調|要求|表示|说|說|希望|认为)[，,：:]"
)


def is_speech(told: Told) -> bool:
    """Whether a text holds anything said or written to somebody: sentences, and not only short lines.

    A list of links, a headline, a poem, a text without punctuation is none.
    """
    paragraphs = [
        line.text for kind, line in told.body if kind not in ("heading", "label", "signature", "date")
    ]
    sentences = [text for text in paragraphs if ends_sentence(text) and len(text) >= MIN_SENTENCE]
    if sum(map(len, paragraphs)) < (MIN_DATED_TEXT if told.dates or told.of("date") else MIN_TEXT):
        return False
    if not sentences:
        return _is_unpunctuated_talk(told, paragraphs)
    addressed = any(is_salutation(text) for text in paragraphs[:3])
    verse = sum(len(text) <= 20 for text in paragraphs) >= 0.9 * len(paragraphs) and len(paragraphs) >= 4
    return addressed or (not verse and sum(map(len, sentences)) >= 0.3 * sum(map(len, paragraphs)))


def _is_unpunctuated_talk(told: Told, paragraphs: list[str]) -> bool:
    """A transcript that ends no line with a mark: many lines, and somebody speaks or thanks."""
    lines = [text for text in paragraphs if len(text) >= 8]
    spoken = told.names or told.of("salutation", "closing") or re.match("大家好|各位|朋友们", paragraphs[0])
    return not told.of("verse") and len(lines) >= 5 and len(lines) >= 0.6 * len(paragraphs) and bool(spoken)


def kind_of(told: Told, title: str) -> str:
    """One of `SPEECH_KINDS`, from the headline, the frame and how the text speaks.

    A headline that names a speech over a text that reports one (习近平指出，…) is a report's.
    """
    headline = " ".join([title, *(line.text for line in told.subtitles)])
    form = re.sub("在[^，。：—]{2,60}?[上时時中](?=的)", "", headline)
    reported = is_reported(told)
    for kind, words in _BY_TITLE:
        if re.search(words, headline if kind in _BY_OCCASION else form) and not (
            reported and kind in ("statement", "letter", "interview")
        ):
            return kind
    if _POLICY.search(title) and not told.of("salutation"):
        return "policy_document"
    if reported:
        return _reported_kind(told, headline)
    if told.of("question") and told.of("answer"):
        return "interview"
    if re.search("宣誓就任|宣誓就職|宣誓就职", " ".join(line.text for _, line in told.body[:4])):
        return "inaugural"
    if told.of("signature") and told.of("salutation") and not re.search(_SPOKEN, headline):
        return "letter"
    opening = " ".join(line.text for _, line in told.body[:3])
    return "report" if re.search("向(?:大会|大會|会议|代表大会)(?:作|做|报告)", opening) else "speech"


def _reported_kind(told: Told, headline: str) -> str:
    """A report of what: a visit, a meeting, or something else."""
    first = told.body[0][1].text[:200] if told.body else ""
    if re.search(_REPORTED_VISIT, headline):
        return "inspection_readout"
    if re.search("会议|會議|座谈会|大会|全会|峰会|集体学习", headline):
        return "meeting_readout"
    if re.search(_REPORTED_VISIT, first):
        return "inspection_readout"
    return "meeting_readout" if re.search("(?:召开|主持).{0,20}(?:会议|座谈会|全会)|会议", first) else "news"


def is_reported(told: Told) -> bool:
    """Whether a text reports in the third person: 某某指出，… 会议强调，…"""
    prose = [line.text for line in told.of("body")]
    if told.of("salutation") or told.of("question"):
        return False
    saying = sum(bool(_REPORTING.search(text[:160])) for text in prose)
    first_person = sum(text.count("我们") + text.count("我") for text in prose[:3])
    return saying >= max(1, 0.15 * len(prose)) and (saying >= 3 or first_person == 0)
