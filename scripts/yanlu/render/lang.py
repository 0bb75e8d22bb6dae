"""Which Chinese a text is written in, told from its own characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

#: All but the Han characters that the two sets take from, each of which is two bytes in both.
_OTHER: Final = re.compile("[^\u4e00-\u9fff]+")


def language(texts: Iterable[str]) -> str:
    """`zh-Hans` or `zh-Hant`, by which script's own characters are more; `zh` where there is neither.

    A character that only the mainland's standard set (GB 2312, 1980) has is Simplified, one that only
    Taiwan's (Big5, 1984) has is Traditional. Both sets hold what the two scripts share, so a single
    character can mislead (Traditional texts from Hong Kong have 着) but a text does not.

    >>> language(["国际关系"]), language(["國際關係，向前看著"]), language(["上下左右"])
    ('zh-Hans', 'zh-Hant', 'zh')
    """
    han = _OTHER.sub("", "".join(texts))
    balance = len(han.encode("gb2312", "ignore")) - len(han.encode("big5", "ignore"))
    return "zh-Hans" if balance > 0 else "zh-Hant" if balance < 0 else "zh"


def lang_attribute(text: str, page: str = "zh-Hans") -> Markup:
    """The attribute of an element whose text is in another Chinese than the page, else nothing.

    >>> lang_attribute("國際關係"), lang_attribute("国际关系"), lang_attribute("国际关系", "zh-Hant")
    (Markup(' lang="zh-Hant"'), Markup(''), Markup(' lang="zh-Hans"'))
    """
    tongue = language([text])
    return Markup("" if tongue in ("zh", page) else f' lang="{tongue}"')
