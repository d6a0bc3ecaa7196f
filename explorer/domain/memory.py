"""Which tensors are alive at each step of a forward pass at inference.

Lifetimes are those of eager execution: a tensor is allocated when its layer runs and freed after its last
reader; a view (flatten) and an in-place layer (ReLU after its convolution) reuse their input's storage.
The graph's input belongs to the caller and is not counted, nor are weights and a library's workspace.
"""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.graph import Graph
from explorer.domain.tensor import TensorSpec


def live_bytes(graph: Graph, tensors: Mapping[str, TensorSpec]) -> list[int]:
    """Bytes of activations alive while each node runs, its own output included, in execution order."""
    storage: dict[str, str] = {entry.name: entry.name for entry in graph.inputs}
    last_reader: dict[str, int] = {}
    for index, node in enumerate(graph.nodes):
        owned = node.operator.memory == "own"
        storage[node.path] = node.path if owned else storage[node.inputs[0]]
        last_reader[storage[node.path]] = index
        for name in node.inputs:
            last_reader[storage[name]] = index
    for name in graph.outputs:
        last_reader[storage[name]] = len(graph.nodes)

    freed_after: dict[int, list[str]] = {}
    for name, index in last_reader.items():
        freed_after.setdefault(index, []).append(name)
    inputs = {entry.name for entry in graph.inputs}
    alive, steps = 0, []
    for index, node in enumerate(graph.nodes):
        if storage[node.path] == node.path:
            alive += tensors[node.path].bytes
        steps.append(alive)
        alive -= sum(tensors[name].bytes for name in freed_after.get(index, ()) if name not in inputs)
    return steps
