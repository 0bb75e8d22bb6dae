"""Documents → the files of the site's source folder.

`site_files` works out every generated file as bytes and touches no disk; `render` then
brings the docs folder to that state. `mkdocs.yml` turns the folder into a site.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path

from yanlu.memo import Caller
from yanlu.render.again import Again
from yanlu.render.browse import browse_pages
from yanlu.render.cite import citations, cite_files
from yanlu.render.compared import compare_files
from yanlu.render.data import data_files, data_lines
from yanlu.render.entries import Site, copies, in_time
from yanlu.render.feed import feed
from yanlu.render.former import former_pages
from yanlu.render.formulas import spoken
from yanlu.render.history import history_files
from yanlu.render.home import home_page
from yanlu.render.notes import notes_files
from yanlu.render.notes_page import notes_pages
from yanlu.render.pages import Neighbour, cited, neighbour, speech_page
from yanlu.render.pictures import picture_files
from yanlu.render.plain import text_files
from yanlu.render.recycled import recycled
from yanlu.render.repeat_pages import repeat_files
from yanlu.render.repeats import repeats
from yanlu.render.search import search_files
from yanlu.render.search_page import search_page
from yanlu.render.sharing import sharing
from yanlu.render.strings import strings
from yanlu.render.sync import Written, sync

__all__ = ["Site", "Written", "render", "site_files"]

#: Folders that hold nothing written by hand, and generated files beside what is.
GENERATED = ("compare", "data", "formulas", "notes", "passages", "raw", "search", "speeches")
SINGLE = ("_redirects", "feed.xml", "history.md", "index.md")


@dataclass(frozen=True, slots=True)
class Made:
    """What one speech adds to the site: whole files, and lines of the data files."""

    files: dict[str, bytes]
    lines: dict[str, str]


def render(site: Site, docs: Path, caller: Caller = starmap) -> Written:
    """Write the generated part of `docs`: what changed is written, what is stale removed.

    Raises KeyError for a document whose raw file is missing.
    """
    return sync(docs, site_files(site, caller), GENERATED, SINGLE)


def site_files(site: Site, caller: Caller = starmap) -> dict[str, bytes]:
    """Every generated file: path below the docs folder → its bytes. The same input, the same bytes.

    A caller with a memory spares what is made of one speech alone.
    """
    entries = in_time(site.speeches, site.raws)
    others = [copy for entry in entries for copy in copies(entry, site.raws)]
    repeated = repeats(site.passages, [*entries, *others])
    shares = sharing(repeated)
    again = recycled(repeated, shares, [*entries, *others]) if site.passages else {}
    names = [None, *map(neighbour, entries), None]
    calls = [
        (site.part(entry.speech), names[n], names[n + 2], again.get(entry.id, {}))
        for n, entry in enumerate(entries)
    ]
    made = list(caller(speech_files, calls))
    pages = {
        **former_pages(site),
        **browse_pages(entries),
        "index.md": home_page(entries, repeated),
        "feed.xml": feed(entries, site),
        "search/index.md": search_page(),
        **history_files(entries, site.records),
        **notes_pages(site),
    }
    return {
        **{path: page.encode() for path, page in pages.items()},
        **{path: content for its in made for path, content in its.files.items()},
        **data_files([its.lines for its in made]),
        **repeat_files(repeated, [*entries, *others], caller),
        **compare_files(entries, shares, site, caller),
        **search_files([*entries, *others], caller, formulas=spoken(repeated)),
        **picture_files(shares, entries),
        **notes_files(site.notes),
        **{entry.raw_path: site.data[entry.document.source] for entry in (*entries, *others)},
    }


def speech_files(
    site: Site, earlier: Neighbour | None, later: Neighbour | None, again: Mapping[str, Again]
) -> Made:
    """The pages, texts, citations and data of the one speech of a site's part; its own page has neighbours in time.

    `again` is what each of its pages tells of repeated passages, by the page's address.
    """
    (entry,) = in_time(site.speeches, site.raws)
    entries = [entry, *copies(entry, site.raws)]
    files = text_files(entries)
    for its in entries:
        neighbours = (earlier, later) if its.is_base else (None, None)
        made = citations(cited(its, site), strings())
        files[f"speeches/{its.address}/index.md"] = speech_page(
            its, site, made, *neighbours, again.get(its.address)
        ).encode()
        files |= cite_files(made)
    return Made(files, data_lines(entries))
