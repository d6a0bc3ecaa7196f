"""Measured latency and memory, with their conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class LatencySummary:
    """Percentiles of repeated measurements in milliseconds; iqr is p75 - p25, samples their number."""

    median: float
    p05: float
    p95: float
    iqr: float
    min: float
    samples: int

    @property
    def grade(self) -> str:
        """The spread of the measurement: A for IQR/median up to 3 %, B up to 10 %, else C."""
        spread = self.iqr / self.median if self.median else 0.0
        return "A" if spread <= 0.03 else "B" if spread <= 0.10 else "C"


def percentile(ordered: Sequence[float], fraction: float) -> float:
    """The value below which this fraction of the sorted samples lies, linearly interpolated between neighbours."""
    position = fraction * (len(ordered) - 1)
    below = int(position)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)


def summarise(samples_ms: Sequence[float]) -> LatencySummary:
    """The summary of at least one latency in milliseconds."""
    ordered = sorted(samples_ms)
    return LatencySummary(
        median=percentile(ordered, 0.5),
        p05=percentile(ordered, 0.05),
        p95=percentile(ordered, 0.95),
        iqr=percentile(ordered, 0.75) - percentile(ordered, 0.25),
        min=ordered[0],
        samples=len(ordered),
    )


@dataclass(frozen=True, slots=True)
class LayerLatency:
    """Median latency of one layer in the instrumented pass."""

    path: str
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Measurement:
    """One profile of a network on a device.

    layers come from a second, instrumented pass; their sum differs from the clean latency by the cost of the
    instrumentation and of the code between layers, and is never scaled to it. conditions hold everything needed
    to repeat the measurement.
    """

    latency_ms: LatencySummary
    raw_samples_ms: tuple[float, ...]
    throughput_per_s: float
    peak_memory_bytes: int | None
    memory_method: str
    layers: tuple[LayerLatency, ...]
    conditions: Mapping[str, object]

    def to_document(self) -> dict[str, object]:
        """JSON-ready values with the names of the HTTP API."""
        return {
            "latency_ms": asdict(self.latency_ms) | {"grade": self.latency_ms.grade},
            "raw_samples_ms": list(self.raw_samples_ms),
            "throughput_per_s": self.throughput_per_s,
            "peak_memory_bytes": self.peak_memory_bytes,
            "memory_method": self.memory_method,
            "layers": [asdict(layer) for layer in self.layers],
            "conditions": dict(self.conditions),
        }
