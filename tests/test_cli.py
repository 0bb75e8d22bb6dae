"""`python -m yanlu` as a user runs it: what it prints, what it writes, and its exit codes."""

import io
import json
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest

from yanlu.__main__ import run
from yanlu.render import GENERATED

HOSTILE = """在全县水利工作会议上的讲话

（2003年5月7日）

林克勤

同志们：

　　<script>alert(1)</script>，{{ x }}，{% raw %}，--8<-- "/etc/passwd"，[a](javascript:alert(1))，&amp;，*__。

　　# 这一句以井号开头，后面还有别的话。

　　1. 这一句以数字和点开头，后面还有别的话。

　　他写道：\u202eabc\u202c，大家都笑了，会场里的气氛很好。

　　反斜线 \\ 和反引号 ` 也是字，{: #id} 和 :smile: 和 $x$ 和 ==y== 都是字。
"""


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A small project: the hand-written docs, and a corpus of hostile and broken files beside one good one."""
    shutil.copytree(root / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns(*GENERATED))
    shutil.copy(root / "mkdocs.yml", tmp_path)
    raw = tmp_path / "corpus/raw"
    raw.mkdir(parents=True)
    (raw / "good.txt").write_text(HOSTILE, encoding="utf-8")
    return tmp_path


def yanlu(project: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """The program, run in this process: another takes seconds to start."""
    out, err = io.StringIO(), io.StringIO()
    alone = {
        name: value for name, value in os.environ.items() if name != "CI"
    }  # there, no ledger is an error
    with (
        chdir(project),
        patch.dict(os.environ, alone, clear=True),
        patch.object(sys, "argv", ["yanlu", *args]),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        run()
        raise SystemExit(0)
    assert "Traceback" not in err.getvalue()
    return subprocess.CompletedProcess(args, int(ended.value.code or 0), out.getvalue(), err.getvalue())


def written(project: Path) -> dict[str, bytes]:
    docs = project / "docs"
    return {str(p.relative_to(docs)): p.read_bytes() for p in sorted(docs.rglob("*")) if p.is_file()}


def test_build_writes_only_what_changed_and_removes_what_is_stale(project: Path) -> None:
    assert yanlu(project, "build").returncode == 0
    first = written(project)
    stamps = {p: p.stat().st_mtime_ns for p in (project / "docs").rglob("*") if p.is_file()}
    assert yanlu(project, "build").returncode == 0
    assert written(project) == first
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps
    (project / "corpus/raw/good.txt").rename(project / "corpus/raw/moved.txt")
    (project / "corpus/raw/moved.txt").write_text(
        HOSTILE.replace("2003年5月7日", "2004年6月8日"), encoding="utf-8"
    )
    assert yanlu(project, "build").returncode == 0
    pages = {name for name in written(project) if name.startswith("speeches/")}
    assert {name for name in pages if not name.startswith("speeches/by/")} == {
        "speeches/index.md",
        "speeches/2004-06-08/index.md",
    }


def test_one_unreadable_file_does_not_stop_the_others(project: Path) -> None:
    raw = project / "corpus/raw"
    (raw / "empty.txt").write_bytes(b"")
    (raw / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (raw / "links.txt").write_text("首页\n上一篇\n讲话一\n讲话二\n", encoding="utf-8")
    done = yanlu(project, "build")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line for line in lines if "empty.txt" in line and "the file is empty" in line]
    assert [line for line in lines if "picture.txt" in line and "the bytes are no text" in line]
    assert not [line for line in lines if "links.txt" in line]  # no speech is a finding, no error
    assert "speeches/2003-05-07/index.md" in written(project)
    listed = yanlu(project, "findings")
    assert "D009 links.txt:1" in listed.stdout
    assert "D010 empty.txt:1" in listed.stdout


NAMES = (
    *("a b.txt", 'it\'s "so".txt', "..txt", "a..b.txt", "#1 & 2%.txt", "-rf.txt", "无后缀"),
    "言" * 80 + ".txt",
)


def test_any_file_name_builds(project: Path) -> None:
    raw = project / "corpus/raw"
    for year, name in enumerate(NAMES, 2004):
        (raw / name).write_text(HOSTILE.replace("2003年5月7日", f"{year}年5月7日"), encoding="utf-8")
    assert yanlu(project, "build").returncode == 0
    rows = (project / "docs/data/documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert {*NAMES} < {json.loads(row)["source"] for row in rows}


def test_a_five_megabyte_line_builds(project: Path) -> None:
    sentence = "我们要把管子修好，把书摆好，把人待好，说了就办，办就办好。"
    (project / "corpus/raw/long.txt").write_text(
        sentence * (5_000_000 // len(sentence.encode())), encoding="utf-8"
    )
    assert yanlu(project, "build").returncode == 0
    assert "speeches/undated/index.md" in written(project)


def test_the_site_of_a_hostile_corpus_builds_strictly(project: Path) -> None:
    assert yanlu(project, "build").returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=project,
        capture_output=True,
        text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr
    page = (project / "site/speeches/2003-05-07/index.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "javascript:alert" not in page.replace("(javascript:alert(1))", "")


def test_inspect_prints_one_object_a_text_and_writes_nothing(project: Path) -> None:
    before = written(project)
    done = yanlu(project, "inspect", "--json", "corpus/raw/good.txt")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert (document["date"], document["speaker"], document["kind"]) == ("2003-05-07", "林克勤", "speech")
    assert document["evidence"]["date"] == "L3 （2003年5月7日）"
    assert document["paragraphs"][0]["kind"] == "salutation"
    assert document["paragraphs"][0]["lines"] == [7, 7]
    assert '--8<-- "/etc/passwd"' in document["paragraphs"][1]["text"]
    assert document["paragraphs"][2]["text"].startswith("# 这一句")
    assert written(project) == before


def test_inspect_reads_the_other_files_when_one_cannot_be_read(project: Path) -> None:
    (project / "broken.txt").write_bytes(b"\0" * 100)
    done = yanlu(project, "inspect", "--json", "broken.txt", "missing.txt", "corpus/raw/good.txt")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "broken.txt" in done.stderr
    assert "missing.txt" in done.stderr


def test_a_wrong_place_and_a_wrong_command_are_told_in_a_sentence(tmp_path: Path) -> None:
    done = yanlu(tmp_path, "build")
    assert done.returncode == 2
    assert "start this command in the project's folder" in done.stderr
    assert yanlu(tmp_path, "bild").returncode == 2


def test_two_builds_are_the_same(project: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of the real texts too, in processes that keep sets in other orders."""
    shutil.copytree(root / "corpus", project / "corpus", dirs_exist_ok=True)
    twin = tmp_path_factory.mktemp("twin") / "project"
    shutil.copytree(project, twin)
    for seed, its in enumerate((project, twin), 1):
        env = os.environ | {"CI": "", "PYTHONHASHSEED": str(seed)}
        subprocess.run([sys.executable, "-m", "yanlu", "build"], cwd=its, env=env, check=True)
    assert written(project) == written(twin)
