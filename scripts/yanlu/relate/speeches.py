"""Works with their ids and anchors → speeches, as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yanlu.model import Document, Speech, Witness
from yanlu.relate import anchors, copies
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
            id, document, tuple(live(record.pages[id])), record.pages[id].rows, *_compared(document, first)
        )
        for id, document in zip(work.witnesses[1:], others, strict=True)
    ]
    return Speech(work.id, work.work.facts, (first, *rest))


def _compared(document: Document, base: Witness) -> tuple[float, tuple[str, ...]]:
    """The share of the base that a copy has, and the base's anchor for each of its paragraphs."""
    whole, part = copies.grams_of(base.document), copies.grams_of(document)
    minted = anchors.mint([p.text for p in base.document.paragraphs])
    followed = anchors.follow(minted.rows, [p.text for p in document.paragraphs])
    known = dict(zip(minted.ids, base.anchors, strict=True))
    return copies.coverage(whole, part), tuple(known.get(id, "") for id in followed.ids)
