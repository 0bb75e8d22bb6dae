"""Bringing generated folders to the state they should have, touching only what differs.

A file left alone keeps its time, so live reload and rsync see only what really changed. A file is
written beside its place and then moved there: an interrupted run leaves no half file, and what it
leaves behind is stale to the next.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """What `sync` did, in files."""

    written: int
    unchanged: int
    removed: int


def sync(
    root: Path, files: Mapping[str, bytes], folders: Collection[str], single: Collection[str] = ()
) -> Written:
    """Make `folders` below `root`, and the `single` files in it, be exactly `files`.

    Keys are paths below `root`, with ``/``. Raises ValueError for a file that is neither in a
    folder nor a single one, before anything is touched.
    """
    for path in files:
        if path not in single and not _is_inside(path, folders):
            raise ValueError(f"{path!r} is outside the generated folders {', '.join(sorted(folders))}")
    removed = sum(_remove_stale(root / folder, folder, files) for folder in sorted(folders))
    removed += sum(_remove_stale(root / name, name, files) for name in sorted(set(single) - set(files)))
    written = sum(_write(root / path, content) for path, content in files.items())
    return Written(written, len(files) - written, removed)


def _is_inside(path: str, folders: Collection[str]) -> bool:
    parts = path.split("/")
    return len(parts) > 1 and parts[0] in folders and ".." not in parts


def _remove_stale(folder: Path, path: str, files: Mapping[str, bytes]) -> int:
    """Remove what is not in `files`, then the folders that are left empty. Counts files."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
        return 1
    return _thin_out(folder, path, files) if folder.is_dir() else 0


def _thin_out(folder: Path, path: str, files: Mapping[str, bytes]) -> int:
    """The same for what is a folder; `path` is its name in `files`."""
    removed = 0
    for item in list(os.scandir(folder)):
        name = f"{path}/{item.name}"
        if item.is_dir(follow_symlinks=False):
            removed += _thin_out(folder / item.name, name, files)
        elif name not in files:
            (folder / item.name).unlink()
            removed += 1
    if not any(folder.iterdir()):
        folder.rmdir()
    return removed


def _write(path: Path, content: bytes) -> bool:
    """Write the file unless it has this content already. Says whether it wrote."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")  # hidden: the site generator skips it
    unfinished.write_bytes(content)
    unfinished.replace(path)
    return True
