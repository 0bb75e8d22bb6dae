"""Citations of a speech, in every form that is offered: on its page, and as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yanlu.render.cite_formats import bibtex, csl_json, markdown, ris
from yanlu.render.cite_item import Cited, Slot, Template, filled, resolved
from yanlu.render.cite_styles import STYLES, styled
from yanlu.render.strings import Strings

_FILES = {"bibtex": ("bib", bibtex), "ris": ("ris", ris), "csl": ("csl.json", csl_json)}


@dataclass(frozen=True, slots=True)
class Citation:
    """A speech cited in one form."""

    name: str
    label: str
    template: Template
    address: str  #: what stands for the page's address before a script puts in the real one
    path: str | None = None  #: its file below the site's root, for the forms that programs read

    @property
    def parts(self) -> Iterator[tuple[str, Slot | None]]:
        """What a page shows without scripts, each text with the slot that it stands in."""
        for part in self.template:
            yield (part, None) if isinstance(part, str) else (filled(part, {"url": self.address}), part)


def citations(speech: Cited, words: Strings) -> tuple[Citation, ...]:
    """The speech in all forms, in the order in which they are offered.

    Those for people name at least the page's place in the site where it has no address; those for
    programs then have none.
    """
    label = words["cite"]
    shown = speech.address or speech.path
    return (
        *(Citation(s.name, label[s.name], styled(speech, s, words), shown) for s in STYLES),
        Citation("markdown", label["markdown"], markdown(speech, words), shown),
        *(
            Citation(
                name,
                label[name],
                form(speech, words),
                speech.address or "",
                f"data/cite/{speech.key}.{ending}",
            )
            for name, (ending, form) in _FILES.items()
        ),
    )


def cite_files(made: Iterable[Citation]) -> dict[str, bytes]:
    """Path below the docs folder → the citation of the whole speech, for the forms that programs read."""
    return {c.path: resolved(c.template, {"url": c.address}).encode() for c in made if c.path}
