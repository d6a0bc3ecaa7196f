"""EfficientNets against the metadata of torchvision's weights."""

from __future__ import annotations

import pytest

from explorer.catalog import entries, recipes
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.graph import Graph
from explorer.domain.operators import BatchNorm2d, Dropout, StochasticDepth


def graph_of(number: int) -> Graph:
    entry = next(entry for entry in entries() if entry.slug == f"efficientnet_b{number}")
    return recipes()[entry.recipe].build(entry.parameters)


@pytest.mark.parametrize(
    ("number", "size", "params", "giga_macs"),
    [
        (0, 224, 5_288_548, 0.386),
        (1, 240, 7_794_184, 0.687),
        # torchvision's weights of B2 take 288 pixels, not the paper's 260.
        (2, 288, 9_109_994, 1.088),
        (3, 300, 12_233_232, 1.827),
        (4, 380, 19_341_616, 4.394),
        (5, 456, 30_389_784, 10.266),
        (6, 528, 43_040_704, 19.068),
        (7, 600, 66_347_960, 37.746),
    ],
)
def test_has_the_counts_of_the_torchvision_weights_metadata(
    number: int, size: int, params: int, giga_macs: float
) -> None:
    totals = cost_report(graph_of(number), CostOptions(height=size, width=size)).totals
    assert (totals.params, round(totals.macs / 1e9, 3)) == (params, giga_macs)


# Image size and dropout in tensorflow/tpu, models/official/efficientnet/efficientnet_builder.py; blocks counted by
# hand: those of Table 1 of the paper (arXiv 1905.11946), 1-2-2-3-3-4-1, times the depth multiplier, rounded up.
@pytest.mark.parametrize(
    ("number", "size", "dropout", "blocks"),
    [
        (0, 224, 0.2, 16),
        (1, 240, 0.2, 23),
        (2, 260, 0.3, 23),
        (3, 300, 0.3, 26),
        (4, 380, 0.4, 32),
        (5, 456, 0.4, 39),
        (6, 528, 0.5, 45),
        (7, 600, 0.5, 55),
    ],
)
def test_has_the_size_and_depth_of_the_paper(number: int, size: int, dropout: float, blocks: int) -> None:
    graph = graph_of(number)
    assert graph.inputs[0].shape == (3, size, size)
    assert graph.by_path["head.drop"].operator == Dropout(dropout)
    assert sum(node.path.endswith(".conv_depthwise") for node in graph.nodes) == blocks


def test_deeper_blocks_are_dropped_more_often() -> None:
    """0.2 times the block's place among the 16, from 0, as in torchvision."""
    nodes = graph_of(0).by_path
    assert nodes["stage2.block2.drop"].operator == StochasticDepth(0.2 * 2 / 16)
    assert nodes["stage6.block4.drop"].operator == StochasticDepth(0.2 * 14 / 16)


@pytest.mark.parametrize(("number", "constants"), [(4, (1e-5, 0.1)), (5, (1e-3, 0.01))])
def test_large_networks_keep_the_constants_of_tensorflow(number: int, constants: tuple[float, float]) -> None:
    norms = [node.operator for node in graph_of(number).nodes if isinstance(node.operator, BatchNorm2d)]
    assert {(norm.eps, norm.momentum) for norm in norms} == {constants}
