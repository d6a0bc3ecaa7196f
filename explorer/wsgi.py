"""The WSGI application that gunicorn serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "explorer.settings")

application = get_wsgi_application()

# Everything loaded by now stays as long as the process; scanning it in every collection would only slow requests.
gc.collect()
gc.freeze()
