"""Recipes: they check and describe their parameters, and their graphs survive the round trip through a document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import entries, recipes
from explorer.catalog.builder import IMAGE, GraphBuilder
from explorer.catalog.recipe import IMAGE_SIZE, Entry, Integer, Recipe
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.document import canonical_json, graph_from_json
from explorer.domain.errors import InvalidParameters, ShapeMismatch
from explorer.domain.graph import Graph
from explorer.domain.operators import ChannelShuffle


@pytest.mark.parametrize(
    ("recipe", "parameters", "field", "allowed"),
    [
        ("vgg", {"layers": [1, 2]}, "parameters.layers", "5 integers"),
        ("vgg", {"layers": [1, 2, 3, 4, 0]}, "parameters.layers", "from 1 to 64"),
        ("vgg", {"classes": "10"}, "parameters.classes", "an integer from 1"),
        ("vgg", {"classes": True}, "parameters.classes", "an integer from 1"),
        ("resnet", {"block": "wide"}, "parameters.block", "basic, bottleneck"),
        ("resnet", {"depth": 50}, "parameters", "image_size, block, blocks"),
        ("alexnet", {"hidden": 10**90}, "parameters.hidden", "an integer from 1"),
    ],
)
def test_wrong_parameters_name_the_field_and_what_is_allowed(
    recipe: str, parameters: dict[str, object], field: str, allowed: str
) -> None:
    with pytest.raises(InvalidParameters) as caught:
        recipes()[recipe].build(parameters)
    assert caught.value.field == field
    assert allowed in caught.value.message


@pytest.mark.parametrize(
    ("recipe", "parameters", "says"),
    [
        ("bn_inception", {"image_size": 199}, "image_size is 199, which does not fit: stage3.block3c.concat"),
        ("googlenet", {"image_size": 32, "variant": "paper"}, "image_size is 32, which does not fit: aux1.avgpool"),
        ("alexnet", {"image_size": 4096}, "image_size is 4096, which does not fit: in_features is 4129024"),
    ],
)
def test_an_image_that_does_not_fit_is_the_parameters_fault(
    recipe: str, parameters: dict[str, object], says: str
) -> None:
    with pytest.raises(InvalidParameters, match=says) as caught:
        recipes()[recipe].build(parameters)
    assert caught.value.field == "parameters.image_size"


def test_the_image_is_not_blamed_for_what_it_did_not_do() -> None:
    def builder(*, image_size: int, channels: int) -> Graph:
        net = GraphBuilder("Two layers", (3, image_size, image_size))
        return net.build(net.add("shuffle", ChannelShuffle(channels), IMAGE))

    recipe = Recipe("two", "", (IMAGE_SIZE, Integer("channels", 3, 1, 8, "")), builder)
    assert recipe.build({"image_size": 64})
    for parameters in ({"channels": 2}, {"channels": 2, "image_size": 64}):
        with pytest.raises(ShapeMismatch, match="shuffle") as caught:
            recipe.build(parameters)
        assert caught.value.field == "shuffle"


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.slug)
def test_a_graph_survives_its_document(entry: Entry) -> None:
    graph = recipes()[entry.recipe].build(entry.parameters)
    assert graph_from_json(canonical_json(graph)) == graph


@settings(max_examples=30, deadline=None)
@given(
    block=st.sampled_from(["basic", "bottleneck"]),
    blocks=st.lists(st.integers(1, 4), min_size=4, max_size=4),
    width=st.integers(1, 16),
    size=st.integers(33, 96),
)
def test_any_resnet_can_be_costed(block: str, blocks: list[int], width: int, size: int) -> None:
    graph = recipes()["resnet"].build({"block": block, "blocks": blocks, "width": width, "image_size": size})
    assert cost_report(graph).totals.depth == {"basic": 2, "bottleneck": 3}[block] * sum(blocks) + 2


@pytest.mark.parametrize(("slug", "size", "layer"), [("alexnet", 40, "stage5.pool5"), ("vgg16", 16, "stage5.pool")])
def test_an_input_too_small_names_the_layer(slug: str, size: int, layer: str) -> None:
    entry = next(entry for entry in entries() if entry.slug == slug)
    graph = recipes()[entry.recipe].build(entry.parameters)
    with pytest.raises(ShapeMismatch) as caught:
        cost_report(graph, CostOptions(height=size, width=size))
    assert caught.value.field == layer
