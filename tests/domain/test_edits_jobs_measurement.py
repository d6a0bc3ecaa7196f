"""Edits, job moves and latency summaries."""

from __future__ import annotations

import itertools

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report
from explorer.domain.edits import apply_edits
from explorer.domain.errors import IllegalMove, InvalidEdit
from explorer.domain.jobs import ACTIVE, FINISHED, JobState, assert_legal, backoff_seconds, job_key
from explorer.domain.measurement import summarise

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


def test_only_active_jobs_move() -> None:
    for before, after in itertools.product(JobState, JobState):
        legal = before in ACTIVE and (before, after) not in {
            (JobState.QUEUED, JobState.QUEUED),
            (JobState.QUEUED, JobState.SUCCEEDED),
            (JobState.QUEUED, JobState.TIMED_OUT),
            (JobState.RUNNING, JobState.RUNNING),
        }
        if legal:
            assert_legal(before, after)
        else:
            with pytest.raises(IllegalMove):
                assert_legal(before, after)
    assert FINISHED.isdisjoint(ACTIVE)


def test_backoff_grows_to_a_minute() -> None:
    assert [backoff_seconds(attempt, 1.0) for attempt in (1, 2, 3)] == [2, 4, 8]
    assert backoff_seconds(50, 0.0) == 30


def test_equal_work_has_one_key() -> None:
    assert job_key(kind="profile", batch=1) == job_key(batch=1, kind="profile")
    assert job_key(kind="profile", batch=1) != job_key(kind="profile", batch=2)


def test_summary_interpolates_percentiles() -> None:
    summary = summarise([float(value) for value in range(101)])
    assert (summary.median, summary.p05, summary.p95, summary.iqr) == (50, 5, 95, 50)
    assert (summary.min, summary.samples) == (0, 101)
    assert summarise([3.0]).p95 == 3.0


@pytest.mark.parametrize(("spread", "grade"), [(0.02, "A"), (0.08, "B"), (0.5, "C")])
def test_the_grade_is_the_spread(spread: float, grade: str) -> None:
    samples = [1.0 - spread / 2] * 30 + [1.0] * 41 + [1.0 + spread / 2] * 30
    assert summarise(samples).grade == grade
