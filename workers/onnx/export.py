"""The ONNX export job: builds the network, writes the file, and checks it against PyTorch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import onnx
import torch

from explorer.domain.bounds import Choice
from explorer.domain.document import graph_sha256
from explorer.domain.errors import InvalidOptions
from explorer.domain.graph import Graph
from explorer.domain.jobs import DEFAULT_OPSET, EXPORT_DTYPES, check_fits_onnx
from explorer.domain.shapes import infer_shapes
from workers.network.build import TORCH_DTYPES, build
from workers.network.inputs import calibration_inputs
from workers.network.weights import SEED, WEIGHTS, initialise
from workers.onnx.parity import DYNAMIC_BATCHES, Parity, check_parity
from workers.onnx.writer import describe, write_onnx

FILE_NAME = "model.onnx"

Report = Callable[[float, str], None]


def export_onnx(stored: Graph, spec: Mapping[str, Any], report: Report, folder: Path) -> dict[str, object]:
    """Writes model.onnx into the folder; spec has dtype, batch (None: dynamic), opset, height, width.

    Returns a description of the file and of its agreement with PyTorch. Raises DomainError for options that
    cannot be exported, ExportFailed for a file that does not agree with PyTorch.
    """
    graph = stored.inference
    report(0.0, "building the network")
    dtype, batch, opset = spec.get("dtype", "float32"), spec.get("batch"), spec.get("opset") or DEFAULT_OPSET
    Choice(EXPORT_DTYPES).check("dtype", dtype, InvalidOptions)
    check_fits_onnx(graph, dtype)
    size = {"height": spec.get("height"), "width": spec.get("width")}
    tensors = infer_shapes(graph, batch=1 if batch is None else batch, dtype=dtype, **size)
    module = build(graph)
    initialise(module, seed=SEED, examples=calibration_inputs(graph, tensors, seed=SEED + 1))
    module.to(TORCH_DTYPES[dtype])
    weights = {name: tensor.numpy() for name, tensor in module.state_dict().items()}
    module.float()  # the check runs in float32, on the rounded weights

    report(0.2, "writing ONNX")
    path = folder / FILE_NAME
    write_onnx(path, graph, tensors, weights, opset=opset, dynamic_batch=batch is None)

    stage = "checking against PyTorch"
    report(0.4, stage)
    batches = DYNAMIC_BATCHES if batch is None else (batch,)
    parity = check_parity(
        path, graph, tensors, module, batches=batches, progress=lambda share: report(0.4 + 0.5 * share, stage)
    )
    describe(path, _metadata(stored, parity))
    report(0.95, "storing the file")
    return {
        "file": FILE_NAME,
        "opset": opset,
        "dtype": dtype,
        "batch": batch,
        "weights": WEIGHTS,
        "parity": parity.to_document(),
    }


def _metadata(stored: Graph, parity: Parity) -> dict[str, str]:
    return {
        "graph_sha256": graph_sha256(stored),
        "weights": WEIGHTS,
        "torch_version": torch.__version__,
        "onnx_version": onnx.__version__,
        "onnxruntime_version": parity.onnxruntime_version,
        # The bound, not the actual error, so that equal work gives equal bytes.
        "parity": f"relative error at most {parity.tolerance:.0e} against PyTorch "
        f"at batch {', '.join(map(str, parity.batches))}, {parity.inputs} inputs each",
    }
