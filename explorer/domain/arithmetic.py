"""Arithmetic of single layers: multiply-accumulates and other operations, one rule per operator.

Counts are integers per kind of arithmetic, never one mixed total; conventions such as FLOPs are derived from them
(docs/costs.md). All counts are for inference: dropout computes nothing, batch normalization is one
multiplication and one addition per element.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from explorer.domain import operators as ops
from explorer.domain.operators import Operator
from explorer.domain.tensor import TensorSpec


class Operations(NamedTuple):
    """Arithmetic of one layer.

    factors multiply to its MACs, or to its other operations if it has no MACs: the sizes of the output first, then
    the operations per output value.
    """

    macs: int = 0
    bias_adds: int = 0
    elementwise: int = 0
    comparisons: int = 0
    transcendentals: int = 0
    factors: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    @property
    def other_ops(self) -> int:
        """Everything that is not a MAC."""
        return self.bias_adds + self.elementwise + self.comparisons + self.transcendentals

    @property
    def flops(self) -> int:
        """2 x MACs + all other operations."""
        return 2 * self.macs + self.other_ops

    @property
    def formula(self) -> str | None:
        """The factors as the lecture writes them, "64 x 56 x 56 x (3 x 11 x 11)"."""
        if self.factors is None:
            return None
        outer, inner = (" x ".join(map(str, group)) for group in self.factors)
        return f"{outer} x ({inner})" if len(self.factors[1]) > 1 else f"{outer} x {inner}" if inner else outer


def _without_one(output: TensorSpec) -> tuple[int, ...]:
    """The factors of a tensor's size, without a batch of one, as in the lecture."""
    return output.shape[1:] if output.shape[0] == 1 else output.shape


def _conv2d(conv: ops.Conv2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    height, width = conv.kernel_size
    window = (conv.in_channels // conv.groups, height, width)
    elements = output.elements
    bias_adds = elements if conv.bias else 0
    return Operations(elements * window[0] * height * width, bias_adds, factors=(_without_one(output), window))


def _linear(linear: ops.Linear, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    elements = output.elements
    vectors = elements // linear.out_features
    outer = (vectors, linear.out_features) if vectors > 1 else (linear.out_features,)
    bias_adds = elements if linear.bias else 0
    return Operations(elements * linear.in_features, bias_adds, factors=(outer, (linear.in_features,)))


def _batch_norm2d(norm: ops.BatchNorm2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations(elementwise=2 * output.elements, factors=(_without_one(output), (2,)))


def _max_pool2d(pool: ops.MaxPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # k * k per output as the lecture counts; k * k - 1 comparisons would do.
    return Operations(
        comparisons=output.elements * math.prod(pool.kernel_size), factors=(_without_one(output), pool.kernel_size)
    )


def _avg_pool2d(pool: ops.AvgPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations(
        elementwise=output.elements * math.prod(pool.kernel_size), factors=(_without_one(output), pool.kernel_size)
    )


def _adaptive_window_sum(size: int, positions: int) -> int:
    """Pixels that all windows of adaptive pooling cover along one side; windows may overlap.

    The sum of ceil((i + 1) size / positions) - floor(i size / positions) over all positions i, in closed form:
    neighbouring windows share a pixel except where i size / positions is whole.
    """
    return size + positions - math.gcd(size, positions)


def _adaptive_avg_pool2d(pool: ops.AdaptiveAvgPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    n, channels, height, width = inputs[0].shape
    rows = _adaptive_window_sum(height, pool.output_size[0])
    columns = _adaptive_window_sum(width, pool.output_size[1])
    outer = (n, channels) if n > 1 else (channels,)
    return Operations(elementwise=n * channels * rows * columns, factors=((*outer, rows, columns), ()))


_NONE = Operations()


def _nothing(operator: Operator, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return _NONE


def _per_element(
    elementwise: int = 0, comparisons: int = 0, transcendentals: int = 0
) -> Callable[[Operator, list[TensorSpec], TensorSpec], Operations]:
    """The rule of an operator with equal work per output element."""

    def rule(operator: Operator, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
        elements = output.elements
        return Operations(0, 0, elementwise * elements, comparisons * elements, transcendentals * elements)

    return rule


def _radial_basis(layer: ops.RadialBasis, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # Subtract, square and add for each code's entry: no product with a weight, so no MAC.
    return Operations(
        elementwise=3 * output.elements * layer.in_features,
        factors=(_without_one(output), (layer.in_features, 3)),
    )


def _layer_norm(norm: ops.LayerNorm, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # Sum; subtract the mean, square, sum; scale by the deviation; learned scale and shift. One root per position.
    return Operations(
        elementwise=7 * output.elements,
        transcendentals=output.elements // norm.normalized_shape,
        factors=(_without_one(output), (7,)),
    )


def _local_response_norm(norm: ops.LocalResponseNorm, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # Square and sum over `size` channels, scale, shift, divide; one power per element.
    return Operations(
        elementwise=(2 * norm.size + 3) * output.elements,
        transcendentals=output.elements,
        factors=(_without_one(output), (2 * norm.size + 4,)),
    )


def _unknown(operator: ops.Unknown, inputs: list[TensorSpec], output: TensorSpec) -> None:
    return None


# A rule takes the operator and its tensors, batch included; None means unknown. docs/costs.md lists what each
# elementwise operator does per element.
OPERATION_RULES: dict[type[Operator], Callable[..., Operations | None]] = {
    ops.Conv2d: _conv2d,
    ops.Linear: _linear,
    ops.RadialBasis: _radial_basis,
    ops.BatchNorm2d: _batch_norm2d,
    ops.LayerNorm: _layer_norm,
    ops.LocalResponseNorm: _local_response_norm,
    ops.LayerScale: _per_element(elementwise=1),
    ops.ChannelAffine: _per_element(elementwise=2),
    ops.ReLU: _per_element(comparisons=1),
    ops.ReLU6: _per_element(comparisons=2),
    ops.SiLU: _per_element(elementwise=3, transcendentals=1),
    ops.GELU: _per_element(elementwise=4, transcendentals=1),
    ops.Hardswish: _per_element(elementwise=3, comparisons=2),
    ops.Hardsigmoid: _per_element(elementwise=2, comparisons=2),
    ops.Sigmoid: _per_element(elementwise=2, transcendentals=1),
    ops.Tanh: _per_element(transcendentals=1),
    # Find the maximum, subtract it, exponentiate, sum, divide.
    ops.Softmax: _per_element(comparisons=1, elementwise=3, transcendentals=1),
    ops.MaxPool2d: _max_pool2d,
    ops.AvgPool2d: _avg_pool2d,
    ops.AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    ops.Add: _per_element(elementwise=1),
    ops.Multiply: _per_element(elementwise=1),
    ops.Concat: _nothing,
    ops.Scale: _per_element(elementwise=1),
    ops.Flatten: _nothing,
    ops.Permute: _nothing,
    ops.Narrow: _nothing,
    ops.ChannelShuffle: _nothing,
    ops.ZeroPad2d: _nothing,
    ops.ZeroPadChannels: _nothing,
    ops.Dropout: _nothing,
    ops.StochasticDepth: _nothing,
    ops.Unknown: _unknown,
}
