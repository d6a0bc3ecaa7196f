"""Random weights, reproducible by seed, with which activations neither vanish nor explode."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import torch
from torch import Tensor, nn

from explorer.domain import operators
from explorer.domain.graph import Graph, Node
from workers.network.build import GraphModule
from workers.network.modules import ChannelAffineModule, LayerScaleModule, RadialBasisModule

SEED = 0

NORM_BIAS = 1.5
"""Initial shift of batch normalizations, with which most values pass the ReLU after them.

With a shift of 0, a random layer of normalization and ReLU amplifies differences, rounding included, by 1.21
(the root of pi / (pi - 1); Yang et al., "A Mean Field Theory of Batch Normalization", 2019), 600 times in 34 layers.
With 1.5 it is 1.025, twice. With larger shifts the output of a deep plain network hardly depends on its input.
"""

RESIDUAL_GAIN = 0.1
"""Initial scale of the last batch normalization of a residual branch."""

WEIGHTS = (
    f"random (He normal, seed {SEED}; batch normalization calibrated on one batch, "
    f"shifted by {NORM_BIAS:g}, or scaled by {RESIDUAL_GAIN} at the end of residual branches)"
)
"""Description of the weights, stored with every measurement and every file."""


def initialise(module: GraphModule, *, seed: int, examples: Iterable[Tensor]) -> None:
    """Gives the network random weights with which activations neither vanish nor explode.

    Convolutions and linear layers: He et al. 2015 (normal, fan in, gain of ReLU), bias 0. Batch
    normalization: its statistics are those of the examples, taken in one pass in training mode; without
    that, a deep network's output hardly depends on its input. The last normalization or layer scale of a
    residual branch starts small (Goyal et al. 2017 start it at 0): at 1, each random block amplifies the rounding
    of the one before, and after 50 layers two correct libraries differ by 2e-5.
    Equal seeds give equal weights.
    """
    module.to_empty(device="cpu")
    generator = torch.Generator().manual_seed(seed)
    norms: list[tuple[nn.BatchNorm2d, float | None]] = []
    with torch.no_grad():
        for layer in module.modules():
            _initialise_layer(layer, generator)
            if isinstance(layer, nn.BatchNorm2d):
                norms.append((layer.train(), layer.momentum))
                # None averages over all batches seen, here a single one.
                layer.momentum = None
        for ending in _residual_ends(module.graph):
            norm = cast(nn.BatchNorm2d, module.layers[ending.path])
            norm.weight.fill_(RESIDUAL_GAIN)
            norm.bias.zero_()
        if norms:
            module(*examples)
        for norm, momentum in norms:
            norm.momentum = momentum
            norm.eval()


def _initialise_layer(layer: nn.Module, generator: torch.Generator) -> None:
    if isinstance(layer, nn.Conv2d | nn.Linear):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
    elif isinstance(layer, nn.BatchNorm2d):
        layer.reset_parameters()
        nn.init.constant_(layer.bias, NORM_BIAS)
    elif isinstance(layer, nn.LayerNorm):
        layer.reset_parameters()
    elif isinstance(layer, ChannelAffineModule):
        nn.init.ones_(layer.weight)
        nn.init.zeros_(layer.bias)
    elif isinstance(layer, LayerScaleModule):
        nn.init.constant_(layer.layer_scale, RESIDUAL_GAIN)
    elif isinstance(layer, RadialBasisModule):
        # The paper's codes are bitmaps of characters in +1 and -1.
        layer.codes.bernoulli_(0.5, generator=generator).mul_(2).sub_(1)


def _residual_ends(graph: Graph) -> list[Node]:
    """The normalization before each addition: the first if there are two, as the second is the shortcut's."""
    ends = []
    for node in graph.nodes:
        if isinstance(node.operator, operators.Add):
            read = [graph.by_path[name] for name in node.inputs if name in graph.by_path]
            ends.extend([end for end in read if isinstance(end.operator, operators.BatchNorm2d)][:1])
    return ends
