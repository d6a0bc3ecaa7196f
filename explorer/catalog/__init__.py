"""The architectures Layerscope ships: recipes, entries and published accuracies."""

from __future__ import annotations

from explorer.catalog import alexnet, resnet, vgg
from explorer.catalog.recipe import Entry, Recipe

_FAMILIES = (alexnet, vgg, resnet)


def recipes() -> dict[str, Recipe]:
    """All recipes by name."""
    return {recipe.name: recipe for family in _FAMILIES for recipe in family.RECIPES}


def entries() -> tuple[Entry, ...]:
    """All catalogued architectures, oldest family first."""
    return tuple(entry for family in _FAMILIES for entry in family.ENTRIES)
