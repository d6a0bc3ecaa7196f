"""Loads the shipped catalogue into the database if its sources have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from explorer import catalog, domain, store
from explorer.catalog import entries, recipes
from explorer.catalog.published import Accuracy, published_accuracies
from explorer.catalog.recipe import Entry
from explorer.domain.graph import Graph
from explorer.store import reads, writes

_PACKAGES = (catalog, domain, store)


def shipped() -> list[tuple[Entry, Graph, tuple[Accuracy, ...]]]:
    """Every entry with its graph and published accuracies."""
    builders, found = recipes(), []
    for entry in entries():
        graph = builders[entry.recipe].build(entry.parameters)
        _, height, _ = graph.inputs[0].shape
        found.append((entry, graph, published_accuracies(entry.slug, height)))
    return found


def sources() -> dict[str, Path]:
    """The source files that determine the stored catalogue, by their paths in the project.

    They are whole packages, so that no list of modules needs upkeep; an irrelevant change costs three seconds.
    """
    root = Path(__file__).parents[2]
    folders = [Path(folder) for package in _PACKAGES for folder in package.__path__]
    files = [file for folder in folders for suffix in ("py", "csv") for file in folder.rglob(f"*.{suffix}")]
    return {str(file.relative_to(root)): file for file in sorted([*files, Path(__file__)])}


def sources_digest() -> str:
    """A digest of the sources, which changes with any file's name or content."""
    digest = hashlib.sha256()
    for name, file in sources().items():
        digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def load_catalogue() -> int | None:
    """Stores new and changed entries and returns their number; None if sources and rows are those of the last load."""
    digest = sources_digest()
    if reads.catalogue_is_loaded(sources_digest=digest):
        return None
    return writes.catalogue_load(entries=shipped(), sources_digest=digest)
