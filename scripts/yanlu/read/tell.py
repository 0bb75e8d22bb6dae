"""What each line of a text is: head, body, or apparatus around the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yanlu.hanzi import HAN, ends_sentence, squeeze, width
from yanlu.read.around import (
    ABOVE,
    LEDE,
    NO_TITLE,
    NOTE_ITEM,
    NOTES_BEGIN,
    TITLE_LABEL,
    introduces,
    is_above,
    is_apparatus,
    is_stamp,
    squeeze_spaces,
)
from yanlu.read.kinds import kinds
from yanlu.read.shapes import (
    Line,
    byline,
    dateline,
    is_date_line,
    is_enumerated,
    is_heady,
    is_salutation,
)
from yanlu.read.split import contents


@dataclass(frozen=True, slots=True)
class Told:
    """A text's lines by what they are. ``body`` holds (kind, line) in order."""

    titles: tuple[Line, ...] = ()
    subtitles: tuple[Line, ...] = ()
    dates: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    body: tuple[tuple[str, Line], ...] = ()
    apparatus: tuple[Line, ...] = ()

    @property
    def head(self) -> tuple[Line, ...]:
        """Titles, subtitles, dates and names as they stand."""
        return tuple(sorted([*self.titles, *self.subtitles, *self.dates, *self.names], key=lambda x: x.at))

    @property
    def above(self) -> tuple[Line, ...]:
        """The apparatus that stands before the text: an editor's lede, a source line."""
        begins = self.body[0][1].at if self.body else 0
        return tuple(line for line in self.apparatus if line.at < begins)

    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the file."""
        return tuple(
            sorted([*self.head, *(line for _, line in self.body), *self.apparatus], key=lambda x: x.at)
        )

    def of(self, *wanted: str) -> list[Line]:
        """The paragraphs of some kinds, in order."""
        return [line for kind, line in self.body if kind in wanted]


# --- the text's parts -----------------------------------------------------------------------------------


def tell(lines: Sequence[Line]) -> Told:
    """Sort the lines of one text into head, body and apparatus."""
    listed = contents(lines)
    lines = _unquoted(lines)
    rest = [line for i, line in enumerate(lines) if i not in listed]
    begin = _body_begins(rest)
    end = _notes_begin(rest, begin)
    told = _head(rest[:begin])
    title = squeeze("".join(line.text for line in told.titles))
    body: list[Line] = []
    around = [lines[i] for i in listed]
    bilingual = _is_bilingual(rest)
    for i, line in enumerate(rest[begin:end], begin):
        repeated = i >= end - 3 and len(title) > 3 and squeeze(line.text) == title
        foreign = bilingual and not re.search(f"[{HAN}]", line.text) and re.search("[A-Za-z]{2}", line.text)
        (around if repeated or foreign or is_apparatus(line) else body).append(line)
    apparatus = sorted([*told.apparatus, *around, *rest[end:]], key=lambda x: x.at)
    return replace(told, body=tuple(kinds(body)), apparatus=tuple(apparatus))


def _unquoted(lines: Sequence[Line]) -> Sequence[Line]:
    """In a post that quotes the whole text, what stands outside is the quoter's word: the marks change sides."""
    quoted = [i for i, line in enumerate(lines) if line.mark == ">"]
    if len(quoted) <= 0.5 * len(lines):
        return lines
    inside = [replace(line, mark="") if line.mark == ">" else line for line in lines]
    above = inside[: quoted[0]]
    own = [replace(x, mark=">") if x.mark in ("", "rule") and ends_sentence(x.text) else x for x in above]
    return [*own, *inside[quoted[0] :]]


def _is_bilingual(lines: Sequence[Line]) -> bool:
    """A text in which paragraphs without Chinese alternate with Chinese ones."""
    foreign = sum(not re.search(f"[{HAN}]", line.text) for line in lines)
    return foreign >= 3 and 0.25 <= foreign / len(lines) <= 0.75


def _body_begins(lines: Sequence[Line]) -> int:
    """The index of the first line that is text: everything before it is head or apparatus.

    A lede that ends in 以下是…全文： has a head of its own behind it.
    """
    seen_title = False
    begin = _behind_introduction(lines)
    for i, line in enumerate(lines):
        text = line.text
        if i < begin or is_date_line(text) or (byline(text) and i < 12) or is_above(line):
            continue
        if line.mark == ">" and (not seen_title or (i < 8 and ends_sentence(text))):
            continue
        if seen_title and LEDE.fullmatch(text) and (text.startswith(("—", "－", "-")) or line.mark == "**"):
            continue
        numbered = is_enumerated(text) and seen_title and not _dated_below(lines, i)
        if is_salutation(text) or dateline(text) or numbered or not _is_headline(line):
            return i
        if seen_title and _is_heading_over(lines, i):
            return i
        seen_title = True
    return len(lines)


def _dated_below(lines: Sequence[Line], i: int) -> bool:
    """A numbered headline (17．在…讲话) has its date below it; a numbered heading has not."""
    return i + 1 < len(lines) and is_date_line(lines[i + 1].text)


def _behind_introduction(lines: Sequence[Line]) -> int:
    """The index behind a line near the top that introduces the text (以下是…全文：), else 0."""
    for i, line in enumerate(lines[:12]):
        if is_salutation(line.text):
            return 0
        if introduces(line.text) and line.text.endswith((":", "：", "。", "）")):
            return i + 1
    return 0


def _is_headline(line: Line) -> bool:
    """A line that may be a headline: short and no sentence, with some Chinese in it."""
    short = is_heady(line.text) or (line.mark.startswith("#") and width(line.text) < 60)
    return short and bool(re.search(f"[{HAN}]", line.text))


def _is_heading_over(lines: Sequence[Line], i: int) -> bool:
    """A heading at the body's beginning, below a date or name: headlines stand above those."""
    before = lines[i - 1].text
    if is_stamp(before) or _is_subtitle(lines[i].text) or lines[i].mark.startswith("#"):
        return False
    return bool(is_date_line(before) or byline(before))


def _head(lines: Sequence[Line]) -> Told:
    """Sort the lines above the text."""
    found: dict[str, list[Line]] = {"title": [], "subtitle": [], "date": [], "name": [], "around": []}
    for line in lines:
        found[_head_kind(line, bool(found["title"]), len(lines))].append(line)
    titles = _titles(found["title"])
    kept = {line.at for line in titles}
    around = found["around"] + [line for line in found["title"] if line.at not in kept]
    for wanted in ("title", "frame"):
        if not titles:
            fallback = [
                x
                for x in around
                if x.mark == "title" or (wanted == "frame" and ABOVE.match(x.text) and is_heady(x.text))
            ]
            fallback = [x for x in fallback if wanted == "title" or not NO_TITLE.search(x.text)]
            titles, around = fallback[:1], [x for x in around if x not in fallback[:1]]
    return Told(
        titles=tuple(titles),
        subtitles=tuple(found["subtitle"]),
        dates=tuple(found["date"]),
        names=tuple(found["name"]),
        apparatus=tuple(around),
    )


def _head_kind(line: Line, has_title: bool, count: int) -> str:
    """What one line above the text is."""
    text = line.text
    if line.mark in (">", "title") or is_stamp(text) or not re.search(f"[{HAN}\\d]", text):
        return "around"
    if is_date_line(text):
        return "date"
    if byline(text) and (has_title or count > 1):
        return "name"
    if is_above(line) or (has_title and not is_heady(text)):
        return "around"
    return "subtitle" if has_title and _is_subtitle(text) else "title"


def _titles(lines: list[Line]) -> list[Line]:
    """The lines of the headline: a labelled one (标题：…) alone, or one printed twice, or those marked up highest."""
    counts = Counter(squeeze(line.text) for line in lines)
    for line in lines:
        if TITLE_LABEL.match(line.text) or counts[squeeze(line.text)] > 1:
            return [line]
    marked = [line for line in lines if line.mark.startswith("#")]
    if marked:
        top = min(line.mark for line in marked)
        lines = [line for line in marked if line.mark == top]
    repeated = _repeated(lines)
    dropped = {line.at for line in repeated}
    return [line for line in lines if line.at not in dropped]


def _repeated(titles: Sequence[Line]) -> list[Line]:
    """The lines in which a site prints its headline a second time, whole or wrapped."""
    whole = squeeze(titles[0].text) if titles else ""
    repeated: list[Line] = []
    run: list[Line] = []
    for line in titles[1:]:
        run.append(line)
        text = squeeze("".join(x.text for x in run))
        if text == whole or (len(text) > 8 and text in whole and not whole.startswith(text)):
            repeated += run
        if text == whole or not whole.startswith(text):
            run = []
    glued = len(run) == 1 and len(squeeze(run[0].text)) >= 6  # the first line holds title and subtitle
    return [titles[0]] if glued else repeated


def _is_subtitle(text: str) -> bool:
    """——在…上的发言, （2015年1月28日在…会议上）, or the line that says who was in the chair."""
    if text.startswith(("—", "－", "──", "--")) or re.match(
        r"[（(]?[\d〇零一二三四五六七八九○]{4}年.{1,12}日在.{4,50}上[）)]?$", text
    ):
        return True
    chaired = rf"[{HAN}]{{2,}}(?:主持(?:会议|召开)?(?:并(?:发表)?(?:重要)?讲话)?|出席(?:并讲话)?|作重要讲话|发表重要讲话)$"
    return bool(re.search(chaired, text)) and "召开会议" not in text


def _notes_begin(lines: Sequence[Line], begin: int) -> int:
    """The index where notes and appended material begin, to the text's end."""
    for i in range(begin + 1, len(lines)):
        if NOTES_BEGIN.fullmatch(squeeze_spaces(lines[i].text)) or lines[i].text in ("完", "（完）"):
            return i
    end = len(lines)
    while end > begin + 1 and NOTE_ITEM.match(lines[end - 1].text) and len(lines[end - 1].text) < 400:
        end -= 1
    items = len(lines) - end
    return end if items and (items > 1 or not is_enumerated(lines[end].text)) else len(lines)
