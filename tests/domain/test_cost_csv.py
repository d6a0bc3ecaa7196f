"""The CSV table: it reads back as the report, its rows add up, and a spreadsheet evaluates nothing in it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings

from explorer.domain.cost_csv import BY, Latencies, Row, csv_text, rows
from explorer.domain.costs import CostOptions, CostReport, cost_report
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.operators import Conv2d, MaxPool2d, Operator, ReLU, Unknown
from tests.networks import graphs, report_of

SUMS = ("params", "macs", "pooling_ops", "other_ops", "activation_bytes", "parameter_bytes", "bytes_moved")


def chain_report(*layers: tuple[str, Operator]) -> CostReport:
    """Of layers at these paths, one after the other."""
    nodes, before = [], "image"
    for path, operator in layers:
        nodes.append(Node(path, operator, (before,)))
        before = path
    return cost_report(Graph("chain", (Input("image", (3, 8, 8)),), tuple(nodes), (before,)))


def table(report: CostReport, by: str = "layer", latencies: Latencies | None = None) -> list[dict[str, str]]:
    text = csv_text(report, by, latencies) if latencies else csv_text(report, by)
    return list(csv.DictReader(io.StringIO(text)))


def cell(value: object) -> str:
    """How a figure of the report stands in the table."""
    return "" if value is None else str(value)


@pytest.mark.parametrize("slug", ["vgg16", "resnet50", "densenet121", "shufflenet_v2_x1_0"])
def test_it_reads_back_as_the_report(slug: str) -> None:
    report = report_of(slug, CostOptions(batch=4, dtype="float16"))
    read = table(report)
    assert list(read[0]) == [*Row._fields, "latency_ms", "latency_measured_on", "batch", "input_shape", "dtype"]
    for written, layer in zip(read, report.layers, strict=True):
        operations, field = layer.operations, layer.receptive_field
        assert operations
        assert (written["path"], written["operator"]) == (layer.node.path, layer.node.operator.name)
        assert [int(side) for side in written["output_shape"].split(" x ")] == list(layer.output.shape)
        figures = {
            "params": layer.params,
            "macs": operations.macs,
            "pooling_ops": layer.pooling_ops,
            "other_ops": operations.other_ops,
            "activation_bytes": layer.stored_bytes,
            "parameter_bytes": layer.parameter_bytes,
            "bytes_moved": layer.bytes_moved,
            "receptive_field_px": field and field.size,
        }
        assert {name: written[name] for name in figures} == {name: cell(value) for name, value in figures.items()}
        if layer.arithmetic_intensity is not None:
            assert float(written["arithmetic_intensity_flops_per_byte"]) == layer.arithmetic_intensity
        assert (written["batch"], written["dtype"]) == ("4", "float16")


def test_vgg16_by_stage() -> None:
    read = table(report_of("vgg16"), "stage")
    # Simonyan & Zisserman 2014, table 1 D: two, two, three, three, three convolutions, then three linear layers.
    assert [(row["path"], row["params"], row["macs"], row["output_shape"]) for row in read] == [
        ("stage1", "38720", "1936392192", "1 x 64 x 112 x 112"),
        ("stage2", "221440", "2774532096", "1 x 128 x 56 x 56"),
        ("stage3", "1475328", "4624220160", "1 x 256 x 28 x 28"),
        ("stage4", "5899776", "4624220160", "1 x 512 x 14 x 14"),
        ("stage5", "7079424", "1387266048", "1 x 512 x 7 x 7"),
        ("head", "123642856", "123633664", "1 x 1000"),
    ]


def adds_up(report: CostReport) -> None:
    for by in BY:
        found = list(rows(report, by))
        for cost in SUMS:
            assert sum(getattr(row, cost) for row in found) == getattr(report.totals, cost), (by, cost)


@pytest.mark.parametrize("slug", ["alexnet_2012", "googlenet", "densenet121", "nasnet_a_mobile", "convnext_tiny"])
def test_rows_of_every_kind_sum_to_the_totals(slug: str) -> None:
    adds_up(report_of(slug))


@settings(max_examples=50, deadline=None)
@given(graphs())
def test_rows_sum_to_the_totals_of_any_network(graph: Graph) -> None:
    adds_up(cost_report(graph))


def test_a_block_inside_a_block_counts_once() -> None:
    conv = Conv2d(3, 3, (1, 1))
    report = chain_report(
        ("block1.conv", conv), ("block1.block2.conv", conv), ("block1.pool", MaxPool2d((2, 2), (2, 2)))
    )
    adds_up(report)
    assert [(row.path, row.params) for row in rows(report, "block")] == [("block1", 24)]


def test_what_is_unknown_is_empty_and_never_0() -> None:
    report = chain_report(
        ("stage1.conv", Conv2d(3, 8, (1, 1))),
        ("stage1.odd", Unknown("NobodyKnows", (8, 8, 8))),
        ("stage2.conv", Conv2d(8, 8, (1, 1))),
    )
    unknown = {"params", "macs", "pooling_ops", "other_ops", "parameter_bytes", "bytes_moved"}
    odd, (with_odd, without) = table(report)[1], table(report, "stage")
    for row in (odd, with_odd):
        assert {name for name in SUMS if row[name] == ""} == unknown, row["path"]
        assert row["arithmetic_intensity_flops_per_byte"] == ""
        assert int(row["activation_bytes"]) > 0
    assert [without[name] for name in ("params", "macs")] == ["72", str(8 * 8 * 64)]


def test_a_group_has_a_latency_where_all_of_it_was_measured() -> None:
    conv, relu = Conv2d(3, 3, (1, 1)), ReLU()
    report = chain_report(("stage1.conv", conv), ("stage1.relu", relu), ("stage2.conv", conv), ("stage2.relu", relu))
    latencies = Latencies({"stage1.conv": 0.25, "stage1.relu": 0.5, "stage2.conv": 1.0}, "A CPU, float32")
    found = {by: [(row["latency_ms"], row["latency_measured_on"]) for row in table(report, by, latencies)] for by in BY}
    on = "A CPU, float32"
    assert found["layer"] == [("0.25", on), ("0.5", on), ("1.0", on), ("", "")]
    assert found["stage"] == [("0.75", on), ("", "")]


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a","b")', "＝1+1"])
def test_a_spreadsheet_computes_no_label(label: str) -> None:
    node = Node("layer", ReLU(), ("image",), label=label)
    (row,) = table(cost_report(Graph("net", (Input("image", (3, 8, 8)),), (node,), ("layer",))))
    assert row["label"] == f"'{label}"


def test_commas_and_quotes_stay_in_their_cell() -> None:
    label = 'a, "quoted" label'
    node = Node("layer", ReLU(), ("image",), label=label)
    (row,) = table(cost_report(Graph("net", (Input("image", (3, 8, 8)),), (node,), ("layer",))))
    assert (row["label"], row["params"]) == (label, "0")
