"""The core of the search: its language, and its counts against those of the plain texts, with whole and with broken files."""

import functools
import gzip
import json
import random
import re
import threading
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from opencc import OpenCC
from playwright.sync_api import Browser, Error, Page
from tests.browser.conftest import Quiet
from tests.sites import document, raw_files, site

from yanlu import pipeline
from yanlu.hanzi import HAN_CHARACTER, fold, folded, variants
from yanlu.model import Facts
from yanlu.render import search
from yanlu.render.entries import Entry, copies, in_time
from yanlu.render.strings import strings

MODES = {"whole": 10**9, "parts": 0}  #: and up to how many characters texts are whole
ALL = 10**6  #: more lines than there are


# A server of files in memory, which can be made to fail


@dataclass
class Served:
    """Files by path, what else is sent with them, and the paths asked for. One path may be held back until it is let go."""

    files: dict[str, bytes]
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)  #: asked for one of these, the server hangs up
    asked: list[str] = field(default_factory=list)
    held: str = ""
    reached: threading.Event = field(default_factory=threading.Event)  #: the held path has been asked for
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def named(self, pattern: str) -> list[str]:
        """The paths that begin with a pattern, in the order of the files."""
        return [path for path in self.files if re.match(pattern, path)]


class Handler(Quiet):
    served: Served

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        self.served.asked.append(path)
        if path == self.served.held:
            self.served.reached.set()
            self.served.released.wait(60)
        if path in self.served.cut:
            return
        body = self.served.files.get(path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/javascript" if path.endswith(".js") else "text/html")
        self.send_header("Cache-Control", "no-store")
        for name, value in self.served.headers.get(path, {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body or b"")


@pytest.fixture(scope="module")
def entries(root: Path) -> list[Entry]:
    """The pages of the real texts: the speeches' own, then the other witnesses'."""
    corpus, related = pipeline.look(root, lambda paths: paths)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    own = in_time(related.speeches, raws)
    return [*own, *(copy for entry in own for copy in copies(entry, raws))]


@pytest.fixture(scope="module")
def files(root: Path, entries: list[Entry]) -> dict[str, bytes]:
    """The scripts, an empty page, and the search's files in both modes."""
    found = {f"assets/{path.name}": path.read_bytes() for path in (root / "docs/assets").glob("*.js")}
    for mode, whole in MODES.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "BLOCK", 2_000)  # so that these few texts are many files, too
            made = search.search_files(entries, whole=whole)
        found |= {f"{mode}/{path}": content for path, content in made.items()}
        assert json.loads(made["search/index.json"])["mode"] == mode
    return found | {"index.html": b"<!doctype html><link rel=icon href=data:,>"}


@contextmanager
def serving(files: dict[str, bytes]) -> Iterator[Served]:
    served = Served(dict(files))
    handler = type("Own", (Handler,), {"served": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        served.url = f"http://127.0.0.1:{server.server_port}/"
        yield served
        served.released.set()
        server.shutdown()


@contextmanager
def opened(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served.url}index.html")
    yield page
    context.close()


@contextmanager
def sane(page: Page) -> Iterator[Page]:
    """A page whose scripts must not throw meanwhile."""
    thrown: list[str] = []

    def note(error: Error) -> None:
        thrown.append(str(error))

    page.on("pageerror", note)
    yield page
    page.remove_listener("pageerror", note)
    assert not thrown


@pytest.fixture
def served(files: dict[str, bytes]) -> Iterator[Served]:
    """Files that a test may change."""
    with serving(files) as served:
        yield served


@pytest.fixture
def blank(browser: Browser, served: Served) -> Iterator[Page]:
    """A page of its own for those files, whose search is not opened yet."""
    with opened(browser, served) as page, sane(page):
        yield page


@pytest.fixture(scope="module")
def shared(browser: Browser, files: dict[str, bytes]) -> Iterator[Page]:
    with serving(files) as served, opened(browser, served) as page:
        yield page


@pytest.fixture
def sound(shared: Page) -> Iterator[Page]:
    """One page for all tests that only ask: its search is opened once."""
    with sane(shared):
        yield shared


# Asks one search after the other; for each what is told last. As one string, as there may be many thousand lines.
FIND = """async ([mode, all]) => {
  const { connect } = await import("/assets/search.js");
  const search = connect(`/${mode}/search/`);
  const found = [];
  for (const [query, options] of all)
    found.push(await new Promise((done) => search.find(query, options, (told) => ((told.exact && !told.sorting) || told.failure) && done(told))));
  return JSON.stringify(found);
}"""


def find(page: Page, mode: str, *queries: str | tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    asked = [[one, {}] if isinstance(one, str) else list(one) for one in queries]
    told: list[dict[str, Any]] = json.loads(page.evaluate(FIND, [mode, asked]))
    return told


# The language


def cases(root: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((root / "tests/cases/search.toml").read_text("utf-8"))["case"]
    return rows


MATCH = """async ([table, kinds, cases]) => {
  const { useVariants } = await import("/assets/fold.js");
  const { parse } = await import("/assets/search-query.js");
  const { matches } = await import("/assets/search-match.js");
  useVariants(table);
  return cases.map(([text, query, options]) => {
    const parsed = parse(query, { ...options, kinds });
    return [matches(text, parsed), parsed.problems.map((one) => one.key)];
  });
}"""


def match(page: Page, asked: list[tuple[str, str, dict[str, Any]]]) -> list[Any]:
    table = ["".join(variants()), "".join(variants().values())]
    told: list[Any] = page.evaluate(MATCH, [table, strings()["kind"], asked])
    return told


def marked(text: str) -> tuple[str, list[list[int]]]:
    """A text without its ⟦ ⟧, and where these were."""
    places, plain = [], ""
    for part in re.split("([⟦⟧])", text):
        if part == "⟦":
            places.append([len(plain)])
        elif part == "⟧":
            places[-1].append(len(plain))
        else:
            plain += part
    return plain, places


def test_what_a_query_finds(sound: Page, root: Path) -> None:
    rows = cases(root)
    texts = [marked(case["text"]) for case in rows]
    options = [
        {name: case[name] for name in ("literal", "numerals", "scope") if name in case} for case in rows
    ]
    got = match(
        sound, [(text, case["query"], o) for (text, _), case, o in zip(texts, rows, options, strict=True)]
    )
    wanted = {
        f"{case['query']} in {case['text']}": [case.get("at", places), case.get("problems", [])]
        for case, (_, places) in zip(rows, texts, strict=True)
    }
    assert dict(zip(wanted, got, strict=True)) == wanted


def test_a_lone_surrogate_is_half_of_no_character(blank: Page) -> None:
    got = blank.evaluate(
        """async () => {
          const { parse } = await import("/assets/search-query.js");
          const { matches } = await import("/assets/search-match.js");
          const half = (text, options) => matches(text, parse("\\ud842", options));
          return [half("𠮷"), half("𠮷", { literal: true }), half("甲\\ud842乙"), matches("甲\\ud842乙", parse("甲乙"))];
        }"""
    )
    assert got == [[], [], [[1, 2]], [[0, 3]]]


def test_what_a_problem_says(sound: Page) -> None:
    got = sound.evaluate(
        """async ([kinds]) => {
          const { parse } = await import("/assets/search-query.js");
          return ["foo:x", "title:", "year:x", "kind:x"].map((one) => parse(one, { kinds }).problems[0].values);
        }""",
        [strings()["kind"]],
    )
    assert got == [{"name": "foo"}, {"name": "title"}, {"value": "x"}, {"value": "x"}]


LONG = [
    "疫情" * 5_000,
    "人" * 10_000,
    "a*" * 5_000,
    "人?" * 5_000,
    '"' * 10_000,
    "- " * 5_000,
    "|" * 10_000,
    "人 ~9 " * 2_000,
    "(人+)+$" * 1_500,
    "人-人人-" * 2_000,
    "year:" * 2_000,
]


def test_a_query_of_10000_characters(sound: Page) -> None:
    """No more than 1,000 are read, and none of them makes the search hang, on a text made to be hard for it."""
    text = "人" * 2_000 + "a" * 500
    for query in LONG:
        ((_, problems),) = match(sound, [(text, query, {})])
        assert "long" in problems, query[:8]
    ((places, problems),) = match(sound, [(text, "疫" * 10_000, {"literal": True})])
    assert (places, problems) == ([], ["long"])


def test_every_han_character_folds_as_in_the_build(sound: Page, root: Path) -> None:
    """With the table of variants; also the cases of other tools that need it."""
    rows = tomllib.loads((root / "tests/cases/fold.toml").read_text("utf-8"))["case"]
    plain = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2E80, 0x40000)}
    han = [c for c, its in plain.items() if HAN_CHARACTER.search(its) and unicodedata.category(c) != "Cn"]
    texts = [case["original"] for case in rows] + han
    got = sound.evaluate(
        """async ([table, texts]) => {
          const { fold, folded, useVariants } = await import("/assets/fold.js");
          useVariants(table);
          return JSON.stringify(JSON.parse(texts).map((text) => [fold(text), folded(text).text]));
        }""",
        [["".join(variants()), "".join(variants().values())], json.dumps(texts)],
    )
    wrong = [text for text, both in zip(texts, json.loads(got), strict=True) if both != [fold(text)] * 2]
    assert not wrong


# Counts


@pytest.fixture(scope="module")
def sampled(entries: list[Entry]) -> dict[str, list[str]]:
    """Phrases of the real texts by class, and some that do not stand there."""
    chance = random.Random(20)
    texts = [p.text for entry in entries for p in entry.document.paragraphs if len(p.text) > 60]

    def some(low: int, high: int, n: int, fits: Callable[[str], object] = fold) -> list[str]:
        found: list[str] = []
        while len(found) < n:
            text, size = chance.choice(texts), chance.randint(low, high)
            start = chance.randint(0, len(text) - size)
            piece = text[start : start + size]
            if (
                piece == piece.strip()
                and fold(piece)
                and fits(piece)
                and not re.search(r'[\s"“”|?*~:-]', piece)
            ):
                found.append(piece)
        return found

    phrases = {
        f"{low}-{high}": some(low, high, 6)
        for low, high in [(1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (17, 40)]
    }
    phrases["punctuation"] = some(6, 12, 6, lambda piece: re.search("[，。、；]", piece[1:-1]))
    phrases["digits"] = some(3, 8, 6, lambda piece: re.search(r"\d", piece))
    phrases["Traditional"] = list(map(OpenCC("s2t").convert, some(3, 8, 6)))
    phrases["wide"] = [re.sub("[0-9]", lambda d: chr(ord(d[0]) + 0xFEE0), one) for one in phrases["digits"]]
    phrases["absent"] = [
        first[:4] + second[:4] for first, second in zip(some(4, 8, 6), some(4, 8, 6), strict=True)
    ]
    return phrases


@dataclass(frozen=True)
class Truth:
    """What stands where, found by looking through all texts."""

    places: list[tuple[str, str, int, int]]  #: address, anchor, first and last character's end

    @property
    def pages(self) -> dict[str, int]:
        return dict(Counter(address for address, *_ in self.places))


plainly = functools.cache(folded)  #: of every paragraph for every phrase


def truth(entries: list[Entry], phrase: str, wanted: Callable[[Entry], bool]) -> Truth:
    plain = fold(phrase)
    places = []
    for entry in filter(wanted, entries):
        for anchor, paragraph in zip(entry.witness.anchors, entry.document.paragraphs, strict=True):
            text, at = plainly(paragraph.text)
            for found in re.finditer(f"(?={re.escape(plain)})", text):
                last = at[found.start() + len(plain) - 1] + 1
                places.append((entry.address, anchor, at[found.start()], last))
    return Truth(places)


def placed(found: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    return [(line["address"], line["anchor"], line["start"], line["end"]) for line in found["lines"]]


@pytest.mark.parametrize("mode", MODES)
def test_every_occurrence_and_nothing_else(
    sound: Page, entries: list[Entry], sampled: dict[str, list[str]], mode: str
) -> None:
    phrases = [phrase for group in sampled.values() for phrase in group]
    got = find(sound, mode, *[(phrase, {"size": ALL}) for phrase in phrases])
    for phrase, found in zip(phrases, got, strict=True):
        known = truth(entries, phrase, lambda entry: entry.is_base)
        assert found["exact"] and not found["more"], phrase
        assert placed(found) == known.places, phrase
        assert found["occurrences"] == len(known.places) == sum(n for _, n, _ in found["months"]), phrase
        assert {page["address"]: page["occurrences"] for page in found["pages"]} == known.pages, phrase
        before = accumulate((page["occurrences"] for page in found["pages"]), initial=0)
        assert [page["from"] for page in found["pages"]] == list(before)[:-1], phrase
        assert found["speeches"] == len(known.pages), phrase
        if found["paragraphs"] is not None:
            assert found["paragraphs"] == len({place[:2] for place in known.places}), phrase
        for facet in found["facets"].values():
            assert sum(n for _, n in facet) == len(known.places), phrase
        others = truth(entries, phrase, lambda entry: not entry.is_base)
        elsewhere = {
            "occurrences": len(others.places),
            "speeches": len({a.split("/")[0] for a in others.pages}),
        }
        assert found["elsewhere"] == elsewhere, phrase


@pytest.mark.parametrize("mode", MODES)
def test_with_the_other_witnesses(
    sound: Page, entries: list[Entry], sampled: dict[str, list[str]], mode: str
) -> None:
    phrases = [group[0] for group in sampled.values()]
    got = find(sound, mode, *[(phrase, {"size": ALL, "copies": True}) for phrase in phrases])
    for phrase, found in zip(phrases, got, strict=True):
        known = truth(entries, phrase, lambda entry: True)
        assert sorted(placed(found)) == sorted(known.places), phrase
        assert found["elsewhere"] == {"occurrences": 0, "speeches": 0}
        assert found["speeches"] == len({address.split("/")[0] for address in known.pages}), phrase
        dates = [line["date"] or "~" for line in found["lines"]]
        assert dates == sorted(dates)


def compound(sampled: dict[str, list[str]]) -> list[tuple[str, dict[str, Any]]]:
    """Queries of all forms, of words that stand in the texts."""
    chance = random.Random(5)
    words = [one for group in ("2-2", "3-4", "1-1") for one in sampled[group]]
    forms = [
        "{a} {b}", "{a} -{b}", "{a}|{b}", "{a}|{b} {c}", "{a} ~20 {b}", '"{a}"', '"{a}" {b}', "{a}*{b}", "{a}?",
        "-{a} {b}|{c}", "{a}-{a}{b}", "{a} year:2020", "{a} -kind:speech", "{a} ..2020-03-05", "{a} title:{b}", '"，"',
    ]  # fmt: skip
    queries = [form.format_map(dict(zip("abc", chance.sample(words, 3), strict=True))) for form in forms * 2]
    plain: list[tuple[str, dict[str, Any]]] = [(query, {}) for query in queries]
    spread = [(query, {"scope": "speech"}) for query in queries[:8]]
    digits = [
        (query, {"numerals": True}) for query in ("二0二0年", "2020", "20", "一", "〇", "0", "100", "3月")
    ]
    return [*plain, *spread, *digits]


def test_in_parts_all_is_found_that_is_found_in_the_whole(sound: Page, sampled: dict[str, list[str]]) -> None:
    queries = [(query, {"size": ALL, **options}) for query, options in compound(sampled)]
    whole, parts = (find(sound, mode, *queries) for mode in MODES)
    for query, one, other in zip(queries, whole, parts, strict=True):
        assert other | {"checked": 0, "paragraphs": 0} == one | {"checked": 0, "paragraphs": 0}, query
    assert sum(bool(found["occurrences"]) for found in whole) > len(queries) / 2


def test_filters(sound: Page, entries: list[Entry]) -> None:
    def wanted(fits: Callable[[Entry], object]) -> int:
        return len(truth(entries, "疫情", lambda entry: entry.is_base and bool(fits(entry))).places)

    def dated(entry: Entry, low: str, high: str) -> bool:
        date = entry.document.facts.date
        return (
            date is not None
            and date[: len(low)] >= low[: len(date)]
            and date[: len(high)] <= high[: len(date)]
        )

    kind = entries[0].document.facts.kind
    filters: dict[str, Callable[[Entry], object]] = {
        "year:2020": lambda e: dated(e, "2020", "2020"),
        "-year:2020": lambda e: not dated(e, "2020", "2020"),
        "year:-": lambda e: e.document.facts.date is None,
        "2020-03..2020-03": lambda e: dated(e, "2020-03", "2020-03"),
        "..2020-03-05": lambda e: dated(e, "0000", "2020-03-05"),
        "2020-03-10..": lambda e: dated(e, "2020-03-10", "9999"),
        f"kind:{kind}": lambda e: e.document.facts.kind == kind,
        f"kind:{strings()['kind'][kind]}": lambda e: e.document.facts.kind == kind,
        f"-kind:{kind}": lambda e: e.document.facts.kind != kind,
        "place:北京|武漢": lambda e: re.search("北京|武汉", e.document.facts.place or ""),
        "place:-": lambda e: e.document.facts.place is None,
        "speaker:习近平": lambda e: "习近平" in (e.document.facts.speaker or ""),
        "title:座谈会": lambda e: "座谈会" in e.document.facts.title,
        "title:座谈会 -title:脱贫": lambda e: re.match("(?!.*脱贫).*座谈会", e.document.facts.title),
    }
    for mode in MODES:
        got = find(sound, mode, *[f"疫情 {one}" for one in filters])
        counts = {one: found["occurrences"] for one, found in zip(filters, got, strict=True)}
        assert counts == {one: wanted(fits) for one, fits in filters.items()}
        assert not any(found["query"]["problems"] for found in got)
    told = find(sound, "whole", f"疫情 -kind:{strings()['kind'][kind]}")[0]["query"]["filters"]
    size = len(f"-kind:{strings()['kind'][kind]}")
    assert [(f["name"], f["value"], f["negated"], f["start"], f["end"]) for f in told] == [
        ("kind", kind, True, 3, 3 + size)
    ]


def test_a_date_of_which_a_part_is_known_may_be_any_of_it(blank: Page, served: Served) -> None:
    dates = ["2020", "2020-02", "2020-02-20", None]
    documents = [
        document(f"{n}.txt", 1, ["目标"], Facts(title="题", date=date)) for n, date in enumerate(dates)
    ]
    own = in_time(site(documents, raw_files(documents)).speeches, raw_files(documents))
    served.files |= {f"dates/{path}": content for path, content in search.search_files(own).items()}
    counts = {
        "2020-02-15..": 3,
        "2020-02-21..": 2,
        "..2020-01": 1,
        "2020-03..": 1,
        "year:2020": 3,
        "year:-": 1,
    }
    got = find(blank, "dates", *[f"目标 {one}" for one in counts])
    assert {one: found["occurrences"] for one, found in zip(counts, got, strict=True)} == counts


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sort", ["date", "-date", "number", "left", "right"])
def test_lines_in_order_and_by_pieces(sound: Page, entries: list[Entry], mode: str, sort: str) -> None:
    (found,) = find(sound, mode, ("疫情", {"sort": sort, "size": ALL}))
    lines = found["lines"]
    known = truth(entries, "疫情", lambda entry: entry.is_base)
    assert sorted(placed(found)) == sorted(known.places)
    keys: dict[str, Callable[[dict[str, Any]], Any]] = {
        "date": lambda line: line["date"] or "~",
        "-date": lambda line: [-int(n) for n in re.findall(r"\d+", line["date"] or "0")],
        "number": lambda line: -known.pages[line["address"]],
        "left": lambda line: line["left"][::-1][:12],
        "right": lambda line: line["right"][:12],
    }
    assert list(map(keys[sort], lines)) == sorted(map(keys[sort], lines))
    firsts = [line["address"] for line in lines if line["first"]]
    assert firsts == list(dict.fromkeys(line["address"] for line in lines))
    pieces = find(sound, mode, *[("疫情", {"sort": sort, "from": n, "size": 70}) for n in range(0, 490, 70)])
    assert [line for piece in pieces for line in piece["lines"]] == lines
    assert [piece["more"] for piece in pieces] == [n + 70 < len(lines) for n in range(0, 490, 70)]
    (one,) = find(sound, mode, ("疫情", {"sort": sort, "each": 1, "size": ALL}))
    assert Counter(line["address"] for line in one["lines"]) == dict.fromkeys(known.pages, 1)
    assert one["occurrences"] == len(known.places)


@pytest.mark.parametrize("mode", MODES)
def test_a_line_is_the_text(sound: Page, entries: list[Entry], mode: str) -> None:
    texts = {
        (entry.address, anchor): paragraph.text
        for entry in entries
        for anchor, paragraph in zip(entry.witness.anchors, entry.document.paragraphs, strict=True)
    }
    (found,) = find(sound, mode, ("习近平", {"size": ALL}))
    for line in found["lines"]:
        text, start, end = texts[line["address"], line["anchor"]], line["start"], line["end"]
        around = (text[max(0, start - 40) : start], text[start:end], text[end : end + 40])
        assert (line["left"], line["hit"], line["right"]) == around


@pytest.mark.parametrize("mode", MODES)
def test_hostile_texts_are_the_characters_they_are(blank: Page, served: Served, mode: str) -> None:
    texts = [
        *("甲" * n + "e\u0301𠮷" * 20 + "目标e\u0301" + "𠮷e\u0301\u0302葛\U000e0100" * 15 for n in range(4)),
        "<img src=x onerror=alert(1)>{{ x }}[x](javascript:x)\u202e目标\u202c\u2028",
        "甲\ud842目标",
        "",
        "𠮷",
        "目标" * 5_000,
    ]
    documents = [document(f"{n}.txt", 1, [text, "乙"]) for n, text in enumerate(texts)]
    own = in_time(site(documents, raw_files(documents)).speeches, raw_files(documents))
    made = search.search_files(own, whole=MODES[mode])
    served.files |= {f"hostile/{path}": content for path, content in made.items()}
    found, literal, surrogate = find(
        blank, "hostile", ("目標", {"size": ALL}), ("<img src=x onerror=alert(1)>", {"literal": True}), "𠮷"
    )
    assert found["occurrences"] == 4 + 1 + 1 + 5_000
    assert literal["lines"][0]["hit"] == "<img src=x onerror=alert(1)>"
    assert surrogate["occurrences"] == 4 * 35 + 1
    for text, line in zip(texts, found["lines"][:4], strict=False):
        left, hit, right = (line[name] for name in ("left", "hit", "right"))
        assert hit == "目标" and len(left) <= 40 >= len(right) > 35 < len(left)
        at = text.index(left + hit + right)
        after = text[at + len(left + hit + right) :][:1]
        assert not any(unicodedata.category(char)[0] == "M" for char in (left[0], after))
    (marked,) = find(blank, "hostile", ("标e", {"size": 1}))
    assert marked["lines"][0]["hit"] == "标e\u0301"


def test_a_site_without_texts(blank: Page, served: Served) -> None:
    served.files |= {f"empty/{path}": content for path, content in search.search_files([]).items()}
    (found,) = find(blank, "empty", "疫情")
    assert found["exact"] and found["occurrences"] == 0
    assert ask(blank, "empty", "nearest", "疫情防控") == [None]
    assert ask(blank, "empty", "check", "疫情防控")[0]["pieces"][0]["verdict"] == "absent"


@pytest.mark.parametrize("mode", MODES)
def test_months_and_titles(sound: Page, entries: list[Entry], mode: str) -> None:
    found, titled = find(sound, mode, "疫情", "title:座谈会")
    own = [entry for entry in entries if entry.is_base]
    characters: Counter[str | None] = Counter()
    for entry in own:
        date = entry.document.facts.date
        characters[date and date[:7]] += entry.document.characters
    months = [month for month, *_ in found["months"] if month]
    assert months == sorted(months) and len(set(months)) == len(months)
    assert all(size == characters[month] for month, _, size in found["months"])
    named = [entry.address for entry in own if fold("疫情") in fold(entry.document.facts.title)]
    assert [title["address"] for title in found["titles"]] == named
    named = [entry.address for entry in own if "座谈会" in entry.document.facts.title]
    assert [title["address"] for title in titled["titles"]] == named
    assert titled["occurrences"] == 0


@pytest.mark.parametrize("mode", MODES)
def test_hostile_queries_find_what_they_say(sound: Page, mode: str) -> None:
    queries = [
        "<img src=x onerror=alert(1)>",
        "(a+)+$",
        "[",
        "\\",
        "%zz",
        "{{ x }}",
        "__proto__",
        "疫" * 10_000,
        "\u202e",
    ]
    for found in find(sound, mode, *queries):
        assert found["exact"] and found["occurrences"] == 0 and not found["lines"]


# Files that fail

TEXTS, GRAMS = "parts/search/text-", "parts/search/grams-"

DAMAGE: dict[str, tuple[str, Callable[[bytes], bytes | None], str]] = {
    "a block is missing": (TEXTS, lambda content: None, "missing"),
    "a block is cut off": (TEXTS, lambda content: content[:-20], "damaged"),
    "a block is empty": (TEXTS, lambda content: b"", "damaged"),
    "a bit of a block is wrong": (
        TEXTS,
        lambda content: content[:99] + bytes([content[99] ^ 1]) + content[100:],
        "damaged",
    ),
    "a block is another one": (TEXTS, lambda content: gzip.compress(b'[[["p1"],["x"]]]'), "damaged"),
    "a block is no JSON": (TEXTS, lambda content: gzip.compress(b"\xff{"), "damaged"),
    "a block is a page of the host": (TEXTS, lambda content: b"<!doctype html>", "damaged"),
    "a shard is missing": (GRAMS, lambda content: None, "missing"),
    "a shard is cut off": (GRAMS, lambda content: content[:-20], "damaged"),
    "a shard is not as long as it says": (
        GRAMS,
        lambda content: gzip.compress(gzip.decompress(content)[:-1]),
        "damaged",
    ),
    "a shard has no list": (GRAMS, lambda content: gzip.compress(bytes(len(content))), "damaged"),
    "the pages are missing": ("parts/search/pages-", lambda content: None, "missing"),
    "the pages are of another form": ("parts/search/pages-", lambda content: gzip.compress(b"{}"), "damaged"),
    "the variants are missing": ("parts/search/variants-", lambda content: None, "missing"),
    "the index is missing": ("parts/search/index", lambda content: None, "missing"),
    "the index is no JSON": ("parts/search/index", lambda content: content[:-9], "damaged"),
    "the index is a list": ("parts/search/index", lambda content: b"[]", "damaged"),
    "the index is for other scripts": (
        "parts/search/index",
        lambda content: content.replace(b'"format":1', b'"format":2').replace(b'"format": 1', b'"format": 2'),
        "old",
    ),
}


def test_a_file_that_fails_is_told_and_tried_again(blank: Page, served: Served) -> None:
    sound = dict(served.files)
    for what, (pattern, damage, key) in DAMAGE.items():
        for path in served.named(pattern):
            changed = damage(served.files.pop(path))
            served.files |= {} if changed is None else {path: changed}
        (told,) = find(blank, "parts", "疫情防控")
        assert told["failure"]["key"] == key, what
        assert f"parts/search/{told['failure']['file']}".startswith(pattern), what
        served.files = dict(sound)
        tries = (
            find(blank, "parts", "疫情防控")[0] for _ in range(5)
        )  # another of the files may still be on its way
        assert any("exact" in told for told in tries), what
        blank.reload()


def test_a_list_is_never_another_ones(blank: Page, served: Served) -> None:
    names = served.named(GRAMS)
    contents = [served.files[name] for name in names]
    served.files |= dict(zip(names, contents[1:] + contents[:1], strict=True))
    for query in ("疫情", "疫", "疫情防控"):
        (told,) = find(blank, "parts", query)
        assert told["failure"]["key"] == "damaged"


def test_a_list_that_the_texts_do_not_bear_out(blank: Page, served: Served) -> None:
    """Files that belong together but for one: the lists of a corpus with a paragraph twice as long."""
    for path in served.named(TEXTS):
        pages = json.loads(gzip.decompress(served.files[path]))
        doubled = [[anchors, [text * 2 for text in texts]] for anchors, texts in pages]
        served.files[path] = gzip.compress(json.dumps(doubled).encode())
    for query in ("疫情", "疫"):
        (told,) = find(blank, "parts", query)
        assert told["failure"]["key"] == "damaged"


def test_a_site_built_anew_meanwhile(blank: Page, served: Served) -> None:
    assert find(blank, "parts", "阿弥陀佛")[0]["exact"]
    index = json.loads(served.files["parts/search/index.json"])
    served.files["parts/search/index.json"] = json.dumps(index | {"version": "0" * 12}).encode()
    for path in served.named("parts/search/(text|grams)"):
        del served.files[path]
    (told,) = find(blank, "parts", "疫情防控")
    assert told["failure"]["key"] == "old"


@pytest.mark.parametrize("pattern", ["parts/search/index", TEXTS, GRAMS])
def test_a_server_that_hangs_up(blank: Page, served: Served, pattern: str) -> None:
    served.cut = set(served.named(pattern))
    (told,) = find(blank, "parts", "疫情防控")
    assert told["failure"]["key"] == "offline"
    served.cut = set()
    assert find(blank, "parts", "疫情防控")[0]["exact"]


def test_a_file_that_breaks_off(blank: Page, served: Served) -> None:
    for path in served.named(TEXTS):
        served.headers[path] = {"Content-Length": str(len(served.files[path]) + 1)}
    (told,) = find(blank, "parts", "疫情防控")
    assert told["failure"]["key"] == "offline"


@pytest.mark.parametrize("mode", MODES)
def test_a_host_that_unpacks(blank: Page, served: Served, entries: list[Entry], mode: str) -> None:
    served.headers |= {path: {"Content-Encoding": "gzip"} for path in served.named(r".*\.bin")}
    known = truth(entries, "疫情防控", lambda entry: entry.is_base)
    (found,) = find(blank, mode, "疫情防控")
    assert found["occurrences"] == len(known.places)


@pytest.mark.parametrize("script", ["search-worker.js", "search-match.js"])
def test_a_script_that_is_missing(blank: Page, served: Served, script: str) -> None:
    content = served.files.pop(f"assets/{script}")
    (told,) = find(blank, "whole", "疫情")
    assert told["failure"]["key"] == "missing"
    served.files[f"assets/{script}"] = content
    assert find(blank, "whole", "疫情")[0]["exact"]


OPENED = """async (mode) => {
  const { connect } = await import("/assets/search.js");
  return connect(`/${mode}/search/`).opened.catch((failure) => failure);
}"""


def test_what_is_searched(blank: Page, served: Served) -> None:
    index = json.loads(served.files["parts/search/index.json"])
    names = ("version", "mode", "speeches", "paragraphs", "characters", "strings")
    assert blank.evaluate(OPENED, "parts") == {name: index[name] for name in names}
    assert blank.evaluate(OPENED, "nowhere") == {"key": "missing", "file": "index.json"}


# A search that goes on

STARTED = """async ([query, options]) => {
  const { connect } = await import("/assets/search.js");
  window.search = connect("/parts/search/");
  await search.opened;
  window.told = [];
  window.stop = search.find(query, options, (found) => told.push(found));
}"""


def blocks(page: Page, served: Served, query: str) -> list[str]:
    """The text files of the pages with hits, in the order in which they are looked through."""
    (found,) = find(page, "parts", (query, {"size": ALL}))
    pages = json.loads(gzip.decompress(served.files[served.named("parts/search/pages-")[0]]))
    block = dict(zip(pages["address"], pages["block"], strict=True))
    numbers = dict.fromkeys(block[its["address"]] for its in found["pages"])
    return [f"parts/search/{pages['blocks'][n]}" for n in numbers]


def test_a_count_is_told_as_what_it_is(blank: Page, served: Served) -> None:
    """While a file is still on its way: first lines, and what has been counted so far; then everything."""
    (whole,) = find(blank, "whole", ("疫情防控", {"size": ALL}))
    served.held = blocks(blank, served, "疫情防控")[-1]
    blank.reload()
    blank.evaluate(STARTED, ["疫情防控", {"size": 5}])
    blank.wait_for_function("told.length")
    first = blank.evaluate("told[0]")
    assert not first["exact"] and first["lines"] == whole["lines"][:5]
    assert 5 <= first["occurrences"] < whole["occurrences"]
    done, total = first["checked"]
    assert 0 < done < total
    assert first["occurrences"] == sum(n for _, n, _ in first["months"])
    assert [p["address"] for p in first["pages"]] == list(
        dict.fromkeys(one["address"] for one in first["lines"])
    )
    assert served.reached.wait(60)
    served.released.set()
    blank.wait_for_function("told.at(-1).exact")
    told = blank.evaluate("told")
    assert told[-1]["occurrences"] == whole["occurrences"]
    counts = [one["occurrences"] for one in told]
    assert counts == sorted(counts) and [one["exact"] for one in told] == [False] * (len(told) - 1) + [True]


def test_counts_do_not_wait_for_the_order(blank: Page, served: Served) -> None:
    """Two characters are counted from the lists alone; to sort them by what stands beside all texts are read."""
    (whole,) = find(blank, "whole", ("疫情", {"sort": "right", "size": 5}))
    served.held = blocks(blank, served, "疫情")[-1]
    blank.reload()
    blank.evaluate(STARTED, ["疫情", {"sort": "right", "size": 5}])
    blank.wait_for_function("told.length")
    first = blank.evaluate("told[0]")
    assert (first["exact"], first["sorting"], first["lines"]) == (True, True, [])
    assert first["occurrences"] == whole["occurrences"]
    assert served.reached.wait(60)
    served.released.set()
    blank.wait_for_function("!told.at(-1).sorting")
    assert blank.evaluate("told.at(-1).lines") == whole["lines"]


def test_a_search_that_is_stopped(blank: Page, served: Served) -> None:
    """It tells nothing more, and asks for no more than the eight files that were on their way."""
    order = blocks(blank, served, "疫情防控")
    assert len(order) > 8
    served.held = order[0]
    served.asked.clear()
    blank.reload()
    blank.evaluate(STARTED, ["疫情防控", {}])
    assert served.reached.wait(60)
    blank.evaluate("stop()")
    served.released.set()
    for _ in range(20):  # while others are answered, it would go on
        assert find(blank, "parts", "阿弥陀佛")[0]["exact"]
    assert blank.evaluate("told") == []
    assert len([path for path in served.asked if path.startswith(TEXTS)]) <= 8


def test_many_searches_one_after_the_other(blank: Page) -> None:
    """As while one types: each is stopped by the next, and only the last is told."""
    got = blank.evaluate(
        """async () => {
          const { connect } = await import("/assets/search.js");
          const search = connect("/parts/search/");
          const told = [];
          let stop = () => {};
          await new Promise((done) => {
            for (const query of ["疫", "疫情", "疫情防", "疫情防控"]) {
              stop();
              stop = search.find(query, {}, (found) => (told.push(found.query.text), found.exact && done()));
            }
          });
          return [...new Set(told)];
        }"""
    )
    assert got == ["疫情防控"]


# What stands there nearly

ASK = """async ([mode, what, all]) => {
  const { connect } = await import("/assets/search.js");
  const search = connect(`/${mode}/search/`);
  return Promise.all(all.map((one) => search[what](...one)));
}"""


def ask(page: Page, mode: str, what: str, *texts: str, size: int = 8) -> list[Any]:
    told: list[Any] = page.evaluate(ASK, [mode, what, [[text, size] for text in texts]])
    return told


def quotations(
    entries: list[Entry], n: int, low: int = 30, high: int = 120
) -> list[tuple[Entry, str, str, int]]:
    """Words of the texts: their page, anchor, themselves, and where they begin."""
    chance = random.Random(7)
    found = []
    for _ in range(n):
        entry = chance.choice([entry for entry in entries if entry.is_base])
        long = [k for k, p in enumerate(entry.document.paragraphs) if len(p.text) > low + 20]
        at = chance.choice(long)
        text = entry.document.paragraphs[at].text
        letters = [k for k, char in enumerate(text) if fold(char)]
        start = chance.choice([k for k in letters if k < len(text) - low - 10])
        end = max(k for k in letters if k < min(len(text), start + chance.randint(low, high))) + 1
        found.append((entry, entry.witness.anchors[at], text[start:end], start))
    return found


@pytest.mark.parametrize("mode", MODES)
def test_a_quotation_word_for_word(blank: Page, entries: list[Entry], mode: str) -> None:
    some = [one for one in quotations(entries, 12) if not re.search("[“”]", one[2])]
    checked = ask(blank, mode, "check", *[re.sub("[，、]", " ", text) for _, _, text, _ in some])
    for (entry, anchor, text, start), told in zip(some, checked, strict=True):
        (piece,) = told["pieces"]
        assert piece["verdict"] == "verbatim"
        (place,) = [
            p
            for p in piece["places"]
            if (p["address"], p["anchor"], p["start"]) == (entry.address, anchor, start)
        ]
        assert (place["end"], place["runs"]) == (start + len(text), [["same", text]])


@pytest.mark.parametrize("mode", MODES)
def test_a_quotation_across_paragraphs(sound: Page, entries: list[Entry], mode: str) -> None:
    entry = max(entries, key=lambda entry: len(entry.document.paragraphs))
    anchors, texts = entry.witness.anchors, [p.text for p in entry.document.paragraphs]
    at = next(n for n in range(5, len(texts)) if len(texts[n]) > 40 and len(texts[n + 1]) > 40)
    (told,) = ask(sound, mode, "check", re.sub("[“”]", "", texts[at][-30:] + texts[at + 1][:30]))
    (piece,) = told["pieces"]
    assert piece["verdict"] == "verbatim"
    places = [p for p in piece["places"] if p["address"] == entry.address]
    assert [(p["anchor"], p["to"]) for p in places] == [(anchors[at], anchors[at + 1])]
    assert texts[at][places[0]["start"] :].startswith(places[0]["runs"][0][1].split("\n")[0])


@pytest.mark.parametrize("mode", MODES)
def test_a_quotation_with_mistakes(sound: Page, entries: list[Entry], mode: str) -> None:
    """One of twelve characters is another, is missing, or is too much: what is marked makes the one of the other."""
    chance = random.Random(3)
    some = [one for one in quotations(entries, 12, 24, 60) if not re.search("[“”。！？；…]", one[2])]
    wrong = []
    for _, _, text, _ in some:
        letters = [k for k, char in enumerate(text) if fold(char)][2:-2]
        characters = list(text)
        for k in chance.sample(letters, len(letters) // 12):
            characters[k] = chance.choice(["", "鑫", characters[k] + "淼"])
        wrong.append("".join(characters))
    assert len(some) > 3
    for (entry, anchor, _, _), text, told in zip(some, wrong, ask(sound, mode, "check", *wrong), strict=True):
        (piece,) = told["pieces"]
        assert piece["verdict"] == "near", text
        places = {(place["address"], place["anchor"]): place for place in piece["places"]}
        place = places[entry.address, anchor]
        source = entry.document.paragraphs[entry.witness.anchors.index(anchor)].text
        there = "".join(run for kind, run in place["runs"] if kind != "del")
        assert there == source[place["start"] : place["end"]]
        assert fold("".join(run for kind, run in place["runs"] if kind != "ins")) == fold(text)
        assert {kind for kind, _ in place["runs"]} > {"same"}


@pytest.mark.parametrize("mode", MODES)
def test_a_quotation_that_stands_nowhere(sound: Page, mode: str) -> None:
    texts = [
        "子曰：学而时习之，不亦说乎？有朋自远方来，不亦乐乎？",
        "四海之内皆兄弟也，君子何患乎无兄弟也",
        "lorem ipsum dolor",
        "。",
    ]
    pieces = [told["pieces"] for told in ask(sound, mode, "check", *texts)]
    assert pieces[-1] == []
    assert all(piece["verdict"] == "absent" and not piece["places"] for told in pieces[:-1] for piece in told)
    assert all(pieces[:-1])


@pytest.mark.parametrize("mode", MODES)
def test_sentences_are_judged_one_by_one(sound: Page, entries: list[Entry], mode: str) -> None:
    first, second = [text for _, _, text, _ in quotations(entries, 2, 20, 24)]
    (told,) = ask(sound, mode, "check", f"{first}。四海之内皆兄弟也，君子何患乎无兄弟也。\n{second}")
    assert [piece["verdict"] for piece in told["pieces"]] == ["verbatim", "absent", "verbatim"]


@pytest.mark.parametrize("mode", MODES)
def test_what_is_said_of_a_quotation(sound: Page, entries: list[Entry], mode: str) -> None:
    dated = [one for one in quotations(entries, 40, 40, 60) if len(one[0].document.facts.date or "") == 10]
    entry, _, text, _ = next(one for one in dated if not re.search("[“”]", one[2]))
    facts = entry.document.facts
    year, month, day = (int(part) for part in (facts.date or "").split("-"))
    right = [
        f"{year}年{month}月{day}日",
        facts.date,
        f"{year}.{month}.{day}",
        f"{year}年{month}月",
        f"《{facts.title}》",
    ]
    wrong = [
        "1999年1月2日",
        "1999-01-02",
        f"{year}年{month}月{day % 28 + 1}日",
        "《论语》",
        "在论语座谈会上的讲话",
    ]
    forms = ["在{}说：“{}”", "“{1}”（{0}）", "{1}\n——{0}"]
    for form in forms:
        asked = [form.format(claim, text) for claim in [*right, *wrong]]
        told = ask(sound, mode, "check", *asked)
        assert [[claim["right"] for claim in one["claims"]] for one in told] == [[True]] * 5 + [
            [False]
        ] * 5, form
        assert all(piece["verdict"] == "verbatim" for one in told for piece in one["pieces"])
        assert told[5]["claims"][0]["actual"] == [facts.date]


@pytest.mark.parametrize("mode", MODES)
def test_the_nearest_words(sound: Page, sampled: dict[str, list[str]], mode: str) -> None:
    """Of a query with one wrong character: they stand there, and are one character away."""
    chance = random.Random(11)
    words = [re.sub(r"\W", "", one) for group in ("3-4", "5-8", "9-16") for one in sampled[group]]
    words = [word for word in words if len(word) >= 5 and word.isalpha()]
    wrong = []
    for word in words:
        at = chance.randrange(1, len(word) - 1)
        wrong.append(word[:at] + "鑫" + word[at + 1 :])
    nearest = ask(sound, mode, "nearest", *wrong)
    assert len(nearest) > 8 and all(nearest)
    for word, near, found in zip(words, nearest, find(sound, mode, *nearest), strict=True):
        assert found["occurrences"], near
        assert sum(a != b for a, b in zip(fold(near), fold(word), strict=False)) <= len(word), near
    assert ask(sound, mode, "nearest", "学而时习之不亦说乎", "鑫淼焱垚", "", "year:2020", "鑫") == [None] * 5


@pytest.mark.parametrize("mode", MODES)
def test_the_nearest_words_are_for_those_that_stand_nowhere(blank: Page, mode: str) -> None:
    """Not for words that are there, and of what is too literal or has wildcards what is there."""
    wanted = {
        "疫情 疫情妨控": "疫情防控",
        "疫情妨控 人民": "疫情防控",
        "疫情 坚定信芯": "坚定信心",
        "疫情|魑魅 人?民": "人民",
        '"疫？情"': "疫？情",
        "疫情 魑魅魍魉": None,
        "疫情 ~0 人民": None,
        "疫情 year:1999": None,
        "疫情-疫": None,
        "舍利-舍利弗": None,
        "-疫情妨控": None,
    }
    assert dict(zip(wanted, ask(blank, mode, "nearest", *wanted), strict=True)) == wanted


@pytest.mark.parametrize("mode", MODES)
def test_suggestions(blank: Page, served: Served, mode: str) -> None:
    words = json.loads(gzip.decompress(served.files[served.named(f"{mode}/search/words-")[0]]))
    (some, traditional, none, nothing) = ask(blank, mode, "suggest", "疫", "習近", "鑫淼", "", size=5)
    begin = [word for word in words if word.startswith("疫") and word != "疫"]
    assert some[: len(begin)] == begin[:5] and len(some) <= 5
    assert traditional[:1] == ["习近平"]
    assert none == nothing == []
