"""Parts of the AlexNet of 2012 that later networks kept: its response normalization and its fully connected layers.

Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012 (no arXiv id).
"""

from __future__ import annotations

from explorer.catalog.builder import GraphBuilder
from explorer.domain.operators import Dropout, Flatten, Linear, LocalResponseNorm, ReLU

RESPONSE_NORM = LocalResponseNorm(5, 1e-4, 0.75, 2.0)
"""The normalization of section 3.3 of the 2012 paper, with its constants."""


def linear_head(net: GraphBuilder, x: str, hidden: int, classes: int) -> str:
    """The fully connected layers 6 to 8 of 2012, with dropout after the first two; ZFNet's are the same."""
    with net.group("head"):
        x = net.add("flatten", Flatten(), x)
        for number in (6, 7):
            x = net.add(f"fc{number}", Linear(net.channels(x), hidden), x)
            x = net.add(f"relu{number}", ReLU(inplace=True), x)
            x = net.add(f"drop{number}", Dropout(0.5), x)
        return net.add("fc8", Linear(net.channels(x), classes), x)
