"""The services that other tests rely on are real, and private."""

import contextlib

import psycopg
import pytest
import redis
from playwright.sync_api import Browser

from tests.services import postgres
from tests.services.broker import Broker


def test_broker_survives_being_killed(private_broker: Broker) -> None:
    client = redis.Redis.from_url(private_broker.url)
    client.set("kept", "no")
    private_broker.kill()
    with pytest.raises(redis.ConnectionError):
        client.ping()
    private_broker.start()
    assert client.get("kept") is None


def test_broker_wants_its_password(private_broker: Broker) -> None:
    host = private_broker.url.rpartition("@")[2]
    with pytest.raises(redis.AuthenticationError):
        redis.Redis.from_url(f"redis://{host}").ping()


def test_database_is_new_and_dropped(postgres_server: str) -> None:
    with postgres.new_database(postgres_server) as url, psycopg.connect(url) as connection:
        tables = connection.execute("select count(*) from pg_tables where schemaname = 'public'").fetchone()
        assert tables == (0,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_database_takes_a_crowd(postgres_server: str) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(120):
            stack.enter_context(psycopg.connect(postgres_server))


@pytest.mark.real_postgres
def test_private_postgres_ends_with_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTGRES_URL", raising=False)
    with postgres.postgres_server() as server, psycopg.connect(server) as connection:
        assert connection.info.host.startswith("/")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server)


def test_a_named_postgres_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_URL", "postgresql://db.example/postgres")
    with postgres.postgres_server() as server:
        assert server == "postgresql://db.example/postgres"


def test_browser_renders(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Layerscope</h1>")
    assert page.get_by_role("heading").inner_text() == "Layerscope"
    page.close()
