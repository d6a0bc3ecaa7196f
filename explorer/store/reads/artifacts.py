"""Reads of artifacts, the files that jobs made."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.store import models
from explorer.store.artifacts import artifact_path
from explorer.store.keys import work_key
from explorer.store.records import Artifact


def artifact_find(*, kind: str, graph_sha256: str, spec: Mapping[str, object]) -> Artifact | None:
    """The newest file made by a job for this work, if it is still on disk."""
    key = work_key(kind=kind, graph_sha256=graph_sha256, spec=spec)
    row = models.Artifact.objects.filter(key=key).order_by("-created_at").first()
    if row is None or not artifact_path(row.sha256).is_file():
        return None
    return Artifact(row.sha256, row.size_bytes, row.file_name, row.parity, row.created_at)
