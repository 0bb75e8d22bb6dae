"""The words of a corpus, which the search box suggests while one types."""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from yanlu.hanzi import fold
from yanlu.memo import Caller

#: Words are sought in so many characters at most: a frequent one is in there, and all of a large corpus takes minutes.
SAMPLE: Final = 500_000
MOST: Final = 20_000  #: words
#: What is cut at a time: jieba takes four times as long for a run of unknown characters that is twice as long.
_RUN: Final = re.compile(r"\w{1,500}")


def words(texts: Sequence[str], caller: Caller, formulas: Iterable[tuple[str, int]] = ()) -> list[str]:
    """The words in the texts of some speeches, or in a part of them drawn evenly, and the formulas; the most frequent first."""
    counted: Counter[str] = Counter()
    for its in caller(counts, [(text,) for text in sample(texts)]):
        counted.update(its)
    counted |= Counter(dict(formulas))
    return sorted(counted, key=lambda word: (-counted[word], word))[:MOST]


def sample(texts: Sequence[str], most: int = SAMPLE) -> Iterator[str]:
    """Every so manieth text, and `most` characters of them at most. A small corpus is its own sample.

    >>> list(sample(["一二三", "四五六", "七八九", "十"], 5)), list(sample(["一", "二三"], 5))
    (['一二三', '七八'], ['一', '二三'])
    """
    step = -(-sum(map(len, texts)) // most) or 1
    for text in texts[::step]:
        yield text[:most]
        most -= len(text[:most])


def counts(text: str) -> dict[str, int]:
    """How often each word of two characters or more stands in a text."""
    found = Counter(word for run in _RUN.findall(text) for word in cutter().cut(run))
    return {word: n for word, n in found.items() if len(fold(word)) == len(word) > 1 and not word.isdecimal()}


@cache
def cutter() -> Any:
    """The word cutter, without what it says while it reads its dictionary, which takes a second."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes in its source
        import jieba
    jieba.setLogLevel(logging.WARNING)
    return jieba
