"""Writes of a worker to the job it holds; each succeeds only while the worker's lease is valid."""

from __future__ import annotations

import json
import random
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from explorer.domain.jobs import LEASE_SECONDS, MAX_ATTEMPTS, JobKind, JobState, assert_legal, backoff_seconds
from explorer.store import models
from explorer.store.artifacts import artifact_path
from explorer.store.records import ClaimedJob, HeartbeatAnswer
from explorer.store.writes.jobs import NO_LEASE


def job_claim(*, job_id: str, worker: str, now: datetime) -> ClaimedJob | None:
    """The job, now running under a lease of this worker; None if it cannot be claimed.

    A message may arrive late, twice or for a finished job: one conditional UPDATE decides.
    """
    token = uuid.uuid4()
    try:
        waiting = models.Job.objects.filter(id=uuid.UUID(job_id), state=JobState.QUEUED)
    except ValueError:
        return None
    own_devices = models.Device.objects.filter(worker=worker).values("device_id")
    mine = Q(device_id="") | Q(device_id__in=own_devices)
    claimed = waiting.filter(mine, available_at__lte=now).update(
        state=JobState.RUNNING,
        lease_token=token,
        lease_expires_at=now + timedelta(seconds=LEASE_SECONDS),
        worker=worker,
        started_at=now,
        attempts=F("attempts") + 1,
        progress=0.0,
        stage="starting",
        error_code="",
        error_message="",
        updated_at=now,
    )
    if not claimed:
        # This message is used up; the next sweep sends another, which may reach a worker that has the device.
        waiting.exclude(device_id="").update(sent_at=None)
        return None
    row = models.Job.objects.select_related("architecture").filter(id=uuid.UUID(job_id), lease_token=token).first()
    return _claimed(row, token) if row else None


def _claimed(row: models.Job, token: uuid.UUID) -> ClaimedJob:
    return ClaimedJob(
        job_id=str(row.id),
        kind=JobKind(row.kind),
        spec=row.spec,
        graph_document=json.loads(row.architecture.graph_json),
        graph_sha256=row.architecture.graph_sha256,
        architecture_slug=row.architecture.slug,
        lease_token=str(token),
        attempts=row.attempts,
    )


def _held(job_id: str, lease_token: str) -> Any:
    """The row, if this worker's lease on it is still valid."""
    return models.Job.objects.filter(id=uuid.UUID(job_id), lease_token=uuid.UUID(lease_token), state=JobState.RUNNING)


def job_heartbeat(*, job_id: str, lease_token: str, now: datetime) -> HeartbeatAnswer:
    """Extends the lease, and returns whether to go on."""
    held = _held(job_id, lease_token)
    if not held.update(lease_expires_at=now + timedelta(seconds=LEASE_SECONDS)):
        return HeartbeatAnswer.LOST
    return HeartbeatAnswer.CANCEL if held.filter(cancel_requested=True).exists() else HeartbeatAnswer.CONTINUE


def job_progress(*, job_id: str, lease_token: str, progress: float, stage: str) -> bool:
    """Stores the job's progress (0 to 1) and stage; False if the lease is lost."""
    return bool(
        _held(job_id, lease_token)
        .filter(cancel_requested=False)
        .update(progress=min(max(progress, 0.0), 1.0), stage=stage[:200], updated_at=timezone.now())
        or _held(job_id, lease_token).exists()
    )


def job_succeed(
    *,
    job_id: str,
    lease_token: str,
    result: dict[str, Any],
    measurement: dict[str, Any] | None,
    artifact: dict[str, Any] | None,
) -> bool:
    """Finishes the job and stores its results atomically; False if the lease is lost.

    measurement is the document of domain.measurement; artifact has kind, sha256, size_bytes, and may have file_name
    and parity. Raises ValueError for numbers that are not finite, and for an artifact that is not in the store.
    """
    for document in (result, measurement, artifact):
        json.dumps(document, allow_nan=False)
    if artifact is not None and not artifact_path(artifact["sha256"]).is_file():
        raise ValueError("The artifact's file is not in the store.")
    now = timezone.now()
    with transaction.atomic():
        ended = _held(job_id, lease_token).update(
            state=JobState.SUCCEEDED,
            progress=1.0,
            stage="done",
            result=result,
            finished_at=now,
            updated_at=now,
            **NO_LEASE,
        )
        if not ended:
            return False
        row = models.Job.objects.select_related("architecture").get(id=uuid.UUID(job_id))
        if measurement is not None:
            _store_measurement(row, measurement, now)
        if artifact is not None:
            _store_artifact(row, artifact, now)
    return True


def _store_artifact(row: models.Job, artifact: dict[str, Any], now: datetime) -> None:
    models.Artifact.objects.create(
        job=row,
        key=row.key,
        kind=artifact["kind"],
        sha256=artifact["sha256"],
        size_bytes=artifact["size_bytes"],
        file_name=f"{row.architecture.slug}.onnx",
        parity=artifact.get("parity"),
        created_at=now,
    )


def _store_measurement(row: models.Job, measurement: dict[str, Any], now: datetime) -> None:
    conditions: dict[str, Any] = measurement.get("conditions", {})
    device = str(conditions.get("device", row.spec.get("device", "")))
    taken_at = conditions.get("taken_at")
    models.Measurement.objects.create(
        architecture=row.architecture,
        job=row,
        graph_sha256=conditions.get("graph_sha256") or row.graph_sha256,
        device=device[:80],
        device_kind=str(conditions.get("device_kind", ""))[:20],
        device_name=str(conditions.get("device_name", ""))[:200],
        document=measurement,
        taken_at=(parse_datetime(taken_at) if isinstance(taken_at, str) else None) or now,
    )


def job_fail(
    *,
    job_id: str,
    lease_token: str,
    code: str,
    message: str,
    state: JobState = JobState.FAILED,
    retry: bool,
) -> bool:
    """Fails the job, or requeues it if `retry` is set and an attempt is left; False if the lease is lost.

    A job that was to be cancelled ends as cancelled. state is failed, timed_out or cancelled.
    """
    assert_legal(JobState.RUNNING, state)
    now = timezone.now()
    with transaction.atomic():
        row = _held(job_id, lease_token).select_for_update().first()
        if row is None:
            return False
        if row.cancel_requested or state == JobState.CANCELLED:
            changes = {"state": JobState.CANCELLED, "stage": "cancelled", "finished_at": now}
        elif retry and row.attempts < MAX_ATTEMPTS:
            changes = {
                "state": JobState.QUEUED,
                "stage": f"waiting to retry: {message}"[:200],
                "progress": 0.0,
                "available_at": now + timedelta(seconds=backoff_seconds(row.attempts, random.random())),
                "sent_at": None,
            }
        else:
            stage = "timed out" if state == JobState.TIMED_OUT else "failed"
            changes = {
                "state": state,
                "stage": stage,
                "error_code": code[:80],
                "error_message": message,
                "finished_at": now,
            }
        return bool(_held(job_id, lease_token).update(updated_at=now, **NO_LEASE, **changes))
