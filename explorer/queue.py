"""The Celery app: a message carries a job's id and nothing else, and losing it does no harm."""

from __future__ import annotations

import logging
from typing import Any

import redis
from celery import Celery
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from explorer.store.signals import job_queued

log = logging.getLogger(__name__)

RUN_JOB = "workers.tasks.run_job"
QUEUES = ("cpu", "gpu")
_SOCKET_SECONDS = 1.0

app = Celery("layerscope")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_transport_options={
        # Above the hard time limit of a task: a message must not reappear while its job runs.
        "visibility_timeout": 3600,
        "socket_connect_timeout": _SOCKET_SECONDS,
        "socket_timeout": _SOCKET_SECONDS,
        # kombu would wait 2 s and try again, on every submit while the broker is down.
        "max_retries": 0,
    },
    broker_connection_timeout=_SOCKET_SECONDS,
    broker_connection_retry_on_startup=True,
    task_default_queue="cpu",
    task_create_missing_queues=True,
    task_acks_late=True,
    task_reject_on_worker_lost=False,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    timezone="UTC",
)


def send_job(job_id: str, queue: str) -> bool:
    """Points a worker of this queue at the job; False, within about a second, if the broker does not take it.

    The row stays queued then, and a worker's sweep sends it again.
    """
    try:
        app.send_task(RUN_JOB, args=[job_id], queue=queue, retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises must not fail the submit
        log.warning("job %s is stored, but the broker did not take its message: %s", job_id, error)
        return False
    return True


def _on_job_queued(*, job_id: str, queue: str, **_: Any) -> bool:
    return send_job(job_id, queue)


job_queued.connect(_on_job_queued, dispatch_uid="send_job")


def broker_answers() -> bool:
    """Whether the broker answers a ping within about a second."""
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=_SOCKET_SECONDS,
        socket_timeout=_SOCKET_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
