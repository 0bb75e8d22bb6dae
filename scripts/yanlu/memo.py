"""Results kept on disk, so that a build works out anew only what depends on what changed.

A result is kept under a digest of all it depends on: the function's name and arguments, this package's code
and data, and the versions of Python and of all installed packages. So a memo never tells anything but
what the function would; it may be deleted at any time, and one that can't be written is none.

Where much is to be worked out, all processors share in it.

No library: joblib and diskcache load pickles as they are, and whoever can write one runs code here. Ours
makes values of this package's dataclasses and nothing else.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, TypeVar

T = TypeVar("T")
Args = tuple[object, ...]


class Caller(Protocol):
    """Calls a function for each of some arguments, in their order, or tells what it would return; `starmap` has no memory."""

    def __call__(self, function: Callable[..., T], calls: Sequence[Args], /) -> Iterator[T]: ...


#: Where the memos of a project are, below its root.
FOLDER: Final = Path(".cache/yanlu")
_DIGEST: Final = 32  #: bytes of a SHA-256, which stands before each value
#: So many new results are worth the second or two in which other processes start.
MANY: Final = 200
_CHUNK: Final = 4  #: results that a process works out before it hands them over


class Memo:
    """The results of one stage, a file each. What a whole run did not ask for is stale, and removed behind it.

    >>> from tempfile import mkdtemp
    >>> with Memo(Path(mkdtemp())) as memo:
    ...     list(memo(len, [("abc",), ("de",), ("abc",)]))
    [3, 2, 3]
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked: set[str] = set()

    def __call__(self, function: Callable[..., T], calls: Sequence[Args], /) -> Iterator[T]:
        """What the function returns for each call, whose arguments' `repr` tells all about them.

        Raises what the function does, in its turn.
        """
        places = [self._folder / _key(function, args) for args in calls]
        self._asked.update(place.name for place in places)
        new = {place: args for place, args in zip(places, calls, strict=True) if not place.exists()}
        return self._results(function, list(zip(places, calls, strict=True)), set(new), _made(function, new))

    def _results(
        self,
        function: Callable[..., T],
        calls: Collection[tuple[Path, Args]],
        new: set[Path],
        made: Iterator[bytes],
    ) -> Iterator[T]:
        """The values of all calls, those of the new ones from `made`."""
        for place, args in calls:
            if place in new:
                new.remove(place)
                yield _value(next(made))
            else:
                yield _kept(place) or _value(_make(place, function, args))

    def __enter__(self) -> Memo:
        return self

    def __exit__(
        self, error: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if error is None:
            with suppress(OSError):
                for path in self._folder.iterdir():
                    if path.name not in self._asked:
                        path.unlink(missing_ok=True)


def _made(function: Callable[..., object], new: Mapping[Path, Args]) -> Iterator[bytes]:
    """New results as they are kept, in their order. Where there are many, other processes begin on them at once."""
    if len(new) < MANY:
        return map(_make, new, repeat(function), new.values())
    workers = ProcessPoolExecutor(initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))
    made = workers.map(_make, new, repeat(function), new.values(), chunksize=_CHUNK)
    workers.shutdown(wait=False)  # takes no more work, but does what it has
    return made


def _make(place: Path, function: Callable[..., object], args: Args) -> bytes:
    """Work a result out and keep it: written beside its place and moved there, so that there is never half of one."""
    value = io.BytesIO()
    _Pickler(value, pickle.HIGHEST_PROTOCOL).dump(function(*args))
    content = hashlib.sha256(value.getbuffer()).digest() + value.getvalue()
    unfinished = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(content)
        unfinished.replace(place)
    return content


def _kept(place: Path) -> Any:
    """The value that is kept; None if there is none, or it is damaged or not ours."""
    with suppress(OSError, pickle.UnpicklingError):
        return _value(place.read_bytes())


def _value(content: bytes) -> Any:
    """The value that was kept as this. Raises UnpicklingError if it is damaged or not ours."""
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        raise pickle.UnpicklingError("not as it was kept")
    return _Plain(io.BytesIO(content[_DIGEST:])).load()


class _Pickler(pickle.Pickler):
    """Tells of a dataclass what to call it with: twice as fast to load as what they tell themselves."""

    def reducer_override(self, value: Any) -> Any:
        names = _fields(value.__class__)
        return NotImplemented if names is None else (type(value), tuple([getattr(value, n) for n in names]))


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass's fields; None of another class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


class _Plain(pickle.Unpickler):
    """Makes this package's dataclasses and plain values; anything else in a pickle is an error."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith("yanlu.") else None
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


def _key(function: Callable[..., object], args: Args) -> str:
    call = f"{function.__module__}.{function.__qualname__}{args!r}"
    return hashlib.sha256(_fingerprint() + call.encode("utf-8", "backslashreplace")).hexdigest()


@cache
def _fingerprint() -> bytes:
    """What tells one state of our code, our tables and all packages from another."""
    package = Path(__file__).parent
    seen = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        seen.update(f"{path.relative_to(package)} {path.stat().st_size} ".encode() + path.read_bytes())
    for name in sorted({path.name for place in sys.path for path in Path(place).glob("*.dist-info")}):
        seen.update(name.encode())  # a package's name and version
    return seen.digest()
