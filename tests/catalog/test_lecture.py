"""The figures of the lecture "CNN Architectures" (EECS 498, lecture 8), its own slips corrected."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer.catalog import recipes
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.domain.costs import CostOptions, CostReport, LayerCosts, cost_report
from explorer.domain.operators import Conv2d
from tests.catalog.equal_cost import equal_cost_width
from tests.networks import report_of

# Label, memory in KB, parameters, MACs (pools: other operations), as the lecture's AlexNet table has them.
ALEXNET_TABLE = [
    ("conv1", 784.00, 23_296, 72_855_552),
    ("pool1", 182.25, 0, 419_904),
    ("conv2", 546.75, 307_392, 223_948_800),
    ("pool2", 126.75, 0, 292_032),
    ("conv3", 253.50, 663_936, 112_140_288),
    ("conv4", 169.00, 884_992, 149_520_384),
    ("conv5", 169.00, 590_080, 99_680_256),
    ("pool5", 36.00, 0, 82_944),
    ("flatten", 36.00, 0, 0),
    ("fc6", 16.00, 37_752_832, 37_748_736),
    ("fc7", 16.00, 16_781_312, 16_777_216),
    ("fc8", 3.90625, 4_097_000, 4_096_000),
]


def report(recipe: str, size: int | None = None, **parameters: object) -> CostReport:
    return cost_report(recipes()[recipe].build(parameters), CostOptions(height=size, width=size))


def counted(row: LayerCosts) -> int:
    """Operations as the lecture's tables have them: MACs, and the comparisons of a pool."""
    assert row.operations and row.pooling_ops is not None
    return row.operations.macs + row.pooling_ops


def weighted(costs: CostReport, under: str = "") -> list[LayerCosts]:
    """The convolutions and linear layers whose path starts so; the lecture's totals are theirs alone."""
    return [
        row
        for row in costs.layers
        if row.node.operator.kind in {"convolution", "linear"} and row.node.path.startswith(under)
    ]


def kilobytes(rows: list[LayerCosts]) -> float:
    return sum(row.output.bytes for row in rows) / 1024


def figures(rows: list[LayerCosts]) -> tuple[float, int, float]:
    """Memory in KB to one decimal, parameters, MACs in millions to one decimal."""
    return (
        round(kilobytes(rows), 1),
        sum(row.params or 0 for row in rows),
        round(sum(counted(row) for row in rows) / 1e6, 1),
    )


def test_alexnet_table_to_the_unit() -> None:
    layers = {row.node.display_label: row for row in report("alexnet", 227).layers}
    table = [
        (label, kilobytes([layers[label]]), layers[label].params, counted(layers[label])) for label, *_ in ALEXNET_TABLE
    ]
    assert table == ALEXNET_TABLE


def test_alexnet_totals() -> None:
    totals = report("alexnet", 227).totals
    assert (totals.params, totals.macs, totals.depth) == (61_100_840, 716_767_232, 8)
    # 1,958.2 KB of convolutions and linear layers and 345 KB of pools; ReLU works in place, flatten is a view.
    assert totals.activation_bytes == 1024 * (784 + 546.75 + 253.5 + 169 + 169 + 16 + 16 + 182.25 + 126.75 + 36) + 4000


def test_the_trends_of_alexnets_three_bar_charts() -> None:
    """Memory is in the first convolutions, parameters in the linear layers, MACs in the convolutions."""
    alexnet = report("alexnet", 227)
    first_two = kilobytes(weighted(alexnet, "stage1.") + weighted(alexnet, "stage2."))
    assert round(100 * first_two / kilobytes(weighted(alexnet))) == 68
    linear = [row for row in alexnet.layers if row.node.operator.kind == "linear"]
    assert round(100 * sum(row.params or 0 for row in linear) / alexnet.totals.params, 1) == 96.0
    assert round(100 * (1 - sum(counted(row) for row in linear) / alexnet.totals.macs), 1) == 91.8


def test_alexnet_at_224_has_55_pixels_after_conv1() -> None:
    alexnet = report("alexnet", 224)
    layers = {row.node.display_label: row for row in alexnet.layers}
    assert layers["conv1"].output.shape == (1, 64, 55, 55)
    assert counted(layers["conv1"]) == 70_276_800
    assert round(alexnet.totals.macs / 1e9, 3) == 0.714


# Convolutions of each stage and the three linear layers: memory in KB, parameters, millions of MACs.
VGG_FRONT = [(25_088, 38_720, 1_936.4), (12_544, 221_440, 2_774.5)]
VGG16_BACK = [(4_704, 5_899_776, 4_624.2), (1_176, 7_079_424, 1_387.3)]
FC7_FC8 = [(16, 16_781_312, 16.8), (3.9, 4_097_000, 4.1)]
VGG_FC = [(16, 102_764_544, 102.8), *FC7_FC8]
STAGES = {
    "vgg16": [*VGG_FRONT, (9_408, 1_475_328, 4_624.2), *VGG16_BACK, *VGG_FC],
    "vgg16 of the slide": [*VGG_FRONT, (6_272, 885_248, 2_774.5), *VGG16_BACK, *VGG_FC],
    "vgg19": [
        *VGG_FRONT,
        (12_544, 2_065_408, 6_473.9),
        (6_272, 8_259_584, 6_473.9),
        (1_568, 9_439_232, 1_849.7),
        *VGG_FC,
    ],
    "alexnet": [
        (784, 23_296, 72.9),
        (546.8, 307_392, 223.9),
        (253.5, 663_936, 112.1),
        (169, 884_992, 149.5),
        (169, 590_080, 99.7),
        (16, 37_752_832, 37.7),
        *FC7_FC8,
    ],
}
NETWORKS = {
    "vgg16": lambda: report("vgg"),
    "vgg16 of the slide": lambda: report("vgg", layers=[2, 2, 2, 3, 3]),
    "vgg19": lambda: report("vgg", layers=[2, 2, 4, 4, 4]),
    "alexnet": lambda: report("alexnet", 227),
}


@pytest.mark.parametrize("network", STAGES)
def test_stages_of_vgg_and_alexnet(network: str) -> None:
    costs = NETWORKS[network]()
    parts = [weighted(costs, f"stage{stage}.") for stage in range(1, 6)]
    parts += [[row] for row in weighted(costs, "head.")]
    assert [figures(rows) for rows in parts] == STAGES[network]


@pytest.mark.parametrize(
    ("network", "megabytes", "params", "macs", "times_alexnet"),
    [
        ("vgg16", 51.71, 138_357_544, 15.470, (27.0, 2.26, 21.6)),
        # The lecture left one convolution out: its 48.6 MB, 13.6 GFLOP and ratios are those of 2-2-2-3-3.
        ("vgg16 of the slide", 48.65, 137_767_464, 13.621, (25.4, 2.25, 19.0)),
        ("vgg19", 56.69, 143_667_240, 19.632, (29.6, 2.35, 27.4)),
        ("alexnet", 1.91, 61_100_840, 0.717, (1, 1, 1)),
    ],
)
def test_vgg_against_alexnet(
    network: str, megabytes: float, params: int, macs: float, times_alexnet: tuple[float, float, float]
) -> None:
    costs, alexnet = NETWORKS[network](), NETWORKS["alexnet"]()
    memory = kilobytes(weighted(costs))
    assert (round(memory / 1024, 2), costs.totals.params, round(costs.totals.macs / 1e9, 3)) == (
        megabytes,
        params,
        macs,
    )
    assert times_alexnet == (
        round(memory / kilobytes(weighted(alexnet)), 1),
        round(costs.totals.params / alexnet.totals.params, 2),
        round(costs.totals.macs / alexnet.totals.macs, 1),
    )


def test_the_lecture_left_one_convolution_out_of_vgg16() -> None:
    assert report("vgg", layers=[2, 2, 2, 3, 3]).totals.macs == 13_620_576_256
    assert report("vgg").totals.macs == 15_470_264_320


# Channels, pixels, memory in KB, parameters and operations of the convolutions and pools, biases included.
GOOGLENET_STEM = [
    (64, 112, 3_136, 9_472, 118_013_952),
    (64, 56, 784, 0, 1_806_336),
    (64, 56, 784, 4_160, 12_845_056),
    (192, 56, 2_352, 110_784, 346_816_512),
    (192, 28, 588, 0, 1_354_752),
]


def test_the_stem_of_googlenet() -> None:
    stem = [
        row
        for row in report_of("googlenet_2014").layers
        if row.node.path.startswith("stem.") and row.node.operator.kind in {"convolution", "pooling"}
    ]
    assert [
        (row.output.shape[1], row.output.shape[2], kilobytes([row]), row.params, counted(row)) for row in stem
    ] == GOOGLENET_STEM
    assert (kilobytes(stem), sum(row.params or 0 for row in stem)) == (7_644, 124_416)
    assert sum(counted(row) for row in stem) == 480_836_608
    assert sum(counted(row) for row in weighted(report_of("googlenet_2014"), "stem.")) == 477_675_520


def test_the_head_of_googlenet_against_that_of_vgg16() -> None:
    googlenet, vgg = report_of("googlenet_2014"), report("vgg")
    (linear,) = weighted(googlenet, "head.")
    assert (linear.params, counted(linear)) == (1_025_000, 1_024_000)
    assert sum(row.params or 0 for row in weighted(vgg, "head.")) == 123_642_856
    assert googlenet.totals.depth == 22


def test_googlenet_as_torchvision_ships_it() -> None:
    totals = report_of("googlenet").totals
    assert (totals.params, round(totals.macs / 1e9, 3)) == (6_624_904, 1.498)


@pytest.mark.parametrize(
    ("depth", "layers_per_stage", "macs", "params", "slide"),
    [
        (18, [4, 4, 4, 4], 1.814, 11_689_512, 1.8),
        (34, [6, 8, 12, 6], 3.664, 21_797_672, 3.6),
        (50, [9, 12, 18, 9], 4.089, 25_557_032, 3.8),
        (101, [9, 12, 69, 9], 7.801, 44_549_160, 7.6),
        (152, [9, 24, 108, 9], 11.514, 60_192_808, 11.3),
    ],
)
def test_resnets(depth: int, layers_per_stage: list[int], macs: float, params: int, slide: float) -> None:
    """The slide has the paper's bottlenecks (v1), which stride in their first 1 x 1; its 3.6 and 3.8 are cut off."""
    resnet = report_of(f"resnet{depth}")
    assert [totals.depth for group, totals in resnet.groups if group.kind == "stage"] == layers_per_stage
    assert (resnet.totals.depth, round(resnet.totals.macs / 1e9, 3), resnet.totals.params) == (depth, macs, params)
    paper = report_of(f"resnet{depth}_v1") if depth >= 50 else resnet
    assert paper.totals.macs / 1e9 == pytest.approx(slide, abs=0.07)


def block_macs(costs: CostReport, path: str = "stage1.block2") -> int:
    return next(totals.macs for group, totals in costs.groups if group.path == path)


@pytest.mark.parametrize(("slug", "cost"), [("resnet18", 18), ("resnet50", 17)])
def test_residual_blocks_in_units_of_hwc2(slug: str, cost: int) -> None:
    """Basic: 9 + 9; bottleneck: 4 + 9 + 4 around four times as many channels."""
    assert block_macs(report_of(slug)) == cost * 56 * 56 * 64**2


@pytest.mark.parametrize(
    ("groups", "exact", "rounded", "cost"),
    [
        (1, 64.000, 64, 1.000),
        (2, 39.948, 40, 1.002),
        (4, 23.932, 24, 1.004),
        (8, 13.701, 14, 1.026),
        (16, 7.509, 8, 1.074),
        (32, 3.973, 4, 1.007),
    ],
)
def test_resnext_widths_of_equal_cost(groups: int, exact: float, rounded: int, cost: float) -> None:
    width = equal_cost_width(64, groups)
    assert (round(width, 3), round(width)) == (exact, rounded)
    grouped = block_macs(report("resnet", groups=groups, width_per_group=rounded))
    assert round(grouped / (17 * 56 * 56 * 64**2), 3) == cost


def separable(channels: int, size: int = 14) -> tuple[int, int, int]:
    """MACs of a 3 x 3 convolution, and of the depthwise and the pointwise one that replace it."""
    net = GraphBuilder("Separable", (channels, size, size))
    standard = Conv2d(channels, channels, (3, 3), padding=(1, 1), bias=False)
    x = net.add("standard", standard, IMAGE)
    x = net.add("depthwise", replace(standard, groups=channels), x)
    x = net.add("pointwise", Conv2d(channels, channels, (1, 1), bias=False), x)
    whole, depthwise, pointwise = (counted(row) for row in cost_report(net.build(x)).layers)
    return whole, depthwise, pointwise


@pytest.mark.parametrize(
    ("channels", "speed_up"), [(32, 7.02), (64, 7.89), (128, 8.41), (256, 8.69), (512, 8.84), (1024, 8.92)]
)
def test_depthwise_separable_blocks(channels: int, speed_up: float) -> None:
    """9 C^2 HW against 9 CHW + C^2 HW: nearly nine times faster where there are many channels."""
    standard, depthwise, pointwise = separable(channels)
    pixels = 14 * 14
    assert (standard, depthwise, pointwise) == (9 * channels**2 * pixels, 9 * channels * pixels, channels**2 * pixels)
    assert round(standard / (depthwise + pointwise), 2) == speed_up


def test_groups_divide_the_cost_and_the_weights_of_a_convolution() -> None:
    net = GraphBuilder("Groups", (64, 14, 14))
    conv = Conv2d(64, 64, (3, 3), padding=(1, 1), bias=False)
    x = net.add("whole", conv, IMAGE)
    x = net.add("grouped", replace(conv, groups=4), x)
    whole, grouped = cost_report(net.build(x)).layers
    assert counted(whole) == 4 * counted(grouped)
    assert whole.params == 4 * (grouped.params or 0)
