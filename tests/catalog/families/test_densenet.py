"""DenseNets against published counts, and what each layer reads."""

from __future__ import annotations

import math

import pytest

from explorer.domain.operators import Concat
from tests.networks import catalogued, report_of


def test_densenet161_has_the_counts_of_the_torchvision_weights_metadata() -> None:
    totals = report_of("densenet161").totals
    assert totals.params == 28_681_000
    assert round(totals.macs / 1e9, 3) == 7.728


def test_densenet264_has_the_parameters_of_its_ports() -> None:
    """33.3 M; to the unit in the documentation of lucid's port (ChanLumerico/lucid, densenet_264.rst)."""
    assert report_of("densenet264").totals.params == 33_337_704


def test_the_largest_densenet_of_the_report_has_73_million_parameters() -> None:
    """Pleiss et al., 2017 (arXiv 1707.06990), abstract."""
    assert round(report_of("densenet264_k48").totals.params / 1e6) == 73


@pytest.mark.parametrize(("slug", "megabytes"), [("densenet264", 129), ("densenet232", 214), ("densenet264_k48", 280)])
def test_weights_take_what_the_published_files_take(slug: str, megabytes: int) -> None:
    """Sizes of the authors' weights converted to PyTorch, which hold the running statistics too."""
    tensors = [
        shape
        for node in catalogued(slug).nodes
        for shape in (node.operator.parameter_shapes() | node.operator.buffer_shapes()).values()
    ]
    assert round(sum(4 * math.prod(shape) for shape in tensors) / 2**20) == megabytes


@pytest.mark.parametrize(
    ("slug", "millions", "depth"),
    [
        ("cifar_densenet_40_k12", 1.0, 40),
        ("cifar_densenet_100_k12", 7.0, 100),
        ("cifar_densenet_100_k24", 27.2, 100),
        ("cifar_densenet_bc_100_k12", 0.8, 100),
        ("cifar_densenet_bc_250_k24", 15.3, 250),
        ("cifar_densenet_bc_190_k40", 25.6, 190),
    ],
)
def test_cifar_densenets_have_the_counts_of_the_paper(slug: str, millions: float, depth: int) -> None:
    """Huang et al., 2016 (arXiv 1608.06993), Table 2."""
    totals = report_of(slug).totals
    assert (round(totals.params / 1e6, 1), totals.depth) == (millions, depth)


@pytest.mark.parametrize(("slug", "depth"), [("densenet121", 121), ("densenet169", 169), ("densenet201", 201)])
def test_the_name_says_the_depth(slug: str, depth: int) -> None:
    assert report_of(slug).totals.depth == depth


def test_each_layer_reads_one_concatenation_of_all_before_it() -> None:
    nodes = catalogued("densenet121").by_path
    assert nodes["block1.layer1.bn1"].inputs == ("stem.pool",)
    assert nodes["block1.layer3.concat"].inputs == ("stem.pool", "block1.layer1.conv2", "block1.layer2.conv2")
    assert nodes["block1.layer3.bn1"].inputs == ("block1.layer3.concat",)
    joined = [node for node in nodes.values() if isinstance(node.operator, Concat)]
    # Every layer of a block but the first, and each block's end.
    assert len(joined) == (6 + 12 + 24 + 16) - 4 + 4


def test_a_transition_halves_width_and_resolution() -> None:
    shapes = {layer.node.path: layer.output.shape for layer in report_of("densenet121").layers}
    assert shapes["block1.concat"] == (1, 256, 56, 56)
    assert shapes["transition1.pool"] == (1, 128, 28, 28)
