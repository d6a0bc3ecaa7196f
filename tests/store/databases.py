"""Switches Django to another database for a while, in every thread."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, connections


@contextlib.contextmanager
def using(settings: dict[str, Any]) -> Iterator[None]:
    """Inside, the default connection is to the database of these settings; threads started there use it too."""
    before, connected = connections.settings["default"], connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": settings})["default"]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = before, connected


def at_once(times: int, call: Callable[[], Any]) -> list[Any]:
    """What `call` returned in this many threads that all start together."""
    gate = threading.Barrier(times)

    def run() -> Any:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return call()
        except BaseException:
            # The others must not wait for one that cannot come, such as for want of a connection.
            gate.abort()
            raise
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(times)]]
