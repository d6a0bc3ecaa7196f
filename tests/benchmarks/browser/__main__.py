"""Benchmark of the diagram in Chromium, beside Netron with the same networks: `make bench-browser`.

Every visit is a fresh browser context, which has nothing cached; both servers have answered once before. Ends with
status 1 if a budget does not hold.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.browser import machine, netron
from tests.benchmarks.browser.budgets import MANY_LAYERS
from tests.benchmarks.browser.exports import catalogued_file, generated_file
from tests.benchmarks.browser.graphs import generated
from tests.benchmarks.browser.report import lines, usage_lines, written
from tests.benchmarks.browser.rounds import CATALOGUED, Rounds, stored_addresses
from tests.benchmarks.browser.visits import HEIGHT, WIDTH, Site
from tests.services import chromium
from tests.services.stack import running_stack

# Netron reports its use, to addresses that would have to time out where there is no network.
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


@contextlib.contextmanager
def _browser() -> Iterator[Browser]:
    path = chromium.chromium_path()
    if not path:
        sys.exit("The benchmark needs a Chromium: install one, or name it with CHROMIUM_PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS, NO_NETWORK])
        yield browser
        browser.close()


def _files() -> dict[str, Path]:
    """The ONNX files by network."""
    files = {slug: catalogued_file(slug) for slug in CATALOGUED}
    return files | {"staged": generated_file(generated(MANY_LAYERS))}


def _conditions(browser: Browser, rounds: int) -> str:
    """What a figure cannot be read without."""
    programs = f"Chromium {browser.version} headless, {WIDTH} x {HEIGHT}, Netron {netron.version()}"
    began = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{machine.described()}; {programs}; medians of {rounds} rounds, servers warm, browser cold; {began}."


def run(count: int, *, with_netron: bool, save: Path | None, keep: Path | None) -> bool:
    """Prints the tables; returns whether every budget holds."""
    began = time.monotonic()
    files = _files() if with_netron else {}
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(running_stack("bench", Path(folder)))
        browser = stack.enter_context(_browser())
        site = Site(browser, server.url)
        netrons = {network: stack.enter_context(netron.serving(file)) for network, file in files.items()}
        rounds = Rounds(site, browser, stored_addresses(site), netrons)
        conditions = _conditions(browser, count)
        print(conditions, file=sys.stderr, flush=True)
        rounds.warm_up()
        for number in range(count):
            rounds.round()
            print(f"round {number + 1} of {count}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        scripts = rounds.scripts()
    report = written(conditions, rounds, scripts)
    print(report)
    if save:
        save.write_text(f"# The diagram in the browser, {datetime.now(UTC).date()}\n\n{report}\n")
    if keep:
        document = {"conditions": conditions, **rounds.results.to_document(), "scripts": scripts}
        keep.write_text(json.dumps(document, indent=2) + "\n")
    used = chain.from_iterable(usage_lines(rounds.results).values())
    return all(line.holds for line in [*lines(rounds.results), *used])


def main() -> int:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.browser", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-netron", action="store_true", help="ours alone, which takes less than half the time")
    parser.add_argument(
        "--save", type=Path, help="a file for what is printed, such as docs/benchmarks/2026-11-diagram.md"
    )
    parser.add_argument("--json", type=Path, help="a file that keeps every figure")
    given = parser.parse_args()
    holds = run(given.rounds, with_netron=not given.without_netron, save=given.save, keep=given.json)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
