"""The Celery worker: `celery -A workers.app worker --pool=threads --concurrency=1 -Q cpu`.

Tasks run in threads, as each only supervises a child process, which enforces the limits and is the only one to
load torch.
"""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "explorer.settings")
django.setup()

from explorer.queue import app  # noqa: E402 (Django comes first)

app.conf.imports = ("workers.tasks",)

__all__ = ["app"]
