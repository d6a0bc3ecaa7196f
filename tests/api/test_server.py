"""The web process as it is deployed, on both databases: many clients, a dead broker, a database that is down."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Browser

from tests.services.catalogue import copy_sqlite
from tests.services.postgres import new_database

ROOT = Path(__file__).resolve().parents[2]
NOBODY = "redis://127.0.0.1:9/0"
PROFILE = {"kind": "profile", "architecture": "resnet50"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Starts a gunicorn with two processes of eight threads, and returns its address."""
    running = []

    def start(database_url: str = "", redis_url: str = NOBODY) -> str:
        folder = tmp_path_factory.mktemp("web")
        copy_sqlite(folder)
        environment = os.environ | {"DATA_DIR": str(folder), "REDIS_URL": redis_url, "DATABASE_URL": database_url}
        port = free_port()
        command = [sys.executable, "-m", "gunicorn", "explorer.wsgi", "--bind", f"127.0.0.1:{port}"]
        workers = ["--workers", "2", "--threads", "8", "--log-level", "warning", "--graceful-timeout", "1"]
        running.append(subprocess.Popen([*command, *workers], cwd=ROOT, env=environment))
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return f"http://127.0.0.1:{port}"
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


def call(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.real_postgres)])
def server(request, serve, postgres_server, postgres_original):
    """A server whose broker is dead, on either database."""
    if request.param == "sqlite":
        yield serve()
        return
    with new_database(postgres_server, copy_of=postgres_original) as url:
        yield serve(url)


def test_a_hundred_equal_posts_at_once_are_one_job(server):
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: call(f"{server}/api/jobs/", PROFILE), range(100)))
    assert {status for status, _ in answers} == {202}
    assert len({job["id"] for _, job in answers}) == 1
    assert call(f"{server}/api/jobs/")[1]["count"] == 1


def test_a_dead_broker_delays_no_submit(server):
    began = time.monotonic()
    status, job = call(f"{server}/api/jobs/", PROFILE | {"batch": 7})
    assert (status, job["state"]) == (202, "queued")
    assert time.monotonic() - began < 1.5
    status, health = call(f"{server}/healthz")
    assert (status, health["broker"]) == (200, "unreachable")


def test_equal_names_stored_at_once_get_different_slugs(server):
    body = {"recipe": "resnet", "parameters": {"block": "basic", "blocks": [1, 1, 1, 1]}, "name": "Same name"}
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: call(f"{server}/api/architectures/", body), range(10)))
    assert {status for status, _ in answers} == {201}
    assert len({detail["slug"] for _, detail in answers}) == 10


def test_messages_reach_a_living_broker(serve, redis_url):
    server = serve(redis_url=redis_url)
    assert call(f"{server}/healthz")[1]["broker"] == "ok"
    _, job = call(f"{server}/api/jobs/", PROFILE)
    queued = redis.Redis.from_url(redis_url).lrange("cpu", 0, -1)
    bodies = [json.loads(message) for message in queued]
    assert any(job["id"] in message["headers"]["argsrepr"] for message in bodies)
    assert {message["headers"]["task"] for message in bodies} == {"workers.tasks.run_job"}


def test_a_database_that_is_away_is_told_as_503(serve):
    server = serve("postgres://nobody@127.0.0.1:9/nothing")
    for path in ("/healthz", "/api/architectures/"):
        status, body = call(server + path)
        assert (status, body["error"]["code"]) == (503, "database_unavailable")
    status, body = call(f"{server}/api/jobs/", PROFILE)
    assert (status, body["error"]["code"]) == (503, "database_unavailable")


def test_the_documentation_renders_under_the_policy(serve, browser: Browser):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{serve()}/api/docs/")
    page.locator(".opblock").first.wait_for()
    assert page.locator(".opblock").count() >= 16
    page.locator(".opblock-summary").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.get_by_text('"slug": "alexnet"').first.wait_for()
    assert complaints == []
    page.close()
