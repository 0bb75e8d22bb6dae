"""What counts as the same character. The same table is run against the browser's fold (browser/test_links.py)."""

from typing import Any

import pytest

from tests.test_cases import load
from yanlu.hanzi import fold, folded


@pytest.mark.parametrize("case", load("fold.toml"))
def test_fold(case: dict[str, Any]) -> None:
    text = case["original"]
    assert fold(text) == case["expected"]
    letters, at = folded(text)
    assert letters == case["expected"]
    assert "".join(fold(text[i]) for i in sorted(set(at))) == letters
