"""ShuffleNet v1: grouped 1 x 1 convolutions, and a shuffle of channels that lets the groups exchange what they found.

Zhang, Zhou, Lin and Sun, "ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices", 2017
(arXiv 1707.01083), Table 1 and Figure 2. Channels at other widths follow the authors' own release
(megvii-model/ShuffleNet-Series): what a group count does not divide is rounded up, and conv1 keeps 24 filters at
1.5x. Unlike the release, which shuffles after the depthwise convolution and rectifies a downsampling unit before it
is concatenated, the order is the figure's; neither changes a count. The last layer has a bias, which the release
omits and the paper does not mention.
"""

from __future__ import annotations

from dataclasses import replace

from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Flag, Integer, Number, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    ChannelShuffle,
    Concat,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sigmoid,
)

UNITS = (4, 8, 4)
"""Units in stages 2, 3 and 4; the first of each halves the resolution."""

STAGE2_CHANNELS = {"1": 144, "2": 200, "3": 240, "4": 272, "8": 384}
"""Output channels of stage 2 at width 1 by group count, chosen so that all cost about 140 M MACs (Table 1)."""

SQUEEZE = 16
"""Channels per hidden unit of a squeeze-and-excitation block."""


def shufflenet_v1(*, image_size: int, groups: str, width: float, stem: int, se: bool, classes: int) -> Graph:
    """A stem that quarters the resolution, three stages of shuffle units whose width doubles, one linear layer."""
    count = int(groups)
    # Of the bottleneck, a quarter as wide, every group takes an equal share.
    unit = 4 * count
    channels = -(-round(STAGE2_CHANNELS[groups] * width) // unit) * unit
    if stem % count or stem >= channels:
        raise InvalidParameters(
            f"stem is {stem}; it must be a multiple of groups ({count}) and less than the {channels} channels of "
            "stage 2.",
            field="parameters.stem",
        )
    net = GraphBuilder(f"ShuffleNet v1 {width:g}x (g = {groups})", (3, image_size, image_size))
    with net.group("stem"):
        x = net.conv_bn(IMAGE, stem, 3, 2, suffix="1")
        x = net.add("maxpool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    for stage, units in enumerate(UNITS, 2):
        with net.group(f"stage{stage}"):
            for index in range(units):
                with net.group(f"block{index + 1}"):
                    # The stem's few channels are not worth dividing.
                    first = 1 if (stage, index) == (2, 0) else count
                    x = _unit(net, x, channels * 2 ** (stage - 2), (first, count), index == 0, se)
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x)
    return net.build(x)


def _unit(net: GraphBuilder, x: str, outer: int, groups: tuple[int, int], downsample: bool, excite: bool) -> str:
    """Figure 2 b: relu(F(x) + x); where it downsamples (c), relu(F(x) beside the pooled x)."""
    first, last = groups
    # Concatenation brings the input's channels along, so that F makes only those still missing.
    own = outer - net.channels(x) if downsample else outer
    y = net.conv_bn(x, outer // 4, 1, groups=first, suffix="1")
    if last > 1:
        y = net.add("shuffle", ChannelShuffle(last), y)
    y = net.conv_bn(y, outer // 4, 3, 2 if downsample else 1, groups=outer // 4, suffix="2", activation=None)
    y = net.conv_bn(y, own, 1, groups=last, suffix="3", activation=None)
    if excite:
        squeeze = Squeeze(max(1, own // SQUEEZE), ReLU(inplace=True), Sigmoid())
        # No reference has these layers, so they have no names but their own.
        y = squeeze_excitation(net, y, squeeze)
    if downsample:
        with net.group("shortcut"):
            x = net.add("avgpool", AvgPool2d((3, 3), (2, 2), (1, 1)), x)
        y = net.add("concat", Concat(), x, y)
    else:
        y = net.add("add", Add(), y, x)
    return net.add("relu", ReLU(inplace=True), y)


RECIPES = (
    Recipe(
        "shufflenet_v1",
        "Three stages of units with grouped 1 x 1 convolutions and a channel shuffle between them.",
        (
            IMAGE_SIZE,
            Choice("groups", "3", tuple(STAGE2_CHANNELS), "Groups the 1 x 1 convolutions are divided into."),
            Number("width", 1.0, 0.25, 4.0, "Factor on the channels of all units."),
            Integer("stem", 24, 1, 512, "Filters of the first convolution; a multiple of groups."),
            Flag(
                "se", False, "Whether units weigh their channels (squeeze-and-excitation) before they add their input."
            ),
            CLASSES,
        ),
        shufflenet_v1,
    ),
)

_PAPER = Paper("ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile Devices", "1707.01083", 2017)
_SENET_PAPER = Paper("Squeeze-and-Excitation Networks", "1709.01507", 2017)
_SUMMARY = (
    "Divides 1 x 1 convolutions into groups to save operations, and shuffles channels so that the groups still "
    "learn from each other."
)
_NOTES = (
    "Neither torchvision nor timm has it. Parameters: those counted by pytorchcv where it has the size (exact), else "
    "the authors' release (rounded). MACs: Table 1 of the paper counts convolutions only; its Table 5 and the "
    "release count the linear layer as well. pytorchcv's MACs are higher by what it counts for normalization and "
    "activations. The budgets of 38 and 13 M MACs in Tables 2 to 4 are those of a whole row, not of each network."
)
_NOTES_HALF_G4 = (
    " 272 / 2 channels cannot be divided into 4 groups of a bottleneck; the 576 channels of stage 4 that section 4.2 "
    "mentions are 4 x 144."
)
_NOTES_SE = (
    " The papers do not say where its squeeze-and-excitation blocks are; taken to be at the end of the residual "
    "branch, with one hidden unit per 16 channels as in other SENets. That gives the 2.4 M parameters of the SENet "
    "paper's Table 3 for 1x, if rounded down as the 1.8 M beside them are, and 526.5 of the 527 M MACs of the "
    "ShuffleNet paper's Table 5 for 2x."
)

# Width, filters of conv1 and groups. conv1 is scaled too and rounded up to a multiple of the groups, except at 1.5x,
# where only 24 filters give the published 292 M MACs.
_CONFIGURATIONS = (
    (0.25, 6, "1"),
    (0.25, 6, "3"),
    (0.25, 8, "8"),
    (0.5, 12, "1"),
    (0.5, 12, "3"),
    (0.5, 12, "4"),
    (0.5, 16, "8"),
    (0.75, 18, "1"),
    (0.75, 18, "3"),
    (1.0, 24, "1"),
    (1.0, 24, "2"),
    (1.0, 24, "3"),
    (1.0, 24, "4"),
    (1.0, 24, "8"),
    (1.5, 24, "3"),
    (1.5, 24, "8"),
    (2.0, 48, "3"),
    (2.0, 48, "8"),
)


def _entry(width: float, stem: int, groups: str, notes: str = "") -> Entry:
    return Entry(
        slug=f"shufflenet_v1_x{str(width).replace('.', '_')}_g{groups}",
        name=f"ShuffleNet v1 {width:g}x (g = {groups})",
        family="ShuffleNet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="shufflenet_v1",
        parameters={"groups": groups, "width": width, "stem": stem},
        reference=None,
        notes=_NOTES + notes,
    )


def _gated(plain: Entry, slug: str, name: str, paper: Paper) -> Entry:
    """The network with squeeze-and-excitation in every unit."""
    parameters = {**plain.parameters, "se": True}
    return replace(plain, slug=slug, name=name, paper=paper, parameters=parameters, notes=_NOTES + _NOTES_SE)


ENTRIES = (
    *(
        _entry(width, stem, groups, _NOTES_HALF_G4 if (width, groups) == (0.5, "4") else "")
        for width, stem, groups in _CONFIGURATIONS
    ),
    _gated(_entry(2.0, 48, "3"), "shufflenet_v1_x2_0_g3_se", "ShuffleNet v1 2x + SE (g = 3)", _PAPER),
    _gated(_entry(1.0, 24, "3"), "se_shufflenet_v1_x1_0_g3", "SE-ShuffleNet v1 1x (g = 3)", _SENET_PAPER),
)
