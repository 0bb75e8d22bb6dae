"""Works with their ids and anchors → speeches, as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from yanlu.memo import Caller
from yanlu.model import Document, Speech, Witness
from yanlu.relate import anchors
from yanlu.relate.compare import coverage
from yanlu.relate.identify import Named
from yanlu.relate.ledger import Record, live


def speeches(named: Sequence[Named], records: Mapping[str, Record]) -> list[Speech]:
    """A speech for each work; its own page shows the first witness, the base."""
    return [_speech(work, records[work.id]) for work in named]


def _speech(work: Named, record: Record) -> Speech:
    base, *others = work.work.documents
    first = Witness(work.witnesses[0], base, tuple(live(record.pages[""])), record.pages[""].rows)
    rest = [
        Witness(
            id,
            document,
            tuple(live(record.pages[id])),
            record.pages[id].rows,
            counterparts=_counterparts(document, first),
        )
        for id, document in zip(work.witnesses[1:], others, strict=True)
    ]
    return Speech(work.id, work.work.facts, (first, *rest))


def _counterparts(document: Document, base: Witness) -> tuple[str, ...]:
    """The base's anchor for each of a copy's paragraphs."""
    minted = anchors.mint([p.text for p in base.document.paragraphs])
    followed = anchors.follow(minted.rows, [p.text for p in document.paragraphs])
    known = dict(zip(minted.ids, base.anchors, strict=True))
    return tuple(known.get(id, "") for id in followed.ids)


def covered(speeches: Sequence[Speech], caller: Caller) -> list[Speech]:
    """The speeches, with how much of the base each copy has: as much as the page says that compares both."""
    calls = [(_texts(speech.base), _texts(copy)) for speech in speeches for copy in speech.witnesses[1:]]
    shares = caller(coverage, calls)
    return [
        replace(
            speech,
            witnesses=(
                speech.base,
                *(replace(copy, coverage=next(shares)) for copy in speech.witnesses[1:]),
            ),
        )
        for speech in speeches
    ]


def _texts(witness: Witness) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in witness.document.paragraphs)
