"""What every operator is: attributes that check themselves, and what its weights look like."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import ClassVar

from explorer.domain import attributes as check
from explorer.domain.tensor import Shape

# How a dataclass field says which check its value must pass.
COUNT, SIZE = {"check": check.integer(1)}, {"check": check.pair(1)}
PADDING, FLAG, DIM = {"check": check.pair(0)}, {"check": check.boolean}, {"check": check.axis}
UNIT, EPS = {"check": check.number(0, 1)}, {"check": check.number(1e-12, 1)}


@dataclass(frozen=True, slots=True)
class Operator:
    """One kind of computation with its hyper-parameters; weights are not part of it."""

    name: ClassVar[str]
    kind: ClassVar[str]
    arity: ClassVar[tuple[int, int]] = (1, 1)
    """Fewest and most tensors the operator takes."""
    has_state: ClassVar[bool] = False
    """Whether it stores tensors: parameters, or buffers."""
    memory: ClassVar[str] = "own"
    """Who owns the output: "own" storage, the input's changed "in_place", or a "view" of it.

    Describes inference, where dropout passes its input on."""

    parameter_count: int | None = field(init=False, repr=False, compare=False)
    """Learnable numbers, counted once because every report asks for them; None where nobody knows."""

    def __post_init__(self) -> None:
        for name, check_of in attribute_checks(type(self)).items():  # type: ignore[arg-type]
            # Normalises too (one integer for a square kernel becomes a pair); the instance is frozen.
            object.__setattr__(self, name, check_of(getattr(self, name), name))
        self._check_consistency()
        object.__setattr__(self, "parameter_count", self._count_parameters())

    def _check_consistency(self) -> None:
        """Rules between attributes, which no single attribute's check can see. Raises InvalidGraph."""

    def parameter_shapes(self) -> dict[str, Shape]:
        """Learnable tensors by PyTorch's name; empty for an operator without weights."""
        return {}

    def _count_parameters(self) -> int | None:
        return sum(map(math.prod, self.parameter_shapes().values())) if self.has_state else 0

    def buffer_shapes(self) -> dict[str, Shape]:
        """Stored tensors that are not learned, by PyTorch's name."""
        return {}

    def at_inference(self) -> Operator:
        """The operator without what only training sees, such as a dropout probability."""
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
