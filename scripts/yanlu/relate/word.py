"""The editor's word on speeches, anchors and repeated words: `[[witness]]`, `[[anchor]]`, `[[boilerplate]]`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from yanlu.editor import Edits, Entry
from yanlu.hanzi import fold, squeeze
from yanlu.model import Document, Row
from yanlu.relate.reuse import Passage
from yanlu.relate.works import work

Pair = tuple[int, int]  #: two documents by their places in the list, the smaller first


@dataclass(frozen=True, slots=True)
class Word:
    """What the editor says; without arguments, nothing."""

    files: Mapping[str, Edits] = field(default_factory=dict)  #: by the raw file's name
    ledger: Edits = field(default_factory=lambda: Edits(""))  #: corpus/editor/anchors.toml
    repeated: Edits = field(default_factory=lambda: Edits(""))  #: corpus/editor/boilerplate.toml

    def joined(self, documents: Sequence[Document]) -> dict[Pair, bool]:
        """Which documents are copies of one speech and which are not, by places in the list, the smaller first."""
        said: dict[Pair, bool] = {}
        for edits, entry, pair, joins in self._pairs(documents):
            if said.setdefault(pair, joins) != joins:
                raise edits.mistake(entry, "another entry says the contrary of these two texts; delete one")
        return said

    def check_needed(self, documents: Sequence[Document], alike: Mapping[Pair, bool]) -> None:
        """That every joins and apart_from changes what the likeness of the texts tells. Raises `EditorError`.

        `alike` has every pair that is alike, with whether there is no doubt about it; a doubt may be settled
        either way.
        """
        for edits, entry, pair, joins in self._pairs(documents):
            if joins == alike.get(pair, False) and (joins or pair not in alike):
                seen = "are taken for copies of one speech" if joins else "are two speeches"
                raise edits.mistake(entry, f"the two texts {seen} anyway; delete this entry")

    def _pairs(self, documents: Sequence[Document]) -> Iterator[tuple[Edits, Entry, Pair, bool]]:
        """Each word on two documents: where it stands, the pair, and whether it joins them. Raises `EditorError`."""
        places = {(d.source, d.ordinal): n for n, d in enumerate(documents)}
        for edits, entry, document in self._witnesses(documents):
            for name in ("joins", "apart_from"):
                if name in entry.values:
                    source, _, ordinal = entry.values[name].rpartition(" ")
                    other = places.get((source, int(ordinal))) if ordinal.isdecimal() else None
                    this = places[document.source, document.ordinal]
                    if other is None or other == this:
                        how = "write the other text's raw file, a space and its number"
                        raise edits.mistake(
                            entry, f"{name} = {entry.values[name]!r} names no other text; {how}"
                        )
                    yield edits, entry, (min(this, other), max(this, other)), name == "joins"

    def bases(self, documents: Sequence[Document]) -> set[tuple[str, int]]:
        """The base witnesses that the editor chooses: raw file's name and ordinal."""
        return {
            (d.source, d.ordinal) for _, entry, d in self._witnesses(documents) if entry.values.get("base")
        }

    def check_bases(self, groups: Sequence[Sequence[Document]]) -> None:
        """That each base is chosen once, and where the copies alone tell another. Raises `EditorError`."""
        home = {(d.source, d.ordinal): n for n, group in enumerate(groups) for d in group}
        said = set[int]()
        for edits, entry, document in self._witnesses([d for group in groups for d in group]):
            if entry.values.get("base"):
                at = home[document.source, document.ordinal]
                if work(groups[at], ()).documents[0] == document:
                    raise edits.mistake(
                        entry, f"text {document.ordinal} is the base witness anyway; delete this entry"
                    )
                if at in said:
                    raise edits.mistake(
                        entry, "another entry chooses the base witness of this speech; delete one"
                    )
                said.add(at)

    def _witnesses(self, documents: Sequence[Document]) -> list[tuple[Edits, Entry, Document]]:
        """Each [[witness]] with its document. Raises `EditorError`."""
        by_key = {(d.source, d.ordinal): d for d in documents}
        found = []
        for source, edits in self.files.items():
            for entry in edits.of("witness"):
                document = by_key.get((source, entry.values["ordinal"]))
                if document is None:
                    raise edits.mistake(entry, f"the file has no text {entry.values['ordinal']}")
                edits.check_begins(entry, document)
                found.append((edits, entry, document))
        return found

    def anchors(self, address: str, texts: Sequence[str]) -> dict[str, int | None]:
        """Where the words of a page's old anchors are now: the paragraph's index, None where they are gone."""
        said: dict[str, int | None] = {}
        for entry in self.ledger.of("anchor"):
            if entry.values["page"] == address and "id" in entry.values:
                said[entry.values["id"]] = None if entry.values.get("gone") else self._index(entry, texts)
        return said

    def _index(self, entry: Entry, texts: Sequence[str]) -> int:
        begins = squeeze(entry.values["begins"])
        at = [n for n, text in enumerate(texts) if squeeze(text).startswith(begins)]
        if len(at) != 1:
            seen = "no paragraph begins" if not at else f"{len(at)} paragraphs begin"
            raise self.ledger.mistake(entry, f"{seen} {entry.values['begins']!r} on {entry.values['page']}")
        return at[0]

    def complain_of_unissued(self, address: str, said: Mapping[str, object], rows: Sequence[Row]) -> None:
        """An anchor that was never issued can't have moved. Raises `EditorError`."""
        issued = {row.id for row in rows}
        for entry in self.ledger.of("anchor"):
            id = entry.values.get("id")
            if entry.values["page"] == address and id in said and id not in issued:
                raise self.ledger.mistake(entry, f"{address}#{id} was never issued; delete this entry")

    def check_pages(self, shown: Collection[str], issued: Collection[str]) -> None:
        """Every [[anchor]] names a page that there is, or that there was if it is gone. Raises `EditorError`.

        Both are addresses: of the pages that show a text, and of all that the ledger knows.
        """
        for entry in self.ledger.of("anchor"):
            page = entry.values["page"]
            if page not in shown and not (entry.values.get("gone") and page in issued):
                raise self.ledger.mistake(entry, f"there is no page {page!r} that shows a text")
            if page in shown and "id" not in entry.values:
                raise self.ledger.mistake(
                    entry, f"speeches/{page}/ shows a text; name the anchor that is gone"
                )

    def stops(self) -> tuple[str, ...]:
        """The repeated words that say nothing."""
        return tuple(entry.values["text"] for entry in self.repeated.of("boilerplate"))

    def check_stops(self, passages: Iterable[Passage]) -> None:
        """That every [[boilerplate]] is the whole wording of a repeated passage. Raises `EditorError`."""
        wordings = {fold(its.quote) for p in passages if p.kind == "boilerplate" for its in p.occurrences}
        for entry in self.repeated.of("boilerplate"):
            if fold(entry.values["text"]) not in wordings:
                raise self.repeated.mistake(
                    entry,
                    f"no repeated passage is {entry.values['text']!r}; write the whole of one, or delete this entry",
                )

    def reasons(self) -> dict[str, str]:
        """Why the editor says that an anchor, or a whole page, is gone: its address → the reason."""
        return {
            "#".join(
                [entry.values["page"], *([entry.values["id"]] if "id" in entry.values else [])]
            ): entry.values["reason"]
            for entry in self.ledger.of("anchor")
            if entry.values.get("gone")
        }
