"""Child processes, well-behaved or not: how each run ends, with no process left."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from explorer.store.records import HeartbeatAnswer
from workers.jobs.child_process import Ending, Limits, run_child

QUICK = Limits(run_s=10, heartbeat_s=0.1, silence_s=0.5)


class Owner:
    """The job's owner: what the runner tells, and what it is told."""

    def __init__(self, *answers: HeartbeatAnswer) -> None:
        self.told: list[tuple[float, str]] = []
        self.beats = 0
        self.stop = threading.Event()
        self._answers = list(answers)

    def heartbeat(self) -> HeartbeatAnswer:
        self.beats += 1
        return self._answers.pop(0) if len(self._answers) > 1 else (self._answers or [HeartbeatAnswer.CONTINUE])[0]

    def run(self, script: str, limits: Limits = QUICK, job: dict[str, object] | None = None):
        command = [sys.executable, "-c", f"import json, os, signal, subprocess, sys, time\n{script}"]
        return run_child(
            command,
            job or {},
            heartbeat=self.heartbeat,
            progress=lambda progress, stage: self.told.append((progress, stage)),
            stop=self.stop,
            limits=limits,
        )


@pytest.fixture
def owner():
    return Owner()


@pytest.fixture
def pid_file(tmp_path):
    return tmp_path / "pids"


def hang(pid_file: Path) -> str:
    """A script that ignores SIGTERM, starts a child that does so too, and hangs."""
    return f"""
signal.signal(signal.SIGTERM, signal.SIG_IGN)
deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(99)"
inner = subprocess.Popen([sys.executable, "-c", deaf])
open({str(pid_file)!r}, "w").write(f"{{os.getpid()}} {{inner.pid}}")
print(json.dumps({{"progress": 0.5, "stage": "hanging"}}), flush=True)
time.sleep(99)
"""


def all_gone(pid_file: Path) -> bool:
    pids = [int(word) for word in pid_file.read_text().split()]
    assert len(pids) == 2
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        alive = [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
        if not alive:
            return True
        time.sleep(0.05)
    return False


def test_a_result_comes_back(owner):
    outcome = owner.run(
        """
job = json.loads(sys.stdin.readline())
print(json.dumps({"progress": 0.25, "stage": "thinking"}))
print("some library's chatter")
print(json.dumps({"result": {"answer": job["question"] * 2}}))
""",
        job={"question": 21},
    )
    assert (outcome.ending, outcome.result) == (Ending.SUCCEEDED, {"answer": 42})
    assert owner.told == [(0.25, "thinking")]


def test_a_large_job_and_a_large_result_pass(owner):
    outcome = owner.run(
        "job = json.loads(sys.stdin.readline()); print(json.dumps({'result': job}))", job={"x": "y" * 10**6}
    )
    assert outcome.result == {"x": "y" * 10**6}


def test_an_error_comes_back(owner):
    outcome = owner.run("""print(json.dumps({"error": {"code": "invalid_graph", "message": "nodes is empty."}}))""")
    assert (outcome.ending, outcome.code, outcome.message) == (Ending.FAILED, "invalid_graph", "nodes is empty.")


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT", "SIGBUS"])
def test_death_by_signal_names_the_signal(owner, name):
    outcome = owner.run(f"os.kill(os.getpid(), signal.{name})")
    assert (outcome.ending, outcome.message) == (Ending.KILLED, f"The job's process was killed by {name}.")


def test_a_result_before_death_by_signal_is_not_trusted(owner):
    outcome = owner.run("print(json.dumps({'result': {}}), flush=True); os.kill(os.getpid(), signal.SIGSEGV)")
    assert outcome.ending is Ending.KILLED


@pytest.mark.parametrize(
    ("script", "status"), [("sys.exit(3)", 3), ("raise ValueError('secret')", 1), ("pass", 0), ("print('[1]')", 0)]
)
def test_an_exit_without_an_answer_is_a_failure(owner, script, status):
    outcome = owner.run(script)
    assert (outcome.ending, outcome.code) == (Ending.FAILED, "internal_error")
    assert outcome.message == f"The job's process ended with exit code {status}."


def test_a_hung_child_ends_with_its_group_at_the_limit(owner, pid_file):
    began = time.monotonic()
    outcome = owner.run(hang(pid_file), Limits(run_s=1, heartbeat_s=0.1))
    assert outcome.ending is Ending.TIMED_OUT
    assert outcome.message == "The job exceeded the time limit of 1 seconds."
    assert time.monotonic() - began < 1 + 5
    assert all_gone(pid_file)


def test_cancelling_ends_the_group(pid_file):
    owner = Owner(*[HeartbeatAnswer.CONTINUE] * 5, HeartbeatAnswer.CANCEL)
    assert owner.run(hang(pid_file)).ending is Ending.CANCELLED
    assert all_gone(pid_file)
    assert owner.told == [(0.5, "hanging")]


def test_a_lost_lease_ends_the_group(pid_file):
    owner = Owner(*[HeartbeatAnswer.CONTINUE] * 5, HeartbeatAnswer.LOST)
    assert owner.run(hang(pid_file)).ending is Ending.LOST
    assert all_gone(pid_file)


def test_a_worker_that_stops_ends_the_group(owner, pid_file):
    threading.Timer(0.8, owner.stop.set).start()
    assert owner.run(hang(pid_file)).ending is Ending.STOPPED
    assert all_gone(pid_file)


def test_what_a_child_leaves_behind_dies_with_it(owner, pid_file):
    """The leader ends well, but a process it started holds its stdout open."""
    outcome = owner.run(
        f"""
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(99)"])
open({str(pid_file)!r}, "w").write(f"{{os.getpid()}} {{inner.pid}}")
print(json.dumps({{"result": {{}}}}), flush=True)
"""
    )
    assert outcome.ending is Ending.SUCCEEDED
    assert all_gone(pid_file)


def test_a_heartbeat_that_fails_once_does_no_harm(owner):
    answers = iter([ConnectionError("database gone")])

    def heartbeat():
        for error in answers:
            raise error
        return HeartbeatAnswer.CONTINUE

    owner.heartbeat = heartbeat
    outcome = owner.run("time.sleep(0.8); print(json.dumps({'result': {}}))")
    assert outcome.ending is Ending.SUCCEEDED


def test_without_any_heartbeat_the_lease_is_taken_for_lost(owner, pid_file):
    def heartbeat():
        raise ConnectionError("database gone")

    owner.heartbeat = heartbeat
    began = time.monotonic()
    assert owner.run(hang(pid_file), Limits(run_s=30, heartbeat_s=0.2, silence_s=1)).ending is Ending.LOST
    assert time.monotonic() - began < 5
    assert all_gone(pid_file)


def test_no_descriptors_or_threads_are_left(owner):
    owner.run("pass")
    before = (psutil.Process().num_fds(), threading.active_count())
    for _ in range(5):
        owner.run("print(json.dumps({'result': {}}))")
    assert (psutil.Process().num_fds(), threading.active_count()) == before
