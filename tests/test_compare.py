"""Two texts side by side: what is found, that nothing is lost, and that the pages say what was counted."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.test_cases import load
from yanlu import pipeline
from yanlu.model import Speech
from yanlu.relate.accidents import ACCIDENTS
from yanlu.relate.compare import Row, compare
from yanlu.render import beside
from yanlu.render.apparatus import copies_files
from yanlu.render.beside import Side, side
from yanlu.render.compare import pair_file
from yanlu.render.entries import copies, in_time
from yanlu.render.sharing import NEAREST, compared
from yanlu.render.strings import strings


def lines(text: str) -> list[str]:
    return text.split("\n")


def place(its: range) -> str:
    return f"{its.start + 1}" if len(its) == 1 else f"{its.start + 1}-{its.stop}" if its else ""


@pytest.mark.parametrize("case", load("compare.toml"))
def test_differences(case: dict[str, Any]) -> None:
    found = compare(lines(case["one"]), lines(case["other"]))
    parts = [part for row in found for part in row.parts if part.change != "same"]
    assert [[part.change, part.one, part.other] for part in parts] == case["expected"]
    if "rows" in case:
        told = [f"{place(row.one)}{'>' if row.moved else ' '}{place(row.other)}" for row in found]
        assert told == case["rows"]


# --- nothing is lost, and neither text comes first ----------------------------------------------------

words = st.lists(
    st.sampled_from(
        [*"天地玄黄宇宙洪荒，。“”\u0301\U000e0100國国己已05%. \u200b", "要抓紧修好水渠和堤坝", "三十二"]
    ),
    min_size=1,
).map("".join)
texts = st.lists(words, max_size=5)


@example(["天", "天天", "天天", "天"], ["天天", "天天", "天", "天"])
@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_rows_are_both_texts_to_the_character_and_the_same_from_either_side(
    one: list[str], other: list[str]
) -> None:
    found = compare(one, other)
    assert_whole(found, one, other)
    assert sorted(map(repr, found)) == sorted(repr(row.mirrored) for row in compare(other, one))


def assert_whole(found: list[Row], one: list[str], other: list[str]) -> None:
    assert sorted(p for row in found for p in row.one) == list(range(len(one)))
    assert sorted(q for row in found for q in row.other) == list(range(len(other)))
    assert [p for row in found for p in row.one] == list(range(len(one)))
    for row in found:
        assert "".join(part.one for part in row.parts) == "\n".join(one[p] for p in row.one)
        assert "".join(part.other for part in row.parts) == "\n".join(other[q] for q in row.other)
        assert all((part.change == "same") == (part.one == part.other) for part in row.parts)


# --- the real copies ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def looked(root: Path) -> tuple[pipeline.Corpus, pipeline.Related]:
    return pipeline.look(root, iter)


@pytest.fixture(scope="module")
def speeches(looked: tuple[pipeline.Corpus, pipeline.Related]) -> dict[str, Speech]:
    return {speech.id: speech for speech in looked[1].speeches}


def paragraphs(speech: Speech, n: int = 0) -> list[str]:
    return [p.text for p in speech.witnesses[n].document.paragraphs]


def test_a_careful_copy_differs_by_what_it_leaves_out(speeches: dict[str, Speech]) -> None:
    """Read by eye: the second copy of 23 February lacks the salutation and five times 中央政治局, and masks a place's name."""
    speech = speeches["2020-02-23"]
    found = compare(paragraphs(speech), paragraphs(speech, 1))
    found = Counter((part.change, part.one, part.other) for row in found for part in row.parts)
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
    found = compare(one, other)
    assert_whole(found, one, other)
    assert [list(row.one) for row in found if not row.other] == [[42], [43], [44], [45]]
    assert [len(row.one) for row in found if len(row.one) > 1] == [2]
    assert not any(row.moved or not row.one for row in found)
    parts = {(part.change, part.one, part.other) for row in found for part in row.parts}
    assert {
        ("replaced", "工作者", "人员"),
        ("variant", "运输", "運輸"),
        ("replaced", "医疗", "市场"),
        ("layout", "\n", ""),
        ("punctuation", "、", "，"),
    } <= parts
    long = [
        part for row in found for part in row.parts if part.change == "replaced" and "，" in part.one[1:-1]
    ]
    assert len(long) <= 4, "sentences that the copies share are not told as replaced"


def test_two_speeches_share_what_the_report_retells(speeches: dict[str, Speech]) -> None:
    one, other = paragraphs(speeches["2020-03-10"]), paragraphs(speeches["2020-03-10-2"])
    found = compare(one, other)
    assert_whole(found, one, other)
    pairs = {(p + 1, q + 1) for row in found for p in row.one for q in row.other}
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
    assert [tuple(row.one) for row in found if row.moved] == [
        (9,)
    ]  # the report's first paragraph is from the middle
    elsewhere = {
        part.one: part.at + 1 for row in found for part in row.parts if part.change == "moved" and part.one
    }
    assert elsewhere["把人民群众生命安全和身体健康放在第一位，"] == 9


# --- the pages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sides(looked: tuple[pipeline.Corpus, pipeline.Related]) -> dict[str, Side]:
    raws = {reading.raw.name: reading.raw for reading in looked[0].readings}
    own = in_time(looked[1].speeches, raws)
    return {entry.address: side(entry) for e in own for entry in (e, *copies(e, raws))}


def marks(page: str, tag: str) -> int:
    """How many differences are marked, those that go on in the next paragraph once."""
    return len(re.findall(f"<{tag}[ >](?![^>]*continued)", page))


@pytest.mark.parametrize(
    "pair",
    [("2020-02-23", "2020-02-23/w2"), ("2020-02-23", "2020-02-23/w3"), ("2020-03-10", "2020-03-10-2")],
    ids="…".join,
)
def test_a_page_shows_both_texts_and_marks_what_it_counts(
    sides: dict[str, Side], pair: tuple[str, str]
) -> None:
    one, other = (sides[name] for name in pair)
    _, content = pair_file(one, other)
    page = content.decode()
    shown = {
        id: unescape(re.sub("<[^>]*>", "", re.sub("<a .*?</a>", "", text)))
        for id, text in re.findall(r'<p id="([\w-]+)"[^>]*>(.*?)</p>', page)
    }
    assert shown == {
        f"{name}-{anchor}": text
        for name, its in (("one", one), ("other", other))
        for anchor, text in zip(its.anchors, its.texts, strict=True)
    }
    found = beside.rows(one, other)
    places = beside.sums(found).places
    assert marks(page, "del") == places["dropped"] + places["replaced"] > 0
    assert marks(page, "ins") == places["added"] + places["replaced"] > 0
    parts = [part for row in found for part in row.parts if part.change in ACCIDENTS]
    assert marks(page, "u") == sum(bool(part.one) + bool(part.other) for part in parts) > 0
    assert page.count('class="moved') == sum(part.change == "moved" for row in found for part in row.parts)
    told = re.findall(r"<dd>(?:[^\d<]*?)?(\d+) ", page)
    assert str(places["replaced"]) in told


def test_the_apparatus_has_the_readings_of_the_pages(sides: dict[str, Side]) -> None:
    """Each reading stands in the base where it says, with all copies that have it."""
    base, copies_ = sides["2020-02-23"], [sides["2020-02-23/w2"], sides["2020-02-23/w3"]]
    files = copies_files(base, copies_)
    assert set(files) == {
        "compare/2020-02-23/index.md",
        *(f"compare/2020-02-23…2020-02-23-{w}/index.md" for w in ("w2", "w3")),
    }
    for copy in copies_:
        assert dict([pair_file(base, copy)]).items() <= files.items()
    apparatus = files["compare/2020-02-23/index.md"].decode()
    lines = [
        re.sub(" +", " ", re.sub("<[^>]*>", " ", line)).split()
        for line in apparatus.split("\n")
        if "<tr><td>" in line
    ]
    differences = sum(
        part.change != "same" for copy in copies_ for row in beside.rows(base, copy) for part in row.parts
    )
    assert sum(len([word for word in line if word in ("w2", "w3")]) for line in lines) == differences
    assert ["¶8", "个省区市和", "新疆", "生产建设兵", "xx", "w2"] in lines
    assert ["¶27", "和世界经济", "稳定", "。", "增长", "w3"] in lines
    assert "¶43–¶46" in apparatus


def test_a_paragraph_whose_words_stand_elsewhere_is_not_lacking(sides: dict[str, Side]) -> None:
    dykes = "我们要抓紧修好水渠和堤坝，一刻也不能耽误。"
    union = "工会工作去年有很大的成绩，这是大家共同努力的结果，今年还要再接再厉，争取更大的胜利。"
    fields = (
        "农村工作千头万绪，归根到底是要让农民吃饱穿暖，有书读，有医看，这个道理大家都懂，今年各县要早做准备。"
    )
    whole, moved = (dykes, union, fields, "谢谢大家！"), (union, fields + dykes)

    def its(texts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        numbers = tuple(map(str, range(1, len(texts) + 1)))
        return {
            "texts": texts,
            "labels": numbers,
            "anchors": tuple(f"p{n}" for n in numbers),
            "kinds": ("body",) * len(texts),
        }

    base = replace(sides["2020-02-23"], **its(whole))
    copy = replace(sides["2020-02-23/w2"], **its(moved))
    page = copies_files(base, [copy])["compare/2020-02-23/index.md"].decode()
    (told,) = (line for line in page.split("\n") if line.startswith("<li>"))
    assert re.findall("¶[0-9–]+", told) == ["¶4"]
    assert strings()["apparatus"]["elsewhere"].format(n=2) in page


def test_pages_grow_with_the_speeches_and_not_with_their_pairs() -> None:
    """Two hundred speeches that all share something with each other."""
    ids = [f"s{n:03}" for n in range(200)]
    shares = {(a, b): 100 + ((int(a[1:]) * int(b[1:])) % 97) for a in ids for b in ids if a != b}
    pairs = compared(shares)
    assert pairs == compared({pair: shares[pair] for pair in reversed(shares)})
    assert len(pairs) <= NEAREST * len(ids)
    named = Counter(id for pair in pairs for id in pair)
    assert min(named.values()) >= NEAREST
    assert compared({("a", "b"): 99, ("b", "a"): 100, ("a", "c"): 99, ("c", "a"): 99}) == [("a", "b")]


def test_hostile_text_stays_text(sides: dict[str, Side]) -> None:
    nasty = "<script>alert(1)</script> **{{ 7*7 }}** javascript:x [a](b) \u202e\ud800要抓紧修好水渠和堤坝。"
    base = replace(
        sides["2020-03-15"], texts=(nasty,), anchors=("p1",), labels=("1",), kinds=("body",), title=nasty
    )
    copy = replace(
        base, texts=(nasty.replace("抓紧", "赶紧"),), page="2020-03-15/w2", witness="w2", source=nasty
    )
    speech = replace(copy, speech="2020-03-16", page="2020-03-16", date="")
    for content in (*copies_files(base, [copy]).values(), pair_file(base, speech)[1]):
        page = content.decode()
        assert not re.search(r"<script|\{\{|\*\*|\[a\]|\u202e", page)
        assert "alert&#40;1&#41;" in page
