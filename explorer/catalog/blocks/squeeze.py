"""Squeeze and excitation: each channel times a number from 0 to 1 that the means of all channels decide.

Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2017 (arXiv 1709.01507), Figures 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.catalog.builder import GraphBuilder
from explorer.domain.operators import AdaptiveAvgPool2d, Conv2d, Multiply, Operator


@dataclass(frozen=True, slots=True)
class Squeeze:
    """Channels of the hidden layer, that layer's activation, and what makes its numbers a gate."""

    channels: int
    activation: Operator
    gate: Operator


def squeeze_excitation(
    net: GraphBuilder, x: str, squeeze: Squeeze, sources: tuple[str, str] | tuple[None, None] = (None, None)
) -> str:
    """x with its channels weighed: a group `se`; sources are the names of its two layers in the reference.

    They are fully connected layers; the references write them as 1 x 1 convolutions, and so are their weights
    stored.
    """
    width = net.channels(x)
    with net.group("se"):
        y = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        y = net.add("fc1", Conv2d(width, squeeze.channels, (1, 1)), y, source=sources[0])
        y = net.add(squeeze.activation.name, squeeze.activation, y)
        y = net.add("fc2", Conv2d(squeeze.channels, width, (1, 1)), y, source=sources[1])
        y = net.add(squeeze.gate.name, squeeze.gate, y)
        return net.add("multiply", Multiply(), x, y)
