"""The measures of one visit."""

from __future__ import annotations

import gzip
import json
import statistics
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from playwright.sync_api import Page

from tests.benchmarks.browser import gestures
from tests.benchmarks.browser.visits import NotMeasured, Site, Visit

# Work that a gesture leaves for later counts as well.
SETTLE_MS = 400
SWITCH_TIMEOUT_MS = 5000
# The page begins with memory.
SWITCHES = ("Parameters", "MACs", "Memory")


@dataclass(frozen=True)
class Frames:
    """Milliseconds of frames: from the start of one to the start of the next."""

    during: tuple[float, ...]
    """While the gesture was made."""
    worst: float
    """The longest, that and a moment after counted."""
    blamed: str
    """What the browser names for the longest frame; empty if it calls none long."""

    @property
    def median(self) -> float:
        return statistics.median(self.during)

    @property
    def p95(self) -> float:
        return sorted(self.during)[min(len(self.during) - 1, int(0.95 * len(self.during)))]


def together(parts: Sequence[Frames]) -> Frames:
    """The frames of several gestures as one."""
    longest = max(parts, key=lambda part: part.worst)
    return Frames(tuple(taken for part in parts for taken in part.during), longest.worst, longest.blamed)


def frames_of(page: Page, act: gestures.Act) -> Frames:
    """The frames while a gesture is made."""
    page.evaluate("probe.record()")
    page.wait_for_timeout(100)
    begin = page.evaluate("performance.now()")
    act()
    end = page.evaluate("performance.now()")
    page.wait_for_timeout(SETTLE_MS)
    record: dict[str, Any] = page.evaluate("probe.stop()")
    starts: list[float] = record["starts"]
    spans = [(start, after - start) for start, after in pairwise(starts) if after > begin]
    during = tuple(taken for start, taken in spans if start <= end)
    if not during:
        raise NotMeasured("no frames")
    return Frames(
        during, max(taken for _, taken in spans), _blamed([frame for frame in record["long"] if frame["start"] > begin])
    )


def _blamed(frames: list[dict[str, Any]]) -> str:
    if not frames:
        return ""
    longest = max(frames, key=lambda frame: frame["ms"])
    return f"{longest['ms']:.0f} ms: {'; '.join(longest['scripts']) or 'no script'}"


GESTURES: dict[str, Callable[[Page], gestures.Act]] = {
    "expand": gestures.open_everything,
    "pan": gestures.pan,
    "zoom": gestures.zoom,
    "search": gestures.search,
}


def used(page: Page, made: Sequence[str] = tuple(GESTURES)) -> dict[str, Frames]:
    """The frames of what a reader does with a large network, from its first diagram on."""
    page.wait_for_timeout(SETTLE_MS)
    return {name: frames_of(page, GESTURES[name](page)) for name in made}


def longest_layout_ms(page: Page) -> float:
    """Milliseconds inside the worker of the page's longest layout so far."""
    layouts: list[float | None] = page.evaluate("probe.layouts()")
    known = [taken for taken in layouts if taken is not None]
    if not known or len(known) < len(layouts):
        raise NotMeasured("not reported")
    return max(known)


def switch_ms(page: Page) -> float:
    """Milliseconds from choosing an overlay metric to the end of the first frame that shows it: median of three."""
    page.wait_for_timeout(SETTLE_MS)
    return statistics.median(_switched(page, label) for label in SWITCHES)


def _switched(page: Page, label: str) -> float:
    act = gestures.choose_overlay(page, label)
    page.evaluate("probe.awaitSwitch('click')")
    act()
    taken: float | None = page.evaluate("within => probe.switched(within)", SWITCH_TIMEOUT_MS)
    page.wait_for_timeout(SETTLE_MS)
    if taken is None:
        raise NotMeasured(f"no box changed for {label}")
    return taken


def check_shows_layers(page: Page, layers: frozenset[str]) -> None:
    """Raises NotMeasured unless layers are on screen: a diagram that only names groups is not expanded."""
    if not layers & set(page.evaluate("probe.pathsOnScreen()")):
        raise NotMeasured("no layer on screen")


def check_shows_costs(page: Page) -> None:
    """Raises NotMeasured unless every box on screen says what it costs."""
    costs: list[str] = page.evaluate("probe.costsOnScreen()")
    if not costs or not all(any(letter.isdigit() for letter in cost) for cost in costs):
        raise NotMeasured(f"boxes say {costs}")


def script_bytes(visit: Visit) -> dict[str, int]:
    """Gzipped bytes of each script that a page downloads until it is quiet, those of its workers included."""
    visit.page.wait_for_load_state("networkidle")
    # Chromium may tell only the page about a worker's script.
    entries: list[str] = visit.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    urls = visit.scripts | {entry for entry in entries if entry.partition("?")[0].endswith(".js")}
    return {url.rpartition("/")[2].partition("?")[0]: _gzipped(url) for url in sorted(urls)}


def _gzipped(url: str) -> int:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return len(gzip.compress(answer.read(), 9))


def open_all(address: str) -> str:
    """The address of the diagram that is expanded to its layers."""
    return f"{address}?open=all"


def layer_paths(site: Site, address: str) -> frozenset[str]:
    """The layers that a network's cost report lists."""
    with urllib.request.urlopen(f"{site.url}/api/architectures/{address.rpartition('/')[2]}/costs/") as answer:
        return frozenset(layer["path"] for layer in json.load(answer)["layers"])
