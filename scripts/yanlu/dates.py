"""Dates as Chinese print writes them: 2020年3月6日, 二〇一九年十月十八日, 民國105年5月20日, 3月4日."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yanlu.hanzi import number

_N: Final = "一二三四五六七八九十"
_YEAR: Final = r"(?:(?P<roc>中華民國|中华民国|民國|民国)\s*)?(?P<y>\d{2,4}|[〇零○Ｏ一二三四五六七八九]{4}|[一二三四五六七八九十百零〇元]{1,6})\s*年"
_MONTH: Final = rf"(?P<m>\d{{1,2}}|[{_N}正元]{{1,3}})\s*月(?:份)?"
_DAY: Final = rf"(?P<d>\d{{1,2}}|初?[{_N}廿卅]{{1,3}})\s*[日号號]"
_CHINESE: Final = re.compile(
    rf"(?<![\d{_N}〇零○第])(?:{_YEAR}(?:\s*(?:[春夏秋冬]季?)?{_MONTH.replace('?P<m>', '?P<m1>')}(?:\s*{_DAY.replace('?P<d>', '?P<d1>')})?)?"
    rf"|{_MONTH.replace('?P<m>', '?P<m2>')}\s*{_DAY.replace('?P<d>', '?P<d2>')})"
)
_NUMERIC: Final = re.compile(
    r"(?<![\d./-])(?P<y>(?:19|20)\d{2})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/-])"
    r"|(?<![\d./-])(?P<roc>(?:民國)?(?:8\d|9\d|1[01]\d))(?P<t>[/.])(?P<rm>\d{1,2})(?P=t)(?P<rd>\d{1,2})(?![\d/.])"
)
_FULL_WIDTH_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_ROC_OFFSET: Final = 1911  #: year 1 of the Republic of China is 1912
_ROC_YEARS: Final = range(100, 150)  #: a whole date of such a year needs no 民國: 105年10月10日
_YEARS: Final = range(1840, 2101)  #: public speech in print


@dataclass(frozen=True, slots=True)
class Date:
    """A date found in a text, whole or in part, and where: offsets in characters."""

    year: int | None
    month: int | None
    day: int | None
    start: int = 0
    end: int = 0

    @property
    def iso(self) -> str | None:
        """`2020`, `2020-03` or `2020-03-06`; None without a year.

        >>> Date(2020, 3, 6).iso, Date(2020, 3, None).iso, Date(None, 3, 6).iso
        ('2020-03-06', '2020-03', None)
        """
        if self.year is None:
            return None
        parts = [f"{self.year:04d}", *(f"{n:02d}" for n in (self.month, self.day) if n)]
        return "-".join(parts)


def find(text: str) -> list[Date]:
    """Every date in a text, in order. `2日` alone is none.

    >>> [d.iso for d in find("（2020年3月6日）")], [d.iso for d in find("民國105年5月20日")]
    (['2020-03-06'], ['2016-05-20'])
    >>> [(d.month, d.day) for d in find("新华社北京3月4日电")], find("2日下午，三月下旬，二十年来")
    ([(3, 4)], [])
    >>> [d.iso for d in find("2008-10-01 10:30，107/12/21，中華民國一百零五年五月二十日，２０１８年１０月１０日")]
    ['2008-10-01', '2018-12-21', '2016-05-20', '2018-10-10']
    >>> [d.iso for d in find("105年10月10日")], find("105年来")
    (['2016-10-10'], [])
    """
    return sorted(_found(text.translate(_FULL_WIDTH_DIGITS)), key=lambda d: d.start)


def _found(text: str) -> Iterator[Date]:
    for m in _CHINESE.finditer(text):
        month = _month(m["m1"] or m["m2"])
        day = number((m["d1"] or m["d2"] or "").removeprefix("初")) if month else None
        republican = bool(m["roc"]) or (day is not None and (number(m["y"] or "") or 0) in _ROC_YEARS)
        year = _year(m["y"], republican) if m["y"] else None
        if not _possible(year, month, day):
            continue
        yield Date(year, month, day, m.start(), m.end())
    for m in _NUMERIC.finditer(text):
        year = int(m["y"]) if m["y"] else int(m["roc"].removeprefix("民國")) + _ROC_OFFSET
        month, day = int(m["m"] or m["rm"]), int(m["d"] or m["rd"])
        if _possible(year, month, day):
            yield Date(year, month, day, m.start(), m.end())


def _year(text: str, republican: bool) -> int | None:
    """二〇二〇 → 2020; 民国三十八 → 1949; a bare 三十 or 15 is a length of time, no year."""
    value = number(text)
    if value is None:
        return None
    if republican:
        return value + _ROC_OFFSET if 0 < value < 200 else None
    return value if value in _YEARS and len(text) == 4 else None


def _month(text: str | None) -> int | None:
    return None if not text else 1 if text in "正元" else number(text)


def _possible(year: int | None, month: int | None, day: int | None) -> bool:
    if year is None and (month is None or day is None):
        return False
    try:
        datetime.date(year or 2000, month or 1, day or 1)
    except ValueError:
        return False
    return True


def is_iso(text: str) -> bool:
    """Whether a value may stand as a whole or partial date in the editor's files and the data.

    >>> is_iso("2020-03"), is_iso("2020-13"), is_iso("1.3.2020")
    (True, False, False)
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
    return _possible(year, month, day)


def is_before(one: str, other: str) -> bool:
    """Whether two dates, which may be partial or nothing, tell that the first is the earlier: a month is not before its days.

    >>> is_before("2020-03", "2020-04-01"), is_before("2020-03", "2020-03-10"), is_before("", "2020")
    (True, False, False)
    """
    return bool(one) and one < other and not other.startswith(one)
