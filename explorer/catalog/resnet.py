"""ResNet: residual blocks whose input is added to their output.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015 (arXiv 1512.03385), Table 1, in the
"v1.5" form that torchvision ships: a bottleneck that downsamples has its stride in the 3 x 3 convolution, not in
the first 1 x 1, which costs 4.09 instead of 3.8 G MACs for ResNet-50.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
)

EXPANSION = {"basic": 1, "bottleneck": 4}
"""Width of a block's output over the width of its 3 x 3 convolution."""


def resnet(*, image_size: int, block: str, blocks: tuple[int, ...], width: int, classes: int) -> Graph:
    """A stem that quarters the resolution, four stages of residual blocks, global average pooling, one linear layer."""
    layers_per_block = {"basic": 2, "bottleneck": 3}[block]
    net = GraphBuilder(f"ResNet-{layers_per_block * sum(blocks) + 2}", (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv1", Conv2d(3, width, (7, 7), (2, 2), (3, 3), bias=False), IMAGE, source="conv1")
        x = net.add("bn1", BatchNorm2d(width), x, source="bn1")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("maxpool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    for stage, count in enumerate(blocks, 1):
        with net.group(f"stage{stage}"):
            for index in range(count):
                stride = 2 if stage > 1 and index == 0 else 1
                with net.group(f"block{index + 1}"):
                    x = _residual_block(net, x, block, width * 2 ** (stage - 1), stride, f"layer{stage}.{index}")
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="fc")
    return net.build(x)


def _residual_block(net: GraphBuilder, x: str, block: str, width: int, stride: int, source: str) -> str:
    """relu(F(x) + x); the shortcut is a 1 x 1 convolution where resolution or width changes."""
    outer = width * EXPANSION[block]
    # Output width, kernel size and stride of each convolution of F.
    convolutions = {
        "basic": ((width, 3, stride), (width, 3, 1)),
        "bottleneck": ((width, 1, 1), (width, 3, stride), (outer, 1, 1)),
    }[block]
    y = x
    for number, (channels, kernel, step) in enumerate(convolutions, 1):
        conv = Conv2d(net.channels(y), channels, (kernel, kernel), (step, step), (kernel // 2, kernel // 2), bias=False)
        y = net.add(f"conv{number}", conv, y, source=f"{source}.conv{number}")
        y = net.add(f"bn{number}", BatchNorm2d(channels), y, source=f"{source}.bn{number}")
        if number < len(convolutions):
            y = net.add(f"relu{number}", ReLU(inplace=True), y)
    if stride != 1 or net.channels(x) != outer:
        with net.group("shortcut"):
            conv = Conv2d(net.channels(x), outer, (1, 1), (stride, stride), bias=False)
            x = net.add("conv", conv, x, source=f"{source}.downsample.0")
            x = net.add("bn", BatchNorm2d(outer), x, source=f"{source}.downsample.1")
    y = net.add("add", Add(inplace=True), y, x)
    return net.add("relu", ReLU(inplace=True), y)


RECIPES = (
    Recipe(
        "resnet",
        "Four stages of residual blocks between a stem and one linear layer.",
        (
            IMAGE_SIZE,
            Choice("block", "bottleneck", tuple(EXPANSION), "Two 3 x 3 convolutions, or 1 x 1, 3 x 3, 1 x 1."),
            Integers("blocks", (3, 4, 6, 3), 1, 64, "Residual blocks in each of the four stages."),
            Integer("width", 64, 1, 512, "Channels of the first stage's 3 x 3 convolutions; doubles at each stage."),
            CLASSES,
        ),
        resnet,
    ),
)

_PAPER = Paper("Deep Residual Learning for Image Recognition", "1512.03385", 2015)
_CONFIGURATIONS: dict[int, tuple[str, list[int]]] = {
    18: ("basic", [2, 2, 2, 2]),
    34: ("basic", [3, 4, 6, 3]),
    50: ("bottleneck", [3, 4, 6, 3]),
    101: ("bottleneck", [3, 4, 23, 3]),
    152: ("bottleneck", [3, 8, 36, 3]),
}

ENTRIES = tuple(
    Entry(
        slug=f"resnet{depth}",
        name=f"ResNet-{depth}",
        family="ResNet",
        year=2015,
        summary="Shortcuts that add a block's input to its output made networks of more than 100 layers trainable.",
        paper=_PAPER,
        recipe="resnet",
        parameters={"block": block, "blocks": blocks},
        reference={"library": "torchvision", "name": f"resnet{depth}"},
    )
    for depth, (block, blocks) in _CONFIGURATIONS.items()
)
