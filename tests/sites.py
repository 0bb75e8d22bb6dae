"""A site of made-up documents, each a speech of its own."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from yanlu.model import Document, Facts, Paragraph, RawFile, Speech
from yanlu.relate.advance import advance
from yanlu.relate.identify import identify
from yanlu.relate.ledger import Record
from yanlu.relate.speeches import speeches
from yanlu.relate.word import Word
from yanlu.relate.works import work
from yanlu.render import Site

Records = Mapping[str, Record]


def alone(documents: Iterable[Document], known: Records | None = None) -> tuple[list[Speech], Records]:
    """A speech for each document, as the ledger would know them; no copies are sought."""
    named = identify([work([document], ()) for document in documents], known or {})
    records, _ = advance(named, known or {}, Word())
    return speeches(named, records), records


def site(
    documents: Sequence[Document],
    raws: Mapping[str, RawFile],
    sources: Mapping[str, Mapping[str, str]] | None = None,
    url: str = "",
    known: Records | None = None,
) -> Site:
    """The site of those documents. Raises ValueError for a date of another form."""
    data = {name: raw.text.encode() for name, raw in raws.items()}
    return Site(alone(documents, known)[0], raws, data, sources or {}, url=url)


def document(source: str, ordinal: int, texts: Iterable[str], facts: Facts | None = None) -> Document:
    """A document of these paragraphs, each on a line of its own."""
    paragraphs = tuple(
        Paragraph(text, 0, len(text), (line, line), "body") for line, text in enumerate(texts, 1)
    )
    return Document(source, ordinal, 0, 1, facts or Facts(title="题"), (), paragraphs, (), ())


def raw_files(documents: Iterable[Document]) -> dict[str, RawFile]:
    """A raw file for each name, which only pretends to hold its documents."""
    names = {document.source for document in documents}
    return {n: RawFile(n, n, hashlib.sha256(n.encode()).hexdigest(), "utf-8", len(n)) for n in names}


def generate(folder: Path) -> Path:
    """The site that MkDocs makes, strictly, of a project whose pages are written."""
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    return folder / "site"
