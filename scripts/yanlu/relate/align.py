"""Where the words of an old page stand in the new one, wherever they were moved.

A character-by-character alignment that may cross: every character of the new page is the heir of one
character of the old page at most, so a paragraph that was taken out cannot live on in a look-alike
that has an ancestor of its own. From strict to loose, each step on what the ones before left open:

1. paragraphs that stand once on both pages;
2. runs around k-grams that stand once in both (the unique matches of patience diff and of MUMmer,
   Delcher et al. 1999, here without their order, so that moves are seen);
3. between neighbours found so far: equal paragraphs, similar ones, then the fewest edits of
   characters (Levenshtein 1966);
4. short lines that stand alone on both sides, nearest places first.

Texts are folded by the caller, so width, punctuation and 繁/简 play no part. Time and memory grow
with the length of the pages; only step 3 looks at pairs, within bounds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, product
from math import inf
from typing import Final

from rapidfuzz.distance import Levenshtein

#: So many characters that stand once on both pages are hardly there by chance.
GRAM: Final = 8
#: Two paragraphs have something in common if so much of the shorter is found in the other.
SUPPORT: Final = 0.2
#: In the same gap, paragraphs so similar are one; anywhere on the page, paragraphs so similar.
ALIKE, ALIKE_ANYWHERE = 0.6, 0.7
#: What one paragraph's distance from the expected place takes from the similarity, and how often at most.
FAR, FARTHEST = 0.05, 4
#: Pairs of paragraphs, and of characters, that are compared at most in one gap.
MOST_PAIRS, MOST_CELLS = 10_000, 20_000_000
#: A run of so many equal characters between edits is no chance; single ones are, unless the gap is as similar as this.
RUN, SIMILAR = 2, 0.4

FREE: Final = -1
Span = tuple[int, int]


class Page:
    """Folded paragraphs run together. ``mate`` gives each character's place on the other page, or FREE."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.paragraphs = paragraphs
        self.text = "".join(paragraphs)
        self.starts = [0, *accumulate(map(len, paragraphs))]
        self.home = [p for p, words in enumerate(paragraphs) for _ in words]
        self.mate = [FREE] * len(self.text)

    def free(self) -> list[Span]:
        """The longest runs of characters without a mate."""
        return [m.span() for m in re.finditer(b"\x01+", bytes(place < 0 for place in self.mate))]

    def inside(self, start: int, end: int) -> range:
        """The paragraphs that lie whole between two places."""
        return range(bisect_left(self.starts, start), bisect_right(self.starts, end) - 1)

    def is_free(self, paragraph: int) -> bool:
        """Whether none of a paragraph's characters has a mate."""
        return not self.known(paragraph)

    def known(self, paragraph: int, first: int = 0) -> int:
        """How many of a paragraph's characters have a mate, from its `first` on."""
        start, end = self.starts[paragraph : paragraph + 2]
        return end - start - first - self.mate[start + first : end].count(FREE)

    def is_old(self, paragraph: int) -> bool:
        """Whether half of a paragraph's characters or more have a mate."""
        return 2 * self.known(paragraph) >= len(self.paragraphs[paragraph])


class Alignment:
    """An old and a new page, and which characters of them are the same ones.

    What two paragraphs have in common is not left out as chance where it has `chance` characters or more.

    >>> Alignment(["天地玄黄", "宇宙洪荒"], ["宇宙洪荒", "天地黄"]).old.mate
    [4, 5, -1, 6, 0, 1, 2, 3]
    """

    def __init__(self, old: Sequence[str], new: Sequence[str], chance: float = inf) -> None:
        self.old, self.new = Page(old), Page(new)
        self._equal_paragraphs()
        self._unique_runs()
        self._drop_chance(chance)
        for start, end in self.old.free():
            self._paragraphs_between(start, end)
        for start, end in self.old.free():
            self._characters_between(start, end)
        self._alone()

    # --- 1, 2: anywhere ---------------------------------------------------------------------------

    def _equal_paragraphs(self) -> None:
        counts = Counter(self.old.paragraphs), Counter(self.new.paragraphs)
        places = {words: q for q, words in enumerate(self.new.paragraphs)}
        for p, words in enumerate(self.old.paragraphs):
            if counts[0][words] == counts[1][words] == 1:
                self._pair(self.old.starts[p], self.new.starts[places[words]], len(words))

    def _unique_runs(self) -> None:
        runs: list[tuple[int, int, int]] = []
        done: dict[int, int] = {}  # diagonal → where its last run ended
        old, new = _once(self.old), _once(self.new)
        for gram, i in old.items():
            j = new.get(gram, FREE)
            if i >= 0 and j >= 0 and done.get(j - i, 0) <= i:
                start, end = self._grown(i, j)
                done[j - i] = end
                runs.append((start - end, start, start + j - i))
        for length, i, j in sorted(runs):
            self._pair_free(i, j, -length)

    def _grown(self, i: int, j: int) -> Span:
        """The run of equal free characters around a k-gram that begins at both places, on the old page."""
        a, b, old, new = self.old.text, self.new.text, self.old.mate, self.new.mate
        start, end, shift = i, i + GRAM, j - i
        while (
            start
            and start + shift
            and a[start - 1] == b[start + shift - 1]
            and _both(old, new, start - 1, shift)
        ):
            start -= 1
        stop = min(len(a), len(b) - shift)
        while end < stop and a[end] == b[end + shift] and _both(old, new, end, shift):
            end += 1
        return start, end

    def _drop_chance(self, most: float) -> None:
        """Formulas and the like, that two paragraphs have in common by chance, are no sign of descent."""
        home, mate = self.new.home, self.old.mate
        for words, (start, end) in zip(self.old.paragraphs, pairwise(self.old.starts), strict=True):
            common = Counter(home[j] for j in mate[start:end] if j >= 0)
            weak = {
                q
                for q, n in common.items()
                if n < min(most, SUPPORT * min(len(words), len(self.new.paragraphs[q])))
            }
            for i in range(start, end) if weak else ():
                if mate[i] >= 0 and home[mate[i]] in weak:
                    self.new.mate[mate[i]] = mate[i] = FREE

    # --- 3: between neighbours --------------------------------------------------------------------

    def _between(self, start: int, end: int) -> list[Span]:
        """The free runs on the new page that follow what stood before a gap, or go before what followed it."""
        mate = self.new.mate
        after = self.old.mate[start - 1] + 1 if start else 0
        before = self.old.mate[end] if end < len(self.old.mate) else len(mate)
        stop, begin = after, before
        while stop < len(mate) and mate[stop] < 0:
            stop += 1
        while begin and mate[begin - 1] < 0:
            begin -= 1
        return sorted({span for span in ((after, stop), (begin, before)) if span[0] < span[1]})

    def _paragraphs_between(self, start: int, end: int) -> None:
        old = list(self.old.inside(start, end))
        new = [q for span in self._between(start, end) for q in self.new.inside(*span)]
        if not old or not new:
            return
        a, b = ([page.paragraphs[p] for p in its] for page, its in ((self.old, old), (self.new, new)))
        for block in Levenshtein.opcodes(a, b):
            if block.tag == "equal":
                for p, q in zip(old[block.src_start : block.src_end], new[block.dest_start :], strict=False):
                    self._pair(self.old.starts[p], self.new.starts[q], len(self.old.paragraphs[p]))
        self._pair_alike(old, new, ALIKE)

    def _characters_between(self, start: int, end: int) -> None:
        places = [j for span in self._between(start, end) for j in range(*span)]
        if places and (end - start) * len(places) <= MOST_CELLS:
            self._pair_edited(start, end, places)

    def _pair_edited(self, start: int, end: int, places: Sequence[int]) -> None:
        """Free characters of the old page and of the new aligned by the fewest edits."""
        words, now = self.old.text[start:end], "".join(self.new.text[j] for j in places)
        equal = [block for block in Levenshtein.opcodes(words, now) if block.tag == "equal"]
        found = sum(block.src_end - block.src_start for block in equal)
        least = 1 if found >= SIMILAR * min(len(words), len(now)) else RUN
        for block in equal:
            if block.src_end - block.src_start >= least:
                for i, k in zip(
                    range(block.src_start, block.src_end), range(block.dest_start, len(now)), strict=False
                ):
                    self._pair(start + i, places[k], 1)

    # --- 4: what is left --------------------------------------------------------------------------

    def _alone(self) -> None:
        old = [p for p in range(len(self.old.paragraphs)) if self.old.is_free(p)]
        new = [q for q in range(len(self.new.paragraphs)) if self.new.is_free(q)]
        self._pair_alike(old, new, ALIKE_ANYWHERE)

    def _pair_alike(self, old: Sequence[int], new: Sequence[int], least: float) -> None:
        """Free paragraphs paired by similarity, less their distance from where they are expected."""
        if len(old) * len(new) > MOST_PAIRS:
            return
        scored = []
        for p, q in product(filter(self.old.is_free, old), filter(self.new.is_free, new)):
            alike = Levenshtein.normalized_similarity(
                self.old.paragraphs[p], self.new.paragraphs[q], score_cutoff=least
            )
            if alike:
                scored.append((FAR * min(self._distance(p, q), FARTHEST) - alike, p, q))
        for score, p, q in sorted(scored):
            if score <= -least and self.old.is_free(p) and self.new.is_free(q):
                self._pair_edited(
                    self.old.starts[p], self.old.starts[p + 1], range(*self.new.starts[q : q + 2])
                )

    def _distance(self, p: int, q: int) -> int:
        """How many paragraphs `q` is from where `p` is expected by what stood before and behind it."""
        mates, (start, end) = self.old.mate, self.old.starts[p : p + 2]
        before = next((self.new.home[j] for j in reversed(mates[:start]) if j >= 0), -1)
        behind = next((self.new.home[j] for j in mates[end:] if j >= 0), len(self.new.paragraphs))
        return min(abs(q - before - 1), abs(q - behind + 1))

    # --- pairing ----------------------------------------------------------------------------------

    def _pair(self, i: int, j: int, length: int) -> None:
        self.old.mate[i : i + length] = range(j, j + length)
        self.new.mate[j : j + length] = range(i, i + length)

    def _pair_free(self, i: int, j: int, length: int) -> None:
        """Pair what a longer run has not taken."""
        taken = [
            a >= 0 or b >= 0
            for a, b in zip(self.old.mate[i : i + length], self.new.mate[j : j + length], strict=True)
        ]
        for run in re.finditer(b"\x00+", bytes(taken)):
            self._pair(i + run.start(), j + run.start(), len(run[0]))


def _both(old: Sequence[int], new: Sequence[int], i: int, shift: int) -> bool:
    return old[i] < 0 and new[i + shift] < 0


def _once(page: Page) -> dict[str, int]:
    """The k-grams of a page's free runs: where each stands, or FREE if it stands twice."""
    found: dict[str, int] = {}
    for i in _places(page):
        gram = page.text[i : i + GRAM]
        found[gram] = FREE if gram in found else i
    return found


def _places(page: Page) -> Iterator[int]:
    for start, end in page.free():
        yield from range(start, end - GRAM + 1)
