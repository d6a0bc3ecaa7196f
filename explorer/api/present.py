"""Records of the store as JSON-ready values, in the shapes that answers/ describes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar
from urllib.parse import urlencode

from rest_framework.request import Request
from rest_framework.response import Response

from explorer.catalog import entries, recipes
from explorer.catalog.lecture import LectureNote, lecture_notes
from explorer.catalog.published import PublishedResult
from explorer.store.records import Comparison, Detail, Device, Job, Json, Measurement, Page, Summary

Record = TypeVar("Record")

_CONDITIONS = (
    "device",
    "device_name",
    "driver",
    "torch_version",
    "dtype",
    "batch",
    "input_shape",
    "threads",
    "warm_up",
    "repeats",
    "weights",
    "quality_grade",
)
_COMPARED = (
    "slug",
    "name",
    "family",
    "year",
    "input_shape",
    "params",
    "macs",
    "activation_bytes",
    "peak_activation_bytes",
    "depth",
    "top1_error_pct",
    "top5_error_pct",
    "accuracy_protocol",
    "accuracy_source",
)


def page_response(
    request: Request, page: Page[Record], present: Callable[[Record], Any], *, number: int, size: int
) -> Response:
    """One page of a list with links to the pages before and after it."""
    return Response(
        {
            "count": page.count,
            "next": _page_url(request, number + 1) if number * size < page.count else None,
            "previous": _page_url(request, number - 1) if number > 1 else None,
            "results": [present(record) for record in page.results],
        }
    )


def _page_url(request: Request, number: int) -> str:
    others = [(name, value) for name, value in request.query_params.items() if name != "page"]
    query = urlencode(others if number == 1 else [*others, ("page", number)])
    return request.build_absolute_uri(f"{request.path}?{query}" if query else request.path)


def summary(record: Summary) -> dict[str, Any]:
    """An architecture in a list."""
    return dict(vars(record))


def detail(record: Detail) -> dict[str, Any]:
    """An architecture with everything stored about it."""
    recipe = recipes().get(record.recipe_name) if record.recipe_name else None
    return summary(record.summary) | {
        "paper": record.paper,
        "accuracies": _accuracies(record.accuracies),
        "recipe": recipe
        and {"name": recipe.name, "parameters": record.recipe_parameters or {}, "schema": recipe.schema()},
        "notes": _notes(record.summary.slug),
        "lecture_notes": [_lecture_note(note) for note in lecture_notes(record.summary.slug)],
        "graph": json.loads(record.graph_json),
        "graph_sha256": record.graph_sha256,
        "source_url": record.source_url,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
    }


def _notes(slug: str) -> str:
    """Notes on the sources of a shipped architecture's figures; empty for architectures that visitors stored."""
    return next((entry.notes for entry in entries() if entry.slug == slug), "")


def _lecture_note(note: LectureNote) -> dict[str, Any]:
    return {name: value for name, value in asdict(note).items() if name != "slugs"}


def published_result(result: PublishedResult) -> dict[str, Any]:
    """A published accuracy with what it belongs to."""
    return asdict(result) | {
        "has_graph": any(entry.slug == result.slug for entry in entries()),
        "accuracy": asdict(result.accuracy) | {"source_url": _link(result.accuracy.source)},
    }


def _accuracies(rows: list[Json]) -> list[Json]:
    """Results with a link where the source is an address."""
    return [dict(row) | {"source_url": _link(row["source"])} for row in rows]


def _link(source: str) -> str | None:
    return source if source.startswith("https://") and " " not in source else None


def job(record: Job) -> dict[str, Any]:
    """A job."""
    return vars(record) | {"error": record.error and dict(vars(record.error))}


def device(record: Device) -> dict[str, Any]:
    """A device."""
    return dict(vars(record))


def measurement_summary(record: Measurement) -> dict[str, Any]:
    """A measurement without its layers, its conditions flattened into it."""
    document = record.document
    conditions = document["conditions"]
    return {
        "id": record.id,
        "architecture": record.architecture,
        "job": record.job,
        "graph_sha256": record.graph_sha256,
        "latency_ms": document["latency_ms"],
        "throughput_per_s": document.get("throughput_per_s"),
        "peak_memory_bytes": document.get("peak_memory_bytes"),
        "memory_method": document.get("memory_method"),
        **{name: conditions.get(name) for name in _CONDITIONS},
        "taken_at": record.taken_at,
    }


def measurement(record: Measurement) -> dict[str, Any]:
    """A measurement with its layers and all conditions."""
    document = record.document
    return measurement_summary(record) | {"layers": document["layers"], "conditions": document["conditions"]}


def measurement_detail(record: Measurement) -> dict[str, Any]:
    """A measurement with every repeat."""
    return measurement(record) | {"raw_samples_ms": record.document["raw_samples_ms"]}


def comparison_item(record: Summary, accuracies: list[Json], measurements: list[Measurement]) -> dict[str, Any]:
    """One architecture of a comparison, to be frozen."""
    taken = [measurement_summary(found) for found in measurements]
    return {name: getattr(record, name) for name in _COMPARED} | {
        "accuracies": _accuracies(accuracies),
        "measurements": [found | {"taken_at": found["taken_at"].isoformat()} for found in taken],
    }


def comparison(record: Comparison) -> dict[str, Any]:
    """A shared comparison."""
    return {"slug": record.slug, "url": comparison_url(record.slug), "created_at": record.created_at, **record.document}


def comparison_url(slug: str) -> str:
    """The path of its page."""
    return f"/c/{slug}"
