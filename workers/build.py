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
from explorer.domain.errors import InvalidGraph
from explorer.domain.graph import Graph, Node
from explorer.domain.tensor import TensorSpec
from workers.measure import Observe

TORCH_DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
"""The data types a network can run in; int8 would need quantized operators."""

RESIDUAL_GAIN = 0.1
"""Scale that the last batch normalization of a residual branch starts with."""


class AddModule(nn.Module):
    """Sum of two tensors; in place, the first is changed and returned."""

    def __init__(self, inplace: bool) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """The sum."""
        return first.add_(second) if self.inplace else first + second


class ConcatModule(nn.Module):
    """Tensors joined along one dimension."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, *tensors: Tensor) -> Tensor:
        """The joined tensor."""
        return torch.cat(tensors, self.dim)


def _conv2d(op: operators.Conv2d) -> nn.Module:
    return nn.Conv2d(
        op.in_channels, op.out_channels, op.kernel_size, op.stride, op.padding, op.dilation, op.groups, op.bias
    )


def _linear(op: operators.Linear) -> nn.Module:
    return nn.Linear(op.in_features, op.out_features, op.bias)


def _batch_norm2d(op: operators.BatchNorm2d) -> nn.Module:
    return nn.BatchNorm2d(op.num_features, op.eps, op.momentum)


def _relu(op: operators.ReLU) -> nn.Module:
    return nn.ReLU(op.inplace)


def _max_pool2d(op: operators.MaxPool2d) -> nn.Module:
    return nn.MaxPool2d(op.kernel_size, op.stride, op.padding, op.dilation, ceil_mode=op.ceil_mode)


def _avg_pool2d(op: operators.AvgPool2d) -> nn.Module:
    return nn.AvgPool2d(op.kernel_size, op.stride, op.padding, op.ceil_mode, op.count_include_pad)


def _adaptive_avg_pool2d(op: operators.AdaptiveAvgPool2d) -> nn.Module:
    return nn.AdaptiveAvgPool2d(op.output_size)


def _flatten(op: operators.Flatten) -> nn.Module:
    return nn.Flatten(op.start_dim, op.end_dim)


def _dropout(op: operators.Dropout) -> nn.Module:
    return nn.Dropout(op.p)


def _add(op: operators.Add) -> nn.Module:
    return AddModule(op.inplace)


def _concat(op: operators.Concat) -> nn.Module:
    return ConcatModule(op.dim)


def _softmax(op: operators.Softmax) -> nn.Module:
    return nn.Softmax(op.dim)


# Each builder takes its own operator class, which a dictionary's type cannot express.
BUILDERS: dict[type[operators.Operator], Callable[..., nn.Module]] = {
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
        released = _released_after(graph)
        self._steps = tuple(
            _Step(node.path, self._place(node), node.inputs, released[index]) for index, node in enumerate(graph.nodes)
        )

    @property
    def layers(self) -> dict[str, nn.Module]:
        """Every layer's module by its path in the graph, in execution order."""
        return {step.path: step.module for step in self._steps}

    def _place(self, node: Node) -> nn.Module:
        """Builds the node's module where the reference has it: "layer1.0.conv1" lies three levels deep."""
        *scopes, name = node.parameter_prefix.split(".")
        parent: nn.Module = self
        for scope in scopes:
            # Not add_module: it refuses names that are methods of Module, such as "float", which a graph may use.
            parent = cast(nn.Module, parent._modules.setdefault(scope, _Scope()))
        module = BUILDERS[type(node.operator)](node.operator)
        there = parent._modules.get(name)
        if isinstance(there, _Scope):
            module._modules.update(there._modules)
        elif there is not None:
            raise InvalidGraph(f"Two layers are called {node.parameter_prefix!a} in the reference.", field=node.path)
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

    Raises InvalidGraph when two layers claim one name in the reference.
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


def initialise(module: GraphModule, *, seed: int, examples: Iterable[Tensor]) -> None:
    """Gives the network random weights under which activations neither vanish nor explode.

    Convolutions and linear layers: He et al. 2015 (normal, fan in, gain of ReLU), bias 0. Batch
    normalization: its statistics are those of the examples, taken in one pass in training mode; without
    that, a deep network's output hardly depends on its input. The normalization that ends a residual branch
    starts small (Goyal et al. 2017 start it at 0): at 1, each random block amplifies the last one's rounding,
    and after 50 layers two correct libraries differ by 2e-5. Equal seeds give equal weights.
    """
    module.to_empty(device="cpu")
    generator = torch.Generator().manual_seed(seed)
    norms: list[tuple[nn.BatchNorm2d, float | None]] = []
    with torch.no_grad():
        for layer in module.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)
            elif isinstance(layer, nn.BatchNorm2d):
                layer.reset_parameters()
                norms.append((layer.train(), layer.momentum))
                # None averages over all batches seen, here one.
                layer.momentum = None
        for ending in _residual_ends(module.graph):
            cast(nn.BatchNorm2d, module.layers[ending.path]).weight.fill_(RESIDUAL_GAIN)
        if norms:
            module(*examples)
        for norm, momentum in norms:
            norm.momentum = momentum
            norm.eval()


def _residual_ends(graph: Graph) -> list[Node]:
    """The normalization that each addition reads: of two, the first, which ends the branch and not the shortcut."""
    ends = []
    for node in graph.nodes:
        if isinstance(node.operator, operators.Add):
            read = [graph.by_path[name] for name in node.inputs if name in graph.by_path]
            ends.extend([end for end in read if isinstance(end.operator, operators.BatchNorm2d)][:1])
    return ends
