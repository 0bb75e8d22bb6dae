"""The command line: `python -m yanlu`. Thin; `pipeline` does the work.

Exit codes: 0 all well; 1 a raw file could not be read (the others were); 2 wrong usage, or a
mistake in corpus/editor or corpus/sources.toml (nothing was written).
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yanlu import pipeline
from yanlu.model import Document
from yanlu.read.decode import Unreadable

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def main() -> None:
    """Turn a folder of raw speech texts into a reading site."""


@app.command()
def inspect(
    files: list[Path],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a document.")] = False,
) -> None:
    """Show what raw files say about themselves; write nothing."""
    failed = False
    for path in files:
        try:
            reading = pipeline.read(path.name, path.read_bytes())
        except (Unreadable, OSError) as e:
            typer.echo(f"{path}: {e}", err=True)
            failed = True
            continue
        for document in reading.documents:
            typer.echo(json.dumps(as_object(document), ensure_ascii=False) if as_json else document)
        for finding in reading.findings:
            typer.echo(str(finding), err=True)
    sys.exit(1 if failed else 0)


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


if __name__ == "__main__":
    app()
