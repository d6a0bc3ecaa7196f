"""The hook that a running network calls around each layer, to time it or to inspect its output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

Answer = TypeVar("Answer")


class Observe(Protocol):
    """Runs one layer's call, observes it, and returns its output."""

    def __call__(self, path: str, call: Callable[[], Answer], /) -> Answer:
        """The output of the layer at this path."""
