"""What happened between two states of a speech's record: the ledger's events, and what they tell the editor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import Levenshtein

from yanlu.model import Finding, Row
from yanlu.relate.identify import Named
from yanlu.relate.ledger import NOWHERE, Event, Page, Record, live

_AROUND: Final = 6  #: characters shown before and after a correction
_LONGEST: Final = 120  #: characters of a text that an event keeps


def events(before: Record | None, now: Record, day: str) -> list[Event]:
    """Everything that changed, in the order of the page. Nothing for a record that is the same."""
    if before is now:
        return []
    if before is None:
        return [Event(day, "added")]
    return [
        *_on_speech(before, now, day),
        *(event for name in now.pages for event in _on_page(name, before, now, day)),
    ]


def _on_speech(before: Record, now: Record, day: str) -> Iterator[Event]:
    if now.address != before.address:
        what = {"": "back", NOWHERE: "retired"}.get(now.address, "joined")
        yield Event(day, what, "", "", now.address if what == "joined" else "")
    if now.base != before.base:
        yield Event(day, "base", "", before.base, now.base)
    for name in sorted({*before.facts, *now.facts}) if now.facts != before.facts else ():
        if before.facts.get(name) != now.facts.get(name):
            yield Event(day, "fact", name, before.facts.get(name, ""), now.facts.get(name, ""))


def _on_page(name: str, before: Record, now: Record, day: str) -> Iterator[Event]:
    """What became of the anchors of one page."""
    old, new = before.pages.get(name), now.pages[name]
    if old is None:
        yield Event(day, "copy", f"/{name}")
    if old is None or old is new:
        return
    had = {row.id: row for row in old.unpacked()}
    left = bool(live(old)) and not live(new)
    if live(new) and not live(old):
        yield Event(day, "back", f"/{name}" if name else "")
        return
    if _order(old, new) != _order(new, old):
        yield Event(day, "order", f"/{name}" if name else "")
    pages = Counter(row.target.partition("#")[0] for row in new.rows if row.state == "moved")
    if left:
        yield Event(day, "left", f"/{name}" if name else "", "", pages.most_common(1)[0][0] if pages else "")
    for row in new.unpacked():
        if not left or (row.state == "gone" and pages):
            yield from _on_anchor(f"/{name}#{row.id}" if name else f"#{row.id}", had.get(row.id), row, day)


def _order(page: Page, other: Page) -> list[str]:
    """The paragraphs of a page that are on the other too, in its order."""
    there = set(live(other))
    return [id for id in live(page) if id in there]


def _on_anchor(where: str, had: Row | None, row: Row, day: str) -> Iterator[Event]:
    if had is None:
        yield Event(day, "new", where, "", _short(row.text))
    elif had.state != row.state:
        what = {"live": "back", "alias": "merged"}.get(row.state, row.state)
        after = {"live": _short(row.text), "gone": ""}.get(row.state, row.target)
        yield Event(day, what, where, _short(had.text) if row.state != "live" else "", after)
    elif row.state == "live" and had.text != row.text:
        yield Event(day, "corrected", where, *difference(had.text, row.text))


def difference(before: str, after: str) -> tuple[str, str]:
    """What differs between two texts, with a few characters around it; where it is much, its beginning.

    >>> difference("会议指出，要做好工怍。散会。", "会议指出，要做好工作。散会。")
    ('…出，要做好工怍。散会。', '…出，要做好工作。散会。')
    """
    changed = [op for op in Levenshtein.opcodes(before, after) if op.tag != "equal"]
    first, last = changed[0], changed[-1]
    return (
        _cut(before, first.src_start, last.src_end),
        _cut(after, first.dest_start, last.dest_end),
    )


def _cut(text: str, start: int, end: int) -> str:
    start, end = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return ("…" if start else "") + _short(text[start:end]) + ("…" if end < len(text) else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def gone_since(record: Record, page: str) -> Mapping[str, str]:
    """The day on which each anchor of a page went; of one that left with its whole page under ""."""
    days = {}
    for event in record.events:
        at, _, anchor = event.where.partition("#")
        if event.what in ("gone", "moved", "left") and at.strip("/") == page:
            days[anchor] = event.day
    return days


# --- for the editor ------------------------------------------------------------------------------------


def findings(
    named: Sequence[Named], known: Mapping[str, Record], records: Mapping[str, Record]
) -> Iterator[Finding]:
    """What `yanlu ledger` would write: new addresses and anchors, which are provisional until then, and what went."""
    for work in named:
        places = {
            page: (d.source, d.first_line)
            for page, d in zip(("", *work.witnesses[1:]), work.work.documents, strict=True)
        }
        if work.id not in known:
            yield Finding(
                *places[""], "A001", f"the address speeches/{work.id}/ and its numbers are provisional"
            )
        else:
            yield from _of_events(places, work.id, events(known[work.id], records[work.id], ""))
    for id in sorted(set(known) - {work.id for work in named}):
        places = {"": (known[id].witnesses[known[id].base].source, 1)}
        yield from _of_events(places, id, events(known[id], records[id], ""))


#: What an event tells the editor: the finding's code and its words.
_TOLD: Final = {
    "new": ("A001", "{at} is provisional: {after}"),
    "copy": ("A001", "{at} and its numbers are provisional"),
    "merged": ("A002", "{at} is merged into {after}"),
    "moved": ("A003", "{at} leads to {after}: {before}"),
    "gone": ("A003", "{at} is gone: {before}"),
    "left": ("A003", "speeches/{at}/ shows no text any more; its paragraphs lead to {after}"),
    "joined": ("A003", "speeches/{at}/ leads to {after}: the two are one speech"),
    "retired": ("A003", "the text of speeches/{at}/ stands in no raw file any more"),
}


def _of_events(
    places: Mapping[str, tuple[str, int]], id: str, happened: Sequence[Event]
) -> Iterator[Finding]:
    """`places` has for each page the raw file and line where its text begins."""
    for event in happened:
        if event.what in _TOLD and not (event.what == "left" and not event.after):
            code, words = _TOLD[event.what]
            told = words.format(
                at=f"{id}{event.where}", before=_start(event.before), after=_start(event.after)
            )
            page = event.where.partition("#")[0].strip("/")
            yield Finding(*places.get(page, places[""]), code, told)


def _start(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
