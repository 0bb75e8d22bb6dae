"""What every form of a citation is made of: the facts, and text with places to be filled in later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yanlu.model import Facts

# A citation is one line, whatever a title holds, and UTF-8 has no lone surrogates.
_BREAKS: Final = re.compile("[\u0000-\u001f\u007f\u0085\u2028\u2029]+")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A speech as citations know it."""

    page: str  #: its folder below speeches/: the speech's id, or that and a witness's
    title: str
    facts: Facts
    version: str  #: of the text, see `yanlu.model.text_version`
    language: str  #: `zh-Hans`
    source: str | None  #: where the raw file is from, in the editor's words
    address: str | None  #: of the published page; None where the site doesn't know its own

    @property
    def key(self) -> str:
        """The page as a plain name, for keys of entries and names of files."""
        return self.page.replace("/", "-")

    @property
    def path(self) -> str:
        """The page below the site's root: what tells the place while the site has no address."""
        return f"speeches/{self.page}/index.html"

    @property
    def date(self) -> str | None:
        """The day it was delivered, or else was printed; either may be partial."""
        return self.facts.date or self.facts.published

    def fact(self, name: str) -> str | None:
        """A fact on one line, or None where nothing is known."""
        value = getattr(self.facts, name)
        return one_line(value) if value else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is known only when somebody cites.

    ``name`` says what goes there: `url`, the address; `para`, ¶12; the day of access as `iso`
    (2026-11-22), `english` (November 22, 2026) or `parts` (2026,11,22). ``form`` is what stands there
    once it is known, with ``{}`` for it; while it isn't, nothing does.
    """

    name: str
    form: str = "{}"


Template = tuple[str | Slot, ...]


def filled(slot: Slot, values: Mapping[str, str | None]) -> str:
    """What stands in a slot.

    >>> filled(Slot("para", ", {}"), {"para": "¶12"}), filled(Slot("para", ", {}"), {})
    (', ¶12', '')
    """
    value = values.get(slot.name)
    return slot.form.replace("{}", value) if value else ""


def resolved(template: Template, values: Mapping[str, str | None]) -> str:
    """The template as text."""
    return "".join(part if isinstance(part, str) else filled(part, values) for part in template)


def one_line(text: str) -> str:
    r"""Text without line breaks and controls; all else, even an ideographic space, stays.

    >>> one_line("上\n下\u3000左")
    '上 下\u3000左'
    """
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub(" ", text)).strip(" ")
