"""LeNet-5: the first convolutional network in commercial use, and the modern form of it.

LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998 (no arXiv id),
section II B, Figure 2 and Table I. `lenet5` follows the paper layer by layer: each C3 map sees only some of the S2
maps, subsampling has a learned factor and offset, every unit up to F6 is squashed, and the output is the distance
to fixed codes. Two constants differ and change no count: the paper adds up the four inputs of a subsampling unit
where the pool here takes their mean (a factor of 4 that the learned one absorbs), and it squashes with
1.7159 tanh(2 a / 3) where the layer here is the plain tanh.

`lenet5_modern` is what courses and libraries call LeNet-5: plain average pools without weights, every C3 map sees
every S2 map, C5 is a linear layer, and so is the output. No implementation is the reference of either.
"""

from __future__ import annotations

from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import Entry, Integer, Integers, Paper, Recipe
from explorer.domain.graph import Graph
from explorer.domain.operators import (
    AvgPool2d,
    ChannelAffine,
    Concat,
    Conv2d,
    Flatten,
    Linear,
    Narrow,
    RadialBasis,
    Tanh,
)

# Table I: the S2 maps that each C3 map is computed from.
_CONNECTIONS = (
    (0, 1, 2),
    (1, 2, 3),
    (2, 3, 4),
    (3, 4, 5),
    (0, 4, 5),
    (0, 1, 5),
    (0, 1, 2, 3),
    (1, 2, 3, 4),
    (2, 3, 4, 5),
    (0, 3, 4, 5),
    (0, 1, 4, 5),
    (0, 1, 2, 5),
    (0, 1, 3, 4),
    (1, 2, 4, 5),
    (0, 2, 3, 5),
    (0, 1, 2, 3, 4, 5),
)
_MAPS = 6


def lenet5(*, image_size: int, classes: int) -> Graph:
    """Two stages of convolution and trainable subsampling, then C5, F6 and the radial basis output."""
    net = GraphBuilder("LeNet-5", (1, image_size, image_size))
    with net.group("stage1"):
        x = net.add("conv", Conv2d(1, _MAPS, (5, 5)), IMAGE, label="C1")
        x = _subsampling(net, net.add("tanh1", Tanh(), x), "S2")
    with net.group("stage2"):
        x = _partial_convolution(net, x)
        x = _subsampling(net, net.add("tanh1", Tanh(), x), "S4")
    with net.group("head"):
        # Sees all of its 5 x 5 input at 32 pixels; on larger images it is a convolution like any other.
        x = net.add("conv", Conv2d(len(_CONNECTIONS), 120, (5, 5)), x, label="C5")
        x = net.add("tanh1", Tanh(), x)
        x = net.add("flatten", Flatten(), x)
        x = net.add("fc", Linear(net.channels(x), 84), x, label="F6")
        x = net.add("tanh2", Tanh(), x)
        x = net.add("rbf", RadialBasis(84, classes), x, label="output")
    return net.build(x)


def _partial_convolution(net: GraphBuilder, x: str) -> str:
    """C3: one convolution for each of its maps, over the maps that Table I connects it to."""
    maps = [net.add(f"map{index}", Narrow(1, index, 1), x) for index in range(_MAPS)]
    outputs = []
    for index, connected in enumerate(_CONNECTIONS):
        with net.group(f"branch{index}"):
            y = net.add("concat", Concat(), *(maps[source] for source in connected))
            outputs.append(net.add("conv", Conv2d(len(connected), 1, (5, 5)), y))
    return net.add("concat", Concat(), *outputs, label="C3")


def _subsampling(net: GraphBuilder, x: str, label: str) -> str:
    """Halves the resolution; each map has one learned factor and one learned offset."""
    x = net.add("pool", AvgPool2d((2, 2), (2, 2)), x, label=label)
    x = net.add("affine", ChannelAffine(net.channels(x)), x)
    return net.add("tanh2", Tanh(), x)


def lenet5_modern(*, image_size: int, widths: tuple[int, ...], hidden: tuple[int, ...], classes: int) -> Graph:
    """Two stages of convolution, tanh and average pool, then three linear layers."""
    net = GraphBuilder("LeNet-5 (modern)", (1, image_size, image_size))
    x = IMAGE
    for stage, width in enumerate(widths, 1):
        with net.group(f"stage{stage}"):
            x = net.add("conv", Conv2d(net.channels(x), width, (5, 5)), x, label=f"conv{stage}")
            x = net.add("tanh", Tanh(), x)
            x = net.add("pool", AvgPool2d((2, 2), (2, 2)), x)
    with net.group("head"):
        x = net.add("flatten", Flatten(), x)
        for number, features in enumerate(hidden, 3):
            x = net.add(f"fc{number}", Linear(net.channels(x), features), x)
            x = net.add(f"tanh{number}", Tanh(), x)
        x = net.add("fc5", Linear(net.channels(x), classes), x)
    return net.build(x)


_IMAGE_SIZE = Integer("image_size", 32, 32, 256, "Height and width of the gray input image in pixels.")
_CLASSES = Integer("classes", 10, 1, 100_000, "Number of classes; the paper's are the ten digits.")

RECIPES = (
    Recipe(
        "lenet5",
        "The network of 1998: partly connected convolutions, trainable subsampling, distances to codes.",
        (_IMAGE_SIZE, _CLASSES),
        lenet5,
    ),
    Recipe(
        "lenet5_modern",
        "Two convolutions with average pools, then three linear layers.",
        (
            _IMAGE_SIZE,
            Integers("widths", (6, 16), 1, 256, "Filters of the two convolutions."),
            Integers("hidden", (120, 84), 1, 65_536, "Features of the two hidden linear layers."),
            _CLASSES,
        ),
        lenet5_modern,
    ),
)

_PAPER = Paper("Gradient-Based Learning Applied to Document Recognition", None, 1998)

ENTRIES = (
    Entry(
        slug="lenet5",
        name="LeNet-5",
        family="LeNet",
        year=1998,
        summary="Read bank cheques with small sliding filters learned by backpropagation.",
        paper=_PAPER,
        recipe="lenet5",
        parameters={},
        reference=None,
        notes="The paper counts 60,000 trainable parameters: C1 156, S2 12, C3 1,516, S4 32, C5 48,120, F6 10,164. "
        "Its 340,908 connections are our MACs and bias additions, five per subsampling unit, and the 840 fixed "
        "entries of the output's codes.",
    ),
    Entry(
        slug="lenet5_modern",
        name="LeNet-5 (modern form)",
        family="LeNet",
        year=1998,
        summary="LeNet-5 as it is taught today: plain average pools, full connections, a linear output.",
        paper=_PAPER,
        recipe="lenet5_modern",
        parameters={},
        reference=None,
        notes="61,706 parameters, as textbooks give them: 60,000 of the paper, 900 more in the fully connected C3, "
        "850 in the output, 44 fewer because the pools have none.",
    ),
)
