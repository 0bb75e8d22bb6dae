"""Addresses that show no text any more: each leads on, whole and anchor by anchor.

Without scripts the page's links do; with them its anchor is followed at once. A host that reads a
`_redirects` file leads on by itself where every anchor kept its number; elsewhere a redirect, which
keeps the anchor, would land on another paragraph.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from yanlu.relate.history import gone_since
from yanlu.relate.identify import address
from yanlu.relate.ledger import NOWHERE, Page, Record, live
from yanlu.render.body import label
from yanlu.render.entries import Site
from yanlu.render.strings import strings
from yanlu.render.template import template


def former_pages(site: Site) -> dict[str, str]:
    """Path below the docs folder → Markdown, for every address issued once that shows no text now.

    Redirects are told for a site at a host's root only, and as passing ones: an address may come back.
    """
    pages = {}
    moved = []
    for record in site.records.values():
        for name, page in record.pages.items():
            if not live(page):
                at = address(record.id, name)
                to = leads(record, page)
                reason = site.reasons.get(at, "")
                pages[f"speeches/{at}/index.md"] = _page(record, name, page, to, reason)
                same = to and all(row.target == f"{to}#{row.id}" for row in page.rows)
                moved += [f"/speeches/{at}/ /speeches/{to}/ 302\n"] if same else []
    at_root = not urlsplit(site.url).path.strip("/")
    return {**pages, **({"_redirects": "".join(moved)} if moved and at_root else {})}


def leads(record: Record, page: Page) -> str:
    """Where a page as a whole leads: a speech that is part of another now, there; else where most anchors lead."""
    if record.address not in ("", NOWHERE):
        return record.address
    pages = Counter(row.target.partition("#")[0] for row in page.rows if row.state == "moved")
    return pages.most_common(1)[0][0] if pages else ""


def _page(record: Record, name: str, page: Page, to: str, reason: str) -> str:
    words = strings()
    return template("former.md.j2").render(
        s=words,
        title=record.facts.get("title") or words["former"]["title"],
        up="../../../" if name else "../../",
        to=to,
        reason=reason,
        rows=list(_rows(record, name, page)),
    )


def _rows(record: Record, name: str, page: Page) -> Iterator[dict[str, str]]:
    """Every anchor of the page: its number, first words, where it leads, since when."""
    days = gone_since(record, name)
    for row in page.rows:
        yield {
            "id": row.id,
            "label": label([row.id]),
            "words": row.text,
            "target": row.target if row.state == "moved" else "",
            "day": days.get(row.id) or days.get("", ""),
        }
