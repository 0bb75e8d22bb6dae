"""What the notes bench plays: pages with notes, and the same pages edited, each character's origin known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, pairwise
from random import Random
from typing import Final

from benches.edits import (
    Desk,
    Edit,
    Page,
    Piece,
    delete,
    insert,
    merge,
    move,
    noise,
    sentences,
    split,
    times,
    width,
)
from benches.stories import SEED, Texts
from yanlu.hanzi import fold, folded
from yanlu.relate import anchors, notes
from yanlu.relate.align import Alignment

#: A page has so many paragraphs at least, so that as many can be edited, and so many notes.
LEAST_PARAGRAPHS, NOTES = 20, 500
#: How long notes are, in characters, and the share of each length; the rest go over the end of a paragraph.
LENGTHS: Final = ((0.35, 2, 6), (0.35, 7, 30), (0.25, 31, 150))
#: Of a note over the end of a paragraph so many characters stand on each side at most.
SIDE: Final = 60
#: The ledger's alignment leaves a sentence out that was moved alone. So many equal letters that stand once are the same ones.
MOVED: Final = 12
#: A note's words are there if this share of its letters is, and gone if less than that is.
THERE, GONE = 0.5, 0.2
#: Right is a place that has so much in common with the true one.
RIGHT: Final = 0.8
#: A true place that is so many times as long as what is left of the words, and so many letters more, is none: they were torn apart.
TORN, APART = 2, 8


def both(*edits: Edit) -> Edit:
    """Edits one after another."""

    def edit(page: Page, desk: Desk) -> Page:
        for one in edits:
            page = one(page, desk)
        return page

    return edit


_IN_AND_OUT: Final = both(times(5, insert), times(5, delete))
_BREAKS: Final = both(times(8, split), times(8, merge))
#: What happens to a page that has notes.
EDITS: Final[dict[str, Edit]] = {
    "E0 unchanged": both(),
    "E1 width": width,
    "E2 noise 3 %": noise(0.03),
    "E2b noise 10 %": noise(0.1),
    "E3 5 in, 5 out": _IN_AND_OUT,
    "E4 8 split, 8 merged": _BREAKS,
    "E5 4 moved": times(4, move),
    "E6 all together": both(width, noise(0.03), _IN_AND_OUT, _BREAKS, times(4, move)),
}
OTHER_COPY: Final = "E7 the other copy"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A page's text as notes are placed on it: paragraphs with their anchors, and what became of others."""

    paragraphs: list[tuple[str, str]]
    aliases: dict[str, str]
    gone: list[str]

    @classmethod
    def of(cls, known: anchors.Followed, page: Page) -> Anchored:
        """A page with the ledger's rows."""
        return cls(
            [(id, piece.text) for id, piece in zip(known.ids, page, strict=True)],
            {row.id: row.target for row in known.rows if row.state == "alias"},
            [row.id for row in known.rows if row.state == "gone"],
        )

    def prepared(self) -> notes.Page:
        """For the build."""
        return notes.Page(self.paragraphs, self.aliases, self.gone)


@dataclass(frozen=True, slots=True)
class Case:
    """A page with notes, by their characters in it, and what it is after an edit."""

    kind: str
    name: str
    before: Page
    after: Page
    notes: Sequence[notes.Span]

    def anchored(self) -> tuple[Anchored, Anchored]:
        """Both pages with the anchors that the ledger gives."""
        minted = anchors.mint([piece.text for piece in self.before])
        followed = anchors.follow(minted.rows, [piece.text for piece in self.after])
        return Anchored.of(minted, self.before), Anchored.of(followed, self.after)


def cases(texts: Texts, runs: int, only: str) -> Iterator[Case]:
    """Each page with each edit, so many times; and with its other copies."""
    for name, text in texts.items():
        others = [paragraph for other in text.apart for paragraph in texts[other].paragraphs]
        if len(text.paragraphs) < LEAST_PARAGRAPHS or not others:
            continue
        stories = [(kind, str(run)) for kind in EDITS for run in range(runs)]
        stories += [(OTHER_COPY, other) for other in text.copies]
        for kind, which in (story for story in stories if only in story[0]):
            desk, page = Desk.open(text.paragraphs, others, f"{SEED} notes {kind} {name} {which}")
            edited = EDITS[kind](page, desk) if kind in EDITS else aligned(page, texts[which].paragraphs)
            yield Case(kind, f"{name} {which}", page, edited, list(made(page, desk.chance)))


def made(page: Page, chance: Random) -> Iterator[notes.Span]:
    """Notes on a page, of all lengths."""
    sizes = [len(piece.text) for piece in page]
    starts = [0, *accumulate(size + 1 for size in sizes)]
    for _ in range(NOTES):
        at, kind = chance.choices(range(len(page) - 1), sizes[:-1])[0], chance.random()
        for share, least, most in LENGTHS:
            if kind < share:
                size = min(chance.randint(least, most), sizes[at])
                start = starts[at] + chance.randint(0, sizes[at] - size)
                yield start, start + size
                break
            kind -= share
        else:
            before, after = (chance.randint(1, min(SIDE, sizes[side])) for side in (at, at + 1))
            yield starts[at + 1] - 1 - before, starts[at + 1] + after


def aligned(old: Page, texts: Sequence[str]) -> Page:
    """A real copy as if it had been edited from the old page, by the alignment that the ledger and the witnesses go by."""
    was, now = ([folded(text) for text in page] for page in ([piece.text for piece in old], texts))
    alignment = Alignment([words for words, _ in was], [words for words, _ in now])
    _pair_moved(alignment)
    numbers = [piece.origin[i] for piece, (_, at) in zip(old, was, strict=True) for i in at]
    fresh = count(1 + max(max(piece.key, *piece.origin) for piece in old))
    mates = iter(alignment.new.mate)
    page = []
    for text, (_, at) in zip(texts, now, strict=True):
        known = {i: numbers[mate] for i, mate in [(i, next(mates)) for i in at] if mate >= 0}
        origin = tuple(known[i] if i in known else next(fresh) for i in range(len(text)))
        page.append(Piece(text, origin, next(fresh)))
    return tuple(page)


def _pair_moved(alignment: Alignment) -> None:
    """Pair the free letters of sentences that were moved alone."""
    old, new = alignment.old, alignment.new
    for start, end in new.free():
        for j in range(start, end - MOVED + 1):
            words = new.text[j : j + MOVED]
            i = old.text.find(words)
            if i >= 0 and old.text.count(words) == new.text.count(words) == 1:
                new.mate[j : j + MOVED] = range(i, i + MOVED)


class Text:
    """A page's text run together, and the number of each of its characters; line ends have none."""

    def __init__(self, page: Page) -> None:
        self.text = "\n".join(piece.text for piece in page)
        self.numbers = [n for piece in page for n in (*piece.origin, -1)]
        self.home = {n: at for at, n in enumerate(self.numbers) if n >= 0}
        self.letters = [0, *accumulate(char.isalnum() for char in self.text)]
        lines = (line + "\n" for line in self.text.split("\n"))
        self.ends = list(accumulate((len(one) for line in lines for one in sentences(line)), initial=0))

    def words(self, start: int, end: int) -> list[int]:
        """The numbers of the letters in a place; of its marks where there are only such."""
        places = [at for at in range(start, end) if self.numbers[at] >= 0]
        return [self.numbers[at] for at in [at for at in places if self.text[at].isalnum()] or places]

    def sentences(self, start: int, end: int) -> str:
        """The whole sentences that have part in a place, folded."""
        its = [(a, b) for a, b in pairwise(self.ends) if a < end and start < b]
        return fold(self.text[its[0][0] : its[-1][1]])


def verdict(old: Text, new: Text, note: notes.Span, got: notes.Span | None) -> str:
    """What it is worth to show a note at a place, or nowhere (None).

    good, partly, wrong, or lost, though its words are there; of what is gone: told, again (the very sentence stands
    there), or shown; torn, where nobody could say.
    """
    own = old.words(*note)
    left = sorted(new.home[n] for n in own if n in new.home)
    if len(left) < GONE * len(own):
        if got is None:
            return "told"
        return "again" if old.sentences(*note) == new.sentences(*got) else "shown"
    true = (left[0], left[-1] + 1)
    if len(left) < THERE * len(own) or _size(new, true) > TORN * len(left) + APART:
        return "torn"
    return "lost" if got is None else _overlap(new, true, got)


def _size(text: Text, span: notes.Span) -> int:
    """How many letters a place has; one of marks only, how many marks."""
    return text.letters[span[1]] - text.letters[span[0]] or span[1] - span[0]


def _overlap(text: Text, true: notes.Span, got: notes.Span) -> str:
    common = max(true[0], got[0]), min(true[1], got[1])
    if common[0] >= common[1]:
        return "wrong"
    both = min(true[0], got[0]), max(true[1], got[1])
    return "good" if _size(text, common) >= RIGHT * _size(text, both) else "partly"
