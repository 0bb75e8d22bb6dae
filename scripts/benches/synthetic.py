"""Corpora of any size: files as people keep them, of the first corpus's paragraphs drawn anew and edited a little.

A file depends on its number alone, so a corpus is the beginning of every larger one. Nobody in them
exists: names, places and meetings are drawn from the lists below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from benches.damage import File, plain, wrapped
from benches.printing import Clean

SEED: Final = 20200306
#: A clause is exchanged for another text's in so many characters.
EDIT_EVERY: Final = 120
#: The days on which speeches are held.
FIRST_DAY, DAYS = date(1990, 1, 1), 11_000

_NAMES: Final = "陈立言 周远山 许文波 林青禾 方致和 沈怀谷 何静川 唐明远".split()
_PLACES: Final = "北京 上海 湖北 浙江 四川 广东 陕西 云南 黑龙江 武汉".split()
_SUBJECTS: Final = (
    "脱贫攻坚 安全生产 科技创新 生态保护 粮食生产 基层治理 教育改革 交通建设 疫情防控 城市供水".split()
)
_GROUPS: Final = "医疗队全体队员 社区工作者 青年志愿者 大学毕业生 山区教师".split()

#: How a file is set: two in five a line a paragraph, one with blank lines between, two as a printed page's lines.
_SETTINGS: Final = (
    plain(indent="　　"),
    plain(indent="　　"),
    plain("\n\n"),
    wrapped(),
    wrapped(blank="lines", indent="", numbers="bare"),
)


def corpus(documents: Sequence[Clean], size: int) -> Iterator[File]:
    """The files of a corpus: one text a file, of four kinds, in five settings."""
    prose, clauses = _stock(documents)
    for n in range(size):
        chance = Random(f"{SEED} {n}")
        clean = chance.choice(_KINDS)(_drawn(prose, clauses, chance), chance)
        (file,) = chance.choice(_SETTINGS)([clean], chance)
        yield replace(file, name=f"{n:05}.txt")


def texts(documents: Sequence[Clean], size: int, length: int) -> Iterator[list[str]]:
    """So many texts of paragraphs alone, each a little over `length` characters: for what needs no files."""
    prose, clauses = _stock(documents)
    for n in range(size):
        text: list[str] = []
        for paragraph in _drawn(prose, clauses, Random(f"{SEED} {n}")):
            text.append(paragraph)
            if sum(map(len, text)) >= length:
                break
        yield text


def _stock(documents: Sequence[Clean]) -> tuple[list[str], list[str]]:
    """The paragraphs that texts are drawn from, and the clauses that are put into them."""
    prose = list(dict.fromkeys(text for d in documents for kind, text in d.body if kind == "body"))
    return prose, [clause for text in prose for clause in _clauses(text)[1:-1]]


def _drawn(prose: Sequence[str], clauses: Sequence[str], chance: Random) -> Iterator[str]:
    """Paragraphs without end."""
    while True:
        yield edited(chance.choice(prose), clauses, chance)


def edited(text: str, clauses: Sequence[str], chance: Random) -> str:
    """A paragraph with some of its inner clauses exchanged; what ends each stays.

    >>> edited("一是改革，二是开放，三是实干。", ["四是创新；"], Random(1))
    '一是改革，四是创新，三是实干。'
    """
    parts = _clauses(text)
    for _ in range(1 + len(text) // EDIT_EVERY if len(parts) > 2 else 0):
        at = chance.randrange(1, len(parts) - 1)
        parts[at] = chance.choice(clauses)[:-1] + parts[at][-1]
    return "".join(parts)


def _clauses(text: str) -> list[str]:
    return re.findall("[^，；。]*[，；。]|[^，；。]+$", text)


# --- kinds ------------------------------------------------------------------------------------------

Draw = Iterator[str]  #: paragraphs, as many as are asked for


def _day(chance: Random) -> date:
    return FIRST_DAY + timedelta(chance.randrange(DAYS))


def _in_full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _take(draw: Draw, count: int) -> list[tuple[str, str]]:
    return [("body", next(draw)) for _ in range(count)]


def _speech(draw: Draw, chance: Random) -> Clean:
    """A headline, a bracketed date, a name, 同志们：, and parts under numbered headings."""
    subject, name = chance.choice(_SUBJECTS), chance.choice(_NAMES)
    body = [("salutation", "同志们："), *_take(draw, 2)]
    for number in "一二三四五"[: chance.randint(2, 5)]:
        body += [("heading", f"{number}、关于{chance.choice(_SUBJECTS)}"), *_take(draw, chance.randint(3, 7))]
    head = (f"在{chance.choice(_PLACES)}{subject}工作会议上的讲话", f"（{_in_full(_day(chance))}）", name)
    return Clean(head, (*body, ("closing", "谢谢大家。")))


def _letter(draw: Draw, chance: Random) -> Clean:
    """To a group, signed and dated at its end."""
    group = chance.choice(_PLACES) + chance.choice(_GROUPS)
    body = [("salutation", f"{group}："), *_take(draw, chance.randint(2, 5))]
    body += [("signature", chance.choice(_NAMES)), ("date", _in_full(_day(chance)))]
    return Clean((f"给{group}的回信",), tuple(body))


def _meeting(draw: Draw, chance: Random) -> Clean:
    """A readout of who held which meeting, under a dateline."""
    day, subject, place = _day(chance), chance.choice(_SUBJECTS), chance.choice(_PLACES)
    first = f"新华社{place}{day.month}月{day.day}日电 {place}市委常务委员会{day.month}月{day.day}日召开会议，研究{subject}工作。"
    first += f"市委书记{chance.choice(_NAMES)}主持会议。"
    head = (f"{place}市委常务委员会召开会议", f"研究部署{subject}工作", f"（{_in_full(day)}）")
    return Clean(head, (("body", first), *_take(draw, chance.randint(6, 14))))


def _inspection(draw: Draw, chance: Random) -> Clean:
    """A readout of who went where."""
    day, place, name = _day(chance), chance.choice(_PLACES), chance.choice(_NAMES)
    first = f"新华社{place}{day.month}月{day.day}日电 省长{name}近日在{place}考察，强调要做好{chance.choice(_SUBJECTS)}工作。"
    head = (f"{name}在{place}考察时强调", f"扎实做好{chance.choice(_SUBJECTS)}工作", f"（{_in_full(day)}）")
    return Clean(head, (("body", first), *_take(draw, chance.randint(8, 20))))


_KINDS: Final[Sequence[Callable[[Draw, Random], Clean]]] = (
    _speech,
    _speech,
    _letter,
    _meeting,
    _inspection,
)
