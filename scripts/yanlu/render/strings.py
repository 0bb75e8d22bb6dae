"""The interface's words, from one data file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

DEFAULT = "zh"


@dataclass(frozen=True)
class Strings:
    """Words by section and key: `strings["page"]["contents"]`. An unknown key is an error."""

    sections: Mapping[str, Mapping[str, str]]

    def __getitem__(self, section: str) -> Mapping[str, str]:
        return self.sections[section]

    def rule(self, name: str) -> str:
        """What a rule does, or its bare name while nobody has described it."""
        return self["rule"].get(name, name)

    def date(self, date: str | None) -> str:
        """A full or partial date as it is read.

        >>> strings().date("2020-03-06"), strings().date("2020-03"), strings().date(None)
        ('2020年3月6日', '2020年3月', '不详')
        """
        if date is None:
            return self["page"]["unknown"]
        forms = (self["date"]["year"], self["date"]["month"], self["date"]["day"])
        names = ("year", "month", "day")
        parts = zip(forms, names, date.split("-"), strict=False)
        return "".join(form.format(**{name: int(part)}) for form, name, part in parts)

    def length(self, characters: int) -> str:
        """A text's length.

        >>> strings().length(11123)
        '11,123 字'
        """
        return self["page"]["length"].format(n=f"{characters:,}")


@cache
def strings(language: str = DEFAULT) -> Strings:
    """The words of one language, from `strings.<language>.toml` beside this file."""
    file = resources.files(__package__).joinpath(f"strings.{language}.toml")
    return Strings(tomllib.loads(file.read_text(encoding="utf-8")))
