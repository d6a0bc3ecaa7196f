"""DenseNet: every layer of a block reads the features of all layers before it and adds a few of its own.

Huang, Liu, van der Maaten and Weinberger, "Densely Connected Convolutional Networks", 2016 (arXiv 1608.06993), Table 1,
as torchvision implements it: DenseNet-BC, whose 1 x 1 bottlenecks and compressing transitions the ImageNet networks
all have. DenseNet-161 is in the first versions of that table, DenseNet-264 in the later ones. The networks of
Pleiss et al., "Memory-Efficient Implementation of DenseNets", 2017 (arXiv 1707.06990), differ in nothing but depth and
growth rate. The CIFAR networks are those of section 3 and Table 2 of the first paper.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Flag, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
)

_BOTTLENECK = 4
"""Width of a layer's 1 x 1 convolution over the growth rate."""


def densenet(*, image_size: int, blocks: tuple[int, ...], growth: int, classes: int) -> Graph:
    """A stem that quarters the resolution, four dense blocks joined by transitions, one linear layer."""
    # Not by depth: the paper's DenseNet-264 has 265 layers.
    net = GraphBuilder(f"DenseNet {'-'.join(map(str, blocks))}, k = {growth}", (3, image_size, image_size))
    with net.group("stem"):
        conv = Conv2d(3, 2 * growth, (7, 7), (2, 2), (3, 3), bias=False)
        x = net.add("conv", conv, IMAGE, source="features.conv0")
        x = net.add("bn", BatchNorm2d(2 * growth), x, source="features.norm0")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("pool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    x = _dense_blocks(net, x, blocks, growth, bottleneck=True, compress=True)
    return _head(net, x, len(blocks), classes)


def cifar_densenet(*, image_size: int, layers: int, growth: int, bottleneck: bool, classes: int) -> Graph:
    """One convolution, three equal dense blocks joined by transitions, one linear layer."""
    depth = 3 * layers * (2 if bottleneck else 1) + 4
    net = GraphBuilder(f"DenseNet{'-BC' if bottleneck else ''}-{depth}", (3, image_size, image_size))
    with net.group("stem"):
        width = 2 * growth if bottleneck else 16
        x = net.add("conv", Conv2d(3, width, (3, 3), padding=(1, 1), bias=False), IMAGE, source="features.conv0")
    x = _dense_blocks(net, x, (layers,) * 3, growth, bottleneck=bottleneck, compress=bottleneck)
    return _head(net, x, 3, classes)


def _dense_blocks(
    net: GraphBuilder, x: str, blocks: tuple[int, ...], growth: int, *, bottleneck: bool, compress: bool
) -> str:
    """The blocks, and between two of them a 1 x 1 convolution (to half the width if compress) and a 2 x 2 pool."""
    for number, layers in enumerate(blocks, 1):
        with net.group(f"block{number}"):
            x = _dense_block(net, x, layers, growth, bottleneck, f"features.denseblock{number}")
        if number < len(blocks):
            with net.group(f"transition{number}"):
                width = net.channels(x) // 2 if compress else net.channels(x)
                x = _bn_relu_conv(net, x, width, 1, "", f"features.transition{number}")
                x = net.add("pool", AvgPool2d((2, 2), (2, 2)), x)
    return x


def _dense_block(net: GraphBuilder, x: str, layers: int, growth: int, bottleneck: bool, source: str) -> str:
    """Layers of which each reads the block's input and every output before it; their concatenation."""
    features = [x]
    for number in range(1, layers + 1):
        with net.group(f"layer{number}"):
            y, inside = _concatenated(net, features), f"{source}.denselayer{number}"
            if bottleneck:
                y = _bn_relu_conv(net, y, _BOTTLENECK * growth, 1, "1", inside)
            y = _bn_relu_conv(net, y, growth, 3, "2" if bottleneck else "1", inside)
        features.append(y)
    return _concatenated(net, features)


def _concatenated(net: GraphBuilder, features: list[str]) -> str:
    """All features so far; a block's first layer has one input only."""
    return net.add("concat", Concat(), *features) if len(features) > 1 else features[0]


def _bn_relu_conv(net: GraphBuilder, x: str, channels: int, kernel: int, suffix: str, source: str) -> str:
    """Normalization and activation before the convolution: each reader of shared features has its own."""
    x = net.add(f"bn{suffix}", BatchNorm2d(net.channels(x)), x, source=f"{source}.norm{suffix}")
    x = net.add(f"relu{suffix}", ReLU(inplace=True), x)
    conv = Conv2d(net.channels(x), channels, (kernel, kernel), padding=(kernel // 2, kernel // 2), bias=False)
    return net.add(f"conv{suffix}", conv, x, source=f"{source}.conv{suffix}")


def _head(net: GraphBuilder, x: str, blocks: int, classes: int) -> Graph:
    with net.group("head"):
        x = net.add("bn", BatchNorm2d(net.channels(x)), x, source=f"features.norm{blocks + 1}")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="classifier")
    return net.build(x)


RECIPES = (
    Recipe(
        "densenet",
        "Four dense blocks between a stem and one linear layer.",
        (
            IMAGE_SIZE,
            Integers("blocks", (6, 12, 24, 16), 1, 64, "Layers in each of the four dense blocks."),
            Integer("growth", 32, 1, 128, "Channels each layer adds (the growth rate k); the stem has 2 k."),
            CLASSES,
        ),
        densenet,
    ),
    Recipe(
        "cifar_densenet",
        "Three equal dense blocks for images of 32 x 32 pixels.",
        (
            Integer("image_size", 32, 4, 4096, "Height and width of the input image in pixels."),
            Integer("layers", 12, 1, 64, "Layers in each of the three dense blocks."),
            Integer("growth", 12, 1, 128, "Channels each layer adds (the growth rate k)."),
            Flag("bottleneck", False, "DenseNet-BC: 1 x 1 bottlenecks, transitions that halve the width."),
            Integer("classes", 10, 1, 100_000, CLASSES.doc),
        ),
        cifar_densenet,
    ),
)

_PAPER = Paper("Densely Connected Convolutional Networks", "1608.06993", 2016)
_REPORT = Paper("Memory-Efficient Implementation of DenseNets", "1707.06990", 2017)
_SUMMARY = "Each layer reads the concatenated features of all layers before it, so a few new channels are enough."


def _entry(
    slug: str,
    name: str,
    recipe: str,
    parameters: dict[str, object],
    *,
    paper: Paper = _PAPER,
    in_torchvision: bool = False,
    notes: str = "",
) -> Entry:
    return Entry(
        slug=slug,
        name=name,
        family="DenseNet",
        year=paper.year,
        summary=_SUMMARY,
        paper=paper,
        recipe=recipe,
        parameters=parameters,
        reference={"library": "torchvision", "name": slug} if in_torchvision else None,
        notes=notes,
    )


_IMAGENET: dict[int, tuple[list[int], int]] = {
    121: ([6, 12, 24, 16], 32),
    169: ([6, 12, 32, 32], 32),
    201: ([6, 12, 48, 32], 32),
    161: ([6, 12, 36, 24], 48),
}
# Layers per block, growth rate, bottleneck and compression (BC): the rows of Table 2.
_CIFAR = ((12, 12, False), (32, 12, False), (32, 24, False), (16, 12, True), (41, 24, True), (31, 40, True))


def _cifar_entry(layers: int, growth: int, bottleneck: bool) -> Entry:
    depth = 3 * layers * (2 if bottleneck else 1) + 4
    return _entry(
        f"cifar_densenet{'_bc' if bottleneck else ''}_{depth}_k{growth}",
        f"DenseNet{'-BC' if bottleneck else ''}-{depth} (CIFAR, k = {growth})",
        "cifar_densenet",
        {"layers": layers, "growth": growth, "bottleneck": bottleneck},
        notes="Parameters are those of Table 2 of the paper, which states no mult-adds.",
    )


ENTRIES = (
    *(
        _entry(
            f"densenet{depth}",
            f"DenseNet-{depth}",
            "densenet",
            {"blocks": blocks, "growth": growth},
            in_torchvision=True,
        )
        for depth, (blocks, growth) in _IMAGENET.items()
    ),
    _entry(
        "densenet264",
        "DenseNet-264",
        "densenet",
        {"blocks": [6, 12, 64, 48], "growth": 32},
        notes="The blocks make 265 layers with 33.3 M parameters; the EfficientNet paper (1905.11946, Table 2) quotes "
        "34 M and 6.0 G MACs.",
    ),
    _entry(
        "densenet264_k48",
        "DenseNet-264 (k = 48)",
        "densenet",
        {"blocks": [6, 12, 64, 48], "growth": 48},
        paper=_REPORT,
        notes="The report's largest network: 73 M parameters.",
    ),
    _entry(
        "densenet232",
        "DenseNet-232 (k = 48)",
        "densenet",
        {"blocks": [6, 12, 48, 48], "growth": 48},
        paper=_REPORT,
        notes="The blocks make 233 layers. No count was published; the weights and statistics take 214 MB.",
    ),
    *(_cifar_entry(*row) for row in _CIFAR),
)
