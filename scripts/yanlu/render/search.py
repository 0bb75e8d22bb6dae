"""What the search page reads, `docs/search/`: the texts, what is known of them, and where each pair of characters stands.

The text of a small corpus is one file, which a browser loads whole and looks through. A larger one is cut into blocks, of
which a browser loads those that lists of pairs lead it to (see `search_grams`). Every file but `index.json` is named by its
content, so that a browser may keep it and never takes one build's file for another's; all of these are gzip, and named
`.bin` so that no host packs or unpacks them on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, starmap
from typing import Final

from yanlu.hanzi import variants
from yanlu.memo import Caller
from yanlu.render.entries import Entry
from yanlu.render.pack import digest, packed
from yanlu.render.pages import title
from yanlu.render.search_grams import by_frequency, gram_shards, units
from yanlu.render.search_words import words
from yanlu.render.strings import strings
from yanlu.render.text import json_line

FOLDER: Final = "search"
FORMAT: Final = 1  #: raised when files are laid out in a way that older scripts can't read
#: A corpus of so many characters, some 4 MB packed, is loaded whole.
WHOLE: Final = 3_000_000
#: A block is full with so many characters, some 10 KB packed. With twice as many the texts take 12 % less room, but a hit
#: loads nearly twice as much.
BLOCK: Final = 8_000

Page = tuple[tuple[str, ...], tuple[str, ...]]  #: the anchors and the texts of its paragraphs


class _Files(dict[str, bytes]):
    """Path below the docs folder → content."""

    def add(self, stem: str, content: bytes) -> str:
        """Take a packed file in. Returns its name."""
        name = f"{stem}-{digest(content)}.bin"
        self[f"{FOLDER}/{name}"] = content
        return name

    def add_shards(self, contents: Sequence[bytes]) -> dict[str, object]:
        """Take packed files in that go by their number. Returns how to find them."""
        folder = f"grams-{digest(*contents)}"
        self.update({f"{FOLDER}/{folder}/{n}.bin": content for n, content in enumerate(contents)})
        return {"folder": folder, "shards": len(contents)}


def search_files(
    entries: Sequence[Entry],
    caller: Caller = starmap,
    whole: int = WHOLE,
    formulas: Iterable[tuple[str, int]] = (),
) -> dict[str, bytes]:
    """Path below the docs folder → content of all that search reads, the same for the same pages.

    The entries are the speeches' own pages in the order of time, then those of the other witnesses. Texts of more than
    `whole` characters are in parts. Formulas, and how often each is said, are suggested as words are.
    """
    files = _Files()
    pages = [(entry.witness.anchors, tuple(p.text for p in entry.document.paragraphs)) for entry in entries]
    folded = [units(texts) for _, texts in pages]
    lengths = [sum(map(len, texts)) for _, texts in pages]
    in_parts = sum(lengths) > whole
    cuts = list(pairwise(_cuts(lengths) if in_parts else (0, len(pages))))
    blocks = [files.add("text", its) for its in caller(_block, [tuple(pages[a:b]) for a, b in cuts])]
    columns = _columns(entries) | {
        "block": [n for n, (start, end) in enumerate(cuts) for _ in range(start, end)],
        "blocks": blocks,
        "chars": by_frequency(folded),
    }
    bases = ["\n".join(texts) for entry, (_, texts) in zip(entries, pages, strict=True) if entry.is_base]
    (table,) = caller(_variants, [()])
    names = {
        "pages": files.add("pages", _json(columns)),
        "words": files.add("words", _json(words(bases, caller, formulas))),
        "variants": files.add("variants", table),
        "text": None if in_parts else blocks[0],  # so that it is loaded along with the others
        "grams": files.add_shards(gram_shards(folded)) if in_parts else None,
    }
    return {**files, f"{FOLDER}/index.json": json_line(_index(entries, names)).encode()}


def _index(entries: Sequence[Entry], names: Mapping[str, object]) -> dict[str, object]:
    """What a script reads first: the files there are now, what is searched, and a script's words."""
    documents = [entry.document for entry in entries if entry.is_base]
    return {
        "format": FORMAT,
        "version": digest(json_line(names).encode()),
        "mode": "parts" if names["grams"] else "whole",
        "characters": sum(document.characters for document in documents),
        "paragraphs": sum(len(document.paragraphs) for document in documents),
        "speeches": len(documents),
        **names,
        "strings": {**strings()["search"], "kinds": strings()["kind"], "dates": strings()["date"]},
    }


def _cuts(lengths: Sequence[int]) -> Iterator[int]:
    """Before which pages blocks begin, and where the last one ends: one is full as soon as it holds so much.

    >>> list(_cuts([5_000, 5_000, 20_000, 100]))
    [0, 2, 3, 4]
    """
    yield 0
    held = 0
    for n, length in enumerate(lengths, 1):
        held += length
        if held >= BLOCK or n == len(lengths):
            yield n
            held = 0


def _block(*pages: Page) -> bytes:
    """A file with the texts of some pages."""
    return _json(pages)


def _variants() -> bytes:
    """The file of what scripts can't know of Chinese: the same for every corpus."""
    table = variants()
    return _json(["".join(table), "".join(table.values())])


def _json(value: object) -> bytes:
    return packed(json_line(value).encode())


def _columns(entries: Sequence[Entry]) -> dict[str, object]:
    """What is known of the pages, a column for each."""
    facts = [entry.document.facts for entry in entries]
    columns = {
        name: [getattr(its, name) for its in facts]
        for name in ("date", "kind", "place", "speaker", "occasion")
    }
    return {
        "bases": sum(entry.is_base for entry in entries),
        "address": [entry.address for entry in entries],
        "title": [title(entry.document, strings()) for entry in entries],
        **columns,
        "characters": [entry.document.characters for entry in entries],
        "paragraphs": [len(entry.document.paragraphs) for entry in entries],
    }
