"""Tables for spreadsheets: CSV as RFC 4180 has it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

#: What a spreadsheet would run: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")


def sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    r"""A table with a head; with a byte order mark, without which Excel takes it for another encoding.

    A cell that begins like a formula gets an apostrophe before it; a lone surrogate is written as its escape.

    >>> sheet(["a", "b"], [(1, "=1+1")]).decode()
    '\ufeff"a","b"\r\n"1","\'=1+1"\r\n'
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(str(value)) for value in row] for row in rows)
    return f"\N{BYTE ORDER MARK}{text.getvalue()}".encode("utf-8", "backslashreplace")


def _cell(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
