"""Documents to speeches: copies brought together, the base chosen, what it lacks filled in, the others beside it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import starmap
from pathlib import Path

import pytest
from opencc import OpenCC

from tests.sites import document
from yanlu import editor, pipeline
from yanlu.hanzi import fold
from yanlu.model import Document, Facts, Finding, Speech, Witness
from yanlu.relate import copies, ledger
from yanlu.relate.compare import compare
from yanlu.relate.speeches import covered
from yanlu.relate.word import Word
from yanlu.render.beside import sums

ROOT = Path(__file__).resolve().parent.parent


@cache
def corpus() -> tuple[Document, ...]:
    """The real documents."""
    return tuple(pipeline.read_corpus(ROOT, iter).documents)


def related(documents: Sequence[Document], word: Word | None = None) -> pipeline.Related:
    return pipeline.relate(documents, ledger.Loaded({}), word or Word())


@cache
def speeches() -> dict[str, Speech]:
    """The corpus's speeches, by the beginning of the base's file and its ordinal."""
    return {place(speech.base): speech for speech in related(corpus()).speeches}


def place(witness: Witness) -> str:
    return f"{witness.document.source[:3]}-{witness.document.ordinal}"


def codes(related: pipeline.Related, code: str) -> list[Finding]:
    return [finding for finding in related.findings if finding.code == code]


# The real corpus


def test_the_23_documents_are_18_speeches() -> None:
    assert (len(corpus()), len(speeches())) == (23, 18)
    several = {s.id: {place(w) for w in s.witnesses} for s in speeches().values() if len(s.witnesses) > 1}
    assert several == {
        "2020-02-23": {"000-1", "002-1", "004-2"},
        "2020-03-18": {"000-2", "001-5", "003-4"},
        "2020-03-06": {"001-2", "003-2"},
    }
    assert codes(related(corpus()), "W001") == codes(related(corpus()), "W002") == []


def test_every_document_is_one_witness_and_ids_are_no_ordinals() -> None:
    found = [(w.document.source, w.document.ordinal) for s in speeches().values() for w in s.witnesses]
    assert sorted(found) == sorted((d.source, d.ordinal) for d in corpus())
    for speech in speeches().values():
        assert [w.id for w in speech.witnesses] == [f"w{n}" for n in range(1, len(speech.witnesses) + 1)]
        assert speech.id == speech.facts.date or speech.id.startswith(
            ("2020-03-10-", "2020-04-08-", "undated")
        )


def test_the_order_of_reading_makes_no_difference() -> None:
    assert {s.id: s for s in related(corpus()[::-1]).speeches} == {s.id: s for s in speeches().values()}


def test_the_base_is_the_most_complete() -> None:
    speech = speeches()["000-1"]
    assert {place(w): w.document.facts.complete for w in speech.witnesses} == {
        "000-1": True, "004-2": True, "002-1": False,
    }  # fmt: skip
    for speech in speeches().values():
        assert speech.base.document.characters >= 0.98 * max(w.document.characters for w in speech.witnesses)
        assert (speech.base.coverage, speech.base.counterparts) == (1.0, ())


def test_coverage_is_the_share_of_the_base() -> None:
    shown = covered(list(speeches().values()), starmap)
    shares = {place(w): w.coverage for s in shown for w in s.witnesses[1:]}
    assert 0.75 < shares.pop("002-1") < 0.9  # cut off: 41 of 46 paragraphs, the last one in part
    assert all(share > 0.99 for share in shares.values()) and shares.keys() == {
        "004-2",
        "003-4",
        "000-2",
        "003-2",
    }
    (cut,) = (d for d in corpus() if d.source.startswith("002"))
    half = replace(
        cut, paragraphs=cut.paragraphs[: len(cut.paragraphs) // 2], facts=replace(cut.facts, complete=False)
    )
    (speech,) = covered(related([cut, half]).speeches, starmap)
    assert speech.witnesses[1].coverage == pytest.approx(half.characters / cut.characters, abs=0.02)


def test_coverage_is_what_the_apparatus_says() -> None:
    for speech in covered(list(speeches().values()), starmap):
        for copy in speech.witnesses[1:]:
            base, other = ([p.text for p in w.document.paragraphs] for w in (speech.base, copy))
            assert copy.coverage == sums(compare(base, other)).share(0)


def test_counterparts_are_the_paragraphs_with_the_same_words() -> None:
    for speech in speeches().values():
        base = dict(zip(speech.base.anchors, (p.text for p in speech.base.document.paragraphs), strict=True))
        for witness in speech.witnesses[1:]:
            assert len(witness.counterparts) == len(witness.document.paragraphs)
            for paragraph, counterpart in zip(witness.document.paragraphs, witness.counterparts, strict=True):
                same = [id for id, text in base.items() if fold(text) == fold(paragraph.text)]
                assert counterpart in (same or base), paragraph.text
                assert copies.containment(copies.grams(paragraph.text), copies.grams(base[counterpart])) > 0.5


def test_a_paragraph_of_a_copy_that_the_base_lacks_has_no_counterpart() -> None:
    (letter,) = (d for d in corpus() if (d.source[:3], d.ordinal) == ("001", 12))
    added = "渔火在江心亮了整整一夜，老船工说这是他四十年来见过的最大的一次鱼汛。"
    more = replace(letter.paragraphs[0], text=added)
    other = replace(
        letter, source="x.txt", paragraphs=(*letter.paragraphs[:2], more, *letter.paragraphs[3:]),
        facts=replace(letter.facts, complete=False),
    )  # fmt: skip
    (speech,) = related([letter, other]).speeches
    assert speech.witnesses[1].counterparts == ("p1", "p2", "", "p4", "p5", "p6", "p7")


# What is known of a speech

HARVEST = (
    "各位乡亲：",
    "今年的稻子收了九千担，比去年多出一千二百担，晒场上三天三夜没有停过，连祠堂门口都铺满了新谷。",
    "仓库还差两间，木料已经从上游放下来，石匠月底进山，入冬以前屋顶要盖好，不能让一粒粮食淋着雨。",
    "明年开春要修的是南坡的水渠，一共四里半，每家出一个工，先从渠口修起，修到哪里水就放到哪里。",
    "大家还有什么话，今晚都到祠堂里来讲，讲完了我们就照着办。",
)
FORGE = (
    "昨天夜里铁匠铺的火没有熄，三个学徒轮流拉风箱，天亮以前把二十把镰刀全部打了出来，摆在门口晾着。",
    "镰刀每把收铜钱八十文，自己带铁来的收三十文，孤寡老人家里的农具一律不收钱，坏了随时拿来修补。",
    "下个月要打的是犁头，炭还差六十担，请各村把烧好的炭在初十以前送到渡口，由船帮一起运上来。",
)


def test_a_fact_that_the_base_lacks_is_filled_from_a_copy_and_cited() -> None:
    poor = document("a.txt", 1, HARVEST, Facts(title="秋收讲话"))
    facts = Facts(
        "讲话",
        None,
        "1936-10",
        None,
        "何大川",
        None,
        "石湾",
        evidence={"date": "L2 二十五年十月", "speaker": "L1 何大川"},
    )
    rich = document("b.txt", 2, HARVEST[:-1], facts)
    (speech,) = related([poor, rich]).speeches
    assert speech.base.document is poor and speech.id == "1936-10"
    assert speech.facts == Facts(
        "秋收讲话", None, "1936-10", None, "何大川", None, "石湾",
        evidence={"date": "b.txt: L2 二十五年十月", "speaker": "b.txt: L1 何大川", "place": "b.txt"},
    )  # fmt: skip
    assert [w.document.facts for w in speech.witnesses] == [poor.facts, rich.facts]


def test_real_facts_are_filled_where_the_editor_chooses_the_poorer_copy() -> None:
    poor = next(d for d in corpus() if (d.source[:3], d.ordinal) == ("003", 2))
    entry = editor.Entry("witness", 1, {"ordinal": 2, "begins": "在决战", "base": True, "reason": "x"})
    word = Word({poor.source: editor.Edits("x.toml", (entry,))})
    speech = next(s for s in related(corpus(), word).speeches if s.id == "2020-03-06")
    assert speech.base.document is poor
    assert (poor.facts.date, poor.facts.speaker) == (None, None)
    assert (speech.facts.date, speech.facts.speaker) == ("2020-03-06", "习近平")
    assert speech.facts.evidence["date"] == "001_6730130ec87af471.txt: L116 （2020年3月6日）"
    assert speech.base.document.facts == poor.facts


def test_copies_that_contradict_each_other_are_a_finding() -> None:
    one = document("a.txt", 1, HARVEST, Facts(title="甲", date="1936-10-02", speaker="何大川"))
    for date, speaker, expected in (
        ("1936-10", "何大川", []), (None, None, []),
        ("1936-11-02", "何大川", ["date 1936-11-02, but its copy in a.txt, text 1 has 1936-10-02"]),
        ("1936-10-02", "何小川", ["speaker 何小川, but its copy in a.txt, text 1 has 何大川"]),
    ):  # fmt: skip
        other = document("b.txt", 3, HARVEST[:-1], Facts(title="乙", date=date, speaker=speaker))
        long = related(
            [replace(d, paragraphs=d.paragraphs * 4) for d in (one, other)]
        )  # too long to be a mere form
        assert len(long.speeches) == 1
        assert [str(f) for f in codes(long, "W001")] == [f"W001 b.txt:1: text 3: {seen}" for seen in expected]


# Which texts are copies


def test_a_traditional_and_a_simplified_copy_are_one_speech() -> None:
    marks = str.maketrans("，。：", ",.:")
    simplified = document("a.txt", 1, HARVEST, Facts(title="秋收"))
    traditional = document(
        "b.txt", 1, [OpenCC("s2t").convert(t).translate(marks) for t in HARVEST], Facts(title="秋收講話")
    )
    assert [p.text for p in traditional.paragraphs] != [p.text for p in simplified.paragraphs]
    (speech,) = covered(related([simplified, traditional]).speeches, starmap)
    assert speech.witnesses[1].coverage == 1.0
    assert speech.witnesses[1].counterparts == speech.base.anchors


def test_other_texts_of_the_same_day_are_other_speeches() -> None:
    day = Facts(title="秋收讲话", date="1936-10-02", speaker="何大川")
    harvest, forge = document("a.txt", 1, HARVEST, day), document("a.txt", 2, [HARVEST[0], *FORGE], day)
    made = related([harvest, forge])
    assert [(s.id, len(s.witnesses)) for s in made.speeches] == [("1936-10-02", 1), ("1936-10-02-2", 1)]
    assert codes(made, "W002") == []


def test_a_letter_quoted_in_a_report_stays_a_speech_of_its_own() -> None:
    letter = document("a.txt", 1, FORGE[:1], Facts(title="来信", kind="letter", date="1936-10-02"))
    report = document("b.txt", 1, [*HARVEST, *FORGE], Facts(title="通讯", date="1936-10-02"))
    made = related([letter, report])
    assert len(made.speeches) == 2
    (doubt,) = codes(made, "W002")
    assert str(doubt) == (
        "W002 a.txt:1: text 1 and b.txt, text 1, are alike to 100%, "
        "but one is much shorter: it may be an excerpt, or a letter that the other quotes"
    )


TOAST = "现在我提议，为两国人民的友谊，为贵国的繁荣昌盛，为在座各位朋友和同志们的健康，干杯！"


def test_short_texts_of_one_form_and_different_days_stay_apart() -> None:
    toasts = [
        document(
            f"{n}.txt",
            1,
            [f"尊敬的{who}阁下：", "感谢你们的盛情款待。", TOAST],
            Facts(title="祝酒词", kind="toast", date=date),
        )
        for n, (who, date) in enumerate([("大使", "1954-06-28"), ("总理", "1956-11-20"), ("大使", "1954-06")])
    ]
    made = related(toasts[:2])
    assert [s.id for s in made.speeches] == ["1954-06-28", "1956-11-20"]
    (doubt,) = codes(made, "W002")
    assert doubt.seen.endswith("but they are short and of different days, 1954-06-28 and 1956-11-20")
    assert [len(s.witnesses) for s in related([toasts[0], toasts[2]]).speeches] == [2], (
        "one day, once in part"
    )


# The editor's word

ONE = "在石湾秋收大会上的讲话\n（1936年10月2日）\n\n" + "".join(f"　　{t}\n" for t in HARVEST)
TWO = "秋收大会讲话记录\n（1936年10月2日）\n\n" + "".join(f"　　{t}\n" for t in HARVEST[:-1])
THREE = "铁匠铺通告会上的讲话\n（1936年11月5日）\n\n" + "".join(f"　　{t}\n" for t in (HARVEST[0], *FORGE))
BEGINS = {"one": "在石湾", "two": "秋收大会", "three": "铁匠铺"}


def project(folder: Path, **words: str) -> Path:
    """Three raw files, two of them copies of one speech, and what the editor says in the file of each."""
    for part in ("corpus/raw", "corpus/editor"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, text in (("one", ONE), ("two", TWO), ("three", THREE)):
        (folder / f"corpus/raw/{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"corpus/editor/{name}.txt.toml").write_text(words.get(name, ""), encoding="utf-8")
    return folder


def entry(name: str, said: str, ordinal: int = 1) -> str:
    return f'[[witness]]\nordinal = {ordinal}\nbegins = "{BEGINS[name]}"\nreason = "因为"\n{said}\n'


def groups(folder: Path) -> list[list[str]]:
    _, found = pipeline.look(folder, iter)
    return sorted([w.document.source.removesuffix(".txt") for w in s.witnesses] for s in found.speeches)


def test_the_editor_joins_separates_and_chooses(tmp_path: Path) -> None:
    assert groups(project(tmp_path)) == [["one", "two"], ["three"]]
    assert groups(project(tmp_path, one=entry("one", 'apart_from = "two.txt 1"'))) == [
        ["one"],
        ["three"],
        ["two"],
    ]
    assert groups(project(tmp_path, three=entry("three", 'joins = "two.txt 1"'))) == [["one", "two", "three"]]
    assert groups(project(tmp_path, two=entry("two", "base = true"))) == [["three"], ["two", "one"]]
    both = entry("one", 'apart_from = "two.txt 1"') + entry("one", 'joins = "three.txt 1"')
    assert groups(project(tmp_path, one=both)) == [["one", "three"], ["two"]]


def test_the_editor_settles_a_doubt_either_way(tmp_path: Path) -> None:
    long = "铁匠铺通告会上的讲话\n\n" + "".join(f"　　{t}\n" for t in (*FORGE, *HARVEST, *FORGE[::-1]))
    short = f"来信摘登\n\n　　{FORGE[0]}\n"
    for said, expected, doubts in (("", 2, 1), ("joins", 1, 0), ("apart_from", 2, 0)):
        project(tmp_path)
        for name in ("one", "two"):
            (tmp_path / f"corpus/editor/{name}.txt.toml").unlink()
            (tmp_path / f"corpus/raw/{name}.txt").unlink()
        (tmp_path / "corpus/raw/three.txt").write_text(long, encoding="utf-8")
        (tmp_path / "corpus/raw/short.txt").write_text(short, encoding="utf-8")
        word = entry("three", f'{said} = "short.txt 1"') if said else ""
        (tmp_path / "corpus/editor/three.txt.toml").write_text(word, encoding="utf-8")
        _, found = pipeline.look(tmp_path, iter)
        assert (len(found.speeches), len(codes(found, "W002"))) == (expected, doubts)


#: What the editor wrote, in the files of which texts; the file and line that are named; the sentence.
MISTAKES: dict[str, tuple[dict[str, str], str, str]] = {
    "no such file": (
        {"one": "# 说明\n" + entry("one", 'joins = "nine.txt 1"')}, "one.txt.toml:2",
        "joins = 'nine.txt 1' names no other text; write the other text's raw file, a space and its number",
    ),
    "no such text": ({"one": entry("one", 'joins = "two.txt 2"')}, "one.txt.toml:1", "joins = 'two.txt 2' names no other text; "),
    "no number": ({"one": entry("one", 'apart_from = "two.txt"')}, "one.txt.toml:1", "apart_from = 'two.txt' names no other text; "),
    "itself": ({"one": entry("one", 'joins = "one.txt 1"')}, "one.txt.toml:1", "joins = 'one.txt 1' names no other text; "),
    "a text too many": ({"one": entry("one", "base = true", 4)}, "one.txt.toml:1", "the file has no text 4"),
    "another text": (
        {"two": entry("one", "base = true")}, "two.txt.toml:1", "text 1 begins '秋收大会讲话记录', not '在石湾'"
    ),
    "nothing said": ({"one": entry("one", "")}, "one.txt.toml:1", "nothing is said; give joins, apart_from or base"),
    "base in quotes": ({"one": entry("one", 'base = "true"')}, "one.txt.toml:1", "base = 'true' must be true or false"),
    "joins without quotes": ({"one": entry("one", "joins = 2")}, "one.txt.toml:1", "joins = 2 must be text in quotes"),
    "no reason": (
        {"one": entry("one", "base = true").replace('reason = "因为"\n', "")}, "one.txt.toml:1",
        "'reason' is missing; every [[witness]] needs ordinal, begins, reason",
    ),
    "the contrary in the other file": (
        {"one": entry("one", 'apart_from = "two.txt 1"'), "two": entry("two", 'joins = "one.txt 1"')}, "two.txt.toml:1",
        "another entry says the contrary of these two texts; delete one",
    ),
    "joined anyway": (
        {"two": entry("two", 'joins = "one.txt 1"')}, "two.txt.toml:1",
        "the two texts are taken for copies of one speech anyway; delete this entry",
    ),
    "apart anyway": (
        {"three": entry("three", 'apart_from = "one.txt 1"')}, "three.txt.toml:1",
        "the two texts are two speeches anyway; delete this entry",
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", MISTAKES)
def test_each_mistake_is_one_sentence_with_file_and_line(label: str, tmp_path: Path) -> None:
    words, where, sentence = MISTAKES[label]
    with pytest.raises(editor.EditorError) as caught:
        pipeline.look(project(tmp_path, **words), iter)
    (told,) = str(caught.value).splitlines()
    assert told.startswith(f"{tmp_path / 'corpus/editor'}/{where}: {sentence}")
    assert told.endswith(sentence) or sentence[-1] == " "


def test_a_chosen_base_that_is_the_base_anyway_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(
        editor.EditorError, match=r"one\.txt\.toml:1: text 1 is the base witness anyway; delete"
    ):
        pipeline.look(project(tmp_path, one=entry("one", "base = true")), iter)


def test_two_chosen_bases_of_one_speech_are_a_mistake(tmp_path: Path) -> None:
    words = {name: entry(name, "base = true") for name in ("three", "two")}
    words["three"] += entry("three", 'joins = "one.txt 1"')
    with pytest.raises(
        editor.EditorError, match=r"two\.txt\.toml:1: another entry chooses the base witness of this speech"
    ):
        pipeline.look(project(tmp_path, **words), iter)
