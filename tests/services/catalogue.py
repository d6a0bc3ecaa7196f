"""Databases with the catalogue in them, made once and copied: filling one takes longer than most tests."""

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from explorer.management.catalogue import sources_digest
from tests.services.postgres import new_database
from tests.services.stack import NOT_INHERITED, ROOT

_CACHE = ROOT / ".pytest_cache" / "catalogue"


def _fill(**environment: str) -> None:
    """Do to the database of this environment what the first start of `manage.py serve` does."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    for command in (["migrate", "-v0"], ["load_catalogue"]):
        run = [sys.executable, "manage.py", *command]
        subprocess.run(run, cwd=ROOT, env=inherited | environment, check=True, stdout=subprocess.DEVNULL)


def sqlite_file() -> Path:
    """An SQLite file to copy; runs of the tests with the same sources share it."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    file = _CACHE / f"{sources_digest()}.sqlite3"
    with (_CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            for outdated in _CACHE.glob("*.sqlite3"):
                outdated.unlink()
            with tempfile.TemporaryDirectory(dir=_CACHE) as folder:
                _fill(DATA_DIR=folder)
                (Path(folder) / "db.sqlite3").replace(file)
    return file


def copy_sqlite(data_dir: Path) -> Path:
    """Give this data folder a database; returns the file."""
    data_dir.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(sqlite_file(), data_dir / "db.sqlite3"))


def copy_into(connection: sqlite3.Connection) -> None:
    """Replace what the database of this connection holds, which may be one in memory."""
    with contextlib.closing(sqlite3.connect(sqlite_file())) as source:
        source.backup(connection)


@contextlib.contextmanager
def postgres_original(server_url: str) -> Iterator[str]:
    """Address of a PostgreSQL database to copy with new_database."""
    with new_database(server_url) as url, tempfile.TemporaryDirectory() as folder:
        _fill(DATA_DIR=folder, DATABASE_URL=url)
        yield url
