"""Checks of single operator attributes: each returns the normalised value or raises InvalidGraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from explorer.domain.bounds import Boolean, IntegerList, IntegerRange, NumberRange, Text
from explorer.domain.errors import InvalidGraph

Pair = tuple[int, int]

MAX_DIMENSION = 2**20
"""Largest extent of one tensor dimension or attribute that is accepted."""

_DIMENSION = IntegerRange(-4, 3)
_SHORT_TEXT = Text(100)


def integer(minimum: int) -> Callable[[object, str], int]:
    """Check for an integer from minimum to MAX_DIMENSION."""
    bound = IntegerRange(minimum, MAX_DIMENSION)

    def check(value: object, where: str) -> int:
        return cast(int, bound.check(where, value, InvalidGraph))

    return check


def pair(minimum: int) -> Callable[[object, str], Pair]:
    """Check for (height, width); a single integer stands for both."""

    one = integer(minimum)

    def check(value: object, where: str) -> Pair:
        if isinstance(value, list | tuple):
            if len(value) != 2:
                raise InvalidGraph(
                    f"{where} has {len(value)} values; it must be one integer or [height, width].", field=where
                )
            return one(value[0], where), one(value[1], where)
        return one(value, where), one(value, where)

    return check


def boolean(value: object, where: str) -> bool:
    """The value, if it is true or false."""
    return cast(bool, Boolean().check(where, value, InvalidGraph))


def number(minimum: float, maximum: float) -> Callable[[object, str], float]:
    """Check for a number from minimum to maximum."""
    bound = NumberRange(minimum, maximum)

    def check(value: object, where: str) -> float:
        return float(cast(float, bound.check(where, value, InvalidGraph)))

    return check


def axis(value: object, where: str) -> int:
    """The value, if it names a dimension of an (N, C, H, W) tensor; negative counts from the end."""
    return cast(int, _DIMENSION.check(where, value, InvalidGraph))


def pool_padding(kernel_size: Pair, padding: Pair) -> None:
    """Rejects padding above half the kernel, as PyTorch does: a window could lie entirely in padding."""
    if any(2 * pad > size for pad, size in zip(padding, kernel_size, strict=True)):
        message = f"padding is {list(padding)}; it must be at most half of kernel_size ({list(kernel_size)})."
        raise InvalidGraph(message, field="padding")


def odd(value: object, where: str) -> int:
    """The value, if it is an odd integer from 1 to MAX_DIMENSION."""
    number = integer(1)(value, where)
    if number % 2 == 0:
        raise InvalidGraph(f"{where} is {number}; it must be odd.", field=where)
    return number


def integers(minimum: int, maximum: int, length: int | None = None) -> Callable[[object, str], tuple[int, ...]]:
    """Check for a list of integers from minimum to maximum, of one length if given."""
    bound = IntegerList(minimum, maximum, length)

    def check(value: object, where: str) -> tuple[int, ...]:
        return tuple(cast(list[int], bound.check(where, value, InvalidGraph)))

    return check


def permutation(value: object, where: str) -> tuple[int, ...]:
    """The value, if it is a permutation of dimensions 0 to n - 1 that leaves the batch first."""
    dims = integers(0, 7)(value, where)
    if not dims or sorted(dims) != list(range(len(dims))) or dims[0] != 0:
        raise InvalidGraph(
            f"{where} is {list(dims)}; it must name each of 0 to n - 1 once, 0 (the batch) first.", field=where
        )
    return dims


def text(value: object, where: str) -> str:
    """The value, if it is a short text."""
    return cast(str, _SHORT_TEXT.check(where, value, InvalidGraph))
