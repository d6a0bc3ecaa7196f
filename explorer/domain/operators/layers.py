"""Operators with weights: convolutions, fully connected layers, normalizations and learned scales."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from explorer.domain.attributes import Pair
from explorer.domain.errors import InvalidGraph
from explorer.domain.operators.base import COUNT, EPS, FLAG, PADDING, SIZE, UNIT, Operator, Window
from explorer.domain.tensor import Shape


@dataclass(frozen=True, slots=True)
class _Layer(Operator):
    """An operator that stores tensors."""

    has_state: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class Conv2d(_Layer):
    """2-D convolution (cross-correlation); weight (C_out, C_in / groups, K_h, K_w)."""

    name: ClassVar[str] = "conv2d"
    kind: ClassVar[str] = "convolution"
    position_mixing: ClassVar[str] = "window"
    spatial: ClassVar[bool] = True
    in_channels: int = field(metadata=COUNT)
    out_channels: int = field(metadata=COUNT)
    kernel_size: Pair = field(metadata=SIZE)
    stride: Pair = field(default=(1, 1), metadata=SIZE)
    padding: Pair = field(default=(0, 0), metadata=PADDING)
    dilation: Pair = field(default=(1, 1), metadata=SIZE)
    groups: int = field(default=1, metadata=COUNT)
    bias: bool = field(default=True, metadata=FLAG)

    @property
    def channel_mixing(self) -> str:  # type: ignore[override]
        return "groups" if self.groups > 1 else "all"

    @property
    def window(self) -> Window:
        return Window(self.kernel_size, self.stride, self.padding, self.dilation)

    def _check_consistency(self) -> None:
        for key in ("in_channels", "out_channels"):
            if getattr(self, key) % self.groups:
                message = f"groups is {self.groups}; it must divide {key} ({getattr(self, key)})."
                raise InvalidGraph(message, field="groups")

    def parameter_shapes(self) -> dict[str, Shape]:
        weight = (self.out_channels, self.in_channels // self.groups, *self.kernel_size)
        return {"weight": weight, "bias": (self.out_channels,)} if self.bias else {"weight": weight}


@dataclass(frozen=True, slots=True)
class _OverLastAxis(_Layer):
    """A layer over the features on its input's last axis, which thereby holds the channels of its output."""

    channel_mixing: ClassVar[str] = "all"
    position_mixing: ClassVar[str] = "none"

    @property
    def mixing_axis(self) -> int:
        return -1

    def channel_axis(self, axis: int | None, rank: int) -> int | None:
        return rank - 1 if rank > 1 else None


@dataclass(frozen=True, slots=True)
class Linear(_OverLastAxis):
    """Fully connected layer over the last dimension; weight (out_features, in_features)."""

    name: ClassVar[str] = "linear"
    kind: ClassVar[str] = "linear"
    in_features: int = field(metadata=COUNT)
    out_features: int = field(metadata=COUNT)
    bias: bool = field(default=True, metadata=FLAG)

    def parameter_shapes(self) -> dict[str, Shape]:
        weight = (self.out_features, self.in_features)
        return {"weight": weight, "bias": (self.out_features,)} if self.bias else {"weight": weight}


@dataclass(frozen=True, slots=True)
class RadialBasis(_OverLastAxis):
    """Squared distance of a vector to fixed codes: LeNet-5's output layer (LeCun et al., 1998, section II B).

    The codes are set by hand, not learned, so they are a buffer (out_features, in_features).
    """

    name: ClassVar[str] = "radial_basis"
    kind: ClassVar[str] = "linear"
    in_features: int = field(metadata=COUNT)
    out_features: int = field(metadata=COUNT)

    def buffer_shapes(self) -> dict[str, Shape]:
        return {"codes": (self.out_features, self.in_features)}


@dataclass(frozen=True, slots=True)
class BatchNorm2d(_Layer):
    """Batch normalization over (N, H, W) with learned scale and shift (Ioffe and Szegedy, 2015)."""

    name: ClassVar[str] = "batch_norm2d"
    kind: ClassVar[str] = "normalization"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    num_features: int = field(metadata=COUNT)
    eps: float = field(default=1e-5, metadata=EPS)
    momentum: float = field(default=0.1, metadata=UNIT)

    def parameter_shapes(self) -> dict[str, Shape]:
        return {"weight": (self.num_features,), "bias": (self.num_features,)}

    def buffer_shapes(self) -> dict[str, Shape]:
        one = (self.num_features,)
        return {"running_mean": one, "running_var": one, "num_batches_tracked": ()}


@dataclass(frozen=True, slots=True)
class LayerNorm(_OverLastAxis):
    """Layer normalization over the last dimension with learned scale and shift (Ba, Kiros and Hinton, 2016)."""

    name: ClassVar[str] = "layer_norm"
    kind: ClassVar[str] = "normalization"
    normalized_shape: int = field(metadata=COUNT)
    eps: float = field(default=1e-5, metadata=EPS)

    def parameter_shapes(self) -> dict[str, Shape]:
        return {"weight": (self.normalized_shape,), "bias": (self.normalized_shape,)}


@dataclass(frozen=True, slots=True)
class LayerScale(_Layer):
    """One learned factor per channel of (N, C, H, W) (Touvron et al., 2021); ConvNeXt ends its blocks with it."""

    name: ClassVar[str] = "layer_scale"
    kind: ClassVar[str] = "normalization"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    num_channels: int = field(metadata=COUNT)

    def parameter_shapes(self) -> dict[str, Shape]:
        return {"layer_scale": (self.num_channels, 1, 1)}


@dataclass(frozen=True, slots=True)
class ChannelAffine(_Layer):
    """One learned factor and offset per channel of (N, C, H, W): the trainable half of LeNet-5's subsampling."""

    name: ClassVar[str] = "channel_affine"
    kind: ClassVar[str] = "normalization"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"
    num_channels: int = field(metadata=COUNT)

    def parameter_shapes(self) -> dict[str, Shape]:
        return {"weight": (self.num_channels, 1, 1), "bias": (self.num_channels, 1, 1)}
