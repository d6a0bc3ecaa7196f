"""All reads of the database; they return frozen records, never rows of the ORM."""

from __future__ import annotations

from django.db import connection

from explorer.store.reads.architectures import (
    ORDERINGS,
    architecture_accuracies,
    architecture_detail,
    architecture_graph,
    architecture_summaries,
    architecture_summary,
    architectures_page,
    catalogue_is_loaded,
    families,
    graph_json,
)
from explorer.store.reads.artifacts import artifact_find
from explorer.store.reads.comparisons import comparison_get
from explorer.store.reads.devices import devices_live, workers_live
from explorer.store.reads.jobs import job_get, jobs_page
from explorer.store.reads.measurements import measurement_get, measurements_newest, measurements_page
from explorer.store.reads.paging import page_slice

__all__ = [
    "ORDERINGS",
    "architecture_accuracies",
    "architecture_detail",
    "architecture_graph",
    "architecture_summaries",
    "architecture_summary",
    "architectures_page",
    "artifact_find",
    "catalogue_is_loaded",
    "comparison_get",
    "database_answers",
    "devices_live",
    "families",
    "graph_json",
    "job_get",
    "jobs_page",
    "measurement_get",
    "measurements_newest",
    "measurements_page",
    "page_slice",
    "workers_live",
]


def database_answers() -> None:
    """Runs an empty query. Raises DatabaseError when the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
