"""What is worth calling repeated: words that say something, between borders of words and clauses.

Told by what the language has, never by a list made from some texts: a part of speech for each word (jieba's
dictionary), punctuation, and how the members of a list end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import count, pairwise
from typing import Final

import numpy as np
import rjieba

from yanlu.relate.reuse.corpus import CLAUSE, MEMBER, QUOTE, SENTENCE, Row
from yanlu.words import characters, words

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


#: A word among the parts of speech that begin at each place, 1 where none does; a border among flags.
_WORD: Final = re.compile(b".\1*", re.DOTALL)
_FLAG: Final = re.compile(b"\1")

#: a word in the row: where it begins and ends, its part of speech and its letters
Word = tuple[int, int, str, str]


def tagged(text: str) -> list[tuple[str, str]]:
    """The most probable words of a text, and their parts of speech, as jieba's dictionary has them.

    >>> tagged("发展5g网络")
    [('发展', 'vn'), ('5g', 'eng'), ('网络', 'n')]
    """
    try:
        return rjieba.tag(text, hmm=False)
    except UnicodeEncodeError:  # a lone surrogate
        return rjieba.tag(text.encode(errors="replace").decode(), hmm=False)


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
        self.border = np.maximum.accumulate(np.where(edges >= MEMBER, places, np.int32(0))).data
        self._borders = (edges >= MEMBER).tobytes()
        self._clauses = (edges >= CLAUSE).tobytes()
        #: for each place what part of speech begins there, as a number of `_tags`; 0 where no word was looked for yet
        self._words = bytearray(len(edges))
        self._numbers = defaultdict(count(2).__next__, {"": 1})

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

    def clauses(self, start: int, size: int) -> list[int]:
        """Behind how many letters a clause begins, among so many from a place."""
        if self._clauses.find(1, start + 1, start + size) < 0:
            return []
        return [at - start for at in _all(self._clauses, start + 1, start + size)]

    def whole_word(self, place: int) -> bool:
        """Whether a word begins at a place, or ended before it."""
        return self.edges[place] >= QUOTE or (self._words[place] or self._look(place)) > 1

    def _look(self, place: int) -> int:
        """Look for the words between the two borders around a place; tells what begins there."""
        start = at = self.border[place]
        end = self._borders.find(1, start + 1)
        its = bytearray(b"\1") * (end - start)
        for text, tag in tagged(self.text[start:end]):
            its[at - start] = self._numbers["x" if text.isascii() else tag]
            at += len(text)
        self._words[start:end] = its
        return its[place - start]

    def cut(self, start: int, end: int) -> list[Word]:
        """The words between two places; what is cut off a word has no part of speech."""
        at, its = start, self._words
        while at < end:
            if not its[at]:
                self._look(at)
            at = self._borders.find(1, at + 1)
        names, text = tuple(self._numbers), self.text
        cuts = [word.span() for word in _WORD.finditer(its, start, end)]
        found = [(a, b, names[its[a] - 1], text[a:b]) for a, b in cuts]
        if its[end] < 2 and not self._borders[end]:
            found[-1] = (*found[-1][:2], "", "")
        return found

    def members(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts between borders inside."""
        cuts = [start, *_all(self._borders, start + 1, end), end]
        return list(pairwise(cuts))

    def bordered(self, start: int, end: int) -> tuple[bool, bool]:
        """Whether there is a border at each end; quotation marks are one where they stand at both."""
        quoted = min(self.edge(start), self.edge(end)) >= QUOTE
        return quoted or self.edge(start) >= MEMBER, quoted or self.edge(end) >= MEMBER

    # --- what it says ---------------------------------------------------------------------------------

    def says(self, start: int, end: int, closed: bool) -> bool:
        """Whether there is a predicate, and no mere list or adverbial. `closed`: a clause begins at `start`."""
        its = self.cut(start, end)
        adverbial = its[0][2] == "p" and its[-1][2] == "f"
        return not adverbial and predicate(its, closed) and not self.lists(start, end)

    def lists(self, start: int, end: int) -> bool:
        """Whether half of the members are people, places or bodies."""
        if self._borders.find(1, start + 1, end) < 0:
            return False
        members = self.members(start, end)
        return 2 * sum(self._is_list_item(*its) for its in members) >= len(members)

    def _is_list_item(self, start: int, end: int) -> bool:
        its = self.cut(start, end)
        text = self.text[start:end]
        named = all(tag in _NAMES for _, _, tag, _ in its)
        return named or ((text[-1] in _PEOPLE or text.endswith(_PERSONS)) and not predicate(its, False))

    def parallel(self, start: int, end: int) -> bool:
        """Whether members of about the same length stand side by side: 外防输入、内防反弹."""
        if self._borders.find(1, start + 1, end) < 0:
            return False
        members = self.members(start, end)
        sizes = [b - a for a, b in members]
        least = 2 if len(sizes) > 2 else 3
        even = min(sizes) >= least and max(sizes) - min(sizes) <= 1
        return even and all(self.edge(a) < SENTENCE for a, _ in members[1:]) and not self.lists(start, end)


def _all(flags: bytes, start: int, end: int) -> list[int]:
    """Where there is a flag, from one place to before another."""
    return [flag.start() for flag in _FLAG.finditer(flags, start, end)]


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
        if tag in _ADVERBS and not last and its[n + 1][2][:1] in tuple("vandz"):
            return True
        if text.endswith("是") and tag in ("d", "v", "c"):
            return True
        before = tag
    return False
