"""ResNet: residual blocks whose input is added to their output.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", 2015 (arXiv 1512.03385), Table 1, in the
"v1.5" form that torchvision ships: a bottleneck that downsamples has its stride in the 3 x 3 convolution, not in
the first 1 x 1, which costs 4.09 instead of 3.8 G MACs for ResNet-50. The paper's own form is v1, and its plain
networks are the same layers without shortcuts. ResNet-200 is the post-activation network that He et al., "Identity
Mappings in Deep Residual Networks", 2016 (arXiv 1603.05027), Table 5, compare theirs with. Wide ResNet-50-2 and
-101-2 follow torchvision: Zagoruyko and Komodakis, "Wide Residual Networks", 2016 (arXiv 1605.07146), section 3,
with twice the channels in the 3 x 3 convolutions only. The recipe also makes ResNeXt (groups) and SE-ResNeXt.
"""

from __future__ import annotations

from explorer.catalog.blocks.residual import (
    BLOCKS,
    EXPANSION,
    SHORTCUT_DOC,
    SHORTCUTS,
    STRIDE_IN,
    Gate,
    basic,
    bottleneck,
    residual_block,
)
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Integer, Integers, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU


def resnet(
    *,
    image_size: int,
    block: str,
    blocks: tuple[int, ...],
    width: int,
    stride_in: str,
    shortcut: str,
    groups: int,
    width_per_group: int,
    se_reduction: int,
    classes: int,
) -> Graph:
    """A stem that quarters the resolution, four stages of residual blocks, global average pooling, one linear layer."""
    _check(block, width, stride_in, groups, width_per_group)
    depth = {"basic": 2, "bottleneck": 3}[block] * sum(blocks) + 2
    name = _name(depth, block, stride_in, shortcut, groups, width_per_group, se_reduction)
    net = GraphBuilder(name, (3, image_size, image_size))
    with net.group("stem"):
        x = net.add("conv1", Conv2d(3, width, (7, 7), (2, 2), (3, 3), bias=False), IMAGE, source="conv1")
        x = net.add("bn1", BatchNorm2d(width), x, source="bn1")
        x = net.add("relu", ReLU(inplace=True), x)
        x = net.add("maxpool", MaxPool2d((3, 3), (2, 2), (1, 1)), x)
    gate = Gate(se_reduction, "se") if se_reduction else None
    for stage, count in enumerate(blocks, 1):
        planes = width * 2 ** (stage - 1)
        with net.group(f"stage{stage}"):
            for index in range(count):
                stride = 2 if stage > 1 and index == 0 else 1
                inner = planes * width_per_group // 64 * groups
                convolutions = (
                    basic(planes, stride)
                    if block == "basic"
                    else bottleneck(inner, planes * EXPANSION[block], stride, stride_in, groups)
                )
                with net.group(f"block{index + 1}"):
                    x = residual_block(net, x, convolutions, f"layer{stage}.{index}", shortcut=shortcut, gate=gate)
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source="fc")
    return net.build(x)


def _check(block: str, width: int, stride_in: str, groups: int, width_per_group: int) -> None:
    """Raises InvalidParameters for parameters that do not fit together."""
    if block == "basic" and (groups != 1 or width_per_group != 64 or stride_in != "3x3"):
        raise InvalidParameters(
            "block is basic, which has no 1 x 1 convolutions; groups must be 1, width_per_group 64 and stride_in 3x3.",
            field="parameters.block",
        )
    if width * width_per_group < 64:
        raise InvalidParameters(
            f"width_per_group is {width_per_group}; at width {width} it must be at least {-(-64 // width)}, "
            "so that every group has a channel.",
            field="parameters.width_per_group",
        )


def _name(
    depth: int, block: str, stride_in: str, shortcut: str, groups: int, width_per_group: int, se_reduction: int
) -> str:
    """The papers' name for such a network."""
    wide = groups == 1 and width_per_group > 64
    family = "Plain" if shortcut == "none" else "ResNeXt" if groups > 1 else "Wide ResNet" if wide else "ResNet"
    name = f"{'SE-' if se_reduction else ''}{family}-{depth}"
    if groups > 1:
        name += f" ({groups}x{width_per_group}d)"
    elif wide:
        name += f"-{width_per_group / 64:g}"
    return f"{name} (v1)" if block == "bottleneck" and stride_in == "1x1" else name


RECIPES = (
    Recipe(
        "resnet",
        "Four stages of residual blocks between a stem and one linear layer.",
        (
            IMAGE_SIZE,
            Choice("block", "bottleneck", tuple(EXPANSION), "Two 3 x 3 convolutions, or 1 x 1, 3 x 3, 1 x 1."),
            Integers("blocks", (3, 4, 6, 3), 1, 64, "Residual blocks in each of the four stages."),
            Integer("width", 64, 1, 512, "Channels of the first stage's 3 x 3 convolutions; doubles at each stage."),
            STRIDE_IN,
            Choice("shortcut", "projection", SHORTCUTS, SHORTCUT_DOC),
            Integer("groups", 1, 1, 64, "Groups of a bottleneck's 3 x 3 convolution: the cardinality of ResNeXt."),
            Integer(
                "width_per_group",
                64,
                1,
                256,
                "Channels of each group in the first stage, at width 64; 128 with one group is Wide ResNet-50-2.",
            ),
            Integer(
                "se_reduction",
                0,
                0,
                64,
                "Factor by which the squeeze-and-excitation gates narrow their channels; 0 leaves the gates out.",
            ),
            CLASSES,
        ),
        resnet,
    ),
)

_PAPER = Paper("Deep Residual Learning for Image Recognition", "1512.03385", 2015)
_PREACT_PAPER = Paper("Identity Mappings in Deep Residual Networks", "1603.05027", 2016)
_WIDE_PAPER = Paper("Wide Residual Networks", "1605.07146", 2016)
_SUMMARY = "Shortcuts that add a block's input to its output make networks of more than 100 layers trainable."
_BLOCK = {18: "basic", 34: "basic", 50: "bottleneck", 101: "bottleneck", 152: "bottleneck"}

_V1_5 = tuple(
    Entry(
        slug=f"resnet{depth}",
        name=f"ResNet-{depth}",
        family="ResNet",
        year=2015,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="resnet",
        parameters={"block": block, "blocks": BLOCKS[depth]},
        reference={"library": "torchvision", "name": f"resnet{depth}"},
    )
    for depth, block in _BLOCK.items()
)

_V1 = tuple(
    Entry(
        slug=f"resnet{depth}_v1",
        name=f"ResNet-{depth} (v1)",
        family="ResNet",
        year=2015,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="resnet",
        parameters={"blocks": BLOCKS[depth], "stride_in": "1x1"},
        reference=None,
        notes=f"The paper's network: Table 1 states {flops} x 10^9 FLOPs, one multiply-add each; the SENet paper's "
        f"Table 2 counts {recount}. Parameters and their names are those of torchvision's v1.5.{more}",
    )
    for depth, flops, recount, more in (
        (50, "3.8", "3.86", " The exact 3.858 G is cut off in 3.8, not rounded."),
        (101, "7.6", "7.58", ""),
        (152, "11.3", "11.30", ""),
    )
)

_PLAIN = tuple(
    Entry(
        slug=f"plain{depth}",
        name=f"Plain-{depth}",
        family="ResNet",
        year=2015,
        summary="ResNet's layers without its shortcuts: here 34 layers learn worse than 18, which shortcuts fix.",
        paper=_PAPER,
        recipe="resnet",
        parameters={"block": "basic", "blocks": BLOCKS[depth], "shortcut": "none"},
        reference=None,
        notes=f"The paper's Table 1 states {flops} x 10^9 FLOPs. Parameters are those of torchvision's ResNet-{depth} "
        "less its three projections.",
    )
    for depth, flops in ((18, "1.8"), (34, "3.6"))
)

_DEEPER = (
    Entry(
        slug="resnet200",
        name="ResNet-200",
        family="ResNet",
        year=2016,
        summary="Too deep for the original block: it overfits and is worse than ResNet-152; pre-activation fixes that.",
        paper=_PREACT_PAPER,
        recipe="resnet",
        parameters={"blocks": BLOCKS[200]},
        reference={"library": "timm", "name": "resnet200"},
        notes="The baseline of the pre-activation paper's Table 5 (original residual unit), in the v1.5 form of timm.",
    ),
)

_WIDE = tuple(
    Entry(
        slug=f"wide_resnet{depth}_2",
        name=f"Wide ResNet-{depth}-2",
        family="Wide ResNet",
        year=2016,
        summary="Widening a residual network instead of deepening it gives the same accuracy with far fewer layers.",
        paper=_WIDE_PAPER,
        recipe="resnet",
        parameters={"blocks": BLOCKS[depth], "width_per_group": 128},
        reference={"library": "torchvision", "name": f"wide_resnet{depth}_2"},
    )
    for depth in (50, 101)
)

ENTRIES = _V1_5 + _V1 + _PLAIN + _DEEPER + _WIDE
