"""The match step as one relational expression: for a corpus that is too large for one machine's memory.

`exact.pairs` does the same with numpy, and the pairs are the same. DuckDB uses the disk, Spark a cluster; both want the
extra `yanlu[spark]`, which nothing else needs and which is imported only here.
"""

from __future__ import annotations

from enum import StrEnum, auto
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from yanlu.relate.reuse import exact
from yanlu.relate.reuse.corpus import Letters
from yanlu.relate.reuse.exact import NEXT, Keys, Pairs


class Engine(StrEnum):
    """What may find pairs."""

    numpy = auto()
    duckdb = auto()
    spark = auto()


class EngineError(Exception):
    """An engine can't be had, and what to do."""


def pairs(engine: str) -> Pairs:
    """What finds pairs of places with the same letters. Raises `EngineError`."""
    if engine == "numpy":
        return exact.pairs
    connection = _connected(engine)

    def found(letters: Letters, k: int, rare: bool) -> Keys:
        with TemporaryDirectory() as folder:  # where Spark's workers see it too
            path = Path(folder) / "grams.parquet"
            _write(path, letters, k)
            rows = connection.to_pyarrow(linked(connection.read_parquet(path), rare))
        return exact.packed(rows["a"].to_numpy(), rows["b"].to_numpy())

    return found


def _connected(engine: str) -> Any:
    """A connection to DuckDB in this process, or to the Spark that the machine is set up for."""
    if find_spec("ibis") is None:
        raise EngineError(
            f"--engine {engine} wants the extra yanlu[spark], which is not installed: "
            'run `.venv/bin/pip install -c scripts/constraints.txt -e ".[spark]"`'
        )
    import ibis

    if engine == "duckdb":
        return ibis.duckdb.connect()
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    try:
        return ibis.pyspark.connect(SparkSession.builder.getOrCreate())
    except PySparkRuntimeError as e:
        raise EngineError(f"Spark does not start: {e}; it wants a Java 17, to which JAVA_HOME is set") from e


def _write(path: Path, letters: Letters, k: int) -> None:
    """Each place of k letters: the letters as a number, and the one before them."""
    import pyarrow
    import pyarrow.parquet

    place, key = exact.keys(letters, k)
    before = letters[place - 1].astype(np.int32)
    columns = {"place": place, "key": key.view(np.int64), "before": before}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def linked(grams: Any, rare: bool) -> Any:
    """Pairs of places with the same letters and others before them, as an expression; see `exact.pairs`."""
    import ibis

    its = grams.mutate(size=grams.place.count().over(ibis.window(group_by=grams.key)))
    its = its.filter(its.size > 1)
    if rare:
        frequent = its.filter(its.size > NEXT)
        behind = frequent.select(behind=frequent.place + 1)
        its = its.filter(its.size <= NEXT).left_join(behind, [("place", "behind")])
        its = its.mutate(before=ibis.ifelse(its.behind.isnull(), its.before, 0))
    order = ibis.window(group_by=its.key, order_by=its.place)
    found = []
    for shift in range(1, NEXT + 1):
        two = its.select(
            "before",
            a=its.place,
            b=its.place.lead(shift).over(order),
            other=its.before.lead(shift).over(order),
        )
        two = two.filter(two.b.notnull(), (two.before != two.other) | (two.before == 0))
        found.append(two.select("a", "b"))
    return ibis.union(*found)
