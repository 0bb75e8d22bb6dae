"""THE order of the steps. No step is called from anywhere else."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from yanlu import editor
from yanlu.model import Document, Finding, RawFile
from yanlu.read import decode, extract, facts, fix, join, shapes, split, tell, what, when
from yanlu.render import Written, render
from yanlu.render.feed import site_url
from yanlu.trace import Trace

T = TypeVar("T")
Progress = Callable[
    [Sequence[T]], Iterable[T]
]  #: passes its argument on, item by item, and shows how far it is


#: What systems and git leave in folders; any other file is read or complained of.
_LITTER = re.compile(
    r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.git(?:keep|ignore|attributes)|.*~|\..*\.sw[op]"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A raw file read: the decoded file and the documents in it, perhaps none."""

    raw: RawFile
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All raw files read. ``unreadable`` are errors: those files are missing from the site."""

    readings: tuple[Reading, ...]
    data: dict[str, bytes]  #: raw file's name → its bytes
    unreadable: tuple[Finding, ...]
    sources: dict[str, dict[str, str]]

    @property
    def documents(self) -> list[Document]:
        return [document for reading in self.readings for document in reading.documents]

    @property
    def findings(self) -> list[Finding]:
        return sorted([*self.unreadable, *(f for reading in self.readings for f in reading.findings)])


def build(root: Path, progress: Progress[Path]) -> tuple[Corpus, Written]:
    """The corpus below `root` read and its pages written into `root/docs`. Raises `EditorError`."""
    corpus = read_corpus(root, progress)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    settings = root / "mkdocs.yml"
    address = site_url(settings.read_text(encoding="utf-8"), os.environ) if settings.exists() else ""
    return corpus, render(corpus.documents, raws, corpus.data, root / "docs", corpus.sources, address)


def read_corpus(root: Path, progress: Progress[Path]) -> Corpus:
    """Every raw file below `root/corpus/raw`, with the editor's word applied. Raises `EditorError`."""
    paths = sorted(
        p for p in (root / "corpus/raw").iterdir() if p.is_file() and not _LITTER.fullmatch(p.name)
    )
    names = [path.name for path in paths]
    edits = editor.load(root / "corpus/editor", names)
    sources = editor.sources(root / "corpus/sources.toml", names)
    readings, data, unreadable = [], {}, []
    for path in progress(paths):
        data[path.name] = path.read_bytes()
        source = sources.get(path.name, {})
        try:
            reading = read(path.name, data[path.name], source.get("encoding"), edits.get(path.name))
        except decode.Unreadable as e:
            unreadable.append(Finding(path.name, 1, "D010", str(e)))
            continue
        readings.append(replace(reading, findings=(*reading.findings, *editor.doubts(reading.raw, source))))
    return Corpus(tuple(readings), data, tuple(unreadable), sources)


def editors_word(root: Path, name: str) -> tuple[str | None, editor.Edits | None]:
    """What the editor says about one raw file: its encoding and the corrections. Raises `EditorError`."""
    names = [p.name for p in (root / "corpus/raw").iterdir()]
    encoding = editor.sources(root / "corpus/sources.toml", names).get(name, {}).get("encoding")
    return encoding, editor.load(root / "corpus/editor", names).get(name)


def read(name: str, data: bytes, encoding: str | None = None, edits: editor.Edits | None = None) -> Reading:
    """Raw bytes to documents. Raises `decode.Unreadable` where there is no text in the bytes."""
    edits = edits or editor.Edits(name)
    raw = decode.decode(name, data, encoding)
    trace = clean(name, raw.text)
    trace = trace.apply("editor", editor.text_corrections(edits, trace.text))
    lines = shapes.lines(trace)
    cuts = editor.cuts(edits, lines, split.split(lines))
    told = [tell.tell(part) for part in split.split(lines, cuts)]
    documents = editor.correct(edits, _documents(raw, trace, told))
    documents = [replace(d, findings=tuple(facts.doubts(d))) for d in documents]
    findings = [*raw.findings, *(f for d in documents for f in d.findings)]
    if not documents:
        findings.append(
            Finding(name, 1, "D009", "no speech in it: no sentences, or only a list, a headline or verse")
        )
    return Reading(raw, tuple(documents), tuple(findings))


def clean(name: str, text: str) -> Trace:
    """Decoded text to clean lines, one a paragraph, with the log of every change.

    Run until nothing changes, so that cleaning the clean text changes nothing.
    """
    trace = Trace(text).run(decode.CHARACTERS)
    trace = trace.run(extract.layers(name, trace.text))
    while (cleaner := trace.run((*fix.BEFORE, *join.JOIN, *fix.AFTER))).text != trace.text:
        trace = cleaner
    return trace


def _documents(raw: RawFile, trace: Trace, told: list[tell.Told]) -> list[Document]:
    """The documents of a file; what is no speech goes along with the text before it."""
    texts = _with_remnants(told)
    changes = tuple(trace.changes())
    starts = [c.start for c in changes]
    front = extract.front_matter(raw.name, raw.text)
    years = [when.frame_years(text) for text in texts]
    bounds = [0, *(trace.origin_end(min(line.at for line in t.lines())) for t in texts[1:]), len(raw.text)]
    found = []
    for i, text in enumerate(texts):
        span = (bounds[i], bounds[i + 1])
        last = i + 1 == len(texts)
        own = changes[bisect_left(starts, span[0]) : None if last else bisect_left(starts, span[1])]
        others = [year for other in (*years[:i], *years[i + 1 :]) for year in other]
        known = facts.facts(text, raw.name, front if i == 0 else {}, others, own)
        found.append(facts.document(raw.name, i + 1, span, text, known, own))
    return found


def _with_remnants(told: list[tell.Told]) -> list[tell.Told]:
    """Texts only: a remnant that is no speech becomes apparatus of the text before it, else behind it."""
    texts: list[tell.Told] = []
    waiting: list[shapes.Line] = []
    for text in told:
        if what.is_speech(text):
            texts.append(replace(text, apparatus=(*waiting, *text.apparatus)))
            waiting = []
        elif texts:
            texts[-1] = replace(texts[-1], apparatus=(*texts[-1].apparatus, *text.lines()))
        else:
            waiting += text.lines()
    return texts
