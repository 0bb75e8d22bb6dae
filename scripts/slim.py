"""Make the scripts and styles of a built site small: `python -m scripts.slim site/assets`.

They are the ones of docs/assets without comments and spaces, which only people read: docs/decisions/0014-slim-scripts.md.
"""

import sys
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

SMALLER = {".css": cssmin, ".js": jsmin}


def main(folder: Path) -> None:
    """Rewrite what lies in a folder; not what lies below it, where the theme has its own."""
    for path in folder.glob("*"):
        if smaller := SMALLER.get(path.suffix):
            path.write_bytes(smaller(path.read_text(encoding="utf-8")).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
