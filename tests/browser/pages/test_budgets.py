"""The short form of `make bench-browser`: nothing on the diagram page takes three times as long as was recorded.

A guard, not a measurement: a slower or busier machine, as the yardstick says, may take accordingly longer, and one
attempt of three that is quick enough is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.benchmarks.browser import budgets
from tests.benchmarks.browser.graphs import generated
from tests.benchmarks.browser.machine import yardstick_ms
from tests.benchmarks.browser.measures import (
    check_shows_costs,
    check_shows_layers,
    layer_paths,
    longest_layout_ms,
    open_all,
    script_bytes,
    switch_ms,
    together,
    used,
)
from tests.benchmarks.browser.visits import Site
from tests.services.catalogue import copy_sqlite
from tests.services.stack import running_stack

pytestmark = pytest.mark.timed

SLACK = 3
ATTEMPTS = 3


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of these tests alone: they store networks that other tests do not expect."""
    data_dir = tmp_path_factory.mktemp("budgets") / "data"
    copy_sqlite(data_dir)
    with running_stack("budgets", data_dir) as stack:
        yield Site(browser, stack.url)


def too_long(figures: dict[str, float], yardstick: float) -> dict[str, str]:
    """What takes over three times what was recorded, in terms of a yardstick no shorter than the recorded one."""
    times = SLACK * max(1.0, yardstick / budgets.RECORDED_YARDSTICK_MS)
    return {
        name: f"{taken:.1f} ms, recorded {budgets.RECORDED[name]:.1f} ms, allowed {times:.1f} times that"
        for name, taken in figures.items()
        if taken > times * budgets.RECORDED[name]
    }


def assert_quick(site: Site, measure: Callable[[], dict[str, float]]) -> None:
    """One attempt of a few takes nothing too long."""
    seen = []
    for _ in range(ATTEMPTS):
        before = yardstick_ms(site.browser, site.url)
        figures = measure()
        slow = too_long(figures, max(before, yardstick_ms(site.browser, site.url)))
        if not slow:
            return
        seen.append(slow)
    pytest.fail("\n".join(map(str, seen)))


def test_what_takes_over_three_times_as_long_is_noticed() -> None:
    recorded, yardstick = budgets.RECORDED["ours switch"], budgets.RECORDED_YARDSTICK_MS
    assert too_long({"ours switch": 2.9 * recorded}, yardstick) == {}
    assert "ours switch" in too_long({"ours switch": 3.1 * recorded}, yardstick)
    # On a machine that is half as fast, or as busy, twice as much is allowed; on a faster one no less.
    assert too_long({"ours switch": 5.9 * recorded}, 2 * yardstick) == {}
    assert "ours switch" in too_long({"ours switch": 6.1 * recorded}, 2 * yardstick)
    assert too_long({"ours switch": 2.9 * recorded}, yardstick / 2) == {}


def test_the_first_diagram_comes_soon(site: Site) -> None:
    def measure() -> dict[str, float]:
        with site.visit("/a/resnet50") as visit:
            check_shows_costs(visit.page)
            return {"ours first resnet50": visit.first_ms}

    assert_quick(site, measure)


def test_all_layers_of_densenet_come_soon(site: Site) -> None:
    layers = layer_paths(site, "/a/densenet201")

    def measure() -> dict[str, float]:
        with site.visit(open_all("/a/densenet201")) as visit:
            check_shows_layers(visit.page, layers)
            return {"ours first densenet201": visit.first_ms}

    assert_quick(site, measure)


@pytest.mark.parametrize("slug", ["resnet50", "densenet201", "nasnet_a_large"])
def test_the_layout_of_everything_is_quick(site: Site, slug: str) -> None:
    def measure() -> dict[str, float]:
        with site.visit(open_all(f"/a/{slug}")) as visit:
            return {f"ours layout {slug}": longest_layout_ms(visit.page)}

    assert_quick(site, measure)


def test_thousands_of_layers_move_smoothly(site: Site) -> None:
    address = site.store(generated(budgets.MANY_LAYERS))

    def measure() -> dict[str, float]:
        with site.visit(address) as visit:
            taken = used(visit.page)
            layout = longest_layout_ms(visit.page)
        moved = together([taken["pan"], taken["zoom"]])
        return {
            "ours frames staged median": moved.median,
            "ours frames staged p95": moved.p95,
            "ours worst staged": together(list(taken.values())).worst,
            "ours layout used staged": layout,
        }

    assert_quick(site, measure)


def test_the_overlay_is_switched_at_once(site: Site) -> None:
    address = open_all(site.store(generated(budgets.SWITCHED_LAYERS)))

    def measure() -> dict[str, float]:
        with site.visit(address) as visit:
            return {"ours switch": switch_ms(visit.page)}

    assert_quick(site, measure)


def test_the_scripts_of_the_page_are_small(site: Site) -> None:
    with site.visit("/a/resnet50") as visit:
        sizes = script_bytes(visit)
    assert any("worker" in name for name in sizes), sizes
    assert sum(sizes.values()) <= budgets.SCRIPT_BYTES, sizes
