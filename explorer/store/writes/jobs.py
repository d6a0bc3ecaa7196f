"""Writes of jobs outside their worker: submitting, cancelling, sweeping."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from explorer.domain.jobs import (
    ACTIVE,
    MAX_ATTEMPTS,
    RESEND_AFTER_SECONDS,
    JobKind,
    JobState,
    backoff_seconds,
)
from explorer.store import models
from explorer.store.errors import Conflict, NotFound, QueueFull
from explorer.store.keys import work_key
from explorer.store.reads.jobs import job_record, job_row
from explorer.store.records import Job, SweepCounts
from explorer.store.signals import job_queued

log = logging.getLogger(__name__)

_RESENT_PER_SWEEP = 100
"""Most messages one sweep sends again, oldest jobs first, so that a long queue cannot flood the broker."""

DEVICE_KINDS = ("cpu", "cuda")
NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_expires_at": None}


def job_submit(*, kind: str, architecture_slug: str, spec: dict[str, Any], owner: str = "") -> tuple[Job, bool]:
    """The one active job for this work, and whether this call created it; its message is sent on commit.

    spec says what to do (device, dtype, batch, height, width, opset). Raises NotFound for an unknown
    architecture, QueueFull when too many jobs are waiting.
    """
    architecture = models.Architecture.objects.filter(slug=architecture_slug).only("id", "slug", "graph_sha256").first()
    if architecture is None:
        raise NotFound(f"There is no architecture {architecture_slug[:80]!a}.", field="architecture")
    key = work_key(kind=kind, graph_sha256=architecture.graph_sha256, spec=spec)
    # An equal job may end between the failed insert and the search for it; then try the insert again.
    for _ in range(5):
        if (found := _active(key)) is not None:
            return job_record(found), False
        try:
            with transaction.atomic():
                return job_record(_insert(JobKind(kind), architecture, key, spec, owner)), True
        except IntegrityError:
            continue
    raise Conflict("The same job was started and ended several times just now; try again.")


def _active(key: str) -> models.Job | None:
    rows = models.Job.objects.filter(key=key, state__in=ACTIVE, cancel_requested=False)
    return rows.select_related("architecture").first()


def _insert(kind: JobKind, architecture: models.Architecture, key: str, spec: dict[str, Any], owner: str) -> models.Job:
    if models.Job.objects.filter(state=JobState.QUEUED).count() >= settings.JOB_QUEUE_LIMIT:
        raise QueueFull(f"{settings.JOB_QUEUE_LIMIT} jobs are already waiting; try again later.")
    now, device = timezone.now(), str(spec.get("device", "cpu"))
    row = models.Job.objects.create(
        kind=kind,
        state=JobState.QUEUED,
        architecture=architecture,
        graph_sha256=architecture.graph_sha256,
        key=key,
        spec=spec,
        queue=_queue(device),
        device_id="" if device in DEVICE_KINDS else device,
        owner=owner,
        stage="waiting for a worker",
        available_at=now,
        sent_at=now,
        created_at=now,
        updated_at=now,
    )
    transaction.on_commit(partial(_announce, str(row.id), row.queue))
    return row


def _queue(device: str) -> str:
    on_gpu = device == "cuda" or models.Device.objects.filter(device_id=device, kind="cuda").exists()
    return "gpu" if on_gpu else "cpu"


def _announce(job_id: str, queue: str) -> bool:
    """Whether the broker accepted a message for the job; if not, the next sweep tries again."""
    answers = job_queued.send_robust(sender=models.Job, job_id=job_id, queue=queue)
    taken = all(answer is not False for _, answer in answers)
    if not taken:
        models.Job.objects.filter(id=job_id, state=JobState.QUEUED).update(sent_at=None)
    return taken


def job_cancel(*, job_id: str) -> Job:
    """The job after a request to cancel: a queued one is cancelled at once, a running one is stopped by its worker.

    A finished job stays as it is. Raises NotFound.
    """
    row, now = job_row(job_id), timezone.now()
    ended = models.Job.objects.filter(id=row.id, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, stage="cancelled", cancel_requested=True, finished_at=now, updated_at=now
    )
    if not ended:
        models.Job.objects.filter(id=row.id, state=JobState.RUNNING, cancel_requested=False).update(
            cancel_requested=True, stage="stopping", updated_at=now
        )
    return job_record(job_row(job_id))


def jobs_sweep(*, now: datetime) -> SweepCounts:
    """Recovers jobs whose worker or message was lost, and counts them.

    Running jobs whose lease expired go back to the queue, or end if they were to be cancelled or have no attempt
    left; messages of jobs that have waited too long are sent again. Any number of sweeps may run at once.
    """
    lost = models.Job.objects.filter(state=JobState.RUNNING, lease_expires_at__lt=now)
    cancelled = lost.filter(cancel_requested=True).update(
        state=JobState.CANCELLED, stage="cancelled", finished_at=now, updated_at=now, **NO_LEASE
    )
    failed = lost.filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED,
        stage="failed",
        error_code="worker_lost",
        error_message=f"Its worker stopped responding {MAX_ATTEMPTS} times.",
        finished_at=now,
        updated_at=now,
        **NO_LEASE,
    )
    requeued = 0
    for attempt in range(1, MAX_ATTEMPTS):
        requeued += lost.filter(attempts=attempt).update(
            state=JobState.QUEUED,
            stage="waiting to retry: its worker stopped responding",
            progress=0.0,
            available_at=now + timedelta(seconds=backoff_seconds(attempt, random.random())),
            sent_at=None,
            updated_at=now,
            **NO_LEASE,
        )
    counts = SweepCounts(requeued=requeued, failed=failed, cancelled=cancelled, resent=_resend(now))
    if any(vars(counts).values()):
        log.info("sweep: %s", counts)
    return counts


def _resend(now: datetime) -> int:
    """Announces due jobs whose message was never sent, or so long ago that it may be lost."""
    due = Q(sent_at__isnull=True) | Q(sent_at__lt=now - timedelta(seconds=RESEND_AFTER_SECONDS))
    waiting = models.Job.objects.filter(due, state=JobState.QUEUED, available_at__lte=now)
    resent = 0
    for job_id, queue, sent_at in waiting.order_by("available_at").values_list("id", "queue", "sent_at")[
        :_RESENT_PER_SWEEP
    ]:
        # Only one of several sweeps wins this row.
        if models.Job.objects.filter(id=job_id, state=JobState.QUEUED, sent_at=sent_at).update(sent_at=now):
            if not _announce(str(job_id), queue):
                break
            resent += 1
    return resent
