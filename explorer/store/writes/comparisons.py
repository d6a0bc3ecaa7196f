"""Writes of shared comparisons."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone

from explorer.store import models
from explorer.store.records import Comparison

_SLUG_BYTES = 16
"""128 random bits, so that links cannot be guessed."""


def comparison_create(*, document: dict[str, Any]) -> Comparison:
    """Stores a comparison under a new slug; it is never changed afterwards."""
    row = models.Comparison.objects.create(
        slug=secrets.token_urlsafe(_SLUG_BYTES), document=document, created_at=timezone.now()
    )
    return Comparison(row.slug, row.document, row.created_at)
