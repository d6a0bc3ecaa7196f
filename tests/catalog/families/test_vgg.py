"""VGG beyond the reference models: the table of the paper, and torchvision's published counts."""

from __future__ import annotations

import pytest

from tests.networks import report_of


# Millions of parameters: Simonyan and Zisserman 2014, Table 2; layers with weights: Table 1.
@pytest.mark.parametrize(
    ("slug", "millions", "depth"),
    [
        ("vgg11", 133, 11),
        ("vgg11_lrn", 133, 11),
        ("vgg13", 133, 13),
        ("vgg16_c", 134, 16),
        ("vgg16", 138, 16),
        ("vgg19", 144, 19),
    ],
)
def test_paper(slug: str, millions: int, depth: int) -> None:
    totals = report_of(slug).totals
    assert (round(totals.params / 1e6), totals.depth) == (millions, depth)


# num_params and _ops (G MACs) of torchvision's weights metadata.
@pytest.mark.parametrize(
    ("slug", "params", "giga_macs"),
    [
        ("vgg11_bn", 132_868_840, 7.609),
        ("vgg13_bn", 133_053_736, 11.308),
        ("vgg16_bn", 138_365_992, 15.470),
        ("vgg19_bn", 143_678_248, 19.632),
    ],
)
def test_torchvision_metadata(slug: str, params: int, giga_macs: float) -> None:
    totals = report_of(slug).totals
    assert (totals.params, round(totals.macs / 1e9, 3)) == (params, giga_macs)


def test_configuration_c_has_three_pointwise_convolutions() -> None:
    """Table 1, column C: conv1-256, conv1-512 and conv1-512 at the end of the last three stages."""
    small = [
        layer.node.path
        for layer in report_of("vgg16_c").layers
        if layer.node.operator.attributes().get("kernel_size") == [1, 1]
    ]
    assert small == ["stage3.conv3", "stage4.conv3", "stage5.conv3"]
