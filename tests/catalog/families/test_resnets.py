"""Residual networks that no reference file covers: totals and structure against their papers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.catalog import recipes
from explorer.domain.errors import InvalidParameters
from explorer.domain.operators import Add, Conv2d
from tests.catalog.equal_cost import equal_cost_width
from tests.networks import catalogued, report_of


def billions(slug: str, **changes: object) -> float:
    return report_of(slug, **changes).totals.macs / 1e9


@pytest.mark.parametrize(
    ("slug", "params"),
    [
        # torchvision weights metadata (num_params).
        ("wide_resnet101_2", 126_886_696),
        ("resnext101_64x4d", 83_455_272),
        ("resnet50_v1", 25_557_032),
        ("resnet101_v1", 44_549_160),
        ("resnet152_v1", 60_192_808),
        # pytorchcv, the counts its models assert.
        ("resnext101_32x4d", 44_177_704),
        # torchvision's ResNets less three projections: weights Cin x Cout and two per channel for normalization.
        ("plain18", 11_689_512 - sum(n * 2 * n + 2 * 2 * n for n in (64, 128, 256))),
        ("plain34", 21_797_672 - sum(n * 2 * n + 2 * 2 * n for n in (64, 128, 256))),
    ],
)
def test_parameters_are_the_published_ones(slug: str, params: int) -> None:
    assert report_of(slug).totals.params == params


@pytest.mark.parametrize(
    ("slug", "gmacs"),
    [
        # torchvision weights metadata (_ops), in G MACs.
        ("wide_resnet101_2", 22.753),
        ("resnext101_64x4d", 15.46),
    ],
)
def test_macs_are_torchvisions(slug: str, gmacs: float) -> None:
    assert round(billions(slug), 3) == gmacs


@pytest.mark.parametrize(
    ("slug", "gmacs"),
    # ResNet paper, Table 1. It gives 3.8 for 50 layers, which is this network's 3.858 cut off.
    [("plain18", 1.8), ("plain34", 3.6), ("resnet101_v1", 7.6), ("resnet152_v1", 11.3)],
)
def test_macs_are_those_of_the_resnet_paper(slug: str, gmacs: float) -> None:
    assert round(billions(slug), 1) == gmacs


def test_the_papers_resnet50_costs_3_86_g() -> None:
    """SENet paper, Table 2, re-implementation of ResNet-50."""
    assert round(billions("resnet50_v1"), 2) == 3.86


@pytest.mark.parametrize(("depth", "v1_5"), [(50, 4_089_184_256), (101, 7_801_405_440), (152, 11_513_626_624)])
def test_the_papers_stride_saves_three_quarters_of_three_convolutions(depth: int, v1_5: int) -> None:
    """v1.5 (torchvision's counts) runs three 1 x 1 convolutions at four times the resolution, else it is equal."""
    assert report_of(f"resnet{depth}_v1").totals.macs == v1_5 - 3 * (256 * 128 * 56 * 56 * 3 // 4)


@pytest.mark.parametrize("depth", [18, 34])
def test_plain_networks_have_no_shortcuts(depth: int) -> None:
    plain, residual = report_of(f"plain{depth}"), report_of(f"resnet{depth}")
    assert not any(isinstance(layer.node.operator, Add) for layer in plain.layers)
    assert plain.totals.depth == residual.totals.depth == depth
    assert all(after.node.inputs == (before.node.path,) for before, after in pairwise(plain.layers))


def test_resnet200_is_deeper_in_its_middle_stages() -> None:
    """Pre-activation ResNet paper, Table 5: 200 layers; 3, 24, 36 and 3 bottlenecks as in the authors' code."""
    groups = [group for group, _ in report_of("resnet200").groups]
    counts = [
        sum(group.path.startswith(f"stage{n}.") and group.kind == "block" for group in groups) for n in range(1, 5)
    ]
    assert counts == [3, 24, 36, 3]
    assert report_of("resnet200").totals.depth == 200
    # torchvision's ResNet-152 and 16 more bottlenecks of 128 channels in stage 2: weights, and two for each
    # normalized channel.
    assert report_of("resnet200").totals.params == 60_192_808 + 16 * (17 * 128**2 + 2 * 6 * 128)


@pytest.mark.parametrize(
    ("groups", "exact", "rounded", "cost"),
    # The lecture's slide "maintain computation by adding groups": C = 64; cost over 17 C^2 of the rounded width.
    [
        (1, 64.000, 64, 1.000),
        (2, 39.948, 40, 1.002),
        (4, 23.932, 24, 1.004),
        (8, 13.701, 14, 1.026),
        (16, 7.509, 8, 1.074),
        (32, 3.973, 4, 1.007),
    ],
)
def test_the_equal_cost_series_of_resnext(groups: int, exact: float, rounded: int, cost: float) -> None:
    assert round(equal_cost_width(64, groups), 3) == exact
    assert round(equal_cost_width(64, groups)) == rounded
    block = report_of("resnet50", groups=groups, width_per_group=rounded)
    macs = next(totals.macs for group, totals in block.groups if group.path == "stage1.block2")
    assert round(macs / (17 * 64**2 * 56**2), 3) == cost
    if groups > 1:
        shipped = report_of(f"resnext50_{groups}x{rounded}d")
        assert shipped.totals == block.totals


@pytest.mark.parametrize(
    ("groups", "width", "total_width"),
    # ResNeXt paper, Table 2: bottleneck width d and width of the grouped convolution; "about 70k" weights a block.
    [(1, 64, 64), (2, 40, 80), (4, 24, 96), (8, 14, 112), (32, 4, 128)],
)
def test_the_grouped_convolution_widens_as_in_the_paper(groups: int, width: int, total_width: int) -> None:
    graph = catalogued("resnet50", groups=groups, width_per_group=width)
    block = [node.operator for node in graph.nodes if node.path.startswith("stage1.block2.conv")]
    convolutions = [operator for operator in block if isinstance(operator, Conv2d)]
    assert (convolutions[1].out_channels, convolutions[1].groups) == (total_width, groups)
    weights = sum(
        conv.out_channels * conv.in_channels // conv.groups * conv.kernel_size[0] ** 2 for conv in convolutions
    )
    assert round(weights, -4) == 70_000


@pytest.mark.parametrize("series", ["2x40d", "4x24d", "8x14d", "32x4d"])
def test_the_equal_cost_networks_stay_near_their_budget(series: str) -> None:
    """ResNeXt paper, Table 3: about 4.1 and 7.8 x 10^9; whole channels make 4 % of it."""
    assert 4.1 <= billions(f"resnext50_{series}") <= 4.1 * 1.045
    assert 7.8 <= billions(f"resnext101_{series}") <= 7.8 * 1.045


def test_resnext50_has_the_totals_of_its_paper() -> None:
    """ResNeXt paper, Table 1: 25.0 x 10^6 parameters, 4.2 x 10^9 multiply-adds."""
    totals = report_of("resnext50_32x4d").totals
    assert (round(totals.params / 1e6, 1), round(totals.macs / 1e9, 1)) == (25.0, 4.2)


@pytest.mark.parametrize(("width", "millions", "gmacs"), [(16, 193, 36), (32, 466, 87), (48, 829, 153)])
def test_wide_resnexts_have_the_totals_of_the_authors(width: int, millions: int, gmacs: int) -> None:
    """README of facebookresearch/WSL-Images; timm's networks have 194.03 and 468.53 M parameters, not 193 and 466."""
    totals = report_of(f"resnext101_32x{width}d").totals
    assert totals.params / 1e6 == pytest.approx(millions, rel=0.006)
    assert round(totals.macs / 1e9) == gmacs


@pytest.mark.parametrize(
    ("depth", "millions"),
    # ResNet paper, Table 6.
    [(20, 0.27), (32, 0.46), (44, 0.66), (56, 0.85), (110, 1.7), (1202, 19.4)],
)
def test_cifar_networks_have_the_parameters_of_table_6(depth: int, millions: float) -> None:
    digits = 2 if millions < 1 else 1
    for shortcut in ("zero-pad", "none"):
        totals = report_of("resnet20_cifar", n=(depth - 2) // 6, shortcut=shortcut).totals
        assert round(totals.params / 1e6, digits) == millions
        assert totals.depth == depth


@pytest.mark.parametrize("depth", [20, 32, 44, 56, 110])
def test_cifar_shortcuts_are_free(depth: int) -> None:
    residual, plain = report_of(f"resnet{depth}_cifar").totals, report_of(f"plain{depth}_cifar").totals
    assert (residual.params, residual.macs, residual.depth) == (plain.params, plain.macs, plain.depth)


def test_cifar_projections_cost_what_pytorchcv_counts() -> None:
    """pytorchcv's resnet20_cifar10 has projections (option B): 272,474 parameters."""
    assert report_of("resnet20_cifar", shortcut="projection").totals.params == 272_474


def test_cifar_stages_keep_the_maps_of_the_paper() -> None:
    """ResNet paper, section 4.2: 32 x 32, 16 x 16 and 8 x 8 maps with 16, 32 and 64 filters."""
    outputs = {layer.node.path: layer.output.shape for layer in report_of("resnet56_cifar").layers}
    shapes = [outputs[f"stage{stage}.block9.relu"] for stage in (1, 2, 3)]
    assert shapes == [(1, 16, 32, 32), (1, 32, 16, 16), (1, 64, 8, 8)]


@pytest.mark.parametrize(
    ("depth", "params"),
    # pytorchcv, the counts its models assert; both its stem and its first block normalize 64 channels.
    [(50, 25_549_480), (101, 44_541_608), (152, 60_185_256), (200, 64_666_280), (269, 102_065_832)],
)
def test_preactivation_parameters_are_the_published_ones(depth: int, params: int) -> None:
    totals = report_of(f"preresnet{depth}").totals
    assert totals.params + 2 * 64 == params
    assert totals.depth == depth


@pytest.mark.parametrize("depth", [50, 101, 152, 200])
@pytest.mark.parametrize("stride_in", ["3x3", "1x1"])
def test_preactivation_moves_layers_but_costs_the_same(depth: int, stride_in: str) -> None:
    macs = report_of(f"preresnet{depth}", stride_in=stride_in).totals.macs
    assert macs == report_of(f"resnet{depth}", stride_in=stride_in).totals.macs


@pytest.mark.parametrize(
    ("depth", "stride_in", "gflops"),
    # pytorchcv README (FLOPs/2): it counts normalizations and activations too, which are under 0.5 %.
    [(50, "1x1", 3.8754), (50, "3x3", 4.108), (101, "1x1", 7.5954), (200, "3x3", 15.0686), (269, "3x3", 20.1011)],
)
def test_preactivation_macs_agree_with_pytorchcv(depth: int, stride_in: str, gflops: float) -> None:
    assert gflops / 1.005 < billions(f"preresnet{depth}", stride_in=stride_in) < gflops


def test_a_preactivation_shortcut_holds_at_most_one_convolution() -> None:
    graph = catalogued("preresnet50")
    shortcuts = [node.path for node in graph.nodes if ".shortcut." in node.path]
    assert shortcuts == [f"stage{stage}.block1.shortcut.conv" for stage in range(1, 5)]
    sums = [node for node in graph.nodes if isinstance(node.operator, Add)]
    # A sum reads the sum before it untouched wherever no projection stands between.
    assert sum(node.inputs[1].endswith(".add") for node in sums) == 16 - 4


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"block": "basic", "groups": 32}, "parameters.block"),
        ({"block": "basic", "stride_in": "1x1"}, "parameters.block"),
        ({"width": 8, "width_per_group": 4}, "parameters.width_per_group"),
    ],
)
def test_what_cannot_be_built_is_said(parameters: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()["resnet"].build(parameters)
    assert caught.value.field == field
