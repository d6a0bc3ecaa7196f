"""The machine of a run, and its speed during the run, as other programs may slow it down."""

from __future__ import annotations

import os
import platform
import statistics
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.browser.visits import HEIGHT, PROBE, WIDTH

MEASURED = 3


def described() -> str:
    """Processor, cores, memory and system."""
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release()}"
    return f"{_processor()}, {platform.machine()}, {os.cpu_count()} cores, {gib:.0f} GB, {system}"


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown processor")


def yardstick_ms(browser: Browser, url: str) -> float:
    """Milliseconds of a fixed work on an empty page, median of three: what a figure is, machine and load apart."""
    with browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}) as context:
        page = context.new_page()
        page.add_init_script(PROBE)
        page.goto(f"{url}/healthz")
        taken: list[float] = [page.evaluate("probe.yardstick()") for _ in range(MEASURED)]
    return statistics.median(taken)
