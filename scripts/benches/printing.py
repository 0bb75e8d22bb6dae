"""Clean documents set as a printer sets them: wrapped at a measure, paged, indented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from yanlu.hanzi import CLOSING, OPENING, width
from yanlu.model import Document

#: A page has about so many lines.
PAGE_LINES: Final = (25, 45)


@dataclass(frozen=True, slots=True)
class Clean:
    """A document whose paragraphs are known: head lines as they stand, then (kind, text)."""

    head: tuple[str, ...]
    body: tuple[tuple[str, str], ...]
    speaker: str = ""
    date: str = ""

    @classmethod
    def of(cls, document: Document) -> Clean:
        """What a reading found, taken for clean."""
        return cls(
            tuple(block.text for block in document.head),
            tuple((p.kind, p.text) for p in document.paragraphs),
            document.facts.speaker or "",
            document.facts.date or "",
        )


@dataclass(frozen=True, slots=True)
class Print:
    """How a text is set: `indent` stands in the file where print leaves `room` em before a first line."""

    measure: int
    indent: str = "　　"
    room: float = 2.0
    blank: str = "none"  #: blank lines: none, between paragraphs, or between all lines
    numbers: str = ""  #: page numbers: bare, dashed, worded, fed (with form feeds), headed (running heads)
    centred: bool = False
    hangs: float = 1.0  #: em that a final mark may hang, or be squeezed, beyond the measure


def typeset(text: str, page: Print, room: float) -> list[str]:
    """The printed lines of one paragraph: no line begins with a final mark or ends with an opening one,
    Latin words and figures stay whole.

    >>> typeset("他说：“到2020年，好。”", Print(6, hangs=0), 2)
    ['他说：', '“到2020年，', '好。”']
    """
    lines, line, used = [], "", room
    for unit in re.findall(
        f"[{re.escape(''.join(OPENING))}]*(?:[A-Za-z\\d.%]+|[\\s\\S])[{re.escape(''.join(CLOSING))}]*", text
    ):
        over = used + width(unit) - page.measure
        if line and over > (page.hangs if unit[-1] in CLOSING else 0):
            lines.append(line.rstrip(" "))
            line, used = "", 0.0
        line += unit
        used += width(unit)
    return [*lines, line]


def blocks(clean: Clean, page: Print) -> Iterator[list[str]]:
    """The blocks of a document, each as its printed lines."""
    for head in clean.head:
        yield [_centre(line, page.measure) for line in typeset(head, page, 0)]
    for kind, text in clean.body:
        if kind in ("signature", "date"):
            yield [" " * max(0, int(2 * (page.measure - 2 - width(text)))) + text]
        elif kind == "heading" and page.centred:
            yield [_centre(line, page.measure) for line in typeset(text, page, 0)]
        elif kind == "salutation":
            yield typeset(text, page, 0)
        else:
            first, *others = typeset(text, page, page.room)
            yield [page.indent + first, *others]


def _centre(line: str, measure: int) -> str:
    return " " * max(0, int(measure - width(line))) + line


def _page_matter(style: str, number: int) -> list[str]:
    """What stands between two pages."""
    return {
        "bare": [str(number)],
        "dashed": [f"-{number}-"],
        "worded": [f"第{number}页"],
        "fed": [str(number), "\f"],
        "headed": ["", str(number), "\f在全省工作会议上的讲话", ""],
    }[style]


def layout(clean: Clean, page: Print, chance: Random) -> str:
    """A document as a page's lines."""
    lines: list[str] = []
    for block in blocks(clean, page):
        if lines and page.blank == "paragraphs":
            lines.append("")
        lines += block
    if page.blank == "lines":
        lines = [part for line in lines for part in (line, "")]
    if not page.numbers:
        return "\n".join(lines)
    paged, number = [], chance.randint(1, 20)
    while lines:
        depth = chance.randint(*PAGE_LINES)
        paged += [*lines[:depth], *_page_matter(page.numbers, number)]
        lines, number = lines[depth:], number + 1
    return "\n".join(paged)
