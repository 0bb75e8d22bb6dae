"""Citations: every form says what is known and nothing else, and programs read it back as it was."""

import html
import itertools
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import bibtexparser
import jsonschema
import markdown
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from yanlu import pipeline
from yanlu.model import SPEECH_KINDS, Facts
from yanlu.relate import ledger
from yanlu.render.cite import citations, cite_files
from yanlu.render.cite_formats import TYPES
from yanlu.render.cite_item import Cited, one_line, resolved
from yanlu.render.entries import Site, in_time
from yanlu.render.meta import item_type
from yanlu.render.pages import cited
from yanlu.render.strings import strings
from yanlu.render.template import template

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = tomllib.loads((ROOT / "tests/cases/hostile.toml").read_text(encoding="utf-8"))["case"]
CASES = tomllib.loads((ROOT / "tests/cases/cite.toml").read_text(encoding="utf-8"))
ADDRESS = "https://example.org/speeches/2016-05-10/"
NOW = {
    "url": f"{ADDRESS}#p12",
    "para": "¶12",
    "iso": "2026-11-02",
    "english": "November 2, 2026",
    "parts": "2026,11,2",
}
STYLED = ("gb", "chicago", "apa")

# What the reader takes out of a text never gets into a title; the rest may be anything.
any_text = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029"), min_size=1
)


def speech(**facts: str | None) -> Cited:
    """A speech with these facts, and all else as it mostly is."""
    title = facts.pop("title", None) or "在全市供水工作会议上的讲话"
    return Cited(
        "2016-05-10", title, Facts(**facts), "0123456789ab", "zh-Hans", "《清源日报》2016年5月11日", ADDRESS
    )


def texts(cited: Cited, values: Mapping[str, str] = NOW) -> dict[str, str]:
    """The citation in each form, filled in."""
    return {c.name: resolved(c.template, values) for c in citations(cited, strings())}


def known(cited: Cited) -> dict[str, str]:
    """The facts that must be found in it again."""
    names = ("speaker", "occasion", "place")
    facts = {name: value for name in names if (value := cited.fact(name))}
    return {**facts, "title": one_line(cited.title), "version": cited.version}


@cache
def corpus() -> tuple[Cited, ...]:
    """The speeches of the corpus, as their pages cite them."""
    read = pipeline.read_corpus(ROOT, iter)
    related = pipeline.relate(read.documents, ledger.load(ROOT / "corpus/ledger"), read.word)
    raws = {reading.raw.name: reading.raw for reading in read.readings}
    site = Site(related.speeches, raws, read.data, read.sources, url="https://example.org/")
    return tuple(cited(entry, site) for entry in in_time(site.speeches, raws))


def hostile() -> list[Cited]:
    """Speeches all of whose facts are a hostile text."""
    cases = [*(c["text"] for c in HOSTILE), *CASES["hostile"]]
    return [replace(speech(title=t, speaker=t, occasion=t, place=t, date="2016"), source=t) for t in cases]


# As print wants them


@pytest.mark.parametrize("case", CASES["styled"], ids=lambda case: case["label"])
def test_a_style_is_as_its_book_has_it(case: dict[str, str]) -> None:
    expected = {name: case.pop(name) for name in STYLED if name in case}
    del case["label"]
    assert expected
    made = texts(speech(**case))
    assert {name: made[name] for name in expected} == expected


@pytest.mark.parametrize("case", CASES["plain"], ids=lambda case: case["label"])
def test_without_paragraph_and_day_nothing_is_left_of_them(case: dict[str, str]) -> None:
    expected = {name: case.pop(name) for name in STYLED if name in case}
    del case["label"]
    made = texts(speech(**case), {"url": ADDRESS})
    assert {name: made[name] for name in expected} == expected


SHAPES = list(
    itertools.product((None, "甲"), (None, "乙会"), (None, "丙市"), (None, "2016", "2016-05", "2016-05-10"))
)


@pytest.mark.parametrize("values", [NOW, {"url": ADDRESS}], ids=["filled", "bare"])
@pytest.mark.parametrize(("speaker", "occasion", "place", "date"), SHAPES)
def test_whatever_is_known_is_said_once_and_in_order(
    speaker: str | None, occasion: str | None, place: str | None, date: str | None, values: dict[str, str]
) -> None:
    made = texts(speech(title="丁", speaker=speaker, occasion=occasion, place=place, date=date), values)
    for name in STYLED:
        text = made[name]
        assert not re.search(r"[\ue000-\uf8ff]|8765|77|None|\.\.|\. \.|  |\(\)|\[\]|,\.|^[ .]", text), text
        shown = {"甲": speaker, "丁": "丁", "乙会": occasion, "丙市": place, "2016": date}
        if name == "gb":  # has no place for these
            shown.pop("乙会"), shown.pop("丙市")
        body = text.replace(values["url"], "")
        assert {word: body.count(word) for word in shown} == {word: int(bool(v)) for word, v in shown.items()}
        assert values["url"] in text


@pytest.mark.parametrize("speech", [*hostile(), *corpus()], ids=lambda cited: cited.title[:20])
def test_a_style_changes_no_character_of_a_fact(speech: Cited) -> None:
    made = texts(speech)
    facts = known(speech)
    for name in ("chicago", "apa"):
        assert all(value in made[name] for value in facts.values())
    assert facts["title"] in made["gb"] and facts["version"] in made["gb"]


def test_a_page_without_an_address_names_its_place_in_the_site() -> None:
    made = {
        c.name: resolved(c.template, {"url": c.address})
        for c in citations(replace(speech(), address=None), strings())
    }
    assert all("speeches/2016-05-10/index.html" in made[name] for name in (*STYLED, "markdown"))
    assert not any("speeches/" in made[name] for name in ("bibtex", "ris", "csl"))
    assert "URL" not in json.loads(made["csl"])[0]


# As programs read them


def decoder() -> LatexNodes2Text:
    """pylatexenc, with the three signs of LaTeX's own that it lacks or takes for an accent."""
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    context = get_default_latex_context_db()
    context.add_context_category(
        "signs", prepend=True, macros=[MacroTextSpec(k, v) for k, v in signs.items()]
    )
    return LatexNodes2Text(latex_context=context, keep_braced_groups=False, strict_latex_spaces=True)


def from_bibtex(text: str) -> dict[str, str]:
    library = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=decoder())])
    assert not library.failed_blocks and len(library.entries) == 1
    fields = {field.key: str(field.value) for field in library.entries[0].fields}
    names = {"speaker": "author", "occasion": "eventtitle", "place": "venue", "source": "addendum"}
    return {**fields, **{ours: fields[theirs] for ours, theirs in names.items() if theirs in fields}}


def from_ris(text: str) -> dict[str, str]:
    (record,) = rispy.loads(text)
    said = {
        "title": record.get("title"),
        "version": record.get("edition"),
        "place": record.get("place_published"),
    }
    said |= {"speaker": "\n".join(record.get("authors", [])), "source": record.get("database_provider")}
    notes = [note.removeprefix("场合：") for note in record.get("notes", []) if note.startswith("场合：")]
    said |= {"occasion": notes[0] if notes else None, "date": record.get("date"), "url": record["urls"][0]}
    return {name: value for name, value in said.items() if value}


def from_csl(text: str) -> dict[str, str]:
    (item,) = json.loads(text)
    jsonschema.validate(item, CSL)
    said = {name: item.get(name, "") for name in ("title", "version", "source")} | {"url": item["URL"]}
    said |= {"occasion": item.get("event-title"), "place": item.get("event-place")}
    said |= {"speaker": item["author"][0].get("literal") if "author" in item else None}
    return {name: value for name, value in said.items() if value}


# What csl-data.json of CSL 1.0.2 asks of the members we write.
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "items": {"type": ["string", "number"]}, "minItems": 1, "maxItems": 3},
        }
    },
    "additionalProperties": False,
}
_NAME = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("family", "given", "literal")},
    "additionalProperties": False,
}
_TEXTS = ("title", "genre", "event-title", "event-place", "publisher", "source", "language", "note", "URL")
CSL = {
    "type": "object",
    "properties": {
        "type": {
            "enum": [
                "document",
                "interview",
                "personal_communication",
                "report",
                "speech",
            ]  # of all there are
        },
        "id": {"type": ["string", "number"]},
        "version": {"type": "string"},
        "author": {"type": "array", "items": _NAME},
        "issued": _DATE,
        "accessed": _DATE,
        **{name: {"type": "string"} for name in _TEXTS},
    },
    "required": ["type", "id"],
    "additionalProperties": False,
}
READERS = {"bibtex": from_bibtex, "ris": from_ris, "csl": from_csl}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("speech", [*hostile(), *corpus()], ids=lambda cited: cited.title[:20])
def test_a_program_reads_the_facts_back(speech: Cited, form: str) -> None:
    expected = {**known(speech), "source": one_line(speech.source or ""), "url": NOW["url"]}
    got = READERS[form](texts(speech)[form])
    assert {name: got[name].strip() for name in expected} == {n: v.strip() for n, v in expected.items() if v}


@settings(max_examples=150, deadline=None)
@given(any_text, any_text)
def test_any_text_is_read_back(title: str, name: str) -> None:
    item = speech(title=title, speaker=name, occasion=name, place=name)
    expected = {key: value.strip() for key, value in known(item).items() if value.strip()}
    made = texts(item)
    for form, read in READERS.items():
        got = {key: value.strip() for key, value in read(made[form]).items()}
        assert {key: got.get(key) for key in expected} == expected, form


@pytest.mark.parametrize(
    ("date", "ris", "parts"),
    [
        ("2016", "2016///", [2016]),
        ("2016-05", "2016/05//", [2016, 5]),
        ("2016-05-10", "2016/05/10/", [2016, 5, 10]),
    ],
)
def test_a_partial_date_stays_partial(date: str, ris: str, parts: list[int]) -> None:
    made = texts(speech(date=date))
    assert from_bibtex(made["bibtex"])["date"] == date and from_bibtex(made["bibtex"])["year"] == "2016"
    assert from_ris(made["ris"])["date"] == ris
    assert json.loads(made["csl"])[0]["issued"] == {"date-parts": [parts]}


def test_without_a_date_none_is_given_but_one_of_print_is() -> None:
    made = texts(speech())
    assert "date" not in from_bibtex(made["bibtex"]) and "year" not in from_bibtex(made["bibtex"])
    assert "date" not in from_ris(made["ris"]) and "issued" not in json.loads(made["csl"])[0]
    assert from_bibtex(texts(speech(published="2016-06"))["bibtex"])["date"] == "2016-06"


def test_the_paragraph_and_the_day_are_told_to_programs() -> None:
    made = texts(speech())
    entry, (record,), (item,) = from_bibtex(made["bibtex"]), rispy.loads(made["ris"]), json.loads(made["csl"])
    assert (entry["note"], entry["urldate"]) == ("¶12", "2026-11-02")
    assert ("¶12" in record["notes"], record["access_date"]) == (True, "2026-11-02")
    assert (item["note"], item["accessed"]) == ("¶12", {"date-parts": [[2026, 11, 2]]})
    assert not any("¶" in text or "2026" in text for text in texts(speech(), {"url": ADDRESS}).values())


def test_a_name_is_parted_only_where_it_says_how() -> None:
    made = {
        name: texts(speech(speaker=name)) for name in ("Obama, Barack", "Barack Obama", "习近平", "甲, 乙")
    }
    authors = {name: json.loads(forms["csl"])[0]["author"] for name, forms in made.items()}
    assert authors.pop("Obama, Barack") == [{"family": "Obama", "given": "Barack"}]
    assert authors == {name: [{"literal": name}] for name in authors}
    assert "author = {Obama, Barack}" in made["Obama, Barack"]["bibtex"]
    assert "author = {{甲, 乙}}" in made["甲, 乙"]["bibtex"]


@pytest.mark.parametrize("kind", SPEECH_KINDS)
def test_every_kind_has_its_type_and_its_name(kind: str) -> None:
    made = texts(speech(kind=kind))
    (item,), (record,) = json.loads(made["csl"]), rispy.loads(made["ris"])
    assert (item["type"], record["type_of_reference"]) == TYPES[item_type(kind)]
    assert item["genre"] == strings()["kind"][kind]
    assert strings()["genre"][kind] in made["apa"] and strings()["genre"][kind] in made["chicago"]


# Markdown, the page and the files


@pytest.mark.parametrize("text", [*(c["text"] for c in HOSTILE), *CASES["hostile"]])
def test_the_line_of_markdown_shows_what_it_says(text: str) -> None:
    item = speech(title=text, speaker=text, occasion=text, place=text)
    source = texts(item)["markdown"]
    assert "\n" not in source
    shown = markdown.markdown(source)
    assert set(re.findall(r"<(\w+)", shown)) == {"p", "a"}
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", shown)).split())
    line = " ".join(known(item)["title"].split())
    assert words.count(line) >= 4 and re.findall(r'href="([^"]*)"', shown) == [NOW["url"]]


class Filled(HTMLParser):
    """The citations of a page's list as its script fills them: name of the form → text."""

    def __init__(self, source: str, values: Mapping[str, str] | None) -> None:
        super().__init__()
        self.values = values
        self.forms: dict[str, str] = {}
        self.form = ""
        self.skips = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "dd":
            self.form = told["data-form"] or ""
            self.forms[self.form] = ""
        if tag == "span" and self.values is not None:
            self.skips = True
            value = self.values.get(told["data-slot"] or "", "")
            self.forms[self.form] += (told["data-as"] or "").replace("{}", value) if value else ""

    def handle_endtag(self, tag: str) -> None:
        self.skips = False
        self.form = "" if tag == "dd" else self.form

    def handle_data(self, data: str) -> None:
        if self.form and not self.skips:
            self.forms[self.form] += data


@pytest.mark.parametrize("speech", [*hostile(), corpus()[0]], ids=lambda cited: cited.title[:20])
def test_the_page_has_what_the_script_needs_and_reads_well_without(speech: Cited) -> None:
    made = citations(speech, strings())
    source = template("cite.md.j2").render(s=strings(), up="../../", citations=made)
    page = markdown.markdown(f'<div class="tools">\n{source}</div>\n')
    assert Filled(page, NOW).forms == texts(speech)
    assert Filled(page, None).forms == {c.name: resolved(c.template, {"url": c.address}) for c in made}


def test_each_form_that_programs_read_is_a_file() -> None:
    item = replace(speech(), page="2016-05-10/w2")
    files = cite_files(citations(item, strings()))
    assert files.keys() == {f"data/cite/2016-05-10-w2.{ending}" for ending in ("bib", "ris", "csl.json")}
    bare = texts(item, {"url": ADDRESS})
    assert {content.decode() for content in files.values()} == {bare[form] for form in READERS}


def test_what_utf8_cannot_hold_breaks_no_citation() -> None:
    files = cite_files(citations(speech(title="上\udc80下", speaker="\ud800"), strings()))
    assert all("\N{REPLACEMENT CHARACTER}" in content.decode() for content in files.values())
