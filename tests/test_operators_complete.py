"""Operators are complete: a test fails for each place that does not yet know a new one."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import pytest

from explorer.api.answers.costs import LayerCosts
from explorer.domain.arithmetic import OPERATION_RULES
from explorer.domain.operators import OPERATORS, Operator
from explorer.domain.operators.base import CHANNEL_MIXINGS, POSITION_MIXINGS
from explorer.domain.shapes import SHAPE_RULES
from explorer.domain.training import SAVED_RULES
from tests.networks import EVERY_OPERATOR
from workers.network.modules import BUILDERS
from workers.onnx.emitters import EMITTERS

ROOT = Path(__file__).parents[1]
GRAPH_FORMAT = ROOT / "docs" / "graph-format.md"

SYNONYMS = "model/search/words.ts"
"""The one file of the front end that may list operators: the words by which the search knows them."""

WORDS_WITH_OTHER_MEANINGS = {"linear", "scale", "unknown"}
"""Kinds of layers, scales of axes, and what is not known; as literals in the front end they name no operator."""

NAMED_IN_THE_FRONT_END = {
    "model/network/items.ts": {"batch_norm2d"},
    "model/picture/layout/leaf.ts": {"concat"},
    "model/picture/layout/warm-up.ts": {"concat", "conv2d"},
    "model/picture/volume/cells.ts": {"dropout"},
    "model/picture/volume/windows.ts": {"conv2d"},
    "model/search/searched-layer.ts": {"concat"},
    "model/table/layer-rows.ts": {"flatten"},
}
"""Single operators that are drawn or listed in a way of their own; a new name here needs as good a reason."""

RULES: dict[str, Collection[type[Operator]]] = {
    "shape (domain/shapes.py)": SHAPE_RULES,
    "arithmetic (domain/arithmetic.py)": OPERATION_RULES,
    "training memory (domain/training.py)": SAVED_RULES,
    "torch module (workers/network/modules.py)": BUILDERS,
    "ONNX nodes (workers/onnx/emitters.py)": EMITTERS,
    "example (tests/networks.py)": {type(operator): operator for operator in EVERY_OPERATOR},
}


@pytest.mark.parametrize("place", RULES)
@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_has_a_rule(operator: type[Operator], place: str) -> None:
    assert operator in RULES[place]


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_no_rule_is_left_of_an_operator_that_is_gone(rules: Collection[type[Operator]]) -> None:
    assert set(rules) <= set(OPERATORS.values())


@pytest.mark.parametrize("operator", EVERY_OPERATOR, ids=lambda operator: operator.name)
def test_says_what_it_is_and_what_it_mixes(operator: Operator) -> None:
    """Receptive fields, the axis of the channels and the lanes of the volume follow from it."""
    assert re.fullmatch(r"\w+", operator.display_name)
    assert operator.channel_mixing in CHANNEL_MIXINGS
    assert operator.position_mixing in POSITION_MIXINGS
    assert (operator.position_mixing == "window") <= (operator.window is not None and operator.spatial)


@pytest.mark.parametrize("operator", EVERY_OPERATOR, ids=lambda operator: operator.name)
def test_its_kind_has_a_colour_and_is_found_by_the_search(operator: Operator) -> None:
    source = ROOT / "frontend" / "src"
    # What is unknown is hatched instead.
    assert operator.kind == "unknown" or f"--kind-{operator.kind}:" in (source / "style" / "tokens.css").read_text()
    assert f'"{operator.kind}"' in (source / "model" / "search" / "fields.ts").read_text()


def test_names_are_told_apart() -> None:
    assert len({operator.display_name.lower() for operator in EVERY_OPERATOR}) == len(OPERATORS)


@pytest.mark.parametrize("name", OPERATORS)
def test_is_in_the_graph_format(name: str) -> None:
    firsts = re.findall(r"^\| (`[^|]+) \|", GRAPH_FORMAT.read_text(), re.MULTILINE)
    assert name in {found for first in firsts for found in re.findall(r"`([a-z0-9_]+)`", first)}


def test_the_report_tells_the_front_end_all_of_it() -> None:
    fields = LayerCosts().fields
    assert {"op", "op_name", "kind", "channel_mixing", "position_mixing", "channel_axis"} <= set(fields)


def test_the_front_end_lists_no_operators() -> None:
    """It reads their names, kinds, mixing and channel axis in the report; a list of its own would go stale."""
    source = ROOT / "frontend" / "src"
    named = {}
    for file in (*source.rglob("*.ts"), *source.rglob("*.tsx")):
        name = file.relative_to(source).as_posix()
        if ".test." in name or "fixtures" in file.parts or file.name == "schema.d.ts" or name == SYNONYMS:
            continue
        code = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
        literals = set(re.findall(r"""(["'`])([a-z][a-z0-9_]*)\1""", code))
        if operators := {text for _, text in literals} & set(OPERATORS) - WORDS_WITH_OTHER_MEANINGS:
            named[name] = operators
    assert named == NAMED_IN_THE_FRONT_END
