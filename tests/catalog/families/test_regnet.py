"""RegNets that no reference model covers: the generating rule, totals and depths against published ones."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.catalog.families.regnet import stages
from explorer.domain.errors import InvalidParameters
from tests.networks import ENTRIES, report_of


@pytest.mark.parametrize(
    ("slug", "params"),
    # torchvision weights metadata.
    [
        ("regnet_x_400mf", 5_495_976),
        ("regnet_x_800mf", 7_259_656),
        ("regnet_x_1_6gf", 9_190_136),
        ("regnet_x_3_2gf", 15_296_552),
        ("regnet_x_8gf", 39_572_648),
        ("regnet_x_16gf", 54_278_536),
        ("regnet_x_32gf", 107_811_560),
        ("regnet_y_400mf", 4_344_144),
        ("regnet_y_800mf", 6_432_512),
        ("regnet_y_1_6gf", 11_202_430),
        ("regnet_y_3_2gf", 19_436_338),
        ("regnet_y_8gf", 39_381_472),
        ("regnet_y_16gf", 83_590_140),
        ("regnet_y_32gf", 145_046_770),
        ("regnet_y_128gf", 644_812_894),
    ],
)
def test_parameters_are_torchvisions(slug: str, params: int) -> None:
    assert report_of(slug).totals.params == params


@pytest.mark.parametrize(
    ("slug", "params", "gmacs"),
    # Parameters: pytorchcv, the counts its models (converted from pycls) assert. MACs: pycls model zoo.
    [
        ("regnet_x_200mf", 2_684_792, 0.2),
        ("regnet_x_600mf", 6_196_040, 0.6),
        ("regnet_x_4gf", 22_118_248, 4.0),
        ("regnet_x_6_4gf", 26_209_256, 6.5),
        ("regnet_x_12gf", 46_106_056, 12.1),
        ("regnet_y_200mf", 3_162_996, 0.2),
        ("regnet_y_600mf", 6_055_160, 0.6),
        ("regnet_y_4gf", 20_646_656, 4.0),
        ("regnet_y_6_4gf", 30_583_252, 6.4),
        ("regnet_y_12gf", 51_822_544, 12.1),
    ],
)
def test_sizes_that_torchvision_has_not(slug: str, params: int, gmacs: float) -> None:
    totals = report_of(slug).totals
    assert totals.params == params
    assert totals.macs is not None and round(totals.macs / 1e9, 1) == gmacs


@pytest.mark.parametrize(
    ("slug", "params"),
    # pytorchcv, as above: the paper's networks, which torchvision's of the same names are not.
    [("regnet_x_400mf", 5_157_512), ("regnet_y_800mf", 6_263_168), ("regnet_y_8gf", 39_180_068)],
)
def test_rounding_to_the_nearest_gives_the_papers_networks(slug: str, params: int) -> None:
    assert report_of(f"{slug}_paper").totals == report_of(slug, rounding="nearest").totals
    assert report_of(f"{slug}_paper").totals.params == params < report_of(slug).totals.params


@pytest.mark.parametrize(
    ("slug", "depths", "widths", "group"),
    # Radosavovic et al., 2020 (arXiv 2003.13678), Figures 15 and 16.
    [
        ("regnet_x_200mf", [1, 1, 4, 7], [24, 56, 152, 368], 8),
        ("regnet_x_4gf", [2, 5, 14, 2], [80, 240, 560, 1360], 40),
        ("regnet_y_12gf", [2, 5, 11, 1], [224, 448, 896, 2240], 112),
    ],
)
def test_the_rule_gives_the_stages_of_the_paper(slug: str, depths: list[int], widths: list[int], group: int) -> None:
    rule = {name: value for name, value in ENTRIES[slug].parameters.items() if name not in {"se_ratio", "names"}}
    found = stages(**rule)  # type: ignore[arg-type]
    assert [depth for depth, _, _ in found] == depths
    assert [width for _, width, _ in found] == widths
    assert {width for _, _, width in found} == {group}


def test_names_are_of_one_library_and_change_nothing_else() -> None:
    recipe = recipes()["regnet"]
    torchvision, timm = (recipe.build({"se_ratio": 0.25, "names": names}) for names in ("torchvision", "timm"))
    assert {node.source_name for node in torchvision.nodes}.isdisjoint(
        node.source_name for node in timm.nodes if node.source_name
    )
    assert [(node.path, node.operator) for node in torchvision.nodes] == [
        (node.path, node.operator) for node in timm.nodes
    ]


def test_depth_counts_three_convolutions_a_block_the_stem_the_shortcuts_and_the_linear_layer() -> None:
    """23 blocks in 4 stages: 3 * 23 on the longest path, of which the shortcuts' convolutions are no part."""
    assert report_of("regnet_x_32gf").totals.depth == 3 * 23 + 2


def test_a_first_width_that_is_no_multiple_of_8_is_refused() -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()["regnet"].build({"w_0": 25})
    assert caught.value.field == "parameters.w_0"
