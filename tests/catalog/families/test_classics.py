"""LeNet, AlexNet and ZFNet against the figures of their papers; none but torchvision's AlexNet has a reference."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report
from explorer.domain.errors import InvalidParameters
from tests.networks import report_of

# Parameters and connections of each layer: LeCun et al. 1998, section II B. A connection of a convolution or a
# linear layer is a weight or a bias in use: our MACs and bias additions.
LENET_LAYERS = {
    "C1": (156, 122_304),
    "C3": (1_516, 151_600),
    "C5": (48_120, 48_120),
    "F6": (10_164, 10_164),
}


def test_lenet5_layers() -> None:
    found = dict.fromkeys(LENET_LAYERS, (0, 0))
    for layer in report_of("lenet5").layers:
        label = "C3" if ".branch" in layer.node.path else layer.node.label
        if label in found and layer.operations:
            params, connections = found[label]
            connections += layer.operations.macs + layer.operations.bias_adds
            found[label] = (params + (layer.params or 0), connections)
    assert found == LENET_LAYERS


def test_lenet5_subsampling_has_12_and_32_parameters() -> None:
    assert [layer.params for layer in report_of("lenet5").layers if layer.node.path.endswith("affine")] == [
        12,
        32,
    ]


def test_lenet5_shapes() -> None:
    """The sizes of Figure 2 of the paper."""
    shapes = {layer.node.label: layer.output.shape[1:] for layer in report_of("lenet5").layers if layer.node.label}
    assert shapes == {
        "C1": (6, 28, 28),
        "S2": (6, 14, 14),
        "C3": (16, 10, 10),
        "S4": (16, 5, 5),
        "C5": (120, 1, 1),
        "F6": (84,),
        "output": (10,),
    }


def test_lenet5_partial_connections() -> None:
    """Table I of the paper: six C3 maps see 3 maps of S2, nine see 4, one sees all 6; each S2 map is seen 10 times."""
    graph = recipes()["lenet5"].build({})
    concats = [node for node in graph.nodes if node.path.endswith(".concat") and ".branch" in node.path]
    assert sorted(len(node.inputs) for node in concats) == [3] * 6 + [4] * 9 + [6]
    seen = [name for node in concats for name in node.inputs]
    assert {name: seen.count(name) for name in seen} == {f"stage2.map{index}": 10 for index in range(6)}


# Totals: 60,000 trainable parameters in LeCun et al. 1998, section II B; 61,706 parameters and 416,520 MACs are
# 156 + 2,416 + 48,120 + 10,164 + 850 and 117,600 + 240,000 + 48,000 + 10,080 + 840, the layers every textbook lists.
# AlexNet: Caffe's bvlc_alexnet (724 M MACs) and, ungrouped, pytorchcv's AlexNet and the 2.26 G operations of
# Canziani et al. 2016. ZFNet: pytorchcv's ZFNet and ZFNet-b.
@pytest.mark.parametrize(
    ("slug", "params", "mega_macs", "depth"),
    [
        ("lenet5", 60_000, 0.32568, 4),
        ("lenet5_modern", 61_706, 0.41652, 5),
        ("alexnet_2012", 60_965_224, 724, 8),
        ("alexnet_ungrouped", 62_378_344, 1_135, 8),
        ("caffenet", 60_965_224, 724, 8),
        ("zfnet", 62_357_608, 1_168, 8),
        ("zfnet_b", 107_627_624, 2_477, 8),
    ],
)
def test_totals(slug: str, params: int, mega_macs: float, depth: int) -> None:
    totals = report_of(slug).totals
    assert (totals.params, totals.depth) == (params, depth)
    assert totals.macs / 1e6 == pytest.approx(mega_macs, abs=0.5 if mega_macs > 1 else 0)


def test_alexnet_2012_maps() -> None:
    """Krizhevsky et al. 2012, section 3.5 and Figure 2: 55, 27 and 13 pixels; the neurons of each layer."""
    layers = {layer.node.display_label: layer.output for layer in report_of("alexnet_2012").layers}
    assert [layers[f"conv{number}"].elements for number in range(1, 6)] == [290_400, 186_624, 64_896, 64_896, 43_264]
    assert layers["conv1"].shape == (1, 96, 55, 55)


def test_zfnet_maps() -> None:
    """Zeiler and Fergus 2013, Figure 3."""
    layers = {layer.node.display_label: layer.output.shape for layer in report_of("zfnet").layers}
    sizes = {"conv1": 110, "pool1": 55, "conv2": 26, "pool2": 13, "conv3": 13, "conv5": 13, "pool5": 6}
    assert {name: layers[name][-1] for name in sizes} == sizes
    assert layers["flatten"] == (1, 9216)


@pytest.mark.parametrize(("slug", "order"), [("alexnet_2012", ["norm1", "pool1"]), ("caffenet", ["pool1", "norm1"])])
def test_caffenet_pools_first(slug: str, order: list[str]) -> None:
    layers = [layer.node.display_label for layer in report_of(slug).layers]
    assert layers[2:4] == order


def test_two_towers_need_even_widths() -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()["alexnet_2012"].build({"widths": [96, 255, 384, 384, 256]})
    assert caught.value.field == "parameters.widths"


@pytest.mark.parametrize(
    ("recipe", "parameters"),
    [
        ("lenet5", {"image_size": 256}),
        ("lenet5_modern", {"image_size": 256, "widths": [256, 256]}),
        ("alexnet_2012", {"image_size": 67}),
        ("alexnet_2012", {"image_size": 1024, "widths": [1024] * 5}),
        ("zfnet", {"image_size": 64}),
        ("zfnet", {"image_size": 1024, "widths": [1024] * 5}),
    ],
)
def test_the_ends_of_the_ranges_give_networks(recipe: str, parameters: dict[str, object]) -> None:
    assert cost_report(recipes()[recipe].build(parameters)).totals.complete
