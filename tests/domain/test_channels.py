"""The axis that holds the channels, and what layers mix."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from explorer.domain import operators as op
from explorer.domain.channels import channels
from explorer.domain.graph import Graph
from explorer.domain.shapes import infer_shapes
from tests.networks import chain, graphs


def axes(*layers: op.Operator) -> list[int | None]:
    found = channels(chain(*layers, shape=(4, 6, 8)))
    return [found[f"layer{index}"].axis for index in range(len(layers))]


def mixing(layer: op.Operator, *before: op.Operator) -> tuple[str, str]:
    found = channels(chain(*before, layer, shape=(4, 6, 8)))[f"layer{len(before)}"]
    return found.channel_mixing, found.position_mixing


LAST = op.Permute((0, 2, 3, 1))


def test_a_permutation_takes_the_channels_with_it() -> None:
    assert axes(LAST, op.LayerNorm(4), op.Linear(4, 16), op.GELU(), op.Permute((0, 3, 1, 2))) == [3, 3, 3, 3, 1]


def test_a_linear_layer_over_maps_has_its_features_last() -> None:
    assert axes(op.Linear(8, 5), op.ReLU()) == [3, 3]
    assert mixing(op.Linear(8, 5)) == ("all", "all")


def test_a_flattened_image_is_all_channels() -> None:
    assert axes(op.Flatten(), op.Linear(192, 5)) == [1, 1]
    assert axes(op.Flatten(2), op.Permute((0, 2, 1))) == [1, 2]
    assert axes(LAST, op.Flatten(1, 2)) == [3, 2]
    assert axes(LAST, op.Flatten(2)) == [3, 2]
    assert axes(op.Flatten(0), op.ReLU()) == [None, None]


def test_an_unknown_operation_says_nothing_but_the_usual_axis() -> None:
    assert axes(op.Unknown("Tokens", (49, 64)), op.Linear(64, 64)) == [2, 2]
    assert axes(op.Unknown("Map", (64, 7, 7)), op.ReLU()) == [1, 1]
    assert mixing(op.Unknown("Map", (64, 7, 7))) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("layer", "mixes"),
    [
        (op.Conv2d(4, 8, (3, 3)), ("all", "window")),
        (op.Conv2d(4, 8, (3, 3), groups=2), ("groups", "window")),
        (op.Conv2d(4, 8, (1, 1)), ("all", "none")),
        (op.MaxPool2d((2, 2), (2, 2)), ("none", "window")),
        (op.AdaptiveAvgPool2d((1, 1)), ("none", "all")),
        (op.LocalResponseNorm(3), ("neighbours", "none")),
        (op.Softmax(1), ("all", "none")),
        (op.Softmax(-1), ("none", "all")),
        (op.Narrow(1, 0, 2), ("rearranged", "none")),
        (op.Narrow(2, 0, 2), ("none", "all")),
    ],
)
def test_what_layers_mix(layer: op.Operator, mixes: tuple[str, str]) -> None:
    assert mixing(layer) == mixes


def test_a_window_over_a_side_and_the_channels_mixes_both() -> None:
    assert mixing(op.MaxPool2d((2, 2), (2, 2)), LAST) == ("all", "all")


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_ranks_are_those_of_the_shapes(graph: Graph) -> None:
    found = channels(graph)
    assert {name: tensor.rank for name, tensor in found.items()} == {
        name: len(tensor.shape) for name, tensor in infer_shapes(graph).items()
    }
