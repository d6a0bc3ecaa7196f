"""Runs one job, from claiming it to storing its result."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from explorer.domain.jobs import HEARTBEAT_SECONDS, LEASE_SECONDS, MAX_SIGNAL_ATTEMPTS, JobKind, JobState
from explorer.store.artifacts import artifact_write
from explorer.store.records import ClaimedJob, HeartbeatAnswer
from explorer.store.writes import job_claim, job_fail, job_heartbeat, job_progress, job_succeed
from workers.jobs.child_process import LIMIT_SECONDS, Ending, Limits, Outcome, run_child

log = logging.getLogger(__name__)

CHILD = (sys.executable, "-m", "workers.jobs.child")

ENVIRONMENT = {"KINETO_LOG_LEVEL": "99"}
"""Keeps torch's profiler from announcing itself on stderr."""

RETRIED = frozenset({"internal_error", "storage_failed"})
"""Failures worth another attempt; all others are caused by the job itself."""


def execute(
    job_id: str,
    *,
    worker: str,
    stop: threading.Event,
    command: Sequence[str] = CHILD,
    limits: Limits | None = None,
) -> None:
    """Claims the job, runs it in a child process and stores the outcome; does nothing if it cannot be claimed."""
    claimed = None if stop.is_set() else job_claim(job_id=job_id, worker=worker, now=timezone.now())
    if claimed is None:
        return
    log.info("job %s: %s of %s, attempt %d", job_id, claimed.kind, claimed.architecture_slug, claimed.attempts)
    held = _Held(claimed, stop)
    with tempfile.TemporaryDirectory(dir=_folders(), prefix="job-", ignore_cleanup_errors=True) as folder:
        job = {"kind": claimed.kind, "spec": claimed.spec, "graph": claimed.graph_document, "folder": folder}
        outcome = run_child(
            command,
            job,
            heartbeat=held.heartbeat,
            progress=held.progress,
            stop=stop,
            limits=limits,
            environment=ENVIRONMENT,
        )
        log.info("job %s: %s %s", job_id, outcome.ending, outcome.message)
        held.finish(outcome, Path(folder))


class _Held:
    """A claimed job, with the writes that its lease allows."""

    def __init__(self, claimed: ClaimedJob, stop: threading.Event) -> None:
        self._claimed, self._stop = claimed, stop
        self._lease = {"job_id": claimed.job_id, "lease_token": claimed.lease_token}

    def heartbeat(self) -> HeartbeatAnswer:
        """Extends the lease."""
        close_old_connections()
        return job_heartbeat(**self._lease, now=timezone.now())

    def progress(self, progress: float, stage: str) -> None:
        """Stores the child's progress; failing to do so does no harm."""
        try:
            job_progress(**self._lease, progress=progress, stage=stage)
        except (OperationalError, InterfaceError) as error:
            log.warning("job %s: progress not stored: %s", self._claimed.job_id, error)

    def finish(self, outcome: Outcome, folder: Path) -> None:
        """Stores the outcome of the run."""
        match outcome.ending:
            case Ending.LOST:
                log.warning("job %s: the lease is lost; its result is dropped", self._claimed.job_id)
            case Ending.SUCCEEDED:
                self._succeed(outcome.result or {}, folder)
            case Ending.KILLED:
                self._fail(outcome, retry=self._claimed.attempts < MAX_SIGNAL_ATTEMPTS)
            case Ending.TIMED_OUT:
                self._fail(outcome, state=JobState.TIMED_OUT)
            case Ending.CANCELLED:
                self._fail(outcome, state=JobState.CANCELLED)
            case Ending.STOPPED:
                self._fail(outcome, retry=True)
            case Ending.FAILED:
                self._fail(outcome, retry=outcome.code in RETRIED)

    def _succeed(self, result: Mapping[str, Any], folder: Path) -> None:
        if self._claimed.kind == JobKind.PROFILE:
            # The job is polled, so it goes without the raw samples; the measurement has them.
            summary = {key: value for key, value in result.items() if key != "raw_samples_ms"}
            self._write_until_lease_ends(
                lambda: job_succeed(**self._lease, result=summary, measurement=dict(result), artifact=None)
            )
            return
        try:
            self.heartbeat()  # storing half a gigabyte takes time
            sha256, size_bytes = artifact_write(folder / Path(result["file"]).name)
        except OSError as error:
            message = f"The file could not be stored: {error.strerror or 'I/O error'}."
            self._fail(Outcome(Ending.FAILED, code="storage_failed", message=message), retry=True)
            return
        facts = {key: value for key, value in result.items() if key != "file"}
        artifact = {"kind": "onnx", "sha256": sha256, "size_bytes": size_bytes, "parity": result["parity"]}
        facts |= {"sha256": sha256, "size_bytes": size_bytes}
        self._write_until_lease_ends(
            lambda: job_succeed(**self._lease, result=facts, measurement=None, artifact=artifact)
        )

    def _fail(self, outcome: Outcome, *, state: JobState = JobState.FAILED, retry: bool = False) -> None:
        code, message = outcome.code, outcome.message
        self._write_until_lease_ends(
            lambda: job_fail(**self._lease, code=code, message=message, state=state, retry=retry)
        )

    def _write_until_lease_ends(self, write: Callable[[], bool]) -> None:
        """Writes, with retries while the database is unavailable, as long as the lease may be valid."""
        deadline = time.monotonic() + LEASE_SECONDS - HEARTBEAT_SECONDS
        while True:
            close_old_connections()
            try:
                if not write():
                    log.warning("job %s: the lease is lost; nothing is stored", self._claimed.job_id)
                return
            except (OperationalError, InterfaceError) as error:
                log.warning("job %s: not stored yet: %s", self._claimed.job_id, error)
                if self._stop.wait(1) or time.monotonic() > deadline:
                    return


def _folders() -> Path:
    """The folder in which children write their files; removes what workers killed long ago have left in it."""
    folders = Path(settings.DATA_DIR) / "work"
    folders.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - 2 * LIMIT_SECONDS
    for folder in folders.glob("job-*"):
        try:
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            pass  # another worker removed it first
    return folders
