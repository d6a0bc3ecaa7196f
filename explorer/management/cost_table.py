"""A cost report as text: a table for people, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from explorer.domain.cost_csv import rows
from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import CostReport
from explorer.domain.insights import insights
from explorer.domain.quantities import count, plural, share, size
from explorer.domain.roofline import PeakRates, network_bound
from explorer.domain.training import TrainingMemory


def table_text(
    name: str, report: CostReport, by: str, peak_rates: PeakRates | None, per_mac: int = 1, count_pools: bool = False
) -> str:
    """The table with heading, totals and insights; operations are per_mac x MACs, optionally with those of pools."""
    totals = report.totals
    convention = "FLOPs = 2 x MACs" if per_mac == 2 else "one multiply-add is one MAC"
    pools = "pools count K x K per output" if count_pools else "pools are not counted"
    shape = " x ".join(map(str, report.input_shape))
    text = [
        f"{name}: input {shape}, {report.dtype}; {convention}; {pools}; KB = 1024 bytes",
        "",
        *_aligned(_table(report, by, per_mac, count_pools)),
        "",
        f"depth {totals.depth}; peak activation memory {size(totals.peak_activation_bytes)}; "
        f"parameters {size(totals.parameter_bytes)}",
    ]
    if report.training:
        text.append(_training_text(report.training))
    if peak_rates:
        text.append(_roofline_text(report, peak_rates))
    sentences = (insight.flops_text or insight.text if per_mac == 2 else insight.text for insight in insights(report))
    return "\n".join([*text, *(f"* {sentence}" for sentence in sentences)])


def _table(report: CostReport, by: str, per_mac: int, count_pools: bool) -> list[list[str]]:
    """The cells of the table: a header, a row per layer or group, the totals."""
    totals = report.totals
    at_least = "" if totals.complete else "at least "

    def operations(macs: int | None, pools: int | None) -> str:
        return count(None if macs is None or pools is None else per_mac * macs + (pools if count_pools else 0))

    lines = [["", "operator", "output", "memory", "parameters", "FLOPs" if per_mac == 2 else "MACs"]]
    for row in rows(report, by):
        shape = " x ".join(map(str, row.output_shape[1:]))
        memory = size(row.activation_bytes) if row.activation_bytes else "-"
        lines.append([row.path, row.operator, shape, memory, count(row.params), operations(row.macs, row.pooling_ops)])
    lines.append(
        [
            "total",
            plural(totals.layers, "layer"),
            "",
            size(totals.activation_bytes),
            at_least + count(totals.params),
            at_least + operations(totals.macs, totals.pooling_ops),
        ]
    )
    return lines


def _training_text(training: TrainingMemory) -> str:
    total = training.total_bytes
    return (
        f"training step: {size(training.saved_activation_bytes)} of saved activations; with weights, gradients and "
        f"optimizer {size(total['sgd_momentum'])} (SGD with momentum), {size(total['adam'])} (Adam)"
    )


def _roofline_text(report: CostReport, peak_rates: PeakRates) -> str:
    bound = network_bound(report, peak_rates)
    limited = bound.compute_limited_layers + bound.memory_limited_layers
    return (
        f"roofline: at least {bound.time_ms:.3g} ms at {count(peak_rates.flops_per_s, 'FLOP/s')} and "
        f"{count(peak_rates.bytes_per_s, 'B/s')}; {share(bound.memory_limited_layers, limited)} "
        "of the layers with any work are limited by memory"
    )


def _aligned(lines: list[list[str]]) -> Iterator[str]:
    """Columns of equal width, words on the left and numbers on the right, with rules around the body."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = "  ".join("-" * width for width in widths)
    for index, line in enumerate(lines):
        if index in (1, len(lines) - 1):
            yield rule
        cells = [
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def json_text(report: CostReport, peak_rates: PeakRates | None) -> str:
    """The report in the JSON of the API."""
    return json.dumps(report_to_document(report, peak_rates), indent=2)
