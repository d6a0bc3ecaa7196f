"""Downloads: the table of costs, the graph document, and files for Google's Model Explorer."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from explorer.api import requests
from explorer.api.problems import Rejected
from explorer.api.sources import cost_options, graph_of
from explorer.api.views.base import Endpoint, documented
from explorer.domain.cost_csv import NOT_MEASURED, Latencies, csv_text
from explorer.domain.costs import cost_report
from explorer.domain.errors import shown
from explorer.domain.model_explorer import model_explorer_files
from explorer.store import reads
from explorer.store.records import StoredGraph


class CostsCsv(Endpoint):
    """The table of one architecture."""

    @documented(
        "downloadCosts",
        OpenApiResponse(OpenApiTypes.BINARY, description="Comma-separated values with exact numbers, UTF-8."),
        errors=(400, 404),
        parameters=[requests.CostsCsvQuery],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """A row for each layer, block or stage with its exact costs; unknown values are empty."""
        query = requests.query(requests.CostsCsvQuery, request)
        stored = reads.architecture_graph(slug=slug)
        report = cost_report(graph_of(stored.graph_sha256), cost_options(query), slug=slug)
        text = csv_text(report, query["by"], _latencies(stored, query.get("measurement")))
        return _attachment(text.encode(), f"{slug}-costs.csv", "text/csv; charset=utf-8")


class GraphDocument(Endpoint):
    """The graph of one architecture."""

    @documented(
        "downloadGraph",
        OpenApiResponse(OpenApiTypes.OBJECT, description="The canonical JSON, whose sha256 is graph_sha256."),
        errors=(404,),
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The graph document, which can be edited and stored again."""
        text = reads.graph_json(graph_sha256=reads.architecture_graph(slug=slug).graph_sha256)
        return _attachment(text.encode(), f"{slug}.json", "application/json")


class ModelExplorer(Endpoint):
    """One architecture for Google's Model Explorer."""

    @documented(
        "downloadModelExplorer",
        OpenApiResponse(OpenApiTypes.BINARY, description="A ZIP of graph.json and one file of node data per cost."),
        errors=(400, 404),
        parameters=[requests.MeasuredCostsQuery],
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """The graph with its groups as namespaces, and each cost as node data."""
        query = requests.query(requests.MeasuredCostsQuery, request)
        stored = reads.architecture_graph(slug=slug)
        report = cost_report(graph_of(stored.graph_sha256), cost_options(query), slug=slug)
        latencies = _latencies(stored, query.get("measurement"))
        files = model_explorer_files(slug, report, latencies.by_path)
        return _attachment(_zipped(files, slug), f"{slug}-model-explorer.zip", "application/zip")


def _latencies(stored: StoredGraph, measurement_id: str | None) -> Latencies:
    """The measured latencies of this graph. Raises Rejected unless the id is that of a measurement of it."""
    if measurement_id is None:
        return NOT_MEASURED
    try:
        measurement = reads.measurement_get(measurement_id=str(UUID(measurement_id)))
    except ValueError:
        message = f"measurement is {shown(measurement_id)}; it must be the id of a measurement."
        raise Rejected("invalid_field", message, field="measurement") from None
    if measurement.graph_sha256 != stored.graph_sha256:
        message = f"measurement is of {shown(measurement.architecture)}; it must be a measurement of {stored.slug}."
        raise Rejected("invalid_field", message, field="measurement")
    conditions = measurement.document["conditions"]
    parts = [
        str(conditions.get("device_name") or "unknown device"),
        conditions["dtype"],
        f"batch {conditions['batch']}",
        f"{measurement.taken_at:%Y-%m-%d}",
    ]
    layers = {row["path"]: row["latency_ms"] for row in measurement.document["layers"]}
    return Latencies({path: value for path, value in layers.items() if value is not None}, ", ".join(parts))


def _zipped(files: dict[str, str], folder: str) -> bytes:
    """A ZIP archive without dates, so that equal files give equal bytes."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(f"{folder}/{name}"), text, ZIP_DEFLATED)
    return target.getvalue()


def _attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
