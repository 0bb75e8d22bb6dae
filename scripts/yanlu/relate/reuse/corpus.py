"""What is compared: the letters of all texts in one row, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from yanlu.hanzi import HAN, fold
from yanlu.model import Speech
from yanlu.read.names import NAME
from yanlu.words import any_of

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Edges = np.ndarray[tuple[int], np.dtype[np.uint8]]
Letters = np.ndarray[tuple[int], np.dtype[np.uint32]]
Places = np.ndarray[tuple[int], np.dtype[np.int32]]

#: What stands between two letters: nothing, a space or bracket, a quotation mark, a 、, a comma, what is stronger.
INSIDE, MARK, QUOTE, MEMBER, CLAUSE, SENTENCE = range(6)
_EDGES: Final = {QUOTE: '“”‘’「」『』"', MEMBER: "、", CLAUSE: "，,", SENTENCE: "。！？；：—!?;:…\n"}
#: Kinds of paragraphs that are the form of a text and say nothing: matched only as wholes.
_END: Final = ord("\n")
FORMAL: Final = frozenset({"salutation", "closing", "signature", "date", "label"})
#: Texts that others wrote about what was said: their first paragraph tells who met where.
READOUTS: Final = frozenset({"meeting_readout", "inspection_readout", "news", "instruction"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a text, with what is no passage in it."""

    anchor: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A document to compare: what a base witness shows, or what another witness has alone."""

    document: str  #: "2020-03-10/w1"
    day: str  #: when it was delivered, as far as is known: 2020-03; or nothing
    kind: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def speech(self) -> str:
        """What it is a witness of: two witnesses of one speech are one speech, and counted once."""
        return self.document.partition("/")[0]


def texts(speeches: Iterable[Speech]) -> Iterator[Text]:
    """Every speech once: the base witness's paragraphs, and those that another witness has alone."""
    for speech in speeches:
        for witness in speech.witnesses:
            own = tuple(
                Paragraph(anchor, p.kind, p.text)
                for n, (anchor, p) in enumerate(
                    zip(witness.anchors, witness.document.paragraphs, strict=True)
                )
                if witness is speech.base or not witness.counterparts[n]
            )
            yield Text(f"{speech.id}/{witness.id}", speech.facts.date or "", speech.facts.kind, own)


# --- what says nothing -------------------------------------------------------------------------------

_SAYS: Final = re.compile(rf"{any_of('says')}[，：,:]")
_SPEAKER: Final = re.compile(rf"[“”]*[{HAN}、\s]{{1,40}}")
_DATELINE: Final = re.compile(rf"\W*{any_of('agencies')}.{{2,40}}?[电電](?:[（(][^）)]*[）)])?")
_NUMBER: Final = re.compile(
    rf"(?<![{HAN}A-Za-z0-9])(?:[（(]?(?:第?[一二三四五六七八九十百]{{1,3}}|\d{{1,2}}(?!\.\d))[、，.．)）]|[一二三四五六七八九十]{{1,2}}是)"
)
_SENTENCE: Final = re.compile("[^。！？；]+")
_ITEM_ENDS: Final = re.compile("[、，和]")
#: So many names in a row are a list of who was there.
_MANY: Final = 3
#: A readout's last paragraph says no more in so many letters than that the meeting did other business.
CLOSING: Final = 24
Span = tuple[int, int]


def frames(paragraph: Paragraph, lead: bool) -> Iterator[Span]:
    """Where a paragraph only says who met, who speaks, who was there, or what number it has.

    >>> list(frames(Paragraph("p2", "body", "周远山指出，一是要实干。"), lead=False))
    [(0, 6), (6, 8)]
    """
    text = paragraph.text
    if paragraph.kind in FORMAL:
        yield 0, len(text)
        return
    if dateline := _DATELINE.match(text):
        yield dateline.span()
    for said in _SAYS.finditer(text):
        start = 0 if lead else max(map(text[: said.start()].rfind, "。！？；”\n")) + 1
        if lead or _SPEAKER.fullmatch(text, start, said.start()):
            yield start, said.end()
        if lead:
            break
    else:
        if lead:
            yield 0, len(text)
    yield from (m.span() for m in _NUMBER.finditer(text))
    if text.count("、") + 1 >= _MANY:
        for sentence in _SENTENCE.finditer(text):
            if sentence[0].count("、") + 1 >= _MANY and _lists_names(sentence[0]):
                yield sentence.span()


def _lists_names(sentence: str) -> bool:
    items = _ITEM_ENDS.split(sentence)
    short = [item for item in items if len(item) <= 12]
    return 2 * len(short) > len(items) and 2 * sum(1 for _ in filter(_NAME.fullmatch, short)) > len(items)


_NAME: Final = re.compile(NAME)


# --- the row ------------------------------------------------------------------------------------------


class Row:
    """The folded letters of all texts, one after the other, a 0 behind each paragraph.

    ``letters`` has a 0 for the letters of frames too, ``every`` has them, ``whole`` is that as a string.
    ``home`` is each letter's paragraph, counted through all texts, ``at`` its place in that paragraph's
    text, in characters; ``edge`` what stands before it.
    """

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self.paragraphs = [p for text in texts for p in text.paragraphs]
        self.owner = np.repeat(np.arange(len(texts)), [len(text.paragraphs) for text in texts])
        lines = "".join(p.text.replace("\n", " ") + "\n" for p in self.paragraphs)
        codes = np.frombuffer(lines.encode("utf-32-le", "surrogatepass"), np.uint32)
        place, self.every = _folded(codes)
        ends = np.flatnonzero(codes == _END)
        self.home: Numbers = np.cumsum(codes == _END)[place] - (codes[place] == _END)
        self.at = (place - np.r_[0, ends + 1][self.home]).astype(np.int32)
        self.edge = _edges(codes, place)
        self.whole = self.every.tobytes().decode("utf-32-le", "surrogatepass").replace("\0", "\n")
        self.letters = np.where(self._framed(), np.uint32(0), self.every)
        self._home: memoryview = self.home.data
        self._owner: list[int] = self.owner.tolist()

    def text(self, place: int) -> int:
        """Which of the texts a letter is in."""
        return self._owner[self._home[place]]

    def _framed(self) -> Flags:
        """The letters that only frame what is said."""
        found = np.zeros(len(self.every), bool)
        first = np.searchsorted(self.home, np.arange(len(self.paragraphs) + 1)).tolist()
        said = None
        for n, (owner, paragraph) in enumerate(zip(self.owner.tolist(), self.paragraphs, strict=True)):
            lead = False
            if self.texts[owner].kind in READOUTS and paragraph.kind == "body":
                last = first[n + 1] == len(found) or self.owner[n + 1] != owner
                lead = owner != said or (last and first[n + 1] - first[n] <= CLOSING)
                said = owner
            for start, end in frames(paragraph, lead):
                inner = self.at[first[n] : first[n + 1] - 1]
                found[first[n] + _before(inner, start) : first[n] + _before(inner, end)] = True
        return found


def _before(places: Numbers, place: int) -> int:
    """How many of some places are before one."""
    return int(np.searchsorted(places, place))


def _edges(codes: Letters, place: Numbers) -> Edges:
    """The strongest of what stands before each letter."""
    if not len(place):
        return np.zeros(0, np.uint8)
    table = np.full(int(codes.max()) + 1, MARK, np.uint8)
    for code in np.flatnonzero(np.bincount(codes)):
        char = chr(code)
        table[code] = next(
            (k for k, chars in _EDGES.items() if char in chars), INSIDE if fold(char) else MARK
        )
    its: Edges = np.maximum.reduceat(table[codes], np.r_[0, place[:-1]])
    its[np.r_[False, place[1:] == place[:-1]]] = INSIDE
    its[0] = SENTENCE
    return its


def _folded(codes: Letters) -> tuple[Numbers, Letters]:
    """The place of each folded letter, and the letter; a paragraph's end becomes a 0."""
    counts = np.bincount(codes)
    used = np.flatnonzero(counts)
    folds = [np.frombuffer(fold(chr(code)).encode("utf-32-le", "surrogatepass"), np.uint32) for code in used]
    folds = [np.zeros(1, np.uint32) if code == _END else its for code, its in zip(used, folds, strict=True)]
    first = np.zeros_like(counts)
    counts[used] = [len(its) for its in folds]
    first[used] = np.cumsum(counts[used]) - counts[used]
    many = counts[codes]
    place = np.repeat(np.arange(len(codes)), many)
    nth = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many)
    return place, np.concatenate([np.zeros(0, np.uint32), *folds])[first[codes[place]] + nth]
