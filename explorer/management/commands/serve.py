"""manage.py serve: everything on one machine until Ctrl-C."""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from explorer.management.services import EmbeddedBroker, web, worker
from explorer.management.supervisor import RunFailed, Supervisor


class Command(BaseCommand):
    help = "Serve Layerscope on this machine: database, broker, worker and web server, until Ctrl-C."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        port = _port()
        address = f"http://127.0.0.1:{port}"
        with _one_run(settings.DATA_DIR / "serve.lock", address), _listening(port) as listening:
            supervisor = Supervisor(settings.BASE_DIR, self._say)
            try:
                self._prepare_database()
                if self._start_all(supervisor, listening):
                    self._say(f"Layerscope is running at {address}  (Ctrl-C stops everything)")
                    supervisor.watch()
                self._say("Stopping")
            except RunFailed as failure:
                raise CommandError(str(failure)) from failure
            finally:
                supervisor.stop()
        self._say("Stopped")

    def _prepare_database(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("load_catalogue")
        except OperationalError as error:
            raise CommandError(f"The database cannot be used: {error}".strip()) from error
        finally:
            connections.close_all()

    def _start_all(self, supervisor: Supervisor, listening: socket.socket) -> bool:
        redis_url = os.environ.get("REDIS_URL", "")
        # With its own broker this worker serves all its devices; with a shared one, the queues it is told to.
        queues = "cpu,gpu" if not redis_url or os.environ.get("LAYERSCOPE_GPU") == "1" else "cpu"
        if not redis_url:
            broker = EmbeddedBroker.on_free_port(settings.DATA_DIR / "valkey")
            redis_url = broker.url
            if not supervisor.start(broker.service()):
                return False
        return supervisor.start(web(redis_url, listening)) and supervisor.start(worker(redis_url, queues))

    def _say(self, text: str) -> None:
        # The terminal may be gone (SIGHUP, a closed pipe); stopping must continue anyway.
        with contextlib.suppress(OSError, ValueError):
            self.stdout.write(text)
            self.stdout.flush()


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise CommandError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


@contextlib.contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listening = socket.create_server(("127.0.0.1", port), backlog=128)
    except PermissionError as error:
        raise CommandError(f"PORT {port} needs administrator rights; choose one above 1023: PORT=8001") from error
    except OSError as error:
        raise CommandError(f"PORT {port} is taken by another program; choose another: PORT={port + 1}") from error
    with listening:
        yield listening


@contextlib.contextmanager
def _one_run(lock: Path, address: str) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            other = file.read().strip() or "another process"
            raise CommandError(
                f"Layerscope already runs on {lock.parent}: {other}. Stop that one, or give this one its own DATA_DIR."
            ) from error
        file.truncate(0)
        file.write(f"{address}, process {os.getpid()}\n")
        file.flush()
        yield
