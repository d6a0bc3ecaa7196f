"""Numbers as people read them; the pages write the same cases alike (frontend/src/model/text/format.test.ts)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from explorer.domain.quantities import count, plural, share, size

CASES = json.loads((Path(__file__).parents[2] / "frontend/src/model/text/figures-as-text.json").read_text())


@pytest.mark.parametrize(("value", "unit", "text"), CASES["counts"])
def test_counts(value: float | None, unit: str, text: str) -> None:
    assert count(value, unit) == text


@pytest.mark.parametrize(("value", "text"), CASES["sizes"])
def test_sizes(value: float | None, text: str) -> None:
    assert size(value) == text


@pytest.mark.parametrize(("part", "whole", "text"), CASES["shares"])
def test_shares_never_round_to_all_or_nothing(part: float, whole: float, text: str) -> None:
    assert share(part, whole) == text


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) == "0.0 %"


def test_plurals() -> None:
    assert (plural(1, "layer"), plural(2, "layer"), plural(1_238, "layer")) == ("1 layer", "2 layers", "1,238 layers")
