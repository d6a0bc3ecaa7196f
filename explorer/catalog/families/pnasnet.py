"""PNASNet: one searched cell for everything; with stride 2 it is also the cell that halves the resolution.

Liu et al., "Progressive Neural Architecture Search", 2017 (arXiv 1712.00559), Figure 1 (the cell of PNASNet-5 and the
stack). Layers and their names are those of timm's pnasnet5large. The mobile network has the settings of the authors'
code (tensorflow/models, research/slim/nets/nasnet/pnasnet.py). The notes of the NASNet module on padding, average pools
and training-only layers apply here too.
"""

from __future__ import annotations

from explorer.catalog.blocks.searched_cells import (
    CURRENT,
    DROPOUT,
    IMAGE_SIZE_331,
    PREVIOUS,
    STEM_FILTERS,
    Cell,
    Design,
    Side,
    stack_cells,
)
from explorer.catalog.builder import GraphBuilder
from explorer.catalog.recipe import CLASSES, Entry, Integer, Paper, Recipe
from explorer.domain.graph import Graph

_CELL = Cell(
    (
        (Side("separable", PREVIOUS, 5), Side("max", PREVIOUS)),
        (Side("separable", CURRENT, 7), Side("max", CURRENT)),
        (Side("separable", CURRENT, 5), Side("separable", CURRENT, 3)),
        (Side("separable", 4, 3), Side("max", CURRENT)),
        (Side("separable", PREVIOUS, 3), Side("none", CURRENT)),
    ),
    (2, 3, 4, 5, 6),
)
_PNASNET_5 = Design(_CELL, _CELL, stem="conv_0", halving=".conv_prev_1x1", inplace=False)


def pnasnet5(*, image_size: int, cells: int, filters: int, stem_filters: int, dropout: float, classes: int) -> Graph:
    """A convolution and two cells with stride 2; three stages of cells, of which the first has stride 2; a head."""
    net = GraphBuilder(f"PNASNet-5 ({cells} cells, {filters} filters)", (3, image_size, image_size))
    stages = [[f"cell_{stage * cells + index}" for index in range(cells)] for stage in range(3)]
    return stack_cells(
        net, _PNASNET_5, stages, filters, stem_filters, skip_reduction=False, dropout=dropout, classes=classes
    )


RECIPES = (
    Recipe(
        "pnasnet5",
        "Three stages of one searched cell, which halves the resolution where a stage begins.",
        (
            IMAGE_SIZE_331,
            Integer("cells", 4, 2, 20, "Cells in each of the three stages, reducing ones included: N in the paper."),
            Integer("filters", 216, 4, 1024, "Filters of each operation in the first stage; doubles at each stage: F."),
            STEM_FILTERS,
            DROPOUT,
            CLASSES,
        ),
        pnasnet5,
    ),
)
_PAPER = Paper("Progressive Neural Architecture Search", "1712.00559", 2017)
_SUMMARY = "A search that grows cells from simple to complex matched NASNet's cell with an eighth of the work."

ENTRIES = (
    Entry(
        slug="pnasnet5_large",
        name="PNASNet-5 Large",
        family="PNASNet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="pnasnet5",
        parameters={},
        reference={"library": "timm", "name": "pnasnet5large"},
        notes="86.1 million parameters and 25.0 billion multiply-adds in the paper's large setting, 0.3 % more of them "
        "than the convolutions and the last layer have.",
    ),
    Entry(
        slug="pnasnet5_mobile",
        name="PNASNet-5 Mobile",
        family="PNASNet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="pnasnet5",
        parameters={"image_size": 224, "cells": 3, "filters": 54, "stem_filters": 32},
        reference=None,
        notes="5.1 million parameters and 588 million multiply-adds in the paper's mobile setting, 0.1 % more of them "
        "than the convolutions and the last layer have.",
    ),
)
