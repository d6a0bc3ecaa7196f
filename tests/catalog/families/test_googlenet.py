"""GoogLeNet as published, which no reference implementation covers, against the paper and Caffe."""

from __future__ import annotations

import math

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report
from explorer.domain.errors import InvalidParameters

# Szegedy et al. 2014, Table 1, column "ops" in millions. Left out: conv1, whose 34 are those of a separable
# convolution, and 5a, whose 54 do not fit the widths in its own row (51.1); its 3 x 3 row is our conv2 and conv3.
MEGA_OPERATIONS = {
    "block3a": 128,
    "block3b": 304,
    "block4a": 73,
    "block4b": 88,
    "block4c": 100,
    "block4d": 119,
    "block4e": 170,
    "block5b": 71,
    "head": 1,
}


def test_blocks_of_the_paper() -> None:
    report = cost_report(recipes()["googlenet"].build({"variant": "paper"}))
    macs = {group.path.rpartition(".")[2]: totals.macs / 1e6 for group, totals in report.groups}
    # The paper cuts some figures and rounds others.
    assert {name: macs[name] for name in MEGA_OPERATIONS} == pytest.approx(MEGA_OPERATIONS, abs=1)


def test_caffe_parameters() -> None:
    """bvlc_googlenet: 6,998,552 parameters at inference, 13,378,280 with the two auxiliary classifiers."""
    graph = recipes()["googlenet"].build({"variant": "paper"})
    params = sum(math.prod(shape) for node in graph.nodes for shape in node.operator.parameter_shapes().values())
    totals = cost_report(graph).totals
    assert (totals.params, params, totals.depth) == (6_998_552, 13_378_280, 22)


@pytest.mark.parametrize("variant", ["torchvision", "paper"])
def test_auxiliary_classifiers_can_be_left_out(variant: str) -> None:
    graph = recipes()["googlenet"].build({"variant": variant, "auxiliary": False, "image_size": 64, "width": 0.125})
    assert graph.inference is graph


def test_a_small_image_names_the_auxiliary_pool_it_does_not_fit() -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()["googlenet"].build({"variant": "paper", "image_size": 64})
    assert caught.value.field == "parameters.image_size"
    assert "aux1.avgpool" in caught.value.message
