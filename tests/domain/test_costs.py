"""Shapes and costs of networks: properties on random graphs, totals, memory and options."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import entries, recipes
from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.errors import InvalidOptions, ShapeMismatch
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.insights import insights
from explorer.domain.operators import (
    Conv2d,
    Flatten,
    Linear,
    ReLU,
    Unknown,
)
from explorer.domain.roofline import PeakRates, layer_bound, network_bound
from explorer.domain.silhouette import silhouette
from tests.networks import chain, graphs

SUMS = (
    "params",
    "macs",
    "other_ops",
    "pooling_ops",
    "activation_bytes",
    "parameter_bytes",
    "bytes_moved",
    "layers",
)


@settings(max_examples=100, deadline=None)
@given(graph=graphs(), batch=st.integers(1, 5))
def test_properties_of_costs(graph: Graph, batch: int) -> None:
    one, many = cost_report(graph), cost_report(graph, CostOptions(batch=batch))
    assert many.totals.macs == batch * one.totals.macs
    assert many.totals.other_ops == batch * one.totals.other_ops
    assert many.totals.activation_bytes == batch * one.totals.activation_bytes
    assert many.totals.peak_activation_bytes == batch * one.totals.peak_activation_bytes
    assert many.totals.params == one.totals.params

    top = [totals for group, totals in one.groups if "." not in group.path]
    for name in SUMS:
        assert sum(getattr(totals, name) for totals in top) == getattr(one.totals, name)
    assert max(totals.peak_activation_bytes for totals in top) == one.totals.peak_activation_bytes

    largest = max(layer.stored_bytes for layer in one.layers)
    assert largest <= one.totals.peak_activation_bytes <= one.totals.activation_bytes


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_the_live_set_of_every_step_weighs_what_the_timeline_says(graph: Graph) -> None:
    report = cost_report(graph)
    stored = {layer.node.path: layer.stored_bytes for layer in report.layers}
    for step, layer in enumerate(report.layers):
        alive = report.timeline.live_at(step)
        assert sum(stored[path] for path in alive) == layer.live_bytes
        owner = report.timeline.owners[layer.node.path]
        assert owner in alive or owner == "image"


@settings(max_examples=40, deadline=None)
@given(graph=graphs())
def test_a_document_of_a_report_is_json_and_adds_up(graph: Graph) -> None:
    document = json.loads(json.dumps(report_to_document(cost_report(graph), PeakRates(1e12, 1e10))))
    for name in ("params", "macs", "other_ops", "pooling_ops", "parameter_bytes", "bytes_moved"):
        assert sum(layer[name] for layer in document["layers"]) == document["totals"][name]
    assert sum(layer["stored_bytes"] for layer in document["layers"]) == document["totals"]["activation_bytes"]
    assert document["roofline"]["time_ms"] == pytest.approx(
        sum(layer["roofline"]["time_ms"] for layer in document["layers"])
    )


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_the_groups_are_a_tree_over_all_layers(graph: Graph) -> None:
    report = cost_report(graph)
    groups = {group.path: group for group, _ in report.groups}
    parents = {child: path for path, group in groups.items() for child in group.children}
    for layer in report.layers:
        path = layer.node.path
        while "." in path:
            assert parents[path] == path.rpartition(".")[0]
            path = parents[path]
    for group in groups.values():
        if group.repeat_of:
            first = groups[group.repeat_of]
            assert [node.operator for node in first.members] == [node.operator for node in group.members]


def test_an_unknown_operator_makes_totals_lower_bounds() -> None:
    report = cost_report(chain(Conv2d(3, 8, (3, 3), padding=(1, 1)), Unknown("Mystery", (8, 32, 32)), ReLU()))
    known, mystery, relu = report.layers
    assert (mystery.operations, mystery.params, mystery.parameter_bytes, mystery.bytes_moved) == (None,) * 4
    assert mystery.output.shape == relu.output.shape == (1, 8, 32, 32)
    assert not report.totals.complete
    assert report.totals.macs == known.operations.macs if known.operations else False
    assert report.training and not report.training.complete
    document = report_to_document(report, PeakRates(1e12, 1e10))
    layer = document["layers"][1]  # type: ignore[index]
    assert [layer[name] for name in ("macs", "other_ops", "params", "bytes_moved", "roofline")] == [None] * 5
    assert insights(report)[0].text == ("The costs of 1 layer are unknown (Mystery), so all totals are lower bounds.")


def test_an_unknown_operator_has_the_size_it_was_seen_at() -> None:
    graph = chain(Unknown("Mystery", (8, 32, 32)))
    with pytest.raises(ShapeMismatch, match="only known for the graph's own input size"):
        cost_report(graph, CostOptions(height=64, width=64))


def test_training_only_layers_cost_nothing_at_inference() -> None:
    nodes = (
        Node("stem.conv", Conv2d(3, 8, (3, 3)), ("image",)),
        Node("aux.conv", Conv2d(8, 4, (1, 1)), ("stem.conv",), training_only=True),
        Node("head.conv", Conv2d(8, 2, (1, 1)), ("stem.conv",)),
    )
    graph = Graph("aux", (Input("image", (3, 8, 8)),), nodes, ("head.conv",))
    report = cost_report(graph)
    assert [layer.node.path for layer in report.layers] == ["stem.conv", "head.conv"]
    assert report.totals.params == 3 * 8 * 9 + 8 + 8 * 2 + 2
    assert report.training and report.training.params == report.totals.params + 8 * 4 + 4
    assert len(silhouette(graph)) == 2
    assert "Training adds 36 parameters, in auxiliary classifiers for example, that" in insights(report)[-1].text


def test_training_only_layers_are_counted_on_request() -> None:
    googlenet = recipes()["googlenet"].build({})
    without, full = cost_report(googlenet), cost_report(googlenet, CostOptions(training=True))
    assert full.training == without.training and full.training
    assert full.totals.params == full.training.params == 13_004_888
    heads = [layer for layer in full.layers if layer.node.training_only]
    assert len(full.layers) == len(without.layers) + len(heads)
    assert full.totals.macs == without.totals.macs + sum(
        layer.operations.macs or 0 for layer in heads if layer.operations
    )
    assert {group.path for group, _ in full.groups} > {group.path for group, _ in without.groups}
    # What the classifiers say is what training compares: nothing reads it, and it is kept.
    ends = {layer.node.path for layer in heads} - {name for layer in full.layers for name in layer.node.inputs}
    assert len(ends) == 2
    assert all(full.timeline.last_steps[full.timeline.owners[path]] == len(full.layers) for path in ends)
    document = report_to_document(full)
    marked = [layer["path"] for layer in document["layers"] if layer["training_only"]]  # type: ignore[attr-defined]
    assert marked == [layer.node.path for layer in heads]


def test_a_network_without_training_only_layers_costs_the_same_on_request() -> None:
    graph = recipes()["alexnet"].build({})
    assert cost_report(graph, CostOptions(training=True)) == cost_report(graph)


def test_the_intensity_of_a_group_is_that_of_its_sums() -> None:
    document: Any = report_to_document(cost_report(recipes()["alexnet"].build({})))
    for sums in (document["totals"], *document["groups"]):
        flops = 2 * sums["macs"] + sums["other_ops"]
        assert sums["arithmetic_intensity"] == flops / sums["bytes_moved"]
    unknown = cost_report(chain(Conv2d(3, 8, (3, 3), padding=(1, 1)), Unknown("Mystery", (8, 32, 32))))
    assert unknown.totals.arithmetic_intensity is None
    assert cost_report(chain(Flatten())).totals.arithmetic_intensity is None


def test_a_silhouette_of_any_shape_of_linear_layer() -> None:
    vector = chain(Flatten(0), Linear(192, 5), shape=(3, 8, 8))
    assert silhouette(vector) == silhouette(chain(Linear(8, 5), shape=(3, 8, 8))) == [{"height": 1, "channels": 5}]


def test_a_layer_that_does_not_fit_is_named() -> None:
    with pytest.raises(ShapeMismatch) as caught:
        cost_report(chain(Conv2d(3, 8, (3, 3)), Conv2d(16, 8, (3, 3))))
    assert caught.value.field == "layer1"
    assert caught.value.message == "layer1 (conv2d): in_channels is 16, but its input has 8."


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (CostOptions(batch=0), "batch"),
        (CostOptions(batch=5000), "batch"),
        (CostOptions(height=-1), "height"),
        (CostOptions(width=10**6), "width"),
        (CostOptions(dtype="float64"), "dtype"),
    ],
)
def test_options_out_of_range_are_refused(options: CostOptions, field: str) -> None:
    with pytest.raises(InvalidOptions) as caught:
        cost_report(chain(ReLU()), options)
    assert caught.value.field == field


def test_bytes_follow_the_data_type() -> None:
    resnet = recipes()["resnet"].build({})
    full, half = (cost_report(resnet, CostOptions(dtype=dtype)).totals for dtype in ("float32", "bfloat16"))
    assert full.activation_bytes == 2 * half.activation_bytes
    assert full.parameter_bytes == 2 * half.parameter_bytes
    assert full.macs == half.macs


def test_peak_memory_of_a_chain_is_its_largest_neighbouring_pair() -> None:
    """VGG-16: conv1_1 and conv1_2 are alive together, 2 x 12.25 MB; ReLU adds nothing, it works in place."""
    assert cost_report(recipes()["vgg"].build({})).totals.peak_activation_bytes == 2 * 64 * 224 * 224 * 4


def test_an_image_too_small_for_the_auxiliary_classifier_is_large_enough_for_inference() -> None:
    inception = recipes()["inception_v3"].build({})
    report = cost_report(inception, CostOptions(height=80, width=80))
    assert report.training is None
    assert report.totals.params == 23_834_568
    assert cost_report(inception).training
    with pytest.raises(ShapeMismatch, match=r"^aux\.avgpool1 .*This layer exists only during training") as caught:
        cost_report(inception, CostOptions(height=80, width=80, training=True))
    assert caught.value.field == "training"
    with pytest.raises(ShapeMismatch) as caught:
        cost_report(inception, CostOptions(height=8, width=8, training=True))
    assert caught.value.field != "training"


def test_a_training_step_of_vgg16() -> None:
    """Parameters, gradients and a velocity are three times 528 MB, Adam's two moments make it four times."""
    training = cost_report(recipes()["vgg"].build({})).training
    assert training
    weights = 138_357_544 * 4
    assert (training.parameter_bytes, training.gradient_bytes) == (weights, weights)
    assert training.optimizer_bytes == {"sgd_momentum": weights, "adam": 2 * weights}
    assert training.total_bytes["adam"] == 4 * weights + training.saved_activation_bytes
    assert cost_report(recipes()["vgg"].build({}), CostOptions(dtype="int8")).training is None


def test_the_roofline_takes_the_larger_of_both_times() -> None:
    report = cost_report(chain(Conv2d(64, 64, (3, 3), bias=False), ReLU(), Flatten(), shape=(64, 34, 34)))
    conv, relu, view = report.layers
    device = PeakRates(flops_per_s=1e9, bytes_per_s=1e9)
    macs = 64 * 32 * 32 * 64 * 9
    bounds = [layer_bound(row, device) for row in (conv, relu, view)]
    times = [2 * macs / 1e6, 2 * 64 * 32 * 32 * 4 / 1e6, 0]
    assert [bound.time_ms for bound in bounds if bound] == pytest.approx(times)
    assert [bound.limited_by for bound in bounds if bound] == ["compute", "memory", "memory"]
    bound = network_bound(report, device)
    assert (bound.compute_limited_layers, bound.memory_limited_layers, bound.ridge) == (1, 1, 1)


@pytest.mark.parametrize("rates", [(0, 1e9), (1e9, -1), (float("nan"), 1e9), (1e9, float("inf")), (True, 1e9)])
def test_a_device_has_positive_rates(rates: tuple[float, float]) -> None:
    with pytest.raises(InvalidOptions, match="must be a number from 1 to"):
        PeakRates(*rates)


@pytest.mark.parametrize(
    ("recipe", "parameters", "layer", "size"),
    [
        ("vgg", {}, "stage5.pool", 212),
        ("resnet", {"stride_in": "1x1"}, "stage4.block3.relu", 483),
        ("resnet", {}, "stage4.block3.relu", 427),
    ],
)
def test_receptive_fields(recipe: str, parameters: dict[str, object], layer: str, size: int) -> None:
    """Araujo et al., Distill 2019: VGG-16 sees 212 pixels at stride 32, ResNet-50 v1 483, torchvision's v1.5 427."""
    fields = {row.node.path: row.receptive_field for row in cost_report(recipes()[recipe].build(parameters)).layers}
    field = fields[layer]
    assert field and (field.size, field.stride) == (size, 32)
    assert list(fields.values())[-1] is None


@pytest.mark.parametrize(
    ("slug", "mib", "kept_by_python"),
    [
        ("alexnet", 0.92, 0),
        ("vgg16", 24.50, 0),
        ("googlenet", 6.12, 0),
        # torchvision keeps the first block's input, 64 x 56 x 56, until the block returns ...
        ("resnet50", 9.95, 64 * 56 * 56 * 4),
        # ... and a dense layer's concatenation while its 1 x 1 convolution writes 128 x 56 x 56.
        ("densenet121", 9.57, 128 * 56 * 56 * 4),
    ],
)
def test_peak_memory_is_that_of_torchvision_but_for_what_python_keeps(
    slug: str, mib: float, kept_by_python: int
) -> None:
    """Peaks of eager execution at 224 pixels, measured on torchvision's modules (docs/costs.md)."""
    entry = next(entry for entry in entries() if entry.slug == slug)
    graph = recipes()[entry.recipe].build(entry.parameters)
    peak = cost_report(graph, CostOptions(height=224, width=224)).totals.peak_activation_bytes
    assert (peak + kept_by_python) / 2**20 == pytest.approx(mib, rel=0.005)


def test_a_group_has_the_name_of_its_module_in_the_reference() -> None:
    resnet = {group.path: group.source_name for group, _ in cost_report(recipes()["resnet"].build({})).groups}
    assert resnet["stage3"] == "layer3"
    assert resnet["stage3.block1.shortcut"] == "layer3.0.downsample"
    assert resnet["stem"] is None
    vgg = {group.path: group.source_name for group, _ in cost_report(recipes()["vgg"].build({})).groups}
    # torchvision keeps all stages in one module, so none of them is that module.
    assert vgg["stage1"] is None
    assert vgg["head"] == "classifier"
