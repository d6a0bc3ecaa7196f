"""The Celery worker: `celery -A workers.app worker --pool=threads --concurrency=1 -Q cpu`.

Tasks run in threads, for each only watches a child process; the limits are the runner's, and torch is loaded
in the children alone.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "explorer.settings")
django.setup()

from explorer.queue import app  # noqa: E402 (Django comes first)

app.conf.imports = ("workers.tasks",)

__all__ = ["app"]
