"""What is told to the person who can mend it: findings, collected, printed, counted once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import track

from yanlu.model import Finding

OK, UNREADABLE, WRONG, BROKEN = 0, 1, 2, 70  #: the exit codes, see `__main__`

#: Code → what to do. Each code has its line in docs/guide/findings.md and a case in tests/cases.
HINTS: Final = {
    "D001": "find a better copy, or set the encoding in corpus/sources.toml",
    "D002": "find a better copy, or correct the text in corpus/editor",
    "D003": "if you know the date, give it in corpus/editor",
    "D004": "give a title in corpus/editor",
    "D005": "if you know the speaker, give the name in corpus/editor",
    "D006": "check the year; give the date in corpus/editor to confirm or correct it",
    "D007": "check it; give the fact in corpus/editor to confirm or correct it",
    "D008": "find a whole copy, or say in corpus/editor that it is complete",
    "D009": "remove the file if it is none of this corpus",
    "D010": "mend or remove the file: it is missing from the site",
    "D011": "look whether the copy is cut off, and say so with complete in corpus/editor",
    "D012": "make sure the text reads as it should",
    "S001": "add a table for it to corpus/sources.toml",
    "S002": "put the original back, or record the new one in corpus/sources.toml",
}


def show(findings: Iterable[Finding]) -> None:
    """Print findings in full, each with its hint."""
    for finding in findings:
        print(f"{finding} — {HINTS[finding.code]}")


def summary(findings: Sequence[Finding]) -> str:
    """One line: how many of which code.

    >>> summary([Finding("a.txt", 1, "D003", ""), Finding("b.txt", 1, "D003", "")])
    '2 findings (2 × D003); `yanlu findings` lists them'
    """
    if not findings:
        return "no findings"
    counts = ", ".join(f"{n} × {code}" for code, n in sorted(Counter(f.code for f in findings).items()))
    return f"{len(findings)} findings ({counts}); `yanlu findings` lists them"


def progress(paths: Sequence[Path]) -> Iterable[Path]:
    """The paths, with a progress bar on standard error if that is a terminal."""
    console = Console(stderr=True)
    return track(paths, "Reading", console=console, transient=True, disable=not console.is_terminal)


def complain(message: str) -> None:
    """Print an error."""
    print(message, file=sys.stderr)
