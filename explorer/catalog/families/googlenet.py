"""GoogLeNet (Inception v1): blocks of four parallel branches whose outputs are joined.

Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke and Rabinovich, "Going Deeper with Convolutions", 2014
(arXiv 1409.4842), Table 1, in two variants of one recipe:

- "torchvision": batch normalization (eps 0.001) in place of biases, a 3 x 3 convolution where the paper has 5 x 5 in
  the third branch (a slip that its weights were trained with), a 2 x 2 pool before stage 5, dropout 0.2, and
  auxiliary classifiers that pool adaptively. Its transform_input is no layer and not part of the graph.
- "paper": biases, local response normalization, 5 x 5 convolutions, 3 x 3 pools, dropout 0.4, and auxiliary classifiers
  with a 5 x 5 / 3 average pool. What the paper leaves open is as in Caffe's bvlc_googlenet: pools that round up, and
  the constants of the normalization.

The auxiliary classifiers read blocks 4a and 4d and exist only during training.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Flag, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    LocalResponseNorm,
    MaxPool2d,
    ReLU,
)

# Table 1: filters of 1 x 1, 3 x 3 reduce, 3 x 3, 5 x 5 reduce, 5 x 5 and pool projection.
_BLOCKS = {
    3: {"a": (64, 96, 128, 16, 32, 32), "b": (128, 128, 192, 32, 96, 64)},
    4: {
        "a": (192, 96, 208, 16, 48, 64),
        "b": (160, 112, 224, 24, 64, 64),
        "c": (128, 128, 256, 24, 64, 64),
        "d": (112, 144, 288, 32, 64, 64),
        "e": (256, 160, 320, 32, 128, 128),
    },
    5: {"a": (256, 160, 320, 32, 128, 128), "b": (384, 192, 384, 48, 128, 128)},
}
_AUXILIARY = {"aux1": "4a", "aux2": "4d"}
_POOL = MaxPool2d((3, 3), (2, 2), ceil_mode=True)
_RESPONSE_NORM = LocalResponseNorm(5, 1e-4, 0.75, 1.0)


def googlenet(*, image_size: int, variant: str, width: float, auxiliary: bool, classes: int) -> Graph:
    """A stem, nine inception blocks in three stages, global average pooling, one linear layer."""
    paper = variant == "paper"
    net = GraphBuilder("GoogLeNet" if not paper else "GoogLeNet (2014)", (3, image_size, image_size))

    def scaled(channels: int) -> int:
        return max(1, round(channels * width))

    x = _stem(net, tuple(map(scaled, (64, 64, 192))), paper)
    outputs = {}
    for stage, blocks in _BLOCKS.items():
        with net.group(f"stage{stage}"):
            for letter, widths in blocks.items():
                with net.group(f"block{stage}{letter}"):
                    x = _inception(net, x, tuple(map(scaled, widths)), paper, f"inception{stage}{letter}")
                outputs[f"{stage}{letter}"] = x
            if stage < max(_BLOCKS):
                small = stage == 4 and not paper
                x = net.add("pool", MaxPool2d((2, 2), (2, 2), ceil_mode=True) if small else _POOL, x)
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(0.4 if paper else 0.2), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source=None if paper else "fc")
    if auxiliary:
        with net.training_only():
            for name, block in _AUXILIARY.items():
                with net.group(name):
                    _auxiliary_classifier(net, outputs[block], name, paper, classes)
    return net.build(x)


def _stem(net: GraphBuilder, widths: tuple[int, ...], paper: bool) -> str:
    """From the image to an eighth of its resolution."""
    with net.group("stem"):
        x = _convolution(net, IMAGE, widths[0], 7, paper, "conv1", "1", stride=2)
        x = net.add("pool1", _POOL, x)
        if paper:
            x = net.add("norm1", _RESPONSE_NORM, x)
        x = _convolution(net, x, widths[1], 1, paper, "conv2", "2")
        x = _convolution(net, x, widths[2], 3, paper, "conv3", "3")
        if paper:
            x = net.add("norm2", _RESPONSE_NORM, x)
        return net.add("pool2", _POOL, x)


def _inception(net: GraphBuilder, x: str, widths: tuple[int, ...], paper: bool, source: str) -> str:
    """1 x 1, 1 x 1 then 3 x 3, 1 x 1 then 5 x 5, pool then 1 x 1: side by side."""
    one, reduce3, three, reduce5, five, projection = widths
    with net.group("branch1"):
        outputs = [_convolution(net, x, one, 1, paper, f"{source}.branch1")]
    for branch, reduced, channels, kernel in ((2, reduce3, three, 3), (3, reduce5, five, 5 if paper else 3)):
        with net.group(f"branch{branch}"):
            y = _convolution(net, x, reduced, 1, paper, f"{source}.branch{branch}.0", "1")
            outputs.append(_convolution(net, y, channels, kernel, paper, f"{source}.branch{branch}.1", "2"))
    with net.group("branch4"):
        y = net.add("pool", MaxPool2d((3, 3), (1, 1), (1, 1), ceil_mode=True), x)
        outputs.append(_convolution(net, y, projection, 1, paper, f"{source}.branch4.1"))
    return net.add("concat", Concat(), *outputs)


def _auxiliary_classifier(net: GraphBuilder, x: str, source: str, paper: bool, classes: int) -> None:
    """Class scores from the middle of the network, to bring the gradient closer to the first layers."""
    x = net.add("avgpool", AvgPool2d((5, 5), (3, 3)) if paper else AdaptiveAvgPool2d((4, 4)), x)
    x = _convolution(net, x, 128, 1, paper, f"{source}.conv")
    x = net.add("flatten", Flatten(), x)
    x = net.add("fc1", Linear(net.channels(x), 1024), x, source=None if paper else f"{source}.fc1")
    x = net.add("relu1", ReLU(inplace=True), x)
    x = net.add("drop", Dropout(0.7), x)
    net.add("fc2", Linear(1024, classes), x, source=None if paper else f"{source}.fc2")


def _convolution(
    net: GraphBuilder, x: str, channels: int, kernel: int, paper: bool, source: str, suffix: str = "", stride: int = 1
) -> str:
    """A convolution and its ReLU: with a bias in the paper, with batch normalization in torchvision."""
    if not paper:
        sources = (f"{source}.conv", f"{source}.bn")
        return net.conv_bn(x, channels, kernel, stride, suffix=suffix, sources=sources, eps=0.001)
    conv = Conv2d(net.channels(x), channels, (kernel, kernel), (stride, stride), (kernel // 2, kernel // 2))
    x = net.add(f"conv{suffix}", conv, x)
    return net.add(f"relu{suffix}", ReLU(inplace=True), x)


RECIPES = (
    Recipe(
        "googlenet",
        "A stem, nine inception blocks of four branches, and one linear layer.",
        (
            IMAGE_SIZE,
            Choice(
                "variant",
                "torchvision",
                ("torchvision", "paper"),
                "Batch normalization and no 5 x 5 convolution, or biases and the layers of the paper.",
            ),
            Number("width", 1.0, 0.125, 8.0, "Factor on the filters of every convolution except the auxiliary ones."),
            Flag("auxiliary", True, "Whether training has the two auxiliary classifiers."),
            CLASSES,
        ),
        googlenet,
    ),
)

_PAPER = Paper("Going Deeper with Convolutions", "1409.4842", 2014)
_SUMMARY = "Applies several filter sizes to every region at once, at a tenth of VGG's cost."

ENTRIES = (
    Entry(
        slug="googlenet",
        name="GoogLeNet",
        family="Inception",
        year=2014,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="googlenet",
        parameters={},
        reference={"library": "torchvision", "name": "googlenet"},
        notes="With batch normalization, and 3 x 3 in place of 5 x 5 convolutions, as in torchvision.",
    ),
    Entry(
        slug="googlenet_2014",
        name="GoogLeNet (2014, as published)",
        family="Inception",
        year=2014,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="googlenet",
        parameters={"variant": "paper"},
        reference=None,
        notes="6,998,552 parameters without and 13,378,280 with the auxiliary classifiers, as Caffe's bvlc_googlenet. "
        "MACs agree with the operations in Table 1 of the paper but for two rows. conv1 has 2.7 K parameters and 34 M "
        "operations there, those of a depthwise separable 7 x 7 convolution with multiplier 8; as described and as "
        "all libraries build it, it has 9.4 K and 118 M. 5a has 54 M there; the widths in its own row make 51 M.",
    ),
)
