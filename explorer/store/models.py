"""The tables. Nothing outside the store imports them; reads return frozen dataclasses instead."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from explorer.domain.jobs import ACTIVE, JobKind, JobState


class Architecture(models.Model):
    """A stored graph with its totals at batch 1 and float32, so that lists never parse a graph.

    catalogue_digest identifies what a shipped entry was loaded from; it is empty for what visitors store.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    family = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField(null=True)
    summary = models.TextField(blank=True)
    position = models.PositiveIntegerField(null=True)
    catalogue_digest = models.CharField(max_length=64, blank=True)
    derived_from = models.CharField(max_length=80, blank=True)

    paper = models.JSONField(null=True)
    recipe_name = models.CharField(max_length=80, blank=True)
    recipe_parameters = models.JSONField(null=True)
    reference = models.JSONField(null=True)
    source_url = models.URLField(max_length=500, blank=True)

    graph_json = models.TextField()
    graph_sha256 = models.CharField(max_length=64, db_index=True)
    input_shape = models.JSONField()
    silhouette = models.JSONField()
    params = models.BigIntegerField()
    macs = models.BigIntegerField()
    activation_bytes = models.BigIntegerField()
    peak_activation_bytes = models.BigIntegerField()
    depth = models.PositiveIntegerField()

    # Copies of the default accuracy's figures, so that lists can sort by them.
    top1_error_pct = models.FloatField(null=True)
    top5_error_pct = models.FloatField(null=True)
    accuracy_protocol = models.CharField(max_length=80, blank=True)
    accuracy_source = models.TextField(blank=True)

    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class CatalogueLoad(models.Model):
    """What the last catalogue load read and which rows it left: one row or none.

    sources_digest is empty where the sources are unknown.
    """

    sources_digest = models.CharField(max_length=64, blank=True)
    rows_digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sources_digest[:12]


class Accuracy(models.Model):
    """One published result of an architecture; position orders them by preference."""

    architecture = models.ForeignKey(Architecture, models.CASCADE, related_name="accuracies")
    position = models.PositiveIntegerField()
    top1_error_pct = models.FloatField(null=True)
    top5_error_pct = models.FloatField(null=True)
    protocol = models.CharField(max_length=80)
    input_size = models.PositiveIntegerField(null=True)
    weights = models.CharField(max_length=200)
    source = models.TextField()
    notes = models.TextField(blank=True)
    grade = models.CharField(max_length=8)
    is_default = models.BooleanField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.weights}: {self.top1_error_pct} % top-1"


class Job(models.Model):
    """A unit of work. The row is the queue: messages only point at it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in JobKind])
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in JobState])
    architecture = models.ForeignKey(Architecture, models.CASCADE, related_name="jobs")
    graph_sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    spec = models.JSONField()
    queue = models.CharField(max_length=20)
    # Set for one device, not just a kind: only workers that have it may claim the job.
    device_id = models.CharField(max_length=80, blank=True)
    owner = models.CharField(max_length=80, blank=True)

    progress = models.FloatField(default=0.0)
    stage = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=80, blank=True)
    error_message = models.TextField(blank=True)
    result = models.JSONField(null=True)

    cancel_requested = models.BooleanField(default=False)
    worker = models.CharField(max_length=200, blank=True)
    lease_token = models.UUIDField(null=True)
    lease_expires_at = models.DateTimeField(null=True)
    available_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            # A job that is being cancelled no longer counts as active: an equal request starts a new one.
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=sorted(ACTIVE), cancel_requested=False),
                name="job_one_active_per_key",
            ),
            models.CheckConstraint(condition=Q(progress__gte=0, progress__lte=1), name="job_progress_0_to_1"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_token__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_token__isnull=True)),
                name="job_lease_only_while_running",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "available_at"], name="job_by_state"),
            models.Index(fields=["key", "state"], name="job_by_key"),
            models.Index(fields=["-created_at"], name="job_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"


class Measurement(models.Model):
    """One profile. document holds it as the worker wrote it; the columns are for filtering lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    architecture = models.ForeignKey(Architecture, models.CASCADE, related_name="measurements")
    job = models.OneToOneField(Job, models.CASCADE, related_name="measurement")
    graph_sha256 = models.CharField(max_length=64, db_index=True)
    device = models.CharField(max_length=80)
    device_kind = models.CharField(max_length=20)
    device_name = models.CharField(max_length=200)
    document = models.JSONField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.architecture_id} on {self.device_name}"


class Artifact(models.Model):
    """A file that a job made, named by its content; key is that of the job, so equal requests find it."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="artifact")
    key = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    file_name = models.CharField(max_length=120)
    parity = models.JSONField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file_name} {self.sha256[:12]}"


class Comparison(models.Model):
    """A shared comparison, frozen when it was made."""

    slug = models.CharField(max_length=64, primary_key=True)
    document = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Device(models.Model):
    """A device that a worker reported; workers on one machine report the same device."""

    device_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    memory_bytes = models.BigIntegerField(null=True)
    worker = models.CharField(max_length=200)
    last_seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device_id", "worker"], name="device_once_per_worker")]

    def __str__(self) -> str:
        return self.name
