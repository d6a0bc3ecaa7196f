"""Squeeze-and-excitation networks that no reference file covers: totals and structure against their paper."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.errors import InvalidParameters
from explorer.domain.operators import Dropout, Multiply
from tests.networks import report_of


@pytest.mark.parametrize(
    ("slug", "params"),
    # pytorchcv, the counts its models assert (weights converted from the authors' networks).
    [
        ("se_resnet50", 28_088_024),
        ("se_resnet101", 49_326_872),
        ("se_resnet152", 66_821_848),
        ("se_resnext50_32x4d", 27_559_896),
        ("se_resnext101_32x4d", 48_955_416),
        ("se_resnext101_64x4d", 88_232_984),
        ("senet154", 115_088_984),
    ],
)
def test_parameters_are_the_published_ones(slug: str, params: int) -> None:
    assert report_of(slug).totals.params == params


@pytest.mark.parametrize(
    ("slug", "gmacs"),
    # SENet paper, Table 2 (GFLOPs of one multiply-add). It counts some operations beyond convolutions and linear
    # layers without saying which, such as those of pooling and scaling: up to 0.3 % more.
    [
        ("resnet50_v1", 3.86),
        ("resnet101_v1", 7.58),
        ("resnet152_v1", 11.30),
        ("resnext50_32x4d", 4.24),
        ("resnext101_32x4d", 7.99),
        ("se_resnet50", 3.87),
        ("se_resnet101", 7.60),
        ("se_resnet152", 11.32),
        ("se_resnext50_32x4d", 4.25),
        ("se_resnext101_32x4d", 8.00),
    ],
)
def test_macs_agree_with_the_senet_paper(slug: str, gmacs: float) -> None:
    counted = report_of(slug).totals.macs / 1e9
    assert counted < gmacs + 0.005
    assert gmacs - 0.005 < 1.003 * counted


def test_every_block_has_one_gate() -> None:
    layers = report_of("senet154").layers
    gates = [layer.node.path for layer in layers if isinstance(layer.node.operator, Multiply)]
    assert len(gates) == 3 + 8 + 36 + 3
    outputs = {layer.node.path: layer.output.shape for layer in layers}
    # SENet paper, section 4: reduction ratio 16.
    assert outputs["stage1.block1.se.fc1"] == (1, 256 // 16, 1, 1)
    assert outputs["stage1.block1.se.sigmoid"] == (1, 256, 1, 1)


def test_the_gates_of_se_resnet50_cost_what_the_paper_derives() -> None:
    """SENet paper, section 4: 2 / r x sum of N_s x C_s^2 parameters over the stages (biases aside), about 2.5 M."""
    weights = 2 * sum(blocks * channels**2 for blocks, channels in ((3, 256), (4, 512), (6, 1024), (3, 2048))) // 16
    biases = sum(
        blocks * (channels + channels // 16) for blocks, channels in ((3, 256), (4, 512), (6, 1024), (3, 2048))
    )
    extra = report_of("se_resnet50").totals.params - report_of("resnet50").totals.params
    assert extra == weights + biases
    assert round(weights / 1e6, 1) == 2.5


def test_only_senet154_has_dropout() -> None:
    """SENet paper, appendix: dropout of 0.2 before the classifier of SENet-154."""
    dropouts = {
        slug: [layer.node.operator.p for layer in report_of(slug).layers if isinstance(layer.node.operator, Dropout)]
        for slug in ("senet154", "se_resnet50", "se_resnext50_32x4d")
    }
    assert dropouts == {"senet154": [0.2], "se_resnet50": [], "se_resnext50_32x4d": []}


def test_gates_can_be_added_to_any_resnet() -> None:
    names = {group.path for group, _ in report_of("resnet18", se_reduction=16).groups}
    assert "stage1.block1.se" in names


def test_groups_must_divide_the_channels() -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()["senet"].build({"groups": 48})
    assert caught.value.field == "parameters.groups"
