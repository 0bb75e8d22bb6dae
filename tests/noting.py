"""What the tests about notes share: the table of cases, read into pages and places."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yanlu.relate.notes import Page, Place, describe

CASES = Path(__file__).parent / "cases/notes.toml"


@dataclass(frozen=True)
class Marked:
    """A page and the place that is marked in it."""

    paragraphs: list[tuple[str, str]]
    place: Place | None

    @classmethod
    def of(cls, lines: list[str]) -> Marked:
        paragraphs = [(id, text) for id, _, text in (line.partition(" ") for line in lines)]
        begin = [(id, text.index("⟦")) for id, text in paragraphs if "⟦" in text]
        end = [(id, text.replace("⟦", "").index("⟧")) for id, text in paragraphs if "⟧" in text]
        place = Place(*begin[0], *end[0]) if begin else None
        return cls([(id, text.replace("⟦", "").replace("⟧", "")) for id, text in paragraphs], place)


def cases() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]
    return rows


def expected(case: dict[str, Any]) -> Any:
    """Where a case's note must be shown, and how; None if nowhere."""
    place = Marked.of(case["after"]).place
    return {"place": asdict(place), "how": case["how"]} if place else None


def selectors(case: dict[str, Any]) -> list[Any]:
    before = Marked.of(case["before"])
    assert before.place
    return list(describe(Page(before.paragraphs), before.place))
