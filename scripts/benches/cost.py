"""What work costs: processors' seconds and memory."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, set_start_method
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
Figures = dict[str, float]  #: what a bench measures, by its name


def apart(measured: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function measures in a process of its own, so that memory is counted from nothing.

    That process starts others as the program does, not as it was started itself.
    """
    usual = {"initializer": set_start_method, "initargs": (None, True)}
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), **usual) as workers:
        return workers.submit(measured, *args, **kwargs).result()


def worked() -> float:
    """The processors' seconds of this process and of those it started that have ended."""
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(its.ru_utime + its.ru_stime for its in used)


def peak(whose: int) -> float:
    """The most memory held at one time, in MB; Linux counts it in KB, macOS in bytes."""
    return resource.getrusage(whose).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def table(what: str, columns: Mapping[str, Figures], rows: Mapping[str, str]) -> None:
    """Print figures, a column for each size of what was measured: figure → what it is."""
    print(f"{what:<60}" + "".join(f"{size:>12}" for size in columns))
    for figure, named in rows.items():
        print(f"{named:<60}" + "".join(f"{shown(column.get(figure)):>12}" for column in columns.values()))


def shown(value: float | None) -> str:
    """A figure as a table has it; a dash for one that was not measured.

    >>> shown(4000.0), shown(3), shown(0.41234), shown(None)
    ('4,000', '3', '0.412', '–')
    """
    if value is None:
        return "–"
    return f"{value:,.0f}" if isinstance(value, int) or value >= 100 else f"{value:.3f}"
