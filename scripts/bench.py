"""Measurements: `bench.py NAME` prints a table for people and, as its last line, one JSON object.

Each bench is a module in benches/ that says what it measures; `bench.py NAME --help` shows its options.
"""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

NAMES = sorted(
    path.stem
    for path in Path(__file__).with_name("benches").glob("*.py")
    if "def run(" in path.read_text("utf-8")
)


def main() -> None:
    """Run one bench."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    benches = parser.add_subparsers(dest="bench", required=True)
    for name in NAMES:
        module = import_module(f"benches.{name}")
        module.arguments(benches.add_parser(name, help=module.__doc__.splitlines()[0]))
    args = parser.parse_args()
    figures = import_module(f"benches.{args.bench}").run(args)
    print(json.dumps({"bench": args.bench, "rows": figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
