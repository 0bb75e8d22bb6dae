"""Published notes: what is accepted and what is refused, and how a page shows them."""

import copy
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.sites import alone, document, raw_files
from tests.test_cli import project, yanlu  # noqa: F401
from tests.test_render import HOSTILE, Reader, markup
from yanlu import notes
from yanlu.model import Document, Facts, Note
from yanlu.relate.published import standings
from yanlu.render import Site, site_files

ANNOTATION: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "urn:uuid:1",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2026-11-22T00:00:00Z",
    "creator": {"type": "Person", "name": "林克勤"},
    "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
    "body": [
        {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": "语出旧诗。"},
        {"type": "TextualBody", "purpose": "tagging", "value": "引用"},
    ],
    "target": {
        "type": "SpecificResource",
        "source": "urn:x-yanlu:speech:2016-05-10",
        "selector": [
            {"type": "FragmentSelector", "value": "p2"},
            {
                "type": "TextQuoteSelector",
                "exact": "疾风知劲草",
                "prefix": "古人说，",
                "suffix": "，板荡识诚臣。",
            },
        ],
    },
}
TEXTS = ["同志们：", "古人说，疾风知劲草，板荡识诚臣。我们也是这样。", "散会。"]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The annotation with one thing put in, or taken out (None); "target.selector.0.value" is its place."""
    made: Any = copy.deepcopy(ANNOTATION)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    inner = made
    for step in way:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return dict(made)


def written(folder: Path, content: Any, name: str = "a.jsonld") -> Path:
    path = folder / name
    data = (
        content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False, indent=1).encode()
    )
    path.write_bytes(data)
    return path


# What is accepted


def test_all_that_a_note_says_is_read(tmp_path: Path) -> None:
    (note,) = notes.read(written(tmp_path, ANNOTATION))
    assert (note.page, note.text, note.tags) == ("2016-05-10", "语出旧诗。", ("引用",))
    assert (note.creators, note.rights) == (("林克勤",), (ANNOTATION["rights"],))
    assert (note.source, note.line, note.annotation) == ("a.jsonld", 3, ANNOTATION)


BARE = {key: value for key, value in ANNOTATION.items() if key != "@context"}
PAGE = {"@context": ANNOTATION["@context"], "id": "urn:p", "type": "AnnotationPage", "items": [BARE]}
ACCEPTED = {
    "an array": [ANNOTATION, changed("id", "urn:uuid:2")],
    "a page": PAGE,
    "a collection": {"@context": ANNOTATION["@context"], "type": "AnnotationCollection", "first": BARE | PAGE},
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(ANNOTATION).encode(),
    "several contexts and types": ANNOTATION | {"@context": [ANNOTATION["@context"], "urn:x"], "type": ["Annotation"]},
    "a speech as a whole": changed("target", "urn:x-yanlu:speech:2016-05-10"),
    "a page's address": changed("target.source", "https://example.org/a/speeches/2016-05-10/index.html#p2"),
    "another witness": changed("target.source", "https://example.org/speeches/2016-05-10/w2/"),
    "only a paragraph": changed("target.selector", {"type": "FragmentSelector", "value": "p2"}),
    "several creators and rights": ANNOTATION | {"creator": [{"name": "甲"}, {"name": "乙"}], "rights": ["urn:a", "urn:b"]},
    "short form": {**{k: v for k, v in ANNOTATION.items() if k != "body"}, "bodyValue": "短。"},
    "no body": changed("body", None),
    "what else the model knows": ANNOTATION | {"generator": {"id": "urn:g"}, "audience": {"id": "urn:a"}},
}  # fmt: skip


@pytest.mark.parametrize("content", ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(content: Any, tmp_path: Path) -> None:
    found = notes.read(written(tmp_path, content))
    assert found and all(note.page.startswith("2016-05-10") for note in found)


# What is refused, with the place and the reason

DEEP = b"[" * 100_000
REFUSED: dict[str, tuple[Any, str]] = {
    "no JSON": (b'{\n"a": }', r":2: this is no valid JSON"),
    "not in UTF-8": ("[\n\u00e9]".encode("latin-1"), r":2: this file is not in UTF-8"),
    "no number": (b'{"a": NaN}', "NaN is no number"),
    "deep": (DEEP, "too deep"),
    "empty": ([], "no annotation in it"),
    "a number": (5, "no annotation in it"),
    "something else in an array": ([5], "annotation 1: 5 is not of type 'object'"),
    "a collection elsewhere": ({"type": "AnnotationCollection", "first": "urn:p"}, "pages elsewhere"),
    "the second of two": ([ANNOTATION, changed("creator", None)], "annotation 2: 'creator' is a required property"),
    "no context": (changed("@context", None), "'@context' is a required"),
    "another context": (changed("@context", "urn:x"), "^[^@]*@context: "),
    "no id": (changed("id", None), "'id' is a required"),
    "an id that is no IRI": (changed("id", "1"), ":1: id: |:3: id: "),
    "another type": (changed("type", "Note"), "type: "),
    "no creator": (changed("creator", None), "'creator' is a required"),
    "a creator without a name": (changed("creator", {"type": "Person"}), "creator"),
    "a creator of blanks": (changed("creator", {"name": " "}), "creator"),
    "no rights": (changed("rights", None), "'rights' is a required"),
    "rights in words": (changed("rights", "保留所有权利"), "rights: "),
    "no target": (changed("target", None), "'target' is a required"),
    "two targets": (changed("target", [ANNOTATION["target"]] * 2), "target: "),
    "a target elsewhere": (changed("target.source", "https://example.org/a"), "target.source: .* is no page of a speech"),
    "a script for a target": (changed("target.source", "javascript:alert(1)"), "is no page of a speech"),
    "a way out of the folder": (changed("target.source", "urn:x-yanlu:speech:../../etc"), "is no page of a speech"),
    "HTML": (changed("body.0.format", "text/html"), "body"),
    "a picture": (changed("body", {"type": "Image", "id": "urn:i"}), "body"),
    "an empty list": (changed("body", []), "body"),
    "both bodies": (ANNOTATION | {"bodyValue": "x"}, "it has body and bodyValue"),
    "a local time": (changed("created", "2026-11-22T08:00:00+08:00"), "created: "),
    "an offset as text": (changed("target.selector.1", {"type": "TextPositionSelector", "start": "1", "end": 2}), "selector"),
    "an offset before the text": (changed("target.selector.1", {"type": "TextPositionSelector", "start": -1, "end": 2}), "selector"),
    "words without words": (changed("target.selector.1.exact", None), "selector"),
    "no place": (changed("target.selector", {"type": "TextPositionSelector", "start": 0, "end": 2}), "give the paragraph"),
    "another selector": (changed("target.selector", {"type": "XPathSelector", "value": "/p"}), "selector"),
    "a class without its sheet": (changed("target.styleClass", "red"), "'stylesheet' is a required"),
}  # fmt: skip


@pytest.mark.parametrize("label", REFUSED)
def test_refused(label: str, tmp_path: Path) -> None:
    content, reason = REFUSED[label]
    path = written(tmp_path, content)
    with pytest.raises(notes.NotesError) as error:
        notes.read(path)
    told = str(error.value)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", told) and re.search(reason, told), told
    assert len(told) < 600


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, b" " * (notes.LARGEST + 1))
    with pytest.raises(notes.NotesError, match="larger than 10,000,000 bytes"):
        notes.read(path)


def test_all_mistakes_are_told_at_once_and_an_id_is_given_once(tmp_path: Path) -> None:
    written(tmp_path, changed("rights", None), "a.jsonld")
    written(tmp_path, [ANNOTATION, ANNOTATION], "b.jsonld")
    with pytest.raises(notes.NotesError) as error:
        notes.load(tmp_path)
    first, second = str(error.value).splitlines()
    assert (
        "a.jsonld:3: 'rights'" in first and "b.jsonld:4: urn:uuid:1 is the id of a note in b.jsonld" in second
    )


def test_adding_is_checked_and_can_be_repeated(project: Path) -> None:  # noqa: F811
    mine = written(project, changed("target.source", "urn:x-yanlu:speech:1999-01-01"), "mine.json")
    for _ in range(2):
        done = yanlu(project, "notes", "add", str(mine))
        assert done.returncode == 0 and "corpus/notes/mine.jsonld: 1 note\n" in done.stdout
        assert "N003 notes/mine.jsonld:3: there is no text 1999-01-01" in done.stdout
    kept = (project / "corpus/notes/mine.jsonld").read_bytes()
    for content, reason in (
        (changed("rights", None), "'rights'"),
        (changed("id", "urn:uuid:2"), "has other notes"),
    ):
        done = yanlu(project, "notes", "add", str(written(project, content, "mine.json")))
        assert done.returncode == 2 and reason in done.stderr and not done.stdout
    done = yanlu(project, "notes", "add", str(written(project, ANNOTATION, "yours.json")))
    assert done.returncode == 2 and "is the id of a note in" in done.stderr
    assert yanlu(project, "notes", "add", "nowhere.json").returncode == 2
    assert [path.read_bytes() for path in (project / "corpus/notes").iterdir()] == [kept]
    (project / "corpus/notes/bad.jsonld").write_text("{", encoding="utf-8")
    assert yanlu(project, "build").returncode == 2


# The model's own demands, written from the Recommendation (Web Annotation Data Model, 2017-02-23), section by section

STRINGS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
UTC = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
IRI = {"type": "string", "pattern": "^[^:\\s]+:\\S+$"}
MUSTS: dict[str, dict[str, Any]] = {
    "3.1: a context, the model's among them": {
        "required": ["@context"],
        "properties": {"@context": {"anyOf": [
            {"const": "http://www.w3.org/ns/anno.jsonld"},
            {"type": "array", "contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        ]}},
    },
    "3.1: exactly one id, an IRI": {"required": ["id"], "properties": {"id": IRI}},
    "3.1: one or more types, Annotation among them": {
        "required": ["type"],
        "properties": {"type": {"anyOf": [{"const": "Annotation"}, {"type": "array", "contains": {"const": "Annotation"}}]}},
    },
    "3.1: one or more targets": {"required": ["target"], "properties": {"target": {"not": {"enum": [[], None]}}}},
    "3.2.5: bodyValue is one string, and then there is no body": {
        "not": {"required": ["body", "bodyValue"]}, "properties": {"bodyValue": {"type": "string"}},
    },
    "3.2.4: a textual body has one value, a string": {
        "properties": {"body": {"items": {"if": {"properties": {"type": {"const": "TextualBody"}}}, "then": {
            "required": ["value"], "properties": {"value": {"type": "string"}},
        }}}},
    },
    "3.3.1: times are in UTC": {"properties": {"created": UTC, "modified": UTC}},
    "3.3.6: rights are IRIs": {"properties": {"rights": {"anyOf": [IRI, {"type": "array", "items": IRI}]}}},
    "4: a specific resource has exactly one source": {
        "properties": {"target": {"if": {"type": "object"}, "then": {"required": ["source"], "properties": {"source": IRI}}}},
    },
    "4.3: with a class there is a stylesheet": {
        "if": {"properties": {"target": {"required": ["styleClass"]}}}, "then": {"required": ["stylesheet"]},
    },
}  # fmt: skip
SELECTORS = {
    "FragmentSelector": {"required": ["value"], "properties": {"value": {"type": "string"}}},
    "TextQuoteSelector": {
        "required": ["exact"],
        "properties": {name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
    },
    "TextPositionSelector": {
        "required": ["start", "end"],
        "properties": {name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
    },
}


def kept(annotation: dict[str, Any]) -> list[str]:
    """The demands of the model that an annotation does not meet."""
    wrong = [
        name
        for name, schema in MUSTS.items()
        if not jsonschema.Draft202012Validator(schema).is_valid(annotation)
    ]
    target = annotation.get("target", {})
    selectors = target.get("selector", []) if isinstance(target, dict) else []
    for selector in selectors if isinstance(selectors, list) else [selectors]:
        schema = SELECTORS.get(selector["type"], {})
        wrong += [] if jsonschema.Draft202012Validator(schema).is_valid(selector) else [selector["type"]]
    return wrong


def test_the_published_notes_meet_every_demand_of_the_model(root: Path) -> None:
    published = notes.load(root / "corpus/notes")
    assert len(published) >= 8
    assert {note.id: kept(note.annotation) for note in published} == {note.id: [] for note in published}


#: What the model forbids, of what is refused above.
FORBIDDEN = (
    "no context", "another context", "no id", "another type", "no target", "both bodies", "a local time", "rights in words",
    "an offset as text", "an offset before the text", "words without words", "a class without its sheet",
)  # fmt: skip


@pytest.mark.parametrize("label", FORBIDDEN)
def test_what_the_model_forbids_is_refused_by_both(label: str) -> None:
    assert kept(REFUSED[label][0])


# On the page


def speech(texts: list[str] = TEXTS) -> Document:
    return document("a.txt", 1, texts, Facts(title="题", date="2016-05-10"))


def made(folder: Path, *annotations: dict[str, Any], texts: list[str] = TEXTS) -> dict[str, bytes]:
    """The files of a site with one speech and some notes."""
    documents = [speech(texts)]
    speeches, records = alone(documents)
    found: tuple[Note, ...] = notes.load(written(folder, list(annotations)).parent)
    standing, _ = standings(found, speeches)
    raws = raw_files(documents)
    return site_files(Site(speeches, raws, dict.fromkeys(raws, b""), {}, records, notes=standing))


def page_of(files: dict[str, bytes]) -> str:
    return markup(files["speeches/2016-05-10/index.md"].decode())


def test_a_note_is_marked_numbered_and_told_beside_its_words(tmp_path: Path) -> None:
    later = changed("target.selector", [{"type": "TextQuoteSelector", "exact": "板荡识诚臣。我们也"}]) | {
        "id": "urn:2"
    }
    files = made(tmp_path, later, ANNOTATION)
    page = page_of(files)
    ids = re.findall(r'<li id="(note-\w+)" value="(\d)">', page)
    assert [n for _, n in ids] == ["1", "2"]
    (paragraph,) = re.findall(r'<p id="p2".*?</p>', page)
    refs = "".join(rf'<sup class="note-ref yl-aside"><a id="{id}-ref" href="#{id}"' for id, _ in ids[:1])
    assert f'<mark class="note">疾风知劲草</mark>{refs}' in paragraph
    assert re.sub(r"<sup.*?</sup>|<a class=\"pn\".*?</a>|<[^>]+>", "", paragraph) == TEXTS[1]
    (aside,) = re.findall(r'<aside class="noted".*?</aside>', page, re.DOTALL)
    for word in (
        "语出旧诗。",
        "引用",
        "— 林克勤",
        'rel="license nofollow noopener"',
        f'href="#{ids[0][0]}-ref"',
    ):
        assert word in unescape(aside), word
    assert [json.loads(line)["id"] for line in files["data/notes.jsonl"].splitlines()] == [
        "urn:2",
        "urn:uuid:1",
    ]


def test_notes_over_paragraphs_on_headings_and_over_each_other(tmp_path: Path) -> None:
    quote = {"type": "TextQuoteSelector", "exact": "知劲草，板荡识诚臣。我们也是这样。\n散会"}
    files = made(tmp_path, ANNOTATION, changed("target.selector", [quote]) | {"id": "urn:2"})
    page = page_of(files)
    marked = re.findall(r'<p id="(p\d)".*?</p>', page)
    assert "p2" in marked and "p3" in marked
    two, three = (re.search(rf'<p id="{id}".*?</p>', page) for id in ("p2", "p3"))
    assert two and re.findall(r'<mark class="note">(.*?)</mark>', two[0]) == [
        "疾风",
        "知劲草",
        "，板荡识诚臣。我们也是这样。",
    ]
    assert three and three[0].count("note-ref") == 1 == two[0].count("note-ref")


def test_a_note_whose_words_changed_moved_or_went_says_so(tmp_path: Path) -> None:
    texts = [TEXTS[0], "古人说，疾风知硬草，板荡识诚臣。我们也是这样。", "散会。"]
    assert "所注文字已有改动，原为“疾风知劲草”。" in unescape(
        page_of(made(tmp_path, ANNOTATION, texts=texts))
    )
    elsewhere = [TEXTS[0], "散会。", TEXTS[1]]
    assert "所注文字已移到这里" in page_of(made(tmp_path, ANNOTATION, texts=elsewhere))
    gone = page_of(made(tmp_path, ANNOTATION, texts=["同志们：", "今天不开会。"]))
    assert "所注文字“疾风知劲草”已不在此文本中" in unescape(gone) and "<mark" not in gone
    whole = page_of(made(tmp_path, changed("target", "urn:x-yanlu:speech:2016-05-10")))
    assert "语出旧诗。" in whole and "<mark" not in whole and 'id="noted"' in whole


def test_whatever_a_note_says_is_shown_as_the_characters_it_is(tmp_path: Path) -> None:
    texts = {f"urn:{n}": case["text"] for n, case in enumerate(HOSTILE) if case["text"].strip()}
    hostile = [
        changed("body.0.value", text) | {"id": id, "creator": {"name": f"作者{text}"}}
        for id, text in texts.items()
    ]
    files = made(tmp_path, *hostile)
    (aside,) = re.findall(r'<aside class="noted".*?</aside>', page_of(files), re.DOTALL)
    reader = Reader(aside)
    assert set(reader.tags) <= {"aside", "ol", "li", "small", "a", "br"}
    assert {name for name, _ in reader.attributes} <= {"class", "aria-label", "id", "value", "href", "rel"}
    assert all(re.match(r"https?://|#", href) for name, href in reader.attributes if name == "href")
    shown = sorted("".join(text.split()) for text in reader.ids.values())
    wanted = sorted("".join(f"{text}引用—作者{text}·许可↩".split()) for text in texts.values())
    assert shown == wanted


def test_only_addresses_of_the_web_become_links(tmp_path: Path) -> None:
    text = '<b>见 https://example.org/a?b=1&c=2（又见http://a.cn/）。\njavascript:alert(1) http://x"onclick=y'
    page = page_of(made(tmp_path, changed("body.0.value", text)))
    (aside,) = re.findall(r'<aside class="noted".*?</aside>', page, re.DOTALL)
    links = [unescape(href) for href in re.findall(r'<a rel="nofollow noopener" href="(.*?)"', aside)]
    assert links == ["https://example.org/a?b=1&c=2", "http://a.cn/", "http://x"]
    assert (
        "&#60;b&#62;见" in aside
        and "<br>javascript" in aside
        and "onclick" in unescape(aside)
        and ' onclick="' not in aside
    )
