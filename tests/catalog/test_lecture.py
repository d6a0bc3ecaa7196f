"""The figures of the lecture "CNN Architectures" (EECS 498, lecture 8), its own slips corrected."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import CostOptions, CostReport, cost_report

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


def test_alexnet_table_to_the_unit() -> None:
    layers = {layer.node.display_label: layer for layer in report("alexnet", 227).layers}
    table = [
        (
            label,
            layers[label].output.bytes / 1024,
            layers[label].params,
            layers[label].operations.other_ops if label.startswith("pool") else layers[label].operations.macs,
        )
        for label, *_ in ALEXNET_TABLE
    ]
    assert table == ALEXNET_TABLE


def test_alexnet_totals() -> None:
    totals = report("alexnet", 227).totals
    assert (totals.params, totals.macs, totals.depth) == (61_100_840, 716_767_232, 8)
    # 1,958.2 KB of convolutions and linear layers and 345 KB of pools; ReLU works in place, flatten is a view.
    assert totals.activation_bytes == 1024 * (784 + 546.75 + 253.5 + 169 + 169 + 16 + 16 + 182.25 + 126.75 + 36) + 4000


def test_alexnet_at_224_has_55_pixels_after_conv1() -> None:
    layers = {layer.node.display_label: layer for layer in report("alexnet", 224).layers}
    assert layers["conv1"].output.shape == (1, 64, 55, 55)
    assert layers["conv1"].operations.macs == 70_276_800


# Convolutions of a stage: memory in KB, parameters, MACs in millions to one decimal.
VGG16_STAGES = {
    "stage1": (25_088, 38_720, 1_936.4),
    "stage2": (12_544, 221_440, 2_774.5),
    "stage3": (9_408, 1_475_328, 4_624.2),
    "stage4": (4_704, 5_899_776, 4_624.2),
    "stage5": (1_176, 7_079_424, 1_387.3),
}


def test_vgg16_stages() -> None:
    vgg = report("vgg")
    for path, expected in VGG16_STAGES.items():
        convolutions = [row for row in vgg.layers if row.node.path.startswith(f"{path}.conv")]
        assert (
            sum(row.output.bytes for row in convolutions) / 1024,
            sum(row.params for row in convolutions),
            round(sum(row.operations.macs for row in convolutions) / 1e6, 1),
        ) == expected


def test_the_lecture_left_one_convolution_out_of_vgg16() -> None:
    """Its 13.6 GFLOP and 48.6 MB are those of stages of 2-2-2-3-3 convolutions."""
    assert report("vgg", layers=[2, 2, 2, 3, 3]).totals.macs == 13_620_576_256
    assert report("vgg", layers=[2, 2, 2, 3, 3]).totals.params == 137_767_464
    assert report("vgg").totals.macs == 15_470_264_320


@pytest.mark.parametrize(
    ("block", "blocks", "depth", "layers_per_stage"),
    [
        ("basic", [2, 2, 2, 2], 18, [4, 4, 4, 4]),
        ("basic", [3, 4, 6, 3], 34, [6, 8, 12, 6]),
        ("bottleneck", [3, 4, 6, 3], 50, [9, 12, 18, 9]),
        ("bottleneck", [3, 4, 23, 3], 101, [9, 12, 69, 9]),
        ("bottleneck", [3, 8, 36, 3], 152, [9, 24, 108, 9]),
    ],
)
def test_resnet_layer_counts(block: str, blocks: list[int], depth: int, layers_per_stage: list[int]) -> None:
    resnet = report("resnet", block=block, blocks=blocks)
    stages = [totals.depth for group, totals in resnet.groups if group.kind == "stage"]
    assert resnet.totals.depth == depth
    assert stages == layers_per_stage
