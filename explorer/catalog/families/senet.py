"""SENet: residual networks that scale the channels of every block by a small network of their means.

Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2017 (arXiv 1709.01507), Table 1 and appendix (SENet-154).
SE-ResNets and SENet-154 are timm's legacy_ models, which reproduce the authors' Caffe networks: stride in the first
1 x 1 of a bottleneck (SE-ResNet) and a max pool that rounds up instead of padding. timm applies dropout of 0.2 to all
of them by default, against its own documentation; as there and in the paper, only SENet-154 has it here.
SE-ResNeXts are timm's of the new naming, which are ResNet's recipe with groups and gates: a padded max pool, and
otherwise the authors' layers.
"""

from __future__ import annotations

from explorer.catalog.blocks.residual import BLOCKS, EXPANSION, Convolution, Gate, bottleneck, residual_block
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, IMAGE_SIZE, Choice, Entry, Integer, Integers, Number, Paper, Recipe
from explorer.domain.errors import InvalidParameters
from explorer.domain.graph import Graph
from explorer.domain.operators import AdaptiveAvgPool2d, Dropout, Flatten, Linear, MaxPool2d


def senet(
    *,
    image_size: int,
    stem: str,
    block: str,
    blocks: tuple[int, ...],
    width: int,
    groups: int,
    shortcut_kernel: str,
    reduction: int,
    dropout: float,
    classes: int,
) -> Graph:
    """A stem that quarters the resolution, four stages of residual blocks with gates, one linear layer."""
    narrowest = width * (2 if block == "wide" else 1)
    if narrowest % groups:
        raise InvalidParameters(
            f"groups is {groups}; it must divide the {narrowest} channels that the first 3 x 3 convolution reads.",
            field="parameters.groups",
        )
    depth = 3 * sum(blocks) + len(_STEMS[stem]) + 1
    net = GraphBuilder(f"SE{'-Res' if block == 'bottleneck' else ''}Net-{depth}", (3, image_size, image_size))
    with net.group("stem"):
        x = _stem(net, stem, width)
    for stage, count in enumerate(blocks, 1):
        with net.group(f"stage{stage}"):
            for index in range(count):
                stride = 2 if stage > 1 and index == 0 else 1
                with net.group(f"block{index + 1}"):
                    x = residual_block(
                        net,
                        x,
                        _convolutions(block, width * 2 ** (stage - 1), stride, groups),
                        f"layer{stage}.{index}",
                        shortcut_kernel=3 if shortcut_kernel == "3x3" and stage > 1 else 1,
                        gate=Gate(reduction, "se_module"),
                        inplace_add=False,
                    )
    with net.group("head"):
        return net.build(_head(net, x, dropout, classes))


# Output width over that of stage 1, kernel size and stride of each convolution of the stem.
_STEMS = {"7x7": ((1, 7, 2),), "three 3x3": ((1, 3, 2), (1, 3, 1), (2, 3, 1))}


def _stem(net: GraphBuilder, stem: str, width: int) -> str:
    x = IMAGE
    for number, (widening, kernel, stride) in enumerate(_STEMS[stem], 1):
        sources = (f"layer0.conv{number}", f"layer0.bn{number}")
        x = net.conv_bn(x, widening * width, kernel, stride, suffix=str(number), sources=sources)
    # Caffe rounds the size up where torchvision pads: the same 56 x 56, other windows.
    return net.add("maxpool", MaxPool2d((3, 3), (2, 2), ceil_mode=True), x)


def _head(net: GraphBuilder, x: str, dropout: float, classes: int) -> str:
    x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
    x = net.add("flatten", Flatten(), x)
    if dropout:
        x = net.add("drop", Dropout(dropout), x)
    return net.add("fc", Linear(net.channels(x), classes), x, source="last_linear")


def _convolutions(block: str, width: int, stride: int, groups: int) -> tuple[Convolution, ...]:
    """SE-ResNet's bottleneck, or SENet-154's: grouped, and its first 1 x 1 has half the filters of ResNeXt 64x4d."""
    outer = width * EXPANSION["bottleneck"]
    if block == "bottleneck":
        return bottleneck(width, outer, stride, "1x1", groups)
    return Convolution(outer // 2, 1), Convolution(outer, 3, stride, groups), Convolution(outer, 1)


RECIPES = (
    Recipe(
        "senet",
        "Four stages of residual blocks, each with a gate on its channels.",
        (
            IMAGE_SIZE,
            Choice("stem", "7x7", tuple(_STEMS), "One 7 x 7 convolution, or three 3 x 3 ones as in SENet-154."),
            Choice(
                "block",
                "bottleneck",
                ("bottleneck", "wide"),
                "ResNet's bottleneck, or SENet-154's, whose 3 x 3 convolution is four times as wide.",
            ),
            Integers("blocks", (3, 4, 6, 3), 1, 64, "Residual blocks in each of the four stages."),
            Integer("width", 64, 1, 512, "Width of the first stage, a quarter of its output; doubles at each stage."),
            Integer("groups", 1, 1, 64, "Groups of the 3 x 3 convolutions."),
            Choice(
                "shortcut_kernel",
                "1x1",
                ("1x1", "3x3"),
                "Kernel of the shortcuts' convolutions in stages 2 to 4.",
            ),
            Integer("reduction", 16, 1, 64, "Factor by which a gate's first layer narrows the channels."),
            Number("dropout", 0.0, 0.0, 0.9, "Share of features that dropout zeroes before the linear layer."),
            CLASSES,
        ),
        senet,
    ),
)

_PAPER = Paper("Squeeze-and-Excitation Networks", "1709.01507", 2017)
_SUMMARY = "A tiny network looks at the mean of every channel and turns each channel up or down, at almost no cost."

_SE_RESNET = tuple(
    Entry(
        slug=f"se_resnet{depth}",
        name=f"SE-ResNet-{depth}",
        family="SENet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="senet",
        parameters={"blocks": BLOCKS[depth]},
        reference={"library": "timm", "name": f"legacy_seresnet{depth}"},
    )
    for depth in (50, 101, 152)
)

_SE_RESNEXT = tuple(
    Entry(
        slug=f"se_resnext{depth}_{groups}x4d",
        name=f"SE-ResNeXt-{depth} ({groups}x4d)",
        family="SENet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="resnet",
        parameters={"blocks": BLOCKS[depth], "groups": groups, "width_per_group": 4, "se_reduction": 16},
        reference={"library": "timm", "name": f"seresnext{depth}_{groups}x4d"},
    )
    for depth, groups in ((50, 32), (101, 32), (101, 64))
)

_SENET154 = Entry(
    slug="senet154",
    name="SENet-154",
    family="SENet",
    year=2017,
    summary="The network of the ILSVRC 2017 winners: channel gates in a ResNeXt of 152 layers with a deeper stem.",
    paper=_PAPER,
    recipe="senet",
    parameters={
        "stem": "three 3x3",
        "block": "wide",
        "blocks": BLOCKS[152],
        "groups": 64,
        "shortcut_kernel": "3x3",
        "dropout": 0.2,
    },
    reference={"library": "timm", "name": "legacy_senet154"},
)

ENTRIES = (*_SE_RESNET, *_SE_RESNEXT, _SENET154)
