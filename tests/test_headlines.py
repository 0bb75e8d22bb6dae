"""The table tests/cases/headlines.toml: what the head of a text tells about it.

Facts are exact; an occasion may be longer or shorter than the table's, as readers word it differently.
"""

from typing import Any

import pytest

from tests.test_cases import load
from tests.test_seeds import fold
from yanlu import pipeline
from yanlu.model import Facts

#: Two paragraphs of no interest, so that the head stands over a text.
BODY = """\
修路是一件小事，也是一件大事。路通了，粮食运得出去，孩子走得到学校，老人看得上病，一个村子就活了。这些年路一寸一寸往前修，靠的是许多双手。
往后的日子还长，事情要一件一件做。做好一件，就记下一件；做错一件，也记下一件，免得后来的人再走弯路。
"""


def facts_of(case: dict[str, Any]) -> Facts:
    gap = "\n" if case.get("name", "").endswith(".md") else ""
    text = case["text"] + gap.join(BODY.splitlines(keepends=True)) + case.get("tail", "")
    (document,) = pipeline.read(case.get("name", "a.txt"), text.lstrip("\n").encode()).documents
    return document.facts


def misses(case: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    """What is wrong: the fact, what was read, what was wanted."""
    facts = facts_of(case)
    wanted: dict[str, str | None] = case.get("facts", {}) | dict.fromkeys(case.get("none", []))
    got = {fact: getattr(facts, fact) for fact in wanted}
    if got.get("occasion") and wanted["occasion"]:
        read, gold = fold(got["occasion"]), fold(wanted["occasion"])
        got["occasion"] = wanted["occasion"] if read in gold or gold in read else got["occasion"]
    return {fact: (got[fact], wanted[fact]) for fact in wanted if got[fact] != wanted[fact]}


@pytest.mark.parametrize("case", load("headlines.toml"))
def test_head(case: dict[str, Any]) -> None:
    assert misses(case) == {}
