"""What the store refuses."""

from __future__ import annotations

from explorer.domain.errors import DomainError


class NotFound(DomainError):
    """No row has this name."""

    code = "not_found"


class QueueFull(DomainError):
    """More jobs are waiting than this installation takes."""

    code = "queue_full"


class Conflict(DomainError):
    """Others changed the same thing at the same time, again and again."""

    code = "conflict"
