"""The Atom feed (RFC 4287) of added and corrected texts: one entry a speech, the latest change first.

It holds no time of the build, so that an unchanged corpus gives the same bytes and feed readers
stay quiet. What dates an entry is the speech's last change in the ledger; before the ledger knows
the speech, the day on which its raw file was received (`corpus/sources.toml`).
"""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from yanlu.render.browse import row
from yanlu.render.entries import Entry, Site
from yanlu.render.strings import Strings, strings

_MOST: Final = 500  #: entries: a feed reader fetches all of them several times a day, about 300 KB
_DAY: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_EPOCH: Final = "1970-01-01"  #: for a text whose file is not in sources.toml: never news
_NAMES: Final = uuid.UUID("5a2d7c0e-3f0b-4a55-9d0a-1f6f2b8c4e71")  #: made once; entries' ids hang on it
_SITE_URL: Final = re.compile(
    r"""^site_url:[ ]*(?:!ENV[ ]+(?P<variable>\w+)|["']?(?P<address>https?://[^\s"'#]+))""", re.MULTILINE
)

# What XML 1.0 cannot hold, not even as a reference (https://www.w3.org/TR/xml/#charsets).
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(entries: Sequence[Entry], site: Site) -> str:
    """The feed. Its links are those a host serves; without the site's address they are relative to
    the feed's own place and name the file.
    """
    words = strings()
    base = f"{site.url.rstrip('/')}/" if site.url else ""
    dated = sorted(((_changed(entry, site), entry) for entry in entries), key=lambda pair: pair[0])
    latest = dated[-_MOST:][::-1]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh">',
        f"<id>{_xml(base + 'feed.xml') if base else uuid.uuid5(_NAMES, 'feed').urn}</id>",
        f"<title>{_xml(words['feed']['title'])}</title>",
        f"<updated>{_instant(latest[0][0] if latest else _EPOCH)}</updated>",
        f"<author><name>{_xml(words['home']['name'])}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_xml(base) or "index.html"}"/>',
        *([f'<link rel="self" type="application/atom+xml" href="{_xml(base)}feed.xml"/>'] if base else []),
        *(line for day, entry in latest for line in _entry(entry, day, base, words)),
        "</feed>",
    ]
    return "\n".join(lines) + "\n"


def site_url(settings: str, variables: Mapping[str, str]) -> str:
    """The site's address by the text of mkdocs.yml, or nothing where none is set.

    >>> site_url("site_name: x\\nsite_url: https://example.org/a/ # ours\\n", {})
    'https://example.org/a/'
    >>> site_url("site_url: !ENV SITE_URL", {"SITE_URL": "https://example.org/"})
    'https://example.org/'
    >>> site_url("# site_url: https://example.org/", {})
    ''
    """
    found = _SITE_URL.search(settings)
    if not found:
        return ""
    return variables.get(found["variable"], "") if found["variable"] else found["address"]


def _entry(entry: Entry, day: str, base: str, words: Strings) -> Iterator[str]:
    said = row(entry, words)
    date = f"{said.date_shown} " if said.date else ""
    facts = [fact for fact in (said.occasion, said.place) if fact]
    page = "" if base else "index.html"
    summary = words["feed"]["summary"].format(kind=said.kind_shown, length=said.length)
    yield "<entry>"
    yield f"<id>{_id(entry)}</id>"
    yield f"<title>{_xml(date + said.title)}</title>"
    yield f"<updated>{_instant(day)}</updated>"
    if said.speaker:
        yield f"<author><name>{_xml(said.speaker)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href="{_xml(base)}speeches/{entry.id}/{page}"/>'
    yield f'<category term="{entry.document.facts.kind}" label="{_xml(said.kind_shown)}"/>'
    yield f"<summary>{_xml(summary + '，'.join(facts))}</summary>"
    yield "</entry>"


def _id(entry: Entry) -> str:
    """The same for as long as the speech has its address, wherever the site moves."""
    return uuid.uuid5(_NAMES, f"speech {entry.id}").urn


def _changed(entry: Entry, site: Site) -> str:
    record = site.records.get(entry.id)
    if record and record.events:
        return record.events[-1].day
    day = site.sources.get(entry.document.source, {}).get("received", "")
    return day if _DAY.fullmatch(day) else _EPOCH


def _instant(day: str) -> str:
    return f"{day}T00:00:00Z"


def _xml(text: str) -> str:
    r"""Text that stays text in an element and in an attribute.

    >>> _xml('<a href="x">\ufffe&')
    '&lt;a href=&quot;x&quot;&gt;\ufffd&amp;'
    """
    return html.escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
