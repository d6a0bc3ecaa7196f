"""The cost report: costs of each layer, each group and the whole network, computed from the graph alone.

Conventions are those of docs/costs.md: one multiply-accumulate is one MAC, bias excluded; activation bytes of
a layer are its output; totals sum only outputs with storage of their own. An unknown cost is None, never 0,
and makes the totals that include it lower bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from explorer.domain.arithmetic import OPERATION_RULES, Operations
from explorer.domain.errors import ShapeMismatch
from explorer.domain.graph import Graph, Node
from explorer.domain.groups import Group, group_tree, network_depth, parent_path
from explorer.domain.memory import Timeline, timeline
from explorer.domain.receptive_field import ReceptiveField, receptive_fields
from explorer.domain.shapes import infer_shapes
from explorer.domain.tensor import DTYPES, Shape, TensorSpec
from explorer.domain.training import TrainingMemory, training_memory


@dataclass(frozen=True, slots=True)
class CostOptions:
    """Options of a report; None keeps the graph's own input size.

    With training, training-only layers are counted too, each with the costs of its forward pass.
    """

    batch: int = 1
    height: int | None = None
    width: int | None = None
    dtype: str = "float32"
    training: bool = False


class LayerCosts(NamedTuple):
    """One row of the report; bytes at the report's batch and dtype, operations for the whole batch.

    operations, params, parameter_bytes and bytes_moved are None for an unknown operator. stored_bytes is the size
    of the output if it has its own storage, else 0 (a view, or in place). live_bytes are in memory while the
    layer runs.
    """

    node: Node
    output: TensorSpec
    operations: Operations | None
    params: int | None
    parameter_bytes: int | None
    bytes_moved: int | None
    activation_bytes: int
    stored_bytes: int
    live_bytes: int
    receptive_field: ReceptiveField | None

    @property
    def pooling_ops(self) -> int | None:
        """The operations of a pooling layer, which the lecture counts with MACs; else 0."""
        if self.operations is None:
            return None
        return self.operations.other_ops if self.node.operator.kind == "pooling" else 0

    @property
    def arithmetic_intensity(self) -> float | None:
        """FLOPs (2 x MACs + other operations) per byte moved; None where nothing moves."""
        return self.operations.flops / self.bytes_moved if self.operations and self.bytes_moved else None


class Totals(NamedTuple):
    """Sums over some layers; complete is False where an unknown operator makes them a lower bound.

    other_ops is everything that is not a MAC; pooling_ops are those of other_ops in pools.
    """

    params: int
    macs: int
    other_ops: int
    pooling_ops: int
    activation_bytes: int
    parameter_bytes: int
    peak_activation_bytes: int
    bytes_moved: int
    layers: int
    depth: int
    complete: bool = True

    @property
    def arithmetic_intensity(self) -> float | None:
        """FLOPs (2 x MACs + other operations) per byte moved; None if incomplete, or if nothing moves.

        An incomplete ratio is not even a bound, as both of its terms are too small.
        """
        return (2 * self.macs + self.other_ops) / self.bytes_moved if self.complete and self.bytes_moved else None


@dataclass(frozen=True, slots=True)
class CostReport:
    """Costs of a graph's forward pass at given options.

    graph is the counted one, with training-only layers if requested. training is None for a data type that cannot
    train, and for an input size that training-only layers do not accept.
    """

    slug: str | None
    graph: Graph
    dtype: str
    input_shapes: Mapping[str, Shape]
    totals: Totals
    layers: tuple[LayerCosts, ...]
    groups: tuple[tuple[Group, Totals], ...]
    timeline: Timeline
    training: TrainingMemory | None

    @property
    def input_shape(self) -> Shape:
        """The shape of the first input, in almost all networks the image."""
        return next(iter(self.input_shapes.values()))


def cost_report(graph: Graph, options: CostOptions | None = None, *, slug: str | None = None) -> CostReport:
    """The costs of every layer and group of a graph, at inference unless options.training is set.

    Takes time linear in the number of layers. Raises InvalidOptions for options out of range, ShapeMismatch for an
    input size that does not fit.
    """
    options = options or CostOptions()
    whole, graph = graph, graph if options.training else graph.inference
    tensors = _training_shapes(graph, options) if options.training else _shapes(graph, options)
    training = training_memory(graph, tensors) if whole is graph else _training_memory(whole, options)
    steps = timeline(graph, tensors)
    fields = receptive_fields(graph)
    layers = tuple(
        _layer(node, tensors, live, fields[node.path]) for node, live in zip(graph.nodes, steps.live_bytes, strict=True)
    )
    groups = group_tree(graph, tensors)
    sums = _sums_by_group(layers, groups)
    return CostReport(
        slug=slug,
        graph=graph,
        dtype=options.dtype,
        input_shapes={entry.name: tensors[entry.name].shape for entry in graph.inputs},
        totals=sums[""].totals(network_depth(graph)),
        layers=layers,
        groups=tuple((group, sums[group.path].totals(group.depth)) for group in groups),
        timeline=steps,
        training=training,
    )


def _shapes(graph: Graph, options: CostOptions) -> dict[str, TensorSpec]:
    return infer_shapes(graph, batch=options.batch, height=options.height, width=options.width, dtype=options.dtype)


def _training_shapes(graph: Graph, options: CostOptions) -> dict[str, TensorSpec]:
    """Shapes with training-only layers. Raises ShapeMismatch on `training` if only those layers do not fit."""
    try:
        return _shapes(graph, options)
    except ShapeMismatch as mismatch:
        _shapes(graph.inference, options)
        message = f"{mismatch.message} This layer exists only during training; without it, the size fits."
        raise ShapeMismatch(message, field="training") from None


def _training_memory(graph: Graph, options: CostOptions) -> TrainingMemory | None:
    """Memory of a training step of a network with training-only layers; None for a size that they do not fit."""
    try:
        return training_memory(graph, _shapes(graph, options))
    except ShapeMismatch:
        if options.height is None and options.width is None:
            raise
        return None


def _layer(node: Node, tensors: Mapping[str, TensorSpec], live: int, field: ReceptiveField | None) -> LayerCosts:
    operator, output = node.operator, tensors[node.path]
    inputs = [tensors[name] for name in node.inputs]
    operations = OPERATION_RULES[type(operator)](operator, inputs, output)
    params, memory, output_bytes = operator.parameter_count, operator.memory, output.bytes
    stored_bytes = output_bytes if memory == "own" else 0
    if params is None or operations is None:
        return LayerCosts(node, output, None, None, None, None, output_bytes, stored_bytes, live, field)
    parameter_bytes = params * DTYPES[output.dtype]
    moved = 0
    if memory != "view":
        # A view only reinterprets its input: nothing moves.
        moved = output_bytes + parameter_bytes
        for tensor in inputs:
            moved += tensor.bytes
    return LayerCosts(node, output, operations, params, parameter_bytes, moved, output_bytes, stored_bytes, live, field)


class _Sums:
    """Running totals of one group."""

    __slots__ = ("activation_bytes", "complete", "layers", "macs", "moved", "other_ops", "parameter_bytes", "params",
                 "peak", "pooling_ops")  # fmt: skip

    def __init__(self) -> None:
        self.params = self.macs = self.other_ops = self.pooling_ops = self.activation_bytes = 0
        self.parameter_bytes = self.peak = self.moved = self.layers = 0
        self.complete = True

    def add_layer(self, row: LayerCosts) -> None:
        node, _, operations, params, parameter_bytes, moved, _, stored_bytes, live_bytes, _ = row
        self.layers += 1
        self.activation_bytes += stored_bytes
        if live_bytes > self.peak:
            self.peak = live_bytes
        if operations is None or params is None or parameter_bytes is None or moved is None:
            self.complete = False
            return
        self.moved += moved
        macs, bias_adds, elementwise, comparisons, transcendentals, _ = operations
        if macs:
            self.macs += macs
        other_ops = bias_adds + elementwise + comparisons + transcendentals
        if other_ops:
            self.other_ops += other_ops
            if node.operator.kind == "pooling":
                self.pooling_ops += other_ops
        if params:
            self.params += params
            self.parameter_bytes += parameter_bytes

    def add_group(self, inner: _Sums) -> None:
        for name in ("params", "macs", "other_ops", "pooling_ops", "activation_bytes", "parameter_bytes", "moved",
                     "layers"):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(inner, name))
        self.peak = max(self.peak, inner.peak)
        self.complete = self.complete and inner.complete

    def totals(self, depth: int) -> Totals:
        return Totals(
            params=self.params,
            macs=self.macs,
            other_ops=self.other_ops,
            pooling_ops=self.pooling_ops,
            activation_bytes=self.activation_bytes,
            parameter_bytes=self.parameter_bytes,
            peak_activation_bytes=self.peak,
            bytes_moved=self.moved,
            layers=self.layers,
            depth=depth,
            complete=self.complete,
        )


def _sums_by_group(layers: Iterable[LayerCosts], groups: tuple[Group, ...]) -> dict[str, _Sums]:
    """Running totals by group path, the network's at "": each layer and group is added once, to its parent."""
    sums = {group.path: _Sums() for group in groups}
    sums[""] = _Sums()
    for row in layers:
        sums[row.node.group].add_layer(row)
    for group in reversed(groups):
        sums[parent_path(group.path)].add_group(sums[group.path])
    return sums
