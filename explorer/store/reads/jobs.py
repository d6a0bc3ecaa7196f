"""Reads of jobs."""

from __future__ import annotations

import uuid

from explorer.domain.jobs import ACTIVE, JobKind, JobState
from explorer.store import models
from explorer.store.errors import NotFound
from explorer.store.reads.paging import paged
from explorer.store.records import Job, JobError, Page

_HEAVY = ("architecture__graph_json", "architecture__silhouette", "architecture__recipe_parameters")


def job_get(*, job_id: str) -> Job:
    """One job. Raises NotFound."""
    return job_record(job_row(job_id))


def jobs_page(*, architecture: str = "", active: bool | None = None, page: int = 1, page_size: int = 20) -> Page[Job]:
    """Jobs of one graph or all, newest first; active True selects queued and running ones, False finished ones.

    Raises NotFound for a page after the last one.
    """
    rows = models.Job.objects.select_related("architecture").defer(*_HEAVY).order_by("-created_at", "id")
    if architecture:
        graphs = models.Architecture.objects.filter(slug=architecture).values("graph_sha256")
        rows = rows.filter(graph_sha256__in=graphs)
    if active is not None:
        rows = rows.filter(state__in=ACTIVE) if active else rows.exclude(state__in=ACTIVE)
    found, count = paged(rows, page, page_size)
    return Page(count, [job_record(row) for row in found])


def job_row(job_id: str) -> models.Job:
    """The row of a job with its architecture. Raises NotFound."""
    try:
        row = models.Job.objects.select_related("architecture").defer(*_HEAVY).filter(id=uuid.UUID(job_id)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(f"There is no job {job_id[:80]!a}.", field="id")
    return row


def job_record(row: models.Job) -> Job:
    """The row without its lease."""
    return Job(
        id=str(row.id),
        kind=JobKind(row.kind),
        state=JobState(row.state),
        architecture=row.architecture.slug,
        spec=row.spec,
        progress=row.progress,
        stage=row.stage,
        attempts=row.attempts,
        cancel_requested=row.cancel_requested,
        error=JobError(row.error_code, row.error_message) if row.error_code else None,
        result=row.result,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        updated_at=row.updated_at,
    )
