"""Files for Model Explorer: the same graph and figures, and nothing invented for unknown values."""

from __future__ import annotations

import json
from typing import Any

import pytest

from explorer.domain.costs import CostReport, cost_report
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.model_explorer import METRICS, model_explorer_files
from explorer.domain.operators import Unknown
from tests.networks import report_of


def files(report: CostReport, latencies: dict[str, float] | None = None) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in model_explorer_files("net", report, latencies or {}).items()}


@pytest.mark.parametrize(
    "slug", ["alexnet", "resnet50", "densenet121", "googlenet", "nasnet_a_mobile", "shufflenet_v2_x1_0"]
)
def test_every_edge_and_every_group_is_there(slug: str) -> None:
    report = report_of(slug)
    (graph,) = files(report)["graph.json"]["graphs"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert len(nodes) == len(graph["nodes"]) == len(report.layers) + len(report.input_shapes)
    for row in report.layers:
        node = nodes[row.node.path]
        assert [edge["sourceNodeId"] for edge in node["incomingEdges"]] == list(row.node.inputs)
        assert set(row.node.inputs) <= nodes.keys()
        assert node["namespace"] == row.node.path.rpartition(".")[0].replace(".", "/")
    groups = {group.path.replace(".", "/") for group, _ in report.groups}
    assert graph["groupNodeAttributes"].keys() == {"", *groups}
    spaces = {node["namespace"] for node in graph["nodes"]}
    assert groups >= spaces - {""}


def test_node_data_sums_to_the_totals() -> None:
    report = report_of("resnet50")
    made = files(report)
    sums = {name: sum(node["value"] for node in made[f"{name}.json"]["net"]["results"].values())
            for name in ("activation_memory", "parameters", "macs", "other_operations", "bytes_moved")}  # fmt: skip
    totals = report.totals
    assert sums == {
        "activation_memory": totals.activation_bytes,
        "parameters": totals.params,
        "macs": totals.macs,
        "other_operations": totals.other_ops,
        "bytes_moved": totals.bytes_moved,
    }
    assert made.keys() == {"graph.json", *(f"{metric.file}.json" for metric in METRICS)}


def test_latency_is_there_only_where_measured() -> None:
    report = report_of("alexnet")
    assert "latency.json" not in files(report)
    assert files(report, {"head.fc6": 1.5})["latency.json"]["net"]["results"] == {"head.fc6": {"value": 1.5}}


def test_what_is_unknown_has_no_value() -> None:
    odd = Node("odd", Unknown("NobodyKnows", (3, 8, 8)), ("image",))
    report = cost_report(Graph("odd", (Input("image", (3, 8, 8)),), (odd,), ("odd",)))
    made = files(report)
    assert made["macs.json"]["net"]["results"] == {}
    (graph,) = made["graph.json"]["graphs"]
    assert graph["groupNodeAttributes"][""]["MACs"] == "at least 0"
