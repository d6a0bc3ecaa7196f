"""Operator -> torch.nn.Module: one builder per operator, and the modules that PyTorch does not have."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from explorer.domain import operators as ops
from explorer.domain.errors import UnsupportedOperator


class FunctionModule(nn.Module):
    """A function of tensors without parameters; describe is shown when it is printed."""

    def __init__(self, function: Callable[..., Tensor], describe: str) -> None:
        super().__init__()
        self._function = function
        self._describe = describe

    def forward(self, *tensors: Tensor) -> Tensor:
        """The function's result."""
        return self._function(*tensors)

    def extra_repr(self) -> str:
        """The description."""
        return self._describe


class LayerScaleModule(nn.Module):
    """(N, C, H, W) times one learned factor per channel."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layer_scale = nn.Parameter(torch.empty(channels, 1, 1))

    def forward(self, image: Tensor) -> Tensor:
        """The scaled image."""
        return image * self.layer_scale


class ChannelAffineModule(nn.Module):
    """(N, C, H, W) times one learned factor per channel plus one learned offset."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels, 1, 1))
        self.bias = nn.Parameter(torch.empty(channels, 1, 1))

    def forward(self, image: Tensor) -> Tensor:
        """The scaled and shifted image."""
        return image * self.weight + self.bias


class RadialBasisModule(nn.Module):
    """Squared Euclidean distances of (N, in_features) to the codes (out_features, in_features)."""

    codes: Tensor

    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__()
        self.register_buffer("codes", torch.empty(out_features, in_features))

    def forward(self, vector: Tensor) -> Tensor:
        """(N, out_features)."""
        return (vector.unsqueeze(1) - self.codes).square().sum(2)


def _conv2d(op: ops.Conv2d) -> nn.Module:
    return nn.Conv2d(
        op.in_channels, op.out_channels, op.kernel_size, op.stride, op.padding, op.dilation, op.groups, op.bias
    )


def _max_pool2d(op: ops.MaxPool2d) -> nn.Module:
    return nn.MaxPool2d(op.kernel_size, op.stride, op.padding, op.dilation, ceil_mode=op.ceil_mode)


def _avg_pool2d(op: ops.AvgPool2d) -> nn.Module:
    return nn.AvgPool2d(op.kernel_size, op.stride, op.padding, op.ceil_mode, op.count_include_pad)


def _add(op: ops.Add) -> nn.Module:
    return FunctionModule(Tensor.add_, "in place") if op.inplace else FunctionModule(Tensor.add, "")


def _concat(op: ops.Concat) -> nn.Module:
    return FunctionModule(lambda *tensors: torch.cat(tensors, op.dim), f"dim={op.dim}")


def _scale(op: ops.Scale) -> nn.Module:
    return FunctionModule(lambda tensor: tensor * op.factor, f"factor={op.factor}")


def _permute(op: ops.Permute) -> nn.Module:
    return FunctionModule(lambda tensor: tensor.permute(op.dims), f"dims={op.dims}")


def _narrow(op: ops.Narrow) -> nn.Module:
    return FunctionModule(lambda tensor: tensor.narrow(op.dim, op.start, op.length), f"{op.start}+{op.length}")


def _zero_pad_channels(op: ops.ZeroPadChannels) -> nn.Module:
    # functional.pad counts from the last dimension: width, height, channels.
    padding = (0, 0, 0, 0, op.before, op.after)
    return FunctionModule(lambda tensor: functional.pad(tensor, padding), f"{op.before}, {op.after}")


def _stochastic_depth(op: ops.StochasticDepth) -> nn.Module:
    # At inference, for which networks are measured and exported, it passes its input on.
    return nn.Identity()


def _unknown(op: ops.Unknown) -> nn.Module:
    message = f"{op.type!a} is an operator Layerscope does not know, so the network can be neither run nor exported."
    raise UnsupportedOperator(message)


# Each builder takes its own operator class, which a dictionary's type cannot express.
BUILDERS: dict[type[ops.Operator], Callable[..., nn.Module]] = {
    ops.Conv2d: _conv2d,
    ops.Linear: lambda op: nn.Linear(op.in_features, op.out_features, op.bias),
    ops.RadialBasis: lambda op: RadialBasisModule(op.in_features, op.out_features),
    ops.BatchNorm2d: lambda op: nn.BatchNorm2d(op.num_features, op.eps, op.momentum),
    ops.LayerNorm: lambda op: nn.LayerNorm(op.normalized_shape, op.eps),
    ops.LocalResponseNorm: lambda op: nn.LocalResponseNorm(op.size, op.alpha, op.beta, op.k),
    ops.LayerScale: lambda op: LayerScaleModule(op.num_channels),
    ops.ChannelAffine: lambda op: ChannelAffineModule(op.num_channels),
    ops.ReLU: lambda op: nn.ReLU(op.inplace),
    ops.ReLU6: lambda op: nn.ReLU6(op.inplace),
    ops.SiLU: lambda op: nn.SiLU(op.inplace),
    ops.GELU: lambda op: nn.GELU(),
    ops.Hardswish: lambda op: nn.Hardswish(op.inplace),
    ops.Hardsigmoid: lambda op: nn.Hardsigmoid(op.inplace),
    ops.Sigmoid: lambda op: nn.Sigmoid(),
    ops.Tanh: lambda op: nn.Tanh(),
    ops.Softmax: lambda op: nn.Softmax(op.dim),
    ops.MaxPool2d: _max_pool2d,
    ops.AvgPool2d: _avg_pool2d,
    ops.AdaptiveAvgPool2d: lambda op: nn.AdaptiveAvgPool2d(op.output_size),
    ops.Add: _add,
    ops.Multiply: lambda op: FunctionModule(Tensor.mul, ""),
    ops.Concat: _concat,
    ops.Scale: _scale,
    ops.Flatten: lambda op: nn.Flatten(op.start_dim, op.end_dim),
    ops.Permute: _permute,
    ops.Narrow: _narrow,
    ops.ChannelShuffle: lambda op: nn.ChannelShuffle(op.groups),
    ops.ZeroPad2d: lambda op: nn.ZeroPad2d(op.padding),
    ops.ZeroPadChannels: _zero_pad_channels,
    ops.Dropout: lambda op: nn.Dropout(op.p),
    ops.StochasticDepth: _stochastic_depth,
    ops.Unknown: _unknown,
}
