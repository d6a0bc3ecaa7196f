"""MobileNetV3: MobileNetV2's blocks arranged by a search, with squeeze and excitation and a cheap kind of swish.

Howard et al., "Searching for MobileNetV3", 2019 (arXiv 1905.02244), Tables 1 and 2, as torchvision implements them.
The smaller widths follow the authors' checkpoints (tensorflow/models, research/slim/nets/mobilenet), as timm's
mobilenetv3_large_075 and mobilenetv3_small_050 do: a block expands its scaled input by a fixed factor and the layer
before the last is not scaled, where torchvision's width_mult scales both. By timm's names that layer is a 1 x 1
convolution on the pooled pixel, as its weights are stored there, and normalization has PyTorch's constants, with which
timm trained them. The minimalistic networks are from the same place as the widths: no squeeze and excitation, no hard
swish, no 5 x 5 convolution.
"""

from __future__ import annotations

from functools import partial

from explorer.catalog.blocks.inverted_residual import (
    TENSORFLOW_NORM,
    Ends,
    Norm,
    inverted_residual,
    make_divisible,
    timm_sources,
    torchvision_sources,
)
from explorer.catalog.blocks.squeeze import Squeeze
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, NAMES, Choice, Entry, Flag, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    Hardsigmoid,
    Hardswish,
    Linear,
    Operator,
    ReLU,
)

_RELU, _HARDSWISH = ReLU(inplace=True), Hardswish(inplace=True)

# Per block: kernel, factor of the expansion, channels, stride, squeeze and excitation, activation. The factors give
# the expanded widths of the paper's tables (3.67 * 24 is 88 as a multiple of 8); a new stage begins at a new width.
_Row = tuple[int, float, int, int, bool, Operator]
_STAGES: dict[str, tuple[tuple[_Row, ...], ...]] = {
    "large": (
        ((3, 1, 16, 1, False, _RELU),),
        ((3, 4, 24, 2, False, _RELU), (3, 3, 24, 1, False, _RELU)),
        ((5, 3, 40, 2, True, _RELU), *((5, 3, 40, 1, True, _RELU),) * 2),
        (
            (3, 6, 80, 2, False, _HARDSWISH),
            (3, 2.5, 80, 1, False, _HARDSWISH),
            *((3, 2.3, 80, 1, False, _HARDSWISH),) * 2,
        ),
        ((3, 6, 112, 1, True, _HARDSWISH),) * 2,
        ((5, 6, 160, 2, True, _HARDSWISH), *((5, 6, 160, 1, True, _HARDSWISH),) * 2),
    ),
    "small": (
        ((3, 1, 16, 2, True, _RELU),),
        ((3, 4.5, 24, 2, False, _RELU), (3, 3.67, 24, 1, False, _RELU)),
        ((5, 4, 40, 2, True, _HARDSWISH), *((5, 6, 40, 1, True, _HARDSWISH),) * 2),
        ((5, 3, 48, 1, True, _HARDSWISH),) * 2,
        ((5, 6, 96, 2, True, _HARDSWISH), *((5, 6, 96, 1, True, _HARDSWISH),) * 2),
    ),
}
_HIDDEN = {"large": 1280, "small": 1024}


def mobilenet_v3(
    *, image_size: int, variant: str, width: float, minimalistic: bool, dropout: float, names: str, classes: int
) -> Graph:
    """A stem, stages of inverted residual blocks, a 1 x 1 convolution, global average pooling, two linear layers."""
    net = GraphBuilder(f"MobileNetV3-{variant.capitalize()} {width:g}", (3, image_size, image_size))
    stages, in_timm = _STAGES[variant], names == "timm"
    stem_sources, last_sources, fc_source = _ends(stages, in_timm)
    last = _RELU if minimalistic else _HARDSWISH
    norm = Norm() if in_timm else TENSORFLOW_NORM
    conv_bn = partial(net.conv_bn, activation=last, eps=norm.eps, momentum=norm.momentum)
    with net.group("stem"):
        # A narrow network keeps the stem's 16 channels, as timm's mobilenetv3_small_050 does.
        stem = max(16, make_divisible(16 * width))
        x = conv_bn(IMAGE, stem, 3, 2, sources=stem_sources)
    place = 1
    for stage, rows in enumerate(stages, 1):
        for index, (kernel, expansion, channels, stride, squeezed, activation) in enumerate(rows):
            expanded = make_divisible(net.channels(x) * expansion)
            squeeze = Squeeze(make_divisible(expanded // 4), ReLU(), Hardsigmoid())
            timm = partial(timm_sources, f"blocks.{stage - 1}.{index}", expansion > 1)
            with net.group(f"stage{stage}"), net.group(f"block{index + 1}"):
                x = inverted_residual(
                    net,
                    x,
                    make_divisible(channels * width),
                    expanded=expanded,
                    kernel=3 if minimalistic else kernel,
                    stride=stride,
                    activation=_RELU if minimalistic else activation,
                    sources=timm if in_timm else partial(torchvision_sources, f"features.{place}.block"),
                    squeeze=squeeze if squeezed and not minimalistic else None,
                    norm=norm,
                    inplace_add=True,
                )
            place += 1
    with net.group("head"):
        x = conv_bn(x, 6 * net.channels(x), 1, sources=last_sources)
        x = net.add("pool", AdaptiveAvgPool2d((1, 1)), x)
        x = _hidden_layer(net, x, _HIDDEN[variant], last, in_timm)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc2", Linear(_HIDDEN[variant], classes), x, source=fc_source)
    return net.build(x)


def _hidden_layer(net: GraphBuilder, x: str, hidden: int, activation: Operator, in_timm: bool) -> str:
    """The layer before the last: a 1 x 1 convolution of the pooled pixel in timm, a linear layer in torchvision."""
    if in_timm:
        x = net.add("fc1", Conv2d(net.channels(x), hidden, (1, 1)), x, source="conv_head")
        x = net.add(f"{activation.name}1", activation, x)
        return net.add("flatten", Flatten(), x)
    x = net.add("flatten", Flatten(), x)
    x = net.add("fc1", Linear(net.channels(x), hidden), x, source="classifier.0")
    return net.add(f"{activation.name}1", activation, x)


def _ends(stages: tuple[tuple[_Row, ...], ...], in_timm: bool) -> Ends:
    """torchvision numbers the blocks through; timm by stage, and has the last convolution for one more of them."""
    if in_timm:
        last = f"blocks.{len(stages)}.0"
        return ("conv_stem", "bn1"), (f"{last}.conv", f"{last}.bn1"), "classifier"
    last = f"features.{sum(map(len, stages)) + 1}"
    return ("features.0.0", "features.0.1"), (f"{last}.0", f"{last}.1"), "classifier.3"


RECIPES = (
    Recipe(
        "mobilenet_v3",
        "Searched stages of inverted residual blocks between a stem and a 1 x 1 convolution, then two linear layers.",
        (
            IMAGE_SIZE,
            Choice("variant", "large", tuple(_STAGES), "Searched for a larger or smaller time budget per image."),
            Number("width", 1.0, 0.1, 8.0, "Factor on the channels of every block, rounded to multiples of 8."),
            Flag("minimalistic", False, "Only 3 x 3 convolutions and ReLU, no squeeze and excitation."),
            Number("dropout", 0.2, 0.0, 0.9, "Share of features that training zeroes before the last layer."),
            NAMES,
            CLASSES,
        ),
        mobilenet_v3,
    ),
)

_PAPER = Paper("Searching for MobileNetV3", "1905.02244", 2019)
_TABLE = (
    "Parameters and mult-adds are those of Table 3 of the paper, which counts up to 1.5 % more than the convolutions "
    "and linear layers (219 M for Large 1.0)"
)
_CHECKPOINTS = "the table of checkpoints in tensorflow/models, research/slim/nets/mobilenet"


def _entry(
    variant: str,
    suffix: str,
    title: str,
    parameters: dict[str, object],
    notes: str,
    library: str = "torchvision",
    reference: str | None = None,
) -> Entry:
    return Entry(
        slug=f"mobilenet_v3_{variant}{suffix}",
        name=f"MobileNetV3-{variant.capitalize()} {title}",
        family="MobileNet",
        year=2019,
        summary="A search for the fastest network on a phone's processor, finished by hand with a cheap form of swish.",
        paper=_PAPER,
        recipe="mobilenet_v3",
        parameters={"variant": variant, **parameters, "names": library},
        reference={"library": library, "name": reference} if reference else None,
        notes=notes,
    )


ENTRIES = (
    _entry("large", "", "1.0", {}, "", reference="mobilenet_v3_large"),
    _entry("large", "_0_75", "0.75", {"width": 0.75}, f"{_TABLE}.", "timm", "mobilenetv3_large_075"),
    _entry(
        "large",
        "_minimalistic",
        "minimalistic",
        {"minimalistic": True},
        f"Parameters and mult-adds are those of {_CHECKPOINTS}.",
    ),
    _entry(
        "small",
        "",
        "1.0",
        {},
        f"2.5 M parameters and 56 M mult-adds in Table 3 of the paper; {_CHECKPOINTS} says 2.9 M and 66 M.",
        reference="mobilenet_v3_small",
    ),
    _entry(
        "small",
        "_0_75",
        "0.75",
        {"width": 0.75},
        f"{_TABLE}; {_CHECKPOINTS} says 2.4 M parameters.",
        "timm",
        "mobilenetv3_small_075",
    ),
    _entry(
        "small", "_0_5", "0.5", {"width": 0.5}, "timm's, which has 1.59 M parameters.", "timm", "mobilenetv3_small_050"
    ),
    _entry(
        "small",
        "_minimalistic",
        "minimalistic",
        {"minimalistic": True},
        f"Parameters are those of {_CHECKPOINTS}; the convolutions and linear layers take 52 M mult-adds where it says "
        "65 M, as it says 66 M for Small 1.0, which the paper corrects to 56 M.",
    ),
)
