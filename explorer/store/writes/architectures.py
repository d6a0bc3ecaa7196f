"""Writes of architectures: the shipped catalogue, and graphs that visitors store."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from explorer.catalog.published import Accuracy
from explorer.catalog.recipe import Entry
from explorer.domain.costs import cost_report
from explorer.domain.document import MAX_DOCUMENT_BYTES, canonical_json
from explorer.domain.errors import InvalidGraph
from explorer.domain.graph import Graph
from explorer.domain.quantities import limit
from explorer.domain.silhouette import silhouette
from explorer.store import models
from explorer.store.reads.architectures import rows_digest, shipped_digests, summary_of
from explorer.store.records import Summary

_MAX_SLUG = 60
_MAX_TOTAL = 2**53 - 1
"""Larger totals are not exact in JSON readers."""


def architecture_create(
    *,
    graph: Graph,
    name: str,
    family: str,
    derived_from: str | None = None,
    recipe_name: str | None = None,
    recipe_parameters: dict[str, Any] | None = None,
) -> Summary:
    """Stores a visitor's graph under a slug made from its name.

    Raises InvalidGraph if its totals are too large to store, ShapeMismatch if its layers do not fit.
    """
    columns = _graph_columns(graph)
    now = timezone.now()
    base = slugify(name)[:_MAX_SLUG].strip("-_") or "architecture"
    for slug in _slugs(base):
        try:
            with transaction.atomic():
                row = models.Architecture.objects.create(
                    slug=slug,
                    name=name,
                    family=family,
                    derived_from=derived_from or "",
                    recipe_name=recipe_name or "",
                    recipe_parameters=recipe_parameters,
                    created_at=now,
                    updated_at=now,
                    **columns,
                )
                return summary_of(row)
        except IntegrityError:
            # The slug was taken between the search and the insert.
            continue
    raise AssertionError("unreachable: random slugs do not collide forever")


def _slugs(base: str) -> Iterable[str]:
    """Slugs to try: the plain one, then numbered ones, then random ones."""
    taken = set(models.Architecture.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    yield next(slug for slug in numbered if slug not in taken)
    while True:
        yield f"{base}-{secrets.token_hex(4)}"


def _graph_columns(graph: Graph) -> dict[str, Any]:
    totals = cost_report(graph).totals
    text = canonical_json(graph)
    if len(text) > MAX_DOCUMENT_BYTES:
        raise InvalidGraph(f"The graph's canonical document is larger than {limit(MAX_DOCUMENT_BYTES)}.", field="graph")
    columns = {
        "params": totals.params,
        "macs": totals.macs,
        "activation_bytes": totals.activation_bytes,
        "peak_activation_bytes": totals.peak_activation_bytes,
    }
    for name, value in columns.items():
        if value > _MAX_TOTAL:
            raise InvalidGraph(f"The {name} of this graph add up to more than 2^53; that is too large.", field="graph")
    return columns | {
        "depth": totals.depth,
        "graph_json": text,
        "graph_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "input_shape": list(graph.inputs[0].shape),
        "silhouette": silhouette(graph),
    }


def catalogue_load(*, entries: Sequence[tuple[Entry, Graph, Sequence[Accuracy]]], sources_digest: str = "") -> int:
    """Stores the shipped entries in their order and returns how many were new or changed.

    Architectures of visitors stay; one whose slug a shipped entry needs moves to a new slug.
    sources_digest identifies what the entries were made from; it is kept for catalogue_is_loaded.
    """
    known = shipped_digests()
    rows = {
        entry.slug: (_catalogue_row(position, entry, graph, accuracies), accuracies)
        for position, (entry, graph, accuracies) in enumerate(entries)
    }
    changed = {slug: row for slug, (row, _) in rows.items() if known.get(slug) != row.catalogue_digest}
    with transaction.atomic():
        left = rows_digest(known | {slug: row.catalogue_digest for slug, row in changed.items()})
        loaded = {"sources_digest": sources_digest, "rows_digest": left, "loaded_at": timezone.now()}
        models.CatalogueLoad.objects.update_or_create(id=1, defaults=loaded)
        if not changed:
            return 0
        for conflicting in models.Architecture.objects.filter(slug__in=changed, catalogue_digest=""):
            conflicting.slug = next(slug for slug in _slugs(conflicting.slug) if slug != conflicting.slug)
            conflicting.save(update_fields=["slug"])
        columns = [
            field.name
            for field in models.Architecture._meta.concrete_fields
            if field.name not in {"id", "slug", "created_at"}
        ]
        models.Architecture.objects.bulk_create(
            changed.values(), update_conflicts=True, unique_fields=["slug"], update_fields=columns
        )
        ids = dict(models.Architecture.objects.filter(slug__in=changed).values_list("slug", "id"))
        models.Accuracy.objects.filter(architecture_id__in=ids.values()).delete()
        models.Accuracy.objects.bulk_create(
            models.Accuracy(architecture_id=ids[slug], position=position, **asdict(accuracy))
            for slug in changed
            for position, accuracy in enumerate(rows[slug][1])
        )
    return len(changed)


def _catalogue_row(position: int, entry: Entry, graph: Graph, accuracies: Sequence[Accuracy]) -> models.Architecture:
    default = next((accuracy for accuracy in accuracies if accuracy.is_default), None)
    columns: dict[str, Any] = {
        "slug": entry.slug,
        "name": entry.name,
        "family": entry.family,
        "year": entry.year,
        "summary": entry.summary,
        "position": position,
        "paper": asdict(entry.paper),
        "recipe_name": entry.recipe,
        "recipe_parameters": dict(entry.parameters),
        "reference": dict(entry.reference) if entry.reference else None,
        "top1_error_pct": default.top1_error_pct if default else None,
        "top5_error_pct": default.top5_error_pct if default else None,
        "accuracy_protocol": default.protocol if default else "",
        "accuracy_source": default.source if default else "",
        **_graph_columns(graph),
    }
    content = json.dumps([columns, [asdict(accuracy) for accuracy in accuracies]], sort_keys=True)
    now = timezone.now()
    return models.Architecture(
        catalogue_digest=hashlib.sha256(content.encode()).hexdigest(), created_at=now, updated_at=now, **columns
    )
