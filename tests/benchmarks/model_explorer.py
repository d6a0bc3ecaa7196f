"""Opens exported files in Google's Model Explorer and reads its screen: `make model-explorer`.

For each network the sums that it shows for our node data must be our totals. Ends with status 1 if one is not.
PICTURES=folder keeps a picture of each.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from explorer.domain.costs import CostReport, cost_report
from explorer.domain.model_explorer import model_explorer_files
from tests.networks import catalogued
from tests.services.chromium import chromium_path
from tests.services.stack import free_port

SLUGS = ("alexnet", "resnet50", "googlenet", "densenet121", "nasnet_a_mobile")

ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
"""Its picture is drawn by WebGL, which has to be computed where there is no GPU."""


@contextmanager
def model_explorer(folder: Path) -> Iterator[str]:
    """The address that shows the files in the folder."""
    port = free_port()
    data = ",".join(str(path) for path in sorted(folder.glob("*.json")) if path.name != "graph.json")
    command: list[str | Path] = [
        Path(sys.executable).parent / "model-explorer",
        folder / "graph.json",
        "--no_open_in_browser",
    ]
    command += ["--port", str(port), "--node_data_paths", data]
    log = folder / "log.txt"
    with log.open("w") as output:
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield _address(server, log)
        finally:
            server.terminate()
            server.wait(30)


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(240):
        found = re.search(r"^http://\S+", log.read_text(), re.MULTILINE)
        if found and _answers(found[0]):
            return found[0]
        if server.poll() is not None:
            break
        time.sleep(0.5)
    raise RuntimeError(f"Model Explorer did not start:\n{log.read_text()}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


def shown(page: Page) -> dict[str, str]:
    """The sum of each set of node data as its table has it, by name."""
    expect(page.get_by_text("Aggregated stats")).to_be_visible(timeout=60_000)
    table = page.locator("table").filter(has_text="Avg").first
    cells = table.locator("tr").filter(has_text="Sum").first.locator("td").all_inner_texts()
    heads = [re.sub(r"^\d+\s*", "", text).strip() for text in table.locator("th").all_inner_texts()]
    return dict(zip(heads[1:], cells[1:], strict=True))


def expected(report: CostReport) -> dict[str, int]:
    """The totals that its sums must be; intensity and receptive field are no sums."""
    totals = report.totals
    return {
        "Activation memory (bytes)": totals.activation_bytes,
        "Parameters": totals.params,
        "MACs": totals.macs,
        "Other operations": totals.other_ops,
        "Bytes moved": totals.bytes_moved,
    }


def main() -> int:
    """Prints a line for each network; returns how many do not agree."""
    failures, browser_path = 0, chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS)
        for slug in SLUGS:
            report = cost_report(catalogued(slug))
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                for file, text in model_explorer_files(slug, report, {}).items():
                    (folder / file).write_text(text)
                with model_explorer(folder) as address:
                    page = browser.new_page(viewport={"width": 1600, "height": 1000})
                    page.goto(address)
                    sums = shown(page)
                    if pictures := os.environ.get("PICTURES"):
                        page.screenshot(path=Path(pictures) / f"model-explorer-{slug}.png")
                    page.close()
            wrong = {key: sums.get(key) for key, value in expected(report).items() if sums.get(key) != str(value)}
            failures += bool(wrong)
            print(
                f"{slug}: {f'differs in {wrong}' if wrong else f'all {len(sums)} sets of node data, sums equal'}",
                flush=True,
            )
        browser.close()
    return failures


if __name__ == "__main__":
    sys.exit(main())
