"""Every catalogued network equals its reference implementation: parameters, MACs, every tensor's name and shape."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from explorer.catalog import entries, recipes
from explorer.catalog.recipe import Entry
from explorer.domain.costs import CostOptions, cost_report

REFERENCES: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).parent / "facts" / "reference_models.json.gz").read_bytes())
)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.slug)
def test_equals_its_reference(entry: Entry) -> None:
    assert entry.reference is not None
    expected = REFERENCES[entry.reference["name"]]
    graph = recipes()[entry.recipe].build(entry.parameters)
    size = expected["input_size"]

    totals = cost_report(graph, CostOptions(height=size, width=size)).totals
    state = {
        f"{node.parameter_prefix}.{name}": list(shape)
        for node in graph.nodes
        for name, shape in (node.operator.parameter_shapes() | node.operator.buffer_shapes()).items()
    }

    assert state == expected["state_dict"]
    assert totals.params == expected["params"]
    assert totals.macs == expected["macs"]


def test_every_reference_is_catalogued() -> None:
    assert {entry.reference["name"] for entry in entries() if entry.reference} == set(REFERENCES)
