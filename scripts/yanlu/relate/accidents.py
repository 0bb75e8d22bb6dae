"""Which differences between two copies are accidents: of writing, printing or reading, not of what was said.

The distinction of accidentals and substantives is W. W. Greg's (The Rationale of Copy-Text, 1950). In doubt a difference
is substance: what stands here must be safe to fold away.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from yanlu.hanzi import fold, number

#: In the order in which they are listed. `layout` is a paragraph break, `space` white space and what shows nothing, `width` full
#: and half width, upper and lower case, compatibility forms.
ACCIDENTS: Final = ("punctuation", "space", "width", "variant", "numeral", "lookalike", "layout")
SUBSTANCE: Final = ("dropped", "added", "replaced")

#: What is no letter and means something all the same, or stands for a letter: 5 and 5%, 35 and 3.5, 二○二○, □.
VALUE: Final = re.compile(r"[%％‰‱+＋×÷=＝$＄¥￥€£○◯□]|(?<=\d)[.．](?=\d)")
_NUMERAL: Final = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]+")


def of_marks(one: str, other: str) -> str:
    """The accident by which marks or spaces between two letters differ.

    >>> of_marks("，", ","), of_marks("", "。"), of_marks(" ", "\N{ZERO WIDTH SPACE}"), of_marks("\\n", "")
    ('width', 'punctuation', 'space', 'layout')
    """
    if _shown(one) == _shown(other):
        return "layout" if "\n" in one + other else "space"
    return "width" if _plain(one) == _plain(other) else "punctuation"


def of_letter(one: str, other: str) -> str:
    """The accident by which two forms of one character differ.

    >>> of_letter("裏", "里"), of_letter("Ａ", "a")
    ('variant', 'width')
    """
    return "width" if _plain(one) == _plain(other) else "variant"


def of_words(one: str, other: str) -> str:
    """The accident by which some words differ, or nothing where it is none.

    >>> of_words("二〇二〇", "2020"), of_words("未来", "末来"), of_words("3", "5"), of_words("着", "著")
    ('numeral', 'lookalike', '', 'variant')
    """
    if _plain(one) == _plain(other):
        return "width"
    if _NUMERAL.fullmatch(one) and _NUMERAL.fullmatch(other) and number(one) == number(other) is not None:
        return "numeral"
    if len(one) != len(other):
        return ""
    kinds = [_of_pair(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return max(kinds, key=ACCIDENTS.index) if all(kinds) else ""


def _of_pair(one: str, other: str) -> str:
    """How two characters are the same one or taken for it; nothing where they are not."""
    for kind, sets in _tables().items():
        if sets.get(one, frozenset()) & sets.get(other, frozenset()):
            return kind
    return "variant" if fold(one) == fold(other) else ""


@cache
def _tables() -> dict[str, dict[str, frozenset[int]]]:
    """For each kind the sets that a character is in, by number."""
    told = tomllib.loads(Path(__file__).with_name("lookalikes.toml").read_text(encoding="utf-8"))
    return {
        kind: {char: frozenset(n for n, its in enumerate(sets) if char in its) for char in "".join(sets)}
        for kind, sets in told.items()
    }


def _shown(text: str) -> str:
    """What of some marks is to be seen."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c)[0] not in "CM")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
