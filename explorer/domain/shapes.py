"""The output shape of every layer: one rule per operator.

A rule takes the operator and the shapes of its inputs, batch first, and returns the output's shape or
raises ShapeMismatch with a sentence that says what does not fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from explorer.domain.attributes import MAX_DIMENSION, Pair
from explorer.domain.errors import InvalidOptions, ShapeMismatch, shown
from explorer.domain.graph import Graph, Node
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
from explorer.domain.tensor import DTYPES, Shape, TensorSpec

MAX_BATCH = 4096
MAX_SIDE = 4096
"""Largest input height or width a report is made for."""

MAX_ELEMENTS = 2**48
"""Largest tensor, so that byte counts stay exact integers in JSON readers (below 2^53)."""


def infer_shapes(
    graph: Graph,
    *,
    batch: int = 1,
    height: int | None = None,
    width: int | None = None,
    dtype: str = "float32",
) -> dict[str, TensorSpec]:
    """The tensor of every input and node by name, batch first.

    height and width replace the graph's own input size; None keeps it.
    Raises InvalidOptions for options out of range, ShapeMismatch naming the layer that does not fit.
    """
    _check_option("batch", batch, MAX_BATCH)
    for name, side in (("height", height), ("width", width)):
        if side is not None:
            _check_option(name, side, MAX_SIDE)
    if dtype not in DTYPES:
        raise InvalidOptions(f"dtype is {shown(dtype)}; it must be one of {', '.join(DTYPES)}.", field="dtype")
    tensors: dict[str, TensorSpec] = {}
    for entry in graph.inputs:
        channels, own_height, own_width = entry.shape
        tensors[entry.name] = TensorSpec((batch, channels, height or own_height, width or own_width), dtype)
    for node in graph.nodes:
        shape = output_shape(node, [tensors[name].shape for name in node.inputs])
        tensors[node.path] = TensorSpec(shape, dtype)
    return tensors


def _check_option(name: str, value: object, most: int) -> None:
    if type(value) is not int or not 1 <= value <= most:
        raise InvalidOptions(f"{name} is {shown(value)}; it must be an integer from 1 to {most}.", field=name)


def output_shape(node: Node, inputs: list[Shape]) -> Shape:
    """The shape one layer makes of its inputs' shapes. Raises ShapeMismatch."""
    try:
        shape = SHAPE_RULES[type(node.operator)](node.operator, *inputs)
    except ShapeMismatch as error:
        raise ShapeMismatch(f"{node.path} ({node.operator.name}): {error.message}", field=node.path) from None
    if math.prod(shape) > MAX_ELEMENTS:
        raise ShapeMismatch(f"{node.path}: its output would have more than 2^48 elements.", field=node.path)
    return shape


def _image(shape: Shape) -> tuple[int, int, int, int]:
    if len(shape) != 4:
        raise ShapeMismatch(f"needs (N, C, H, W), but its input is {_written(shape)}.")
    n, channels, height, width = shape
    return n, channels, height, width


def _written(shape: Shape) -> str:
    return " x ".join(map(str, shape))


def _channels(got: int, wanted: int, name: str) -> None:
    if got != wanted:
        raise ShapeMismatch(f"{name} is {wanted}, but its input has {got}.")


def _extent(size: int, kernel: int, stride: int, padding: int, dilation: int = 1, ceil_mode: bool = False) -> int:
    """Positions of a window along one side: floor((size + 2 padding - reach) / stride) + 1."""
    reach = dilation * (kernel - 1) + 1
    room = size + 2 * padding - reach
    if room < 0:
        raise ShapeMismatch(f"its window spans {reach} pixels, but its padded input has only {size + 2 * padding}.")
    extent = (room + stride - 1 if ceil_mode else room) // stride + 1
    # PyTorch drops a last window that would start in the right-hand padding.
    if ceil_mode and (extent - 1) * stride >= size + padding:
        extent -= 1
    return extent


def _conv2d(conv: Conv2d, shape: Shape) -> Shape:
    n, channels, height, width = _image(shape)
    _channels(channels, conv.in_channels, "in_channels")
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = conv.kernel_size, conv.stride, conv.padding, conv.dilation
    return n, conv.out_channels, _extent(height, kh, sh, ph, dh), _extent(width, kw, sw, pw, dw)


def _linear(linear: Linear, shape: Shape) -> Shape:
    _channels(shape[-1], linear.in_features, "in_features")
    return (*shape[:-1], linear.out_features)


def _batch_norm2d(norm: BatchNorm2d, shape: Shape) -> Shape:
    _, channels, _, _ = _image(shape)
    _channels(channels, norm.num_features, "num_features")
    return shape


def _pool(pool: MaxPool2d | AvgPool2d, shape: Shape, dilation: Pair) -> Shape:
    n, channels, height, width = _image(shape)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pool.kernel_size, pool.stride, pool.padding, dilation
    return (
        n,
        channels,
        _extent(height, kh, sh, ph, dh, pool.ceil_mode),
        _extent(width, kw, sw, pw, dw, pool.ceil_mode),
    )


def _adaptive_avg_pool2d(pool: AdaptiveAvgPool2d, shape: Shape) -> Shape:
    n, channels, _, _ = _image(shape)
    return n, channels, *pool.output_size


def _dimension(dim: int, shape: Shape) -> int:
    if not -len(shape) <= dim < len(shape):
        raise ShapeMismatch(f"dimension {dim} does not exist in {_written(shape)}.")
    return dim % len(shape)


def _flatten(flatten: Flatten, shape: Shape) -> Shape:
    start, end = _dimension(flatten.start_dim, shape), _dimension(flatten.end_dim, shape)
    if start > end:
        raise ShapeMismatch(f"start_dim {flatten.start_dim} lies behind end_dim {flatten.end_dim}.")
    merged = math.prod(shape[start : end + 1])
    if start > 0 and merged > MAX_DIMENSION**2:
        raise ShapeMismatch(f"{_written(shape)} flattens to {merged} features, which is too many.")
    return (*shape[:start], merged, *shape[end + 1 :])


def _unchanged(_: Operator, shape: Shape) -> Shape:
    return shape


def _add(_: Add, first: Shape, second: Shape) -> Shape:
    if first != second:
        raise ShapeMismatch(f"adds {_written(first)} and {_written(second)}; both must have one shape.")
    return first


def _concat(concat: Concat, *shapes: Shape) -> Shape:
    first = shapes[0]
    dim = _dimension(concat.dim, first)
    for other in shapes[1:]:
        if len(other) != len(first) or other[:dim] != first[:dim] or other[dim + 1 :] != first[dim + 1 :]:
            raise ShapeMismatch(
                f"joins {_written(first)} and {_written(other)}; they may differ only in dimension {dim}."
            )
    return (*first[:dim], sum(shape[dim] for shape in shapes), *first[dim + 1 :])


def _softmax(softmax: Softmax, shape: Shape) -> Shape:
    _dimension(softmax.dim, shape)
    return shape


def _max_pool2d(pool: MaxPool2d, shape: Shape) -> Shape:
    return _pool(pool, shape, pool.dilation)


def _avg_pool2d(pool: AvgPool2d, shape: Shape) -> Shape:
    return _pool(pool, shape, (1, 1))


# Each rule takes its own operator class, which a dictionary's type cannot express.
SHAPE_RULES: dict[type[Operator], Callable[..., Shape]] = {
    Conv2d: _conv2d,
    Linear: _linear,
    BatchNorm2d: _batch_norm2d,
    ReLU: _unchanged,
    MaxPool2d: _max_pool2d,
    AvgPool2d: _avg_pool2d,
    AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    Flatten: _flatten,
    Dropout: _unchanged,
    Add: _add,
    Concat: _concat,
    Softmax: _softmax,
}
