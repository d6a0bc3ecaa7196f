"""The services that other tests rely on are real, and private."""

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


@pytest.mark.real_postgres
def test_embedded_postgres_stands_in_for_the_machines_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTGRES_URL", raising=False)
    monkeypatch.setattr(postgres, "_answers", lambda url: False)
    with postgres.postgres_server() as server, postgres.new_database(server) as url, psycopg.connect(url) as connection:
        assert connection.info.server_version >= 180000
        assert connection.info.host.startswith("/")


def test_browser_renders(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<h1>Layerscope</h1>")
    assert page.get_by_role("heading").inner_text() == "Layerscope"
    page.close()
