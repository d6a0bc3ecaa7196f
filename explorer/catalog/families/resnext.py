"""ResNeXt: a bottleneck's 3 x 3 convolution split into many narrow groups at the cost of one wide convolution.

Xie, Girshick, Dollar, Tu and He, "Aggregated Residual Transformations for Deep Neural Networks", 2016
(arXiv 1611.05431), Tables 1 to 4: the grouped form of Figure 3c, which torchvision and timm ship, with the stride in
the 3 x 3 convolution as in the authors' Torch code. ResNeXt-101 32x8d and wider are those of Mahajan et al.,
"Exploring the Limits of Weakly Supervised Pretraining", 2018 (arXiv 1805.00932), made for 940 million images from
Instagram. The recipe is ResNet's: only groups and width_per_group differ.
"""

from __future__ import annotations

from explorer.catalog.blocks.residual import BLOCKS
from explorer.catalog.recipe import Entry, Paper, Recipe

RECIPES: tuple[Recipe, ...] = ()

_PAPER = Paper("Aggregated Residual Transformations for Deep Neural Networks", "1611.05431", 2016)
_INSTAGRAM_PAPER = Paper("Exploring the Limits of Weakly Supervised Pretraining", "1805.00932", 2018)
_INSTAGRAM_SUMMARY = "Trained on 940 million images labelled by hashtags, each wider ResNeXt is more accurate."
_SUMMARY = "At equal cost, more groups (cardinality) help a residual block more than more layers or wider ones."
_IMPLEMENTED = (
    (50, 32, 4, "torchvision", ""),
    (101, 32, 4, "timm", ""),
    (101, 64, 4, "torchvision", ""),
    (101, 32, 8, "torchvision", "Not in the paper: torchvision's, after the networks pretrained on Instagram images."),
)
_BUDGET = {50: "4.1", 101: "7.8"}


def _entry(
    depth: int,
    groups: int,
    width: int,
    reference: dict[str, str] | None,
    notes: str,
    *,
    paper: Paper = _PAPER,
    summary: str = _SUMMARY,
) -> Entry:
    return Entry(
        slug=f"resnext{depth}_{groups}x{width}d",
        name=f"ResNeXt-{depth} ({groups}x{width}d)",
        family="ResNeXt",
        year=paper.year,
        summary=summary,
        paper=paper,
        recipe="resnet",
        parameters={"blocks": BLOCKS[depth], "groups": groups, "width_per_group": width},
        reference=reference,
        notes=notes,
    )


ENTRIES = (
    tuple(
        _entry(depth, groups, width, {"library": library, "name": f"resnext{depth}_{groups}x{width}d"}, notes)
        for depth, groups, width, library, notes in _IMPLEMENTED
    )
    + tuple(
        _entry(
            depth,
            groups,
            width,
            None,
            f"One of the paper's Table 3 (1x64d there is ResNet-{depth}), all meant to cost about {_BUDGET[depth]} "
            "x 10^9 multiply-adds. Widths are rounded to whole channels: a block of 8x14d costs 2.6 % more than one of "
            "1x64d.",
        )
        for depth in (50, 101)
        for groups, width in ((2, 40), (4, 24), (8, 14))
    )
    + tuple(
        _entry(
            depth,
            16,
            8,
            None,
            "Completes the equal-cost series G = 1 to 32 between the paper's 8x14d and 32x4d: the width of equal cost "
            "is 7.51, rounded to 8, so a block costs 7.4 % more than one of 1x64d. No accuracy was published.",
        )
        for depth in (50, 101)
    )
    + tuple(
        _entry(
            101,
            32,
            width,
            {"library": "timm", "name": f"resnext101_32x{width}d"} if width < 48 else None,
            "Multiply-adds are those of the README of facebookresearch/WSL-Images; its parameters, which it gives as "
            f"{millions} M, are up to 0.6 % off.{' timm no longer has this width.' if width == 48 else ''}",
            paper=_INSTAGRAM_PAPER,
            summary=_INSTAGRAM_SUMMARY,
        )
        for width, millions in ((16, 193), (32, 466), (48, 829))
    )
)
