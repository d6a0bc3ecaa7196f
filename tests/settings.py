"""Django's settings for the tests: the real ones on a data folder of their own, without a broker.

A test that needs a broker or a PostgreSQL asks for the fixture that provides a private one.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="layerscope-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["DATA_DIR"] = _folder
# Nothing answers on port 9 (discard): no test may reach a broker or a database that is in use.
os.environ["REDIS_URL"] = "redis://127.0.0.1:9/0"
if database_url := os.environ.pop("DATABASE_URL", ""):
    os.environ.setdefault("POSTGRES_URL", database_url)

from explorer.settings import *  # noqa: E402, F403
