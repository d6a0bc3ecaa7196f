"""Graph -> torch.nn.Module: the network that is measured and exported is built from the graph that is drawn.

Parameters are named as the reference implementation names them (node.source_name), so that its state
dictionary loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

import torch
from torch import Tensor, nn

from explorer.domain import operators
from explorer.domain.graph import Graph, Node
from explorer.domain.tensor import TensorSpec
from workers.measure import Observe
from workers.modules import BUILDERS, ChannelAffineModule, LayerScaleModule, RadialBasisModule

TORCH_DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
"""The data types a network can run in; int8 would need quantized operators."""

NORM_BIAS = 1.5
"""Shift that a batch normalization starts with: most values then pass the ReLU behind it.

With a shift of 0, a random layer of normalization and ReLU amplifies differences, rounding included, by 1.21
(the root of pi / (pi - 1); Yang et al., "A Mean Field Theory of Batch Normalization", 2019), 600 times in 34 layers.
With 1.5 it is 1.025, twice. At larger shifts a deep plain network hardly answers to its input any more.
"""

_MOST_CALIBRATED = 64

RESIDUAL_GAIN = 0.1
"""Scale that the last batch normalization of a residual branch starts with."""


@dataclass(frozen=True)
class _Step:
    """One layer's turn: what it runs on, and the tensors that nobody reads after it."""

    path: str
    module: nn.Module
    inputs: tuple[str, ...]
    released: tuple[str, ...]


class _Scope(nn.Module):
    """A place in the hierarchy of names, such as "layer1"."""


class GraphModule(nn.Module):
    """A graph that runs: layers in execution order, each tensor dropped after its last reader.

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
        """Builds the node's module where the reference has it: "layer1.0.conv1" lies three levels deep.

        Layers without tensors lie apart under their paths, which may be names that the reference uses otherwise.
        """
        module = BUILDERS[type(node.operator)](node.operator)
        place = node.parameter_prefix if node.operator.has_state else f"{self._stateless}.{node.path}"
        *scopes, name = place.split(".")
        parent: nn.Module = self
        for scope in scopes:
            # Not add_module: it refuses names that are methods of Module, such as "float", which a graph may use.
            parent = cast(nn.Module, parent._modules.setdefault(scope, _Scope()))
        there = parent._modules.get(name)
        if isinstance(there, _Scope):
            module._modules.update(there._modules)
        parent._modules[name] = module
        return module

    def forward(self, *inputs: Tensor, observe: Observe | None = None) -> tuple[Tensor, ...]:
        """The outputs; observe runs each layer's call, to time it or to look at its answer."""
        tensors = {entry.name: tensor for entry, tensor in zip(self.graph.inputs, inputs, strict=True)}
        for step in self._steps:
            tensors[step.path] = _run(step, tensors, observe)
            for name in step.released:
                del tensors[name]
        return tuple(tensors[name] for name in self.graph.outputs)


def _run(step: _Step, tensors: Mapping[str, Tensor], observe: Observe | None) -> Tensor:
    # A function of its own, so that no local variable keeps an input alive past the layer.
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

    Raises UnsupportedOperator for a layer that Layerscope does not know.
    """
    with torch.device("meta"):
        return GraphModule(graph).eval()


def example_inputs(
    graph: Graph, tensors: Mapping[str, TensorSpec], *, seed: int, batch: int | None = None
) -> tuple[Tensor, ...]:
    """Standard normal float32 inputs, one per graph input; batch replaces that of the inferred tensors."""
    generator = torch.Generator().manual_seed(seed)
    shapes = [tensors[entry.name].shape for entry in graph.inputs]
    return tuple(torch.randn(batch or shape[0], *shape[1:], generator=generator) for shape in shapes)


def calibration_inputs(graph: Graph, tensors: Mapping[str, TensorSpec], *, seed: int) -> tuple[Tensor, ...]:
    """Inputs to take batch-normalization statistics from: two images of 224 pixels, or as many pixels in more images.

    Of a small image, the last layers leave too few values per channel for a variance.
    """
    _, _, height, width = tensors[graph.inputs[0].name].shape
    batch = max(2, min(_MOST_CALIBRATED, 2 * 224 * 224 // (height * width)))
    return example_inputs(graph, tensors, seed=seed, batch=batch)


def initialise(module: GraphModule, *, seed: int, examples: Iterable[Tensor]) -> None:
    """Gives the network random weights under which activations neither vanish nor explode.

    Convolutions and linear layers: He et al. 2015 (normal, fan in, gain of ReLU), bias 0. Batch
    normalization: its statistics are those of the examples, taken in one pass in training mode; without
    that, a deep network's output hardly depends on its input. What ends a residual branch, a normalization or
    a layer scale, starts small (Goyal et al. 2017 start it at 0): at 1, each random block amplifies the last
    one's rounding, and after 50 layers two correct libraries differ by 2e-5.
    Equal seeds give equal weights.
    """
    module.to_empty(device="cpu")
    generator = torch.Generator().manual_seed(seed)
    norms: list[tuple[nn.BatchNorm2d, float | None]] = []
    with torch.no_grad():
        for layer in module.modules():
            _initialise_layer(layer, generator)
            if isinstance(layer, nn.BatchNorm2d):
                norms.append((layer.train(), layer.momentum))
                # None averages over all batches seen, here one.
                layer.momentum = None
        for ending in _residual_ends(module.graph):
            norm = cast(nn.BatchNorm2d, module.layers[ending.path])
            norm.weight.fill_(RESIDUAL_GAIN)
            norm.bias.zero_()
        if norms:
            module(*examples)
        for norm, momentum in norms:
            norm.momentum = momentum
            norm.eval()


def _initialise_layer(layer: nn.Module, generator: torch.Generator) -> None:
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
    elif isinstance(layer, nn.BatchNorm2d):
        layer.reset_parameters()
        nn.init.constant_(layer.bias, NORM_BIAS)
    elif isinstance(layer, nn.LayerNorm):
        layer.reset_parameters()
    elif isinstance(layer, ChannelAffineModule):
        nn.init.ones_(layer.weight)
        nn.init.zeros_(layer.bias)
    elif isinstance(layer, LayerScaleModule):
        nn.init.constant_(layer.layer_scale, RESIDUAL_GAIN)
    elif isinstance(layer, RadialBasisModule):
        # The paper's codes are drawings of characters in +1 and -1.
        layer.codes.bernoulli_(0.5, generator=generator).mul_(2).sub_(1)


def _residual_ends(graph: Graph) -> list[Node]:
    """The normalization that each addition reads: of two, the first, which ends the branch and not the shortcut."""
    ends = []
    for node in graph.nodes:
        if isinstance(node.operator, operators.Add):
            read = [graph.by_path[name] for name in node.inputs if name in graph.by_path]
            ends.extend([end for end in read if isinstance(end.operator, operators.BatchNorm2d)][:1])
    return ends
