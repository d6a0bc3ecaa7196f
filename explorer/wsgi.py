"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "explorer.settings")

application = get_wsgi_application()

# What is loaded now stays as long as the process: looking through it at each collection would only slow requests down.
gc.collect()
gc.freeze()
