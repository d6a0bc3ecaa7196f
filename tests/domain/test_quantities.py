"""Numbers as people read them, the same as on the pages (frontend/src/model/text/format.ts)."""

from __future__ import annotations

import pytest

from explorer.domain.quantities import count, plural, share, size


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "", "unknown"),
        (0, "", "0"),
        (999, "", "999"),
        (999.6, "", "1.00 k"),
        (1000, "", "1.00 k"),
        (999_499, "", "999 k"),
        (999_500, "", "1.00 M"),
        (9_996_000, "", "10.0 M"),
        (25_557_032, "", "25.6 M"),
        (99_960_000, "", "100 M"),
        (138_357_544, "", "138 M"),
        (4_089_184_256, "", "4.09 G"),
        (4_089_184_256, "MACs", "4.09 GMACs"),
        (12, "MACs", "12 MACs"),
        (1.5, "", "1.50"),
        (1e13, "FLOP/s", "10.0 TFLOP/s"),
    ],
)
def test_counts(value: float | None, unit: str, text: str) -> None:
    assert count(value, unit) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (0, "0 B"),
        (802_816, "784 KB"),
        (6.125 * 2**20, "6.13 MB"),
        (5 * 2**30, "5.00 GB"),
        (2**40, "1.00 TB"),
    ],
)
def test_sizes(value: float | None, text: str) -> None:
    assert size(value) == text


def test_shares_never_round_to_all_or_nothing() -> None:
    assert share(1, 2) == "50 %"
    assert share(1, 10_000) == "less than 0.1 %"
    assert share(9_999, 10_000) == "over 99.9 %"
    assert share(995, 1_000) == "99.5 %"
    assert share(0, 0) == share(0, 10) == "0 %"


def test_plurals() -> None:
    assert (plural(1, "layer"), plural(2, "layer"), plural(1_238, "layer")) == ("1 layer", "2 layers", "1,238 layers")
