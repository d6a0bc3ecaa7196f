"""The profile job: builds the network, measures it as a whole and layer by layer, and records the conditions."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import torch

from explorer.domain.bounds import Choice
from explorer.domain.document import graph_sha256
from explorer.domain.errors import InvalidOptions
from explorer.domain.graph import Graph
from explorer.domain.jobs import PROFILE_DTYPES
from explorer.domain.measurement import Measurement
from explorer.domain.shapes import infer_shapes
from workers.network.build import TORCH_DTYPES, build
from workers.network.inputs import calibration_inputs, example_inputs
from workers.network.observe import Observe
from workers.network.weights import SEED, WEIGHTS, initialise
from workers.profile.devices import Hardware, Health, find
from workers.profile.measure import Device, LayerPass, Plan, Sampling, WarmUp, measure_layers, sample, warm_up

Report = Callable[[float, str], None]
"""Called with the progress from 0 to 1 and the stage."""


def profile(stored: Graph, spec: Mapping[str, Any], report: Report, plan: Plan | None = None) -> dict[str, object]:
    """The measurement document of one network; spec has device, dtype, batch, height, width.

    Raises DomainError for options that cannot be measured; errors of torch pass through.
    """
    graph = stored.inference
    report(0.0, "building the network")
    dtype = Choice(PROFILE_DTYPES).check("dtype", spec.get("dtype", "float32"), InvalidOptions)
    tensors = infer_shapes(
        graph, batch=spec.get("batch") or 1, height=spec.get("height"), width=spec.get("width"), dtype=dtype
    )
    device = find(spec.get("device") or "cpu")
    began, health_before, load_before = datetime.now(UTC), device.health(), os.getloadavg()[0]
    # Set explicitly, never by default: full float32 precision, no search for the fastest algorithm.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False

    module = build(graph)
    initialise(module, seed=SEED, examples=calibration_inputs(graph, tensors, seed=SEED + 1))
    module.to(device.torch_device, TORCH_DTYPES[dtype])
    inputs = tuple(
        tensor.to(device.torch_device, TORCH_DTYPES[dtype]) for tensor in example_inputs(graph, tensors, seed=SEED + 2)
    )
    plan = plan or Plan()

    def whole() -> object:
        return module(*inputs)

    def watched(observe: Observe) -> object:
        return module(*inputs, observe=observe)

    with torch.inference_mode():
        warm, sampling, layers = _measure(whole, watched, device, plan, report)
        report(0.95, "reading peak memory")
        peak_memory_bytes, memory_method = device.peak_memory(whole)

    latency = sampling.summary
    measurement = Measurement(
        latency_ms=latency,
        raw_samples_ms=sampling.samples_ms,
        throughput_per_s=inputs[0].shape[0] * 1000 / latency.median,
        peak_memory_bytes=peak_memory_bytes,
        memory_method=memory_method,
        layers=layers.layers,
        conditions={
            **_device_conditions(device, health_before, device.health(), load_before),
            "dtype": dtype,
            "batch": inputs[0].shape[0],
            "input_shape": list(inputs[0].shape),
            "tf32": False,
            "layout": "contiguous (NCHW)",
            "weights": WEIGHTS,
            "seed": SEED,
            "warm_up": warm.calls,
            "warm_up_steady": warm.steady,
            "repeats": latency.samples,
            "stopped": sampling.stopped,
            "wall_ms_per_call": sampling.wall_ms,
            "quality_grade": latency.grade,
            "layer_repeats": layers.repeats,
            "layers_sum_ms": layers.sum_ms,
            "layers_total_ms": layers.total_ms,
            # Added to the clean latency by timing every layer, and by the Python code between layers.
            "layers_gap_ms": layers.sum_ms - latency.median,
            "graph_sha256": graph_sha256(stored),
            "taken_at": began.isoformat(),
        },
    )
    return measurement.to_document()


def _measure(
    whole: Callable[[], object],
    watched: Callable[[Observe], object],
    device: Device[Any],
    plan: Plan,
    report: Report,
) -> tuple[WarmUp, Sampling, LayerPass]:
    def phase(start: float, end: float, stage: str) -> Callable[[float], None]:
        report(start, stage)
        return lambda share: report(start + (end - start) * share, stage)

    warm = warm_up(whole, device, plan, phase(0.1, 0.3, "warming up"))
    sampling = sample(whole, device, plan, phase(0.3, 0.7, "measuring"))
    layers = measure_layers(watched, device, plan, phase(0.7, 0.95, "measuring each layer"))
    return warm, sampling, layers


def _device_conditions(device: Hardware, before: Health, after: Health, load_before: float) -> dict[str, object]:
    on_gpu = device.identity.kind == "cuda"
    return {
        "device": device.identity.id,
        "device_kind": device.identity.kind,
        "device_name": device.identity.name,
        "driver": device.identity.driver,
        "torch_version": torch.__version__,
        "cuda_version": torch.version.cuda if on_gpu else None,
        "cudnn_version": torch.backends.cudnn.version() if on_gpu else None,  # type: ignore[no-untyped-call]
        "threads": torch.get_num_threads(),
        "clock_mhz_before": before.clock_mhz,
        "clock_mhz_after": after.clock_mhz,
        "temperature_c_before": before.temperature_c,
        "temperature_c_after": after.temperature_c,
        "load_1m_before": load_before,
    }
