"""Settings that come from the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from explorer.environment import database, flag, listed, number


def test_a_postgres_address():
    found = database("postgres://user:p%40ss@db.example:6543/layer%2Fscope?sslmode=require")
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("user", "p@ss", "db.example", "6543")
    assert found["NAME"] == "layer/scope"
    assert found["OPTIONS"]["sslmode"] == "require"


def test_an_sqlite_address():
    found = database("sqlite:///data/db.sqlite3")
    assert found["NAME"] == "/data/db.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_other_addresses_are_refused():
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        database("mysql://localhost/x")


def test_switches_and_numbers(monkeypatch):
    monkeypatch.setenv("SWITCH", "Yes")
    monkeypatch.setenv("COUNT", "12")
    monkeypatch.setenv("HOSTS", "a, b,,")
    assert flag("SWITCH")
    assert not flag("NOT_SET")
    assert number("COUNT", 3) == 12
    assert number("NOT_SET", 3) == 3
    assert listed("HOSTS", "") == ["a", "b"]
    monkeypatch.setenv("SWITCH", "perhaps")
    monkeypatch.setenv("COUNT", "-1")
    with pytest.raises(ImproperlyConfigured, match="SWITCH is 'perhaps'"):
        flag("SWITCH")
    with pytest.raises(ImproperlyConfigured, match="COUNT"):
        number("COUNT", 3)
