"""Published accuracies on ImageNet with their protocol and source, and which one to show first.

Rows are those of published.csv whose id is an architecture of the catalogue. Accuracies are comparable only
within one protocol, so each row keeps its own.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("published.csv")


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One published result; errors in percent, None where the source does not give it.

    input_size is None where the protocol uses several sizes.

    grade says how the figure was read: A from an official file, B from the paper's table, C quoted at second
    hand, D read off a figure.
    """

    top1_error_pct: float | None
    top5_error_pct: float | None
    protocol: str
    input_size: int | None
    weights: str
    source: str
    notes: str
    grade: str
    is_default: bool


def published_accuracies(slug: str) -> tuple[Accuracy, ...]:
    """All published results of one architecture, the default first."""
    return _by_slug().get(slug, ())


@cache
def _by_slug() -> dict[str, tuple[Accuracy, ...]]:
    rows: dict[str, list[dict[str, str]]] = {}
    with _FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["slug"], []).append(row)
    return {slug: tuple(_accuracies(found)) for slug, found in rows.items()}


def _accuracies(rows: list[dict[str, str]]) -> list[Accuracy]:
    ordered = sorted(rows, key=_preference)
    return [
        Accuracy(
            top1_error_pct=float(row["top1_error_pct"]) if row["top1_error_pct"] else None,
            top5_error_pct=float(row["top5_error_pct"]) if row["top5_error_pct"] else None,
            protocol=row["protocol"],
            input_size=int(row["input_size"]) if row["input_size"].isdigit() else None,
            weights=row["weights"],
            source=row["source"],
            notes=row["notes"],
            grade=row["grade"],
            is_default=index == 0,
        )
        for index, row in enumerate(ordered)
    ]


def _preference(row: dict[str, str]) -> tuple[object, ...]:
    """Single crop at 224 first, both errors known, the reference weights of the original recipe, then best grade.

    Later training recipes (IMAGENET1K_V2, timm's) lower the error of the same network by several points, which
    would make an old architecture look better than its contemporaries.
    """
    return (
        row["protocol"] != "single-crop",
        row["input_size"] != "224",
        not (row["top1_error_pct"] and row["top5_error_pct"]),
        not row["weights"].endswith("IMAGENET1K_V1"),
        row["grade"],
        row["weights"],
    )
