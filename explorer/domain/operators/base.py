"""The base of all operators: attributes that check themselves, weights, and what an operator mixes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import ClassVar, Final, NamedTuple

from explorer.domain import attributes as check
from explorer.domain.attributes import Pair
from explorer.domain.tensor import Shape

# Metadata of a dataclass field: the check that its value must pass.
COUNT, SIZE = {"check": check.integer(1)}, {"check": check.pair(1)}
PADDING, FLAG, DIM = {"check": check.pair(0)}, {"check": check.boolean}, {"check": check.axis}
UNIT, EPS = {"check": check.number(0, 1)}, {"check": check.number(1e-12, 1)}


CHANNEL_MIXINGS: Final = ("none", "neighbours", "groups", "rearranged", "all", "unknown")
"""Which input channels an output channel reads: its own, a few beside it, its group's, others in a new order, all."""

POSITION_MIXINGS: Final = ("none", "window", "all", "unknown")
"""Which input positions an output position reads: its own, a window, all."""


class Window(NamedTuple):
    """The window that slides over an image's two sides."""

    kernel_size: Pair
    stride: Pair
    padding: Pair
    """At the top and at the left."""
    dilation: Pair


@dataclass(frozen=True, slots=True)
class Operator:
    """One kind of computation with its hyper-parameters; weights are not part of it.

    A class states its name, its kind and what it mixes; a test fails if any of them is missing.
    """

    name: ClassVar[str]
    kind: ClassVar[str]
    channel_mixing: ClassVar[str]
    """One of CHANNEL_MIXINGS; with a mixing axis, it applies where that axis holds the channels."""
    position_mixing: ClassVar[str]
    """One of POSITION_MIXINGS; ignored for an operator with a mixing axis."""
    spatial: ClassVar[bool] = False
    """Whether it works on height and width of (N, C, H, W), so that axis 1 holds its channels."""
    arity: ClassVar[tuple[int, int]] = (1, 1)
    """Fewest and most tensors the operator takes."""
    has_state: ClassVar[bool] = False
    """Whether it stores tensors: parameters or buffers."""
    memory: ClassVar[str] = "own"
    """The storage of the output: its "own", the input's changed "in_place", or a "view" of it.

    Describes inference, where dropout passes its input on."""

    parameter_count: int | None = field(init=False, repr=False, compare=False)
    """Learnable numbers, counted once because every report needs them; None if unknown."""

    def __post_init__(self) -> None:
        for name, check_of in attribute_checks(type(self)).items():  # type: ignore[arg-type]
            # Checks also normalise: one integer for a square kernel becomes a pair. The instance is frozen.
            object.__setattr__(self, name, check_of(getattr(self, name), name))
        self._check_consistency()
        object.__setattr__(self, "parameter_count", self._count_parameters())

    @property
    def display_name(self) -> str:
        """The name to show: "Conv2d"."""
        return type(self).__name__

    @property
    def mixing_axis(self) -> int | None:
        """The single axis along which it mixes, counting the batch; None if there is no such axis."""
        return None

    @property
    def window(self) -> Window | None:
        """The window it slides over an image; None for an operator without one."""
        return None

    def channel_axis(self, axis: int | None, rank: int) -> int | None:
        """The axis of its output that holds the channels, given that of its input and the input's rank."""
        return 1 if self.spatial else axis

    def output_rank(self, rank: int) -> int:
        """The number of axes of its output, given that of its first input."""
        return rank

    def _check_consistency(self) -> None:
        """Checks rules between attributes. Raises InvalidGraph."""

    def parameter_shapes(self) -> dict[str, Shape]:
        """Learnable tensors by PyTorch's name; empty for an operator without weights."""
        return {}

    def _count_parameters(self) -> int | None:
        return sum(map(math.prod, self.parameter_shapes().values())) if self.has_state else 0

    def buffer_shapes(self) -> dict[str, Shape]:
        """Stored tensors that are not learned, by PyTorch's name."""
        return {}

    def at_inference(self) -> Operator:
        """The operator without attributes that only matter in training, such as a dropout probability."""
        return self

    def attributes(self) -> dict[str, object]:
        """All attributes as a graph document stores them: tuples as lists."""
        return {
            name: list(value) if type(value := getattr(self, name)) is tuple else value
            for name in attribute_checks(type(self))  # type: ignore[arg-type]
        }


@cache
def attribute_checks(operator: type[Operator]) -> Mapping[str, Callable[[object, str], object]]:
    """The check of each attribute of an operator class, in the order in which it takes them.

    (mypy takes a dataclass with a hash of its own for a class that has none, hence the ignores above.)
    """
    return {item.name: item.metadata["check"] for item in fields(operator) if item.init}
