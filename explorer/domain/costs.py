"""The cost report: what each layer, each group and the whole network cost, computed from the graph alone.

Conventions are those of docs/costs.md: one multiply-accumulate is one MAC, bias excluded; activation bytes of
a layer are its output; totals sum only outputs with storage of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from explorer.domain.graph import Graph, Node
from explorer.domain.groups import Group, depth, group_tree
from explorer.domain.memory import live_bytes
from explorer.domain.operations import Operations, layer_operations
from explorer.domain.receptive_field import ReceptiveField, receptive_fields
from explorer.domain.shapes import infer_shapes
from explorer.domain.tensor import DTYPES, TensorSpec


@dataclass(frozen=True, slots=True)
class CostOptions:
    """What a report is made for; None keeps the graph's own input size."""

    batch: int = 1
    height: int | None = None
    width: int | None = None
    dtype: str = "float32"


@dataclass(frozen=True, slots=True)
class LayerCosts:
    """One row of the report; bytes at the report's batch and dtype, operations for the whole batch."""

    node: Node
    output: TensorSpec
    operations: Operations
    params: int
    parameter_bytes: int
    bytes_moved: int
    live_bytes: int
    receptive_field: ReceptiveField | None

    @property
    def arithmetic_intensity(self) -> float | None:
        """FLOPs (2 x MACs + other operations) per byte moved; None where nothing moves."""
        flops = 2 * self.operations.macs + self.operations.other_ops
        return flops / self.bytes_moved if self.bytes_moved else None

    @property
    def stored_bytes(self) -> int:
        """Bytes of the output if it has storage of its own, else 0 (a view, or in place)."""
        return self.output.bytes if self.node.operator.memory == "own" else 0

    def to_document(self) -> dict[str, object]:
        """The row as the HTTP contract has it."""
        operator, operations = self.node.operator, self.operations
        return {
            "path": self.node.path,
            "label": self.node.display_label,
            "op": operator.name,
            "kind": operator.kind,
            "source_name": self.node.source_name,
            "inputs": list(self.node.inputs),
            "attributes": operator.attributes(),
            "parameter_shapes": {name: list(shape) for name, shape in operator.parameter_shapes().items()},
            "output_shape": list(self.output.shape),
            "params": self.params,
            "macs": operations.macs,
            "other_ops": operations.other_ops,
            "bias_adds": operations.bias_adds,
            "elementwise": operations.elementwise,
            "comparisons": operations.comparisons,
            "transcendentals": operations.transcendentals,
            "memory": operator.memory,
            "activation_bytes": self.output.bytes,
            "parameter_bytes": self.parameter_bytes,
            "bytes_moved": self.bytes_moved,
            "live_bytes": self.live_bytes,
            "arithmetic_intensity": self.arithmetic_intensity,
            "receptive_field": asdict(self.receptive_field) if self.receptive_field else None,
            "formula": operations.formula,
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over some layers; complete is False where an unknown operator makes them a lower bound."""

    params: int
    macs: int
    other_ops: int
    activation_bytes: int
    parameter_bytes: int
    peak_activation_bytes: int
    bytes_moved: int
    layers: int
    depth: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class CostReport:
    """Costs of a graph at given options: the `report` of the HTTP contract."""

    slug: str | None
    dtype: str
    input_shape: tuple[int, ...]
    totals: Totals
    layers: tuple[LayerCosts, ...]
    groups: tuple[tuple[Group, Totals], ...]

    def to_document(self) -> dict[str, object]:
        """The report as JSON-ready values, exactly as the HTTP contract has it."""
        return {
            "architecture": self.slug,
            "input_shape": list(self.input_shape),
            "dtype": self.dtype,
            "totals": asdict(self.totals),
            "layers": [layer.to_document() for layer in self.layers],
            "groups": [
                {
                    "path": group.path,
                    "label": group.label,
                    "kind": group.kind,
                    "source_name": group.source_name,
                    "children": list(group.children),
                    "repeat_of": group.repeat_of,
                    **asdict(totals),
                }
                for group, totals in self.groups
            ],
        }


def cost_report(graph: Graph, options: CostOptions | None = None, *, slug: str | None = None) -> CostReport:
    """The costs of every layer and group of a graph.

    Raises InvalidOptions for options out of range, ShapeMismatch where the input size does not fit.
    """
    options = options or CostOptions()
    tensors = infer_shapes(graph, batch=options.batch, height=options.height, width=options.width, dtype=options.dtype)
    fields = receptive_fields(graph)
    alive = live_bytes(graph, tensors)
    layers = {
        node.path: _layer(node, tensors, alive[index], fields[node.path]) for index, node in enumerate(graph.nodes)
    }
    return CostReport(
        slug=slug,
        dtype=options.dtype,
        input_shape=tensors[graph.inputs[0].name].shape,
        totals=_totals(layers.values(), graph.nodes),
        layers=tuple(layers.values()),
        groups=tuple(
            (group, _totals([layers[node.path] for node in group.members], group.members))
            for group in group_tree(graph, tensors)
        ),
    )


def _layer(node: Node, tensors: Mapping[str, TensorSpec], live: int, field: ReceptiveField | None) -> LayerCosts:
    output = tensors[node.path]
    inputs = [tensors[name] for name in node.inputs]
    params = sum(TensorSpec(shape).elements for shape in node.operator.parameter_shapes().values())
    parameter_bytes = params * DTYPES[output.dtype]
    moved = sum(tensor.bytes for tensor in inputs) + output.bytes + parameter_bytes
    return LayerCosts(
        node=node,
        output=output,
        operations=layer_operations(node.operator, inputs, output),
        params=params,
        parameter_bytes=parameter_bytes,
        # A view is a new way to read its input: nothing moves.
        bytes_moved=0 if node.operator.memory == "view" else moved,
        live_bytes=live,
        receptive_field=field,
    )


def _totals(layers: Iterable[LayerCosts], members: tuple[Node, ...]) -> Totals:
    rows = list(layers)
    return Totals(
        params=sum(row.params for row in rows),
        macs=sum(row.operations.macs for row in rows),
        other_ops=sum(row.operations.other_ops for row in rows),
        activation_bytes=sum(row.stored_bytes for row in rows),
        parameter_bytes=sum(row.parameter_bytes for row in rows),
        peak_activation_bytes=max(row.live_bytes for row in rows),
        bytes_moved=sum(row.bytes_moved for row in rows),
        layers=len(rows),
        depth=depth(members),
    )
