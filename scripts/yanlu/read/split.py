"""Where one text ends and the next begins in a file that holds several.

A later text shows itself by its head: a run of short lines that end no sentence, among them
something that headlines have and headings have not. Each sign is worth points; a heading
inside a speech collects too few. Where a run begins with a signature or a letter's date,
those still belong to the text before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from yanlu.hanzi import ends_sentence, squeeze
from yanlu.read.shapes import (
    NAME,
    Line,
    byline,
    dateline,
    is_contents_entry,
    is_date_line,
    is_enumerated,
    is_heady,
    is_lede,
    is_salutation,
    is_titled,
)
from yanlu.words import any_of

#: Points that make a run of short lines the head of a new text.
ENOUGH: Final = 4
#: A text is at least this many lines; a head nearer to the last one belongs to it.
MIN_LINES: Final = 2

_CONTENTS: Final = re.compile(r"[【\[]?目\s*[录錄次][】\]]?")
#: 许文波同志的发言: one of several at a meeting.
_SPEECH_OF: Final = re.compile(rf"{NAME}(?:同志|先生|女士)?的?{any_of('forms')}")
_BRACKETED_DATE: Final = re.compile(r"[（(〔\[].*[）)〕\]]")


def split(lines: Sequence[Line], said: Mapping[int, bool] | None = None) -> list[Sequence[Line]]:
    """The lines of a file, cut into its texts, in order; nothing is left out.

    `said` is the editor's word: line index → whether a text begins there.
    """
    said = said or {}
    entries = contents(lines)
    starts = [0]
    first_mark = lines[0].mark if lines else ""
    found = {_without_signature(lines, begin, end): end for begin, end in _runs(lines)}
    for begin in sorted({*found, *said}):
        if begin in said:
            cut = said[begin]
        else:
            far = begin - starts[-1] >= MIN_LINES and _has_prose(lines[starts[-1] : begin])
            cut = far and _points(lines, begin, found[begin], entries, first_mark) >= ENOUGH
        if cut and begin > starts[-1]:
            starts.append(begin)
    return [lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]


def contents(lines: Sequence[Line]) -> dict[int, str]:
    """A contents page: line index → headline, squeezed. Its lines are no text of their own.

    An entry ends in a page number, or stands again as a line of the file. Without the word
    目录 above them, at least two entries must stand again.
    """
    at = next((i for i, line in enumerate(lines[:40]) if _CONTENTS.fullmatch(line.text)), None)
    again = Counter(squeeze(line.text) for line in lines)
    begin = (
        at + 1
        if at is not None
        else next((i for i, x in enumerate(lines[:5]) if _stands_again(x, again)), len(lines))
    )
    found: dict[int, str] = {}
    for i, line in enumerate(lines[begin:], begin):
        entry = squeeze(re.sub(r"[.．·…\s（(]*\d{1,4}[）)]?$", "", line.text))
        listed = is_contents_entry(line.text) and at is not None
        if entry in found.values() or not is_heady(line.text) or not (listed or _stands_again(line, again)):
            break
        found[i] = entry
    if at is not None:
        return found | {at: ""} if found else {}
    return found if len(found) > 1 else {}


def _stands_again(line: Line, again: Counter[str]) -> bool:
    return (
        is_heady(line.text)
        and not is_date_line(line.text)
        and not byline(line.text)
        and again[squeeze(line.text)] > 1
    )


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Runs of lines that may be a head, as (begin, end)."""
    begin = None
    for i, line in enumerate(lines):
        dated = (
            i + 1 < len(lines)
            and is_date_line(lines[i + 1].text)
            and bool(_BRACKETED_DATE.fullmatch(lines[i + 1].text))
        )
        plain = not is_enumerated(line.text) or is_date_line(line.text) or dated
        heady = is_heady(line.text) and not is_salutation(line.text) and plain
        if heady and begin is None:
            begin = i
        if not heady and begin is not None:
            yield begin, i
            begin = None


def _without_signature(lines: Sequence[Line], begin: int, end: int) -> int:
    """Names and unbracketed dates at a run's beginning close the text before it."""
    while (
        begin < end
        and lines[begin].mark.startswith("#") is False
        and (
            byline(lines[begin].text)
            or (is_date_line(lines[begin].text) and not _BRACKETED_DATE.fullmatch(lines[begin].text))
        )
    ):
        begin += 1
    return begin


def _has_prose(lines: Sequence[Line]) -> bool:
    return any(ends_sentence(line.text) and len(line.text) > 15 for line in lines)


def _points(lines: Sequence[Line], begin: int, end: int, entries: dict[int, str], first_mark: str) -> int:
    """How much a run of short lines looks like the head of a new text."""
    run, body = lines[begin:end], lines[end] if end < len(lines) else None
    titles = [line for line in run if not is_date_line(line.text) and not byline(line.text)]
    if not titles or body is None:
        return 0
    points = 3 if any(is_titled(line.text) for line in titles) else 0
    points += 1 if len(titles) > 1 else 0
    points += 4 if any(squeeze(line.text) in entries.values() for line in titles) else 0
    points += _points_of_facts(run, titles)
    points += 1 if _couplet(titles) else 0
    points += 4 if dateline(body.text) else 2 if is_salutation(body.text) or is_lede(body.text) else 0
    points += 2 if any("rule" in line.mark for line in run) or _SPEECH_OF.fullmatch(titles[-1].text) else 0
    return points + (2 if titles[0].mark.startswith("#") and titles[0].mark == first_mark else 0)


def _points_of_facts(run: Sequence[Line], titles: Sequence[Line]) -> int:
    """A bracketed date or a name behind the headline: the surest sign there is."""
    behind = run[run.index(titles[0]) + 1 :]
    dated = any(is_date_line(line.text) and _BRACKETED_DATE.fullmatch(line.text) for line in behind)
    signed = any(byline(line.text) for line in behind)
    return 4 if dated else 2 if signed else 1 if any(is_date_line(line.text) for line in behind) else 0


def _couplet(titles: Sequence[Line]) -> bool:
    """Two headline lines of nearly one length, each a slogan of its own."""
    if len(titles) != 2:
        return False
    a, b = (len(squeeze(line.text)) for line in titles)
    return min(a, b) >= 8 and abs(a - b) <= 3
