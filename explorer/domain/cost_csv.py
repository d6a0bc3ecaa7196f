"""A cost report as rows and as CSV, with exact numbers for spreadsheets and notebooks."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from explorer.domain.costs import CostReport, LayerCosts, Totals
from explorer.domain.groups import Group
from explorer.domain.quantities import plural

BY = ("layer", "block", "stage")
"""Kinds of rows."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Spreadsheets evaluate cells that begin with one of these."""


class Row(NamedTuple):
    """A layer or a group; None is unknown, or not applicable to a group. Units are in the names.

    activation_bytes is what the row adds to the network's total: 0 for an in-place layer and for a view. Sums of a
    group with an unknown operator are only lower bounds, and therefore None.
    """

    path: str
    label: str
    operator: str
    output_shape: tuple[int, ...]
    kernel_size: tuple[int, ...] | None
    stride: tuple[int, ...] | None
    padding: tuple[int, ...] | None
    params: int | None
    macs: int | None
    pooling_ops: int | None
    other_ops: int | None
    activation_bytes: int
    parameter_bytes: int | None
    bytes_moved: int | None
    arithmetic_intensity_flops_per_byte: float | None
    receptive_field_px: int | None


class Latencies(NamedTuple):
    """Measured milliseconds by layer, and their conditions in words."""

    by_path: Mapping[str, float]
    conditions: str


NOT_MEASURED = Latencies({}, "")


def rows(report: CostReport, by: str = "layer") -> Iterator[Row]:
    """Rows by layer, or by group plus the layers outside these groups; each layer is in exactly one row."""
    wanted = {
        group.path: (group, totals) for group, totals in report.groups if _stands_alone(group.path, group.kind, by)
    }
    by_path = {row.node.path: row for row in report.layers}
    done: set[str] = set()
    for layer in report.layers:
        inside = _outermost(layer.node.path, wanted) if by != "layer" else None
        if inside is None:
            yield _layer_row(layer)
        elif inside not in done:
            done.add(inside)
            group, totals = wanted[inside]
            yield _group_row(group, totals, by_path[group.members[-1].path])


def _layer_row(layer: LayerCosts) -> Row:
    node, operations, field = layer.node, layer.operations, layer.receptive_field
    attributes = node.operator.attributes()
    return Row(
        path=node.path,
        label=node.display_label,
        operator=node.operator.name,
        output_shape=layer.output.shape,
        kernel_size=_sides(attributes.get("kernel_size")),
        stride=_sides(attributes.get("stride")),
        padding=_sides(attributes.get("padding")),
        params=layer.params,
        macs=operations.macs if operations else None,
        pooling_ops=layer.pooling_ops,
        other_ops=operations.other_ops if operations else None,
        activation_bytes=layer.stored_bytes,
        parameter_bytes=layer.parameter_bytes,
        bytes_moved=layer.bytes_moved,
        arithmetic_intensity_flops_per_byte=layer.arithmetic_intensity,
        receptive_field_px=field.size if field else None,
    )


def _group_row(group: Group, totals: Totals, last: LayerCosts) -> Row:
    def exact(total: int) -> int | None:
        # A cell cannot say "at least".
        return total if totals.complete else None

    return Row(
        path=group.path,
        label=group.label,
        operator=plural(totals.layers, "layer"),
        output_shape=last.output.shape,
        kernel_size=None,
        stride=None,
        padding=None,
        params=exact(totals.params),
        macs=exact(totals.macs),
        pooling_ops=exact(totals.pooling_ops),
        other_ops=exact(totals.other_ops),
        activation_bytes=totals.activation_bytes,
        parameter_bytes=exact(totals.parameter_bytes),
        bytes_moved=exact(totals.bytes_moved),
        arithmetic_intensity_flops_per_byte=totals.arithmetic_intensity,
        receptive_field_px=last.receptive_field.size if last.receptive_field else None,
    )


def _sides(value: object) -> tuple[int, ...] | None:
    return tuple(value) if isinstance(value, list) else None


def _outermost(path: str, wanted: Container[str]) -> str | None:
    """The group in whose row a layer is counted: the outermost, so that blocks inside blocks count once."""
    found = None
    while path := path.rpartition(".")[0]:
        if path in wanted:
            found = path
    return found


def _stands_alone(path: str, kind: str, by: str) -> bool:
    """Whether a group is a row: by stage, every group at the top level; by block, every block."""
    return "." not in path if by == "stage" else kind == "block"


def csv_text(report: CostReport, by: str = "layer", latencies: Latencies = NOT_MEASURED) -> str:
    """CSV with a header and exact numbers; each row repeats its conditions, unknown values are empty.

    Text that a spreadsheet would evaluate, such as a layer called "=1+1", is prefixed with an apostrophe.
    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([*Row._fields, "latency_ms", "latency_measured_on", "batch", "input_shape", "dtype"])
    measured_groups = _group_latencies(report, latencies.by_path)
    conditions = [report.input_shape[0], _cell(report.input_shape), report.dtype]
    for row in rows(report, by):
        latency = latencies.by_path.get(row.path, measured_groups.get(row.path))
        measured = [latency, latencies.conditions if latency is not None else ""]
        writer.writerow([_cell(value) for value in (*row, *measured, *conditions)])
    return target.getvalue()


def _group_latencies(report: CostReport, by_path: Mapping[str, float]) -> dict[str, float]:
    """The sum over a group's layers, if all of them were measured."""
    return {
        group.path: sum(by_path[node.path] for node in group.members)
        for group, _ in report.groups
        if by_path and all(node.path in by_path for node in group.members)
    }


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        value = " x ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
