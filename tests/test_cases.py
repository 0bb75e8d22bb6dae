"""The tables in tests/cases: whole files with what a careful reader finds in them, and single repairs.

A new bug starts as a new row. `xfail = "why"` marks a known failure; a failure that is mended must lose its mark.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.reading import assert_nothing_lost
from yanlu import pipeline
from yanlu.model import Document

CASES = Path(__file__).parent / "cases"


def load(pattern: str) -> list[Any]:
    found = []
    for path in sorted(CASES.glob(pattern)):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            found.append(pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks))
    return found


def data_of(case: dict[str, Any]) -> bytes:
    text = case["original"]
    if case.get("formfeed"):
        text = text.replace("␌", "\f")
    return text.replace("\n", case.get("newline", "\n")).encode(case.get("encoding", "utf-8"))


def matches(wanted: str, text: str) -> bool:
    """`……` in a row stands for anything between; the row's other characters must stand as they are."""
    begin, gap, end = wanted.partition("……")
    if gap and wanted != text:
        return text.startswith(begin) and text.endswith(end) and len(text) >= len(begin) + len(end)
    return wanted == text


def assert_document(wanted: dict[str, Any], document: Document) -> None:
    for fact in (
        "title",
        "subtitle",
        "date",
        "published",
        "speaker",
        "occasion",
        "place",
        "kind",
        "dateline",
        "complete",
    ):
        if fact in wanted:
            assert getattr(document.facts, fact) == wanted[fact], fact
    for fact in wanted.get("none", []):
        assert getattr(document.facts, fact) is None, fact
    if "paragraphs" in wanted:
        rows = [row.split(" ", 1) for row in wanted["paragraphs"]]
        got = [f"{p.kind} {p.text}" for p in document.paragraphs]
        assert [p.kind for p in document.paragraphs] == [kind for kind, _ in rows], got
        assert [
            t for (_, t), p in zip(rows, document.paragraphs, strict=True) if not matches(t, p.text)
        ] == [], got
    if "apparatus" in wanted:
        got = [block.text for block in document.apparatus]
        assert [t for t in wanted["apparatus"] if not any(matches(t, g) for g in got)] == [], got


@pytest.mark.parametrize("case", load("reading-*.toml"))
def test_reading(case: dict[str, Any]) -> None:
    reading = pipeline.read(case["name"], data_of(case))
    assert_nothing_lost(reading)
    wanted = case.get("document", [])
    assert len(reading.documents) == len(wanted), [d.facts.title for d in reading.documents]
    for expected, document in zip(wanted, reading.documents, strict=True):
        assert_document(expected, document)


@pytest.mark.parametrize("case", load("cleaning.toml"))
def test_cleaning(case: dict[str, Any]) -> None:
    trace = pipeline.clean(case.get("name", "a.txt"), case["original"])
    assert trace.text == case["expected"]
    assert {c.rule for c in trace.changes()} == set(case.get("rules", []))
