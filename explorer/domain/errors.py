"""Every error the domain raises, each with a stable code for the HTTP contract."""

from __future__ import annotations

_SHOWN_CHARACTERS = 80


class DomainError(Exception):
    """Bad input: `message` says what was wrong and what is allowed, `field` names where."""

    code = "invalid"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class InvalidGraph(DomainError):
    """A graph document or graph that breaks a rule of the format."""

    code = "invalid_graph"


class UnknownOperator(InvalidGraph):
    """An operator name that the explorer does not know."""

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
    """Batch, height, width or dtype that a cost report cannot be made for."""

    code = "invalid_options"


class InvalidEdit(DomainError):
    """An edit that does not apply to its graph."""

    code = "invalid_edit"


class IllegalMove(DomainError):
    """A job state change that the table of legal moves does not have."""

    code = "illegal_move"


def shown(value: object) -> str:
    """The value as an error message may quote it: short, and safe to encode."""
    # repr() of an integer of thousands of digits raises ValueError in CPython.
    if isinstance(value, int) and abs(value) >= 10**_SHOWN_CHARACTERS:
        return "a number of more than 80 digits"
    text = ascii(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
