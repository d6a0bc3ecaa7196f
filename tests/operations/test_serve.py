"""`manage.py serve` as users see it: it starts, reports what is wrong, and leaves no process behind."""

import http.client
import json
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.services.stack import Stack, free_port, log_path, running_stack, start_serve


def processes(data_dir: Path) -> list[psutil.Process]:
    """Everything that this run started: all of it inherits DATA_DIR, whatever became of its parent."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("DATA_DIR") == str(data_dir) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.Error:
            continue
    return found


def get(stack: Stack, path: str) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(urlsplit(stack.url).netloc, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def wait_until_gone(data_dir: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while (left := processes(data_dir)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [process.cmdline() for process in left] == []


def rejection(data_dir: Path, port: int, environment: dict[str, str] | None = None) -> str:
    """What serve says when it does not start."""
    process = start_serve(data_dir, port, environment)
    assert process.wait(timeout=60) == 1
    return log_path(data_dir).read_text()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_serves_until_a_signal_and_leaves_nothing(own_stack: Stack, number: signal.Signals) -> None:
    status, health = get(own_stack, "/healthz")
    assert (status, health["status"], health["broker"]) == (200, "ok", "ok")
    assert f"Layerscope is running at {own_stack.url}  (Ctrl-C stops everything)" in own_stack.log
    # The supervisor, its guardian, the broker, the worker, gunicorn's two.
    assert len(processes(own_stack.data_dir)) >= 6
    own_stack.process.send_signal(number)
    assert own_stack.process.wait(timeout=15) == 0
    assert processes(own_stack.data_dir) == []
    assert own_stack.log.endswith("Stopping\nStopped\n")
    assert "Traceback" not in own_stack.log


def test_killed_supervisor_leaves_nothing(own_stack: Stack) -> None:
    words = {word for process in processes(own_stack.data_dir) for word in process.cmdline()}
    assert {"celery", "gunicorn", "explorer.management.processes"} <= words
    assert any(word.endswith("valkey-server") for word in words)
    own_stack.process.kill()
    wait_until_gone(own_stack.data_dir, seconds=5)
    # Nor does it leave a lock that keeps the next one from starting.
    with running_stack("sqlite+valkey", own_stack.data_dir) as second:
        assert get(second, "/healthz")[0] == 200


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.real_postgres)])
def test_first_start_fills_an_empty_database_and_the_second_loads_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    environment = {"DATABASE_URL": request.getfixturevalue("empty_postgres_url")} if database == "postgres" else {}
    for said in (
        "203 architectures in the catalogue, 203 new or changed.",
        "203 architectures in the catalogue, unchanged.",
    ):
        with running_stack(f"{database}+valkey", tmp_path, environment) as stack:
            assert said in stack.log
            assert get(stack, "/api/architectures/alexnet/")[1]["params"] == 61_100_840


def test_killed_services_come_back(own_stack: Stack) -> None:
    for process in processes(own_stack.data_dir):
        command = " ".join(process.cmdline())
        if "gunicorn" in command or "valkey-server" in command:
            process.kill()
    deadline = time.monotonic() + 30
    health: dict[str, object] = {}
    while health.get("broker") != "ok" and time.monotonic() < deadline:
        time.sleep(0.2)
        try:
            health = get(own_stack, "/healthz")[1]
        except (OSError, http.client.HTTPException):
            continue
    assert health["broker"] == "ok"
    assert "web ended (killed by SIGKILL); starting it again in 0.5 s" in own_stack.log


def test_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"PORT {port} is taken by another program; choose another: PORT=" in rejection(tmp_path, port)
    wait_until_gone(tmp_path, seconds=5)


def test_port_that_is_no_port_is_refused(tmp_path: Path) -> None:
    said = rejection(tmp_path, 0, {"PORT": "eighty"})
    assert "PORT is 'eighty'; it must be a number from 1 to 65535." in said
    assert "Traceback" not in said


def test_second_run_on_the_same_folder_names_the_first(own_stack: Stack) -> None:
    said = rejection(own_stack.data_dir, free_port())
    first = f"{own_stack.url}, process {own_stack.process.pid}"
    assert f"Layerscope already runs on {own_stack.data_dir}: {first}. Stop that one" in said
    assert get(own_stack, "/healthz")[0] == 200


def test_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    said = rejection(tmp_path, free_port(), {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"})
    assert "The database cannot be used: " in said
    assert "Traceback" not in said
    wait_until_gone(tmp_path, seconds=5)


def test_secrets_are_not_on_any_command_line(own_stack: Stack) -> None:
    urls = (urlsplit(process.environ().get("REDIS_URL", "")) for process in processes(own_stack.data_dir))
    password = next(url.password for url in urls if url.password)
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert password not in listing
    assert (own_stack.data_dir / "secret_key").stat().st_mode & 0o777 == 0o600
