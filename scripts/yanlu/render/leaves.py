"""Long lists on pages of bounded length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from yanlu.render.browse import near

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list."""

    number: int
    folder: str  #: below the site's root
    items: Sequence[T]
    start: int  #: how many items are on the pages before
    others: list[tuple[int, str]]  #: the pages that it links to: number and folder

    @property
    def path(self) -> str:
        """The page's file below the docs folder."""
        return f"{self.folder}/index.md"

    @property
    def up(self) -> str:
        """The way from the page's folder to the site's root."""
        return "../" * (self.folder.count("/") + 1)


def leaves(folder: str, items: Sequence[T], size: int, behind: str = "") -> list[Leaf[T]]:
    """A list on pages of so many items; the first is in the folder, the others in numbered ones in it, or in those in `behind`.

    An empty list has one page.

    >>> [leaf.folder for leaf in leaves("formulas", "abcde", 2, "formulas/by/first")]
    ['formulas', 'formulas/by/first/2', 'formulas/by/first/3']
    """
    starts = range(0, max(len(items), 1), size)
    folders = [folder if n == 1 else f"{behind or folder}/{n}" for n in range(1, len(starts) + 1)]
    return [
        Leaf(n, folders[n - 1], items[start : start + size], start, _others(n, folders))
        for n, start in enumerate(starts, 1)
    ]


def _others(number: int, folders: Sequence[str]) -> list[tuple[int, str]]:
    return [(n, folders[n - 1]) for n in near(number, len(folders))]
