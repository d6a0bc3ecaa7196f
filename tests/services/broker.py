"""A private Valkey that a test may kill and start again: the one that `manage.py serve` embeds."""

import subprocess
import time
from pathlib import Path

from explorer.management.services import EmbeddedBroker


class Broker:
    """A Valkey on a loopback port that stays the same across restarts."""

    def __init__(self, folder: Path) -> None:
        self._broker = EmbeddedBroker.on_free_port(folder)
        self._log = folder / "valkey.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = self._broker.url

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with what it printed if it does not."""
        service = self._broker.service()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                service.command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT
            )
        assert self._process.stdin
        self._process.stdin.write(service.stdin)
        self._process.stdin.close()
        deadline = time.monotonic() + service.ready_s
        while not service.ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"Valkey did not start: {self._log.read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as kill -9 does; what it held in memory is lost."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
