"""NASNet: two small cells found by a search on CIFAR-10, stacked to any depth and width.

Zoph, Vasudevan, Shlens and Le, "Learning Transferable Architectures for Scalable Image Recognition", 2017
(arXiv 1707.07012), Figure 2 (the stack) and Figure 4 (the cells of NASNet-A). NASNet-A (N @ P) has N normal cells
per stage and P filters before its last layer. Layers and their names are those of timm's nasnetalarge, which has
neither the paper's auxiliary classifier nor its scheduled drop path nor, by default, its dropout of 0.5. The
mobile network has the settings of the authors' code (tensorflow/models, research/slim/nets/nasnet) and the names of
pretrained-models' nasnetamobile.

Windows with stride 2 are padded alike on all sides, so that a graph fits any image. timm pads as TensorFlow's
"same" does: alike where the size is odd, one pixel less on the left and top where it is even (at 331 pixels in the
third of four reductions only). No shape and no cost depends on it. Average pools leave the padding out of the mean,
as in the authors' code; timm's with stride 2 count it as zeros.

Left out: the 5 @ 1538 and 7 @ 1920 of the paper's Table 2, for which this stack, exact for the other two, gives 12 and
9 % more parameters than the table (1538 is not even a multiple of 24), and NASNet-B and -C, other cells. The code of
none of them was published.
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
from explorer.catalog.recipe import CLASSES, Entry, Flag, Integer, Paper, Recipe
from explorer.domain.graph import Graph

_LARGE_CELLS = 6
_NASNET_A = Design(
    normal=Cell(
        (
            (Side("separable", CURRENT, 5), Side("separable", PREVIOUS, 3)),
            (Side("separable", PREVIOUS, 5), Side("separable", PREVIOUS, 3)),
            (Side("avg", CURRENT), Side("none", PREVIOUS)),
            (Side("avg", PREVIOUS), Side("avg", PREVIOUS)),
            (Side("separable", CURRENT, 3), Side("none", CURRENT)),
        ),
        (PREVIOUS, 2, 3, 4, 5, 6),
    ),
    reduction=Cell(
        (
            (Side("separable", CURRENT, 5), Side("separable", PREVIOUS, 7)),
            (Side("max", CURRENT), Side("separable", PREVIOUS, 7)),
            (Side("avg", CURRENT), Side("separable", PREVIOUS, 5)),
            (Side("none", 3), Side("avg", 2)),
            (Side("separable", 2, 3), Side("max", CURRENT)),
        ),
        (3, 4, 5, 6),
    ),
    stem="conv0",
    halving="",
    inplace=True,
)


def nasnet_a(
    *,
    image_size: int,
    cells: int,
    filters: int,
    stem_filters: int,
    skip_reduction: bool,
    dropout: float,
    classes: int,
) -> Graph:
    """A convolution and two reduction cells; three stages of normal cells, a reduction cell between them; a head."""
    # pretrained-models numbers the mobile network's 4 cells a stage as if they were the large one's 6.
    step = max(cells, _LARGE_CELLS)
    stages = [
        [f"reduction_cell_{stage - 1}"] * (stage > 0) + [f"cell_{stage * step + index}" for index in range(cells)]
        for stage in range(3)
    ]
    net = GraphBuilder(f"NASNet-A ({cells} @ {24 * filters})", (3, image_size, image_size))
    return stack_cells(
        net, _NASNET_A, stages, filters, stem_filters, skip_reduction=skip_reduction, dropout=dropout, classes=classes
    )


RECIPES = (
    Recipe(
        "nasnet_a",
        "Three stages of one searched cell, each after another searched cell that halves the resolution.",
        (
            IMAGE_SIZE_331,
            Integer("cells", 6, 1, 20, "Normal cells in each of the three stages: N in the paper."),
            Integer(
                "filters",
                168,
                4,
                1024,
                "Filters of each operation in the first stage; doubles at each stage. The paper names networks by "
                "the filters before the last layer, which are 24 times as many.",
            ),
            STEM_FILTERS,
            Flag(
                "skip_reduction",
                True,
                "Whether the cell after a reduction cell takes as its second input that cell's second input "
                "instead of its first.",
            ),
            DROPOUT,
            CLASSES,
        ),
        nasnet_a,
    ),
)
_PAPER = Paper("Learning Transferable Architectures for Scalable Image Recognition", "1707.07012", 2017)
_SUMMARY = "A search designed its cells on small images of CIFAR-10; stacking more of them works for large ones."

ENTRIES = (
    Entry(
        slug="nasnet_a_large",
        name="NASNet-A Large (6 @ 4032)",
        family="NASNet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="nasnet_a",
        parameters={},
        reference={"library": "timm", "name": "nasnetalarge"},
        notes="The 88.9 million parameters in Table 2 of the paper include the normalizations' moving statistics.",
    ),
    Entry(
        slug="nasnet_a_mobile",
        name="NASNet-A Mobile (4 @ 1056)",
        family="NASNet",
        year=2017,
        summary=_SUMMARY,
        paper=_PAPER,
        recipe="nasnet_a",
        parameters={"image_size": 224, "cells": 4, "filters": 44, "stem_filters": 32, "skip_reduction": False},
        reference=None,
        notes="5.3 million parameters and 564 million multiply-adds in Table 3 of the paper; 5,289,978 trainable "
        "parameters in Keras. Layers are named as in pretrained-models' nasnetamobile, so that its weights fit.",
    ),
)
