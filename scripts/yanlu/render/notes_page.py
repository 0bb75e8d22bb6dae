"""The page of a reader's notes, which are in the browser alone; and what its scripts and those of the texts are told."""

from __future__ import annotations

import json

from yanlu.relate.identify import address
from yanlu.relate.ledger import live
from yanlu.render.entries import Site
from yanlu.render.former import leads
from yanlu.render.strings import strings
from yanlu.render.template import template

COLOURS = ("yellow", "green", "blue", "pink")  #: as in assets/notes-store.js
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}  #: what a reader may say of the rights in their notes


def notes_pages(site: Site) -> dict[str, str]:
    """Path below the docs folder → content. The page holds nothing of the corpus."""
    words = strings()
    page = template("notes.md.j2").render(s=words, licences=LICENCES.items())
    return {
        "notes/index.md": page,
        "notes/words.json": json.dumps(dict(words["notes"]), ensure_ascii=False, indent=1) + "\n",
        "notes/former.json": json.dumps(_former(site), indent=1) + "\n",
    }


def _former(site: Site) -> dict[str, dict[str, str]]:
    """Where the addresses lead that show no text any more: page → anchor → page#anchor, with "" for the page itself."""
    found = {}
    for record in site.records.values():
        for name, page in record.pages.items():
            if not live(page):
                rows = {row.id: row.target for row in page.rows if row.state == "moved"}
                found[address(record.id, name)] = {"": leads(record, page), **rows}
    return found
