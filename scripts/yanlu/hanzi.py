"""What the characters of Chinese print are: letters, punctuation, widths, numerals."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from opencc import OpenCC

#: Han characters, including the extensions and 〇, which Unicode counts as a letter number.
HAN: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
IDEOGRAPHIC_SPACE: Final = "\N{IDEOGRAPHIC SPACE}"

#: Ends a sentence, alone or before closing quotes and brackets.
TERMINAL: Final = re.compile(
    r"[。！？!?…]+[”’」』）)》〉】\]\"']*$|[。！？!?][”’」』）)》〉】]?[〔\[【(（][\d一-十]+[〕\]】)）]$"
)
#: May not stand at the beginning of a line (避头), so a wrap before one is no paragraph break.
CLOSING: Final = frozenset("，。、；：？！”’」』）》〉】〕…—,;:?!)%％·")
#: May not stand at the end of a line (避尾).
OPENING: Final = frozenset("“‘「『（《〈【〔([")

_NARROW: Final = re.compile("[\x00-\u1fff]")
_DIGITS: Final = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "两": 2,
    "元": 1,
}
_UNITS: Final = {"十": 10, "廿": 20, "卅": 30, "百": 100}


#: What is asked of a line again and again while a file is read is remembered for so many lines.
LINES_KEPT: Final = 1024


def is_han(char: str) -> bool:
    """Whether a character is a Han character.

    >>> is_han("言"), is_han("〇"), is_han("a"), is_han("，")
    (True, True, False, False)
    """
    return bool(char) and bool(re.match(f"[{HAN}]", char))


@lru_cache(LINES_KEPT)
def width(text: str) -> float:
    """How wide a line is printed, in em: Latin letters and digits take half of one, a space a quarter.

    >>> width("到2020年"), width("到 2020 年")
    (4.0, 4.5)
    """
    return len(text) - 0.5 * len(_NARROW.findall(text)) - 0.25 * text.count(" ")


@lru_cache(LINES_KEPT)
def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence ends.

    >>> ends_sentence("他说：“好。”"), ends_sentence("会议指出"), ends_sentence("办到了。〔2〕")
    (True, False, True)
    """
    return bool(TERMINAL.search(text))


def number(text: str) -> int | None:
    """The value of a numeral in Arabic, full-width or Chinese figures; None if it is none.

    >>> number("二〇二〇"), number("一九五八"), number("廿三"), number("二十"), number("１２"), number("十")
    (2020, 1958, 23, 20, 12, 10)
    >>> number("民") is None
    True
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += _UNITS[c] * (1 if digit is None else digit)
            digit = None
    return total + (digit or 0)


@lru_cache(LINES_KEPT)
def squeeze(text: str) -> str:
    """A text without white space and punctuation, for comparing only.

    >>> squeeze("携手抗疫 共克时艰——发言")
    '携手抗疫共克时艰发言'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


# --- where a text may be cut -------------------------------------------------------------------------

#: What joins the character before it with the one behind it.
_JOINER: Final = "\N{ZERO WIDTH JOINER}"


def cut_before(text: str, at: int) -> int:
    """Where a text may be cut: at that character, or before what it is only a part of (é of e and an accent, a family of emoji).

    >>> cut_before("cafe\N{COMBINING ACUTE ACCENT}s", 4), cut_before("甲乙", 1), cut_before("甲乙", -1)
    (3, 1, 0)
    """
    at = min(max(at, 0), len(text))
    while 0 < at < len(text) and is_joined(text[at - 1], text[at]):
        at -= 1
    return at


def cut_behind(text: str, at: int) -> int:
    """The same, but behind what it is a part of."""
    at = min(at, len(text))
    while 0 < at < len(text) and is_joined(text[at - 1], text[at]):
        at += 1
    return at


def is_joined(one: str, other: str) -> bool:
    """Whether a character belongs to the one before it: combining, joined, or the second half of a surrogate pair."""
    halves = "\ud800" <= one < "\udc00" <= other < "\ue000"
    skin = "\N{EMOJI MODIFIER FITZPATRICK TYPE-1-2}" <= other <= "\N{EMOJI MODIFIER FITZPATRICK TYPE-6}"
    return halves or skin or _JOINER in (one, other) or unicodedata.category(other).startswith("M")


# --- the same character ------------------------------------------------------------------------------


class _Folded(dict[int, str]):
    """What a character is compared as: itself, another, several, or nothing. Filled as it is asked."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        self[code] = "".join(map(_simplified, plain)) if HAN_CHARACTER.search(plain) else plain
        return self[code]


HAN_CHARACTER: Final = re.compile(f"[{HAN}]")
_FOLDED: Final = _Folded()


def _plain(char: str) -> str:
    """A character without width and case; nothing if it is no letter or digit."""
    return "".join(c for c in unicodedata.normalize("NFKC", char).casefold() if c.isalnum())


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simplified(char: str) -> str:
    """A character alone, without the words that OpenCC would choose by."""
    return str(_converter().convert(char))


def fold(text: str) -> str:
    """A text for comparing: without white space, punctuation, width, case, and 繁/简 and other variants.

    Character by character, so a fold of two texts joined is their folds joined.

    >>> fold("乾坤 ，Ａ１ 裏面"), fold("爲人民服務。")
    ('干坤a1里面', '为人民服务')
    """
    return text.translate(_FOLDED)


def folded(text: str) -> tuple[str, list[int]]:
    """A text folded, and for each of its characters where it stands in the text.

    >>> folded("言，錄")
    ('言录', [0, 2])
    """
    at = [i for i, char in enumerate(text) for _ in _FOLDED[ord(char)]]
    return fold(text), at


@cache
def variants() -> dict[str, str]:
    """The characters that fold to another one only as its variants, and that one: what Unicode does not tell.

    >>> variants()["裏"], variants()["㈾"]
    ('里', '资')
    """
    found = {}
    for char in map(
        chr, range(0x2E80, 0x40000)
    ):  # in these blocks are all Han characters and signs with them
        plain = _plain(char)
        if HAN_CHARACTER.search(plain) and fold(char) != plain:
            found[char] = fold(char)
    return found
