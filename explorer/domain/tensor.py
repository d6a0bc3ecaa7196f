"""Tensor specs: the shape and data type of a tensor, without its values."""

from __future__ import annotations

import math

DTYPES: dict[str, int] = {"float32": 4, "float16": 2, "bfloat16": 2, "int8": 1}
"""Bytes per element of each supported data type."""

Shape = tuple[int, ...]


class TensorSpec:
    """Shape and data type of a tensor; images are (N, C, H, W), vectors (N, C).

    elements and bytes (without padding or allocator overhead) are computed once, because reports read them often.
    """

    __slots__ = ("bytes", "dtype", "elements", "shape")

    def __init__(self, shape: Shape, dtype: str = "float32") -> None:
        self.shape = shape
        self.dtype = dtype
        self.elements = math.prod(shape)
        self.bytes = self.elements * DTYPES[dtype]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TensorSpec) and (self.shape, self.dtype) == (other.shape, other.dtype)

    def __hash__(self) -> int:
        return hash((self.shape, self.dtype))

    def __repr__(self) -> str:
        return f"TensorSpec({self.shape}, {self.dtype!r})"
