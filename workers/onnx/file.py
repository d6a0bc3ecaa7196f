"""Writes ONNX files in one pass: the weights go from their arrays to disk without a copy.

Serializing a ModelProto would need three times VGG-16's 553 MB. The wire format is protobuf's:
https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import numpy
import onnx
from numpy.typing import NDArray
from onnx import helper

Array = NDArray[numpy.generic]

_MODEL_GRAPH = onnx.ModelProto.DESCRIPTOR.fields_by_name["graph"].number
_GRAPH_INITIALIZER = onnx.GraphProto.DESCRIPTOR.fields_by_name["initializer"].number
_TENSOR_RAW_DATA = onnx.TensorProto.DESCRIPTOR.fields_by_name["raw_data"].number


def write_model(path: Path, model: onnx.ModelProto, weights: Iterable[tuple[str, Array]]) -> None:
    """Writes the model with these weights as the graph's initializers; the model itself has none.

    A message's fields may come in any order, so the graph is written last and its weights after its nodes.
    """
    graph = model.graph.SerializeToString(deterministic=True)
    envelope = onnx.ModelProto()
    envelope.CopyFrom(model)
    envelope.ClearField("graph")
    tensors = [_Initializer(name, array) for name, array in weights]
    size = len(graph) + sum(_framed_size(_GRAPH_INITIALIZER, tensor.size) for tensor in tensors)
    with path.open("wb") as stream:
        stream.write(envelope.SerializeToString(deterministic=True))
        stream.write(_frame(_MODEL_GRAPH, size))
        stream.write(graph)
        for tensor in tensors:
            stream.write(_frame(_GRAPH_INITIALIZER, tensor.size))
            tensor.write(stream)


def append_metadata(path: Path, facts: Mapping[str, str]) -> None:
    """Appends metadata_props to a model file; a repeated field may continue at its end."""
    addition = onnx.ModelProto()
    helper.set_model_props(addition, dict(facts))
    with path.open("ab") as stream:
        stream.write(addition.SerializeToString(deterministic=True))


class _Initializer:
    """One TensorProto: a small header and the array's own bytes, little-endian as ONNX wants them."""

    def __init__(self, name: str, array: Array) -> None:
        header = onnx.TensorProto(name=name, dims=array.shape)
        header.data_type = helper.np_dtype_to_tensor_dtype(array.dtype)
        self._array = numpy.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
        self._header = header.SerializeToString(deterministic=True) + _frame(_TENSOR_RAW_DATA, array.nbytes)
        self.size = len(self._header) + array.nbytes

    def write(self, stream: BinaryIO) -> None:
        stream.write(self._header)
        stream.write(self._array.reshape(-1).view(numpy.uint8).data)


def _frame(field: int, length: int) -> bytes:
    """Tag and length of a length-delimited field."""
    return _varint(field << 3 | 2) + _varint(length)


def _framed_size(field: int, length: int) -> int:
    return len(_frame(field, length)) + length


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
