"""The receptive field of every layer: the square of the input that one output value depends on.

Forward recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill 2019: r += (k_eff - 1) * j and j *= s with k_eff = dilation * (k - 1) + 1. Where paths meet, the union counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from explorer.domain.channels import Channels, channels
from explorer.domain.graph import Graph, once_per_graph
from explorer.domain.operators import Operator
from explorer.domain.operators.base import Window

_IMAGE_RANK = 4


class ReceptiveField(NamedTuple):
    """Size, stride and offset in input pixels, along one side.

    offset is the input coordinate at which the first output's field begins; it is negative where the field
    reaches into padding.
    """

    size: int
    stride: int
    offset: int


class _View(NamedTuple):
    """A receptive field, and the axis of the tensor that holds the channels."""

    field: ReceptiveField
    channel_axis: int | None


@once_per_graph
def receptive_fields(graph: Graph) -> Mapping[str, ReceptiveField | None]:
    """The receptive field by node; None where a layer sees the whole input, or where sides or paths disagree."""
    views: dict[str, _View | None] = {entry.name: _View(ReceptiveField(1, 1, 0), 1) for entry in graph.inputs}
    layout = channels(graph)
    for node in graph.nodes:
        before = views[node.inputs[0]] if len(node.inputs) == 1 else _union([views[name] for name in node.inputs])
        views[node.path] = _through(node.operator, before.field, layout[node.path]) if before else None
    return {name: view.field if view else None for name, view in views.items()}


def _union(incoming: list[_View | None]) -> _View | None:
    """The smallest field that covers all; None if one is unbounded, or if strides or layouts disagree."""
    first = incoming[0]
    if first is None:
        return None
    (size, stride, start), channel_axis = first
    end = start + size
    for other in incoming:
        if other is None:
            return None
        (size, own_stride, offset), own_channel_axis = other
        if own_stride != stride or own_channel_axis != channel_axis:
            return None
        # Comparing is faster than min() and max(), and a dense block has many inputs.
        if offset < start:
            start = offset
        if offset + size > end:
            end = offset + size
    return _View(ReceptiveField(end - start, stride, start), channel_axis)


def _through(operator: Operator, field: ReceptiveField, output: Channels) -> _View | None:
    """The view of a layer's output; None unless it is an image that reads one position or a window."""
    if output.rank != _IMAGE_RANK or output.position_mixing not in ("none", "window"):
        return None
    seen = _through_window(operator.window, field) if operator.window else field
    return _View(seen, output.axis) if seen else None


def _through_window(window: Window, field: ReceptiveField) -> ReceptiveField | None:
    (height, width), (down, right), (top, left), (rows, columns) = window
    reach = rows * (height - 1) + 1
    if (reach, down, top) != (columns * (width - 1) + 1, right, left):
        return None
    size, stride, offset = field
    return ReceptiveField(size + (reach - 1) * stride, stride * down, offset - top * stride)
