"""ConvNeXts that no reference model covers: totals and stochastic depth."""

from __future__ import annotations

import pytest

from explorer.domain.costs import cost_report
from explorer.domain.operators import StochasticDepth
from tests.networks import catalogued


@pytest.mark.parametrize(
    ("slug", "params", "gmacs"),
    # Parameters and operations: torchvision weights metadata.
    [
        ("convnext_tiny", 28_589_128, 4.456),
        ("convnext_small", 50_223_688, 8.684),
        ("convnext_base", 88_591_464, 15.355),
        ("convnext_large", 197_767_336, 34.361),
    ],
)
def test_totals_are_torchvisions(slug: str, params: int, gmacs: float) -> None:
    totals = cost_report(catalogued(slug)).totals
    assert totals.params == params
    assert totals.macs is not None and round(totals.macs / 1e9, 3) == gmacs


def test_the_largest_has_the_figures_of_the_paper() -> None:
    """Liu et al., 2022 (arXiv 2201.03545), Table 1: ConvNeXt-XL has 350 M parameters and 60.9 G MACs at 224 pixels."""
    totals = cost_report(catalogued("convnext_xlarge")).totals
    assert totals.macs is not None
    assert (round(totals.params / 1e6), round(totals.macs / 1e9, 1)) == (350, 60.9)


@pytest.mark.parametrize(("slug", "blocks", "rate"), [("convnext_tiny", 18, 0.1), ("convnext_base", 36, 0.5)])
def test_stochastic_depth_grows_from_none_to_the_papers_rate(slug: str, blocks: int, rate: float) -> None:
    """Liu et al., 2022, Table 5, and section 2.2 for the blocks in each stage."""
    operators = [node.operator for node in catalogued(slug).nodes]
    rates = [operator.p for operator in operators if isinstance(operator, StochasticDepth)]
    assert (len(rates), rates[0], rates[-1]) == (blocks, 0.0, rate)
    assert rates == sorted(rates)
