"""MobileNetV2: residual blocks that are wide inside and narrow at their ends, without activation on the narrow end.

Sandler, Howard, Zhu, Zhmoginov and Chen, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018
(arXiv 1801.04381), Table 2, as torchvision implements it. A width multiplier scales every layer but the last
convolution, which it only widens (section 6.1); scaled widths are rounded to multiples of 8. The widths published are
those of the authors' checkpoints (tensorflow/models, research/slim/nets/mobilenet/README.md); timm has all but 1.3,
without the dropout.
"""

from __future__ import annotations

from functools import partial

from explorer.catalog.blocks.inverted_residual import TIMM_ENDS, inverted_residual, make_divisible, timm_sources
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, NAMES, Entry, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Dropout, Flatten, Linear, ReLU6

# Expansion, channels, blocks and stride of the first block: one row of Table 2 each.
_STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1))
_TORCHVISION_ENDS = (("features.0.0", "features.0.1"), ("features.18.0", "features.18.1"), "classifier.1")

_RELU6 = ReLU6(inplace=True)


def mobilenet_v2(*, image_size: int, width: float, dropout: float, names: str, classes: int) -> Graph:
    """A stem, seven stages of inverted residual blocks, a 1 x 1 convolution, global average pooling, one layer."""
    net = GraphBuilder(f"MobileNetV2 {width:g}", (3, image_size, image_size))
    in_timm = names == "timm"
    stem_sources, last_sources, fc_source = TIMM_ENDS if in_timm else _TORCHVISION_ENDS
    with net.group("stem"):
        x = net.conv_bn(IMAGE, make_divisible(32 * width), 3, 2, sources=stem_sources, activation=_RELU6)
    place = 1
    for stage, (expansion, channels, blocks, stride) in enumerate(_STAGES, 1):
        for index in range(blocks):
            with net.group(f"stage{stage}"), net.group(f"block{index + 1}"):
                x = inverted_residual(
                    net,
                    x,
                    make_divisible(channels * width),
                    expanded=net.channels(x) * expansion,
                    kernel=3,
                    stride=stride if index == 0 else 1,
                    activation=_RELU6,
                    sources=partial(timm_sources, f"blocks.{stage - 1}.{index}", expansion > 1)
                    if in_timm
                    else partial(_torchvision, f"features.{place}.conv"),
                )
            place += 1
    with net.group("head"):
        x = net.conv_bn(x, make_divisible(1280 * max(1.0, width)), 1, sources=last_sources, activation=_RELU6)
        x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source=fc_source)
    return net.build(x)


def _torchvision(block: str, part: str, place: int) -> tuple[str, str]:
    """The last convolution and its normalization, which no activation follows, are not wrapped in a module."""
    if part == "project":
        return f"{block}.{place}", f"{block}.{place + 1}"
    return f"{block}.{place}.0", f"{block}.{place}.1"


RECIPES = (
    Recipe(
        "mobilenet_v2",
        "Seven stages of inverted residual blocks between a stem and a 1 x 1 convolution, then one linear layer.",
        (
            IMAGE_SIZE,
            Number("width", 1.0, 0.1, 8.0, "Factor on the channels of every layer, rounded to multiples of 8."),
            Number("dropout", 0.2, 0.0, 0.9, "Share of features that training zeroes before the last layer."),
            NAMES,
            CLASSES,
        ),
        mobilenet_v2,
    ),
)

_PAPER = Paper("MobileNetV2: Inverted Residuals and Linear Bottlenecks", "1801.04381", 2018)
_SIBLING_NOTES = (
    "Checked against the table of checkpoints in tensorflow/models, research/slim/nets/mobilenet, whose parameter "
    "counts leave batch normalization out (3.47 M for width 1.0, where the whole network has 3.505 M)."
)
# Width, whose names the weights go by, and the name of the network there.
_WIDTHS = (
    (1.0, "torchvision", "mobilenet_v2"),
    (1.4, "timm", "mobilenetv2_140"),
    (1.3, "torchvision", None),
    (0.75, "timm", "mobilenetv2_075"),
    (0.5, "timm", "mobilenetv2_050"),
    (0.35, "timm", "mobilenetv2_035"),
)

ENTRIES = tuple(
    Entry(
        slug=f"mobilenet_v2_{width}".replace(".", "_"),
        name=f"MobileNetV2 {width}",
        family="MobileNet",
        year=2018,
        summary="Shortcuts join the narrow ends of blocks that are wide inside, where convolutions are depthwise.",
        paper=_PAPER,
        recipe="mobilenet_v2",
        parameters={"width": width, "names": library},
        reference={"library": library, "name": reference} if reference else None,
        notes="" if width == 1.0 else _SIBLING_NOTES,
    )
    for width, library, reference in _WIDTHS
)
