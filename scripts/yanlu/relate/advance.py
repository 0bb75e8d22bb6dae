"""The ledger brought to the state of the corpus: every anchor followed to where its words are now.

Pure: what `yanlu ledger` writes is what `yanlu build` shows provisionally.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yanlu.hanzi import fold
from yanlu.model import Document, Finding, Row
from yanlu.relate import anchors
from yanlu.relate.identify import Home, Named, address
from yanlu.relate.ledger import NOWHERE, Known, Page, Record, live
from yanlu.relate.word import Word

_FACTS: Final = ("title", "date", "speaker", "occasion", "place", "kind")
_MOVABLE: Final = 12  #: characters, folded, from which equal words on another page are the same paragraph


@dataclass(frozen=True, slots=True)
class Shown:
    """A page and the text that it shows now."""

    address: str  #: "2020-03-06", "2020-03-06/w2"
    document: Document


def advance(
    named: Sequence[Named], known: Mapping[str, Record], word: Word
) -> tuple[dict[str, Record], list[Finding]]:
    """Every record as it is after this reading of the corpus, without new events; and what to look at.

    A record is the same object where nothing changed. Raises `EditorError` for a wrong word on an anchor.
    """
    shown = {work.id: _shown(work) for work in named}
    arrivals = {home: page for work in named for home, page in _arrivals(work, shown[work.id])}
    records, findings = dict(known), list[Finding]()
    for work in named:
        records[work.id], weak = _forward(work, shown[work.id], known.get(work.id, Record(work.id)), word)
        findings += weak
    for id, record in known.items():
        records[id] = _without_what_left(records[id], record, shown.get(id, {}), arrivals, records)
    return _found_elsewhere(records, known, word), findings


def _shown(work: Named) -> dict[str, Shown]:
    """The pages of a speech: its own shows the base witness, each other witness has one."""
    names = ("", *work.witnesses[1:])
    pages = {n: Shown(address(work.id, n), d) for n, d in zip(names, work.work.documents, strict=True)}
    return dict(sorted(pages.items(), key=lambda page: _number(page[0])))


def _number(witness: str) -> int:
    return int(witness[1:] or 0)


def _arrivals(work: Named, shown: Mapping[str, Shown]) -> Iterator[tuple[Home, Shown]]:
    """Where each text of the ledger is shown now."""
    for name, home in zip(("", *work.witnesses[1:]), work.homes, strict=True):
        if home:
            yield home, shown[name]


# --- the pages that show a text ----------------------------------------------------------------------


def _forward(
    work: Named, shown: Mapping[str, Shown], before: Record, word: Word
) -> tuple[Record, list[Finding]]:
    """A speech's record with the text that each of its pages shows now."""
    documents = dict(zip(work.witnesses, work.work.documents, strict=True))
    witnesses = {
        **before.witnesses,
        **{id: Known(d.version, d.source, d.ordinal) for id, d in documents.items()},
    }
    pages, findings = dict(before.pages), list[Finding]()
    for name, page in shown.items():
        pages[name], weak = _page(before, name, page, word)
        findings += weak
    now = replace(
        before,
        address="",
        facts={name: value for name in _FACTS if (value := getattr(work.work.facts, name))},
        base=work.witnesses[0],
        witnesses=dict(sorted(witnesses.items(), key=lambda pair: _number(pair[0]))),
        pages=pages,
    )
    return (before if now == before else now), findings


def _page(before: Record, name: str, shown: Shown, word: Word) -> tuple[Page, list[Finding]]:
    """A page with its anchors followed into the text that it shows now."""
    texts = [paragraph.text for paragraph in shown.document.paragraphs]
    said = word.anchors(shown.address, texts)
    old, had = before.pages.get(name), before.document_at(name)
    if old is None:
        word.complain_of_unissued(shown.address, said, ())
        return Page.of(anchors.mint(texts).rows), []
    if not said and had and had.version == shown.document.version and live(old):
        return old, []
    rows = _at_home(old)
    word.complain_of_unissued(shown.address, said, rows)
    followed = anchors.follow(rows, texts, said)
    moved = {row.id: row for row in old.rows if row.state == "moved"}
    texts_of = {row.id: row.text for row in rows}
    now = [
        replace(moved[row.id], text=texts_of[row.id]) if row.state == "gone" and row.id in moved else row
        for row in followed.rows
    ]
    return Page.of(now), [_weak(shown, w, followed.ids) for w in followed.weak]


def _at_home(page: Page) -> list[Row]:
    """A page's rows for following: what moved away may come back, and to a page that had no text, all of it."""
    state = "gone" if live(page) else "live"
    return [
        row
        if row.state in ("live", "alias")
        else replace(row, state=state, target="" if state == "live" else row.target)
        for row in page.unpacked()
    ]


def _weak(shown: Shown, weak: anchors.Weak, ids: Sequence[str]) -> Finding:
    line = shown.document.paragraphs[ids.index(weak.target)].lines[0]
    seen = f"{shown.address}#{weak.id} is taken to be {weak.target} now: {weak.share:.0%} of its words stand there"
    return Finding(shown.document.source, line, "A004", seen)


# --- the pages that show none any more --------------------------------------------------------------


def _without_what_left(
    now: Record,
    before: Record,
    shown: Mapping[str, Shown],
    arrivals: Mapping[Home, Shown],
    records: Mapping[str, Record],
) -> Record:
    """A record whose pages without a text lead to where the text is shown now."""
    pages = dict(now.pages)
    for name, page in before.pages.items():
        if name not in shown and live(page):
            witness = name or before.base
            to = arrivals.get((before.id, witness)) or shown.get("")
            pages[name] = Page.of(list(_leading(page, to, records)))
    if not shown:
        home = arrivals.get((before.id, before.base))
        return replace(now, pages=pages, address=home.address if home else now.address or NOWHERE)
    return now if pages == dict(now.pages) else replace(now, pages=pages)


def _leading(page: Page, to: Shown | None, records: Mapping[str, Record]) -> Iterator[Row]:
    """The rows of a page that shows no text any more, each leading to the paragraph with its words."""
    rows = page.unpacked()
    followed = anchors.follow(rows, [p.text for p in to.document.paragraphs] if to else [])
    index = {id: n for n, id in enumerate(followed.ids)}
    where = {row.id: index.get(row.target if row.state == "alias" else row.id) for row in followed.rows}
    texts = {row.id: row.text for row in rows}
    ids = live(records[to.address.partition("/")[0]].pages[to.address.partition("/")[2]]) if to else []
    for row in rows:
        at = where[row.id]
        if row.state == "moved":
            yield row
        elif to is None or at is None or row.state == "gone":
            yield Row(row.id, "gone", "", text=texts[row.id])
        else:
            words = row.text or _words(row, texts)
            yield Row(row.id, "moved", f"{to.address}#{ids[at]}", text=words)


def _words(alias: Row, texts: Mapping[str, str]) -> str:
    return texts[alias.target][alias.start : alias.end]


def _found_elsewhere(
    records: dict[str, Record], known: Mapping[str, Record], word: Word
) -> dict[str, Record]:
    """Paragraphs that left their page in this reading and stand, word for word, on one other changed page.

    What the editor says is gone stays gone.
    """
    said = word.reasons()
    changed = [
        (r, name) for r in records.values() if r.current for name in _changed_pages(r, known.get(r.id))
    ]
    lost = {
        (r.id, name, row.id): row
        for r in records.values()
        for name in _changed_pages(r, known.get(r.id))
        if r.id in known and name in known[r.id].pages
        for row in _left(known[r.id].pages[name], r.pages[name])
        if f"{address(r.id, name)}#{row.id}" not in said
    }
    wanted = {words for row in lost.values() if len(words := fold(row.text)) >= _MOVABLE}
    if not wanted:
        return records
    stand = [
        (fold(row.text), f"{address(r.id, name)}#{row.id}")
        for r, name in changed
        for row in r.pages[name].unpacked()
        if row.state == "live"
    ]
    times = Counter(words for words, _ in stand)
    places = {words: place for words, place in stand if words in wanted and times[words] == 1}
    for (id, name, _), row in lost.items():
        if place := places.get(fold(row.text)):
            records[id] = _with_moved(records[id], name, replace(row, state="moved", target=place))
    return records


def _left(before: Page, now: Page) -> Iterator[Row]:
    """The rows whose words do not stand on the page any more as they did, with the words."""
    had = {row.id: row for row in before.unpacked() if row.state in ("live", "alias")}
    texts = {row.id: row.text for row in now.unpacked()}
    for row in now.unpacked():
        if row.state == "gone" and row.id in had:
            yield row
        elif row.state == "alias" and row.id in had and had[row.id].state == "live":
            # what was once split off may be all that is left here
            if fold(had[row.id].text) not in fold(texts[row.target]):
                yield had[row.id]


def _changed_pages(record: Record, before: Record | None) -> list[str]:
    return [n for n, page in record.pages.items() if before is None or before.pages.get(n) is not page]


def _with_moved(record: Record, name: str, moved: Row) -> Record:
    rows = [moved if row.id == moved.id else row for row in record.pages[name].unpacked()]
    return replace(record, pages={**record.pages, name: Page.of(rows)})
