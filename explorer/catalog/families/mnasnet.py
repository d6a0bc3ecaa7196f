"""MnasNet: stages of inverted residual blocks, each found by a search that times its candidates on a phone.

Tan et al., "MnasNet: Platform-Aware Neural Architecture Search for Mobile", 2018 (arXiv 1807.11626). B1, without
squeeze and excitation, is torchvision's MNASNet (its mnasnet1_0 is B1 at width 1). A1 (Figure 7) and Small are those
of the authors' code (tensorflow/tpu, models/official/mnasnet/mnasnet_models.py) under the names of timm's semnasnet_100
and mnasnet_small; timm leaves the paper's dropout of 0.2 to the user. The width multiplier spares only the last
convolution's 1280 channels.
"""

from __future__ import annotations

from functools import partial

from explorer.catalog.blocks.inverted_residual import TIMM_ENDS, Norm, inverted_residual, make_divisible, timm_sources
from explorer.catalog.blocks.squeeze import Squeeze
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Dropout, Flatten, Linear, ReLU, Sigmoid

_RELU = ReLU(inplace=True)

# Kernel, expansion, channels, blocks, stride of the first block, squeeze and excitation: one stage each.
_Row = tuple[int, int, int, int, int, bool]
_STAGES: dict[str, tuple[_Row, ...]] = {
    "b1": (
        (3, 1, 16, 1, 1, False),
        (3, 3, 24, 3, 2, False),
        (5, 3, 40, 3, 2, False),
        (5, 6, 80, 3, 2, False),
        (3, 6, 96, 2, 1, False),
        (5, 6, 192, 4, 2, False),
        (3, 6, 320, 1, 1, False),
    ),
    "a1": (
        (3, 1, 16, 1, 1, False),
        (3, 6, 24, 2, 2, False),
        (5, 3, 40, 3, 2, True),
        (3, 6, 80, 4, 2, False),
        (3, 6, 112, 2, 1, True),
        (5, 6, 160, 3, 2, True),
        (3, 6, 320, 1, 1, False),
    ),
    "small": (
        (3, 1, 8, 1, 1, False),
        (3, 3, 16, 1, 2, False),
        (3, 6, 16, 2, 2, False),
        (5, 6, 32, 4, 2, True),
        (3, 6, 32, 3, 1, True),
        (5, 6, 88, 3, 2, True),
        (3, 6, 144, 1, 1, False),
    ),
}
_STEM = {"b1": 32, "a1": 32, "small": 8}

_TORCHVISION_ENDS = (("layers.0", "layers.1"), ("layers.14", "layers.15"), "classifier.1")


def mnasnet(*, image_size: int, variant: str, width: float, dropout: float, classes: int) -> Graph:
    """A stem, seven stages of inverted residual blocks, a 1 x 1 convolution, global average pooling, one layer."""
    net = GraphBuilder(f"MnasNet-{variant.capitalize()} {width:g}", (3, image_size, image_size))
    in_torchvision = variant == "b1"
    stem_sources, last_sources, fc_source = _TORCHVISION_ENDS if in_torchvision else TIMM_ENDS
    # The paper's decay of 0.9997, which torchvision alone keeps.
    norm = Norm(momentum=1 - 0.9997) if in_torchvision else Norm()
    conv_bn = partial(net.conv_bn, eps=norm.eps, momentum=norm.momentum)
    with net.group("stem"):
        x = conv_bn(IMAGE, make_divisible(_STEM[variant] * width), 3, 2, sources=stem_sources)
    for stage, (kernel, expansion, channels, blocks, stride, squeezed) in enumerate(_STAGES[variant], 1):
        for index in range(blocks):
            squeeze = Squeeze(max(1, net.channels(x) // 4), _RELU, Sigmoid())
            with net.group(f"stage{stage}"), net.group(f"block{index + 1}"):
                x = inverted_residual(
                    net,
                    x,
                    make_divisible(channels * width),
                    expanded=net.channels(x) * expansion,
                    kernel=kernel,
                    stride=stride if index == 0 else 1,
                    activation=_RELU,
                    sources=partial(_torchvision, stage, index)
                    if in_torchvision
                    else partial(timm_sources, f"blocks.{stage - 1}.{index}", expansion > 1),
                    squeeze=squeeze if squeezed else None,
                    norm=norm,
                    residual=stage > 1 or variant == "small",
                )
    with net.group("head"):
        x = conv_bn(x, 1280, 1, sources=last_sources)
        x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(1280, classes), x, source=fc_source)
    return net.build(x)


def _torchvision(stage: int, index: int, part: str, place: int) -> tuple[str, str]:
    """The first stage has no module of its own; an activation follows each pair of named layers but the last."""
    if stage == 1:
        return f"layers.{3 * place + 3}", f"layers.{3 * place + 4}"
    block = f"layers.{stage + 6}.{index}.layers"
    return f"{block}.{3 * place}", f"{block}.{3 * place + 1}"


RECIPES = (
    Recipe(
        "mnasnet",
        "A stem, seven searched stages of inverted residual blocks, a 1 x 1 convolution and one linear layer.",
        (
            IMAGE_SIZE,
            Choice("variant", "b1", tuple(_STAGES), "B1 has no squeeze and excitation, A1 and the small network do."),
            Number("width", 1.0, 0.1, 8.0, "Factor on the channels of every layer, rounded to multiples of 8."),
            Number("dropout", 0.2, 0.0, 0.9, "Share of features that training zeroes before the last layer."),
            CLASSES,
        ),
        mnasnet,
    ),
)

_PAPER = Paper("MnasNet: Platform-Aware Neural Architecture Search for Mobile", "1807.11626", 2018)
_README = "Parameters and mult-adds are those of the table in tensorflow/tpu, models/official/mnasnet/README.md."


def _entry(
    slug: str, name: str, parameters: dict[str, object], library: str, reference: str | None, notes: str = ""
) -> Entry:
    return Entry(
        slug=slug,
        name=name,
        family="MnasNet",
        year=2018,
        summary="A search chose each stage's kernel, depth and width for accuracy and for latency measured on a phone.",
        paper=_PAPER,
        recipe="mnasnet",
        parameters=parameters,
        reference={"library": library, "name": reference} if reference else None,
        notes=notes,
    )


_B1_WIDTHS = {"1_0": 1.0, "0_5": 0.5, "0_75": 0.75, "1_3": 1.3}
_A1_WIDTHS = {
    "": (1.0, "semnasnet_100"),
    "_1_4": (1.4, "semnasnet_140"),
    "_0_75": (0.75, "semnasnet_075"),
    "_0_5": (0.5, "semnasnet_050"),
    "_0_35": (0.35, None),
}

ENTRIES = (
    *(
        _entry(f"mnasnet{name}", f"MnasNet-B1 {width}", {"width": width}, "torchvision", f"mnasnet{name}")
        for name, width in _B1_WIDTHS.items()
    ),
    *(
        _entry(
            f"mnasnet_a1{name}",
            f"MnasNet-A1 {width}",
            {"variant": "a1", "width": width},
            "timm",
            reference,
            _README,
        )
        for name, (width, reference) in _A1_WIDTHS.items()
    ),
    _entry("mnasnet_small", "MnasNet-Small", {"variant": "small"}, "timm", "mnasnet_small", _README),
)
