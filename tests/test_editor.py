"""The editor's files: each mistake is one sentence for the editor, and what is right is done, logged and shown."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.reading import assert_nothing_lost, clean_text
from yanlu import __main__ as command_line
from yanlu import editor, pipeline
from yanlu.model import Document

NAME = "water.txt"
RAW = """在全市供水工作会议上的讲话
（2016年5月10日）

　　同志们：
　　今天我们在这里召开全市供水工作会议，主要任务是总结去年的经验，部署今年的工怍。
　　希望大家抓好落实。谢谢大家！

春天的几件事

　　各位代表：
　　春天到了，管子该修的要修，水池该洗的要洗，不能等到夏天再说。
　　这几件事都不难，难在有人管，有人记账，有人年年去看。
"""
#: A second text whose dateline has no year: it is taken from the date of the first.
REPORT = """

市委召开会议
部署供水工作

　　新华社清源5月12日电 市委5月12日召开会议，研究部署全市供水工作。
　　会议指出，要总结去年的经验，部署今年的工作，把管子修好，把人待好。
　　会议强调，要抓好落实，把会议精神带回去，一件一件办好。
"""
#: Two paragraphs on one line of the raw file, told apart by the spaces between them.
TWO_IN_LINE = f"　　各位请听，{'该修的要修，该洗的要洗。' * 40}　　各位请坐，{'有人管，有人记账。' * 9}\n"
GIANT = "004_6d5c91850a0c92e6.txt"  #: a raw file whose line 9 holds two texts

DOCUMENT = '[[document]]\nordinal = 1\nbegins = "在全市供水工作会议"\nreason = "因为"\n'
TEXT = '[[text]]\nreason = "因为"\n'
CUT = '[[cut]]\nreason = "因为"\n'


def project(folder: Path, edits: str | bytes, raw: str | bytes = RAW, name: str = NAME) -> Path:
    """A project of one raw file with its editor's file."""
    for part in ("corpus/raw", "corpus/editor", "docs"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    content = edits.encode() if isinstance(edits, str) else edits
    (folder / "corpus/raw" / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    (folder / f"corpus/editor/{name}.toml").write_bytes(content)
    return folder


def reading(folder: Path, edits: str | bytes, raw: str | bytes = RAW, name: str = NAME) -> pipeline.Reading:
    """That raw file, read with the editor's word; nothing of it is lost."""
    (found,) = pipeline.read_corpus(project(folder, edits, raw, name), iter).readings
    assert_nothing_lost(found)
    return found


def codes(document: Document) -> set[str]:
    return {finding.code for finding in document.findings}


def giant(root: Path) -> bytes:
    return (root / "corpus/raw" / GIANT).read_bytes()


# Mistakes

#: What the editor wrote, the line that is named, and the sentence: what was seen, what to do.
MISTAKES: dict[str, tuple[str | bytes, int, str]] = {
    "no TOML": ("[[document]]\nordinal = \n", 2, "this is no valid TOML: Invalid value (at line 2, column 11)"),
    "TOML that breaks off": ('# x\n\nx = """\n', 4, "this is no valid TOML: "),
    "GBK": ("# x\n# 说明\n".encode("gbk"), 2, "this file is not in UTF-8; save it as UTF-8"),
    "a single bracket": (
        DOCUMENT.replace("[[document]]", "\n[document]"), 2,
        "unknown entry 'document'; use [[document]] or [[text]] or [[cut]] or [[witness]]",
    ),
    "a misspelt table": ("[[texts]]\n", 1, "unknown entry 'texts'; use [[document]] or [[text]] or [[cut]] or [[witness]]"),
    "no tables": ("cut = [3]\n", 1, "cut = [3] is no table; write [[cut]]"),
    "a misspelt key": (
        "\n\n" + CUT + 'line = 8\nbegins = "春天"\nhere = true\nlines = 3\n', 3,
        "unknown key 'lines'; [[cut]] knows begins, here, line, reason",
    ),
    "no reason": (
        DOCUMENT.replace("因为", " ") + 'date = "2020"\n', 1,
        "'reason' is missing; every [[document]] needs ordinal, begins, reason",
    ),
    "nothing to find": (
        TEXT + 'find = ""\nreplace = "x"\n', 1, "'find' is missing; every [[text]] needs find, replace, reason"
    ),
    "a cut without words": (
        CUT + "line = 8\nhere = true\n", 1, "'begins' is missing; every [[cut]] needs line, begins, here, reason"
    ),
    "a number as a word": (DOCUMENT + "speaker = 5\n", 1, "speaker = 5 must be text in quotes"),
    "a date without quotes": (DOCUMENT + "date = 2016-05-11\n", 1, "date = 2016-05-11 must be text in quotes"),
    "a list": (DOCUMENT + 'title = ["题"]\n', 1, "title = ['题'] must be text in quotes"),
    "a line in quotes": (
        CUT + 'line = "8"\nbegins = "春天"\nhere = true\n', 1, "line = '8' must be a whole number"
    ),
    "a truth in quotes": (
        CUT + 'line = 8\nbegins = "春天"\nhere = "true"\n', 1, "here = 'true' must be true or false"
    ),
    "a truth as a number": (
        DOCUMENT.replace("1", "true") + 'date = "2020"\n', 1, "ordinal = True must be a whole number"
    ),
    "complete in quotes": (DOCUMENT + 'complete = "no"\n', 1, "complete = 'no' must be true or false"),
    "against without a key": (
        DOCUMENT + 'date = "2016"\nagainst = "2016-05-10"\n', 1, "against = '2016-05-10' must be a table"
    ),
    "against alone": (
        DOCUMENT + 'against.date = "2016-05-10"\n', 1, "against.date stands without date; give both or neither"
    ),
    "a date in words": (
        DOCUMENT + 'date = "2016年5月"\n', 1,
        "date = '2016年5月' is no date; write 2020, 2020-03 or 2020-03-06, in quotes",
    ),
    "a date that is none": (DOCUMENT + 'published = "2019-02-29"\n', 1, "published = '2019-02-29' is no date; "),
    "a kind that is none": (DOCUMENT + 'kind = "talk"\n', 1, "unknown kind 'talk'; known are speech, meeting_readout, "),
    "the same words": (
        TEXT + 'find = "工怍"\nreplace = "工怍"\n', 1, "find and replace are the same; delete this entry"
    ),
    "a text too many": (
        DOCUMENT.replace("1", "2") + 'date = "2020"\n', 1, "the file has no text 2, only 1"
    ),
    "another text": (
        DOCUMENT.replace("供水", "供电") + 'date = "2020"\n', 1,
        "text 1 begins '在全市供水工作会议上的讲话', not '在全市供电工作会议'",
    ),
    "no fact": (
        DOCUMENT, 1,
        "nothing is corrected; give one of complete, date, kind, occasion, place, published, speaker, subtitle, title",
    ),
    "what the file says": (
        DOCUMENT + 'date = "2016-05-10"\n', 1, "the file itself gives date = '2016-05-10'; delete this entry"
    ),
    "overruling unawares": (
        "# 说明\n" + DOCUMENT + 'date = "2016-05-11"\n', 2,
        "the file itself gives date = '2016-05-10'; to overrule it, add  against.date = '2016-05-10'",
    ),
    "overruling what was never said": (
        DOCUMENT + 'date = "2016-05-11"\nagainst.date = "2015-05-10"\n', 1,
        "the file itself gives date = '2016-05-10'; to overrule it, add  against.date = '2016-05-10'",
    ),
    "overruling nothing": (
        DOCUMENT + 'speaker = "陈立言"\nagainst.speaker = "陈立"\n', 1,
        "against.speaker names '陈立', but the file gives no speaker; delete it",
    ),
    "words that are not there": (
        TEXT + 'find = "没有的话"\nreplace = ""\n', 1, "'没有的话' does not stand in the clean text"
    ),
    "words that stand twice": (
        TEXT + 'find = "大家"\nreplace = ""\n', 1, "'大家' stands 2 times; take more characters around it"
    ),
    "words across a line end": (
        TEXT + 'find = "同志们"\nreplace = "\\n"\n', 1,
        "a correction stays inside one paragraph; it can hold no line break",
    ),
    "the same characters twice, the second named": (
        TEXT + 'find = "落实。谢谢"\nreplace = ""\n' + TEXT + 'find = "抓好落实"\nreplace = ""\n', 1,
        "two corrections touch the same characters; make them one",
    ),
    "no such line": (
        CUT + 'line = 9\nbegins = "春天"\nhere = true\n', 1,
        "no paragraph or headline that begins '春天' starts on line 9 of the raw file",
    ),
    "no such words on the line": (
        CUT + 'line = 8\nbegins = "夏天"\nhere = true\n', 1,
        "no paragraph or headline that begins '夏天' starts on line 8 of the raw file",
    ),
    "two such paragraphs on the line": (
        CUT + 'line = 13\nbegins = "各位"\nhere = true\n', 1,
        "several lines begin so on line 13; give more of their words",
    ),
    "a cut that is there": (
        CUT + 'line = 1\nbegins = "在全市"\nhere = true\n', 1, "a text begins there anyway; delete this entry"
    ),
    "no cut to take away": (
        CUT + 'line = 8\nbegins = "春天"\nhere = false\n', 1, "a text does not begin there anyway; delete this entry"
    ),
    "the file's own beginning taken away": (
        CUT + 'line = 1\nbegins = "在全市"\nhere = false\n', 1,
        "the file begins there, and so does its first text; delete this entry",
    ),
    "a cut said twice": (
        (CUT + 'line = 8\nbegins = "春天"\nhere = true\n') * 2, 6, "two cuts name this place; delete one"
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", MISTAKES)
def test_each_mistake_is_one_sentence_with_file_and_line(label: str, tmp_path: Path) -> None:
    written, line, sentence = MISTAKES[label]
    with pytest.raises(editor.EditorError) as caught:
        reading(tmp_path, written, RAW + TWO_IN_LINE)
    (told,) = str(caught.value).splitlines()
    assert told.startswith(f"{tmp_path / 'corpus/editor' / NAME}.toml:{line}: {sentence}")
    assert told.endswith(sentence) or sentence[-1] == " "


def test_mistakes_are_told_together(tmp_path: Path) -> None:
    written = DOCUMENT + "speaker = 5\ndata = 1\n\n" + CUT + "line = 8\nhere = 1\n\n[texts]\n"
    folder = project(tmp_path, written)
    (folder / "corpus/editor/other.txt.toml").write_text("", encoding="utf-8")
    with pytest.raises(editor.EditorError) as caught:
        pipeline.read_corpus(folder, iter)
    told = [line.removeprefix(f"{folder}/corpus/editor/") for line in str(caught.value).splitlines()]
    assert [line.split("; ")[0] for line in told] == [
        "other.txt.toml:1: there is no raw file called other.txt",
        "water.txt.toml:1: unknown key 'data'",
        "water.txt.toml:1: speaker = 5 must be text in quotes",
        "water.txt.toml:8: 'begins' is missing",
        "water.txt.toml:8: here = 1 must be true or false",
        "water.txt.toml:13: unknown entry 'texts'",
    ]


#: The same for corpus/sources.toml.
SOURCES: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ('\n["water.txt]\n', ":2: this is no valid TOML: "),
    "GBK": ("# 说明\n".encode("gbk"), ":1: this file is not in UTF-8; save it as UTF-8"),
    "no table": ('\nfrom = "x"\n', ":2: 'from' stands alone; each raw file has a table of its own, "),
    "a misspelt key": ('["water.txt"]\nfron = "x"\n', ":1: unknown key 'fron'; known are encoding, from, "),
    "no such file": ('\n\n["wasser.txt"]\n', ":3: there is no raw file called wasser.txt"),
}


def mistake(tmp_path: Path, name: str, written: str | bytes) -> str:
    """The one sentence about a file of the editor's, without its path."""
    folder = project(tmp_path, "")
    path = folder / name
    path.write_bytes(written.encode() if isinstance(written, str) else written)
    with pytest.raises(editor.EditorError) as caught:
        pipeline.read_corpus(folder, iter)
    (told,) = str(caught.value).splitlines()
    assert told.startswith(str(path))
    return told.removeprefix(str(path))


@pytest.mark.parametrize("label", SOURCES)
def test_mistakes_in_the_sources_are_told_too(label: str, tmp_path: Path) -> None:
    written, sentence = SOURCES[label]
    assert mistake(tmp_path, "corpus/sources.toml", written).startswith(sentence)


ANCHOR = '[[anchor]]\npage = "2016-05-10"\nid = "p2"\nreason = "因为"\n'
#: The same for corpus/editor/anchors.toml.
ANCHORS: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ("\n[[anchor]\n", ":2: this is no valid TOML: "),
    "GBK": ("# 说明\n".encode("gbk"), ":1: this file is not in UTF-8; save it as UTF-8"),
    "another table": (DOCUMENT, ":1: unknown entry 'document'; use [[anchor]]"),
    "a misspelt key": (
        ANCHOR + 'gone = true\nbegin = "x"\n',
        ":1: unknown key 'begin'; [[anchor]] knows begins, gone, id, page, reason",
    ),
    "no id": (ANCHOR.replace('id = "p2"\n', 'begins = "希望"\n'), ":1: 'id' is missing: which anchor is it?"),
    "nothing said": (
        "\n" + ANCHOR,
        ":2: give either begins, the first words of the paragraph that it is now, or gone = true",
    ),
    "both said": (ANCHOR + 'begins = "希望"\ngone = true\n', ":1: give either begins, "),
    "a truth in quotes": (ANCHOR + 'gone = "yes"\n', ":1: gone = 'yes' must be true or false"),
}


BOILERPLATE = '[[boilerplate]]\ntext = "希望大家努力"\nreason = "因为"\n'
#: The same for corpus/editor/boilerplate.toml.
STOPS: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ("\n[[boilerplate]\n", ":2: this is no valid TOML: "),
    "another table": (ANCHOR, ":1: unknown entry 'anchor'; use [[boilerplate]]"),
    "a misspelt key": (
        BOILERPLATE + 'words = "x"\n',
        ":1: unknown key 'words'; [[boilerplate]] knows reason, text",
    ),
    "no reason": (BOILERPLATE[: BOILERPLATE.index("reason")], ":1: 'reason' is missing; "),
    "no text": (BOILERPLATE.replace("希望大家努力", " "), ":1: 'text' is missing; "),
    "a number": (BOILERPLATE.replace('"希望大家努力"', "8"), ":1: text = 8 must be text in quotes"),
}


@pytest.mark.parametrize("label", STOPS)
def test_mistakes_about_boilerplate_are_told_too(label: str, tmp_path: Path) -> None:
    written, sentence = STOPS[label]
    assert mistake(tmp_path, "corpus/editor/boilerplate.toml", written).startswith(sentence)


def test_what_the_editor_calls_boilerplate_must_be_a_repeated_passage(tmp_path: Path) -> None:
    lines = "在全市供水工作会议上的讲话\n（2016年5月10日）\n陈立言\n同志们：\n今天的任务很重。{}\n我们各区县要抓紧修好水渠和堤坝，把险情报告清楚。\n"
    folder = project(tmp_path, "", lines.format("大家要努力。"))
    (folder / "corpus/raw/other.txt").write_text(
        lines.format("雨季快到了，大家都要小心。")
        .replace("供水", "防汛")
        .replace("5月10日", "7月1日")
        .replace("今天", "今年"),
        encoding="utf-8",
    )
    path = folder / "corpus/editor/boilerplate.toml"
    path.write_text(BOILERPLATE, encoding="utf-8")
    with pytest.raises(editor.EditorError) as caught:
        pipeline.build(folder, iter)
    assert str(caught.value).startswith(f"{path}:1: no repeated passage is '希望大家努力'; ")
    path.write_text(
        BOILERPLATE.replace("希望大家努力", "我們各区县要抓紧修好水渠和堤坝把险情报告清楚"), encoding="utf-8"
    )
    assert pipeline.build(folder, iter)[0].word.stops() == ("我們各区县要抓紧修好水渠和堤坝把险情报告清楚",)


@pytest.mark.parametrize("label", ANCHORS)
def test_mistakes_about_anchors_are_told_too(label: str, tmp_path: Path) -> None:
    written, sentence = ANCHORS[label]
    assert mistake(tmp_path, "corpus/editor/anchors.toml", written).startswith(sentence)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (document,) = reading(tmp_path, b"\xef\xbb\xbf" + (DOCUMENT + 'place = "清源"\n').encode()).documents
    assert document.facts.place == "清源"


# Facts


def test_a_fact_is_added_with_the_reason_as_its_evidence(tmp_path: Path) -> None:
    (before,) = reading(tmp_path, "").documents
    (after,) = reading(tmp_path, DOCUMENT + 'speaker = "陈立言"\nplace = "清源"\n').documents
    assert (before.facts.speaker, codes(before)) == (None, {"D005"})
    assert (after.facts.speaker, after.facts.place, codes(after)) == ("陈立言", "清源", set())
    assert after.facts.evidence == before.facts.evidence | {
        "speaker": "editor: 因为",
        "place": "editor: 因为",
    }


def test_a_fact_is_overruled_where_the_editor_names_it(tmp_path: Path) -> None:
    written = DOCUMENT + 'date = "2016-05-11"\nagainst.date = "2016-05-10"\n'
    (document,) = reading(tmp_path, written).documents
    assert document.facts.date == "2016-05-11"
    assert document.facts.evidence["date"] == "editor: 因为"


def test_a_kind_needs_no_against_where_nothing_told_it(tmp_path: Path) -> None:
    (document,) = reading(tmp_path, DOCUMENT + 'kind = "report"\n').documents
    assert document.facts.kind == "report"


def test_weak_evidence_is_confirmed(tmp_path: Path) -> None:
    name, raw = "20160510_在全市供水工作会议上的讲话.txt", RAW.partition("\n\n")[2]
    written = '[[document]]\nordinal = 1\nbegins = "同志们"\nreason = "因为"\n'
    (before,) = reading(tmp_path, "", raw, name).documents
    weak = {key for key, cited in before.facts.evidence.items() if cited.endswith("(weak)")}
    assert weak == {"title", "date", "occasion"} and "D007" in codes(before)
    said = "".join(f'{key} = "{getattr(before.facts, key)}"\n' for key in sorted(weak))
    (after,) = reading(tmp_path, written + said, raw, name).documents
    assert [getattr(after.facts, key) == getattr(before.facts, key) for key in weak] == [True] * 3
    assert {after.facts.evidence[key] for key in weak} == {"editor: 因为"}
    assert "D007" not in codes(after)
    with pytest.raises(editor.EditorError, match=r"to overrule it, add  against\.date = '2016-05-10'"):
        reading(tmp_path, written + 'date = "2016-05-11"\n', raw, name)
    (corrected,) = reading(
        tmp_path, written + 'date = "2016-05-11"\nagainst.date = "2016-05-10"\n', raw, name
    ).documents
    assert corrected.facts.date == "2016-05-11"


def test_a_year_from_another_line_is_confirmed(tmp_path: Path) -> None:
    written = '[[document]]\nordinal = 2\nbegins = "市委召开会议"\nreason = "因为"\ndate = "2016-05-12"\n'
    raw = RAW.partition("\n春天")[0] + REPORT
    before, after = (reading(tmp_path, edits, raw).documents[1] for edits in ("", written))
    assert "; year: " in before.facts.evidence["date"] and "D006" in codes(before)
    assert after.facts.date == before.facts.date == "2016-05-12"
    assert after.facts.evidence["date"] == "editor: 因为" and "D006" not in codes(after)


@pytest.mark.parametrize(
    "raw, code",
    [(RAW.replace("账，有人年年去看。", "账，有人年"), "D011"), (RAW + "　　（下转第5版）\n", "D008")],
    ids=["mid-sentence", "jump line"],
)
def test_the_editor_says_whether_a_text_is_complete(raw: str, code: str, tmp_path: Path) -> None:
    before, whole, cut_off = (
        reading(tmp_path, edits, raw).documents[0]
        for edits in ("", DOCUMENT + "complete = true\n", DOCUMENT + "complete = false\n")
    )
    assert (before.facts.complete, code in codes(before)) == (code == "D011", True)
    assert (whole.facts.complete, codes(whole) & {"D008", "D011"}) == (True, set())
    assert (cut_off.facts.complete, codes(cut_off) & {"D008", "D011"}) == (False, {"D008"})
    assert whole.facts.evidence["complete"] == cut_off.facts.evidence["complete"] == "editor: 因为"


# Words


def test_a_correction_is_a_change_that_replays(tmp_path: Path) -> None:
    found = reading(tmp_path, TEXT + 'find = "今年的工怍"\nreplace = "今年的工作"\n')
    (document,) = found.documents
    (change,) = (c for c in document.changes if c.rule == "editor")
    assert (change.line, change.before, change.after) == (5, "今年的工怍", "今年的工作")
    assert found.raw.text[change.start : change.end] == change.before and found.raw.text == RAW
    assert "部署今年的工作。" in clean_text(found.raw.text, document)
    assert [p.text for p in document.paragraphs if "工作。" in p.text]


def test_corrections_in_any_order_even_on_words_joined_out_of_two_lines(tmp_path: Path) -> None:
    line = "今天我们在这里召开全市供水工作会议，主要任务是总结去年的经验，"
    wrapped = RAW.replace("\n　　希望", "\n　　" + (line + "\n") * 8 + "部署今年的工怎。\n　　希望")
    edits = [
        TEXT + 'find = "验，部署今年的工怎。"\nreplace = "验。"\n',
        TEXT + 'find = "谢谢大家！"\nreplace = ""\n',
    ]
    both = [reading(tmp_path, "\n".join(order), wrapped) for order in (edits, edits[::-1])]
    assert both[0].documents == both[1].documents
    text = "\n".join(p.text for p in both[0].documents[0].paragraphs)
    assert "经验。\n希望大家抓好落实。\n" in text


@pytest.mark.parametrize(
    "paragraph",
    ["同志们：", "希望大家抓好落实。谢谢大家！", "这几件事都不难，难在有人管，有人记账，有人年年去看。"],
)
def test_a_whole_paragraph_can_go(paragraph: str, tmp_path: Path) -> None:
    (before,) = reading(tmp_path, "").documents
    (after,) = reading(tmp_path, TEXT + f'find = "{paragraph}"\nreplace = ""\n').documents
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs if p.text != paragraph]


# Cuts


def test_a_text_begins_where_the_editor_says(tmp_path: Path) -> None:
    (whole,) = reading(tmp_path, "").documents
    written = CUT + 'line = 8\nbegins = "春天的几件事"\nhere = true\n'
    first, second = reading(tmp_path, written).documents
    assert (first.facts.title, second.facts.title) == (whole.facts.title, "春天的几件事")
    assert second.paragraphs[0].text == "各位代表："
    assert not [p for p in first.paragraphs if "春天" in p.text]


def test_no_text_begins_where_the_editor_says_so(tmp_path: Path) -> None:
    raw = RAW.partition("\n春天")[0] + REPORT
    assert len(reading(tmp_path, "", raw).documents) == 2
    (one,) = reading(tmp_path, CUT + 'line = 9\nbegins = "市委召开会议"\nhere = false\n', raw).documents
    assert [p for p in one.paragraphs if "会议强调" in p.text]


def test_a_giant_line_is_cut_by_its_words(root: Path, tmp_path: Path) -> None:
    before = reading(tmp_path, "", giant(root), GIANT).documents
    written = CUT + 'line = 9\nbegins = "二、全面落实疫情防控"\nhere = true\n'
    after = reading(tmp_path, written, giant(root), GIANT).documents
    assert (len(before), len(after)) == (2, 3)
    text = [[p.text for p in (*d.head, *d.paragraphs)] for d in after]
    assert text[1][0] == "二、全面落实疫情防控各项措施"
    assert text[0][-1].startswith("从前期的调研和督导情况来看")
    assert after[2].paragraphs == before[1].paragraphs


def test_a_cut_within_a_giant_line_is_taken_away(root: Path, tmp_path: Path) -> None:
    written = CUT + 'line = 9\nbegins = "2020-2021 在常态化抓好"\nhere = false\n'
    before = reading(tmp_path, "", giant(root), GIANT).documents
    (one,) = reading(tmp_path, written, giant(root), GIANT).documents
    assert one.paragraphs[-1] == before[1].paragraphs[-1]


def test_words_that_several_paragraphs_of_a_giant_line_begin_with(root: Path, tmp_path: Path) -> None:
    with pytest.raises(
        editor.EditorError, match="several lines begin so on line 9; give more of their words"
    ):
        reading(tmp_path, CUT + 'line = 9\nbegins = "同志们"\nhere = true\n', giant(root), GIANT)


# The commands


def docs(folder: Path) -> dict[str, bytes]:
    paths = (folder / "docs").rglob("*")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths if p.is_file()}


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(command_line.app, arguments)
    if isinstance(done.exception, editor.EditorError):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_a_build_that_fails_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project(tmp_path, DOCUMENT + 'speaker = "陈立言"\n'))
    monkeypatch.delenv("CI", raising=False)  # there, no ledger is an error
    assert run("build")[0] == 0
    before = docs(tmp_path)
    assert "陈立言" in before["docs/speeches/2016-05-10/index.md"].decode()
    (tmp_path / "corpus/raw/new.txt").write_text(RAW.replace("2016", "2017"), encoding="utf-8")
    project(tmp_path, DOCUMENT + 'speaker = "陈立"\ndate = "2016-05-11"\n', RAW.replace("怍", "作"))
    monkeypatch.setattr("sys.argv", ["yanlu", "build"])
    with pytest.raises(SystemExit) as ended:
        command_line.run()
    assert ended.value.code == 2
    assert "corpus/editor/water.txt.toml:1: the file itself gives date" in capsys.readouterr().err
    assert docs(tmp_path) == before


def test_inspect_applies_the_editors_word_only_where_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = DOCUMENT + 'speaker = "陈立言"\n' + TEXT + 'find = "工怍"\nreplace = "工作"\n'
    monkeypatch.chdir(project(tmp_path, written))
    code, plain, _ = run("inspect", "--json", f"corpus/raw/{NAME}")
    said, edited, _ = run("inspect", "--json", "--edited", f"corpus/raw/{NAME}")
    assert (code, said) == (0, 0)
    before, after = json.loads(plain), json.loads(edited)
    assert (before["speaker"], after["speaker"]) == (None, "陈立言")
    assert after["evidence"]["speaker"] == "editor: 因为"
    assert [c["rule"] for c in (*before["changes"], *after["changes"])].count("editor") == 1
    assert "← editor: 因为" in run("inspect", "--edited", f"corpus/raw/{NAME}")[1]
    assert docs(tmp_path) == {}
