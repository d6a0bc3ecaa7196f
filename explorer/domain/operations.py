"""What one layer computes: multiply-accumulates and the other operations, one rule per operator.

Counts are raw integers per kind of arithmetic, never one mixed total; conventions are derived from them
(docs/costs.md). All counts are for inference: dropout computes nothing, batch normalization is one
multiplication and one addition per element.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    Operator,
    ReLU,
    Softmax,
)
from explorer.domain.tensor import TensorSpec

TIMES = " x "


@dataclass(frozen=True, slots=True)
class Operations:
    """Arithmetic of one layer, and the MACs or other operations as a product with the numbers put in."""

    macs: int = 0
    bias_adds: int = 0
    elementwise: int = 0
    comparisons: int = 0
    transcendentals: int = 0
    formula: str | None = None

    @property
    def other_ops(self) -> int:
        """Everything that is not a MAC."""
        return self.bias_adds + self.elementwise + self.comparisons + self.transcendentals


def layer_operations(operator: Operator, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    """Operations of one layer at the given tensors (batch included)."""
    return OPERATION_RULES[type(operator)](operator, inputs, output)


def _product(*factors: int) -> str:
    return TIMES.join(map(str, factors))


def _conv2d(conv: Conv2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    n, out_channels, height, width = output.shape
    kernel_height, kernel_width = conv.kernel_size
    window = (conv.in_channels // conv.groups, kernel_height, kernel_width)
    outer = (n, out_channels, height, width) if n > 1 else (out_channels, height, width)
    return Operations(
        macs=output.elements * math.prod(window),
        bias_adds=output.elements if conv.bias else 0,
        formula=f"{_product(*outer)}{TIMES}({_product(*window)})",
    )


def _linear(linear: Linear, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    vectors = output.elements // linear.out_features
    outer = (vectors, linear.out_features) if vectors > 1 else (linear.out_features,)
    return Operations(
        macs=output.elements * linear.in_features,
        bias_adds=output.elements if linear.bias else 0,
        formula=f"{_product(*outer)}{TIMES}{linear.in_features}",
    )


def _batch_norm2d(norm: BatchNorm2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    n, *rest = output.shape
    outer = (n, *rest) if n > 1 else tuple(rest)
    return Operations(elementwise=2 * output.elements, formula=f"{_product(*outer)}{TIMES}2")


def _relu(relu: ReLU, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations(comparisons=output.elements)


def _window(output: TensorSpec, kernel_size: tuple[int, int]) -> str:
    n, *rest = output.shape
    outer = (n, *rest) if n > 1 else tuple(rest)
    return f"{_product(*outer)}{TIMES}({_product(*kernel_size)})"


def _max_pool2d(pool: MaxPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # k * k per output as the lecture counts; k * k - 1 comparisons would do.
    return Operations(
        comparisons=output.elements * math.prod(pool.kernel_size), formula=_window(output, pool.kernel_size)
    )


def _avg_pool2d(pool: AvgPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations(
        elementwise=output.elements * math.prod(pool.kernel_size), formula=_window(output, pool.kernel_size)
    )


def _adaptive_window_sum(size: int, positions: int) -> int:
    """Pixels that all windows of adaptive pooling cover along one side; windows may overlap.

    The sum of ceil((i + 1) size / positions) - floor(i size / positions) over all positions i, in closed form:
    neighbouring windows share a pixel except where i size / positions is whole.
    """
    return size + positions - math.gcd(size, positions)


def _adaptive_avg_pool2d(pool: AdaptiveAvgPool2d, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    n, channels, height, width = inputs[0].shape
    rows = _adaptive_window_sum(height, pool.output_size[0])
    columns = _adaptive_window_sum(width, pool.output_size[1])
    outer = (n, channels) if n > 1 else (channels,)
    return Operations(elementwise=n * channels * rows * columns, formula=_product(*outer, rows, columns))


def _nothing(operator: Operator, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations()


def _add(add: Add, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    return Operations(elementwise=output.elements)


def _softmax(softmax: Softmax, inputs: list[TensorSpec], output: TensorSpec) -> Operations:
    # Per element: the largest is found, subtracted, raised, summed, and divides.
    return Operations(comparisons=output.elements, elementwise=3 * output.elements, transcendentals=output.elements)


OPERATION_RULES: dict[type[Operator], Callable[..., Operations]] = {
    Conv2d: _conv2d,
    Linear: _linear,
    BatchNorm2d: _batch_norm2d,
    ReLU: _relu,
    MaxPool2d: _max_pool2d,
    AvgPool2d: _avg_pool2d,
    AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    Flatten: _nothing,
    Dropout: _nothing,
    Add: _add,
    Concat: _nothing,
    Softmax: _softmax,
}
