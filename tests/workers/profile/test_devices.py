"""Devices: identity, clock and memory, on every device this machine has, and CUDA's calls on a stand-in."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from types import SimpleNamespace

import pytest
import torch

from explorer.domain.shapes import infer_shapes
from tests.networks import catalogued
from workers.network.build import build
from workers.network.inputs import example_inputs
from workers.network.weights import initialise
from workers.profile import devices
from workers.profile.devices import Cuda, DeviceUnavailable, discover, find

# The CPU always, and each GPU where there is one: nothing here is skipped, a machine without a GPU has fewer cases.
DEVICES = discover()


def kind(device):
    return device.identity.kind


@pytest.mark.parametrize("device", DEVICES, ids=kind)
def test_time_between_marks_is_that_of_the_work_between_them(device):
    tensor = torch.ones(64, 64, device=device.torch_device)
    device.synchronise()
    began = device.now()
    before = device.mark()
    for _ in range(50):
        tensor = tensor @ tensor / 64
    after = device.mark()
    device.synchronise()
    wall_ms = (device.now() - began) * 1000
    assert 0 < device.elapsed_ms(before, after) <= wall_ms


@pytest.mark.parametrize("device", DEVICES, ids=kind)
def test_peak_memory_counts_what_is_alive_together(device):
    elements = 2**18  # of float32: one megabyte

    def call():
        first = torch.ones(elements, device=device.torch_device)
        second = first + 1
        del first
        return second + 1

    call()
    peak, method = device.peak_memory(call)
    assert peak == pytest.approx(2 * 2**20, rel=0.01)
    assert method


@pytest.mark.parametrize("device", DEVICES, ids=kind)
def test_identity_is_complete_and_gives_no_host_name_away(device):
    identity = device.identity
    assert identity.id.startswith(f"{identity.kind}-")
    assert identity.name
    assert identity.memory_bytes > 2**28
    assert identity == type(device)(*([device.torch_device.index] if identity.kind == "cuda" else [])).identity
    assert find(identity.id).identity == identity


def test_the_cpu_is_found_by_its_kind():
    assert find("cpu").identity == DEVICES[0].identity


def test_a_device_that_is_not_here_is_named_with_those_that_are():
    with pytest.raises(DeviceUnavailable, match="this worker has cpu-") as caught:
        find("cuda-123")
    assert caught.value.field == "device"


def test_the_module_prints_the_devices_as_json():
    printed = subprocess.run([sys.executable, "-m", "workers.profile.devices"], capture_output=True, check=True)
    assert json.loads(printed.stdout) == [asdict(device.identity) for device in DEVICES]


@pytest.mark.parametrize(("slug", "megabytes"), [("alexnet", 4.04), ("vgg16", 36.89), ("resnet50", 10.63)])
def test_peak_memory_on_a_cpu_is_what_was_measured_before(slug, megabytes):
    """Figures of one processor, one thread, 224 pixels; the workspace a library takes varies between processors."""
    graph = catalogued(slug)
    tensors = infer_shapes(graph, height=224, width=224)
    module = build(graph)
    initialise(module, seed=0, examples=example_inputs(graph, tensors, seed=1, batch=2))
    inputs = example_inputs(graph, tensors, seed=2)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.inference_mode():
            module(*inputs)
            peak, method = find("cpu").peak_memory(lambda: module(*inputs))
    finally:
        torch.set_num_threads(threads)
    assert peak is not None
    assert peak / 2**20 == pytest.approx(megabytes, rel=0.5)
    assert method == "torch profiler allocations"


class FakeEvent:
    """An event whose time is when it was recorded, in fake milliseconds."""

    clock = 0.0

    def __init__(self, enable_timing: bool) -> None:
        assert enable_timing
        self.at = -1.0

    def record(self, stream: object) -> None:
        self.at = FakeEvent.clock

    def elapsed_time(self, end: FakeEvent) -> float:
        return end.at - self.at


@pytest.fixture
def gpu(monkeypatch):
    """A GPU as torch.cuda and nvidia-smi describe one."""
    calls: list[str] = []
    properties = SimpleNamespace(name="NVIDIA H100 80GB HBM3", uuid="1-2-3", total_memory=85 * 2**30)
    answers = {"driver_version": "570.86", "clocks.sm": "1980", "temperature.gpu": "[N/A]"}

    def nvidia_smi(command, **_):
        (what,) = (part.partition("=")[2] for part in command if part.startswith("--query-gpu"))
        assert command[:3] == ["nvidia-smi", "-i", "GPU-1-2-3"]
        return SimpleNamespace(stdout=f"{answers[what]}\n")

    monkeypatch.setattr(subprocess, "run", nvidia_smi)
    for name, stand_in in {
        "get_device_properties": lambda index: properties,
        "Event": FakeEvent,
        "current_stream": lambda device: "stream",
        "synchronize": lambda device: calls.append("synchronise"),
        "reset_peak_memory_stats": lambda device: calls.append("reset"),
        "memory_allocated": lambda device: 1000,
        "max_memory_allocated": lambda device: 1700,
    }.items():
        monkeypatch.setattr(torch.cuda, name, stand_in)
    return Cuda(0), calls


def test_cuda_is_identified_by_its_uuid_and_driver(gpu):
    identity = gpu[0].identity
    assert (identity.kind, identity.name, identity.driver) == ("cuda", "NVIDIA H100 80GB HBM3", "570.86")
    assert identity.memory_bytes == 85 * 2**30
    assert "1-2-3" not in identity.id


def test_cuda_times_with_events(gpu):
    device, _ = gpu
    before = device.mark()
    FakeEvent.clock += 12.5
    assert device.elapsed_ms(before, device.mark()) == 12.5


def test_cuda_peak_memory_is_reset_after_warm_up_and_excludes_weights(gpu):
    device, calls = gpu
    peak, method = device.peak_memory(lambda: calls.append("call"))
    assert calls == ["synchronise", "reset", "call", "synchronise"]
    assert peak == 700
    assert "max_memory_allocated" in method


def test_what_a_gpu_does_not_tell_is_unknown(gpu, monkeypatch):
    device, _ = gpu
    assert device.health() == devices.Health(1980, None)

    def missing(*_, **__):
        raise FileNotFoundError("nvidia-smi")

    monkeypatch.setattr(subprocess, "run", missing)
    assert device.health() == devices.Health(None, None)
