"""Pre-activation ResNet (ResNet v2): normalize and activate before each convolution, so that shortcuts stay clean.

He, Zhang, Ren and Sun, "Identity Mappings in Deep Residual Networks", 2016 (arXiv 1603.05027), Figure 1b, Table 5
and appendix, as timm's resnetv2_50 builds it. Three choices are timm's: a bottleneck that downsamples has its stride
in the 3 x 3 convolution (the authors' Torch code has it in the first 1 x 1: stride_in), the first normalization comes
after the max pool instead of before it, and the classifier is a 1 x 1 convolution. Published counts of the MACs
differ by the first choice. The network of 269 layers is not the paper's, but a later one built by its rule.
"""

from __future__ import annotations

from explorer.catalog.blocks.residual import BLOCKS, EXPANSION, STRIDE_IN, bottleneck
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Add, BatchNorm2d, Conv2d, Flatten, MaxPool2d, ReLU


def preresnet(*, image_size: int, blocks: tuple[int, ...], width: int, stride_in: str, classes: int) -> Graph:
    """A stem that quarters the resolution, four stages of pre-activation bottlenecks, one classifier."""
    net = GraphBuilder(f"Pre-activation ResNet-{3 * sum(blocks) + 2}", (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv1", Conv2d(3, width, (7, 7), (2, 2), (3, 3), bias=False), IMAGE, source="stem.conv")
        x = net.add("maxpool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    for stage, count in enumerate(blocks, 1):
        with net.group(f"stage{stage}"):
            for index in range(count):
                stride = 2 if stage > 1 and index == 0 else 1
                source = f"stages.{stage - 1}.blocks.{index}"
                with net.group(f"block{index + 1}"):
                    x = _preactivation_block(net, x, width * 2 ** (stage - 1), stride, stride_in, source)
    with net.group("head"):
        # The last sum is not activated yet.
        x = net.add("bn", BatchNorm2d(net.channels(x)), x, source="norm")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("fc", Conv2d(net.channels(x), classes, (1, 1)), x, source="head.fc")
        x = net.add("flatten", Flatten(), x)
    return net.build(x)


def _preactivation_block(net: GraphBuilder, x: str, width: int, stride: int, stride_in: str, source: str) -> str:
    """F(x) + x, each convolution of F after its normalization and activation; a projection reads the first of them."""
    outer = width * EXPANSION["bottleneck"]
    y = shortcut = x
    for number, conv in enumerate(bottleneck(width, outer, stride, stride_in), 1):
        y = net.add(f"bn{number}", BatchNorm2d(net.channels(y)), y, source=f"{source}.norm{number}")
        y = net.add(f"relu{number}", ReLU(inplace=True), y)
        if number == 1 and (stride != 1 or net.channels(x) != outer):
            with net.group("shortcut"):
                projection = Conv2d(net.channels(y), outer, (1, 1), (stride, stride), bias=False)
                shortcut = net.add("conv", projection, y, source=f"{source}.downsample.conv")
        size, step, around = (conv.kernel,) * 2, (conv.stride,) * 2, (conv.kernel // 2,) * 2
        operator = Conv2d(net.channels(y), conv.channels, size, step, around, bias=False)
        y = net.add(f"conv{number}", operator, y, source=f"{source}.conv{number}")
    return net.add("add", Add(), y, shortcut)


RECIPES = (
    Recipe(
        "preresnet",
        "Four stages of bottlenecks that normalize and activate before each convolution.",
        (
            IMAGE_SIZE,
            Integers("blocks", (3, 4, 6, 3), 1, 64, "Residual blocks in each of the four stages."),
            Integer("width", 64, 1, 512, "Channels of the first stage's 3 x 3 convolutions; doubles at each stage."),
            STRIDE_IN,
            CLASSES,
        ),
        preresnet,
    ),
)

_PAPER = Paper("Identity Mappings in Deep Residual Networks", "1603.05027", 2016)
_TIMM = {50, 101, 152}
_NOTES = (
    "Expected parameters are pytorchcv's, less the 128 of the normalization that it keeps in the stem. Its 15.07 and "
    "20.10 G MACs for 200 and 269 layers are of this form, and count normalizations and activations too (0.4 %)."
)

ENTRIES = tuple(
    Entry(
        slug=f"preresnet{depth}",
        name=f"ResNet-{depth} v2 (pre-activation)",
        family="Pre-activation ResNet",
        year=2016,
        summary="With only additions on the shortcut path, even 200 layers improve accuracy instead of overfitting.",
        paper=_PAPER,
        recipe="preresnet",
        parameters={"blocks": blocks},
        reference={"library": "timm", "name": f"resnetv2_{depth}"} if depth in _TIMM else None,
        notes="" if depth in _TIMM else _NOTES,
    )
    for depth, blocks in (
        (50, BLOCKS[50]),
        (101, BLOCKS[101]),
        (152, BLOCKS[152]),
        (200, BLOCKS[200]),
        (269, [3, 30, 48, 8]),
    )
)
