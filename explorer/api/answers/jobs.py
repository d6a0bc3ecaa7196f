"""Jobs and devices in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.base import Answer, integer, number, page_of, text
from explorer.domain.jobs import JobKind, JobState

KINDS = [kind.value for kind in JobKind]
STATES = [state.value for state in JobState]


class JobFailure(Answer):
    """Why a job did not succeed."""

    code = text()
    message = text()


class Job(Answer):
    """A job; result is null until it succeeds."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    state = serializers.ChoiceField(STATES)
    architecture = text()
    spec = serializers.DictField(help_text="The options: device, dtype, batch, height, width, opset.")
    progress = number(help_text="0 to 1")
    stage = text()
    attempts = integer()
    cancel_requested = serializers.BooleanField()
    error = JobFailure(allow_null=True)
    result = serializers.DictField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class Device(Answer):
    """A device that a live worker offers."""

    id = text()
    kind = text()
    name = text()
    memory_bytes = integer(allow_null=True)
    worker = text()
    last_seen_at = serializers.DateTimeField()


JobPage = page_of(Job)
DevicePage = page_of(Device)
