"""Results kept on disk: never another than the function's, whatever became of the files or the corpus."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from yanlu import memo, pipeline
from yanlu.editor import EditorError
from yanlu.memo import Memo
from yanlu.model import Block, Facts

# --- one memo -------------------------------------------------------------------------------------------


def block(text: str) -> Block:
    return Block(text, 0, len(text), (1, 1))


def asked(folder: Path, *texts: str) -> list[str]:
    """For which texts one run had to call the function."""
    called = []

    def calling(text: str) -> Block:
        called.append(text)
        return block(text)

    with Memo(folder) as kept:
        assert list(kept(calling, [(text,) for text in texts])) == [block(text) for text in texts]
    return called


def test_what_is_known_is_not_worked_out_again(tmp_path: Path) -> None:
    assert asked(tmp_path, "甲", "乙", "甲") == ["甲", "乙"]
    assert asked(tmp_path, "甲", "丙", "乙") == ["丙"]


def test_what_a_run_did_not_ask_for_is_removed(tmp_path: Path) -> None:
    asked(tmp_path, "甲", "乙")
    (tmp_path / "left by an interrupted run").write_bytes(b"x")
    asked(tmp_path, "乙")
    assert len(list(tmp_path.iterdir())) == 1
    assert asked(tmp_path, "甲", "乙") == ["甲"]


def test_a_run_that_fails_removes_nothing(tmp_path: Path) -> None:
    asked(tmp_path, "甲")
    with pytest.raises(ZeroDivisionError), Memo(tmp_path):
        raise ZeroDivisionError
    assert asked(tmp_path, "甲") == []


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[:-1], lambda b: b[:40] + bytes([b[40] ^ 1]) + b[41:]]
)
def test_a_damaged_file_is_worked_out_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    asked(tmp_path, "甲")
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(damage(kept.read_bytes()))
    assert asked(tmp_path, "甲") == ["甲"]
    assert asked(tmp_path, "甲") == []


class Attack:
    """Would make a folder where its pickle is loaded like any other."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.mark),)


def test_a_foreign_pickle_runs_nothing(tmp_path: Path) -> None:
    folder, mark = tmp_path / "memo", tmp_path / "mark"
    asked(folder, "甲")
    (kept,) = folder.iterdir()
    content = pickle.dumps(Attack(mark))
    kept.write_bytes(hashlib.sha256(content).digest() + content)
    assert asked(folder, "甲") == ["甲"]
    assert not mark.exists()
    pickle.loads(content)
    assert mark.exists()  # the pickle was a real one


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert asked(tmp_path / "file", "甲") == ["甲"]


def test_other_code_has_other_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(tmp_path, "甲")
    monkeypatch.setattr(memo, "_fingerprint", lambda: b"other code")
    assert asked(tmp_path, "甲") == ["甲"]


def test_lone_surrogates_and_dicts_come_back(tmp_path: Path) -> None:
    facts = Facts(title="\ud800", evidence={"title": "L1 \udfff"})
    for _ in range(2):
        with Memo(tmp_path) as kept:
            assert list(kept(lambda: facts, [()])) == [facts]


# --- many results ----------------------------------------------------------------------------------------


def expression(value: str) -> tuple[str]:
    """A call of `eval` that tells in which process it was made: any process has that function."""
    return (f"({value}, __import__('os').getpid())",)


def test_many_results_come_from_other_processes_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "MANY", 3)
    calls = [expression(str(n)) for n in (*range(30), 7)]
    for _ in range(2):
        with Memo(tmp_path) as kept:
            found = list(kept(eval, calls))
        assert [n for n, _ in found] == [*range(30), 7]
        assert os.getpid() not in {process for _, process in found}


def test_few_results_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MANY", 3)
    with Memo(tmp_path) as kept:
        assert list(kept(eval, [expression("1"), expression("2")])) == [(1, os.getpid()), (2, os.getpid())]


def test_an_error_in_another_process_is_raised_in_its_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "MANY", 2)
    with pytest.raises(ZeroDivisionError), Memo(tmp_path) as kept:
        results = kept(eval, [("1",), ("2",), ("1 / 0",), ("4",)])
        assert [next(results), next(results)] == [1, 2]
        next(results)


# --- whole builds -----------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A project with three raw files of the first corpus, as it is after a build."""
    project = tmp_path / "project"
    names = ("000_2ba47e9fb844da27.txt", "002_a24ef557e5c4aeca.txt", "004_6d5c91850a0c92e6.txt")
    for name in names:
        for path in (root / "corpus/raw" / name, root / "corpus/editor" / f"{name}.toml"):
            if path.exists():
                (project / path.relative_to(root)).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, project / path.relative_to(root))
    pipeline.build(project, iter)
    return project


def edit_raw(project: Path) -> None:
    path = project / "corpus/raw/002_a24ef557e5c4aeca.txt"
    path.write_bytes(path.read_bytes() + "这句话是后来加的。\n".encode())


def edit_word(project: Path) -> None:
    path = project / "corpus/editor/000_2ba47e9fb844da27.txt.toml"
    path.write_text(
        '[[text]]\nfind = "大年初一，我主持召开"\nreplace = "正月初一，我主持召开"\nreason = "another copy"\n',
        "utf-8",
    )


def fix_encoding(project: Path) -> None:
    (project / "corpus/sources.toml").write_text(
        '["002_a24ef557e5c4aeca.txt"]\nencoding = "gb18030"\n', "utf-8"
    )


def remove_raw(project: Path) -> None:
    (project / "corpus/raw/002_a24ef557e5c4aeca.txt").unlink()


def remove_word(project: Path) -> None:
    shutil.rmtree(project / "corpus/editor")


def written(project: Path) -> dict[str, bytes]:
    docs = project / "docs"
    return {
        path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("change", [edit_raw, edit_word, fix_encoding, remove_raw, remove_word])
def test_a_build_that_remembers_writes_what_a_first_one_does(
    project: Path, change: Callable[[Path], None]
) -> None:
    before = written(project)
    change(project)
    pipeline.build(project, iter)
    remembered = written(project)
    shutil.rmtree(project / memo.FOLDER)
    shutil.rmtree(project / "docs")
    pipeline.build(project, iter)
    assert written(project) == remembered
    assert remembered != before


def test_other_processes_write_the_same_site(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = written(project)
    shutil.rmtree(project / memo.FOLDER)
    shutil.rmtree(project / "docs")
    monkeypatch.setattr(memo, "MANY", 1)
    pipeline.build(project, iter)
    assert written(project) == alone


def test_the_editors_mistake_is_told_whole_by_another_process(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_word(project)
    path = project / "corpus/editor/000_2ba47e9fb844da27.txt.toml"
    path.write_text(path.read_text("utf-8").replace("大年初一，我主持召开", "没有这句话"), "utf-8")
    with pytest.raises(EditorError) as alone:
        pipeline.build(project, iter)
    monkeypatch.setattr(memo, "MANY", 1)
    with pytest.raises(EditorError) as apart:
        pipeline.build(project, iter)
    assert str(apart.value) == str(alone.value)
    assert "没有这句话" in str(alone.value)


def test_a_file_that_cannot_be_read_is_a_finding_in_another_process_too(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "MANY", 1)
    (project / "corpus/raw/empty.txt").write_bytes(b"\n")
    corpus, _, _ = pipeline.build(project, iter)
    assert [finding.source for finding in corpus.unreadable] == ["empty.txt"]
    assert len(corpus.readings) == 3


def test_only_what_changed_is_read_and_rendered(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    def noting(function: Callable[..., object]) -> Callable[..., object]:
        def noted(*args: object) -> object:
            called.append(function.__name__)
            return function(*args)

        noted.__module__, noted.__qualname__ = function.__module__, function.__qualname__
        return noted

    monkeypatch.setattr("yanlu.pipeline.read", noting(pipeline.read))
    monkeypatch.setattr("yanlu.render.speech_files", noting(pipeline.render.__globals__["speech_files"]))
    pipeline.build(project, iter)
    assert called == []
    edit_raw(project)
    pipeline.build(project, iter)
    assert called == ["read", "speech_files"]
