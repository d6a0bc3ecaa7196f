"""ShuffleNets that no reference model covers: totals and structure against their papers and published weights."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.errors import InvalidParameters
from explorer.domain.operators import ChannelShuffle, Concat, Conv2d
from tests.networks import report_of


@pytest.mark.parametrize(
    ("slug", "params"),
    # pytorchcv, the counts its models assert.
    [
        ("shufflenet_v1_x0_25_g1", 209_746),
        ("shufflenet_v1_x0_25_g3", 305_902),
        ("shufflenet_v1_x0_5_g1", 534_484),
        ("shufflenet_v1_x0_5_g3", 718_324),
        ("shufflenet_v1_x0_75_g1", 975_214),
        ("shufflenet_v1_x0_75_g3", 1_238_266),
        ("shufflenet_v1_x1_0_g1", 1_531_936),
        ("shufflenet_v1_x1_0_g2", 1_733_848),
        ("shufflenet_v1_x1_0_g3", 1_865_728),
        ("shufflenet_v1_x1_0_g4", 1_968_344),
        ("shufflenet_v1_x1_0_g8", 2_434_768),
        # torchvision weights metadata.
        ("shufflenet_v2_x0_5", 1_366_792),
        ("shufflenet_v2_x1_0", 2_278_604),
        ("shufflenet_v2_x1_5", 3_503_624),
        ("shufflenet_v2_x2_0", 7_393_996),
    ],
)
def test_parameters_are_the_published_ones(slug: str, params: int) -> None:
    assert report_of(slug).totals.params == params


@pytest.mark.parametrize(("groups", "macs"), [(1, 143), (2, 140), (3, 137), (4, 133), (8, 137)])
def test_v1_costs_what_table_1_of_its_paper_says(groups: int, macs: int) -> None:
    """Zhang et al., 2017 (arXiv 1707.01083), Table 1, which leaves the linear layer out."""
    layers = report_of(f"shufflenet_v1_x1_0_g{groups}").layers
    convolutions = 0
    for layer in layers:
        if isinstance(layer.node.operator, Conv2d):
            assert layer.operations is not None
            convolutions += layer.operations.macs
    assert round(convolutions / 1e6) == macs


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    # megvii-model/ShuffleNet-Series, README of ShuffleNetV1 (the authors' release); 1.5x and 2x with g = 3 are also
    # in Table 5 of the paper. The README's 138 M for 1x with g = 3 is 137.46 M.
    [
        ("shufflenet_v1_x0_5_g3", 0.7, 38),
        ("shufflenet_v1_x0_5_g8", 1.0, 40),
        ("shufflenet_v1_x1_0_g8", 2.4, 138),
        ("shufflenet_v1_x1_5_g3", 3.4, 292),
        ("shufflenet_v1_x1_5_g8", 4.3, 290),
        ("shufflenet_v1_x2_0_g3", 5.4, 524),
        ("shufflenet_v1_x2_0_g8", 6.5, 522),
    ],
)
def test_v1_has_the_figures_of_its_authors_release(slug: str, params: float, macs: int) -> None:
    totals = report_of(slug).totals
    # The release's linear layer has no bias for its 1000 classes.
    assert round((totals.params - 1000) / 1e6, 1) == params
    assert totals.macs is not None and round(totals.macs / 1e6) == macs


def test_v1_with_4_groups_at_half_width_is_as_wide_as_its_paper_says() -> None:
    """Zhang et al., 2017, section 4.2: 576 output channels of stage 4 in the network of 38 MFLOPs, 0.5x with g = 4."""
    layers = report_of("shufflenet_v1_x0_5_g4").layers
    assert next(layer for layer in reversed(layers) if "stage4" in layer.node.path).output.shape[1] == 576


def test_v1_has_50_layers() -> None:
    """Zhang et al., 2017, section 4.3; the first unit of each stage concatenates, and all units shuffle if g > 1."""
    plain, grouped = (report_of(f"shufflenet_v1_x1_0_g{groups}") for groups in (1, 3))
    assert plain.totals.depth == grouped.totals.depth == 50
    operators = [layer.node.operator for layer in grouped.layers]
    assert sum(isinstance(operator, Concat) for operator in operators) == 3
    assert sum(isinstance(operator, ChannelShuffle) for operator in operators) == 16
    assert not any(isinstance(layer.node.operator, ChannelShuffle) for layer in plain.layers)


def test_v1_with_squeeze_and_excitation() -> None:
    """SENet paper, Table 3: 1.8 M and 2.4 M parameters, both rounded down; ShuffleNet paper, Table 5: 527 MFLOPs."""
    pair = [report_of(slug).totals.params for slug in ("shufflenet_v1_x1_0_g3", "se_shufflenet_v1_x1_0_g3")]
    assert [params // 100_000 for params in pair] == [18, 24]
    macs = report_of("shufflenet_v1_x2_0_g3_se").totals.macs
    assert macs is not None and abs(macs / 1e6 - 527) < 1


def test_v2_at_1_5_costs_what_torchvision_says() -> None:
    """torchvision weights metadata: 0.296 G operations."""
    assert report_of("shufflenet_v2_x1_5").totals.macs == pytest.approx(0.296e9, abs=0.0005e9)


@pytest.mark.parametrize(
    ("recipe", "parameters", "field"),
    [
        ("shufflenet_v1", {"groups": "8", "stem": 12}, "parameters.stem"),
        ("shufflenet_v1", {"width": 0.25, "stem": 60}, "parameters.stem"),
        ("shufflenet_v2", {"widths": [116, 233, 464]}, "parameters.widths"),
    ],
)
def test_channels_that_do_not_divide_are_refused(recipe: str, parameters: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()[recipe].build(parameters)
    assert caught.value.field == field
