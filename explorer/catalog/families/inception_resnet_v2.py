"""Inception-ResNet-v2: Inception branches as the residual of a ResNet block, damped before they are added.

Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on
Learning", 2016 (arXiv 1602.07261), Figures 15 to 20, as timm has it (a port of the authors' TensorFlow code). That
code differs from the paper's figures: 10, 20 and 10 blocks instead of 5, 10 and 5, the stem of Inception-v3 with
one Inception module after it instead of that of Inception-v4, and other widths. All published weights and
parameter counts belong to the code. Dropout is off by default; the paper trains with 0.2.
"""

from __future__ import annotations

from explorer.catalog.blocks.inception import (
    AVERAGE,
    DROPOUT,
    IMAGE_SIZE,
    MAX_POOL,
    WIDTH,
    Branch,
    InceptionBuilder,
    mixed,
)
from explorer.catalog.builder import IMAGE
from explorer.catalog.recipe import CLASSES, Entry, Integers, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Add, Conv2d, Dropout, Flatten, Linear, ReLU, Scale

_MIXED_5B: tuple[Branch, ...] = (
    ((96, 1),),
    ((48, 1), (64, 5)),
    ((64, 1), (96, 3), (96, 3)),
    (AVERAGE, (64, 1)),
)
_MIXED_6A: tuple[Branch, ...] = (((384, 3),), ((256, 1), (256, 3), (384, 3)), (MAX_POOL,))
_MIXED_7A: tuple[Branch, ...] = (
    ((256, 1), (384, 3)),
    ((256, 1), (288, 3)),
    ((256, 1), (288, 3), (320, 3)),
    (MAX_POOL,),
)
_BLOCK_35: tuple[Branch, ...] = (((32, 1),), ((32, 1), (32, 3)), ((32, 1), (48, 3), (64, 3)))
_BLOCK_17: tuple[Branch, ...] = (((192, 1),), ((128, 1), (160, (1, 7)), (192, (7, 1))))
_BLOCK_8: tuple[Branch, ...] = (((192, 1),), ((192, 1), (224, (1, 3)), (256, (3, 1))))


def inception_resnet_v2(
    *,
    image_size: int,
    width: float,
    blocks: tuple[int, ...],
    scale35: float,
    scale17: float,
    scale8: float,
    dropout: float,
    classes: int,
) -> Graph:
    """A stem, damped residual blocks on three grids, a last 1 x 1 convolution, average pooling, one linear layer."""
    net = InceptionBuilder("Inception-ResNet-v2", image_size, width)
    with net.group("stem"):
        x = _stem(net)
    with net.group("stage1"):
        for index in range(blocks[0]):
            with net.group(f"block{index + 1}"):
                x = _residual_block(net, x, _BLOCK_35, scale35, f"repeat.{index}")
    with net.group("stage2"):
        with net.group("reduction"):
            x = mixed(net, x, "mixed_6a", _MIXED_6A, stride=2, padded=False)
        for index in range(blocks[1]):
            with net.group(f"block{index + 1}"):
                x = _residual_block(net, x, _BLOCK_17, scale17, f"repeat_1.{index}")
    with net.group("stage3"):
        with net.group("reduction"):
            x = mixed(net, x, "mixed_7a", _MIXED_7A, stride=2, padded=False)
        for index in range(blocks[2] - 1):
            with net.group(f"block{index + 1}"):
                x = _residual_block(net, x, _BLOCK_8, scale8, f"repeat_2.{index}")
        with net.group(f"block{blocks[2]}"):
            x = _residual_block(net, x, _BLOCK_8, 1.0, "block8", last=True)
    with net.group("head"):
        x = net.unit(x, 1536, 1, suffix="1", source="conv2d_7b")
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="classif")
    return net.build(x)


def _stem(net: InceptionBuilder) -> str:
    """Inception-v3's convolutions, then one Inception module without a shortcut."""
    x = net.unit(IMAGE, 32, 3, 2, padded=False, suffix="1", source="conv2d_1a")
    x = net.unit(x, 32, 3, padded=False, suffix="2", source="conv2d_2a")
    x = net.unit(x, 64, 3, suffix="3", source="conv2d_2b")
    x = net.add("pool1", MAX_POOL, x)
    x = net.unit(x, 80, 1, suffix="4", source="conv2d_3b")
    x = net.unit(x, 192, 3, padded=False, suffix="5", source="conv2d_4a")
    x = net.add("pool2", MAX_POOL, x)
    with net.group("block5b"):
        return mixed(net, x, "mixed_5b", _MIXED_5B)


def _residual_block(
    net: InceptionBuilder, x: str, branches: tuple[Branch, ...], scale: float, source: str, *, last: bool = False
) -> str:
    """relu(scale * F(x) + x), where F joins its branches and restores x's width; the last block has no relu."""
    y = mixed(net, x, source, branches)
    # Linear: a bias, but neither normalization nor activation before the sum.
    y = net.add("conv", Conv2d(net.channels(y), net.channels(x), (1, 1)), y, source=f"{source}.conv2d")
    y = net.add("scale", Scale(scale), y)
    y = net.add("add", Add(), y, x)
    return y if last else net.add("relu", ReLU(), y)


def _scale(grid: int, default: float) -> Number:
    return Number(
        f"scale{grid}",
        default,
        0.0,
        1.0,
        f"What the {grid} x {grid} blocks multiply their branches by before the sum.",
    )


RECIPES = (
    Recipe(
        "inception_resnet_v2",
        "Inception branches added to a shortcut, damped by a constant, on three grids.",
        (
            IMAGE_SIZE,
            WIDTH,
            Integers("blocks", (10, 20, 10), 1, 64, "Residual blocks on the 35 x 35, 17 x 17 and 8 x 8 grid."),
            _scale(35, 0.17),
            _scale(17, 0.1),
            _scale(8, 0.2),
            DROPOUT,
            CLASSES,
        ),
        inception_resnet_v2,
    ),
)

_PAPER = Paper("Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", "1602.07261", 2016)

ENTRIES = (
    Entry(
        slug="inception_resnet_v2",
        name="Inception-ResNet-v2",
        family="Inception",
        year=2016,
        summary="Shortcuts around Inception branches speed up training, and damping the branches keeps it stable.",
        paper=_PAPER,
        recipe="inception_resnet_v2",
        parameters={},
        reference={"library": "timm", "name": "inception_resnet_v2"},
        notes=(
            "The authors' code, not the paper's figures, which show half as many blocks and another stem: every "
            "published weight and count is the code's."
        ),
    ),
)
