"""The API as a client uses it, on a database with the catalogue in it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from explorer.store import models, writes
from tests.api.openapi import assert_documented

SAMPLE = {
    "latency_ms": {"median": 2.0, "p05": 1.0, "p95": 3.0, "iqr": 0.5, "min": 1.0, "samples": 3, "grade": "B"},
    "raw_samples_ms": [1.0, 2.0, 3.0],
    "throughput_per_s": 500.0,
    "peak_memory_bytes": 1_000_000,
    "memory_method": "profiler",
    "layers": [{"path": "stem.conv1", "latency_ms": 0.4}],
    "conditions": {
        "device": "cpu-1",
        "device_kind": "cpu",
        "device_name": "A CPU",
        "driver": None,
        "torch_version": "2.13.0",
        "dtype": "float32",
        "batch": 1,
        "input_shape": [1, 3, 224, 224],
        "threads": 2,
        "warm_up": 10,
        "repeats": 3,
        "weights": "random",
        "quality_grade": "B",
        "taken_at": "2026-01-02T03:04:05+00:00",
    },
}


class ApiClient(Client):
    """A client that speaks JSON and holds every answer against the OpenAPI schema."""

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """The answer to a request; a body is sent as JSON."""
        if body is not None:
            options |= {"data": body, "content_type": "application/json"}
        response = getattr(self, method)(path, **options)
        assert_documented(method, response)
        return response


@pytest.fixture
def api(catalogue_loaded, db, settings, tmp_path) -> ApiClient:
    """A client, on a database that has the catalogue and nothing else."""
    settings.ARTIFACT_DIR = tmp_path / "artifacts"
    return ApiClient(raise_request_exception=False)


@pytest.fixture
def profiled(api):
    """The measurement of ResNet-18 that a worker has stored."""
    job, _ = writes.job_submit(kind="profile", architecture_slug="resnet18", spec={"device": "cpu", "batch": 1})
    claimed = writes.job_claim(job_id=job.id, worker="one", now=timezone.now())
    assert claimed
    lease = {"job_id": job.id, "lease_token": claimed.lease_token}
    assert writes.job_succeed(**lease, result={"fine": True}, measurement=SAMPLE, artifact=None)
    return models.Measurement.objects.get()
