"""Netron from PyPI, showing the files that our exporter writes."""

from __future__ import annotations

import contextlib
import importlib.metadata
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.browser.visits import NotMeasured, Visit, visited
from tests.services.stack import free_port

TIMEOUT_S = 90.0

# A reader who has agreed to cookies is not asked again, and half a year after its release it would insist on an
# update. It takes eval away, which Playwright needs. The time of its layout is from the request to its worker
# to the answer.
SETUP = """
document.cookie = "consent=1; path=/";
document.addEventListener("readystatechange", () => {
  document.querySelector('meta[name="date"]')?.setAttribute("content", new Date().toISOString().slice(0, 19));
}, { once: true });
const { eval: original } = window;
Object.defineProperty(window, "eval", { get: () => original, set: () => {} });
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.type === "dagre.layout") {
    const start = performance.now();
    const done = () => performance.measure("layout", { start, detail: { ms: performance.now() - start } });
    this.addEventListener("message", done, { once: true });
  }
  return postMessage.call(this, message, ...rest);
};
"""


def version() -> str:
    """The release that is installed."""
    return importlib.metadata.version("netron")


@contextlib.contextmanager
def serving(file: Path) -> Iterator[str]:
    """The address of a Netron that shows a file, which it has read once before."""
    port = free_port()
    arguments = [str(file), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-c", "import netron; netron.main()", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}/"
    try:
        _wait_until_it_answers(f"{url}data/{file.name}", process)
        yield url
    finally:
        process.terminate()
        process.wait()


def _wait_until_it_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                answer.read()
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NotMeasured("Netron does not start") from error
            time.sleep(0.1)


def visit(browser: Browser, url: str) -> contextlib.AbstractContextManager[Visit]:
    """Netron's page once it has drawn the graph. Raises TimedOut after TIMEOUT_S."""
    return visited(browser, url, "netron", timeout_s=TIMEOUT_S, setup=SETUP)
