"""One round of visits: ours and Netron's of the same network one after the other, so that a busy machine slows both."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests.benchmarks.browser import gestures, netron
from tests.benchmarks.browser.budgets import MANY_LAYERS, SWITCHED_LAYERS
from tests.benchmarks.browser.graphs import generated
from tests.benchmarks.browser.machine import yardstick_ms
from tests.benchmarks.browser.measures import (
    GESTURES,
    Frames,
    check_shows_costs,
    check_shows_layers,
    frames_of,
    layer_paths,
    longest_layout_ms,
    open_all,
    script_bytes,
    switch_ms,
    together,
    used,
)
from tests.benchmarks.browser.results import Results
from tests.benchmarks.browser.visits import PROBE, Site, TimedOut

CATALOGUED = ("resnet50", "densenet201", "nasnet_a_large")
USED = ("densenet201", "nasnet_a_large", "staged", "flat")
GESTURES_MADE = {name: tuple(GESTURES) for name in USED} | {"flat": ("pan", "zoom", "search")}
# The median of five may then be one of fewer; the report says how many.
MOST_S_OF_NETRON = 300.0


def stored_addresses(site: Site) -> dict[str, str]:
    """The pages of all networks, the generated ones stored now."""
    return {slug: f"/a/{slug}" for slug in CATALOGUED} | {
        "staged": site.store(generated(MANY_LAYERS)),
        "flat": site.store(generated(MANY_LAYERS, grouped=False)),
        "switched": site.store(generated(SWITCHED_LAYERS)),
    }


@dataclass
class Rounds:
    """Rounds of visits and what they measured; netrons are the addresses of its servers by network."""

    site: Site
    browser: Browser
    addresses: dict[str, str]
    netrons: dict[str, str]
    results: Results = field(default_factory=Results)
    longest: dict[str, tuple[float, str]] = field(default_factory=dict)
    """The longest frame of each gesture of ours, and what the browser names for it."""
    _spent_s: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    def warm_up(self) -> None:
        """One visit of each page, so that no server answers for the first time when it is timed."""
        for address in self.addresses.values():
            with self.results.attempt(f"warm {address}"), self.site.visit(address):
                pass

    def round(self) -> None:
        """Each network once."""
        self._yardstick()
        self._empty_page()
        self._first_diagram("resnet50", "")
        self._theirs("resnet50")
        self._expanded("densenet201", also_first=True)
        self._theirs("densenet201")
        for network in ("resnet50", "nasnet_a_large"):
            self._expanded(network)
        self._theirs("nasnet_a_large")
        for network in USED:
            self._used(network)
        self._theirs("staged", gestured=True)
        self._switched()
        self._yardstick()

    def scripts(self) -> dict[str, dict[str, int]]:
        """Gzipped bytes of each script, ours and Netron's."""
        taken = {}
        with self.results.attempt("ours scripts"), self.site.visit(self.addresses["resnet50"]) as visit:
            taken["ours"] = script_bytes(visit)
            self.results.add("ours scripts", sum(taken["ours"].values()))
        if url := self.netrons.get("resnet50"):
            with self.results.attempt("netron scripts"), netron.visit(self.browser, url) as visit:
                taken["netron"] = script_bytes(visit)
                self.results.add("netron scripts", sum(taken["netron"].values()))
        return taken

    def _yardstick(self) -> None:
        with self.results.attempt("yardstick"):
            self.results.add("yardstick", yardstick_ms(self.browser, self.site.url))

    def _empty_page(self) -> None:
        """What the machine and the browser take for nothing at all."""
        name = "empty page frames"
        with self.results.attempt(name), self.browser.new_context() as context:
            page = context.new_page()
            page.add_init_script(PROBE)
            page.goto(f"{self.site.url}/healthz")
            frames = _pan_and_zoom(page, None)
            self._add_frames(name, frames)
            self.results.add(f"{name} worst", frames.worst)

    def _first_diagram(self, network: str, query: str) -> None:
        name = f"ours first {network}"
        with self.results.attempt(name), self.site.visit(self.addresses[network] + query) as visit:
            check_shows_costs(visit.page)
            self.results.add(name, visit.first_ms)

    def _expanded(self, network: str, *, also_first: bool = False) -> None:
        address = self.addresses[network]
        first, layout = f"ours first {network}", f"ours layout {network}"
        layers = layer_paths(self.site, address)
        with (
            self.results.attempt(layout, *([first] if also_first else [])),
            self.site.visit(open_all(address)) as visit,
        ):
            check_shows_layers(visit.page, layers)
            if also_first:
                self.results.add(first, visit.first_ms)
            self.results.add(layout, longest_layout_ms(visit.page))

    def _used(self, network: str) -> None:
        made = GESTURES_MADE[network]
        worst = [f"ours {gesture} {network}" for gesture in made]
        frames, layout = f"ours frames {network}", f"ours layout used {network}"
        names = (*worst, f"{frames} median", f"{frames} p95", layout)
        with self.results.attempt(*names), self.site.visit(self.addresses[network]) as visit:
            taken = used(visit.page, made)
            for gesture, each in taken.items():
                self.results.add(f"ours {gesture} {network}", each.worst)
                self._remember(f"{gesture} {network}", each)
            self._add_frames(frames, together([taken["pan"], taken["zoom"]]))
            self.results.add(layout, longest_layout_ms(visit.page))

    def _add_frames(self, name: str, frames: Frames) -> None:
        self.results.add(f"{name} median", frames.median)
        self.results.add(f"{name} p95", frames.p95)

    def _remember(self, name: str, frames: Frames) -> None:
        if frames.worst > self.longest.get(name, (0.0, ""))[0]:
            self.longest[name] = (frames.worst, frames.blamed)

    def _switched(self) -> None:
        address = open_all(self.addresses["switched"])
        with self.results.attempt("ours switch"), self.site.visit(address) as visit:
            self.results.add("ours switch", switch_ms(visit.page))

    def _theirs(self, network: str, *, gestured: bool = False) -> None:
        if network not in self.netrons or self._spent_s[network] > MOST_S_OF_NETRON:
            return
        start = time.monotonic()
        first, layout, frames = (f"netron {what} {network}" for what in ("first", "layout", "frames"))
        with self.results.attempt(first, layout):
            try:
                with netron.visit(self.browser, self.netrons[network]) as visit:
                    self.results.add(first, visit.first_ms)
                    self.results.add(layout, longest_layout_ms(visit.page))
                    if gestured:
                        self._add_frames(frames, _pan_and_zoom(visit.page, gestures.NETRONS))
            except TimedOut:
                self.results.add(first, math.inf)
                self.results.add(layout, math.inf)
        self._spent_s[network] += time.monotonic() - start


def _pan_and_zoom(page: Page, diagram: gestures.Diagram | None) -> Frames:
    return together([frames_of(page, gesture(page, diagram)) for gesture in (gestures.pan, gestures.zoom)])
