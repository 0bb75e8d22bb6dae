"""The vocabulary of the reading rules, from words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, list[str]]:
    tables = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {name: words.split() for name, words in tables.items()}


def any_of(*names: str) -> str:
    """The words of some lists as one group of a regular expression, the longer first.

    >>> import re
    >>> re.match(any_of("byline_labels"), "主讲人：某某")[0]
    '主讲人'
    """
    words = {word for name in names for word in _lists()[name]}
    return f"(?:{'|'.join(sorted(words, key=lambda w: (-len(w), w)))})"


def words(*names: str) -> frozenset[str]:
    """The words of some lists.

    >>> sorted(words("respect"))
    ['先生', '同志', '夫人', '女士']
    """
    return frozenset(word for name in names for word in _lists()[name])


def characters(name: str) -> str:
    """The characters of a list, for a character class."""
    return "".join(_lists()[name])


def pairs(name: str) -> str:
    """A long list of plain words as one group, those of two characters by their first: 关[于注心]; it compiles fast.

    >>> import re
    >>> bool(re.match(pairs("no_names"), "关于")), bool(re.match(pairs("no_names"), "阿拉伯")), re.match(pairs("no_names"), "关山月")
    (True, True, None)
    """
    behind: dict[str, str] = {}
    for word in _lists()[name]:
        if len(word) == 2:
            behind[word[0]] = behind.get(word[0], "") + word[1]
    longer = [word for word in _lists()[name] if len(word) != 2]
    return f"(?:{'|'.join([*(f'{first}[{rest}]' for first, rest in behind.items()), *longer])})"
