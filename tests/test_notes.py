"""Where notes stand: the table that the browser is held to as well (browser/test_notes_place.py), and what must always hold."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.noting import Marked, cases, expected, selectors
from tests.test_cases import load
from yanlu.hanzi import fold
from yanlu.relate.approximate import Table
from yanlu.relate.notes import CONTEXT, Page, Place, describe, placed

#: Few letters, so that they repeat; marks, spaces, both halves of a surrogate pair's plane, and a combining mark.
text = st.text(st.sampled_from("天地人和，。 　𠮷e\u0301ＡaB"), max_size=40)
pages = st.lists(text, min_size=1, max_size=6)


@pytest.mark.parametrize("case", load("notes.toml"))
def test_a_note_is_shown_where_its_words_are(case: dict[str, Any]) -> None:
    page = Page(Marked.of(case["after"]).paragraphs, case.get("aliases", {}), case.get("gone", ()))
    found = placed(page, selectors(case))
    assert (found and asdict(found)) == expected(case)


def test_the_table_has_every_outcome() -> None:
    outcomes = {case.get("how", "nowhere") for case in cases()}
    assert outcomes == {"same", "moved", "changed", "nowhere"}


def numbered(texts: list[str]) -> list[tuple[str, str]]:
    return [(f"p{n}", text) for n, text in enumerate(texts, 1)]


def places(page: Page, data: st.DataObject) -> Place:
    start = data.draw(st.integers(0, len(page.text) - 1))
    return page.place(start, data.draw(st.integers(start + 1, len(page.text))))


@given(pages.filter(lambda texts: any(texts)), st.data())
def test_on_the_same_page_a_note_in_a_paragraph_stays(texts: list[str], data: st.DataObject) -> None:
    """Unless the very context stands twice in the paragraph, of which the nearer to where it was is taken."""
    page = Page(numbered(texts))
    place = places(page, data)
    told = describe(page, place)
    found = placed(page, told)
    start, end = page.span(place)
    assert told[1]["exact"] == page.text[start:end]
    if place.first == place.last and fold(page.text[start:end]):
        assert found and found.how == "same"
        assert fold(page.text[slice(*page.span(found.place))]) == fold(page.text[start:end])


@given(pages.filter(lambda texts: any(texts)), pages, st.data())
def test_a_place_lies_on_the_page_whatever_the_page(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    before = Page(numbered(old))
    after = Page(numbered(new), {"p5": "p1"}, ["p6"])
    told = describe(before, places(before, data))
    assert len(told[1]["prefix"]) <= CONTEXT >= len(told[1]["suffix"])
    found = placed(after, told)
    if found:
        start, end = after.span(found.place)
        assert 0 <= start < end <= len(after.text)
        assert found.place.start >= 0 and found.place.end <= len(dict(numbered(new))[found.place.last])


@given(text.filter(bool), text)
def test_changes_are_the_fewest(pattern: str, whole: str) -> None:
    """Against the table of Sellers, cell by cell."""
    table = Table.of(pattern, whole)
    rows = [[0] * (len(whole) + 1)]
    for i, char in enumerate(pattern, 1):
        row = [i]
        for j, other in enumerate(whole, 1):
            row.append(min(rows[-1][j - 1] + (char != other), rows[-1][j] + 1, row[-1] + 1))
        rows.append(row)
    assert [[table.changes(j, i) for j in range(len(whole) + 1)] for i in range(len(pattern) + 1)] == rows
    for stop in range(len(whole) + 1):
        mates = table.beside(stop)
        kept = [j for j in mates if j >= 0]
        assert kept == sorted(set(kept)) and all(j < stop for j in kept)
