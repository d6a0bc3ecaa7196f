"""Every catalogued network equals its reference implementation: parameters, MACs, every tensor's name and shape."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import Any

import pytest

from explorer.catalog import entries, recipes
from explorer.domain.costs import CostOptions, cost_report

REFERENCES: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).parent / "facts" / "reference_models.json.gz").read_bytes())
)


NOT_CONVOLUTIONAL = {"vit_b_16", "swin_t"}
BY_REFERENCE = {entry.reference["name"]: entry for entry in entries() if entry.reference}


@pytest.mark.parametrize("name", sorted(REFERENCES.keys() - NOT_CONVOLUTIONAL))
def test_equals_its_reference(name: str) -> None:
    expected, entry = REFERENCES[name], BY_REFERENCE[name]
    graph = recipes()[entry.recipe].build(entry.parameters)
    size = expected["input_size"]

    totals = cost_report(graph, CostOptions(height=size, width=size)).totals
    state = {
        f"{node.parameter_prefix}.{name}": list(shape)
        for node in graph.nodes
        for name, shape in (node.operator.parameter_shapes() | node.operator.buffer_shapes()).items()
    }
    params = sum(math.prod(shape) for node in graph.nodes for shape in node.operator.parameter_shapes().values())

    assert state == expected["state_dict"]
    assert params == expected["params"]
    assert totals.params == expected["params_inference"]
    assert totals.macs == expected["macs"]
    # AlexNet's default input is the lecture's; torchvision crops to 224.
    assert graph.inputs[0].shape == (3, size, size) or entry.slug == "alexnet"
    assert entry.reference == {"library": expected["source"].split()[0], "name": name}
