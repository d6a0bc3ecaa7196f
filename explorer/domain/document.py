"""The stored document of a graph: JSON to Graph and back, and the sha256 that identifies it.

docs/graph-format.md describes the format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import cast

from explorer.domain.attributes import MAX_DIMENSION, boolean
from explorer.domain.bounds import IntegerRange, Text
from explorer.domain.errors import InvalidGraph, shown
from explorer.domain.graph import MAX_NAME, MAX_NODES, Graph, Input, Node
from explorer.domain.operators import operator_from_document
from explorer.domain.quantities import limit

FORMAT = 1
MAX_DOCUMENT_BYTES = 8 * 2**20

_NAME, _EXTENT = Text(MAX_NAME), IntegerRange(1, MAX_DIMENSION)


def graph_to_document(graph: Graph) -> dict[str, object]:
    """The stored document of a graph, format 1."""
    nodes = []
    for node in graph.nodes:
        entry: dict[str, object] = {
            "path": node.path,
            "op": node.operator.name,
            "inputs": list(node.inputs),
            "attributes": node.operator.attributes(),
        }
        if node.label is not None:
            entry["label"] = node.label
        if node.source_name is not None:
            entry["source_name"] = node.source_name
        if node.training_only:
            entry["training_only"] = True
        nodes.append(entry)
    return {
        "format": FORMAT,
        "name": graph.name,
        "inputs": [{"name": entry.name, "shape": list(entry.shape)} for entry in graph.inputs],
        "nodes": nodes,
        "outputs": list(graph.outputs),
    }


def canonical_json(graph: Graph) -> str:
    """The document with sorted keys and no spaces, ASCII only: equal graphs give equal text."""
    return json.dumps(graph_to_document(graph), sort_keys=True, separators=(",", ":"))


def graph_sha256(graph: Graph) -> str:
    """Hexadecimal sha256 of the canonical JSON."""
    return hashlib.sha256(canonical_json(graph).encode()).hexdigest()


def graph_from_document(document: object) -> Graph:
    """The graph that a document describes. Raises InvalidGraph, naming the field."""
    body = _object(document, "graph", {"format", "name", "inputs", "nodes", "outputs"}, set())
    if body["format"] != FORMAT or type(body["format"]) is not int:
        raise InvalidGraph(f"format is {shown(body['format'])}; it must be {FORMAT}.", field="format")
    nodes = _list(body["nodes"], "nodes", MAX_NODES)
    return Graph(
        name=_text(body["name"], "name"),
        inputs=tuple(_input(item, f"inputs[{i}]") for i, item in enumerate(_list(body["inputs"], "inputs", 16))),
        nodes=tuple(_node(item, f"nodes[{i}]") for i, item in enumerate(nodes)),
        outputs=tuple(_text(item, f"outputs[{i}]") for i, item in enumerate(_list(body["outputs"], "outputs", 64))),
    )


def graph_from_json(text: str | bytes) -> Graph:
    """The graph in a JSON text. Raises InvalidGraph, also for text that is not strict JSON."""
    if len(text) > MAX_DOCUMENT_BYTES:
        raise InvalidGraph(f"The document is larger than {limit(MAX_DOCUMENT_BYTES)}.", field="graph")
    return graph_from_document(strict_json(text))


def strict_json(text: str | bytes) -> object:
    """The value of a JSON text, read strictly.

    Raises InvalidGraph for duplicate keys, NaN, Infinity, huge numbers, deep nesting and broken Unicode.
    """

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        value = dict(pairs)
        if len(value) != len(pairs):
            raise InvalidGraph("The document has an object with a duplicate key.", field="graph")
        return value

    def constant(name: str) -> object:
        raise InvalidGraph(f"{name} is not allowed in JSON.", field="graph")

    def number(digits: str) -> float:
        value = float(digits)
        if value in (float("inf"), float("-inf")):
            raise InvalidGraph(f"The number {shown(digits)} is too large.", field="graph")
        return value

    try:
        return json.loads(text, object_pairs_hook=unique, parse_constant=constant, parse_float=number)
    except RecursionError:
        raise InvalidGraph("The document is nested too deeply.", field="graph") from None
    except UnicodeDecodeError:
        raise InvalidGraph("The document is not UTF-8.", field="graph") from None
    except json.JSONDecodeError as error:
        raise InvalidGraph(
            f"The document is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}.", field="graph"
        ) from None
    except ValueError:
        # CPython rejects integers of more than 4,300 digits.
        raise InvalidGraph("The document has a number with too many digits.", field="graph") from None


def _object(value: object, where: str, needed: set[str], allowed: set[str]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise InvalidGraph(f"{where} must be an object.", field=where)
    for key in sorted(needed - value.keys()):
        raise InvalidGraph(f"{where} lacks {key}.", field=key if where == "graph" else f"{where}.{key}")
    for key in value.keys() - needed - allowed:
        names = ", ".join(sorted(needed | allowed))
        raise InvalidGraph(f"{where} has {shown(key)}; it may have {names}.", field=where)
    return value


def _list(value: object, where: str, most: int) -> list[object]:
    if not isinstance(value, list):
        raise InvalidGraph(f"{where} must be a list.", field=where)
    if len(value) > most:
        raise InvalidGraph(f"{where} has {len(value)} entries; at most {most} are allowed.", field=where)
    return value


def _text(value: object, where: str) -> str:
    return cast(str, _NAME.check(where, value, InvalidGraph))


def _input(value: object, where: str) -> Input:
    body = _object(value, where, {"name", "shape"}, set())
    shape = _list(body["shape"], f"{where}.shape", 3)
    for extent in shape:
        if extent not in _EXTENT:
            raise InvalidGraph(
                f"{where}.shape has {shown(extent)}; each dimension must be {_EXTENT.allowed}.",
                field=f"{where}.shape",
            )
    if len(shape) != 3:
        raise InvalidGraph(f"{where}.shape must be [channels, height, width].", field=f"{where}.shape")
    return Input(_text(body["name"], f"{where}.name"), tuple(extent for extent in shape if isinstance(extent, int)))


def _node(value: object, where: str) -> Node:
    body = _object(value, where, {"path", "op", "inputs", "attributes"}, {"label", "source_name", "training_only"})
    inputs = _list(body["inputs"], f"{where}.inputs", MAX_NODES)
    return Node(
        path=_text(body["path"], f"{where}.path"),
        operator=operator_from_document(body["op"], body["attributes"], where=where),
        inputs=tuple(_text(item, f"{where}.inputs[{i}]") for i, item in enumerate(inputs)),
        label=_text(body["label"], f"{where}.label") if "label" in body else None,
        source_name=_text(body["source_name"], f"{where}.source_name") if "source_name" in body else None,
        training_only=boolean(body.get("training_only", False), f"{where}.training_only"),
    )
