"""Published accuracies: rows are sound, and one rule picks comparable defaults."""

from __future__ import annotations

from collections import defaultdict

import pytest

from explorer.catalog import entries, recipes
from explorer.catalog.published import Accuracy, PublishedResult, all_published, published_accuracies

# Top-1 and top-5 error: torchvision's first weights, or where they are none or later, the paper's or authors' table.
DEFAULTS = {
    "alexnet": (43.478, 20.934),
    "alexnet_2012": (42.9, 19.8),
    "vgg16": (28.408, 9.618),
    "vgg19": (27.624, 9.124),
    "googlenet": (30.222, 10.47),
    "inception_v2": (25.2, 7.82),
    "inception_v4": (19.8, 4.8),
    "resnet18": (30.242, 10.922),
    "resnet34": (26.686, 8.58),
    "resnet50": (23.87, 7.138),
    "resnet152": (21.688, 5.954),
    "resnext101_64x4d": (20.4, 5.3),
    "se_resnet50": (23.29, 6.62),
    "senet154": (18.68, 4.47),
    "densenet121": (25.566, 8.028),
    "squeezenet1_0": (41.908, 19.58),
    "mobilenet_v1_1_0": (29.1, 10.1),
    "mobilenet_v2_1_0": (28.122, 9.714),
    "nasnet_a_large": (17.3, 3.8),
    "efficientnet_b0": (23.7, 6.8),
    "convnext_tiny": (17.934, 4.146),
}


def by_slug() -> dict[str, list[PublishedResult]]:
    results = defaultdict(list)
    for result in all_published():
        results[result.slug].append(result)
    return results


@pytest.mark.parametrize(("slug", "errors"), DEFAULTS.items())
def test_the_defaults_of_well_known_networks(slug: str, errors: tuple[float, float]) -> None:
    default = published_accuracies(slug)[0]
    assert default.is_default
    assert (default.top1_error_pct, default.top5_error_pct) == errors


def test_the_lecture_quotes_the_defaults_of_its_residual_networks() -> None:
    """Its slide: top-5 errors of one crop at 224, "reported by torchvision"."""
    slide = {"vgg16": 9.62, "resnet18": 10.92, "resnet34": 8.58, "resnet50": 7.13, "resnet101": 6.44, "resnet152": 5.94}
    for slug, top5 in slide.items():
        assert published_accuracies(slug)[0].top5_error_pct == pytest.approx(top5, abs=0.015)


def test_every_row_says_whose_it_is_and_where_it_was_read() -> None:
    assert len(all_published()) == 758
    for result in all_published():
        assert result.slug and result.name and result.family and result.year >= 2010
        assert result.accuracy.source and result.accuracy.protocol and result.accuracy.weights
        assert result.accuracy.grade in {"A", "B", "C", "D"}


def test_errors_are_percentages() -> None:
    for result in all_published():
        top1, top5 = result.accuracy.top1_error_pct, result.accuracy.top5_error_pct
        known = [error for error in (top5, top1) if error is not None]
        assert known and 0 < known[0] <= known[-1] < 100


def test_the_rows_fit_the_columns_of_the_store() -> None:
    assert all(
        len(result.accuracy.protocol) <= 80 and len(result.accuracy.weights) <= 200 for result in all_published()
    )


def test_only_single_crops_stand_for_a_network() -> None:
    """Where no single crop was published there is no default, rather than one of another protocol."""
    without = set()
    for slug, results in by_slug().items():
        flags = [result.accuracy.is_default for result in results]
        single = [result.accuracy.protocol == "single-crop" for result in results]
        assert flags == [single[0]] + [False] * (len(flags) - 1)
        assert single == sorted(single, reverse=True)
        if not single[0]:
            without.add(slug)
    winners = {f"ilsvrc{year}_winner" for year in range(2010, 2018)} | {"ilsvrc2014_runner_up"}
    read_off_a_figure = {"bn_alexnet", "bn_nin", "enet"}
    assert without == winners | read_off_a_figure | {"human", "plain18", "plain34"}


def default_of(slug: str) -> Accuracy:
    return published_accuracies(slug)[0]


def test_a_later_recipe_stands_only_for_networks_without_another_result() -> None:
    marks = (
        "training recipe",
        "pytorchcv README",
        "IMAGENET1K_V2",
        ".gluon",
        ".aa_in1k",
        "AutoAugment",
        "re-train",
        "resize 232",
    )
    later = set()
    for result in all_published():
        text = f"{result.accuracy.weights} {result.accuracy.source} {result.accuracy.notes}"
        if result.accuracy.is_default and any(mark in text for mark in marks):
            later.add(result.slug)
    shufflenets = {"x0_25_g1", "x0_5_g1", "x0_75_g1", "x0_75_g3", "x1_0_g1", "x1_0_g2", "x1_0_g4"}
    assert later == {
        "zfnet",
        "zfnet_b",
        "preresnet269",
        "se_resnext101_64x4d",
        "mobilenet_v1_1_25",
        "mobilenet_v3_small_0_5",
        *(f"shufflenet_v1_{variant}" for variant in shufflenets),
        "mnasnet0_75",
        "mnasnet1_3",
        "vit_s_16",
    }


@pytest.mark.parametrize(
    ("slug", "size"),
    [
        ("alexnet_2012", 227),
        ("resnet50", 224),
        ("preresnet200", 224),
        ("inception_v3", 299),
        ("xception", 299),
        ("nasnet_a_large", 331),
        ("efficientnet_b2", 260),
        ("efficientnet_b7", 600),
    ],
)
def test_the_default_is_for_the_networks_own_input_size(slug: str, size: int) -> None:
    assert default_of(slug).input_size == size


def test_the_defaults_are_for_the_sizes_of_the_catalogues_graphs() -> None:
    other = set()
    for entry in entries():
        sizes = {parameter.name: parameter.default for parameter in recipes()[entry.recipe].parameters}
        size = (sizes | dict(entry.parameters))["image_size"]
        defaults = [accuracy for accuracy in published_accuracies(entry.slug) if accuracy.is_default]
        if any(accuracy.input_size not in ({224, 227} if size in (224, 227) else {size}) for accuracy in defaults):
            other.add(entry.slug)
    # The paper and its authors' weights were tested on crops of 320 and 299 pixels alone.
    assert other == {"resnet200", "preresnet50", "preresnet101", "preresnet152"}


def test_an_entry_may_ask_for_its_own_input_size() -> None:
    assert published_accuracies("mobilenet_v1_1_0", 160)[0].top1_error_pct == 32
    assert published_accuracies("efficientnet_b2", 288)[0].input_size == 288
    assert published_accuracies("alexnet", 227) == published_accuracies("alexnet", 224)


def test_a_size_nobody_published_falls_back_to_another_single_crop() -> None:
    assert published_accuracies("resnet50", 100)[0].protocol == "single-crop"


def test_a_network_nobody_published_has_no_accuracies() -> None:
    assert published_accuracies("nobody") == ()
