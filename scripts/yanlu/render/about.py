"""“About this text”: where it is from, what each fact rests on, and every change that was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from yanlu.model import Block, Change, Document, Facts
from yanlu.render.entries import Entry
from yanlu.render.strings import Strings
from yanlu.render.text import escape, line_list, line_range, visible

_FACTS = ("title", "subtitle", "date", "published", "speaker", "occasion", "place", "kind", "dateline")
_AROUND = 8  #: characters of the raw file shown before and after a change, to tell where it is
_LONGEST = 400  #: characters of one change that are shown; boilerplate of a web page can be 100,000


@dataclass(frozen=True, slots=True)
class Replaced:
    """One replacement, every line where it was made, and what stood around the first."""

    lines: str
    before: Markup
    after: Markup


@dataclass(frozen=True, slots=True)
class RuleLog:
    """What one rule changed in a document."""

    rule: str
    description: str
    count: str
    rows: tuple[Replaced, ...]


@dataclass(frozen=True, slots=True)
class About:
    """All that the section shows, in the page's words."""

    file: tuple[tuple[str, str], ...]  #: label, value
    source: str
    raw_path: str
    facts: tuple[tuple[str, str, str], ...]  #: label, value, evidence
    head: tuple[tuple[str, str], ...]  #: lines, text
    findings: tuple[tuple[str, str, str], ...]  #: anchor in the guide, code, what follows the code
    total: str
    changes: tuple[RuleLog, ...]


def about(entry: Entry, words: Strings) -> About:
    """Gather the section for one document."""
    document = entry.document
    return About(
        file=tuple(_file(entry, words)),
        source=document.source,
        raw_path=entry.raw_path,
        facts=tuple(_evidence(document.facts, words)),
        head=tuple((line_range(*block.lines), block.text) for block in document.head),
        findings=tuple(
            (f.code.lower(), f.code, str(f).removeprefix(f.code))
            for f in sorted({*entry.raw.findings, *document.findings})
        ),
        total=f"{len(document.changes):,}",
        changes=tuple(_rule_logs(document.changes, entry.raw.text, words)),
    )


def _file(entry: Entry, words: Strings) -> Iterator[tuple[str, str]]:
    says = words["about"]
    lines = _extent(entry.document)
    if lines:
        yield says["position"], says["position_value"].format(n=entry.document.ordinal, lines=lines)
    yield says["size"], says["size_value"].format(n=f"{entry.raw.size:,}")
    yield says["encoding"], entry.raw.encoding
    yield says["sha256"], entry.raw.sha256


def _extent(document: Document) -> str:
    """The first and last line of the raw file that the text takes up."""
    blocks: list[Block] = [*document.head, *document.paragraphs, *document.apparatus]
    if not blocks:
        return ""
    return line_range(min(b.lines[0] for b in blocks), max(b.lines[1] for b in blocks))


def _evidence(facts: Facts, words: Strings) -> Iterator[tuple[str, str, str]]:
    """Each fact that is known or has evidence. Facts of later stages come after ours, by name."""
    for name in (*_FACTS, *sorted(facts.evidence.keys() - set(_FACTS))):
        value = shown(facts, name, words)
        if value or name in facts.evidence:
            label = words["fact"].get(name, name)
            yield label, value or words["page"]["unknown"], facts.evidence.get(name, "")


def shown(facts: Facts, name: str, words: Strings) -> str | None:
    """A fact in the words of the page, or None where nothing is known."""
    value = getattr(facts, name, None)
    if name in ("date", "published"):
        return words.date(value) if value else None
    if name == "kind":
        return words["kind"].get(facts.kind, facts.kind)
    if name == "complete":
        return words["complete"]["yes" if facts.complete else "no"]
    return value or None


def _rule_logs(changes: Sequence[Change], raw: str, words: Strings) -> Iterator[RuleLog]:
    """The changes by rule, in the order in which each rule first appears."""
    by_rule: dict[str, list[Change]] = {}
    for change in changes:
        by_rule.setdefault(change.rule, []).append(change)
    for rule, its in by_rule.items():
        count = words["about"]["rule_count"].format(n=f"{len(its):,}")
        yield RuleLog(rule, words.rule(rule), count, tuple(_replaced(its, raw, words)))


def _replaced(changes: Iterable[Change], raw: str, words: Strings) -> Iterator[Replaced]:
    """Equal replacements in one row: a wrapped file has a thousand joined lines."""
    alike: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        alike.setdefault((change.before, change.after), []).append(change)
    for same in alike.values():
        lines = line_list(change.line for change in same)
        yield Replaced(lines, _before(same[0], raw, words), _after(same[0], words))


def _before(change: Change, raw: str, words: Strings) -> Markup:
    """The raw text of a change among its neighbours; where something was put in, a caret."""
    left, right = raw[max(0, change.start - _AROUND) : change.start], raw[change.end : change.end + _AROUND]
    gone = _shortened(change.before, words) or '<span class="inv">‸</span>'
    return Markup(f"{_around(left)}<del>{gone}</del>{_around(right)}")


def _around(text: str) -> str:
    return f'<span class="around">{visible(text)}</span>'


def _after(change: Change, words: Strings) -> Markup:
    if not change.after:
        return Markup(f'<span class="nothing">{escape(words["about"]["nothing"])}</span>')
    return Markup(f"<ins>{_shortened(change.after, words)}</ins>")


def _shortened(text: str, words: Strings) -> Markup:
    if len(text) <= _LONGEST:
        return visible(text)
    return visible(text[:_LONGEST]) + escape(words["about"]["shortened"].format(n=f"{len(text):,}"))
