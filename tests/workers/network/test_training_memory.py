"""Memory of a training step: the domain's figure is what PyTorch's autograd saves."""

from __future__ import annotations

import math

import pytest
import torch

from explorer.domain import operators as op
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.shapes import infer_shapes
from explorer.domain.training import SAVED_RULES, training_memory
from tests.networks import ODD, catalogued, chain
from workers.network.build import build
from workers.network.inputs import example_inputs
from workers.network.weights import initialise


def test_every_operator_has_a_rule():
    assert set(SAVED_RULES) == set(op.OPERATORS.values())


def bytes_saved_by_autograd(graph: Graph, size: int, batch: int) -> int:
    """Bytes of all storages that autograd keeps in one forward pass, weights and statistics left out."""
    tensors = infer_shapes(graph, batch=batch, height=size, width=size)
    module = build(graph)
    inputs = example_inputs(graph, tensors, seed=1)
    initialise(module, seed=0, examples=inputs)
    module.train()
    own = {tensor.untyped_storage().data_ptr() for tensor in module.state_dict().values()}
    kept: dict[int, torch.UntypedStorage] = {}

    def keep(tensor):
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        outputs = module(*inputs)
    assert outputs
    return sum(storage.nbytes() for storage in kept.values())


def bytes_expected(graph: Graph, size: int, batch: int) -> int:
    tensors = infer_shapes(graph, batch=batch, height=size, width=size)
    memory = training_memory(graph, tensors)
    assert memory is not None
    # On a CPU, PyTorch keeps dropout's mask as float32, not in bytes.
    masks = sum(
        math.prod(tensors[node.path].shape)
        for node in graph.nodes
        if isinstance(node.operator, op.Dropout) and node.operator.p
    )
    return memory.saved_activation_bytes + 3 * masks


CASES = {
    "conv, bn, relu in place": [
        op.Conv2d(3, 8, (3, 3)),
        op.BatchNorm2d(8),
        op.ReLU(inplace=True),
        op.Conv2d(8, 4, (1, 1)),
    ],
    "relu": [op.Conv2d(3, 8, (3, 3)), op.ReLU(), op.Conv2d(8, 4, (1, 1))],
    "relu6": [op.Conv2d(3, 8, (3, 3)), op.ReLU6(), op.Conv2d(8, 4, (1, 1))],
    "relu6 in place": [op.Conv2d(3, 8, (3, 3)), op.ReLU6(inplace=True), op.Conv2d(8, 4, (1, 1))],
    "silu": [op.Conv2d(3, 8, (3, 3)), op.SiLU(), op.Conv2d(8, 4, (1, 1))],
    "silu in place": [op.Conv2d(3, 8, (3, 3)), op.SiLU(inplace=True), op.Conv2d(8, 4, (1, 1))],
    "hardswish": [op.Conv2d(3, 8, (3, 3)), op.Hardswish(), op.Conv2d(8, 4, (1, 1))],
    "hardswish in place": [op.Conv2d(3, 8, (3, 3)), op.Hardswish(inplace=True), op.Conv2d(8, 4, (1, 1))],
    "hardsigmoid": [op.Conv2d(3, 8, (3, 3)), op.Hardsigmoid(), op.Conv2d(8, 4, (1, 1))],
    "hardsigmoid in place": [op.Conv2d(3, 8, (3, 3)), op.Hardsigmoid(inplace=True), op.Conv2d(8, 4, (1, 1))],
    "gelu": [op.Conv2d(3, 8, (3, 3)), op.GELU(), op.Conv2d(8, 4, (1, 1))],
    "sigmoid": [op.Conv2d(3, 8, (3, 3)), op.Sigmoid(), op.AdaptiveAvgPool2d((1, 1))],
    "tanh": [op.Conv2d(3, 8, (3, 3)), op.Tanh(), op.AdaptiveAvgPool2d((1, 1))],
    "max pool": [op.Conv2d(3, 8, (3, 3)), op.MaxPool2d((3, 3), (2, 2), (1, 1))],
    "average pool": [op.Conv2d(3, 8, (3, 3)), op.AvgPool2d((3, 3), (2, 2), (1, 1))],
    "adaptive pool": [op.Conv2d(3, 8, (3, 3)), op.AdaptiveAvgPool2d((4, 4))],
    "local response norm": [op.Conv2d(3, 8, (3, 3)), op.LocalResponseNorm(5)],
    "layer norm": [op.Conv2d(3, 8, (3, 3)), op.Permute((0, 2, 3, 1)), op.LayerNorm(8)],
    "layer scale": [op.Conv2d(3, 8, (3, 3)), op.LayerScale(8)],
    "channel affine": [op.Conv2d(3, 8, (3, 3)), op.ChannelAffine(8)],
    "scale": [op.Conv2d(3, 8, (3, 3)), op.Scale(0.5), op.ChannelShuffle(2), op.ZeroPad2d((1, 1, 1, 1))],
    "narrow": [op.Conv2d(3, 8, (3, 3)), op.Narrow(1, 0, 4), op.Conv2d(4, 2, (1, 1)), op.ZeroPadChannels(1, 1)],
    "head": [
        op.Conv2d(3, 8, (3, 3)),
        op.AdaptiveAvgPool2d((1, 1)),
        op.Flatten(),
        op.Dropout(0.5),
        op.Linear(8, 5),
        op.Softmax(),
    ],
    "pools on the image": [op.MaxPool2d((2, 2), (2, 2)), op.AvgPool2d((2, 2), (1, 1)), op.Conv2d(3, 8, (3, 3))],
    "activations on the image": [op.ReLU(), op.GELU(), op.SiLU(inplace=True), op.Softmax(), op.Linear(16, 4)],
    "response norm on the image": [op.LocalResponseNorm(3), op.ReLU(), op.Conv2d(3, 8, (3, 3)), op.Sigmoid()],
    "batch norm on the image": [op.AvgPool2d((2, 2), (2, 2)), op.BatchNorm2d(3), op.ReLU()],
    "layer norm on the image": [op.Permute((0, 2, 3, 1)), op.LayerNorm(3), op.GELU()],
    "layer scale on the image": [op.Tanh(), op.LayerScale(3)],
    "channel affine on the image": [op.Hardswish(), op.ChannelAffine(3), op.ReLU6()],
    "no parameter at all": [op.MaxPool2d((2, 2), (2, 2)), op.Flatten(), op.RadialBasis(192, 5)],
    "radial basis": [op.Conv2d(3, 8, (3, 3)), op.AdaptiveAvgPool2d((1, 1)), op.Flatten(), op.RadialBasis(8, 5)],
}


@pytest.mark.parametrize("layers", CASES.values(), ids=CASES.keys())
def test_operators_keep_what_autograd_keeps(layers):
    graph = chain(*layers, shape=ODD)
    assert bytes_expected(graph, 16, 2) == bytes_saved_by_autograd(graph, 16, 2)


@pytest.mark.parametrize(
    ("merge", "kept"),
    [
        (op.Add(), 1),
        # The pool's output is needed for the gradient of the convolution's; that of the pool's is not asked for.
        (op.Multiply(), 2),
        (op.Concat(), 1),
    ],
)
@pytest.mark.parametrize("order", [("pool", "conv"), ("conv", "pool")])
def test_a_branch_without_parameters_has_no_gradient(merge, kept, order):
    """The convolution keeps the image."""
    nodes = (
        Node("pool", op.AvgPool2d((3, 3), (1, 1), (1, 1)), ("image",)),
        Node("conv", op.Conv2d(3, 3, (3, 3), padding=(1, 1)), ("image",)),
        Node("merge", merge, order),
    )
    graph = Graph("branches", (Input("image", (3, 16, 16)),), nodes, ("merge",))
    image = 2 * 3 * 16 * 16 * 4
    assert bytes_saved_by_autograd(graph, 16, 2) == bytes_expected(graph, 16, 2) == kept * image


@pytest.mark.parametrize(
    ("slug", "size"),
    [("alexnet", 227), ("vgg11", 32), ("resnet18", 48), ("resnet50", 32), ("densenet121", 32), ("googlenet", 64),
     ("mobilenet_v2_1_0", 32), ("mobilenet_v3_small", 32), ("efficientnet_b0", 32), ("shufflenet_v2_x0_5", 32)],
)  # fmt: skip
def test_networks_keep_what_autograd_keeps(slug, size):
    graph = catalogued(slug)
    assert bytes_expected(graph, size, 2) == bytes_saved_by_autograd(graph, size, 2)
