"""Large generated networks, as graph documents: what no network of the catalogue is long enough to show.

They have stages, blocks of three kinds (residual, branching, dense) in an order drawn from a fixed seed, so that a
layout cannot be reused for all of them, and one long shortcut around every stage. Equal arguments give equal documents.
"""

from __future__ import annotations

import random
from typing import Any

from explorer.domain.document import FORMAT

CHANNELS = 16
SIZE = 32
LAYERS_OF_A_BLOCK = 10
BLOCKS_OF_A_STAGE = 20

Document = dict[str, Any]


class _Writer:
    """Nodes in the order they are written; every layer keeps the channels that its kind implies."""

    def __init__(self, *, grouped: bool) -> None:
        self.nodes: list[Document] = []
        self._separator = "." if grouped else "_"

    def layer(self, place: tuple[str, ...], op: str, inputs: list[str], **attributes: Any) -> str:
        path = self._separator.join(place)
        self.nodes.append({"path": path, "op": op, "inputs": inputs, "attributes": attributes})
        return path

    def conv(self, place: tuple[str, ...], x: str, into: int, *, kernel: int = 3, channels: int = CHANNELS) -> str:
        shape = {"kernel_size": kernel, "padding": kernel // 2, "bias": False}
        return self.layer(place, "conv2d", [x], in_channels=into, out_channels=channels, **shape)

    def norm(self, place: tuple[str, ...], x: str, channels: int = CHANNELS) -> str:
        return self.layer(place, "batch_norm2d", [x], num_features=channels)


def _residual(to: _Writer, block: tuple[str, ...], x: str) -> str:
    """Three convolutions, two of them normalized and activated, and what came in added to them: ten layers."""
    y = x
    for index, kernel in ((1, 1), (2, 3)):
        y = to.conv((*block, f"conv{index}"), y, CHANNELS, kernel=kernel)
        y = to.norm((*block, f"bn{index}"), y)
        y = to.layer((*block, f"relu{index}"), "relu", [y])
    y = to.conv((*block, "conv3"), y, CHANNELS, kernel=1)
    y = to.norm((*block, "bn3"), y)
    y = to.layer((*block, "add"), "add", [y, x])
    return to.layer((*block, "relu3"), "relu", [y])


def _branching(to: _Writer, block: tuple[str, ...], x: str) -> str:
    """Two branches of three layers and a pooled one, joined by a concat and brought back to the width: ten layers."""
    ends = []
    for name, kernel in (("branch1", 1), ("branch2", 5)):
        y = to.conv((*block, name, "conv"), x, CHANNELS, kernel=kernel)
        y = to.norm((*block, name, "bn"), y)
        ends.append(to.layer((*block, name, "relu"), "relu", [y]))
    ends.append(to.layer((*block, "pool"), "max_pool2d", [x], kernel_size=3, stride=1, padding=1))
    y = to.layer((*block, "concat"), "concat", ends)
    y = to.conv((*block, "project"), y, 3 * CHANNELS, kernel=1)
    return to.layer((*block, "relu"), "relu", [y])


def _dense(to: _Writer, block: tuple[str, ...], x: str) -> str:
    """Every convolution reads all that came before it, through a concat: ten layers."""
    growth = 4
    known, width = [x], CHANNELS
    y = x
    for index in range(1, 4):
        y = to.conv((*block, f"conv{index}"), y, width, channels=growth)
        y = to.layer((*block, f"relu{index}"), "relu", [y])
        known.append(y)
        width += growth
        y = to.layer((*block, f"concat{index}"), "concat", list(known))
    return to.conv((*block, "project"), y, width, kernel=1)


KINDS = (_residual, _branching, _dense)


def generated(layers: int, *, grouped: bool = True, seed: int = 8) -> Document:
    """A network of exactly this many layers, a multiple of ten; without groups all are children of the root."""
    blocks, rest = divmod(layers, LAYERS_OF_A_BLOCK)
    if rest or blocks < 1:
        raise ValueError(f"layers is {layers}; it must be a positive multiple of {LAYERS_OF_A_BLOCK}")
    chance = random.Random(seed)
    to = _Writer(grouped=grouped)
    x = shortcut = "image"
    for index in range(blocks):
        stage, within = divmod(index, BLOCKS_OF_A_STAGE)
        block = (f"stage{stage + 1}", f"block{within + 1}")
        ends_stage = within == BLOCKS_OF_A_STAGE - 1
        x = (_residual if ends_stage else chance.choice(KINDS))(to, block, x)
        if ends_stage:
            # The stage's sum reads what entered the stage: an edge over nineteen blocks.
            to.nodes[-2]["inputs"][1] = shortcut
            shortcut = x
    name = f"Generated, {layers} layers{'' if grouped else ' without groups'}"
    return {
        "format": FORMAT,
        "name": name,
        "inputs": [{"name": "image", "shape": [CHANNELS, SIZE, SIZE]}],
        "nodes": to.nodes,
        "outputs": [x],
    }
