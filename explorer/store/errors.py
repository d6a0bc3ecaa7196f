"""Errors that the store raises."""

from __future__ import annotations

from explorer.domain.errors import DomainError


class NotFound(DomainError):
    """No row has this name."""

    code = "not_found"


class QueueFull(DomainError):
    """Too many jobs are waiting already."""

    code = "queue_full"


class Conflict(DomainError):
    """Repeated conflicts with changes made at the same time."""

    code = "conflict"
