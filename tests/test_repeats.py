"""What the pages about repeated passages start from, on the real texts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from yanlu import pipeline
from yanlu.hanzi import fold
from yanlu.relate import reuse
from yanlu.relate.wording import parts
from yanlu.render.entries import copies, in_time
from yanlu.render.repeats import Repeat, repeats
from yanlu.render.sharing import compared, sharing


@pytest.fixture(scope="module")
def found(root: Path) -> list[Repeat]:
    corpus, related = pipeline.look(root, lambda paths: paths)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    own = in_time(related.speeches, raws)
    entries = [*own, *(copy for entry in own for copy in copies(entry, raws))]
    texts = {(e.address, anchor): p.text for e in entries for anchor, p in _paragraphs(e)}
    made = repeats(reuse.find(list(reuse.texts(related.speeches))), entries)
    assert all(
        texts[place.address, place.anchor][place.start : place.end] == place.quote
        for repeat in made
        for place in repeat.places
    )
    return made


def _paragraphs(entry: object) -> Iterator[tuple[str, object]]:
    return zip(entry.witness.anchors, entry.witness.document.paragraphs, strict=True)  # type: ignore[attr-defined]


def test_a_formula_is_found_wherever_it_stands(root: Path, found: list[Repeat]) -> None:
    """Its places are those of a search for it in all speeches' own pages."""
    _, related = pipeline.look(root, lambda paths: paths)
    pages = [(s.id, [fold(p.text) for p in s.base.document.paragraphs]) for s in related.speeches]
    formulas = [repeat for repeat in found if repeat.kind == "formula"]
    assert len(formulas) > 30
    for formula in formulas:
        words = fold(formula.places[0].quote)
        own = [place for place in formula.places if place.is_base]
        assert len(own) == sum(text.count(words) for _, texts in pages for text in texts)
        assert set(formula.speeches) == {id for id, texts in pages if any(words in text for text in texts)}


def test_sharing_is_symmetric_and_within_the_speech(found: list[Repeat]) -> None:
    shares = sharing(found)
    assert {(b, a) for a, b in shares} == set(shares)
    assert compared(shares) == sorted({tuple(sorted(pair)) for pair in compared(shares)})
    assert shares["2020-03-10", "2020-03-10-2"] > 1_000  # the report retells the speech


def test_wordings_in_parts_are_whole(found: list[Repeat]) -> None:
    """Parts without what was dropped are the other wording to the last sign; without what was added, all letters of the one."""
    compared_pairs = 0
    for repeat in found:
        first = repeat.places[0].quote
        for place in repeat.places[1:]:
            made = parts(first, place.quote)
            assert "".join(p.text for p in made if p.change != "dropped") == place.quote
            assert fold("".join(p.text for p in made if p.change != "added")) == fold(first)
            compared_pairs += 1
    assert compared_pairs > 300
