"""What a browser fetches and waits for when it searches an index: each query in a browser that knows nothing yet, then again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page

from benches.browsing import Server, chromium, served
from benches.cost import Figures
from benches.search_sizes import Query

ASSETS: Final = Path(__file__).parent.parent.parent / "docs/assets"
#: Asks as the search page does. The first page of results is there with ten lines, or all; times in milliseconds.
_ASK: Final = """async ([text, patience]) => {
  const now = () => performance.timeOrigin + performance.now();
  const begin = now();
  const { connect } = await import(new URL("assets/search.js", location.href));
  return new Promise((resolve, reject) => {
    let first = 0;
    const stop = connect("search/").find(text, { size: 60, each: 6 }, (found) => {
      if (found.failure) reject(new Error(JSON.stringify(found.failure)));
      if (found.lines?.length >= 10 || found.exact) first ||= now();
      const known = { first: first - begin, at: first / 1000 };
      const { exact, occurrences, speeches } = found;
      if (exact) resolve({ ...known, exact: now() - begin, found: [occurrences, speeches] });
      else if (now() - begin > patience) stop(), resolve(known);
    });
  });
}"""
#: So long an exact count is waited for, in milliseconds.
PATIENCE: Final = 20_000
#: Each query is asked so many times; the least counts, which other work on the machine lengthens least.
_TRIES: Final = 3
#: Asked in between, so that the second answer is not the first one kept.
_OTHER: Final = Query("other", "之乎者也", 0, 0)


def asked(root: Path, queries: Sequence[Query]) -> Figures:
    """What each query costs, of the index below `root`. Raises AssertionError for an answer that is not right."""
    shutil.copytree(ASSETS, root / "assets", dirs_exist_ok=True)
    (root / "index.html").write_text("<!doctype html><title>Search</title>", encoding="utf-8")
    figures: Figures = {}
    with served(root) as server, chromium() as browser:
        _cold(browser, server, _OTHER)  # the browser itself is warm
        for query in queries:
            tries = [_cold(browser, server, query) for _ in range(_TRIES)]
            for figure in set.intersection(*map(set, tries)):
                figures[f"{query.name}_{figure}"] = min(its[figure] for its in tries)
    return figures


def _cold(browser: Browser, server: Server, query: Query) -> Figures:
    """A query in a browser that has fetched nothing, then again in the same page; no exact figures where it takes too long."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.url)
    server.sent.clear()
    cold = page.evaluate(_ASK, [query.text, PATIENCE])
    figures = {"first": cold["first"], "bytes": server.bytes_until(cold["at"]) / 1e6}
    if "exact" in cold:
        assert cold["found"] == [query.occurrences, query.speeches], f"{query}, found {cold['found']}"
        figures |= {"exact": cold["exact"], "bytes_exact": server.bytes_until(float("inf")) / 1e6}
    page.evaluate(_ASK, [_OTHER.text, PATIENCE])
    warm = page.evaluate(_ASK, [query.text, PATIENCE])
    figures |= {"warm_first": warm["first"], "heap": _heap(page)}
    context.close()
    return figures | ({"warm": warm["exact"]} if "exact" in warm else {})


def _heap(page: Page) -> float:
    """Megabytes that the page's worker holds, binary data included, after all that it does not need has gone."""
    session = page.context.new_cdp_session(page)
    workers: list[str] = []
    session.on("Target.attachedToTarget", lambda event: workers.append(event["sessionId"]))
    session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
    )
    _tell(page, session, workers[0], "HeapProfiler.collectGarbage")
    used = _tell(page, session, workers[0], "Runtime.getHeapUsage")
    return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6


def _tell(page: Page, session: CDPSession, worker: str, method: str) -> Any:
    """A method of the DevTools protocol, run for a worker."""
    answers: list[Any] = []
    session.on("Target.receivedMessageFromTarget", lambda event: answers.append(json.loads(event["message"])))
    message = json.dumps({"id": 1, "method": method})
    session.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})
    while not any("id" in answer for answer in answers):
        page.wait_for_timeout(5)
    return next(answer["result"] for answer in answers if "id" in answer)
