"""Groups of copies → works: which copy is the base witness, and what is known of the speech."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yanlu.model import Document, Facts, Finding

_FILLED: Final = ("title", "subtitle", "date", "published", "speaker", "occasion", "place")
_AS_LONG: Final = 0.98  #: copies that differ in length by less than this are equally complete


@dataclass(frozen=True, slots=True)
class Work:
    """A speech before it has an address: its copies, the base witness first, and its facts."""

    documents: tuple[Document, ...]
    facts: Facts


def work(group: Sequence[Document], chosen: Collection[tuple[str, int]]) -> Work:
    """The work of a group of copies. `chosen` are the editor's base witnesses: raw file's name and ordinal."""
    longest = max(document.characters for document in group)
    ordered = sorted(group, key=lambda d: ((d.source, d.ordinal) not in chosen, *_rank(d, longest)))
    return Work(tuple(ordered), _facts(ordered))


def _rank(document: Document, longest: int) -> tuple[object, ...]:
    """Smaller is better: whole, as long as the longest, without doubts, with more that the file itself prints."""
    printed = [name for name, cited in document.facts.evidence.items() if not cited.startswith("editor: ")]
    return (
        not document.facts.complete,
        document.characters < _AS_LONG * longest,
        len(document.findings),
        -len(printed),
        -document.characters,
        document.source,
        document.ordinal,
    )


def _facts(ordered: Sequence[Document]) -> Facts:
    """The base witness's facts; what it lacks, from the first other witness that has it, named in the evidence."""
    base, *others = ordered
    facts = base.facts
    for name in _FILLED:
        holder = next((d for d in others if getattr(d.facts, name)), None)
        if getattr(facts, name) is None and holder and not (name == "subtitle" and facts.title):
            cited = f"{holder.source}: {holder.facts.evidence.get(name, '')}".rstrip(": ")
            evidence = {**facts.evidence, name: cited}
            facts = replace(facts, **{name: getattr(holder.facts, name)}, evidence=evidence)
    return facts


#: What a finding says is missing in a document.
_MISSING: Final = {"D003": "date", "D004": "title", "D005": "speaker"}


def settled(work: Work) -> Iterator[Finding]:
    """Findings that a fact is missing in a copy, where another copy of the speech has it."""
    for document in work.documents:
        yield from (f for f in document.findings if getattr(work.facts, _MISSING.get(f.code, ""), None))


def contradictions(work: Work) -> Iterator[Finding]:
    """Facts of a witness that the base witness contradicts: one of the two is wrong."""
    for document in work.documents[1:]:
        for name in ("date", "speaker"):
            said, base = getattr(document.facts, name), getattr(work.documents[0].facts, name)
            if said and base and not (said.startswith(base) or base.startswith(said)):
                other = f"{work.documents[0].source}, text {work.documents[0].ordinal}"
                seen = f"text {document.ordinal}: {name} {said}, but its copy in {other} has {base}"
                yield Finding(document.source, document.first_line, "W001", seen)
