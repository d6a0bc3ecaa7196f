"""The supervisor, on small programs that die, hang or fork on command."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from explorer.management.processes import RUN_VARIABLE, end_run, run_processes
from explorer.management.supervisor import MAX_DEATHS, RunFailed, Service, Supervisor


def program(code: str) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(code)]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    supervisor = Supervisor(Path.cwd(), said.append)
    yield supervisor
    supervisor.stop()
    for number, handler in before.items():
        signal.signal(number, handler)
    assert list(run_processes(supervisor.run)) == []


def interrupt_after(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def test_output_is_prefixed_with_the_services_name(supervisor: Supervisor, said: list[str]) -> None:
    service = Service("greet", program("print('hello', flush=True); import time; time.sleep(60)"), lambda: bool(said))
    assert supervisor.start(service)
    assert said == [" greet | hello"]


def test_dead_service_is_started_again(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    once = tmp_path / "once"
    code = f"""
        import pathlib, time, sys
        if not pathlib.Path({str(once)!r}).exists():
            pathlib.Path({str(once)!r}).touch()
            sys.exit(3)
        print("second life", flush=True)
        time.sleep(60)
    """
    assert supervisor.start(Service("phoenix", program(code), lambda: "phoenix | second life" in said))
    assert "phoenix ended (exit status 3); starting it again in 0.5 s" in said


def test_service_that_keeps_dying_stops_the_run_and_shows_why(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.management.supervisor.MAX_BACKOFF_S", 0.1)
    code = "import os, signal; print('no database', flush=True); os.kill(os.getpid(), signal.SIGSEGV)"
    with pytest.raises(RunFailed, match=f"ended {MAX_DEATHS} times in a row.*SIGSEGV") as failure:
        supervisor.start(Service("poison", program(code), lambda: False))
    assert "no database" in str(failure.value)


def test_service_that_never_answers_is_given_up(supervisor: Supervisor) -> None:
    with pytest.raises(RunFailed, match="mute did not respond"):
        supervisor.start(Service("mute", program("import time; time.sleep(60)"), lambda: False, ready_s=0.3))


def test_interrupt_while_starting_ends_the_wait(supervisor: Supervisor) -> None:
    interrupt_after(0.3)
    assert not supervisor.start(Service("slow", program("import time; time.sleep(60)"), lambda: False))
    assert not supervisor.start(Service("never", program("raise SystemExit('started')"), lambda: True))


def test_run_started_by_make_ends_with_it(monkeypatch: pytest.MonkeyPatch, said: list[str]) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    supervisor = Supervisor(Path.cwd(), said.append)
    monkeypatch.setattr(os, "getppid", lambda: 1)
    supervisor.watch()
    supervisor.stop()


def test_stubborn_service_and_its_stray_child_are_killed(supervisor: Supervisor, said: list[str]) -> None:
    code = """
        import signal, subprocess, sys, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
        print("deaf", flush=True)
        time.sleep(60)
    """
    supervisor.start(Service("deaf", program(code), lambda: bool(said), grace_s=0.3))
    assert len(list(run_processes(supervisor.run))) == 2
    interrupt_after(0.2)
    supervisor.watch()
    started = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - started < 3
    assert list(run_processes(supervisor.run)) == []


def test_end_run_waits_for_those_that_end_by_themselves() -> None:
    environment = os.environ | {RUN_VARIABLE: "gentle"}
    process = subprocess.Popen(program("import time; time.sleep(0.3)"), env=environment)
    threading.Thread(target=process.wait).start()
    assert end_run("gentle", grace_s=5) == 0
    assert process.wait() == 0
