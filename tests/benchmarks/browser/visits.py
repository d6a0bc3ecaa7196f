"""Visits of a page in a fresh browser context, which has nothing cached."""

from __future__ import annotations

import contextlib
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.benchmarks.browser.graphs import Document

WIDTH, HEIGHT = 1400, 900
PROBE = (Path(__file__).parent / "probe.js").read_text()
OURS_TIMEOUT_S = 60.0


class NotMeasured(Exception):
    """The page did not show or report what was to be measured."""


class TimedOut(NotMeasured):
    """The page took longer than it may to show its graph."""


@dataclass(frozen=True)
class Visit:
    """A page that shows its graph."""

    page: Page
    first_ms: float
    """From the start of the navigation to the end of the first frame that shows the graph."""
    scripts: set[str] = field(default_factory=set)
    """Addresses of the scripts downloaded so far."""


@contextlib.contextmanager
def visited(browser: Browser, url: str, program: str, *, timeout_s: float, setup: str = "") -> Iterator[Visit]:
    """The page once it shows its graph. Raises TimedOut if that takes over timeout_s; setup is a script."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        scripts: set[str] = set()
        context.on(
            "response",
            lambda answer: scripts.add(answer.url) if "javascript" in answer.headers.get("content-type", "") else None,
        )
        page = context.new_page()
        page.add_init_script(f"{PROBE}; probe.watch({json.dumps(program)}); {setup}")
        page.goto(url, wait_until="commit")
        first: float | None = page.evaluate("within => probe.first(within)", timeout_s * 1000)
        if first is None:
            raise TimedOut(f"over {timeout_s:g} s")
        yield Visit(page, first, scripts)
    finally:
        context.close()


@dataclass(frozen=True)
class Site:
    """Our own pages on one server, visited with one browser."""

    browser: Browser
    url: str

    def visit(self, address: str) -> contextlib.AbstractContextManager[Visit]:
        """A page of ours once its diagram is on screen."""
        return visited(self.browser, self.url + address, "layerscope", timeout_s=OURS_TIMEOUT_S)

    def store(self, document: Document) -> str:
        """Stores a graph; returns its page's address."""
        body = json.dumps({"graph": document}).encode()
        request = urllib.request.Request(f"{self.url}/api/architectures/", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return f"/a/{json.load(answer)['slug']}"
