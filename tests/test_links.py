"""Links hold through rounds of edits on real texts; and the simulator that measures it tells the truth.

`bench.py links` has the whole table, with the schemes of others beside ours.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from benches import links
from benches.addresses import Hash, Ledger, Scheme, Sequential, WholeDiff
from benches.edits import ONE_KIND, Page, Piece
from benches.stories import Job, Text, aligned, all_jobs, read_texts, story
from benches.truth import Link, Truth
from yanlu.hanzi import fold

RAW = Path(__file__).parent.parent / "corpus/raw"
#: Edits that take nothing out and put nothing in.
KEEPING = ("split 8", "merge 8", "move 3", "width", "traditional")


@cache
def texts() -> dict[str, Text]:
    return read_texts(sorted(RAW.iterdir()))


def measured(part: str, runs: int = 1) -> dict[str, links.Figures]:
    """Our figures for one part: row → figures."""
    jobs = [job for job in all_jobs(texts(), runs) if job.part == part]
    return links.table(sum((links.play(texts(), job, links.OURS) for job in jobs), Counter()))


# --- ours ---------------------------------------------------------------------------------------------


def test_links_hold_for_twenty_rounds() -> None:
    rows = measured("rounds", runs=3)
    for length, goals in links.TARGETS.items():
        row = rows[f"20 rounds | ours | {length}"]
        assert row["links"] > 100
        assert row["right"] >= goals["right"]
        assert row["wrong"] <= goals["wrong"]
        assert row["told"] >= goals.get("told", 90)


@pytest.mark.parametrize("kind", ONE_KIND)
def test_links_hold_through_edits_of_one_kind(kind: str) -> None:
    rows = measured(kind)
    long, short = (rows[f"{kind} | ours | {length}"] for length in ("long", "short"))
    assert long["links"] > 250
    assert (long["right"], long["told"]) == (100, 100)
    assert short["right"] >= 98
    assert short["wrong"] <= 1


def test_links_hold_when_a_real_copy_replaces_another() -> None:
    rows = measured("real copies")
    assert sum(row["links"] for row in rows.values()) > 250
    assert {(row["wrong"], row["told"]) for row in rows.values()} == {(0, 100)}


# --- the simulator ------------------------------------------------------------------------------------


def edited(kind: str, name: str, seed: int = 0) -> list[Page]:
    return list(story(texts(), Job(kind, name, seed)))


def numbers(page: Page) -> list[int]:
    return [n for piece in page for n in piece.origin]


@pytest.mark.parametrize("kind", ["rounds", *ONE_KIND])
def test_every_character_has_one_number_of_its_own(kind: str) -> None:
    for name in texts():
        for page in edited(kind, name):
            assert all(len(piece.text) == len(piece.origin) > 0 for piece in page)
            assert len(set(numbers(page))) == len(numbers(page))
            assert len({piece.key for piece in page}) == len(page)


@pytest.mark.parametrize("kind", KEEPING)
def test_what_only_moves_keeps_its_number(kind: str) -> None:
    for name in texts():
        before, after = edited(kind, name)
        assert sorted(numbers(before)) == sorted(numbers(after))
        shown = {n: char for piece in after for char, n in zip(piece.text, piece.origin, strict=True)}
        if kind in ("split 8", "merge 8", "move 3"):
            assert all(shown[n] == c for p in before for c, n in zip(p.text, p.origin, strict=True))


def test_what_is_restored_is_what_was_taken_out() -> None:
    before, without, _, after = edited("deleted, restored", "001_6730130e/2")
    assert len(without) == len(before) - 3
    assert {piece.key for piece in after} == {piece.key for piece in before}


def test_a_seed_fixes_a_history() -> None:
    name = "003_2c53fc47/2"
    assert edited("rounds", name) == edited("rounds", name)
    assert edited("rounds", name) != edited("rounds", name, 1)


def test_words_are_not_taken_from_copies() -> None:
    """Else a paragraph put in would be the paragraph that stands there already."""
    full = "000_2ba47e9f/1"
    assert texts()[full].copies == ("002_a24ef557/1", "004_6d5c9185/2")
    assert not set(texts()[full].apart) & {full, *texts()[full].copies}
    assert len(texts()[full].apart) > 15


# --- its truth ----------------------------------------------------------------------------------------


def page(*paragraphs: tuple[str, int]) -> Page:
    """Paragraphs whose characters are numbered from some number; the key is that number."""
    return tuple(Piece(text, tuple(range(at, at + len(text))), at) for text, at in paragraphs)


SAID = "我们要坚定信心同舟共济科学防治精准施策"
OLD = page(("同志们", 0), (SAID, 100), ("谢谢大家", 200))


@pytest.mark.parametrize(
    ("now", "landed", "verdict"),
    [
        (OLD, 1, "right"),
        (OLD, 0, "wrong"),
        (OLD, None, "lost"),
        (page(("同志们", 0), (SAID[:9], 100), (SAID[9:], 109)), 1, "right"),  # the beginning
        (page(("同志们", 0), (SAID[:9], 100), (SAID[9:], 109)), 2, "right"),  # half of it
        (page(("同志们", 0), (SAID[:15], 100), (SAID[15:], 115)), 2, "wrong"),  # the last words of it
        (page((SAID[-2:], 117), ("同志们", 0)), 0, "right"),  # all that is left
        (page((SAID[-2:], 117), ("同志们", 0)), None, "told"),
        (page((SAID[-2:], 117), ("同志们", 0)), 1, "untold"),
        (page(("同志们", 0), (SAID, 300)), None, "told"),  # the same words come from elsewhere
        (page(("同志们", 0), (SAID, 300)), 1, "untold"),
    ],
)
def test_the_verdict_on_a_link(now: Page, landed: int | None, verdict: str) -> None:
    assert Truth(now).verdict(Link.to(OLD[1]), landed) == verdict


def test_what_was_split_off_is_right_once_the_beginning_is_gone() -> None:
    left = Truth(page((SAID[9:], 109), ("同志们", 0)))
    assert [left.verdict(Link.to(OLD[1]), landed) for landed in (None, 0, 1)] == ["lost", "right", "wrong"]


@pytest.mark.parametrize("kind", ["rounds", *ONE_KIND])
def test_there_is_always_a_right_answer(kind: str) -> None:
    for name in ("001_6730130e/4", "001_6730130e/6", "003_2c53fc47/2"):
        for o in links.outcomes(edited(kind, name), range(21), {"any": Sequential}):
            answer = None if o.truth.gone(o.link) else o.truth.beginning(o.link)
            assert o.truth.verdict(o.link, answer) in ("right", "told")


def test_a_real_copy_is_aligned_by_its_words() -> None:
    old = page(("同志们：", 0), ("现在开会。", 10), ("今天有两个议题。", 20), ("散会，谢谢各位。", 30))
    now = aligned(old, ["会议由同一人主持", "现在开会，今天有两个议题", "散會，謝謝各位！"])
    truth = Truth(now)
    assert [dict(truth.places(Link.to(piece).words)) for piece in old] == [{}, {1: 4}, {1: 7}, {2: 6}]
    assert len(set(numbers(now))) == len(numbers(now))


# --- the schemes --------------------------------------------------------------------------------------

BEFORE = ("同志们：", "现在开会，今天有两个议题。", "第一个议题是防汛。", "第二个议题是春耕。", "散会。")


@pytest.mark.parametrize(
    ("scheme", "now", "lands"),
    [
        (Ledger, ("同志们:", "会前通知。", *BEFORE[1:3], *BEFORE[4:]), [0, 2, 3, None, 4]),
        (Sequential, ("同志们：", "会前通知。", *BEFORE[1:3]), [0, 1, 2, 3, None]),
        (Hash, ("同志们:", "会前通知。", *BEFORE[1:3], "散会了。"), [0, 2, 3, None, None]),
        (WholeDiff, (*BEFORE[:3], "天是蓝的。", BEFORE[4]), [0, 1, 2, None, 4]),  # one character in common
        (WholeDiff, ("同志们:", "会前通知。", *BEFORE[1:3], *BEFORE[4:]), [0, 2, 3, None, 4]),
        (
            WholeDiff,
            (BEFORE[0], BEFORE[3], BEFORE[1], BEFORE[2], BEFORE[4]),
            [0, 2, 3, None, 4],
        ),  # moved: lost
    ],
)
def test_each_scheme_lands_where_it_says(
    scheme: type[Scheme], now: Sequence[str], lands: list[int | None]
) -> None:
    way = scheme()
    names = list(way.read(BEFORE))
    assert len(set(names)) == len(BEFORE)
    assert [way.lands(name) for name in names] == [0, 1, 2, 3, 4]
    way.read(now)
    assert [way.lands(name) for name in names] == lands


def test_an_alias_marks_its_own_words() -> None:
    """In the paragraph that a merged paragraph's words stand in, the ledger says where they do."""
    found = 0
    for name in texts():
        before, after = edited("merge 8", name)
        ledger = Ledger()
        old = dict(zip(ledger.read([piece.text for piece in before]), before, strict=True))
        new = dict(zip(ledger.read([piece.text for piece in after]), after, strict=True))
        for row in ledger.rows:
            if row.state == "alias":
                assert fold(new[row.target].text[row.start : row.end]) == fold(old[row.id].text)
                found += 1
    assert found > 60
