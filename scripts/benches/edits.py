"""Pages edited the way editors edit them, every character's origin known: truth by construction.

A character keeps its number through all edits, a wrong or a traditional form of it too; a new one gets
a new number. So it is known of every paragraph that a page ever had what is left of it, and where.
`ONE_KIND` names every edit; `mixed` is a round of an editor's work. All chance comes from the desk's
`Random`, so that a seed fixes every page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count
from random import Random
from typing import Final

from opencc import OpenCC

from yanlu.hanzi import is_han

#: A paragraph shorter than this many characters is a heading or a line such as 同志们：
SHORT: Final = 40
#: What OCR takes for each other.
LOOKALIKES: Final = (
    "未末 己已巳 人入八 日曰 土士 大太犬 千干于 今令 问间 天夫 力刀 白自 木本 申由甲 免兔 "
    "治冶 侯候 折拆 防妨 炼练 决诀 王主 了子 北比 贫贪 住往 拔拨"
)
#: How another copy differs: the share of its characters that are wrong, of its paragraphs broken or run together.
COPY_NOISE, COPY_BREAKS = 0.02, 0.15


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph: its text, and of each character the number it got when it first stood on a page.

    ``key`` is the paragraph's own: the first half of one that was split keeps it, the second gets another.
    """

    text: str
    origin: tuple[int, ...]
    key: int

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.text + other.text, self.origin + other.origin, self.key)

    def part(self, start: int, end: int | None = None) -> Piece:
        """Some of its characters.

        >>> Piece("同志们", (7, 8, 9), 1).part(1)
        Piece(text='志们', origin=(8, 9), key=1)
        """
        return Piece(self.text[start:end], self.origin[start:end], self.key)


Page = tuple[Piece, ...]


@dataclass
class Desk:
    """What an editor has at hand: chance, other texts to take words from, what was taken out before."""

    chance: Random
    others: Sequence[str]  #: paragraphs of other texts
    numbers: Iterator[int] = field(default_factory=count)
    removed: list[tuple[Piece, int | None]] = field(default_factory=list)  #: and the key it stood after

    @classmethod
    def open(cls, texts: Sequence[str], others: Sequence[str], seed: str) -> tuple[Desk, Page]:
        """A desk and the page before any edit."""
        desk = cls(Random(seed), others)
        return desk, tuple(desk.piece(text) for text in texts)

    def piece(self, text: str) -> Piece:
        """A paragraph of new characters."""
        return Piece(text, tuple(next(self.numbers) for _ in text), next(self.numbers))

    def sentences(self, most: int = 4) -> str:
        """One to `most` sentences that follow each other in another text."""
        found = sentences(self.chance.choice([text for text in self.others if len(text) >= SHORT]))
        size = self.chance.randint(1, most)
        start = self.chance.randint(0, max(0, len(found) - size))
        return "".join(found[start : start + size])

    def heading(self) -> str:
        """A short line of another text, or a clause that could be one."""
        short = [text for text in self.others if len(text) < SHORT]
        if short and self.chance.random() < 0.5:
            return self.chance.choice(short)
        return re.split("[，。；：、]", self.sentences(1))[0][:20]


Edit = Callable[[Page, Desk], Page]


def sentences(text: str) -> list[str]:
    """A text cut behind its sentences.

    >>> sentences("好。他说：“好！”走了")
    ['好。', '他说：“好！”', '走了']
    """
    return re.findall("[^。！？]+(?:[。！？]+[”’）]*)?|[。！？]+", text)


# --- words --------------------------------------------------------------------------------------------


def correct(page: Page, desk: Desk) -> Page:
    """Words put right in one to ten paragraphs, in fewer of a short page; long ones have more mistakes."""
    most = max(1, min(10, len(page) // 4))
    lengths = [len(piece.text) for piece in page]
    places = set(desk.chance.choices(range(len(page)), lengths, k=desk.chance.randint(1, most)))
    return tuple(_corrected(piece, desk) if i in places else piece for i, piece in enumerate(page))


def _corrected(piece: Piece, desk: Desk) -> Piece:
    """One to four characters changed, taken out or put in at one place; of a short line at most a quarter."""
    size = min(desk.chance.randint(1, 4), max(1, len(piece.text) // 4))
    at = desk.chance.randint(0, len(piece.text) - size)
    words = desk.sentences(1)[:size]
    kind = desk.chance.choice(("change", "take out", "put in"))
    if kind == "change":
        return replace(piece, text=piece.text[:at] + words.ljust(size, "，") + piece.text[at + size :])
    after = piece.part(at + size if kind == "take out" else at)
    return piece.part(0, at) + (desk.piece(words if kind == "put in" else "")) + after


def noise(rate: float) -> Edit:
    """OCR's mistakes in this share of the characters: three of four are taken for another, the rest lost or doubled by dirt."""

    def edit(page: Page, desk: Desk) -> Page:
        return tuple(_noisy(piece, rate, desk) for piece in page)

    return edit


def _noisy(piece: Piece, rate: float, desk: Desk) -> Piece:
    text, origin = [], []
    for char, number in zip(piece.text, piece.origin, strict=True):
        hit = desk.chance.random() < rate and is_han(char)
        for i, new in enumerate(_misread(char, desk) if hit else char):
            text.append(new)
            origin.append(next(desk.numbers) if i else number)
    return Piece("".join(text), tuple(origin), piece.key) if text else piece


def _misread(char: str, desk: Desk) -> str:
    """What OCR makes of a character: another, none, or two."""
    kind = desk.chance.choice(("alike", "alike", "any", "none", "two"))
    if kind == "alike":
        return _lookalike(char, desk)
    return {"any": "", "none": "", "two": char}[kind] + ("" if kind == "none" else _common(desk))


def _lookalike(char: str, desk: Desk) -> str:
    """A character that looks like this one; any common one where none is known."""
    alike = [group.replace(char, "") for group in LOOKALIKES.split() if char in group]
    return desk.chance.choice(alike[0]) if alike else _common(desk)


def _common(desk: Desk) -> str:
    """A common Han character: the commonest stand oftest in the other texts."""
    while not is_han(char := desk.chance.choice(desk.chance.choice(desk.others))):
        pass
    return char


def width(page: Page, desk: Desk) -> Page:
    """Punctuation from full to half width, or back where it is half already."""
    half = str.maketrans("，：；！？（）", ",:;!?()")
    full = {to: code for code, to in half.items()}
    narrow = any(char in ",;!?" for piece in page for char in piece.text)
    return tuple(replace(piece, text=piece.text.translate(full if narrow else half)) for piece in page)


def traditional(page: Page, desk: Desk) -> Page:
    """The text in traditional characters; word by word where that is as long, else character by character."""
    return tuple(replace(piece, text=_traditional(piece.text)) for piece in page)


def _traditional(text: str) -> str:
    whole = str(_converter().convert(text))
    return whole if len(whole) == len(text) else "".join(str(_converter().convert(char))[:1] for char in text)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


# --- paragraphs ---------------------------------------------------------------------------------------


def insert(page: Page, desk: Desk) -> Page:
    """A new paragraph: sentences of another text."""
    return _put(page, desk.chance.randint(0, len(page)), desk.piece(desk.sentences()))


def add_heading(page: Page, desk: Desk) -> Page:
    """A new heading."""
    return _put(page, desk.chance.randint(0, len(page)), desk.piece(desk.heading()))


def repeat(page: Page, desk: Desk) -> Page:
    """A short line such as 同志们： once more elsewhere; not beside itself, where nobody could tell the two apart."""
    short = [piece for piece in page if len(piece.text) < SHORT]
    line = desk.chance.choice(short).text if short else "同志们："
    places = [
        i for i in range(len(page) + 1) if line not in (piece.text for piece in page[max(0, i - 1) : i + 1])
    ]
    return _put(page, desk.chance.choice(places), desk.piece(line)) if places else page


def delete(page: Page, desk: Desk) -> Page:
    """A paragraph taken out."""
    return _without(page, desk.chance.randrange(len(page)), desk)


def drop_heading(page: Page, desk: Desk) -> Page:
    """A short line taken out."""
    short = [i for i, piece in enumerate(page) if len(piece.text) < SHORT]
    return _without(page, desk.chance.choice(short), desk) if short else page


def restore(page: Page, desk: Desk) -> Page:
    """A paragraph that was taken out put back behind the one it followed, if that is there; else anywhere."""
    if not desk.removed:
        return page
    piece, before = desk.removed.pop(desk.chance.randrange(len(desk.removed)))
    keys = [None, *(p.key for p in page)]
    at = keys.index(before) if before in keys else desk.chance.randint(0, len(page))
    return _put(page, at, piece)


def swap(page: Page, desk: Desk) -> Page:
    """A paragraph's words replaced by another text's: it is gone, something else stands in its place."""
    at = desk.chance.randrange(len(page))
    return (*page[:at], desk.piece(desk.sentences()), *page[at + 1 :])


def split(page: Page, desk: Desk) -> Page:
    """A paragraph cut in two: behind a sentence, or one time in four where a page ended."""
    wide = [i for i, piece in enumerate(page) if len(piece.text) >= 20]
    if not wide:
        return page
    at = desk.chance.choice(wide)
    piece = page[at]
    ends = [m.end() for m in re.finditer("[。！？；][”’]?(?=.)", piece.text)]
    if not ends or desk.chance.random() < 0.25:
        ends = list(range(5, len(piece.text) - 4))
    cut = desk.chance.choice(ends)
    tail = replace(piece.part(cut), key=next(desk.numbers))
    return (*page[:at], piece.part(0, cut), tail, *page[at + 1 :])


def merge(page: Page, desk: Desk) -> Page:
    """Two paragraphs run together."""
    if len(page) < 3:
        return page
    at = desk.chance.randrange(len(page) - 1)
    return (*page[:at], page[at] + page[at + 1], *page[at + 2 :])


def move(page: Page, desk: Desk) -> Page:
    """One to three paragraphs put elsewhere."""
    size = min(desk.chance.randint(1, 3), len(page) - 1)
    at = desk.chance.randint(0, len(page) - size)
    block, rest = page[at : at + size], page[:at] + page[at + size :]
    to = desk.chance.randint(0, len(rest))
    return (*rest[:to], *block, *rest[to:])


def better_copy(page: Page, desk: Desk) -> Page:
    """Another copy of the text: other mistakes, other paragraphs."""
    for edit in (split, merge):
        for _ in range(round(COPY_BREAKS * len(page))):
            page = edit(page, desk)
    return noise(COPY_NOISE)(page, desk)


def _put(page: Page, at: int, piece: Piece) -> Page:
    return (*page[:at], piece, *page[at:])


def _without(page: Page, at: int, desk: Desk) -> Page:
    """The page without one paragraph; a page keeps its last two."""
    if len(page) < 3:
        return page
    desk.removed.append((page[at], page[at - 1].key if at else None))
    return page[:at] + page[at + 1 :]


# --- rounds -------------------------------------------------------------------------------------------

#: A round of an editor's work: each kind of edit, and how likely it is.
ROUND: Final[tuple[tuple[float, Edit], ...]] = (
    (0.60, correct),
    (0.30, insert),
    (0.15, delete),
    (0.25, split),
    (0.20, merge),
    (0.10, move),
    (0.10, width),
    (0.05, noise(0.01)),
    (0.05, better_copy),
    (0.05, add_heading),
    (0.03, drop_heading),
    (0.03, repeat),
    (0.03, swap),
    (0.03, restore),
)


def mixed(page: Page, desk: Desk) -> Page:
    """One round of everything, as chance has it."""
    for likely, edit in ROUND:
        if desk.chance.random() < likely:
            page = edit(page, desk)
    return page


def times(n: int, edit: Edit) -> Edit:
    """The same edit several times."""

    def edits(page: Page, desk: Desk) -> Page:
        for _ in range(n):
            page = edit(page, desk)
        return page

    return edits


#: One kind of edit at a time: what is done in each round.
ONE_KIND: Final[dict[str, tuple[Edit, ...]]] = {
    "insert 5": (times(5, insert),),
    "delete 5": (times(5, delete),),
    "split 8": (times(8, split),),
    "merge 8": (times(8, merge),),
    "move 3": (times(3, move),),
    "width": (width,),
    "noise 3 %": (noise(0.03),),
    "noise 10 %": (noise(0.1),),
    "traditional": (traditional,),
    "better copy": (better_copy,),
    "headings added": (times(3, add_heading),),
    "headings dropped": (times(3, drop_heading),),
    "deleted, restored": (times(3, delete), times(3, correct), times(3, restore)),
    "line repeated": (times(2, repeat),),
    "replaced in place": (times(3, swap),),
}


def history(page: Page, desk: Desk, rounds: Iterable[Edit]) -> Iterator[Page]:
    """The page as it was, and after each round."""
    yield page
    for edit in rounds:
        page = edit(page, desk)
        yield page
