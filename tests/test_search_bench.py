"""What `bench.py search` asks for, and what it holds to be true."""

import re

import pytest

from benches import search_phrases, search_sizes
from benches.reading import RAW, clean_documents
from benches.search_phrases import CLASSES, Phrase, phrases
from benches.synthetic import texts
from yanlu.hanzi import fold

EACH = 4


@pytest.fixture(scope="module")
def corpus() -> dict[tuple[str, str], str]:
    (first, *_) = clean_documents(sorted(RAW.iterdir()))
    return {("2020", f"p{n}"): text for n, (_, text) in enumerate(first.body)}


@pytest.fixture(scope="module")
def drawn(corpus: dict[tuple[str, str], str]) -> list[Phrase]:
    return phrases(corpus, EACH)


def test_as_many_of_each_class_and_always_the_same(
    corpus: dict[tuple[str, str], str], drawn: list[Phrase]
) -> None:
    assert [phrase.kind for phrase in drawn] == [kind for kind in CLASSES for _ in range(EACH)]
    assert drawn == phrases(corpus, EACH)
    assert len({phrase.text for phrase in drawn if phrase.kind == "9–16 characters"}) == EACH


def test_the_truth_is_what_stands_in_the_texts(
    corpus: dict[tuple[str, str], str], drawn: list[Phrase]
) -> None:
    for phrase in drawn:
        for place, text in corpus.items():
            spans = phrase.spans.get(place, [])
            assert len(spans) == search_sizes.count(fold(text), fold(phrase.text))
            assert all(fold(text[start:end]) == fold(phrase.text) for start, end in spans)


def test_a_phrase_is_of_its_class(corpus: dict[tuple[str, str], str], drawn: list[Phrase]) -> None:
    by = {kind: [phrase for phrase in drawn if phrase.kind == kind] for kind in CLASSES}
    for kind, of_kind in by.items():
        for phrase in of_kind:
            as_written = any(phrase.text in text for text in corpus.values())
            assert as_written == (kind not in ("other width", "Traditional", "absent")), phrase
            if lengths := re.match(r"(\d+)(?:–(\d+))? characters?$", kind):
                assert int(lengths[1]) <= len(phrase.text) <= int(lengths[2] or lengths[1])
    assert {len(phrase.spans) for phrase in by["absent"]} == {0}
    assert {len(phrase.spans) for phrase in by["in one paragraph"]} == {1}
    assert all(re.search("[0-9０-９]", phrase.text) for phrase in by["digits and dates"])


def test_occurrences_may_overlap() -> None:
    letters = {("a", "p1"): ("人人人", [0, 2, 3])}
    assert search_phrases.where("人人", letters) == {("a", "p1"): [(0, 3), (2, 4)]}


def test_synthetic_texts_are_a_little_longer_than_asked() -> None:
    made = list(texts(clean_documents(sorted(RAW.iterdir())), 5, 9_600))
    assert len(made) == 5
    assert all(9_600 <= sum(map(len, text)) < 12_000 for text in made)
    assert len({"".join(text) for text in made}) == 5
