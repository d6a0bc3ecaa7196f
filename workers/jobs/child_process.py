"""Running one job's child process: its answers, its time limit, and its end, whatever it does.

The child leads a process group of its own, which is killed as a whole, so nothing of a job outlives it.
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

LIMIT_SECONDS = 300.0
GRACE_SECONDS = 5.0
"""What a child may take to exit after its last line."""

_POLL_SECONDS = 0.2
_MOST_LINE_CHARACTERS = 16 * 2**20


class Ending(StrEnum):
    """How a run ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    KILLED = "killed"
    """The child died by a signal that we did not send."""
    TIMED_OUT = "timed_out"
    CANCELLED = "cancelled"
    LOST = "lost"
    """The job is no longer ours: another worker may hold it."""
    STOPPED = "stopped"
    """The worker is shutting down."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run: a result if it succeeded, else a code and a message for the person who waits."""

    ending: Ending
    result: Mapping[str, Any] | None = None
    code: str = ""
    message: str = ""


class Beat(StrEnum):
    """What the owner of the job answers to a heartbeat."""

    CONTINUE = "continue"
    CANCEL = "cancel"
    LOST = "lost"


@dataclass(frozen=True)
class Limits:
    """Times in seconds."""

    run_s: float = LIMIT_SECONDS
    beat_s: float = HEARTBEAT_SECONDS
    silence_s: float = LEASE_SECONDS - HEARTBEAT_SECONDS
    """Without one heartbeat answered for this long, the lease is as good as lost."""


def run_child(
    command: Sequence[str],
    job: Mapping[str, Any],
    *,
    beat: Callable[[], Beat],
    progress: Callable[[float, str], None],
    stop: threading.Event,
    limits: Limits | None = None,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Runs the command on the job document and returns how it ended; no process of it is left then.

    beat is called every few seconds and may raise when the database does not answer; progress must not
    raise. Setting stop ends the run soon.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
        env={**os.environ, **(environment or {})},
    )
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
        return _supervise(process, lines, beat, progress, stop, limits or Limits())
    finally:
        _kill_group(process)
        for thread in threads:
            thread.join(GRACE_SECONDS)
        with contextlib.suppress(OSError):  # what the child did not read cannot be flushed
            process.stdin.close()
        process.stdout.close()


def _supervise(
    process: subprocess.Popen[str],
    lines: queue.SimpleQueue[str | None],
    beat: Callable[[], Beat],
    progress: Callable[[float, str], None],
    stop: threading.Event,
    limits: Limits,
) -> Outcome:
    began = beaten_at = heard_at = time.monotonic()
    last: Mapping[str, Any] = {}
    dead = False
    while True:
        now = time.monotonic()
        if stop.is_set():
            return Outcome(Ending.STOPPED, code="worker_stopped", message="Its worker was stopped.")
        if now - began >= limits.run_s:
            return Outcome(
                Ending.TIMED_OUT, code="timed_out", message=f"It ran longer than {limits.run_s:.0f} seconds."
            )
        if now - beaten_at >= limits.beat_s:
            beaten_at = now
            answer = _try(beat)
            if answer is Beat.CANCEL:
                return Outcome(Ending.CANCELLED, code="cancelled", message="It was cancelled.")
            if answer is Beat.LOST or (answer is None and now - heard_at >= limits.silence_s):
                return Outcome(Ending.LOST)
            if answer is Beat.CONTINUE:
                heard_at = now
        try:
            line = lines.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            if dead:
                return _ended(process, last)
            # Its last lines may still be on their way; and a process it started may keep its stdout open for ever.
            dead = process.poll() is not None
            continue
        if line is None:
            return _ended(process, last)
        message = _parsed(line)
        if "stage" in message:
            progress(float(message["progress"]), str(message["stage"]))
        elif message:
            last = message


def _try(beat: Callable[[], Beat]) -> Beat | None:
    try:
        return beat()
    except Exception:
        # Whatever the database's driver raises: silence counts, and too much of it ends the run.
        return None


def _ended(process: subprocess.Popen[str], last: Mapping[str, Any]) -> Outcome:
    """The outcome of a child that closed its stdout."""
    try:
        status = process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        return Outcome(Ending.FAILED, code="internal_error", message="Its process answered but did not end.")
    if status < 0:
        name = _signal_name(-status)
        return Outcome(Ending.KILLED, code="killed", message=f"Its process was killed by {name}.")
    if "error" in last:
        return Outcome(Ending.FAILED, code=last["error"]["code"], message=last["error"]["message"])
    if status == 0 and "result" in last:
        return Outcome(Ending.SUCCEEDED, result=last["result"])
    return Outcome(Ending.FAILED, code="internal_error", message=f"Its process ended with exit code {status}.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _parsed(line: str) -> dict[str, Any]:
    """The message in a line; empty for anything that is none."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}


def _feed(stream: IO[str], document: str) -> None:
    """Writes the job. The pipe stays open: its closing tells the child that the worker is gone."""
    with contextlib.suppress(OSError):  # the child died first, which its exit status tells
        stream.write(document)
        stream.flush()


def _read(stream: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    while line := stream.readline(_MOST_LINE_CHARACTERS):
        lines.put(line)
    lines.put(None)


def _kill_group(process: subprocess.Popen[str]) -> None:
    # Nobody is left; macOS says PermissionError when only a zombie is.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
