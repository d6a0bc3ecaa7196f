"""Supervises broker, worker and web server: starts them in order, restarts them, and stops them all.

The guardian (explorer.management.processes) ends remaining processes when the supervisor itself is killed.
"""

import collections
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from explorer.management.processes import RUN_VARIABLE, end_run

MAX_DEATHS = 5
"""Deaths of one service within DEATHS_WINDOW_S that stop the whole run."""
DEATHS_WINDOW_S = 60.0
MAX_BACKOFF_S = 8.0
POLL_S = 0.1


class RunFailed(Exception):
    """The run cannot continue; the message tells the user why."""


@dataclass(frozen=True)
class Service:
    """One process to keep running.

    ready tells whether it can be used; the next service starts only then. grace_s is the time it may take to end
    after SIGTERM. stdin is written to it and then closed. Output that is not shown appears only if the service
    cannot be kept running.
    """

    name: str
    command: Sequence[str]
    ready: Callable[[], bool]
    ready_s: float = 60.0
    grace_s: float = 3.0
    stdin: bytes = b""
    shown: bool = True
    pass_fds: tuple[int, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class _Running:
    """A service's current process, and the times at which earlier ones died."""

    def __init__(self, service: Service, process: subprocess.Popen[bytes]) -> None:
        self.service = service
        self.process = process
        self.deaths: collections.deque[float] = collections.deque(maxlen=MAX_DEATHS)
        self.last_lines: collections.deque[str] = collections.deque(maxlen=12)
        self.restart_at: float | None = None


class Supervisor:
    """Keeps services running until a signal, or until one of them keeps dying.

    Use it in the main thread: it handles SIGINT, SIGTERM and SIGHUP.
    """

    def __init__(self, folder: Path, write: Callable[[str], None]) -> None:
        self.run = uuid.uuid4().hex
        self._folder = folder
        self._write = write
        self._running: list[_Running] = []
        self._signals = 0
        self._stopping = False
        # If make is killed, no other process is left to stop this one.
        self._parent = os.getppid() if "MAKELEVEL" in os.environ else None
        self._guardian = subprocess.Popen(
            [sys.executable, "-m", "explorer.management.processes", self.run],
            stdin=subprocess.PIPE,
            cwd=folder,
            start_new_session=True,
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup: keep running without the terminal
            signal.signal(signal.SIGHUP, self._note_signal)

    def start(self, service: Service) -> bool:
        """Starts one service and waits until it is ready; False if a signal asked to stop.

        Raises RunFailed if it keeps dying, or is not ready in time.
        """
        if self._stop_asked():
            return False
        running = _Running(service, self._spawn(service))
        self._running.append(running)
        self._read_output(running)
        deadline = time.monotonic() + service.ready_s
        while not service.ready():
            if self._stop_asked():
                return False
            if time.monotonic() > deadline:
                raise RunFailed(f"{service.name} did not respond within {service.ready_s:.0f} s.{_quoted(running)}")
            self._revive()
            time.sleep(POLL_S)
        return not self._stop_asked()

    def watch(self) -> None:
        """Returns when a signal asks to stop. Raises RunFailed if a service keeps dying."""
        while not self._stop_asked():
            self._revive()
            time.sleep(POLL_S)

    def stop(self) -> None:
        """Ends all services, last started first, and all processes they started, without raising."""
        self._stopping = True
        for running in reversed(self._running):
            if running.process.poll() is None:
                running.process.terminate()
            deadline = time.monotonic() + running.service.grace_s
            # A second Ctrl-C means: immediately.
            while running.process.poll() is None and time.monotonic() < deadline and self._signals < 2:
                time.sleep(POLL_S / 2)
            if running.process.poll() is None:
                running.process.kill()
            running.process.wait()
        end_run(self.run)
        assert self._guardian.stdin
        self._guardian.stdin.close()
        self._guardian.wait()

    def _stop_asked(self) -> bool:
        return self._signals > 0 or (self._parent is not None and os.getppid() != self._parent)

    def _note_signal(self, number: int, frame: object) -> None:
        self._signals += 1

    def _spawn(self, service: Service) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            list(service.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self._folder,
            env={**os.environ, **service.environment, RUN_VARIABLE: self.run},
            pass_fds=service.pass_fds,
            # Ctrl-C in a terminal reaches only the supervisor, which then ends its services in order.
            start_new_session=True,
        )
        assert process.stdin
        try:
            process.stdin.write(service.stdin)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it died immediately, which the next check notices
        return process

    def _read_output(self, running: _Running) -> None:
        stream = running.process.stdout
        assert stream

        def copy() -> None:
            for line in stream:
                text = line.decode(errors="replace").rstrip()
                if text:
                    running.last_lines.append(text)
                    # Output during a requested shutdown is of no interest.
                    if running.service.shown and not self._stopping:
                        self._write(f"{running.service.name:>6} | {text}")

        threading.Thread(target=copy, daemon=True).start()

    def _revive(self) -> None:
        now = time.monotonic()
        for running in self._running:
            if running.restart_at is None and running.process.poll() is not None:
                name, status = running.service.name, _status(running.process.returncode)
                running.deaths.append(now)
                if len(running.deaths) == MAX_DEATHS and now - running.deaths[0] < DEATHS_WINDOW_S:
                    message = f"{name} ended {MAX_DEATHS} times in a row ({status}); stopping everything."
                    raise RunFailed(message + _quoted(running))
                recent = sum(now - death < DEATHS_WINDOW_S for death in running.deaths)
                delay_s = min(0.25 * 2**recent, MAX_BACKOFF_S)
                self._write(f"{name} ended ({status}); starting it again in {delay_s:g} s")
                running.restart_at = now + delay_s
            elif running.restart_at is not None and now >= running.restart_at:
                running.restart_at = None
                running.last_lines.clear()
                running.process = self._spawn(running.service)
                self._read_output(running)


def _status(returncode: int) -> str:
    if returncode >= 0:
        return f"exit status {returncode}"
    try:
        return f"killed by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"killed by signal {-returncode}"


def _quoted(running: _Running) -> str:
    lines = "".join(f"\n    {line}" for line in running.last_lines)
    return f" Its last output:{lines}" if lines else ""
