"""Memory of one training step: weights, activations saved for the backward pass, gradients, optimizer state.

Each operator saves what PyTorch's autograd saves (tools/autograd/derivatives.yaml); a test compares the sum with
the tensors that torch.autograd.graph.saved_tensors_hooks sees. A layer before the first parameter, such as a pool on
the image, has no backward pass and saves nothing. Not counted: the loss, gradients of activations, which come and go
during the backward pass, and a library's workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from explorer.domain import operators as ops
from explorer.domain.graph import Graph, Node
from explorer.domain.operators import Operator
from explorer.domain.tensor import DTYPES, TensorSpec

OPTIMIZER_TENSORS = {"sgd_momentum": 1, "adam": 2}
"""Tensors of a parameter's size that each optimizer keeps: a velocity; a first and a second moment."""

_INDEX_BYTES = 8
"""PyTorch stores the index of each maximum as a 64-bit integer."""

_MASK_BYTES = 1
"""Dropout's mask on a GPU; on a CPU PyTorch stores it in the tensor's own data type."""


class Saved(NamedTuple):
    """What a layer's backward pass needs: its inputs, its output, and bytes of its own."""

    inputs: bool = False
    output: bool = False
    own_bytes: int = 0


_VIEWS_AT_INFERENCE_ONLY = (ops.Dropout, ops.StochasticDepth)
"""Operators whose output is a view at inference, but new memory in training."""


@dataclass(frozen=True, slots=True)
class TrainingMemory:
    """Bytes of one training step in the report's data type, training-only layers included.

    complete is False where an unknown operator makes the sums lower bounds. total_bytes is per optimizer.
    """

    params: int
    parameter_bytes: int
    saved_activation_bytes: int
    gradient_bytes: int
    optimizer_bytes: Mapping[str, int]
    total_bytes: Mapping[str, int]
    complete: bool


def _always(saved: Saved) -> Callable[[Operator, TensorSpec], Saved]:
    return lambda operator, output: saved


_NOTHING = _always(Saved())
_INPUTS = _always(Saved(inputs=True))
_OUTPUT = _always(Saved(output=True))


def _input_or_copy(operator: Operator, output: TensorSpec) -> Saved:
    """The input, or a copy of it where the layer overwrites it."""
    return Saved(own_bytes=output.bytes) if operator.memory == "in_place" else Saved(inputs=True)


def _batch_norm2d(norm: ops.BatchNorm2d, output: TensorSpec) -> Saved:
    # Mean and inverse deviation of this batch.
    return Saved(inputs=True, own_bytes=2 * norm.num_features * DTYPES[output.dtype])


def _layer_norm(norm: ops.LayerNorm, output: TensorSpec) -> Saved:
    return Saved(inputs=True, own_bytes=2 * output.bytes // norm.normalized_shape)


def _local_response_norm(norm: ops.LocalResponseNorm, output: TensorSpec) -> Saved:
    # The padded squares (size - 1 more channels), the base of the power, and its result.
    n, channels, height, width = output.shape
    padded = n * (channels + norm.size - 1) * height * width * DTYPES[output.dtype]
    return Saved(inputs=True, own_bytes=padded + 2 * output.bytes)


def _max_pool2d(pool: ops.MaxPool2d, output: TensorSpec) -> Saved:
    return Saved(inputs=True, own_bytes=_INDEX_BYTES * output.elements)


def _adaptive_avg_pool2d(pool: ops.AdaptiveAvgPool2d, output: TensorSpec) -> Saved:
    # A global mean needs only how many it was taken over.
    return Saved(inputs=pool.output_size != (1, 1))


def _radial_basis(layer: ops.RadialBasis, output: TensorSpec) -> Saved:
    return Saved(own_bytes=output.bytes * layer.in_features)


def _dropout(dropout: ops.Dropout, output: TensorSpec) -> Saved:
    return Saved(own_bytes=_MASK_BYTES * output.elements if dropout.p else 0)


def _unknown(operator: ops.Unknown, output: TensorSpec) -> None:
    return None


# Each rule takes its own operator class, which a dictionary's type cannot express.
SAVED_RULES: dict[type[Operator], Callable[..., Saved | None]] = {
    ops.Conv2d: _INPUTS,
    ops.Linear: _INPUTS,
    ops.RadialBasis: _radial_basis,
    ops.BatchNorm2d: _batch_norm2d,
    ops.LayerNorm: _layer_norm,
    ops.LocalResponseNorm: _local_response_norm,
    ops.LayerScale: _INPUTS,
    ops.ChannelAffine: _INPUTS,
    ops.ReLU: _OUTPUT,
    ops.ReLU6: _input_or_copy,
    ops.SiLU: _input_or_copy,
    ops.GELU: _INPUTS,
    ops.Hardswish: _input_or_copy,
    ops.Hardsigmoid: _input_or_copy,
    ops.Sigmoid: _OUTPUT,
    ops.Tanh: _OUTPUT,
    ops.Softmax: _OUTPUT,
    ops.MaxPool2d: _max_pool2d,
    ops.AvgPool2d: _INPUTS,
    ops.AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    ops.Add: _NOTHING,
    ops.Multiply: _INPUTS,
    ops.Concat: _NOTHING,
    ops.Scale: _NOTHING,
    ops.Flatten: _NOTHING,
    ops.Permute: _NOTHING,
    ops.Narrow: _NOTHING,
    ops.ChannelShuffle: _NOTHING,
    ops.ZeroPad2d: _NOTHING,
    ops.ZeroPadChannels: _NOTHING,
    ops.Dropout: _dropout,
    ops.StochasticDepth: _NOTHING,
    ops.Unknown: _unknown,
}


def _needed_inputs(node: Node, differentiable: Container[str]) -> Iterable[str]:
    """Inputs that the backward pass needs: all; for a product only factors of a tensor with a gradient."""
    if not isinstance(node.operator, ops.Multiply):
        return node.inputs
    first, second = node.inputs
    return [name for name, other in ((first, second), (second, first)) if other in differentiable]


def training_memory(graph: Graph, tensors: Mapping[str, TensorSpec]) -> TrainingMemory | None:
    """Memory of a training step of the whole graph, training-only layers included; None for int8.

    tensors are the inferred shapes of the whole graph. The input image is saved too if a parameter's gradient needs
    it.
    """
    dtype = tensors[graph.inputs[0].name].dtype
    if dtype == "int8":
        return None
    activations, complete = _saved_activations(graph, tensors)
    weights = sum(node.operator.parameter_count or 0 for node in graph.nodes) * DTYPES[dtype]
    optimizer = {name: count * weights for name, count in OPTIMIZER_TENSORS.items()}
    return TrainingMemory(
        params=weights // DTYPES[dtype],
        parameter_bytes=weights,
        saved_activation_bytes=activations,
        gradient_bytes=weights,
        optimizer_bytes=optimizer,
        total_bytes={name: 2 * weights + activations + state for name, state in optimizer.items()},
        complete=complete,
    )


def _saved_activations(graph: Graph, tensors: Mapping[str, TensorSpec]) -> tuple[int, bool]:
    """Bytes that the backward pass needs of the forward pass, and whether every operator's are known."""
    storage = {entry.name: entry.name for entry in graph.inputs}
    kept: set[str] = set()
    # Tensors that have a gradient. An unknown operator is assumed to have parameters.
    differentiable: set[str] = set()
    own_bytes, complete = 0, True
    for node in graph.nodes:
        operator = node.operator
        path = node.path
        owned = operator.memory == "own" or (isinstance(operator, _VIEWS_AT_INFERENCE_ONLY) and operator.p > 0)
        storage[path] = path if owned else storage[node.inputs[0]]
        if operator.parameter_count == 0 and differentiable.isdisjoint(node.inputs):
            continue
        differentiable.add(path)
        saved = SAVED_RULES[type(operator)](operator, tensors[path])
        if saved is None:
            complete = False
            continue
        inputs_saved, output_saved, bytes_saved = saved
        own_bytes += bytes_saved
        if inputs_saved:
            for name in _needed_inputs(node, differentiable):
                kept.add(storage[name])
        if output_saved:
            kept.add(storage[path])
    return own_bytes + sum(tensors[name].bytes for name in kept), complete
