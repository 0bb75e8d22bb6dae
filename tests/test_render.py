"""The generated pages and data: hostile text stays text, and everything is where the page says."""

import hashlib
import html
import json
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from tests.sites import site
from yanlu.model import (
    PARAGRAPH_KINDS,
    SPEECH_KINDS,
    Block,
    Change,
    Document,
    Facts,
    Finding,
    Paragraph,
    RawFile,
)
from yanlu.render import site_files, speech_files
from yanlu.render.data import TABLES
from yanlu.render.lang import language
from yanlu.render.meta import description
from yanlu.render.strings import strings

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = tomllib.loads((ROOT / "tests/cases/hostile.toml").read_text(encoding="utf-8"))["case"]

# What a paragraph may hold: the reader takes controls out, and a lone surrogate is no character.
any_text = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)


def paragraph(text: str, kind: str = "body") -> Paragraph:
    return Paragraph(text=text, start=0, end=len(text), lines=(1, 1), kind=kind)


def block(text: str, first: int = 1, last: int = 1) -> Block:
    return Block(text=text, start=0, end=len(text), lines=(first, last))


def document(
    source: str = "a.txt",
    ordinal: int = 1,
    facts: Facts | None = None,
    paragraphs: Iterable[Paragraph] = (),
    apparatus: Iterable[Block] = (),
    changes: Iterable[Change] = (),
    head: Iterable[Block] = (),
    findings: Iterable[Finding] = (),
) -> Document:
    return Document(
        source=source,
        ordinal=ordinal,
        start=0,
        end=9,
        facts=facts or Facts(title="题"),
        head=tuple(head),
        paragraphs=tuple(paragraphs),
        apparatus=tuple(apparatus),
        changes=tuple(changes),
        findings=tuple(findings),
    )


def raw_file(name: str) -> RawFile:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return RawFile(name=name, text=name, sha256=digest, encoding="utf-8", size=len(name.encode()))


def files(*documents: Document) -> dict[str, bytes]:
    return site_files(site(documents, {d.source: raw_file(d.source) for d in documents}))


def page(document: Document, id: str = "undated") -> str:
    """The page of the only speech."""
    made = speech_files(site([document], {document.source: raw_file(document.source)}), None, None, {})
    return made.files[f"speeches/{id}/index.md"].decode()


class Reader(HTMLParser):
    """The text of every element that has an id or a class, as a browser's textContent has it, without
    the paragraph numbers. Attributes and numbers of elements too."""

    VOID = frozenset({"br", "img", "hr", "input", "meta", "link"})

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, str, str]] = []
        self.ids: dict[str, str] = {}
        self.classes: dict[str, list[str]] = {}
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += values.items()
        self.links += [values[name] for name in ("href", "src") if name in values]
        assert values.get("id", "") not in self.ids, f"id {values['id']} is given twice"
        if tag in self.VOID:
            return
        self.open.append((tag, values.get("id", ""), values.get("class", "")))
        if "id" in values:
            self.ids[values["id"]] = ""
        for name in values.get("class", "").split():
            self.classes.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any("pn" in classes.split() for _, _, classes in self.open):
            return
        for _, id, classes in self.open:
            if id:
                self.ids[id] += data
            for name in classes.split():
                self.classes[name][-1] += data

    def handle_charref(self, name: str) -> None:
        self.handle_data(chr(int(name[1:], 16) if name.startswith("x") else int(name)))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(html.unescape(f"&{name};"))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"comment {data!r}")

    handle_decl = handle_pi = unknown_decl = handle_comment


@cache
def _converter() -> markdown.Markdown:
    config = load_config(str(ROOT / "mkdocs.yml"))
    return markdown.Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)


def markup(source: str) -> str:
    """A generated page's content as the site has it."""
    return str(_converter().reset().convert(_front_matter(source)[1]))


def built(source: str) -> Reader:
    """The same, read."""
    return Reader(markup(source))


def _front_matter(source: str) -> tuple[dict[str, object], str]:
    _, front, body = source.split("---\n", 2)
    return yaml.safe_load(front), body


def full_of(text: str) -> Document:
    """A document with the text in every place that has one."""
    return document(
        source=text,
        facts=Facts(text, text, None, None, text, text, text, evidence={"title": text, text: text}),
        paragraphs=[paragraph(text, kind) for kind in ("body", "heading", "label")],
        apparatus=[block(text)],
        changes=[Change(0, 1, 1, text, text, ""), Change(1, 2, 1, "rule", "x", text)],
        head=[block(text)],
        findings=[Finding(text, 1, "X001", text)],
    )


@pytest.mark.parametrize("text", [c["text"] for c in HOSTILE], ids=[c["label"] for c in HOSTILE])
def test_hostile_text_stays_text_everywhere(text: str) -> None:
    got, expected = built(page(full_of(text))), built(page(full_of("x")))
    assert [got.ids[f"p{n}"] for n in (1, 2, 3)] == [text] * 3
    assert got.ids["title"] == text
    assert got.classes["subtitle"] == [text] and got.classes["apparatus"] == [text]
    assert ("download", text) in got.attributes
    tags = [[tag for tag in reader.tags if tag != "span"] for reader in (got, expected)]
    assert tags[0] == tags[1], "the text made an element"  # spans: signs for invisible characters
    links = [[link for link in reader.links if "/raw/" not in link] for reader in (got, expected)]
    assert links[0] == links[1] and len(got.links) == len(links[0]) + 2  # one in the head, one at the foot


@settings(max_examples=300, deadline=None)
@given(any_text, st.sampled_from(PARAGRAPH_KINDS))
def test_the_pages_text_of_a_paragraph_is_its_clean_text(text: str, kind: str) -> None:
    got = built(page(document(paragraphs=[paragraph("前"), paragraph(text, kind), paragraph("后")])))
    assert (got.ids["p1"], got.ids["p2"], got.ids["p3"]) == ("前", text, "后")


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_a_title_is_itself_in_the_page_and_in_its_front_matter(text: str) -> None:
    source = page(document(facts=Facts(title=text)))
    assert built(source).ids["title"] == text
    reader = Reader(f'<p id="t">{_front_matter(source)[0]["title"]}</p>')
    assert reader.ids["t"] == text


@settings(max_examples=100, deadline=None)
@given(any_text)
def test_the_front_matter_tells_programs_who_said_what(text: str) -> None:
    facts = Facts(title=text, date="2020-03-06", speaker=text, place=text)
    front = _front_matter(page(document(facts=facts, paragraphs=[paragraph(text)]), id="2020-03-06"))[0]
    assert set("<>&'") & set(str(front["json_ld"])) == set()
    told = json.loads(f"{{{front['json_ld']}}}")
    assert (told["name"], told["author"]["name"], told["locationCreated"]["name"]) == (text, text, text)
    assert told["dateCreated"] == "2020-03-06" and told["@type"] == "CreativeWork"
    citation = front["citation"]
    assert isinstance(citation, dict)
    assert html.unescape(citation["date"]) == "2020/03/06"
    reader = Reader(f'<p id="t">{citation["author"]}</p>')
    assert reader.ids["t"] == text


def test_what_is_not_known_is_told_to_no_program() -> None:
    front = _front_matter(page(document(facts=Facts(title="上"))))[0]
    assert front["citation"] == {"item_type": "presentation", "language": "zh"}
    assert json.loads(f"{{{front['json_ld']}}}").keys() == {
        "@context",
        "@type",
        "name",
        "inLanguage",
        "genre",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [("维护国际关系", "zh-Hans"), ("維護國際關係", "zh-Hant"), ("上下左右", "zh"), ("COVID-19", "zh")],
)
def test_a_page_names_the_script_of_its_text(text: str, expected: str) -> None:
    front = _front_matter(page(document(facts=Facts(title="上"), paragraphs=[paragraph(text)])))[0]
    assert front["lang"] == expected


def test_one_character_of_the_other_script_changes_nothing() -> None:
    assert language(["維護國際關係，這是我們的責任，看着前方。后土"]) == "zh-Hant"
    assert language(["维护国际关系，这是我们的责任。钱锺书，崑曲"]) == "zh-Hans"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([("同志们：", "salutation"), ("今天开会。有两件事。", "body")], "今天开会。有两件事。"),
        ([("一、标题", "heading"), ("他说：“好。”我说：“不。”", "body")], "他说：“好。”我说：“不。”"),
        ([("没有句号", "body")], "没有句号"),
        ([("长" * 99 + "。短。", "body")], "长" * 99 + "。"),
        ([("长" * 300, "body")], "长" * 100 + "……"),
        ([("只有标题", "heading")], "只有标题"),
        ([], ""),
    ],
)
def test_the_description_is_the_first_sentences(texts: list[tuple[str, str]], expected: str) -> None:
    assert description([paragraph(text, kind) for text, kind in texts]) == expected


def test_the_clean_text_can_be_downloaded() -> None:
    facts = Facts(title="题", subtitle="副", date="2020-03-06", speaker="人")
    made = files(document(facts=facts, paragraphs=[paragraph("一", "heading"), paragraph("二\udc80")]))
    assert made["data/text/2020-03-06.txt"].decode() == "题\n副\n2020-03-06\n人\n\n一\n二\\udc80\n"
    assert "../../data/text/2020-03-06.txt" in built(made["speeches/2020-03-06/index.md"].decode()).links


def test_the_head_names_only_what_needs_a_name() -> None:
    facts = Facts("题", None, "2020-03-06", "2020-03-08", "人", "会", "地", "letter")
    source = page(document(facts=facts), id="2020-03-06")
    order = re.findall(r'<div class="fact-([a-z]+)">', source)
    assert order == ["date", "published", "occasion", "place", "speaker", "kind", "length"]


def test_the_scripts_have_every_word_they_ask_for() -> None:
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "docs/assets").glob("reading*.js"))
    asked = set(re.findall(r'word\(\s*(?:\w+ \? )?"([a-z-]+)"', scripts)) | set(
        re.findall(r'"(key-[a-z]+)"', scripts)
    )
    assert len(asked) > 10 and asked <= strings()["script"].keys()


def test_paragraphs_of_all_kinds_are_numbered_in_one_sequence() -> None:
    got = built(page(document(paragraphs=[paragraph(kind, kind) for kind in PARAGRAPH_KINDS])))
    for n, kind in enumerate(PARAGRAPH_KINDS, 1):
        assert got.ids[f"p{n}"] == kind
        assert f"#p{n}" in got.links
        assert kind in got.classes[kind]
    assert got.tags.count("h1") == 1


def test_headings_are_in_the_generators_contents_without_their_number() -> None:
    converter = _converter().reset()
    source = page(document(paragraphs=[paragraph("x"), paragraph("一、<关于>", "heading")]))
    converter.convert(_front_matter(source)[1])
    first = converter.toc_tokens[0]["children"][0]  # type: ignore[attr-defined]
    assert first["id"] == "p2" and html.unescape(first["name"]) == "一、<关于>"


def test_what_is_not_known_is_left_out_but_a_date_is_said_to_be_unknown() -> None:
    got = built(page(document(facts=Facts(title="题", kind="letter"), paragraphs=[paragraph("四个大字")])))
    assert got.classes["facts"][0].split() == ["日期不详", "体裁书信", "篇幅4", "字"]
    assert "notice" not in got.classes


def test_an_incomplete_text_says_so() -> None:
    broken = document(facts=Facts(title="题", complete=False))
    assert built(page(broken)).classes["notice"] == [strings()["page"]["incomplete"]]
    assert strings()["browse"]["incomplete"] in files(broken)["speeches/index.md"].decode()


def test_a_text_without_title_goes_by_its_first_words() -> None:
    got = built(page(document(facts=Facts(), paragraphs=[paragraph("今天开会。")])))
    assert got.ids["title"] == "〔无题〕今天开会。"


def test_apparatus_is_apart_and_keeps_its_lines() -> None:
    got = built(page(document(paragraphs=[paragraph("正文")], apparatus=[block("【注】甲\n乙", 8, 9)])))
    assert got.classes["apparatus"] == ["【注】甲乙"] and "br" in got.tags
    assert got.ids["apparatus"] == strings()["page"]["apparatus"]


def test_every_change_is_listed_by_rule_and_equal_ones_share_a_row() -> None:
    changes = [Change(n, n + 1, n + 1, "join", "\n", "") for n in range(40) if n != 7]
    changes.append(Change(90, 92, 50, "page-number", "2\n", ""))
    source = page(document(changes=changes))
    got = built(source)
    assert [text.split("\n")[0] for text in got.classes["changes"]] == ["join 39 处", "删去页码 1 处"]
    assert "1–7, 9–40" in got.classes["changes"][0] and "↵" in got.classes["changes"][0]
    assert "2↵" in got.classes["changes"][1]
    assert "39 处" in source and "共 40 处" in source


def test_a_very_long_change_is_shortened_and_whole_in_the_data() -> None:
    made = files(document(changes=[Change(0, 90000, 1, "boilerplate", "广" * 90000, "")]))
    assert len(made["speeches/undated/index.md"]) < 10_000
    assert len(json.loads(made["data/changes.jsonl"])["before"]) == 90000


def test_the_evidence_and_findings_are_listed() -> None:
    facts = Facts(title="题", date="2020-03", evidence={"date": "L3 2020年3月", "weather": "L9 雨"})
    finding = Finding("a.txt", 3, "D003", "日期不全")
    got = built(page(document(facts=facts, findings=[finding]), id="2020-03"))
    assert "2020年3月L3 2020年3月" in got.classes["about"][0]
    assert "weather不详L9 雨" in got.classes["about"][0]
    assert got.classes["findings"][0].strip() == str(finding)
    assert "../../guide/findings.html#d003" in got.links


def test_ids_go_by_date_then_source_and_never_meet() -> None:
    day = [document("b.txt", n, Facts(title="日", date="2020-03-06")) for n in (2, 1)]
    first = document("a.txt", 1, Facts(title="日", date="2020-03-06"))
    month = document("z.txt", 1, Facts(title="十月", date="2020-10"))
    year = [document("y.txt", n, Facts(title="年", date="2020")) for n in range(1, 12)]
    undated = [document("u.txt", n, Facts(title="无")) for n in (1, 2)]
    everything = [*undated, *year, *day, month, first]
    rows = [json.loads(line) for line in files(*everything)["data/speeches.jsonl"].splitlines()]
    ids = [row["id"] for row in rows]
    assert ids[:3] == ["2020", "2020-2", "2020-3"]
    assert ids[9:] == [
        "2020-11", "2020-12", "2020-03-06", "2020-03-06-2", "2020-03-06-3", "2020-10", "undated", "undated-2",
    ]  # fmt: skip
    assert len(set(ids)) == len(everything)
    assert files(*everything) == files(*reversed(everything)), "the order of reading made a difference"


def test_a_date_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a\.txt, text 1: '2020-3-6'"):
        files(document(facts=Facts(date="2020-3-6")))


def test_previous_and_next_go_by_time_with_the_undated_last() -> None:
    made = files(
        document("u.txt", 1, Facts(title="无日期")),
        document("b.txt", 1, Facts(title="后", date="2020-04")),
        document("a.txt", 1, Facts(title="先", date="2020-03-06")),
    )
    links = {
        id: [li for li in built(made[f"speeches/{id}/index.md"].decode()).links if li.endswith("/index.html")]
        for id in ("2020-03-06", "2020-04", "undated")
    }
    assert links == {
        "2020-03-06": ["../2020-04/index.html"],
        "2020-04": ["../2020-03-06/index.html", "../undated/index.html"],
        "undated": ["../2020-04/index.html"],
    }


def test_the_index_lists_every_document_and_the_undated_at_the_end() -> None:
    made = files(
        document("u.txt", 1, Facts(title="无日期")),
        document("y.txt", 1, Facts(title="某年", date="2019")),
        document("b.txt", 1, Facts(title="后", date="2020-04")),
        document("a.txt", 1, Facts(title="先", date="2020-03-06")),
    )
    got = built(made["speeches/index.md"].decode())
    rows = [link for link in got.links if not link.startswith(("by/", "../assets/"))]
    assert rows == [f"{id}/index.html" for id in ("2019", "2020-03-06", "2020-04", "undated")]
    lists = built(made["speeches/by/date/index.md"].decode())
    assert list(lists.ids) == ["title", "m2019", "m2020-03", "m2020-04", "undated"]


def test_an_empty_corpus_has_an_index_that_says_so() -> None:
    made = files()
    assert strings()["browse"]["empty"] in html.unescape(made["speeches/index.md"].decode())
    assert made["data/speeches.jsonl"] == b""


def test_raw_files_are_served_as_text_under_names_of_ours() -> None:
    names = ["../../etc/passwd", "甲 \"乙\" '丙'.html", ".hidden", "长" * 80 + ".txt"]
    made = files(*[document(name) for name in names])
    raw = {path: content for path, content in made.items() if path.startswith("raw/")}
    assert sorted(content.decode() for content in raw.values()) == sorted(names)
    assert all(len(path) == len("raw/0123456789abcdef.txt") and path.endswith(".txt") for path in raw)


def test_every_data_file_keeps_to_its_schema() -> None:
    facts = Facts("题", "副", "2020-03-06", "2020", "人", "会", "地", "letter", "电", False, {"date": "L1"})
    made = files(
        document(
            "a.txt", 1, facts, [paragraph("一", k) for k in PARAGRAPH_KINDS], [block("注")],
            [Change(0, 2, 1, "r", "a\udc80\u2028", "")], [block("头")], [Finding("a.txt", 1, "D001", "x")],
        ),
        document("b.txt", 1, Facts()),
    )  # fmt: skip
    for name in TABLES:
        schema = json.loads(made[f"data/{name}.schema.json"])
        jsonschema.Draft202012Validator.check_schema(schema)
        lines = made[f"data/{name}.jsonl"].decode().splitlines()
        assert lines, name
        for line in lines:
            row = json.loads(line)
            jsonschema.validate(row, schema)
            assert list(row) == list(schema["properties"]) == schema["required"], "one order everywhere"
    assert json.loads(made["data/changes.jsonl"].splitlines()[0])["before"] == "a\udc80\u2028"


def test_the_data_join_and_point_at_pages() -> None:
    paragraphs = [paragraph("一"), paragraph("二", "heading")]
    made = files(document(paragraphs=paragraphs, changes=[Change(0, 1, 1, "r", "a", "")]))
    speech, text = json.loads(made["data/speeches.jsonl"]), json.loads(made["data/documents.jsonl"])
    rows = [json.loads(line) for line in made["data/paragraphs.jsonl"].splitlines()]
    assert speech["documents"] == [text["id"]] and text["speech"] == speech["id"]
    assert speech["url"].replace(".html", ".md") in made and text["raw"] in made
    assert rows == [
        {"document": text["id"], "anchor": "p1", "kind": "body", "text": "一"},
        {"document": text["id"], "anchor": "p2", "kind": "heading", "text": "二"},
    ]
    assert (text["paragraphs"], text["changes"]) == (2, 1)


def test_schemas_know_the_models_kinds() -> None:
    made = files()
    for name, kinds in (("speeches", SPEECH_KINDS), ("paragraphs", PARAGRAPH_KINDS)):
        schema = json.loads(made[f"data/{name}.schema.json"])
        assert schema["properties"]["kind"]["enum"] == list(kinds)


def test_the_interface_has_a_word_for_every_kind_and_a_rule_without_one_keeps_its_name() -> None:
    assert list(strings()["kind"]) == list(SPEECH_KINDS)
    assert strings().rule("page-number") == "删去页码"
    assert strings().rule("no-such-rule") == "no-such-rule"
