"""VGG: 3 x 3 convolutions in stages of one resolution, a pool halving it, widths doubling up to 512.

Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014
(arXiv 1409.1556), Table 1: configurations A, B, D and E are VGG-11, 13, 16 and 19.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU


def vgg(*, image_size: int, layers: tuple[int, ...], widths: tuple[int, ...], hidden: int, classes: int) -> Graph:
    """Five stages of 3 x 3 convolutions, each closed by a 2 x 2 pool, then three fully connected layers."""
    depth = sum(layers) + 3
    net = GraphBuilder(f"VGG-{depth}", (3, image_size, image_size))
    x, source = IMAGE, 0
    for stage, (count, width) in enumerate(zip(layers, widths, strict=True), 1):
        with net.group(f"stage{stage}"):
            for index in range(1, count + 1):
                conv = Conv2d(net.channels(x), width, (3, 3), padding=(1, 1))
                x = net.add(f"conv{index}", conv, x, label=f"conv{stage}_{index}", source=f"features.{source}")
                x = net.add(f"relu{index}", ReLU(inplace=True), x, label=f"relu{stage}_{index}")
                source += 2
            x = net.add("pool", MaxPool2d((2, 2), (2, 2)), x, label=f"pool{stage}")
            source += 1
    with net.group("head"):
        # 7 x 7 already at 224 pixels; lets the fully connected layers take any other size.
        x = net.add("avgpool", AdaptiveAvgPool2d((7, 7)), x)
        x = net.add("flatten", Flatten(), x)
        for number, place in ((6, 0), (7, 3)):
            x = net.add(f"fc{number}", Linear(net.channels(x), hidden), x, source=f"classifier.{place}")
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            x = net.add(f"drop{number}", Dropout(0.5), x)
        x = net.add("fc8", Linear(net.channels(x), classes), x, source="classifier.6")
    return net.build(x)


RECIPES = (
    Recipe(
        "vgg",
        "Stages of 3 x 3 convolutions, each closed by a pool, then three fully connected layers.",
        (
            IMAGE_SIZE,
            Integers("layers", (2, 2, 3, 3, 3), 1, 64, "Convolutions in each of the five stages."),
            Integers("widths", (64, 128, 256, 512, 512), 1, 4096, "Filters in each of the five stages."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        vgg,
    ),
)

_PAPER = Paper("Very Deep Convolutional Networks for Large-Scale Image Recognition", "1409.1556", 2014)
_CONFIGURATIONS = {11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4]}

ENTRIES = tuple(
    Entry(
        slug=f"vgg{depth}",
        name=f"VGG-{depth}",
        family="VGG",
        year=2014,
        summary="One rule all the way down: 3 x 3 convolutions, then halve the resolution and double the width.",
        paper=_PAPER,
        recipe="vgg",
        parameters={"layers": layers},
        reference={"library": "torchvision", "name": f"vgg{depth}"},
    )
    for depth, layers in _CONFIGURATIONS.items()
)
