"""The hardware that measurements run on: CPU and CUDA, each with its clock, memory and identity.

`python -m workers.profile.devices` prints the devices of this machine as JSON, for a long-lived worker that does not
load torch.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch.profiler import ProfilerActivity

from explorer.domain.errors import DomainError


class DeviceUnavailable(DomainError):
    """A device that this worker does not have."""

    code = "device_unavailable"


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a device; id survives restarts and differs between machines."""

    id: str
    kind: str
    name: str
    driver: str | None
    memory_bytes: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """The current clock and temperature of a device, None where it does not report them."""

    clock_mhz: float | None
    temperature_c: float | None


class Cpu:
    """The CPU of this machine; its marks are seconds of the host's clock."""

    torch_device = torch.device("cpu")

    def __init__(self) -> None:
        name = _cpu_name()
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        self.identity = Identity(_stable_id("cpu", platform.node(), name), "cpu", name, None, memory)

    def now(self) -> float:
        """Seconds of the host's clock."""
        return time.perf_counter()

    def mark(self) -> float:
        """The same: on a CPU torch returns from an operator when it is done."""
        return time.perf_counter()

    def synchronise(self) -> None:
        """Does nothing: no work continues after its call."""

    def elapsed_ms(self, start: float, end: float) -> float:
        """Milliseconds between two marks."""
        return (end - start) * 1000

    def health(self) -> Health:
        """Mean clock of the cores; no temperature."""
        clocks = [float(line.partition(":")[2]) for line in _cpuinfo() if line.startswith("cpu MHz")]
        return Health(round(sum(clocks) / len(clocks)) if clocks else None, None)

    def peak_memory(self, call: Callable[[], object]) -> tuple[int | None, str]:
        """Peak of the running sum of torch's allocations and releases during the call.

        The resident size of the process would be wrong: it includes freed memory and libraries.
        """
        with torch.profiler.profile(activities=[ProfilerActivity.CPU], profile_memory=True) as record:
            call()
        results: Any = record.profiler and record.profiler.kineto_results
        alive = peak = 0
        for event in sorted((item for item in results.events() if item.name() == "[memory]"), key=_start_ns):
            alive += event.nbytes()
            peak = max(peak, alive)
        return peak, "torch profiler allocations"


class Cuda:
    """One NVIDIA GPU; its marks are events in the current stream."""

    def __init__(self, index: int) -> None:
        properties = torch.cuda.get_device_properties(index)
        self.torch_device = torch.device("cuda", index)
        self._uuid = f"GPU-{properties.uuid}"
        driver = self._query("driver_version")
        self.identity = Identity(
            _stable_id("cuda", self._uuid), "cuda", properties.name, driver, properties.total_memory
        )

    def now(self) -> float:
        """Seconds of the host's clock."""
        return time.perf_counter()

    def mark(self) -> torch.cuda.Event:
        """An event recorded in the stream."""
        event = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]
        event.record(torch.cuda.current_stream(self.torch_device))
        return event

    def synchronise(self) -> None:
        """Returns when the device is idle."""
        torch.cuda.synchronize(self.torch_device)

    def elapsed_ms(self, start: torch.cuda.Event, end: torch.cuda.Event) -> float:
        """Milliseconds of device time between two events."""
        return float(start.elapsed_time(end))

    def health(self) -> Health:
        """Clock of the multiprocessors and temperature, from nvidia-smi."""
        clock, temperature = self._query("clocks.sm"), self._query("temperature.gpu")
        return Health(_number(clock), _number(temperature))

    def peak_memory(self, call: Callable[[], object]) -> tuple[int | None, str]:
        """Peak of torch's caching allocator during the call, less what was allocated before it.

        The statistics are reset first: choosing algorithms during warm-up inflates them.
        """
        self.synchronise()
        torch.cuda.reset_peak_memory_stats(self.torch_device)
        before = torch.cuda.memory_allocated(self.torch_device)
        call()
        self.synchronise()
        peak = torch.cuda.max_memory_allocated(self.torch_device)
        return peak - before, "torch.cuda.max_memory_allocated minus weights and input"

    def _query(self, what: str) -> str | None:
        """nvidia-smi's answer about this GPU, or None."""
        try:
            answer = subprocess.run(
                ["nvidia-smi", "-i", self._uuid, f"--query-gpu={what}", "--format=csv,noheader,nounits"],
                capture_output=True,
                text=True,
                timeout=10,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return answer.stdout.strip() or None


Hardware = Cpu | Cuda


def _start_ns(event: Any) -> int:
    return int(event.start_ns())


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _cpuinfo() -> list[str]:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _cpu_name() -> str:
    """The processor's model name, from Linux or else from the platform."""
    for line in _cpuinfo():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "CPU"


def _stable_id(kind: str, *what: str) -> str:
    """A short id that reveals nothing about the machine."""
    return f"{kind}-{hashlib.sha256(chr(0).join(what).encode()).hexdigest()[:12]}"


def discover() -> list[Hardware]:
    """Every device of this machine, the CPU first."""
    return [Cpu(), *(Cuda(index) for index in range(torch.cuda.device_count()))]


def find(wanted: str) -> Hardware:
    """The device called "cpu", "cuda" (the first GPU) or by its id. Raises DeviceUnavailable."""
    found = discover()
    for device in found:
        if wanted in (device.identity.id, device.identity.kind):
            return device
    names = ", ".join(device.identity.id for device in found)
    raise DeviceUnavailable(f"device is {wanted[:80]!a}; this worker has {names}.", field="device")


if __name__ == "__main__":
    json.dump([asdict(device.identity) for device in discover()], sys.stdout)
