"""The child process of one job: `python -m workers.jobs.child` reads the job and answers in JSON lines.

In: one line {"kind", "spec", "graph", "folder"}; stdin then stays open as long as the worker lives. Out:
{"progress", "stage"} any number of times, then {"result"} or {"error": {"code", "message"}}. Logs go to stderr.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import torch

from explorer.domain.document import graph_from_document
from explorer.domain.errors import DomainError
from explorer.domain.jobs import JobKind
from workers.onnx.export import export_onnx
from workers.profile.measure import Plan
from workers.profile.profiling import profile

log = logging.getLogger("workers.jobs.child")

PROGRESS_SECONDS = 0.5
"""Shortest time between two lines about the same stage."""

LEAST_MEMORY_BYTES = 2 * 2**30
MOST_FILE_BYTES = 4 * 2**30
GPU_MEMORY_FRACTION = 0.9


class Answers:
    """Writes the lines that the worker reads."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._stage, self._said_at = "", 0.0

    def progress(self, progress: float, stage: str) -> None:
        """Reports the stage and the progress of the job (0 to 1), at most twice a second per stage."""
        now = self._clock()
        if stage != self._stage or now - self._said_at >= PROGRESS_SECONDS:
            self._stage, self._said_at = stage, now
            self._write({"progress": round(progress, 3), "stage": stage})

    def result(self, result: Mapping[str, object]) -> None:
        """Reports the result of the finished job."""
        self._write({"result": result})

    def error(self, code: str, message: str) -> None:
        """Reports why the job failed."""
        self._write({"error": {"code": code, "message": message}})

    def _write(self, line: object) -> None:
        # NaN is not JSON: a measurement with one is a bug, which should not reach the reader.
        self._stream.write(json.dumps(line, allow_nan=False) + "\n")
        self._stream.flush()


def main() -> None:
    """Runs the job that stdin describes."""
    answers = Answers(_take_stdout())
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    job = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_worker, daemon=True).start()
    try:
        _limit(on_cpu=not str(job["spec"].get("device", "cpu")).startswith("cuda"))
        answers.result(_run(job, answers.progress))
    except DomainError as error:
        answers.error(error.code, error.message)
    except Exception as error:
        log.exception("the job failed")
        if _is_out_of_memory(error):
            answers.error("out_of_memory", "There was not enough memory; try a smaller batch or image.")
        else:
            answers.error("internal_error", f"The worker failed with an unexpected {type(error).__name__}.")


def _run(job: Mapping[str, Any], report: Callable[[float, str], None]) -> dict[str, object]:
    graph = graph_from_document(job["graph"])
    if job["kind"] == JobKind.PROFILE:
        seconds = os.environ.get("PROFILE_SECONDS")
        return profile(graph, job["spec"], report, Plan(budget_s=float(seconds)) if seconds else Plan())
    return export_onnx(graph, job["spec"], report, Path(job["folder"]))


def _take_stdout() -> TextIO:
    """The real stdout, for answers; from now on whatever a library prints goes to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _end_with_worker() -> None:
    """Ends this process group when the worker's end of the pipe closes, which happens however the worker dies."""
    # Not sys.stdin: Python aborts on exit while another thread holds its lock.
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def _limit(*, on_cpu: bool) -> None:
    """Sets the number of threads, and limits memory and file size so that a job cannot take down the machine."""
    torch.set_num_threads(_available_cpus())
    torch.set_num_interop_threads(1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_FILE_BYTES, MOST_FILE_BYTES))
    if on_cpu:
        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        most = max(LEAST_MEMORY_BYTES, physical * 3 // 4)
        # Not RLIMIT_AS: torch maps far more address space than it touches.
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    elif torch.cuda.is_available():
        torch.cuda.set_per_process_memory_fraction(GPU_MEMORY_FRACTION)


def _available_cpus() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_out_of_memory(error: Exception) -> bool:
    # On a CPU torch raises a plain RuntimeError.
    return isinstance(error, MemoryError | torch.cuda.OutOfMemoryError) or "can't allocate memory" in str(error)


if __name__ == "__main__":
    main()
