"""The front page: what this corpus is and holds, and when its texts were delivered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from yanlu.model import SPEECH_KINDS
from yanlu.render import timeline
from yanlu.render.browse import addresses, row
from yanlu.render.entries import UNDATED, Entry
from yanlu.render.repeats import Repeat
from yanlu.render.strings import Strings, strings
from yanlu.render.template import template

_UNDATED = 10  #: texts without a date that stand beside the picture; a list has them all


def home_page(entries: Sequence[Entry], repeated: Sequence[Repeat] = ()) -> str:
    """The front page of a corpus."""
    words = strings()
    undated = [entry for entry in entries if not entry.document.facts.date]
    return template("home.md.j2").render(
        s=words,
        numbers=list(_numbers(entries, words)),
        drawing=timeline.draw(entries, words) if len(undated) < len(entries) else None,
        cell=timeline.CELL,
        bar_start=timeline.BAR_START,
        kinds=list(_kinds(entries, words)),
        undated=[row(entry, words) for entry in undated[:_UNDATED]],
        undated_total=len(undated),
        undated_list=addresses("date", entries).get(UNDATED) if len(undated) > _UNDATED else None,
        repeats=list(_repeats(repeated, words)),
        promises=[(words["home"][name], words["home"][f"{name}_text"]) for name in _PROMISES],
    )


_PROMISES = ("nothing_lost", "links", "facts")


def _numbers(entries: Sequence[Entry], words: Strings) -> Iterator[tuple[str, str]]:
    """Label and value of what the corpus holds; without what there is none of."""
    says = words["home"]
    characters = sum(entry.document.characters for entry in entries)
    dates = [entry.document.facts.date for entry in entries if entry.document.facts.date]
    speakers = {entry.document.facts.speaker for entry in entries} - {None}
    copies = sum(len(entry.speech.witnesses) for entry in entries)
    form = says["texts_copies" if copies > len(entries) else "texts_value"]
    yield says["texts"], form.format(n=f"{len(entries):,}", copies=f"{copies:,}")
    yield says["characters"], says["characters_value"].format(n=f"{characters:,}")
    if dates:
        first, last = words.date(dates[0]), words.date(dates[-1])
        yield says["span"], first if first == last else says["span_value"].format(first=first, last=last)
    if speakers:
        yield says["speakers"], says["speakers_value"].format(n=f"{len(speakers):,}")


def _kinds(entries: Sequence[Entry], words: Strings) -> Iterator[tuple[timeline.Shape, str, str, str]]:
    """The key to the picture: the kinds there are, each with its shape, name, number and list."""
    counted = Counter(entry.document.facts.kind for entry in entries)
    where = addresses("kind", entries)
    for kind in sorted(counted, key=SPEECH_KINDS.index):
        yield timeline.shape(kind), words["kind"][kind], f"{counted[kind]:,}", where[kind]


def _repeats(repeated: Sequence[Repeat], words: Strings) -> Iterator[tuple[str, str]]:
    """Where the passages and formulas that have a page are listed, and how many they are; without what there is none of."""
    counted = Counter(repeat.page.split("/")[0] for repeat in repeated)
    for name in ("passages", "formulas"):
        if counted[name]:
            yield name, words["home"][f"repeats_{name}"].format(n=f"{counted[name]:,}")
