"""The residual block of ResNet and its descendants: convolutions, an optional gate, a shortcut, their sum.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015 (arXiv 1512.03385), Figures 2 and 5;
the gate is squeeze and excitation. Names and order of the layers are torchvision's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import GraphBuilder
from explorer.catalog.recipe import Choice
from explorer.domain.operators import Add, MaxPool2d, ReLU, Sigmoid, ZeroPadChannels

EXPANSION = {"basic": 1, "bottleneck": 4}
"""Width of a block's output over the width of its 3 x 3 convolution (of an ungrouped network)."""

BLOCKS = {
    18: [2, 2, 2, 2],
    34: [3, 4, 6, 3],
    50: [3, 4, 6, 3],
    101: [3, 4, 23, 3],
    152: [3, 8, 36, 3],
    200: [3, 24, 36, 3],
}
"""Residual blocks per stage by depth, which ResNet's descendants keep."""

STRIDE_IN = Choice(
    "stride_in",
    "3x3",
    ("3x3", "1x1"),
    "Convolution of a bottleneck that halves the resolution: the 3 x 3 (v1.5) or the first 1 x 1 (the paper).",
)
SHORTCUT_DOC = (
    "Shortcut where the shape changes: a 1 x 1 convolution (projection, option B), or zeros for the new channels "
    "(zero-pad, option A); none removes all shortcuts."
)
SHORTCUTS = ("projection", "zero-pad", "none")


@dataclass(frozen=True, slots=True)
class Convolution:
    """One convolution of a block; the padding keeps the resolution at stride 1."""

    channels: int
    kernel: int
    stride: int = 1
    groups: int = 1


@dataclass(frozen=True, slots=True)
class Gate:
    """Squeeze-and-excitation: its first layer has channels / reduction outputs; source is its module's name."""

    reduction: int
    source: str


def basic(width: int, stride: int) -> tuple[Convolution, ...]:
    """Two 3 x 3 convolutions."""
    return Convolution(width, 3, stride), Convolution(width, 3)


def bottleneck(inner: int, outer: int, stride: int, stride_in: str, groups: int = 1) -> tuple[Convolution, ...]:
    """1 x 1 to the inner width, 3 x 3 there, 1 x 1 to the outer width."""
    first, second = (stride, 1) if stride_in == "1x1" else (1, stride)
    return Convolution(inner, 1, first), Convolution(inner, 3, second, groups), Convolution(outer, 1)


def residual_block(
    net: GraphBuilder,
    x: str,
    convolutions: tuple[Convolution, ...],
    source: str,
    *,
    shortcut: str = "projection",
    shortcut_kernel: int = 1,
    gate: Gate | None = None,
    inplace_add: bool = True,
) -> str:
    """relu(F(x) + shortcut(x)), F being the convolutions and the gate; relu(F(x)) without a shortcut."""
    stride, outer = math.prod(conv.stride for conv in convolutions), convolutions[-1].channels
    y = x
    for number, conv in enumerate(convolutions, 1):
        y = net.conv_bn(
            y,
            conv.channels,
            conv.kernel,
            conv.stride,
            groups=conv.groups,
            suffix=str(number),
            sources=(f"{source}.conv{number}", f"{source}.bn{number}"),
            activation=ReLU(inplace=True) if number < len(convolutions) else None,
        )
    if gate:
        squeeze = Squeeze(max(1, outer // gate.reduction), ReLU(inplace=True), Sigmoid())
        y = squeeze_excitation(net, y, squeeze, (f"{source}.{gate.source}.fc1", f"{source}.{gate.source}.fc2"))
    if shortcut != "none":
        if stride != 1 or net.channels(x) != outer:
            with net.group("shortcut"):
                if shortcut == "projection":
                    sources = (f"{source}.downsample.0", f"{source}.downsample.1")
                    x = net.conv_bn(x, outer, shortcut_kernel, stride, sources=sources, activation=None)
                else:
                    x = _zero_padded(net, x, outer, stride)
        y = net.add("add", Add(inplace=inplace_add), y, x)
    return net.add("relu", ReLU(inplace=True), y)


def _zero_padded(net: GraphBuilder, x: str, channels: int, stride: int) -> str:
    """Every stride-th pixel of x, with channels of zeros before and after its own; without parameters or MACs."""
    if stride != 1:
        # A 1 x 1 pool with a stride only skips pixels.
        x = net.add("subsample", MaxPool2d((1, 1), (stride, stride)), x)
    missing = channels - net.channels(x)
    return net.add("pad", ZeroPadChannels(missing // 2, missing - missing // 2), x) if missing else x
