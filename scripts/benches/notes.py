"""Notes on pages that are edited: how many are found again, and how many are shown at a wrong place."""

from __future__ import annotations

import argparse
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final

from benches.edits import Desk, Edit, Page, Piece, delete, insert, merge, move, noise, sentences, split, times, width
from benches.links import RAW, _files
from benches.stories import SEED, Texts, read_texts
from yanlu.hanzi import fold, folded
from yanlu.relate import align, anchors, notes


def chain(*edits: Edit) -> Edit:
    """Edits one after another."""

    def edit(page: Page, desk: Desk) -> Page:
        for one in edits:
            page = one(page, desk)
        return page

    return edit


#: What happens to a page with notes; E7 is another copy of it.
EDITS: Final[dict[str, Edit]] = {
    "E0 unchanged": chain(),
    "E1 width": width,
    "E2 noise 3 %": noise(0.03),
    "E2b noise 10 %": noise(0.1),
    "E3 5 in, 5 out": chain(times(5, insert), times(5, delete)),
    "E4 8 split, 8 merged": chain(times(8, split), times(8, merge)),
    "E5 4 moved": times(4, move),
    "E6 all": chain(width, noise(0.03), times(5, insert), times(5, delete), times(8, split), times(8, merge), times(4, move)),
}
OTHER_COPY: Final = "E7 the other copy"
#: Notes on each page.
NOTES: Final = 500
#: A page has so many paragraphs at least.
LEAST_PARAGRAPHS: Final = 20
#: How long notes are, in characters, and the share of each length; the last go over paragraphs.
LENGTHS: Final = ((0.35, 2, 6), (0.35, 7, 30), (0.25, 31, 150))
#: A note's words are there if this share of its characters is, and gone if less than that is.
THERE, GONE = 0.5, 0.2
#: Right is a place that has so much in common with the true one.
RIGHT: Final = 0.8
#: A true place so many times as long as what is left of the words is none: they were torn apart.
TORN: Final = 2


@dataclass(frozen=True, slots=True)
class Note:
    """Some characters of a page, by their places in its whole text."""

    start: int
    end: int


def made(page: Page, chance: Random) -> list[Note]:
    """Notes on a page, of all lengths, some over the end of a paragraph."""
    starts = [0, *accumulate(len(piece.text) + 1 for piece in page)]
    sizes = [len(piece.text) for piece in page]
    found = []
    while len(found) < NOTES:
        at = chance.choices(range(len(page)), sizes)[0]
        kind = chance.random()
        for share, least, most in LENGTHS:
            if kind < share:
                size = min(chance.randint(least, most), sizes[at])
                start = starts[at] + chance.randint(0, sizes[at] - size)
                found.append(Note(start, start + size))
                break
            kind -= share
        else:
            if at + 1 < len(page):
                start = starts[at + 1] - 1 - chance.randint(1, min(60, sizes[at]))
                found.append(Note(start, starts[at + 1] + chance.randint(1, min(60, sizes[at + 1]))))
    return found


class Text:
    """A page's text run together, and the number of each of its characters; line ends have none."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = "\n".join(piece.text for piece in page)
        self.numbers = [n for piece in page for n in (*piece.origin, -1)][:-1]
        self.home = {n: at for at, n in enumerate(self.numbers) if n >= 0}
        self.letters = [0, *accumulate(char.isalnum() for char in self.text)]

    def sentences(self, start: int, end: int) -> str:
        """The whole sentences that hold some characters, folded."""
        ends = list(accumulate((len(s) for line in self.text.split("\n") for s in sentences(line + "\n")), initial=0))
        first, last = bisect_left(ends, start + 1) - 1, bisect_left(ends, end)
        return fold(self.text[ends[first] : ends[last]])


def verdict(old: Text, new: Text, note: Note, got: tuple[int, int] | None) -> str:
    numbered = range(note.start, note.end)
    own = [old.numbers[i] for i in numbered if old.text[i].isalnum()] or [n for n in old.numbers[note.start:note.end] if n >= 0]
    left = sorted(new.home[n] for n in own if n in new.home)
    if len(left) < GONE * len(own):
        if got is None:
            return "told"
        return "again" if old.sentences(note.start, note.end) == new.sentences(*got) else "untold"
    if len(left) < THERE * len(own) or left[-1] + 1 - left[0] > TORN * len(left) + 8:
        return "torn"
    if got is None:
        return "lost"
    true = (left[0], left[-1] + 1)
    if not new.text[true[0]].isalnum():
        return "good" if got[0] <= true[0] and true[1] <= got[1] else "wrong"
    (a, b), (c, d) = [(new.letters[start], new.letters[end]) for start, end in (true, got)]
    common = min(b, d) - max(a, c)
    if common <= 0:
        return "wrong"
    return "good" if common >= RIGHT * (max(b, d) - min(a, c)) else "partly"


def prepared(rows: Any, ids: Sequence[str], page: Page) -> notes.Page:
    texts = [(id, piece.text) for id, piece in zip(ids, page, strict=True)]
    aliases = {row.id: row.target for row in rows if row.state == "alias"}
    return notes.Page(texts, aliases, [row.id for row in rows if row.state == "gone"])


def aligned(old: Page, texts: Sequence[str]) -> Page:
    """A real copy as if it had been edited from the old page, by the alignment that the ledger and the witnesses go by."""
    befores, afters = [folded(p.text) for p in old], [folded(t) for t in texts]
    found = align.Alignment([f for f, _ in befores], [f for f, _ in afters])
    numbers = [p.origin[i] for p, (_, at) in zip(old, befores, strict=True) for i in at]
    fresh = iter(range(10**7, 10**9))
    page, begin = [], 0
    for text, (words, at) in zip(texts, afters, strict=True):
        known = {i: numbers[mate] for k, i in enumerate(at) if (mate := found.new.mate[begin + k]) >= 0}
        page.append(Piece(text, tuple(known.get(i, 0) or next(fresh) for i in range(len(text))), next(fresh)))
        begin += len(words)
    return tuple(page)


def played(texts: Texts, runs: int) -> Iterator[tuple[str, str, Page, Page, Random]]:
    for name, text in texts.items():
        others = [p for other in text.apart for p in texts[other].paragraphs]
        if len(text.paragraphs) < LEAST_PARAGRAPHS or not others:
            continue
        for kind, edit in EDITS.items():
            for run in range(runs):
                desk, page = Desk.open(text.paragraphs, others, f"{SEED} notes {kind} {name} {run}")
                yield kind, name, page, edit(page, desk), desk.chance
        for other in text.copies:
            desk, page = Desk.open(text.paragraphs, others, f"{SEED} notes {name} {other}")
            yield OTHER_COPY, f"{name}->{other}", page, aligned(page, texts[other].paragraphs), desk.chance


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gold", type=Path, help="a folder of further raw files, read only")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--misses", action="store_true")


def run(args: argparse.Namespace) -> dict[str, Any]:
    texts = read_texts([*(() if args.gold else sorted(RAW.iterdir())), *_files(args.gold)])
    rows: dict[str, Counter[str]] = {}
    for kind, name, before, after, chance in played(texts, args.runs):
        if args.only not in kind:
            continue
        minted = anchors.mint([p.text for p in before])
        followed = anchors.follow(minted.rows, [p.text for p in after])
        old, new = Text(before), Text(after)
        was = prepared(minted.rows, minted.ids, before)
        now = prepared(followed.rows, followed.ids, after)
        row = rows.setdefault(kind, Counter())
        for note in made(before, chance):
            selectors = notes.describe(was, was.place(note.start, note.end))
            began = time.perf_counter()
            found = notes.placed(now, selectors)
            row["ms"] += 1000 * (time.perf_counter() - began)
            got = now.span(found.place) if found else None
            said = verdict(old, new, note, got)
            row[said] += 1
            if args.misses and said in ("wrong", "lost", "partly", "untold"):
                own = [n for n in old.numbers[note.start : note.end] if n >= 0]
                left = sorted(new.home[n] for n in own if n in new.home)
                true = new.text[left[0]-10:left[-1] + 11] if left else ""
                left = left or []; print(f"== {kind} {name} {said} {selectors[0]['value']} gone={selectors[0]['value'] in now.gone} home={selectors[0]['value'] in now.homes}: «{old.text[max(0,note.start-20):note.start]}[{old.text[note.start:note.end]}]{old.text[note.end:note.end+20]}»\n   true …{true[:200]}\n   got {found and new.text[got[0]-10:got[1]+10][:200]} {found}")
    for kind, row in rows.items():
        there = sum(row[k] for k in ("good", "partly", "wrong", "lost"))
        gone = row["told"] + row["untold"] + row["again"]
        print(f"{kind:<24} n {there:6} good {100*row['good']/there:7.2f} partly {100*row['partly']/there:6.2f} wrong {100*row['wrong']/there:6.2f} lost {100*row['lost']/there:6.2f} | gone {gone} shown {100*row['untold']/max(1,gone):.2f} again {row['again']} torn {row['torn']} ms/note {row['ms']/sum(v for k,v in row.items() if k!='ms'):.2f}")
    return {}
