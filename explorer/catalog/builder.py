"""Writes graphs in reading order: each call adds one layer and returns its path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from explorer.domain.graph import Graph, Input, Node
from explorer.domain.operators import Operator
from explorer.domain.shapes import output_shape
from explorer.domain.tensor import Shape

IMAGE = "image"
"""Name of the one input of every catalogued network."""


class GraphBuilder:
    """Collects nodes and keeps each layer's output shape at hand, so that a family states no width twice."""

    def __init__(self, name: str, input_shape: tuple[int, int, int]) -> None:
        self._name = name
        self._input = Input(IMAGE, input_shape)
        self._nodes: list[Node] = []
        self._scope: list[str] = []
        self._shapes: dict[str, Shape] = {IMAGE: (1, *input_shape)}

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Layers added inside belong to this stage, block, branch ..."""
        self._scope.append(name)
        yield
        self._scope.pop()

    def add(
        self, name: str, operator: Operator, *inputs: str, label: str | None = None, source: str | None = None
    ) -> str:
        """Adds a layer called `name` in the current group; source is its name in the reference implementation."""
        node = Node(".".join([*self._scope, name]), operator, inputs, label, source)
        self._shapes[node.path] = output_shape(node, [self._shapes[path] for path in inputs])
        self._nodes.append(node)
        return node.path

    def channels(self, path: str) -> int:
        """Channels (or features) of a layer's output."""
        return self._shapes[path][1]

    def build(self, output: str) -> Graph:
        """The finished, validated graph."""
        return Graph(self._name, (self._input,), tuple(self._nodes), (output,))
