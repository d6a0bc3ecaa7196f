"""Edits: a graph and a list of changes make a new graph; the original is unchanged."""

from __future__ import annotations

from dataclasses import replace

from explorer.domain.errors import InvalidEdit, InvalidGraph, shown
from explorer.domain.graph import Graph
from explorer.domain.operators import Operator, operator_from_document

MAX_EDITS = 1_000


def apply_edits(graph: Graph, edits: object) -> Graph:
    """The graph after all edits, in order.

    An edit is {"action": "set", "path": <layer>, "attributes": {<name>: <value>, ...}}.
    Raises InvalidEdit, naming the edit and what is allowed.
    """
    if not isinstance(edits, list) or len(edits) > MAX_EDITS:
        raise InvalidEdit(f"edits must be a list of at most {MAX_EDITS} edits.", field="edits")
    if not edits:
        return graph
    operators = {node.path: node.operator for node in graph.nodes}
    for index, edit in enumerate(edits):
        _apply(operators, edit, f"edits[{index}]", graph.name)
    nodes = tuple(
        node if operators[node.path] is node.operator else replace(node, operator=operators[node.path])
        for node in graph.nodes
    )
    try:
        # Built once: edits that are only valid together need no order, and many cost no more than one.
        return replace(graph, nodes=nodes)
    except InvalidGraph as error:
        raise InvalidEdit(error.message, field=error.field) from None


def _apply(operators: dict[str, Operator], edit: object, where: str, graph_name: str) -> None:
    if not isinstance(edit, dict) or edit.keys() != {"action", "path", "attributes"}:
        raise InvalidEdit(f"{where} must be an object with action, path and attributes.", field=where)
    if edit["action"] != "set":
        raise InvalidEdit(f'{where}.action is {shown(edit["action"])}; it must be "set".', field=f"{where}.action")
    path = edit["path"]
    if not isinstance(path, str) or path not in operators:
        raise InvalidEdit(
            f"{where}.path is {shown(path)}; it must be the path of a layer of {graph_name}.", field=f"{where}.path"
        )
    if not isinstance(edit["attributes"], dict):
        raise InvalidEdit(f"{where}.attributes must be an object.", field=f"{where}.attributes")
    before = operators[path]
    try:
        operators[path] = operator_from_document(before.name, before.attributes() | edit["attributes"], where=where)
    except InvalidGraph as error:
        raise InvalidEdit(error.message, field=error.field) from None
