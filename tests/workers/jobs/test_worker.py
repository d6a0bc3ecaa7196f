"""A real Celery worker with a real broker, on both databases: jobs end to end, and the worker's own end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import onnx
import psutil
import pytest
from celery import Celery
from django.utils import timezone

from explorer.environment import database as database_settings
from explorer.queue import RUN_JOB
from explorer.store import models, reads, writes
from explorer.store.artifacts import artifact_path
from tests.networks import catalogued
from tests.services.broker import Broker
from tests.services.catalogue import copy_sqlite
from tests.services.stack import NOT_INHERITED, ROOT
from tests.store.databases import using

SMALL = {"dtype": "float32", "batch": 1, "height": 64, "width": 64}
LONG = {"device": "cpu", "batch": 8, "height": 224, "width": 224}
"""Runs for some ten seconds when it may, and for some three when it must."""


class Site:
    """A database with the catalogue, a broker, and workers on both."""

    def __init__(self, data_dir: Path, database_url: str, broker: Broker) -> None:
        self.data_dir = data_dir
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": database_url,
            "REDIS_URL": broker.url,
            "LOG_LEVEL": "INFO",
        }
        self._queue = Celery(broker=broker.url)

    @contextlib.contextmanager
    def worker(self, profile_seconds: float = 1) -> Iterator[psutil.Popen]:
        """A worker that is ended, with all it started, at the end."""
        environment = self._environment | {"PROFILE_SECONDS": str(profile_seconds)}
        command = [sys.executable, "-m", "celery", "--quiet", "--app", "workers.app", "worker"]
        command += ["--pool=threads", "--concurrency=1", "--queues=cpu", "--loglevel=INFO"]
        with (self.data_dir / "worker.log").open("ab") as log:
            process = psutil.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield process
        finally:
            if process.is_running():
                process.kill()
            process.wait(10)

    def submit(self, kind: str, slug: str = "resnet18", **spec: Any) -> str:
        """The id of a job whose message is in the broker."""
        job, _ = writes.job_submit(kind=kind, architecture_slug=slug, spec=SMALL | spec)
        self._queue.send_task(RUN_JOB, args=[job.id], queue="cpu", ignore_result=True)
        return job.id

    def wait(self, job_id: str, done: Callable[[Any], bool], seconds: float = 60) -> Any:
        """The job once `done` holds; fails with the worker's log if it never does."""
        deadline = time.monotonic() + seconds
        while not done(job := reads.job_get(job_id=job_id)):
            assert time.monotonic() < deadline, (job, (self.data_dir / "worker.log").read_text()[-3000:])
            time.sleep(0.1)
        return job


SQLITE, POSTGRES = "sqlite", pytest.param("postgres", marks=pytest.mark.real_postgres)


@pytest.fixture(params=[SQLITE, POSTGRES])
def site(request, tmp_path, private_broker, django_db_blocker, settings) -> Iterator[Site]:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    settings.ARTIFACT_DIR = data_dir / "artifacts"
    with contextlib.ExitStack() as stack:
        if request.param == "postgres":
            url = request.getfixturevalue("private_postgres_url")
        else:
            url = f"sqlite://{copy_sqlite(data_dir)}"
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(using(database_settings(url)))
        yield Site(data_dir, url, private_broker)


def finished(job: Any) -> bool:
    return bool(job.finished_at)


def under_way(job: Any) -> bool:
    return bool(job.state == "running" and job.progress > 0)


def children(worker: psutil.Popen) -> list[psutil.Process]:
    return [process for process in worker.children(recursive=True) if "workers.jobs.child" in process.cmdline()]


def test_jobs_from_message_to_result(site):
    with site.worker():
        profile = site.wait(site.submit("profile", device="cpu"), finished)
        export = site.wait(site.submit("onnx_export", batch=None, opset=18), finished)
        refused = site.wait(site.submit("profile", device="cpu", dtype="int8"), finished)
        (device,) = reads.devices_live(now=timezone.now())

    assert profile.state == "succeeded", profile
    (measurement,) = reads.measurements_page(architecture="resnet18").results
    paths = {layer["path"] for layer in measurement.document["layers"]}
    assert paths == {node.path for node in catalogued("resnet18").nodes}
    assert measurement.document["conditions"]["device"] == device.id
    assert measurement.document["conditions"]["input_shape"] == [1, 3, 64, 64]
    assert device.kind == "cpu"

    assert export.state == "succeeded", export
    onnx.checker.check_model(artifact_path(export.result["sha256"]), full_check=True)
    assert (refused.state, refused.error.code) == ("failed", "invalid_options")
    assert list((site.data_dir / "work").iterdir()) == []


@pytest.mark.parametrize("site", [SQLITE], indirect=True)
def test_a_worker_that_is_asked_to_end_gives_its_job_back_and_leaves_nothing(site):
    with site.worker(profile_seconds=60) as worker:
        job_id = site.submit("profile", **LONG)
        site.wait(job_id, under_way)
        (child,) = children(worker)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        assert not child.is_running()
        job = reads.job_get(job_id=job_id)
    assert (job.state, job.attempts) == ("queued", 1)
    assert list((site.data_dir / "work").iterdir()) == []


@pytest.mark.parametrize("site", [POSTGRES], indirect=True)
def test_a_killed_worker_s_job_is_done_by_another(site):
    with site.worker(profile_seconds=60) as worker:
        job_id = site.submit("profile", **LONG)
        site.wait(job_id, under_way)
        (child,) = children(worker)
        worker.kill()
        psutil.wait_procs([child], 5)
        assert not child.is_running()
        assert reads.job_get(job_id=job_id).state == "running"
    # The lease runs out.
    past = timezone.now() - timedelta(seconds=1)
    models.Job.objects.filter(id=job_id).update(lease_expires_at=past)
    writes.jobs_sweep(now=timezone.now())
    models.Job.objects.filter(id=job_id).update(available_at=past)
    with site.worker():
        # Nobody sends a message but the sweep of the new worker.
        job = site.wait(job_id, finished)
    assert (job.state, job.attempts) == ("succeeded", 2)
    assert models.Measurement.objects.filter(job_id=job_id).count() == 1
