"""NASNet and PNASNet against their papers and other implementations."""

from __future__ import annotations

import math

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import CostOptions, CostReport, cost_report
from explorer.domain.graph import Graph
from tests.networks import catalogued

ALL = ("nasnet_a_large", "nasnet_a_mobile", "pnasnet5_large", "pnasnet5_mobile")


def statistics(graph: Graph) -> int:
    """Moving means and variances, which Keras and the NASNet paper count as parameters."""
    return sum(
        math.prod(shape)
        for node in graph.nodes
        for name, shape in node.operator.buffer_shapes().items()
        if name.startswith("running_")
    )


def elements(costs: CostReport, *operators: str) -> int:
    return sum(math.prod(layer.output.shape) for layer in costs.layers if layer.node.operator.name in operators)


# Keras Applications' model.summary(): trainable and other parameters.
@pytest.mark.parametrize(
    ("slug", "trainable", "others"), [("nasnet_a_large", 88_753_150, 196_668), ("nasnet_a_mobile", 5_289_978, 36_738)]
)
def test_nasnet_has_the_parameters_of_keras(slug: str, trainable: int, others: int) -> None:
    graph = catalogued(slug)
    assert cost_report(graph).totals.params == trainable
    assert statistics(graph) == others


# arXiv 1707.07012, Table 2 (large, billions of multiply-adds) and Table 3 (mobile, millions).
@pytest.mark.parametrize(
    ("slug", "params", "macs", "unit", "digits"),
    [("nasnet_a_large", 88.9, 23.8, 1e9, 1), ("nasnet_a_mobile", 5.3, 564, 1e6, 0)],
)
def test_nasnet_has_the_figures_of_its_paper(slug: str, params: float, macs: float, unit: float, digits: int) -> None:
    graph = catalogued(slug)
    totals = cost_report(graph).totals
    assert round((totals.params + statistics(graph)) / 1e6, 1) == params
    assert round(totals.macs / unit, digits) == macs


# arXiv 1712.00559, tables of the large and of the mobile setting on ImageNet. The multiply-adds are slightly more than
# those of the convolutions and the last layer, which test_reference confirms for the large network.
@pytest.mark.parametrize(
    ("slug", "params", "macs", "excess"),
    [("pnasnet5_large", 86.1, 25.0e9, 0.003), ("pnasnet5_mobile", 5.1, 588e6, 0.0015)],
)
def test_pnasnet_has_the_figures_of_its_paper(slug: str, params: float, macs: float, excess: float) -> None:
    totals = cost_report(catalogued(slug)).totals
    assert round(totals.params / 1e6, 1) == params
    assert 1 < macs / totals.macs < 1 + excess


# timm's results/benchmark-infer-*.csv at 331 pixels: parameters in M; MACs in G, two for a normalized element.
@pytest.mark.parametrize(
    ("slug", "params", "macs"), [("nasnet_a_large", 88.75, 23.89), ("pnasnet5_large", 86.06, 25.04)]
)
def test_costs_are_those_of_timms_benchmark(slug: str, params: float, macs: float) -> None:
    costs = cost_report(catalogued(slug))
    assert costs.input_shape == (1, 3, 331, 331)
    assert round(costs.totals.params / 1e6, 2) == params
    assert round((costs.totals.macs + 2 * elements(costs, "batch_norm2d")) / 1e9, 2) == macs


# NASNet: N normal cells a stage, and four reduction cells. PNASNet: N cells a stage, two more in the stem.
@pytest.mark.parametrize(
    ("slug", "blocks", "reductions"),
    [("nasnet_a_large", 18, 4), ("nasnet_a_mobile", 12, 4), ("pnasnet5_large", 10, 4), ("pnasnet5_mobile", 7, 4)],
)
def test_cells_are_groups_of_five_branches(slug: str, blocks: int, reductions: int) -> None:
    groups = [group for group, _ in cost_report(catalogued(slug)).groups]
    kinds = [group.kind for group in groups]
    assert kinds.count("block") == blocks
    assert sum(group.path.rpartition(".")[2].startswith("reduction") for group in groups) == reductions
    assert kinds.count("branch") == 5 * (blocks + reductions)


@pytest.mark.parametrize(
    ("slug", "first", "repeats"),
    [
        ("nasnet_a_large", "stage1.block3", ["block4", "block5", "block6"]),
        ("nasnet_a_mobile", "stage3.block3", ["block4"]),
        ("pnasnet5_large", "stage1.block3", ["block4"]),
    ],
)
def test_equal_cells_are_recognised(slug: str, first: str, repeats: list[str]) -> None:
    """The first cell of a stage halves the input from before the reduction; the second reads narrower ones."""
    groups = [group for group, _ in cost_report(catalogued(slug)).groups]
    stage = first.partition(".")[0]
    assert [group.path for group in groups if group.repeat_of == first] == [f"{stage}.{name}" for name in repeats]


# Table 2 and Table 3 name the networks by the filters before the last layer.
@pytest.mark.parametrize(
    ("slug", "features"), [("nasnet_a_large", 4032), ("nasnet_a_mobile", 1056), ("pnasnet5_large", 4320)]
)
def test_the_last_layer_reads_the_filters_of_the_name(slug: str, features: int) -> None:
    assert catalogued(slug).by_path["head.fc"].operator.attributes()["in_features"] == features


# pretrained-models' nasnetamobile numbers its cells 0 to 3, 6 to 9 and 12 to 15.
@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("stem.reduction2.previous.conv2", "cell_stem_1.path_2.conv"),
        ("stage1.block4.current.bn", "cell_3.conv_1x1.bn"),
        ("stage2.reduction.branch2.right.bn1", "reduction_cell_0.comb_iter_1_right.bn_sep_1"),
        ("stage3.block1.previous.bn", "cell_12.final_path_bn"),
        ("stage3.block4.branch5.left.pointwise2", "cell_15.comb_iter_4_left.separable_2.pointwise_conv2d"),
    ],
)
def test_layers_of_the_mobile_network_are_named_as_in_pretrained_models(path: str, source: str) -> None:
    assert catalogued("nasnet_a_mobile").by_path[path].source_name == source


def test_the_mobile_network_reads_the_cell_before_a_reduction_and_the_large_one_that_before_it() -> None:
    """skip_reduction_layer_input in the authors' configurations: 0 and 1."""
    assert catalogued("nasnet_a_mobile").by_path["stage2.block1.previous.relu"].inputs == ("stage1.block4.concat",)
    assert catalogued("nasnet_a_large").by_path["stage2.block1.previous.relu"].inputs == ("stage1.block5.concat",)


@pytest.mark.parametrize("slug", ALL)
@pytest.mark.parametrize(("height", "width"), [(224, 224), (225, 331), (32, 47)])
def test_any_image_size_can_be_costed(slug: str, height: int, width: int) -> None:
    """Even sizes and odd ones: both inputs of every cell meet at one resolution."""
    assert cost_report(catalogued(slug), CostOptions(height=height, width=width)).totals.complete


@pytest.mark.parametrize(
    ("recipe", "parameters"),
    [
        ("nasnet_a", {"image_size": 32, "cells": 1, "filters": 4, "stem_filters": 1}),
        ("nasnet_a", {"image_size": 64, "cells": 1, "filters": 7, "skip_reduction": False}),
        ("nasnet_a", {"image_size": 96, "cells": 20, "filters": 9}),
        ("pnasnet5", {"image_size": 32, "cells": 2, "filters": 4, "stem_filters": 1}),
        ("pnasnet5", {"image_size": 64, "cells": 20, "filters": 13, "dropout": 0.5}),
    ],
)
def test_other_parameters_give_graphs_too(recipe: str, parameters: dict[str, object]) -> None:
    assert cost_report(recipes()[recipe].build(parameters)).totals.complete
