"""When a text was delivered and when it was printed, each with the line that says so.

A date in a speech's body is no evidence: speeches speak of other days. What counts is a date
line in the head, a date in the headline or in an editor's lede, the date under a letter, and,
for a news report, the event's day in its first paragraph, else the dateline. Where day and
month stand without a year, the year must stand in the same line, elsewhere in the text's own
frame, or be the only one in the frames of the file's other texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from yanlu import dates
from yanlu.dates import Date
from yanlu.hanzi import number
from yanlu.read.around import is_stamp
from yanlu.read.shapes import Line, dateline, dateline_parts, is_date_line, is_lede
from yanlu.read.tell import Told
from yanlu.words import any_of

#: Characters; a longer line is prose.
MAX_FRAME_LINE: Final = 120

_PUBLISHED: Final = re.compile(
    r"来源|來源|原载|原載|发布|發布|发表于|刊|载|《[^》]*(?:日报|时报|求是|杂志|晚报)》|更新|编辑|http|版|出版社|新华社|新华网"
)
#: A line of these holds the day of print, whatever else it is: （来源：《人民日报》2006年1月10日第2版）.
_SOURCE: Final = re.compile("来源|來源|原载|原載|《|刊|出版|转载|摘自")
_OPENS_WITH_DAY: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:[上下]午|晚)?，")
#: 纪念1935年12月9日…: the day is what is commemorated.
_HONOURED: Final = re.compile("(?:纪念|紀念|庆祝|慶祝|关于|關於)$")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2}|[一二][〇零○九][〇零○一二三四五六七八九]{2})年")
_EVE: Final = re.compile("新年前夕|除夕之夜|新年的?钟声即将")
_COMING: Final = re.compile(
    r"(\d{4}|[二一][〇零○九]\S{2})年(?:(?:即将|就要|马上)?(?:到来|来临|来到)|的?新年(?:的?钟声|贺词))"
)
_NAMED_DATE: Final = re.compile(r"^(?P<y>(?:19|20)\d{2})[-_.年]?(?P<m>\d{2})[-_.月]?(?P<d>\d{2})日?(?=\D)")


@dataclass(frozen=True, slots=True)
class When:
    """The date, the date of print, and what says so."""

    date: str | None = None
    published: str | None = None
    evidence: str | None = None
    published_evidence: str | None = None


def when(
    told: Told, rest: str, name: str, years: Sequence[tuple[int, Line]], stated: tuple[str, str] | None = None
) -> When:
    """The dates of a text.

    `years` are the years in the frames of the file's other texts; `stated` is a date with its
    evidence from outside the text: a wiki page's header, the clock of a live transcript.
    """
    published = next(_printed(told), None)
    own = [(d.year, line) for line in [*_frame(told)] for d in dates.find(line.text) if d.year]
    for date, line in _candidates(told, rest):
        if date.year:
            return _with(date.iso, line.evidence, published, date)
        year = _year_in(line.text) or next(((y, None) for y, _ in own), None) or _only(years)
        if year and year[0]:
            full = Date(year[0], date.month, date.day)
            source = next((where for y, where in own if y == year[0]), year[1])
            cited = line.evidence + (f"; year: {source.evidence}" if source and source is not line else "")
            return _with(full.iso, cited, published, full)
    if stated:
        return When(stated[0], None, stated[1], None)
    if eve := _new_years_eve(told):
        return When(eve[0], published[0] if published else None, eve[1], published[1] if published else None)
    named = _in_name(name) if not published else None
    return _with(named, f"file name {name} (weak)" if named else None, published, None)


def frame_years(told: Told) -> list[tuple[int, Line]]:
    """The years that a text's own frame prints: its head, its signature, its source line."""
    return [(d.year, line) for line in _frame(told) for d in dates.find(line.text) if d.year and d.month]


def _with(
    date: str | None, evidence: str | None, published: tuple[str, str] | None, found: Date | None
) -> When:
    if published and (not found or found.iso != published[0]):
        return When(date, published[0], evidence, published[1])
    return When(date, None, evidence, None)


def _frame(told: Told) -> list[Line]:
    return [
        *told.dates,
        *told.titles,
        *told.subtitles,
        *told.of("date"),
        *(x for x in told.apparatus if len(x.text) <= MAX_FRAME_LINE),
    ]


def _candidates(told: Told, rest: str) -> Iterator[tuple[Date, Line]]:
    """Dates that may be the day of delivery, strongest first."""
    stated = [
        (d, line) for line in told.dates if not _SOURCE.search(line.text) for d in _one(dates.find(line.text))
    ]
    yield from ((d, line) for d, line in stated if d.month)
    for line in (*told.titles, *told.subtitles):
        yield from (
            (d, line) for d in dates.find(line.text) if d.month and not _HONOURED.search(line.text[: d.start])
        )
    if told.body and told.titles:
        yield from ((d, told.titles[0]) for d in dates.find(rest) if d.month)
    for line in (*told.above, *(x for x in told.apparatus if re.match("[*＊※]?(?:这是|此文|本文)", x.text))):
        if _is_lede_note(line.text):
            whole = line.text.startswith("【")  # an abstract may speak of another month
            yield from ((d, line) for d in dates.find(line.text)[:1] if d.month and (d.day or not whole))
    for line in told.of("date"):
        yield from ((d, line) for d in dates.find(line.text))
    yield from stated
    yield from _reported(told)
    yield from _opening(told)


def _one(found: list[Date]) -> list[Date]:
    """A date line's date; of several that are listed (六月、十二月), what they have in common."""
    if len(found) == 2 and found[0].year and found[1].year in (None, found[0].year) and not found[0].day:
        return [Date(found[0].year, None, None)]
    return found[:1]


def _is_lede_note(text: str) -> bool:
    said = re.search(f"{any_of('forms')}|这是|会议|大会|座谈|致.{{0,4}}[辞辭词詞电電信]", text)
    return bool(said) and not re.match("[\\[〔（(]\\d|来源|來源", text) and "消息" not in text[:30]


def _reported(told: Told) -> Iterator[tuple[Date, Line]]:
    """A report's first paragraph: the event's day, else the dateline's."""
    if told.of("salutation") or not told.body:
        return
    first = told.body[0][1]
    line = dateline(first.text)
    if not (line or is_lede(first.text) or _OPENS_WITH_DAY.match(first.text)):
        return
    said = first.text[len(line) :] if line else first.text
    lead = re.split("[。！]", said)[0]
    _place, printed = dateline_parts(first.text)
    stated = [d for d in dates.find(printed or "") if d.month]
    event = [d for d in dates.find(lead) if d.month and d.day][:1]
    if (
        not event
        and stated
        and (
            only := re.search(r"(?<![\d月])(\d{1,2})日(?:[上下]午|晚|在|赴|出席|主持|同|会见|来到|专)", lead)
        )
    ):
        event = (
            [Date(stated[0].year, stated[0].month, int(only[1]))]
            if int(only[1]) <= (stated[0].day or 31)
            else []
        )
    yield from ((d, first) for d in [*event, *stated])


def _opening(told: Told) -> Iterator[tuple[Date, Line]]:
    """A bracketed date glued to the beginning of the text."""
    if (
        told.body
        and (found := re.match(r"[（(]([^）)]{4,30})[）)]", told.body[0][1].text))
        and is_date_line(found[1])
    ):
        yield from ((d, told.body[0][1]) for d in dates.find(found[1])[:1])


def _printed(told: Told) -> Iterator[tuple[str, str]]:
    """The date of print, from a source line."""
    for line in (*told.apparatus, *(x for x in told.dates if _SOURCE.search(x.text))):
        stamp = is_stamp(line.text) or (len(line.text) < 40 and re.search(r"\d{4}-\d{2}-\d{2}", line.text))
        if (
            len(line.text) <= MAX_FRAME_LINE
            and (_PUBLISHED.search(line.text) or stamp)
            and not re.match("[\\[〔]\\d|[*＊]?这是", line.text)
        ):
            for found in dates.find(line.text):
                if found.iso and found.month:
                    yield found.iso, line.evidence


def _year_in(text: str) -> tuple[int, None] | None:
    """The one year that a line names beside a day and month."""
    if len(text) > MAX_FRAME_LINE:  # a paragraph speaks of other years too
        return None
    years = {number(m[1]) for m in _YEAR.finditer(text)}
    year = years.pop() if len(years) == 1 else None
    return (year, None) if year else None


def _only(years: Sequence[tuple[int, Line]]) -> tuple[int, Line] | None:
    """The year of the other texts in the file, if they have but one."""
    return years[0] if years and len({y for y, _ in years}) == 1 else None


def _new_years_eve(told: Told) -> tuple[str, str] | None:
    """新年前夕 … 2022年即将到来: an address given on the eve of a year that the text names."""
    lines = [*told.apparatus, *told.titles, *(line for _, line in told.body[:3])]
    eve = next((line for line in lines if _EVE.search(line.text)), None)
    coming = next((found for line in lines if (found := _COMING.search(line.text))), None)
    year = number(coming[1]) if coming else None
    return (f"{year - 1}-12-31", f"{eve.evidence}; {coming[0]}") if eve and coming and year else None


def _in_name(name: str) -> str | None:
    """A full date at the beginning of a file's name, but not a blog's (2022-03-02-slug.md)."""
    found = _NAMED_DATE.match(PurePath(name).name)
    if not found or re.match(r"\d{4}-\d{2}-\d{2}-[a-z]", PurePath(name).name):
        return None
    iso = f"{found['y']}-{found['m']}-{found['d']}"
    return iso if dates.is_iso(iso) else None
