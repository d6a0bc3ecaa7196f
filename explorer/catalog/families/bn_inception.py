"""BN-Inception (Inception v2): GoogLeNet with batch normalization and two 3 x 3 convolutions in place of one 5 x 5.

Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
2015 (arXiv 1502.03167), Figure 5. The table contradicts itself: in blocks 4c and 4d it prints 128 filters for the
pooled branch, but 576 output maps, which take 96; and while it lists a 7 x 7 convolution first, the paper's text
says that one is depthwise separable with multiplier 8. Both readings are networks in use, and variants here:

- "caffe": 128 filters, a plain 7 x 7 first, biases in front of the batch normalization. This is the Caffe model, best
  known as `bninception` of Cadene's pretrained-models.pytorch, whose module names are the source names. Pools round
  up and average pools count their padding, as there. The momentum 0.9 that some versions of that port have is
  Caffe's decay; PyTorch calls it 0.1.
- "slim": 96 filters, the separable first layer, no biases, eps 0.001, dropout: the authors' release in
  TensorFlow-Slim. Its batch normalization has no learned scale, which the one here has.

Blocks 3c and 4e halve the resolution in every branch; the pooled one passes all of its maps on.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, Choice, Entry, Integer, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
)

# Filters of the pooled branch of blocks 4c and 4d.
_PROJECTION = {"caffe": 128, "slim": 96}
_OPEN = -1
"""Stands for that number in the table."""

# Figure 5: filters of 1 x 1, 3 x 3 reduce, 3 x 3, double 3 x 3 reduce, double 3 x 3 and pool projection.
_BLOCKS = {
    3: {"a": (64, 64, 64, 64, 96, 32), "b": (64, 64, 96, 64, 96, 64), "c": (0, 128, 160, 64, 96, 0)},
    4: {
        "a": (224, 64, 96, 96, 128, 128),
        "b": (192, 96, 128, 96, 128, 128),
        "c": (160, 128, 160, 128, 160, _OPEN),
        "d": (96, 128, 192, 160, 192, _OPEN),
        "e": (0, 128, 192, 192, 256, 0),
    },
    5: {"a": (352, 192, 320, 160, 224, 128), "b": (352, 192, 320, 192, 224, 128)},
}
_HALVE = MaxPool2d((3, 3), (2, 2), ceil_mode=True)
_AVERAGE = AvgPool2d((3, 3), (1, 1), (1, 1), ceil_mode=True)
_MAXIMUM = MaxPool2d((3, 3), (1, 1), (1, 1), ceil_mode=True)


def bn_inception(*, image_size: int, variant: str, width: float, classes: int) -> Graph:
    """A stem, ten inception blocks in three stages, global average pooling, one linear layer."""
    net = GraphBuilder("BN-Inception", (3, image_size, image_size))

    def scaled(channels: int) -> int:
        channels = _PROJECTION[variant] if channels == _OPEN else channels
        return max(1, round(channels * width)) if channels else 0

    with net.group("stem"):
        x = IMAGE
        if variant == "slim":
            x = net.add("depthwise", Conv2d(3, 24, (7, 7), (2, 2), (3, 3), groups=3, bias=False), x)
            x = _convolution(net, x, scaled(64), 1, 1, variant, "conv1_1x1", "1")
        else:
            x = _convolution(net, x, scaled(64), 7, 2, variant, "conv1_7x7_s2", "1")
        x = net.add("pool1", _HALVE, x)
        x = _convolution(net, x, scaled(64), 1, 1, variant, "conv2_3x3_reduce", "2")
        x = _convolution(net, x, scaled(192), 3, 1, variant, "conv2_3x3", "3")
        x = net.add("pool2", _HALVE, x)
    for stage, blocks in _BLOCKS.items():
        with net.group(f"stage{stage}"):
            for letter, widths in blocks.items():
                name = f"{stage}{letter}"
                with net.group(f"block{name}"):
                    pool = _MAXIMUM if name == "5b" else _AVERAGE
                    x = _inception(net, x, tuple(map(scaled, widths)), pool, variant, f"inception_{name}")
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        if variant == "slim":
            x = net.add("drop", Dropout(0.2), x)
        source = "last_linear" if variant == "caffe" else None
        x = net.add("fc", Linear(net.channels(x), classes), x, source=source)
    return net.build(x)


def _inception(
    net: GraphBuilder, x: str, widths: tuple[int, ...], pool: AvgPool2d | MaxPool2d, variant: str, source: str
) -> str:
    """1 x 1, 3 x 3, two 3 x 3, and a pool with 1 x 1, side by side; no 1 x 1 where the block halves the resolution."""
    one, reduce, three, reduce_double, double, projection = widths
    stride = 1 if one else 2
    # Each branch's convolutions: name in the reference, filters, kernel size, stride.
    branches = [
        [("3x3_reduce", reduce, 1, 1), ("3x3", three, 3, stride)],
        [
            ("double_3x3_reduce", reduce_double, 1, 1),
            ("double_3x3_1", double, 3, 1),
            ("double_3x3_2", double, 3, stride),
        ],
    ]
    if one:
        branches.insert(0, [("1x1", one, 1, 1)])
    outputs = []
    for branch, convolutions in enumerate(branches, 1):
        with net.group(f"branch{branch}"):
            y = x
            for number, (name, channels, kernel, step) in enumerate(convolutions, 1):
                suffix = str(number) if len(convolutions) > 1 else ""
                y = _convolution(net, y, channels, kernel, step, variant, f"{source}_{name}", suffix)
            outputs.append(y)
    with net.group(f"branch{len(branches) + 1}"):
        y = net.add("pool", pool if one else _HALVE, x)
        if one:
            y = _convolution(net, y, projection, 1, 1, variant, f"{source}_pool_proj")
        outputs.append(y)
    return net.add("concat", Concat(), *outputs)


def _convolution(
    net: GraphBuilder, x: str, channels: int, kernel: int, stride: int, variant: str, source: str, suffix: str = ""
) -> str:
    """Convolution, batch normalization, ReLU; the Caffe model kept the biases that the normalization makes idle."""
    if variant == "slim":
        return net.conv_bn(x, channels, kernel, stride, suffix=suffix, eps=0.001)
    around = (kernel // 2, kernel // 2)
    conv = Conv2d(net.channels(x), channels, (kernel, kernel), (stride, stride), around)
    x = net.add(f"conv{suffix}", conv, x, source=source)
    x = net.add(f"bn{suffix}", BatchNorm2d(channels), x, source=f"{source}_bn")
    return net.add(f"relu{suffix}", ReLU(inplace=True), x)


RECIPES = (
    Recipe(
        "bn_inception",
        "A stem, ten inception blocks with batch normalization, and one linear layer.",
        (
            Integer("image_size", 224, 64, 4096, "Height and width of the input image; multiples of 32 always fit."),
            Choice("variant", "caffe", tuple(_PROJECTION), "The Caffe model, or the authors' TensorFlow-Slim model."),
            Number("width", 1.0, 0.125, 8.0, "Factor on the filters of every convolution except the depthwise one."),
            CLASSES,
        ),
        bn_inception,
    ),
)

_PAPER = Paper(
    "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", "1502.03167", 2015
)
_SUMMARY = "Normalizing every layer over the batch cut GoogLeNet's training steps to a fourteenth."

ENTRIES = (
    Entry(
        slug="inception_v2",
        name="BN-Inception (Inception v2)",
        family="Inception",
        year=2015,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="bn_inception",
        parameters={},
        reference=None,
        notes="The Caffe model, as ported by Cadene and counted by pytorchcv: 11,295,240 parameters; the SENet paper's "
        "Table 2 has 2.03 G MACs. The 11.2 M and 1.94 G of the NASNet paper's Table 2 are inception_v2_slim.",
    ),
    Entry(
        slug="inception_v2_slim",
        name="Inception v2 (TensorFlow-Slim)",
        family="Inception",
        year=2015,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="bn_inception",
        parameters={"variant": "slim"},
        reference=None,
        notes="The NASNet paper's Table 2 has 11.2 M parameters and 1.94 G multiply-adds; 1.935 G here, and 1.939 G "
        "with one addition for each output of a convolution. Slim has 9,952 parameters fewer: its batch normalization "
        "does not learn a scale.",
    ),
)
