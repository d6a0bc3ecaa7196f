"""The widths of equal cost of the ResNeXt paper and of the lecture."""

from __future__ import annotations

import math


def equal_cost_width(channels: int, groups: int) -> float:
    """Channels c of each of G groups for which a ResNeXt block costs what a ResNet bottleneck of width C costs.

    At a block width of 4 C the bottleneck has 4 C^2 + 9 C^2 + 4 C^2 = 17 C^2 weights, and the grouped block
    4 C G c + 9 G c^2 + 4 C G c; this is the positive root of 9 G c^2 + 8 G C c - 17 C^2 = 0, not rounded.
    """
    linear = 8 * groups * channels
    return (math.sqrt(linear**2 + 4 * 9 * groups * 17 * channels**2) - linear) / (2 * 9 * groups)
