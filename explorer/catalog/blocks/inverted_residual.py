"""The inverted residual block of MobileNetV2, with the additions of its descendants.

Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018 (arXiv 1801.04381), Figure 3b: unlike
ResNet's bottleneck the block is wide inside and narrow at its ends. MnasNet, MobileNetV3 and EfficientNet put
squeeze and excitation (Hu et al., 2017, arXiv 1709.01507) before the last convolution.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from explorer.catalog.blocks.squeeze import Squeeze, squeeze_excitation
from explorer.catalog.builder import GraphBuilder
from explorer.domain.operators import Add, Operator, StochasticDepth

Sources = Callable[[str, int], tuple[str, str]]
"""Names, in the reference, of the two layers with weights of a block's part ("expand", "depthwise", "se" or
"project"), given the part's place in the block, from 0."""

Ends = tuple[tuple[str, str], tuple[str, str], str]
"""Names, in the reference, of the layers around the blocks: convolution and normalization before them, the same after
them, and the last layer."""

TIMM_ENDS: Ends = (("conv_stem", "bn1"), ("conv_head", "bn2"), "classifier")


@dataclass(frozen=True, slots=True)
class Norm:
    """eps and momentum of a network's batch normalizations; the defaults are PyTorch's."""

    eps: float = 1e-5
    momentum: float = 0.1


TENSORFLOW_NORM = Norm(1e-3, 0.01)
"""The constants of networks published in TensorFlow."""


def make_divisible(channels: float, divisor: int = 8) -> int:
    """The closest multiple of the divisor, rounded up where rounding down would lose more than a tenth."""
    rounded = max(divisor, int(channels + divisor / 2) // divisor * divisor)
    return rounded if rounded >= 0.9 * channels else rounded + divisor


def torchvision_sources(block: str, part: str, place: int) -> tuple[str, str]:
    """Names in torchvision's MobileNetV3 and EfficientNet, which build a block of Conv2dNormActivation."""
    return (
        (f"{block}.{place}.fc1", f"{block}.{place}.fc2")
        if part == "se"
        else (f"{block}.{place}.0", f"{block}.{place}.1")
    )


def timm_sources(block: str, expands: bool, part: str, place: int = 0) -> tuple[str, str]:
    """Names in timm, which do not depend on the place; a block that does not expand has other names."""
    names = {
        "expand": ("conv_pw", "bn1"),
        "depthwise": ("conv_dw", "bn2"),
        "se": ("se.conv_reduce", "se.conv_expand"),
        "project": ("conv_pwl", "bn3"),
    }
    if not expands:
        names |= {"depthwise": ("conv_dw", "bn1"), "project": ("conv_pw", "bn2")}
    first, second = names[part]
    return f"{block}.{first}", f"{block}.{second}"


def inverted_residual(
    net: GraphBuilder,
    x: str,
    channels: int,
    *,
    expanded: int,
    kernel: int,
    stride: int,
    activation: Operator,
    sources: Sources,
    squeeze: Squeeze | None = None,
    norm: Norm | None = None,
    drop: float | None = None,
    residual: bool = True,
    inplace_add: bool = False,
) -> str:
    """1 x 1 convolution to `expanded` channels, depthwise convolution, 1 x 1 convolution without activation.

    The first is left out where the input is as wide already; the input is added where the shape allows it and
    residual is true. drop is the probability of stochastic depth, None for a network without it.
    """
    norm = norm or Norm()
    conv_bn = partial(net.conv_bn, eps=norm.eps, momentum=norm.momentum)
    shortcut = residual and stride == 1 and net.channels(x) == channels
    place, y = 0, x
    if net.channels(x) != expanded:
        y = conv_bn(y, expanded, 1, suffix="_expand", sources=sources("expand", place), activation=activation)
        place += 1
    depthwise = partial(conv_bn, groups=expanded, suffix="_depthwise", sources=sources("depthwise", place))
    y = depthwise(y, expanded, kernel, stride, activation=activation)
    place += 1
    if squeeze:
        y = squeeze_excitation(net, y, squeeze, sources("se", place))
        place += 1
    y = conv_bn(y, channels, 1, suffix="_project", sources=sources("project", place), activation=None)
    if not shortcut:
        return y
    if drop is not None:
        y = net.add("drop", StochasticDepth(drop), y)
    return net.add("add", Add(inplace=inplace_add), y, x)
