"""A browser, and a server on this machine that tells what was fetched from it and when."""

from __future__ import annotations

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from dev import installed_browser

#: In a container there is no sandbox to be had; and the browser is not to talk to its maker meanwhile.
_ALONE = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


@dataclass(slots=True)
class Server:
    """Where a folder is served, and the bytes of what was sent, each with the time at which it was."""

    url: str = ""
    sent: list[tuple[float, int]] = field(default_factory=list)

    def bytes_until(self, moment: float) -> int:
        """What was sent up to a moment, in seconds since the epoch, since the last `sent.clear()`."""
        return sum(size for when, size in self.sent if when <= moment)


class _Telling(http.server.SimpleHTTPRequestHandler):
    """Keeps connections, as hosts do."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a short answer waits 40 ms for the receipt of its head

    def __init__(self, *args: Any, server_told: Server, **kwargs: Any) -> None:
        self._told = server_told
        super().__init__(*args, **kwargs)

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the browser has closed the page
            super().handle()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        content = source.read()
        self._told.sent.append((time.time(), len(content)))
        outputfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A folder on a port of this machine."""
    told = Server()
    handler = partial(_Telling, directory=str(folder), server_told=told)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told.url = f"http://127.0.0.1:{server.server_port}/"
        yield told
        server.shutdown()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests are run in. Raises FileNotFoundError if there is none."""
    found = installed_browser()
    if not found:
        raise FileNotFoundError("no Chromium: name one in YANLU_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_ALONE)
        yield browser
        browser.close()
