"""What the search page reads says exactly what the pages hold: decoded here anew, and compared with the texts themselves."""

import gzip
import hashlib
import itertools
import json
import logging
import os
import struct
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import starmap
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sites import document, raw_files, site
from yanlu.hanzi import fold, variants
from yanlu.memo import Memo
from yanlu.model import Facts, Speech
from yanlu.render import search, search_grams, search_words
from yanlu.render.entries import Entry, in_time
from yanlu.render.search import search_files
from yanlu.render.strings import strings
from yanlu.render.sync import sync

PARTS = 0  #: characters beyond which a test's texts are in parts
BOTH = pytest.mark.parametrize("whole", [PARTS, search.WHOLE])

#: Characters that fold to several, to nothing or to another, beyond the first plane, or that are none.
HOSTILE = [
    "爲人民服務，裏面；为人民服务，里面。",
    "人人人人，人……人 人",
    "㎏ Straße ㍿ ½ Ａ１ \uf9d1",
    "𠮷野家、𠀀𝟙𝐀𠮷",
    "\ud842言\udfb7录\udfb7\ud842",
    "\u202e反\u202c \u0000\u2028\ufeff\U000e0100اَلسَّلام",
    "<b onclick='x'>&amp;</b> {{ x }} \\ \" ",
    "",
    "……",
    "一" * 300,
]

Lists = dict[tuple[int, ...], dict[int, int]]  #: the units of a gram → where it stands → how often


def entries(texts: Sequence[Sequence[str]]) -> tuple[Entry, ...]:
    """A page for each list of paragraphs, a month after the one before."""
    documents = [
        document(f"{n:05}.txt", 1, its, Facts(title=f"题{n}", date=f"{2000 + n // 12}-{n % 12 + 1:02}"))
        for n, its in enumerate(texts)
    ]
    made = site(documents, raw_files(documents))
    return in_time(made.speeches, made.raws)


# --- an independent reader ------------------------------------------------------------------------------


class Index:
    """The files as a browser finds them."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = {path.removeprefix("search/"): content for path, content in files.items()}
        self.top = json.loads(self.files["index.json"])
        self.pages = self.json(self.top["pages"])

    def json(self, name: str):
        return json.loads(gzip.decompress(self.files[name]))

    @property
    def texts(self) -> list[tuple[list[str], list[str]]]:
        """Anchors and texts of each page, through the blocks."""
        blocks = [iter(self.json(name)) for name in self.pages["blocks"]]
        found = [tuple(next(blocks[n])) for n in self.pages["block"]]
        assert [list(block) for block in blocks] == [[] for _ in blocks], (
            "a block has more pages than are its"
        )
        return found

    def shards(self) -> Iterator[tuple[int, bytes]]:
        grams = self.top["grams"]
        for n in range(grams["shards"]):
            yield n, gzip.decompress(self.files[f"{grams['folder']}/{n}.bin"])

    def lists(self) -> Lists:
        """All lists of all shards."""
        return {gram: places for _, shard in self.shards() for gram, places in lists(shard)}


def lists(shard: bytes) -> Iterator[tuple[tuple[int, ...], dict[int, int]]]:
    """The grams of one shard and where each stands."""
    (count,) = struct.unpack_from("<I", shard)
    keys = struct.unpack_from(f"<{count}I", shard, 4)
    lengths = struct.unpack_from(f"<{count}I", shard, 4 + 4 * count)
    assert list(keys) == sorted(set(keys))
    start = 4 + 8 * count
    for key, length in zip(keys, lengths, strict=True):
        yield (key >> 16, key & 0xFFFF) if key >> 16 else (key,), dict(places(shard[start : start + length]))
        start += length
    assert start == len(shard)


def places(coded: bytes) -> Iterator[tuple[int, int]]:
    """Where, and how often."""
    values, place = varints(coded), 0
    for value in values:
        place += value >> 1
        yield place, next(values) if value & 1 else 1


def varints(coded: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in coded:
        value, shift = value | (byte & 0x7F) << shift, shift + 7
        if byte < 0x80:
            yield value
            value = shift = 0
    assert shift == 0, "the last number is cut off"


def wanted(texts: Sequence[Sequence[str]]) -> Lists:
    """What stands where, by going through the texts."""
    found: dict[tuple[int, ...], Counter[int]] = {}
    for number, (page, text) in enumerate((page, text) for page, its in enumerate(texts) for text in its):
        coded = fold(text).encode("utf-16-le")
        units = struct.unpack(f"<{len(coded) // 2}H", coded)
        for pair in itertools.pairwise(units):
            found.setdefault(pair, Counter())[number] += 1
        for unit in units:
            found.setdefault((unit,), Counter())[page] += 1
    return {gram: dict(where) for gram, where in found.items()}


# --- the first of all, as the others then find the word cutter opened -----------------------------------


def test_the_word_cutter_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    search_words.cutter.cache_clear()
    search_words.cutter().dt.initialized = False
    search_words.counts(TALK)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("jieba").level >= logging.WARNING


# --- texts ----------------------------------------------------------------------------------------------


@BOTH
def test_blocks_hold_anchors_and_the_source_characters(whole: int) -> None:
    texts = [HOSTILE, ["一"], HOSTILE[::-1], ["长" * 20_000], []]
    pages = entries(texts)
    index = Index(search_files(pages, whole=whole))
    assert index.texts == [(list(page.witness.anchors), its) for page, its in zip(pages, texts, strict=True)]
    assert index.top["mode"] == ("parts" if whole == PARTS else "whole")


def test_a_block_is_full_with_so_many_characters_and_pages_stay_whole() -> None:
    texts = [["短" * 3_000]] * 7 + [["长" * 30_000], ["短"]]
    index = Index(search_files(entries(texts), whole=PARTS))
    assert index.pages["block"] == [0, 0, 0, 1, 1, 1, 2, 2, 3]
    assert len(index.pages["blocks"]) == 4


@BOTH
def test_no_texts_at_all(whole: int) -> None:
    index = Index(search_files([], whole=whole))
    assert (index.texts, index.top["mode"], index.top["speeches"]) == ([], "whole", 0)
    assert len(index.pages["blocks"]) == 1


# --- grams ----------------------------------------------------------------------------------------------

TEXT = st.text(st.sampled_from("言录人民服務务，。 Ａaß㎏𠮷𠀀\ud842\udfb7\0\u202e"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXT, max_size=4), min_size=1, max_size=4))
def test_every_gram_of_every_paragraph_is_listed_and_nothing_else(texts: list[list[str]]) -> None:
    shards = search_grams.gram_shards([search_grams.units(its) for its in texts])
    assert {gram: where for shard in shards for gram, where in lists(gzip.decompress(shard))} == wanted(texts)


def test_every_gram_in_a_corpus_of_hostile_texts() -> None:
    texts = [HOSTILE, ["人民"], HOSTILE[:3]]
    assert Index(search_files(entries(texts), whole=PARTS)).lists() == wanted(texts)


def test_long_gaps_many_times_and_many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences of one to four bytes; lists longer than what is worked on at a time."""
    monkeypatch.setattr(search_grams, "_CHUNK", 64)
    monkeypatch.setattr(search_grams, "_SHARD", 500)
    text = "".join(map(chr, range(0x4E00, 0x4F00)))
    far = [
        ["甲乙"],
        ["丙丁"] * 60,
        ["甲乙", *["丙丁"] * 300, "甲乙" * 20_000, "甲乙", *["丁丙"] * 20_000, "甲乙"],
    ]
    texts = [*far, [text, text[::-1], text[::3]], ["乙甲" * 70]]
    shards = search_grams.gram_shards([search_grams.units(its) for its in texts])
    assert {gram: where for shard in shards for gram, where in lists(gzip.decompress(shard))} == wanted(texts)
    assert len(shards) >= 8
    for n, shard in enumerate(shards):
        for gram, _ in lists(gzip.decompress(shard)):
            key = int.from_bytes(b"".join(unit.to_bytes(2, "big") for unit in gram), "big")
            assert (key * 2654435761 & 0xFFFFFFFF) * len(shards) // 2**32 == n


def test_pairs_with_one_second_character_are_spread() -> None:
    """They share the key's low bits, and with them whatever a hash takes from those alone."""
    texts = ["".join(chr(first) + "国" for first in range(0x4E00, 0x6E00))]
    shards = search_grams.gram_shards([search_grams.units(texts)])
    sizes = [len(dict(lists(gzip.decompress(shard)))) for shard in shards]
    assert len(shards) > 4
    assert max(sizes) < 1.1 * min(sizes)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_units_are_those_of_fold(texts: list[str]) -> None:
    expected = "".join(fold(text) + "\0" for text in texts).encode("utf-16-le")
    assert search_grams.units(texts).tobytes() == expected
    assert search_grams.units(texts).dtype == np.uint16


def test_characters_by_frequency() -> None:
    pages = entries([["人人人民民，𠮷", "务務务"], ["服服Ａ人"]])
    assert Index(search_files(pages)).pages["chars"] == "人务服民a"


# --- the pages ------------------------------------------------------------------------------------------


def with_copy(first: Entry, copy: Entry) -> tuple[list[Entry], Entry]:
    """A speech that has another one's text as its second witness: its own page, and the witness's."""
    witness = replace(copy.witness, id="w2")
    speech = Speech(first.id, first.speech.facts, (first.witness, witness))
    return [replace(first, speech=speech)], Entry(speech, witness, witness.document, copy.raw)


@BOTH
def test_the_pages_of_other_witnesses_come_behind(whole: int) -> None:
    early, copied, late = entries([["早年的话。", "二"], ["早年的活。"], ["后来"]])
    bases, copy = with_copy(early, copied)
    index = Index(search_files([*bases, late, copy], whole=whole))
    assert index.pages["bases"] == 2
    assert index.pages["address"] == ["2000-01", "2000-03", "2000-01/w2"]
    assert index.pages["paragraphs"] == [2, 1, 1]
    assert index.pages["date"] == ["2000-01", "2000-03", "2000-02"]
    assert [texts for _, texts in index.texts] == [["早年的话。", "二"], ["后来"], ["早年的活。"]]
    told = {name: index.top[name] for name in ("speeches", "paragraphs", "characters")}
    assert told == {"speeches": 2, "paragraphs": 3, "characters": 8}, "only the speeches' own pages count"
    if whole == PARTS:
        assert index.lists() == wanted([["早年的话。", "二"], ["后来"], ["早年的活。"]])


def test_what_is_known_of_a_page() -> None:
    facts = Facts(
        title="<b>题", date="2020-02-23", kind="letter", place="北京", speaker="陈立言", occasion="会"
    )
    documents = [
        document("a.txt", 1, ["一 二"], facts),
        document("b.txt", 1, ["没有题目的话。"], Facts()),
    ]
    made = site(documents, raw_files(documents))
    pages = Index(search_files(in_time(made.speeches, made.raws))).pages
    assert {name: column[0] for name, column in pages.items() if isinstance(column, list)} == {
        "address": "2020-02-23", "title": "<b>题", "date": "2020-02-23", "kind": "letter", "place": "北京",
        "speaker": "陈立言", "occasion": "会", "characters": 2, "paragraphs": 1, "block": 0, "blocks": pages["blocks"][0],
    }  # fmt: skip
    assert (pages["date"][1], pages["place"][1], pages["speaker"][1]) == (None, None, None)
    assert pages["title"][1] == "〔无题〕没有题目的话。"


def test_scripts_get_their_words() -> None:
    told = Index(search_files(entries([["一"]]))).top["strings"]
    assert told == {**strings()["search"], "kinds": strings()["kind"], "dates": strings()["date"]}


# --- files ----------------------------------------------------------------------------------------------


def named(index: Index) -> Iterator[tuple[str, bytes]]:
    """Every file that is not in a folder of shards, as index.json leads to it."""
    for name in (*(index.top[key] for key in ("pages", "words", "variants")), *index.pages["blocks"]):
        yield name, index.files[name]


@BOTH
def test_names_are_of_the_content_and_lead_to_every_file(whole: int) -> None:
    index = Index(search_files(entries([HOSTILE, ["长" * 9_000, "人民"], ["又" * 9_000]]), whole=whole))
    for name, content in named(index):
        assert name.rpartition("-")[2] == f"{hashlib.sha256(content).hexdigest()[:12]}.bin"
    led = {"index.json", *(name for name, _ in named(index))}
    if grams := index.top["grams"]:
        shards = [f"{grams['folder']}/{n}.bin" for n in range(grams["shards"])]
        joined = b"".join(index.files[shard] for shard in shards)
        assert grams["folder"] == f"grams-{hashlib.sha256(joined).hexdigest()[:12]}"
        led |= set(shards)
    assert led == set(index.files)
    assert [index.top["text"]] == (index.pages["blocks"] if whole != PARTS else [None])


@BOTH
def test_another_text_is_another_version_and_one_block(whole: int) -> None:
    texts = [["甲，" * 4_500], ["乙，" * 4_500], ["丙，" * 4_500]]
    one, other = (
        Index(search_files(entries([texts[0], [its], texts[2]]), whole=whole))
        for its in ("乙，" * 4_500, "乙丁" * 4_500)
    )
    assert one.top["version"] != other.top["version"]
    kept = set(one.pages["blocks"]) & set(other.pages["blocks"])
    assert len(kept) == (2 if whole == PARTS else 0)
    assert one.top["variants"] == other.top["variants"]


def digests() -> list[str]:
    """Of the files of the same pages, in both modes."""
    made = [
        search_files(entries([HOSTILE, ["人民服务"], HOSTILE[:2]]), whole=whole) for whole in (PARTS, 10**9)
    ]
    return [hashlib.sha256(repr(list(files.items())).encode()).hexdigest() for files in made]


def test_the_same_pages_the_same_bytes(root: Path) -> None:
    """In another process, whose sets have another order."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    other = subprocess.run(
        [sys.executable, "-c", "from tests.test_search_index import digests; print(*digests())"],
        cwd=root,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": "scripts", "PATH": ""},
        capture_output=True,
        check=True,
        text=True,
    )
    assert other.stdout.split() == digests()


@BOTH
def test_packed_without_time_name_or_system(whole: int) -> None:
    index = Index(search_files(entries([HOSTILE]), whole=whole))
    heads = {content[:10] for name, content in index.files.items() if name.endswith(".bin")}
    assert heads == {bytes.fromhex("1f8b08000000000002ff")}


def test_stale_files_go(tmp_path: Path) -> None:
    for text in ("一", "二"):
        sync(tmp_path, search_files(entries([[text]])), ["search"])
    assert len(list((tmp_path / "search").glob("text-*.bin"))) == 1


# --- words and variants ---------------------------------------------------------------------------------

TALK = "我们要坚持人民至上，人民至上。２０２０年，1949 年，我们！COVID 疫情防控。"


def test_words_the_most_frequent_first() -> None:
    index = Index(search_files(entries([[TALK, "人民，人民，人民"], ["疫情，疫情"]])))
    found = index.json(index.top["words"])
    assert found[:2] == ["人民", "疫情"]
    assert {"我们", "至上", "坚持", "COVID"} <= set(found)
    assert all(len(word) > 1 and word in TALK for word in found)
    assert not {"1949", "２０２０", "…"} & set(found)
    assert len(set(found)) == len(found)


def test_words_are_of_the_base_witnesses() -> None:
    base, copied = entries([["讲话"], ["疫情"]])
    bases, copy = with_copy(base, copied)
    index = Index(search_files([*bases, copy]))
    assert index.json(index.top["words"]) == ["讲话"]


def test_words_of_a_large_corpus_are_of_a_part_of_it_all() -> None:
    texts = [f"{n:04}" * 500 for n in range(1000)]
    drawn = list(search_words.sample(texts))
    assert 450_000 < sum(map(len, drawn)) <= search_words.SAMPLE
    numbers = [int(text[:4]) for text in drawn]
    assert numbers[0] < 10 and numbers[-1] > 990
    assert max(b - a for a, b in itertools.pairwise(numbers)) < 10


def test_a_sample_is_never_too_long() -> None:
    assert sum(map(len, search_words.sample(["长" * 2_000_000, "短", "短"]))) == search_words.SAMPLE


def test_known_words_need_no_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = entries([[TALK], ["人民"]])
    with Memo(tmp_path) as memo:
        first = search_files(pages, memo)
    monkeypatch.setattr(search_words, "cutter", lambda: pytest.fail("the dictionary was read"))
    with Memo(tmp_path) as memo:
        assert search_files(pages, memo) == first == search_files_anew(pages, monkeypatch)


def search_files_anew(pages: Sequence[Entry], monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.undo()
    return search_files(pages, starmap)


def as_a_browser_folds(char: str, table: Mapping[str, str]) -> str:
    """fold.js with its table: width, case as JavaScript has it, letters and numbers only, then the variants."""
    plain = unicodedata.normalize("NFKC", char).lower().upper().lower()
    letters = [c for c in plain if unicodedata.category(c)[0] in "LN"]
    return "".join(table.get(c, c) for c in letters)


def test_variants_tell_a_browser_what_it_lacks() -> None:
    index = Index(search_files(entries([["一"]])))
    source, target = index.json(index.top["variants"])
    table = dict(zip(source, target, strict=True))
    assert table == variants()
    assert (table["裏"], table["爲"]) == ("里", "为")
    han = itertools.chain(
        range(0x2E80, 0xA000), range(0xF900, 0xFB00), range(0x1F200, 0x1F300), range(0x20000, 0x32400)
    )
    assert [c for c in map(chr, han) if as_a_browser_folds(c, table) != fold(c)] == []
    assert [c for c in table if as_a_browser_folds(c, {}) == table[c]] == [], "these need no table"
