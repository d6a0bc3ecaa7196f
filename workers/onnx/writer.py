"""Graph + weights -> ONNX: one node per layer under the layer's path, weights under their PyTorch names.

Written directly, not traced: the file depends on the graph alone, not on the machine that wrote it. Equal graphs
and weights give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy
import onnx
from onnx import helper

from explorer.domain.bounds import Choice, IntegerRange
from explorer.domain.errors import InvalidOptions
from explorer.domain.graph import Graph
from explorer.domain.jobs import DEFAULT_OPSET, EXPORT_DTYPES, OPSETS
from explorer.domain.tensor import TensorSpec
from workers.onnx.emitters import EMITTERS, Array, Layer
from workers.onnx.file import append_metadata, write_model

_ELEMENT_TYPES = {name: helper.np_dtype_to_tensor_dtype(numpy.dtype(name)) for name in EXPORT_DTYPES}


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
    counts training steps and is left out. Raises InvalidOptions for an opset or dtype that is not supported.
    """
    IntegerRange(OPSETS[0], OPSETS[-1]).check("opset", opset, InvalidOptions)
    dtype = Choice(EXPORT_DTYPES).check("dtype", tensors[graph.inputs[0].name].dtype, InvalidOptions)

    batch = tensors[graph.inputs[0].name].shape[0]

    def value(name: str) -> onnx.ValueInfoProto:
        first, *rest = tensors[name].shape
        # If the first dimension is not the batch itself, it depends on the batch in a way that has no symbol.
        symbol = "N" if first == batch else None
        return helper.make_tensor_value_info(name, _ELEMENT_TYPES[dtype], [symbol if dynamic_batch else first, *rest])

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
