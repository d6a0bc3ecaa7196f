"""Judges that share no code with the cost engine: the built torch module, PyTorch's own counter, and gradients."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from torch.utils.flop_counter import FlopCounterMode

from explorer.catalog import entries
from explorer.domain import operators as op
from explorer.domain.costs import cost_report
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.receptive_field import receptive_fields
from explorer.domain.shapes import infer_shapes
from tests.networks import EVERY_OPERATOR, ODD, catalogued, chain, graphs
from workers.network.build import build
from workers.network.modules import BUILDERS
from workers.network.weights import initialise

SLUGS = [entry.slug for entry in entries()]


def on_meta(graph: Graph) -> list[torch.Tensor]:
    tensors = infer_shapes(graph)
    return [torch.empty(tensors[entry.name].shape, device="meta") for entry in graph.inputs]


def shapes_seen(graph: Graph) -> dict[str, tuple[int, ...]]:
    """The shape of every layer's answer when the built module runs on the meta device."""
    seen = {}

    def look(path, call):
        answer = call()
        seen[path] = tuple(answer.shape)
        return answer

    build(graph)(*on_meta(graph), observe=look)
    return seen


@pytest.mark.parametrize("slug", SLUGS)
def test_the_built_module_agrees(slug):
    """Its parameters, the shape of every layer, and twice our MACs by torch.utils.flop_counter."""
    graph = catalogued(slug).inference
    report = cost_report(graph)
    module = build(graph)
    seen = {}

    def look(path, call):
        answer = call()
        seen[path] = tuple(answer.shape)
        return answer

    with FlopCounterMode(display=False) as counter:
        module(*on_meta(graph), observe=look)
    assert sum(parameter.numel() for parameter in module.parameters()) == report.totals.params
    assert counter.get_total_flops() == 2 * report.totals.macs
    assert seen == {layer.node.path: layer.output.shape for layer in report.layers}


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_random_networks_have_the_shapes_of_the_built_module(graph):
    tensors = infer_shapes(graph)
    assert shapes_seen(graph) == {node.path: tensors[node.path].shape for node in graph.nodes}


def residual() -> Graph:
    """A strided block with a projection whose window is smaller than the other path's."""
    nodes = (
        Node("a.conv1", op.Conv2d(1, 2, (3, 3), padding=(1, 1)), ("image",)),
        Node("a.conv2", op.Conv2d(2, 2, (3, 3), (2, 2), (1, 1)), ("a.conv1",)),
        Node("a.shortcut", op.Conv2d(1, 2, (1, 1), (2, 2)), ("image",)),
        Node("a.add", op.Add(), ("a.conv2", "a.shortcut")),
        Node("b.pool", op.AvgPool2d((2, 2), (2, 2)), ("a.add",)),
        Node("b.conv", op.Conv2d(2, 2, (3, 3), padding=(2, 2), dilation=(2, 2)), ("b.pool",)),
    )
    return Graph("residual", (Input("image", (1, 64, 64)),), nodes, ("b.conv",))


def conv(channels: int, width: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> op.Conv2d:
    return op.Conv2d(channels, width, (kernel, kernel), (stride, stride), (padding, padding), (dilation, dilation))


NETWORKS: dict[str, list[op.Operator]] = {
    "two convolutions": [conv(1, 2, 3), conv(2, 2, 3)],
    "strides and pools": [conv(1, 2, 7, 2, 3), op.AvgPool2d((3, 3), (2, 2), (1, 1)), conv(2, 2, 3, padding=1)],
    "dilation": [conv(1, 2, 3, dilation=4), conv(2, 2, 5, 3)],
    "shifted by padding": [op.ZeroPad2d((-1, 1, -1, 1)), op.AvgPool2d((1, 1), (2, 2)), conv(1, 2, 3)],
    "channels last": [
        conv(1, 4, 5, padding=2),
        op.Permute((0, 2, 3, 1)),
        op.LayerNorm(4),
        op.Linear(4, 8),
        op.GELU(),
        op.Permute((0, 3, 1, 2)),
        conv(8, 2, 3),
    ],
}
GRAPHS = {name: chain(*layers, shape=(1, 64, 64)) for name, layers in NETWORKS.items()} | {"two paths": residual()}


@pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS.keys())
def test_receptive_fields_are_the_support_of_the_gradient(graph):
    """The input pixels on which one output value in the middle depends (Araujo et al., 2019, section 2)."""
    torch.manual_seed(0)
    module = build(graph)
    tensors = infer_shapes(graph)
    image = torch.randn(tensors["image"].shape, requires_grad=True)
    initialise(module, seed=0, examples=(image.detach(),))
    (output,) = module(image)
    row, column = output.shape[2] // 2, output.shape[3] // 2
    output[0, :, row, column].sum().backward()
    assert image.grad is not None
    touched = image.grad[0, 0].abs() > 0
    rows, columns = touched.any(1).nonzero().flatten(), touched.any(0).nonzero().flatten()

    field = receptive_fields(graph)[graph.outputs[0]]
    assert field is not None
    for found, position in ((rows, row), (columns, column)):
        start = field.offset + position * field.stride
        assert (int(found[0]), int(found[-1])) == (start, start + field.size - 1)


def test_what_mixes_all_positions_has_no_receptive_field():
    squeeze = chain(op.Conv2d(3, 4, (3, 3)), op.AdaptiveAvgPool2d((1, 1)), op.Conv2d(4, 4, (1, 1)), shape=ODD)
    assert receptive_fields(squeeze)["layer2"] is None
    rows = chain(op.Linear(11, 5), shape=ODD)
    assert receptive_fields(rows)["layer0"] is None
    unknown = chain(op.Unknown("Mystery", ODD), shape=ODD)
    assert receptive_fields(unknown)["layer0"] is None


IMAGE_TO_IMAGE = [
    layer
    for layer in EVERY_OPERATOR
    if not isinstance(layer, op.Linear | op.LayerNorm | op.RadialBasis | op.Flatten | op.Permute | op.Unknown)
]


def reads(layer: op.Operator) -> torch.Tensor:
    """Which input values each output value depends on: booleans by output (C, H, W) and input (C, H, W)."""
    torch.manual_seed(0)
    module = BUILDERS[type(layer)](layer).eval()
    for tensor in module.state_dict().values():
        if tensor.is_floating_point():
            tensor.uniform_(0.5, 1.5)
    image, *others = (torch.rand(1, 4, 6, 6) for _ in range(layer.arity[0]))
    gradient: torch.Tensor = torch.autograd.functional.jacobian(lambda first: module(first, *others), image)
    return gradient.squeeze(4).squeeze(0).abs() > 0


@pytest.mark.parametrize("layer", IMAGE_TO_IMAGE, ids=lambda layer: layer.name)
def test_a_layer_mixes_what_its_gradient_reaches(layer):
    seen = reads(layer)
    by_channel = seen.any((1, 2, 4, 5))
    match layer.channel_mixing:
        case "none":
            assert torch.equal(by_channel, torch.eye(4, dtype=torch.bool))
        case "neighbours":
            assert by_channel[0].tolist() == [True, True, False, False]
        case "rearranged":
            assert (by_channel.sum(1) <= 1).all()
        case "all":
            assert by_channel.all()
    by_position = seen.any(3).any(0).flatten(2).sum(2)
    assert (int(by_position.max()) == 1) == (layer.position_mixing == "none")
