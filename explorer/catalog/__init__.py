"""The architectures Layerscope ships: recipes, entries and published accuracies."""

from __future__ import annotations

from functools import cache

from explorer.catalog.families import (
    alexnet,
    bn_inception,
    cifar_resnet,
    convnext,
    densenet,
    efficientnet,
    ghostnet,
    googlenet,
    inception_resnet_v2,
    inception_v3,
    inception_v4,
    lenet,
    mixnet,
    mnasnet,
    mobilenet_v1,
    mobilenet_v2,
    mobilenet_v3,
    nasnet,
    pnasnet,
    preresnet,
    regnet,
    resnet,
    resnext,
    senet,
    shufflenet_v1,
    shufflenet_v2,
    squeezenet,
    vgg,
    xception,
    zfnet,
)
from explorer.catalog.recipe import Entry, Recipe

# Oldest first, each family before its descendants.
_FAMILIES = (
    lenet,
    alexnet,
    zfnet,
    vgg,
    googlenet,
    bn_inception,
    inception_v3,
    inception_v4,
    inception_resnet_v2,
    resnet,
    cifar_resnet,
    preresnet,
    resnext,
    senet,
    densenet,
    squeezenet,
    mobilenet_v1,
    mobilenet_v2,
    mobilenet_v3,
    shufflenet_v1,
    shufflenet_v2,
    xception,
    mnasnet,
    nasnet,
    pnasnet,
    efficientnet,
    regnet,
    mixnet,
    ghostnet,
    convnext,
)


@cache
def recipes() -> dict[str, Recipe]:
    """All recipes by name."""
    return {recipe.name: recipe for family in _FAMILIES for recipe in family.RECIPES}


@cache
def entries() -> tuple[Entry, ...]:
    """All catalogued architectures, oldest family first."""
    return tuple(entry for family in _FAMILIES for entry in family.ENTRIES)
