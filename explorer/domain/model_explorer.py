"""A graph and its costs as files for Google's Model Explorer: the layers as a graph, each cost as node data.

The formats are those of ai-edge-model-explorer 0.1: `graph_builder.py` (a GraphCollection) and `node_data_builder.py`
(a ModelNodeData, one per file; a graph cannot carry node data itself). docs/exports.md says how to open them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from explorer.domain.costs import CostReport, LayerCosts, Totals
from explorer.domain.groups import Group

GRADIENT = ("#fcf5cb", "#c9e6b1", "#8fd5a6", "#4cc2a7", "#0ba9a9", "#0b8ca1", "#037198", "#015590", "#213a78")
"""The sequential colour scale of the light theme, lowest value first."""

Value = int | float | None


class Metric(NamedTuple):
    """One set of node data: its file, its name in Model Explorer, and its value for a layer, None if unknown."""

    file: str
    name: str
    value_of: Callable[[LayerCosts], Value]


METRICS = (
    # Outputs with storage of their own, so that Model Explorer's sum over a group is the group's memory.
    Metric("activation_memory", "Activation memory (bytes)", lambda row: row.stored_bytes),
    Metric("parameters", "Parameters", lambda row: row.params),
    Metric("macs", "MACs", lambda row: row.operations.macs if row.operations else None),
    Metric("other_operations", "Other operations", lambda row: row.operations.other_ops if row.operations else None),
    Metric("bytes_moved", "Bytes moved", lambda row: row.bytes_moved),
    Metric("arithmetic_intensity", "Arithmetic intensity (FLOPs per byte)", lambda row: row.arithmetic_intensity),
    Metric("receptive_field", "Receptive field (pixels)", lambda row: row.receptive_field and row.receptive_field.size),
)


def model_explorer_files(name: str, report: CostReport, latencies: Mapping[str, float]) -> dict[str, str]:
    """The JSON files by name: `graph.json`, and node data for every metric, latency (ms) only where measured."""
    sets = {metric.file: (metric.name, {row.node.path: metric.value_of(row) for row in report.layers})
            for metric in METRICS}  # fmt: skip
    measured = {row.node.path: latencies.get(row.node.path) for row in report.layers}
    if any(value is not None for value in measured.values()):
        sets["latency"] = ("Latency (ms)", measured)
    files: dict[str, object] = {"graph.json": graph_collection(name, report)}
    files |= {f"{file}.json": {name: _node_data(title, values)} for file, (title, values) in sets.items()}
    return {file: json.dumps(content, separators=(",", ":")) for file, content in files.items()}


def graph_collection(name: str, report: CostReport) -> dict[str, object]:
    """The layers with their edges; groups are namespaces that show their totals when selected."""
    groups = {_namespace(group.path): _group_attributes(group, totals) for group, totals in report.groups}
    inputs = [
        {
            "id": entry,
            "label": f"input: {entry}",
            "namespace": "",
            "attrs": [],
            "incomingEdges": [],
            "outputsMetadata": [_output(entry, shape, report.dtype)],
        }
        for entry, shape in report.input_shapes.items()
    ]
    graph = {
        "id": name,
        "nodes": [*inputs, *(_node(row) for row in report.layers)],
        "groupNodeAttributes": {"": _totals_attributes(report.totals), **groups},
        # A group of one layer stays a group, as in the diagram.
        "layoutConfigs": {"keepLayersWithASingleChild": True},
    }
    return {"label": name, "graphs": [graph]}


def _namespace(path: str) -> str:
    return path.replace(".", "/")


def _node(row: LayerCosts) -> dict[str, object]:
    node = row.node
    label, operator = node.display_label, node.operator.name
    return {
        "id": node.path,
        "label": label if label == operator else f"{label}: {operator}",
        "namespace": _namespace(node.group),
        "attrs": _pairs(_attributes(row)),
        "incomingEdges": [
            {"sourceNodeId": source, "sourceNodeOutputId": "0", "targetNodeInputId": str(position)}
            for position, source in enumerate(node.inputs)
        ],
        "outputsMetadata": [_output(node.path, row.output.shape, row.output.dtype)],
    }


def _output(name: str, shape: tuple[int, ...], dtype: str) -> dict[str, object]:
    pairs = _pairs([("tensor_name", name), ("shape", _sides(shape)), ("dtype", dtype)])
    return {"id": "0", "attrs": pairs}


def _attributes(row: LayerCosts) -> Iterable[tuple[str, str]]:
    node, operations = row.node, row.operations
    yield "op", node.operator.name
    yield "kind", node.operator.kind
    for key, value in node.operator.attributes().items():
        yield key, _sides(value) if isinstance(value, list) else str(value)
    if operations and operations.formula:
        yield ("MACs" if operations.macs else "other operations") + " formula", operations.formula
    if node.source_name:
        yield "source name", node.source_name


def _pairs(attributes: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in attributes]


def _sides(values: Iterable[object]) -> str:
    return " x ".join(map(str, values))


def _group_attributes(group: Group, totals: Totals) -> dict[str, str]:
    attributes = {"label": group.label, "kind": group.kind}
    if group.repeat_of:
        attributes["same as"] = _namespace(group.repeat_of)
    if group.source_name:
        attributes["source name"] = group.source_name
    return attributes | _totals_attributes(totals)


def _totals_attributes(totals: Totals) -> dict[str, str]:
    """Exact sums; with "at least" where an operator in them is unknown."""
    bound = "" if totals.complete else "at least "
    sums = {
        "parameters": totals.params,
        "MACs": totals.macs,
        "other operations": totals.other_ops,
        "activation memory (bytes)": totals.activation_bytes,
        "bytes moved": totals.bytes_moved,
    }
    return {"layers": str(totals.layers)} | {key: f"{bound}{value}" for key, value in sums.items()}


def _node_data(title: str, values: Mapping[str, Value]) -> dict[str, object]:
    """Layers without a known value are left out: neither coloured nor counted as 0."""
    last = len(GRADIENT) - 1
    return {
        "name": title,
        "results": {path: {"value": value} for path, value in values.items() if value is not None},
        "gradient": [{"stop": step / last, "bgColor": colour} for step, colour in enumerate(GRADIENT)],
    }
