"""A builder of graphs in reading order: each call adds one layer and returns its path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from explorer.domain.attributes import Pair
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.operators import BatchNorm2d, Conv2d, Operator, ReLU
from explorer.domain.shapes import output_shape
from explorer.domain.tensor import Shape

IMAGE = "image"
"""Name of the one input of every catalogued network."""

_RELU = ReLU(inplace=True)


class GraphBuilder:
    """Collects nodes and tracks each layer's output shape, so that families need not repeat widths."""

    def __init__(self, name: str, input_shape: tuple[int, int, int]) -> None:
        self._name = name
        self._input = Input(IMAGE, input_shape)
        self._nodes: list[Node] = []
        self._scope: list[str] = []
        self._training_only = False
        self._shapes: dict[str, Shape] = {IMAGE: (1, *input_shape)}

    @contextmanager
    def group(self, name: str) -> Iterator[None]:
        """Layers added inside belong to this stage, block, branch ..."""
        self._scope.append(name)
        yield
        self._scope.pop()

    @contextmanager
    def training_only(self) -> Iterator[None]:
        """Layers added inside are training-only, such as auxiliary classifiers."""
        self._training_only = True
        yield
        self._training_only = False

    def add(
        self, name: str, operator: Operator, *inputs: str, label: str | None = None, source: str | None = None
    ) -> str:
        """Adds a layer called `name` in the current group; source is its name in the reference implementation."""
        node = Node(".".join([*self._scope, name]), operator, inputs, label, source, self._training_only)
        self._shapes[node.path] = output_shape(node, [self._shapes[path] for path in inputs])
        self._nodes.append(node)
        return node.path

    def conv_bn(
        self,
        x: str,
        channels: int,
        kernel: int | Pair,
        stride: int = 1,
        *,
        padding: int | Pair | None = None,
        groups: int = 1,
        suffix: str = "",
        sources: tuple[str, str] | None = None,
        activation: Operator | None = _RELU,
        eps: float = 1e-5,
        momentum: float = 0.1,
    ) -> str:
        """Adds a convolution without bias, its batch normalization and an activation: conv, bn and relu + suffix.

        By default the padding keeps the resolution at stride 1. sources are the names of the convolution and the
        normalization in the reference implementation.
        """
        size = (kernel, kernel) if isinstance(kernel, int) else kernel
        around = (size[0] // 2, size[1] // 2) if padding is None else padding
        around = (around, around) if isinstance(around, int) else around
        conv = Conv2d(self.channels(x), channels, size, (stride, stride), around, groups=groups, bias=False)
        conv_source, bn_source = sources or (None, None)
        x = self.add(f"conv{suffix}", conv, x, source=conv_source)
        x = self.add(f"bn{suffix}", BatchNorm2d(channels, eps, momentum), x, source=bn_source)
        return self.add(f"{activation.name}{suffix}", activation, x) if activation else x

    def channels(self, path: str) -> int:
        """Channels (or features) of a layer's output."""
        return self._shapes[path][1]

    def size(self, path: str) -> Pair:
        """Height and width of a layer's output."""
        _, _, height, width = self._shapes[path]
        return height, width

    def build(self, output: str) -> Graph:
        """The finished, validated graph."""
        return Graph(self._name, (self._input,), tuple(self._nodes), (output,))
