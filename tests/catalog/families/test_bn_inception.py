"""BN-Inception, which no reference implementation covers, against the figures published for its two readings."""

from __future__ import annotations

import math

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report


def test_caffe_model() -> None:
    """11,295,240 parameters: pytorchcv's count of Cadene's port; 2.03 G: Hu et al. 2017 (SENet), Table 2."""
    totals = cost_report(recipes()["bn_inception"].build({})).totals
    assert (totals.params, round(totals.macs / 1e9, 2)) == (11_295_240, 2.03)


def test_slim_model() -> None:
    """11.2 M parameters and 1.94 G multiply-adds: Zoph et al. 2017 (NASNet), Table 2.

    The latter holds with one addition for each output of a convolution, as its normalization's shift.
    """
    report = cost_report(recipes()["bn_inception"].build({"variant": "slim"}))
    shifts = sum(layer.output.elements for layer in report.layers if layer.node.operator.name == "batch_norm2d")
    assert round(report.totals.params / 1e6, 1) == 11.2
    assert round((report.totals.macs + shifts) / 1e9, 2) == 1.94


# Ioffe and Szegedy 2015, Figure 5: maps behind each block; the Caffe model has 32 more behind 4c, 4d and 4e.
@pytest.mark.parametrize(
    ("variant", "maps"),
    [
        ("slim", [256, 320, 576, 576, 576, 576, 576, 1024, 1024, 1024]),
        ("caffe", [256, 320, 576, 576, 576, 608, 608, 1056, 1024, 1024]),
    ],
)
def test_block_outputs(variant: str, maps: list[int]) -> None:
    layers = cost_report(recipes()["bn_inception"].build({"variant": variant})).layers
    shapes = [layer.output.shape for layer in layers if layer.node.operator.name == "concat"]
    assert [channels for _, channels, _, _ in shapes] == maps
    assert [side for *_, side in shapes] == [28] * 2 + [14] * 5 + [7] * 3


def test_source_names_are_those_of_the_port() -> None:
    graph = recipes()["bn_inception"].build({})
    names = {node.parameter_prefix: node.operator.parameter_shapes() for node in graph.nodes if node.operator.has_state}
    assert names["conv1_7x7_s2"]["weight"] == (64, 3, 7, 7)
    assert names["inception_3c_double_3x3_2"] == {"weight": (96, 96, 3, 3), "bias": (96,)}
    assert names["inception_4d_pool_proj"]["weight"] == (128, 608, 1, 1)
    assert names["inception_5b_3x3_bn"] == {"weight": (320,), "bias": (320,)}
    assert names["last_linear"]["weight"] == (1000, 1024)
    assert sum(math.prod(shape) for shapes in names.values() for shape in shapes.values()) == 11_295_240


@pytest.mark.parametrize("size", [64, 96, 4096])
@pytest.mark.parametrize("variant", ["caffe", "slim"])
def test_multiples_of_32_fit(variant: str, size: int) -> None:
    parameters = {"variant": variant, "image_size": size, "width": 0.125}
    assert cost_report(recipes()["bn_inception"].build(parameters)).totals.complete
