"""The key that identifies the work of a job, so that equal jobs share it."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.jobs import job_key


def work_key(*, kind: str, graph_sha256: str, spec: Mapping[str, object]) -> str:
    """The sha256 that equal jobs share: the same graph, kind, device, dtype, batch, input size and opset."""
    return job_key(kind=kind, graph_sha256=graph_sha256, spec=dict(spec))
