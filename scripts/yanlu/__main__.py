"""The command line: `python -m yanlu`. Thin; `pipeline` does the work.

Exit codes: 0 all well; 1 a raw file could not be read (the others were); 2 wrong usage, or a
mistake in corpus/editor, corpus/notes, corpus/sources.toml or corpus/ledger (nothing was written);
3 the ledger is behind, under CI; 70 a fault of this program.
"""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from yanlu import editor, notes, pipeline, report
from yanlu.model import Document
from yanlu.read.decode import Unreadable
from yanlu.relate.ledger import LedgerError
from yanlu.relate.reuse.engines import Engine, EngineError

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

published = typer.Typer(no_args_is_help=True, help="Published notes, corpus/notes/.")
app.add_typer(published, name="notes")


@app.callback()
def main() -> None:
    """Turn a folder of raw speech texts into a reading site.

    Exit codes: 0 all well; 1 a raw file could not be read, the others were; 2 wrong usage or a mistake in the
    editor's files, the notes or the ledger, and nothing was written; 3 the ledger is behind, under CI; 70 a fault of this
    program.
    """


@app.command()
def build(
    engine: Annotated[
        Engine,
        typer.Option(help="What finds repeated passages; duckdb and spark want the extra yanlu[spark]."),
    ] = Engine.numpy,
) -> None:
    """Read corpus/ and write the generated pages into docs/: only what changed."""
    corpus, related, written = pipeline.build(Path.cwd(), report.progress, engine)
    report.show(corpus.unreadable)
    typer.echo(
        f"{len(related.speeches)} speeches in {len(corpus.documents)} texts from {len(corpus.readings)} files; "
        f"{report.summary(related.findings_with(corpus))}"
    )
    typer.echo(f"pages: {written.written} written, {written.unchanged} unchanged, {written.removed} removed")
    if related.behind:
        which = ", ".join(related.behind[:5]) + (", …" if len(related.behind) > 5 else "")
        report.complain(f"corpus/ledger is behind: {which}; run `yanlu ledger` and commit what it writes")
    if related.behind and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise typer.Exit(report.BEHIND)
    raise typer.Exit(report.UNREADABLE if corpus.unreadable else report.OK)


@app.command()
def ledger() -> None:
    """Issue the addresses and paragraph numbers that are still provisional; write corpus/ledger/ for committing."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    day = str(datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().date())
    corpus, related, happened = pipeline.issue(Path.cwd(), report.progress, day)
    report.show(corpus.unreadable)
    if corpus.unreadable:
        report.complain(
            "corpus/ledger was not written: what stands in a file that can't be read would count as gone"
        )
        raise typer.Exit(report.UNREADABLE)
    for id in related.reissued:
        typer.echo(f"{id}  was issued on the other branch, unpublished: its paragraph has another number now")
    for id, events in happened.items():
        typer.echo("\n".join(report.told(related.records[id], events)))
    typer.echo(f"corpus/ledger: {len(happened)} of {len(related.records)} speeches changed")


@app.command()
def findings() -> None:
    """List what is doubtful in the corpus, for the editor; docs/guide/findings.md explains each code."""
    corpus, related = pipeline.look(Path.cwd(), report.progress)
    found = related.findings_with(corpus)
    report.show(found)
    typer.echo(report.summary(found), err=True)
    raise typer.Exit(report.UNREADABLE if corpus.unreadable else report.OK)


@published.command("add")
def add_notes(file: Path) -> None:
    """Check a file of notes (W3C Web Annotation) and put it into corpus/notes/, to be published at the next build."""
    count = notes.add(file, Path.cwd() / "corpus/notes")
    typer.echo(f"corpus/notes/{file.stem}{notes.SUFFIX}: {count} note{'s' if count > 1 else ''}")
    _, related = pipeline.look(Path.cwd(), report.progress)
    report.show(f for f in related.findings if f.source == f"notes/{file.stem}{notes.SUFFIX}")


@app.command()
def inspect(
    files: list[Path],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a text.")] = False,
    edited: Annotated[
        bool, typer.Option("--edited", help="Apply corpus/editor and corpus/sources.toml too.")
    ] = False,
) -> None:
    """Show what raw files say about themselves; write nothing."""
    failed = False
    for path in files:
        try:
            encoding, edits = pipeline.editors_word(Path.cwd(), path.name) if edited else (None, None)
            reading = pipeline.read(path.name, path.read_bytes(), encoding, edits)
        except (Unreadable, OSError) as e:
            report.complain(f"{path}: {e.strerror if isinstance(e, OSError) else e}")
            failed = True
            continue
        for document in reading.documents:
            typer.echo(json.dumps(as_object(document), ensure_ascii=False) if as_json else _summary(document))
        for finding in reading.findings:
            report.complain(str(finding))
    raise typer.Exit(report.UNREADABLE if failed else report.OK)


def as_object(document: Document) -> dict[str, Any]:
    """A document in the form that `inspect --json` promises."""
    facts = dataclasses.asdict(document.facts)
    evidence = facts.pop("evidence")
    return {
        "source": document.source,
        "ordinal": document.ordinal,
        **facts,
        "evidence": evidence,
        "span": [document.start, document.end],
        "head": [dataclasses.asdict(b) for b in document.head],
        "paragraphs": [dataclasses.asdict(p) for p in document.paragraphs],
        "apparatus": [dataclasses.asdict(b) for b in document.apparatus],
        "changes": [dataclasses.asdict(c) for c in document.changes],
        "findings": [str(f) for f in document.findings],
    }


def _summary(document: Document) -> str:
    """A document for people: its facts with their evidence, and its first words."""
    facts = dataclasses.asdict(document.facts)
    evidence = facts.pop("evidence")
    lines = [f"{document.source}, text {document.ordinal}"]
    lines += [
        f"  {k:<10} {v}" + (f"  ← {evidence[k]}" if k in evidence else "")
        for k, v in facts.items()
        if v is not None
    ]
    kinds = f"{len(document.paragraphs)} paragraphs, {document.characters} characters, {len(document.changes)} changes"
    return "\n".join([*lines, f"  {kinds}", f"  {document.paragraphs[0].text[:40]}"])


def run() -> None:
    """The program: mistakes of the editor's are printed, not raised."""
    try:
        app()
    except (editor.EditorError, LedgerError, notes.NotesError, EngineError) as e:
        report.complain(str(e))
        raise SystemExit(report.WRONG) from None
    except FileNotFoundError as e:
        report.complain(f"{e.filename} is not here: start this command in the project's folder")
        raise SystemExit(report.WRONG) from None
    except OSError as e:  # a full disk, a folder that may not be written
        report.complain(f"{e.filename}: {e.strerror}")
        raise SystemExit(report.WRONG) from None
    except Exception as e:
        if "YANLU_DEBUG" in os.environ:
            raise
        report.complain(
            f"A fault of this program, not of your files: {type(e).__name__}: {e}. YANLU_DEBUG=1 shows where."
        )
        raise SystemExit(report.BROKEN) from None


if __name__ == "__main__":
    run()
