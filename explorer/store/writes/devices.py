"""Writes of the devices that workers report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from explorer.store import models


def device_report(*, worker: str, devices: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Records that this worker is alive and offers these devices (id, kind, name, memory_bytes)."""
    models.Device.objects.bulk_create(
        [
            models.Device(
                device_id=device["id"],
                kind=device["kind"],
                name=device["name"],
                memory_bytes=device.get("memory_bytes"),
                worker=worker,
                last_seen_at=now,
            )
            for device in devices
        ],
        update_conflicts=True,
        unique_fields=["device_id", "worker"],
        update_fields=["kind", "name", "memory_bytes", "last_seen_at"],
    )
