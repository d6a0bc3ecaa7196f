"""The notes on the lecture's figures: complete, about known networks, and each computable figure computed again."""

from __future__ import annotations

from functools import cache

import pytest

from explorer.catalog import entries
from explorer.catalog.lecture import all_lecture_notes, lecture_notes
from explorer.catalog.published import all_published, published_accuracies
from explorer.domain.costs import CostOptions, CostReport, LayerCosts, Totals
from explorer.domain.operators import Conv2d, Linear
from tests.networks import catalogued, report_of

NOTES = {note.id: note for note in all_lecture_notes()}


@cache
@cache
def report(slug: str, size: int | None = None) -> CostReport:
    return report_of(slug, CostOptions(height=size, width=size))


def layer(slug: str, path: str) -> LayerCosts:
    return next(row for row in report(slug).layers if row.node.path == path)


def layer_macs(slug: str, path: str) -> int:
    operations = layer(slug, path).operations
    assert operations
    return operations.macs


def totals(slug: str, *groups: str) -> list[Totals]:
    """Totals of some groups, or of the whole network."""
    found = {group.path: totals for group, totals in report(slug).groups}
    return [found[group] for group in groups] or [report(slug).totals]


def macs(slug: str, *groups: str) -> int:
    return sum(found.macs for found in totals(slug, *groups))


def params(slug: str, *groups: str) -> int:
    return sum(found.params for found in totals(slug, *groups))


def weighted(slug: str, *groups: str) -> list[LayerCosts]:
    """Convolutions and linear layers, of some groups or of all: the layers of the lecture's totals."""
    rows = [row for row in report(slug).layers if row.node.operator.kind in {"convolution", "linear"}]
    return [row for row in rows if not groups or row.node.path.startswith(tuple(f"{group}." for group in groups))]


def memory(slug: str, *groups: str) -> int:
    return sum(row.output.bytes for row in weighted(slug, *groups))


def test_there_is_one_note_for_each_slip() -> None:
    assert [note.id for note in all_lecture_notes()] == [f"E{number}" for number in range(1, 29)]


def test_notes_are_whole_sentences_with_a_source() -> None:
    for note in all_lecture_notes():
        assert note.quantity and note.lecture_value and note.corrected_value and note.source
        assert note.why[0].isupper() or note.why[0].isdigit()
        assert note.why.endswith(".") and ". " not in note.why


def test_notes_are_about_known_networks_and_layers() -> None:
    drawn = {entry.slug for entry in entries()}
    known = drawn | {result.slug for result in all_published()}
    for note in all_lecture_notes():
        assert set(note.slugs) <= known
        if note.layer:
            graphs = [catalogued(slug) for slug in note.slugs if slug in drawn]
            assert graphs
            for found in graphs:
                assert any(f"{node.path}.".startswith(f"{note.layer}.") for node in found.nodes)


def test_notes_of_a_network() -> None:
    assert {note.id for note in lecture_notes("resnet50")} == {"E15", "E21"}
    assert lecture_notes("nobody") == ()


def test_vgg16_has_three_convolutions_in_stage_3() -> None:
    counts = {slug: len(weighted(slug, "stage3")) for slug in NOTES["E1"].slugs}
    assert NOTES["E1"].corrected_value == f"{counts['vgg16']} in VGG-16 and {counts['vgg19']} in VGG-19"


def test_vgg16_against_alexnet() -> None:
    assert NOTES["E2"].corrected_value == f"{macs('vgg16') / 1e9:.2f} G"
    ratio = memory("vgg16") / memory("alexnet")
    assert NOTES["E3"].corrected_value == f"{memory('vgg16') / 2**20:.2f} MB, {ratio:.1f} times AlexNet's"
    assert NOTES["E4"].corrected_value == f"{macs('vgg16') / macs('alexnet'):.1f} times"


VGG_FRONT = ("stage1", "stage2", "stage3")


def test_googlenets_stem_against_the_front_of_vgg16() -> None:
    stem_macs, front = macs("googlenet_2014", "stem"), macs("vgg16", *VGG_FRONT)
    pools = totals("googlenet_2014", "stem")[0].pooling_ops
    assert NOTES["E5"].corrected_value == (
        f"{stem_macs / 1e6:.0f} M MACs; {(stem_macs + pools) / 1e6:.0f} M with the comparisons of its two pools"
    )
    assert macs("googlenet", "stem") == stem_macs
    assert NOTES["E6"].corrected_value == f"{front / 1e6:,.0f} M, {front / stem_macs:.1f} times"
    stem_memory, front_memory = memory("googlenet_2014", "stem"), memory("vgg16", *VGG_FRONT)
    stem_params, front_params = params("googlenet_2014", "stem"), params("vgg16", *VGG_FRONT)
    assert NOTES["E7"].corrected_value == (
        f"{front_memory / 2**20:.1f} MB against {stem_memory / 2**20:.1f} MB ({front_memory / stem_memory:.1f} times); "
        f"{front_params:,} against {stem_params:,} parameters ({front_params / stem_params:.1f} times)"
    )


def test_the_layers_of_alexnet() -> None:
    assert NOTES["E8"].corrected_value == f"{layer_macs('alexnet', NOTES['E8'].layer) / 1e6:.1f} M"
    assert NOTES["E9"].corrected_value == f"{layer('alexnet', NOTES['E9'].layer).params:,}"
    for note, pixels in (("E10", 27), ("E11", 56)):
        row = layer("alexnet", NOTES[note].layer)
        assert row.output.shape[2:] == (pixels, pixels)
        assert NOTES[note].corrected_value == str(row.node.operator.attributes()["padding"][0])  # type: ignore[index]
    convolutions = [row for row in weighted("alexnet") if isinstance(row.node.operator, Conv2d)]
    assert NOTES["E12"].corrected_value == str(len(convolutions) - 1)
    assert NOTES["E13"].corrected_value == str(layer("alexnet", NOTES["E13"].layer).output.shape[1])


def test_halving_the_map_and_doubling_the_channels_keeps_the_cost() -> None:
    _, width, _, _ = layer("vgg16", "stage2.conv2").output.shape
    _, _, height, breadth = layer("vgg16", "stage3.conv2").output.shape
    unit = height * breadth * width**2
    assert layer_macs("vgg16", "stage2.conv2") == layer_macs("vgg16", "stage3.conv2")
    assert NOTES["E14"].corrected_value == f"{layer_macs('vgg16', 'stage3.conv2') // unit} HWC^2 on both sides"


def test_published_errors_in_the_notes() -> None:
    assert NOTES["E15"].corrected_value == f"{published_accuracies('resnet34')[0].top5_error_pct:.2f} %"
    clarifai = min(
        row.top5_error_pct or 100 for row in published_accuracies("ilsvrc2013_winner") if "no extra" in row.weights
    )
    assert f"{clarifai} % for the winner" in NOTES["E16"].corrected_value
    plain = [published_accuracies(slug)[0] for slug in ("plain18", "plain34")]
    assert (
        "{} % and {} % top-1 error (10 crops)".format(*(row.top1_error_pct for row in plain))
        in NOTES["E18"].corrected_value
    )
    assert {row.protocol for row in plain} == {"10-crop"}
    assert f"{published_accuracies('ilsvrc2017_winner')[0].top5_error_pct} %" in NOTES["E26"].corrected_value


def test_both_zfnets_are_in_the_catalogue() -> None:
    widths = {slug: [row.output.shape[1] for row in weighted(slug)[2:5]] for slug in NOTES["E17"].slugs}
    assert NOTES["E17"].corrected_value == (
        f"{str(widths['zfnet'])[1:-1]} in the paper's Figure 3; {str(widths['zfnet_b'])[1:-1]} in its wider variant"
    )


def test_the_plot_counts_a_multiply_add_twice() -> None:
    assert NOTES["E19"].corrected_value == f"{macs('vgg16') / 1e9:.2f} G MACs"
    assert NOTES["E19"].lecture_value == f"{2 * macs('vgg16') / 1e9:.0f} G operations"


def test_of_the_inceptions_only_inception_resnet_adds() -> None:
    adds = {slug for slug in NOTES["E20"].slugs if any(node.operator.name == "add" for node in catalogued(slug).nodes)}
    assert adds == {"inception_resnet_v2"}


def test_the_resnet50_whose_error_the_slide_quotes() -> None:
    assert NOTES["E21"].corrected_value == f"{macs('resnet50') / 1e9:.2f} G"
    assert f"{macs('resnet50_v1') / 1e9:.2f} G" in NOTES["E21"].why


@pytest.mark.parametrize("slug", ["googlenet", "googlenet_2014"])
def test_the_auxiliary_classifiers_of_googlenet(slug: str) -> None:
    extra = [node.operator for node in catalogued(slug).nodes if node.training_only]
    assert sum(isinstance(operator, Conv2d) and operator.out_channels == 128 for operator in extra) == 2
    widths = [operator.out_features for operator in extra if isinstance(operator, Linear)]
    assert widths == [1024, 1000, 1024, 1000]
    for width in ("128", "1024", "1000"):
        assert width in NOTES["E22"].corrected_value


def test_rounding_the_widths_of_resnext() -> None:
    bottleneck = macs("resnet50", "stage1.block2")
    shares = {slug: macs(slug, "stage1.block2") / bottleneck - 1 for slug in NOTES["E23"].slugs}
    names = [f"{share:+.1%}".replace("%", " %") + f" ({slug.partition('_')[2]})" for slug, share in shares.items()]
    assert NOTES["E23"].corrected_value == ", ".join(names)


def test_the_three_alexnets() -> None:
    found = [
        f"{report(slug, 227).totals.params:,} and {report(slug, 227).totals.macs / 1e9:.3f} G"
        for slug in NOTES["E25"].slugs
    ]
    table, grouped, ungrouped = found
    assert NOTES["E25"].corrected_value == (
        f"{table} (the table's, one tower); {grouped} (2012, two groups); {ungrouped} (2012 without groups)"
    )


def test_senet154_is_a_resnext152_of_64_groups() -> None:
    groups = {row.node.operator.groups for row in weighted("senet154") if isinstance(row.node.operator, Conv2d)}
    assert max(groups) == 64


def test_the_plot_of_searched_networks_is_at_299_pixels() -> None:
    vgg, resnet = macs("vgg16") / 1e9, macs("resnet152_v1") / 1e9
    assert NOTES["E27"].corrected_value == f"{vgg:.2f} G and {resnet:.2f} G at 224 pixels"
    assert report("vgg16", 299).totals.macs / 1e9 == pytest.approx(28, rel=0.04)
    assert report("resnet152_v1", 299).totals.macs / 1e9 == pytest.approx(20, rel=0.05)


def test_the_days_of_the_first_search() -> None:
    assert NOTES["E28"].corrected_value == f"{800 * 28:,} GPU-days"
