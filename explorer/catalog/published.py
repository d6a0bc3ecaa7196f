"""Published accuracies on ImageNet with their protocol and source, and the rule for which one to show first.

Accuracies are comparable only within one protocol, so each row of published.csv keeps its own. Rows whose slug is no
architecture of the catalogue are kept as well: challenge winners, ensembles, a human, and networks without a graph.

The default of a network is chosen by one rule for all of them; each point decides only where those before it tie:

1. One crop per image. A network with no such result (an ensemble, the plain networks' 10 crops) has no default.
2. A training recipe of its time, on ImageNet alone. Later recipes lower the error of the same network by several
   points, which would make an old network look better than its contemporaries.
3. The network's own input size. Larger crops lower the error and raise the cost, and costs are shown at that size.
4. Both errors known.
5. The publisher. Until 2018 networks were trained much alike, and torchvision's first weights compare them best; then
   come the paper, the authors' repository, the authors' weights tested by others, and all others. Later networks
   were published along with a recipe of their own, so there torchvision comes after the authors.
6. The better grade.
7. The order of the file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("published.csv")
_Row = dict[str, str]

_SINGLE_CROP = "single-crop"
_USUAL_SIZES = {"224", "227"}
"""Sizes that count as equal: AlexNet's paper prints 224, its first layer fits 227, and both crop the same photo."""

_OWN_RECIPE_SINCE = 2019

_LATER_RECIPE = re.compile(
    r"(modern|new) training recipe|re-?trained by the author|AutoAugment|\.aa_in1k|\.gluon_in1k|pytorchcv README"
    # Torchvision's later recipe is tested after resizing to 232, even where its weights are the first ones.
    r"|resize 232|(?<!no )extra data"
)
_TORCHVISION_FIRST = re.compile(r"IMAGENET1K_V1|V1 weights")
# BVLC's Caffe models stand for the authors' where those published none.
_AUTHORS = re.compile(
    r"\b(BVLC|facebookarchive|facebookresearch|hujie-frank|KaimingHe|liuzhuang13|megvii-model|microsoft|szagoruyko"
    r"|tensorflow)/|Torch7 original"
)
_AUTHORS_WEIGHTS = re.compile(r"\.(fb|ms|pycls|tf)_in1k|\btf_\w+\.in1k")


@dataclass(frozen=True, slots=True)
class Accuracy:
    """One published result; errors in percent, None where the source does not give it.

    input_size is None where the protocol uses several sizes.

    grade says where the figure is from: A an official file, B a table in the paper, C quoted elsewhere, D read off
    a figure.
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


@dataclass(frozen=True, slots=True)
class PublishedResult:
    """An accuracy and its network, of which the catalogue need not have a graph.

    Millions of parameters and billions of MACs are those of the source, None where it gives none or where they
    would mislead, as for ensembles.
    """

    slug: str
    name: str
    family: str
    year: int
    paper: str
    arxiv_id: str | None
    params_millions: float | None
    macs_billions: float | None
    accuracy: Accuracy


def published_accuracies(slug: str, input_size: int | None = None) -> tuple[Accuracy, ...]:
    """All published results of one network, the most comparable first, which is the default if it qualifies.

    input_size is the network's own; without it, 224 if any result is for 224, else the size of most results.
    """
    return tuple(result.accuracy for result in _results(_rows_by_slug().get(slug, ()), input_size))


@cache
def all_published() -> tuple[PublishedResult, ...]:
    """Every published result, with or without a graph, in the order of the file, a network's default first."""
    return tuple(result for rows in _rows_by_slug().values() for result in _results(rows))


@cache
def protocols() -> tuple[str, ...]:
    """Every protocol of a published result, the most frequent first."""
    return tuple(protocol for protocol, _ in Counter(row.accuracy.protocol for row in all_published()).most_common())


@cache
def _rows_by_slug() -> dict[str, tuple[_Row, ...]]:
    rows: dict[str, tuple[_Row, ...]] = {}
    with _FILE.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows[row["slug"]] = (*rows.get(row["slug"], ()), row)
    return rows


def _results(rows: Iterable[_Row], input_size: int | None = None) -> list[PublishedResult]:
    sizes = _own_sizes(rows, input_size)
    ordered = sorted(rows, key=lambda row: _preference(row, sizes))
    return [
        _result(row, is_default=index == 0 and row["protocol"] == _SINGLE_CROP) for index, row in enumerate(ordered)
    ]


def _own_sizes(rows: Iterable[_Row], input_size: int | None) -> set[str]:
    """The values of the input_size column that count as the network's own."""
    published = Counter(row["input_size"] for row in rows if row["protocol"] == _SINGLE_CROP)
    if input_size:
        own = str(input_size)
    elif _USUAL_SIZES & published.keys():
        own = "224"
    else:
        own = max(published, key=lambda size: published[size], default="224")
    return _USUAL_SIZES if own in _USUAL_SIZES else {own}


def _preference(row: _Row, own_sizes: set[str]) -> tuple[object, ...]:
    """Sorts a network's results by the rule at the top of this file; sorting keeps the file's order of equals."""
    return (
        row["protocol"] != _SINGLE_CROP,
        bool(_LATER_RECIPE.search(f"{row['weights']} {row['source']} {row['notes']}")),
        row["input_size"] not in own_sizes,
        not (row["top1_error_pct"] and row["top5_error_pct"]),
        _publisher(row),
        row["grade"],
    )


def _publisher(row: _Row) -> int:
    """Rank of the publisher of a result, best first."""
    if _TORCHVISION_FIRST.search(row["weights"]):
        return 0 if int(row["year"]) < _OWN_RECIPE_SINCE else 4
    if row["arxiv_id"] and row["arxiv_id"] in row["source"]:
        return 1
    if _AUTHORS.search(f"{row['source']} {row['weights']}"):
        return 2
    return 3 if _AUTHORS_WEIGHTS.search(row["weights"]) else 5


def _result(row: _Row, *, is_default: bool) -> PublishedResult:
    return PublishedResult(
        slug=row["slug"],
        name=row["name"],
        family=row["family"],
        year=int(row["year"]),
        paper=row["paper"],
        arxiv_id=row["arxiv_id"] or None,
        params_millions=_number(row["params_millions"]),
        macs_billions=_number(row["macs_billions"]),
        accuracy=Accuracy(
            top1_error_pct=_number(row["top1_error_pct"]),
            top5_error_pct=_number(row["top5_error_pct"]),
            protocol=row["protocol"],
            input_size=int(row["input_size"]) if row["input_size"].isdigit() else None,
            weights=row["weights"],
            source=row["source"],
            notes=row["notes"],
            grade=row["grade"],
            is_default=is_default,
        ),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None
