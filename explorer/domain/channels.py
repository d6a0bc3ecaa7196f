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
    """A layer's channels; one that treats a side of its maps as its channels mixes everything."""
    axis = operator.channel_axis(before.axis, before.rank)
    rank = operator.output_rank(before.rank)
    along = operator.mixing_axis
    if along is not None:
        if along % before.rank == before.axis:
            return Channels(axis, rank, operator.channel_mixing, "none")
        return Channels(axis, rank, *(("none", "all") if axis == before.axis else ("all", "all")))
    if not operator.spatial:
        return Channels(axis, rank, operator.channel_mixing, operator.position_mixing)
    if before.axis != 1:
        return Channels(axis, rank, "all", "all")
    window = operator.window
    one_pixel = window is not None and window.kernel_size == (1, 1)
    return Channels(axis, rank, operator.channel_mixing, "none" if one_pixel else operator.position_mixing)
