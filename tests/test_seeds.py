"""The 23 documents of the first corpus against the hand-made gold: every field, no miss."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from yanlu import pipeline
from yanlu.model import Document

HERE = Path(__file__).parent
RAW = HERE.parent / "corpus/raw"
GOLD = [json.loads(line) for line in (HERE / "golden/seeds.jsonl").read_text(encoding="utf-8").splitlines()]
PARAGRAPHS = {"salutation", "body", "question", "answer", "verse", "closing"}


def fold(text: str) -> str:
    """White space gone, common full-width marks made half-width: as the gold compares."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text).translate(str.maketrans("，：；！？（）", ",:;!?()"))


def letters(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text))


@cache
def documents(name: str) -> tuple[Document, ...]:
    return pipeline.read(name, (RAW / name).read_bytes()).documents


def of(record: dict[str, Any]) -> Document:
    return documents(record["file"].removeprefix("seeds/"))[record["ordinal"] - 1]


def accepted(record: dict[str, Any], key: str, also: str) -> list[str | None]:
    more = record.get(also) or []
    return [record[key], *([more] if isinstance(more, str) else more)]


def test_every_file_gives_its_documents() -> None:
    files = {r["file"].removeprefix("seeds/") for r in GOLD}
    counts = {f: max(r["ordinal"] for r in GOLD if r["file"].endswith(f)) for f in files}
    assert {f: len(documents(f)) for f in files} == counts
    assert sum(counts.values()) == len(GOLD) == 23


each = pytest.mark.parametrize("record", GOLD, ids=lambda r: f"{r['file'][6:9]}-{r['ordinal']}")


@each
def test_facts(record: dict[str, Any]) -> None:
    facts = of(record).facts
    assert letters(facts.title or "") in [letters(t or "") for t in accepted(record, "title", "title_accept")]
    assert facts.date in accepted(record, "date", "date_accept")
    assert facts.speaker in accepted(record, "speaker", "speaker_accept")
    assert facts.kind in accepted(record, "kind", "kind_accept")
    assert facts.complete is not record.get("truncated", False)
    for fact in ("subtitle", "dateline", "place"):
        if fact in record:
            assert getattr(facts, fact) == record[fact]


@each
def test_occasion(record: dict[str, Any]) -> None:
    got = fold(of(record).facts.occasion or "")
    wanted = [fold(w or "") for w in accepted(record, "venue_or_occasion", "venue_accept")]
    assert any((w and got and (w in got or got in w)) or not (w or got) for w in wanted)


@each
def test_paragraphs(record: dict[str, Any]) -> None:
    paragraphs = of(record).paragraphs
    body = [p for p in paragraphs if p.kind in PARAGRAPHS]
    assert len(body) in accepted(record, "paragraphs", "paragraphs_accept")
    assert [fold(p.text) for p in paragraphs if p.kind == "heading"] == [fold(h) for h in record["headings"]]
    text = fold("".join(p.text for p in body))
    assert text.startswith(fold(record["first_8_chars_of_body"]))
    assert text.endswith(fold(record["last_8_chars_of_body"]))


@each
def test_nothing_wanted_is_lost_and_no_junk_is_left(record: dict[str, Any]) -> None:
    document = of(record)
    text = "".join(p.text + "\n" for p in document.paragraphs)
    assert [junk for junk in record["junk"] if junk in text] == []
    known = fold(text + " ".join(str(v) for v in (document.facts.title, document.facts.dateline)))
    assert [kept for kept in record["must_keep"] if fold(kept) not in known] == []


def test_every_fact_has_evidence() -> None:
    for record in GOLD:
        facts = of(record).facts
        for fact in ("title", "subtitle", "date", "published", "speaker", "occasion", "place", "dateline"):
            assert (getattr(facts, fact) is None) == (fact not in facts.evidence), (record["file"], fact)
