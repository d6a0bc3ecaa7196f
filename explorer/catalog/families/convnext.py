"""ConvNeXt: a ResNet modernized step by step with the choices of vision transformers, yet made of convolutions only.

Liu, Mao, Wu, Feichtenhofer, Darrell and Xie, "A ConvNet for the 2020s", 2022 (arXiv 2201.03545), Figure 4 and
section 3.1, as torchvision implements it: normalization and the 1 x 1 convolutions of a block (written as linear
layers) see the channels last. The sizes are those of section 3; rates of stochastic depth are torchvision's, which
are the paper's for ImageNet-1K (Table 5).
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Entry, Integers, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    GELU,
    AdaptiveAvgPool2d,
    Add,
    Conv2d,
    Flatten,
    LayerNorm,
    LayerScale,
    Linear,
    Permute,
    StochasticDepth,
)

EXPANSION = 4
"""Width between the two linear layers of a block over the width of the block."""

EPS = 1e-6
_CHANNELS_LAST, _CHANNELS_FIRST = Permute((0, 2, 3, 1)), Permute((0, 3, 1, 2))


def convnext(
    *, image_size: int, blocks: tuple[int, ...], widths: tuple[int, ...], stochastic_depth: float, classes: int
) -> Graph:
    """A stem of 4 x 4 patches, four stages of blocks with a 2 x 2 convolution before each but the first, a head."""
    net = GraphBuilder("ConvNeXt", (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv", Conv2d(3, widths[0], (4, 4), (4, 4)), IMAGE, source="features.0.0")
        x = _norm(net, x, "features.0.1")
    done, last = 0, sum(blocks) - 1
    for stage, (count, width) in enumerate(zip(blocks, widths, strict=True), 1):
        with net.group(f"stage{stage}"):
            if stage > 1:
                source = f"features.{2 * stage - 2}"
                with net.group("downsample"):
                    x = _norm(net, x, f"{source}.0")
                    conv = Conv2d(net.channels(x), width, (2, 2), (2, 2))
                    x = net.add("conv", conv, x, source=f"{source}.1")
            for index in range(count):
                with net.group(f"block{index + 1}"):
                    # Deeper blocks are dropped more often, the last one with the full rate.
                    x = _block(net, x, stochastic_depth * done / last, f"features.{2 * stage - 1}.{index}")
                done += 1
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = _norm(net, x, "classifier.0")
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="classifier.2")
    return net.build(x)


def _norm(net: GraphBuilder, x: str, source: str) -> str:
    """Layer normalization over the channels of (N, C, H, W)."""
    channels = net.channels(x)
    with net.group("norm"):
        x = net.add("channels_last", _CHANNELS_LAST, x)
        x = net.add("norm", LayerNorm(channels, EPS), x, source=source)
        return net.add("channels_first", _CHANNELS_FIRST, x)


def _block(net: GraphBuilder, x: str, rate: float, source: str) -> str:
    """x + F(x): 7 x 7 depthwise convolution, normalization, two linear layers with a GELU between them."""
    width = net.channels(x)
    conv = Conv2d(width, width, (7, 7), padding=(3, 3), groups=width)
    y = net.add("conv", conv, x, source=f"{source}.block.0")
    y = net.add("channels_last", _CHANNELS_LAST, y)
    y = net.add("norm", LayerNorm(width, EPS), y, source=f"{source}.block.2")
    y = net.add("fc1", Linear(width, EXPANSION * width), y, source=f"{source}.block.3")
    y = net.add("gelu", GELU(), y)
    y = net.add("fc2", Linear(EXPANSION * width, width), y, source=f"{source}.block.5")
    y = net.add("channels_first", _CHANNELS_FIRST, y)
    y = net.add("scale", LayerScale(width), y, source=source)
    y = net.add("drop", StochasticDepth(rate), y)
    return net.add("add", Add(inplace=True), y, x)


RECIPES = (
    Recipe(
        "convnext",
        "Four stages of 7 x 7 depthwise convolutions, each followed by two linear layers over the channels.",
        (
            IMAGE_SIZE,
            Integers("blocks", (3, 3, 9, 3), 1, 64, "Blocks in each of the four stages."),
            Integers("widths", (96, 192, 384, 768), 1, 4096, "Channels of each of the four stages."),
            Number("stochastic_depth", 0.1, 0.0, 1.0, "How often training drops the last block; never the first."),
            CLASSES,
        ),
        convnext,
    ),
)

_PAPER = Paper("A ConvNet for the 2020s", "2201.03545", 2022)
_CONFIGURATIONS: dict[str, tuple[list[int], int, float]] = {
    "Tiny": ([3, 3, 9, 3], 96, 0.1),
    "Small": ([3, 3, 27, 3], 96, 0.4),
    "Base": ([3, 3, 27, 3], 128, 0.5),
    "Large": ([3, 3, 27, 3], 192, 0.5),
    "XLarge": ([3, 3, 27, 3], 256, 0.5),
}
_NOTES_XLARGE = (
    "Not in torchvision, although it uses torchvision's names; timm's convnext_xlarge is the same network but stores "
    "a block's scale under another name and in another shape. Parameters and MACs from Table 1 of the "
    "paper, whose XL is trained on ImageNet-22K first; the rate of stochastic depth is that of the other large ones."
)

ENTRIES = tuple(
    Entry(
        slug=f"convnext_{size.lower()}",
        name=f"ConvNeXt-{size}",
        family="ConvNeXt",
        year=2022,
        summary="A convolutional network with a vision transformer's proportions and training is as accurate as one.",
        paper=_PAPER,
        recipe="convnext",
        parameters={
            "blocks": blocks,
            "widths": [width, 2 * width, 4 * width, 8 * width],
            "stochastic_depth": stochastic_depth,
        },
        reference=None if size == "XLarge" else {"library": "torchvision", "name": f"convnext_{size.lower()}"},
        notes=_NOTES_XLARGE if size == "XLarge" else "",
    )
    for size, (blocks, width, stochastic_depth) in _CONFIGURATIONS.items()
)
