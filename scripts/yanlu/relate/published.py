"""Published notes at the places where their words stand now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yanlu.model import Finding, Note, Speech, Witness
from yanlu.relate.notes import Page, Place, Selector, placed

#: So many characters of a note's words are shown in a finding.
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Standing:
    """A note where it stands; or without a place, if its words are gone or it is on the whole speech."""

    note: Note
    page: str  #: the page's folder below speeches/
    place: Place | None = None
    how: str = "same"  #: as `notes.Placed` says; of a note whose words are gone "gone"


def standings(notes: Sequence[Note], speeches: Sequence[Speech]) -> tuple[list[Standing], list[Finding]]:
    """The notes of pages that are there, and what an editor should look at."""
    pages = dict(_pages(speeches))
    prepared: dict[str, Page] = {}
    found, findings = [], []
    for note in notes:
        if note.page not in pages:
            findings.append(_finding(note, "N003", f"there is no text {note.page}"))
            continue
        address, witness = pages[note.page]
        standing = Standing(note, address)
        if note.selectors:
            page = prepared.setdefault(address, _prepared(witness))
            standing = _standing(note, address, page)
        found.append(standing)
        findings += _doubts(standing)
    return found, findings


def _pages(speeches: Sequence[Speech]) -> Iterator[tuple[str, tuple[str, Witness]]]:
    """Each name that a page goes by, with its folder and its text. A base witness's own name leads to the speech's page."""
    for speech in speeches:
        yield speech.id, (speech.id, speech.base)
        for witness in speech.witnesses:
            name = f"{speech.id}/{witness.id}"
            yield name, (speech.id if witness is speech.base else name, witness)


def _prepared(witness: Witness) -> Page:
    texts = [paragraph.text for paragraph in witness.document.paragraphs]
    aliases = {row.id: row.target for row in witness.rows if row.state == "alias"}
    gone = [row.id for row in witness.rows if row.state in ("gone", "moved")]
    return Page(list(zip(witness.anchors, texts, strict=True)), aliases, gone)


def _standing(note: Note, address: str, page: Page) -> Standing:
    found = placed(page, note.selectors)
    return Standing(note, address, found.place, found.how) if found else Standing(note, address, None, "gone")


def _doubts(standing: Standing) -> Iterator[Finding]:
    """A note whose words changed, or went."""
    note, place = standing.note, standing.place
    if standing.how == "changed" and place:
        yield _finding(
            note, "N001", f"{_words(note.selectors)} reads otherwise now, {note.page}#{place.first}"
        )
    if standing.how == "gone":
        yield _finding(note, "N002", f"{_words(note.selectors)} stands no more in {note.page}")


def _finding(note: Note, code: str, seen: str) -> Finding:
    return Finding(f"notes/{note.source}", note.line, code, seen)


def _words(selectors: Sequence[Selector]) -> str:
    """The words that a note is on, shortened; of a whole paragraph its anchor.

    >>> _words([{"type": "TextQuoteSelector", "exact": "沧海横流"}]), _words([{"type": "FragmentSelector", "value": "p5"}])
    ('“沧海横流”', '¶5')
    """
    words = next((s["exact"] for s in selectors if s.get("exact")), "")
    if not words:
        return f"¶{next(s['value'] for s in selectors if 'value' in s).removeprefix('p')}"
    return f"“{words if len(words) <= _SHOWN else words[:_SHOWN] + '…'}”"
