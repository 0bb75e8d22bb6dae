"""The kind of each paragraph: salutation, heading, question, answer, verse, closing, signature …"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yanlu.hanzi import ends_sentence, width
from yanlu.read.shapes import (
    MAX_HEADING,
    OFFICE,
    Line,
    byline,
    dateline,
    is_date_line,
    is_enumerated,
    is_heady,
    is_salutation,
)
from yanlu.words import any_of

_LABEL: Final = re.compile(
    r"(?:\d{1,2}[、.．])?\s*[\[【]?(?P<name>[^，。！？：:\s\[\]【】]{1,16}(?:[ ·][^，。！？：:\s]{1,14}){0,2})[\]】]?\s*[:：]"
)
_NUMBERED_ASKER: Final = re.compile(r"\d{1,2}[、.．]\s*[^：:。？?]{1,40}[:：]")
_QUESTION: Final = re.compile(r"(?:\d{1,2}[、.．])?\s*(?:追?[问問]|Q\d*|提问)\s*[:：]")
_ANSWER: Final = re.compile(r"(?:答|A\d*)\s*[:：]")
_ASKS: Final = re.compile(any_of("askers"))
_CLOSING: Final = re.compile(
    r"(?:我的(?:讲话|发言|报告)(?:就)?(?:完了|到这里|到此结束)[。，]?|最后，)?(?:再次)?(?:谢谢|謝謝|多谢|感谢|多謝)"
    r"(?:大家|各位|你们|诸位|主席先生|主席|您)?(?:的(?:聆听|倾听))?[！。!]?"
)
#: How a letter closes, above the signature.
_LETTER_CLOSING: Final = re.compile(
    r"此致|(?:此致)?敬礼[！!]?|[此敬顺順即谨谨恭]?[颂頌祝][^，。]{0,10}[！!。]?|(?:专此|特此)[^，。]{0,8}[。！]?|平安喜[乐樂]"
)
_ADDRESSEE: Final = re.compile(
    r"[^，。；？！]{2,40}(?:委|部|府|局|院|会|團|团|厅|处|社|校|队|组|办|司|委员会)[：:]"
)


@dataclass(frozen=True, slots=True)
class _Talk:
    """Who speaks in a text that is talk between people; no names where it is none."""

    names: Counter[str]
    principal: str = ""
    asks: bool = False  #: the others ask, the principal answers

    def turn_of(self, name: str) -> str:
        """What somebody's turn is; nothing in a talk where nobody asks."""
        return ("answer" if name == self.principal else "question") if self.asks else ""


def kinds(lines: Sequence[Line]) -> list[tuple[str, Line]]:
    """The lines of a text's body, each with its kind."""
    talk = _talk(lines)
    tail = _tail_begins(lines)
    verse = _verse(lines[:tail])
    found: list[tuple[str, Line]] = []
    turn = ""
    for i, line in enumerate(lines):
        if i >= tail:
            kind = _tail_kind(line.text)
        elif tail < len(lines) and i >= tail - 3 and _LETTER_CLOSING.fullmatch("".join(line.text.split())):
            kind = "closing"
        else:
            kind = "verse" if i in verse else _kind(lines, i, talk)
        if kind in ("question", "answer", "heading"):
            turn = "" if kind == "heading" else kind
        elif kind == "label":
            turn = talk.turn_of(_name(line.text))
        found.append((turn if kind == "body" and turn else kind, line))
    return found


def _name(text: str) -> str:
    """The name that heads a line, without number and brackets."""
    label = _LABEL.match(text)
    return label["name"] if label else ""


def _kind(lines: Sequence[Line], i: int, talk: _Talk) -> str:
    """The kind of one line, from itself, its neighbours and the names that head several lines."""
    text = lines[i].text
    if talk.names and (kind := _turn(text, talk)):
        return kind
    if is_salutation(text) and _stands_first(lines, i):
        return "salutation"
    if i == 0 and _ADDRESSEE.fullmatch(text) and not re.search("指出|如下|强调|召开", text):
        return "salutation"
    if _is_heading(lines, i):
        return "heading"
    thanks = _CLOSING.fullmatch(text) or (i == len(lines) - 1 and re.fullmatch("祝[^，。]{2,16}[！!]", text))
    return "closing" if thanks and i >= len(lines) - 3 and i else "body"


def _stands_first(lines: Sequence[Line], i: int) -> bool:
    """At the text's beginning, or one of several lines there (尊敬的…， / 各位同事：)."""
    return i < 6 and all(is_salutation(line.text) for line in lines[:i])


# --- talk -------------------------------------------------------------------------------------------------


def _turn(text: str, talk: _Talk) -> str:
    """`label`, `question` or `answer` for a line that begins a turn."""
    label = _LABEL.match(text)
    if label and label.end() == len(text) and len(text) <= 16:
        return "label"
    if _QUESTION.match(text):
        return "question"
    if _ANSWER.match(text):
        return "answer"
    if label and (talk.names[label["name"]] > 1 or _ASKS.search(label["name"])):
        return talk.turn_of(label["name"]) or "body"
    return "question" if _NUMBERED_ASKER.match(text) and re.search("[？?][^。]*$", text) else ""


def _talk(lines: Sequence[Line]) -> _Talk:
    """The names that head several lines with a colon, if the text is talk; whose turns are longest answers."""
    names: Counter[str] = Counter()
    length: Counter[str] = Counter()
    name = ""
    for line in lines:
        label = _LABEL.match(line.text)
        if label and not is_salutation(line.text):
            name = label["name"]
            names[name] += 1
        if name:
            length[name] += len(line.text)
    turns = sum(n for name, n in names.items() if n > 1)
    if turns < 3 or turns < 0.2 * len(lines):
        return _Talk(Counter())
    answering = Counter({n: length[n] for n in names if names[n] > 1 and not _ASKS.search(n)})
    principal = answering.most_common(1)[0][0] if answering else ""
    others = [
        line.text for line in lines if (label := _LABEL.match(line.text)) and label["name"] != principal
    ]
    asked = sum(bool(re.search("[？?][^。]*$", text)) for text in others)
    return _Talk(names, principal, any(map(_ASKS.search, names)) or asked >= 0.3 * len(others))


# --- verse and headings -------------------------------------------------------------------------------------


def _verse(lines: Sequence[Line]) -> set[int]:
    """Runs of three or more short lines that go on into each other, the first two of one length."""
    found: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        if (
            width(line.text) <= 18
            and not re.match(r"[——●•·\d（(]|[一二三四五六七八九十]+[、是要]", line.text)
            and not re.search("[：:]$", line.text)
        ):
            run.append(i)
            ahead = [j for j in run[:-1] if re.search("[，、；]$", lines[j].text)]
            alike = len(run) > 1 and len(lines[run[0]].text) == len(lines[run[1]].text)
            if len(run) >= 3 and ends_sentence(line.text) and alike and 2 * len(ahead) >= len(run) - 1:
                found.update(run)
        else:
            run = []
    return found


def _is_heading(lines: Sequence[Line], i: int) -> bool:
    """A standalone heading: numbered, marked up, or a short line between paragraphs that end sentences."""
    line, text = lines[i], lines[i].text
    if width(text) > MAX_HEADING or i + 1 == len(lines) or is_date_line(text) or dateline(text):
        return False
    if ends_sentence(text) or re.search("[，、；：:;,]$|[。？！；]", text):
        return False
    if is_enumerated(text) or line.mark.startswith("#") or line.mark == "**":
        return True
    return width(text) <= 25 and "，" not in text and _between_prose(lines, i)


def _between_prose(lines: Sequence[Line], i: int) -> bool:
    """Prose before and after, in a text whose paragraphs end with final marks."""
    prose = [line for line in lines[max(0, i - 40) : i + 40] if len(line.text) > 25]
    settled = len(prose) >= 3 and sum(ends_sentence(line.text) for line in prose) >= 0.7 * len(prose)
    before = lines[i - 1].text if i else ""
    after = lines[i + 1].text
    opened = (
        i <= 1
        or ends_sentence(before)
        or before.endswith(("）", ")"))
        or is_salutation(before)
        or is_enumerated(before)
    )
    return settled and opened and (ends_sentence(after) or len(after) > 40)


# --- the end of a letter -----------------------------------------------------------------------------------


def _tail_begins(lines: Sequence[Line]) -> int:
    """The index of a signature and date at the end; the number of lines where there are none."""
    at = len(lines)
    while at > 1 and len(lines) - at < 5 and _tail_kind(lines[at - 1].text):
        at -= 1
    while at < len(lines) and _LETTER_CLOSING.fullmatch("".join(lines[at].text.split())):
        at += 1
    signed = [line for line in lines[at:] if is_date_line(line.text) or byline(line.text)]
    return at if signed else len(lines)


def _tail_kind(text: str) -> str:
    """`signature` or `date` for a line that may close a letter, else nothing."""
    if is_date_line(text):
        return "date"
    short = (
        width(text) <= 24 and is_heady(text) and not is_enumerated(text) and not re.search("[，。：；]", text)
    )
    return (
        "signature" if byline(text) or (short and ("、" not in text or re.search(f"{OFFICE}$", text))) else ""
    )
