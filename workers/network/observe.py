"""The hook that a running network calls around each layer: to time it, or to look at its output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class Observe(Protocol):
    """Runs one layer's call and returns its answer, watching it."""

    def __call__(self, path: str, call: Callable[[], Answer], /) -> Answer:
        """The answer of the call for the layer at this path."""
