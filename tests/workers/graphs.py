"""Small graphs for the workers' tests."""

from __future__ import annotations

from explorer.catalog import entries, recipes
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    Add,
    AvgPool2d,
    BatchNorm2d,
    Concat,
    Conv2d,
    Dropout,
    Flatten,
    Linear,
    MaxPool2d,
    Multiply,
    Operator,
    ReLU,
    Sigmoid,
    Softmax,
)


def catalogued(slug: str) -> Graph:
    """A shipped architecture."""
    (entry,) = (entry for entry in entries() if entry.slug == slug)
    return recipes()[entry.recipe].build(entry.parameters)


def chain(*operators: Operator, shape: tuple[int, int, int] = (3, 13, 11)) -> Graph:
    """Layers one after another: layer0, layer1, ..."""
    names = ["image", *(f"layer{index}" for index in range(len(operators)))]
    nodes = tuple(Node(names[index + 1], operator, (names[index],)) for index, operator in enumerate(operators))
    return Graph("chain", (Input("image", shape),), nodes, (names[-1],))


def tiny() -> Graph:
    """A network of three blocks that has branches, a residual sum and a gate, reference names included."""
    nodes = (
        Node("stem.conv", Conv2d(3, 8, (3, 3), (2, 2), (1, 1), bias=False), ("image",), source_name="features.0"),
        Node("stem.bn", BatchNorm2d(8), ("stem.conv",), source_name="features.1"),
        Node("stem.relu", ReLU(inplace=True), ("stem.bn",)),
        Node("stem.pool", MaxPool2d((3, 3), (2, 2), (1, 1)), ("stem.relu",)),
        Node("block1.conv", Conv2d(8, 8, (3, 3), padding=(1, 1), groups=2), ("stem.pool",), source_name="layer1.0"),
        Node("block1.add", Add(inplace=True), ("block1.conv", "stem.pool")),
        Node("block1.relu", ReLU(), ("block1.add",)),
        Node("block2.branch1.conv", Conv2d(8, 4, (1, 1)), ("block1.relu",)),
        Node("block2.branch2.pool", AvgPool2d((3, 3), (1, 1), (1, 1)), ("block1.relu",)),
        Node("block2.concat", Concat(), ("block2.branch1.conv", "block2.branch2.pool")),
        Node("block3.pool", AdaptiveAvgPool2d((1, 1)), ("block2.concat",)),
        Node("block3.gate", Sigmoid(), ("block3.pool",)),
        Node("block3.multiply", Multiply(), ("block2.concat", "block3.gate")),
        Node("head.pool", AdaptiveAvgPool2d((2, 2)), ("block3.multiply",)),
        Node("head.flatten", Flatten(), ("head.pool",)),
        Node("head.dropout", Dropout(), ("head.flatten",)),
        Node("head.fc", Linear(48, 10), ("head.dropout",), source_name="fc"),
        Node("head.softmax", Softmax(), ("head.fc",)),
    )
    return Graph("Tiny", (Input("image", (3, 32, 32)),), nodes, ("head.softmax",))
