"""What a link is worth: where the words are that it was copied from, and where it lands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benches.edits import Page, Piece

#: Less than this share of a paragraph's words left, and it is gone.
GONE: Final = 0.2
#: A link is right that lands on this share of what is left, or on the beginning.
HELD: Final = 1 / 3
BEGINNING: Final = 8


@dataclass(frozen=True, slots=True)
class Link:
    """A link that somebody copied."""

    text: str
    words: tuple[int, ...]  #: the numbers of its characters, without punctuation

    @classmethod
    def to(cls, piece: Piece) -> Link:
        """A link to a paragraph as it is now."""
        return cls(piece.text, words(piece))


def words(piece: Piece) -> tuple[int, ...]:
    """The numbers of a paragraph's characters, without punctuation unless there is nothing else.

    >>> words(Piece("好！", (1, 2), 0)), words(Piece("……", (1, 2), 0))
    ((1,), (1, 2))
    """
    found = tuple(n for char, n in zip(piece.text, piece.origin, strict=True) if char.isalnum())
    return found or piece.origin


class Truth:
    """Where every character is on a page."""

    def __init__(self, page: Page) -> None:
        self.home = {number: i for i, piece in enumerate(page) for number in piece.origin}

    def places(self, numbers: Sequence[int]) -> Counter[int]:
        """The paragraphs that hold what is left of some characters, and how much each."""
        return Counter(self.home[n] for n in numbers if n in self.home)

    def beginning(self, link: Link) -> int | None:
        """The paragraph that holds most of the first words left of a link."""
        left = [n for n in link.words if n in self.home]
        return self.places(left[:BEGINNING]).most_common(1)[0][0] if left else None

    def gone(self, link: Link) -> bool:
        """Whether next to nothing is left of a link's words."""
        return self.places(link.words).total() < GONE * len(link.words)

    def verdict(self, link: Link, landed: int | None) -> str:
        """What a link is worth that lands on a paragraph, or on a notice that its text is gone (None).

        right, wrong (on another text), lost (told gone, but it is there); of what is gone: told, untold.
        """
        places = self.places(link.words)
        left = places.total()
        if landed is not None and left and (places[landed] >= HELD * left or landed == self.beginning(link)):
            return "right"
        if self.gone(link):
            return "told" if landed is None else "untold"
        return "lost" if landed is None else "wrong"
