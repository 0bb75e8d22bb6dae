"""What work costs: processors' seconds and memory."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
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
