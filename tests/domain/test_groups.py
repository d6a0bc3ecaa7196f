"""Groups: which are equal, and what they are called."""

from __future__ import annotations

from typing import Any

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.groups import Group
from explorer.domain.operators import (
    Add,
    Conv2d,
    Dropout,
    MaxPool2d,
    ReLU,
)


def test_equal_blocks_are_found() -> None:
    repeats = {group.path: group.repeat_of for group, _ in cost_report(recipes()["resnet"].build({})).groups}
    assert repeats["stage3.block1"] is None
    assert repeats["stage3.block2"] is None
    assert {repeats[f"stage3.block{index}"] for index in range(3, 7)} == {"stage3.block2"}


@pytest.mark.parametrize("change", [{"stride": (2, 2)}, {"dilation": (2, 2)}, {"groups": 2}, {"padding": (2, 2)}])
def test_one_attribute_makes_a_block_another_one(change: dict[str, Any]) -> None:
    base: dict[str, Any] = {"kernel_size": (3, 3), "padding": (1, 1)}
    nodes, x = [], "image"
    for index, own in enumerate(({}, {}, change)):
        nodes.append(Node(f"block{index}.conv", Conv2d(4, 4, **(base | own)), (x,)))
        nodes.append(Node(f"block{index}.drop", Dropout(0.1 * index), (f"block{index}.conv",)))
        x = f"block{index}.drop"
    report = cost_report(Graph("blocks", (Input("image", (4, 16, 16)),), tuple(nodes), (x,)))
    assert [group.repeat_of for group, _ in report.groups] == [None, "block0", None]


def test_wiring_and_shapes_make_a_block_another_one() -> None:
    def block(index: int, x: str, other: str) -> list[Node]:
        return [
            Node(f"block{index}.relu", ReLU(), (x,)),
            Node(f"block{index}.add", Add(), (f"block{index}.relu", other)),
        ]

    nodes = [
        *block(0, "image", "image"),
        *block(1, "block0.add", "block0.add"),
        *block(2, "block1.add", "block0.add"),
        Node("pool", MaxPool2d((2, 2), (2, 2)), ("block2.add",)),
        *block(3, "pool", "pool"),
    ]
    report = cost_report(Graph("blocks", (Input("image", (4, 16, 16)),), tuple(nodes), ("block3.add",)))
    assert [group.repeat_of for group, _ in report.groups] == [None, "block0", None, None]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("stage3", "Stage 3"),
        ("block3a", "Block 3a"),
        ("branch_1x1", "Branch 1x1"),
        ("head", "Head"),
        ("layer12", "Layer 12"),
        ("transition1", "Transition 1"),
        ("aux2", "Auxiliary classifier 2"),
        ("se", "Squeeze-excite"),
        ("conv2d", "Conv2d"),
        ("mixed_5b", "Mixed_5b"),
        ("features", "Features"),
    ],
)
def test_a_group_is_labelled_in_words(name: str, label: str) -> None:
    assert Group(f"outer.{name}", (), (), 0, None, None).label == label
