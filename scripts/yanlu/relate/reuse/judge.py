"""What is worth calling repeated: words that say something, between borders of words and clauses.

Told by what the language has, never by a list made from some texts: a part of speech for each word (jieba's
dictionary), punctuation, and how the members of a list end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import inf, log
from typing import Final, NamedTuple

import numpy as np
from jieba import get_dict_file

from yanlu.relate.reuse.corpus import CLAUSE, MEMBER, QUOTE, SENTENCE, Row
from yanlu.words import characters, words

#: Latin letters and digits make one word.
_FOREIGN: Final = re.compile("[a-z0-9]+")
#: Pieces of text that are remembered with their words.
_KEPT: Final = 1 << 14
#: Parts of speech (jieba's, after the ICTCLAS set of Peking University): verbs; adverbs; what adverbs modify.
_VERBS: Final = frozenset({"v", "vd", "vi", "vg", "vq", "z"})
_ADVERBS: Final = frozenset({"d", "ad", "vd"})
#: Nouns of action and set phrases, which may be either.
_ACTIONS: Final = frozenset({"vn", "l", "i"})
_NAMES: Final = frozenset({"nr", "nrfg", "nrt", "ns", "nt", "m", "t"})


_PEOPLE: Final = frozenset(characters("people_end"))
_PERSONS: Final = tuple(words("people", "offices", "respect"))
_STRONG: Final = words("strong_modal")
_WEAK: Final = words("modal") | _STRONG


class Word(NamedTuple):
    """A word in the row: where it begins and ends, its part of speech and its letters."""

    start: int
    end: int
    tag: str
    text: str


@cache
def _dictionary() -> tuple[dict[str, tuple[float, str]], float]:
    """jieba's words with their log frequency and part of speech, and what an unknown letter weighs.

    What only begins words has no part of speech. jieba's own loader takes four times as long, and its cutter too,
    since it cuts for search and tags behind; the most probable cut is the same.
    """
    known: dict[str, tuple[float, str]] = {}
    total = 0
    with get_dict_file() as lines:
        for line in lines:
            text, count, tag = line.decode().split()
            known[text] = log(int(count) or 1), tag
            total += int(count)
    for text in list(known):
        for end in range(len(text) - 1, 0, -1):
            if text[:end] in known:
                break
            known[text[:end]] = (-inf, "")
    return known, log(total)


@lru_cache(_KEPT)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """The most probable words of a text, and their parts of speech (Viterbi over jieba's dictionary).

    >>> tagged("发展5g网络")
    (('发展', 'vn'), ('5g', 'x'), ('网络', 'n'))
    """
    known, total = _dictionary()
    best, before = [0.0] + [-inf] * len(text), [0] * (len(text) + 1)
    for start in range(len(text)):
        foreign = _FOREIGN.match(text, start)
        end = foreign.end() if foreign else start + 1
        if best[start] - total > best[end]:
            best[end], before[end] = best[start] - total, start
        for end in range(start + 1, len(text) + 1):
            word = known.get(text[start:end])
            if word is None:
                break
            score = best[start] + word[0] - total
            if score > best[end]:
                best[end], before[end] = score, start
    found, end = [], len(text)
    while end:
        word_text = text[before[end] : end]
        found.append((word_text, known.get(word_text, (0.0, "x"))[1] or "x"))
        end = before[end]
    return tuple(reversed(found))


class Judge:
    """Asks the row's letters and borders. All places are places in the row."""

    def __init__(self, row: Row) -> None:
        self.text = row.whole
        edges = np.append(row.edge, np.uint8(SENTENCE))
        framed = np.append(row.letters, 0) == 0
        edges[framed | np.r_[True, framed[:-1]]] = SENTENCE
        self.edges = edges.tobytes()
        self.hidden = framed.tobytes()
        places = np.arange(len(edges), dtype=np.int32)
        #: the last border before each place, or there
        self.border = np.maximum.accumulate(np.where(edges >= MEMBER, places, np.int32(0)))
        self._clauses = (edges >= CLAUSE).tobytes()
        self._pieces: dict[int, list[Word]] = {}

    # --- borders ------------------------------------------------------------------------------------

    def edge(self, place: int) -> int:
        """What stands before a place; a paragraph's end and a frame count as a full stop."""
        return self.edges[place]

    def inside(self, place: int, other: int) -> bool:
        """Whether letters to compare stand at both places."""
        return min(place, other) >= 0 and not self.hidden[place] and not self.hidden[other]

    def closed(self, place: int, other: int) -> bool:
        """Whether a clause begins at both places."""
        return self.edge(place) >= CLAUSE and self.edge(other) >= CLAUSE

    def clauses(self, start: int, size: int) -> Iterator[int]:
        """Behind how many letters a clause begins, among so many from a place."""
        at = self._clauses.find(1, start + 1, start + size)
        while at >= 0:
            yield at - start
            at = self._clauses.find(1, at + 1, start + size)

    def whole_word(self, place: int) -> bool:
        """Whether a word begins at a place, or ended before it."""
        return self.edges[place] >= QUOTE or any(word.start == place for word in self._piece(place))

    def _piece(self, place: int) -> list[Word]:
        """The words between the two borders around a place."""
        start = int(self.border[place])
        if start not in self._pieces:
            if len(self._pieces) >= _KEPT:
                self._pieces.clear()
            end = start + 1
            while self.edges[end] < MEMBER:
                end += 1
            words, at = [], start
            for text, tag in tagged(self.text[start:end]):
                words.append(Word(at, at + len(text), tag, text))
                at += len(text)
            self._pieces[start] = words
        return self._pieces[start]

    def cut(self, start: int, end: int) -> list[Word]:
        """The words between two places; what is cut off a word has no part of speech."""
        found: list[Word] = []
        while start < end:
            piece = self._piece(start)
            for word in piece:
                if start < word.end and word.start < end:
                    whole = start <= word.start and word.end <= end
                    found.append(word if whole else Word(max(start, word.start), min(end, word.end), "", ""))
            start = piece[-1].end
        return found

    def members(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts between borders inside."""
        cuts = [start, *(i for i in range(start + 1, end) if self.edge(i) >= MEMBER), end]
        return list(pairwise(cuts))

    def bordered(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether there is a border at each end; quotation marks are one where they stand at both."""
        quoted = min(self.edge(start), self.edge(end)) >= QUOTE
        return quoted or self.edge(start) >= MEMBER, quoted or self.edge(end) >= MEMBER

    # --- what it says ---------------------------------------------------------------------------------

    def says(self, start: int, end: int, closed: bool) -> bool:
        """Whether there is a predicate, and no mere list or adverbial. `closed`: a clause begins at `start`."""
        its = self.cut(start, end)
        adverbial = its[0].tag == "p" and its[-1].tag == "f"
        return not adverbial and predicate(its, closed) and not self.lists(start, end)

    def lists(self, start: int, end: int) -> bool:
        """Whether half of the members are people, places or bodies."""
        members = self.members(start, end)
        return len(members) > 1 and 2 * sum(self._is_list_item(*its) for its in members) >= len(members)

    def _is_list_item(self, start: int, end: int) -> bool:
        its = self.cut(start, end)
        text = self.text[start:end]
        named = all(word.tag in _NAMES for word in its)
        return named or ((text[-1] in _PEOPLE or text.endswith(_PERSONS)) and not predicate(its, False))

    def parallel(self, start: int, end: int) -> bool:
        """Whether members of about the same length stand side by side: 外防输入、内防反弹."""
        members = self.members(start, end)
        sizes = [b - a for a, b in members]
        least = 2 if len(sizes) > 2 else 3
        even = len(sizes) > 1 and min(sizes) >= least and max(sizes) - min(sizes) <= 1
        return even and all(self.edge(a) < SENTENCE for a, _ in members[1:]) and not self.lists(start, end)


def predicate(its: Sequence[Word], closed: bool) -> bool:
    """Whether some words hold a predicate. `closed`: they begin a clause, so that a noun of action may be its verb."""
    before = ""
    for n, (_, _, tag, text) in enumerate(its):
        last = n + 1 == len(its)
        begins = not n and closed and not last
        if text in _WEAK:
            if text in _STRONG and not last:
                return True
            before = "" if last else "d"
            continue
        named = last and before[:1] in ("n", "v")  # 矛盾纠纷化解: what is done, no clause
        if tag in _VERBS and ((len(text) > 1 and not named) or begins):
            return True
        if tag in _ACTIONS and (begins or before in _ADVERBS):
            return True
        if tag in ("a", "an", "j") and before in _ADVERBS:
            return True
        if tag in _ADVERBS and not last and its[n + 1].tag[:1] in tuple("vandz"):
            return True
        if text.endswith("是") and tag in ("d", "v", "c"):
            return True
        before = tag
    return False
