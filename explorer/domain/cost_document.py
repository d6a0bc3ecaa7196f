"""The cost report as JSON-ready values, in the shape of the HTTP API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from explorer.domain.channels import channels
from explorer.domain.costs import CostReport, LayerCosts, Totals
from explorer.domain.graph import Graph, once_per_graph
from explorer.domain.groups import Group
from explorer.domain.insights import insights
from explorer.domain.memory import lifetimes
from explorer.domain.roofline import PeakRates, layer_bound, network_bound

_COUNTS = ("macs", "bias_adds", "elementwise", "comparisons", "transcendentals")
_UNKNOWN = dict.fromkeys((*_COUNTS, "formula", "other_ops", "pooling_ops"))


def report_to_document(report: CostReport, peak_rates: PeakRates | None = None) -> dict[str, object]:
    """The report; with a device's peak rates, each layer's and the network's roofline bound too."""
    fixed = _fixed(report.graph)
    document: dict[str, object] = {
        "architecture": report.slug,
        "input_shape": list(report.input_shape),
        "dtype": report.dtype,
        "totals": _totals(report.totals),
        "layers": [_layer(row, fixed) for row in report.layers],
        "groups": [_group(group, totals) for group, totals in report.groups],
        "training": asdict(report.training) if report.training else None,
        "insights": [insight._asdict() for insight in insights(report)],
        "roofline": None,
    }
    if peak_rates:
        document["roofline"] = network_bound(report, peak_rates)._asdict() | {"device": asdict(peak_rates)}
        for row, entry in zip(report.layers, document["layers"], strict=True):  # type: ignore[call-overload]
            bound = layer_bound(row, peak_rates)
            entry["roofline"] = bound._asdict() if bound else None
    return document


def _totals(totals: Totals) -> dict[str, object]:
    return {**totals._asdict(), "arithmetic_intensity": totals.arithmetic_intensity}


@once_per_graph
def _fixed(graph: Graph) -> dict[str, dict[str, object]]:
    """The fields of each layer that do not depend on sizes."""
    owners, last_steps = lifetimes(graph)
    layouts = channels(graph)
    # An output of the network is never freed.
    paths = dict(enumerate(owners))
    fixed: dict[str, dict[str, object]] = {}
    for node in graph.nodes:
        path, operator, layout = node.path, node.operator, layouts[node.path]
        fixed[path] = {
            "path": path,
            "label": node.display_label,
            "op": operator.name,
            "op_name": operator.display_name,
            "kind": operator.kind,
            "channel_axis": layout.axis,
            "channel_mixing": layout.channel_mixing,
            "position_mixing": layout.position_mixing,
            "source_name": node.source_name,
            "training_only": node.training_only,
            "inputs": list(node.inputs),
            "attributes": operator.attributes(),
            "parameter_shapes": {name: list(shape) for name, shape in operator.parameter_shapes().items()},
            "memory": operator.memory,
            "stored_in": owners[path],
            "freed_after": paths.get(last_steps.get(path, -1)),
        }
    return fixed


def _layer(row: LayerCosts, fixed: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    path, operations, field = row.node.path, row.operations, row.receptive_field
    counts: dict[str, object] = _UNKNOWN
    if operations:
        counts = dict(zip(_COUNTS, operations, strict=False))
        counts["formula"] = operations.formula
        counts["other_ops"] = operations.other_ops
        counts["pooling_ops"] = row.pooling_ops
    return {
        **fixed[path],
        "output_shape": list(row.output.shape),
        "params": row.params,
        **counts,
        "activation_bytes": row.activation_bytes,
        "stored_bytes": row.stored_bytes,
        "parameter_bytes": row.parameter_bytes,
        "bytes_moved": row.bytes_moved,
        "live_bytes": row.live_bytes,
        "arithmetic_intensity": row.arithmetic_intensity,
        "receptive_field": field._asdict() if field else None,
    }


def _group(group: Group, totals: Totals) -> dict[str, object]:
    return {
        "path": group.path,
        "label": group.label,
        "kind": group.kind,
        "source_name": group.source_name,
        "children": list(group.children),
        "repeat_of": group.repeat_of,
        **_totals(totals),
    }
