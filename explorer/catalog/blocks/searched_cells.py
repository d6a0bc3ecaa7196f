"""Networks of searched cells: the cells and their stack, which NASNet and PNASNet share.

Layers and their names are those of timm's nasnetalarge and pnasnet5large. families/nasnet.py says what of padding and
pools differs from timm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import Integer, Number
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    ZeroPad2d,
)

_EPS = 0.001

# What a cell starts from: the outputs of the cell before it and of the one before that. Branch n's sum is state n + 1.
CURRENT, PREVIOUS = 0, 1


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two operations that a branch adds: "separable", "max", "avg" or "none", on one of the states."""

    operation: str
    state: int
    kernel: int = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What the search chose: five branches of two operations each, and the states that are concatenated."""

    branches: tuple[tuple[Side, Side], ...]
    output: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Design:
    """A network's two cells, and what is its own in the reference implementation.

    stem is the first convolution's name there, halving what follows a cell's name where its previous input is halved;
    inplace is for activations that are the only readers of their input.
    """

    normal: Cell
    reduction: Cell
    stem: str
    halving: str
    inplace: bool


def stack_cells(
    net: GraphBuilder,
    design: Design,
    stages: Sequence[Sequence[str]],
    filters: int,
    stem_filters: int,
    *,
    skip_reduction: bool,
    dropout: float,
    classes: int,
) -> Graph:
    """The whole network. stages are the reference's names of the cells; from stage 2 on the first one reduces."""
    with net.group("stem"):
        sources = (f"{design.stem}.conv", f"{design.stem}.bn")
        x = net.conv_bn(IMAGE, stem_filters, 3, 2, padding=0, sources=sources, activation=None, eps=_EPS)
        with net.group("reduction1"):
            # The only cell with nothing before its input, which it reads twice.
            fitted = _fit(net, x, filters // 4, "current", "cell_stem_0.conv_1x1")
            previous = _branches(net, design, [fitted, x], filters // 4, "cell_stem_0", reduces=True)
        with net.group("reduction2"):
            current = _cell(net, design, previous, x, filters // 2, "cell_stem_1", reduces=True, halves=True)
    for stage, sources_of_cells in enumerate(stages):
        with net.group(f"stage{stage + 1}"):
            for index, source in enumerate(sources_of_cells, 0 if stage else 1):
                # After a reduction the previous cell's output still has the old resolution.
                reduces, halves = index == 0, index == 1
                with net.group("reduction" if reduces else f"block{index}"):
                    width = filters * 2**stage
                    x = _cell(net, design, current, previous, width, source, reduces=reduces, halves=halves)
                if not (reduces and skip_reduction):
                    previous = current
                current = x
    with net.group("head"):
        x = net.add("relu", ReLU(inplace=design.inplace), current)
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="last_linear")
    return net.build(x)


def _cell(
    net: GraphBuilder,
    design: Design,
    current: str,
    previous: str,
    width: int,
    source: str,
    *,
    reduces: bool,
    halves: bool,
) -> str:
    """Both inputs brought to the cell's width (and one resolution), then the branches."""
    if halves:
        previous = _halve(net, previous, width, source + design.halving)
    else:
        previous = _fit(net, previous, width, "previous", f"{source}.conv_prev_1x1")
    current = _fit(net, current, width, "current", f"{source}.conv_1x1")
    return _branches(net, design, [current, previous], width, source, reduces=reduces)


def _fit(net: GraphBuilder, x: str, width: int, group: str, source: str, stride: int = 1) -> str:
    """ReLU, 1 x 1 convolution, normalization."""
    with net.group(group):
        x = net.add("relu", ReLU(), x)
        return _pointwise(net, x, width, source, stride)


def _pointwise(net: GraphBuilder, x: str, width: int, source: str, stride: int = 1) -> str:
    sources = (f"{source}.conv", f"{source}.bn")
    return net.conv_bn(x, width, 1, stride, sources=sources, activation=None, eps=_EPS)


def _halve(net: GraphBuilder, x: str, width: int, source: str) -> str:
    """Half the resolution: every other pixel makes half of the channels, its lower right neighbour the other half."""
    one_pixel = AvgPool2d((1, 1), (2, 2), count_include_pad=False)
    with net.group("previous"):
        x = net.add("relu", ReLU(), x)
        paths = []
        for number, channels in ((1, width // 2), (2, width - width // 2)):
            y = x if number == 1 else net.add("shift", ZeroPad2d((-1, 1, -1, 1)), x)
            y = net.add(f"pool{number}", one_pixel, y)
            conv = Conv2d(net.channels(x), channels, (1, 1), bias=False)
            paths.append(net.add(f"conv{number}", conv, y, source=f"{source}.path_{number}.conv"))
        x = net.add("concat", Concat(), *paths)
        return net.add("bn", BatchNorm2d(width, _EPS), x, source=f"{source}.final_path_bn")


def _branches(net: GraphBuilder, design: Design, states: list[str], width: int, source: str, *, reduces: bool) -> str:
    """The sums of two operations each, of which a later one may read an earlier one; those kept are concatenated."""
    cell, stride = (design.reduction, 2) if reduces else (design.normal, 1)
    for number, sides in enumerate(cell.branches):
        with net.group(f"branch{number + 1}"):
            results = []
            for name, side in zip(("left", "right"), sides, strict=True):
                # Sums have the cell's new resolution already.
                step = stride if side.state in (CURRENT, PREVIOUS) else 1
                at = f"{source}.comb_iter_{number}_{name}"
                results.append(_side(net, side, states[side.state], width, step, name, at, inplace=design.inplace))
            states.append(net.add("add", Add(), *results))
    return net.add("concat", Concat(), *(states[index] for index in cell.output))


def _side(
    net: GraphBuilder, side: Side, x: str, width: int, stride: int, name: str, source: str, *, inplace: bool
) -> str:
    if side.operation == "none":
        return _fit(net, x, width, name, source, stride) if stride > 1 else x
    with net.group(name):
        if side.operation == "separable":
            return _separable_twice(net, x, width, side.kernel, stride, source, inplace=inplace)
        window, around = (side.kernel, side.kernel), (side.kernel // 2, side.kernel // 2)
        pool = MaxPool2d if side.operation == "max" else partial(AvgPool2d, count_include_pad=False)
        x = net.add("pool", pool(window, (stride, stride), around), x)
        return x if net.channels(x) == width else _pointwise(net, x, width, source)


def _separable_twice(
    net: GraphBuilder, x: str, width: int, kernel: int, stride: int, source: str, *, inplace: bool
) -> str:
    """ReLU, depthwise and pointwise convolution, normalization; the same again without a stride."""
    for number, step in ((1, stride), (2, 1)):
        inputs = net.channels(x)
        padding = (kernel // 2, kernel // 2)
        depthwise = Conv2d(inputs, inputs, (kernel, kernel), (step, step), padding, groups=inputs, bias=False)
        at = f"{source}.separable_{number}"
        # The first would overwrite a state that other branches read.
        x = net.add(f"relu{number}", ReLU(inplace=inplace and number > 1), x)
        x = net.add(f"depthwise{number}", depthwise, x, source=f"{at}.depthwise_conv2d")
        x = net.add(f"pointwise{number}", Conv2d(inputs, width, (1, 1), bias=False), x, source=f"{at}.pointwise_conv2d")
        x = net.add(f"bn{number}", BatchNorm2d(width, _EPS), x, source=f"{source}.bn_sep_{number}")
    return x


IMAGE_SIZE_331 = Integer("image_size", 331, 32, 4096, "Height and width of the input image in pixels.")
STEM_FILTERS = Integer("stem_filters", 96, 1, 1024, "Filters of the first convolution.")
DROPOUT = Number("dropout", 0.0, 0.0, 1.0, "Share of the features set to zero in training before the last layer.")
