"""Costs of single layers: cases that counters commonly get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.errors import ShapeMismatch
from explorer.domain.operators import (
    AdaptiveAvgPool2d,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Operator,
    ZeroPad2d,
)
from explorer.domain.shapes import infer_shapes
from tests.networks import chain


def test_a_linear_layer_counts_every_position() -> None:
    """Several counters count the batch only, which makes attention and MLP-Mixer networks look free."""
    graph = chain(Flatten(2), Linear(64, 10), shape=(3, 8, 8))
    assert cost_report(graph).totals.macs == 3 * 64 * 10


def test_grouped_convolution_divides_by_its_groups() -> None:
    dense = cost_report(chain(Conv2d(64, 64, (3, 3)), shape=(64, 8, 8))).totals
    grouped = cost_report(chain(Conv2d(64, 64, (3, 3), groups=32), shape=(64, 8, 8))).totals
    assert dense.macs == 32 * grouped.macs
    assert grouped.params == 64 * 2 * 9 + 64


def test_adaptive_pooling_counts_its_windows() -> None:
    global_pool = cost_report(chain(AdaptiveAvgPool2d((1, 1)), shape=(4, 7, 7))).totals
    assert global_pool.other_ops == 4 * 49
    # Three windows over 7 pixels start at 0, 2, 4 and end at 3, 5, 7.
    assert cost_report(chain(AdaptiveAvgPool2d((3, 3)), shape=(1, 7, 7))).totals.other_ops == 9 * 9


@given(size=st.integers(1, 60), positions=st.integers(1, 60))
def test_adaptive_windows_are_those_of_pytorch(size: int, positions: int) -> None:
    windows = [(i * size // positions, -(-(i + 1) * size // positions)) for i in range(positions)]
    pool = cost_report(chain(AdaptiveAvgPool2d((positions, 1)), shape=(1, size, 1)))
    assert pool.totals.other_ops == sum(end - start for start, end in windows)


def test_a_formula_has_the_batch_in_it() -> None:
    (norm,) = cost_report(chain(BatchNorm2d(3), shape=(3, 4, 4)), CostOptions(batch=2)).layers
    assert norm.operations
    assert norm.operations.formula == "2 x 3 x 4 x 4 x 2"
    assert norm.operations.other_ops == 2 * 3 * 4 * 4 * 2


@pytest.mark.parametrize(
    ("pool", "size", "expected"),
    [
        (MaxPool2d((3, 3), (2, 2)), 56, 27),
        (MaxPool2d((3, 3), (2, 2), ceil_mode=True), 56, 28),
        # The last window would start in the padding, so PyTorch leaves it out.
        (AvgPool2d((2, 2), (2, 2), (1, 1), ceil_mode=True), 7, 4),
        (MaxPool2d((1, 1), (3, 3), ceil_mode=True), 5, 2),
    ],
)
def test_window_positions(pool: Operator, size: int, expected: int) -> None:
    tensors = infer_shapes(chain(pool, shape=(1, size, size)))
    assert tensors["layer0"].shape[2:] == (expected, expected)


@pytest.mark.parametrize(
    ("padding", "says"),
    [
        ((-4, 9, 0, 0), "padding -4 and 9 cuts off all 4 columns of its input."),
        ((0, 0, -1, -3), "padding -1 and -3 cuts off all 4 rows of its input."),
    ],
)
def test_padding_does_not_make_up_for_what_it_cuts_off(padding: tuple[int, int, int, int], says: str) -> None:
    with pytest.raises(ShapeMismatch) as caught:
        cost_report(chain(ZeroPad2d(padding), shape=(1, 4, 4)))
    assert caught.value.message == f"layer0 (zero_pad2d): {says}"
