"""Supervises the child process of one job: its answers, its time limit, and its end.

The child leads a process group of its own, which is killed as a whole, so no process outlives the job.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from explorer.domain.jobs import HEARTBEAT_SECONDS, LEASE_SECONDS
from explorer.store.records import HeartbeatAnswer

LIMIT_SECONDS = 300.0
GRACE_SECONDS = 5.0
"""Time that a child may take to exit after its last line."""

_POLL_SECONDS = 0.2
_MOST_LINE_CHARACTERS = 16 * 2**20


class Ending(StrEnum):
    """How a run ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KILLED = "killed"
    """A signal that the worker did not send killed the child."""
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    LOST = "lost"
    """The lease is lost: another worker may hold the job."""
    STOPPED = "stopped"
    """The worker is shutting down."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run: a result if it succeeded, else a code and a message for the user."""

    ending: Ending
    result: Mapping[str, Any] | None = None
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class Limits:
    """Times in seconds."""

    run_s: float = LIMIT_SECONDS
    heartbeat_s: float = HEARTBEAT_SECONDS
    silence_s: float = LEASE_SECONDS - HEARTBEAT_SECONDS
    """After this long without an answered heartbeat, the lease counts as lost."""


def run_child(
    command: Sequence[str],
    job: Mapping[str, Any],
    *,
    heartbeat: Callable[[], HeartbeatAnswer],
    progress: Callable[[float, str], None],
    stop: threading.Event,
    limits: Limits | None = None,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Runs the command on the job document and returns how it ended, with none of its processes left.

    heartbeat is called every few seconds and may raise if the database does not answer; progress must not raise.
    Setting stop ends the run within a fraction of a second.
    """
    limits = limits or Limits()
    process = _start(command, environment or {})
    assert process.stdin is not None
    assert process.stdout is not None
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    threads = [
        threading.Thread(target=_feed, args=(process.stdin, json.dumps(job) + "\n"), daemon=True),
        threading.Thread(target=_read, args=(process.stdout, lines), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        return _supervise(process, lines, _Heartbeat(heartbeat, limits), progress, stop, limits)
    finally:
        _kill_group(process)
        for thread in threads:
            thread.join(GRACE_SECONDS)
        with contextlib.suppress(OSError):  # the child may not have read everything
            process.stdin.close()
        process.stdout.close()


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        env={**os.environ, **environment},
    )


def _supervise(
    process: subprocess.Popen[str],
    lines: queue.SimpleQueue[str | None],
    heartbeat: _Heartbeat,
    progress: Callable[[float, str], None],
    stop: threading.Event,
    limits: Limits,
) -> Outcome:
    began = time.monotonic()
    last: Mapping[str, Any] = {}
    dead = False
    while True:
        if stop.is_set():
            return Outcome(Ending.STOPPED, code="worker_stopped", message="The worker was stopped.")
        if time.monotonic() - began >= limits.run_s:
            message = f"The job exceeded the time limit of {limits.run_s:.0f} seconds."
            return Outcome(Ending.TIMED_OUT, code="timed_out", message=message)
        if ended := heartbeat.outcome():
            return ended
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            if dead:
                return _ended(process, last)
            # Its last lines may still be buffered, and a process it started may keep its stdout open forever.
            dead = process.poll() is not None
            continue
        if line is None:
            return _ended(process, last)
        answer = _parsed(line)
        if "stage" in answer:
            progress(float(answer["progress"]), str(answer["stage"]))
        elif answer:
            last = answer


class _Heartbeat:
    """Extends the lease every few seconds, and knows when to end the run instead."""

    def __init__(self, heartbeat: Callable[[], HeartbeatAnswer], limits: Limits) -> None:
        self._heartbeat, self._limits = heartbeat, limits
        self._beaten_at = self._heard_at = time.monotonic()

    def outcome(self) -> Outcome | None:
        """The end of the run if the job is cancelled or its lease lost, else None."""
        now = time.monotonic()
        if now - self._beaten_at < self._limits.heartbeat_s:
            return None
        self._beaten_at = now
        answer = _try(self._heartbeat)
        if answer is HeartbeatAnswer.CANCEL:
            return Outcome(Ending.CANCELLED, code="cancelled", message="The job was cancelled.")
        if answer is HeartbeatAnswer.LOST or (answer is None and now - self._heard_at >= self._limits.silence_s):
            return Outcome(Ending.LOST)
        if answer is HeartbeatAnswer.CONTINUE:
            self._heard_at = now
        return None


def _try(heartbeat: Callable[[], HeartbeatAnswer]) -> HeartbeatAnswer | None:
    try:
        return heartbeat()
    except Exception:
        # Any error of the database driver counts as silence, and too much silence ends the run.
        return None


def _ended(process: subprocess.Popen[str], last: Mapping[str, Any]) -> Outcome:
    """The outcome of a child that closed its stdout."""
    try:
        status = process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return Outcome(Ending.FAILED, code="internal_error", message="The job's process answered but did not exit.")
    if status < 0:
        name = _signal_name(-status)
        return Outcome(Ending.KILLED, code="killed", message=f"The job's process was killed by {name}.")
    if "error" in last:
        return Outcome(Ending.FAILED, code=last["error"]["code"], message=last["error"]["message"])
    if status == 0 and "result" in last:
        return Outcome(Ending.SUCCEEDED, result=last["result"])
    return Outcome(Ending.FAILED, code="internal_error", message=f"The job's process ended with exit code {status}.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _parsed(line: str) -> dict[str, Any]:
    """The message in a line; empty for anything else."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _feed(stream: IO[str], document: str) -> None:
    """Writes the job and leaves the pipe open: closing it tells the child that the worker is gone."""
    with contextlib.suppress(OSError):  # the child died first, as its exit status will show
        stream.write(document)
        stream.flush()


def _read(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    while line := stream.readline(_MOST_LINE_CHARACTERS):
        lines.put(line)
    lines.put(None)


def _kill_group(process: subprocess.Popen[str]) -> None:
    # No process is left; macOS raises PermissionError if only a zombie is.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
