"""Loads the shipped architectures into the database; running it again changes only what changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from explorer.catalog import entries
from explorer.management.catalogue import load_catalogue


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_catalogue()
        said = "unchanged" if changed is None else f"{changed} new or changed"
        self.stdout.write(f"{len(entries())} architectures in the catalogue, {said}.")
