"""ShuffleNet v2: half of the channels pass a unit untouched, and a shuffle mixes them with the other half.

Ma, Zhang, Zheng and Sun, "ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design", 2018
(arXiv 1807.11164), Figure 3 c and d, Table 5, as torchvision implements it. torchvision counts 145 M MACs for 1.0x;
the paper's 146 M and the figures of the other widths are all about 1 % higher.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    ChannelShuffle,
    Concat,
    Flatten,
    Linear,
    MaxPool2d,
    Narrow,
)


def shufflenet_v2(
    *, image_size: int, blocks: tuple[int, ...], widths: tuple[int, ...], last: int, stem: int, classes: int
) -> Graph:
    """A stem that quarters the resolution, three stages of units, a last 1 x 1 convolution and one linear layer."""
    for width in widths:
        if width % 2:
            raise InvalidParameters(
                f"widths has {width}; all must be even, for a unit splits its channels in half.",
                field="parameters.widths",
            )
    net = GraphBuilder("ShuffleNet v2", (3, image_size, image_size))
    with net.group("stem"):
        x = net.conv_bn(IMAGE, stem, 3, 2, suffix="1", sources=("conv1.0", "conv1.1"))
        x = net.add("maxpool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    for stage, (count, width) in enumerate(zip(blocks, widths, strict=True), 2):
        with net.group(f"stage{stage}"):
            for index in range(count):
                with net.group(f"block{index + 1}"):
                    x = _unit(net, x, width // 2, index == 0, f"stage{stage}.{index}")
    with net.group("head"):
        x = net.conv_bn(x, last, 1, suffix="5", sources=("conv5.0", "conv5.1"))
        # torchvision takes the mean over both image dimensions, which is the same.
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="fc")
    return net.build(x)


def _unit(net: GraphBuilder, x: str, half: int, downsample: bool, source: str) -> str:
    """Figure 3 c: half of the channels are kept, the others convolved; where it downsamples (d), both see all."""
    stride = 2 if downsample else 1
    with net.group("branch1"):
        if downsample:
            first = f"{source}.branch1"
            kept = _depthwise(net, x, stride, "1", (f"{first}.0", f"{first}.1"))
            kept = net.conv_bn(kept, half, 1, suffix="2", sources=(f"{first}.2", f"{first}.3"))
        else:
            kept = net.add("split", Narrow(1, 0, half), x)
    with net.group("branch2"):
        second = f"{source}.branch2"
        y = x if downsample else net.add("split", Narrow(1, half, half), x)
        y = net.conv_bn(y, half, 1, suffix="1", sources=(f"{second}.0", f"{second}.1"))
        y = _depthwise(net, y, stride, "2", (f"{second}.3", f"{second}.4"))
        y = net.conv_bn(y, half, 1, suffix="3", sources=(f"{second}.5", f"{second}.6"))
    y = net.add("concat", Concat(), kept, y)
    return net.add("shuffle", ChannelShuffle(2), y)


def _depthwise(net: GraphBuilder, x: str, stride: int, suffix: str, sources: tuple[str, str]) -> str:
    channels = net.channels(x)
    return net.conv_bn(x, channels, 3, stride, groups=channels, suffix=suffix, sources=sources, activation=None)


RECIPES = (
    Recipe(
        "shufflenet_v2",
        "Three stages of units that convolve half of their channels, keep the other half and shuffle both.",
        (
            IMAGE_SIZE,
            Integers("blocks", (4, 8, 4), 1, 64, "Units in stages 2, 3 and 4."),
            Integers("widths", (116, 232, 464), 2, 4096, "Channels of stages 2, 3 and 4; even numbers."),
            Integer("last", 1024, 1, 8192, "Channels of the last convolution, conv5."),
            Integer("stem", 24, 1, 512, "Filters of the first convolution, conv1."),
            CLASSES,
        ),
        shufflenet_v2,
    ),
)

_PAPER = Paper("ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design", "1807.11164", 2018)
# Channels of stages 2 to 4 and of conv5 by width (Table 5).
_CONFIGURATIONS: dict[str, tuple[list[int], int]] = {
    "0.5": ([48, 96, 192], 1024),
    "1.0": ([116, 232, 464], 1024),
    "1.5": ([176, 352, 704], 1024),
    "2.0": ([244, 488, 976], 2048),
}

ENTRIES = tuple(
    Entry(
        slug=f"shufflenet_v2_x{width.replace('.', '_')}",
        name=f"ShuffleNet v2 {float(width):g}x",
        family="ShuffleNet",
        year=2018,
        summary="Designed for measured speed, not few operations: split the channels, convolve one half, "
        "concatenate and shuffle.",
        paper=_PAPER,
        recipe="shufflenet_v2",
        parameters={"widths": widths, "last": last},
        reference={"library": "torchvision", "name": f"shufflenet_v2_x{width.replace('.', '_')}"},
    )
    for width, (widths, last) in _CONFIGURATIONS.items()
)
