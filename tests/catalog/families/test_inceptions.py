"""Inception-v3, Inception-v4 and Inception-ResNet-v2 against papers and implementations other than their references."""

from __future__ import annotations

import math

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import CostReport, cost_report
from explorer.domain.errors import DomainError, InvalidParameters

NETWORKS = ("inception_v3", "inception_v4", "inception_resnet_v2")


def report(recipe: str, **parameters: object) -> CostReport:
    return cost_report(recipes()[recipe].build(parameters))


def elements(costs: CostReport, *operators: str) -> int:
    return sum(math.prod(layer.output.shape) for layer in costs.layers if layer.node.operator.name in operators)


# Keras Applications' model.summary(): its normalizations have no scale, and their moving statistics count.
@pytest.mark.parametrize(("name", "total"), [("inception_v3", 23_851_784), ("inception_resnet_v2", 55_873_736)])
def test_parameters_are_those_of_keras(name: str, total: int) -> None:
    costs = report(name)
    channels = sum(layer.output.shape[1] for layer in costs.layers if layer.node.operator.name == "batch_norm2d")
    assert costs.totals.params + channels == total


# NASNet paper (arXiv 1707.07012), Table 2; its multiply-adds come out where a normalization is one per element.
@pytest.mark.parametrize(
    ("name", "params", "multiply_adds"), [("inception_v3", "23.8", "5.72"), ("inception_resnet_v2", "55.8", "13.2")]
)
def test_costs_are_those_of_the_nasnet_paper(name: str, params: str, multiply_adds: str) -> None:
    costs = report(name)
    counted = (costs.totals.macs + elements(costs, "batch_norm2d")) / 1e9
    assert f"{costs.totals.params / 1e6:.1f}" == params
    assert f"{counted:.{len(multiply_adds.partition('.')[2])}f}" == multiply_adds


# timm's results/benchmark-infer-amp-nchw-pt110-cu113-rtx3090.csv: MACs in G, with two operations per normalized
# element, and the elements that convolutions and linear layers put out in M.
@pytest.mark.parametrize(
    ("name", "macs", "activations"), [("inception_v4", 12.28, 15.09), ("inception_resnet_v2", 13.18, 25.06)]
)
def test_costs_are_those_of_timms_benchmark(name: str, macs: float, activations: float) -> None:
    costs = report(name)
    assert round((costs.totals.macs + 2 * elements(costs, "batch_norm2d")) / 1e9, 2) == macs
    assert round(elements(costs, "conv2d", "linear") / 1e6, 2) == activations


def test_inception_v3_is_what_its_abstract_promises() -> None:
    """Less than 25 million parameters (arXiv 1512.00567)."""
    assert report("inception_v3").totals.params < 25e6


# Inception-v3: arXiv 1512.00567, Table 1 (35 x 35 x 288 to 8 x 8 x 2048). Inception-v4: arXiv 1602.07261, Figure 9.
# Inception-ResNet-v2: the comments of TensorFlow's inception_resnet_v2.py.
@pytest.mark.parametrize(
    ("name", "outputs"),
    [
        ("inception_v3", [(288, 35, 35), (768, 17, 17), (2048, 8, 8)]),
        ("inception_v4", [(384, 35, 35), (1024, 17, 17), (1536, 8, 8)]),
        ("inception_resnet_v2", [(320, 35, 35), (1088, 17, 17), (2080, 8, 8)]),
    ],
)
def test_grids_are_the_published_ones(name: str, outputs: list[tuple[int, ...]]) -> None:
    layers = report(name).layers
    last = {layer.node.path.partition(".")[0]: layer.output.shape[1:] for layer in layers}
    assert [last[f"stage{number}"] for number in (1, 2, 3)] == outputs


@pytest.mark.parametrize(
    ("name", "blocks"),
    [("inception_v4", (4, 7, 3)), ("inception_resnet_v2", (10, 20, 9))],
    ids=lambda value: str(value),
)
def test_blocks_of_a_stage_are_equal(name: str, blocks: tuple[int, ...]) -> None:
    """But for Inception-ResNet-v2's very last, which has no ReLU."""
    groups = [group for group, _ in report(name).groups]
    for stage, count in enumerate(blocks, 1):
        first = f"stage{stage}.block1"
        assert sum(first in (group.path, group.repeat_of) for group in groups) == count


def test_inception_v3_has_48_layers_on_its_longest_path() -> None:
    """As MATLAB's inceptionv3 counts convolutions and fully connected layers; the paper says 42 of its Table 1."""
    assert report("inception_v3").totals.depth == 48


def test_the_auxiliary_classifier_exists_in_training_only() -> None:
    graph = recipes()["inception_v3"].build({})
    auxiliary = [node for node in graph.nodes if node.path.startswith("aux.")]
    params = sum(math.prod(shape) for node in auxiliary for shape in node.operator.parameter_shapes().values())
    assert all(node.training_only == (node in auxiliary) for node in graph.nodes)
    # torchvision's weights metadata counts 27,161,264 parameters with it.
    assert params == 27_161_264 - 23_834_568
    assert recipes()["inception_v3"].build({"auxiliary": False}).nodes == graph.inference.nodes


def test_an_image_too_small_for_the_auxiliary_classifier_is_refused() -> None:
    with pytest.raises(InvalidParameters, match="set auxiliary to false"):
        recipes()["inception_v3"].build({"image_size": 224})
    assert recipes()["inception_v3"].build({"image_size": 75, "auxiliary": False})


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("width", [0.1, 0.35, 4.0])
@pytest.mark.parametrize("size", [75, 224, 331])
def test_any_width_and_size_gives_a_graph_or_says_why_not(name: str, width: float, size: int) -> None:
    parameters = {"width": width, "image_size": size} | ({"auxiliary": False} if name == "inception_v3" else {})
    try:
        costs = report(name, **parameters)
    except DomainError as error:
        pytest.fail(error.message)
    assert costs.totals.complete
