"""The figures beside their budgets, as Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.browser import budgets
from tests.benchmarks.browser.measures import GESTURES
from tests.benchmarks.browser.netron import TIMEOUT_S
from tests.benchmarks.browser.results import Results
from tests.benchmarks.browser.rounds import GESTURES_MADE, USED, Rounds

NAMES = {
    "resnet50": "ResNet-50",
    "densenet201": "DenseNet-201",
    "nasnet_a_large": "NASNet-A Large",
    "staged": "5,000 generated layers in stages",
    "flat": "5,000 generated layers without groups",
}


@dataclass(frozen=True)
class Line:
    """One figure, ours and Netron's, in ms or bytes; theirs is infinite where Netron took longer than it may."""

    what: str
    ours: float | None
    theirs: float | None
    budget: float
    times_faster: float | None = None
    """How many times Netron's figure must be of ours, too."""
    missing: str = ""
    unit: str = "ms"
    spread: tuple[float, float] | None = None
    """Ours in the fastest and in the slowest round."""

    @property
    def ratio(self) -> float | None:
        """Netron's figure in terms of ours; after a timeout the least that it can be."""
        if not self.ours or self.theirs is None:
            return None
        return (self.theirs if math.isfinite(self.theirs) else TIMEOUT_S * 1000) / self.ours

    @property
    def holds(self) -> bool:
        fast = self.times_faster is None or (self.ratio is not None and self.ratio >= self.times_faster)
        return self.ours is not None and self.ours <= self.budget and fast

    def cells(self) -> list[str]:
        """The row of a table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}"
        if self.theirs is not None and math.isinf(self.theirs):
            theirs, ratio = f"over {TIMEOUT_S:g} s", f"at least {ratio}" if ratio else ""
        else:
            theirs = "" if self.theirs is None else self._written(self.theirs)
        budget = self._written(self.budget)
        if self.times_faster is not None:
            budget += f", and {self.times_faster:g} times faster"
        return [self.what, self._ours(), theirs, ratio, budget, "yes" if self.holds else "**no**"]

    def _ours(self) -> str:
        if self.ours is None:
            return self.missing
        if self.spread is None or self.spread[0] == self.spread[1] or self.unit != "ms":
            return self._written(self.ours)
        least, most = (_number(figure) for figure in self.spread)
        return f"{_number(self.ours)} ({least} to {most}) ms"

    def _written(self, figure: float) -> str:
        if self.unit == "bytes":
            return f"{figure / 1000:.1f} KB"
        return f"{_number(figure)} ms"


def _number(ms: float) -> str:
    return f"{ms:.0f}" if ms >= 100 else f"{ms:.1f}"


def lines(results: Results) -> list[Line]:
    """The table of budgets."""

    def line(what: str, name: str, budget: float, *, times: float | None = None, unit: str = "ms") -> Line:
        ours, theirs = results.median(f"ours {name}"), results.median(f"netron {name}")
        reason, spread = results.reason(f"ours {name}"), results.spread(f"ours {name}")
        return Line(what, ours, theirs, budget, times, reason, unit, spread)

    first = budgets.FIRST_DIAGRAM_MS
    compared = any(name.startswith("netron") for name in results.figures)
    faster = budgets.TIMES_FASTER_THAN_NETRON if compared else {}
    what_first = {"resnet50": "first diagram, ResNet-50", "densenet201": "first diagram, DenseNet-201, all layers"}
    return [
        *(line(what, f"first {name}", first[name], times=faster.get(name)) for name, what in what_first.items()),
        *(
            line(f"layout in the worker, {NAMES[name]}, all layers", f"layout {name}", budgets.LAYOUT_MS[name])
            for name in ("resnet50", "densenet201", "nasnet_a_large")
        ),
        line("pan and zoom frame, 5,000 layers, median", "frames staged median", budgets.FRAME_MEDIAN_MS),
        line("pan and zoom frame, 5,000 layers, 95th percentile", "frames staged p95", budgets.FRAME_P95_MS),
        line("overlay metric to the frame that shows it, 1,500 layers", "switch", budgets.SWITCH_MS),
        line("JavaScript of the page, gzipped", "scripts", budgets.SCRIPT_BYTES, unit="bytes"),
    ]


def usage_lines(results: Results) -> dict[str, list[Line]]:
    """What a reader may meet while using a large network: no long frame, no long layout. By network."""

    def line(what: str, name: str, budget: float) -> Line:
        reason, spread = results.reason(name), results.spread(name)
        return Line(what, results.median(name), None, budget, missing=reason, spread=spread)

    return {
        network: [
            *(line(gesture, f"ours {gesture} {network}", budgets.WORST_FRAME_MS) for gesture in GESTURES_MADE[network]),
            line("longest layout", f"ours layout used {network}", budgets.LAYOUT_MS[network]),
        ]
        for network in USED
    }


def _judged(line: Line) -> str:
    ours = line.cells()[1]
    return ours if line.holds else f"**{ours}**"


def _usage_table(of_networks: dict[str, list[Line]]) -> str:
    columns = [*GESTURES, "longest layout"]
    rows = []
    for network, of_network in of_networks.items():
        cells = {line.what: _judged(line) for line in of_network}
        # A network without groups has nothing to expand.
        judged = [cells.get(column, "") for column in columns]
        rows.append([NAMES[network], *judged, f"{budgets.LAYOUT_MS[network]:g} ms"])
    return table(["network", *columns, "layout budget"], rows)


def _empty_page(results: Results) -> Iterator[str]:
    for what in ("median", "p95", "worst"):
        taken = results.median(f"empty page frames {what}")
        yield f"{what} unknown" if taken is None else f"{what} {taken:.1f} ms"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _frames_over(rounds: Rounds) -> list[str]:
    return [
        f"- {name}: {worst:.0f} ms" + (f" ({by})" if by else "")
        for name, (worst, by) in rounds.longest.items()
        if worst > budgets.WORST_FRAME_MS
    ]


def _yardstick(results: Results) -> str:
    taken, spread = results.median("yardstick"), results.spread("yardstick")
    if taken is None or spread is None:
        return "The yardstick was not measured."
    return (
        f"The yardstick, a fixed piece of work on an empty page, took {taken:.0f} ms ({spread[0]:.0f} to "
        f"{spread[1]:.0f}); it shows how fast this machine was, with whatever else ran on it."
    )


def written(conditions: str, rounds: Rounds, scripts: dict[str, dict[str, int]]) -> str:
    """What a run prints."""
    results = rounds.results
    head = ["what", "ours, median (range)", "Netron", "ratio", "budget", "holds"]
    parts = [
        f"`make bench-browser` on {conditions}",
        f"{_yardstick(results)} In each round our page and Netron are visited in turn, with the same ONNX file. "
        "The ratio is Netron's median divided by ours.",
        table(head, [line.cells() for line in lines(results)]),
        f"The worst frame of each gesture after the page has loaded (limit {budgets.WORST_FRAME_MS:g} ms), "
        "and the longest layout with its limit:",
        _usage_table(usage_lines(results)),
        "For comparison, the same gestures on an empty page take " + ", ".join(_empty_page(results)) + ".",
    ]
    if over := _frames_over(rounds):
        parts.append("\n".join(["Frames over the budget in any round, the longest of each kind:\n", *over]))
    if sizes := scripts.get("ours"):
        parts.append("Scripts, gzipped bytes: " + ", ".join(f"{name} {size:,}" for name, size in sizes.items()) + ".")
    if missing := [f"- {name}: {reason}" for name, reason in results.reasons.items()]:
        parts.append("\n".join(["Missing:\n", *missing]))
    return "\n\n".join(parts)
