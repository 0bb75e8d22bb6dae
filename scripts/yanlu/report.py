"""What is told to the person who can mend it: findings, collected, printed, counted once."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import track

from yanlu.model import Finding
from yanlu.relate.ledger import Event, Record

OK, UNREADABLE, WRONG, BEHIND, BROKEN = 0, 1, 2, 3, 70  #: the exit codes, see `__main__`

#: Code → what to do. Each code has its line in docs/guide/findings.md and a case in tests/cases.
HINTS: Final = {
    "A001": "run `yanlu ledger` before you publish",
    "A002": "look whether the paragraphs are one now; if not, say so in corpus/editor/anchors.toml",
    "A003": "look whether it is right; if not, or to give the reason, write it in corpus/editor/anchors.toml",
    "A004": "compare the two; if they differ, say so in corpus/editor/anchors.toml",
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
    "N001": "look whether the note still fits, and take the new words into it",
    "N002": "give the note its new words, or take it out",
    "N003": "put the address right, or take the note out",
    "S001": "add a table for it to corpus/sources.toml",
    "S002": "put the original back, or record the new one in corpus/sources.toml",
    "W001": "find out which copy is right, and correct the other in corpus/editor",
    "W002": "say in corpus/editor whether they are one speech: joins or apart_from",
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
    return (
        f"{len(findings)} finding{'s' if len(findings) > 1 else ''} ({counts}); `yanlu findings` lists them"
    )


def progress(paths: Sequence[Path]) -> Iterable[Path]:
    """The paths, with a progress bar on standard error if that is a terminal."""
    console = Console(stderr=True)
    return track(paths, "Reading", console=console, transient=True, disable=not console.is_terminal)


def complain(message: str) -> None:
    """Print an error."""
    print(message, file=sys.stderr)


def told(record: Record, events: Sequence[Event]) -> Iterator[str]:
    """What the ledger did with one speech, a line an event."""
    if not events:
        yield f"{record.id}  another raw file or place in it"
    for event in events:
        anchors = sum(len(page.rows) for page in record.pages.values())
        what = f"added, with {anchors} anchors" if event.what == "added" else event.what
        where = f" {event.where}" if event.what == "fact" else event.where
        words = " → ".join(repr(text) for text in (event.before, event.after) if text)
        yield f"{record.id}{where}  {what}  {words}".rstrip()
