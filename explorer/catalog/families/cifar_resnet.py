"""The small plain and residual networks for CIFAR-10 that showed how depth fails without shortcuts.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015 (arXiv 1512.03385), section 4.2: a
3 x 3 convolution, 2n layers on each of 32 x 32, 16 x 16 and 8 x 8 maps with 16, 32 and 64 filters, global average
pooling, one linear layer: 6n + 2 layers, with parameter-free shortcuts (option A), and their parameters in Table 6.
Neither torchvision nor timm has them; names, and zeros on both sides of the channels, are those of Idelbayev's
"Properly implemented ResNet-s for CIFAR10" (github.com/akamaster/pytorch_resnet_cifar10). The 1202 layers of
section 4.2 are n = 200.
"""

from __future__ import annotations

from explorer.catalog.blocks.residual import SHORTCUT_DOC, SHORTCUTS, basic, residual_block
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import Choice, Entry, Integer, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, ReLU


def cifar_resnet(*, image_size: int, n: int, width: int, shortcut: str, classes: int) -> Graph:
    """One convolution, three stages of n basic blocks, global average pooling, one linear layer."""
    family = "Plain" if shortcut == "none" else "ResNet"
    net = GraphBuilder(f"{family}-{6 * n + 2} (CIFAR)", (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv1", Conv2d(3, width, (3, 3), padding=(1, 1), bias=False), IMAGE, source="conv1")
        x = net.add("bn1", BatchNorm2d(width), x, source="bn1")
        x = net.add("relu", ReLU(inplace=True), x)
    for stage in (1, 2, 3):
        with net.group(f"stage{stage}"):
            for index in range(n):
                convolutions = basic(width * 2 ** (stage - 1), 2 if stage > 1 and index == 0 else 1)
                with net.group(f"block{index + 1}"):
                    x = residual_block(net, x, convolutions, f"layer{stage}.{index}", shortcut=shortcut)
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="linear")
    return net.build(x)


RECIPES = (
    Recipe(
        "cifar_resnet",
        "Three stages of basic blocks for small images, with or without shortcuts.",
        (
            Integer("image_size", 32, 8, 1024, "Height and width of the input image in pixels."),
            Integer("n", 3, 1, 200, "Blocks in each of the three stages; the network has 6n + 2 layers."),
            Integer("width", 16, 1, 512, "Filters of the first stage; doubles at each stage."),
            Choice("shortcut", "zero-pad", SHORTCUTS, SHORTCUT_DOC),
            Integer("classes", 10, 1, 100_000, "Number of classes."),
        ),
        cifar_resnet,
    ),
)

_PAPER = Paper("Deep Residual Learning for Image Recognition", "1512.03385", 2015)
_MILLIONS = {20: "0.27", 32: "0.46", 44: "0.66", 56: "0.85", 110: "1.7"}
_KINDS = (
    (
        "resnet",
        "ResNet",
        "zero-pad",
        "On CIFAR-10, shortcuts make 56 and 110 layers better than 20; without them, deeper is worse.",
        "Table 6 of the paper states {} M parameters; the zero-padding shortcuts add none.",
    ),
    (
        "plain",
        "Plain",
        "none",
        "The networks that showed the problem: without shortcuts, 56 layers fit even the training set worse than 20.",
        "As many parameters as the residual network of this depth, whose shortcuts have none: {} M (paper, Table 6).",
    ),
)

ENTRIES = tuple(
    Entry(
        slug=f"{prefix}{depth}_cifar",
        name=f"{name}-{depth} (CIFAR-10)",
        family="ResNet (CIFAR)",
        year=2015,
        summary=summary,
        paper=_PAPER,
        recipe="cifar_resnet",
        parameters={"n": (depth - 2) // 6, "shortcut": shortcut},
        reference=None,
        notes=notes.format(millions),
    )
    for prefix, name, shortcut, summary, notes in _KINDS
    for depth, millions in _MILLIONS.items()
)
