"""Profiles of a small network, actually run, on every device of this machine."""

from __future__ import annotations

import json
import math

import pytest

from explorer.domain.document import graph_sha256
from explorer.domain.errors import DomainError, ShapeMismatch
from explorer.domain.operators import Flatten, Linear
from tests.networks import ODD, chain, tiny
from workers.profile.devices import discover
from workers.profile.measure import Plan
from workers.profile.profiling import profile

QUICK = Plan(budget_s=1, steady_s=0.1, warm_s=0.1)


def quick(spec, report=lambda progress, stage: None):
    return profile(tiny(), spec, report, QUICK)


@pytest.mark.parametrize("device", [device.identity for device in discover()], ids=lambda identity: identity.kind)
def test_a_profile_is_complete(device):
    document = quick({"device": device.id, "dtype": "float32", "batch": 2, "height": 48, "width": 40})
    conditions = document["conditions"]

    assert [layer["path"] for layer in document["layers"]] == [node.path for node in tiny().nodes]
    assert all(layer["latency_ms"] > 0 for layer in document["layers"])
    latency = document["latency_ms"]
    assert latency["min"] <= latency["p05"] <= latency["median"] <= latency["p95"]
    assert latency["samples"] == len(document["raw_samples_ms"]) == conditions["repeats"]
    assert document["throughput_per_s"] == pytest.approx(2000 / latency["median"])
    assert document["peak_memory_bytes"] > 2 * 8 * 24 * 20 * 4
    assert document["memory_method"]
    assert conditions["device"] == device.id
    assert conditions["device_name"] == device.name
    assert conditions["input_shape"] == [2, 3, 48, 40]
    assert conditions["graph_sha256"] == graph_sha256(tiny())
    assert conditions["warm_up"] >= 2
    assert conditions["threads"] >= 1
    assert conditions["weights"].startswith("random")
    assert conditions["quality_grade"] in {"A", "B", "C"}
    gap = conditions["layers_sum_ms"] - latency["median"]
    assert conditions["layers_gap_ms"] == pytest.approx(gap)
    assert math.isclose(sum(layer["latency_ms"] for layer in document["layers"]), conditions["layers_sum_ms"])
    json.dumps(document, allow_nan=False)


def test_defaults_are_the_graph_s_own_size_at_batch_1():
    conditions = quick({})["conditions"]
    assert (conditions["input_shape"], conditions["dtype"]) == ([1, 3, 32, 32], "float32")


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_half_precision_is_measured_too(dtype):
    assert quick({"dtype": dtype})["conditions"]["dtype"] == dtype


def test_stages_are_told_in_order():
    told: list[tuple[float, str]] = []
    quick({}, lambda progress, stage: told.append((progress, stage)))
    assert [progress for progress, _ in told] == sorted(progress for progress, _ in told)
    assert list(dict.fromkeys(stage for _, stage in told)) == [
        "building the network",
        "warming up",
        "measuring",
        "measuring each layer",
        "reading peak memory",
    ]


@pytest.mark.parametrize(
    ("spec", "field"),
    [({"dtype": "int8"}, "dtype"), ({"batch": 10**6}, "batch"), ({"device": "tpu"}, "device")],
)
def test_what_cannot_be_measured_is_refused_by_name(spec, field):
    with pytest.raises(DomainError) as caught:
        quick(spec)
    assert caught.value.field == field


def test_an_input_size_that_does_not_fit_is_refused():
    graph = chain(Flatten(), Linear(3 * 13 * 11, 2), shape=ODD)
    with pytest.raises(ShapeMismatch):
        profile(graph, {"height": 64}, lambda progress, stage: None, QUICK)
