"""Errors of the domain, each with a stable code for the HTTP API."""

from __future__ import annotations

_SHOWN_CHARACTERS = 80


class DomainError(Exception):
    """Bad input: `message` says what is wrong and what is allowed, `field` says where."""

    code = "invalid"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InvalidGraph(DomainError):
    """A graph document or graph that breaks a rule of the format."""

    code = "invalid_graph"


class UnknownOperator(InvalidGraph):
    """An operator name that does not exist."""

    code = "unknown_operator"


class UnsupportedOperator(DomainError):
    """An operator that can be drawn but neither run nor exported."""

    code = "unsupported_operator"


class ShapeMismatch(DomainError):
    """An operator that cannot take the shapes it is given."""

    code = "shape_mismatch"


class InvalidParameters(DomainError):
    """Recipe parameters of the wrong name, type or range."""

    code = "invalid_parameters"


class InvalidOptions(DomainError):
    """Options, such as batch or dtype, outside their limits."""

    code = "invalid_options"


class InvalidEdit(DomainError):
    """An edit that does not apply to its graph."""

    code = "invalid_edit"


class IllegalMove(DomainError):
    """A change of a job's state that is not allowed."""

    code = "illegal_move"


def shown(value: object) -> str:
    """The value for an error message: short, and safe to encode."""
    # repr() of an integer of thousands of digits raises ValueError in CPython.
    if isinstance(value, int) and abs(value) >= 10**_SHOWN_CHARACTERS:
        return "a number of more than 80 digits"
    text = ascii(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
