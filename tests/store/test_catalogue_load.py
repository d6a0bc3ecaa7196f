"""The catalogue is loaded again when its sources or its rows have changed, and only then."""

import subprocess
import sys
from dataclasses import replace

import pytest
from django.db import transaction

from explorer.catalog import entries
from explorer.management import catalogue
from explorer.store import models, writes
from tests.services.stack import ROOT


@pytest.fixture
def source(database, monkeypatch, tmp_path):
    """A source file beside the real ones, with which the first two architectures, as a small catalogue, are loaded.

    Other tests share the database, so that all of it is undone.
    """
    file = tmp_path / "family.py"
    file.write_text("blocks = 3")
    files, first = catalogue.sources() | {"family.py": file}, entries()[:2]
    monkeypatch.setattr(catalogue, "sources", lambda: files)
    monkeypatch.setattr(catalogue, "entries", lambda: first)
    with transaction.atomic():
        catalogue.load_catalogue()
        yield file
        transaction.set_rollback(True)


@pytest.fixture
def nothing_is_built(monkeypatch):
    def fail(*_):
        pytest.fail("A graph was built although nothing had changed.")

    monkeypatch.setattr(catalogue, "recipes", fail)


def test_the_same_sources_build_nothing(source, nothing_is_built):
    before = list(models.Architecture.objects.values())
    assert catalogue.load_catalogue() is None
    assert list(models.Architecture.objects.values()) == before


def test_a_touched_file_with_the_same_content_builds_nothing(source, nothing_is_built):
    source.write_text(source.read_text())
    assert catalogue.load_catalogue() is None


def test_a_changed_file_loads_again_once(source, monkeypatch):
    first, second = entries()[:2]
    monkeypatch.setattr(catalogue, "entries", lambda: (replace(first, summary="Another."), second))
    assert catalogue.load_catalogue() is None
    source.write_text("blocks = 4")
    assert catalogue.load_catalogue() == 1
    assert models.Architecture.objects.get(slug=first.slug).summary == "Another."
    assert catalogue.load_catalogue() is None


def test_rows_that_a_checkout_without_digests_left_are_loaded_again(source):
    """It changed the rows, and did not touch what this one knows of its last load."""
    models.Architecture.objects.filter(slug="lenet5").update(params=1, catalogue_digest="of older sources")
    assert catalogue.load_catalogue() == 1
    assert models.Architecture.objects.get(slug="lenet5").params == 60_000
    assert catalogue.load_catalogue() is None


def test_a_renamed_file_loads_again(source, monkeypatch):
    renamed = {name.replace("family.py", "kin.py"): file for name, file in catalogue.sources().items()}
    monkeypatch.setattr(catalogue, "sources", lambda: renamed)
    assert catalogue.load_catalogue() == 0


def test_a_missing_architecture_is_loaded_again(source):
    models.Architecture.objects.filter(slug="lenet5").delete()
    assert catalogue.load_catalogue() == 1


def test_a_database_from_before_digests_were_kept_is_loaded_again(source):
    models.CatalogueLoad.objects.all().delete()
    assert catalogue.load_catalogue() == 0


def test_entries_of_unknown_origin_do_not_count_as_loaded(source):
    writes.catalogue_load(entries=catalogue.shipped())
    assert catalogue.load_catalogue() == 0


def test_the_sources_are_all_that_is_imported_to_make_the_catalogue():
    """Those of `explorer` that only start Django or call the store decide nothing that is stored."""
    program = """
import sys, django
django.setup()
from explorer.management import catalogue
catalogue.shipped()
known = {str(file) for file in catalogue.sources().values()}
print(*sorted(name for name, module in sys.modules.items() if name.partition(".")[0] == "explorer"
              and getattr(module, "__file__", None) not in known))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["explorer", "explorer.environment", "explorer.management", "explorer.settings"]


def test_the_sources_include_data_and_migrations():
    assert {
        "explorer/catalog/published.csv",
        "explorer/store/migrations/0001_initial.py",
        "explorer/management/catalogue.py",
    } <= set(catalogue.sources())
