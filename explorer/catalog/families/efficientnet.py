"""EfficientNet: one searched network, scaled up in depth, width and resolution at once.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019 (arXiv 1905.11946), Table 1
for B0, as torchvision implements it. The multipliers, resolutions and dropout rates of the others are those of the
authors' code (tensorflow/tpu, models/official/efficientnet/efficientnet_builder.py); torchvision evaluates B2 at 288
instead of 260 pixels. Its B5 to B7 keep TensorFlow's normalization constants, B0 to B4 have PyTorch's. B8 and L2 were
published later (arXiv 1911.09665 and 1911.04252) and are not in torchvision: they have timm's names and constants,
which are PyTorch's.
"""

from __future__ import annotations

import math
from functools import partial

from explorer.catalog.blocks.inverted_residual import (
    TENSORFLOW_NORM,
    TIMM_ENDS,
    Norm,
    inverted_residual,
    make_divisible,
    timm_sources,
    torchvision_sources,
)
from explorer.catalog.blocks.squeeze import Squeeze
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, NAMES, Choice, Entry, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Dropout, Flatten, Linear, Sigmoid, SiLU

# Kernel, expansion, channels, blocks and stride of the first block: one row of Table 1 each.
_STAGES = (
    (3, 1, 16, 1, 1),
    (3, 6, 24, 2, 2),
    (5, 6, 40, 2, 2),
    (3, 6, 80, 3, 2),
    (5, 6, 112, 3, 1),
    (5, 6, 192, 4, 2),
    (3, 6, 320, 1, 1),
)
_TORCHVISION_ENDS = (("features.0.0", "features.0.1"), ("features.8.0", "features.8.1"), "classifier.1")
_NORMS = {"pytorch": Norm(), "tensorflow": TENSORFLOW_NORM}

_SILU = SiLU(inplace=True)


def efficientnet(
    *,
    image_size: int,
    width: float,
    depth: float,
    dropout: float,
    stochastic_depth: float,
    batch_norm: str,
    names: str,
    classes: int,
) -> Graph:
    """A stem, seven stages of inverted residual blocks, a 1 x 1 convolution, global average pooling, one layer."""
    net = GraphBuilder(f"EfficientNet {width:g} x {depth:g}", (3, image_size, image_size))
    norm, in_timm = _NORMS[batch_norm], names == "timm"
    stem_sources, last_sources, fc_source = TIMM_ENDS if in_timm else _TORCHVISION_ENDS
    conv_bn = partial(net.conv_bn, activation=_SILU, eps=norm.eps, momentum=norm.momentum)
    with net.group("stem"):
        x = conv_bn(IMAGE, make_divisible(32 * width), 3, 2, sources=stem_sources)
    counts = [math.ceil(row[3] * depth) for row in _STAGES]
    done = 0
    for stage, ((kernel, expansion, channels, _, stride), count) in enumerate(zip(_STAGES, counts, strict=True), 1):
        for index in range(count):
            timm = partial(timm_sources, f"blocks.{stage - 1}.{index}", expansion > 1)
            with net.group(f"stage{stage}"), net.group(f"block{index + 1}"):
                x = inverted_residual(
                    net,
                    x,
                    make_divisible(channels * width),
                    expanded=net.channels(x) * expansion,
                    kernel=kernel,
                    stride=stride if index == 0 else 1,
                    activation=_SILU,
                    sources=timm if in_timm else partial(torchvision_sources, f"features.{stage}.{index}.block"),
                    squeeze=Squeeze(max(1, net.channels(x) // 4), _SILU, Sigmoid()),
                    norm=norm,
                    drop=stochastic_depth * done / sum(counts),
                    inplace_add=True,
                )
            done += 1
    with net.group("head"):
        x = conv_bn(x, 4 * net.channels(x), 1, sources=last_sources)
        return net.build(_classifier(net, x, dropout, classes, fc_source))


def _classifier(net: GraphBuilder, x: str, dropout: float, classes: int, source: str) -> str:
    x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
    x = net.add("flatten", Flatten(), x)
    x = net.add("drop", Dropout(dropout), x)
    return net.add("fc", Linear(net.channels(x), classes), x, source=source)


RECIPES = (
    Recipe(
        "efficientnet",
        "Seven stages of inverted residual blocks with squeeze and excitation, scaled by a width and a depth factor.",
        (
            IMAGE_SIZE,
            Number("width", 1.0, 0.1, 8.0, "Factor on the channels of every layer, rounded to multiples of 8."),
            Number("depth", 1.0, 0.1, 10.0, "Factor on the blocks of every stage, rounded up."),
            Number("dropout", 0.2, 0.0, 0.9, "Share of features that training zeroes before the last layer."),
            Number(
                "stochastic_depth",
                0.2,
                0.0,
                0.9,
                "Probability that training skips the last block; proportionally lower for earlier blocks.",
            ),
            Choice(
                "batch_norm",
                "pytorch",
                tuple(_NORMS),
                "Whose batch normalization constants to use: eps 1e-5 and momentum 0.1, or 1e-3 and 0.01.",
            ),
            NAMES,
            CLASSES,
        ),
        efficientnet,
    ),
)

_PAPER = Paper("EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", "1905.11946", 2019)
_B8_PAPER = Paper("Adversarial Examples Improve Image Recognition", "1911.09665", 2019)
_L2_PAPER = Paper("Self-training with Noisy Student improves ImageNet classification", "1911.04252", 2019)
# Width, depth, image size and dropout.
_SCALES = {
    "b0": (1.0, 1.0, 224, 0.2),
    "b1": (1.0, 1.1, 240, 0.2),
    "b2": (1.1, 1.2, 260, 0.3),
    "b3": (1.2, 1.4, 300, 0.3),
    "b4": (1.4, 1.8, 380, 0.4),
    "b5": (1.6, 2.2, 456, 0.4),
    "b6": (1.8, 2.6, 528, 0.5),
    "b7": (2.0, 3.1, 600, 0.5),
    "b8": (2.2, 3.6, 672, 0.5),
    "l2": (4.3, 5.3, 800, 0.5),
}
_LATER = {"b8": _B8_PAPER, "l2": _L2_PAPER}


def _entry(size: str) -> Entry:
    width, depth, image_size, dropout = _SCALES[size]
    library = "timm" if size in _LATER else "torchvision"
    return Entry(
        slug=f"efficientnet_{size}",
        name=f"EfficientNet-{size.upper()}",
        family="EfficientNet",
        year=2019,
        summary="Scaling depth, width and resolution together gains more accuracy than scaling any one of them.",
        paper=_LATER.get(size, _PAPER),
        recipe="efficientnet",
        parameters={
            "image_size": image_size,
            "width": width,
            "depth": depth,
            "dropout": dropout,
            "batch_norm": "tensorflow" if size in {"b5", "b6", "b7"} else "pytorch",
            "names": library,
        },
        reference={"library": library, "name": f"efficientnet_{size}"},
    )


ENTRIES = tuple(_entry(size) for size in _SCALES)
