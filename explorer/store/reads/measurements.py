"""Reads of measurements."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from explorer.store import models
from explorer.store.errors import NotFound
from explorer.store.reads.paging import paged
from explorer.store.records import Measurement, Page


def measurements_page(
    *, architecture: str = "", device: str = "", page: int = 1, page_size: int = 20
) -> Page[Measurement]:
    """Measurements, newest first; device is an id, a kind or a device's name.

    Those of an architecture are the ones of its current graph. Raises NotFound for a page after the last one.
    """
    rows = models.Measurement.objects.annotate(slug=F("architecture__slug")).order_by("-taken_at", "id")
    if architecture:
        graphs = models.Architecture.objects.filter(slug=architecture).values("graph_sha256")
        rows = rows.filter(graph_sha256__in=graphs)
    if device:
        rows = rows.filter(Q(device=device) | Q(device_kind=device) | Q(device_name=device))
    found, count = paged(rows, page, page_size)
    return Page(count, [_record(row, row.slug) for row in found])


def measurement_get(*, measurement_id: str) -> Measurement:
    """One measurement. Raises NotFound."""
    row = models.Measurement.objects.annotate(slug=F("architecture__slug")).filter(id=measurement_id).first()
    if row is None:
        raise NotFound(f"There is no measurement {measurement_id[:80]!a}.", field="id")
    return _record(row, row.slug)


def measurements_newest(*, slugs: Sequence[str], most: int) -> dict[str, list[Measurement]]:
    """At most `most` measurements of each of these architectures' graphs, the newest first, by slug."""
    graphs = dict(models.Architecture.objects.filter(slug__in=slugs).values_list("slug", "graph_sha256"))
    number = Window(RowNumber(), partition_by=F("graph_sha256"), order_by=F("taken_at").desc())
    rows = models.Measurement.objects.filter(graph_sha256__in=graphs.values()).annotate(number=number)
    found = list(rows.filter(number__lte=most).order_by("-taken_at", "id"))
    return {
        slug: [_record(row, slug) for row in found if row.graph_sha256 == sha256] for slug, sha256 in graphs.items()
    }


def _record(row: models.Measurement, slug: str) -> Measurement:
    return Measurement(
        id=str(row.id),
        architecture=slug,
        job=str(row.job_id),
        graph_sha256=row.graph_sha256,
        document=row.document,
        taken_at=row.taken_at,
    )
