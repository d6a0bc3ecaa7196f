"""GhostNets and MixNets that no reference model covers: totals and structure."""

from __future__ import annotations

import pytest

from explorer.domain.operators import Conv2d, Narrow
from tests.networks import report_of


@pytest.mark.parametrize(
    ("slug", "params", "macs"),
    # Han et al., 2019 (arXiv 1911.11907), Table 7; parameters and MACs in millions.
    [("ghostnet_050", 2.6, 42), ("ghostnet_100", 5.2, 141)],
)
def test_ghostnet_has_the_figures_of_its_paper(slug: str, params: float, macs: int) -> None:
    totals = report_of(slug).totals
    assert totals.macs is not None
    assert (round(totals.params / 1e6, 1), round(totals.macs / 1e6)) == (params, macs)


def test_the_wide_ghostnet_is_that_of_the_code_not_of_the_paper() -> None:
    """keras_cv_attention_models, which loads the published weights, counts 7.36 M; Table 7 has 7.3 M and 226 M MACs."""
    totals = report_of("ghostnet_130").totals
    assert round(totals.params / 1e6, 2) == 7.36
    assert totals.macs == pytest.approx(226e6, rel=0.005)


@pytest.mark.parametrize(
    ("slug", "params"),
    # pytorchcv, the counts its models assert; rounded they are those of Tan and Le, 2019 (arXiv 1907.09595), Table 2.
    [("mixnet_s", 4_134_606), ("mixnet_m", 5_014_382), ("mixnet_l", 7_329_252)],
)
def test_mixnet_has_the_published_parameters(slug: str, params: int) -> None:
    assert report_of(slug).totals.params == params


def test_mixnet_mixes_filters_up_to_11_pixels() -> None:
    """Tan and Le, 2019, Figure 5 a: the first block of the last stage of MixNet-S has five kernel sizes."""
    layers = [layer.node for layer in report_of("mixnet_s").layers if "stage6.block1.depthwise" in layer.node.path]
    kernels = [node.operator.kernel_size[0] for node in layers if isinstance(node.operator, Conv2d)]
    assert kernels == [3, 5, 7, 9, 11]


@pytest.mark.parametrize(("ratio", "cuts"), [(2, False), (3, True), (4, False)])
def test_ghosts_are_cut_where_the_ratio_does_not_divide(ratio: int, cuts: bool) -> None:
    """All widths are multiples of 4. The higher the ratio, the fewer channels are computed in full."""
    found = report_of("ghostnet_100", ratio=ratio)
    assert any(isinstance(layer.node.operator, Narrow) for layer in found.layers) is cuts
    assert found.totals.params <= report_of("ghostnet_100").totals.params
