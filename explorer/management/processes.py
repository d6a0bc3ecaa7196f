"""Finds and ends every process of one run, however it was started and whatever happened to its parent.

A run is named by an environment variable, which children and grandchildren inherit even when they
start a session of their own; process groups and parent ids are lost when a parent is killed.
As a program (`python -m explorer.management.processes RUN`) it waits until its standard input closes,
which happens however the supervisor ends, and then ends all remaining processes of the run.
"""

import os
import sys
import time
from collections.abc import Iterator

import psutil

RUN_VARIABLE = "LAYERSCOPE_RUN"


def run_processes(run: str) -> Iterator[psutil.Process]:
    """Running processes of the run, except the calling one."""
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(RUN_VARIABLE) == run:
                yield process
        except (psutil.Error, OSError):
            continue  # it has just ended, or belongs to another user


def end_run(run: str, grace_s: float = 0.0) -> int:
    """Ends all processes of the run and returns how many had to be killed after grace_s seconds."""
    deadline = time.monotonic() + grace_s
    while (left := list(run_processes(run))) and time.monotonic() < deadline:
        time.sleep(0.05)
    killed = {process.pid for process in left}
    # Search again after each round: a process may have forked just before it was killed.
    for _ in range(20):
        for process in left:
            try:
                process.kill()
            except psutil.Error:
                continue
        psutil.wait_procs(left, timeout=0.2)
        left = [process for process in run_processes(run) if process.status() != psutil.STATUS_ZOMBIE]
        killed |= {process.pid for process in left}
        if not left:
            break
    return len(killed)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    end_run(sys.argv[1])
