"""Jobs from claim to end, with well-behaved and misbehaving children: the job row afterwards."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from explorer.domain.jobs import JobState
from explorer.store import models, reads, writes
from explorer.store.artifacts import artifact_path
from workers.jobs import run_job
from workers.jobs.child_process import Limits
from workers.jobs.run_job import execute

pytestmark = pytest.mark.usefixtures("database")

QUICK = Limits(run_s=5, heartbeat_s=0.1, silence_s=2)
MEASURED = {
    "latency_ms": {"median": 2.0, "p05": 1.0, "p95": 3.0, "iqr": 0.5, "min": 1.0, "samples": 3, "grade": "B"},
    "raw_samples_ms": [1.0, 2.0, 3.0],
    "throughput_per_s": 500.0,
    "peak_memory_bytes": 7,
    "memory_method": "none",
    "layers": [{"path": "stem.conv1", "latency_ms": 0.4}],
    "conditions": {"device": "cpu-1", "device_name": "A CPU", "taken_at": "2026-01-02T03:04:05+00:00"},
}
PARITY = {"max_relative_error": 1e-6, "batches": [1, 2, 3]}


def submit(kind: str = "profile", **spec: object) -> str:
    given = {"device": "cpu", "dtype": "float32", "batch": 1} if kind == "profile" else {"dtype": "float32"}
    job, _ = writes.job_submit(kind=kind, architecture_slug="resnet18", spec=given | spec)
    return job.id


def run(job_id: str, script: str, *, stop: threading.Event | None = None, limits: Limits = QUICK):
    """The job after one execution with this script as the child."""
    program = f"import json, os, signal, sys, time\njob = json.loads(sys.stdin.readline())\n{script}"
    command = [sys.executable, "-c", program]
    execute(job_id, worker="one", stop=stop or threading.Event(), command=command, limits=limits)
    assert list((Path(settings.DATA_DIR) / "work").glob("job-*")) == []
    return reads.job_get(job_id=job_id)


def answering(**answer: object) -> str:
    return f"print({json.dumps(answer)!r})"


def due_again(job_id: str) -> None:
    """Ends the pause before the next attempt."""
    models.Job.objects.filter(id=job_id).update(available_at=timezone.now())


def test_a_profile_is_stored_with_its_measurement():
    job = run(submit(), answering(result=MEASURED))
    assert (job.state, job.progress, job.attempts) == (JobState.SUCCEEDED, 1.0, 1)
    assert job.result == {key: value for key, value in MEASURED.items() if key != "raw_samples_ms"}
    (stored,) = reads.measurements_page(architecture="resnet18").results
    assert stored.document == MEASURED


def test_an_export_is_stored_as_an_artifact():
    script = "open(os.path.join(job['folder'], 'model.onnx'), 'wb').write(b'weights')\n"
    job = run(submit("onnx_export"), script + answering(result={"file": "model.onnx", "opset": 18, "parity": PARITY}))
    assert job.state is JobState.SUCCEEDED
    assert job.result is not None
    assert "file" not in job.result
    assert artifact_path(job.result["sha256"]).read_bytes() == b"weights"
    row = models.Artifact.objects.get(job_id=job.id)
    assert (row.kind, row.size_bytes, row.file_name, row.parity) == ("onnx", 7, "resnet18.onnx", PARITY)


def test_the_child_is_given_the_job():
    script = "text = job['kind'] + job['graph']['name'] + str(sorted(job['spec']))\n"
    script += "print(json.dumps({'error': {'code': 'echo', 'message': text}}))"
    job = run(submit(batch=3), script)
    assert job.error is not None
    assert job.error.message == "profileResNet-18['batch', 'device', 'dtype']"


def test_progress_reaches_the_row():
    told = answering(progress=0.4, stage="measuring")
    job_id = submit()
    seen = []

    class Spy(threading.Event):
        def is_set(self) -> bool:
            seen.append(reads.job_get(job_id=job_id).stage)
            return False

    run(job_id, f"{told}\nsys.stdout.flush(); time.sleep(0.5)\n{answering(result=MEASURED)}", stop=Spy())
    assert "measuring" in seen


def test_an_error_of_the_job_itself_is_final():
    job = run(submit(), answering(error={"code": "out_of_memory", "message": "Out of memory."}))
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error is not None
    assert (job.error.code, job.error.message) == ("out_of_memory", "Out of memory.")


def test_death_by_signal_is_tried_twice():
    job_id = submit()
    deadly = "os.kill(os.getpid(), signal.SIGSEGV)"
    assert run(job_id, deadly).state is JobState.QUEUED
    due_again(job_id)
    job = run(job_id, deadly)
    assert (job.state, job.attempts) == (JobState.FAILED, 2)
    assert job.error is not None
    assert "SIGSEGV" in job.error.message


def test_an_unexpected_exit_is_tried_three_times():
    job_id = submit()
    for expected in (JobState.QUEUED, JobState.QUEUED, JobState.FAILED):
        due_again(job_id)
        assert run(job_id, "sys.exit(3)").state is expected


def test_a_hung_job_times_out_and_is_not_tried_again():
    job = run(submit(), "time.sleep(60)", limits=Limits(run_s=0.5, heartbeat_s=0.1))
    assert (job.state, job.attempts) == (JobState.TIMED_OUT, 1)
    assert job.error is not None
    assert job.error.code == "timed_out"


def test_a_running_job_is_cancelled():
    job_id = submit()

    class Canceller(threading.Event):
        def is_set(self) -> bool:
            if reads.job_get(job_id=job_id).state is JobState.RUNNING:
                writes.job_cancel(job_id=job_id)
            return False

    assert run(job_id, "time.sleep(60)", stop=Canceller()).state is JobState.CANCELLED


def test_a_worker_that_stops_gives_its_job_back():
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    job = run(submit(), "time.sleep(60)", stop=stop)
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)


def test_a_worker_that_stops_takes_no_job():
    stop = threading.Event()
    stop.set()
    assert run(submit(), answering(result=MEASURED), stop=stop).attempts == 0


def test_with_the_lease_lost_nothing_is_stored():
    """The sweep gave the job away while the child ran."""
    job_id = submit()

    class Thief(threading.Event):
        def is_set(self) -> bool:
            if models.Job.objects.filter(id=job_id, state=JobState.RUNNING).exists():
                writes.jobs_sweep(now=timezone.now() + timedelta(hours=1))
            return False

    job = run(job_id, f"time.sleep(1)\n{answering(result=MEASURED)}", stop=Thief())
    assert job.state is JobState.QUEUED
    assert models.Measurement.objects.count() == 0


def test_a_message_delivered_five_times_runs_once():
    job_id = submit()
    script = f"open({str(Path(settings.DATA_DIR) / job_id)!r}, 'a').write('.')\n{answering(result=MEASURED)}"
    for _ in range(5):
        run(job_id, script)
    assert (Path(settings.DATA_DIR) / job_id).read_text() == "."


@pytest.mark.parametrize("job_id", [str(uuid.UUID(int=1)), "no id at all"])
def test_a_message_about_no_job_is_ignored(job_id):
    execute(job_id, worker="one", stop=threading.Event(), command=["false"])


def test_a_full_disk_leaves_no_file_and_the_job_is_tried_again(monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run_job, "artifact_write", full)
    job = run(submit("onnx_export"), answering(result={"file": "model.onnx", "parity": PARITY}))
    assert job.state is JobState.QUEUED
    assert "No space left" in job.stage
    assert models.Artifact.objects.count() == 0


def test_a_database_that_is_away_for_a_moment_costs_no_result(monkeypatch):
    calls: Counter[str] = Counter()
    succeed = writes.job_succeed

    def flaky(**arguments):
        calls["succeed"] += 1
        if calls["succeed"] == 1:
            raise OperationalError("server closed the connection")
        return succeed(**arguments)

    monkeypatch.setattr(run_job, "job_succeed", flaky)
    assert run(submit(), answering(result=MEASURED)).state is JobState.SUCCEEDED


def test_what_killed_workers_left_is_removed_in_time():
    folders = Path(settings.DATA_DIR) / "work"
    folders.mkdir(exist_ok=True)
    old = folders / "job-old"
    old.mkdir()
    (old / "model.onnx").write_bytes(b"half")
    os.utime(old, (0, 0))
    run(submit(), answering(result=MEASURED))
    assert not old.exists()


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.real_postgres)], indirect=True)
def test_a_cut_connection_is_made_anew(postgres_url):
    """As when PostgreSQL restarts while a child runs."""

    class Cutter(threading.Event):
        rounds = 0

        def is_set(self) -> bool:
            self.rounds += 1
            if self.rounds == 3:
                with psycopg.connect(postgres_url, autocommit=True) as other:
                    other.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity "
                        "where datname = current_database() and pid <> pg_backend_pid()"
                    )
            return False

    told = answering(progress=0.4, stage="measuring")
    script = f"time.sleep(0.8)\n{told}\nsys.stdout.flush()\ntime.sleep(0.8)\n{answering(result=MEASURED)}"
    job = run(submit(), script, stop=Cutter())
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 1)
