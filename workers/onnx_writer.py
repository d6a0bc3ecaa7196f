"""Graph + weights -> ONNX: one node per layer under the layer's path, weights under their PyTorch names.

Written directly, not traced: the file holds what the graph says and nothing about the machine that wrote
it. Equal graphs and weights give equal bytes. Operators: https://onnx.ai/onnx/operators/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from explorer.domain import operators
from explorer.domain.attributes import Pair
from explorer.domain.errors import InvalidOptions, shown
from explorer.domain.graph import Graph, Node
from explorer.domain.tensor import Shape, TensorSpec
from workers.onnx_file import append_metadata, write_model

OPSETS = range(13, 24)
DEFAULT_OPSET = 18
ONNX_DTYPES = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16}

Array = NDArray[numpy.generic]


@dataclass(frozen=True)
class Layer:
    """What an emitter may need beside the operator; shapes are of the inputs and the output, batch first."""

    node: Node
    shapes: tuple[Shape, ...]
    output: Shape
    dtype: str

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
        """A node before the last where one layer takes several; its output is called path/suffix."""
        name = f"{self.node.path}/{suffix}"
        return helper.make_node(op_type, inputs, [name], name=name, **attributes)

    def constant(self, suffix: str, value: Array) -> onnx.NodeProto:
        """A constant called path/suffix."""
        return self.prepare("Constant", suffix, [], value=numpy_helper.from_array(value))


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
    # Gemm takes matrices only. The weight keeps PyTorch's shape in the file and is transposed when it runs.
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


def _relu(_: operators.ReLU, layer: Layer) -> Nodes:
    yield layer.emit("Relu")


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

    PyTorch drops a last window that lies in the padding, ONNX before opset 22 keeps it: then both agree
    on rounding down.
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
        # Windows of unequal size, which no ONNX pool has: means along each side as matrix products.
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
    # 0 keeps a dimension (the batch may be unknown), -1 is what is left for the merged one.
    target = [0] * start + [-1] + list(shape[end + 1 :])
    yield layer.constant("shape", numpy.array(target, dtype=numpy.int64))
    yield layer.emit("Reshape", [layer.node.inputs[0], f"{layer.node.path}/shape"])


def _dropout(_: operators.Dropout, layer: Layer) -> Nodes:
    # At inference it passes its input on.
    yield layer.emit("Identity")


def _add(_: operators.Add, layer: Layer) -> Nodes:
    yield layer.emit("Add")


def _concat(op: operators.Concat, layer: Layer) -> Nodes:
    yield layer.emit("Concat", axis=op.dim)


def _softmax(op: operators.Softmax, layer: Layer) -> Nodes:
    yield layer.emit("Softmax", axis=op.dim)


# Each emitter takes its own operator class, which a dictionary's type cannot express.
EMITTERS: dict[type[operators.Operator], Callable[..., Nodes]] = {
    operators.Conv2d: _conv2d,
    operators.Linear: _linear,
    operators.BatchNorm2d: _batch_norm2d,
    operators.ReLU: _relu,
    operators.MaxPool2d: _max_pool2d,
    operators.AvgPool2d: _avg_pool2d,
    operators.AdaptiveAvgPool2d: _adaptive_avg_pool2d,
    operators.Flatten: _flatten,
    operators.Dropout: _dropout,
    operators.Add: _add,
    operators.Concat: _concat,
    operators.Softmax: _softmax,
}


def write_onnx(
    path: Path,
    graph: Graph,
    tensors: Mapping[str, TensorSpec],
    weights: Mapping[str, Array],
    *,
    opset: int = DEFAULT_OPSET,
    dynamic_batch: bool = True,
) -> None:
    """Writes the model; tensors are the inferred shapes, weights the state dictionary in their dtype.

    With dynamic_batch the first dimension of inputs and outputs is the symbol "N". num_batches_tracked
    counts training steps and is left out. Raises InvalidOptions for an opset or dtype that is not written.
    """
    if opset not in OPSETS:
        raise InvalidOptions(f"opset is {shown(opset)}; it must be from {OPSETS[0]} to {OPSETS[-1]}.", field="opset")
    dtype = tensors[graph.inputs[0].name].dtype
    if dtype not in ONNX_DTYPES:
        raise InvalidOptions(f"dtype is {shown(dtype)}; it must be one of {', '.join(ONNX_DTYPES)}.", field="dtype")

    def value(name: str) -> onnx.ValueInfoProto:
        batch, *rest = tensors[name].shape
        return helper.make_tensor_value_info(name, ONNX_DTYPES[dtype], ["N" if dynamic_batch else batch, *rest])

    nodes: list[onnx.NodeProto] = []
    for node in graph.nodes:
        shapes = tuple(tensors[name].shape for name in node.inputs)
        layer = Layer(node, shapes, tensors[node.path].shape, dtype)
        nodes += EMITTERS[type(node.operator)](node.operator, layer)
    body = helper.make_graph(
        nodes, graph.name, [value(entry.name) for entry in graph.inputs], [value(name) for name in graph.outputs]
    )
    imports = [helper.make_opsetid("", opset)]
    model = helper.make_model(
        body,
        opset_imports=imports,
        ir_version=helper.find_min_ir_version_for(imports),
        producer_name="Layerscope",
    )
    write_model(path, model, ((name, weights[name]) for name in _initializers(graph)))


def _initializers(graph: Graph) -> Iterator[str]:
    for node in graph.nodes:
        for name in (*node.operator.parameter_shapes(), *node.operator.buffer_shapes()):
            if name != "num_batches_tracked":
                yield f"{node.parameter_prefix}.{name}"


def describe(path: Path, facts: Mapping[str, str]) -> None:
    """Adds facts to a written model as metadata_props, keys prefixed "layerscope."."""
    append_metadata(path, {f"layerscope.{key}": facts[key] for key in sorted(facts)})
