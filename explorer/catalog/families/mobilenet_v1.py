"""MobileNet: every convolution split into a depthwise and a pointwise one, with two knobs for smaller networks.

Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017
(arXiv 1704.04861), Table 1; the width multiplier is that of Table 6, the resolution multiplier (Table 7) is the image
size. Layers and their names are those of timm's mobilenetv1_100, with ReLU6 as in the authors' code
(tensorflow/models, research/slim/nets/mobilenet_v1.py), where the paper writes ReLU. Tables 4 and 5 compare with
full convolutions and with a network without five of its layers, which are entries too.
"""

from __future__ import annotations

from explorer.catalog.blocks.inverted_residual import TIMM_ENDS, make_divisible, timm_sources
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Flag, Integers, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Flatten, Linear, ReLU6

_RELU6 = ReLU6(inplace=True)


def mobilenet_v1(*, image_size: int, width: float, blocks: tuple[int, ...], separable: bool, classes: int) -> Graph:
    """A stem and five stages of depthwise separable convolutions, global average pooling, one linear layer."""
    net = GraphBuilder(f"MobileNetV1 {width:g}", (3, image_size, image_size))
    stem_sources, _, fc_source = TIMM_ENDS
    with net.group("stem"):
        x = net.conv_bn(IMAGE, make_divisible(32 * width), 3, 2, sources=stem_sources, activation=_RELU6)
    for stage, count in enumerate(blocks):
        for index in range(count):
            stride = 2 if stage > 0 and index == 0 else 1
            channels = make_divisible(64 * 2**stage * width)
            with net.group(f"stage{stage + 1}"), net.group(f"block{index + 1}"):
                x = _block(net, x, channels, stride, separable, f"blocks.{stage}.{index}")
    with net.group("head"):
        x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source=fc_source)
    return net.build(x)


def _block(net: GraphBuilder, x: str, channels: int, stride: int, separable: bool, source: str) -> str:
    """A 3 x 3 convolution per channel, then a 1 x 1 convolution across them; or one full 3 x 3 convolution."""
    if not separable:
        return net.conv_bn(x, channels, 3, stride, sources=(f"{source}.conv", f"{source}.bn1"), activation=_RELU6)
    width = net.channels(x)
    sources = timm_sources(source, False, "depthwise")
    x = net.conv_bn(x, width, 3, stride, groups=width, suffix="_depthwise", sources=sources, activation=_RELU6)
    sources = timm_sources(source, False, "project")
    return net.conv_bn(x, channels, 1, suffix="_pointwise", sources=sources, activation=_RELU6)


RECIPES = (
    Recipe(
        "mobilenet_v1",
        "A stem and five stages of depthwise separable convolutions, then one linear layer.",
        (
            IMAGE_SIZE,
            Number("width", 1.0, 0.1, 8.0, "Factor on the channels of every layer, rounded to multiples of 8."),
            Integers("blocks", (1, 2, 2, 6, 2), 1, 64, "Depthwise separable convolutions in each of the five stages."),
            Flag("separable", True, "Depthwise and pointwise convolutions; full 3 x 3 convolutions if false."),
            CLASSES,
        ),
        mobilenet_v1,
    ),
)

_PAPER = Paper("MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", "1704.04861", 2017)


def _entry(
    name: str, title: str, parameters: dict[str, object], reference: str | None = None, notes: str = ""
) -> Entry:
    return Entry(
        slug=f"mobilenet_v1_{name}",
        name=f"MobileNetV1 {title}",
        family="MobileNet",
        year=2017,
        summary="A convolution split into one per channel and one across channels takes 8 to 9 times fewer operations.",
        paper=_PAPER,
        recipe="mobilenet_v1",
        parameters=parameters,
        reference={"library": "timm", "name": reference} if reference else None,
        notes=notes,
    )


_WIDTH_NOTES = "Parameters and mult-adds are those of Table 6 of the paper."

ENTRIES = (
    _entry("1_0", "1.0", {"width": 1.0}, "mobilenetv1_100"),
    _entry("0_75", "0.75", {"width": 0.75}, notes=_WIDTH_NOTES),
    _entry("0_5", "0.5", {"width": 0.5}, notes=_WIDTH_NOTES),
    _entry("0_25", "0.25", {"width": 0.25}, notes=_WIDTH_NOTES),
    _entry("1_25", "1.25", {"width": 1.25}, "mobilenetv1_125", "Wider than the paper's; timm trained it."),
    _entry(
        "shallow",
        "shallow",
        {"blocks": [1, 2, 2, 1, 2]},
        notes="Table 5 of the paper: without the five layers of 512 channels on 14 x 14.",
    ),
    _entry(
        "conv",
        "with full convolutions",
        {"separable": False},
        notes="Table 4 of the paper, without the split: 29.3 M parameters and 4,866 M mult-adds, which leave out the "
        "1.0 M of the linear layer, while the 569 M next to it include it.",
    ),
)
