"""Repeated passages: what is found in made-up texts, and what holds of everything found in the corpus."""

import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benches import reuse as planted
from tests.test_cases import load
from yanlu import pipeline
from yanlu.hanzi import fold
from yanlu.relate import ledger, reuse
from yanlu.relate.reuse import engines, exact
from yanlu.relate.reuse.corpus import Paragraph, Row, Text, texts
from yanlu.relate.reuse.results import CLASSES, Passage, passage_id

ROOT = Path(__file__).parent.parent


def text(name: str, lines: str, kind: str = "speech", day: str = "") -> Text:
    its = tuple(Paragraph(f"p{n}", "body", line) for n, line in enumerate(lines.split("\n"), 1))
    return Text(name, day, kind, its)


def told(passages: list[Passage]) -> list[list[object]]:
    return sorted([p.kind, p.occurrences[0].quote, len(p.occurrences)] for p in passages)


@pytest.mark.parametrize("case", load("reuse.toml"))
def test_what_repeats(case: dict[str, Any]) -> None:
    count = len(case["texts"])
    kinds, days = case.get("kinds", ["speech"] * count), case.get("days", [""] * count)
    found = reuse.find(
        [text(f"t{n}", *its) for n, its in enumerate(zip(case["texts"], kinds, days, strict=True))]
    )
    assert told(found) == sorted(case["expected"])


@pytest.fixture(scope="module")
def corpus() -> list[Text]:
    read = pipeline.read_corpus(ROOT, iter)
    related = pipeline.relate(read.documents, ledger.load(ROOT / "corpus/ledger"), read.word)
    return list(texts(related.speeches))


@pytest.fixture(scope="module")
def found(corpus: list[Text]) -> list[Passage]:
    return reuse.find(corpus)


def test_spans_are_what_the_data_says(corpus: list[Text], found: list[Passage]) -> None:
    paragraphs = {(t.document, p.anchor): p.text for t in corpus for p in t.paragraphs}
    assert {p.kind for p in found} == set(CLASSES)
    for passage in found:
        assert len(passage.occurrences) == len(set(passage.occurrences)) >= 2
        for its in passage.occurrences:
            assert paragraphs[its.document, its.anchor][its.start : its.end] == its.quote != ""
        if passage.kind in ("verbatim", "formula"):
            assert len({fold(its.quote) for its in passage.occurrences}) == 1 == passage.verbatim


def test_a_build_after_a_change_finds_what_one_from_nothing_does(tmp_path: Path) -> None:
    """A text added, changed and removed, with what earlier builds kept."""

    def built(folder: Path) -> bytes:
        pipeline.build(folder, iter)
        return (folder / "docs/data/passages.jsonl").read_bytes()

    kept, (_, _, one, other, _) = tmp_path / "kept", sorted((ROOT / "corpus/raw").iterdir())
    whole = one.read_text("utf-8")
    (kept / "corpus/raw").mkdir(parents=True)
    shutil.copy(one, kept / "corpus/raw")
    seen = [built(kept)]
    for n, change in enumerate(
        [
            lambda raw: shutil.copy(other, raw),
            lambda raw: (raw / one.name).write_text(whole[: len(whole) // 2], "utf-8"),
            lambda raw: (raw / other.name).unlink(),
        ]
    ):
        change(kept / "corpus/raw")
        shutil.copytree(kept / "corpus", tmp_path / str(n) / "corpus")
        seen.append(built(kept))
        assert seen[-1] == built(tmp_path / str(n))
        assert seen[-1] != seen[-2]


def test_order_of_the_texts_plays_no_part(corpus: list[Text], found: list[Passage]) -> None:
    def places(passages: list[Passage]) -> set[tuple[str, frozenset[object]]]:
        return {
            (p.kind, frozenset((o.document, o.anchor, o.start, o.end) for o in p.occurrences))
            for p in passages
        }

    assert places(reuse.find(corpus[::-1])) == places(found)


def test_a_formula_is_found_wherever_it_stands(corpus: list[Text], found: list[Passage]) -> None:
    lines = [fold(p.text) for t in corpus for p in t.paragraphs]
    formulas = [p for p in found if p.kind == "formula"]
    assert len(formulas) > 20
    for passage in formulas:
        wording = fold(passage.occurrences[0].quote)
        assert len(passage.occurrences) == sum(line.count(wording) for line in lines)


def test_copies_add_nothing(corpus: list[Text]) -> None:
    documents = {t.document.rpartition("/")[0]: 0 for t in corpus}
    for t in corpus:
        documents[t.document.rpartition("/")[0]] += sum(len(p.text) for p in t.paragraphs)
    speeches = pipeline.look(ROOT, iter)[1].speeches
    for speech in speeches:
        lengths = [sum(len(p.text) for p in w.document.paragraphs) for w in speech.witnesses]
        assert documents[speech.id] < 1.2 * max(lengths), speech.id


def test_a_copy_is_no_further_speech() -> None:
    """What a copy says alone is found, but a copy makes no formula of a passage, and hides no earliest place."""
    line = "各地区要抓紧修好水渠和堤坝。"
    speeches = [text("2001/w1", line, day="2001-02-03"), text("2003/w1", line, day="2003-02-03")]
    for name, kind in (("2003/w2", "verbatim"), ("2004/w1", "formula"), ("2001/w2", "verbatim")):
        day = f"{name[:4]}-02-03"
        (passage,) = reuse.find([*speeches, text(name, f"村民说得好。\n{line}", day=day)])
        assert passage.kind == kind and len(passage.occurrences) == 3
        assert passage.earliest and passage.earliest.document == "2001/w1"


def test_a_frequent_phrase_is_followed_through_all_texts() -> None:
    before, behind = ["大家靠", "办法是", "村里讲究", "这叫作", "先要"], ["办厂", "的路子", "起家", "，很好"]
    many = [text(f"t{n}", f"{before[n % 5]}外引人才、内挖潜力{behind[n % 4]}。") for n in range(60)]
    found = {fold(p.occurrences[0].quote): p for p in reuse.find(many)}
    assert {its.document for its in found["外引人才内挖潜力"].occurrences} == {t.document for t in many}


def test_a_long_passage_in_many_texts_is_one() -> None:
    lines = [
        "各地要抓紧修好水渠和堤坝，把险情报告清楚，不许隐瞒不报，更不许临阵脱逃，还要安顿好转移出来的乡亲，让他们有饭吃、有衣穿、有屋住"
    ]
    edits = ["", "一定", "务必", "马上", "从今天起"]
    many = [text(f"t{n}", lines[0].replace("抓紧", edits[n % 5] + "抓紧")) for n in range(30)]
    longest = max(reuse.find(many), key=lambda p: sum(len(o.quote) for o in p.occurrences))
    assert len({its.document for its in longest.occurrences}) == 30
    assert all(len(its.quote) > 50 for its in longest.occurrences)


def test_direction_is_told_only_where_the_dates_tell_it() -> None:
    line = "各地区要抓紧修好水渠和堤坝。"

    def first(*days: str) -> str | None:
        (passage,) = reuse.find([text(f"t{n}", line, day=day) for n, day in enumerate(days)])
        return passage.earliest and passage.earliest.document

    assert first("2001-02-03", "1999") == "t1"
    assert first("2001", "2001-02-03") is None
    assert first("2001-02-03", "2001-02-03") is None
    assert first("2001-02-03", "") is None


def test_an_id_stays_when_other_texts_come(corpus: list[Text], found: list[Passage]) -> None:
    fewer = {p.id for p in reuse.find(corpus[:-3]) if p.kind in ("verbatim", "formula")}
    assert len(fewer) > 50 and len(fewer - {p.id for p in found}) <= len(fewer) // 20
    assert all(p.id == passage_id(p.occurrences[0].quote) for p in found if p.kind == "formula")


def test_families_join_variants() -> None:
    lines = [
        "要外引人才、内挖潜力。",
        "要外引资金、内挖潜力。",
        "既要外引人才、内挖潜力，",
        "又要外引资金、内挖潜力，",
    ]
    found = reuse.find([text(f"t{n}", line) for n, line in enumerate(lines)])
    assert (
        len({p.family for p in found if p.kind == "formula"}) == 1 < sum(p.kind == "formula" for p in found)
    )


def test_the_editors_stop_list_makes_boilerplate() -> None:
    pair = [text("a", "各地区要抓紧修好水渠和堤坝。"), text("b", "各地区要抓紧修好水渠和堤坝。")]
    assert [p.kind for p in reuse.find(pair, ["各地区要抓紧修好水渠和堤坝"])] == ["boilerplate"]


def test_runs_are_the_longest_equal_ones() -> None:
    """Against every pair of places in a short text."""
    row = Row([text("a", "甲乙丙丁戊己庚辛。乙丙丁戊己。\n丙丁戊己庚辛壬，甲乙丙丁戊己庚辛")])
    letters, runs = (
        row.letters.tolist(),
        set(zip(*(its.tolist() for its in exact.runs(row.letters, exact.pairs)), strict=True)),
    )
    wanted = set()
    for a, b in combinations(range(len(letters)), 2):
        size = 0
        while b + size < len(letters) and letters[a + size] == letters[b + size] != 0:
            size += 1
        extends = a and letters[a - 1] == letters[b - 1] != 0
        if size >= exact.SHORT and not extends and b - a >= size:
            wanted.add((a, b, size))
    assert runs == wanted


def test_runs_are_the_same_followed_together_or_one_by_one(
    corpus: list[Text], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = "".join(chr(0x4E00 + n) for n in range(5000))
    row = Row([*corpus[:3], text("book", book), text("copy", book)])
    found = []
    for few in (4, 0):
        monkeypatch.setattr(exact, "FEW", few)
        found.append([its.tolist() for its in exact.runs(row.letters, exact.pairs)])
    assert max(found[0][2]) == len(book)
    assert found[0] == found[1]


def test_letters_keep_their_place() -> None:
    paragraph = "ﬁ年，㈠錄Ａ\U00020000。"
    row = Row([text("a", paragraph)])
    assert row.whole == fold(paragraph) + "\n"
    assert [paragraph[at] for at in row.at[:-1]] == ["ﬁ", "ﬁ", "年", "㈠", "錄", "Ａ", "\U00020000"]
    assert np.array_equal(row.home, np.zeros(len(row.whole), int))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # ibis calls DuckDB by an old name
@pytest.mark.filterwarnings("ignore:.*unclosed <socket:ResourceWarning")  # py4j leaves some
@pytest.mark.filterwarnings("ignore:.*<socket:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("engine", "package"), [("duckdb", "duckdb"), ("spark", "pyspark")])
def test_every_engine_finds_the_same(
    corpus: list[Text], found: list[Passage], engine: str, package: str
) -> None:
    for name in ("ibis", package):
        pytest.importorskip(name, reason="not run: the extra yanlu[spark] is not installed")
    assert reuse.find(corpus, engine=engine) == found
    made, _ = planted.corpus(50)
    assert reuse.find(made, engine=engine) == reuse.find(made)


def test_an_engine_that_is_not_installed_is_told(corpus: list[Text], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    with pytest.raises(engines.EngineError, match=r"wants the extra yanlu\[spark\].*pip install"):
        reuse.find(corpus, engine="duckdb")
