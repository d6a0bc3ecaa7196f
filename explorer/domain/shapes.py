"""The output shape of every layer: one rule per operator.

A rule takes the operator and the shapes of its inputs, batch first, and returns the output's shape, or
raises ShapeMismatch with a sentence about what does not fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from explorer.domain import operators as ops
from explorer.domain.attributes import MAX_DIMENSION, Pair
from explorer.domain.bounds import Choice, IntegerRange
from explorer.domain.errors import InvalidOptions, ShapeMismatch
from explorer.domain.graph import Graph, Node
from explorer.domain.operators import Operator
from explorer.domain.tensor import DTYPES, Shape, TensorSpec

MAX_BATCH = 4096
MAX_SIDE = 4096
"""Largest input height or width of a report."""

MAX_ELEMENTS = 2**48
"""Largest tensor, so that byte counts stay exact integers in JSON readers (below 2^53)."""

_BATCH, _SIDE, _DTYPE = IntegerRange(1, MAX_BATCH), IntegerRange(1, MAX_SIDE), Choice(DTYPES)


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
    _BATCH.check("batch", batch, InvalidOptions)
    for name, side in (("height", height), ("width", width)):
        if side is not None:
            _SIDE.check(name, side, InvalidOptions)
    _DTYPE.check("dtype", dtype, InvalidOptions)
    tensors: dict[str, TensorSpec] = {}
    resized = False
    for entry in graph.inputs:
        channels, own_height, own_width = entry.shape
        size = (height or own_height, width or own_width)
        resized = resized or size != (own_height, own_width)
        tensors[entry.name] = TensorSpec((batch, channels, *size), dtype)
    for node in graph.nodes:
        if resized and isinstance(node.operator, ops.Unknown):
            message = (
                f"{node.path} ({node.operator.type}): its output shape is only known for the graph's own input size."
            )
            raise ShapeMismatch(message, field=node.path)
        tensor = TensorSpec(output_shape(node, [tensors[name].shape for name in node.inputs]), dtype)
        if tensor.elements > MAX_ELEMENTS:
            raise ShapeMismatch(f"{node.path}: its output would have more than 2^48 elements.", field=node.path)
        tensors[node.path] = tensor
    return tensors


def output_shape(node: Node, inputs: list[Shape]) -> Shape:
    """The output shape of one layer, given its inputs' shapes. Raises ShapeMismatch."""
    try:
        return SHAPE_RULES[type(node.operator)](node.operator, *inputs)
    except ShapeMismatch as error:
        raise ShapeMismatch(f"{node.path} ({node.operator.name}): {error.message}", field=node.path) from None


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
    free = size + 2 * padding - reach
    # When rounding up, a window may overhang the border even if none fits entirely.
    extent = (free + stride - 1 if ceil_mode else free) // stride + 1
    if extent < 1:
        raise ShapeMismatch(f"its window spans {reach} pixels, but its padded input has only {size + 2 * padding}.")
    # PyTorch drops a last window that would start in the padding at the end.
    if ceil_mode and (extent - 1) * stride >= size + padding:
        extent -= 1
    return extent


def _conv2d(conv: ops.Conv2d, shape: Shape) -> Shape:
    n, channels, height, width = _image(shape)
    _channels(channels, conv.in_channels, "in_channels")
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = conv.kernel_size, conv.stride, conv.padding, conv.dilation
    return n, conv.out_channels, _extent(height, kh, sh, ph, dh), _extent(width, kw, sw, pw, dw)


def _linear(linear: ops.Linear, shape: Shape) -> Shape:
    _channels(shape[-1], linear.in_features, "in_features")
    return (*shape[:-1], linear.out_features)


def _batch_norm2d(norm: ops.BatchNorm2d, shape: Shape) -> Shape:
    _, channels, _, _ = _image(shape)
    _channels(channels, norm.num_features, "num_features")
    return shape


def _pool(pool: ops.MaxPool2d | ops.AvgPool2d, shape: Shape, dilation: Pair) -> Shape:
    n, channels, height, width = _image(shape)
    (kh, kw), (sh, sw), (ph, pw), (dh, dw) = pool.kernel_size, pool.stride, pool.padding, dilation
    return (
        n,
        channels,
        _extent(height, kh, sh, ph, dh, pool.ceil_mode),
        _extent(width, kw, sw, pw, dw, pool.ceil_mode),
    )


def _adaptive_avg_pool2d(pool: ops.AdaptiveAvgPool2d, shape: Shape) -> Shape:
    n, channels, _, _ = _image(shape)
    return n, channels, *pool.output_size


def _dimension(dim: int, shape: Shape) -> int:
    if not -len(shape) <= dim < len(shape):
        raise ShapeMismatch(f"dimension {dim} does not exist in {_written(shape)}.")
    return dim % len(shape)


def _flatten(flatten: ops.Flatten, shape: Shape) -> Shape:
    start, end = _dimension(flatten.start_dim, shape), _dimension(flatten.end_dim, shape)
    if start > end:
        raise ShapeMismatch(f"start_dim {flatten.start_dim} is after end_dim {flatten.end_dim}.")
    merged = math.prod(shape[start : end + 1])
    if start > 0 and merged > MAX_DIMENSION**2:
        raise ShapeMismatch(f"{_written(shape)} flattens to {merged} features, which is too many.")
    return (*shape[:start], merged, *shape[end + 1 :])


def _unchanged(_: Operator, shape: Shape) -> Shape:
    return shape


def _add(_: ops.Add, first: Shape, second: Shape) -> Shape:
    if first != second:
        raise ShapeMismatch(f"adds {_written(first)} and {_written(second)}; both must have the same shape.")
    return first


def _concat(concat: ops.Concat, *shapes: Shape) -> Shape:
    first = shapes[0]
    dim = _dimension(concat.dim, first)
    before, after, joined, fitting = first[:dim], first[dim + 1 :], 0, first
    for other in shapes:
        # Most inputs of a dense block have the same shape, which need not be compared again.
        if other != fitting and (len(other) != len(first) or other[:dim] != before or other[dim + 1 :] != after):
            raise ShapeMismatch(
                f"concatenates {_written(first)} and {_written(other)}; they may differ only in dimension {dim}."
            )
        fitting = other
        joined += other[dim]
    return (*before, joined, *after)


def _multiply(_: ops.Multiply, first: Shape, second: Shape) -> Shape:
    if len(first) != len(second) or any(a != b and 1 not in (a, b) for a, b in zip(first, second, strict=True)):
        raise ShapeMismatch(
            f"multiplies {_written(first)} and {_written(second)}; dimensions must be equal, or 1 in one of them."
        )
    return tuple(map(max, first, second))


def _softmax(softmax: ops.Softmax, shape: Shape) -> Shape:
    _dimension(softmax.dim, shape)
    return shape


def _radial_basis(layer: ops.RadialBasis, shape: Shape) -> Shape:
    if len(shape) != 2:
        raise ShapeMismatch(f"needs (N, features), but its input is {_written(shape)}.")
    _channels(shape[1], layer.in_features, "in_features")
    return shape[0], layer.out_features


def _layer_norm(norm: ops.LayerNorm, shape: Shape) -> Shape:
    if len(shape) < 2:
        raise ShapeMismatch(f"needs a dimension after the batch, but its input is {_written(shape)}.")
    _channels(shape[-1], norm.normalized_shape, "normalized_shape")
    return shape


def _per_channel(layer: ops.LayerScale | ops.ChannelAffine, shape: Shape) -> Shape:
    _, channels, _, _ = _image(shape)
    _channels(channels, layer.num_channels, "num_channels")
    return shape


def _local_response_norm(_: ops.LocalResponseNorm, shape: Shape) -> Shape:
    return _image(shape)


def _zero_pad2d(pad: ops.ZeroPad2d, shape: Shape) -> Shape:
    n, channels, height, width = _image(shape)
    left, right, top, bottom = pad.padding
    for name, size, before, after in (("rows", height, top, bottom), ("columns", width, left, right)):
        # Zeros on one side cannot replace what the other side cuts off: PyTorch cuts first.
        if size + min(0, before) + min(0, after) < 1:
            raise ShapeMismatch(f"padding {before} and {after} cuts off all {size} {name} of its input.")
    return n, channels, height + top + bottom, width + left + right


def _zero_pad_channels(pad: ops.ZeroPadChannels, shape: Shape) -> Shape:
    n, channels, height, width = _image(shape)
    return n, pad.before + channels + pad.after, height, width


def _permute(permute: ops.Permute, shape: Shape) -> Shape:
    if len(permute.dims) != len(shape):
        raise ShapeMismatch(f"permutes {len(permute.dims)} dimensions, but its input is {_written(shape)}.")
    return tuple(shape[dim] for dim in permute.dims)


def _narrow(narrow: ops.Narrow, shape: Shape) -> Shape:
    dim = _dimension(narrow.dim, shape)
    if dim == 0:
        raise ShapeMismatch("dimension 0 is the batch, which cannot be split.")
    if narrow.start + narrow.length > shape[dim]:
        raise ShapeMismatch(
            f"takes entries {narrow.start} to {narrow.start + narrow.length - 1} of dimension {dim}, "
            f"which has {shape[dim]}."
        )
    return (*shape[:dim], narrow.length, *shape[dim + 1 :])


def _channel_shuffle(shuffle: ops.ChannelShuffle, shape: Shape) -> Shape:
    _, channels, _, _ = _image(shape)
    if channels % shuffle.groups:
        raise ShapeMismatch(f"groups is {shuffle.groups}; it must divide its input's {channels} channels.")
    return shape


def _unknown(unknown: ops.Unknown, *shapes: Shape) -> Shape:
    return (shapes[0][0], *unknown.output_shape)


def _max_pool2d(pool: ops.MaxPool2d, shape: Shape) -> Shape:
    return _pool(pool, shape, pool.dilation)


def _avg_pool2d(pool: ops.AvgPool2d, shape: Shape) -> Shape:
    return _pool(pool, shape, (1, 1))


# Each rule takes its own operator class, which a dictionary's type cannot express.
SHAPE_RULES: dict[type[Operator], Callable[..., Shape]] = {
    ops.Conv2d: _conv2d,
    ops.Linear: _linear,
    ops.RadialBasis: _radial_basis,
    ops.BatchNorm2d: _batch_norm2d,
    ops.LayerNorm: _layer_norm,
    ops.LocalResponseNorm: _local_response_norm,
    ops.LayerScale: _per_channel,
    ops.ChannelAffine: _per_channel,
    ops.ReLU: _unchanged,
    ops.ReLU6: _unchanged,
    ops.SiLU: _unchanged,
    ops.GELU: _unchanged,
    ops.Hardswish: _unchanged,
    ops.Hardsigmoid: _unchanged,
    ops.Sigmoid: _unchanged,
    ops.Tanh: _unchanged,
    ops.Softmax: _softmax,
    ops.MaxPool2d: _max_pool2d,
    ops.AvgPool2d: _avg_pool2d,
    ops.AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    ops.Add: _add,
    ops.Multiply: _multiply,
    ops.Concat: _concat,
    ops.Scale: _unchanged,
    ops.Flatten: _flatten,
    ops.Permute: _permute,
    ops.Narrow: _narrow,
    ops.ChannelShuffle: _channel_shuffle,
    ops.ZeroPad2d: _zero_pad2d,
    ops.ZeroPadChannels: _zero_pad_channels,
    ops.Dropout: _unchanged,
    ops.StochasticDepth: _unchanged,
    ops.Unknown: _unknown,
}
