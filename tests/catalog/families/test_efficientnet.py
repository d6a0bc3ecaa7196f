"""EfficientNets against the metadata of torchvision's weights."""

from __future__ import annotations

import pytest

from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.graph import Graph
from explorer.domain.operators import BatchNorm2d, Dropout, StochasticDepth
from tests.networks import catalogued


def graph_of(network: str) -> Graph:
    return catalogued(f"efficientnet_{network}")


@pytest.mark.parametrize(
    ("network", "size", "params", "giga_macs"),
    [
        ("b0", 224, 5_288_548, 0.386),
        ("b1", 240, 7_794_184, 0.687),
        # torchvision's weights of B2 take 288 pixels, not the paper's 260.
        ("b2", 288, 9_109_994, 1.088),
        ("b3", 300, 12_233_232, 1.827),
        ("b4", 380, 19_341_616, 4.394),
        ("b5", 456, 30_389_784, 10.266),
        ("b6", 528, 43_040_704, 19.068),
        ("b7", 600, 66_347_960, 37.746),
    ],
)
def test_has_the_counts_of_the_torchvision_weights_metadata(
    network: str, size: int, params: int, giga_macs: float
) -> None:
    totals = cost_report(graph_of(network), CostOptions(height=size, width=size)).totals
    assert (totals.params, round(totals.macs / 1e9, 3)) == (params, giga_macs)


# Image size and dropout in tensorflow/tpu, models/official/efficientnet/efficientnet_builder.py; blocks counted by
# hand: those of Table 1 of the paper (arXiv 1905.11946), 1-2-2-3-3-4-1, times the depth multiplier, rounded up.
@pytest.mark.parametrize(
    ("network", "size", "dropout", "blocks"),
    [
        ("b0", 224, 0.2, 16),
        ("b1", 240, 0.2, 23),
        ("b2", 260, 0.3, 23),
        ("b3", 300, 0.3, 26),
        ("b4", 380, 0.4, 32),
        ("b5", 456, 0.4, 39),
        ("b6", 528, 0.5, 45),
        ("b7", 600, 0.5, 55),
        ("b8", 672, 0.5, 61),
        ("l2", 800, 0.5, 88),
    ],
)
def test_has_the_size_and_depth_of_the_paper(network: str, size: int, dropout: float, blocks: int) -> None:
    graph = graph_of(network)
    assert graph.inputs[0].shape == (3, size, size)
    assert graph.by_path["head.drop"].operator == Dropout(dropout)
    assert sum(node.path.endswith(".conv_depthwise") for node in graph.nodes) == blocks


def test_the_largest_has_the_parameters_of_its_paper() -> None:
    """Xie et al., "Self-training with Noisy Student improves ImageNet classification", 2019, Table 2: 480 M."""
    assert round(cost_report(graph_of("l2")).totals.params / 1e6) == 480


def test_deeper_blocks_are_dropped_more_often() -> None:
    """0.2 times the block's place among the 16, from 0, as in torchvision."""
    nodes = graph_of("b0").by_path
    assert nodes["stage2.block2.drop"].operator == StochasticDepth(0.2 * 2 / 16)
    assert nodes["stage6.block4.drop"].operator == StochasticDepth(0.2 * 14 / 16)


@pytest.mark.parametrize(("network", "constants"), [("b4", (1e-5, 0.1)), ("b5", (1e-3, 0.01)), ("b8", (1e-5, 0.1))])
def test_large_networks_of_torchvision_keep_the_constants_of_tensorflow(
    network: str, constants: tuple[float, float]
) -> None:
    norms = [node.operator for node in graph_of(network).nodes if isinstance(node.operator, BatchNorm2d)]
    assert {(norm.eps, norm.momentum) for norm in norms} == {constants}
