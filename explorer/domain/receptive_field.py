"""The receptive field of every layer: which square of the input one output value can see.

Forward recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill 2019: r += (k_eff - 1) * j and j *= s with k_eff = dilation * (k - 1) + 1. Where paths meet, the union counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from explorer.domain import operators as ops
from explorer.domain.graph import Graph, once_per_graph
from explorer.domain.operators import Operator


class ReceptiveField(NamedTuple):
    """Size, stride and offset in input pixels, along one side.

    offset is the input coordinate of the first position of the field of the first output; it is negative
    where padding is seen.
    """

    size: int
    stride: int
    offset: int


class _View(NamedTuple):
    """A receptive field, and which dimension of the tensor holds the channels."""

    field: ReceptiveField
    channel_dim: int


# The rules below say what an operator mixes: nothing, channels at one position, a window, or everything.
_POINTWISE = {
    ops.BatchNorm2d,
    ops.LayerScale,
    ops.ChannelAffine,
    ops.ReLU,
    ops.ReLU6,
    ops.SiLU,
    ops.GELU,
    ops.Hardswish,
    ops.Hardsigmoid,
    ops.Sigmoid,
    ops.Tanh,
    ops.Add,
    ops.Multiply,
    ops.Scale,
    ops.Dropout,
    ops.StochasticDepth,
}
_ACROSS_CHANNELS = (ops.LocalResponseNorm, ops.ChannelShuffle, ops.ZeroPadChannels)
_ALONG_ONE_DIMENSION = (ops.Softmax, ops.Concat, ops.Narrow)
_OVER_LAST_DIMENSION = (ops.Linear, ops.LayerNorm)
_WINDOWS = (ops.Conv2d, ops.MaxPool2d, ops.AvgPool2d)


@once_per_graph
def receptive_fields(graph: Graph) -> Mapping[str, ReceptiveField | None]:
    """The receptive field by node; None where a layer sees the whole input, or its sides or paths disagree."""
    views: dict[str, _View | None] = {entry.name: _View(ReceptiveField(1, 1, 0), 1) for entry in graph.inputs}
    for node in graph.nodes:
        before = views[node.inputs[0]] if len(node.inputs) == 1 else _union([views[name] for name in node.inputs])
        views[node.path] = _through(node.operator, before) if before else None
    return {name: view.field if view else None for name, view in views.items()}


def _union(incoming: list[_View | None]) -> _View | None:
    """The smallest field that covers all; None if one is unbounded or strides or layouts disagree."""
    first = incoming[0]
    if first is None:
        return None
    (size, stride, start), channel_dim = first
    end = start + size
    for other in incoming:
        if other is None:
            return None
        (size, own_stride, offset), own_channel_dim = other
        if own_stride != stride or own_channel_dim != channel_dim:
            return None
        # Comparing is faster than min() and max(), and a dense block has many inputs.
        if offset < start:
            start = offset
        if offset + size > end:
            end = offset + size
    return _View(ReceptiveField(end - start, stride, start), channel_dim)


def _through(operator: Operator, view: _View) -> _View | None:
    field, channel_dim = view
    if type(operator) in _POINTWISE:
        return view
    if isinstance(operator, ops.Permute):
        return _View(field, operator.dims.index(channel_dim)) if len(operator.dims) == 4 else None
    if isinstance(operator, _OVER_LAST_DIMENSION):
        return view if channel_dim == 3 else None
    if isinstance(operator, _ALONG_ONE_DIMENSION):
        return view if operator.dim % 4 == channel_dim else None
    if channel_dim != 1:
        return None
    if isinstance(operator, _ACROSS_CHANNELS):
        return view
    if isinstance(operator, ops.ZeroPad2d):
        left, _, top, _ = operator.padding
        return _View(field._replace(offset=field.offset - left * field.stride), 1) if left == top else None
    return _through_window(operator, field) if isinstance(operator, _WINDOWS) else None


def _through_window(operator: ops.Conv2d | ops.MaxPool2d | ops.AvgPool2d, field: ReceptiveField) -> _View | None:
    (height, width), (down, right), (top, left) = operator.kernel_size, operator.stride, operator.padding
    rows, columns = (1, 1) if isinstance(operator, ops.AvgPool2d) else operator.dilation
    reach = rows * (height - 1) + 1
    if (reach, down, top) != (columns * (width - 1) + 1, right, left):
        return None
    size, stride, offset = field
    return _View(ReceptiveField(size + (reach - 1) * stride, stride * down, offset - top * stride), 1)
