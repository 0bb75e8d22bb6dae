"""The built site in a browser."""

import http.server
import importlib.util
import threading
from pathlib import Path

from playwright.sync_api import Browser, expect


def test_an_open_page_follows_the_build(browser: Browser, root: Path, tmp_path: Path) -> None:
    """What `dev.py serve` adds to each page loads it again after a build."""
    spec = importlib.util.spec_from_file_location("dev", root / "scripts" / "dev.py")
    assert spec and spec.loader
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    dev.PREVIEW = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><p>before</p>", encoding="utf-8")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), dev.Preview) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        expect(page.locator("p")).to_have_text("before")
        (tmp_path / "index.html").write_text("<!doctype html><p>after</p>", encoding="utf-8")
        dev.Preview.built = "the next one"
        expect(page.locator("p")).to_have_text("after")
        page.close()
        server.shutdown()
