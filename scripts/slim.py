"""Make the scripts and styles of a built site small: `python -m scripts.slim site/assets`.

They do the same as the ones in docs/assets, without what only people read: docs/decisions/0014-slim-scripts.md.
"""

import sys
from pathlib import Path

KINDS = {".css": "text/css", ".js": "text/javascript"}
ECMASCRIPT = 2022  # what is written must not become newer than this either


def main(folder: Path) -> int:
    """Rewrite what lies in a folder, and not below it, where the theme's own files are; the exit code."""
    try:
        import minify
    except ImportError:  # where pyproject.toml does not ask for it
        print("Scripts and styles stay as they are written: tdewolff-minify is not made for this machine.")
        return 0
    minify.config({"js-version": ECMASCRIPT})
    for path in sorted(path for path in folder.glob("*") if path.suffix in KINDS):
        try:
            slim = minify.string(KINDS[path.suffix], path.read_text(encoding="utf-8"))
        except minify.MinifyError as error:
            print(f"{path.name} cannot be made small: {error}", file=sys.stderr)
            return 1
        path.write_bytes(slim.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
