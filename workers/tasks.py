"""The Celery tasks."""

from __future__ import annotations

from typing import Any

from explorer.queue import RUN_JOB, app
from workers.jobs.run_job import execute
from workers.jobs.worker_reports import stopping


@app.task(name=RUN_JOB, bind=True)
def run_job(self: Any, job_id: str) -> None:
    """Runs one job; its row in the database describes it and takes the result."""
    execute(job_id, worker=self.request.hostname, stop=stopping)
