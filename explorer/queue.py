"""The Celery app: a message carries only a job's id, and losing one does no harm."""

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
_SOCKET_SECONDS = 1.0

app = Celery("layerscope")
app.conf.update(
    broker_url=settings.REDIS_URL,
    broker_transport_options={
        # Longer than any job may run: a message must not reappear while its job runs.
        "visibility_timeout": 3600,
        "socket_connect_timeout": _SOCKET_SECONDS,
        "socket_timeout": _SOCKET_SECONDS,
        # Otherwise kombu waits 2 s and retries, on every submit while the broker is down.
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
    """Sends the job's id to a queue; False, within about a second, if the broker does not accept it.

    The row then stays queued, and a worker's sweep sends it again.
    """
    try:
        app.send_task(RUN_JOB, args=[job_id], queue=queue, retry=False, ignore_result=True)
    except Exception as error:  # a submit must not fail, whatever the broker's client raises
        log.warning("job %s is stored, but the broker did not accept its message: %s", job_id, error)
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
