"""The axis of each tensor that holds the channels, and what each layer mixes: channels, positions or both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from explorer.domain.graph import Graph, once_per_graph
from explorer.domain.operators import Operator


class Channels(NamedTuple):
    """A layer's output and how it came about; axes count the batch.

    axis is None where the channels cannot be told apart, as in a tensor flattened together with its batch.
    """

    axis: int | None
    rank: int
    channel_mixing: str
    position_mixing: str


_INPUT = Channels(1, 4, "none", "none")


@once_per_graph
def channels(graph: Graph) -> Mapping[str, Channels]:
    """The channels of every input and layer by name; a layer with several inputs reads them as its first has them."""
    found = {entry.name: _INPUT for entry in graph.inputs}
    for node in graph.nodes:
        found[node.path] = _through(node.operator, found[node.inputs[0]])
    return found


def _through(operator: Operator, before: Channels) -> Channels:
    axis = operator.channel_axis(before.axis, before.rank)
    rank = operator.output_rank(before.rank)
    return Channels(axis, rank, *_mixing(operator, before, axis))


def _mixing(operator: Operator, before: Channels, axis: int | None) -> tuple[str, str]:
    """The channel and position mixing of a layer; one that treats a side as its channels mixes everything."""
    along = operator.mixing_axis
    if along is None:
        if operator.spatial and before.axis != 1:
            return "all", "all"
        one_pixel = operator.window and operator.window.kernel_size == (1, 1)
        return operator.channel_mixing, "none" if one_pixel else operator.position_mixing
    if along % before.rank == before.axis:
        return operator.channel_mixing, "none"
    return ("none", "all") if axis == before.axis else ("all", "all")
