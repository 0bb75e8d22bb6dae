"""The ledger's files: what is written is read again, damage is told in a sentence, and only `yanlu ledger` writes."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yanlu import __main__ as command_line
from yanlu.model import Row
from yanlu.relate import ledger
from yanlu.relate.ledger import Event, Known, LedgerError, Page, Record

WATER = """在全市供水工作会议上的讲话
（2016年5月10日）

　　同志们：
　　今天我们在这里召开全市供水工作会议，主要任务是总结去年的经验，部署今年的工作。
　　管子该修的要修，水池该洗的要洗，不能等到夏天再说，也不能等到水浑了再说。
　　水表要一户一户地查，账要一笔一笔地记，漏水的地方三天之内必须有人到场。
　　希望大家抓好落实。谢谢大家！
"""
SHIPS = """在渔港开工仪式上的致辞
（2017年8月3日）

　　各位来宾：
　　渔港今天开工，三百条渔船从此有了避风的地方，老船工们等这一天等了二十年。
　　港池要挖到五米深，防波堤要修到半里长，台风来的时候船都能开进来。
　　祝渔港早日建成！
"""
LINE = "　　今年还要把老城区的三十里旧管子全部换掉，一里一里地换，换一里验一里，绝不留尾巴。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two speeches, as the place where commands are run."""
    raw = tmp_path / "corpus/raw"
    raw.mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (raw / "water.txt").write_text(WATER, encoding="utf-8")
    (raw / "ships.txt").write_text(SHIPS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")  # 2026-11-22
    return tmp_path


Yanlu = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yanlu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Yanlu:
    """Run a command: exit code, and what it prints."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["yanlu", *arguments])
        with pytest.raises(SystemExit) as ended:
            command_line.run()
        return (int(ended.value.code or 0), *capsys.readouterr())

    return run


def edit(path: Path, old: str, new: str, times: int = -1) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, times), encoding="utf-8")


def water(project: Path) -> Path:
    return project / "corpus/ledger/2016-05-10.tsv"


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


# A record and its file

HOSTILE = st.sampled_from(["\t", "\n", "\r\n", "\\n", "\\", "\\\\t", "\ud800", "\udfff\ud83d", "<<<<<<< HEAD", "=======",
                           ">>>>>>> x", "check\t", "anchor\tp1", "\x85", "\u2028", "\ufeff", "\x00", "𠮷", "e\u0301", "文"])  # fmt: skip
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # in UTF-16 the one character that they make
texts = (
    st.lists(HOSTILE | st.text(max_size=30), max_size=4)
    .map("".join)
    .filter(lambda text: not PAIR.search(text))
)
alias = st.builds(
    Row, st.just("p1a"), st.just("alias"), st.just("p1"), st.integers(0, 9), st.integers(10, 99)
)
pages = st.lists(st.tuples(st.sampled_from(["live", "moved", "gone"]), texts), min_size=1, max_size=5).map(
    lambda rows: [Row(f"p{n}", state, "p1", text=text) for n, (state, text) in enumerate(rows, 1)]
)
events = st.builds(Event, st.just("2026-11-22"), texts, texts, texts, texts)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(texts, texts, max_size=3), texts, st.none() | alias, pages, st.lists(events, max_size=3)
)
def test_any_record_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    facts: dict[str, str],
    source: str,
    alias: Row | None,
    rows: list[Row],
    events: list[Event],
) -> None:
    rows = [*rows, *([alias] if alias else [])]
    record = Record(
        "2016-05-10", "", facts, "w1", {"w1": Known("0" * 12, source, 1), "w2": Known("1" * 12, source, 12)},
        {"": Page.of(rows), "w2": Page.of(rows[::-1])}, tuple(events),
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("ledger")
    ledger.write(folder, [record])
    loaded = ledger.load(folder)
    assert loaded.records == {record.id: record} and loaded.reissued == ()
    assert loaded.records[record.id].pages[""].unpacked() == tuple(rows)
    assert ledger.write(folder, loaded.records.values()) == 0


def test_a_file_reads_as_a_list_of_what_was_issued(project: Path, yanlu: Yanlu) -> None:
    assert yanlu("ledger")[0] == 0
    lines = water(project).read_text(encoding="utf-8").split("\n")
    assert lines[:2] == ["yanlu ledger 1", "speech\t2016-05-10"]
    anchors = [line for line in lines if line.startswith("anchor\t")]
    assert anchors[0] == "anchor\tp1\tlive\t\t\t\t同志们："
    assert anchors[1] == "anchor\tp2\tlive\t\t\t\t今天我们在这里召开全市供水工作会议，主要…"
    assert len(anchors) == 5
    assert [line for line in lines if line.startswith("event\t")] == ["event\t2026-11-22\tadded\t\t\t"]
    assert (project / "corpus/ledger/ids.txt").read_text(encoding="utf-8") == "2016-05-10\n2017-08-03\n"


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
def test_a_checkout_with_other_line_ends_is_no_damage(ending: str, project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    before = content(project / "corpus/ledger")
    for path in (project / "corpus/ledger").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    assert yanlu("build")[0] == 0
    assert yanlu("ledger")[0] == 0
    assert content(project / "corpus/ledger") == before


# Damage


def shorten(path: Path, by: int) -> None:
    path.write_bytes(path.read_bytes()[:-by])


#: What befell the ledger, the line that is named, and what is said of it.
DAMAGE: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "a changed row": (lambda p: edit(p, "同志们", "先生们"), 16, "the check in the last line does not fit"),
    "a deleted row": (
        lambda p: p.write_text(re.sub("anchor\tp2.*\n", "", p.read_text("utf-8")), "utf-8"),
        15, "the check in the last line does not fit",
    ),
    "a row twice": (
        lambda p: edit(p, "anchor\tp2\t", "anchor\tp1\tlive\t\t\tx\nanchor\tp2\t"), 10, "this anchor was issued above"
    ),
    "another state": (lambda p: edit(p, "p2\tlive", "p2\tdead"), 10, "this line says nothing: 'anchor\\tp2\\tdead"),
    "a span of letters": (
        lambda p: edit(p, "anchor\tp2\tlive\t\t", "anchor\tp2\talias\tp1\t3-x"), 10, "this line says nothing"
    ),
    "spaces for tabs": (lambda p: edit(p, "anchor\tp2\tlive", "anchor p2 live"), 10, "this line says nothing"),
    "a foreign line": (lambda p: edit(p, "page\t", "# 说明\npage\t"), 8, "this line says nothing: '# 说明'"),
    "changed texts": (lambda p: edit(p, "text\t", "text\tc"), 16, "the check in the last line does not fit"),
    "a foreign file": (lambda p: p.write_text("同志们：\n", "utf-8"), 1, "this is no ledger of a form known here"),
    "a later form": (
        lambda p: edit(p, "yanlu ledger 1", "yanlu ledger 2"), 1, "this is no ledger of a form known here: it begins 'yanlu ledger 2'"
    ),
    "an empty file": (lambda p: p.write_bytes(b""), 1, "this is no ledger of a form known here: it begins ''"),
    "its end cut off": (lambda p: shorten(p, 40), 15, "the check in the last line does not fit"),
    "its last byte cut off": (lambda p: shorten(p, 1), 16, "the check in the last line does not fit"),
    "GBK": (
        lambda p: p.write_bytes(p.read_text("utf-8").encode("gbk")), 1, "this file is not in UTF-8"
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", DAMAGE)
def test_damage_is_told_in_one_sentence_with_file_and_line(label: str, project: Path, yanlu: Yanlu) -> None:
    damage, line, sentence = DAMAGE[label]
    yanlu("ledger")
    yanlu("build")
    damage(water(project))
    before = content(project)
    for command in ("build", "ledger", "findings"):
        code, _, told = yanlu(command)
        assert code == 2
        (only,) = told.splitlines()
        assert only.startswith(f"{water(project)}:{line}: {sentence}"), only
        assert only.endswith(f"git checkout HEAD -- {water(project)}") or line == 1
    assert content(project) == before


def test_a_lost_file_is_missed(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    water(project).unlink()
    code, _, told = yanlu("ledger")
    (only,) = told.splitlines()
    assert code == 2 and only.startswith(f"{water(project)}: this file is missing")
    assert only.endswith(f"git checkout HEAD -- {water(project)}")
    assert not water(project).exists()


def test_a_renamed_file_is_told_its_name(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    other = water(project).rename(water(project).with_name("2016-05-11.tsv"))
    code, _, told = yanlu("build")
    assert code == 2
    assert f"{other}:2: the file speaks of '2016-05-10'; give it that name back" in told.splitlines()


def test_all_damage_is_told_at_once(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    water(project).write_text("", "utf-8")
    (project / "corpus/ledger/2017-08-03.tsv").unlink()
    code, _, told = yanlu("build")
    assert code == 2 and [line.split(":")[0].rpartition("/")[2] for line in told.splitlines()] == [
        "2016-05-10.tsv",
        "2017-08-03.tsv",
    ]


def test_a_list_of_ids_in_another_encoding_is_told(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    path = project / "corpus/ledger/ids.txt"
    path.write_bytes("2016-05-10 说明\n".encode("gbk"))
    code, _, told = yanlu("build")
    assert (code, told.startswith(f"{path}:1: this file is not in UTF-8")) == (2, True)


# Merges


def git(project: Path, *arguments: str, fails: bool = False) -> None:
    settings = [
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "merge.conflictStyle=diff3",
        "-c",
        "commit.gpgsign=false",
    ]
    done = subprocess.run(["git", *settings, *arguments], cwd=project, capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done.stdout + done.stderr


def merged(
    project: Path,
    yanlu: Yanlu,
    ours: Callable[[Path], object],
    theirs: Callable[[Path], object],
    conflict: bool = True,
) -> None:
    """A merge of two branches that each changed the corpus and issued numbers; the raw file is put right by hand."""
    git(project, "init", "-q", "-b", "main")
    (project / ".gitignore").write_text(".cache\ndocs\n")
    yanlu("ledger")
    git(project, "add", ".")
    git(project, "commit", "-q", "-m", "first")
    for branch, change in (("theirs", theirs), ("main", ours)):
        git(project, "checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        change(project / "corpus/raw")
        assert yanlu("ledger")[0] == 0
        git(project, "add", ".")
        git(project, "commit", "-q", "-m", branch)
    git(project, "merge", "theirs", fails=conflict)


def with_line(after: str, line: str) -> Callable[[Path], object]:
    return lambda raw: edit(raw / "water.txt", after, f"{after}{line}")


def test_after_a_conflict_the_target_branchs_numbers_win(project: Path, yanlu: Yanlu) -> None:
    other = LINE.replace("老城区", "新城区").replace("旧管子全部换掉", "水表逐户装好")
    end = "谢谢大家！\n"
    merged(
        project,
        yanlu,
        with_line(end, LINE),
        with_line(end, other + other.replace("新城区", "开发区")[:30] + "。\n"),
    )
    assert "<<<<<<<" in (project / "corpus/raw/water.txt").read_text(encoding="utf-8")
    assert "<<<<<<<" not in water(project).read_text(encoding="utf-8"), "git weaves no ledger files together"
    (project / "corpus/raw/water.txt").write_text(WATER + LINE + other, encoding="utf-8")
    code, told, _ = yanlu("ledger")
    assert code == 0
    assert (
        [line.split("  ")[0] for line in told.splitlines() if "on the other branch" in line]
        == [
            f"2016-05-10#p6 {other.strip()[:20]}…",  # the number is the target's, the words are not
            f"2016-05-10#p7 {(other.replace('新城区', '开发区')).strip()[:20]}…",
        ]
    )
    page = ledger.load(project / "corpus/ledger").records["2016-05-10"].pages[""]
    assert {row.id: row.text for row in page.unpacked() if row.state == "live"} == {
        "p1": "同志们：", "p2": WATER.split("\n")[4].strip(), "p3": WATER.split("\n")[5].strip(),
        "p4": WATER.split("\n")[6].strip(), "p5": WATER.split("\n")[7].strip(), "p6": LINE.strip(), "p7": other.strip(),
    }  # fmt: skip
    assert yanlu("ledger")[1].splitlines()[-1] == "corpus/ledger: 0 of 2 speeches changed"


def test_what_git_mixed_without_a_conflict_is_not_believed(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    text = water(project).read_text(encoding="utf-8")
    mixed = text.replace("anchor\tp2\t", "anchor\tp1a\tlive\t\t\t\t一行\nanchor\tp2\t")
    lines = mixed.split("\n")
    conflict = ["<<<<<<< HEAD", lines[-2], "=======", "check\t0000000000000000", ">>>>>>> theirs", ""]
    water(project).write_text("\n".join([*lines[:-2], *conflict]), encoding="utf-8")
    code, _, told = yanlu("ledger")
    (only,) = told.splitlines()
    assert code == 2 and only.startswith(f"{water(project)}:1: git merged this file line by line")
    assert f"git checkout --ours -- {water(project)}" in only and only.endswith("then run:  yanlu ledger")


def test_of_a_conflict_in_the_file_the_first_side_counts(project: Path, yanlu: Yanlu) -> None:
    """Where git was not told to leave the ledger alone."""
    yanlu("ledger")
    own = water(project).read_text(encoding="utf-8")
    edit(project / "corpus/raw/water.txt", "谢谢大家！\n", "谢谢大家！\n" + LINE)
    yanlu("ledger")
    other = water(project).read_text(encoding="utf-8")
    (project / "corpus/raw/water.txt").write_text(WATER, encoding="utf-8")
    both = f"<<<<<<< HEAD\n{own}||||||| base\nx\n=======\n{other}>>>>>>> theirs\n"
    water(project).write_text(both, encoding="utf-8")
    code, told, _ = yanlu("ledger")
    assert (code, told.splitlines()[0].split("  ")[0]) == (0, f"2016-05-10#p6 {LINE.strip()[:20]}…")
    assert water(project).read_text(encoding="utf-8") == own


def test_two_branches_that_each_added_a_speech(project: Path, yanlu: Yanlu) -> None:
    def adds(day: str, words: str) -> Callable[[Path], object]:
        text = SHIPS.replace("2017年8月3日", day).replace("渔港", words).replace("船", words[0])
        return lambda raw: (raw / f"{words}.txt").write_text(text, encoding="utf-8")

    merged(project, yanlu, adds("2018年1月1日", "果园"), adds("2018年1月2日", "茶山"), conflict=False)
    ids = project / "corpus/ledger/ids.txt"
    assert yanlu("build")[0] == 0
    code, told, _ = yanlu("ledger")
    assert (code, told.startswith("corpus/ledger: 0 of 4")) == (0, True)
    assert ids.read_text(encoding="utf-8").split() == ["2016-05-10", "2017-08-03", "2018-01-01", "2018-01-02"]


# The commands


def test_the_command_tells_what_it_issued_and_writes_once(project: Path, yanlu: Yanlu) -> None:
    code, told, _ = yanlu("ledger")
    assert code == 0
    assert told.splitlines() == [
        "2016-05-10  added, with 5 anchors",
        "2017-08-03  added, with 4 anchors",
        "corpus/ledger: 2 of 2 speeches changed",
    ]
    before = content(project / "corpus/ledger")
    times = {path: path.stat().st_mtime_ns for path in (project / "corpus/ledger").iterdir()}
    code, told, _ = yanlu("ledger")
    assert (code, told) == (0, "corpus/ledger: 0 of 2 speeches changed\n")
    assert content(project / "corpus/ledger") == before
    assert {path: path.stat().st_mtime_ns for path in (project / "corpus/ledger").iterdir()} == times


def test_the_command_tells_what_went_and_what_came(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    raw = project / "corpus/raw/water.txt"
    raw.write_text(
        WATER.replace(WATER.split("\n")[5] + "\n", "").replace("总结去年", "汇总去年") + LINE,
        encoding="utf-8",
    )
    told = yanlu("ledger")[1].splitlines()
    assert [line.split()[:2] for line in told[:-1]] == [
        ["2016-05-10#p2", "corrected"],
        ["2016-05-10#p3", "gone"],
        ["2016-05-10#p6", "new"],
    ]
    assert "总结" in told[0] and "汇总" in told[0] and "管子该修的要修" in told[1] and "老城区" in told[2]
    assert told[-1] == "corpus/ledger: 1 of 2 speeches changed"


def test_a_build_never_writes_the_ledger(project: Path, yanlu: Yanlu) -> None:
    assert yanlu("build")[0] == 0
    assert not (project / "corpus/ledger").exists()
    yanlu("ledger")
    before = content(project / "corpus/ledger")
    edit(project / "corpus/raw/water.txt", "谢谢大家！\n", "谢谢大家！\n" + LINE)
    (project / "corpus/raw/ships.txt").unlink()
    assert yanlu("build")[0] == yanlu("findings")[0] == 0
    assert content(project / "corpus/ledger") == before
    assert 'id="p6"' in (project / "docs/speeches/2016-05-10/index.md").read_text(encoding="utf-8")


def test_provisional_numbers_and_what_went_are_findings(project: Path, yanlu: Yanlu) -> None:
    told = yanlu("findings")[1].splitlines()
    assert [line for line in told if line.startswith("A")] == [
        f"A001 {name}.txt:1: the address speeches/{id}/ and its numbers are provisional — run `yanlu ledger` before you publish"
        for name, id in (("ships", "2017-08-03"), ("water", "2016-05-10"))
    ]
    yanlu("ledger")
    assert not [line for line in yanlu("findings")[1].splitlines() if line.startswith("A")]
    raw, gone = project / "corpus/raw/water.txt", WATER.split("\n")[5]
    raw.write_text(WATER.replace(gone + "\n", "") + LINE, encoding="utf-8")
    told = [line for line in yanlu("findings")[1].splitlines() if line.startswith("A")]
    assert [line.partition(" — ")[0] for line in told] == [
        f"A001 water.txt:1: 2016-05-10#p6 is provisional: {LINE.strip()[:29]}…",
        f"A003 water.txt:1: 2016-05-10#p3 is gone: {gone.strip()[:29]}…",
    ]


def test_a_half_saved_file_burns_no_number(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    raw = project / "corpus/raw/water.txt"
    for half in (
        "　　今年还要把老城区的三十里旧管子",
        "　　今年还要把老城区的三十里旧管子全部换掉，一里一里",
    ):
        raw.write_text(WATER + half + "\n", encoding="utf-8")
        assert yanlu("build")[0] == 0
    raw.write_text(WATER + LINE, encoding="utf-8")
    yanlu("ledger")
    assert re.findall("^anchor\t(p[^\t]*)", water(project).read_text("utf-8"), re.MULTILINE)[-1] == "p6"


def test_with_an_unreadable_file_nothing_is_written(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    before = content(project / "corpus/ledger")
    (project / "corpus/raw/ships.txt").write_bytes(b"")
    edit(project / "corpus/raw/water.txt", "谢谢大家！\n", "谢谢大家！\n" + LINE)
    code, shown, told = yanlu("ledger")
    assert code == 1
    assert "D010 ships.txt:1" in shown and "corpus/ledger was not written" in told
    assert content(project / "corpus/ledger") == before


def test_under_ci_a_ledger_that_is_behind_is_an_error(
    project: Path, yanlu: Yanlu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    code, _, told = yanlu("build")
    assert code == 3
    assert told == (
        "corpus/ledger is behind: 2016-05-10, 2017-08-03; run `yanlu ledger` and commit what it writes\n"
    )
    assert yanlu("ledger")[0] == 0
    assert yanlu("build")[0] == 0
    edit(project / "corpus/raw/water.txt", "谢谢大家！\n", "谢谢大家！\n" + LINE)
    code, _, told = yanlu("build")
    assert (code, told.startswith("corpus/ledger is behind: 2016-05-10; run")) == (3, True)


def test_the_day_is_that_of_the_command(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    yanlu("build")
    changes = json.loads((project / "docs/data/history.json").read_text(encoding="utf-8"))["changes"]
    assert {(c["speech"], c["day"], c["what"]) for c in changes} == {
        ("2016-05-10", "2026-11-22", "added"),
        ("2017-08-03", "2026-11-22", "added"),
    }


def test_load_collects_damage(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"a\.tsv:1: .*\n.*b\.tsv:1: "):
        for name in "ab":
            (tmp_path / f"{name}.tsv").write_text("x", encoding="utf-8")
        ledger.load(tmp_path)


def test_of_much_damage_only_the_first_is_told(tmp_path: Path) -> None:
    for n in range(25):
        (tmp_path / f"2020-01-{n + 1:02}.tsv").write_text("x\n", encoding="utf-8")
    with pytest.raises(ledger.LedgerError) as caught:
        ledger.load(tmp_path)
    told = str(caught.value).splitlines()
    assert (len(told), told[-1]) == (21, "and 5 more ledger files")


# What the pages and the findings make of it


def test_paragraphs_in_another_order_are_told(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    lines = WATER.split("\n")
    lines[5], lines[6] = lines[6], lines[5]
    (project / "corpus/raw/water.txt").write_text("\n".join(lines), encoding="utf-8")
    assert "2016-05-10  order" in yanlu("ledger")[1].splitlines()


def test_a_removed_texts_page_says_why(project: Path, yanlu: Yanlu) -> None:
    yanlu("ledger")
    (project / "corpus/raw/water.txt").unlink()
    anchors = project / "corpus/editor/anchors.toml"
    anchors.parent.mkdir(exist_ok=True)
    anchors.write_text(
        '[[anchor]]\npage = "2016-05-10"\ngone = true\nreason = "版权人要求"\n', encoding="utf-8"
    )
    (finding,) = [line for line in yanlu("findings")[1].splitlines() if line.startswith("A")]
    assert finding.startswith(
        "A003 water.txt:1: the text of speeches/2016-05-10/ stands in no raw file any more"
    )
    assert yanlu("ledger")[0] == yanlu("build")[0] == 0
    assert "原因：版权人要求" in (project / "docs/speeches/2016-05-10/index.md").read_text(encoding="utf-8")
    (project / "corpus/raw/water.txt").write_text(WATER, encoding="utf-8")
    code, _, told = yanlu("build")
    assert (code, "speeches/2016-05-10/ shows a text; name the anchor that is gone" in told) == (2, True)


@pytest.mark.parametrize(
    ("site", "told"), [("", True), ("https://x.org/", True), ("https://x.org/a/", False)]
)
def test_a_host_redirects_only_where_every_number_is_the_same(
    site: str, told: bool, project: Path, yanlu: Yanlu
) -> None:
    (project / "mkdocs.yml").write_text(f"site_url: {site}\n", encoding="utf-8")
    (project / "corpus/raw/other.txt").write_text(WATER, encoding="utf-8")
    yanlu("ledger")
    (project / "corpus/raw/other.txt").unlink()
    yanlu("ledger")
    yanlu("build")
    redirects = project / "docs/_redirects"
    assert redirects.exists() is told
    if told:
        assert redirects.read_text() == "/speeches/2016-05-10/w2/ /speeches/2016-05-10/ 302\n"


def test_a_copy_without_a_head_is_no_finding_where_another_has_one(project: Path, yanlu: Yanlu) -> None:
    bare = "\n".join(WATER.split("\n")[4:])
    (project / "corpus/raw/bare.txt").write_text(bare, encoding="utf-8")
    assert not [
        x for x in yanlu("findings")[1].splitlines() if x.startswith(("D003", "D004")) and "bare" in x
    ]
    (project / "corpus/raw/water.txt").unlink()
    assert [x for x in yanlu("findings")[1].splitlines() if x.startswith("D003") and "bare" in x]
