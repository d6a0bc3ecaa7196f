"""VGG: 3 x 3 convolutions in stages of one resolution, a pool halving it, widths doubling up to 512.

Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014
(arXiv 1409.1556), Table 1: configurations A, B, D and E are VGG-11, 13, 16 and 19, all as torchvision ships them.
A-LRN, with one response normalization (which did not help), and C, with 1 x 1 convolutions at the end of the last
three stages, complete the table. The variants with batch normalization are not in the paper; they are torchvision's.
"""

from __future__ import annotations

from explorer.catalog.blocks.alexnet_parts import RESPONSE_NORM
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Flag, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU

# Configuration C ends stages of three convolutions with a 1 x 1 one.
_POINTWISE_AT = 3


def vgg(
    *,
    image_size: int,
    layers: tuple[int, ...],
    widths: tuple[int, ...],
    batch_norm: bool,
    response_norm: bool,
    pointwise: bool,
    hidden: int,
    classes: int,
) -> Graph:
    """Five stages of 3 x 3 convolutions, each closed by a 2 x 2 pool, then three fully connected layers."""
    depth = sum(layers) + 3
    net = GraphBuilder(f"VGG-{depth}", (3, image_size, image_size))
    x, source = IMAGE, 0
    for stage, (count, width) in enumerate(zip(layers, widths, strict=True), 1):
        with net.group(f"stage{stage}"):
            for index in range(1, count + 1):
                size = 1 if pointwise and index == _POINTWISE_AT else 3
                conv = Conv2d(net.channels(x), width, (size, size), padding=(size // 2, size // 2))
                x = net.add(f"conv{index}", conv, x, label=f"conv{stage}_{index}", source=f"features.{source}")
                source += 1
                if batch_norm:
                    norm = BatchNorm2d(width)
                    x = net.add(f"bn{index}", norm, x, label=f"bn{stage}_{index}", source=f"features.{source}")
                    source += 1
                x = net.add(f"relu{index}", ReLU(inplace=True), x, label=f"relu{stage}_{index}")
                source += 1
                if response_norm and (stage, index) == (1, 1):
                    x = net.add("norm1", RESPONSE_NORM, x)
                    source += 1
            x = net.add("pool", MaxPool2d((2, 2), (2, 2)), x, label=f"pool{stage}")
            source += 1
    with net.group("head"):
        return net.build(_head(net, x, hidden, classes))


def _head(net: GraphBuilder, x: str, hidden: int, classes: int) -> str:
    # 7 x 7 already at 224 pixels; lets the fully connected layers take any other size.
    x = net.add("avgpool", AdaptiveAvgPool2d((7, 7)), x)
    x = net.add("flatten", Flatten(), x)
    for number, place in ((6, 0), (7, 3)):
        x = net.add(f"fc{number}", Linear(net.channels(x), hidden), x, source=f"classifier.{place}")
        x = net.add(f"relu{number}", ReLU(inplace=True), x)
        x = net.add(f"drop{number}", Dropout(0.5), x)
    return net.add("fc8", Linear(net.channels(x), classes), x, source="classifier.6")


RECIPES = (
    Recipe(
        "vgg",
        "Stages of 3 x 3 convolutions, each closed by a pool, then three fully connected layers.",
        (
            IMAGE_SIZE,
            Integers("layers", (2, 2, 3, 3, 3), 1, 64, "Convolutions in each of the five stages."),
            Integers("widths", (64, 128, 256, 512, 512), 1, 4096, "Filters in each of the five stages."),
            Flag("batch_norm", False, "Batch normalization between each convolution and its ReLU."),
            Flag("response_norm", False, "Local response normalization after the first convolution."),
            Flag("pointwise", False, "Whether the third convolution of a stage is 1 x 1 instead of 3 x 3."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        vgg,
    ),
)

_PAPER = Paper("Very Deep Convolutional Networks for Large-Scale Image Recognition", "1409.1556", 2014)
_CONFIGURATIONS = {11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4]}
_SUMMARY = "One rule throughout: 3 x 3 convolutions, then halve the resolution and double the width."

ENTRIES = (
    *(
        Entry(
            slug=f"vgg{depth}{suffix}",
            name=f"VGG-{depth}{' BN' if suffix else ''}",
            family="VGG",
            year=2014,
            summary=_SUMMARY,
            paper=_PAPER,
            recipe="vgg",
            parameters={"layers": layers, **({"batch_norm": True} if suffix else {})},
            reference={"library": "torchvision", "name": f"vgg{depth}{suffix}"},
        )
        for suffix in ("", "_bn")
        for depth, layers in _CONFIGURATIONS.items()
    ),
    Entry(
        slug="vgg11_lrn",
        name="VGG-11 A-LRN",
        family="VGG",
        year=2014,
        summary="VGG-11 with AlexNet's response normalization, which cost memory and time but did not lower the error.",
        paper=_PAPER,
        recipe="vgg",
        parameters={"layers": _CONFIGURATIONS[11], "response_norm": True},
        reference=None,
        notes="133 million parameters in Table 2 of the paper, as many as VGG-11: the normalization has none.",
    ),
    Entry(
        slug="vgg16_c",
        name="VGG-16 C",
        family="VGG",
        year=2014,
        summary="VGG-16 with three 3 x 3 convolutions made 1 x 1: depth helps, a larger receptive field more.",
        paper=_PAPER,
        recipe="vgg",
        parameters={"layers": _CONFIGURATIONS[16], "pointwise": True},
        reference=None,
        notes="134 million parameters in Table 2 of the paper.",
    ),
)
