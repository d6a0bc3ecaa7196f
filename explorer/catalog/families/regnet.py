"""RegNet: networks whose widths and depths follow a quantized linear rule, the best part of a measured design space.

Radosavovic, Kosaraju, Girshick, He and Dollar, "Designing Network Design Spaces", 2020 (arXiv 2003.13678): the rule is
that of section 3.3, the parameters of each network those of Figures 15 and 16. RegNetY is RegNetX with
squeeze-and-excitation. Blocks are torchvision's; names are timm's where only timm has a network.

Widths the rule gives must still be made multiples of the group width. The paper's code (pycls) takes the nearest
multiple, as timm does; torchvision rounds a half up and never goes more than 10 % below the width, which makes one or
two stages of its RegNetX-400MF, RegNetY-800MF and RegNetY-8GF wider than in the paper. The paper's are entries too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

from explorer.catalog.blocks.inverted_residual import make_divisible
from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, NAMES, Choice, Entry, Integer, Number, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Add, Flatten, Linear, ReLU, Sigmoid

STEM_CHANNELS = 32
QUANTUM = 8
"""All widths are multiples of it."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What a library calls a block, its parts, a convolution and its normalization, and the last layer."""

    block: str
    convolutions: tuple[str, str, str]
    squeeze: str
    shortcut: str
    pair: tuple[str, str]
    fc: str

    def conv_bn(self, source: str) -> tuple[str, str]:
        conv, bn = self.pair
        return f"{source}.{conv}", f"{source}.{bn}"


_NAMES = {
    "torchvision": _Names(
        "trunk_output.block{stage}.block{stage}-{index}", ("f.a", "f.b", "f.c"), "f.se", "proj", ("0", "1"), "fc"
    ),
    "timm": _Names("s{stage}.b{number}", ("conv1", "conv2", "conv3"), "se", "downsample", ("conv", "bn"), "head.fc"),
}


def stages(
    *, depth: int, w_0: int, w_a: float, w_m: float, group_width: int, rounding: str
) -> tuple[tuple[int, int, int], ...]:
    """Blocks, width and width of a group of each stage.

    Section 3.3: block j of `depth` would be u_j = w_0 + w_a * j wide (equation 2). So that few widths remain, u_j is
    replaced by the nearest w_0 * w_m^s with a whole s (equations 3 and 4), rounded to a multiple of 8. Blocks of
    equal width are a stage.
    """
    exponents = [round(math.log((w_0 + w_a * j) / w_0) / math.log(w_m)) for j in range(depth)]
    widths = [round(w_0 * w_m**s / QUANTUM) * QUANTUM for s in exponents]
    found = []
    for width, blocks in groupby(widths):
        group = min(group_width, width)
        multiple = round(width / group) * group if rounding == "nearest" else make_divisible(width, group)
        found.append((len(list(blocks)), multiple, group))
    return tuple(found)


def regnet(
    *,
    image_size: int,
    depth: int,
    w_0: int,
    w_a: float,
    w_m: float,
    group_width: int,
    se_ratio: float,
    rounding: str,
    names: str,
    classes: int,
) -> Graph:
    """A stem of one convolution, stages of residual blocks as the rule gives them, one linear layer."""
    if w_0 % QUANTUM:
        raise InvalidParameters(f"w_0 is {w_0}; it must be a multiple of {QUANTUM}.", field="parameters.w_0")
    net = GraphBuilder("RegNetY" if se_ratio else "RegNetX", (3, image_size, image_size))
    named = _NAMES[names]
    with net.group("stem"):
        x = net.conv_bn(IMAGE, STEM_CHANNELS, 3, 2, sources=named.conv_bn("stem"))
    rule = stages(depth=depth, w_0=w_0, w_a=w_a, w_m=w_m, group_width=group_width, rounding=rounding)
    for stage, (count, width, group) in enumerate(rule, 1):
        with net.group(f"stage{stage}"):
            for index in range(count):
                with net.group(f"block{index + 1}"):
                    source = named.block.format(stage=stage, index=index, number=index + 1)
                    x = _block(net, x, width, group, 2 if index == 0 else 1, se_ratio, named, source)
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source=named.fc)
    return net.build(x)


def _block(
    net: GraphBuilder, x: str, width: int, group: int, stride: int, se_ratio: float, names: _Names, source: str
) -> str:
    """relu(x + F(x)): 1 x 1, grouped 3 x 3 and 1 x 1 convolution of one width (a bottleneck that does not narrow)."""
    # The squeeze is a share of what enters the block, not of what the 3 x 3 convolution makes of it.
    hidden = max(1, round(se_ratio * net.channels(x)))
    first, second, third = (names.conv_bn(f"{source}.{name}") for name in names.convolutions)
    y = net.conv_bn(x, width, 1, suffix="1", sources=first)
    y = net.conv_bn(y, width, 3, stride, groups=width // group, suffix="2", sources=second)
    if se_ratio:
        squeeze = f"{source}.{names.squeeze}"
        y = squeeze_excitation(net, y, Squeeze(hidden, ReLU(), Sigmoid()), (f"{squeeze}.fc1", f"{squeeze}.fc2"))
    y = net.conv_bn(y, width, 1, suffix="3", sources=third, activation=None)
    if stride != 1 or net.channels(x) != width:
        with net.group("shortcut"):
            x = net.conv_bn(x, width, 1, stride, sources=names.conv_bn(f"{source}.{names.shortcut}"), activation=None)
    y = net.add("add", Add(), x, y)
    return net.add("relu", ReLU(inplace=True), y)


RECIPES = (
    Recipe(
        "regnet",
        "Stages of residual blocks whose number and widths follow from a line quantized to powers of a factor.",
        (
            IMAGE_SIZE,
            Integer("depth", 22, 1, 64, "Blocks of the whole network."),
            Integer("w_0", 24, 8, 1024, "Width of the first block; a multiple of 8."),
            Number("w_a", 24.48, 0.0, 256.0, "Slope: growth in width per block, before rounding."),
            Number("w_m", 2.54, 1.1, 8.0, "Factor between the widths of two stages; larger factors give fewer stages."),
            Integer("group_width", 16, 1, 1024, "Channels in each group of the 3 x 3 convolutions."),
            Number("se_ratio", 0.0, 0.0, 1.0, "Hidden units of squeeze-and-excitation per channel; 0 omits it."),
            Choice(
                "rounding",
                "nearest",
                ("nearest", "torchvision"),
                "Rounding of widths to multiples of the group width: the nearest, or one at most 10 % smaller.",
            ),
            NAMES,
            CLASSES,
        ),
        regnet,
    ),
)

_PAPER = Paper("Designing Network Design Spaces", "2003.13678", 2020)
_SUMMARIES = {
    "x": "Instead of one best network, a simple rule for width and depth that gives good networks at every size.",
    "y": "RegNetX with squeeze-and-excitation: every block scales its channels by statistics of the whole image.",
}
# depth, w_0, w_a, w_m and group width.
_CONFIGURATIONS: dict[str, dict[str, tuple[int, int, float, float, int]]] = {
    "x": {
        "200MF": (13, 24, 36.44, 2.49, 8),
        "400MF": (22, 24, 24.48, 2.54, 16),
        "600MF": (16, 48, 36.97, 2.24, 24),
        "800MF": (16, 56, 35.73, 2.28, 16),
        "1.6GF": (18, 80, 34.01, 2.25, 24),
        "3.2GF": (25, 88, 26.31, 2.25, 48),
        "4GF": (23, 96, 38.65, 2.43, 40),
        "6.4GF": (17, 184, 60.83, 2.07, 56),
        "8GF": (23, 80, 49.56, 2.88, 120),
        "12GF": (19, 168, 73.36, 2.37, 112),
        "16GF": (22, 216, 55.59, 2.1, 128),
        "32GF": (23, 320, 69.86, 2.0, 168),
    },
    "y": {
        "200MF": (13, 24, 36.44, 2.49, 8),
        "400MF": (16, 48, 27.89, 2.09, 8),
        "600MF": (15, 48, 32.54, 2.32, 16),
        "800MF": (14, 56, 38.84, 2.4, 16),
        "1.6GF": (27, 48, 20.71, 2.65, 24),
        "3.2GF": (21, 80, 42.63, 2.66, 24),
        "4GF": (22, 96, 31.41, 2.24, 64),
        "6.4GF": (25, 112, 33.22, 2.27, 72),
        "8GF": (17, 192, 76.82, 2.19, 56),
        "12GF": (19, 168, 73.36, 2.37, 112),
        "16GF": (18, 200, 106.23, 2.48, 112),
        "32GF": (20, 232, 115.89, 2.53, 232),
        "128GF": (27, 456, 160.83, 2.52, 264),
    },
}
_NOT_IN_TORCHVISION = {"200MF", "600MF", "4GF", "6.4GF", "12GF"}
_WIDER_IN_TORCHVISION = {("x", "400MF"), ("y", "800MF"), ("y", "8GF")}
_SIZES_IN_TIMM = {"200MF": "002", "400MF": "004", "600MF": "006", "800MF": "008"}
_SIZES_IN_TIMM |= {"4GF": "040", "6.4GF": "064", "8GF": "080", "12GF": "120"}
_NOTES_TIMM = "Widths as in the paper's code (pycls), and parameters as its model zoo gives them; names are timm's."
_NOTES_WIDER = (
    "torchvision's widths, which its weights need: some are a group wider than the paper's, which is an entry of its "
    "own, because torchvision rounds widths to multiples of the group width differently."
)
_NOTES_128 = "torchvision's; the paper ends at 32GF."


def _entry(kind: str, size: str, library: str) -> Entry:
    slug = f"regnet_{kind}_{size.lower().replace('.', '_')}"
    name = f"RegNet{kind.upper()}-{size}"
    reference = slug if library == "torchvision" else f"regnet{kind}_{_SIZES_IN_TIMM[size]}"
    wider = (kind, size) in _WIDER_IN_TORCHVISION
    if library == "torchvision":
        notes = _NOTES_WIDER if wider else _NOTES_128 if size == "128GF" else ""
    elif wider:
        slug, name, notes = f"{slug}_paper", f"{name} (paper)", f"Narrower than torchvision's. {_NOTES_TIMM}"
    else:
        notes = f"Not in torchvision. {_NOTES_TIMM}"
    rule = dict(zip(("depth", "w_0", "w_a", "w_m", "group_width"), _CONFIGURATIONS[kind][size], strict=True))
    return Entry(
        slug=slug,
        name=name,
        family="RegNet",
        year=2020,
        summary=_SUMMARIES[kind],
        paper=_PAPER,
        recipe="regnet",
        parameters={
            **rule,
            "se_ratio": 0.25 if kind == "y" else 0.0,
            "rounding": "torchvision" if library == "torchvision" else "nearest",
            "names": library,
        },
        reference={"library": library, "name": reference},
        notes=notes,
    )


def _libraries(kind: str, size: str) -> tuple[str, ...]:
    """Both where they have different networks of one name."""
    if size in _NOT_IN_TORCHVISION:
        return ("timm",)
    return ("torchvision", "timm") if (kind, size) in _WIDER_IN_TORCHVISION else ("torchvision",)


ENTRIES = tuple(
    _entry(kind, size, library)
    for kind, sizes in _CONFIGURATIONS.items()
    for size in sizes
    for library in _libraries(kind, size)
)
