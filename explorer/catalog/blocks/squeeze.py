"""Squeeze and excitation: each channel times a factor from 0 to 1, computed from the means of all channels.

Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2017 (arXiv 1709.01507), Figures 2 and 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.catalog.builder import GraphBuilder
from explorer.domain.operators import AdaptiveAvgPool2d, Conv2d, Multiply, Operator


@dataclass(frozen=True, slots=True)
class Squeeze:
    """Channels and activation of the hidden layer, and the gate's activation."""

    channels: int
    activation: Operator
    gate: Operator


def squeeze_excitation(
    net: GraphBuilder, x: str, squeeze: Squeeze, sources: tuple[str, str] | tuple[None, None] = (None, None)
) -> str:
    """x with its channels scaled, in a group `se`; sources are the names of its two layers in the reference.

    They are fully connected layers, written as 1 x 1 convolutions because the references store their weights so.
    """
    width = net.channels(x)
    with net.group("se"):
        y = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        y = net.add("fc1", Conv2d(width, squeeze.channels, (1, 1)), y, source=sources[0])
        y = net.add(squeeze.activation.name, squeeze.activation, y)
        y = net.add("fc2", Conv2d(squeeze.channels, width, (1, 1)), y, source=sources[1])
        y = net.add(squeeze.gate.name, squeeze.gate, y)
        return net.add("multiply", Multiply(), x, y)
