"""The immutable layer graph: operators at dotted paths; each node lists its inputs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import TypeVar

from explorer.domain.errors import InvalidGraph, shown
from explorer.domain.operators import Operator
from explorer.domain.tensor import Shape

MAX_NODES = 5_000
MAX_DEPTH = 16
MAX_PARAMETERS = 10**11
MAX_NAME = 200

_PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class Input:
    """A tensor that enters the graph; shape excludes the batch, e.g. (3, 224, 224)."""

    name: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Node:
    """One operator in the graph: its dotted path is its place in the hierarchy, inputs are paths or input names.

    source_name is the module's name in the reference implementation ("layer3.0.conv2"), under which
    published weights are stored. training_only marks layers that only training has, such as GoogLeNet's
    auxiliary classifiers.
    """

    path: str
    operator: Operator
    inputs: tuple[str, ...]
    label: str | None = None
    source_name: str | None = None
    training_only: bool = False
    group: str = field(init=False, repr=False, compare=False)
    """The path of the group it is in; "" at the top level."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", self.path.rpartition(".")[0])

    @property
    def display_label(self) -> str:
        """The layer's name on screen."""
        return self.label or self.path.rpartition(".")[2]

    @property
    def parameter_prefix(self) -> str:
        """The prefix of its tensors' names in a state dictionary."""
        return self.source_name or self.path


@dataclass(frozen=True)
class Graph:
    """A network: nodes in execution order, validated when built. Raises InvalidGraph.

    outputs are those of inference; in training, training_only layers without readers are outputs too.
    """

    name: str
    inputs: tuple[Input, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_structure(self)

    @cached_property
    def by_path(self) -> Mapping[str, Node]:
        """Nodes by their path."""
        return {node.path: node for node in self.nodes}

    @cached_property
    def inference(self) -> Graph:
        """The network without its training-only layers; the graph itself if it has none."""
        kept = tuple(node for node in self.nodes if not node.training_only)
        return self if len(kept) == len(self.nodes) else replace(self, nodes=kept)


Answer = TypeVar("Answer")


def once_per_graph(function: Callable[[Graph], Answer]) -> Callable[[Graph], Answer]:
    """Caches a function's result on the graph, which is immutable: reports at other sizes reuse it."""
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def remembered(graph: Graph) -> Answer:
        # Like functools.cached_property, which only works inside the class.
        known = vars(graph)
        if key not in known:
            known[key] = function(graph)
        answer: Answer = known[key]
        return answer

    return remembered


def _check_structure(graph: Graph) -> None:
    if not graph.inputs:
        raise InvalidGraph("inputs is empty; a graph needs at least one.", field="inputs")
    if not 1 <= len(graph.nodes) <= MAX_NODES:
        raise InvalidGraph(f"nodes has {len(graph.nodes)} entries; 1 to {MAX_NODES} are allowed.", field="nodes")
    known: dict[str, int] = {}
    for index, entry in enumerate(graph.inputs):
        _check_path(entry.name, f"inputs[{index}].name")
        if entry.name in known:
            raise InvalidGraph(
                f"inputs[{index}].name {shown(entry.name)} is used twice.", field=f"inputs[{index}].name"
            )
        known[entry.name] = 0
    prefixes: set[str] = set()
    training_only: set[str] = set()
    claimed: dict[str, str] = {}
    for index, node in enumerate(graph.nodes):
        where = f"nodes[{index}]"
        _check_path(node.path, f"{where}.path")
        if node.path in known:
            raise InvalidGraph(f"{where}.path {shown(node.path)} is used twice.", field=f"{where}.path")
        _check_inputs(node, known, where)
        _check_training_only(node, training_only, where)
        _check_parameter_prefix(node, claimed, where)
        known[node.path] = index
        if node.group and node.group not in prefixes:
            prefixes.update(_ancestors(node.path))
    for path in known:
        if path in prefixes:
            raise InvalidGraph(f"{shown(path)} is both a layer and a group; paths must differ.", field="nodes")
    params = sum(node.operator.parameter_count or 0 for node in graph.nodes)
    if params > MAX_PARAMETERS:
        raise InvalidGraph(f"The layers have {params:,} parameters; {MAX_PARAMETERS:,} are allowed.", field="nodes")
    _check_outputs(graph, known, training_only)
    _check_in_place(graph)


def _ancestors(path: str) -> Iterable[str]:
    parts = path.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def _check_path(path: str, where: str) -> None:
    if len(path) > MAX_NAME or not _PATH.fullmatch(path):
        raise InvalidGraph(
            f"{where} is {shown(path)}; it must be parts of letters, digits, _ and - joined by dots, "
            f"at most {MAX_NAME} characters.",
            field=where,
        )
    if path.count(".") >= MAX_DEPTH:
        raise InvalidGraph(f"{where} has more than {MAX_DEPTH} parts.", field=where)


def _check_inputs(node: Node, known: Mapping[str, int], where: str) -> None:
    least, most = node.operator.arity
    if not least <= len(node.inputs) <= most:
        allowed = str(least) if least == most else f"{least} to {most}"
        raise InvalidGraph(
            f"{where}.inputs has {len(node.inputs)} entries; {node.operator.name} takes {allowed}.",
            field=f"{where}.inputs",
        )
    for position, name in enumerate(node.inputs):
        if name not in known:
            raise InvalidGraph(
                f"{where}.inputs[{position}] is {shown(name)}; it must be an input or a layer listed before "
                f"{shown(node.path)}.",
                field=f"{where}.inputs[{position}]",
            )


def _check_training_only(node: Node, training_only: set[str], where: str) -> None:
    if node.training_only:
        training_only.add(node.path)
        return
    for position, name in enumerate(node.inputs):
        if name in training_only:
            raise InvalidGraph(
                f"{where}.inputs[{position}] is {shown(name)}, which exists only during training; "
                f"{shown(node.path)} must be training_only too.",
                field=f"{where}.inputs[{position}]",
            )


def _check_parameter_prefix(node: Node, claimed: dict[str, str], where: str) -> None:
    """Rejects two layers whose stored tensors would share a name."""
    if not node.operator.has_state:
        return
    first = claimed.setdefault(node.parameter_prefix, node.path)
    if first != node.path:
        raise InvalidGraph(
            f"{where}.source_name {shown(node.parameter_prefix)} is also that of {shown(first)}; "
            "two layers with parameters need different names.",
            field=f"{where}.source_name",
        )


def _check_outputs(graph: Graph, known: Mapping[str, int], training_only: set[str]) -> None:
    if not graph.outputs:
        raise InvalidGraph("outputs is empty; a graph needs at least one.", field="outputs")
    for index, name in enumerate(graph.outputs):
        if name not in known:
            raise InvalidGraph(
                f"outputs[{index}] is {shown(name)}; it must be the path of a layer.", field=f"outputs[{index}]"
            )
        if name in training_only:
            raise InvalidGraph(
                f"outputs[{index}] is {shown(name)}, which exists only during training.", field=f"outputs[{index}]"
            )


def _check_in_place(graph: Graph) -> None:
    """Rejects an in-place operator on storage that another layer still reads, even through a view."""
    storage = {entry.name: entry.name for entry in graph.inputs}
    readers: dict[str, int] = {}
    for node in graph.nodes:
        storage[node.path] = storage[node.inputs[0]] if node.operator.memory == "view" else node.path
        if node.operator.memory != "view":
            for name in node.inputs:
                readers[storage[name]] = readers.get(storage[name], 0) + 1
    kept = {entry.name for entry in graph.inputs} | {storage[name] for name in graph.outputs}
    for index, node in enumerate(graph.nodes):
        changed = storage[node.inputs[0]]
        if node.operator.memory == "in_place" and (readers[changed] > 1 or changed in kept):
            raise InvalidGraph(
                f"nodes[{index}] changes {shown(changed)} in place, but it is also used elsewhere; "
                "set inplace to false.",
                field=f"nodes[{index}].attributes.inplace",
            )
