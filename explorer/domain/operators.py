"""The operators of a layer graph: attributes under PyTorch's names, one class each.

Adding an operator means one class here, one shape rule (shapes.py), one cost rule (costs.py), one torch
builder (workers/build.py) and one ONNX emitter (workers/onnx_writer.py); a test fails when one is missing.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import ClassVar

from explorer.domain import attributes as check
from explorer.domain.attributes import Pair
from explorer.domain.errors import InvalidGraph, UnknownOperator, shown
from explorer.domain.tensor import Shape

_COUNT, _SIZE = {"check": check.integer(1)}, {"check": check.pair(1)}
_PADDING, _FLAG, _DIM = {"check": check.pair(0)}, {"check": check.boolean}, {"check": check.axis}
_UNIT = {"check": check.number(0, 1)}


@dataclass(frozen=True, slots=True)
class Operator:
    """One kind of computation with its hyper-parameters; weights are not part of it."""

    name: ClassVar[str]
    kind: ClassVar[str]
    arity: ClassVar[tuple[int, int]] = (1, 1)
    """Fewest and most tensors the operator takes."""

    def __post_init__(self) -> None:
        for item in fields(self):
            # Normalises too (one integer for a square kernel becomes a pair); the instance is frozen.
            object.__setattr__(self, item.name, item.metadata["check"](getattr(self, item.name), item.name))
        self._check_consistency()

    def _check_consistency(self) -> None:
        """Rules between attributes, which no single attribute's check can see. Raises InvalidGraph."""

    def parameter_shapes(self) -> dict[str, Shape]:
        """Learnable tensors by PyTorch's name; empty for an operator without weights."""
        return {}

    def buffer_shapes(self) -> dict[str, Shape]:
        """Stored tensors that are not learned, by PyTorch's name."""
        return {}

    @property
    def memory(self) -> str:
        """Who owns the output: "own" storage, the input's changed "in_place", or a "view" of it.

        Describes inference, where dropout passes its input on.
        """
        return "own"

    def attributes(self) -> dict[str, object]:
        """All attributes as a graph document stores them: tuples as lists."""
        return {
            item.name: list(value) if isinstance(value := getattr(self, item.name), tuple) else value
            for item in fields(self)
        }


@dataclass(frozen=True, slots=True)
class Conv2d(Operator):
    """2-D convolution (cross-correlation); weight (C_out, C_in / groups, K_h, K_w)."""

    name: ClassVar[str] = "conv2d"
    kind: ClassVar[str] = "convolution"
    in_channels: int = field(metadata=_COUNT)
    out_channels: int = field(metadata=_COUNT)
    kernel_size: Pair = field(metadata=_SIZE)
    stride: Pair = field(default=(1, 1), metadata=_SIZE)
    padding: Pair = field(default=(0, 0), metadata=_PADDING)
    dilation: Pair = field(default=(1, 1), metadata=_SIZE)
    groups: int = field(default=1, metadata=_COUNT)
    bias: bool = field(default=True, metadata=_FLAG)

    def _check_consistency(self) -> None:
        for key in ("in_channels", "out_channels"):
            if getattr(self, key) % self.groups:
                message = f"groups is {self.groups}; it must divide {key} ({getattr(self, key)})."
                raise InvalidGraph(message, field="groups")

    def parameter_shapes(self) -> dict[str, Shape]:
        weight = (self.out_channels, self.in_channels // self.groups, *self.kernel_size)
        return {"weight": weight, "bias": (self.out_channels,)} if self.bias else {"weight": weight}


@dataclass(frozen=True, slots=True)
class Linear(Operator):
    """Fully connected layer; weight (out_features, in_features)."""

    name: ClassVar[str] = "linear"
    kind: ClassVar[str] = "linear"
    in_features: int = field(metadata=_COUNT)
    out_features: int = field(metadata=_COUNT)
    bias: bool = field(default=True, metadata=_FLAG)

    def parameter_shapes(self) -> dict[str, Shape]:
        weight = (self.out_features, self.in_features)
        return {"weight": weight, "bias": (self.out_features,)} if self.bias else {"weight": weight}


@dataclass(frozen=True, slots=True)
class BatchNorm2d(Operator):
    """Batch normalization over (N, H, W) with learned scale and shift (Ioffe and Szegedy, 2015)."""

    name: ClassVar[str] = "batch_norm2d"
    kind: ClassVar[str] = "normalization"
    num_features: int = field(metadata=_COUNT)
    eps: float = field(default=1e-5, metadata=_UNIT)
    momentum: float = field(default=0.1, metadata=_UNIT)

    def parameter_shapes(self) -> dict[str, Shape]:
        return {"weight": (self.num_features,), "bias": (self.num_features,)}

    def buffer_shapes(self) -> dict[str, Shape]:
        one = (self.num_features,)
        return {"running_mean": one, "running_var": one, "num_batches_tracked": ()}


@dataclass(frozen=True, slots=True)
class ReLU(Operator):
    """max(0, x), element by element."""

    name: ClassVar[str] = "relu"
    kind: ClassVar[str] = "activation"
    inplace: bool = field(default=False, metadata=_FLAG)

    @property
    def memory(self) -> str:
        return "in_place" if self.inplace else "own"


@dataclass(frozen=True, slots=True)
class MaxPool2d(Operator):
    """Largest value of each window; the border is never counted."""

    name: ClassVar[str] = "max_pool2d"
    kind: ClassVar[str] = "pooling"
    kernel_size: Pair = field(metadata=_SIZE)
    stride: Pair = field(metadata=_SIZE)
    padding: Pair = field(default=(0, 0), metadata=_PADDING)
    dilation: Pair = field(default=(1, 1), metadata=_SIZE)
    ceil_mode: bool = field(default=False, metadata=_FLAG)

    def _check_consistency(self) -> None:
        check.pool_padding(self.kernel_size, self.padding)


@dataclass(frozen=True, slots=True)
class AvgPool2d(Operator):
    """Mean of each window."""

    name: ClassVar[str] = "avg_pool2d"
    kind: ClassVar[str] = "pooling"
    kernel_size: Pair = field(metadata=_SIZE)
    stride: Pair = field(metadata=_SIZE)
    padding: Pair = field(default=(0, 0), metadata=_PADDING)
    ceil_mode: bool = field(default=False, metadata=_FLAG)
    count_include_pad: bool = field(default=True, metadata=_FLAG)

    def _check_consistency(self) -> None:
        check.pool_padding(self.kernel_size, self.padding)


@dataclass(frozen=True, slots=True)
class AdaptiveAvgPool2d(Operator):
    """Mean of windows chosen so that the output has a given size; (1, 1) is global average pooling."""

    name: ClassVar[str] = "adaptive_avg_pool2d"
    kind: ClassVar[str] = "pooling"
    output_size: Pair = field(metadata=_SIZE)


@dataclass(frozen=True, slots=True)
class Flatten(Operator):
    """Merges dimensions start_dim to end_dim into one; (N, C, H, W) becomes (N, C * H * W)."""

    name: ClassVar[str] = "flatten"
    kind: ClassVar[str] = "other"
    start_dim: int = field(default=1, metadata=_DIM)
    end_dim: int = field(default=-1, metadata=_DIM)

    @property
    def memory(self) -> str:
        return "view"


@dataclass(frozen=True, slots=True)
class Dropout(Operator):
    """Zeroes elements at random in training; passes its input on at inference."""

    name: ClassVar[str] = "dropout"
    kind: ClassVar[str] = "other"
    p: float = field(default=0.5, metadata=_UNIT)

    @property
    def memory(self) -> str:
        return "view"


@dataclass(frozen=True, slots=True)
class Add(Operator):
    """Sum of two tensors of one shape: the residual shortcut's merge (in place: `first += second`)."""

    name: ClassVar[str] = "add"
    kind: ClassVar[str] = "merge"
    arity: ClassVar[tuple[int, int]] = (2, 2)
    inplace: bool = field(default=False, metadata=_FLAG)

    @property
    def memory(self) -> str:
        return "in_place" if self.inplace else "own"


@dataclass(frozen=True, slots=True)
class Concat(Operator):
    """Tensors joined along one dimension (channels: dim 1)."""

    name: ClassVar[str] = "concat"
    kind: ClassVar[str] = "merge"
    arity: ClassVar[tuple[int, int]] = (1, 4096)
    dim: int = field(default=1, metadata=_DIM)


@dataclass(frozen=True, slots=True)
class Softmax(Operator):
    """exp(x) / sum(exp(x)) along one dimension."""

    name: ClassVar[str] = "softmax"
    kind: ClassVar[str] = "activation"
    dim: int = field(default=1, metadata=_DIM)


OPERATORS: dict[str, type[Operator]] = {
    operator.name: operator
    for operator in (
        Conv2d,
        Linear,
        BatchNorm2d,
        ReLU,
        MaxPool2d,
        AvgPool2d,
        AdaptiveAvgPool2d,
        Flatten,
        Dropout,
        Add,
        Concat,
        Softmax,
    )
}


def operator_from_document(name: object, attributes: object, *, where: str) -> Operator:
    """The operator that `name` and `attributes` of a graph document describe.

    `where` prefixes the field named in errors, e.g. "nodes[3]".
    Raises UnknownOperator or InvalidGraph.
    """
    if not isinstance(name, str) or name not in OPERATORS:
        raise UnknownOperator(
            f"{where}.op is {shown(name)}; it must be one of {', '.join(OPERATORS)}.", field=f"{where}.op"
        )
    if not isinstance(attributes, dict):
        raise InvalidGraph(f"{where}.attributes must be an object.", field=f"{where}.attributes")
    operator = OPERATORS[name]
    known = {item.name: item for item in fields(operator)}
    for key in attributes:
        if key not in known:
            raise InvalidGraph(
                f"{where}.attributes has {shown(key)}; {name} takes {', '.join(known) or 'no attributes'}.",
                field=f"{where}.attributes",
            )
    for key, item in known.items():
        if item.default is MISSING and key not in attributes:
            at = f"{where}.attributes.{key}"
            raise InvalidGraph(f"{at} is missing; {name} needs it.", field=at)
    try:
        return operator(**attributes)
    except InvalidGraph as error:
        prefix = f"{where}.attributes."
        raise InvalidGraph(prefix + error.message, field=f"{prefix}{error.field}") from None
