"""Bounds of a value: whether it lies within them, and the sentence that says what is allowed."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TypeVar

from explorer.domain.errors import DomainError, shown

Value = TypeVar("Value")

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Bound(ABC):
    """A set of allowed values, asked with `in`; `allowed` completes "it must be ..."."""

    allowed: str

    @abstractmethod
    def __contains__(self, value: object) -> bool: ...

    def message(self, name: str, value: object) -> str:
        """The sentence for a value that is not allowed."""
        return f"{name} is {shown(value)}; it must be {self.allowed}."

    def check(self, name: str, value: Value, error: type[DomainError], *, field: str | None = None) -> Value:
        """The value. Raises the error, on the field or else on the name, for one that is not allowed."""
        if value not in self:
            raise error(self.message(name, value), field=field or name)
        return value


class IntegerRange(Bound):
    """Integers from minimum to maximum; true, 1.0 and "1" are none."""

    def __init__(self, minimum: int, maximum: int) -> None:
        self.minimum, self.maximum = minimum, maximum
        self.allowed = f"an integer from {minimum} to {maximum}"

    def __contains__(self, value: object) -> bool:
        # bool is an int in Python; a document that says true for a width is wrong.
        return type(value) is int and self.minimum <= value <= self.maximum


class NumberRange(Bound):
    """Numbers from minimum to maximum; true and "1" are none, and NaN is in no range."""

    def __init__(self, minimum: float, maximum: float) -> None:
        self.minimum, self.maximum = minimum, maximum
        self.allowed = f"a number from {minimum:g} to {maximum:g}"

    def __contains__(self, value: object) -> bool:
        return not isinstance(value, bool) and isinstance(value, int | float) and self.minimum <= value <= self.maximum


class Choice(Bound):
    """One of a few words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.allowed = f"one of {', '.join(self.words)}"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and value in self.words


class Boolean(Bound):
    """True or false; "true" and 1 are neither."""

    allowed = "true or false"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, bool)


class IntegerList(Bound):
    """Lists of integers from minimum to maximum, of one length if given."""

    def __init__(self, minimum: int, maximum: int, length: int | None = None) -> None:
        self.items, self.length = IntegerRange(minimum, maximum), length
        number = "integers" if length is None else f"{length} integers"
        self.allowed = f"a list of {number} from {minimum} to {maximum}"

    def __contains__(self, value: object) -> bool:
        return (
            isinstance(value, list | tuple)
            and self.length in (None, len(value))
            and all(item in self.items for item in value)
        )


class Text(Bound):
    """Text of 1 to maximum characters, none of them a control character."""

    def __init__(self, maximum: int) -> None:
        self.maximum = maximum
        self.allowed = f"text of 1 to {maximum} characters without control characters"

    def __contains__(self, value: object) -> bool:
        return isinstance(value, str) and 1 <= len(value) <= self.maximum and not _CONTROL.search(value)
