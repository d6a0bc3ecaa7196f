"""Reads of architectures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from django.db.models import F, Q, QuerySet

from explorer.store import models
from explorer.store.errors import NotFound
from explorer.store.reads.paging import paged
from explorer.store.records import Detail, Json, Page, StoredGraph, Summary

ORDERINGS = (
    "name",
    "year",
    "params",
    "macs",
    "activation_bytes",
    "peak_activation_bytes",
    "depth",
    "top1_error_pct",
    "top5_error_pct",
)
"""Columns to sort by; a leading minus reverses the order, unknown values come last either way."""

_NOT_IN_SUMMARY = ("graph_json", "recipe_parameters", "paper")
_ACCURACY = (
    "top1_error_pct",
    "top5_error_pct",
    "protocol",
    "input_size",
    "weights",
    "source",
    "notes",
    "grade",
    "is_default",
)


def architectures_page(
    *,
    search: str = "",
    family: str = "",
    year_min: int | None = None,
    year_max: int | None = None,
    params_max: int | None = None,
    macs_max: int | None = None,
    ordering: str = "",
    page: int = 1,
    page_size: int = 20,
) -> Page[Summary]:
    """Summaries whose name, slug or family contains every word of `search`, in catalogue order by default.

    Limits are inclusive; an architecture without a year is in no range of years. Raises NotFound for a page after
    the last one.
    """
    rows = models.Architecture.objects.defer(*_NOT_IN_SUMMARY)
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(slug__icontains=word) | Q(family__icontains=word))
    if family:
        rows = rows.filter(family=family)
    limits = {"year__gte": year_min, "year__lte": year_max, "params__lte": params_max, "macs__lte": macs_max}
    rows = rows.filter(**{name: limit for name, limit in limits.items() if limit is not None})
    if ordering:
        column = F(ordering.removeprefix("-"))
        rows = rows.order_by(
            column.desc(nulls_last=True) if ordering.startswith("-") else column.asc(nulls_last=True), "id"
        )
    else:
        rows = rows.order_by(F("position").asc(nulls_last=True), "id")
    found, count = paged(rows, page, page_size)
    return Page(count, [summary_of(row) for row in found])


def families() -> list[str]:
    """The families that have an architecture, in alphabetical order."""
    return list(models.Architecture.objects.order_by("family").values_list("family", flat=True).distinct())


def architecture_summary(*, slug: str) -> Summary:
    """One architecture, as in lists. Raises NotFound."""
    return summary_of(_get(models.Architecture.objects.defer(*_NOT_IN_SUMMARY), slug))


def architecture_summaries(*, slugs: Sequence[str]) -> dict[str, Summary]:
    """Summaries by slug; slugs that do not exist are left out."""
    rows = models.Architecture.objects.defer(*_NOT_IN_SUMMARY).filter(slug__in=slugs)
    return {row.slug: summary_of(row) for row in rows}


def architecture_accuracies(*, slugs: Sequence[str]) -> dict[str, list[Json]]:
    """Published results by slug, the preferred one first; an empty list where there is none."""
    found: dict[str, list[Json]] = {slug: [] for slug in slugs}
    rows = models.Accuracy.objects.filter(architecture__slug__in=slugs).order_by("position")
    for slug, *values in rows.values_list("architecture__slug", *_ACCURACY):
        found[slug].append(dict(zip(_ACCURACY, values, strict=True)))
    return found


def architecture_detail(*, slug: str) -> Detail:
    """Everything stored about an architecture. Raises NotFound."""
    row = _get(models.Architecture.objects.all(), slug)
    return Detail(
        summary=summary_of(row),
        paper=row.paper,
        accuracies=list(row.accuracies.order_by("position").values(*_ACCURACY)),
        recipe_name=row.recipe_name or None,
        recipe_parameters=row.recipe_parameters,
        graph_json=row.graph_json,
        graph_sha256=row.graph_sha256,
        source_url=row.source_url or None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def architecture_graph(*, slug: str) -> StoredGraph:
    """The graph of an architecture, by its sha256. Raises NotFound."""
    row = _get(models.Architecture.objects.only("slug", "family", "graph_sha256"), slug)
    return StoredGraph(row.slug, row.family, row.graph_sha256)


def graph_json(*, graph_sha256: str) -> str:
    """The canonical JSON with this sha256. Raises NotFound."""
    texts = models.Architecture.objects.filter(graph_sha256=graph_sha256).values_list("graph_json", flat=True)
    text = texts.first()
    if text is None:
        raise NotFound("No graph has this sha256.", field="graph_sha256")
    return text


def catalogue_is_loaded(*, sources_digest: str) -> bool:
    """Whether the catalogue was last loaded from these sources, and its rows are still those of that load.

    They are not after a checkout that keeps no digests has loaded its own.
    """
    digest = rows_digest(shipped_digests())
    return models.CatalogueLoad.objects.filter(sources_digest=sources_digest, rows_digest=digest).exists()


def shipped_digests() -> dict[str, str]:
    """The catalogue_digest of every shipped entry, by slug."""
    return dict(models.Architecture.objects.exclude(catalogue_digest="").values_list("slug", "catalogue_digest"))


def rows_digest(digests: Mapping[str, str]) -> str:
    """One digest of all shipped rows, from their own."""
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def _get(rows: QuerySet[models.Architecture], slug: str) -> models.Architecture:
    row = rows.filter(slug=slug).first()
    if row is None:
        raise NotFound(f"There is no architecture {slug[:80]!a}.", field="architecture")
    return row


def summary_of(row: models.Architecture) -> Summary:
    """The row as a summary."""
    return Summary(
        slug=row.slug,
        name=row.name,
        family=row.family,
        year=row.year,
        summary=row.summary,
        input_shape=row.input_shape,
        params=row.params,
        macs=row.macs,
        activation_bytes=row.activation_bytes,
        peak_activation_bytes=row.peak_activation_bytes,
        depth=row.depth,
        top1_error_pct=row.top1_error_pct,
        top5_error_pct=row.top5_error_pct,
        accuracy_protocol=row.accuracy_protocol or None,
        accuracy_source=row.accuracy_source or None,
        reference=row.reference,
        derived_from=row.derived_from or None,
        silhouette=row.silhouette,
    )
