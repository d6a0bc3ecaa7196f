"""AlexNet: five convolutions and three fully connected layers, in both forms known by this name.

`alexnet` is the one the lecture tabulates and torchvision ships, with one tower and 64 filters first: Krizhevsky,
"One weird trick for parallelizing convolutional neural networks", 2014 (arXiv 1404.5997). The lecture feeds it
227 x 227 pixels.

`alexnet_2012` is the original: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional
Neural Networks", 2012 (no arXiv id), Figure 2 and sections 3.3 to 3.5. Its maps are split over two GPUs that
exchange them at conv3 and at the fully connected layers only: grouped convolutions in conv2, conv4 and conv5.
Paddings are those of Caffe's bvlc_alexnet, with 227 pixels: the 224 that the paper prints do not give its 55 x 55
maps. The response normalization has the paper's constants; alpha is divided by the window's size, as in PyTorch,
Caffe and the authors' cuda-convnet. `alexnet_ungrouped` is the same on one GPU, and `caffenet` is Caffe's
replication, which pools before it normalizes.
"""

from __future__ import annotations

from explorer.catalog.blocks.alexnet_parts import RESPONSE_NORM, linear_head
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import CLASSES, Entry, Flag, Integer, Integers, Paper, Recipe
from explorer.domain.errors import InvalidParameters, shown
from explorer.domain.graph import Graph
from explorer.domain.operators import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU

# Kernel size, stride and padding of conv1 to conv5, and whether a pool follows.
_CONVOLUTIONS = ((11, 4, 2, True), (5, 1, 2, True), (3, 1, 1, False), (3, 1, 1, False), (3, 1, 1, True))


def alexnet(*, image_size: int, widths: tuple[int, ...], hidden: int, classes: int) -> Graph:
    """Five convolutions, three of them pooled, then three fully connected layers."""
    net = GraphBuilder("AlexNet", (3, image_size, image_size))
    x, source = IMAGE, 0
    for number, (width, (kernel, stride, padding, pooled)) in enumerate(zip(widths, _CONVOLUTIONS, strict=True), 1):
        with net.group(f"stage{number}"):
            conv = Conv2d(net.channels(x), width, (kernel, kernel), (stride, stride), (padding, padding))
            x = net.add(f"conv{number}", conv, x, source=f"features.{source}")
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            source += 2
            if pooled:
                x = net.add(f"pool{number}", MaxPool2d((3, 3), (2, 2)), x)
                source += 1
    with net.group("head"):
        x = net.add("flatten", Flatten(), x)
        for number, features in ((6, hidden), (7, hidden)):
            x = net.add(f"drop{number}", Dropout(0.5), x)
            # classifier.0 is a dropout, so the layers are classifier.1, .4 and .6.
            linear = Linear(net.channels(x), features)
            x = net.add(f"fc{number}", linear, x, source=f"classifier.{3 * number - 17}")
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
        x = net.add("fc8", Linear(net.channels(x), classes), x, source="classifier.6")
    return net.build(x)


# Kernel size, stride and padding of conv1 to conv5 of 2012, whether each tower sees its own half alone,
# whether the ReLU is normalized, and whether a pool follows.
_CONVOLUTIONS_2012 = (
    (11, 4, 0, False, True, True),
    (5, 1, 2, True, True, True),
    (3, 1, 1, False, False, False),
    (3, 1, 1, True, False, False),
    (3, 1, 1, True, False, True),
)


def alexnet_2012(
    *, image_size: int, towers: int, pool_first: bool, widths: tuple[int, ...], hidden: int, classes: int
) -> Graph:
    """Five convolutions, two of them normalized and three pooled, then three fully connected layers."""
    for width in widths:
        if width % towers:
            raise InvalidParameters(
                f"widths has {shown(width)}; with {towers} towers each must be a multiple of {towers}.",
                field="parameters.widths",
            )
    net = GraphBuilder("AlexNet (2012)", (3, image_size, image_size))
    x = IMAGE
    for number, (width, layer) in enumerate(zip(widths, _CONVOLUTIONS_2012, strict=True), 1):
        kernel, stride, padding, split, normalized, pooled = layer
        groups = towers if split else 1
        then = [("norm", RESPONSE_NORM)] * normalized + [("pool", MaxPool2d((3, 3), (2, 2)))] * pooled
        with net.group(f"stage{number}"):
            conv = Conv2d(net.channels(x), width, (kernel, kernel), (stride, stride), (padding, padding), groups=groups)
            x = net.add(f"conv{number}", conv, x)
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            for name, operator in reversed(then) if pool_first else then:
                x = net.add(f"{name}{number}", operator, x)
    return net.build(linear_head(net, x, hidden, classes))


RECIPES = (
    Recipe(
        "alexnet",
        "Five convolutions with pooling, then three fully connected layers.",
        (
            Integer("image_size", 227, 63, 4096, "Height and width of the input image in pixels."),
            Integers("widths", (64, 192, 384, 256, 256), 1, 4096, "Filters of conv1 to conv5."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        alexnet,
    ),
    Recipe(
        "alexnet_2012",
        "The network of 2012: five convolutions in one or two towers, response normalization, three linear layers.",
        (
            Integer("image_size", 227, 67, 1024, "Height and width of the input image in pixels."),
            Integer(
                "towers", 2, 1, 2, "GPUs that the maps are split over; with two, conv2, conv4 and conv5 are grouped."
            ),
            Flag("pool_first", False, "Whether to pool before the response normalization, as CaffeNet does."),
            Integers("widths", (96, 256, 384, 384, 256), 1, 1024, "Filters of conv1 to conv5, both towers together."),
            Integer("hidden", 4096, 1, 65_536, "Features of fc6 and fc7."),
            CLASSES,
        ),
        alexnet_2012,
    ),
)

_PAPER_2012 = Paper("ImageNet Classification with Deep Convolutional Neural Networks", None, 2012)

ENTRIES = (
    Entry(
        slug="alexnet",
        name="AlexNet",
        family="AlexNet",
        year=2012,
        summary="Won ImageNet 2012 and started the era of convolutional networks.",
        paper=Paper("One weird trick for parallelizing convolutional neural networks", "1404.5997", 2014),
        recipe="alexnet",
        parameters={},
        reference={"library": "torchvision", "name": "alexnet"},
    ),
    Entry(
        slug="alexnet_2012",
        name="AlexNet (2012, two towers)",
        family="AlexNet",
        year=2012,
        summary="ReLU, dropout and two GPUs won ImageNet 2012 by ten points.",
        paper=_PAPER_2012,
        recipe="alexnet_2012",
        parameters={},
        reference=None,
        notes="The paper says 60 million parameters; Caffe's bvlc_alexnet has 60,965,224 and 724 M MACs at 227 pixels.",
    ),
    Entry(
        slug="alexnet_ungrouped",
        name="AlexNet (2012, one tower)",
        family="AlexNet",
        year=2012,
        summary="The AlexNet of 2012 on one GPU: without grouped convolutions it computes half as much again.",
        paper=_PAPER_2012,
        recipe="alexnet_2012",
        parameters={"towers": 1},
        reference=None,
        notes="62,378,344 parameters, as pytorchcv's AlexNet; 1.135 G MACs are the 2.26 G operations at which "
        "Canziani et al. (2016) plot AlexNet.",
    ),
    Entry(
        slug="caffenet",
        name="CaffeNet",
        family="AlexNet",
        year=2012,
        summary="Caffe's replication of AlexNet, which saves work by pooling before it normalizes.",
        paper=_PAPER_2012,
        recipe="alexnet_2012",
        parameters={"pool_first": True},
        reference=None,
        notes="Caffe's bvlc_reference_caffenet; parameters and MACs are those of the 2012 network.",
    ),
)
