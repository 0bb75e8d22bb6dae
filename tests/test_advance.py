"""The ledger through the years: whatever befalls the corpus, every id ever issued is found on the built pages."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.sites import raw_files
from yanlu import pipeline
from yanlu.editor import EditorError, Edits, Entry
from yanlu.hanzi import fold
from yanlu.model import Document, Row, Speech
from yanlu.relate import copies, history, ledger
from yanlu.relate.word import Word
from yanlu.render import Site, site_files

ROOT = Path(__file__).resolve().parent.parent
DAY = "2026-11-22"
GEESE, GOATS = (
    "去年秋天，大雁从河湾上空飞过的时候，河工们正在加固最后一段堤岸，他们约好来年春天再一起数雁群。",
    "山上的羊倌说，今年的草比往年高出半尺，羊群不肯下山，他只好把锅灶和铺盖都搬到了坡顶的石屋里去。",
)

Documents = tuple[Document, ...]


class Life:
    """A ledger in a folder, the texts it was issued for last, and all that was ever issued."""

    def __init__(self, folder: Path, documents: Sequence[Document]) -> None:
        self.folder = folder
        self.ever: set[tuple[str, str]] = set()  # address, anchor
        self.reasons: Mapping[str, str] = {}
        self.issue(documents)

    def issue(self, documents: Sequence[Document], word: Word | None = None) -> pipeline.Related:
        """What `yanlu ledger` does; then all that was ever promised is looked for."""
        word = word or Word()
        known = ledger.load(self.folder)
        related = pipeline.relate(documents, known, word)
        ledger.write(self.folder, [self._told(known.records, r) for r in related.records.values()])
        self.documents = tuple(documents)
        self.records = ledger.load(self.folder).records
        self.speeches = {speech.id: speech for speech in related.speeches}
        self.reasons = word.reasons()
        self._look_for_all(word)
        return related

    def _told(self, known: Mapping[str, ledger.Record], now: ledger.Record) -> ledger.Record:
        return replace(now, events=(*now.events, *history.events(known.get(now.id), now, DAY)))

    def _look_for_all(self, word: Word) -> None:
        again = pipeline.relate(self.documents, ledger.Loaded(self.records), word)
        assert again.behind == [], "a second run changes something"
        now = dict(issued(self.records))
        assert all(n == 1 for n in now.values()), "an id was issued twice"
        assert self.ever <= now.keys(), "an id was forgotten"
        self.ever = set(now)
        self.pages = built(self.documents, again.speeches, self.records, self.reasons)
        for address, anchor in self.ever:
            assert self.pages[address].count(anchor) == 1, f"{address}#{anchor}"
        for speech in self.speeches.values():
            for witness in speech.witnesses:
                assert len(set(witness.anchors)) == len(witness.document.paragraphs)
        for address, row in rows(self.records):
            if row.state == "moved":
                page, _, anchor = row.target.partition("#")
                assert anchor in self.pages[page], (
                    f"{address}#{row.id} leads to {row.target}, which is not there"
                )

    def row(self, address: str, anchor: str) -> Row:
        """An anchor's row, with its whole text."""
        speech, _, page = address.partition("/")
        return next(row for row in self.records[speech].pages[page].unpacked() if row.id == anchor)

    def states(self, address: str) -> dict[str, str]:
        """Each anchor of a page and its state."""
        speech, _, page = address.partition("/")
        return {row.id: row.state for row in self.records[speech].pages[page].rows}

    def at(self, address: str, anchor: str) -> str:
        """The text of the paragraph to which an anchor leads, by way of other pages; nothing if it is gone."""
        row = self.row(address, anchor)
        if row.state == "moved":
            return self.at(*row.target.split("#"))
        if row.state == "alias":
            return self.at(address, row.target)
        return row.text if row.state == "live" else ""

    def happened(self, speech: str) -> list[tuple[str, str]]:
        """The events of a speech since it was added: what and where."""
        return [(event.what, event.where) for event in self.records[speech].events]


def rows(records: Mapping[str, ledger.Record]) -> Iterator[tuple[str, Row]]:
    for record in records.values():
        for name, page in record.pages.items():
            yield from ((f"{record.id}/{name}".rstrip("/"), row) for row in page.rows)


def issued(records: Mapping[str, ledger.Record]) -> Counter[tuple[str, str]]:
    return Counter((address, row.id) for address, row in rows(records))


def built(
    documents: Documents,
    speeches: Sequence[Speech],
    records: Mapping[str, ledger.Record],
    reasons: Mapping[str, str],
) -> dict[str, list[str]]:
    """The anchors of each page below speeches/, as they stand in its Markdown; its links lead to pages and anchors."""
    raws = raw_files(documents)
    files = site_files(Site(speeches, raws, dict.fromkeys(raws, b""), records=records, reasons=reasons))
    pages = {
        found[1]: content.decode()
        for path, content in files.items()
        if (found := re.fullmatch(r"speeches/((?!by/)[\w/-]+)/index\.md", path))
    }
    anchors = {
        address: [a or b for a, b in re.findall(r'id="(p\d+[a-z]*)"|\{ #(p\d+[a-z]*) ', page)]
        for address, page in pages.items()
    }
    for address, page in pages.items():
        for to, anchor in re.findall(r'href="(?:\.\./)+speeches/([\w/-]+)/index\.html(?:#(p\w+))?"', page):
            assert to in pages and (not anchor or anchor in anchors[to]), f"{address} leads to {to}#{anchor}"
    return anchors


@cache
def corpus() -> Documents:
    """The real documents."""
    return tuple(pipeline.read_corpus(ROOT, iter).documents)


@cache
def few() -> Documents:
    """Some of them, short ones: 2020-03-18 in three copies, and five other speeches."""
    return tuple(d for d in corpus() if 300 < d.characters < 2000)


def find(documents: Sequence[Document], source: str, ordinal: int) -> Document:
    return next(d for d in documents if d.source.startswith(source) and d.ordinal == ordinal)


def changed(documents: Sequence[Document], old: Document, *new: Document) -> Documents:
    """The documents with others in the place of one."""
    return tuple(other for d in documents for other in (new if d is old else (d,)))


def saying(document: Document, texts: Sequence[str]) -> Document:
    """The document with other paragraphs."""
    kinds = [p.kind for p in document.paragraphs]
    spare = document.paragraphs[-1]
    made = [
        replace(spare, text=t, kind=kinds[n] if len(texts) == len(kinds) else "body")
        for n, t in enumerate(texts)
    ]
    return replace(document, paragraphs=tuple(made))


def texts(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """The ledger of the few texts."""
    return Life(tmp_path, few())


VISIT = "2020-04-10"  #: an instruction in one copy, and its place among the raw files
VISIT_AT = ("001", 12)
MEETING = "2020-03-18"


def edited(life: Life, change: Callable[[list[str]], list[str]]) -> list[str]:
    """The instruction's paragraphs after a change to them."""
    old = find(life.documents, *VISIT_AT)
    now = change(texts(old))
    life.issue(changed(life.documents, old, saying(old, now)))
    return now


# A text changes


def test_nothing_changes_where_nothing_changed(life: Life) -> None:
    before = {path.name: path.read_bytes() for path in life.folder.iterdir()}
    life.issue(tuple(reversed(life.documents)))
    assert {path.name: path.read_bytes() for path in life.folder.iterdir()} == before


def test_a_corrected_text_keeps_its_anchors_and_tells_what_was_corrected(life: Life) -> None:
    old = life.at(VISIT, "p3")
    now = edited(life, lambda p: [*p[:2], p[2].replace("，", "；", 1).replace("安全", "平安", 1), *p[3:]])
    assert life.at(VISIT, "p3") == now[2] != old
    assert set(life.states(VISIT).values()) == {"live"}
    assert life.happened(VISIT) == [("added", ""), ("corrected", "#p3")]
    corrected = life.records[VISIT].events[-1]
    assert (corrected.before.strip("…") in old, corrected.after.strip("…") in now[2]) == (True, True)


def test_a_removed_paragraph_leaves_a_gap_and_comes_back_under_its_number(life: Life) -> None:
    whole = texts(find(life.documents, *VISIT_AT))
    edited(life, lambda p: [*p[:2], *p[3:]])
    assert life.states(VISIT) == {f"p{n}": "gone" if n == 3 else "live" for n in range(1, len(whole) + 1)}
    assert (life.row(VISIT, "p3").text, life.row(VISIT, "p3").target) == (whole[2], "p2")
    edited(life, lambda _: whole)
    assert [life.at(VISIT, f"p{n}") for n in range(1, len(whole) + 1)] == whole
    assert life.happened(VISIT)[1:] == [("gone", "#p3"), ("back", "#p3")]


def test_an_inserted_paragraph_gets_a_letter_and_the_letter_is_not_reused(life: Life) -> None:
    edited(life, lambda p: [*p[:2], GEESE, *p[2:]])
    assert list(life.states(VISIT))[1:4] == ["p2", "p2a", "p3"]
    assert life.at(VISIT, "p2a") == GEESE
    edited(life, lambda p: [*p[:2], GOATS, *p[3:]])
    assert (life.at(VISIT, "p2a"), life.at(VISIT, "p2b")) == ("", GOATS)
    edited(life, lambda p: [*p, GEESE])
    assert life.at(VISIT, "p2a") == GEESE, "it is the same paragraph, come back elsewhere"


def test_a_split_paragraph_keeps_its_number_where_it_begins(life: Life) -> None:
    whole = life.at(VISIT, "p4")
    at = whole.index("。") + 1
    edited(life, lambda p: [*p[:3], whole[:at], whole[at:], *p[4:]])
    assert (life.at(VISIT, "p4"), life.at(VISIT, "p4a")) == (whole[:at], whole[at:])
    edited(life, lambda p: [*p[:3], whole, *p[5:]])
    assert life.at(VISIT, "p4") == life.at(VISIT, "p4a") == whole
    alias = life.row(VISIT, "p4a")
    assert (alias.state, alias.target, whole[alias.start : alias.end]) == ("alias", "p4", whole[at:])


def test_merged_paragraphs_keep_both_numbers_and_part_again(life: Life) -> None:
    one, other = life.at(VISIT, "p4"), life.at(VISIT, "p5")
    edited(life, lambda p: [*p[:3], p[3] + p[4], *p[5:]])
    assert life.states(VISIT)["p5"] == "alias"
    assert life.at(VISIT, "p4") == life.at(VISIT, "p5") == one + other
    assert life.happened(VISIT)[-1] == ("merged", "#p5")
    edited(life, lambda p: [*p[:3], one, other, *p[4:]])
    assert (life.at(VISIT, "p4"), life.at(VISIT, "p5")) == (one, other)
    assert len(life.states(VISIT)) == 7


def test_a_paragraph_moved_within_its_text_takes_its_number_along(life: Life) -> None:
    moved = life.at(VISIT, "p3")
    edited(life, lambda p: [*p[:2], *p[3:], p[2]])
    assert life.at(VISIT, "p3") == moved
    assert list(life.states(VISIT)) == ["p1", "p2", "p4", "p5", "p6", "p7", "p3"]


def test_a_paragraph_moved_to_another_text_is_found_there_and_may_return(life: Life) -> None:
    first = life.documents
    old, other = find(first, *VISIT_AT), find(first, "001", 10)
    moved = texts(old)[2]
    away = changed(first, old, saying(old, [t for t in texts(old) if t != moved]))
    life.issue(changed(away, other, saying(other, [*texts(other), moved])))
    assert life.row(VISIT, "p3").state == "moved"
    assert life.row(VISIT, "p3").target.startswith("2020-04-08#")
    there = life.row(VISIT, "p3").target.partition("#")[2]
    assert life.at(VISIT, "p3") == moved
    assert life.happened(VISIT)[-1] == ("moved", "#p3")
    life.issue(first)
    assert life.row(VISIT, "p3") == Row("p3", "live", text=moved)
    assert life.at("2020-04-08", there) == moved, "the number that it had in the other text leads back"


# Texts come and go


def test_a_removed_text_leaves_tombstones_and_comes_back_to_its_address(life: Life) -> None:
    first, old = life.documents, find(life.documents, *VISIT_AT)
    life.issue(changed(first, old))
    assert life.records[VISIT].address == ledger.NOWHERE
    assert set(life.states(VISIT).values()) == {"gone"}
    assert [row.text for row in life.records[VISIT].pages[""].unpacked()] == texts(old)
    assert VISIT not in life.speeches and VISIT in life.pages
    life.issue(first)
    assert life.records[VISIT].current and VISIT in life.speeches
    assert [life.at(VISIT, f"p{n}") for n in range(1, 8)] == texts(old)
    assert [what for what, _ in life.happened(VISIT)] == ["added", "retired", "left", "back", "back"]


def test_a_new_text_of_a_removed_ones_day_gets_another_address(life: Life) -> None:
    old = find(life.documents, *VISIT_AT)
    life.issue(changed(life.documents, old))
    new = saying(replace(old, source="new.txt", ordinal=1), [GEESE, GOATS])
    life.issue((*life.documents, new))
    assert not life.records[VISIT].current
    assert texts(life.speeches[f"{VISIT}-2"].base.document) == [GEESE, GOATS]
    life.issue((*life.documents, old))
    assert life.at(VISIT, "p1") == texts(old)[0] and life.at(f"{VISIT}-2", "p1") == GEESE


def test_files_renamed_and_cut_otherwise_and_dates_and_titles_corrected(life: Life) -> None:
    before = {address: life.states(address) for address, _ in life.ever}
    moved = [
        replace(
            d,
            source=f"{n % 3}.txt",
            ordinal=9 - n // 3,
            facts=replace(d.facts, date=f"1999-01-{n + 1:02}", title="又"),
        )
        for n, d in enumerate(life.documents)
    ]
    life.issue(moved)
    assert {address: life.states(address) for address, _ in life.ever} == before
    assert {what for what, _ in life.happened(VISIT)} == {"added", "fact"}
    assert {where for what, where in life.happened(VISIT) if what == "fact"} == {"date", "title"}


def test_a_text_renamed_and_corrected_at_once_keeps_its_address(life: Life) -> None:
    old = find(life.documents, *VISIT_AT)
    now = saying(replace(old, source="other.txt", ordinal=1), [GOATS, *texts(old)[1:]])
    life.issue(changed(life.documents, old, now))
    assert life.speeches[VISIT].base.document is now
    assert life.states(VISIT)["p1"] == "gone" and life.at(VISIT, "p2") == texts(old)[1]


def test_a_text_cut_in_two_keeps_its_address_for_the_larger_part(life: Life) -> None:
    old = find(life.documents, "000", 4)
    head, tail = saying(old, texts(old)[:2]), saying(replace(old, ordinal=5), texts(old)[2:])
    life.issue(changed(life.documents, old, head, tail))
    large, small = sorted((head, tail), key=lambda d: -d.characters)
    assert life.speeches["2020-03-24"].base.document == large
    assert life.speeches["2020-03-24-2"].base.document == small
    for n, text in enumerate(texts(old), 1):
        assert life.at("2020-03-24", f"p{n}") == text or len(text) < 12, (
            "a paragraph of the other part is lost"
        )
    life.issue(changed(life.documents, head))
    life.issue(changed(life.documents, tail, old))
    assert life.speeches["2020-03-24"].base.document == old
    for n, text in enumerate(texts(old), 1):
        assert life.at("2020-03-24", f"p{n}") == text or len(text) < 12


# Copies


def test_a_better_copy_takes_the_page_and_the_anchors_stay(life: Life) -> None:
    old = find(life.documents, *VISIT_AT)
    worse = saying(old, [t[: len(t) * 9 // 10] for t in texts(old)[:-1]])
    life.issue(changed(life.documents, old, replace(worse, facts=replace(old.facts, complete=False))))
    worse = find(life.documents, *VISIT_AT)
    kept = {anchor: life.at(VISIT, anchor) for anchor, state in life.states(VISIT).items() if state == "live"}
    life.issue((*life.documents, replace(old, source="better.txt", ordinal=1)))
    speech = life.speeches[VISIT]
    assert [(w.id, w.document.source) for w in speech.witnesses] == [
        ("w2", "better.txt"),
        ("w1", worse.source),
    ]
    assert [life.at(VISIT, f"p{n}") for n in range(1, 8)] == texts(old)
    assert kept.keys() <= life.states(VISIT).keys()
    assert [life.at(f"{VISIT}/w1", anchor) for anchor in speech.witnesses[1].anchors] == texts(worse)
    assert ("base", "") in life.happened(VISIT)
    life.issue(changed(life.documents, worse))
    assert [w.id for w in life.speeches[VISIT].witnesses] == ["w2"]
    for n, text in enumerate(texts(worse), 1):
        assert fold(text) in fold(life.at(f"{VISIT}/w1", f"p{n}"))


def test_a_page_of_a_witness_that_goes_leads_to_the_base(life: Life) -> None:
    speech = life.speeches[MEETING]
    gone = speech.witnesses[1]
    life.issue([d for d in life.documents if d is not gone.document])
    address = f"{MEETING}/{gone.id}"
    for anchor, counterpart in zip(gone.anchors, gone.counterparts, strict=True):
        assert life.row(address, anchor).target == f"{MEETING}#{counterpart}"
    life.issue((*life.documents, gone.document))
    assert set(life.states(address).values()) == {"live"}
    assert [w.id for w in life.speeches[MEETING].witnesses] == [w.id for w in speech.witnesses]


def said(document: Document, name: str, value: object) -> dict[str, Edits]:
    """The editor's word on one text."""
    values = {"ordinal": document.ordinal, "begins": "", "reason": "因为", name: value}
    return {document.source: Edits(f"{document.source}.toml", (Entry("witness", 1, values),))}


def test_the_editors_base_takes_the_page_and_gives_it_back(life: Life) -> None:
    first, documents = life.speeches[MEETING], life.documents
    chosen = first.witnesses[2]
    life.issue(documents, Word(said(chosen.document, "base", True)))
    second = life.speeches[MEETING]
    assert second.base.document is chosen.document
    assert second.base.id == chosen.id
    for anchor, counterpart in zip(chosen.anchors, chosen.counterparts, strict=True):
        assert life.at(MEETING, counterpart) == life.at(f"{MEETING}/{chosen.id}", anchor)
    life.issue(documents)
    third = life.speeches[MEETING]
    assert [(w.id, w.anchors) for w in third.witnesses] == [(w.id, w.anchors) for w in first.witnesses]
    assert {a: life.at(MEETING, a) for a in first.base.anchors} == dict(
        zip(first.base.anchors, texts(first.base.document), strict=True)
    )


def test_speeches_joined_and_separated_again_return_to_their_addresses(life: Life) -> None:
    first, documents = dict(life.speeches), life.documents
    one, other = find(documents, "000", 3), find(documents, "000", 4)
    life.issue(documents, Word(said(one, "joins", f"{other.source} {other.ordinal}")))
    assert len(life.speeches) == len(first) - 1
    (former,) = {"2020-03-19", "2020-03-24"} - life.speeches.keys()
    (kept,) = {"2020-03-19", "2020-03-24"} - {former}
    assert life.records[former].address == f"{kept}/w2"
    for anchor, text in zip(first[former].base.anchors, texts(first[former].base.document), strict=True):
        assert life.at(former, anchor) == text
    life.issue(documents)
    assert {id: speech.base.anchors for id, speech in life.speeches.items()} == {
        id: speech.base.anchors for id, speech in first.items()
    }
    assert life.records[former].current
    for id in (former, kept):
        assert [life.at(id, a) for a in first[id].base.anchors] == texts(first[id].base.document)
    address = f"{kept}/w2"
    assert {life.row(address, a).target.partition("#")[0] for a in life.states(address)} == {former}


def test_a_copy_separated_by_the_editor_gets_an_address_and_its_old_one_leads_there(life: Life) -> None:
    documents, speech = life.documents, life.speeches[MEETING]
    apart = speech.witnesses[2]
    word = Word(
        {
            apart.document.source: Edits(
                "",
                tuple(
                    Entry(
                        "witness", n,
                        {"ordinal": apart.document.ordinal, "begins": "", "reason": "因为",
                         "apart_from": f"{w.document.source} {w.document.ordinal}"},
                    )
                    for n, w in enumerate(speech.witnesses[:2])
                ),
            )
        }
    )  # fmt: skip
    life.issue(documents, word)
    assert life.speeches[f"{MEETING}-2"].base.document is apart.document
    for anchor, text in zip(apart.anchors, texts(apart.document), strict=True):
        assert life.at(f"{MEETING}/{apart.id}", anchor) == text
        assert life.row(f"{MEETING}/{apart.id}", anchor).target.startswith(f"{MEETING}-2#")
    life.issue(documents)
    assert [w.id for w in life.speeches[MEETING].witnesses] == [w.id for w in speech.witnesses]
    assert life.records[f"{MEETING}-2"].address == f"{MEETING}/{apart.id}"


# The editor's word on anchors


def anchor(page: str, id: str, **values: object) -> Word:
    entry = Entry("anchor", 7, {"page": page, "id": id, "reason": "编者看过", **values})
    return Word({}, Edits("corpus/editor/anchors.toml", (entry,)))


def test_the_editor_says_where_a_number_belongs(life: Life) -> None:
    first = life.documents
    word = anchor(VISIT, "p3", begins=texts(find(first, *VISIT_AT))[4][:12])
    life.issue(first, word)
    assert life.at(VISIT, "p3") == texts(find(first, *VISIT_AT))[4]
    life.issue(first, word)
    assert life.at(VISIT, "p3") == texts(find(first, *VISIT_AT))[4]


def test_the_editor_says_that_a_number_is_gone_and_why(life: Life) -> None:
    first = life.documents
    word = anchor(VISIT, "p3", gone=True)
    life.issue(first, word)
    assert life.states(VISIT)["p3"] == "gone"
    assert life.reasons == {f"{VISIT}#p3": "编者看过"}
    assert texts(find(first, *VISIT_AT))[2] in [life.at(VISIT, a) for a in life.states(VISIT)]


@pytest.mark.parametrize(
    ("page", "id", "values", "sentence"),
    [
        (VISIT, "p99", {"gone": True}, f"{VISIT}#p99 was never issued; delete this entry"),
        (VISIT, "p3", {"begins": "没有这样的话"}, f"no paragraph begins '没有这样的话' on {VISIT}"),
        ("2020-04-11", "p3", {"gone": True}, "there is no page '2020-04-11' that shows a text"),
    ],
)
def test_a_wrong_word_on_an_anchor_is_one_sentence(
    life: Life, page: str, id: str, values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(EditorError) as caught:
        life.issue(life.documents, anchor(page, id, **values))
    assert str(caught.value) == f"corpus/editor/anchors.toml:7: {sentence}"


# Anything

STRANGE = (
    "渔火在江心亮了整整一夜，老船工说这是他四十年来见过的最大的一次鱼汛，连岸上的孩子都不肯回家睡觉。",
    "图书室的钥匙挂在门后第三颗钉子上，谁先到谁就开门，最后走的人要把灯关好，把借出的书一本本记清楚。",
    "谢谢大家。",
    GEESE,
    GOATS,
)
SEVERAL = (("000", 2), ("003", 4), ("001", 4), ("001", 10), ("001", 12))


def in_text(
    change: Callable[[list[str], int, int], list[str]],
) -> Callable[[Documents, int, int, int], Documents]:
    """An edit of one text out of a change to its paragraphs, at the n-th of them."""

    def edit(documents: Documents, which: int, n: int, m: int) -> Documents:
        old = documents[which % len(documents)]
        now = change(texts(old), n % len(old.paragraphs), m)
        return changed(documents, old, saying(old, now)) if now else documents

    return edit


def added(documents: Documents, new: Document, n: int) -> Documents:
    """With a text more, at the end of one of the raw files."""
    source = f"{n % 3}.txt"
    last = max((d.ordinal for d in documents if d.source == source), default=0)
    return (*documents, replace(new, source=source, ordinal=last + 1))


def without(documents: Documents, which: int) -> Documents:
    return changed(documents, documents[which % len(documents)]) if len(documents) > 1 else documents


def split(p: list[str], n: int, m: int) -> list[str]:
    at = m % len(p[n])
    return [*p[:n], *(t for t in (p[n][:at], p[n][at:]) if t), *p[n + 1 :]]


def moved_away(documents: Documents, which: int, n: int, m: int) -> Documents:
    """A paragraph goes from one text to another."""
    one, other = documents[which % len(documents)], documents[m % len(documents)]
    if one is other or len(one.paragraphs) == 1:
        return documents
    p = texts(one)
    taken = p.pop(n % len(p))
    return changed(changed(documents, one, saying(one, p)), other, saying(other, [*texts(other), taken]))


def cut_in_two(documents: Documents, which: int, n: int, m: int) -> Documents:
    old = documents[which % len(documents)]
    p = texts(old)
    at = n % len(p)
    return added(changed(documents, old, saying(old, p[:at])), saying(old, p[at:]), m) if at else documents


def run_together(documents: Documents, which: int, n: int, m: int) -> Documents:
    one, other = documents[which % len(documents)], documents[n % len(documents)]
    together = saying(one, [*texts(one), *texts(other)])
    return changed(changed(documents, one, together), other) if one is not other else documents


EDITS: Mapping[str, Callable[[Documents, int, int, int], Documents]] = {
    "correct": in_text(lambda p, n, m: [*p[:n], p[n].replace(p[n][m % len(p[n])], "某", 1), *p[n + 1 :]]),
    "insert": in_text(lambda p, n, m: [*p[:n], STRANGE[m % len(STRANGE)], *p[n:]]),
    "remove": in_text(lambda p, n, m: [*p[:n], *p[n + 1 :]]),
    "split": in_text(split),
    "merge": in_text(lambda p, n, m: [*p[:n], "".join(p[n : n + 2]), *p[n + 2 :]]),
    "move": in_text(lambda p, n, m: [*p[:n], *p[n + 1 :], p[n]]),
    "move away": moved_away,
    "cut in two": cut_in_two,
    "run together": run_together,
    "remove text": lambda documents, which, n, m: without(documents, which),
    "add again": lambda documents, which, n, m: added(documents, several()[which % len(SEVERAL)], n),
    "better copy": lambda documents, which, n, m: added(
        documents,
        saying(documents[which % len(documents)], [*texts(documents[which % len(documents)]), GEESE]),
        n,
    ),
    "rename": lambda documents, which, n, m: added(
        without(documents, which), documents[which % len(documents)], n
    ),
    "date": lambda documents, which, n, m: changed(
        documents,
        d := documents[which % len(documents)],
        replace(d, facts=replace(d.facts, date=f"200{n % 10}")),
    ),
    "reverse": lambda documents, which, n, m: documents[::-1],
}
numbers = st.integers(0, 400)
edits = st.tuples(st.sampled_from(sorted(EDITS)), numbers, numbers, numbers)
years = st.lists(
    st.tuples(st.lists(edits, min_size=1, max_size=3), st.none() | st.tuples(numbers, numbers)), max_size=4
)


@cache
def several() -> Documents:
    """A speech in two copies and three short ones."""
    return tuple(find(corpus(), *key) for key in SEVERAL)


def joins(documents: Documents, which: tuple[int, int] | None) -> Word | None:
    """The editor joins two texts."""
    one, other = (documents[n % len(documents)] for n in which or (0, 0))
    return Word(said(one, "joins", f"{other.source} {other.ordinal}")) if one is not other else None


def standing(life: Life) -> dict[str, tuple[str, str]]:
    """Each long paragraph that stands once in the corpus, and its address and anchor."""
    found = [
        (text, (w.id and f"{s.id}/{w.id}" if w is not s.base else s.id, anchor))
        for s in life.speeches.values()
        for w in s.witnesses
        for anchor, text in zip(w.anchors, texts(w.document), strict=True)
    ]
    times = Counter(fold(text) for text, _ in found)
    return {text: place for text, place in found if len(text) >= 40 and times[fold(text)] == 1}


@settings(max_examples=25, deadline=None, derandomize=True, phases=[Phase.generate])
@given(years)
def test_whatever_befalls_the_corpus_every_id_ever_issued_is_found(
    years: list[tuple[list[tuple[str, int, int, int]], tuple[int, int] | None]],
) -> None:
    with TemporaryDirectory() as folder:
        life = Life(Path(folder), several())
        for happened, together in years:
            before = standing(life)
            documents = life.documents
            for name, which, n, m in happened:
                documents = EDITS[name](documents, which, n, m)
            try:
                life.issue(documents, joins(documents, together))
            except EditorError:  # they are copies anyway
                life.issue(documents)
            for text in before.keys() & standing(life).keys():
                there = life.at(*before[text])
                assert copies.containment(copies.grams(text), copies.grams(there)) > 0.8, before[text]
