"""Graph + weights -> ONNX: one node per layer under the layer's path, weights under their PyTorch names.

Written directly, not traced: the file holds what the graph says and nothing about the machine that wrote
it. Equal graphs and weights give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
from onnx import TensorProto, helper

from explorer.domain.errors import InvalidOptions, shown
from explorer.domain.graph import Graph
from explorer.domain.tensor import TensorSpec
from workers.onnx.emitters import EMITTERS, Array, Layer
from workers.onnx.file import append_metadata, write_model

OPSETS = range(13, 24)
DEFAULT_OPSET = 18
ONNX_DTYPES = {"float32": TensorProto.FLOAT, "float16": TensorProto.FLOAT16}


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

    batch = tensors[graph.inputs[0].name].shape[0]

    def value(name: str) -> onnx.ValueInfoProto:
        first, *rest = tensors[name].shape
        # A tensor whose first dimension is not the batch itself depends on it in a way that has no symbol.
        symbol = "N" if first == batch else None
        return helper.make_tensor_value_info(name, ONNX_DTYPES[dtype], [symbol if dynamic_batch else first, *rest])

    nodes: list[onnx.NodeProto] = []
    for node in graph.nodes:
        shapes = tuple(tensors[name].shape for name in node.inputs)
        layer = Layer(node, shapes, tensors[node.path].shape, dtype, opset)
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
