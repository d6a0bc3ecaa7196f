"""The fixtures that provide real services, each private to this run of the tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.services import catalogue, chromium, postgres
from tests.services.broker import Broker
from tests.services.counting import lacking
from tests.services.stack import Stack, running_stack


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a broker that the whole run shares: REDIS_TEST_URL, or a private Valkey.

    A test that kills one uses private_broker.
    """
    if named := os.environ.get("REDIS_TEST_URL"):
        yield named
        return
    broker = Broker(tmp_path_factory.mktemp("valkey"))
    broker.start()
    yield broker.url
    broker.kill()


@pytest.fixture
def private_broker(tmp_path: Path) -> Iterator[Broker]:
    """A started Valkey of this test alone, which it may kill and start again."""
    broker = Broker(tmp_path / "valkey")
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server on which databases may be made."""
    with postgres.postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_original(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database with the catalogue, to be copied and not used."""
    with catalogue.postgres_original(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, postgres_original: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database with the catalogue that the whole run shares."""
    with postgres.new_database(postgres_server, copy_of=postgres_original) as url:
        yield url


@pytest.fixture
def private_postgres_url(postgres_server: str, postgres_original: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database with the catalogue, of this test alone."""
    with postgres.new_database(postgres_server, copy_of=postgres_original) as url:
        yield url


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of a PostgreSQL database without a table, of this test alone."""
    with postgres.new_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def catalogue_loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The catalogue in Django's own test database, once for all tests."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        catalogue.copy_into(connection.connection)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium."""
    return chromium.chromium_path(shell_first=True) or lacking("no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium for the tests of one module.

    Not for the whole run: while Playwright is started in a thread, Django refuses to use the database there.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


SHORT_PROFILES = {"PROFILE_SECONDS": "5"}
"""Pages show a profile's figures however steady they are."""
STACKS: dict[str, Callable[[pytest.FixtureRequest], dict[str, str]]] = {
    "sqlite+valkey": lambda request: SHORT_PROFILES,
    "postgres+redis": lambda request: (
        SHORT_PROFILES
        | {
            "DATABASE_URL": request.getfixturevalue("postgres_url"),
            "REDIS_URL": request.getfixturevalue("redis_url"),
        }
    ),
}


@pytest.fixture(scope="session", params=list(STACKS))
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running Layerscope: once with what it embeds, once with a database and a broker of their own.

    A test for which one of them is enough says so:
    @pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)
    """
    data_dir = tmp_path_factory.mktemp("stack") / "data"
    catalogue.copy_sqlite(data_dir)
    with running_stack(request.param, data_dir, STACKS[request.param](request)) as running:
        yield running


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    """A Layerscope with what it embeds, of this test alone, which may kill any part of it."""
    catalogue.copy_sqlite(tmp_path / "data")
    with running_stack("sqlite+valkey", tmp_path / "data") as running:
        yield running
