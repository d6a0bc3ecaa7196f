"""Operators on windows without weights: pools, padding, and normalization over neighbouring channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from explorer.domain import attributes as check
from explorer.domain.attributes import Pair
from explorer.domain.operators.base import FLAG, PADDING, SIZE, Operator, Window


@dataclass(frozen=True, slots=True)
class MaxPool2d(Operator):
    """Largest value of each window; padding never counts."""

    name: ClassVar[str] = "max_pool2d"
    kind: ClassVar[str] = "pooling"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "window"
    spatial: ClassVar[bool] = True
    kernel_size: Pair = field(metadata=SIZE)
    stride: Pair = field(metadata=SIZE)
    padding: Pair = field(default=(0, 0), metadata=PADDING)
    dilation: Pair = field(default=(1, 1), metadata=SIZE)
    ceil_mode: bool = field(default=False, metadata=FLAG)

    @property
    def window(self) -> Window:
        return Window(self.kernel_size, self.stride, self.padding, self.dilation)

    def _check_consistency(self) -> None:
        check.pool_padding(self.kernel_size, self.padding)


@dataclass(frozen=True, slots=True)
class AvgPool2d(Operator):
    """Mean of each window."""

    name: ClassVar[str] = "avg_pool2d"
    kind: ClassVar[str] = "pooling"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "window"
    spatial: ClassVar[bool] = True
    kernel_size: Pair = field(metadata=SIZE)
    stride: Pair = field(metadata=SIZE)
    padding: Pair = field(default=(0, 0), metadata=PADDING)
    ceil_mode: bool = field(default=False, metadata=FLAG)
    count_include_pad: bool = field(default=True, metadata=FLAG)

    @property
    def window(self) -> Window:
        return Window(self.kernel_size, self.stride, self.padding, (1, 1))

    def _check_consistency(self) -> None:
        check.pool_padding(self.kernel_size, self.padding)


@dataclass(frozen=True, slots=True)
class AdaptiveAvgPool2d(Operator):
    """Mean of windows chosen so that the output has a given size; (1, 1) is global average pooling."""

    name: ClassVar[str] = "adaptive_avg_pool2d"
    kind: ClassVar[str] = "pooling"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "all"
    spatial: ClassVar[bool] = True
    output_size: Pair = field(metadata=SIZE)


@dataclass(frozen=True, slots=True)
class LocalResponseNorm(Operator):
    """x / (k + alpha / size * sum of squares over `size` neighbouring channels)^beta (Krizhevsky et al., 2012, 3.3).

    size is odd, because frameworks place the window of an even one differently.
    """

    name: ClassVar[str] = "local_response_norm"
    kind: ClassVar[str] = "normalization"
    channel_mixing: ClassVar[str] = "neighbours"
    position_mixing: ClassVar[str] = "none"
    size: int = field(metadata={"check": check.odd})
    alpha: float = field(default=1e-4, metadata={"check": check.number(0, 1000)})
    beta: float = field(default=0.75, metadata={"check": check.number(0, 10)})
    k: float = field(default=1.0, metadata={"check": check.number(0, 1000)})

    @property
    def mixing_axis(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class ZeroPad2d(Operator):
    """Zeros around an image, or pixels cut off where negative; padding is (left, right, top, bottom)."""

    name: ClassVar[str] = "zero_pad2d"
    kind: ClassVar[str] = "other"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    spatial: ClassVar[bool] = True
    padding: tuple[int, int, int, int] = field(
        metadata={"check": check.integers(-check.MAX_DIMENSION, check.MAX_DIMENSION, length=4)}
    )

    @property
    def window(self) -> Window:
        left, _, top, _ = self.padding
        return Window((1, 1), (1, 1), (top, left), (1, 1))
