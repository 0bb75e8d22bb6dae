"""The pages and data about repeated passages: one truth in picture, table, lines, CSV and texts."""

import csv
import html
import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import starmap
from pathlib import Path

import jsonschema
import pytest

from tests.sites import document, raw_files, site
from tests.test_render import built
from yanlu import pipeline
from yanlu.hanzi import fold
from yanlu.model import Facts, Speech
from yanlu.relate import reuse
from yanlu.relate.reuse.results import Occurrence, Passage, passage_id
from yanlu.render import search, site_files
from yanlu.render.attested import Calendar
from yanlu.render.data_repeats import FORMULAS, WITNESSES
from yanlu.render.entries import Entry, copies, in_time
from yanlu.render.formulas import changes, query
from yanlu.render.repeat_pages import repeat_files
from yanlu.render.repeats import repeats
from yanlu.render.strings import strings

Files = dict[str, bytes]
HOSTILE = tomllib.loads((Path(__file__).parent / "cases/hostile.toml").read_text(encoding="utf-8"))["case"]


def pages_of(speeches: Sequence[Speech], raws: dict[str, object]) -> list[Entry]:
    own = in_time(speeches, raws)  # type: ignore[arg-type]
    return [*own, *(copy for entry in own for copy in copies(entry, raws))]  # type: ignore[arg-type]


class Corpus:
    """The corpus with its copies, and without."""

    def __init__(self, root: Path) -> None:
        corpus, related = pipeline.look(root, lambda paths: paths)
        raws = {reading.raw.name: reading.raw for reading in corpus.readings}
        alone = [replace(speech, witnesses=speech.witnesses[:1]) for speech in related.speeches]
        self.entries = pages_of(related.speeches, raws)
        self.files = self._files(related.speeches, self.entries)
        self.without_copies = self._files(alone, pages_of(alone, raws))
        self.bases = [entry for entry in self.entries if entry.is_base]

    @staticmethod
    def _files(speeches: Sequence[Speech], entries: Sequence[Entry]) -> Files:
        return repeat_files(repeats(reuse.find(list(reuse.texts(speeches))), entries), entries, starmap)


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    return Corpus(root)


def table(files: Files, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[path].decode("utf-8-sig"), newline="")))


def lines_of(files: Files, folder: str) -> list[str]:
    """The links of a formula's lines on all its pages, those from copies left out."""
    paths = [path for path in files if path.startswith(f"{folder}/") and path.endswith(".md")]
    own = [files[path].decode().split("{ #copies }")[0] for path in sorted(paths, key=_number)]
    return [link for page in own for link in re.findall(r'<li id="o\d+"><a href="([^"]+)"', page)]


def _number(path: str) -> int:
    return int(path.split("/")[2]) if path.count("/") > 2 else 1


# The corpus


def test_picture_table_csv_lines_and_texts_agree_on_every_formula(corpus: Corpus) -> None:
    formulas = table(corpus.files, "data/formulas.csv")
    assert len(formulas) > 30
    for row in formulas:
        folder = row["url"].removesuffix("/index.html")
        truth = {e.id: _stands(e, row["wording"]) for e in corpus.bases if _stands(e, row["wording"])}
        months: Counter[str] = Counter()
        for entry in corpus.bases:
            months[(entry.speech.facts.date or "")[:7]] += truth.get(entry.id, 0)
        months = +months
        characters = Counter(dict.fromkeys(months, 0))
        for entry in corpus.bases:
            month = (entry.speech.facts.date or "")[:7]
            if month in months:
                characters[month] += entry.document.characters
        total = sum(truth.values())
        assert (int(row["occurrences"]), int(row["speeches"])) == (total, len(truth))
        assert len(lines_of(corpus.files, folder)) == total
        by_speech = table(corpus.files, f"{folder}/speeches.csv")
        assert {r["speech"]: int(r["occurrences"]) for r in by_speech} == truth
        by_month = table(corpus.files, f"{folder}/months.csv")
        assert {r["time"]: int(r["occurrences"]) for r in by_month if r["occurrences"] != "0"} == months
        assert {r["time"]: int(r["characters"]) for r in by_month if r["time"] in months} == characters
        page = html.unescape(corpus.files[f"{folder}/index.md"].decode())
        bars = re.findall(r"<title>.*?：([\d,]+) 处，每万字 ([\d.]+) 处（全部讲话 ([\d,]+) 字）", page)
        cells = re.findall(
            r"</th><td>([\d,]+)</td><td>([\d.]+)</td><td>[\d,]+ / [\d,]+</td><td>([\d,]+)</td>", page
        )
        rows = [tuple(r[k] for k in ("occurrences", "per_10000", "characters")) for r in by_month]
        assert [tuple(cell.replace(",", "") for cell in its) for its in cells[:-1]] == rows
        assert [tuple(cell.replace(",", "") for cell in its) for its in bars] == [
            r for r in rows if r[0] != "0"
        ]
        assert cells[-1][0] == str(total)
        assert fold(query(row["wording"])) == fold(row["wording"]), "the search asks for the same words"


def _stands(entry: Entry, wording: str) -> int:
    return sum(fold(p.text).count(fold(wording)) for p in entry.document.paragraphs)


def test_copies_change_no_count(corpus: Corpus) -> None:
    assert len(corpus.bases) < len(corpus.entries)
    rows = {row["id"]: row for row in table(corpus.files, "data/formulas.csv")}
    alone = {row["id"]: row for row in table(corpus.without_copies, "data/formulas.csv")}
    assert len(alone) > 30 and alone.keys() <= rows.keys()
    assert all(rows[id] == row for id, row in alone.items())
    for id in alone:
        tables = [f"formulas/{id}/months.csv", f"formulas/{id}/speeches.csv"]
        assert [corpus.files[path] for path in tables] == [corpus.without_copies[path] for path in tables]
    assert all(id == passage_id(row["wording"]) for id, row in rows.items())


def test_the_data_keep_to_their_schemas_and_point_at_the_words(corpus: Corpus) -> None:
    texts = {
        (entry.document_id, anchor): paragraph.text
        for entry in corpus.entries
        for anchor, paragraph in zip(entry.witness.anchors, entry.document.paragraphs, strict=True)
    }
    passages = [json.loads(line) for line in corpus.files["data/passages.jsonl"].decode().splitlines()]
    schema = json.loads(corpus.files["data/passages.schema.json"])
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert len(passages) > 100
    for passage in passages:
        validator.validate(passage)
        assert list(passage) == schema["required"] == list(schema["properties"])
        assert passage["url"] is None or passage["url"].replace(".html", ".md") in corpus.files
        for place in passage["occurrences"]:
            text = texts[place["document"], place["anchor"]]
            assert text[place["start"] : place["end"]] == place["quote"]
    for name, columns in (("formulas", FORMULAS), ("witnesses", WITNESSES)):
        schema = json.loads(corpus.files[f"data/{name}.schema.json"])
        rows = table(corpus.files, f"data/{name}.csv")
        assert schema["required"] == list(schema["properties"]) == list(columns) == list(rows[0])
        for row in rows:
            jsonschema.validate(row, schema)
    assert [row["document"] for row in rows] == [entry.document_id for entry in corpus.entries]
    assert all(
        (row["base"] == "true") == (row["coverage"] == "1.0000" and row["missing"] == "0")
        for row in rows[:18]
    )


def test_indexes_and_lists_have_every_page_once(corpus: Corpus) -> None:
    formulas = {row["id"]: row for row in table(corpus.files, "data/formulas.csv")}
    for path, wanted in (
        ("formulas/index.md", set(formulas)),
        ("formulas/debuts/index.md", set(formulas)),
        (
            "formulas/silent/index.md",
            {id for id, row in formulas.items() if row["since_last"] != "0" and row["undated"] == "0"},
        ),
    ):
        found = re.findall(r'href="../(?:../)?formulas/([0-9a-f]{10})/', corpus.files[path].decode())
        assert sorted(found) == sorted(wanted) and wanted, path
    pages = {path.split("/")[1] for path in corpus.files if re.match("passages/[0-9a-f]{10}/", path)}
    listed = re.findall(r'href="../passages/([0-9a-f]{10})/', corpus.files["passages/index.md"].decode())
    assert sorted(listed) == sorted(pages) and pages


def test_a_passages_wordings_are_those_of_the_texts(corpus: Corpus) -> None:
    """Without what was dropped each is its quote to the last sign; the first is marked nowhere."""
    passages = [json.loads(line) for line in corpus.files["data/passages.jsonl"].decode().splitlines()]
    shown = [passage for passage in passages if (passage["url"] or "").startswith("passages/")]
    assert len(shown) > 20
    for passage in shown:
        page = corpus.files[passage["url"].replace(".html", ".md")].decode()
        found = re.findall(r'<span class="wording">(.*?)</span><span class="right">', page)
        kept = [html.unescape(re.sub("<del>.*?</del>|</?ins>|</?span.*?>", "", its)) for its in found]
        assert Counter(kept) == Counter(place["quote"] for place in passage["occurrences"])
        assert "<del>" not in found[0] and "<ins>" not in found[0]
        claimed = strings()["passage"]["oldest"] in re.findall('class="turn">([^<]+)<', page)
        assert claimed == (passage["earliest"] is not None)


# Made-up texts


def made(
    texts: Sequence[Sequence[str]], dates: Sequence[str | None], found: Iterable[Passage]
) -> tuple[list[Entry], Files]:
    documents = [
        document(f"{n:05}.txt", 1, paragraphs, Facts(title=f"第{n}篇", date=date))
        for n, (paragraphs, date) in enumerate(zip(texts, dates, strict=True))
    ]
    whole = site(documents, raw_files(documents))
    entries = list(in_time(whole.speeches, whole.raws))
    return entries, repeat_files(repeats(list(found), entries), entries, starmap)


def said(words: str, places: Iterable[tuple[str, int]], kind: str = "formula") -> Passage:
    """A passage with these words at the beginning of these paragraphs."""
    its = tuple(Occurrence(f"{speech}/w1", f"p{n}", 0, len(words), words) for speech, n in places)
    id = passage_id(words)
    return Passage(id, kind, its, its[0], 1.0, id if kind == "formula" else "")


def test_a_frequent_formula_has_bounded_pages_and_whole_tables() -> None:
    words, paragraphs = "不忘初心、牢记使命", 240
    dates = [f"{1950 + n}-03-06" for n in range(5)]
    formula = said(words, [(date, n + 1) for date in dates for n in range(paragraphs)])
    texts = [[f"{words}，{n}" for n in range(paragraphs)]] * 5
    _, files = made([*texts, ["别的话"]], [*dates, "1950-01-01"], [formula])
    pages = [path for path in files if path.startswith(f"formulas/{formula.id}/") and path.endswith(".md")]
    assert len(pages) == 3 and max(len(files[path]) for path in pages) < 500_000
    links = lines_of(files, f"formulas/{formula.id}")
    assert len(links) == len(set(links)) == 5 * paragraphs
    by_time = table(files, f"formulas/{formula.id}/months.csv")
    assert [(row["time"], row["occurrences"]) for row in by_time] == [
        (date[:4], str(paragraphs)) for date in dates
    ]
    sizes = [int(row["characters"]) for row in by_time]
    assert sizes[0] == sizes[1] + len("别的话"), "a year is counted in all that was said in it"
    assert strings()["formula"]["partly"].format(n=20) in files[f"formulas/{formula.id}/index.md"].decode()
    linked = set(re.findall(r"index\.html(#o\d+)", files[f"formulas/{formula.id}/index.md"].decode()))
    assert linked == {f"#o{n * paragraphs + 1}" for n in range(5)}


@pytest.mark.parametrize("kind", ["formula", "verbatim"])
def test_what_only_a_copy_has_is_listed_apart_and_not_counted(kind: str) -> None:
    words = "不忘初心、牢记使命" * 12
    dates = ["2020-03-06", "2020-04-07", "2020-05-08"]
    entries, _ = made([[words]] * 3, dates, [])
    first, second, third = (entry.speech for entry in entries)
    copy = replace(third.base, id="w2", counterparts=("",), coverage=0.5)
    raws = {entry.raw.name: entry.raw for entry in entries}
    pages = pages_of([replace(first, witnesses=(first.base, copy)), second], raws)
    passage = said(words, [("2020-03-06", 1), ("2020-04-07", 1)], kind)
    found = replace(passage.occurrences[0], document="2020-03-06/w2")
    passage = replace(passage, occurrences=(*passage.occurrences, found))
    files = repeat_files(repeats([passage], pages), pages, starmap)
    folder = f"{'formulas' if kind == 'formula' else 'passages'}/{passage.id}"
    page = files[f"{folder}/index.md"].decode()
    own, apart = page.split("{ #copies }")
    assert own.count('<li id="o') == 2 and apart.count('<li id="o') == 1
    assert 'href="../../speeches/2020-03-06/w2/index.html?span=' in apart
    assert strings()["repeats"]["count"].format(n=2, m=2) in own
    assert "<tfoot>" in own and f"{strings()['repeats']['sum']}</th><td>2</td>" in own
    (line,) = files["data/passages.jsonl"].decode().splitlines()
    assert [its["document"] for its in json.loads(line)["occurrences"]] == [
        "2020-03-06-w1",
        "2020-04-07-w1",
        "2020-03-06-w2",
    ]
    assert [
        (row["document"], row["missing"], row["alone"]) for row in table(files, "data/witnesses.csv")
    ] == [
        ("2020-03-06-w1", "0", "0"),
        ("2020-04-07-w1", "0", "0"),
        ("2020-03-06-w2", "1", "1"),
    ]


def test_many_formulas_are_listed_on_pages_in_every_order() -> None:
    words = [
        f"{a}{b}同心、{b}{a}协力"
        for a in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
        for b in "东西南北中上下左右前后内外春夏秋冬风花雪"
    ]
    dates = ["2020-03-06", "2020-04-07"]
    formulas = [said(its, [(date, n) for date in dates]) for n, its in enumerate(words, 1)]
    _, files = made([words, words], dates, formulas)
    for order in ("index.md", "by/first/index.md", "by/length/index.md", "debuts/index.md"):
        folder = order.removesuffix("index.md").rstrip("/")
        behind = f"formulas/{folder or 'by/speeches'}/2/index.md"
        ids = [
            re.findall(r"formulas/([0-9a-f]{10})/index", files[path].decode())
            for path in (f"formulas/{order}", behind)
        ]
        assert [len(its) for its in ids] == [200, len(words) - 200]
        assert len({*ids[0], *ids[1]}) == len(words)
    assert "table-sort.js" not in files["formulas/index.md"].decode(), "a browser would sort one page of two"


def test_months_without_a_speech_are_said_to_have_none() -> None:
    words = "不忘初心、牢记使命"
    dates = ["2020-01-05", "2020-02-03", "2020-05-06", None]
    formula = said(words, [("2020-01-05", 1), ("2020-05-06", 1), ("undated", 1)])
    _, files = made([[words], ["别的话"], [words], [words]], dates, [formula])
    rows = table(files, f"formulas/{formula.id}/months.csv")
    assert [(row["time"], row["occurrences"], row["speeches"], row["per_10000"]) for row in rows] == [
        ("2020-01", "1", "1", "1111.11"),
        ("2020-02", "0", "1", "0.0"),
        ("2020-03", "0", "0", ""),
        ("2020-04", "0", "0", ""),
        ("2020-05", "1", "1", "1111.11"),
        ("", "1", "1", "1111.11"),
    ]
    page = files[f"formulas/{formula.id}/index.md"].decode()
    assert page.count(f">{strings()['repeats']['nobody']}<") == 2
    debuts = files["formulas/debuts/index.md"].decode()
    assert strings()["formula"]["debuts_undated"] in debuts, "an undated speech may have it first"
    assert formula.id not in files["formulas/silent/index.md"].decode()


def test_later_is_only_what_is_surely_later() -> None:
    words = "不忘初心、牢记使命"
    dates = ["2020", "2020-03", "2020-03-06", "2020-03-07", "2020-04", "2021", None]
    formula = said(words, [("2020-03", 1), ("2020-03-06", 1)])
    texts = [[words] if date in ("2020-03", "2020-03-06") else ["别的话"] for date in dates]
    entries, _ = made(texts, dates, [formula])
    (repeat,) = repeats([formula], entries)
    told = Calendar(entries).attested(repeat)
    assert told.first and told.last and (told.first.date, told.last.date) == ("2020-03", "2020-03")
    assert (told.since, told.lacking) == (2, 2), "April and 2021; 7 March may be before another day of March"
    assert Calendar(entries).after("2020-03-06") == 3


@pytest.mark.parametrize("text", [c["text"] for c in HOSTILE], ids=[c["label"] for c in HOSTILE])
@pytest.mark.parametrize("kind", ["formula", "verbatim"])
def test_hostile_text_stays_text(text: str, kind: str) -> None:
    def shown(words: str) -> tuple[str, Files]:
        places = [(id, 1) for id in ("2020-03-06", "2020-04-07", "2020-05-08")]
        passage = said(words, places, kind)
        texts = [[f"{words}后{words}"]] * 3
        _, files = made(texts, [id for id, _ in places], [passage])
        folder = "formulas" if kind == "formula" else "passages"
        return f"{folder}/{passage.id}/index.md", files

    text = f"重{text}见"
    path, files = shown(text)
    got, expected = built(files[path].decode()), built((lambda p, f: f[p])(*shown("甲")).decode())
    assert got.classes["wording"] == [text] * 3
    assert got.ids["title"].startswith(text[:20])
    assert got.tags == expected.tags, "the text made an element"
    for path in ("formulas/index.md", "passages/index.md", "formulas/debuts/index.md"):
        built(files[path].decode())
    assert all(
        not cell or cell[0] not in "=+-@\t\r"
        for row in table(files, "data/formulas.csv")
        for cell in row.values()
    )


def test_what_changed_between_variants() -> None:
    assert changes("不忘初心、牢记使命", "牢记使命、不忘初心") == []
    assert changes("坚决打赢、总体战", "坚决打好、总体战") == [("赢", "好")]
    assert changes("打赢脱贫攻坚战", "坚决打赢脱贫攻坚战") == [("", "坚决")]


def test_formulas_are_suggested_by_the_search() -> None:
    words = "不忘初心、牢记使命"
    documents = [document(f"{n}.txt", 1, [words], Facts(title="题", date=f"2020-03-0{n}")) for n in (6, 7)]
    whole = site(documents, raw_files(documents))
    made = site_files(replace(whole, passages=(said(words, [("2020-03-06", 1), ("2020-03-07", 1)]),)))
    entries = in_time(whole.speeches, whole.raws)
    alone = search.search_files(entries)
    (path,) = [path for path in made if path.startswith("search/words-")]
    assert path not in alone and "formulas/index.md" in made
    assert search.search_files(entries, formulas=[(words, 2)])[path] == made[path]
