"""MobileNets and MnasNets that no reference model covers, against the figures of their papers and authors."""

from __future__ import annotations

import pytest

from explorer.catalog.blocks.inverted_residual import make_divisible
from explorer.domain.costs import CostOptions, CostReport
from explorer.domain.operators import Add, BatchNorm2d, Hardswish, Multiply, ReLU
from tests.networks import catalogued, report_of


def report(slug: str, size: int = 224) -> CostReport:
    return report_of(slug, CostOptions(height=size, width=size))


def millions(count: int, digits: int = 0) -> float:
    return round(count / 1e6, digits)


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    [
        ("mobilenet_v1_1_0", 4.2, 569),
        ("mobilenet_v1_0_75", 2.6, 325),
        ("mobilenet_v1_0_5", 1.3, 149),
        ("mobilenet_v1_0_25", 0.5, 41),
        ("mobilenet_v1_shallow", 2.9, 307),
    ],
)
def test_mobilenet_v1_has_the_figures_of_its_paper(slug: str, params: float, macs: int) -> None:
    """Howard et al., 2017 (arXiv 1704.04861), Tables 5 and 6."""
    totals = report(slug).totals
    assert (millions(totals.params, 1), millions(totals.macs)) == (params, macs)


@pytest.mark.parametrize(("size", "macs"), [(192, 418), (160, 291), (128, 186)])
def test_mobilenet_v1_at_the_resolutions_of_its_paper(size: int, macs: int) -> None:
    """The authors' checkpoints (tensorflow/models, research/slim/nets/mobilenet_v1.md); Table 7 cuts 290.7 to 290."""
    assert millions(report("mobilenet_v1_1_0", size).totals.macs) == macs


def test_full_convolutions_cost_what_the_paper_says() -> None:
    """Howard et al., 2017, Table 4: 29.3 M parameters and 4866 M mult-adds, the linear layer's not among them."""
    totals = report("mobilenet_v1_conv").totals
    linear = 1024 * 1000
    assert millions(totals.params, 1) == 29.3
    assert millions(totals.macs - linear) == 4866


@pytest.mark.parametrize(
    ("slug", "params"),
    [("mobilenet_v1_0_75", 2_585_560), ("mobilenet_v1_0_5", 1_331_592), ("mobilenet_v1_0_25", 470_072)],
)
def test_mobilenet_v1_has_the_parameters_of_pytorchcv(slug: str, params: int) -> None:
    """Table of models in the README of osmr/imgclsmob."""
    assert report(slug).totals.params == params


def test_the_wide_mobilenet_v1_has_the_parameters_of_timm() -> None:
    """results/results-imagenet.csv: mobilenetv1_125.ra4_e3600_r224_in1k, 6.27 M."""
    assert millions(report("mobilenet_v1_1_25").totals.params, 2) == 6.27


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    [
        ("mobilenet_v2_1_4", 6.06, 582),
        ("mobilenet_v2_1_3", 5.34, 509),
        ("mobilenet_v2_0_75", 2.61, 209),
        ("mobilenet_v2_0_5", 1.95, 97),
        ("mobilenet_v2_0_35", 1.66, 59),
    ],
)
def test_mobilenet_v2_has_the_figures_of_its_checkpoints(slug: str, params: float, macs: int) -> None:
    """tensorflow/models, research/slim/nets/mobilenet/README.md, whose counts leave batch normalization out.

    So it says 3.47 M for width 1.0, which has 3,504,872 parameters, 34,112 of them in batch normalizations.
    """
    totals = report(slug).totals
    operators = [node.operator for node in catalogued(slug).nodes]
    norms = sum(2 * operator.num_features for operator in operators if isinstance(operator, BatchNorm2d))
    assert (millions(totals.params - norms, 2), millions(totals.macs)) == (params, macs)


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    [
        ("mobilenet_v3_large", 5.4, 219),
        ("mobilenet_v3_large_0_75", 4.0, 155),
        ("mobilenet_v3_small", 2.5, 56),
        ("mobilenet_v3_small_0_75", 2.0, 44),
    ],
)
def test_mobilenet_v3_has_the_figures_of_its_paper(slug: str, params: float, macs: int) -> None:
    """Howard et al., 2019 (arXiv 1905.02244), Table 3.

    Its mult-adds contain some work outside convolutions and linear layers. It prints 5.4 M parameters for Large,
    which has 5,483,032 (torchvision weights metadata): cut off, not rounded.
    """
    totals = report(slug).totals
    assert params - 0.05 <= totals.params / 1e6 < params + 0.1
    assert totals.macs / 1e6 == pytest.approx(macs, rel=0.015)


def test_minimalistic_mobilenet_v3_has_the_figures_of_its_checkpoints() -> None:
    """tensorflow/models, research/slim/nets/mobilenet/README.md: 3.9 M and 209 M (Large), 2.0 M (Small)."""
    large, small = report("mobilenet_v3_large_minimalistic").totals, report("mobilenet_v3_small_minimalistic").totals
    assert (millions(large.params, 1), millions(large.macs)) == (3.9, 209)
    assert millions(small.params, 1) == 2.0


def test_the_narrowest_mobilenet_v3_has_the_parameters_of_timm() -> None:
    """results/results-imagenet.csv: mobilenetv3_small_050.lamb_in1k, 1.59 M."""
    assert millions(report("mobilenet_v3_small_0_5").totals.params, 2) == 1.59


@pytest.mark.parametrize(
    ("slug", "params", "giga_macs"),
    [
        ("mnasnet0_5", 2_218_512, 0.104),
        ("mnasnet0_75", 3_170_208, 0.215),
        ("mnasnet1_0", 4_383_312, 0.314),
        ("mnasnet1_3", 6_282_256, 0.526),
    ],
)
def test_mnasnet_b1_has_the_counts_of_the_torchvision_weights_metadata(
    slug: str, params: int, giga_macs: float
) -> None:
    totals = report(slug).totals
    assert (totals.params, round(totals.macs / 1e9, 3)) == (params, giga_macs)


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    [
        ("mnasnet_a1_1_4", 6.1, 591.5),
        ("mnasnet_a1", 3.9, 315.2),
        ("mnasnet_a1_0_75", 2.9, 226.7),
        ("mnasnet_a1_0_5", 2.1, 105.2),
        ("mnasnet_a1_0_35", 1.7, 63.2),
    ],
)
def test_mnasnet_a1_has_the_figures_of_the_authors(slug: str, params: float, macs: float) -> None:
    """tensorflow/tpu, models/official/mnasnet/README.md.

    Its table counts 1 to 2.5 % of other work besides convolutions and linear layers: 315.2 M for A1, where its text
    and the paper (arXiv 1807.11626, Table 1) say 312 M.
    """
    totals = report(slug).totals
    assert millions(totals.params, 1) == params
    assert totals.macs / 1e6 < macs < 1.025 * totals.macs / 1e6


def test_mnasnet_a1_to_the_unit() -> None:
    """Parameters from the README of osmr/imgclsmob, mult-adds from Table 1 of the paper."""
    totals = report("mnasnet_a1").totals
    assert (totals.params, millions(totals.macs)) == (3_887_038, 312)


def test_small_mnasnet_has_the_figures_of_the_authors() -> None:
    """tensorflow/tpu, models/official/mnasnet/README.md; 2.03 M in timm's results-imagenet.csv."""
    totals = report("mnasnet_small").totals
    assert (millions(totals.params, 2), millions(totals.macs)) == (2.03, 68)


@pytest.mark.parametrize(
    ("slug", "blocks", "shortcuts", "squeezes"),
    [
        ("mobilenet_v2_1_0", 17, 10, 0),
        ("mobilenet_v3_large", 15, 10, 8),
        ("mobilenet_v3_small", 11, 6, 9),
        ("mnasnet1_0", 17, 10, 0),
        ("mnasnet_a1", 16, 9, 8),
    ],
)
def test_blocks_shortcuts_and_squeezes(slug: str, blocks: int, shortcuts: int, squeezes: int) -> None:
    """Rows of the papers' tables; a shortcut where neither width nor resolution changes."""
    nodes = catalogued(slug).nodes
    assert sum(node.path.endswith(".conv_depthwise") for node in nodes) == blocks
    assert sum(isinstance(node.operator, Add) for node in nodes) == shortcuts
    assert sum(isinstance(node.operator, Multiply) for node in nodes) == squeezes


def test_mobilenet_v3_begins_with_relu_and_goes_on_with_hard_swish() -> None:
    nodes = catalogued("mobilenet_v3_large").by_path
    assert isinstance(nodes["stage3.block3.relu_depthwise"].operator, ReLU)
    assert isinstance(nodes["stage4.block1.hardswish_depthwise"].operator, Hardswish)


@pytest.mark.parametrize(("slug", "eps"), [("mobilenet_v3_large", 1e-3), ("mobilenet_v3_large_0_75", 1e-5)])
def test_mobilenet_v3_keeps_the_constants_that_its_weights_were_trained_with(slug: str, eps: float) -> None:
    """torchvision's mobilenetv3.py sets 0.001 as the paper's code does; timm's has PyTorch's default."""
    assert {node.operator.eps for node in catalogued(slug).nodes if isinstance(node.operator, BatchNorm2d)} == {eps}


@pytest.mark.parametrize(("channels", "rounded"), [(83, 80), (84, 88), (3, 8), (11.2, 16), (44.8, 48)])
def test_channels_are_rounded_but_never_by_more_than_a_tenth_down(channels: float, rounded: int) -> None:
    """83 and 84 are the examples in the docstring of torchvision's mnasnet.py."""
    assert make_divisible(channels) == rounded
