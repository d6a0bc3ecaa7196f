"""Frozen records that reads and writes return, with the field names of the HTTP API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from explorer.domain.jobs import JobKind, JobState

Record = TypeVar("Record")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Page(Generic[Record]):
    """One page of a list and the number of rows in all pages."""

    count: int
    results: list[Record]


@dataclass(frozen=True)
class Summary:
    """An architecture as lists show it; totals at batch 1 and float32, errors in percent."""

    slug: str
    name: str
    family: str
    year: int | None
    summary: str
    input_shape: list[int]
    params: int
    macs: int
    activation_bytes: int
    peak_activation_bytes: int
    depth: int
    top1_error_pct: float | None
    top5_error_pct: float | None
    accuracy_protocol: str | None
    accuracy_source: str | None
    reference: Json | None
    derived_from: str | None
    silhouette: Sequence[Json]


@dataclass(frozen=True)
class Detail:
    """An architecture with everything that is stored about it; graph is the stored document."""

    summary: Summary
    paper: Json | None
    accuracies: list[Json]
    recipe_name: str | None
    recipe_parameters: Json | None
    graph_json: str
    graph_sha256: str
    source_url: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class StoredGraph:
    """Which graph an architecture has; the sha256 identifies its canonical JSON."""

    slug: str
    family: str
    graph_sha256: str


@dataclass(frozen=True)
class JobError:
    """Why a job failed."""

    code: str
    message: str


@dataclass(frozen=True)
class Job:
    """A job without its lease; progress from 0 to 1."""

    id: str
    kind: JobKind
    state: JobState
    architecture: str
    spec: Json
    progress: float
    stage: str
    attempts: int
    cancel_requested: bool
    error: JobError | None
    result: Json | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class ClaimedJob:
    """Everything a worker needs to run a job; lease_token proves that it still holds the job."""

    job_id: str
    kind: JobKind
    spec: Json
    graph_document: Json
    graph_sha256: str
    architecture_slug: str
    lease_token: str
    attempts: int


class HeartbeatAnswer(StrEnum):
    """What a worker does next with a running job: go on, stop it, or drop it, its lease lost."""

    CONTINUE = "continue"
    CANCEL = "cancel"
    LOST = "lost"


@dataclass(frozen=True)
class SweepCounts:
    """Numbers of jobs that one sweep requeued, failed, cancelled and sent again."""

    requeued: int
    failed: int
    cancelled: int
    resent: int


@dataclass(frozen=True)
class Measurement:
    """One stored profile; document is what the worker wrote."""

    id: str
    architecture: str
    job: str
    graph_sha256: str
    document: Json
    taken_at: datetime


@dataclass(frozen=True)
class Artifact:
    """A finished file."""

    sha256: str
    size_bytes: int
    file_name: str
    parity: Json | None
    created_at: datetime


@dataclass(frozen=True)
class Device:
    """A device that a live worker offers; kind is "cpu" or "cuda"."""

    id: str
    kind: str
    name: str
    memory_bytes: int | None
    worker: str
    last_seen_at: datetime


@dataclass(frozen=True)
class Comparison:
    """A shared comparison, frozen when it was made."""

    slug: str
    document: Json
    created_at: datetime
