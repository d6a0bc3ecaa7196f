"""Operators that work element by element, and softmax."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from explorer.domain.operators.base import DIM, FLAG, Operator


@dataclass(frozen=True, slots=True)
class _Elementwise(Operator):
    """A function of one element."""

    kind: ClassVar[str] = "activation"
    channel_mixing: ClassVar[str] = "none"
    position_mixing: ClassVar[str] = "none"


@dataclass(frozen=True, slots=True)
class _Activation(_Elementwise):
    """A function of one element; in place, it overwrites its input."""

    inplace: bool = field(default=False, metadata=FLAG)

    @property
    def memory(self) -> str:  # type: ignore[override]
        return "in_place" if self.inplace else "own"


@dataclass(frozen=True, slots=True)
class ReLU(_Activation):
    """max(0, x)."""

    name: ClassVar[str] = "relu"


@dataclass(frozen=True, slots=True)
class ReLU6(_Activation):
    """min(max(0, x), 6)."""

    name: ClassVar[str] = "relu6"


@dataclass(frozen=True, slots=True)
class SiLU(_Activation):
    """x * sigmoid(x), also called swish (Ramachandran, Zoph and Le, 2017)."""

    name: ClassVar[str] = "silu"


@dataclass(frozen=True, slots=True)
class Hardsigmoid(_Activation):
    """min(max(0, x + 3), 6) / 6."""

    name: ClassVar[str] = "hardsigmoid"


@dataclass(frozen=True, slots=True)
class Hardswish(_Activation):
    """x * hardsigmoid(x) (Howard et al., 2019)."""

    name: ClassVar[str] = "hardswish"


@dataclass(frozen=True, slots=True)
class Sigmoid(_Elementwise):
    """1 / (1 + exp(-x))."""

    name: ClassVar[str] = "sigmoid"


@dataclass(frozen=True, slots=True)
class Tanh(_Elementwise):
    """Hyperbolic tangent."""

    name: ClassVar[str] = "tanh"


@dataclass(frozen=True, slots=True)
class GELU(_Elementwise):
    """x * (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel, 2016)."""

    name: ClassVar[str] = "gelu"


@dataclass(frozen=True, slots=True)
class Softmax(Operator):
    """exp(x) / sum(exp(x)) along one dimension."""

    name: ClassVar[str] = "softmax"
    kind: ClassVar[str] = "activation"
    channel_mixing: ClassVar[str] = "all"
    position_mixing: ClassVar[str] = "none"
    dim: int = field(default=1, metadata=DIM)

    @property
    def mixing_axis(self) -> int:
        return self.dim
