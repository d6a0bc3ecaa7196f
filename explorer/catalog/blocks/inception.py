"""Inception modules: the convolutions, branches and modules of Inception-v3, Inception-v4 and Inception-ResNet-v2.

Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception Architecture for Computer Vision", 2015
(arXiv 1512.00567), and Szegedy, Ioffe, Vanhoucke and Alemi, "Inception-v4, Inception-ResNet and the Impact of Residual
Connections on Learning", 2016 (arXiv 1602.07261). Names are those of torchvision and timm.
"""

from __future__ import annotations

from collections.abc import Sequence

from explorer.catalog.builder import GraphBuilder
from explorer.catalog.recipe import Integer, Number
from explorer.domain.attributes import Pair
from explorer.domain.operators import AvgPool2d, Concat, MaxPool2d, Operator

AVERAGE = AvgPool2d((3, 3), (1, 1), (1, 1), count_include_pad=False)
"""The average of Inception-v4, which leaves the border out."""

Convolution = tuple[int, int | Pair]
"""Filters and kernel."""

Step = tuple[str, int, int | Pair]
"""A convolution of a branch: its name in the reference implementation, its filters and its kernel."""

Branch = tuple[Operator | Convolution, ...]
"""A chain: perhaps a pool, then filters and kernel of each convolution."""

MAX_POOL = MaxPool2d((3, 3), (2, 2))
_SMALLEST_WIDTH = 16


class InceptionBuilder(GraphBuilder):
    """Adds the parts that Inception-v3, Inception-v4 and Inception-ResNet-v2 are made of, all widths scaled alike."""

    def __init__(self, name: str, image_size: int, width: float) -> None:
        super().__init__(name, (3, image_size, image_size))
        self._width = width

    def unit(
        self,
        x: str,
        channels: int,
        kernel: int | Pair,
        stride: int = 1,
        *,
        padded: bool = True,
        suffix: str,
        source: str,
    ) -> str:
        """Adds a convolution, its normalization (epsilon 0.001) and ReLU; unless padded, only whole windows count."""
        scaled = max(min(channels, _SMALLEST_WIDTH), int(channels * self._width))
        sources = (f"{source}.conv", f"{source}.bn")
        padding = None if padded else 0
        return self.conv_bn(x, scaled, kernel, stride, padding=padding, suffix=suffix, sources=sources, eps=0.001)

    def branch(
        self,
        number: int,
        x: str,
        steps: Sequence[Step] = (),
        *,
        pool: Operator | None = None,
        stride: int = 1,
        padded: bool = True,
    ) -> str:
        """Adds a branch of a module: perhaps a pool, then convolutions, the last with this stride and padding."""
        with self.group(f"branch{number}"):
            if pool:
                x = self.add("pool", pool, x)
            if not steps:
                return x
            x = self._chain(x, steps[:-1])
            source, channels, kernel = steps[-1]
            return self.unit(x, channels, kernel, stride, padded=padded, suffix=str(len(steps)), source=source)

    def forked_branch(self, number: int, x: str, steps: Sequence[Step], fork: tuple[Step, Step]) -> str:
        """Adds a branch of a module: convolutions, then two side by side whose outputs are joined."""
        with self.group(f"branch{number}"):
            x = self._chain(x, steps)
            ends = [
                self.unit(x, channels, kernel, suffix=f"{len(steps) + 1}{letter}", source=source)
                for letter, (source, channels, kernel) in zip("ab", fork, strict=True)
            ]
            return self.add("concat", Concat(), *ends)

    def _chain(self, x: str, steps: Sequence[Step]) -> str:
        for place, (source, channels, kernel) in enumerate(steps, 1):
            x = self.unit(x, channels, kernel, suffix=str(place), source=source)
        return x


def numbered(prefix: str, *convolutions: Convolution, start: int = 1) -> list[Step]:
    """Steps that the reference implementation calls prefix1, prefix2 ..."""
    return [(f"{prefix}{number}", *convolution) for number, convolution in enumerate(convolutions, start)]


def fork(name: str, channels: int) -> tuple[Step, Step]:
    """The 1 x 3 and the 3 x 1 convolution at the end of a forked branch."""
    return (f"{name}a", channels, (1, 3)), (f"{name}b", channels, (3, 1))


def mixed(
    net: InceptionBuilder, x: str, source: str, branches: tuple[Branch, ...], *, stride: int = 1, padded: bool = True
) -> str:
    """Adds a module: branches side by side, joined; stride and padded are those of each last convolution.

    A branch of several parts is a torch.nn.Sequential in timm, in which a pool has a number too.
    """
    outputs = []
    for index, parts in enumerate(branches):
        steps: list[Step] = []
        pool = None
        for place, part in enumerate(parts):
            if isinstance(part, Operator):
                pool = part
            else:
                name = f"{source}.branch{index}"
                steps.append((f"{name}.{place}" if len(parts) > 1 else name, *part))
        outputs.append(net.branch(index + 1, x, steps, pool=pool, stride=stride, padded=padded))
    return net.add("concat", Concat(), *outputs)


# 75 pixels are the fewest that reach the last grid.
IMAGE_SIZE = Integer("image_size", 299, 75, 4096, "Height and width of the input image in pixels.")
WIDTH = Number("width", 1.0, 0.1, 4.0, "Factor on the filters of all convolutions; each keeps at least 16.")
DROPOUT = Number(
    "dropout", 0.0, 0.0, 1.0, "Share of features zeroed in training before the last layer; 0.2 in the paper."
)
