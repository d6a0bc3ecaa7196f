"""MixNet: depthwise convolutions that mix filters of several sizes, 3 x 3 to 11 x 11, in one layer.

Tan and Le, "MixConv: Mixed Depthwise Convolutional Kernels", 2019 (arXiv 1907.09595), Figure 5: the S and M networks
that a search found, L being M 1.3 times as wide. Built as timm does after the authors' code, which also divides some
1 x 1 convolutions into two groups (the figure does not show which). timm's networks have no dropout unless asked.
The paper's 256, 360 and 565 M MACs (Table 2) are higher than the 239, 339 and 555 M of timm's convolutions and linear
layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from explorer.catalog.blocks.inverted_residual import TIMM_ENDS, make_divisible, timm_sources
from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Concat,
    Conv2d,
    Flatten,
    Linear,
    Narrow,
    Operator,
    ReLU,
    Sigmoid,
    SiLU,
)

LAST = 1536
"""Features of the last convolution, whatever the width."""


class _Blocks(NamedTuple):
    """A run of equal blocks; only the first of them has the stride."""

    repeats: int
    kernels: tuple[int, ...]
    stride: int
    expansion: int
    channels: int
    squeeze: float = 0.0
    """Hidden units of squeeze-and-excitation per input channel; the blocks with it use SiLU, the others ReLU."""
    parts: tuple[int, int] = (1, 1)
    """Groups of the expanding and of the projecting 1 x 1 convolution."""


_PAIRS = (2, 2)
# timm's arch strings, a line for each stage. The stem is as wide as the first stage.
_VARIANTS: dict[str, tuple[tuple[_Blocks, ...], ...]] = {
    "small": (
        (_Blocks(1, (3,), 1, 1, 16),),
        (_Blocks(1, (3,), 2, 6, 24, parts=_PAIRS), _Blocks(1, (3,), 1, 3, 24, parts=_PAIRS)),
        (_Blocks(1, (3, 5, 7), 2, 6, 40, 0.5), _Blocks(3, (3, 5), 1, 6, 40, 0.5, _PAIRS)),
        (_Blocks(1, (3, 5, 7), 2, 6, 80, 0.25, (1, 2)), _Blocks(2, (3, 5), 1, 6, 80, 0.25, (1, 2))),
        (_Blocks(1, (3, 5, 7), 1, 6, 120, 0.5, _PAIRS), _Blocks(2, (3, 5, 7, 9), 1, 3, 120, 0.5, _PAIRS)),
        (_Blocks(1, (3, 5, 7, 9, 11), 2, 6, 200, 0.5), _Blocks(2, (3, 5, 7, 9), 1, 6, 200, 0.5, (1, 2))),
    ),
    "medium": (
        (_Blocks(1, (3,), 1, 1, 24),),
        (_Blocks(1, (3, 5, 7), 2, 6, 32, parts=_PAIRS), _Blocks(1, (3,), 1, 3, 32, parts=_PAIRS)),
        (_Blocks(1, (3, 5, 7, 9), 2, 6, 40, 0.5), _Blocks(3, (3, 5), 1, 6, 40, 0.5, _PAIRS)),
        (_Blocks(1, (3, 5, 7), 2, 6, 80, 0.25), _Blocks(3, (3, 5, 7, 9), 1, 6, 80, 0.25, _PAIRS)),
        (_Blocks(1, (3,), 1, 6, 120, 0.5), _Blocks(3, (3, 5, 7, 9), 1, 3, 120, 0.5, _PAIRS)),
        (_Blocks(1, (3, 5, 7, 9), 2, 6, 200, 0.5), _Blocks(3, (3, 5, 7, 9), 1, 6, 200, 0.5, (1, 2))),
    ),
}


def mixnet(*, image_size: int, variant: str, width: float, classes: int) -> Graph:
    """A stem, six stages of inverted residuals with mixed depthwise convolutions, a 1 x 1 convolution and a head."""
    stages = _VARIANTS[variant]
    net = GraphBuilder(f"MixNet ({variant}, {width:g}x)", (3, image_size, image_size))
    stem_sources, last_sources, fc_source = TIMM_ENDS
    with net.group("stem"):
        x = net.conv_bn(IMAGE, make_divisible(stages[0][0].channels * width), 3, 2, sources=stem_sources)
    for stage, parts in enumerate(stages, 1):
        with net.group(f"stage{stage}"):
            repeated = [
                blocks._replace(stride=1) if again else blocks for blocks in parts for again in range(blocks.repeats)
            ]
            for index, blocks in enumerate(repeated):
                with net.group(f"block{index + 1}"):
                    outer = make_divisible(blocks.channels * width)
                    x = _block(net, x, blocks, outer, f"blocks.{stage - 1}.{index}")
    with net.group("head"):
        x = net.conv_bn(x, LAST, 1, sources=last_sources)
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(LAST, classes), x, source=fc_source)
    return net.build(x)


def _block(net: GraphBuilder, x: str, blocks: _Blocks, outer: int, source: str) -> str:
    """Expand, convolve each channel separately, scale the channels, project; add the input where shapes allow."""
    activation = SiLU(inplace=True) if blocks.squeeze else ReLU(inplace=True)
    inner, y = net.channels(x), x
    expands = blocks.expansion > 1
    sources = partial(timm_sources, source, expands)
    if expands:
        expanded = make_divisible(inner * blocks.expansion)
        with net.group("expand"):
            conv, bn = sources("expand")
            y = _mixed(net, y, expanded, (1,) * blocks.parts[0], conv)
            y = _normalized(net, y, bn, activation)
    with net.group("depthwise"):
        conv, bn = sources("depthwise")
        y = _mixed(net, y, net.channels(y), blocks.kernels, conv, stride=blocks.stride, depthwise=True)
        y = _normalized(net, y, bn, activation)
    if blocks.squeeze:
        # A share of the block's input, not of what it was expanded to.
        squeeze = Squeeze(max(1, round(inner * blocks.squeeze)), activation, Sigmoid())
        y = squeeze_excitation(net, y, squeeze, sources("se"))
    with net.group("project"):
        conv, bn = sources("project")
        y = _mixed(net, y, outer, (1,) * blocks.parts[1], conv)
        y = _normalized(net, y, bn)
    return net.add("add", Add(), y, x) if blocks.stride == 1 and inner == outer else y


def _normalized(net: GraphBuilder, x: str, source: str, activation: Operator | None = None) -> str:
    x = net.add("bn", BatchNorm2d(net.channels(x)), x, source=source)
    return net.add(activation.name, activation, x) if activation else x


def _mixed(
    net: GraphBuilder,
    x: str,
    channels: int,
    kernels: Sequence[int],
    source: str,
    *,
    stride: int = 1,
    depthwise: bool = False,
) -> str:
    """Divides the channels among convolutions, one for each kernel size, and joins what they make."""
    shares = zip(_shares(net.channels(x), len(kernels)), _shares(channels, len(kernels)), strict=True)
    start, parts = 0, []
    for number, (kernel, (taken, made)) in enumerate(zip(kernels, shares, strict=True), 1):
        groups = taken if depthwise else 1
        around = kernel // 2
        conv = Conv2d(taken, made, (kernel, kernel), (stride, stride), (around, around), groups=groups, bias=False)
        if len(kernels) == 1:
            return net.add("conv", conv, x, source=source)
        part = net.add(f"split{number}", Narrow(1, start, taken), x)
        parts.append(net.add(f"conv{number}", conv, part, source=f"{source}.{number - 1}"))
        start += taken
    return net.add("concat", Concat(), *parts)


def _shares(channels: int, parts: int) -> list[int]:
    """Equal parts; what is left over goes to the first."""
    share = channels // parts
    return [channels - share * (parts - 1)] + [share] * (parts - 1)


RECIPES = (
    Recipe(
        "mixnet",
        "Six stages of inverted residuals whose depthwise convolutions mix several kernel sizes.",
        (
            IMAGE_SIZE,
            Choice("variant", "small", tuple(_VARIANTS), "Which of the two networks found by the search."),
            Number("width", 1.0, 0.25, 4.0, "Factor on the channels of all stages."),
            CLASSES,
        ),
        mixnet,
    ),
)

_PAPER = Paper("MixConv: Mixed Depthwise Convolutional Kernels", "1907.09595", 2019)
_CONFIGURATIONS = {"s": ("small", 1.0), "m": ("medium", 1.0), "l": ("medium", 1.3)}

ENTRIES = tuple(
    Entry(
        slug=f"mixnet_{size}",
        name=f"MixNet-{size.upper()}",
        family="MixNet",
        year=2019,
        summary="Small kernels capture detail and large ones context, so one depthwise convolution mixes both.",
        paper=_PAPER,
        recipe="mixnet",
        parameters={"variant": variant, "width": width},
        reference={"library": "timm", "name": f"mixnet_{size}"},
    )
    for size, (variant, width) in _CONFIGURATIONS.items()
)
