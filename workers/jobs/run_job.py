"""One job from its claim to its end in the database."""

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
from explorer.store.records import ClaimedJob
from explorer.store.writes import job_claim, job_fail, job_heartbeat, job_progress, job_succeed
from workers.jobs.child_process import LIMIT_SECONDS, Beat, Ending, Limits, Outcome, run_child

log = logging.getLogger(__name__)

CHILD = (sys.executable, "-m", "workers.jobs.child")

ENVIRONMENT = {"KINETO_LOG_LEVEL": "99"}
"""torch's profiler announces itself on stderr otherwise."""

RETRIED = frozenset({"internal_error", "storage_failed"})
"""Failures that another attempt may not meet; the others come from the job itself."""


def execute(
    job_id: str,
    *,
    worker: str,
    stop: threading.Event,
    command: Sequence[str] = CHILD,
    limits: Limits | None = None,
) -> None:
    """Claims the job, runs it in a child process and stores how it ended; nothing if it is not to be had."""
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
            beat=held.beat,
            progress=held.progress,
            stop=stop,
            limits=limits,
            environment=ENVIRONMENT,
        )
        log.info("job %s: %s %s", job_id, outcome.ending, outcome.message)
        held.finish(outcome, Path(folder))


class _Held:
    """A claimed job and what may be written to it."""

    def __init__(self, claimed: ClaimedJob, stop: threading.Event) -> None:
        self._claimed, self._stop = claimed, stop
        self._lease = {"job_id": claimed.job_id, "lease_token": claimed.lease_token}

    def beat(self) -> Beat:
        """Extends the lease."""
        close_old_connections()
        return Beat(job_heartbeat(**self._lease, now=timezone.now()).value)

    def progress(self, progress: float, stage: str) -> None:
        """Forwards the child's progress; a line that cannot be stored is no loss."""
        try:
            job_progress(**self._lease, progress=progress, stage=stage)
        except (OperationalError, InterfaceError) as error:
            log.warning("job %s: progress not stored: %s", self._claimed.job_id, error)

    def finish(self, outcome: Outcome, folder: Path) -> None:
        """Stores the end of the run."""
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
            # The job's own answer is polled; the raw samples are read with the measurement.
            summary = {key: value for key, value in result.items() if key != "raw_samples_ms"}
            self._insist(lambda: job_succeed(**self._lease, result=summary, measurement=dict(result), artifact=None))
            return
        try:
            self.beat()  # storing half a gigabyte takes a while
            sha256, size_bytes = artifact_write(folder / Path(result["file"]).name)
        except OSError as error:
            message = f"The file could not be stored: {error.strerror or 'input or output failed'}."
            self._fail(Outcome(Ending.FAILED, code="storage_failed", message=message), retry=True)
            return
        facts = {key: value for key, value in result.items() if key != "file"}
        artifact = {"kind": "onnx", "sha256": sha256, "size_bytes": size_bytes, "parity": result["parity"]}
        facts |= {"sha256": sha256, "size_bytes": size_bytes}
        self._insist(lambda: job_succeed(**self._lease, result=facts, measurement=None, artifact=artifact))

    def _fail(self, outcome: Outcome, *, state: JobState = JobState.FAILED, retry: bool = False) -> None:
        code, message = outcome.code, outcome.message
        self._insist(lambda: job_fail(**self._lease, code=code, message=message, state=state, retry=retry))

    def _insist(self, write: Callable[[], bool]) -> None:
        """Writes, again and again while the database is away, as long as the lease may stand."""
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
    """Where children write their files; folders of workers that were killed long ago are removed."""
    folders = Path(settings.DATA_DIR) / "work"
    folders.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - 2 * LIMIT_SECONDS
    for folder in folders.glob("job-*"):
        try:
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            pass  # another worker was faster
    return folders
