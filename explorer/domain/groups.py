"""The hierarchy in the dotted paths: stages, blocks, and which of them are equal."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from dataclasses import dataclass

from explorer.domain.graph import Graph, Node
from explorer.domain.operators import Conv2d, Linear
from explorer.domain.tensor import TensorSpec

KINDS = ("stem", "stage", "block", "branch", "head", "shortcut")
"""What the papers call parts of a network; any other group is a plain "group"."""


@dataclass(frozen=True, slots=True)
class Group:
    """All layers whose path starts with `path`.

    children are the paths of direct member layers and groups in execution order; members are all layers
    below. repeat_of is the path of the first group with equal structure: the same operators, attributes,
    shapes and wiring. source_name is the module that holds just this group in the reference implementation.
    """

    path: str
    children: tuple[str, ...]
    members: tuple[Node, ...]
    repeat_of: str | None
    source_name: str | None

    @property
    def kind(self) -> str:
        """One of KINDS, or "group"."""
        word = self.path.rpartition(".")[2].rstrip("0123456789").rstrip("_-").lower()
        return word if word in KINDS else "group"

    @property
    def label(self) -> str:
        """The name to show: "Stage 3" for stage3."""
        name = self.path.rpartition(".")[2]
        word = name.rstrip("0123456789")
        return f"{word.capitalize()} {name[len(word) :]}" if word != name and word in KINDS else name.capitalize()


def group_tree(graph: Graph, tensors: Mapping[str, TensorSpec]) -> tuple[Group, ...]:
    """All groups, each before the groups inside it, in execution order."""
    children: dict[str, dict[str, None]] = {}
    members: dict[str, list[Node]] = {}
    first_step: dict[str, int] = {}
    for step, node in enumerate(graph.nodes):
        child = node.path
        while "." in child:
            parent = child.rpartition(".")[0]
            children.setdefault(parent, {})[child] = None
            members.setdefault(parent, []).append(node)
            first_step.setdefault(parent, step)
            child = parent
    named = [node for node in graph.nodes if node.source_name]
    first_with: dict[object, str] = {}
    groups = []
    for path in sorted(children, key=lambda path: (first_step[path], path.count("."))):
        inside = members[path]
        first = first_with.setdefault(_structure(path, inside, tensors), path)
        groups.append(
            Group(
                path=path,
                children=tuple(children[path]),
                members=tuple(inside),
                repeat_of=None if first == path else first,
                source_name=_common_source(inside, named),
            )
        )
    return tuple(groups)


def _structure(path: str, members: list[Node], tensors: Mapping[str, TensorSpec]) -> object:
    """A value equal for groups that compute the same: names of outside tensors are replaced by their order."""
    skip = len(path) + 1
    inside = {node.path for node in members}
    outside: dict[str, int] = {}
    rows = []
    for node in members:
        inputs = tuple(
            name[skip:] if name in inside else (outside.setdefault(name, len(outside)), tensors[name].shape)
            for name in node.inputs
        )
        rows.append((node.path[skip:], node.operator, inputs, tensors[node.path].shape))
    return tuple(rows)


def _common_source(members: list[Node], named: list[Node]) -> str | None:
    """The module of the reference implementation that holds these layers and no others; None if there is none."""
    names = [node.source_name.split(".") for node in members if node.source_name]
    common = os.path.commonprefix(names)
    if not names or len(common) == len(names[0]):
        common = common[:-1]
    prefix = ".".join(common) + "."
    held = sum(1 for node in named if node.source_name and node.source_name.startswith(prefix))
    return prefix[:-1] if common and held == len(names) else None


def depth(members: tuple[Node, ...]) -> int:
    """Layers with weights (convolutions and linear layers) on the longest path through these nodes."""
    longest: dict[str, int] = {}
    for node in members:
        before = max((longest.get(name, 0) for name in node.inputs), default=0)
        longest[node.path] = before + isinstance(node.operator, Conv2d | Linear)
    return max(longest.values(), default=0)
