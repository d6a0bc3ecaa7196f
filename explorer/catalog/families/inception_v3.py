"""Inception-v3: Inception modules whose large kernels are factorized into 1 x 7, 7 x 1, 1 x 3, 3 x 1 and 3 x 3 ones.

Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture for Computer Vision", 2015
(arXiv 1512.00567), Table 1 and Figures 5 to 8 and 10. The paper leaves the widths inside the modules open, so
they are torchvision's, ported from the authors' TensorFlow code; so is the end of the stem, which reaches the
35 x 35 grid by a 1 x 1 convolution, a 3 x 3 one and a pool where Table 1 has three 3 x 3 convolutions. The width
multiplier is that code's depth_multiplier.
"""

from __future__ import annotations

from explorer.catalog.blocks.inception import (
    IMAGE_SIZE,
    MAX_POOL,
    WIDTH,
    Convolution,
    InceptionBuilder,
    fork,
    numbered,
)
from explorer.catalog.builder import IMAGE
from explorer.catalog.recipe import CLASSES, Entry, Flag, Integers, Number, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    Concat,
    Dropout,
    Flatten,
    Linear,
)

_AVERAGE = AvgPool2d((3, 3), (1, 1), (1, 1))
_AUXILIARY_GRID = 17


def inception_v3(
    *,
    image_size: int,
    width: float,
    pool_widths: tuple[int, ...],
    factor_widths: tuple[int, ...],
    auxiliary: bool,
    dropout: float,
    classes: int,
) -> Graph:
    """A stem, modules on a 35 x 35, a 17 x 17 and an 8 x 8 grid, global average pooling, one linear layer."""
    net = InceptionBuilder("Inception-v3", image_size, width)
    with net.group("stem"):
        x = _stem(net)
    with net.group("stage1"):
        for letter, pool_width in zip("bcd", pool_widths, strict=True):
            with net.group(f"block5{letter}"):
                x = _module_a(net, x, pool_width, f"Mixed_5{letter}")
    with net.group("stage2"):
        with net.group("block6a"):
            x = _reduction_b(net, x, "Mixed_6a")
        for letter, factor_width in zip("bcde", factor_widths, strict=True):
            with net.group(f"block6{letter}"):
                x = _module_c(net, x, factor_width, f"Mixed_6{letter}")
    if auxiliary:
        with net.training_only(), net.group("aux"):
            _auxiliary_classifier(net, x, image_size, classes)
    with net.group("stage3"):
        with net.group("block7a"):
            x = _reduction_d(net, x, "Mixed_7a")
        for letter in "bc":
            with net.group(f"block7{letter}"):
                x = _module_e(net, x, f"Mixed_7{letter}")
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="fc")
    return net.build(x)


def _stem(net: InceptionBuilder) -> str:
    x = net.unit(IMAGE, 32, 3, 2, padded=False, suffix="1", source="Conv2d_1a_3x3")
    x = net.unit(x, 32, 3, padded=False, suffix="2", source="Conv2d_2a_3x3")
    x = net.unit(x, 64, 3, suffix="3", source="Conv2d_2b_3x3")
    x = net.add("pool1", MAX_POOL, x)
    x = net.unit(x, 80, 1, suffix="4", source="Conv2d_3b_1x1")
    x = net.unit(x, 192, 3, padded=False, suffix="5", source="Conv2d_4a_3x3")
    return net.add("pool2", MAX_POOL, x)


def _module_a(net: InceptionBuilder, x: str, pool_width: int, source: str) -> str:
    """Figure 5, but for a 5 x 5 convolution in the second branch, where the figure has one of 3 x 3."""
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, [(f"{source}.branch1x1", 64, 1)]),
        net.branch(2, x, numbered(f"{source}.branch5x5_", (48, 1), (64, 5))),
        net.branch(3, x, numbered(f"{source}.branch3x3dbl_", (64, 1), (96, 3), (96, 3))),
        net.branch(4, x, [(f"{source}.branch_pool", pool_width, 1)], pool=_AVERAGE),
    )


def _reduction_b(net: InceptionBuilder, x: str, source: str) -> str:
    """Figure 10: strided convolutions beside a pool halve the grid without a bottleneck."""
    double = numbered(f"{source}.branch3x3dbl_", (64, 1), (96, 3), (96, 3))
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, [(f"{source}.branch3x3", 384, 3)], stride=2, padded=False),
        net.branch(2, x, double, stride=2, padded=False),
        net.branch(3, x, pool=MAX_POOL),
    )


def _module_c(net: InceptionBuilder, x: str, width: int, source: str) -> str:
    """Figure 6 with n = 7: a 7 x 7 convolution is a 1 x 7 and a 7 x 1 one."""
    single: list[Convolution] = [(width, 1), (width, (1, 7)), (192, (7, 1))]
    double: list[Convolution] = [(width, 1), (width, (7, 1)), (width, (1, 7)), (width, (7, 1)), (192, (1, 7))]
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, [(f"{source}.branch1x1", 192, 1)]),
        net.branch(2, x, numbered(f"{source}.branch7x7_", *single)),
        net.branch(3, x, numbered(f"{source}.branch7x7dbl_", *double)),
        net.branch(4, x, [(f"{source}.branch_pool", 192, 1)], pool=_AVERAGE),
    )


def _reduction_d(net: InceptionBuilder, x: str, source: str) -> str:
    """Halves the grid as _reduction_b does, after 1 x 1 and factorized 7 x 7 convolutions."""
    short = numbered(f"{source}.branch3x3_", (192, 1), (320, 3))
    long = numbered(f"{source}.branch7x7x3_", (192, 1), (192, (1, 7)), (192, (7, 1)), (192, 3))
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, short, stride=2, padded=False),
        net.branch(2, x, long, stride=2, padded=False),
        net.branch(3, x, pool=MAX_POOL),
    )


def _module_e(net: InceptionBuilder, x: str, source: str) -> str:
    """Figure 7: the 1 x 3 and the 3 x 1 convolution stand side by side, which widens the coarsest grid."""
    single, double = f"{source}.branch3x3_", f"{source}.branch3x3dbl_"
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, [(f"{source}.branch1x1", 320, 1)]),
        net.forked_branch(2, x, numbered(single, (384, 1)), fork(f"{single}2", 384)),
        net.forked_branch(3, x, numbered(double, (448, 1), (384, 3)), fork(f"{double}3", 384)),
        net.branch(4, x, [(f"{source}.branch_pool", 192, 1)], pool=_AVERAGE),
    )


def _auxiliary_classifier(net: InceptionBuilder, x: str, image_size: int, classes: int) -> None:
    """A second classifier on the 17 x 17 grid, which the paper finds to act as a regularizer."""
    if min(net.size(x)) < _AUXILIARY_GRID:
        raise InvalidParameters(
            f"image_size is {image_size}; the auxiliary classifier needs a grid of {_AUXILIARY_GRID} x "
            f"{_AUXILIARY_GRID}, as 299 pixels give. Use a larger image or set auxiliary to false.",
            field="parameters.image_size",
        )
    x = net.add("avgpool1", AvgPool2d((5, 5), (3, 3)), x)
    x = net.unit(x, 128, 1, suffix="1", source="AuxLogits.conv0")
    x = net.unit(x, 768, 5, padded=False, suffix="2", source="AuxLogits.conv1")
    x = net.add("avgpool2", AdaptiveAvgPool2d((1, 1)), x)
    x = net.add("flatten", Flatten(), x)
    net.add("fc", Linear(net.channels(x), classes), x, source="AuxLogits.fc")


RECIPES = (
    Recipe(
        "inception_v3",
        "Inception modules with factorized convolutions on three grids, each half as large as the one before.",
        (
            IMAGE_SIZE,
            WIDTH,
            Integers("pool_widths", (32, 64, 64), 1, 1024, "Filters after the pool in the three 35 x 35 modules."),
            Integers(
                "factor_widths",
                (128, 160, 160, 192),
                1,
                1024,
                "Filters between 1 x 7 and 7 x 1 in the 17 x 17 modules.",
            ),
            Flag("auxiliary", True, "Whether training has a second classifier on the 17 x 17 grid."),
            Number("dropout", 0.5, 0.0, 1.0, "Share of the features set to zero in training before the last layer."),
            CLASSES,
        ),
        inception_v3,
    ),
)

ENTRIES = (
    Entry(
        slug="inception_v3",
        name="Inception-v3",
        family="Inception",
        year=2015,
        summary="Large kernels split into small and one-dimensional ones see as far at a fraction of the cost.",
        paper=Paper("Rethinking the Inception Architecture for Computer Vision", "1512.00567", 2015),
        recipe="inception_v3",
        parameters={},
        reference={"library": "torchvision", "name": "inception_v3"},
        notes=(
            "27.16 M parameters with the auxiliary classifier, 23.83 M without: sources quote either. The paper's "
            "abstract says 5 billion multiply-adds; this network takes 5.71 billion. Its 42 layers are those of "
            "Table 1; this network has 48 on its longest path. The 23,626,728 parameters that the Xception paper "
            "gives Inception V3 (Table 3) are not those of the published code."
        ),
    ),
)
