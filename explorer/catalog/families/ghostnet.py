"""GhostNet: half of the channels are computed, the others are cheap copies of them, one small filter each.

Han, Wang, Tian, Guo, Xu and Xu, "GhostNet: More Features from Cheap Operations", 2019 (arXiv 1911.11907), Table 1 and
Figure 3, as timm implements it after the authors' code, which adds what the table leaves out: kernel sizes and
squeeze-and-excitation ratios like MobileNetV3's, and channels rounded to multiples of 4. At 1.3x this rounding gives
7.36 M parameters and 227 M MACs where the paper's Table 7 has 7.3 M and 226 M; the other widths agree.
"""

from __future__ import annotations

from explorer.catalog.blocks.inverted_residual import make_divisible
from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Integer, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Hardsigmoid,
    Linear,
    Narrow,
    ReLU,
)

# Kernel size of the depthwise convolution, expanded and output channels, squeeze-and-excitation and stride of each
# bottleneck. timm keeps a stage's downsampling bottleneck in a module of its own.
_STAGES = (
    (((3, 16, 16, False, 1),),),
    (((3, 48, 24, False, 2),), ((3, 72, 24, False, 1),)),
    (((5, 72, 40, True, 2),), ((5, 120, 40, True, 1),)),
    (
        ((3, 240, 80, False, 2),),
        (
            (3, 200, 80, False, 1),
            (3, 184, 80, False, 1),
            (3, 184, 80, False, 1),
            (3, 480, 112, True, 1),
            (3, 672, 112, True, 1),
        ),
    ),
    (
        ((5, 672, 160, True, 2),),
        ((5, 960, 160, False, 1), (5, 960, 160, True, 1), (5, 960, 160, False, 1), (5, 960, 160, True, 1)),
    ),
)
SQUEEZE = 0.25
LAST = 1280
"""Features of the last convolution, whatever the width."""

DIVISOR = 4
"""All widths are multiples of it."""


def ghostnet(*, image_size: int, width: float, ratio: int, dropout: float, classes: int) -> Graph:
    """A stem, five stages of ghost bottlenecks, a 1 x 1 convolution, pooling and two fully connected layers."""
    net = GraphBuilder(f"GhostNet {width:g}x", (3, image_size, image_size))
    with net.group("stem"):
        x = net.conv_bn(IMAGE, make_divisible(16 * width, DIVISOR), 3, 2, sources=("conv_stem", "bn1"))
    module, expanded = 0, 0
    for stage, modules in enumerate(_STAGES, 1):
        with net.group(f"stage{stage}"):
            number = 0
            for bottlenecks in modules:
                for index, (kernel, expansion, outer, excite, stride) in enumerate(bottlenecks):
                    number += 1
                    expanded = make_divisible(expansion * width, DIVISOR)
                    with net.group(f"block{number}"):
                        shape = (kernel, expanded, make_divisible(outer * width, DIVISOR), stride)
                        x = _bottleneck(net, x, shape, ratio, excite, f"blocks.{module}.{index}")
                module += 1
    with net.group("head"):
        sources = (f"blocks.{module}.0.conv", f"blocks.{module}.0.bn1")
        x = net.conv_bn(x, expanded, 1, suffix="1", sources=sources)
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("conv2", Conv2d(net.channels(x), LAST, (1, 1)), x, source="conv_head")
        x = net.add("relu2", ReLU(inplace=True), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(LAST, classes), x, source="classifier")
    return net.build(x)


def _bottleneck(
    net: GraphBuilder, x: str, shape: tuple[int, int, int, int], ratio: int, excite: bool, source: str
) -> str:
    """Figure 3: two ghost modules, the first expanding; a depthwise convolution between them if the stride is 2."""
    kernel, expanded, outer, stride = shape
    y = _ghost(net, x, "ghost1", expanded, ratio, True, f"{source}.ghost1")
    if stride > 1:
        sources = (f"{source}.conv_dw", f"{source}.bn_dw")
        y = net.conv_bn(y, expanded, kernel, stride, groups=expanded, sources=sources, activation=None)
    if excite:
        names = (f"{source}.se.conv_reduce", f"{source}.se.conv_expand")
        squeeze = Squeeze(make_divisible(SQUEEZE * expanded, DIVISOR), ReLU(inplace=True), Hardsigmoid())
        y = squeeze_excitation(net, y, squeeze, names)
    y = _ghost(net, y, "ghost2", outer, ratio, False, f"{source}.ghost2")
    if stride > 1 or net.channels(x) != outer:
        with net.group("shortcut"):
            channels = net.channels(x)
            first = (f"{source}.shortcut.0", f"{source}.shortcut.1")
            second = (f"{source}.shortcut.2", f"{source}.shortcut.3")
            x = net.conv_bn(x, channels, kernel, stride, groups=channels, suffix="1", sources=first, activation=None)
            x = net.conv_bn(x, outer, 1, suffix="2", sources=second, activation=None)
    return net.add("add", Add(inplace=True), y, x)


def _ghost(net: GraphBuilder, x: str, name: str, channels: int, ratio: int, rectify: bool, source: str) -> str:
    """Computes one in `ratio` channels with a 1 x 1 convolution and the others from those, one 3 x 3 filter each."""
    primary = -(-channels // ratio)
    activation = ReLU(inplace=True) if rectify else None
    with net.group(name):
        first = (f"{source}.primary_conv.0", f"{source}.primary_conv.1")
        second = (f"{source}.cheap_operation.0", f"{source}.cheap_operation.1")
        x = net.conv_bn(x, primary, 1, suffix="1", sources=first, activation=activation)
        ghosts = primary * (ratio - 1)
        y = net.conv_bn(x, ghosts, 3, groups=primary, suffix="2", sources=second, activation=activation)
        x = net.add("concat", Concat(), x, y)
        # A ratio that does not divide the channels makes a few too many.
        return net.add("cut", Narrow(1, 0, channels), x) if net.channels(x) > channels else x


RECIPES = (
    Recipe(
        "ghostnet",
        "Five stages of bottlenecks whose 1 x 1 convolutions compute half of their channels from the other half.",
        (
            IMAGE_SIZE,
            Number("width", 1.0, 0.1, 4.0, "Factor on the channels of all stages."),
            Integer("ratio", 2, 2, 8, "One channel in this many is a full convolution; the others are its ghosts."),
            Number("dropout", 0.2, 0.0, 1.0, "Share of the features that training zeroes before the last layer."),
            CLASSES,
        ),
        ghostnet,
    ),
)

_PAPER = Paper("GhostNet: More Features from Cheap Operations", "1911.11907", 2019)

ENTRIES = tuple(
    Entry(
        slug=f"ghostnet_{round(100 * width):03}",
        name=f"GhostNet {width:.1f}x",
        family="GhostNet",
        year=2019,
        summary="Many channels of a layer are similar, so half of them are computed from the others by a cheap filter.",
        paper=_PAPER,
        recipe="ghostnet",
        parameters={"width": width},
        reference={"library": "timm", "name": f"ghostnet_{round(100 * width):03}"},
    )
    for width in (0.5, 1.0, 1.3)
)
