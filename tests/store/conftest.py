"""Both databases: a test that uses `database` runs once on SQLite and once on PostgreSQL."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.db import connections

from explorer.environment import database as database_settings
from explorer.store import models
from explorer.store.signals import job_queued
from tests.services.catalogue import copy_sqlite
from tests.store.databases import using


@pytest.fixture(scope="session")
def prepared(request, tmp_path_factory):
    """The settings of a migrated database with the catalogue in it, made when first asked for."""

    @cache
    def prepare(name: str):
        if name == "postgres":
            return database_settings(request.getfixturevalue("postgres_url"))
        return database_settings(f"sqlite://{copy_sqlite(tmp_path_factory.mktemp('database'))}")

    return prepare


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real_postgres)])
def database(request, prepared, django_db_blocker, settings, tmp_path) -> Iterator[str]:
    """The name of the database that Django uses in this test, with nothing but the catalogue in it."""
    settings.ARTIFACT_DIR = tmp_path / "artifacts"
    if request.param == "postgres":
        request.getfixturevalue("postgres_url")
    with django_db_blocker.unblock(), using(prepared(request.param)):
        assert connections["default"].vendor.startswith(request.param)
        yield request.param
        for model in (models.Job, models.Device, models.Comparison):
            model.objects.all().delete()
        models.Architecture.objects.filter(catalogue_digest="").delete()
        connections["default"].close()


@pytest.fixture(autouse=True)
def sent(monkeypatch) -> list[tuple[str, str]]:
    """The (job id, queue) pairs that the store announced; the broker, if other tests joined it, hears nothing."""
    announced: list[tuple[str, str]] = []

    def note(*, job_id, queue, **_):
        announced.append((job_id, queue))

    monkeypatch.setattr(job_queued, "receivers", [])
    job_queued.connect(note, weak=False)
    return announced
