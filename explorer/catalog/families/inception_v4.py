"""Inception-v4: a deeper Inception with one kind of module per grid, and no shortcuts.

Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on
Learning", 2016 (arXiv 1602.07261), Figures 3 to 9, as timm has it (a port of the authors' TensorFlow code). As in
timm the averages leave the border out, and dropout is off by default; the paper trains with 0.2.
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
    fork,
    mixed,
    numbered,
)
from explorer.catalog.builder import IMAGE
from explorer.catalog.recipe import CLASSES, Entry, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Concat, Dropout, Flatten, Linear

_MIXED_4A: tuple[Branch, ...] = (((64, 1), (96, 3)), ((64, 1), (64, (1, 7)), (64, (7, 1)), (96, 3)))
_INCEPTION_A: tuple[Branch, ...] = (
    ((96, 1),),
    ((64, 1), (96, 3)),
    ((64, 1), (96, 3), (96, 3)),
    (AVERAGE, (96, 1)),
)
_REDUCTION_A: tuple[Branch, ...] = (((384, 3),), ((192, 1), (224, 3), (256, 3)), (MAX_POOL,))
_INCEPTION_B: tuple[Branch, ...] = (
    ((384, 1),),
    ((192, 1), (224, (1, 7)), (256, (7, 1))),
    ((192, 1), (192, (7, 1)), (224, (1, 7)), (224, (7, 1)), (256, (1, 7))),
    (AVERAGE, (128, 1)),
)
_REDUCTION_B: tuple[Branch, ...] = (
    ((192, 1), (192, 3)),
    ((256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3)),
    (MAX_POOL,),
)


def inception_v4(*, image_size: int, width: float, blocks: tuple[int, ...], dropout: float, classes: int) -> Graph:
    """A stem with branches of its own, then modules A, B and C on ever coarser grids and one linear layer."""
    net = InceptionBuilder("Inception-v4", image_size, width)
    with net.group("stem"):
        x = _stem(net)
    place = 6
    modules = ((), _INCEPTION_A), (_REDUCTION_A, _INCEPTION_B), (_REDUCTION_B, None)
    for stage, ((reduction, module), count) in enumerate(zip(modules, blocks, strict=True), 1):
        with net.group(f"stage{stage}"):
            if reduction:
                with net.group("reduction"):
                    x = mixed(net, x, f"features.{place}", reduction, stride=2, padded=False)
                place += 1
            for index in range(1, count + 1):
                with net.group(f"block{index}"):
                    source = f"features.{place}"
                    x = mixed(net, x, source, module) if module else _inception_c(net, x, source)
                place += 1
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="last_linear")
    return net.build(x)


def _stem(net: InceptionBuilder) -> str:
    """Figure 3: 299 x 299 pixels to a 35 x 35 grid; three times two branches are joined."""
    x = net.unit(IMAGE, 32, 3, 2, padded=False, suffix="1", source="features.0")
    x = net.unit(x, 32, 3, padded=False, suffix="2", source="features.1")
    x = net.unit(x, 64, 3, suffix="3", source="features.2")
    with net.group("block3a"):
        pooled = net.branch(1, x, pool=MAX_POOL)
        strided = net.branch(2, x, [("features.3.conv", 96, 3)], stride=2, padded=False)
        x = net.add("concat", Concat(), pooled, strided)
    with net.group("block4a"):
        x = mixed(net, x, "features.4", _MIXED_4A, padded=False)
    with net.group("block5a"):
        strided = net.branch(1, x, [("features.5.conv", 192, 3)], stride=2, padded=False)
        pooled = net.branch(2, x, pool=MAX_POOL)
        return net.add("concat", Concat(), strided, pooled)


def _inception_c(net: InceptionBuilder, x: str, source: str) -> str:
    """Figure 6: two branches end in a 1 x 3 and a 3 x 1 convolution side by side."""
    single = numbered(f"{source}.branch1_", (384, 1), start=0)
    double = numbered(f"{source}.branch2_", (384, 1), (448, (3, 1)), (512, (1, 3)), start=0)
    return net.add(
        "concat",
        Concat(),
        net.branch(1, x, [(f"{source}.branch0", 256, 1)]),
        net.forked_branch(2, x, single, fork(f"{source}.branch1_1", 256)),
        net.forked_branch(3, x, double, fork(f"{source}.branch2_3", 256)),
        net.branch(4, x, [(f"{source}.branch3.1", 256, 1)], pool=AVERAGE),
    )


_PAPER = Paper("Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", "1602.07261", 2016)

RECIPES = (
    Recipe(
        "inception_v4",
        "Inception modules A, B and C with reductions between them, after a stem that itself branches.",
        (
            IMAGE_SIZE,
            WIDTH,
            Integers("blocks", (4, 7, 3), 1, 32, "Inception modules of kind A, B and C."),
            DROPOUT,
            CLASSES,
        ),
        inception_v4,
    ),
)

ENTRIES = (
    Entry(
        slug="inception_v4",
        name="Inception-v4",
        family="Inception",
        year=2016,
        summary="One uniform module per resolution, and more of them: depth, not shortcuts, raised accuracy.",
        paper=_PAPER,
        recipe="inception_v4",
        parameters={},
        reference={"library": "timm", "name": "inception_v4"},
        notes=(
            "Canziani et al. (arXiv 1605.07678) draw it at about 18.5 G operations, which does not fit its 12.25 G "
            "MACs at 299 pixels (24.5 G operations)."
        ),
    ),
)
