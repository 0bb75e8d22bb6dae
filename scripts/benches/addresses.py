"""Ways to address a paragraph, ours and those of others, under one interface so that they can be compared."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from itertools import count
from typing import Final, Protocol

from rapidfuzz.distance import Indel

from benches.truth import GONE
from yanlu.hanzi import fold
from yanlu.model import Row
from yanlu.relate import anchors


class Scheme(Protocol):
    """Gives names to a page's paragraphs and finds the paragraph of a name given earlier."""

    def read(self, texts: Sequence[str]) -> Sequence[str]:
        """The names of the paragraphs of the page as it is now."""

    def lands(self, name: str) -> int | None:
        """The place of the paragraph that a name leads to now; None where it says that there is none."""


class Ledger:
    """Ours: `anchors` with the rows it committed."""

    def __init__(self) -> None:
        self.rows: Sequence[Row] = ()

    def read(self, texts: Sequence[str]) -> Sequence[str]:
        known = anchors.follow(self.rows, texts) if self.rows else anchors.mint(texts)
        self.rows = known.rows
        self.homes = {name: i for i, name in enumerate(known.ids)}
        self.homes |= {row.id: self.homes[row.target] for row in self.rows if row.state == "alias"}
        return known.ids

    def lands(self, name: str) -> int | None:
        return self.homes.get(name)


class Sequential:
    """The paragraph's number on the page."""

    def read(self, texts: Sequence[str]) -> Sequence[str]:
        self.names = [str(i) for i in range(len(texts))]
        return self.names

    def lands(self, name: str) -> int | None:
        return int(name) if int(name) < len(self.names) else None


class Hash:
    """A hash of the folded text; equal paragraphs are counted."""

    def read(self, texts: Sequence[str]) -> Sequence[str]:
        seen: Counter[str] = Counter()
        self.names = []
        for text in map(fold, texts):
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            self.names.append(f"{digest}-{seen[text]}")
            seen[text] += 1
        return self.names

    def lands(self, name: str) -> int | None:
        return self.names.index(name) if name in self.names else None


class WholeDiff:
    """TheyWorkForYou's way: the old page's text compared with the new page's, every name moved along.

    A paragraph is where most of its unchanged characters are; without a fifth of them it is gone for good.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.homes: dict[str, int | None] = {}
        self.fresh = count()

    def read(self, texts: Sequence[str]) -> Sequence[str]:
        texts = list(map(fold, texts))
        to = follow_diff(self.texts, texts)
        self.homes = {name: None if i is None else to[i] for name, i in self.homes.items()}
        self.texts = texts
        names: dict[int, str] = {}
        for name, i in self.homes.items():
            if i is not None:
                names.setdefault(i, name)
        for i in range(len(texts)):
            if i not in names:
                names[i] = str(next(self.fresh))
                self.homes[names[i]] = i
        return [names[i] for i in range(len(texts))]

    def lands(self, name: str) -> int | None:
        return self.homes[name]


def follow_diff(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """Where each old paragraph is in the new page, by the fewest insertions and deletions of characters."""
    owners = [i for i, text in enumerate(old) for _ in text]
    homes = [i for i, text in enumerate(new) for _ in text]
    shared: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for block in Indel.opcodes("".join(old), "".join(new)):
        if block.tag == "equal":
            pairs = zip(
                owners[block.src_start : block.src_end], homes[block.dest_start : block.dest_end], strict=True
            )
            for i, j in pairs:
                shared[i][j] += 1
    kept = [shared[i].most_common(1)[0] if shared[i] else (0, 0) for i in range(len(old))]
    return [j if n and n >= GONE * len(text) else None for (j, n), text in zip(kept, old, strict=True)]


#: Each way, by the name the table gives it.
SCHEMES: Final[dict[str, Callable[[], Scheme]]] = {
    "ours": Ledger,
    "sequential": Sequential,
    "hash": Hash,
    "whole diff": WholeDiff,
}
