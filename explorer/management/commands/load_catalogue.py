"""Loads the shipped architectures into the database; running it again changes only what changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from explorer.catalog import entries, recipes
from explorer.catalog.published import Accuracy, published_accuracies
from explorer.catalog.recipe import Entry
from explorer.domain.graph import Graph
from explorer.store import writes


def shipped() -> list[tuple[Entry, Graph, tuple[Accuracy, ...]]]:
    """Every entry with its graph and published accuracies."""
    builders, found = recipes(), []
    for entry in entries():
        graph = builders[entry.recipe].build(entry.parameters)
        _, height, _ = graph.inputs[0].shape
        found.append((entry, graph, published_accuracies(entry.slug, height)))
    return found


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        architectures = shipped()
        changed = writes.catalogue_load(entries=architectures)
        self.stdout.write(f"{len(architectures)} architectures in the catalogue, {changed} new or changed.")
