"""Shapes and costs: properties on random graphs, and cases where counters commonly go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import recipes
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.errors import InvalidOptions, ShapeMismatch
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.operations import OPERATION_RULES
from explorer.domain.operators import (
    OPERATORS,
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Operator,
    ReLU,
)
from explorer.domain.shapes import SHAPE_RULES, infer_shapes
from explorer.domain.silhouette import silhouette


def chain(*operators: Operator, shape: tuple[int, int, int] = (3, 32, 32)) -> Graph:
    """Operators one after the other, each at its own path."""
    nodes, before = [], "image"
    for index, operator in enumerate(operators):
        nodes.append(Node(f"layer{index}", operator, (before,)))
        before = f"layer{index}"
    return Graph("chain", (Input("image", shape),), tuple(nodes), (before,))


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Random small graphs with groups, residual additions, concatenations and pools."""
    channels = draw(st.integers(1, 4))
    nodes: list[Node] = []
    x, size = "image", draw(st.integers(8, 24))
    shape = (channels, size, size)
    for stage in range(draw(st.integers(1, 3))):
        for index in range(draw(st.integers(1, 4))):
            path = f"stage{stage}.block{index}"
            width = draw(st.integers(1, 6))
            conv = Conv2d(channels, width, (3, 3), padding=(1, 1), bias=draw(st.booleans()))
            nodes.append(Node(f"{path}.conv", conv, (x,)))
            y = f"{path}.conv"
            if draw(st.booleans()):
                nodes.append(Node(f"{path}.relu", ReLU(inplace=draw(st.booleans())), (y,)))
                y = f"{path}.relu"
            if width == channels and draw(st.booleans()):
                nodes.append(Node(f"{path}.add", Add(), (y, x)))
                y = f"{path}.add"
            elif draw(st.booleans()):
                nodes.append(Node(f"{path}.concat", Concat(1), (y, x)))
                y, width = f"{path}.concat", width + channels
            x, channels = y, width
        nodes.append(Node(f"stage{stage}.pool", MaxPool2d((2, 2), (2, 2)), (x,)))
        x = f"stage{stage}.pool"
    return Graph("random", (Input("image", shape),), tuple(nodes), (x,))


@settings(max_examples=60, deadline=None)
@given(graph=graphs(), batch=st.integers(1, 5))
def test_properties_of_costs(graph: Graph, batch: int) -> None:
    one, many = cost_report(graph), cost_report(graph, CostOptions(batch=batch))
    assert many.totals.macs == batch * one.totals.macs
    assert many.totals.activation_bytes == batch * one.totals.activation_bytes
    assert many.totals.params == one.totals.params

    stages = [totals for group, totals in one.groups if group.kind == "stage"]
    for name in ("params", "macs", "other_ops", "activation_bytes", "parameter_bytes", "bytes_moved", "layers"):
        assert sum(getattr(totals, name) for totals in stages) == getattr(one.totals, name)

    largest = max(layer.stored_bytes for layer in one.layers)
    assert largest <= one.totals.peak_activation_bytes <= one.totals.activation_bytes


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


def test_every_operator_has_a_shape_and_a_cost_rule() -> None:
    assert set(SHAPE_RULES) == set(OPERATION_RULES) == set(OPERATORS.values())


def test_a_linear_layer_counts_every_position() -> None:
    """Several counters count the batch only, which makes attention and MLP-Mixer networks look free."""
    graph = chain(Flatten(2), Linear(64, 10), shape=(3, 8, 8))
    assert cost_report(graph).totals.macs == 3 * 64 * 10


def test_grouped_convolution_divides_by_its_groups() -> None:
    dense = cost_report(chain(Conv2d(64, 64, (3, 3)), shape=(64, 8, 8))).totals
    grouped = cost_report(chain(Conv2d(64, 64, (3, 3), groups=32), shape=(64, 8, 8))).totals
    assert dense.macs == 32 * grouped.macs
    assert grouped.params == 64 * 2 * 9 + 64


def test_adaptive_pooling_counts_its_windows() -> None:
    global_pool = cost_report(chain(AdaptiveAvgPool2d((1, 1)), shape=(4, 7, 7))).totals
    assert global_pool.other_ops == 4 * 49
    # Three windows over 7 pixels start at 0, 2, 4 and end at 3, 5, 7.
    assert cost_report(chain(AdaptiveAvgPool2d((3, 3)), shape=(1, 7, 7))).totals.other_ops == 9 * 9


@given(size=st.integers(1, 60), positions=st.integers(1, 60))
def test_adaptive_windows_are_those_of_pytorch(size: int, positions: int) -> None:
    windows = [(i * size // positions, -(-(i + 1) * size // positions)) for i in range(positions)]
    pool = cost_report(chain(AdaptiveAvgPool2d((positions, 1)), shape=(1, size, 1)))
    assert pool.totals.other_ops == sum(end - start for start, end in windows)


def test_a_silhouette_of_any_shape_of_linear_layer() -> None:
    vector = chain(Flatten(0), Linear(192, 5), shape=(3, 8, 8))
    assert silhouette(vector) == silhouette(chain(Linear(8, 5), shape=(3, 8, 8))) == [{"height": 1, "channels": 5}]


def test_a_formula_has_the_batch_in_it() -> None:
    (norm,) = cost_report(chain(BatchNorm2d(3), shape=(3, 4, 4)), CostOptions(batch=2)).layers
    assert norm.operations.formula == "2 x 3 x 4 x 4 x 2"
    assert norm.operations.other_ops == 2 * 3 * 4 * 4 * 2


@pytest.mark.parametrize(
    ("pool", "size", "expected"),
    [
        (MaxPool2d((3, 3), (2, 2)), 56, 27),
        (MaxPool2d((3, 3), (2, 2), ceil_mode=True), 56, 28),
        # The last window would start in the padding, so PyTorch leaves it out.
        (AvgPool2d((2, 2), (2, 2), (1, 1), ceil_mode=True), 7, 4),
        (MaxPool2d((1, 1), (3, 3), ceil_mode=True), 5, 2),
    ],
)
def test_window_positions(pool: Operator, size: int, expected: int) -> None:
    tensors = infer_shapes(chain(pool, shape=(1, size, size)))
    assert tensors["layer0"].shape[2:] == (expected, expected)


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
    """VGG-16: conv1_1 and conv1_2 are alive together, 2 x 12.25 MiB; ReLU adds nothing, it works in place."""
    assert cost_report(recipes()["vgg"].build({})).totals.peak_activation_bytes == 2 * 64 * 224 * 224 * 4


def test_equal_blocks_are_found() -> None:
    repeats = {group.path: group.repeat_of for group, _ in cost_report(recipes()["resnet"].build({})).groups}
    assert repeats["stage3.block1"] is None
    assert repeats["stage3.block2"] is None
    assert {repeats[f"stage3.block{index}"] for index in range(3, 7)} == {"stage3.block2"}


def test_receptive_fields() -> None:
    """Araujo et al., Distill 2019: VGG-16 sees 212 pixels at stride 32, torchvision's ResNet-50 427."""
    vgg = {layer.node.path: layer.receptive_field for layer in cost_report(recipes()["vgg"].build({})).layers}
    resnet = {layer.node.path: layer.receptive_field for layer in cost_report(recipes()["resnet"].build({})).layers}
    last_pool, last_block = vgg["stage5.pool"], resnet["stage4.block3.relu"]
    assert last_pool and (last_pool.size, last_pool.stride) == (212, 32)
    assert last_block and (last_block.size, last_block.stride) == (427, 32)
    assert resnet["head.fc"] is None


def test_a_group_has_the_name_of_its_module_in_the_reference() -> None:
    resnet = {group.path: group.source_name for group, _ in cost_report(recipes()["resnet"].build({})).groups}
    assert resnet["stage3"] == "layer3"
    assert resnet["stage3.block1.shortcut"] == "layer3.0.downsample"
    assert resnet["stem"] is None
    vgg = {group.path: group.source_name for group, _ in cost_report(recipes()["vgg"].build({})).groups}
    # torchvision keeps all stages in one module, so none of them is that module.
    assert vgg["stage1"] is None
    assert vgg["head"] == "classifier"
