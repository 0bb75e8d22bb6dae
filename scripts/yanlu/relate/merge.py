"""A ledger file while git merges two branches that both issued numbers.

The branch that is merged into keeps its numbers, since they may be published; what the other issued is
issued anew. Git may not weave the two files together, which would mix two numberings: `ATTRIBUTES`, beside
the ledger, tells it to keep the whole file of the branch that is merged into.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ATTRIBUTES: Final = "*.tsv -merge\nids.txt merge=union\n"  #: corpus/ledger/.gitattributes
_MARK: Final = re.compile(r"([<=>|])\1{6}(?: .*)?")


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a file in conflict. Of a file without one, `own` is the file."""

    own: str  #: of the branch that is merged into
    other: str
    marked: bool  #: git has written both into the file

    def lost(self) -> list[str]:
        """What only the other side has issued, "/w2#p4 first words"."""
        own = set(_issued(self.own))
        return [
            f"{anchor} {words}".rstrip()
            for anchor, words in _issued(self.other)
            if (anchor, words) not in own
        ]


def sides(path: Path, text: str, in_conflict: bool) -> Sides:
    """The sides of a ledger file with this text."""
    own, other = list[str](), list[str]()
    side, marked = "<", False
    for line in text.split("\n"):
        mark = _MARK.fullmatch(line)
        if mark:
            side, marked = mark[1].replace(">", "<"), True
        elif side == "<":
            own.append(line)
        elif side == "=":
            other.append(line)
    return Sides("\n".join(own), _from_git(path) if in_conflict else "\n".join(other), marked)


def in_conflict(folder: Path) -> set[str]:
    """The names of the folder's files that git can't merge; none where git merges nothing or isn't there."""
    command = ["git", "diff", "--name-only", "--diff-filter=U", "--relative", "--", "."]
    with suppress(OSError, subprocess.CalledProcessError):
        shown = subprocess.run(command, cwd=folder, capture_output=True, check=True)
        return set(shown.stdout.decode("utf-8", "replace").split("\n"))
    return set()


def _from_git(path: Path) -> str:
    """What a file is on the branch that git is merging; nothing if it isn't there."""
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["git", "show", f":3:./{path.name}"]
        shown = subprocess.run(command, cwd=path.parent, capture_output=True, check=True)
        return shown.stdout.decode("utf-8", "replace")
    return ""


def _issued(text: str) -> Iterator[tuple[str, str]]:
    """Each anchor of a paragraph in a ledger file, "#p4" or "/w2#p4", with its first words."""
    page = ""
    for line in text.split("\n"):
        match line.split("\t"):
            case ["page", name]:
                page = name.rstrip("/")
            case ["anchor", id, "live", _, _, _, words]:
                yield f"{page}#{id}", words
