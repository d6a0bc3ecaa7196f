"""AlexNet as the lecture tabulates it and torchvision ships it: one tower, 64 filters first.

Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014 (arXiv 1404.5997);
the 2012 paper's network has two towers and 96 filters first. The lecture feeds it 227 x 227 pixels.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU

# Kernel size, stride and padding of conv1 to conv5, and whether a pool follows.
_CONVOLUTIONS = ((11, 4, 2, True), (5, 1, 2, True), (3, 1, 1, False), (3, 1, 1, False), (3, 1, 1, True))


def alexnet(*, image_size: int, widths: tuple[int, ...], hidden: int, classes: int) -> Graph:
    """Five convolutions, three of them pooled, then three fully connected layers."""
    net = GraphBuilder("AlexNet", (3, image_size, image_size))
    x, source = IMAGE, 0
    for number, (width, (kernel, stride, padding, pooled)) in enumerate(zip(widths, _CONVOLUTIONS, strict=True), 1):
        with net.group(f"stage{number}"):
            conv = Conv2d(net.channels(x), width, (kernel, kernel), (stride, stride), (padding, padding))
            x = net.add(f"conv{number}", conv, x, source=f"features.{source}")
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            source += 2
            if pooled:
                x = net.add(f"pool{number}", MaxPool2d((3, 3), (2, 2)), x)
                source += 1
    with net.group("head"):
        x = net.add("flatten", Flatten(), x)
        for number, features in ((6, hidden), (7, hidden)):
            x = net.add(f"drop{number}", Dropout(0.5), x)
            # classifier.0 is a dropout, so the layers are classifier.1, .4 and .6.
            linear = Linear(net.channels(x), features)
            x = net.add(f"fc{number}", linear, x, source=f"classifier.{3 * number - 17}")
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
        x = net.add("fc8", Linear(net.channels(x), classes), x, source="classifier.6")
    return net.build(x)


RECIPES = (
    Recipe(
        "alexnet",
        "Five convolutions with pooling, then three fully connected layers.",
        (
            Integer("image_size", 227, 63, 4096, "Height and width of the input image in pixels."),
            Integers("widths", (64, 192, 384, 256, 256), 1, 4096, "Filters of conv1 to conv5."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        alexnet,
    ),
)

ENTRIES = (
    Entry(
        slug="alexnet",
        name="AlexNet",
        family="AlexNet",
        year=2012,
        summary="Won ImageNet 2012 and started the era of convolutional networks; here in its one-tower form.",
        paper=Paper("One weird trick for parallelizing convolutional neural networks", "1404.5997", 2014),
        recipe="alexnet",
        parameters={},
        reference={"library": "torchvision", "name": "alexnet"},
    ),
)
