"""The synthetic corpora that `bench.py build` measures, and what a page may depend on."""

import re

import pytest

from benches import build
from benches.reading import RAW, clean_documents
from benches.synthetic import corpus
from yanlu import pipeline
from yanlu.relate import reuse


def test_a_corpus_is_the_beginning_of_every_larger_one() -> None:
    documents = clean_documents([RAW / "000_2ba47e9fb844da27.txt"])
    assert list(corpus(documents, 5)) == list(corpus(documents, 9))[:5]


def test_each_file_is_read_as_the_one_text_it_holds() -> None:
    files = list(corpus(clean_documents([RAW / "000_2ba47e9fb844da27.txt"]), 12))
    for file in files:
        (document,) = pipeline.read(file.name, file.data).documents
        assert document.facts.date
        assert document.facts.title.startswith(file.holds[0].head[0])
    assert len({pipeline.read(f.name, f.data).documents[0].facts.kind for f in files}) > 2


def _nothing(*_: object) -> list[reuse.Passage]:
    return []


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The reading pages of a small corpus and of one three times as large, by their raw file; without repeated passages.

    What is said of these differs; that it is bounded, tests/test_again.py tests.
    """
    found = []
    for size in (8, 24):
        root = tmp_path_factory.mktemp("corpus")
        build.lay_out(root, size)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pipeline.reuse, "find", _nothing)
            pipeline.build(root, iter)
        texts = [path.read_text("utf-8") for path in (root / "docs/speeches").glob("????-??-??*/index.md")]
        found.append({re.search(r"\d{5}\.txt", text)[0]: text for text in texts})
    return found


def test_a_reading_page_does_not_grow_with_the_corpus(pages: list[dict[str, str]]) -> None:
    small, large = pages
    assert (len(small), len(large)) == (8, 24)
    without_neighbours = [
        {
            name: re.sub(r'<nav class="neighbours".*?</nav>', "", page, flags=re.DOTALL)
            for name, page in its.items()
        }
        for its in pages
    ]
    for name, page in small.items():
        assert without_neighbours[0][name] == without_neighbours[1][name]
        assert '<nav class="neighbours"' in page
