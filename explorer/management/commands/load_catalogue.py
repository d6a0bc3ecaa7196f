"""Loads the shipped architectures into the database; running it again changes only what changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from explorer.catalog import entries, recipes
from explorer.catalog.published import published_accuracies
from explorer.store import writes


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        builders = recipes()
        shipped = [
            (entry, builders[entry.recipe].build(entry.parameters), published_accuracies(entry.slug))
            for entry in entries()
        ]
        changed = writes.catalogue_load(entries=shipped)
        self.stdout.write(f"{len(shipped)} architectures in the catalogue, {changed} new or changed.")
