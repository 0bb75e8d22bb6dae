"""Persons' names: how Chinese names, transcribed ones and offices look in print."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from yanlu.hanzi import HAN, LINES_KEPT
from yanlu.words import any_of, characters, pairs

OFFICE: Final = any_of("offices")
#: Behind a name: 李强总理, 陈立言副省长, 雷锋同志.
HONORIFIC: Final = rf"(?:[副代前原]?{any_of('offices', 'respect')})?"

_WORD: Final = pairs("no_names")
_SURNAME: Final = characters("surnames")
_GIVEN: Final = f"(?![{characters('no_given_name')}])[{HAN}]"
#: A surname and one or two characters, but no common word (关于, 安全) and no office (周总理, 毛主席); or a
#: transcribed name with points (富兰克林·罗斯福).
NAME: Final = (
    rf"(?:{any_of('double_surnames')}[{HAN}]{{1,2}}"
    rf"|(?=[{_SURNAME}])(?!{_WORD}).(?!{OFFICE})(?:{_GIVEN}){{1,2}}"
    rf"|[{HAN}]{{1,6}}(?:[·•．][{HAN}]{{1,8}}?)+)"
)
#: A married woman's, with her husband's surname before her own: 林鄭月娥.
MARRIED: Final = rf"(?!{_WORD})[{_SURNAME}]{{2}}(?:{_GIVEN}){{2}}"
#: What is a name only where one is called for: 林鄭月娥; 奥巴马, in characters that transcribe; Steve Jobs.
WIDE_NAME: Final = (
    rf"(?:{NAME}|{MARRIED}|(?!{_WORD}|{any_of('countries')})[{characters('transcribing')}]{{2,6}}?"
    rf"|[A-Z][a-z]+(?:[ ·][A-Z][A-Za-z.]*){{1,3}}|(?:[A-Z][.．·]){{1,2}}[{characters('transcribing')}]{{2,6}}?)"
)
#: Behind an office of a foreign state any name may stand: 日本首相安倍晋三.
FOREIGN_OFFICE: Final = rf"{any_of('countries')}[{HAN}]{{0,4}}?{OFFICE}"

_FRAME: Final = (
    rf"[（(—\-]*(?:{any_of('byline_labels')}[ \u3000]*[:：/／][ \u3000]*)?(?:[\[［〔（(][{HAN}]{{2,6}}[\]］〕）)][ ]*)?",
    rf"(?:同志|先生|女士|{OFFICE})?(?:[（(](?=[^）)]*(?:{OFFICE}|主席))[^）)]{{2,30}}[）)])?[）)]?(?:[ \u3000]*(?:敬上|谨上|謹上|谨启|敬启|上))?",
)
_BYLINE: Final = re.compile(
    rf"{_FRAME[0]}(?:[{HAN}、，（）()《》“”A-Za-z\s]{{0,40}}?{OFFICE}[（()）]*)?[ \u3000]*(?P<name>{NAME}){_FRAME[1]}"
)
#: 主席 乌兰夫: behind an office and a space, a name of any make.
_SPACED_BYLINE: Final = re.compile(
    rf"{_FRAME[0]}[{HAN}、]{{0,30}}?{OFFICE}[ \u3000]+(?!{any_of('forms', 'acts', 'offices')}|{_WORD})"
    rf"(?P<name>{WIDE_NAME}){_FRAME[1]}"
)


def spaced_out(text: str) -> str:
    """A line without the spaces that only stretch it: 邓　小　平, 新 年 致 辞."""
    if re.fullmatch(rf"(?:[{HAN}][ \u3000]+)+[{HAN}]", text):
        return re.sub(r"[ \u3000]+", "", text)
    return text


@lru_cache(LINES_KEPT)
def byline(text: str) -> str | None:
    """The name in a line that says who spoke, and nothing else.

    >>> byline("习近平"), byline("国务院总理 李强"), byline("邓　小　平"), byline("主讲人：任正非")
    ('习近平', '李强', '邓小平', '任正非')
    >>> byline("陈立言（江城大学校长）"), byline("周恩来总理"), byline("主席 乌兰夫")
    ('陈立言', '周恩来', '乌兰夫')
    >>> byline("关于统筹推进工作"), byline("各位代表"), byline("董事长"), byline("安全工作")
    (None, None, None, None)
    """
    text = spaced_out(text.strip())
    found = _BYLINE.fullmatch(text) or _SPACED_BYLINE.fullmatch(text)
    return found["name"] if found and len(text) <= 45 else None
