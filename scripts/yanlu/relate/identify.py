"""Which speech of the ledger each work is, and which witness each of its copies.

A text is known by its words alone, so date, title, raw file and order may change and the address stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from yanlu.dates import is_iso
from yanlu.model import Document
from yanlu.relate import copies
from yanlu.relate.ledger import Page, Record, live
from yanlu.relate.works import Work

SAME: Final = 0.5  #: containment from which a text is a later state of one in the ledger; a report has .47
UNDATED: Final = "undated"

Home = tuple[str, str]  #: a speech's id and a witness's


@dataclass(frozen=True, slots=True)
class Named:
    """A work with its permanent ids."""

    id: str
    work: Work
    witnesses: tuple[str, ...]  #: for each of the work's documents its id
    homes: tuple[Home | None, ...]  #: for each of the work's documents where the ledger has its text

    @property
    def addresses(self) -> list[str]:
        """The address of each document's page: the base witness is on the speech's own."""
        return [self.id, *(address(self.id, witness) for witness in self.witnesses[1:])]


def address(speech: str, page: str) -> str:
    """A page's address below speeches/.

    >>> address("2020-03-06", "w2"), address("2020-03-06", "")
    ('2020-03-06/w2', '2020-03-06')
    """
    return f"{speech}/{page}".rstrip("/")


def identify(works: Sequence[Work], records: Mapping[str, Record]) -> list[Named]:
    """An id for every work and witness: those of the ledger, new ones for what it does not know."""
    homes = _homes([document for work in works for document in work.documents], records)
    ids = _speech_ids(works, homes, records)
    return [
        Named(
            id, work, _witness_ids(id, work, homes, records), tuple(homes.get(key(d)) for d in work.documents)
        )
        for id, work in zip(ids, works, strict=True)
    ]


def key(document: Document) -> tuple[str, int]:
    """What names a document within one reading of the corpus."""
    return document.source, document.ordinal


def _homes(documents: Sequence[Document], records: Mapping[str, Record]) -> dict[tuple[str, int], Home]:
    """Where each document's text stands in the ledger: exactly, else by most of its words.

    Pages that show a text come before those that showed one formerly.
    """
    known = {(r.id, witness): its for r in records.values() for witness, its in r.witnesses.items()}
    free = dict(sorted(known.items(), key=lambda item: not _is_shown(item[0], records)))
    by_version: dict[str, list[Home]] = {}
    for home, its in free.items():
        by_version.setdefault(its.version, []).append(home)
    homes: dict[tuple[str, int], Home] = {}
    for document in documents:
        same = by_version.get(document.version)
        if same:
            placed = [home for home in same if (known[home].source, known[home].ordinal) == key(document)]
            homes[key(document)] = (placed or same)[0]
            same.remove(homes[key(document)])
            del free[homes[key(document)]]
    rest = [document for document in documents if key(document) not in homes]
    return {**homes, **_near(rest, list(free), records)} if rest and free else homes


def _is_shown(home: Home, records: Mapping[str, Record]) -> bool:
    id, witness = home
    return records[id].current and bool(live(_page(records[id], witness)))


def _page(record: Record, witness: str) -> Page:
    """The page with a witness's text: of the base witness the speech's own, if it has one there."""
    return record.pages["" if witness == record.base or witness not in record.pages else witness]


def _near(
    rest: Sequence[Document], free: Sequence[Home], records: Mapping[str, Record]
) -> dict[tuple[str, int], Home]:
    """Changed texts and the texts of the ledger that nobody has any more, paired, those with most in common first."""
    sets = [*map(copies.grams_of, rest), *(copies.grams(_text(records[id], witness)) for id, witness in free)]
    pairs = [pair for pair in copies.alike(sets, SAME) if pair.one < len(rest) <= pair.other]

    def turn(pair: copies.Likeness) -> tuple[bool, float]:
        common = pair.containment * min(len(sets[pair.one]), len(sets[pair.other]))
        return not _is_shown(free[pair.other - len(rest)], records), -common

    found: dict[tuple[str, int], Home] = {}
    for pair in sorted(pairs, key=turn):
        document, home = rest[pair.one], free[pair.other - len(rest)]
        if key(document) not in found and home not in found.values():
            found[key(document)] = home
    return found


def _text(record: Record, witness: str) -> str:
    rows = _page(record, witness).unpacked()
    return "".join(row.text for row in rows if row.state == "live") or "".join(row.text for row in rows)


def _speech_ids(
    works: Sequence[Work], homes: Mapping[tuple[str, int], Home], records: Mapping[str, Record]
) -> list[str]:
    """The id of each work: of a record that several claim, the one with most of it has it, its base counting most."""
    claims: Counter[tuple[int, str]] = Counter()
    for n, work in enumerate(works):
        for document in work.documents:
            id, witness = homes.get(key(document), ("", ""))
            if id:
                claims[n, id] += document.characters * (10 if witness == records[id].base else 1)
    ids: dict[int, str] = {}
    for (n, id), _ in sorted(claims.items(), key=lambda claim: (-claim[1], claim[0])):
        if n not in ids and id not in ids.values():
            ids[n] = id
    taken = {*records, *ids.values()}
    for n in sorted(set(range(len(works))) - set(ids), key=lambda n: _turn(works[n])):
        ids[n] = _former(works[n], ids.values(), records) or _free(_stem(works[n]), taken)
        taken.add(ids[n])
    return [ids[n] for n in range(len(works))]


def _former(work: Work, taken: Collection[str], records: Mapping[str, Record]) -> str:
    """The address that a text had before it was joined to another speech; nothing if it never had one."""
    versions = {document.version for document in work.documents}
    had = (r.id for r in records.values() if not r.current and r.witnesses[r.base].version in versions)
    return next((id for id in had if id not in taken), "")


def _turn(work: Work) -> tuple[int, tuple[str, int]]:
    """Full dates choose first: a tenth text of 2020 alone would else be 2020-10, the address of October."""
    return -len(work.facts.date or ""), min(key(document) for document in work.documents)


def _stem(work: Work) -> str:
    """What a new id begins with. Raises ValueError for a date that is none: addresses are made of nothing else."""
    date, (source, ordinal) = work.facts.date, key(work.documents[0])
    if date is not None and not is_iso(date):
        raise ValueError(f"{source}, text {ordinal}: {date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    return date or UNDATED


def _free(stem: str, taken: set[str]) -> str:
    """The stem, or the stem with the first number that nobody ever had.

    >>> _free("2020-03", {"2020-03", "2020-03-2"})
    '2020-03-3'
    """
    if stem not in taken:
        return stem
    return next(name for n in count(2) if (name := f"{stem}-{n}") not in taken)


def _witness_ids(
    id: str, work: Work, homes: Mapping[tuple[str, int], Home], records: Mapping[str, Record]
) -> tuple[str, ...]:
    """w1, w2, …: those that the ledger gave to these texts, and the next free numbers."""
    known = records[id].witnesses if id in records else {}
    ids = {key(d): home[1] for d in work.documents if (home := homes.get(key(d))) and home[0] == id}
    numbers = (name for n in count(1) if (name := f"w{n}") not in known)
    for document in work.documents:
        had = (w for w, its in known.items() if its.version == document.version and w not in ids.values())
        ids[key(document)] = ids.get(key(document)) or next(had, "") or next(numbers)
    return tuple(ids[key(document)] for document in work.documents)
