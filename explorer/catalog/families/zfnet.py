"""ZFNet: AlexNet with a finer first layer, found by visualizing its filters' responses.

Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", 2013 (arXiv 1311.2901), Figure 3 and
Table 2; AlexNet's grouped convolutions are dense here. The figure gives each map's size but no padding, and these
choices follow from the sizes: 224 -> 110 needs padding 1 in the 7 x 7 / 2 conv1, 55 -> 26 needs none in the
5 x 5 / 2 conv2, and 110 -> 55, 26 -> 13 and 13 -> 6 need 3 x 3 / 2 pools that round up. Each of the
first two layers is rectified, pooled and then contrast normalized across maps, in this order (AlexNet normalizes
before it pools); the constants of the normalization are AlexNet's, as the paper gives none.

`zfnet_b` is variant (b) of Table 2, with 512, 1024 and 512 maps in layers 3 to 5; lectures often describe it as
ZFNet. The 11.7 % that won ILSVRC 2013 are an ensemble of Zeiler's company Clarifai, not of this paper.
"""

from __future__ import annotations

from explorer.catalog.blocks.alexnet_parts import RESPONSE_NORM, linear_head
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import Conv2d, MaxPool2d, ReLU

# Kernel size, stride and padding of conv1 to conv5, and what follows the ReLU.
_CONVOLUTIONS = (
    (7, 2, 1, ("pool", "norm")),
    (5, 2, 0, ("pool", "norm")),
    (3, 1, 1, ()),
    (3, 1, 1, ()),
    (3, 1, 1, ("pool",)),
)


def zfnet(*, image_size: int, widths: tuple[int, ...], hidden: int, classes: int) -> Graph:
    """Five convolutions, three of them pooled, then three fully connected layers."""
    net = GraphBuilder("ZFNet", (3, image_size, image_size))
    x = IMAGE
    for number, (width, (kernel, stride, padding, then)) in enumerate(zip(widths, _CONVOLUTIONS, strict=True), 1):
        with net.group(f"stage{number}"):
            conv = Conv2d(net.channels(x), width, (kernel, kernel), (stride, stride), (padding, padding))
            x = net.add(f"conv{number}", conv, x)
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            if "pool" in then:
                x = net.add(f"pool{number}", MaxPool2d((3, 3), (2, 2), ceil_mode=True), x)
            if "norm" in then:
                x = net.add(f"norm{number}", RESPONSE_NORM, x)
    return net.build(linear_head(net, x, hidden, classes))


RECIPES = (
    Recipe(
        "zfnet",
        "AlexNet with smaller filters and strides at the start, then three fully connected layers.",
        (
            Integer("image_size", 224, 64, 1024, "Height and width of the input image in pixels."),
            Integers("widths", (96, 256, 384, 384, 256), 1, 1024, "Filters of conv1 to conv5."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        zfnet,
    ),
)

_PAPER = Paper("Visualizing and Understanding Convolutional Networks", "1311.2901", 2013)

ENTRIES = (
    Entry(
        slug="zfnet",
        name="ZFNet",
        family="ZFNet",
        year=2013,
        summary="Visualizing each layer showed that AlexNet's first filters were too large and too sparse.",
        paper=_PAPER,
        recipe="zfnet",
        parameters={},
        reference=None,
        notes="The paper prints no totals; pytorchcv's ZFNet has 62,357,608 parameters, the same.",
    ),
    Entry(
        slug="zfnet_b",
        name="ZFNet (b), 512-1024-512",
        family="ZFNet",
        year=2013,
        summary="ZFNet with more maps in its middle layers, which lowered the error again.",
        paper=_PAPER,
        recipe="zfnet",
        parameters={"widths": [96, 256, 512, 1024, 512]},
        reference=None,
        notes="The paper prints no totals; pytorchcv's ZFNet-b has 107,627,624 parameters, the same.",
    ),
)
