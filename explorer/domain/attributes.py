"""Checks of single operator attributes: each returns the normalised value or raises InvalidGraph."""

from __future__ import annotations

from collections.abc import Callable

from explorer.domain.errors import InvalidGraph, shown

Pair = tuple[int, int]

MAX_DIMENSION = 2**20
"""Largest extent of one tensor dimension or attribute that is accepted."""


def integer(minimum: int) -> Callable[[object, str], int]:
    """Check for an integer from minimum to MAX_DIMENSION."""

    def check(value: object, where: str) -> int:
        # bool is an int in Python; a document that says true for a width is wrong.
        if type(value) is not int or not minimum <= value <= MAX_DIMENSION:
            raise InvalidGraph(
                f"{where} is {shown(value)}; it must be an integer from {minimum} to {MAX_DIMENSION}.", field=where
            )
        return value

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
    if type(value) is not bool:
        raise InvalidGraph(f"{where} is {shown(value)}; it must be true or false.", field=where)
    return value


def number(minimum: float, maximum: float) -> Callable[[object, str], float]:
    """Check for a number from minimum to maximum."""

    def check(value: object, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not minimum <= value <= maximum:
            raise InvalidGraph(
                f"{where} is {shown(value)}; it must be a number from {minimum:g} to {maximum:g}.", field=where
            )
        return float(value)

    return check


def axis(value: object, where: str) -> int:
    """The value, if it names a dimension of an (N, C, H, W) tensor; negative counts from the end."""
    if type(value) is not int or not -4 <= value <= 3:
        raise InvalidGraph(f"{where} is {shown(value)}; it must be a dimension from -4 to 3.", field=where)
    return value


def pool_padding(kernel_size: Pair, padding: Pair) -> None:
    """Refuse padding above half the kernel, as PyTorch does: a window could lie in padding alone."""
    if any(2 * pad > size for pad, size in zip(padding, kernel_size, strict=True)):
        message = f"padding is {list(padding)}; it must be at most half of kernel_size ({list(kernel_size)})."
        raise InvalidGraph(message, field="padding")
