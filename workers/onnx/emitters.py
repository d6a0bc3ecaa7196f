"""Operator -> ONNX nodes: one emitter per operator. Operators: https://onnx.ai/onnx/operators/"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from explorer.domain import operators
from explorer.domain.attributes import Pair
from explorer.domain.errors import UnsupportedOperator
from explorer.domain.graph import Node
from explorer.domain.tensor import Shape

Array = NDArray[numpy.generic]


@dataclass(frozen=True)
class Layer:
    """Context of an emitter: the node, the shapes of its inputs and output (batch first), data type and opset."""

    node: Node
    shapes: tuple[Shape, ...]
    output: Shape
    dtype: str
    opset: int

    def parameter(self, name: str) -> str:
        """The initializer's name, as in the state dictionary."""
        return f"{self.node.parameter_prefix}.{name}"

    def parameters(self) -> list[str]:
        """Names of all learnable tensors in the operator's order."""
        return [self.parameter(name) for name in self.node.operator.parameter_shapes()]

    def emit(self, op_type: str, inputs: list[str] | None = None, **attributes: Any) -> onnx.NodeProto:
        """The ONNX node that computes the layer's output; inputs default to the layer's own."""
        path = self.node.path
        return helper.make_node(op_type, inputs or list(self.node.inputs), [path], name=path, **attributes)

    def prepare(self, op_type: str, suffix: str, inputs: list[str], **attributes: Any) -> onnx.NodeProto:
        """An earlier node of a layer that needs several; its output is called path/suffix."""
        name = f"{self.node.path}/{suffix}"
        return helper.make_node(op_type, inputs, [name], name=name, **attributes)

    def constant(self, suffix: str, value: Array) -> onnx.NodeProto:
        """A constant called path/suffix."""
        return self.prepare("Constant", suffix, [], value=numpy_helper.from_array(value))

    def number(self, suffix: str, value: float) -> onnx.NodeProto:
        """A scalar constant in the layer's data type."""
        return self.constant(suffix, numpy.array(value, dtype=self.dtype))

    def integers(self, suffix: str, values: Sequence[int]) -> onnx.NodeProto:
        """A constant list of integers, such as a shape or axes."""
        return self.constant(suffix, numpy.array(values, dtype=numpy.int64))

    def inner(self, suffix: str) -> str:
        """The output name of prepare() or constant()."""
        return f"{self.node.path}/{suffix}"


Nodes = Iterator[onnx.NodeProto]


def _both_sides(padding: Pair) -> list[int]:
    return [*padding, *padding]


def _conv2d(op: operators.Conv2d, layer: Layer) -> Nodes:
    yield layer.emit(
        "Conv",
        [layer.node.inputs[0], *layer.parameters()],
        kernel_shape=op.kernel_size,
        strides=op.stride,
        pads=_both_sides(op.padding),
        dilations=op.dilation,
        group=op.groups,
    )


def _linear(op: operators.Linear, layer: Layer) -> Nodes:
    (source,) = layer.node.inputs
    if len(layer.shapes[0]) == 2:
        yield layer.emit("Gemm", [source, *layer.parameters()], transB=1)
        return
    # Gemm only takes matrices. The weight keeps PyTorch's shape in the file and is transposed at run time.
    yield layer.prepare("Transpose", "weight", [layer.parameter("weight")], perm=[1, 0])
    product = [source, f"{layer.node.path}/weight"]
    if not op.bias:
        yield layer.emit("MatMul", product)
        return
    yield layer.prepare("MatMul", "product", product)
    yield layer.emit("Add", [f"{layer.node.path}/product", layer.parameter("bias")])


def _batch_norm2d(op: operators.BatchNorm2d, layer: Layer) -> Nodes:
    statistics = [layer.parameter("running_mean"), layer.parameter("running_var")]
    yield layer.emit("BatchNormalization", [layer.node.inputs[0], *layer.parameters(), *statistics], epsilon=op.eps)


def _max_pool2d(op: operators.MaxPool2d, layer: Layer) -> Nodes:
    yield layer.emit(
        "MaxPool",
        kernel_shape=op.kernel_size,
        strides=op.stride,
        pads=_both_sides(op.padding),
        dilations=op.dilation,
        ceil_mode=_ceil_mode(op, op.dilation, layer),
    )


def _avg_pool2d(op: operators.AvgPool2d, layer: Layer) -> Nodes:
    yield layer.emit(
        "AveragePool",
        kernel_shape=op.kernel_size,
        strides=op.stride,
        pads=_both_sides(op.padding),
        ceil_mode=_ceil_mode(op, (1, 1), layer),
        count_include_pad=int(op.count_include_pad),
    )


def _ceil_mode(pool: operators.MaxPool2d | operators.AvgPool2d, dilation: Pair, layer: Layer) -> int:
    """1 only where rounding up adds a window.

    PyTorch drops a last window that starts in the padding, but ONNX before opset 22 keeps it; rounding down, both
    agree.
    """
    sides = zip(layer.shapes[0][2:], pool.kernel_size, pool.stride, pool.padding, dilation, strict=True)
    down = tuple((size + 2 * pad - step * (kernel - 1) - 1) // stride + 1 for size, kernel, stride, pad, step in sides)
    return int(pool.ceil_mode and layer.output[2:] != down)


def _adaptive_avg_pool2d(op: operators.AdaptiveAvgPool2d, layer: Layer) -> Nodes:
    _, _, height, width = layer.shapes[0]
    rows, columns = op.output_size
    if op.output_size == (height, width):
        yield layer.emit("Identity")
    elif op.output_size == (1, 1):
        yield layer.emit("GlobalAveragePool")
    elif height % rows == 0 and width % columns == 0:
        window = (height // rows, width // columns)
        yield layer.emit("AveragePool", kernel_shape=window, strides=window)
    else:
        # Windows of unequal size, which no ONNX pool supports: average along each side by a matrix product.
        path, dtype = layer.node.path, layer.dtype
        yield layer.constant("rows", _averaging(height, rows).astype(dtype))
        yield layer.constant("columns", _averaging(width, columns).T.astype(dtype))
        yield layer.prepare("MatMul", "narrowed", [layer.node.inputs[0], f"{path}/columns"])
        yield layer.emit("MatMul", [f"{path}/rows", f"{path}/narrowed"])


def _averaging(size: int, outputs: int) -> NDArray[numpy.float64]:
    """Matrix (outputs, size) whose row i averages PyTorch's i-th adaptive window."""
    matrix = numpy.zeros((outputs, size))
    for index in range(outputs):
        start, end = index * size // outputs, -(-(index + 1) * size // outputs)
        matrix[index, start:end] = 1 / (end - start)
    return matrix


def _flatten(op: operators.Flatten, layer: Layer) -> Nodes:
    shape = layer.shapes[0]
    start, end = op.start_dim % len(shape), op.end_dim % len(shape)
    if (start, end) == (1, len(shape) - 1):
        yield layer.emit("Flatten", axis=1)
        return
    # 0 copies a dimension (the batch may be dynamic), -1 infers the merged one.
    target = [0] * start + [-1] + list(shape[end + 1 :])
    yield layer.integers("shape", target)
    yield layer.emit("Reshape", [layer.node.inputs[0], f"{layer.node.path}/shape"])


def _same(op_type: str, **attributes: Any) -> Callable[[operators.Operator, Layer], Nodes]:
    """The emitter of an operator with a direct ONNX equivalent."""

    def emitter(_: operators.Operator, layer: Layer) -> Nodes:
        yield layer.emit(op_type, **attributes)

    return emitter


# At inference these pass their input on.
_identity = _same("Identity")


def _concat(op: operators.Concat, layer: Layer) -> Nodes:
    yield layer.emit("Concat", axis=op.dim)


def _softmax(op: operators.Softmax, layer: Layer) -> Nodes:
    yield layer.emit("Softmax", axis=op.dim)


def _scale(op: operators.Scale, layer: Layer) -> Nodes:
    yield layer.number("factor", op.factor)
    yield layer.emit("Mul", [layer.node.inputs[0], layer.inner("factor")])


def _layer_scale(_: operators.LayerScale, layer: Layer) -> Nodes:
    yield layer.emit("Mul", [layer.node.inputs[0], *layer.parameters()])


def _channel_affine(_: operators.ChannelAffine, layer: Layer) -> Nodes:
    yield layer.prepare("Mul", "scaled", [layer.node.inputs[0], layer.parameter("weight")])
    yield layer.emit("Add", [layer.inner("scaled"), layer.parameter("bias")])


def _radial_basis(_: operators.RadialBasis, layer: Layer) -> Nodes:
    yield layer.integers("axis", [1])
    yield layer.prepare("Unsqueeze", "vector", [layer.node.inputs[0], layer.inner("axis")])
    yield layer.prepare("Sub", "difference", [layer.inner("vector"), layer.parameter("codes")])
    yield layer.prepare("Mul", "square", [layer.inner("difference"), layer.inner("difference")])
    yield layer.integers("features", [2])
    yield layer.emit("ReduceSum", [layer.inner("square"), layer.inner("features")], keepdims=0)


def _relu6(_: operators.ReLU6, layer: Layer) -> Nodes:
    yield layer.number("least", 0)
    yield layer.number("most", 6)
    yield layer.emit("Clip", [layer.node.inputs[0], layer.inner("least"), layer.inner("most")])


def _silu(_: operators.SiLU, layer: Layer) -> Nodes:
    yield layer.prepare("Sigmoid", "gate", list(layer.node.inputs))
    yield layer.emit("Mul", [layer.node.inputs[0], layer.inner("gate")])


_HARDSIGMOID = {"alpha": 1 / 6, "beta": 0.5}


def _hardswish(_: operators.Hardswish, layer: Layer) -> Nodes:
    yield layer.prepare("HardSigmoid", "gate", list(layer.node.inputs), **_HARDSIGMOID)
    yield layer.emit("Mul", [layer.node.inputs[0], layer.inner("gate")])


def _gelu(_: operators.GELU, layer: Layer) -> Nodes:
    # ONNX has Gelu only from opset 20 on.
    yield layer.number("root_half", 0.5**0.5)
    yield layer.number("one", 1)
    yield layer.number("half", 0.5)
    yield layer.prepare("Mul", "scaled", [layer.node.inputs[0], layer.inner("root_half")])
    yield layer.prepare("Erf", "erf", [layer.inner("scaled")])
    yield layer.prepare("Add", "gate", [layer.inner("erf"), layer.inner("one")])
    yield layer.prepare("Mul", "gated", [layer.node.inputs[0], layer.inner("gate")])
    yield layer.emit("Mul", [layer.inner("gated"), layer.inner("half")])


def _layer_norm(op: operators.LayerNorm, layer: Layer) -> Nodes:
    (source,) = layer.node.inputs
    if layer.opset >= 17:
        yield layer.emit("LayerNormalization", [source, *layer.parameters()], axis=-1, epsilon=op.eps)
        return
    yield layer.prepare("ReduceMean", "mean", [source], axes=[-1])
    yield layer.prepare("Sub", "centred", [source, layer.inner("mean")])
    yield layer.prepare("Mul", "square", [layer.inner("centred"), layer.inner("centred")])
    yield layer.prepare("ReduceMean", "variance", [layer.inner("square")], axes=[-1])
    yield layer.number("eps", op.eps)
    yield layer.prepare("Add", "shifted", [layer.inner("variance"), layer.inner("eps")])
    yield layer.prepare("Sqrt", "deviation", [layer.inner("shifted")])
    yield layer.prepare("Div", "normal", [layer.inner("centred"), layer.inner("deviation")])
    yield layer.prepare("Mul", "scaled", [layer.inner("normal"), layer.parameter("weight")])
    yield layer.emit("Add", [layer.inner("scaled"), layer.parameter("bias")])


def _local_response_norm(op: operators.LocalResponseNorm, layer: Layer) -> Nodes:
    yield layer.emit("LRN", size=op.size, alpha=op.alpha, beta=op.beta, bias=op.k)


def _permute(op: operators.Permute, layer: Layer) -> Nodes:
    yield layer.emit("Transpose", perm=op.dims)


def _narrow(op: operators.Narrow, layer: Layer) -> Nodes:
    yield layer.integers("start", [op.start])
    yield layer.integers("end", [op.start + op.length])
    yield layer.integers("axis", [op.dim])
    yield layer.emit("Slice", [layer.node.inputs[0], *map(layer.inner, ("start", "end", "axis"))])


def _channel_shuffle(op: operators.ChannelShuffle, layer: Layer) -> Nodes:
    _, channels, height, width = layer.shapes[0]
    # 0 copies the batch, which may be dynamic.
    yield layer.integers("grouped_shape", [0, op.groups, channels // op.groups, height, width])
    yield layer.prepare("Reshape", "grouped", [layer.node.inputs[0], layer.inner("grouped_shape")])
    yield layer.prepare("Transpose", "dealt", [layer.inner("grouped")], perm=[0, 2, 1, 3, 4])
    yield layer.integers("shape", [0, channels, height, width])
    yield layer.emit("Reshape", [layer.inner("dealt"), layer.inner("shape")])


def _zero_pad2d(op: operators.ZeroPad2d, layer: Layer) -> Nodes:
    left, right, top, bottom = op.padding
    yield layer.integers("pads", [0, 0, top, left, 0, 0, bottom, right])
    yield layer.emit("Pad", [layer.node.inputs[0], layer.inner("pads")])


def _zero_pad_channels(op: operators.ZeroPadChannels, layer: Layer) -> Nodes:
    yield layer.integers("pads", [0, op.before, 0, 0, 0, op.after, 0, 0])
    yield layer.emit("Pad", [layer.node.inputs[0], layer.inner("pads")])


def _unknown(op: operators.Unknown, layer: Layer) -> Nodes:
    raise UnsupportedOperator(f"{layer.node.path} ({op.type}) is an unknown operator, which cannot be exported.")


# Each emitter takes its own operator class, which a dictionary's type cannot express.
EMITTERS: dict[type[operators.Operator], Callable[..., Nodes]] = {
    operators.Conv2d: _conv2d,
    operators.Linear: _linear,
    operators.RadialBasis: _radial_basis,
    operators.BatchNorm2d: _batch_norm2d,
    operators.LayerNorm: _layer_norm,
    operators.LocalResponseNorm: _local_response_norm,
    operators.LayerScale: _layer_scale,
    operators.ChannelAffine: _channel_affine,
    operators.ReLU: _same("Relu"),
    operators.ReLU6: _relu6,
    operators.SiLU: _silu,
    operators.GELU: _gelu,
    operators.Hardswish: _hardswish,
    operators.Hardsigmoid: _same("HardSigmoid", **_HARDSIGMOID),
    operators.Sigmoid: _same("Sigmoid"),
    operators.Tanh: _same("Tanh"),
    operators.Softmax: _softmax,
    operators.MaxPool2d: _max_pool2d,
    operators.AvgPool2d: _avg_pool2d,
    operators.AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    operators.Add: _same("Add"),
    operators.Multiply: _same("Mul"),
    operators.Concat: _concat,
    operators.Scale: _scale,
    operators.Flatten: _flatten,
    operators.Permute: _permute,
    operators.Narrow: _narrow,
    operators.ChannelShuffle: _channel_shuffle,
    operators.ZeroPad2d: _zero_pad2d,
    operators.ZeroPadChannels: _zero_pad_channels,
    operators.Dropout: _identity,
    operators.StochasticDepth: _identity,
    operators.Unknown: _unknown,
}
