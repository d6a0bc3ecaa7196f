"""Xception: depthwise separable convolutions throughout, in residual blocks.

Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016 (arXiv 1610.02357), Figure 5, as timm
has it (ported from the author's Keras code, with PyTorch's epsilon and symmetric padding). timm 1.0 calls it
legacy_xception; both names are entries of one graph.

Chen, Zhu, Papandreou, Schroff and Adam, "Encoder-Decoder with Atrous Separable Convolution for Semantic Image
Segmentation", 2018 (arXiv 1802.02611), Figure 4, deepen it to the "modified aligned Xception": strides instead of
pools, three separable convolutions in every block and normalization after the depthwise half. The figure is
Xception-65; 41 and 71 are those of the authors' DeepLab code. All three as timm has them.

Both are without dropout by default, as in timm; Chollet's ImageNet runs use 0.5.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, Choice, Entry, Flag, Integer, Integers, Number, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
)

_Blocks = list[tuple[tuple[int, ...], int]]
"""Widths of the separable convolutions and stride of every block of a flow."""

_EPS = 0.001
"""Epsilon of the aligned networks' normalizations."""

_ENTRY_FLOWS = {
    "short": ((128, 2), (256, 2), (728, 2)),
    "long": ((128, 2), (256, 1), (256, 2), (728, 1), (728, 2)),
}
"""Width and stride of each block of the aligned networks' entry flow."""


def xception(
    *,
    image_size: int,
    entry_widths: tuple[int, ...],
    middle_blocks: int,
    exit_widths: tuple[int, ...],
    residual: bool,
    dropout: float,
    classes: int,
) -> Graph:
    """A stem of two convolutions; entry, middle and exit flow as stages 1 to 3; pooling and one linear layer."""
    net = GraphBuilder("Xception", (3, image_size, image_size))
    with net.group("stem"):
        x = net.conv_bn(IMAGE, 32, 3, 2, padding=0, suffix="1", sources=("conv1", "bn1"))
        x = net.conv_bn(x, 64, 3, padding=0, suffix="2", sources=("conv2", "bn2"))
    middle = entry_widths[-1]
    first, second, third = exit_widths
    flows: tuple[_Blocks, ...] = (
        [((width, width), 2) for width in entry_widths],
        [((middle,) * 3, 1)] * middle_blocks,
        [((middle, first), 2)],
    )
    number = 0
    for stage, blocks in enumerate(flows, 1):
        with net.group(f"stage{stage}"):
            for widths, stride in blocks:
                number += 1
                with net.group(f"block{number}"):
                    x = _block(net, x, widths, stride, f"block{number}", relu_first=number > 1, residual=residual)
            if stage == len(flows):
                with net.group(f"block{number + 1}"):
                    for place, width in ((3, second), (4, third)):
                        x = _separable(net, x, width, str(place), f"conv{place}", f"bn{place}")
                        x = net.add(f"relu{place}", ReLU(inplace=True), x)
    return _with_head(net, x, dropout, classes, "fc")


def _block(
    net: GraphBuilder,
    x: str,
    widths: tuple[int, ...],
    stride: int,
    source: str,
    *,
    relu_first: bool,
    residual: bool,
) -> str:
    """F(x) + x, where F is separable convolutions with a ReLU before each and a pool at the end if it strides."""
    y, place = x, 0  # place counts the modules of the reference implementation's nn.Sequential
    for number, width in enumerate(widths, 1):
        if number > 1 or relu_first:
            # The first would overwrite x, which the shortcut reads.
            y = net.add(f"relu{number}", ReLU(inplace=number > 1), y)
            place += 1
        y = _separable(net, y, width, str(number), f"{source}.rep.{place}", f"{source}.rep.{place + 1}")
        place += 2
    if stride > 1:
        y = net.add("pool", MaxPool2d((3, 3), (stride, stride), (1, 1)), y)
    if not residual:
        return y
    if stride > 1 or net.channels(x) != net.channels(y):
        with net.group("shortcut"):
            sources = (f"{source}.skip", f"{source}.skipbn")
            x = net.conv_bn(x, net.channels(y), 1, stride, sources=sources, activation=None)
    return net.add("add", Add(inplace=True), y, x)


def _separable(net: GraphBuilder, x: str, width: int, suffix: str, source: str, bn_source: str) -> str:
    """A 3 x 3 convolution of each channel separately, a 1 x 1 one across them, one normalization."""
    inputs = net.channels(x)
    depthwise = Conv2d(inputs, inputs, (3, 3), padding=(1, 1), groups=inputs, bias=False)
    x = net.add(f"depthwise{suffix}", depthwise, x, source=f"{source}.conv1")
    x = net.add(f"pointwise{suffix}", Conv2d(inputs, width, (1, 1), bias=False), x, source=f"{source}.pointwise")
    return net.add(f"bn{suffix}", BatchNorm2d(width), x, source=bn_source)


def _with_head(net: GraphBuilder, x: str, dropout: float, classes: int, source: str) -> Graph:
    with net.group("head"):
        x = net.add("avgpool", AdaptiveAvgPool2d((1, 1)), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("drop", Dropout(dropout), x)
        x = net.add("fc", Linear(net.channels(x), classes), x, source=source)
    return net.build(x)


def xception_aligned(*, image_size: int, entry: str, middle_blocks: int, dropout: float, classes: int) -> Graph:
    """As xception, but blocks of three separable convolutions, the last of which has the stride."""
    entry_flow = _ENTRY_FLOWS[entry]
    depth = 2 + 3 * (len(entry_flow) + middle_blocks + 2)
    net = GraphBuilder(f"Xception-{depth}", (3, image_size, image_size))
    with net.group("stem"):
        x = net.conv_bn(IMAGE, 32, 3, 2, suffix="1", sources=("stem.0.conv", "stem.0.bn"), eps=_EPS)
        x = net.conv_bn(x, 64, 3, suffix="2", sources=("stem.1.conv", "stem.1.bn"), eps=_EPS)
    flows: tuple[_Blocks, ...] = (
        [((width,) * 3, stride) for width, stride in entry_flow],
        [((728,) * 3, 1)] * middle_blocks,
        [((728, 1024, 1024), 2)],
    )
    number = 0
    for stage, blocks in enumerate(flows, 1):
        with net.group(f"stage{stage}"):
            for widths, stride in blocks:
                with net.group(f"block{number + 1}"):
                    x = _aligned_block(net, x, widths, stride, f"blocks.{number}")
                number += 1
            if stage == len(flows):
                with net.group(f"block{number + 1}"):
                    for place, width in enumerate((1536, 1536, 2048), 1):
                        x = _normalized_separable(net, x, width, 1, place, f"blocks.{number}", relu=True)
    return _with_head(net, x, dropout, classes, "head.fc")


def _aligned_block(net: GraphBuilder, x: str, widths: tuple[int, ...], stride: int, source: str) -> str:
    """F(x) + x, where F is three separable convolutions with a ReLU before each."""
    y = x
    for number, width in enumerate(widths, 1):
        # The first would overwrite x, which the shortcut reads.
        y = net.add(f"relu{number}", ReLU(inplace=number > 1), y)
        y = _normalized_separable(net, y, width, stride if number == len(widths) else 1, number, source, relu=False)
    if stride > 1 or net.channels(x) != net.channels(y):
        with net.group("shortcut"):
            sources = (f"{source}.shortcut.conv", f"{source}.shortcut.bn")
            x = net.conv_bn(x, net.channels(y), 1, stride, sources=sources, activation=None, eps=_EPS)
    return net.add("add", Add(), y, x)


def _normalized_separable(
    net: GraphBuilder, x: str, width: int, stride: int, number: int, source: str, *, relu: bool
) -> str:
    """A separable convolution with a normalization, and perhaps a ReLU, after either half."""
    inputs = net.channels(x)
    halves = (
        ("depthwise", "dw", Conv2d(inputs, inputs, (3, 3), (stride, stride), (1, 1), groups=inputs, bias=False)),
        ("pointwise", "pw", Conv2d(inputs, width, (1, 1), bias=False)),
    )
    for name, short, conv in halves:
        x = net.add(f"{name}{number}", conv, x, source=f"{source}.stack.conv{number}.conv_{short}")
        norm = BatchNorm2d(conv.out_channels, _EPS)
        x = net.add(f"bn_{name}{number}", norm, x, source=f"{source}.stack.conv{number}.bn_{short}")
        if relu:
            x = net.add(f"relu_{name}{number}", ReLU(inplace=True), x)
    return x


_IMAGE_SIZE = Integer("image_size", 299, 32, 4096, "Height and width of the input image in pixels.")
_DROPOUT = Number("dropout", 0.0, 0.0, 1.0, "Share of the features set to zero in training before the last layer.")
_MIDDLE_DOC = "Blocks of the middle flow, which keep resolution and width."

RECIPES = (
    Recipe(
        "xception",
        "Residual blocks of depthwise separable convolutions in an entry, a middle and an exit flow.",
        (
            _IMAGE_SIZE,
            Integers(
                "entry_widths", (128, 256, 728), 1, 4096, "Channels of the entry flow's blocks; the last is kept."
            ),
            Integer("middle_blocks", 8, 1, 64, _MIDDLE_DOC),
            Integers("exit_widths", (1024, 1536, 2048), 1, 8192, "Channels of the exit flow's convolutions."),
            Flag("residual", True, "Whether blocks have shortcuts; the paper's network trains much worse without."),
            _DROPOUT,
            CLASSES,
        ),
        xception,
    ),
    Recipe(
        "xception_aligned",
        "Xception with strides instead of pools and a normalization after every depthwise convolution.",
        (
            _IMAGE_SIZE,
            Choice(
                "entry", "short", tuple(_ENTRY_FLOWS), "Three blocks, or five of which every other one has a stride."
            ),
            Integer("middle_blocks", 16, 1, 64, _MIDDLE_DOC),
            _DROPOUT,
            CLASSES,
        ),
        xception_aligned,
    ),
)

_PAPER = Paper("Xception: Deep Learning with Depthwise Separable Convolutions", "1610.02357", 2016)
_ALIGNED_PAPER = Paper(
    "Encoder-Decoder with Atrous Separable Convolution for Semantic Image Segmentation", "1802.02611", 2018
)
_SUMMARY = "Looks for patterns in space and across channels separately, which makes the same parameters go further"


def _original(slug: str, name: str, summary: str, notes: str) -> Entry:
    reference = {"library": "timm", "name": slug}
    return Entry(slug, name, "Xception", 2016, summary, _PAPER, "xception", {}, reference, notes)


ENTRIES = (
    _original(
        "xception",
        "Xception",
        f"{_SUMMARY}.",
        "The same graph as legacy_xception, its name in timm 1.0: weights load under either name. 22,855,952 "
        "parameters as in the paper's Table 3.",
    ),
    _original(
        "legacy_xception",
        "Xception (legacy_xception)",
        f"{_SUMMARY}; this is Xception under the name that timm gave it later.",
        "The same graph as xception, its name before timm 1.0: weights load under either name.",
    ),
    *(
        Entry(
            slug=f"xception{depth}",
            name=f"Xception-{depth}",
            family="Xception",
            year=2018,
            summary="A deeper Xception that strides instead of pooling, so that features stay aligned with the pixels.",
            paper=_ALIGNED_PAPER,
            recipe="xception_aligned",
            parameters={"entry": entry, "middle_blocks": middle_blocks},
            reference={"library": "timm", "name": f"xception{depth}"},
            notes=(
                f"timm's benchmark table has {params} M parameters and {macs} G MACs at 299 pixels, where a "
                "normalization counts two operations per element."
            ),
        )
        for depth, entry, middle_blocks, params, macs in (
            (41, "short", 8, 26.97, 9.28),
            (65, "short", 16, 39.92, 13.96),
            (71, "long", 16, 42.34, 18.09),
        )
    ),
)
