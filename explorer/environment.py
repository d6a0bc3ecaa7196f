"""Environment variables: switches, numbers, lists, the database, and the secret key that the first run creates."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def flag(name: str, default: bool = False) -> bool:
    """A variable that is 1 or 0. Raises ImproperlyConfigured for anything else."""
    word = os.environ.get(name, str(default)).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {word!r}; it must be 1 or 0.")
    return word in _TRUE


def number(name: str, default: int) -> int:
    """An integer, 0 or more. Raises ImproperlyConfigured for anything else."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be an integer, 0 or more.")
    return int(text)


def listed(name: str, default: str) -> list[str]:
    """A list of words separated by commas."""
    return [word for part in os.environ.get(name, default).split(",") if (word := part.strip())]


def sqlite(path: Path) -> dict[str, Any]:
    """Django's settings for an SQLite file that several processes share."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            # A transaction that reads and then writes would fail at once if another one wrote in between.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def database(url: str) -> dict[str, Any]:
    """Django's settings for a postgres:// or sqlite:// address. Raises ImproperlyConfigured.

    The query string goes to libpq: ?sslmode=require, ?host=/run/postgresql.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must start with postgres:// or sqlite://.")
    options: Mapping[str, str] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "options": "-c statement_timeout=15000", **options},
    }


def secret_key(path: Path) -> str:
    """The key in this file, which is created on first use, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp creates with mode 0600; a link never replaces a key that another process has just created.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret_key")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text(encoding="ascii")
