"""A browser, the built site on a port of this machine, and a page that must stay on it."""

import contextlib
import http.server
import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.searching import stub

# Without these a browser that is run by a test also talks to its maker.
ALONE = (
    "--no-sandbox",  # in a container there is no sandbox to be had
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Each context would also draw two lists for an address bar that nobody sees: half the time of most tests.
# Playwright's own list is repeated, as only the last one that the browser is given counts.
UNUSED = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup"),
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding"),
    *("PreconnectToSearch", "TcpPortRandomizationWin", "ThirdPartyStoragePartitioning"),
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the browser has closed the page
            super().handle()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("YANLU_BROWSER")
    if not executable:
        missing = "not run: no browser (scripts/dev.py test finds one and names it in YANLU_BROWSER)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, args=[*ALONE, f"--disable-features={','.join(UNUSED)}"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def site_url(root: Path) -> Iterator[str]:
    """Where the built site is served, with a slash at the end."""
    site = root / "site"
    if not (site / "index.html").is_file():
        pytest.fail("there is no site/: run scripts/dev.py build first")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextlib.contextmanager
def watched(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page that nobody else has; it fails if a script throws or another host is asked."""
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    asked: list[str] = []
    thrown: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("pageerror", lambda error: thrown.append(str(error)))
    yield opened
    context.close()
    home = urlsplit(site_url).netloc
    elsewhere = [url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")]
    elsewhere = [url for url in elsewhere if urlsplit(url).netloc != home]
    assert not elsewhere, f"the page asked other hosts: {elsewhere}"
    assert not thrown, f"a script of the page threw: {thrown}"


@pytest.fixture
def page(browser: Browser, site_url: str) -> Iterator[Page]:
    """A page of its own for each test."""
    with watched(browser, site_url) as opened:
        yield opened


@pytest.fixture
def stubbed(page: Page, site_url: str) -> Page:
    """The search page, whose search tells what the test wants."""
    return stub(page, site_url)
