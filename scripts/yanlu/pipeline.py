"""THE order of the steps. No step is called from anywhere else."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from yanlu import editor, memo, notes
from yanlu.memo import Memo
from yanlu.model import Document, Finding, RawFile, Speech
from yanlu.read import decode, extract, facts, fix, join, shapes, split, tell, what, when
from yanlu.relate import advance, copies, history, identify, ledger, published, reuse, speeches, works
from yanlu.relate.reuse.engines import Engine
from yanlu.relate.word import Word
from yanlu.render import Site, Written, render
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
    word: Word = field(default_factory=Word)

    @property
    def documents(self) -> list[Document]:
        return [document for reading in self.readings for document in reading.documents]

    @property
    def findings(self) -> list[Finding]:
        return sorted([*self.unreadable, *(f for reading in self.readings for f in reading.findings)])


@dataclass(frozen=True, slots=True)
class Related:
    """The corpus's speeches, and the ledger as it is (``known``) and as it would be written (``records``)."""

    speeches: tuple[Speech, ...]
    known: Mapping[str, ledger.Record]
    records: Mapping[str, ledger.Record]
    reissued: tuple[str, ...]
    findings: tuple[Finding, ...]
    settled: frozenset[Finding]  #: findings of the reading that are none any more
    notes: tuple[published.Standing, ...] = ()

    def findings_with(self, corpus: Corpus) -> list[Finding]:
        """All that is doubtful in a corpus that was read and related."""
        return sorted([*(set(corpus.findings) - self.settled), *self.findings])

    @property
    def behind(self) -> list[str]:
        """The speeches whose ledger has not what their pages show."""
        return sorted(id for id, record in self.records.items() if self.known.get(id) != record)


def build(
    root: Path, progress: Progress[Path], engine: str = Engine.numpy
) -> tuple[Corpus, Related, Written]:
    """The corpus below `root` read, and its pages written into `root/docs`; `engine` finds repeated passages.

    The ledger is read, never written: what it lacks is numbered provisionally.
    Raises `EditorError`, `LedgerError`, `NotesError`.
    """
    corpus, related = look(root, progress)
    raws = {reading.raw.name: reading.raw for reading in corpus.readings}
    settings = root / "mkdocs.yml"
    address = site_url(settings.read_text(encoding="utf-8"), os.environ) if settings.exists() else ""
    with Memo(root / memo.FOLDER / "reuse") as kept:
        (passages,) = kept(
            reuse.find, [(tuple(reuse.texts(related.speeches)), corpus.word.stops(), str(engine))]
        )
    corpus.word.check_stops(passages)
    with Memo(root / memo.FOLDER / "copies") as kept:
        shown = speeches.covered(related.speeches, kept)
    site = Site(
        shown,
        raws,
        corpus.data,
        corpus.sources,
        related.records,
        corpus.word.reasons(),
        address,
        passages,
        related.notes,
    )
    with Memo(root / memo.FOLDER / "render") as kept:
        return corpus, related, render(site, root / "docs", kept)


def look(root: Path, progress: Progress[Path]) -> tuple[Corpus, Related]:
    """The corpus below `root` read and related; nothing is written. Raises `EditorError`, `LedgerError`, `NotesError`."""
    known = ledger.load(root / "corpus/ledger")
    written = notes.load(root / "corpus/notes")
    corpus = read_corpus(root, progress)
    related = relate(corpus.documents, known, corpus.word)
    standing, doubts = published.standings(written, related.speeches)
    return corpus, replace(related, notes=tuple(standing), findings=(*related.findings, *doubts))


def relate(documents: Sequence[Document], known: ledger.Loaded, word: Word) -> Related:
    """Documents to speeches: copies brought together, ids and anchors followed. Raises `EditorError`."""
    together = copies.groups(documents, word.joined(documents))
    word.check_needed(documents, together.alike)
    word.check_bases(together.groups)
    bases = word.bases(documents)
    named = identify.identify([works.work(group, bases) for group in together.groups], known.records)
    issued = [identify.address(id, page) for id, record in known.records.items() for page in record.pages]
    word.check_pages([page for work in named for page in work.addresses], issued)
    records, weak = advance.advance(named, known.records, word)
    findings = [
        *together.findings,
        *weak,
        *(f for work in named for f in works.contradictions(work.work)),
        *history.findings(named, known.records, records),
    ]
    settled = frozenset(f for work in named for f in works.settled(work.work))
    shown = tuple(speeches.speeches(named, records))
    return Related(shown, known.records, records, known.reissued, tuple(findings), settled)


def issue(
    root: Path, progress: Progress[Path], day: str
) -> tuple[Corpus, Related, Mapping[str, list[ledger.Event]]]:
    """Bring the ledger below `root` to the state of the corpus; says what happened to each speech.

    Nothing is written while a raw file can't be read: its speeches would be taken for removed.
    Raises `EditorError`, `LedgerError`, `NotesError`.
    """
    corpus, related = look(root, progress)
    happened = {id: history.events(related.known.get(id), related.records[id], day) for id in related.behind}
    if not corpus.unreadable:
        told = {
            id: replace(r, events=(*r.events, *happened.get(id, ()))) for id, r in related.records.items()
        }
        ledger.write(root / "corpus/ledger", told.values())
    return corpus, related, happened


def read_corpus(root: Path, progress: Progress[Path]) -> Corpus:
    """Every raw file below `root/corpus/raw`, with the editor's word applied. Raises `EditorError`."""
    paths = sorted(
        p for p in (root / "corpus/raw").iterdir() if p.is_file() and not _LITTER.fullmatch(p.name)
    )
    names = [path.name for path in paths]
    edits = editor.load(root / "corpus/editor", names)
    sources = editor.sources(root / "corpus/sources.toml", names)
    data = {path.name: path.read_bytes() for path in paths}
    calls = [(name, data[name], sources.get(name, {}).get("encoding"), edits.get(name)) for name in names]
    readings, unreadable = [], []
    with Memo(root / memo.FOLDER / "read") as kept:
        results = kept(_reading, calls)  # begins before the progress bar's thread does
        for path, found in zip(progress(paths), results, strict=True):
            if isinstance(found, Finding):
                unreadable.append(found)
            else:
                doubts = editor.doubts(found.raw, sources.get(path.name, {}))
                readings.append(replace(found, findings=(*found.findings, *doubts)))
    folder = root / "corpus/editor"
    word = Word(edits, editor.load_anchors(folder), editor.load_boilerplate(folder))
    return Corpus(tuple(readings), data, tuple(unreadable), sources, word)


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
    parts = split.split(lines)
    if cuts := editor.cuts(edits, lines, parts):
        parts = split.split(lines, cuts)
    told = [tell.tell(part) for part in parts]
    documents = editor.correct(edits, _documents(raw, trace, told))
    documents = [replace(d, findings=tuple(facts.doubts(d))) for d in documents]
    findings = [*raw.findings, *(f for d in documents for f in d.findings)]
    if not documents:
        findings.append(
            Finding(name, 1, "D009", "no speech in it: no sentences, or only a list, a headline or verse")
        )
    return Reading(raw, tuple(documents), tuple(findings))


def _reading(name: str, data: bytes, encoding: str | None, edits: editor.Edits | None) -> Reading | Finding:
    """A raw file read, or the finding that it can't be."""
    try:
        return read(name, data, encoding, edits)
    except decode.Unreadable as e:
        return Finding(name, 1, "D010", str(e))


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
