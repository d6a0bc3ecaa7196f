"""All writes of the database, each named <entity>_<action>, with keyword-only arguments."""

from __future__ import annotations

from explorer.store.writes.architectures import architecture_create, catalogue_load
from explorer.store.writes.comparisons import comparison_create
from explorer.store.writes.devices import device_report
from explorer.store.writes.jobs import job_cancel, job_submit, jobs_sweep
from explorer.store.writes.leases import job_claim, job_fail, job_heartbeat, job_progress, job_succeed

__all__ = [
    "architecture_create",
    "catalogue_load",
    "comparison_create",
    "device_report",
    "job_cancel",
    "job_claim",
    "job_fail",
    "job_heartbeat",
    "job_progress",
    "job_submit",
    "job_succeed",
    "jobs_sweep",
]
