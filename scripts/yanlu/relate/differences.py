"""How two texts of one passage differ, letter by letter, and whether by accident or in substance.

Letters are compared folded, so that they are found whatever width, script or marks they have, and then looked at as they are
printed. Nothing is cut in two: a letter keeps its combining marks and variation selectors.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import Indel, Levenshtein

from yanlu.hanzi import fold, is_joined
from yanlu.relate.accidents import VALUE, of_letter, of_marks, of_words
from yanlu.relate.align import GRAM
from yanlu.relate.wording import CRUMB

#: The bracket that each one belongs to.
_CLOSING: Final = {pair[0]: pair[1] for pair in "“” ‘’ 「」 『』 （） () 《》 〈〉 【】 〔〕".split()}
_OPENING: Final = {closing: opening for opening, closing in _CLOSING.items()}

Same = tuple[int, int, int]  #: where equal letters begin in both texts, and how many there are


@dataclass(frozen=True, slots=True)
class Part:
    """What stands at one place in both texts, and how it differs.

    ``change`` is `same`, an accident or substance (`accidents`); `alone` in a paragraph that only one text has; `moved`
    for words of one text that stand in the other's paragraph ``at``.
    """

    one: str
    other: str
    change: str
    at: int = -1

    @property
    def mirrored(self) -> Part:
        """The same, seen from the other text."""
        change = {"added": "dropped", "dropped": "added"}.get(self.change, self.change)
        return replace(self, one=self.other, other=self.one, change=change)


class Letters:
    """A text in characters with the marks that belong to each, and which of them are letters."""

    def __init__(self, text: str) -> None:
        self.characters = list(_characters(text))
        self.keys: list[str] = []
        self.at: list[int] = []  #: where each letter stands among the characters
        values = {found.start() for found in VALUE.finditer(text)}
        place = 0
        for n, char in enumerate(self.characters):
            if key := fold(char) or (unicodedata.normalize("NFKC", char) if place in values else ""):
                self.keys.append(key)
                self.at.append(n)
            place += len(char)

    def core(self, start: int, end: int) -> tuple[int, int] | None:
        """From the first to the last letter between two characters, with the brackets of these letters; None where there is none."""
        first, last = bisect_left(self.at, start), bisect_left(self.at, end)
        if first == last:
            return None
        begin, stop = self.at[first], self.at[last - 1] + 1
        while stop < end and self._lacks(
            begin, stop, _OPENING.get(self.characters[stop], ""), self.characters[stop]
        ):
            stop += 1
        while begin > start and self._lacks(
            begin, stop, _CLOSING.get(self.characters[begin - 1], ""), self.characters[begin - 1]
        ):
            begin -= 1
        return begin, stop

    def _lacks(self, start: int, end: int, has: str, lacks: str) -> bool:
        """Whether some characters have more of one bracket than of the other one of its pair."""
        return bool(has) and self.characters[start:end].count(has) > self.characters[start:end].count(lacks)

    def is_border(self, letter: int) -> bool:
        """Whether a mark or an end of the text stands before a letter."""
        return not 0 < letter < len(self.at) or self.at[letter] > self.at[letter - 1] + 1


def _characters(text: str) -> Iterator[str]:
    """A text cut before every character that doesn't belong to the one before it.

    >>> list(map(len, _characters("e\N{COMBINING ACUTE ACCENT}好")))
    [2, 1]
    """
    start = 0
    for n in range(1, len(text)):
        if not is_joined(text[n - 1], text[n]):
            yield text[start:n]
            start = n
    if text:
        yield text[start:]


def differences(one: str, other: str) -> list[Part]:
    """Two texts in parts, which joined are each of them to the character.

    >>> [(p.change, p.one, p.other) for p in differences("末来，要打赢攻坚战", "未来要打好攻堅戰")][:4]
    [('lookalike', '末', '未'), ('same', '来', '来'), ('punctuation', '，', ''), ('same', '要打', '要打')]
    """
    if one == other:
        return [Part(one, other, "same")]
    a, b = Letters(one), Letters(other)
    return list(_joined(_parts(a, b, _slid(a, b, _grown(a, b, _sure(a, b, _equal(a, b)))))))


def _parts(a: Letters, b: Letters, runs: Iterable[Same]) -> Iterator[Part]:
    x = y = 0
    for i, j, length in runs:
        yield from _between(a, x, a.at[i], b, y, b.at[j])
        for n in range(length):
            x, y = a.at[i + n], b.at[j + n]
            yield _letter(a.characters[x], b.characters[y])
            x, y = x + 1, y + 1
            if n + 1 < length:
                yield from _marks(a.characters[x : a.at[i + n + 1]], b.characters[y : b.at[j + n + 1]])
                x, y = a.at[i + n + 1], b.at[j + n + 1]
    yield from _between(a, x, len(a.characters), b, y, len(b.characters))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Neighbours of one kind as one part."""
    before: Part | None = None
    for part in parts:
        if before and before.change == part.change:
            before = replace(before, one=before.one + part.one, other=before.other + part.other)
        else:
            if before:
                yield before
            before = part
    if before:
        yield before


# --- which letters are the same ones ---------------------------------------------------------------------


def _equal(a: Letters, b: Letters) -> list[Same]:
    blocks = Indel.editops(a.keys, b.keys).as_matching_blocks()
    return [(block.a, block.b, block.size) for block in blocks if block.size]


def _sure(a: Letters, b: Letters, runs: list[Same]) -> list[Same]:
    """Without the runs that are equal by chance between two changes."""
    while True:
        kept = [run for n, run in enumerate(runs) if not _is_chance(a, b, runs, n)]
        if len(kept) == len(runs):
            return runs
        runs = kept


def _is_chance(a: Letters, b: Letters, runs: Sequence[Same], n: int) -> bool:
    """Whether a run is too short for the changes around it: two letters between changes of five, five between changes of thirty."""
    i, j, length = runs[n]
    before = runs[n - 1] if n else (0, 0, 0)
    after = runs[n + 1] if n + 1 < len(runs) else (len(a.keys), len(b.keys), 0)
    left = max(i - before[0] - before[2], j - before[1] - before[2])
    right = max(after[0] - i - length, after[1] - j - length)
    return bool(left and right) and (length <= CRUMB or (length < GRAM and length**2 < min(left, right)))


def _grown(a: Letters, b: Letters, runs: Iterable[Same]) -> list[Same]:
    """With what is equal beside them, where a run by chance had been preferred to it."""
    grown = [(0, 0, 0)]
    for i, j, length in (*runs, (len(a.keys), len(b.keys), 0)):
        x, y, size = grown[-1]
        while x + size < i and y + size < j and a.keys[x + size] == b.keys[y + size]:
            size += 1
        grown[-1] = x, y, size
        while x + size < i and y + size < j and a.keys[i - 1] == b.keys[j - 1]:
            i, j, length = i - 1, j - 1, length + 1
        grown.append((i, j, length))
    return [run for run in grown if run[2]]


def _slid(a: Letters, b: Letters, runs: Sequence[Same]) -> Iterator[Same]:
    """What is put in or left out begins and ends at marks where it may: 强化担当， and not 担当，强化."""
    runs = [*runs, (len(a.keys), len(b.keys), 0)]
    done: Same = (0, 0, 0)
    for run in runs:
        shift = _shift(a, b, done, run)
        if done[2] + shift:
            yield done[0], done[1], done[2] + shift
        done = run[0] + shift, run[1] + shift, run[2] - shift


def _shift(a: Letters, b: Letters, before: Same, after: Same) -> int:
    """By how many letters what only one text has between two runs is best moved, which leaves the texts the same."""
    i, j = before[0] + before[2], before[1] + before[2]
    if (after[0] > i) == (after[1] > j):
        return 0
    left, right = 0, 0
    while left < before[2] - 1 and a.keys[after[0] - 1 - left] == b.keys[after[1] - 1 - left]:
        left += 1
    while right < after[2] - 1 and a.keys[i + right] == b.keys[j + right]:
        right += 1
    return max(
        range(-left, right + 1),
        key=lambda d: (_borders(a, i + d, after[0] + d) + _borders(b, j + d, after[1] + d), d),
    )


def _borders(text: Letters, start: int, end: int) -> int:
    return text.is_border(start) + text.is_border(end)


# --- how they differ -------------------------------------------------------------------------------------


def _letter(one: str, other: str) -> Part:
    return Part(one, other, "same" if one == other else of_letter(one, other))


def _marks(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    """What stands between two letters that are the same in both texts; ”。 and 。” are one difference."""
    if one != other and sorted(one) == sorted(other):
        yield Part("".join(one), "".join(other), of_marks("".join(one), "".join(other)))
        return
    for op in Levenshtein.opcodes(one, other):
        left, right = "".join(one[op.src_start : op.src_end]), "".join(other[op.dest_start : op.dest_end])
        yield Part(left, right, "same" if op.tag == "equal" else of_marks(left, right))


def _between(a: Letters, x: int, x2: int, b: Letters, y: int, y2: int) -> Iterator[Part]:
    """What stands between two runs of equal letters: marks and letters, on both sides or on one."""
    one, other = a.core(x, x2), b.core(y, y2)
    if one and other:
        yield from _marks(a.characters[x : one[0]], b.characters[y : other[0]])
        yield _words("".join(a.characters[slice(*one)]), "".join(b.characters[slice(*other)]))
        yield from _marks(a.characters[one[1] : x2], b.characters[other[1] : y2])
    elif one or other:
        yield from _one_sided(a.characters[x:x2], b.characters[y:y2])
    else:
        yield from _marks(a.characters[x:x2], b.characters[y:y2])


def _one_sided(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    """Letters that one text has and the other not; what stands before and behind them is the same in both where it may be."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n] != other[n]), least)
    end = next((n for n in range(least - start) if one[-1 - n] != other[-1 - n]), least - start)
    stop, stop2 = len(one) - end, len(other) - end
    yield from _same("".join(one[:start]))
    yield _words("".join(one[start:stop]), "".join(other[start:stop2]))
    yield from _same("".join(one[stop:]))


def _same(text: str) -> Iterator[Part]:
    if text:
        yield Part(text, text, "same")


def _words(one: str, other: str) -> Part:
    if one and other:
        return Part(one, other, of_words(one, other) or "replaced")
    return Part(one, other, "dropped" if one else "added")
