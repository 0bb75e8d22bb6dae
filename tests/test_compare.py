"""Two texts side by side: what is found, that nothing is lost, and that the pages say what was counted."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_cases import load
from yanlu import pipeline
from yanlu.model import Speech
from yanlu.relate.accidents import ACCIDENTS
from yanlu.relate.compare import Row, compare
from yanlu.relate.differences import Part


def lines(text: str) -> list[str]:
    return text.split("\n")


def place(its: range) -> str:
    return f"{its.start + 1}" if len(its) == 1 else f"{its.start + 1}-{its.stop}" if its else ""


@pytest.mark.parametrize("case", load("compare.toml"))
def test_differences(case: dict[str, Any]) -> None:
    rows = compare(lines(case["one"]), lines(case["other"]))
    parts = [part for row in rows for part in row.parts if part.change != "same"]
    assert [[part.change, part.one, part.other] for part in parts] == case["expected"]
    if "rows" in case:
        told = [f"{place(row.one)}{'>' if row.moved else ' '}{place(row.other)}" for row in rows]
        assert told == case["rows"]


# --- nothing is lost, and neither text comes first ----------------------------------------------------

words = st.lists(
    st.sampled_from(
        [*"天地玄黄宇宙洪荒，。“”\u0301\U000e0100國国己已05%. \u200b", "要抓紧修好水渠和堤坝", "三十二"]
    ),
    min_size=1,
).map("".join)
texts = st.lists(words, max_size=5)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_rows_are_both_texts_to_the_character_and_the_same_from_either_side(
    one: list[str], other: list[str]
) -> None:
    rows = compare(one, other)
    assert_whole(rows, one, other)
    assert sorted(map(repr, rows)) == sorted(repr(row.mirrored) for row in compare(other, one))


def assert_whole(rows: list[Row], one: list[str], other: list[str]) -> None:
    assert sorted(p for row in rows for p in row.one) == list(range(len(one)))
    assert sorted(q for row in rows for q in row.other) == list(range(len(other)))
    assert [p for row in rows for p in row.one] == list(range(len(one)))
    for row in rows:
        assert "".join(part.one for part in row.parts) == "\n".join(one[p] for p in row.one)
        assert "".join(part.other for part in row.parts) == "\n".join(other[q] for q in row.other)
        assert all((part.change == "same") == (part.one == part.other) for part in row.parts)


# --- the real copies ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def speeches(root: Path) -> dict[str, Speech]:
    return {speech.id: speech for speech in pipeline.look(root, iter)[1].speeches}


def paragraphs(speech: Speech, n: int = 0) -> list[str]:
    return [p.text for p in speech.witnesses[n].document.paragraphs]


def test_a_careful_copy_differs_by_what_it_leaves_out(speeches: dict[str, Speech]) -> None:
    """Read by eye: the second copy of 23 February lacks the salutation and five times 中央政治局, and masks a place's name."""
    speech = speeches["2020-02-23"]
    rows = compare(paragraphs(speech), paragraphs(speech, 1))
    found = Counter((part.change, part.one, part.other) for row in rows for part in row.parts)
    told = {key: n for key, n in found.items() if key[0] not in ("same", "space")}
    assert told == {
        ("alone", "同志们：", ""): 1,
        ("dropped", "中央政治局", ""): 5,
        ("replaced", "新疆", "xx"): 1,
    }


def test_a_free_copy_is_aligned_to_its_end(speeches: dict[str, Speech]) -> None:
    """The third copy breaks off behind ¶42, runs ¶38 and ¶39 together, and has other words in most paragraphs."""
    speech = speeches["2020-02-23"]
    one, other = paragraphs(speech), paragraphs(speech, 2)
    rows = compare(one, other)
    assert_whole(rows, one, other)
    assert [list(row.one) for row in rows if not row.other] == [[42], [43], [44], [45]]
    assert [len(row.one) for row in rows if len(row.one) > 1] == [2]
    assert not any(row.moved or not row.one for row in rows)
    parts = {(part.change, part.one, part.other) for row in rows for part in row.parts}
    assert {
        ("replaced", "工作者", "人员"),
        ("variant", "运输", "運輸"),
        ("replaced", "医疗", "市场"),
        ("layout", "\n", ""),
        ("punctuation", "、", "，"),
    } <= parts
    long = [
        part for row in rows for part in row.parts if part.change == "replaced" and "，" in part.one[1:-1]
    ]
    assert len(long) <= 4, "sentences that the copies share are not told as replaced"


def test_two_speeches_share_what_the_report_retells(speeches: dict[str, Speech]) -> None:
    one, other = paragraphs(speeches["2020-03-10"]), paragraphs(speeches["2020-03-10-2"])
    rows = compare(one, other)
    assert_whole(rows, one, other)
    pairs = {(p + 1, q + 1) for row in rows for p in row.one for q in row.other}
    assert {
        (3, 2),
        (4, 3),
        (5, 4),
        (6, 15),
        (7, 15),
        (11, 16),
        (14, 17),
        (16, 18),
        (17, 19),
        (22, 22),
    } <= pairs
    assert [tuple(row.one) for row in rows if row.moved] == [
        (9,)
    ]  # the report's first paragraph is from the middle
    elsewhere = {
        part.one: part.at + 1 for row in rows for part in row.parts if part.change == "moved" and part.one
    }
    assert elsewhere["把人民群众生命安全和身体健康放在第一位，"] == 9
