"""Which Chinese a text is written in, told from its own characters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


def language(texts: Iterable[str]) -> str:
    """`zh-Hans` or `zh-Hant`, by which script's own characters are more; `zh` where there is neither.

    A character that only the mainland's standard set (GB 2312, 1980) has is Simplified, one that only
    Taiwan's (Big5, 1984) has is Traditional. Both sets hold what the two scripts share, so a single
    character can mislead (Traditional texts from Hong Kong have 着) but a text does not.

    >>> language(["国际关系"]), language(["國際關係，向前看著"]), language(["上下左右"])
    ('zh-Hans', 'zh-Hant', 'zh')
    """
    balance = sum(_side(char) for text in texts for char in text)
    return "zh-Hans" if balance > 0 else "zh-Hant" if balance < 0 else "zh"


@cache
def _side(char: str) -> int:
    """1 for a Simplified character, -1 for a Traditional one, 0 for all others."""
    if not "\u4e00" <= char <= "\u9fff":
        return 0
    return _is_in(char, "gb2312") - _is_in(char, "big5")


def _is_in(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
