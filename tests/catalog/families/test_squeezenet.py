"""SqueezeNet beyond the reference models: the paper's Table 1 and its simple bypass."""

from __future__ import annotations

import pytest

from explorer.catalog import recipes
from explorer.domain.costs import cost_report

# Iandola et al. 2016, Table 1, column "# parameters before pruning".
FIRE_PARAMETERS = [11_920, 12_432, 45_344, 49_440, 104_880, 111_024, 188_992, 197_184]


@pytest.mark.parametrize("bypass", [False, True])
def test_paper(bypass: bool) -> None:
    report = cost_report(recipes()["squeezenet"].build({"bypass": bypass}))
    params = {group.path.rpartition(".")[2]: totals.params for group, totals in report.groups}
    assert [params[f"block{number}"] for number in range(2, 10)] == FIRE_PARAMETERS
    assert (params["stem"], params["head"], report.totals.params) == (14_208, 513_000, 1_248_424)
    assert report.totals.depth == 18


def test_the_bypass_goes_around_every_second_fire_module() -> None:
    """Figure 2 of the paper, in the middle: around fire3, 5, 7 and 9."""
    graph = recipes()["squeezenet"].build({"bypass": True})
    added = [node.path.split(".")[1] for node in graph.nodes if node.operator.name == "add"]
    assert added == ["block3", "block5", "block7", "block9"]


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("size", [32, 33, 227])
def test_any_image_fits(version: str, size: int) -> None:
    assert cost_report(recipes()["squeezenet"].build({"version": version, "image_size": size})).totals.complete
