"""Reads of shared comparisons."""

from __future__ import annotations

from explorer.store import models
from explorer.store.errors import NotFound
from explorer.store.records import Comparison


def comparison_get(*, slug: str) -> Comparison:
    """A shared comparison. Raises NotFound."""
    row = models.Comparison.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound("There is no comparison at this link.", field="slug")
    return Comparison(row.slug, row.document, row.created_at)
