"""Who shares how much with whom: the same figures in the pictures, the table, the list and the data file."""

import csv
import html
import io
import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.sites import alone, document, raw_files
from yanlu import pipeline
from yanlu.hanzi import fold
from yanlu.model import Facts
from yanlu.relate import reuse
from yanlu.render.entries import Entry, copies, in_time
from yanlu.render.pictures import ARCS, LISTED, MOST, picture_files
from yanlu.render.repeats import Place, Repeat, repeats
from yanlu.render.sharing import COMMON, ENOUGH, NEAREST, Pair, compare_href, compared, sharing
from yanlu.render.ties import Text, strongest

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = tomllib.loads((ROOT / "tests/cases/hostile.toml").read_text(encoding="utf-8"))["case"]
SCHEMA = json.loads((ROOT / "scripts/yanlu/render/schemas/sharing.schema.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Real:
    entries: Sequence[Entry]
    repeated: list[Repeat]


@pytest.fixture(scope="module")
def real(root: Path) -> Real:
    corpus, related = pipeline.look(root, lambda paths: paths)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    own = in_time(related.speeches, raws)
    entries = [*own, *(copy for entry in own for copy in copies(entry, raws))]
    return Real(own, repeats(reuse.find(list(reuse.texts(related.speeches))), entries))


class Page:
    """What the page says, and where each figure leads."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.source = files["compare/index.md"].decode()
        self.cells = self._links("matrix")
        self.arcs = self._links("arcs")
        table = re.findall("<tr>(<td>.*?)</tr>", self.source)
        self.table = [[" ".join(ElementTree.fromstring(f"<r>{r}</r>").itertext()) for r in row] for row in
                      (re.findall("<td>.*?</td>", row) for row in table)]  # fmt: skip
        self.listed = re.findall(r'<li><a href="\.\./(compare/[^"]*)">', self.source)
        rows = csv.DictReader(io.StringIO(files["data/sharing.csv"].decode("utf-8-sig")))
        self.data = {(row["speech"], row["other"]): row for row in rows}

    def _links(self, look: str) -> list[tuple[str, str]]:
        """Title and address of a picture's links."""
        found = re.search(f'<svg class="{look}".*?</svg>', self.source, re.DOTALL)
        svg = ElementTree.fromstring(found[0]) if found else ()
        return [(link.findtext("title") or "", link.get("href", "")[3:]) for link in svg if link.tag == "a"] + [
            (link.findtext("title") or "", link.get("href", "")[3:])
            for group in svg for link in group if link.tag == "a"
        ]  # fmt: skip


def made_up(
    shared: Sequence[tuple[int, ...]], all_facts: Sequence[Facts], length: int = 120
) -> dict[str, bytes]:
    """The files of speeches of which some share a paragraph: the numbers of those that have each."""
    documents = [document("a.txt", n, ["字" * length] * 9, facts) for n, facts in enumerate(all_facts, 1)]
    speeches, _ = alone(documents)
    by_ordinal = {speech.base.document.ordinal: speech for speech in speeches}
    found = []
    for p, numbers in enumerate(shared):
        places = tuple(_place(by_ordinal[n + 1].id, f"p{p % 9 + 1}", length) for n in numbers)
        found.append(Repeat(f"{p:010x}", "near", "", 1.0, None, places))
    return picture_files(sharing(found), in_time(speeches, raw_files(documents)))


def _place(speech: str, anchor: str, length: int) -> Place:
    return Place(speech, "w1", speech, True, "", "", anchor, anchor, 0, length, "字" * length)


def dated(count: int) -> list[Facts]:
    return [
        Facts(title=f"题{n}", date=f"{1900 + n // 300}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}")
        for n in range(count)
    ]


# What is counted


def test_what_is_shared_is_what_the_passages_have_character_by_character(real: Real) -> None:
    """The same by brute force: every letter of every place, but none of a formula, of a copy or of the speech itself."""
    told: dict[Pair, set[tuple[str, int]]] = defaultdict(set)
    for repeat in real.repeated:
        own = [place for place in repeat.places if place.is_base]
        for one, other in permutations(own if repeat.kind in ("verbatim", "near", "reported") else [], 2):
            if one.speech != other.speech:
                letters = enumerate(one.quote, one.start)
                told[one.speech, other.speech] |= {(one.anchor, n) for n, char in letters if char.strip()}
    assert len(told) > 100
    assert sharing(real.repeated) == {pair: len(letters) for pair, letters in told.items()}


def test_what_is_shared_is_in_the_other_speech(real: Real) -> None:
    """Most of it in runs of six letters and more; and hardly a long run that both have is missing."""
    shares = sharing(real.repeated)
    short, long = (dict(_common(real.entries, k)) for k in (6, 25))
    assert sum(shares.values()) * 0.9 <= sum(short.values())
    assert sum(min(share, short[pair]) for pair, share in shares.items()) >= 0.8 * sum(shares.values())
    assert sum(min(shares.get(pair, 0), its) for pair, its in long.items()) >= 0.95 * sum(long.values())


def _common(entries: Sequence[Entry], k: int) -> Iterator[tuple[Pair, int]]:
    """How many letters of one page stand in runs of at least `k` that are on the other, too."""
    texts = {e.id: [fold(p.text) for p in e.document.paragraphs] for e in entries}
    grams = {id: {t[i : i + k] for t in its for i in range(len(t) - k + 1)} for id, its in texts.items()}
    for one, other in permutations(texts, 2):
        both = grams[one] & grams[other]
        letters = {
            (n, i + j) for n, t in enumerate(texts[one]) for i in range(len(t) - k + 1) if t[i : i + k] in both
            for j in range(k)
        }  # fmt: skip
        yield (one, other), len(letters)


def test_white_space_and_what_everybody_says_count_nothing() -> None:
    def repeat(kind: str, speeches: int) -> Repeat:
        places = [_place(f"s{n}", "p1", 3) for n in range(speeches)]
        return Repeat("0", kind, "", 1.0, None, tuple(places))

    english = tuple(Place(s, "w1", s, True, "", "", "p1", "1", 5, 16, "four score\tx") for s in "ab")
    assert sharing([Repeat("0", "near", "", 1.0, None, english)]) == {("a", "b"): 10, ("b", "a"): 10}
    assert len(sharing([repeat("verbatim", COMMON)])) == COMMON * (COMMON - 1)
    assert sharing([repeat("verbatim", COMMON + 1), repeat("formula", 2), repeat("boilerplate", 2)]) == {}


def test_equally_strong_ties_have_one_order_however_a_set_gives_them() -> None:
    known = {id: Text(n, id, "", id, 500) for n, id in enumerate("abcd", 1)}
    pages = list(permutations("abcd", 2))[:3]
    shares = dict.fromkeys(permutations("abcd", 2), 120)
    ties = [strongest(shares, its, known) for its in (pages, pages[::-1])]
    assert ties[0] == ties[1] and [(tie.one.id, tie.other.id) for tie in ties[0]] == pages


def test_a_speech_that_shares_with_all_does_not_make_a_page_for_every_pair() -> None:
    shares = {pair: ENOUGH + abs(pair[0] - pair[1]) for pair in permutations(range(300), 2)}
    pairs = compared({(f"{a:03}", f"{b:03}"): share for (a, b), share in shares.items()})
    assert 300 * NEAREST / 2 <= len(pairs) <= 300 * NEAREST
    assert ("000", "299") in pairs and ("000", "001") not in pairs


# The page


def test_pictures_table_list_and_data_say_the_same(real: Real) -> None:
    shares = sharing(real.repeated)
    page = Page(picture_files(shares, real.entries))
    pages = {compare_href(*pair) for pair in compared(shares)}
    length = {entry.id: entry.document.characters for entry in real.entries}
    assert {pair: int(row["characters"]) for pair, row in page.data.items()} == shares
    for (one, _), row in page.data.items():
        jsonschema.validate(row, SCHEMA)
        assert list(row) == SCHEMA["required"] == list(SCHEMA["properties"])
        assert float(row["share"]) == pytest.approx(int(row["characters"]) / length[one], abs=0.0001)
    assert {row["url"] for row in page.data.values()} - {""} == pages == set(page.listed)
    shown = sorted(int(re.findall(r"共有 ([\d,]+) 字", label)[0].replace(",", "")) for label, _ in page.cells)
    assert shown == sorted(shares.values())
    said = [int(cell.split()[0].replace(",", "")) for row in page.table for cell in row[2:4]]
    assert sorted(said) == shown
    assert {href for _, href in page.arcs} == pages
    apparatus = re.findall(r'<li><a href="([^/."]+)/index.html">.*?(\d) 种版本', page.source)
    assert apparatus == [("2020-02-23", "3"), ("2020-03-06", "2"), ("2020-03-18", "3")]
    assert {href for _, href in page.cells} - pages == {
        f"speeches/{one}/index.html" for one, other in shares if compare_href(*sorted((one, other))) not in pages
    }  # fmt: skip


def test_a_cell_says_who_how_much_and_what_share() -> None:
    page = Page(made_up([(0, 1)], [Facts(title="甲", date="2020-03-10"), Facts(title="乙")]))
    assert [label for label, _ in page.cells] == [
        "1（2020-03-10） 与 2（不详）：共有 120 字，占前者 11%",
        "2（不详） 与 1（2020-03-10）：共有 120 字，占前者 11%",
    ]
    assert page.cells[0][1] == "compare/2020-03-10%E2%80%A6undated/index.html"


def test_an_arrow_is_only_where_the_dates_tell() -> None:
    days = ["2020-03-10", "2020-03-11", "2020-03-11", "2020-03", "2021", None]
    page = Page(made_up([(0, 1), (1, 2), (0, 3), (3, 4), (1, 5)], [Facts(title="题", date=d) for d in days]))
    ways = {re.sub("：.*", "", label) for label, _ in page.arcs}
    assert ways == {
        "2（2020-03-10） → 3（2020-03-11）",
        "3（2020-03-11） — 4（2020-03-11）",
        "1（2020-03） — 2（2020-03-10）",
        "1（2020-03） → 5（2021）",
        "3（2020-03-11） — 6（不详）",
    }
    assert page.source.count('class="unknown"') == 3 == page.source.count('class="tip"')  # one in the key
    apart = page.source.index('class="apart"')
    assert page.source.index('id="n5"') < apart < page.source.index('id="n6"')


def test_the_page_is_bounded_and_says_what_it_leaves_out() -> None:
    shared = [(n, (n + step) % 1000) for n in range(1000) for step in (1, 2, 3, 5, 8)]
    files = made_up([*shared, *[(0, n) for n in range(100, 140)]], dated(1000))
    page = Page(files)
    assert len(files["compare/index.md"]) < 400_000
    assert page.source.count('<li id="n') == MOST and len(page.cells) <= MOST * (MOST - 1)
    assert len(page.arcs) <= ARCS and len(page.listed) == LISTED
    assert len(page.data) > 9_000
    text = html.unescape(page.source)
    assert f"共 1000 篇，图中是其中与别篇共有文字最多的 {MOST} 篇" in text and f"列出前 {LISTED} 对" in text


def test_without_anything_in_common_there_is_no_picture() -> None:
    for facts in ([], dated(3)):
        page = Page(made_up([], facts))
        assert "各篇讲话之间没有相同的段落" in html.unescape(page.source)
        assert "<svg" not in page.source and not page.data


@pytest.mark.parametrize("text", [c["text"] for c in HOSTILE], ids=[c["label"] for c in HOSTILE])
def test_a_hostile_title_stays_text(text: str) -> None:
    sources = [made_up([(0, 1)], [Facts(title=t, date="2020"), Facts(title=t)]) for t in (text, "题")]
    tags = [re.findall(r"<[a-z/][^>]*", re.sub(r' lang="[^"]*"', "", Page(s).source)) for s in sources]
    assert tags[0] == tags[1], "the text made an element"
    assert html.unescape(Page(sources[0]).source).count(text.strip()) >= 4
