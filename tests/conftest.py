"""What every test may ask for."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The raw files of the corpus, by name."""
    return sorted(path for path in (ROOT / "corpus" / "raw").iterdir() if path.is_file())
