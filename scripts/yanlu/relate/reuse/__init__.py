"""Repeated passages: what was said before, where, and with which words changed.

The modules' names sort in the order they run: the letters of all texts (corpus), equal runs (exact, or engines), runs
extended over edits (gapped), what is worth showing (judge), long stretches and all their places (passages), set phrases (phrases), and
both as the site shows them (results). No pair of texts is compared that has no run of letters in common, and what
is frequent is never left out: it is the formula.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from yanlu.relate.reuse import engines, exact, gapped, results
from yanlu.relate.reuse.corpus import Row, Text, texts
from yanlu.relate.reuse.engines import Engine
from yanlu.relate.reuse.judge import Judge
from yanlu.relate.reuse.passages import near, together
from yanlu.relate.reuse.phrases import phrases
from yanlu.relate.reuse.results import Passage

__all__ = ["Passage", "Text", "find", "texts"]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python looks for no garbage in cycles: millions of spans are made here, none in a cycle, and looked through again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_collector()
def find(texts: Sequence[Text], stops: Collection[str] = (), engine: str = Engine.numpy) -> list[Passage]:
    """Every repeated passage of some texts, the most frequent first. `stops` are wordings that the editor calls boilerplate.

    Every engine finds the same.
    """
    row = Row(sorted(texts, key=lambda text: (text.day or "9", text.document)))
    judge = Judge(row)
    runs = exact.runs(row.letters, engines.pairs(engine))
    groups = together(row, near(row, judge, gapped.stretches(row.letters, row.home, *runs)))
    return results.passages(row, judge, groups, phrases(row, judge, runs, groups), stops)
