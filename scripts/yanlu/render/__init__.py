"""Documents → the files of the site's source folder.

`site_files` works out every generated file as bytes and touches no disk; `render` then
brings the docs folder to that state. `mkdocs.yml` turns the folder into a site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from yanlu.model import Document, RawFile
from yanlu.render.browse import browse_pages
from yanlu.render.data import data_files
from yanlu.render.entries import Entry, in_time
from yanlu.render.feed import feed
from yanlu.render.home import home_page
from yanlu.render.pages import speech_page
from yanlu.render.plain import text_files
from yanlu.render.sync import Written, sync

__all__ = ["Written", "render", "site_files"]

GENERATED = ("data", "raw", "speeches")  #: folders that hold nothing written by hand
SINGLE = ("feed.xml", "index.md")  #: generated files beside what is written by hand


def render(
    documents: Sequence[Document],
    raws: Mapping[str, RawFile],
    raw_bytes: Mapping[str, bytes],
    docs: Path,
    sources: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    site_url: str = "",
) -> Written:
    """Write the generated part of `docs`: what changed is written, what is stale removed.

    The mappings go by the raw file's name; `raw_bytes` are the files exactly as received,
    `sources` what sources.toml says of them.
    Raises KeyError for a document whose raw file is missing from the first two.
    """
    return sync(docs, site_files(documents, raws, raw_bytes, sources, site_url), GENERATED, SINGLE)


def site_files(
    documents: Sequence[Document],
    raws: Mapping[str, RawFile],
    raw_bytes: Mapping[str, bytes],
    sources: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    site_url: str = "",
) -> dict[str, bytes]:
    """Every generated file: path below the docs folder → its bytes. The same input, the same bytes."""
    entries = in_time(documents, raws)
    return {
        **_speech_pages(entries),
        **{path: page.encode() for path, page in browse_pages(entries).items()},
        "index.md": home_page(entries).encode(),
        "feed.xml": feed(entries, sources, site_url).encode(),
        **data_files(entries),
        **text_files(entries),
        **{entry.raw_path: raw_bytes[entry.document.source] for entry in entries},
    }


def _speech_pages(entries: Sequence[Entry]) -> dict[str, bytes]:
    """A page an entry, each with its neighbours in time."""
    earlier = [None, *entries[:-1]] if entries else []
    later = [*entries[1:], None]
    return {
        f"speeches/{entry.id}/index.md": speech_page(entry, before, after).encode()
        for before, entry, after in zip(earlier, entries, later, strict=False)
    }
