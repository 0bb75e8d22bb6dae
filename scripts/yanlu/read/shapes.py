"""What a line looks like, seen alone: the shapes that `split`, `tell` and the facts share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from yanlu import dates
from yanlu.hanzi import HAN, ends_sentence, squeeze, width
from yanlu.trace import LineNumbers, Trace


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text: a paragraph or a head line, with its place in the raw file."""

    text: str
    start: int  #: in the raw file
    end: int
    lines: tuple[int, int]
    mark: str = ""  #: the markup taken off it: "#", "##", "**", ">"
    at: int = 0  #: where it begins in the clean text

    @property
    def evidence(self) -> str:
        """How a fact that comes from this line cites it."""
        return f"L{self.lines[0]} {self.text if len(self.text) <= 60 else self.text[:59] + '…'}"


def lines(trace: Trace) -> list[Line]:
    """The lines of a cleaned text, each with its raw place and the markup it had."""
    numbers = LineNumbers(trace.raw)
    marks = [e for e in trace.edits if e.rule.startswith(("md-", "html-tag"))]
    found, at, done, mark_at = [], 0, 0, 0
    for text in trace.text.split("\n"):
        if text:
            start, end = trace.origin(at), trace.origin_end(at + len(text))
            mark = ""
            while mark_at < len(marks) and marks[mark_at].start < end:
                if marks[mark_at].start >= done:
                    mark += _mark(trace.raw[marks[mark_at].start : marks[mark_at].end], bool(mark))
                mark_at += 1
            found.append(Line(text, start, end, (numbers.at(start), numbers.at(max(start, end - 1))), mark, at))
            done = end
        at += len(text) + 1
    return found


def _mark(markup: str, has_one: bool) -> str:
    """The part of a removed markup that tells a heading, a quotation or an emphasis."""
    if found := re.match(r"[ \t]*(#{1,6})", markup):
        return found[1]
    if found := re.match(r"<(h[1-6]|title)\b", markup, re.IGNORECASE):
        return "#" * int(found[1][1]) if found[1][1].isdigit() else "#"
    if markup.strip().startswith(">"):
        return ">"
    return "" if has_one else "**" if markup.strip() in ("**", "__") or re.match(r"<(b|strong)\b", markup, re.IGNORECASE) else ""


# --- persons ----------------------------------------------------------------------------------------

_DOUBLE_SURNAMES: Final = "欧阳|歐陽|上官|司马|司馬|诸葛|諸葛|司徒|皇甫|尉迟|夏侯|慕容|令狐|公孙|端木|东方|赫连|呼延|阿沛"
_SURNAMES: Final = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓邓鄧冯馮曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程魏苏蘇吕呂丁任"
    "卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付傅方邹鄒熊白孟秦邱江尹薛闫閻段雷侯龙龍黎史陶贺賀毛郝顾顧龚龔邵万萬覃武钱錢戴严嚴莫孔向汤湯温"
    "康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝包宁尚符舒阮柯纪紀梅童凌毕畢单單裴霍涂成苗谷盛曲翁"
    "冉骆駱蓝藍路游辛靳管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤阳時时穆农司卓古吉缪简簡车車项項连連芦麦麥褚娄婁窦竇戚岑景党宫宮费費卜冷晏席卫衛米柏"
    "宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝鄺习習胜彤谌"
)
#: Characters that follow a surname in other words (关于, 向前, 任何, 高度) and end no given name.
_NO_NAME: Final = "于在的对對和与與及是有为為上会會了们們这這那来來到以并就从從将將把被各全后後前做讲講说說要出话話"
NAME: Final = (
    rf"(?:(?:{_DOUBLE_SURNAMES})[{HAN}]{{1,2}}|[{_SURNAMES}](?![{_NO_NAME}])[{HAN}](?:(?![{_NO_NAME}])[{HAN}])?|[{HAN}]{{1,6}}(?:[·•．][{HAN}]{{1,8}})+)"
)
OFFICE: Final = (
    "(?:总书记|總書記|主席|总理|總理|总统|總統|首相|部长|部長|书记|書記|省长|省長|市长|市長|县长|縣長|区长|委员长|委員長|局长|局長|厅长|廳長|署長|署长|司長|司长"
    "|处长|處長|校长|校長|院长|院長|会长|會長|行长|行長|董事长|董事長|总裁|總裁|总经理|總經理|秘书长|秘書長|主任|行政长官|行政長官|法官|大使|领事|代表|委员|常委|教授|博士"
    "|院士|发言人|發言人|司令员|司令員|政委|元帅|将军|将軍|首席执行官|CEO|理事长|理事長|议长|議長|國務卿|国务卿|国王|國王)"
)
_BYLINE: Final = re.compile(
    rf"[（(—\-]*(?:(?:作者|主讲人?|主講人?|讲话人|演讲[者人]|演講[者人]|发言人|發言人|讲者|報告人|报告人|文)[:：/／]\s*)?"
    rf"(?P<office>[{HAN}、，（）()《》“”A-Za-z\s]{{0,40}}?)[ \u3000]*(?P<name>{NAME})(?:同志|先生|女士)?[）)]?"
)


def spaced_out(text: str) -> str:
    """A line without the spaces that only stretch it: 邓　小　平, 新 年 致 辞."""
    if re.fullmatch(rf"(?:[{HAN}][ \u3000]+)+[{HAN}]", text):
        return re.sub(r"[ \u3000]+", "", text)
    return text


def byline(text: str) -> str | None:
    """The name in a line that says who spoke, and nothing else.

    >>> byline("习近平"), byline("国务院总理 李强"), byline("邓　小　平"), byline("主讲人：任正非")
    ('习近平', '李强', '邓小平', '任正非')
    >>> byline("关于统筹推进工作"), byline("各位代表")
    (None, None)
    """
    text = spaced_out(text.strip())
    found = _BYLINE.fullmatch(text)
    if not found or len(text) > 45:
        return None
    office = found["office"].strip()
    if office and not re.search(rf"{OFFICE}[（()）]*$", office):
        return None
    return found["name"]


# --- lines -----------------------------------------------------------------------------------------


_ADDRESSED: Final = (
    "同志|朋友|女士|先生|代表|委员|委員|同胞|各位|诸位|諸位|尊敬的|敬爱的|敬愛的|亲爱的|親愛的|同学|同學|老师|老師|嘉宾|嘉賓|来宾|來賓|阁下|閣下|殿下|陛下|同事|校友|战友|戰友"
    "|战士|乡亲|鄉親|兄弟|姐妹|姊妹|大家好|你们好|您好|你好|全体|全體|员工|員工|主席|总统|總統|议员|議員|市民|家长|青年|孩子|记者|国王|國王|团长|团員|党员|工作者|队员"
)
_SALUTATION: Final = re.compile(rf"(?=.*(?:{_ADDRESSED})).{{2,150}}?(?:[:：]|(?<=好)[!！。]?|[!！，,])$")
_DATELINE: Final = re.compile(
    rf"[（(【]?(?P<agency>新华社|新華社|本报|本報|本刊|人民日报|人民网|中新社|中新网|央视网|中国新闻网|据新华社|中央社|光明日报|经济日报|中国政府网|解放军报|[{HAN}]{{2,6}}[社网報报台])"
    rf"(?P<place>[{HAN}、]{{0,12}})(?P<date>\d{{1,2}}月\d{{1,2}}日|[一二三四五六七八九十]{{1,3}}日|[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)?(?:电|電|讯|訊|消息)"
    r"(?P<reporters>[ ]*[（(](?:记者|記者|通讯员|特派记者)[^）)]{1,60}[）)])?[】）)]?[ \u3000:：，,]*"
)
_ENUMERATED: Final = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十百]{1,4}[章节節部编編讲篇]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[、，]|\d{1,2}[、.．](?!\d)|[IVX]{1,4}[.、])"
)
_TITLE_WORDS: Final = re.compile(
    "讲话|講話|讲演|演讲|演講|演说|演說|演辭|演词|致辞|致辭|致词|致詞|贺词|賀詞|贺信|贺电|祝词|祝辞|祝酒|发言|發言|报告|報告|谈话|談話|座谈|回信|复信|公开信|公開信|的信"
    "|指示|批示|声明|聲明|宣言|纪要|紀要|实录|實錄|会议精神|讲话精神|提纲|答记者问|记者会|記者會|发布会|悼词|悼念|召开会议|召開會議|主持召开|作出重要|回信勉励|强调$|致.{2,20}书$"
    "|开幕词|開幕詞|闭幕词|题词|寄语|献词|社论|元旦"
)
_LEDE: Final = re.compile(
    rf"(?:\d{{1,2}}月\d{{1,2}}日|近日|日前|今天)[{HAN}]{{0,3}}，[^。]{{2,60}}(?:召开|主持|会见|出席|举行|考察|调研|前往|来到)"
    rf"|[{HAN}（）、]{{2,24}}?(?:\d{{1,2}}月)?\d{{1,2}}日(?:[上下]午|晚)?(?:在[^。，]{{2,40}})?(?:召开|举行|考察|调研|会见|出席|主持|前往|赴)"
    rf"|[^。]{{0,60}}?{OFFICE}[、，]?{NAME}(?:近日|日前|今天|\d{{1,2}}日|\d{{1,2}}月\d{{1,2}}日)?(?:[上下]午|专门|专程)?(?:，)?(?:在|赴|到|主持|出席|对|就|会见|来到|前往|同|给)"
)
_LIST_MARK: Final = re.compile(r"[^。]{2,40}[.．·…\s]{3,}\d{1,4}$|.*[（(]\d{1,4}[)）]$")

MAX_HEAD_LINE: Final = 60.0  #: em; a headline or heading is shorter than a line and a half of print
MAX_HEADING: Final = 45.0


def is_date_line(text: str) -> bool:
    """A line that holds a date, perhaps the place or the weekday, and nothing else.

    >>> is_date_line("（2020年3月26日，北京）"), is_date_line("一九六五年六月、十二月"), is_date_line("2014年5月2日")
    (True, True, True)
    >>> is_date_line("新华社北京3月4日电"), is_date_line("2020年工作回顾")
    (False, False)
    """
    found = dates.find(text)
    if not found or len(text) > 40 or ends_sentence(text.rstrip("）)")) or (len(text) > 14 and "：" in text[14:]):
        return False
    rest = text
    for date in reversed(found):
        rest = rest[: date.start] + rest[date.end :]
    in_brackets = bool(re.match(r"[（(〔\[【]", text))
    loose = re.sub(r"[一二三四五六七八九十\d]{1,2}月|[一二三四五六七八九十]{1,3}日", "", rest)
    loose = re.sub(r"[（(〔\[【】\]〕)）—\-\s、，,：:·.|至～~]|时间|時間|日期|发表|發表|发布|發布|于|於|[上下]午|晚|星期[一二三四五六日天]|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?", "", loose)
    return len(loose) <= (14 if in_brackets else 4 if found[0].year and found[0].month else 0)


def is_salutation(text: str) -> bool:
    """A line that addresses the listeners or the recipient.

    >>> is_salutation("同志们："), is_salutation("尊敬的萨勒曼国王，"), is_salutation("各位友邦的元首與貴賓，大家好")
    (True, True, True)
    >>> is_salutation("各位代表！"), is_salutation("会议强调："), is_salutation("同志们，病毒不肃，战斗不止。")
    (True, False, False)
    """
    if ends_sentence(text) and not text.endswith("好。") and not re.fullmatch(rf"[^，。]{{0,12}}(?:{_ADDRESSED})[^，。]{{0,4}}[!！]", text):
        return False
    if re.search("[。；]", text[:-1]) or re.search("指出|强调|要求|会议|講|讲几|以下|如下", text):
        return False
    return bool(_SALUTATION.match(text)) and (len(text) <= 30 or text.count("、") + text.count("，") + text.count(",") >= 1 or text.endswith(("：", ":")))


def dateline(text: str) -> str | None:
    """The agency's dateline at the head of a paragraph, without the space behind it.

    >>> dateline("新华社北京4月3日电（记者吴晶、杨依军）中共中央总书记"), dateline("本报讯（记者 李某）昨天")
    ('新华社北京4月3日电（记者吴晶、杨依军）', '本报讯（记者 李某）')
    >>> dateline("新华社的同志们说得好") is None
    True
    """
    found = _DATELINE.match(text)
    return found[0].rstrip(" \u3000:：，,") if found else None


def dateline_parts(text: str) -> tuple[str | None, str | None]:
    """The place and the date of a dateline."""
    found = _DATELINE.match(text)
    return (found["place"] or None, found["date"]) if found else (None, None)


def is_enumerated(text: str) -> bool:
    """一、… （二）… 第三章 … 4. …"""
    return bool(_ENUMERATED.match(text))


def is_heady(text: str) -> bool:
    """Short, and no sentence: a headline, a heading, a name, a date."""
    return width(text) <= MAX_HEAD_LINE and not ends_sentence(text) and not re.search("[，、；：:;,]$", text)


def is_titled(text: str) -> bool:
    """Holds a word that headlines of speeches and readouts have."""
    return bool(_TITLE_WORDS.search(squeeze(text)))


def is_lede(text: str) -> bool:
    """Opens a news report: who did what where, with an office or a date."""
    return bool(_LEDE.match(text[:160]))


def is_contents_entry(text: str) -> bool:
    """A line of a contents page: it ends in a page number."""
    return bool(_LIST_MARK.fullmatch(text))
