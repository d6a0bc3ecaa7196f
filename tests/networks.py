"""The networks that tests share: shipped ones, chains, one with every kind of branch, and random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from explorer.catalog import entries, recipes
from explorer.domain import operators as op
from explorer.domain.costs import CostOptions, CostReport, cost_report
from explorer.domain.graph import Graph, Input, Node

ENTRIES = {entry.slug: entry for entry in entries()}

ODD = (3, 13, 11)
"""An image whose sides are odd and differ, so that a mixed-up axis or a wrong rounding shows."""


def catalogued(slug: str, **changes: object) -> Graph:
    """A shipped architecture, some of its parameters changed."""
    entry = ENTRIES[slug]
    return recipes()[entry.recipe].build({**entry.parameters, **changes})


def report_of(slug: str, options: CostOptions | None = None, /, **changes: object) -> CostReport:
    """The costs of a shipped architecture, some of its parameters changed."""
    return cost_report(catalogued(slug, **changes), options)


def chain(*operators: op.Operator, shape: tuple[int, int, int] = (3, 32, 32)) -> Graph:
    """Operators one after the other, each at its own path."""
    nodes, before = [], "image"
    for index, operator in enumerate(operators):
        nodes.append(Node(f"layer{index}", operator, (before,)))
        before = f"layer{index}"
    return Graph("chain", (Input("image", shape),), tuple(nodes), (before,))


def tiny() -> Graph:
    """A network of three blocks that has branches, a residual sum and a gate, reference names included."""
    nodes = (
        Node("stem.conv", op.Conv2d(3, 8, (3, 3), (2, 2), (1, 1), bias=False), ("image",), source_name="features.0"),
        Node("stem.bn", op.BatchNorm2d(8), ("stem.conv",), source_name="features.1"),
        Node("stem.relu", op.ReLU(inplace=True), ("stem.bn",)),
        Node("stem.pool", op.MaxPool2d((3, 3), (2, 2), (1, 1)), ("stem.relu",)),
        Node("block1.conv", op.Conv2d(8, 8, (3, 3), padding=(1, 1), groups=2), ("stem.pool",), source_name="layer1.0"),
        Node("block1.add", op.Add(inplace=True), ("block1.conv", "stem.pool")),
        Node("block1.relu", op.ReLU(), ("block1.add",)),
        Node("block2.branch1.conv", op.Conv2d(8, 4, (1, 1)), ("block1.relu",)),
        Node("block2.branch2.pool", op.AvgPool2d((3, 3), (1, 1), (1, 1)), ("block1.relu",)),
        Node("block2.concat", op.Concat(), ("block2.branch1.conv", "block2.branch2.pool")),
        Node("block3.pool", op.AdaptiveAvgPool2d((1, 1)), ("block2.concat",)),
        Node("block3.gate", op.Sigmoid(), ("block3.pool",)),
        Node("block3.multiply", op.Multiply(), ("block2.concat", "block3.gate")),
        Node("head.pool", op.AdaptiveAvgPool2d((2, 2)), ("block3.multiply",)),
        Node("head.flatten", op.Flatten(), ("head.pool",)),
        Node("head.dropout", op.Dropout(), ("head.flatten",)),
        Node("head.fc", op.Linear(48, 10), ("head.dropout",), source_name="fc"),
        Node("head.softmax", op.Softmax(), ("head.fc",)),
    )
    return Graph("Tiny", (Input("image", (3, 32, 32)),), nodes, ("head.softmax",))


EVERY_OPERATOR: tuple[op.Operator, ...] = (
    op.Conv2d(4, 6, (3, 3)),
    op.Linear(6, 5),
    op.RadialBasis(4, 5),
    op.BatchNorm2d(4),
    op.LayerNorm(6),
    op.LocalResponseNorm(3),
    op.LayerScale(4),
    op.ChannelAffine(4),
    op.ReLU(),
    op.ReLU6(),
    op.SiLU(),
    op.GELU(),
    op.Hardswish(),
    op.Hardsigmoid(),
    op.Sigmoid(),
    op.Tanh(),
    op.Softmax(),
    op.MaxPool2d((2, 2), (2, 2)),
    op.AvgPool2d((2, 2), (2, 2)),
    op.AdaptiveAvgPool2d((2, 2)),
    op.Add(),
    op.Multiply(),
    op.Concat(),
    op.Scale(0.5),
    op.Flatten(),
    op.Permute((0, 2, 3, 1)),
    op.Narrow(1, 0, 2),
    op.ChannelShuffle(2),
    op.ZeroPad2d((1, 1, 1, 1)),
    op.ZeroPadChannels(1, 1),
    op.Dropout(),
    op.StochasticDepth(),
    op.Unknown("Mystery", (4, 6, 6)),
)
"""One of each, for an input of (4, 6, 6); RadialBasis takes a vector of 4."""


def _activations(channels: int) -> st.SearchStrategy[op.Operator]:
    """Layers that keep the shape of an image with this many channels."""
    factors = st.sampled_from([group for group in range(1, channels + 1) if channels % group == 0])
    flags = st.booleans()
    return st.one_of(
        flags.map(op.ReLU),
        flags.map(op.ReLU6),
        flags.map(op.SiLU),
        flags.map(op.Hardswish),
        flags.map(op.Hardsigmoid),
        st.sampled_from([op.GELU(), op.Sigmoid(), op.Tanh(), op.Softmax(), op.Dropout(0.3), op.StochasticDepth(0.2)]),
        st.sampled_from([op.BatchNorm2d(channels), op.LayerScale(channels), op.ChannelAffine(channels)]),
        st.sampled_from([op.LocalResponseNorm(3), op.Scale(0.5)]),
        factors.map(op.ChannelShuffle),
    )


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Random small networks of stages and blocks that use every operator that can be costed."""
    channels, size = draw(st.integers(1, 4)), draw(st.integers(10, 24))
    nodes: list[Node] = []
    image = Input("image", (channels, size, size))
    x = "image"

    def add(path: str, operator: op.Operator, *inputs: str) -> str:
        nodes.append(Node(path, operator, inputs))
        return path

    for stage in range(draw(st.integers(1, 3))):
        for index in range(draw(st.integers(1, 3))):
            block = f"stage{stage}.block{index}"
            width = draw(st.integers(1, 6))
            groups = draw(st.sampled_from([g for g in range(1, 7) if channels % g == 0 and width % g == 0]))
            conv = op.Conv2d(channels, width, (3, 3), padding=(1, 1), groups=groups, bias=draw(st.booleans()))
            y = add(f"{block}.conv", conv, x)
            for number, layer in enumerate(draw(st.lists(_activations(width), max_size=2))):
                y = add(f"{block}.layer{number}", layer, y)
            match draw(st.sampled_from(["none", "add", "concat", "gate", "narrow", "pad", "channels last"])):
                case "add" if width == channels:
                    y = add(f"{block}.add", op.Add(), y, x)
                case "concat":
                    y, width = add(f"{block}.concat", op.Concat(), y, x), width + channels
                case "gate":
                    gate = add(f"{block}.gate.pool", op.AdaptiveAvgPool2d((1, 1)), y)
                    gate = add(f"{block}.gate.conv", op.Conv2d(width, width, (1, 1)), gate)
                    y = add(f"{block}.multiply", op.Multiply(), y, gate)
                case "narrow":
                    kept = draw(st.integers(1, width))
                    y, width = add(f"{block}.narrow", op.Narrow(1, width - kept, kept), y), kept
                case "pad":
                    y = add(f"{block}.pad", op.ZeroPad2d((-1, 1, -1, 1)), y)
                    y, width = add(f"{block}.channels", op.ZeroPadChannels(1, 0), y), width + 1
                case "channels last":
                    y = add(f"{block}.last", op.Permute((0, 2, 3, 1)), y)
                    y = add(f"{block}.norm", op.LayerNorm(width), y)
                    y = add(f"{block}.linear", op.Linear(width, width), y)
                    y = add(f"{block}.first", op.Permute((0, 3, 1, 2)), y)
            x, channels = y, width
        pools = [op.MaxPool2d((2, 2), (2, 2)), op.AvgPool2d((3, 3), (2, 2), (1, 1), ceil_mode=True)]
        x = add(f"stage{stage}.pool", draw(st.sampled_from(pools)), x)
    if draw(st.booleans()):
        x = add("head.flatten", op.Flatten(), add("head.pool", op.AdaptiveAvgPool2d((1, 1)), x))
        x = add("head.codes", op.RadialBasis(channels, 4), x)
    return Graph("random", (image,), tuple(nodes), (x,))
