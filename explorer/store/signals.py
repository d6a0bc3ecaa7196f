"""Signals of the store: it announces jobs without knowing the broker above it."""

from __future__ import annotations

from django.dispatch import Signal

job_queued = Signal()
"""Sent after commit with job_id (a string) and queue when a message for a job is due.

A receiver that answers False could not pass it on; the next sweep sends the signal again.
"""
