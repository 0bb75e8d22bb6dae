"""The README and the guides say what the program does: their commands, codes, examples, links and errors."""

import json
import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import typer.main

from tests.test_dev import load as load_dev
from yanlu import __main__ as command_line
from yanlu import editor, pipeline, report
from yanlu.model import SPEECH_KINDS, Document, Finding
from yanlu.read import decode, extract, fix, join
from yanlu.render import GENERATED, Site, site_files
from yanlu.render.strings import strings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WRITTEN = [
    path
    for path in sorted([ROOT / "README.md", *DOCS.rglob("*.md")])
    if not {*GENERATED} & set(path.relative_to(ROOT).parts[:2])
    and path not in (DOCS / "index.md", DOCS / "history.md")
]
FILE_TABLES = {"document", "text", "cut"}
EDITOR_TABLES = FILE_TABLES | {"witness", "anchor", "boilerplate"}

each_page = pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language; "" for those that name none."""
    return re.findall(rf"^```{language}\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def looked() -> tuple[pipeline.Corpus, pipeline.Related]:
    return pipeline.look(ROOT, iter)


@pytest.fixture(scope="module")
def corpus(looked: tuple[pipeline.Corpus, pipeline.Related]) -> pipeline.Corpus:
    return looked[0]


@pytest.fixture(scope="module")
def generated(looked: tuple[pipeline.Corpus, pipeline.Related]) -> set[str]:
    """The paths below docs/ that a build writes."""
    corpus, related = looked
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    return set(site_files(Site(related.speeches, raws, corpus.data, corpus.sources, related.records)))


# Commands


#: Other programs' options, in the guides on publishing and on merge conflicts.
OTHERS = {"--archive", "--delete", "--checksum", "--ours", "--theirs"}


def yanlu_commands() -> dict[str, Any]:
    return dict(getattr(typer.main.get_command(command_line.app), "commands"))  # noqa: B009


def dev_commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        load_dev(ROOT).main(["--help"])
    listed = re.search(r"^usage: .*?\[-h\] (.+) \.\.\.$", capsys.readouterr().out, re.MULTILINE)
    assert listed
    return set(listed[1].split(" | "))


def named(pattern: str) -> set[str]:
    """What a pattern finds in the README and the guides."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in WRITTEN)
    return set(re.findall(pattern, text))


def test_every_command_is_in_the_docs_and_every_one_there_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert named(r"python -m yanlu (\w+)") == set(yanlu_commands())
    assert named(r"python3 scripts/dev\.py (\w+)") == dev_commands(capsys)


def test_options_that_the_docs_name_exist(capsys: pytest.CaptureFixture[str]) -> None:
    known = {option for command in yanlu_commands().values() for p in command.params for option in p.opts}
    with pytest.raises(SystemExit):
        load_dev(ROOT).main(["serve", "--help"])
    known |= set(re.findall(r"--[a-z]+", capsys.readouterr().out))
    guides = [
        read("README.md"),
        *(path.read_text(encoding="utf-8") for path in (DOCS / "guide").glob("*.md")),
    ]
    used = set(re.findall(r"(?<![\w-])--[a-z]+", "\n".join(guides)))
    assert {"--json", "--edited", "--port"} <= used <= known | OTHERS


def test_dev_py_names_each_command_in_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    help_text = load_dev(ROOT).__doc__
    assert set(re.findall(r"python3 scripts/dev\.py (\w+)", help_text)) == dev_commands(capsys)


# Exit codes


def exit_codes(text: str) -> dict[int, str]:
    """The codes that a help text or a module's docstring explains: "0 all well; 1 …"."""
    told = re.search(r"xit codes?(?: is)?:?\s+(0 .*?\.)(?:\s|$)", " ".join(text.split()))
    assert told, text
    return {int(code): meaning for code, meaning in re.findall(r"\b([0-9]+)\b ([^;]+)", told[1])}


def test_exit_codes_agree() -> None:
    rows = re.findall(r"^\| ([0-9]+) \| (.+?) \| (.+?) \|$", read("README.md"), re.MULTILINE)
    in_readme = {int(code): (yanlu, dev) for code, yanlu, dev in rows}
    codes = {report.OK, report.UNREADABLE, report.WRONG, report.BEHIND, report.BROKEN}
    assert set(in_readme) == codes
    for text in (command_line.main.__doc__, command_line.__doc__, load_dev(ROOT).__doc__):
        assert set(exit_codes(text or "")) == codes
    assert in_readme[report.OK][0] == exit_codes(command_line.main.__doc__ or "")[report.OK]
    assert "could not be read" in in_readme[report.UNREADABLE][0]
    assert "wrong usage" in in_readme[report.WRONG][0] and "mistake in" in in_readme[report.WRONG][0]
    assert "ledger is behind" in in_readme[report.BEHIND][0]
    assert (
        "a fault of this program" in in_readme[report.BROKEN][0]
        and "YANLU_DEBUG=1" in in_readme[report.BROKEN][0]
    )


def test_the_pythons_agree() -> None:
    dev = load_dev(ROOT)
    oldest, newest = (f"{major}.{minor}" for major, minor in (dev.OLDEST, dev.NEWEST))
    assert f"Python {oldest}, 3.12 or {newest}" in read("README.md")
    assert f"Python {oldest}–{newest}" in read("README.md")


# Findings

HEAD = "在全市供水工作会议上的讲话\n（2016年5月10日）\n陈立言\n\n　　同志们：\n"
BODY = "　　今天我们在这里召开全市供水工作会议，主要任务是总结去年的经验，部署今年的工作，请大家认真讨论。\n"
END = "　　希望大家抓好落实。谢谢大家！\n"
SPEECH = HEAD + BODY + END
REPORT = (
    "\n\n市委召开会议\n部署供水工作\n\n　　新华社清源5月12日电 市委5月12日召开会议，研究部署全市供水工作。\n"
    "　　会议指出，要总结去年的经验，部署今年的工作，把管子修好，把人待好。\n"
    "　　会议强调，要抓好落实，把会议精神带回去，一件一件办好。\n"
)
IN_SOURCES: dict[str, str] = {"from": "somewhere"}

#: The files whose findings the guide shows: code, name, content, what sources.toml says.
EXAMPLES: list[tuple[str, str, str | bytes, dict[str, str]]] = [
    ("D001", "damaged.txt", SPEECH.encode("gbk").replace("召开".encode("gbk"), b"\xff", 1), IN_SOURCES),
    ("D002", "lost.txt", SPEECH.replace("总结", "总\N{REPLACEMENT CHARACTER}"), IN_SOURCES),
    ("D003", "undated.txt", SPEECH.replace("（2016年5月10日）\n陈立言\n\n", "陈立言\n"), IN_SOURCES),
    ("D004", "speech.txt", SPEECH.partition("\n")[2], IN_SOURCES),
    ("D005", "unnamed.txt", SPEECH.replace("陈立言\n", ""), IN_SOURCES),
    ("D006", "two.txt", SPEECH + REPORT, IN_SOURCES),
    ("D007", "20160510_在全市供水工作会议上的讲话.txt", "　　同志们：\n" + BODY + END, IN_SOURCES),
    ("D008", "front-page.txt", HEAD + BODY + "　　（下转第5版）\n", IN_SOURCES),
    ("D009", "links.txt", "首页\n全市供水工作会议\n市长接待日\n", IN_SOURCES),
    ("D010", "empty.txt", "\n\n", IN_SOURCES),
    ("D010", "photo.txt", bytes(range(256)) * 20, IN_SOURCES),
    ("D011", "cut-off.txt", HEAD + BODY + "　　希望大家抓好落实，把管\n", IN_SOURCES),
    ("D012", "turned.txt", SPEECH.replace("总结", "\u202e总结\u202c"), IN_SOURCES),
    ("S001", "new.txt", SPEECH, {}),
    ("S002", "changed.txt", SPEECH, {"sha256": "0" * 64}),
]

WATER = "　　去年全市新修水管三百二十公里，两座水厂先后投产，老城区的水压明显提高。\n"
REWRITTEN = "　　全市去年修的水管一共三百多公里，两座水厂都建好了，老城区的水压也上来了。\n"
LONG = HEAD + BODY + WATER + END

#: The corpora whose findings the guide shows: code, the raw files when the ledger was written, those changed or added.
RELATED: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("A001", {"water.txt": SPEECH}, {"water.txt": LONG}),
    ("A002", {"water.txt": LONG}, {"water.txt": HEAD + BODY.rstrip() + WATER.lstrip() + END}),
    ("A003", {"water.txt": LONG}, {"water.txt": SPEECH}),
    ("A004", {"water.txt": LONG}, {"water.txt": HEAD + BODY + REWRITTEN + END}),
    ("W001", {"water.txt": LONG}, {"paper.txt": LONG.replace("陈立言", "陈立新")}),
    ("W002", {"water.txt": LONG}, {"paper.txt": LONG.replace("5月10日", "6月10日")}),
]


#: The notes whose findings the guide shows: code, the page and words they are on, the raw file now.
NOTED: list[tuple[str, str, str, str]] = [
    ("N001", "2016-05-10", "总结去年的经验，部署今年的工作", LONG.replace("经验", "教训")),
    ("N002", "2016-05-10", "老城区的水压明显提高", SPEECH),
    ("N003", "2015-05-10", "老城区的水压明显提高", LONG),
]


def sections() -> dict[str, str]:
    """Each code's section of the guide, by the anchor of its heading."""
    parts = re.split(r"^## (.+?) \{ #(\w+) \}$", read("docs/guide/findings.md"), flags=re.MULTILINE)[1:]
    found = {}
    for heading, anchor, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        assert heading.startswith(f"{anchor.upper()} · "), heading
        found[anchor.upper()] = text
    return found


def test_every_finding_has_its_section_and_every_section_its_finding() -> None:
    assert list(sections()) == list(report.HINTS)


def test_the_short_list_of_findings_is_the_same() -> None:
    listed = re.findall(
        r"^\| \[([ADNSW]\d{3})\]\(#(\w+)\) \| (.+) \|$", read("docs/guide/findings.md"), re.MULTILINE
    )
    assert [(code, code.lower()) for code in report.HINTS] == [(code, anchor) for code, anchor, _ in listed]


def test_no_page_names_a_finding_that_does_not_exist() -> None:
    assert named(r"\b[ADNSW]\d{3}\b") == set(report.HINTS)


@pytest.mark.parametrize("code", report.HINTS)
def test_a_section_says_what_why_and_what_to_do(code: str, tmp_path: Path) -> None:
    text = sections()[code]
    assert [t for t in ("**Seen**:", "**Why it matters**:", "**Do**:") if t not in text] == []
    shown = "\n".join(re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)).splitlines()
    found = [first_finding(*example) for example in EXAMPLES if example[0] == code]
    found += [first_of_corpus(tmp_path, *example) for example in RELATED if example[0] == code]
    found += [first_of_notes(tmp_path, *example) for example in NOTED if example[0] == code]
    assert shown == [f"{finding} — {report.HINTS[code]}" for finding in found] and found


def first_finding(code: str, name: str, content: str | bytes, source: dict[str, str]) -> Finding:
    data = content.encode() if isinstance(content, str) else content
    try:
        reading = pipeline.read(name, data)
    except decode.Unreadable as e:
        return Finding(name, 1, "D010", str(e))
    found = [*reading.findings, *editor.doubts(reading.raw, source)]
    return next(f for f in found if f.code == code)


def first_of_corpus(folder: Path, code: str, issued: dict[str, str], now: dict[str, str]) -> Finding:
    """The first finding of this code in a corpus whose ledger was written before some files were changed or added."""
    for name, content in issued.items():
        project(folder, name, content, "")
    pipeline.issue(folder, iter, "2026-11-21")
    for name, content in now.items():
        project(folder, name, content, "")
    _, related = pipeline.look(folder, iter)
    return next(f for f in related.findings if f.code == code)


def first_of_notes(folder: Path, code: str, page: str, words: str, now: str) -> Finding:
    """The first finding of this code in a corpus with a note, whose text has become another."""
    project(folder, "water.txt", now, "")
    (folder / "corpus/notes").mkdir()
    selector = {"type": "TextQuoteSelector", "exact": words}
    note = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "id": "urn:x-test:1",
        "creator": {"name": "编者"},
        "rights": "https://creativecommons.org/publicdomain/zero/1.0/",
        "target": {"source": f"urn:x-yanlu:speech:{page}", "selector": selector},
    }
    (folder / "corpus/notes/water.jsonld").write_text(json.dumps(note, indent=2), encoding="utf-8")
    _, related = pipeline.look(folder, iter)
    return next(f for f in related.findings if f.code == code)


# The editor's files


def water() -> str:
    """The raw file that the guide's examples belong to."""
    return blocks("docs/guide/correct.md", "text")[0]


def project(folder: Path, name: str, raw: str | bytes, edits: str | bytes) -> Path:
    """A corpus of one raw file with its editor's file."""
    for part in ("corpus/raw", "corpus/editor", "docs"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "corpus/raw" / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    content = edits.encode() if isinstance(edits, str) else edits
    (folder / f"corpus/editor/{name}.toml").write_bytes(content)
    return folder


def paper(day: str) -> str:
    """The second raw file of the guide: the first speech as a newspaper printed it, with its own last words."""
    speech = water().partition("春天")[0].replace("5月10日", day)
    return f"{speech.rstrip()}\n　　全场响起长时间的掌声，会议在掌声中结束，代表们久久不愿离去。\n"


def examples(*tables: str) -> list[str]:
    """The guide's examples that have one of these tables."""
    return [e for e in blocks("docs/guide/correct.md", "toml") if set(tables) & set(tomllib.loads(e))]


def edited(folder: Path, raw: str | bytes, edits: str | bytes, name: str = "water.txt") -> list[Document]:
    return pipeline.read_corpus(project(folder, name, raw, edits), iter).documents


@pytest.mark.parametrize("name", ["README.md", "docs/guide/correct.md"])
def test_examples_have_only_keys_that_the_loader_knows(name: str) -> None:
    examples = [tomllib.loads(block) for block in blocks(name, "toml")]
    assert examples
    tables = [table for example in examples for table in example]
    assert set(tables) <= EDITOR_TABLES
    if name != "README.md":
        assert set(tables) == EDITOR_TABLES
    for example in examples:
        for table, entries in example.items():
            assert all(entry["reason"] and set(entry) <= editor._KEYS[table] for entry in entries)


def test_the_example_in_the_readme_works(tmp_path: Path) -> None:
    (example,) = blocks("README.md", "toml")
    name = "003_2c53fc47ca0649f9.txt"
    assert f"corpus/editor/{name}.toml" in read("README.md")
    raw = (ROOT / "corpus/raw" / name).read_bytes()
    (before, *_), (after, *_) = edited(tmp_path, raw, "", name), edited(tmp_path, raw, example, name)
    (entry,) = tomllib.loads(example)["document"]
    assert (before.facts.date, after.facts.date) == (None, entry["date"])
    assert after.facts.evidence["date"] == f"editor: {entry['reason']}"


@pytest.mark.parametrize("example", examples(*FILE_TABLES), ids=lambda e: e.split("\n")[0])
def test_each_example_in_the_guide_works_alone(example: str, tmp_path: Path) -> None:
    documents = edited(tmp_path, water(), example)
    for entry in tomllib.loads(example).get("document", []):
        facts = documents[entry["ordinal"] - 1].facts
        for key in entry.keys() - {"ordinal", "begins", "reason", "against"}:
            assert getattr(facts, key) == entry[key] and facts.evidence[key] == f"editor: {entry['reason']}"


def test_the_examples_in_the_guide_work_together(tmp_path: Path) -> None:
    (before,) = edited(tmp_path, water(), "")
    assert before.facts.date == "2016-05-10" and before.facts.speaker is None
    first, second = edited(tmp_path, water(), "\n".join(examples(*FILE_TABLES)))
    assert (first.facts.date, first.facts.speaker) == ("2016-05-11", "陈立言")
    assert (second.facts.title, second.facts.date) == ("春天的几件事", "2017-03")
    assert any("今年的工作。" in p.text for p in first.paragraphs)
    assert [(c.before, c.after) for c in first.changes if c.rule == "editor"] == [
        ("部署今年的工怍", "部署今年的工作")
    ]


def beside_the_paper(folder: Path, day: str, example: str) -> pipeline.Related:
    """The guide's two raw files, with an entry for water.txt."""
    project(folder, "paper.txt", paper(day), "")
    return pipeline.look(project(folder, "water.txt", water().partition("春天")[0], example), iter)[1]


def test_the_examples_of_copies_work(tmp_path: Path) -> None:
    joins, apart, base = examples("witness")
    for day, example, before, after in (("5月11日", joins, 2, 1), ("5月10日", apart, 1, 2)):
        assert len(beside_the_paper(tmp_path, day, "").speeches) == before
        assert len(beside_the_paper(tmp_path, day, example).speeches) == after
    for example, source in (("", "paper.txt"), (base, "water.txt")):
        (speech,) = beside_the_paper(tmp_path, "5月10日", example).speeches
        assert speech.base.document.source == source


def test_the_examples_of_anchors_work(tmp_path: Path) -> None:
    here, gone = examples("anchor")
    pipeline.issue(project(tmp_path, "water.txt", water(), ""), iter, "2026-11-21")
    (tmp_path / "corpus/editor/anchors.toml").write_text(here + gone, encoding="utf-8")
    rewritten = water().replace(
        "今天我们在这里召开全市供水工作会议，主要任务是总结", "今天我们在这里聚会，都来谈谈"
    )
    corpus, related = pipeline.look(project(tmp_path, "water.txt", rewritten, ""), iter)
    rows = {row.id: row for row in related.records["2016-05-10"].pages[""].unpacked()}
    assert rows["p2"].state == "live" and rows["p2"].text.startswith("今天我们在这里聚会")
    assert rows["p3"].state == "gone"
    assert corpus.word.reasons() == {"2016-05-10#p3": tomllib.loads(gone)["anchor"][0]["reason"]}


def test_the_guide_lists_the_keys_and_the_kinds() -> None:
    text = read("docs/guide/correct.md")
    section = text[text.index("{ #document }") : text.index("{ #against }")]
    assert editor._KEYS["document"] | set(SPEECH_KINDS) <= set(re.findall(r"`(\w+)`", section))


def test_the_example_of_a_source_works(tmp_path: Path) -> None:
    (example,) = blocks("docs/guide/add-a-file.md", "toml")
    folder = project(tmp_path, "water.txt", water(), "")
    (folder / "corpus/sources.toml").write_text(example, encoding="utf-8")
    read_back = pipeline.read_corpus(folder, iter)
    assert set(read_back.sources) == {"water.txt"}
    assert not [f for f in read_back.findings if f.code.startswith("S")]


DOCUMENT = '[[document]]\nordinal = 1\nbegins = "在全市供水工作会议"\nreason = "x"\n'
TEXT = '[[text]]\nreplace = "x"\nreason = "x"\n'
CUT = '[[cut]]\nreason = "x"\nhere = true\n'
WITNESS = '[[witness]]\nordinal = 1\nbegins = "在全市供水工作会议"\nreason = "x"\n'
ANCHOR = '[[anchor]]\npage = "2016-05-10"\nid = "p1"\nreason = "x"\n'

#: Two paragraphs, told apart by the spaces between them.
GIANT_LINE = f"　　各位请听，{'该修的要修，该洗的要洗。' * 40}　　各位请坐，{'有人管，有人记账。' * 9}\n"

#: What the guide's table says, and an editor's file that makes the program say it.
ERRORS: dict[str, str | bytes] = {
    "this file is not in UTF-8": DOCUMENT.encode("gbk"),
    "this is no valid TOML": "[[document]]\nordinal = \n",
    "unknown entry …": DOCUMENT.replace("[[document]]", "[document]"),
    "unknown key …": DOCUMENT + 'data = "2020"\n',
    "'reason' is missing": DOCUMENT.replace('"x"', '" "') + 'date = "2020"\n',
    "… is no date": DOCUMENT + 'date = "2020年3月6日"\n',
    "… must be …": DOCUMENT + "date = 2020-03-06\n",
    "unknown kind …": DOCUMENT + 'kind = "talk"\n',
    "against. … stands without …": DOCUMENT + 'against.date = "2016-05-10"\n',
    "find and replace are the same": TEXT + 'find = "x"\n',
    "the file has no text …": DOCUMENT.replace("1", "2") + 'date = "2020"\n',
    "text 1 begins …": DOCUMENT.replace("供水", "供电") + 'date = "2020"\n',
    "nothing is corrected": DOCUMENT,
    "the file itself gives …; delete this entry": DOCUMENT + 'date = "2016-05-10"\n',
    "… to overrule it, add against. …": DOCUMENT + 'date = "2016-05-11"\n',
    "against. … names …, but the file gives no …": DOCUMENT
    + 'speaker = "陈立言"\nagainst.speaker = "陈立"\n',
    "… does not stand in the clean text": TEXT + 'find = "没有的话"\n',
    "… stands 2 times": TEXT + 'find = "等到冬天"\n',
    "it can hold no line break": TEXT.replace('"x"', '"\\n"', 1) + 'find = "谢谢大家"\n',
    "two corrections touch the same characters": TEXT
    + 'find = "谢谢大家！"\n'
    + TEXT
    + 'find = "落实。谢谢"\n',
    "no paragraph or headline that begins … starts on line …": CUT + 'line = 7\nbegins = "春天"\n',
    "several lines begin so on line …": CUT + 'line = 14\nbegins = "各位"\n',
    "a text begins there anyway; delete this entry": CUT + 'line = 1\nbegins = "在全市"\n',
    "a text does not begin there anyway; delete this entry": CUT.replace("true", "false")
    + 'line = 4\nbegins = "同志们"\n',
    "the file begins there": CUT.replace("true", "false") + 'line = 1\nbegins = "在全市"\n',
    "two cuts name this place; delete one": (CUT + 'line = 8\nbegins = "春天"\n') * 2,
    "nothing is said; give …": WITNESS,
    "… names no other text": WITNESS + 'joins = "paper.txt"\n',
    "the two texts are … anyway; delete this entry": WITNESS + 'apart_from = "paper.txt 1"\n',
    "another entry says the contrary": WITNESS
    + 'joins = "paper.txt 1"\n'
    + WITNESS
    + 'apart_from = "paper.txt 1"\n',
    "… is the base witness anyway; delete this entry": WITNESS + "base = true\n",
    "give either begins, … or gone = true": ANCHOR,
    "no paragraph begins … on …": ANCHOR + 'begins = "没有的话"\n',
    "… was never issued; delete this entry": ANCHOR.replace("p1", "p99") + "gone = true\n",
    "there is no page …": ANCHOR.replace("05-10", "05-12") + "gone = true\n",
}


def as_pattern(told: str) -> str:
    words = [re.escape(part.strip()).replace(r"\ ", r"\s+") for part in told.split("…")]
    return ".*".join(words)


@pytest.mark.parametrize("told", ERRORS)
def test_the_program_makes_the_errors_that_the_guide_explains(told: str, tmp_path: Path) -> None:
    raw = water() + "　　等到冬天，等到冬天就晚了。\n" + GIANT_LINE
    wrong = ERRORS[told]
    name = "anchors" if "[[anchor]]" in str(wrong) else "water.txt"
    project(tmp_path, "paper.txt", LONG, "")
    pipeline.issue(project(tmp_path, "water.txt", raw, ""), iter, "2026-11-21")
    (tmp_path / f"corpus/editor/{name}.toml").write_bytes(wrong.encode() if isinstance(wrong, str) else wrong)
    with pytest.raises(editor.EditorError) as caught:
        pipeline.look(tmp_path, iter)
    assert re.search(as_pattern(told), str(caught.value)), caught.value
    assert re.match(rf".*/{name}\.toml:\d+: ", str(caught.value))


def test_the_program_refuses_an_editors_file_without_a_raw_file(tmp_path: Path) -> None:
    folder = project(tmp_path, "water.txt", water(), "")
    (folder / "corpus/editor/water.toml").write_text("", encoding="utf-8")
    with pytest.raises(editor.EditorError, match="there is no raw file called water;"):
        pipeline.read_corpus(folder, iter)


def test_the_guide_explains_these_errors() -> None:
    text = read("docs/guide/correct.md")
    table = re.findall(r"^\| (.+?) \| .+ \|$", text[text.index("{ #errors }") :], re.MULTILINE)
    assert table == ["it says", "there is no raw file called …", *ERRORS]


# Links


def links(path: Path) -> list[str]:
    """The targets of a page's Markdown links and pictures, without those to other hosts."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    found = re.findall(r"\]\(([^()\s]+)\)", text)
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(path: Path) -> set[str]:
    return set(re.findall(r"\{ #([\w-]+)", path.read_text(encoding="utf-8")))


def is_there(path: Path, target: str, generated: set[str]) -> bool:
    """Whether a link's file exists or is made by a build, and holds the anchor that it names."""
    name, _, anchor = target.partition("#")
    wanted = (path.parent / name).resolve() if name else path
    if DOCS in wanted.parents and wanted.relative_to(DOCS).as_posix() in generated:
        return not anchor
    return wanted.exists() and (not anchor or anchor in anchors(wanted))


@each_page
def test_every_link_leads_somewhere(path: Path, generated: set[str]) -> None:
    assert [target for target in links(path) if not is_there(path, target, generated)] == []


def test_the_docs_have_links_to_check() -> None:
    assert sum(len(links(path)) for path in WRITTEN) > 30


@each_page
def test_files_named_in_code_exist(path: Path) -> None:
    """`scripts/yanlu/trace.py` and the like, in the README, the guides and the decisions."""
    text = path.read_text(encoding="utf-8")
    spans = re.findall(r"`((?:scripts|corpus|docs|tests)/[\w./{},-]*|mkdocs\.yml)`", text)
    spans += re.findall(r"^((?:scripts|corpus|docs|tests)/[\w./-]*) ", text, re.MULTILINE)
    # By a build, or for an example.
    made = re.compile(
        r"corpus/ledger\b|corpus/editor/(?:anchors|boilerplate).toml|docs/\{|.*(?:water|原始文件名)"
    )
    assert [name for name in spans if not made.match(name) and not (ROOT / name).exists()] == []


@each_page
def test_every_page_has_a_heading_and_says_nothing_of_its_making(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^# \S", text, re.MULTILINE)
    assert "待写" not in text and "TODO" not in text


@pytest.mark.parametrize("path", sorted((DOCS / "decisions").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_is_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]
    front_matter = "---\ncontent_lang: en\n---\n\n"
    assert text.startswith(f"{front_matter}# {int(PurePosixPath(path.stem).name[:4])}. ")
    assert len(text.splitlines()) <= 60


def test_the_readme_is_short() -> None:
    assert len(read("README.md").splitlines()) <= 120


# The words of the change log


def rules_of_the_code() -> set[str]:
    page = extract.layers("a.html", "<html><body>" + "<p>一</p>" * 6)
    steps = (*decode.CHARACTERS, *page, *extract.MARKDOWN, *extract.WIKI, *fix.BEFORE, *join.JOIN, *fix.AFTER)
    return {name for name, _ in steps} | {"editor"}


def test_every_rule_in_the_corpus_has_its_words(corpus: pipeline.Corpus) -> None:
    used = {change.rule for document in corpus.documents for change in document.changes}
    assert len(used) > 5
    assert sorted(used - set(strings()["rule"])) == []


def test_every_rule_has_its_words() -> None:
    assert sorted(rules_of_the_code() - set(strings()["rule"])) == []
