"""Groups of layers, from the dotted paths: stages, blocks, and which of them are equal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from explorer.domain.graph import Graph, Node, once_per_graph
from explorer.domain.operators import Conv2d, Linear
from explorer.domain.tensor import TensorSpec

KINDS = ("stem", "stage", "block", "branch", "head", "shortcut")
"""The papers' names for parts of a network; any other group is a plain "group"."""

_NUMBERED = re.compile(r"(?P<word>[A-Za-z]+)[_-]?(?P<which>[0-9]*)$")
_SPELLED_OUT = {"aux": "auxiliary classifier", "se": "squeeze-excite"}

_KIND = re.compile(rf"(?P<kind>{'|'.join(KINDS)})[_-]?(?P<which>(?:[0-9].*)?)$")


@dataclass(frozen=True, slots=True)
class Group:
    """All layers whose path starts with `path`.

    children are the paths of its direct layers and groups in execution order; members are all layers inside it;
    depth counts those with weights on the longest path through them. repeat_of is the path of the first group
    with equal structure: the same operators, attributes, shapes and wiring (except dropout probabilities, which
    matter only in training). source_name is the module of the reference implementation that holds exactly this
    group.
    """

    path: str
    children: tuple[str, ...]
    members: tuple[Node, ...]
    depth: int
    repeat_of: str | None
    source_name: str | None

    @property
    def kind(self) -> str:
        """One of KINDS, or "group"."""
        return _kind_and_label(self.path.rpartition(".")[2])[0]

    @property
    def label(self) -> str:
        """The name to show: "Stage 3" for stage3, "Block 3a" for block3a, "Squeeze-excite" for se."""
        return _kind_and_label(self.path.rpartition(".")[2])[1]


@lru_cache(maxsize=4096)
def _kind_and_label(name: str) -> tuple[str, str]:
    """Few names recur in all networks, and every report asks for them."""
    found = _KIND.match(name)
    if found:
        return found["kind"], f"{found['kind'].capitalize()} {found['which']}".rstrip()
    numbered = _NUMBERED.match(name)
    if not numbered:
        return "group", name.capitalize()
    word = _SPELLED_OUT.get(numbered["word"], numbered["word"])
    return "group", f"{word.capitalize()} {numbered['which']}".rstrip()


def parent_path(path: str) -> str:
    """The path of the group around a layer or group; "" at the top level."""
    return path.rpartition(".")[0]


class _Outline(NamedTuple):
    """The part of a group that does not depend on sizes.

    structure is a number, equal for groups of equal operators, attributes and wiring; reads are the tensors from
    outside that it uses, in the order of first use.
    """

    path: str
    children: tuple[str, ...]
    members: tuple[Node, ...]
    depth: int
    source_name: str | None
    structure: int
    reads: tuple[str, ...]


def group_tree(graph: Graph, tensors: Mapping[str, TensorSpec]) -> tuple[Group, ...]:
    """All groups in execution order, outer groups first. Takes time linear in the number of nodes."""
    first_with: dict[object, str] = {}
    groups = []
    for path, children, members, depth_inside, source_name, structure, reads in _outlines(graph):
        # Equal operators on tensors of equal shapes have equal shapes throughout.
        first = first_with.setdefault((structure, *[tensors[name].shape for name in reads]), path)
        repeat_of = None if first == path else first
        groups.append(Group(path, children, members, depth_inside, repeat_of, source_name))
    return tuple(groups)


@once_per_graph
def _outlines(graph: Graph) -> tuple[_Outline, ...]:
    children: dict[str, dict[str, None]] = {}
    members: dict[str, list[Node]] = {}
    # The member lists of all groups around a layer, by the path of the innermost group.
    around: dict[str, list[list[Node]]] = {"": []}
    for node in graph.nodes:
        if node.group not in around:
            _open_groups(node.group, children, members, around)
        if node.group:
            children[node.group][node.path] = None
        for inside in around[node.group]:
            inside.append(node)
    # Groups begin with their first layer, the outermost first.
    structures = _structures(graph, children)
    source_names = _source_names(graph, tuple(children))
    depths: dict[int, int] = {}
    outlines = []
    for path, within in children.items():
        layers, (structure, reads) = tuple(members[path]), structures[path]
        if structure not in depths:
            depths[structure] = depth(layers)
        outlines.append(_Outline(path, tuple(within), layers, depths[structure], source_names[path], structure, reads))
    return tuple(outlines)


def _open_groups(
    path: str,
    children: dict[str, dict[str, None]],
    members: dict[str, list[Node]],
    around: dict[str, list[list[Node]]],
) -> None:
    """Begins the group at this path and any groups around it that have not begun."""
    outer = parent_path(path)
    if outer not in around:
        _open_groups(outer, children, members, around)
    if outer:
        children[outer][path] = None
    children[path] = {}
    members[path] = []
    around[path] = [*around[outer], members[path]]


def _structures(graph: Graph, children: Mapping[str, Iterable[str]]) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The structure number of each layer and group, and the tensors it reads from outside.

    A group's structure follows from its children: their names, their numbers, and where their inputs come from.
    Tensors from outside count only by their order, so that equal blocks in different places are equal.
    """
    numbers: dict[object, int] = {}
    found = {
        node.path: (numbers.setdefault(node.operator.at_inference(), len(numbers)), node.inputs) for node in graph.nodes
    }
    for path in reversed(tuple(children)):
        prefix, skip = path + ".", len(path) + 1
        outside: dict[str, int] = {}
        # For each child: its name, its number, how many tensors it reads, and which.
        rows: list[object] = []
        for child in children[path]:
            number, wires = found[child]
            rows += (child[skip:], number, len(wires))
            for name in wires:
                rows.append(name[skip:] if name.startswith(prefix) else outside.setdefault(name, len(outside)))
        found[path] = numbers.setdefault(tuple(rows), len(numbers)), tuple(outside)
    return found


def _source_names(graph: Graph, order: Sequence[str]) -> dict[str, str | None]:
    """The module of the reference implementation that holds exactly a group's layers; None if there is none."""
    names: dict[str, list[str]] = {path: [] for path in order}
    directly: dict[str, int] = {}
    for node in graph.nodes:
        if node.source_name:
            module = parent_path(node.source_name)
            directly[module] = directly.get(module, 0) + 1
            if node.group:
                names[node.group].append(node.source_name)
    held = dict(directly)
    for module, number in directly.items():
        while module := parent_path(module):
            held[module] = held.get(module, 0) + number
    counts = {path: len(own) for path, own in names.items()}
    found: dict[str, str | None] = {}
    for path in reversed(order):
        own = names[path]
        # The common prefix of all names is that of the first and last in alphabetical order.
        first_and_last = [min(own), max(own)] if own else []
        found[path] = _common_module(first_and_last, held, counts[path])
        if outer := parent_path(path):
            names[outer] += first_and_last
            counts[outer] += counts[path]
    return found


def _common_module(names: Sequence[str], held: Mapping[str, int], count: int) -> str | None:
    if not names:
        return None
    module = parent_path(names[0])
    while module and not all(name.startswith(module + ".") for name in names):
        module = parent_path(module)
    return module if module and held[module] == count else None


@once_per_graph
def network_depth(graph: Graph) -> int:
    """Layers with weights (convolutions and linear layers) on the longest path through the network."""
    return depth(graph.nodes)


def depth(members: Iterable[Node]) -> int:
    """Layers with weights (convolutions and linear layers) on the longest path through these nodes."""
    longest: dict[str, int] = {}
    for node in members:
        before = 0
        for name in node.inputs:
            # Comparing is faster than max(), and a dense block has many inputs.
            if name in longest and longest[name] > before:
                before = longest[name]
        longest[node.path] = before + 1 if isinstance(node.operator, (Conv2d, Linear)) else before
    return max(longest.values(), default=0)
