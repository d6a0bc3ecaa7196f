"""Edits of a graph."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report
from explorer.domain.edits import apply_edits
from explorer.domain.errors import InvalidEdit

ALEXNET = recipes()["alexnet"].build({"hidden": 64})


def edit(path: object = "stage1.conv1", action: object = "set", **attributes: object) -> dict[str, object]:
    """One edit, right unless told otherwise."""
    return {"action": action, "path": path, "attributes": attributes}


def test_a_stride_moves_the_costs_and_leaves_the_first_graph_alone() -> None:
    before = cost_report(ALEXNET)
    changed = apply_edits(ALEXNET, [edit(padding=3), edit(stride=2)])
    assert changed.by_path["stage1.conv1"].operator.attributes()["stride"] == [2, 2]
    assert cost_report(ALEXNET) == before


@pytest.mark.parametrize(
    ("edits", "field", "says"),
    [
        ({}, "edits", "must be a list"),
        ([1], "edits[0]", "action, path and attributes"),
        ([edit(action="drop")], "edits[0].action", 'must be "set"'),
        ([edit(path="stage9")], "edits[0].path", "path of a layer of AlexNet"),
        ([edit(path=[])], "edits[0].path", "path of a layer of AlexNet"),
        ([edit(), edit(stride=0)], "edits[1].attributes.stride", "from 1"),
        ([edit(colour=1)], "edits[0].attributes", "conv2d takes"),
    ],
)
def test_edits_that_do_not_apply_are_named(edits: object, field: str, says: str) -> None:
    with pytest.raises(InvalidEdit) as caught:
        apply_edits(ALEXNET, edits)
    assert caught.value.field == field
    assert says in caught.value.message
