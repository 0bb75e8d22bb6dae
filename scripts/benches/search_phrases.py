"""Phrases of many classes drawn from texts, and where each of them stands: found by going through the texts themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from random import Random
from typing import Final

from opencc import OpenCC

from yanlu.hanzi import folded
from yanlu.render.search_words import cutter

SEED: Final = 20200306
Place = tuple[str, str]  #: a page's address and a paragraph's anchor
Texts = Mapping[Place, str]
Span = tuple[int, int]  #: characters of a paragraph
Draw = Callable[[Sequence[str], Random], str]

#: A phrase with these is no phrase but a query of the search's language.
_LANGUAGE: Final = re.compile(r'[\s"|｜~*?\-:]|\.\.|^[“”「」]|[“”「」]$')
_HALF: Final = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1) if chr(code) not in '"*-:?|~'}
_WIDTHS: Final = _HALF | {full: half for half, full in _HALF.items()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is asked for, and the occurrences in each paragraph that has any."""

    kind: str
    text: str
    spans: Mapping[Place, Sequence[Span]]

    @property
    def occurrences(self) -> int:
        return sum(map(len, self.spans.values()))

    @property
    def speeches(self) -> int:
        return len({address for address, _ in self.spans})


def phrases(texts: Texts, each: int) -> list[Phrase]:
    """So many phrases of each class, always the same of the same texts."""
    letters = {place: folded(text) for place, text in texts.items()}
    found = []
    for kind, draw in CLASSES.items():
        drawn = _drawn(draw, list(texts.values()), Random(f"{SEED} {kind}"))
        made = (Phrase(kind, text, where(text, letters)) for text in drawn)
        found += islice(filter(_fits, made), each)
    return found


def _drawn(draw: Draw, texts: Sequence[str], chance: Random) -> Iterator[str]:
    """Different phrases of one class, as long as there are new ones."""
    seen: set[str] = set()
    for _ in range(200_000):
        text = draw(texts, chance)
        if text and text not in seen and folded(text)[0] and not _LANGUAGE.search(text):
            seen.add(text)
            yield text


def _fits(phrase: Phrase) -> bool:
    """Whether it is what its class promises."""
    wanted = {"absent": 0, "in one paragraph": 1}.get(phrase.kind)
    return len(phrase.spans) == wanted if wanted is not None else bool(phrase.spans)


def where(phrase: str, letters: Mapping[Place, tuple[str, list[int]]]) -> dict[Place, list[Span]]:
    """Where a phrase stands among folded texts: its occurrences, which may overlap, as characters of the texts."""
    sought = folded(phrase)[0]
    found = {}
    for place, (text, at) in letters.items():
        starts = [m.start() for m in re.finditer(f"(?={re.escape(sought)})", text)]
        if starts:
            found[place] = [(at[start], at[start + len(sought) - 1] + 1) for start in starts]
    return found


# --- classes --------------------------------------------------------------------------------------------


def _cut(least: int, most: int) -> Draw:
    """Any piece of any text, of a length between the two."""

    def draw(texts: Sequence[str], chance: Random) -> str:
        text, length = chance.choice(texts), chance.randint(least, most)
        start = chance.randrange(max(1, len(text) - length + 1))
        return text[start : start + length] if length <= len(text) else ""

    return draw


def _holding(pattern: str) -> Draw:
    """A piece of text like this."""
    seek = re.compile(pattern)

    def draw(texts: Sequence[str], chance: Random) -> str:
        found = seek.search(_cut(3, 14)(texts, chance))
        return found[0] if found else ""

    return draw


def _across(texts: Sequence[str], chance: Random) -> str:
    """The end of a word and the beginning of the next, neither of them whole."""
    words = pairwise(cutter().cut(_cut(30, 30)(texts, chance)))
    both = [pair for pair in words if min(map(len, pair)) > 1]
    if not both:
        return ""
    one, after = chance.choice(both)
    return one[chance.randrange(1, len(one)) :] + after[: chance.randrange(1, len(after))]


def _other_width(texts: Sequence[str], chance: Random) -> str:
    text = chance.choice([_cut(2, 12), _holding(_DIGITS)])(texts, chance)
    other = text.translate(_WIDTHS)
    return other if other != text else ""


def _traditional(texts: Sequence[str], chance: Random) -> str:
    text = _cut(2, 12)(texts, chance)
    other = _to_traditional().convert(text)
    return other if other != text and folded(other)[0] == folded(text)[0] else ""


def _absent(texts: Sequence[str], chance: Random) -> str:
    """A piece of text with one character taken from another place."""
    text = _cut(3, 8)(texts, chance)
    at = chance.randrange(len(text) or 1)
    return text[:at] + _cut(1, 1)(texts, chance) + text[at + 1 :]


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


_DIGITS: Final = r".{0,4}[0-9０-９][0-9０-９.．年月日]*.{0,4}"

CLASSES: Final[Mapping[str, Draw]] = {
    "1 character": _cut(1, 1),
    "2 characters": _cut(2, 2),
    "3–4 characters": _cut(3, 4),
    "5–8 characters": _cut(5, 8),
    "9–16 characters": _cut(9, 16),
    "17–40 characters": _cut(17, 40),
    "across words": _across,
    "with punctuation": _holding(r"\w+[，。；：、！（）《》—…·％“”]+\w[^“”]*"),
    "digits and dates": _holding(_DIGITS),
    "other width": _other_width,
    "Traditional": _traditional,
    "in one paragraph": _cut(6, 16),
    "absent": _absent,
}
