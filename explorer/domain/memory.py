"""Tensors in memory at each step of a forward pass at inference.

Lifetimes are those of eager execution: a tensor is allocated when its layer runs and freed after its last
reader; a view (flatten) and an in-place layer (ReLU after its convolution) reuse their input's storage.
The graph's input belongs to the caller and is not counted, nor are weights and a library's workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.domain.graph import Graph, once_per_graph
from explorer.domain.tensor import TensorSpec


@dataclass(frozen=True, slots=True)
class Timeline:
    """The memory of a forward pass, step by step; steps are layers in execution order.

    owners maps each layer to the owner of its output's storage: its own path, an earlier layer's, or an input's
    name. last_steps maps each owning layer to the last step that reads its storage; outputs of the network are
    never freed. live_bytes are the bytes in memory while a step runs, its own output included.
    """

    owners: Mapping[str, str]
    last_steps: Mapping[str, int]
    live_bytes: tuple[int, ...]

    def live_at(self, step: int) -> tuple[str, ...]:
        """The layers whose storage is in use while a step runs, oldest first."""
        paths = list(self.owners)
        return tuple(path for path in paths[: step + 1] if self.last_steps.get(path, -1) >= step)


def timeline(graph: Graph, tensors: Mapping[str, TensorSpec]) -> Timeline:
    """Storage and lifetime of every layer's output."""
    owners, last_steps = lifetimes(graph)
    sizes = {owner: tensors[owner].bytes for owner in last_steps}
    freed_after: dict[int, int] = {}
    for owner, step in last_steps.items():
        freed_after[step] = freed_after.get(step, 0) + sizes[owner]
    alive, live_bytes = 0, []
    for step, (path, owner) in enumerate(owners.items()):
        if owner == path:
            alive += sizes[path]
        live_bytes.append(alive)
        alive -= freed_after.get(step, 0)
    return Timeline(owners, last_steps, tuple(live_bytes))


@once_per_graph
def lifetimes(graph: Graph) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """owners and last_steps of a timeline, which do not depend on sizes."""
    storage: dict[str, str] = {entry.name: entry.name for entry in graph.inputs}
    last_steps: dict[str, int] = {}
    for step, node in enumerate(graph.nodes):
        for name in node.inputs:
            last_steps[storage[name]] = step
        owner = node.path if node.operator.memory == "own" else storage[node.inputs[0]]
        storage[node.path] = owner
        last_steps[owner] = step
    read = {name for node in graph.nodes for name in node.inputs}
    # Training-only layers end in outputs of their own, such as an auxiliary classifier's.
    ends = (node.path for node in graph.nodes if node.training_only and node.path not in read)
    for name in (*graph.outputs, *ends):
        last_steps[storage[name]] = len(graph.nodes)
    for entry in graph.inputs:
        last_steps.pop(entry.name, None)
        del storage[entry.name]
    return storage, last_steps
