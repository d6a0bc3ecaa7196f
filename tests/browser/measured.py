"""Measurements as the API gives them, for pages that need some where nothing was measured."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.visits import costs
from tests.services.stack import Stack

Measurement = dict[str, Any]


def measured(stack: Stack, slug: str, number: int, *, batch: int = 1) -> Measurement:
    """The measurement of this number: its name, device, day and latencies are its own."""
    layers = [{"path": layer["path"], "latency_ms": 0.25 * number} for layer in costs(stack, slug)["layers"]]
    total = sum(layer["latency_ms"] for layer in layers)
    conditions = {
        "device": "cpu",
        "device_name": f"CPU {number}",
        "driver": None,
        "torch_version": "2.0",
        "dtype": "float32",
        "batch": batch,
        "input_shape": [batch, 3, 224, 224],
        "threads": 1,
        "warm_up": 3,
        "repeats": 30,
        "weights": "random",
        "quality_grade": "A",
        "graph_sha256": "0" * 64,
        "taken_at": f"2025-03-0{number}T12:00:00Z",
    }
    return {
        **conditions,
        "id": f"00000000-0000-4000-8000-00000000000{number}",
        "job": f"00000000-0000-4000-9000-00000000000{number}",
        "architecture": slug,
        "latency_ms": {"median": total, "p05": total, "p95": total, "iqr": 0.0, "samples": 30},
        "throughput_per_s": batch * 1000 / total,
        "peak_memory_bytes": 10_000_000,
        "memory_method": "made up",
        "layers": layers,
        "conditions": conditions,
    }


def let_know(page: Page, *known: Measurement) -> None:
    """Lets the API know these, the newest first, instead of what it does."""
    page.unroute("**/api/measurements/**")
    answer = {"count": len(known), "next": None, "previous": None, "results": known}
    page.route("**/api/measurements/**", lambda route: route.fulfill(json=answer))
