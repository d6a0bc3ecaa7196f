"""Reads of the devices that live workers offer."""

from __future__ import annotations

from datetime import datetime, timedelta

from explorer.domain.jobs import SWEEP_SECONDS
from explorer.store import models
from explorer.store.records import Device

DEVICE_LIVE_SECONDS = 4.5 * SWEEP_SECONDS
"""Workers report their devices at every sweep; one that missed four is considered gone."""


def devices_live(*, now: datetime) -> list[Device]:
    """The devices that workers reported recently, each with the worker that reported last."""
    rows = models.Device.objects.filter(last_seen_at__gte=now - timedelta(seconds=DEVICE_LIVE_SECONDS))
    found = {
        row.device_id: Device(row.device_id, row.kind, row.name, row.memory_bytes, row.worker, row.last_seen_at)
        for row in rows.order_by("kind", "device_id", "last_seen_at")
    }
    return list(found.values())


def workers_live(*, now: datetime) -> int:
    """The number of workers that reported recently."""
    rows = models.Device.objects.filter(last_seen_at__gte=now - timedelta(seconds=DEVICE_LIVE_SECONDS))
    return rows.values("worker").distinct().count()
