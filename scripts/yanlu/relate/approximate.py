"""Where a short text stands in a long one with few changes: a character put in, taken out or another in its place.

G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic programming, J. ACM 46 (1999).
Python's whole numbers have as many bits as the pattern has characters, so there are no blocks, and as a column of the
table is two numbers, all of them can be kept: the way back through them tells which characters are the same ones. The same
in docs/assets/notes-quote.js.
"""

from __future__ import annotations

from dataclasses import dataclass

#: A column of the table: where the changes become one more from a row to the next, and where one fewer.
Column = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The least changes that make the beginning of a pattern into what ends at a place of a text."""

    pattern: str
    text: str
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, pattern: str, text: str) -> Table:
        """The whole table; the pattern isn't empty."""
        stands: dict[str, int] = {}
        for n, char in enumerate(pattern):
            stands[char] = stands.get(char, 0) | 1 << n
        full = (1 << len(pattern)) - 1
        more, less = full, 0
        columns = [(more, less)]
        for char in text:
            here = stands.get(char, 0)
            same = (((here & more) + more) ^ more) | here
            vertical = here | less
            rises, falls = (less | ~(same | more)) << 1, (more & same) << 1
            more, less = (falls | ~(vertical | rises)) & full, rises & vertical & full
            columns.append((more, less))
        return cls(pattern, text, tuple(columns))

    def changes(self, end: int, size: int | None = None) -> int:
        """The least changes that make the pattern, or its first `size` characters, into what ends before a place of the text.

        >>> [Table.of("本色", "英雄木色。").changes(end) for end in range(6)]
        [2, 2, 2, 2, 1, 2]
        """
        more, less = self.columns[end]
        if size is None:
            return more.bit_count() - less.bit_count()
        first = (1 << size) - 1
        return (more & first).bit_count() - (less & first).bit_count()

    def beside(self, end: int) -> list[int]:
        """For each character of the pattern where in the text its like stands, or -1: one in the place of another is no -1.

        >>> Table.of("英雄本色", "方显英木色").beside(5)
        [2, -1, 3, 4]
        """
        found = [-1] * len(self.pattern)
        row = len(self.pattern)
        while row:
            here = self.changes(end, row)
            other = end == 0 or self.pattern[row - 1] != self.text[end - 1]
            if end and here == self.changes(end - 1, row - 1) + other:
                row, end = row - 1, end - 1
                found[row] = end
            elif here == self.changes(end, row - 1) + 1:
                row -= 1
            else:
                end -= 1
        return found
