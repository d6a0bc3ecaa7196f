"""Graph -> torch.nn.Module: the network to measure and export, built from the graph that is drawn.

Parameters have the names of the reference implementation (node.source_name), so that its state dictionary loads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn

from explorer.domain.graph import Graph, Node
from explorer.domain.jobs import PROFILE_DTYPES
from workers.network.modules import BUILDERS
from workers.network.observe import Observe

TORCH_DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in PROFILE_DTYPES}


@dataclass(frozen=True)
class _Step:
    """One layer's step: its module, its inputs, and the tensors to release after it."""

    path: str
    module: nn.Module
    inputs: tuple[str, ...]
    released: tuple[str, ...]


class _Scope(nn.Module):
    """A prefix in the hierarchy of parameter names, such as "layer1"."""


class GraphModule(nn.Module):
    """Runs a graph: layers in execution order, each tensor released after its last reader.

    Takes one tensor per graph input, (N, C, H, W), and returns a tuple with one tensor per graph output.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__()
        self.graph = graph
        self._stateless = "stateless"
        while any(node.parameter_prefix.partition(".")[0] == self._stateless for node in graph.nodes):
            self._stateless += "_"
        released = _released_after(graph)
        self._steps = tuple(
            _Step(node.path, self._place(node), node.inputs, released[index]) for index, node in enumerate(graph.nodes)
        )

    @property
    def layers(self) -> dict[str, nn.Module]:
        """Every layer's module by its path in the graph, in execution order."""
        return {step.path: step.module for step in self._steps}

    def _place(self, node: Node) -> nn.Module:
        """Adds the node's module under its name in the reference: "layer1.0.conv1" is three levels deep.

        Layers without tensors have a scope of their own, as their paths may clash with names of the reference.
        """
        module = BUILDERS[type(node.operator)](node.operator)
        place = node.parameter_prefix if node.operator.has_state else f"{self._stateless}.{node.path}"
        *scopes, name = place.split(".")
        parent: nn.Module = self
        for scope in scopes:
            # Not add_module: it rejects names of Module's methods, such as "float", which a graph may use.
            parent = cast(nn.Module, parent._modules.setdefault(scope, _Scope()))
        there = parent._modules.get(name)
        if isinstance(there, _Scope):
            module._modules.update(there._modules)
        parent._modules[name] = module
        return module

    def forward(self, *inputs: Tensor, observe: Observe | None = None) -> tuple[Tensor, ...]:
        """The outputs; observe runs each layer's call, to time it or to inspect its output."""
        tensors = {entry.name: tensor for entry, tensor in zip(self.graph.inputs, inputs, strict=True)}
        for step in self._steps:
            tensors[step.path] = _run(step, tensors, observe)
            for name in step.released:
                del tensors[name]
        return tuple(tensors[name] for name in self.graph.outputs)


def _run(step: _Step, tensors: Mapping[str, Tensor], observe: Observe | None) -> Tensor:
    # A separate function, so that no local variable keeps an input alive after the layer.
    arguments = [tensors[name] for name in step.inputs]
    if observe is None:
        return cast(Tensor, step.module(*arguments))
    return observe(step.path, partial(cast(Callable[..., Tensor], step.module), *arguments))


def _released_after(graph: Graph) -> list[tuple[str, ...]]:
    """Names of the tensors whose last reader is each node; outputs are never released."""
    last_reader: dict[str, int] = {}
    for index, node in enumerate(graph.nodes):
        last_reader[node.path] = index
        for name in node.inputs:
            last_reader[name] = index
    released: list[list[str]] = [[] for _ in graph.nodes]
    for name, index in last_reader.items():
        if name not in graph.outputs:
            released[index].append(name)
    return [tuple(names) for names in released]


def build(graph: Graph) -> GraphModule:
    """The network on the meta device: shapes and names without memory; `initialise` gives it values.

    Raises UnsupportedOperator for an unknown operator.
    """
    with torch.device("meta"):
        return GraphModule(graph).eval()
