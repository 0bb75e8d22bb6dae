"""The preview of `dev.py serve`: built once for each change, and shown by every open page as soon as it is built.

Standard library only, like dev.py.
"""

from __future__ import annotations

import contextlib
import http.server
import io
import mimetypes
import os
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

POLL_SECONDS = 0.3
RELOAD = """
const shown = document.currentScript.dataset.built;
setInterval(async () => {
  const answer = await fetch("/dev-built").catch(() => null);
  if (answer?.ok && (await answer.text()) !== shown) location.reload();
}, 1000);
"""

# Watching

Files = set[tuple[str, int, int]]


def watched_files(top: Path) -> Iterator[Path]:
    """The files under a folder (or the file itself) that people write."""
    if top.is_file():
        yield top
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name != "__pycache__"]
        # Editors put files of their own beside the one that is open: .x.swp, .#x, #x#, x~.
        yield from (Path(folder, name) for name in names if name[0] not in ".#" and name[-1] != "~")


def snapshot(*tops: Path) -> Files:
    """Every file with its time and size: a set, so that removing or renaming one counts too."""
    seen = set()
    for top in tops:
        for path in watched_files(top):
            with contextlib.suppress(FileNotFoundError):  # removed since its folder was read
                status = path.stat()
                seen.add((str(path), status.st_mtime_ns, status.st_size))
    return seen


@dataclass
class Watch:
    """Builds the preview once for each change, however many files it touches.

    `mkdocs serve` is not used: it watches the folder that `yanlu build` writes into, and builds
    a second time whenever one of its polls falls between two of the files written.
    """

    sources: Collection[Path]  #: what the pages are written from
    pages: Collection[Path]  #: what the site is built from
    write_pages: Callable[[], int]  #: returns an exit code
    written: Collection[int]  #: the exit codes after which the pages are whole
    build_site: Callable[[], bool]
    code: int = 0  #: of the last `write_pages`
    _sources: Files | None = None
    _pages: Files | None = None

    def catch_up(self) -> bool:
        """Wait for one poll, and build what changed since the last build: is there a new preview?"""
        sources = self._settled()
        if sources != self._sources:
            self._sources, self.code = sources, self.write_pages()
            if self.code not in self.written:
                if self._pages is not None:
                    print("The last good pages stay.", flush=True)
                return False
        pages = snapshot(*self.pages)  # taken now, it holds what `write_pages` wrote
        if pages == self._pages:
            return False
        self._pages = pages
        return self.build_site()

    def _settled(self) -> Files:
        """What the sources are like, once nothing has changed, in them or in the pages, for one poll."""
        before, now = None, (snapshot(*self.sources), snapshot(*self.pages))
        while now != before:
            time.sleep(POLL_SECONDS)
            before, now = now, (snapshot(*self.sources), snapshot(*self.pages))
        return now[0]


# Serving


class Preview(http.server.SimpleHTTPRequestHandler):
    """Serves the preview, and has each open page ask once a second whether there is a newer one."""

    built = ""  # names the build that is shown

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the browser has gone on to another page
            super().handle()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        address = urllib.parse.urlsplit(self.path).path
        if address == "/dev-built":
            return self.send_text("text/plain", self.built)
        if address == "/dev-reload.js":
            return self.send_text("text/javascript", RELOAD)
        page = Path(self.translate_path(address), "index.html" if address.endswith("/") else "")
        if page.suffix == ".html" and page.is_file():
            script = f'<script src="/dev-reload.js" data-built="{self.built}"></script>'
            return self.send_text("text/html", page.read_text(encoding="utf-8") + script)
        return super().send_head()

    def send_text(self, kind: str, text: str) -> io.BytesIO:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        return io.BytesIO(text.encode())

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # a changed style sheet must show at once
        super().end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing: what the builds print must stay readable."""


def serve(folder: Path, port: int, watch: Watch) -> int:
    """Build, serve the folder on this machine only, and build again after each change, until Ctrl-C.

    The exit code of the last `write_pages`.
    """
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(Preview, directory=str(folder)))
    except (OSError, OverflowError) as error:
        sys.exit(f"Port {port} cannot be used ({error}): choose another one with --port.")
    mimetypes.add_type("text/javascript", ".js")  # which some Windows systems call text/plain
    if not watch.catch_up():
        return watch.code or 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"Serving at http://127.0.0.1:{server.server_port}/ until Ctrl-C", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            if watch.catch_up():
                Preview.built = str(time.time_ns())
    return watch.code
