"""The profile job: builds the network, measures it as a whole and layer by layer, and records the conditions."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import torch

from explorer.domain.bounds import Choice
from explorer.domain.document import graph_sha256
from explorer.domain.errors import InvalidOptions
from explorer.domain.graph import Graph
from explorer.domain.jobs import PROFILE_DTYPES
from explorer.domain.measurement import Measurement
from explorer.domain.shapes import infer_shapes
from explorer.domain.tensor import TensorSpec
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

    run, input_shape = _network(graph, tensors, device, TORCH_DTYPES[dtype])
    with torch.inference_mode():
        taken = _measure(run, device, plan or Plan(), report)
        report(0.95, "reading peak memory")
        peak_memory_bytes, memory_method = device.peak_memory(run)

    latency = taken.sampling.summary
    measurement = Measurement(
        latency_ms=latency,
        raw_samples_ms=taken.sampling.samples_ms,
        throughput_per_s=input_shape[0] * 1000 / latency.median,
        peak_memory_bytes=peak_memory_bytes,
        memory_method=memory_method,
        layers=taken.layers.layers,
        conditions={
            **_device_conditions(device, health_before, device.health(), load_before),
            **_network_conditions(stored, input_shape, dtype),
            **_sampling_conditions(taken),
            "taken_at": began.isoformat(),
        },
    )
    return measurement.to_document()


def _network(
    graph: Graph, tensors: Mapping[str, TensorSpec], device: Hardware, dtype: torch.dtype
) -> tuple[Callable[..., object], Sequence[int]]:
    """The network with random weights and inputs on the device, ready to run, and the shape of its first input."""
    module = build(graph)
    initialise(module, seed=SEED, examples=calibration_inputs(graph, tensors, seed=SEED + 1))
    module.to(device.torch_device, dtype)
    examples = example_inputs(graph, tensors, seed=SEED + 2)
    inputs = [tensor.to(device.torch_device, dtype) for tensor in examples]
    return partial(module, *inputs), inputs[0].shape


class _Taken(NamedTuple):
    """The results of the three phases of a measurement."""

    warm: WarmUp
    sampling: Sampling
    layers: LayerPass


def _measure(run: Callable[..., object], device: Device[Any], plan: Plan, report: Report) -> _Taken:
    """Warms up, samples, and times the layers; run takes the hook that observes each layer."""

    def phase(start: float, end: float, stage: str) -> Callable[[float], None]:
        report(start, stage)
        return lambda share: report(start + (end - start) * share, stage)

    def observed(observe: Observe) -> object:
        return run(observe=observe)

    warm = warm_up(run, device, plan, phase(0.1, 0.3, "warming up"))
    sampling = sample(run, device, plan, phase(0.3, 0.7, "measuring"))
    layers = measure_layers(observed, device, plan, phase(0.7, 0.95, "measuring each layer"))
    return _Taken(warm, sampling, layers)


def _network_conditions(stored: Graph, input_shape: Sequence[int], dtype: str) -> dict[str, object]:
    return {
        "dtype": dtype,
        "batch": input_shape[0],
        "input_shape": list(input_shape),
        "tf32": False,
        "layout": "contiguous (NCHW)",
        "weights": WEIGHTS,
        "seed": SEED,
        "graph_sha256": graph_sha256(stored),
    }


def _sampling_conditions(taken: _Taken) -> dict[str, object]:
    warm, sampling, layers = taken
    latency = sampling.summary
    return {
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
    }


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
