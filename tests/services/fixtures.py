"""The fixtures that provide real services, each private to this run of the tests."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.services import chromium, postgres
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
def postgres_url(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of an empty PostgreSQL database that the whole run shares."""
    with postgres.new_database(postgres_server) as url:
        yield url


@pytest.fixture
def private_postgres_url(postgres_server: str) -> Iterator[str]:
    """DATABASE_URL of an empty PostgreSQL database of this test alone."""
    with postgres.new_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of a Chromium."""
    return chromium.chromium_path() or lacking("no Chromium on this machine")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """A headless Chromium for the tests of one module.

    Not for the whole run: while Playwright is started in a thread, Django refuses to use the database there.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


STACKS: dict[str, Callable[[pytest.FixtureRequest], dict[str, str]]] = {
    "sqlite+valkey": lambda request: {},
    "postgres+redis": lambda request: {
        "DATABASE_URL": request.getfixturevalue("postgres_url"),
        "REDIS_URL": request.getfixturevalue("redis_url"),
    },
}


@pytest.fixture(scope="session", params=list(STACKS))
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running Layerscope: once with what it embeds, once with a database and a broker of their own.

    A test for which one of them is enough says so:
    @pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)
    """
    folder = tmp_path_factory.mktemp("stack")
    with running_stack(request.param, folder / "data", STACKS[request.param](request)) as running:
        yield running


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[Stack]:
    """A Layerscope with what it embeds, of this test alone, which may kill any part of it."""
    with running_stack("sqlite+valkey", tmp_path / "data") as running:
        yield running
