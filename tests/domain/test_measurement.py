"""Summaries of latencies."""

from __future__ import annotations

import pytest

from explorer.domain.measurement import summarise


def test_summary_interpolates_percentiles() -> None:
    summary = summarise([float(value) for value in range(101)])
    assert (summary.median, summary.p05, summary.p95, summary.iqr) == (50, 5, 95, 50)
    assert (summary.min, summary.samples) == (0, 101)
    assert summarise([3.0]).p95 == 3.0


@pytest.mark.parametrize(("spread", "grade"), [(0.02, "A"), (0.08, "B"), (0.5, "C")])
def test_the_grade_is_the_spread(spread: float, grade: str) -> None:
    samples = [1.0 - spread / 2] * 30 + [1.0] * 41 + [1.0 + spread / 2] * 30
    assert summarise(samples).grade == grade
