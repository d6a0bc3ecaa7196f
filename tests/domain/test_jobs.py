"""Moves between job states, retries and keys."""

from __future__ import annotations

import itertools

import pytest

from explorer.domain.errors import IllegalMove
from explorer.domain.jobs import ACTIVE, FINISHED, JobState, assert_legal, backoff_seconds, job_key


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
