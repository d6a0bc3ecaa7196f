"""The receptive field of every layer: which square of the input one output value can see.

Forward recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
Distill 2019: r += (k_eff - 1) * j and j *= s with k_eff = dilation * (k - 1) + 1. Where paths meet, the union counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, Operator


@dataclass(frozen=True, slots=True)
class ReceptiveField:
    """Size, stride and offset in input pixels, along one side.

    offset is the input coordinate of the first position of the field of the first output; it is negative
    where padding is seen.
    """

    size: int
    stride: int
    offset: int


def receptive_fields(graph: Graph) -> Mapping[str, ReceptiveField | None]:
    """The receptive field by node; None where a layer sees the whole input or its sides differ."""
    fields: dict[str, ReceptiveField | None] = {entry.name: ReceptiveField(1, 1, 0) for entry in graph.inputs}
    for node in graph.nodes:
        before = [fields[name] for name in node.inputs]
        fields[node.path] = _through(node.operator, _union(before))
    return fields


def _union(incoming: list[ReceptiveField | None]) -> ReceptiveField | None:
    """The smallest field that covers all; None if one is unbounded or strides disagree."""
    first = incoming[0]
    if first is None or len(incoming) == 1:
        return first
    start, end = first.offset, first.offset + first.size
    for other in incoming[1:]:
        if other is None or other.stride != first.stride:
            return None
        start, end = min(start, other.offset), max(end, other.offset + other.size)
    return ReceptiveField(end - start, first.stride, start)


def _through(operator: Operator, field: ReceptiveField | None) -> ReceptiveField | None:
    if field is None or isinstance(operator, AdaptiveAvgPool2d | Linear | Flatten):
        return None
    if not isinstance(operator, Conv2d | MaxPool2d | AvgPool2d):
        return field
    dilation = (1, 1) if isinstance(operator, AvgPool2d) else operator.dilation
    sides = {
        (dilation[axis] * (operator.kernel_size[axis] - 1) + 1, operator.stride[axis], operator.padding[axis])
        for axis in (0, 1)
    }
    if len(sides) > 1:
        return None
    ((reach, stride, padding),) = sides
    return ReceptiveField(
        size=field.size + (reach - 1) * field.stride,
        stride=field.stride * stride,
        offset=field.offset - padding * field.stride,
    )
