"""The ONNX files that Netron opens, written by our own exporter and kept between runs."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from explorer.domain.document import graph_from_document, graph_sha256
from explorer.domain.graph import Graph
from explorer.domain.shapes import infer_shapes
from tests.benchmarks.browser.graphs import Document
from tests.networks import catalogued
from tests.services.stack import ROOT
from workers.network.build import build
from workers.onnx.export import FILE_NAME, export_onnx
from workers.onnx.writer import write_onnx

KEPT = ROOT / "var" / "benchmarks"


def catalogued_file(slug: str) -> Path:
    """The file of an architecture of the catalogue at its own input size, as a download would be."""
    graph = catalogued(slug)
    return _kept(slug, graph, lambda folder: export_onnx(graph, {}, lambda progress, stage: None, folder))


def generated_file(document: Document) -> Path:
    """The file of a generated network.

    Unlike a download its weights are whatever was in memory: thousands of random layers agree with PyTorch less closely
    than the exporter's check demands, and a viewer does not look at them.
    """
    graph = graph_from_document(document)

    def write(folder: Path) -> None:
        weights = build(graph).to_empty(device="cpu").state_dict()
        arrays = {name: tensor.numpy() for name, tensor in weights.items()}
        write_onnx(folder / FILE_NAME, graph, infer_shapes(graph), arrays)

    return _kept("generated", graph, write)


def _kept(name: str, graph: Graph, write: Callable[[Path], object]) -> Path:
    kept = KEPT / f"{name}-{graph_sha256(graph)[:12]}.onnx"
    if not kept.exists():
        print(f"Exporting {name}", file=sys.stderr, flush=True)
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            write(Path(folder))
            shutil.move(Path(folder) / FILE_NAME, kept)
    return kept
