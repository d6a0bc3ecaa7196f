"""Exports every architecture of the catalogue and compares the file with PyTorch: `make exports`.

Each at the smallest of a few input sizes that its layers take, so that all of them fit into half an hour. Ends with
status 1 if one does not agree.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from explorer.catalog import entries
from explorer.domain.errors import DomainError, InvalidOptions, ShapeMismatch
from explorer.domain.graph import Graph
from explorer.domain.jobs import check_fits_onnx
from explorer.domain.shapes import infer_shapes
from tests.networks import catalogued
from workers.onnx.export import export_onnx

SIZES = (64, 96, 128, 160)


def smallest_size(graph: Graph) -> int:
    """The first of SIZES that the network takes, else its own."""
    _, own, _ = graph.inputs[0].shape
    for size in SIZES:
        try:
            infer_shapes(graph, height=size, width=size)
        except ShapeMismatch:
            continue
        return min(size, own)
    return own


def main() -> int:
    """Prints a table; returns how many architectures do not agree."""
    failures = 0
    print("| architecture | input | relative error | change between two inputs |\n|---|---|---|---|")
    for entry in entries():
        graph = catalogued(entry.slug)
        size = smallest_size(graph)
        with tempfile.TemporaryDirectory() as folder:
            spec: dict[str, Any] = {"height": size, "width": size}
            try:
                check_fits_onnx(graph, "float32")
            except InvalidOptions:
                print(f"| {entry.slug} | | too large for float32 | |", flush=True)
                continue
            try:
                answer: Mapping[str, Any] = export_onnx(graph, spec, lambda progress, stage: None, Path(folder))
            except DomainError as error:
                failures += 1
                print(f"| {entry.slug} | {size} | {error.message} | |", flush=True)
                continue
        parity = answer["parity"]
        figures = f"{parity['max_relative_error']:.1e} | {parity['output_change']:.2f}"
        print(f"| {entry.slug} | {size} | {figures} |", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
