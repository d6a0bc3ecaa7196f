"""Background work of a worker: reports its devices, recovers lost jobs, and stops its jobs at shutdown."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.db import close_old_connections
from django.utils import timezone

from explorer.domain.jobs import SWEEP_SECONDS
from explorer.store.writes import device_report, jobs_sweep

log = logging.getLogger(__name__)

stopping = threading.Event()
"""Set when the worker shuts down; its running jobs go back to the queue."""

DISCOVERY_SECONDS = 120.0
_QUEUE_OF_KIND = {"cpu": "cpu", "cuda": "gpu"}


def discover_devices(queues: set[str]) -> list[dict[str, Any]]:
    """The devices that a worker of these queues offers; a child process finds them, as this one does not load torch.

    Raises OSError, ValueError or subprocess.SubprocessError when the child fails.
    """
    found = subprocess.run(
        [sys.executable, "-m", "workers.profile.devices"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=DISCOVERY_SECONDS,
        check=True,
    )
    return [device for device in json.loads(found.stdout) if _QUEUE_OF_KIND[device["kind"]] in queues]


def report_and_sweep(worker: str, queues: set[str]) -> None:
    """Reports and sweeps every ten seconds until the worker stops, even if a round fails."""
    devices: list[dict[str, Any]] | None = None
    while not stopping.is_set():
        close_old_connections()
        try:
            jobs_sweep(now=timezone.now())
            if devices is None:
                devices = discover_devices(queues)
            device_report(worker=worker, devices=devices, now=timezone.now())
        except Exception:
            log.exception("worker %s could not report or sweep; it tries again", worker)
        stopping.wait(SWEEP_SECONDS)


@worker_ready.connect
def _on_ready(sender: Any, **_: Any) -> None:
    queues = set(sender.app.amqp.queues.consume_from)
    arguments = sender.hostname, queues
    threading.Thread(target=report_and_sweep, args=arguments, name="report-and-sweep", daemon=True).start()


@worker_shutting_down.connect
def _on_shutting_down(**_: Any) -> None:
    stopping.set()
