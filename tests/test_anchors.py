"""Anchors follow their words through every edit, and what is gone is told as gone."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from yanlu import pipeline
from yanlu.model import Row
from yanlu.relate.align import Alignment
from yanlu.relate.anchors import Followed, follow, mint

from .conftest import ROOT

RAW = sorted((ROOT / "corpus/raw").iterdir())
FULL_COPIES = ("000_2ba47e9fb844da27.txt", "002_a24ef557e5c4aeca.txt")

PAGE = (
    "同志们：",
    "一、关于前一段疫情防控工作",
    "新冠肺炎疫情发生以来，党中央高度重视，迅速作出部署，全面加强对疫情防控的集中统一领导。",
    "在全国上下和广大人民群众共同努力下，疫情防控形势持续向好。经济社会发展加快恢复，但新情况新问题不断出现。",
    "二、关于当前加强疫情防控重点工作",
    "要继续做好春耕备耕工作，抓好重要农产品生产，保障物流畅通和市场供应，让群众安心。",
    "谢谢大家！",
)
NEW = "会议还听取了水利工程建设情况的汇报，强调汛期将至，各地必须提早检修堤坝，备足物资。"


def edited(*texts: str) -> Followed:
    return follow(mint(PAGE).rows, texts)


def row(followed: Followed, id: str) -> Row:
    return next(row for row in followed.rows if row.id == id)


def words(followed: Followed, id: str) -> str:
    """What an alias says its words are."""
    alias = row(followed, id)
    return row(followed, alias.target).text[alias.start : alias.end]


# --- each rule on its own --------------------------------------------------------------------------


def test_first_anchors_are_numbered():
    minted = mint(PAGE)
    assert minted.ids == ("p1", "p2", "p3", "p4", "p5", "p6", "p7")
    assert minted.rows == tuple(Row(f"p{n}", "live", text=text) for n, text in enumerate(PAGE, 1))
    assert mint(()) == Followed((), (), ())


def test_nothing_changed_gives_the_same_rows():
    rows = edited(*PAGE[:3], PAGE[3] + PAGE[4], *PAGE[5:]).rows
    assert follow(rows, (*PAGE[:3], PAGE[3] + PAGE[4], *PAGE[5:])).rows == rows


@pytest.mark.parametrize(
    ("at", "id"), [(0, "p0a"), (1, "p1a"), (4, "p4a"), (7, "p8")], ids=["first", "second", "inside", "last"]
)
def test_an_inserted_paragraph_gets_a_letter_and_at_the_end_a_number(at: int, id: str):
    found = edited(*PAGE[:at], NEW, *PAGE[at:])
    assert found.ids == (*mint(PAGE).ids[:at], id, *mint(PAGE).ids[at:])
    assert [row.id for row in found.rows] == list(found.ids)


def test_letters_go_on_and_none_comes_back():
    once = edited(*PAGE[:2], NEW, *PAGE[2:])
    without = follow(once.rows, PAGE)
    again = follow(without.rows, (*PAGE[:2], "这里写的是完全不同的另外一件事情。", *PAGE[2:]))
    assert again.ids[2] == "p2b"
    assert row(again, "p2a") == Row("p2a", "gone", "p2", text=NEW)


def test_a_split_paragraph_keeps_its_id_where_it_began():
    head, tail = PAGE[3][:29], PAGE[3][29:]
    found = edited(*PAGE[:3], head, tail, *PAGE[4:])
    assert found.ids == ("p1", "p2", "p3", "p4", "p4a", "p5", "p6", "p7")
    assert row(found, "p4").text == head


def test_the_last_paragraph_split_gets_a_letter():
    assert edited(*PAGE[:-2], PAGE[5][:20], PAGE[5][20:]).ids[-2:] == ("p6", "p6a")


def test_merged_paragraphs_go_by_the_first_and_the_others_say_where_they_stand():
    found = edited(*PAGE[:2], PAGE[2] + PAGE[3], *PAGE[4:])
    assert found.ids == ("p1", "p2", "p3", "p5", "p6", "p7")
    assert row(found, "p4") == Row("p4", "alias", "p3", len(PAGE[2]), len(PAGE[2] + PAGE[3]))
    assert words(found, "p4") == PAGE[3]


def test_a_heading_run_into_its_text_and_taken_out_again():
    merged = edited(*PAGE[:1], PAGE[1] + "。" + PAGE[2], *PAGE[3:])
    assert merged.ids[1] == "p2" and words(merged, "p3") == PAGE[2]
    assert follow(merged.rows, PAGE).ids == mint(PAGE).ids


def test_an_alias_follows_its_own_words():
    merged = edited(*PAGE[:2], PAGE[2] + PAGE[3] + PAGE[5], PAGE[4], PAGE[6])
    apart = follow(merged.rows, (*PAGE[:2], PAGE[2], PAGE[3] + PAGE[5], PAGE[4], PAGE[6]))
    assert apart.ids == ("p1", "p2", "p3", "p4", "p5", "p7")
    assert words(apart, "p6") == PAGE[5]


def test_the_first_of_merged_texts_taken_out_leaves_the_other_its_own():
    merged = edited(*PAGE[:2], PAGE[2] + PAGE[3], *PAGE[4:])
    found = follow(merged.rows, (*PAGE[:2], *PAGE[3:]))
    assert found.ids == ("p1", "p2", "p4", "p5", "p6", "p7")
    assert row(found, "p3").state == "gone"


def test_a_removed_paragraph_is_gone_and_keeps_its_text():
    found = edited(*PAGE[:3], *PAGE[4:])
    assert row(found, "p4") == Row("p4", "gone", "p3", text=PAGE[3])
    assert [row.id for row in found.rows] == ["p1", "p2", "p3", "p4", "p5", "p6", "p7"]
    assert row(edited(*PAGE[1:]), "p1") == Row("p1", "gone", "", text=PAGE[0])


def test_a_paragraph_put_back_gets_its_id_back():
    without = edited(*PAGE[:3], *PAGE[4:])
    assert follow(without.rows, PAGE).ids == mint(PAGE).ids
    moved = follow(without.rows, (*PAGE[:3], *PAGE[4:], PAGE[3]))
    assert moved.ids == ("p1", "p2", "p3", "p5", "p6", "p7", "p4")


def test_other_words_in_the_place_of_a_removed_paragraph_are_new():
    without = edited(*PAGE[:3], *PAGE[4:])
    found = follow(without.rows, (*PAGE[:3], NEW, *PAGE[4:]))
    assert found.ids[3] == "p3a" and row(found, "p4").state == "gone"
    swapped = edited(*PAGE[:3], NEW, *PAGE[4:])
    assert swapped.ids[3] == "p3a" and row(swapped, "p4").state == "gone"


def test_a_short_line_comes_back_only_where_it_stood():
    without = edited(*PAGE[1:])
    assert follow(without.rows, PAGE).ids[0] == "p1"
    assert follow(without.rows, (*PAGE[1:5], PAGE[0], *PAGE[5:])).ids[4] == "p5a"


def test_moves_are_followed():
    order = (0, 4, 5, 1, 2, 3, 6)
    assert edited(*(PAGE[i] for i in order)).ids == tuple(f"p{i + 1}" for i in order)


def test_a_removed_look_alike_is_gone():
    twins = ("要压实党委和政府的责任，抓好落实。", "要压实社区和单位的责任，抓好落实。")
    rows = mint((PAGE[2], *twins, PAGE[5])).rows
    for kept, lost in ((0, "p3"), (1, "p2")):
        found = follow(rows, (PAGE[2], twins[kept], PAGE[5]))
        assert row(found, lost).state == "gone"
        assert found.ids == ("p1", "p2" if kept == 0 else "p3", "p4")


def test_a_formula_in_another_paragraph_is_no_sign_of_life():
    heading = "四、关于加强党对统筹推进疫情防控和经济社会发展工作的领导"
    news = "会议听取了关于统筹推进疫情防控和经济社会发展工作的几点考虑，审议了明年水利建设的初步方案，并作了表决。"
    found = follow(mint((*PAGE, heading)).rows, (PAGE[0], news, *PAGE[1:]))
    assert row(found, "p8").state == "gone" and found.ids[1] == "p1a"


def test_equal_lines_keep_their_places():
    label, lines = "习近平：", (PAGE[2], PAGE[3], PAGE[5])
    rows = mint([text for line in lines for text in (label, line)]).rows
    found = follow(rows, (label, lines[0] + NEW, PAGE[4], label, lines[1][:20], label, lines[2]))
    assert found.ids == ("p1", "p2", "p2a", "p3", "p4", "p5", "p6")
    without = follow(rows, (label, *lines[:2], label, lines[2]))
    assert without.ids == ("p1", "p2", "p4", "p5", "p6")


def test_mistakes_of_ocr_and_half_width_marks_change_nothing():
    noisy = [re.sub("疫情", "疫倩", text).replace("，", ",").replace("工作", "工作 ") for text in PAGE]
    found = edited(*noisy)
    assert found.ids == mint(PAGE).ids and not found.weak


def test_a_page_turned_into_traditional_characters_keeps_its_ids():
    convert = OpenCC("s2t").convert
    turned = [convert(text) for text in PAGE]
    assert turned[2] != PAGE[2]
    assert edited(*turned).ids == mint(PAGE).ids
    merged = edited(*turned[:2], turned[2] + turned[3], *turned[4:])
    assert words(merged, "p4") == turned[3]


def test_spans_count_characters_beyond_the_first_plane_once():
    rare = ("𠮷野家的𠀋夫，𡈽屋先生。", "𪚥字有六十四画，𠔻是另一个字。")
    found = follow(mint(rare).rows, ["".join(rare)])
    assert row(found, "p2") == Row("p2", "alias", "p1", len(rare[0]), len(rare[0] + rare[1]))


def test_lines_of_marks_only_are_paragraphs_too():
    rows = mint((PAGE[2], "＊　＊　＊", PAGE[3], "", PAGE[5])).rows
    found = follow(rows, (PAGE[2], "＊　＊　＊", PAGE[3] + NEW, "", PAGE[5]))
    assert found.ids == ("p1", "p2", "p3", "p4", "p5")


def test_a_kept_beginning_taken_out_leads_to_what_was_split_off():
    head, tail = PAGE[3][:29], PAGE[3][29:]
    split = edited(*PAGE[:3], head, tail, *PAGE[4:])
    found = follow(split.rows, (*PAGE[:3], tail, *PAGE[4:]))
    assert found.ids[3] == "p4a" and row(found, "p4") == Row("p4", "alias", "p4a", 0, len(tail))
    joined = follow(
        split.rows, (*PAGE[:3], head, tail + PAGE[4], *PAGE[5:])
    )  # the rest went into the next one
    found = follow(joined.rows, (*PAGE[:3], tail + PAGE[4], *PAGE[5:]))
    assert row(found, "p4").target == found.ids[3] and row(found, "p4").end == len(tail)


def test_an_id_stays_with_its_beginning_however_often_a_paragraph_is_cut():
    once = edited(*PAGE[:2], PAGE[2][:10], PAGE[2][10:], *PAGE[3:])
    twice = follow(once.rows, (*PAGE[:2], PAGE[2][:10], PAGE[2][10:20], PAGE[2][20:], *PAGE[3:]))
    assert twice.ids[2:5] == ("p3", "p3a", "p3b")


def test_paragraphs_run_together_taken_out_and_put_back_get_their_ids_back():
    merged = edited(*PAGE[:2], PAGE[2] + PAGE[3], *PAGE[4:])
    without = follow(merged.rows, (*PAGE[:2], *PAGE[4:]))
    assert [row(without, id).text for id in ("p3", "p4")] == [PAGE[2], PAGE[3]]
    back = follow(without.rows, (*PAGE[:2], PAGE[2] + PAGE[3], *PAGE[4:]))
    assert back.ids == merged.ids and words(back, "p4") == PAGE[3]


def test_new_words_put_before_a_text_are_not_its_own():
    longer = edited(*PAGE[:2], NEW[:15] + PAGE[2], *PAGE[3:])
    assert longer.ids == mint(PAGE).ids
    assert row(longer, "p3") == Row("p3", "live", "", 15, 15 + len(PAGE[2]), NEW[:15] + PAGE[2])
    apart = follow(longer.rows, (*PAGE[:2], NEW[:15], *PAGE[2:]))
    assert apart.ids == ("p1", "p2", "p2a", "p3", "p4", "p5", "p6", "p7")


def test_new_words_with_a_heading_run_into_their_end_are_a_new_paragraph():
    found = edited(*PAGE[:1], NEW + PAGE[1], *PAGE[2:])
    assert found.ids[1] == "p1a" and words(found, "p2") == PAGE[1]


def test_a_short_line_behind_a_split_off_piece_keeps_its_own_words():
    tail = PAGE[3][29:]
    mixed = edited(*PAGE[:3], PAGE[3][:29], PAGE[4], PAGE[5], tail + PAGE[6])
    assert words(mixed, "p7") == PAGE[6]
    assert follow(mixed.rows, PAGE).ids == mint(PAGE).ids


def test_a_moved_row_is_kept_as_it_is():
    rows = (*mint(PAGE).rows, Row("p8", "moved", "2020-03-06#p3", text=NEW))
    found = follow(rows, PAGE[:5])
    assert row(found, "p8") == rows[-1]
    assert follow(rows, (*PAGE, "这里写的是完全不同的另外一件事情。")).ids[-1] == "p9"


def test_a_match_with_little_left_is_shown():
    found = edited(*PAGE[:3], PAGE[3][:29] + "各地抓好落实。", *PAGE[4:])
    assert [(weak.id, weak.target) for weak in found.weak] == [("p4", found.ids[3])]
    assert 0.3 <= found.weak[0].share < 0.6


# --- the editor's word -----------------------------------------------------------------------------


def test_the_editor_says_where_a_text_is():
    now = (*PAGE[:3], NEW, *PAGE[4:])
    found = follow(mint(PAGE).rows, now, {"p4": 3})
    assert found.ids[3] == "p4" and found.weak == ()
    assert follow(found.rows, now, {"p4": 3}) == found


def test_the_editor_says_that_a_text_is_gone():
    found = follow(mint(PAGE).rows, PAGE, {"p4": None})
    assert row(found, "p4").state == "gone" and found.ids[3] == "p3a"
    assert follow(found.rows, PAGE, {"p4": None}) == found
    assert follow(found.rows, (*PAGE, NEW), {"p4": None}).ids[3] == "p3a"


@pytest.mark.parametrize(
    ("said", "why"), [({"p9": 1}, "p9: no such anchor"), ({"p4": 7}, "p4: there is no paragraph 7")]
)
def test_the_editor_names_what_there_is(said: dict[str, int], why: str):
    with pytest.raises(ValueError, match=why):
        follow(mint(PAGE).rows, PAGE, said)


# --- real copies -----------------------------------------------------------------------------------


def full_copy(name: str) -> list[str]:
    documents = pipeline.read(name, (ROOT / "corpus/raw" / name).read_bytes()).documents
    return [p.text for p in max(documents, key=lambda d: d.characters).paragraphs]


@pytest.mark.parametrize(("old", "new"), [FULL_COPIES, FULL_COPIES[::-1]])
def test_another_copy_replaces_the_text(old: str, new: str):
    """Every old paragraph leads to one that has most of its 4-grams, or that has none is told."""
    before, now = full_copy(old), full_copy(new)
    found = follow(mint(before).rows, now)
    grams = [{text[i : i + 4] for i in range(len(text) - 3)} for text in now]
    for id, text in zip(mint(before).ids, before, strict=True):
        own = {text[i : i + 4] for i in range(len(text) - 3)} or {text}
        shares = [len(own & its) / len(own) for its in grams]
        at = row(found, id)
        if at.state == "gone":
            assert max(shares) < 0.3, text
        else:
            place = found.ids.index(at.target if at.state == "alias" else id)
            assert shares[place] >= max(shares) / 3 or now[place].startswith(text[:6]), text


# --- any edits -------------------------------------------------------------------------------------


def shuffled(texts: list[str], chance: Random) -> list[str]:
    """One edit of any kind, on real text."""
    at = chance.randrange(len(texts))
    text, rest = texts[at], texts[:at] + texts[at + 1 :]
    cut = chance.randint(0, len(text))
    match chance.randrange(7):
        case 0:
            return [*texts[:at], chance.choice(CORPUS), *texts[at:]]
        case 1:
            return rest or texts
        case 2:
            return [*texts[:at], text[:cut], text[cut:], *texts[at + 1 :]]
        case 3:
            return [*texts[:at], "".join(texts[at : at + 2]), *texts[at + 2 :]]
        case 4:
            rest.insert(chance.randint(0, len(rest)), text)
            return rest
        case 5:
            return [*texts[:at], text[:cut] + chance.choice(CORPUS)[:5] + text[cut + 3 :], *texts[at + 1 :]]
        case _:
            return [*texts[:at], text, text, *texts[at + 1 :]]


CORPUS = [
    p.text
    for path in RAW
    for d in pipeline.read(path.name, path.read_bytes()).documents
    for p in d.paragraphs
]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 6), st.integers(0, len(CORPUS) - 12))
def test_any_edits_leave_the_anchors_in_order(chance: Random, rounds: int, first: int):
    texts = CORPUS[first : first + chance.randint(1, 12)]
    known = mint(texts)
    for _ in range(rounds):
        for _ in range(chance.randint(1, 4)):
            texts = shuffled(texts, chance)
        found = follow(known.rows, texts)
        assert_sound(known, found, texts)
        known = found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), min_size=2, max_size=4))
def test_any_text_at_all_is_followed(pages: list[list[str]]):
    known = mint(pages[0])
    for texts in pages[1:]:
        found = follow(known.rows, texts)
        assert_sound(known, found, texts)
        known = found


def assert_sound(known: Followed, found: Followed, texts: list[str]) -> None:
    ids = [row.id for row in found.rows]
    live = {row.id: row.text for row in found.rows if row.state == "live"}
    assert len(set(ids)) == len(ids)
    assert {row.id for row in known.rows} <= set(ids)
    assert [live[id] for id in found.ids] == texts
    assert tuple(live) == found.ids
    for its in found.rows:
        assert its.state != "alias" or (
            its.target in live and 0 <= its.start < its.end <= len(live[its.target])
        )
        assert its.state != "gone" or its.target in {*live, ""}
        assert its.state != "live" or not its.end or 0 <= its.start < its.end <= len(its.text)
    assert follow(found.rows, texts).rows == found.rows


def test_no_character_has_two_heirs():
    old, new = CORPUS[:40], CORPUS[20:60]
    alignment = Alignment(old, new)
    for i, j in enumerate(alignment.old.mate):
        assert j < 0 or alignment.new.mate[j] == i
    assert sum(j >= 0 for j in alignment.old.mate) == sum(i >= 0 for i in alignment.new.mate)
