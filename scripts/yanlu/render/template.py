"""The templates of the generated pages, all filled in by the same rules."""

from __future__ import annotations

from functools import cache
from typing import Any

import jinja2

from yanlu.render.lang import lang_attribute
from yanlu.render.text import address, finalize, token


class _Environment(jinja2.Environment):
    """In which `words.copy` is the word of that name, not the method that every dict has."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _environment() -> jinja2.Environment:
    """Templates in which a misspelt name is an error and every value is escaped.

    `finalize` escapes, and more than jinja2 would; with `autoescape` each value would be looked at twice.
    """
    environment = _Environment(
        loader=jinja2.PackageLoader("yanlu.render"),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(address=address, fill=str.format, lang=lang_attribute, token=token)
    return environment


def template(name: str) -> jinja2.Template:
    """The template in that file of the folder `templates`."""
    return _environment().get_template(name)
