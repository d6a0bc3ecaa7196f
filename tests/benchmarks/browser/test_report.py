"""The report of the browser benchmark: every budget in a line of its own, and none said to hold that does not."""

from __future__ import annotations

import math

import pytest

from explorer.domain.document import graph_from_document
from explorer.domain.shapes import infer_shapes
from tests.benchmarks.browser import budgets
from tests.benchmarks.browser.graphs import generated
from tests.benchmarks.browser.report import Line, lines, table, usage_lines
from tests.benchmarks.browser.results import Results
from tests.benchmarks.browser.visits import NotMeasured


def nothing_changes() -> None:
    raise NotMeasured("no box changed")


def test_every_budget_has_its_line() -> None:
    of_table = {line.budget for line in lines(Results())}
    frames = {budgets.FRAME_MEDIAN_MS, budgets.FRAME_P95_MS}
    assert of_table >= {*budgets.FIRST_DIAGRAM_MS.values(), *frames, budgets.SWITCH_MS, budgets.SCRIPT_BYTES}
    layouts = {line.what: line.budget for line in lines(Results()) if line.what.startswith("layout")}
    assert list(layouts.values()) == [15, 40, 40]
    used = usage_lines(Results())
    assert {line.what for line in used["staged"]} == {"expand", "pan", "zoom", "search", "longest layout"}


def test_what_is_not_measured_does_not_hold() -> None:
    results = Results()
    with results.attempt("ours switch"):
        nothing_changes()
    line = next(line for line in lines(results) if line.budget == budgets.SWITCH_MS)
    assert not line.holds
    assert line.cells()[1:] == ["no box changed", "", "", "50.0 ms", "**no**"]


def test_a_figure_that_one_round_lacks_has_no_median() -> None:
    results = Results()
    results.add("ours switch", 20)
    with results.attempt("ours switch"):
        nothing_changes()
    assert results.median("ours switch") is None


@pytest.mark.parametrize(
    ("ours", "theirs", "holds"),
    [(500, 2000, True), (601, 9000, False), (500, 1999, False), (500, None, False), (None, 2000, False)],
)
def test_a_budget_beside_netron_needs_both(ours: float | None, theirs: float | None, holds: bool) -> None:
    assert Line("first diagram", ours, theirs, 600, times_faster=4).holds is holds


def test_a_timeout_of_netron_is_the_least_that_it_took() -> None:
    line = Line("first diagram", 1000, math.inf, 1200, times_faster=30)
    assert line.holds
    assert line.cells() == [
        "first diagram",
        "1000 ms",
        "over 90 s",
        "at least 90.0",
        "1200 ms, and 30 times faster",
        "yes",
    ]


def test_the_range_stands_beside_the_median() -> None:
    results = Results()
    for taken in (48.0, 41.25, 130.0):
        results.add("ours switch", taken)
    line = next(line for line in lines(results) if line.budget == budgets.SWITCH_MS)
    assert line.cells()[1] == "48.0 (41.2 to 130) ms"
    assert table(["what"], [["a"]]) == "| what |\n| --- |\n| a |"


@pytest.mark.parametrize("grouped", [True, False])
@pytest.mark.parametrize("layers", [10, 1500, 5000])
def test_generated_networks_are_as_long_as_asked_and_always_the_same(layers: int, *, grouped: bool) -> None:
    document = generated(layers, grouped=grouped)
    graph = graph_from_document(document)
    assert len(infer_shapes(graph)) >= layers
    assert len(document["nodes"]) == layers
    assert document == generated(layers, grouped=grouped)
    assert any("." in node["path"] for node in document["nodes"]) is grouped
