"""SqueezeNet: fire modules that squeeze to a few channels before they expand with 1 x 1 and 3 x 3 convolutions.

Iandola, Han, Moskewicz, Ashraf, Dally and Keutzer, "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters
and <0.5MB model size", 2016 (arXiv 1602.07360), Table 1 and Figure 2; both versions as torchvision builds them.
Version 1.1 is the authors' later release (not in the paper): a 3 x 3 conv1 with 64 filters and earlier pools, 2.4
times cheaper. The pools round up, as in Caffe; torchvision's conv1 of version 1.0 has no padding, so that it makes
109 pixels of 224 where the paper's table has 111.

Blocks carry the paper's numbers, fire2 to fire9. `bypass` is the simple bypass of Figure 2. The complex bypass is left
out: 1 x 1 convolutions around the other four fire modules would make 6.1 MB of weights, not the 7.7 MB of Table 3.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Flag, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Add, Concat, Conv2d, Dropout, Flatten, MaxPool2d, ReLU

# Filters and kernel size of conv1, and the fire modules that a pool follows.
_VERSIONS = {"1.0": (96, 7, (4, 8)), "1.1": (64, 3, (3, 5))}
_FIRST_FIRE = 2
_POOL = MaxPool2d((3, 3), (2, 2), ceil_mode=True)


def squeezenet(
    *, image_size: int, version: str, squeeze: tuple[int, ...], expand: tuple[int, ...], bypass: bool, classes: int
) -> Graph:
    """A stem, eight fire modules in three stages, and a convolution that is averaged to the class scores."""
    filters, kernel, pooled = _VERSIONS[version]
    net = GraphBuilder(f"SqueezeNet {version}", (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv1", Conv2d(3, filters, (kernel, kernel), (2, 2)), IMAGE, source="features.0")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("pool", _POOL, x)
    # features.0 to .2 are the stem; pools are modules there too.
    stage, source = 1, 3
    for number, (narrow, wide) in enumerate(zip(squeeze, expand, strict=True), _FIRST_FIRE):
        with net.group(f"stage{stage}"):
            with net.group(f"block{number}"):
                x = _fire(net, x, narrow, wide, bypass, f"features.{source}")
            source += 1
            if number in pooled:
                x = net.add("pool", _POOL, x)
                stage, source = stage + 1, source + 1
    with net.group("head"):
        x = net.add("drop", Dropout(0.5), x)
        x = net.add("conv10", Conv2d(net.channels(x), classes, (1, 1)), x, source="classifier.1")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
    return net.build(x)


def _fire(net: GraphBuilder, x: str, narrow: int, wide: int, bypass: bool, source: str) -> str:
    """Few channels first, so that the 3 x 3 convolution has little to read; both branches are `wide`."""
    y = net.add("squeeze", Conv2d(net.channels(x), narrow, (1, 1)), x, source=f"{source}.squeeze")
    y = net.add("relu", ReLU(inplace=True), y)
    branches = []
    for branch, kernel in enumerate((1, 3), 1):
        name = f"expand{kernel}x{kernel}"
        conv = Conv2d(narrow, wide, (kernel, kernel), padding=(kernel // 2, kernel // 2))
        with net.group(f"branch{branch}"):
            z = net.add(name, conv, y, source=f"{source}.{name}")
            branches.append(net.add("relu", ReLU(inplace=True), z))
    y = net.add("concat", Concat(), *branches)
    # A bypass without weights needs equal widths: every second fire module has them.
    return net.add("add", Add(), y, x) if bypass and net.channels(x) == net.channels(y) else y


RECIPES = (
    Recipe(
        "squeezenet",
        "A stem, eight fire modules with pools between them, and a convolution as classifier.",
        (
            IMAGE_SIZE,
            Choice("version", "1.0", tuple(_VERSIONS), "Version 1.1 has a smaller conv1 and pools earlier."),
            Integers(
                "squeeze",
                (16, 16, 32, 32, 48, 48, 64, 64),
                1,
                1024,
                "Filters of the squeeze convolution of fire2 to fire9.",
            ),
            Integers(
                "expand",
                (64, 64, 128, 128, 192, 192, 256, 256),
                1,
                4096,
                "Filters of each of the two expand convolutions of fire2 to fire9.",
            ),
            Flag("bypass", False, "Adds a fire module's input to its output where their widths are equal."),
            CLASSES,
        ),
        squeezenet,
    ),
)

_PAPER = Paper("SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", "1602.07360", 2016)

ENTRIES = (
    *(
        Entry(
            slug=f"squeezenet{version.replace('.', '_')}",
            name=f"SqueezeNet {version}",
            family="SqueezeNet",
            year=2016,
            summary="AlexNet's accuracy with a fiftieth of its parameters: squeeze the channels before each 3 x 3.",
            paper=_PAPER,
            recipe="squeezenet",
            parameters={"version": version},
            reference={"library": "torchvision", "name": f"squeezenet{version.replace('.', '_')}"},
        )
        for version in _VERSIONS
    ),
    Entry(
        slug="squeezenet1_0_bypass",
        name="SqueezeNet 1.0 with simple bypass",
        family="SqueezeNet",
        year=2016,
        summary="ResNet's shortcuts around every second fire module: fewer errors without a single extra parameter.",
        paper=_PAPER,
        recipe="squeezenet",
        parameters={"version": "1.0", "bypass": True},
        reference=None,
        notes="4.8 MB in Table 3 of the paper, as without the bypass: 1,248,424 parameters of 4 bytes.",
    ),
)
