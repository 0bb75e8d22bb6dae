"""THE order of the steps. No step is called from anywhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace

from yanlu.model import Document, Finding, RawFile
from yanlu.read import decode, extract, facts, fix, join, shapes, split, tell, what
from yanlu.trace import Trace


@dataclass(frozen=True, slots=True)
class Reading:
    """A raw file read: the decoded file and the documents in it, perhaps none."""

    raw: RawFile
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def clean(name: str, text: str) -> Trace:
    """Decoded text to clean lines, one a paragraph, with the log of every change."""
    trace = Trace(text).run(decode.CHARACTERS)
    trace = trace.run(extract.layers(name, trace.text))
    return trace.run(fix.BEFORE).run(join.JOIN).run(fix.AFTER)


def read(name: str, data: bytes, encoding: str | None = None) -> Reading:
    """Raw bytes to documents. Raises `decode.Unreadable` where there is no text in the bytes."""
    raw = decode.decode(name, data, encoding)
    trace = clean(name, raw.text)
    parts = split.split(shapes.lines(trace))
    told = [tell.tell(part) for part in parts]
    documents = _documents(raw, trace, told)
    findings = [*raw.findings]
    if not documents:
        findings.append(Finding(name, 1, "D009", "no speech in it: no sentences, or only a list, a headline or verse"))
    return Reading(raw, tuple(documents), (*findings, *(f for d in documents for f in d.findings)))


def _documents(raw: RawFile, trace: Trace, told: list[tell.Told]) -> list[Document]:
    """The documents of a file; what is no speech goes along with the text before it."""
    speeches = _with_remnants(told)
    changes = tuple(trace.changes())
    front = extract.front_matter(raw.text)
    bounds = [0, *(_begins(trace, t) for t in speeches[1:]), len(raw.text)]
    found = []
    for i, text in enumerate(speeches):
        span = (bounds[i], bounds[i + 1])
        cut_off = next((c for c in changes if c.rule == "jump-line" and span[0] <= c.start < span[1] and fix.is_cut_off(c.before)), None)
        others = [other for other in speeches if other is not text]
        known = facts.facts(text, raw.name, front if i == 0 else {}, others, cut_off)
        made = facts.document(raw, i + 1, span, text, known, changes)
        found.append(replace(made, findings=tuple(facts.doubts(made))))
    return found


def _with_remnants(told: list[tell.Told]) -> list[tell.Told]:
    """Texts only: a remnant that is no speech becomes apparatus of the text before it."""
    texts: list[tell.Told] = []
    for text in told:
        if what.is_speech(text):
            texts.append(text)
        elif texts:
            texts[-1] = replace(texts[-1], apparatus=(*texts[-1].apparatus, *text.lines()))
    return texts


def _begins(trace: Trace, text: tell.Told) -> int:
    """Where a later text's part of the raw file begins: behind the newline before its first line."""
    return trace.origin_end(min(line.at for line in text.lines()))
