"""Writing the generated folders: only what differs, nothing half, nothing of others."""

import os
from pathlib import Path

import pytest

from yanlu.render.sync import Written, sync

FOLDERS = ("speeches", "data")


def test_writes_once_then_leaves_alone(tmp_path: Path) -> None:
    files = {"speeches/a/index.md": b"a", "data/x.jsonl": b"x"}
    assert sync(tmp_path, files, FOLDERS) == Written(written=2, unchanged=0, removed=0)
    os.utime(tmp_path / "data/x.jsonl", (1, 1))
    assert sync(tmp_path, files, FOLDERS) == Written(written=0, unchanged=2, removed=0)
    assert (tmp_path / "data/x.jsonl").stat().st_mtime == 1


def test_writes_what_changed_and_removes_what_is_stale(tmp_path: Path) -> None:
    sync(tmp_path, {"speeches/a/index.md": b"a", "speeches/b/index.md": b"b", "data/x": b"x"}, FOLDERS)
    done = sync(tmp_path, {"speeches/a/index.md": b"A"}, FOLDERS)
    assert done == Written(written=1, unchanged=0, removed=2)
    assert (tmp_path / "speeches/a/index.md").read_bytes() == b"A"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["speeches"]
    assert [p.name for p in (tmp_path / "speeches").iterdir()] == ["a"]


def test_touches_nothing_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/reading.md").write_bytes(b"hand")
    (tmp_path / "index.md").write_bytes(b"hand")
    sync(tmp_path, {}, FOLDERS)
    assert (tmp_path / "guide/reading.md").exists() and (tmp_path / "index.md").exists()


@pytest.mark.parametrize("path", ["index.md", "guide/x", "speeches", "speeches/../x", "/etc/x", "../x"])
def test_refuses_a_path_outside_its_folders(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="outside the generated folders"):
        sync(tmp_path, {"speeches/a": b"a", path: b"x"}, FOLDERS)
    assert not any(tmp_path.iterdir()), "something was written all the same"


def test_an_interrupted_write_leaves_the_old_file_and_the_next_run_mends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(tmp_path, {"speeches/a": b"old"}, FOLDERS)

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sync(tmp_path, {"speeches/a": b"new"}, FOLDERS)
    assert (tmp_path / "speeches/a").read_bytes() == b"old"
    sync(tmp_path, {"speeches/a": b"new"}, FOLDERS)
    assert [p.name for p in (tmp_path / "speeches").iterdir()] == ["a"]
    assert (tmp_path / "speeches/a").read_bytes() == b"new"


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    sync(tmp_path, {"speeches/a": b"file", "speeches/b/index.md": b"page"}, FOLDERS)
    sync(tmp_path, {"speeches/a/index.md": b"page", "speeches/b": b"file"}, FOLDERS)
    assert (tmp_path / "speeches/a/index.md").read_bytes() == b"page"
    assert (tmp_path / "speeches/b").read_bytes() == b"file"


def test_a_single_file_stands_beside_what_is_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / "about.md").write_bytes(b"hand")
    files = {"index.md": b"front", "speeches/a": b"a"}
    assert sync(tmp_path, files, FOLDERS, ["index.md"]) == Written(2, 0, 0)
    assert sync(tmp_path, files, FOLDERS, ["index.md"]) == Written(0, 2, 0)
    assert sync(tmp_path, {"speeches/a": b"a"}, FOLDERS, ["index.md"]) == Written(0, 1, 1)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["about.md", "speeches"]


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "keep").write_bytes(b"keep")
    docs = tmp_path / "docs"
    (docs / "speeches").mkdir(parents=True)
    (docs / "speeches/folder").symlink_to(outside)
    (docs / "speeches/file").symlink_to(outside / "keep")
    sync(docs, {"speeches/file": b"new"}, FOLDERS)
    assert (outside / "keep").read_bytes() == b"keep"
    assert not (docs / "speeches/file").is_symlink() and not (docs / "speeches/folder").exists()
