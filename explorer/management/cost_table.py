"""A cost report as text: a table for people, comma-separated values, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import NamedTuple

from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import CostReport
from explorer.domain.insights import insights
from explorer.domain.quantities import count, plural, share, size
from explorer.domain.roofline import Device, network_bound

BY = ("layer", "block", "stage")
"""What a row of the table stands for."""


class Row(NamedTuple):
    """One line of the table; None is unknown."""

    path: str
    operator: str
    output_shape: tuple[int, ...]
    activation_bytes: int
    params: int | None
    macs: int | None
    pooling_ops: int | None
    other_ops: int | None


def rows(report: CostReport, by: str) -> Iterator[Row]:
    """The report's layers, or its groups with the layers that belong to none of them."""
    wanted = {
        group.path: (group, totals) for group, totals in report.groups if _stands_alone(group.path, group.kind, by)
    }
    done: set[str] = set()
    shapes = {row.node.path: row.output.shape for row in report.layers}
    for layer in report.layers:
        inside = next((path for path in _around(layer.node.path) if path in wanted), None) if by != "layer" else None
        if inside is None:
            operations = layer.operations
            yield Row(
                layer.node.path,
                layer.node.operator.name,
                layer.output.shape,
                layer.stored_bytes,
                layer.params,
                operations.macs if operations else None,
                layer.pooling_ops,
                operations.other_ops if operations else None,
            )
        elif inside not in done:
            done.add(inside)
            group, totals = wanted[inside]
            yield Row(
                inside,
                plural(totals.layers, "layer"),
                shapes[group.members[-1].path],
                totals.activation_bytes,
                totals.params,
                totals.macs,
                totals.pooling_ops,
                totals.other_ops,
            )


def _around(path: str) -> Iterator[str]:
    """The groups around a layer, innermost first."""
    while path := path.rpartition(".")[0]:
        yield path


def _stands_alone(path: str, kind: str, by: str) -> bool:
    """Whether a group is one row: a stage is any group at the top, a block is a block or what holds none."""
    return "." not in path if by == "stage" else kind == "block"


def table_text(
    name: str, report: CostReport, by: str, device: Device | None, per_mac: int = 1, count_pools: bool = False
) -> str:
    """The table with a heading, totals and insights; operations are per_mac x MACs, with those of pools if wanted."""
    unit = "FLOPs" if per_mac == 2 else "MACs"
    totals = report.totals
    at_least = "" if totals.complete else "at least "

    def operations(macs: int | None, pools: int | None) -> str:
        return count(None if macs is None or pools is None else per_mac * macs + (pools if count_pools else 0))

    lines = [["", "operator", "output", "memory", "parameters", unit]]
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
    convention = "FLOPs = 2 x MACs" if per_mac == 2 else "one multiply-add is one MAC"
    pools = "pools count K x K per output" if count_pools else "pools are not counted"
    shape = " x ".join(map(str, report.input_shape))
    text = [
        f"{name}: input {shape}, {report.dtype}; {convention}; {pools}; KB = 1024 bytes",
        "",
        *_aligned(lines),
        "",
        f"depth {totals.depth}; peak activation memory {size(totals.peak_activation_bytes)}; "
        f"parameters {size(totals.parameter_bytes)}",
    ]
    if report.training:
        kept, total = report.training.saved_activation_bytes, report.training.total_bytes
        text.append(
            f"training step: {size(kept)} of saved activations; with weights, gradients and optimizer "
            f"{size(total['sgd_momentum'])} (SGD with momentum), {size(total['adam'])} (Adam)"
        )
    if device:
        bound = network_bound(report, device)
        text.append(
            f"roofline: at least {bound.time_ms:.3g} ms at {count(device.flops_per_s, 'FLOP/s')} and "
            f"{count(device.bytes_per_s, 'B/s')}; {share(bound.memory_limited_layers, len(report.layers))} "
            "of the layers are limited by memory"
        )
    return "\n".join([*text, *(f"* {insight.text}" for insight in insights(report))])


def _aligned(lines: list[list[str]]) -> Iterator[str]:
    """Columns of equal width, words to the left and numbers to the right, with rules around the body."""
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


def csv_text(report: CostReport, by: str) -> str:
    """Exact numbers with a header; an unknown value is empty."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(Row._fields)
    for row in rows(report, by):
        writer.writerow(row._replace(output_shape=" x ".join(map(str, row.output_shape))))  # type: ignore[arg-type]
    return target.getvalue()


def json_text(report: CostReport, device: Device | None) -> str:
    """The report as the API gives it."""
    return json.dumps(report_to_document(report, device), indent=2)
