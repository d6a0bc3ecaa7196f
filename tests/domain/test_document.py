"""Graph documents: what is rejected, with errors that name the field and what is allowed."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.catalog import recipes
from explorer.domain.document import (
    canonical_json,
    graph_from_document,
    graph_from_json,
    graph_sha256,
    graph_to_document,
)
from explorer.domain.errors import DomainError, InvalidGraph

SMALL: dict[str, Any] = {
    "format": 1,
    "name": "small",
    "inputs": [{"name": "image", "shape": [3, 8, 8]}],
    "nodes": [
        {
            "path": "stage1.conv",
            "op": "conv2d",
            "inputs": ["image"],
            "attributes": {"in_channels": 3, "out_channels": 4, "kernel_size": [3, 3]},
        },
        {"path": "stage1.relu", "op": "relu", "inputs": ["stage1.conv"], "attributes": {"inplace": True}},
        {"path": "stage1.add", "op": "add", "inputs": ["stage1.relu", "stage1.relu"], "attributes": {}},
    ],
    "outputs": ["stage1.add"],
}


def with_change(*keys: str | int, value: object) -> dict[str, Any]:
    """SMALL with one value replaced (or added)."""
    document = copy.deepcopy(SMALL)
    place: Any = document
    for key in keys[:-1]:
        place = place[key]
    place[keys[-1]] = value
    return document


def with_layer(op: str, **attributes: object) -> dict[str, Any]:
    """SMALL with another first layer."""
    return with_change("nodes", 0, value=SMALL["nodes"][0] | {"op": op, "attributes": attributes})


CONV = ("nodes", 0, "attributes")


@pytest.mark.parametrize(
    ("document", "field", "says"),
    [
        ([], "graph", "must be an object"),
        ({}, "format", "lacks format"),
        (with_change("format", value=2), "format", "it must be 1"),
        (with_change("format", value=True), "format", "it must be 1"),
        (with_change("extra", value=1), "graph", "it may have format, inputs, name"),
        (with_change("name", value="a\u0000b"), "name", "without control characters"),
        (with_change("name", value="\ud800"), "name", "without control characters"),
        (with_change("name", value="x" * 201), "name", "1 to 200 characters"),
        (with_change("inputs", value=[]), "inputs", "at least one"),
        (with_change("inputs", 0, "shape", value=[3, 8]), "inputs[0].shape", "[channels, height, width]"),
        (with_change("inputs", 0, "shape", value=[3, 8, 0]), "inputs[0].shape", "from 1 to 1048576"),
        (with_change("inputs", 0, "shape", value=[3, 8, 2**21]), "inputs[0].shape", "from 1 to 1048576"),
        (with_change("nodes", value=[]), "nodes", "1 to 5000"),
        (with_change("nodes", value=[{}] * 5001), "nodes", "at most 5000"),
        (with_change("nodes", 0, "path", value="a..b"), "nodes[0].path", "joined by dots"),
        (with_change("nodes", 0, "path", value=".".join("a" * 17)), "nodes[0].path", "more than 16 parts"),
        (with_change("nodes", 1, "path", value="stage1.conv"), "nodes[1].path", "used twice"),
        (with_change("inputs", 0, "name", value="stage1"), "nodes[0].inputs[0]", "listed before"),
        (
            with_change("nodes", value=[*SMALL["nodes"], SMALL["nodes"][0] | {"path": "stage1"}]),
            "nodes",
            "both a layer",
        ),
        (with_change("nodes", 0, "op", value="conv3d"), "nodes[0].op", "one of conv2d, linear"),
        (with_change("nodes", 0, "op", value=["conv2d"]), "nodes[0].op", "one of conv2d, linear"),
        (with_change("nodes", 0, "inputs", value=["later"]), "nodes[0].inputs[0]", "listed before"),
        (with_change("nodes", 2, "inputs", value=["stage1.relu"]), "nodes[2].inputs", "add takes 2"),
        (
            with_change("nodes", 2, "inputs", value=["stage1.relu", "stage1.conv"]),
            "nodes[1].attributes.inplace",
            "also used",
        ),
        (
            # The dropout is a view at inference, so the ReLU behind it would change what the addition reads.
            with_change(
                "nodes",
                value=[
                    SMALL["nodes"][0],
                    {"path": "drop", "op": "dropout", "inputs": ["stage1.conv"], "attributes": {}},
                    {"path": "relu", "op": "relu", "inputs": ["drop"], "attributes": {"inplace": True}},
                    {"path": "stage1.add", "op": "add", "inputs": ["relu", "stage1.conv"], "attributes": {}},
                ],
            ),
            "nodes[2].attributes.inplace",
            "also used",
        ),
        (with_change("outputs", value=["nowhere"]), "outputs[0]", "path of a layer"),
        (with_change("outputs", value=[]), "outputs", "at least one"),
        (with_change(*CONV, "kernel_size", value=0), "nodes[0].attributes.kernel_size", "from 1 to 1048576"),
        (with_change(*CONV, "kernel_size", value=[3]), "nodes[0].attributes.kernel_size", "[height, width]"),
        (with_change(*CONV, "kernel_size", value=True), "nodes[0].attributes.kernel_size", "must be an integer"),
        (with_change(*CONV, "groups", value=2), "nodes[0].attributes.groups", "must divide in_channels (3)"),
        (with_change(*CONV, "strides", value=2), "nodes[0].attributes", "conv2d takes in_channels, out_channels"),
        (with_change(*CONV, value={}), "nodes[0].attributes.in_channels", "is missing"),
        (with_change(*CONV, "bias", value=1), "nodes[0].attributes.bias", "true or false"),
        (with_layer("batch_norm2d", num_features=3, eps=0), "nodes[0].attributes.eps", "a number from 1e-12 to 1"),
        (with_layer("layer_norm", normalized_shape=8, eps=-1), "nodes[0].attributes.eps", "a number from 1e-12 to 1"),
        (with_change(*CONV, "out_channels", value=10**5000), "nodes[0].attributes.out_channels", "80 digits"),
    ],
)
def test_errors_name_the_field_and_what_is_allowed(document: object, field: str, says: str) -> None:
    with pytest.raises(InvalidGraph) as caught:
        graph_from_document(document)
    assert caught.value.field == field
    assert says in caught.value.message
    assert len(caught.value.message) < 450


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "not valid JSON"),
        (b'{"a": 1, "a": 2}', "duplicate key"),
        (b"NaN", "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b"1e999", "too large"),
        (b"[" * 200_000, "nested too deeply"),
        (b"1" * 5_000, "too many digits"),
        (b'"\xff"', "not UTF-8"),
        (b" " * (9 * 2**20), "larger than 8 MB"),
    ],
)
def test_text_that_is_not_strict_json_is_refused(text: bytes, says: str) -> None:
    with pytest.raises(InvalidGraph) as caught:
        graph_from_json(text)
    assert says in caught.value.message


def test_the_document_of_a_graph_is_stable() -> None:
    graph = graph_from_document(SMALL)
    assert graph_from_document(graph_to_document(graph)) == graph
    assert canonical_json(graph_from_json(json.dumps(SMALL, indent=4))) == canonical_json(graph)


def test_the_sha256_sees_every_attribute() -> None:
    graph = graph_from_document(SMALL)
    other = graph_from_document(with_change(*CONV, "stride", value=2))
    assert graph_sha256(graph) != graph_sha256(other)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def places(value: object, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document where a value could be replaced."""
    inner: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return [place for key, item in inner for place in [(*at, key), *places(item, (*at, key))]]


RESNET = graph_to_document(
    recipes()["resnet"].build({"block": "basic", "blocks": [1, 1, 1, 1], "width": 4, "classes": 10})
)


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(places(RESNET)), value=JSON)
def test_a_damaged_document_is_a_graph_or_a_domain_error(place: tuple[str | int, ...], value: object) -> None:
    document: Any = copy.deepcopy(RESNET)
    target = document
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    try:
        graph_from_document(document)
    except DomainError as error:
        assert error.message and error.field
        error.message.encode()
