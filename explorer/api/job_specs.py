"""Job specs with every default filled in, so that equal work has equal specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from explorer.api.problems import Rejected
from explorer.api.sources import graph_of
from explorer.domain.errors import UnsupportedOperator, shown
from explorer.domain.jobs import DEFAULT_OPSET, EXPORT_DTYPES, PROFILE_DTYPES, JobKind, check_fits_onnx
from explorer.domain.operators import Unknown
from explorer.domain.shapes import infer_shapes
from explorer.store import reads
from explorer.store.records import StoredGraph


def profile_spec(stored: StoredGraph, options: Mapping[str, Any]) -> dict[str, Any]:
    """The complete spec of a profile. Raises DomainError for options that cannot be run."""
    if options["opset"] is not None:
        raise Rejected("invalid_field", "opset is an option of onnx_export jobs, not of profiles.", field="opset")
    _check_dtype(options["dtype"], PROFILE_DTYPES, JobKind.PROFILE)
    _check_device(options["device"])
    batch = options["batch"] or 1
    return {
        "device": options["device"],
        "dtype": options["dtype"],
        "batch": batch,
        **_input_size(stored, options, batch),
    }


def export_spec(stored: StoredGraph, options: Mapping[str, Any]) -> dict[str, Any]:
    """The complete spec of an export; batch None is a dynamic axis. Raises DomainError for options it cannot take."""
    if options.get("device", "cpu") != "cpu":
        message = f"device is {shown(options['device'])}; an onnx_export always runs on cpu."
        raise Rejected("invalid_field", message, field="device")
    _check_dtype(options["dtype"], EXPORT_DTYPES, JobKind.ONNX_EXPORT)
    check_fits_onnx(graph_of(stored.graph_sha256), options["dtype"])
    return {
        "dtype": options["dtype"],
        "batch": options["batch"],
        "opset": options["opset"] or DEFAULT_OPSET,
        **_input_size(stored, options, options["batch"] or 1),
    }


def _check_dtype(dtype: str, allowed: tuple[str, ...], kind: JobKind) -> None:
    if dtype not in allowed:
        message = f"dtype is {shown(dtype)}; a job of kind {kind} takes {', '.join(allowed)}."
        raise Rejected("invalid_field", message, field="dtype")


def _input_size(stored: StoredGraph, options: Mapping[str, Any], batch: int) -> dict[str, int | None]:
    """Height and width to run at; None keeps each input's own where several inputs differ.

    Raises ShapeMismatch for a size that the layers do not fit, UnsupportedOperator for a layer that cannot run.
    """
    graph = graph_of(stored.graph_sha256).inference
    for node in graph.nodes:
        if isinstance(node.operator, Unknown):
            message = f"{node.path} is {shown(node.operator.type)}, which Layerscope can neither run nor export."
            raise UnsupportedOperator(message, field="architecture")
    tensors = infer_shapes(graph, batch=batch, height=options["height"], width=options["width"])
    sizes = {tensors[entry.name].shape[2:] for entry in graph.inputs}
    if len(sizes) > 1:
        return {"height": options["height"], "width": options["width"]}
    ((height, width),) = sizes
    return {"height": height, "width": width}


def _check_device(device: str) -> None:
    """Rejects a device that no live worker offers; a job for the CPU may wait for a worker."""
    if device == "cpu":
        return
    offered = reads.devices_live(now=timezone.now())
    if not any(device in (found.id, found.kind) for found in offered):
        names = ", ".join(dict.fromkeys(["cpu", *(name for found in offered for name in (found.kind, found.id))]))
        message = f"device is {shown(device)}, which no worker offers at the moment; available: {names}."
        raise Rejected("device_unavailable", message, field="device")
