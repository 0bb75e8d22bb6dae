"""Ways to a text: the table of all of them, and lists by month, kind, speaker, place and occasion.

Only the table grows with the corpus. The lists are cut into pages of bounded length, as a printed
index is, so that no list and no value of it (an office's one speaker of forty years) makes a page
without end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from yanlu.model import SPEECH_KINDS
from yanlu.render.about import shown
from yanlu.render.entries import UNDATED, Entry
from yanlu.render.pages import title
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

_PAGE: Final = 200  #: texts on one page of a list; about 60 KB
_OVERVIEW: Final = 60  #: values that each page of a list names; beyond, a page names its own
_TOP: Final = "speeches/by"


@dataclass(frozen=True, slots=True)
class Row:
    """What the table and the lists say of a text. What is not known is empty, but for the date."""

    id: str
    title: str
    date: str
    date_shown: str
    kind: str
    kind_shown: str
    place: str
    speaker: str
    occasion: str
    length: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    """The texts that have one value in common. ``anchor`` names the value for links."""

    anchor: str
    label: str
    entries: tuple[Entry, ...]
    continued: bool = False  #: the page before has the first of them


def browse_pages(entries: Sequence[Entry]) -> dict[str, str]:
    """Path below the docs folder → Markdown, for the table and every page of every list."""
    words = strings()
    rows = {entry.id: row(entry, words) for entry in entries}
    pages = {"speeches/index.md": _table(rows.values(), words)}
    for name in LISTS:
        pages.update(_list_pages(name, entries, rows, words))
    return pages


def row(entry: Entry, words: Strings) -> Row:
    """A text in the words of the page."""
    facts = entry.document.facts
    return Row(
        id=entry.id,
        title=title(entry.document, words),
        date=facts.date or "",
        date_shown=words.date(facts.date),
        kind=facts.kind,
        kind_shown=shown(facts, "kind", words) or "",
        place=facts.place or "",
        speaker=facts.speaker or "",
        occasion=facts.occasion or "",
        length=words.length(entry.document.characters),
        note="" if facts.complete else words["browse"]["incomplete"],
    )


# The table


def _table(rows: Collection[Row], words: Strings) -> str:
    return template("browse.md.j2").render(
        s=words,
        rows=rows,
        undated=sum(not row.date for row in rows),
        columns=("date", "title", "kind", "place", "speaker", "occasion", "length"),
        choices=("kind", "place", "speaker", "year"),
        lists=[(name, words["browse"][f"by_{name}"]) for name in LISTS],
    )


# The lists


def by_date(entries: Sequence[Entry], words: Strings) -> Iterator[Group]:
    """A group a month, in the order of time; a year whose months are not known, the undated last."""
    for month, its in _alike(entries, lambda e: (e.document.facts.date or "")[:7]).items():
        label = words.date(month or None)
        if len(month) == 4:
            label = words["browse"]["no_month"].format(year=label)
        yield Group(f"m{month}" if month else UNDATED, label, its)


def by_kind(entries: Sequence[Entry], words: Strings) -> Iterator[Group]:
    """A group a kind, in the model's order."""
    groups = _alike(entries, lambda e: e.document.facts.kind)
    for kind in sorted(groups, key=SPEECH_KINDS.index):
        yield Group(kind, words["kind"][kind], groups[kind])


def _by_value(name: str) -> Callable[[Sequence[Entry], Strings], Iterator[Group]]:
    """Groups by a fact that is free text."""

    def groups(entries: Sequence[Entry], words: Strings) -> Iterator[Group]:
        found = _alike(entries, lambda e: getattr(e.document.facts, name) or "")
        for value in sorted(found, key=_in_order):
            yield Group(_anchor(value), value or words["page"]["unknown"], found[value])

    return groups


#: Every list: its name (and folder) → how the texts are grouped.
LISTS: Final[Mapping[str, Callable[[Sequence[Entry], Strings], Iterator[Group]]]] = {
    "date": by_date,
    "kind": by_kind,
    "speaker": _by_value("speaker"),
    "place": _by_value("place"),
    "occasion": _by_value("occasion"),
}


def _alike(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return {value: tuple(its) for value, its in found.items()}


def _in_order(value: str) -> tuple[bool, bytes]:
    """Known values first, by pronunciation.

    GB 2312 has its 3,755 common characters in the order of pinyin, so the bytes sort most names as
    a dictionary does, the same on every machine; rarer characters come after them.

    >>> sorted(["", "武汉", "北京", "浙江"], key=_in_order)
    ['北京', '武汉', '浙江', '']
    """
    return not value, value.encode("gb18030", "replace")


def _anchor(value: str) -> str:
    """An id for a value that stays when others come or go, whatever characters the value has.

    >>> _anchor("北京"), _anchor("")
    ('v68c77e15', 'unknown')
    """
    return f"v{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()[:8]}" if value else "unknown"


def cut(groups: Iterable[Group], size: int = _PAGE) -> list[list[Group]]:
    """Groups on pages of at most `size` texts; a group stays whole where a page can hold it."""
    pages: list[list[Group]] = [[]]
    room = size
    for group in groups:
        if len(group.entries) > room and room < size:
            pages, room = [*pages, []], size
        for start in range(0, len(group.entries), size):
            part = replace(group, entries=group.entries[start : start + size], continued=start > 0)
            if len(part.entries) > room:
                pages, room = [*pages, []], size
            pages[-1].append(part)
            room -= len(part.entries)
    return [page for page in pages if page]


def addresses(name: str, entries: Sequence[Entry]) -> dict[str, str]:
    """Where each group of a list begins: its anchor → its address below the site's root."""
    return _begins(name, cut(LISTS[name](entries, strings())))


def _begins(name: str, pages: Sequence[Sequence[Group]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for n, page in enumerate(pages, 1):
        for group in page:
            found.setdefault(group.anchor, f"{_folder(name, n)}/index.html#{group.anchor}")
    return found


def _folder(name: str, number: int) -> str:
    return f"{_TOP}/{name}" if number == 1 else f"{_TOP}/{name}/{number}"


def _list_pages(
    name: str, entries: Sequence[Entry], rows: Mapping[str, Row], words: Strings
) -> Iterator[tuple[str, str]]:
    """Path and Markdown of each page of a list; an empty corpus has one empty page."""
    groups = list(LISTS[name](entries, words))
    pages = cut(groups) or [[]]
    begins = _begins(name, pages)
    sizes = {group.anchor: len(group.entries) for group in groups}
    overview = _overview(name, groups, words)
    for n, page in enumerate(pages, 1):
        folder = _folder(name, n)
        values = overview or [(group.anchor, group.label, len(group.entries)) for group in page]
        yield (
            f"{folder}/index.md",
            template("by.md.j2").render(
                s=words,
                title=words["browse"][f"by_{name}"],
                up="../" * len(folder.split("/")),
                values=[(begins[anchor], label, _texts(size, words)) for anchor, label, size in values],
                groups=[_group(name, group, sizes[group.anchor], rows, words) for group in page],
                lists=[(other, words["browse"][f"by_{other}"], other == name) for other in LISTS],
                number=n,
                numbers=[(other, _folder(name, other)) for other in near(n, len(pages))],
            ),
        )


def _overview(name: str, groups: Sequence[Group], words: Strings) -> list[tuple[str, str, int]]:
    """Anchor, name and size of all values of a list, or of its years; nothing where they are too many."""
    if len(groups) <= _OVERVIEW:
        return [(group.anchor, group.label, len(group.entries)) for group in groups]
    if name != "date":
        return []
    years: dict[str, list[Group]] = {}
    for group in groups:
        years.setdefault(group.anchor[1:5] if group.anchor != UNDATED else "", []).append(group)
    return [
        (its[0].anchor, words.date(year or None), sum(len(group.entries) for group in its))
        for year, its in years.items()
    ]


def _texts(n: int, words: Strings) -> str:
    return words["browse"]["texts"].format(n=f"{n:,}")


def _group(name: str, group: Group, size: int, rows: Mapping[str, Row], words: Strings) -> dict[str, object]:
    """A group as its page shows it; `size` counts its texts on all pages."""
    label = group.label
    return {
        "anchor": group.anchor,
        "name": words["browse"]["continued"].format(name=label) if group.continued else label,
        "count": _texts(size, words),
        "rows": [(rows[entry.id], _facts(name, rows[entry.id])) for entry in group.entries],
    }


def _facts(name: str, row: Row) -> list[str]:
    """What a list says beside a title: not again what the list is by."""
    told = {"date": row.date_shown, "speaker": row.speaker, "kind": row.kind_shown}
    if name != "date":
        told.pop(name, None)
    return [fact for fact in (*told.values(), row.length, row.note) if fact]


def near(number: int, last: int) -> list[int]:
    """The pages that a page links to: first, last and those beside it, however many there are.

    >>> near(1, 1), near(5, 20)
    ([], [1, 4, 5, 6, 20])
    """
    near = {1, number - 1, number, number + 1, last}
    return sorted(n for n in near if 1 <= n <= last) if last > 1 else []
