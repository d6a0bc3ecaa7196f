"""Operators that join, split, reorder or pass on tensors, and the unknown operator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from explorer.domain import attributes as check
from explorer.domain.errors import InvalidGraph
from explorer.domain.operators.base import COUNT, DIM, FLAG, UNIT, Operator


@dataclass(frozen=True, slots=True)
class _View(Operator):
    """Another view of the input's storage: nothing is computed, nothing moves."""

    kind: ClassVar[str] = "other"
    memory: ClassVar[str] = "view"


@dataclass(frozen=True, slots=True)
class Flatten(_View):
    """Merges dimensions start_dim to end_dim into one; (N, C, H, W) becomes (N, C * H * W)."""

    name: ClassVar[str] = "flatten"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    start_dim: int = field(default=1, metadata=DIM)
    end_dim: int = field(default=-1, metadata=DIM)

    def channel_axis(self, axis: int | None, rank: int) -> int | None:
        start, end = self.start_dim % rank, self.end_dim % rank
        if axis is None or start == 0:
            return None
        # Dimensions merged with the channels become channels.
        return axis if axis < start else max(start, axis - (end - start))

    def output_rank(self, rank: int) -> int:
        return rank - (self.end_dim % rank - self.start_dim % rank)


@dataclass(frozen=True, slots=True)
class Permute(_View):
    """Dimensions in another order; (0, 2, 3, 1) puts the channels last."""

    name: ClassVar[str] = "permute"
    channel_mixing: ClassVar[str] = "rearranged"
    position_mixing: ClassVar[str] = "none"
    dims: tuple[int, ...] = field(metadata={"check": check.permutation})

    def channel_axis(self, axis: int | None, rank: int) -> int | None:
        return self.dims.index(axis) if axis in self.dims else None


@dataclass(frozen=True, slots=True)
class Narrow(_View):
    """`length` entries of one dimension from `start` on, such as half of the channels."""

    name: ClassVar[str] = "narrow"
    channel_mixing: ClassVar[str] = "rearranged"
    position_mixing: ClassVar[str] = "none"
    dim: int = field(metadata=DIM)
    start: int = field(metadata={"check": check.integer(0)})
    length: int = field(metadata=COUNT)

    @property
    def mixing_axis(self) -> int:
        return self.dim


@dataclass(frozen=True, slots=True)
class Dropout(_View):
    """Zeroes elements at random in training; passes its input on at inference."""

    name: ClassVar[str] = "dropout"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    p: float = field(default=0.5, metadata=UNIT)

    def at_inference(self) -> Operator:
        return Dropout(0.0)


@dataclass(frozen=True, slots=True)
class StochasticDepth(_View):
    """Zeroes whole samples of a residual branch at random in training (Huang et al., 2016); passes on at inference."""

    name: ClassVar[str] = "stochastic_depth"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    p: float = field(default=0.0, metadata=UNIT)

    def at_inference(self) -> Operator:
        return StochasticDepth(0.0)


@dataclass(frozen=True, slots=True)
class ChannelShuffle(Operator):
    """Interleaves the channels of `groups` groups (Zhang et al., 2017): C = (g, C / g) becomes (C / g, g)."""

    name: ClassVar[str] = "channel_shuffle"
    kind: ClassVar[str] = "other"
    channel_mixing: ClassVar[str] = "rearranged"
    position_mixing: ClassVar[str] = "none"
    groups: int = field(metadata=COUNT)

    @property
    def mixing_axis(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class ZeroPadChannels(Operator):
    """Channels of zeros before and after those of the input: the parameter-free shortcut of He et al. (2015)."""

    name: ClassVar[str] = "zero_pad_channels"
    kind: ClassVar[str] = "other"
    channel_mixing: ClassVar[str] = "rearranged"
    position_mixing: ClassVar[str] = "none"
    before: int = field(metadata={"check": check.integer(0)})
    after: int = field(metadata={"check": check.integer(0)})

    @property
    def mixing_axis(self) -> int:
        return 1


@dataclass(frozen=True, slots=True)
class Add(Operator):
    """Sum of two tensors of equal shape, as at the end of a residual block (in place: `first += second`)."""

    name: ClassVar[str] = "add"
    kind: ClassVar[str] = "merge"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    arity: ClassVar[tuple[int, int]] = (2, 2)
    inplace: bool = field(default=False, metadata=FLAG)

    @property
    def memory(self) -> str:  # type: ignore[override]
        return "in_place" if self.inplace else "own"


@dataclass(frozen=True, slots=True)
class Multiply(Operator):
    """Product of two tensors; a dimension of 1 is repeated: (N, C, 1, 1) gates the channels of (N, C, H, W)."""

    name: ClassVar[str] = "multiply"
    kind: ClassVar[str] = "merge"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    arity: ClassVar[tuple[int, int]] = (2, 2)


@dataclass(frozen=True, slots=True)
class Scale(Operator):
    """The input times a constant that is not learned: Inception-ResNet damps its branches with it."""

    name: ClassVar[str] = "scale"
    kind: ClassVar[str] = "other"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    factor: float = field(metadata={"check": check.number(-1e6, 1e6)})


@dataclass(frozen=True, slots=True)
class Concat(Operator):
    """Tensors joined along one dimension (channels: dim 1)."""

    name: ClassVar[str] = "concat"
    kind: ClassVar[str] = "merge"
    channel_mixing: ClassVar[str] = "rearranged"
    position_mixing: ClassVar[str] = "none"
    arity: ClassVar[tuple[int, int]] = (1, 4096)
    dim: int = field(default=1, metadata=DIM)

    @property
    def mixing_axis(self) -> int:
        return self.dim


@dataclass(frozen=True, slots=True)
class Unknown(Operator):
    """An unknown operation: only the shape of its output, without the batch, is given.

    Its costs are None, never 0, and every total that includes it is a lower bound. It can be neither measured
    nor exported.
    """

    name: ClassVar[str] = "unknown"
    kind: ClassVar[str] = "unknown"
    channel_mixing: ClassVar[str] = "unknown"
    position_mixing: ClassVar[str] = "unknown"
    arity: ClassVar[tuple[int, int]] = (1, 64)
    type: str = field(metadata={"check": check.text})
    output_shape: tuple[int, ...] = field(metadata={"check": check.integers(1, check.MAX_DIMENSION)})

    @property
    def display_name(self) -> str:
        return self.type

    def channel_axis(self, axis: int | None, rank: int) -> int | None:
        # The last of a sequence (N, length, features), else the first after the batch.
        return 2 if len(self.output_shape) == 2 else 1

    def output_rank(self, rank: int) -> int:
        return 1 + len(self.output_shape)

    def _check_consistency(self) -> None:
        if not 1 <= len(self.output_shape) <= 5:
            message = f"output_shape has {len(self.output_shape)} dimensions; it must have 1 to 5."
            raise InvalidGraph(message, field="output_shape")

    def _count_parameters(self) -> int | None:
        return None
