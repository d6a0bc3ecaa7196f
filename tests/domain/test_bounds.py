"""Bounds: what lies within them, and the sentence for what does not."""

from __future__ import annotations

import pytest

from explorer.domain.bounds import Boolean, Bound, Choice, IntegerList, IntegerRange, NumberRange, Text
from explorer.domain.errors import InvalidOptions


@pytest.mark.parametrize(
    ("bound", "allowed", "rejected"),
    [
        (IntegerRange(1, 8), [1, 8], [0, 9, True, 1.0, "1", None]),
        (NumberRange(0, 1), [0, 1, 0.5], [-0.1, 1.1, True, "1", float("nan"), None]),
        (Choice(["a", "b"]), ["a", "b"], ["c", "", 1, ["a"]]),
        (Boolean(), [True, False], [0, 1, "true", None]),
        (IntegerList(0, 9), [[], [1, 2], (9,)], [[10], [True], "12", 1, None]),
        (IntegerList(0, 9, 2), [[1, 2]], [[], [1], [1, 2, 3]]),
        (Text(3), ["a", "abc"], ["", "abcd", "a\n", "\ud800", 1]),
    ],
)
def test_values_within_a_bound(bound: Bound, allowed: list[object], rejected: list[object]) -> None:
    assert all(value in bound for value in allowed)
    assert not any(value in bound for value in rejected)


def test_the_error_names_the_field_the_value_and_what_is_allowed() -> None:
    with pytest.raises(InvalidOptions) as caught:
        IntegerRange(1, 8).check("batch", 9, InvalidOptions)
    assert (caught.value.message, caught.value.field) == ("batch is 9; it must be an integer from 1 to 8.", "batch")
    with pytest.raises(InvalidOptions) as caught:
        Boolean().check("bias", 1, InvalidOptions, field="nodes[0].bias")
    assert (caught.value.message, caught.value.field) == ("bias is 1; it must be true or false.", "nodes[0].bias")
    assert IntegerRange(1, 8).check("batch", 8, InvalidOptions) == 8
