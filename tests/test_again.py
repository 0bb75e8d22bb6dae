"""What a speech's page tells of repeated passages: marks in the text, links beside it, and how much is new."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.sites import document, raw_files, site
from tests.test_render import HOSTILE, built
from yanlu import pipeline
from yanlu.hanzi import cut_before, cut_behind, fold
from yanlu.model import Facts, Row
from yanlu.relate import reuse
from yanlu.relate.reuse import Passage
from yanlu.relate.reuse.results import Occurrence
from yanlu.render import site_files
from yanlu.render.again import Again, Mark, margins, telling
from yanlu.render.body import Layer, pieces
from yanlu.render.entries import Entry, copies, in_time
from yanlu.render.figures import figures
from yanlu.render.recycled import PLACES, recycled
from yanlu.render.repeats import Place, Repeat, repeats
from yanlu.render.sharing import sharing
from yanlu.render.strings import strings

# Letters, signs that belong to the letter before them, and halves of surrogate pairs.
parts_of_text = st.sampled_from(
    [
        "同",
        "舟",
        "，",
        " ",
        "<",
        "e\u0301",
        "\U00020000\U000e0100",
        "\ud83d\ude00",
        "👩\u200d🚀",
        "👍🏽",
        "\ud800",
        "\u202e",
    ]
)
any_layers = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=8)


# The cutting


@settings(max_examples=300, deadline=None)
@given(st.lists(parts_of_text, max_size=20), any_layers, st.lists(st.integers(0, 45), max_size=3))
@example(["e\u0301"], [(1, 1)], [1])
def test_pieces_are_the_text_and_know_their_layers(
    parts: list[str], spans: list[tuple[int, int]], aliases: list[int]
) -> None:
    text = "".join(parts)
    layers = [Layer(start, start + size, "again", str(n)) for n, (start, size) in enumerate(spans)]
    rows = [Row(f"p{n}", "alias", "p1", start) for n, start in enumerate(aliases, 2)]
    cut = pieces(text, rows, layers)
    assert "".join(piece.text for piece in cut) == text
    assert sorted(id for piece in cut for id in piece.anchors) == sorted(row.id for row in rows)
    lying: dict[str, set[int]] = {layer.id: set() for layer in layers}
    at, whole = 0, {sum(map(len, parts[:n])) for n in range(len(parts) + 1)}
    for piece in cut:
        assert at in whole or "\ud800" in parts, "cut within what belongs together"
        for id in piece.ids("again").split():
            lying[id] |= set(range(at, at + len(piece.text)))
        at += len(piece.text)
    for layer in layers:
        meant = set(range(cut_before(text, layer.start), cut_behind(text, layer.end)))
        assert lying[layer.id] == meant and meant >= set(range(layer.start, min(layer.end, len(text))))


@pytest.mark.parametrize("text", [case["text"] for case in HOSTILE], ids=[c["label"] for c in HOSTILE])
def test_marked_hostile_text_stays_text(text: str) -> None:
    """Cut anywhere, in headings and paragraphs, with its other places and wordings beside it."""
    facts = [Facts(title=text, date=f"2020-03-0{n}") for n in (1, 2)]
    documents = [document("a.txt", n, [text, text], its) for n, its in enumerate(facts, 1)]
    documents = [
        replace(d, paragraphs=(d.paragraphs[0], replace(d.paragraphs[1], kind="heading"))) for d in documents
    ]
    made = site(documents, raw_files(documents))
    ends = [(0, len(text)), (len(text) // 3, len(text) // 2 + 1), (len(text) // 2, len(text))]
    passages = [
        found(f"{n:010}", [(f"2020-03-0{day}/w1", f"p{p}", *span, text) for day in (1, 2) for p in (1, 2)])
        for n, span in enumerate(ends)
        if span[0] < span[1]
    ]
    plain, marked = (
        built(site_files(replace(made, passages=its))["speeches/2020-03-02/index.md"].decode())
        for its in ([], passages)
    )
    assert (marked.ids["p1"], marked.ids["p2"]) == (plain.ids["p1"], plain.ids["p2"]) == (text, text)
    assert "".join(marked.classes["again"]) == text * 2
    assert {link.split("?")[0] for link in set(marked.links) - set(plain.links)} <= {
        "../../speeches/2020-03-01/index.html",
        "../../speeches/2020-03-02/index.html",
        "../2020-03-01/index.html",
        "#again",
        *(f"../../passages/{n:010}/index.html" for n in range(3)),
        "../../compare/2020-03-01%E2%80%A62020-03-02/index.html",
    }
    extra = set(marked.tags) - set(plain.tags)
    assert extra <= set("svg path rect q br small del ins details summary dl dt dd".split())


def found(id: str, places: Iterable[tuple[str, str, int, int, str]], kind: str = "near") -> Passage:
    its = tuple(Occurrence(home, anchor, a, b, text[a:b]) for home, anchor, a, b, text in places)
    return Passage(id, kind, its, its[0], 1.0)


# In time, and bounded


def place(
    speech: str, date: str, anchor: str = "p1", start: int = 0, end: int = 9, base: bool = True
) -> Place:
    return Place(speech, "w1", speech, base, date, "题", anchor, anchor[1:], start, end, "同舟共济" * 3)


def repeat(*places: Place, kind: str = "near") -> Repeat:
    return Repeat("0" * 10, kind, "", 1.0, None, tuple(sorted(places, key=lambda p: p.date or "9")))


def entries(dates: Sequence[str]) -> list[Entry]:
    documents = [
        document("a.txt", n, ["同舟共济" * 3], Facts(title="题", date=date or None))
        for n, date in enumerate(dates, 1)
    ]
    made = site(documents, raw_files(documents))
    return list(in_time(made.speeches, made.raws))


def told(made: Sequence[Repeat], of: Sequence[Entry]) -> dict[str, Again]:
    return {
        address: its for pages in recycled(made, sharing(made), of).values() for address, its in pages.items()
    }


@pytest.mark.parametrize(
    ("own", "others", "turn"),
    [
        ("2020-03-10", ["2020-02-23"], "earlier"),
        ("2020-03-10", ["2020-03-11", "2020-02"], "earlier"),
        ("2020-03-10", ["2020-03-11", "2021"], "later"),
        ("2020-03-10", ["2020-03-10"], "unknown"),
        ("2020-03-10", ["2020-03"], "unknown"),
        ("2020-03-10", ["2020", "2020-04"], "unknown"),
        ("2020-03", ["2020-03-10"], "unknown"),
        ("2020", ["2020-12-31", "2021-01-01"], "unknown"),
        ("2020-03-10", [""], "unknown"),
        ("2020-03-10", ["", "2019"], "earlier"),
        ("", ["2019"], "unknown"),
        ("2020-03-10", [], ""),
        ("", [], ""),
    ],
)  # fmt: skip
def test_what_is_earlier_is_told_only_where_the_dates_tell(own: str, others: list[str], turn: str) -> None:
    dates = [own, *others]
    of = entries(dates)
    ids = {entry.document.ordinal: entry.id for entry in of}
    places = [place(ids[n], date) for n, date in enumerate(dates, 1)]
    again = told([repeat(*places, place(ids[1], own, start=0, end=3))], of)[ids[1]]
    assert {mark.turn for mark in again.marks} == {turn}


def test_a_copys_words_make_nothing_old() -> None:
    of = entries(["2020-03-01", "2020-03-02"])
    made = [repeat(place(of[0].id, "2020-03-01", base=False), place(of[1].id, "2020-03-02"))]
    (mark,) = told(made, of)[of[1].id].marks
    assert mark.turn == "" and [other.speech for other in mark.others] == [of[0].id]


def test_a_page_depends_on_few_places_of_a_formula() -> None:
    """What one more speech says changes the page of its neighbour, and no other."""
    days = [f"20{n // 300:02}-{n // 25 % 12 + 1:02}-{n % 25 + 1:02}" for n in range(600)]
    of = entries(days)
    own = [place(entry.id, day, f"p{p}") for entry, day in zip(of, days, strict=True) for p in (1, 2)]
    fewer, more = (told([repeat(*places, kind="formula")], of) for places in (own[:-2], own))
    assert all(len(mark.others) <= PLACES for again in more.values() for mark in again.marks)
    changed = [address for address in more if fewer[address] != more[address]]
    assert changed == [of[-2].id, of[-1].id]
    (first, _) = more[of[300].id].marks
    assert [other.speech for other in first.others] == [of[n].id for n in (0, 299, 300, 301)]


def test_what_is_printed_everywhere_is_left_out() -> None:
    of = entries(["2020-03-01", "2020-03-02"])
    made = [repeat(*(place(entry.id, "") for entry in of), kind="boilerplate")]
    assert not any(again.marks for again in told(made, of).values())


def test_a_shorter_mark_says_only_what_the_longer_one_around_it_does_not() -> None:
    long, short = place("a", "2020", start=0, end=9), place("a", "2020", start=2, end=6)
    there, inside, elsewhere = (place("b", "2021", start=s, end=e) for s, e in ((10, 19), (12, 16), (30, 34)))
    marks = [Mark(short, (inside, elsewhere), ""), Mark(long, (there,), "")]
    assert [(m.place, m.others) for m in telling(marks)] == [(long, (there,)), (short, (elsewhere,))]
    assert telling([Mark(short, (inside,), ""), Mark(long, (there,), "")]) == [Mark(long, (there,), "")]
    beyond = [Mark(long, (there,), ""), Mark(replace(short, end=12), (inside,), "")]
    assert telling(beyond) == beyond, "it goes on where the longer one ends"


@pytest.mark.parametrize(
    ("speech", "date", "name"),
    [
        ("2020-03-10", "2020-03-10", "2020-03-10 ¶5"),
        ("2020-03-10-2", "2020-03-10", "2020-03-10(2) ¶5"),
        ("2020-03-10-12", "2020-03-11", "2020-03-11(12) ¶5"),
        ("2020-03-2", "2020-03", "2020-03(2) ¶5"),
        ("undated", "", "日期不详 ¶5"),
        ("undated-3", "", "日期不详(3) ¶5"),
    ],
)
def test_the_speeches_of_a_day_have_names_of_their_own(speech: str, date: str, name: str) -> None:
    here, there = place("a", "2020", start=0, end=4), replace(place(speech, date), label="5")
    (note,) = margins([Mark(here, (there,), "")], {here.anchor: 9}, strings())[here.anchor].notes
    assert [link.name for link in note.links] == [name]


# On the real texts


@pytest.fixture(scope="module")
def real(root: Path) -> tuple[list[Repeat], list[Entry], dict[str, Again]]:
    corpus, related = pipeline.look(root, lambda paths: paths)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    own = in_time(related.speeches, raws)
    every = [*own, *(copy for entry in own for copy in copies(entry, raws))]
    made = repeats(reuse.find(list(reuse.texts(related.speeches))), every)
    return made, every, told(made, every)


def test_every_link_beside_the_text_leads_to_one_that_leads_back(
    real: tuple[list[Repeat], list[Entry], dict[str, Again]],
) -> None:
    """To the very words, or to the page with all places of a passage."""
    _, every, again = real
    sizes = {e.address: _sizes(e) for e in every}
    shown = {
        address: {
            anchor: telling(m for m in its.marks if m.place.anchor == anchor) for anchor in sizes[address]
        }
        for address, its in again.items()
    }
    links = 0
    marks = [mark for page in shown.values() for its in page.values() for mark in its]
    for mark in marks:
        for other in mark.others:
            links += 1
            back = [
                m for m in shown[other.address][other.anchor] if m.place.start <= other.start < m.place.end
            ]
            assert any(
                m.page
                or any((o.address, o.anchor) == (mark.place.address, mark.place.anchor) for o in m.others)
                for m in back
            ), f"{mark.place.href} → {other.href}"
    assert links > 400


def _sizes(entry: Entry) -> dict[str, int]:
    return {a: len(p.text) for a, p in zip(entry.witness.anchors, entry.document.paragraphs, strict=True)}


def test_beside_a_paragraph_stand_its_own_words(
    real: tuple[list[Repeat], list[Entry], dict[str, Again]],
) -> None:
    _, every, again = real
    for entry in every:
        texts = dict(zip(entry.witness.anchors, (p.text for p in entry.document.paragraphs), strict=True))
        for anchor, margin in margins(again[entry.address].marks, _sizes(entry), strings()).items():
            for note, layer in zip(margin.notes, margin.layers, strict=True):
                words = texts[anchor][layer.start : layer.end]
                homes = {(link.name, link.href.partition("?")[0]) for link in note.links}
                assert len(homes) == len(dict(homes)), "a name says which page it is"
                assert words.startswith(note.words.removesuffix("…")) and note.links
                assert {name for names, _ in note.wordings for name in names} == {
                    link.name for link in note.links if link.changed
                }
                for _, wording in note.wordings:
                    same = "……".join(part.text for part in wording if part.change == "same")
                    assert all(fold(part) in fold(words) for part in same.split("……"))


def test_the_figures_are_those_of_a_plain_count(
    real: tuple[list[Repeat], list[Entry], dict[str, Again]],
) -> None:
    """Character by character, each looked up in all passages."""
    made, every, again = real
    dates = {entry.id: entry.speech.facts.date or "" for entry in every}
    stands: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for one in (one for one in made if one.kind != "boilerplate"):
        for its in (its for its in one.places if its.is_base):
            turns = {turn(dates[its.speech], dates[other]) for other in one.speeches if other != its.speech}
            for at in range(its.start, its.end):
                stands[its.address, its.anchor, at] |= turns
    for entry in (entry for entry in every if entry.is_base):
        spans: dict[str, list[tuple[int, int, str]]] = {anchor: [] for anchor in entry.witness.anchors}
        for mark in again[entry.address].marks:
            spans[mark.place.anchor].append((mark.place.start, mark.place.end, mark.turn))
        texts = [(p.text, its) for p, its in zip(entry.document.paragraphs, spans.values(), strict=True)]
        got = figures(texts, dated=True)
        count = Counter(
            next((turn for turn in ("earlier", "unknown") if turn in stands[entry.id, anchor, at]), "new")
            for anchor, (text, _) in zip(spans, texts, strict=True)
            for at, char in enumerate(text)
            if not char.isspace()
        )
        assert (got.recycled, got.unknown, got.new) == (count["earlier"], count["unknown"], count["new"])
        assert got.total == entry.document.characters
        assert got.later <= got.new


def turn(own: str, other: str) -> str:
    if not own or not other or own.startswith(other) or other.startswith(own):
        return "unknown"
    return "earlier" if other < own else "later"
