"""What a tensor is before it exists: a shape and a data type."""

from __future__ import annotations

import math
from dataclasses import dataclass

DTYPES: dict[str, int] = {"float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}
"""Bytes per element of each supported data type."""

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Shape and data type of a tensor; images are (N, C, H, W), vectors (N, C)."""

    shape: Shape
    dtype: str = "float32"

    @property
    def elements(self) -> int:
        """Number of elements."""
        return math.prod(self.shape)

    @property
    def bytes(self) -> int:
        """Size in bytes, without padding or allocator overhead."""
        return self.elements * DTYPES[self.dtype]
