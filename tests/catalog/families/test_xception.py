"""Xception and its aligned descendants against their papers and other implementations."""

from __future__ import annotations

import math

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import CostReport, cost_report
from explorer.domain.graph import Graph
from explorer.domain.operators import Conv2d
from tests.networks import ENTRIES, catalogued

ALIGNED = ("xception41", "xception65", "xception71")


def elements(costs: CostReport, *operators: str) -> int:
    return sum(math.prod(layer.output.shape) for layer in costs.layers if layer.node.operator.name in operators)


def layers_of_the_papers(graph: Graph) -> int:
    """Convolutions on the main path, a depthwise one and the pointwise one behind it counted as one."""
    convolutions = [node for node in graph.nodes if isinstance(node.operator, Conv2d) and "shortcut" not in node.path]
    return sum("pointwise" not in node.path for node in convolutions)


def test_xception_has_the_parameters_of_its_paper() -> None:
    """arXiv 1610.02357, Table 3."""
    assert cost_report(catalogued("xception")).totals.params == 22_855_952


def test_xception_has_the_parameters_of_keras() -> None:
    """Keras Applications' model.summary(): moving statistics count as parameters that are not trained."""
    graph = catalogued("xception")
    stored = {"running_mean", "running_var"}
    statistics = sum(
        math.prod(shape)
        for node in graph.nodes
        for name, shape in node.operator.buffer_shapes().items()
        if name in stored
    )
    assert statistics == 54_528
    assert cost_report(graph).totals.params + statistics == 22_910_480


def test_xception_costs_what_the_nasnet_paper_says() -> None:
    """arXiv 1707.07012, Table 2: 8.38 billion multiply-adds, which count one per normalized element."""
    costs = cost_report(catalogued("xception"))
    assert round((costs.totals.macs + elements(costs, "batch_norm2d")) / 1e9, 2) == 8.38


def test_xception_is_36_convolutions_in_14_modules() -> None:
    """arXiv 1610.02357, section 3: all modules but the first and the last have shortcuts."""
    graph = catalogued("xception")
    modules = {node.path.rsplit(".", 1)[0].removesuffix(".shortcut") for node in graph.nodes} - {"head"}
    residual = {node.path.rsplit(".", 1)[0] for node in graph.nodes if node.operator.name == "add"}
    assert layers_of_the_papers(graph) == 36
    assert len(modules) == 14
    assert modules - residual == {"stem", "stage3.block13"}


def test_the_middle_flow_repeats_one_block() -> None:
    groups = [group for group, _ in cost_report(catalogued("xception")).groups]
    assert sum(group.repeat_of == "stage2.block4" for group in groups) == 7


def test_legacy_xception_is_the_same_graph() -> None:
    assert catalogued("legacy_xception") == catalogued("xception")


def test_without_shortcuts_only_their_projections_are_missing() -> None:
    plain = recipes()["xception"].build({"residual": False})
    kept = {
        node.path
        for node in catalogued("xception").nodes
        if "shortcut" not in node.path and node.operator.name != "add"
    }
    assert {node.path for node in plain.nodes} == kept


# timm's results/benchmark-infer-amp-nchw-pt110-cu113-rtx3090.csv at 299 pixels: parameters in M; MACs in G, with two
# operations per normalized element; elements that convolutions and linear layers put out in M.
@pytest.mark.parametrize(
    ("slug", "params", "macs", "activations"),
    [
        ("xception", 22.86, 8.40, 35.83),
        ("xception41", 26.97, 9.28, 39.86),
        ("xception65", 39.92, 13.96, 52.48),
        ("xception71", 42.34, 18.09, 69.92),
    ],
)
def test_costs_are_those_of_timms_benchmark(slug: str, params: float, macs: float, activations: float) -> None:
    costs = cost_report(catalogued(slug))
    assert costs.input_shape == (1, 3, 299, 299)
    assert round(costs.totals.params / 1e6, 2) == params
    assert round((costs.totals.macs + 2 * elements(costs, "batch_norm2d")) / 1e9, 2) == macs
    assert round(elements(costs, "conv2d", "linear") / 1e6, 2) == activations


@pytest.mark.parametrize("slug", ALIGNED)
def test_an_aligned_network_has_the_layers_of_its_name(slug: str) -> None:
    graph = catalogued(slug)
    assert layers_of_the_papers(graph) == int(slug.removeprefix("xception"))
    assert graph.name == ENTRIES[slug].name


# Names in timm's xception_aligned.py.
@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("stem.bn2", "stem.1.bn"),
        ("stage1.block1.depthwise1", "blocks.0.stack.conv1.conv_dw"),
        ("stage1.block3.shortcut.conv", "blocks.2.shortcut.conv"),
        ("stage3.block20.bn_pointwise3", "blocks.19.stack.conv3.bn_pw"),
        ("stage3.block21.pointwise3", "blocks.20.stack.conv3.conv_pw"),
        ("head.fc", "head.fc"),
    ],
)
def test_layers_of_xception65_are_named_as_in_timm(path: str, source: str) -> None:
    assert catalogued("xception65").by_path[path].source_name == source


@pytest.mark.parametrize(
    ("recipe", "parameters"),
    [
        ("xception", {"image_size": 32, "entry_widths": [64, 64, 64], "exit_widths": [1, 1, 1]}),
        ("xception", {"middle_blocks": 64, "residual": False, "dropout": 0.5}),
        ("xception_aligned", {"image_size": 32, "entry": "long", "middle_blocks": 64}),
    ],
)
def test_other_parameters_give_graphs_too(recipe: str, parameters: dict[str, object]) -> None:
    assert cost_report(recipes()[recipe].build(parameters)).totals.complete
