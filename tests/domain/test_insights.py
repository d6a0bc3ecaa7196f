"""Insights: each figure against arithmetic by hand, and when a rule must stay silent."""

from __future__ import annotations

import pytest

from explorer.catalog import entries, recipes
from explorer.catalog.recipe import Entry
from explorer.domain.costs import CostOptions, CostReport, cost_report
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.insights import insights
from explorer.domain.operators import Conv2d, Flatten, Linear, MaxPool2d, Operator, ReLU, Unknown
from explorer.domain.quantities import count, share, size
from tests.networks import chain, report_of


def said(report: CostReport) -> dict[str, str]:
    """The sentences by their rule; the rules that speak twice are not asked here."""
    return {insight.code: insight.text for insight in insights(report)}


def three_stages(*layers: Operator) -> CostReport:
    """A layer a stage, the first on 8 x 32 x 32."""
    paths = ["image", "stage1.conv", "stage2.conv", "stage3.conv"]
    nodes = tuple(Node(paths[number], layer, (paths[number - 1],)) for number, layer in enumerate(layers, 1))
    return cost_report(Graph("stages", (Input("image", (8, 32, 32)),), nodes, ("stage3.conv",)))


def test_alexnet() -> None:
    convolutions = [
        (64 * 56**2, 3 * 11**2),
        (192 * 27**2, 64 * 5**2),
        (384 * 13**2, 192 * 3**2),
        (256 * 13**2, 384 * 3**2),
        (256 * 13**2, 256 * 3**2),
    ]
    linear = [(9216, 4096), (4096, 4096), (4096, 1000)]
    fc_params = [inputs * outputs + outputs for inputs, outputs in linear]
    # 61,100,840 is what torchvision's module has.
    assert (share(sum(fc_params), 61_100_840), share(fc_params[0], 61_100_840)) == ("96.0 %", "61.8 %")
    in_convolutions = sum(outputs * each for outputs, each in convolutions)
    macs = in_convolutions + sum(inputs * outputs for inputs, outputs in linear)
    assert (share(in_convolutions, macs), share(192 * 27**2 * 64 * 25, macs)) == ("91.8 %", "31.2 %")
    # What conv1 and pool1, ..., fc8 write; the ReLUs work in place.
    written = [64 * 56**2, 64 * 27**2, 192 * 27**2, 192 * 13**2, 384 * 13**2, 256 * 13**2, 256 * 13**2, 256 * 6**2]
    assert share(sum(written[:3]), sum(written) + 4096 + 4096 + 1000) == "65.7 %"
    assert size(4 * (written[0] + written[1])) == "966 KB"
    # Windows of 3 every 2 pixels: of 56, the last ends at 55; 27 and 13 fit. Conv1 reaches 55 x 4 + 11 = 227 + 2 x 2.
    assert said(report_of("alexnet")) == {
        "parameters": "96.0 % of the parameters are in the 3 fully connected layers; fc6 alone has 61.8 %.",
        "macs": "91.8 % of the multiply-adds are in convolutions.",
        "dearest": "The most expensive layer is conv2: 224 MMACs, 31.2 % of the total.",
        "memory": "65.7 % of the activation memory is written by the first 3 of 11 layers that store their output.",
        "peak": "Activation memory peaks at 966 KB in pool1, where 2 tensors must be in memory at once.",
        "floor": "Rounding down drops the last row and column of the input of pool1.",
    }


def test_what_counts_operations_says_so_in_either_convention() -> None:
    texts = {insight.code: insight.flops_text for insight in insights(report_of("alexnet"))}
    assert texts["dearest"] == "The most expensive layer is conv2: 448 MFLOPs, 31.2 % of the total."
    assert {code for code, text in texts.items() if text} == {"dearest"}
    even = next(insight for insight in insights(report_of("resnet18")) if insight.code == "even_stages")
    assert even.flops_text and "FLOPs" in even.flops_text and "MACs" not in even.flops_text


def test_one_layer_is_no_plural() -> None:
    report = report_of("zfnet")
    first = report.layers[0]
    assert first.node.path == "stage1.conv1" and first.output.shape == (1, 96, 110, 110)
    assert share(4 * 96 * 110**2, report.totals.activation_bytes) == "53.0 %"
    text = "53.0 % of the activation memory is written by the first of 13 layers that store their output."
    assert said(report)["memory"] == text


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("resnet50", "39.4 % of the activation memory is written in stage 1, by 32 of 175 layers."),
        ("googlenet", "39.1 % of the activation memory is written in the stem, by 11 of 197 layers."),
    ],
)
def test_a_deep_network_is_told_by_its_stages(slug: str, text: str) -> None:
    assert said(report_of(slug))["memory"] == text


def test_even_stages_of_resnet18() -> None:
    one = 64 * 64 * 9 * 56**2
    # Stage 1 has four such convolutions; of the others, the first halves both sides, and a shortcut is added.
    first, other = 4 * one, one // 2 + 3 * one + 64 * 128 * 28**2
    assert (count(other, "MACs"), count(first, "MACs")) == ("411 MMACs", "462 MMACs")
    assert said(report_of("resnet18"))["even_stages"] == (
        "All stages cost about the same, 411 MMACs to 462 MMACs: as the resolution falls, more channels make up for it."
    )


_FIRST = Conv2d(8, 8, (1, 1))
_HALF = Conv2d(8, 16, (2, 1), (2, 2))


@pytest.mark.parametrize(
    ("second", "third", "even"),
    [
        # A quarter of the positions, twice the filters, twice the kernel; then twice the input's channels too.
        (_HALF, Conv2d(16, 32, (2, 1), (2, 2)), True),
        (_FIRST, _FIRST, False),
        (_HALF, Conv2d(16, 16, (1, 1)), False),
        # Larger kernels make up for the resolution, not more channels.
        (Conv2d(8, 8, (2, 2), (2, 2)), Conv2d(8, 8, (4, 4), (2, 2), (1, 1)), False),
    ],
)
def test_even_stages_trade_resolution_for_channels(second: Operator, third: Operator, even: bool) -> None:
    report = three_stages(_FIRST, second, third)
    assert [totals.macs for _, totals in report.groups] == [8 * 8 * 32**2] * 3
    assert ("even_stages" in said(report)) == even


def test_the_peak_of_resnet50() -> None:
    # The first block's last normalization, its shortcut, and the shortcut normalized: 256 maps of 56 x 56 each.
    assert size(3 * 256 * 56**2 * 4) == "9.19 MB"
    text = "Activation memory peaks at 9.19 MB in stage1.block1.shortcut.bn, where 3 tensors must be in memory at once."
    assert said(report_of("resnet50"))["peak"] == text


def test_linear_layers_over_maps_mix_channels() -> None:
    """A block of ConvNeXt: a 7 x 7 depthwise convolution, two linear layers to four times the channels and back."""
    report = report_of("convnext_tiny")
    stages = [(3, 96, 56), (3, 192, 28), (9, 384, 14), (3, 768, 7)]
    depthwise = sum(blocks * channels * 49 * side**2 for blocks, channels, side in stages)
    pointwise = sum(blocks * 2 * channels * 4 * channels * side**2 for blocks, channels, side in stages)
    assert (share(depthwise, report.totals.macs), share(pointwise, report.totals.macs)) == ("2.4 %", "93.4 %")
    assert said(report)["depthwise"] == (
        "Depthwise convolutions do 2.4 % of the multiply-adds; pointwise layers, which mix channels, do 93.4 %."
    )


@pytest.mark.parametrize(("pairs", "spoken"), [(1, False), (2, False), (3, True)])
def test_a_few_depthwise_convolutions_are_no_design(pairs: int, spoken: bool) -> None:
    pair = [Conv2d(8, 8, (3, 3), padding=(1, 1), groups=8, bias=False), Conv2d(8, 8, (1, 1), bias=False)]
    found = said(cost_report(chain(*pair * pairs, shape=(8, 16, 16))))
    # 9 multiply-adds beside 8.
    sentence = "Depthwise convolutions do 52.9 % of the multiply-adds; pointwise layers, which mix channels, do 47.1 %."
    assert found.get("depthwise") == (sentence if spoken else None)


def test_the_depthwise_stem_of_inception_v2_is_no_design() -> None:
    report = report_of("inception_v2_slim")
    assert any(isinstance(conv := row.node.operator, Conv2d) and conv.groups == 3 for row in report.layers)
    assert "depthwise" not in said(report)


def test_training_heads_of_googlenet() -> None:
    # A 1 x 1 convolution to 128 maps with its normalization, 2048 to 1024 to 1000 features; behind blocks 4a and 4d.
    heads = [maps * 128 + 2 * 128 + (2048 + 1) * 1024 + (1024 + 1) * 1000 for maps in (512, 528)]
    assert count(sum(heads)) == "6.38 M"
    text = "Training adds 6.38 M parameters, in auxiliary classifiers for example, that inference leaves out."
    report = report_of("googlenet")
    assert said(report)["training_heads"] == text
    whole = cost_report(recipes()["googlenet"].build({}), CostOptions(training=True))
    assert "training_heads" not in said(whole), "nothing was left out"


def test_what_nobody_knows_of_training_is_a_lower_bound() -> None:
    nodes = (
        Node("conv", Conv2d(3, 8, (3, 3)), ("image",)),
        Node("mystery", Unknown("Mystery", (8, 4, 4)), ("conv",), training_only=True),
        Node("aux", Conv2d(8, 4, (1, 1)), ("mystery",), training_only=True),
    )
    report = cost_report(Graph("aux", (Input("image", (3, 8, 8)),), nodes, ("conv",)))
    assert report.totals.complete
    assert said(report)["training_heads"].startswith("Training adds at least 36 parameters, ")


def test_every_input_has_a_size_of_its_own() -> None:
    pool = MaxPool2d((2, 2), (2, 2))
    nodes = (Node("even", pool, ("first",)), Node("odd", pool, ("second",)))
    graph = Graph("two", (Input("first", (1, 8, 8)), Input("second", (1, 9, 8))), nodes, ("even", "odd"))
    report = cost_report(graph)
    assert report.input_shapes == {"first": (1, 1, 8, 8), "second": (1, 1, 9, 8)}
    assert report.input_shape == (1, 1, 8, 8)
    (floored,) = (insight for insight in insights(report) if insight.code == "floor")
    assert (floored.text, floored.paths) == ("Rounding down drops the last row of the input of odd.", ["odd"])


def test_no_share_is_stated_of_an_unknown_total() -> None:
    def report(middle: Operator) -> CostReport:
        head = (Flatten(), Linear(8 * 7 * 7, 100), Linear(100, 2))
        layers = (Conv2d(3, 8, (3, 3), padding=(1, 1)), middle, MaxPool2d((2, 2), (2, 2)), *head)
        return cost_report(chain(*layers, shape=(3, 15, 15)))

    assert said(report(ReLU())).keys() == {"parameters", "macs", "dearest", "peak", "floor"}
    found = said(report(Unknown("Mystery", (8, 15, 15))))
    assert found.keys() == {"unknown", "peak", "floor"}
    assert not any("%" in text for text in found.values())


def test_a_sentence_may_begin_with_a_share_in_words() -> None:
    assert said(report_of("resnet50"))["macs"] == "More than 99.9 % of the multiply-adds are in convolutions."


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.slug)
def test_every_sentence_is_one(entry: Entry) -> None:
    for insight in insights(cost_report(recipes()[entry.recipe].build(entry.parameters))):
        assert insight.text.endswith(".")
        assert insight.text[0].isupper() or insight.text[0].isdigit()
        assert not any(wrong in insight.text for wrong in ("unknown", " 0.0 %", "first 1 ", " 1 layers"))
