"""Graphs and cost reports for requests: from the store, a recipe, edits, or the request itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from explorer.api.parsers import JSONRenderer
from explorer.api.problems import Rejected
from explorer.catalog import entries, recipes
from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.document import graph_from_document, graph_from_json
from explorer.domain.edits import apply_edits
from explorer.domain.errors import shown
from explorer.domain.graph import Graph
from explorer.domain.roofline import PeakRates
from explorer.store import reads

SOURCES = ("graph", "recipe", "architecture")
_PARTNERS = {"parameters": "recipe", "edits": "architecture"}
_CUSTOM_FAMILY = "Custom"
_CACHED = 32
"""Reports and graphs kept in memory; the largest takes a few megabytes."""


@dataclass(frozen=True)
class Source:
    """A graph that a request describes, and where it comes from."""

    graph: Graph
    family: str
    derived_from: str | None = None
    recipe_name: str | None = None
    recipe_parameters: dict[str, Any] | None = None


def source_graph(body: Mapping[str, Any]) -> Source:
    """The graph of a checked GraphSource body. Raises DomainError for one that is wrong or ambiguous."""
    given = [name for name in SOURCES if name in body]
    if len(given) != 1:
        found = " and ".join(given) if given else "none of them"
        message = f"The body needs exactly one of {', '.join(SOURCES)}; it has {found}."
        raise Rejected("ambiguous_source" if given else "missing_field", message, field=given[-1] if given else "graph")
    for name, partner in _PARTNERS.items():
        if name in body and partner not in body:
            raise Rejected("unknown_field", f"{name} belongs to {partner}, not to {given[0]}.", field=name)
    if "graph" in body:
        return Source(graph_from_document(body["graph"]), _CUSTOM_FAMILY)
    if "recipe" in body:
        return _from_recipe(body["recipe"], body.get("parameters", {}))
    stored = reads.architecture_graph(slug=body["architecture"])
    graph = apply_edits(graph_of(stored.graph_sha256), body.get("edits", []))
    return Source(graph, stored.family, derived_from=stored.slug)


def _from_recipe(name: str, parameters: dict[str, Any]) -> Source:
    known = recipes()
    if name not in known:
        raise Rejected(
            "invalid_field", f"recipe is {shown(name)}; it must be one of {', '.join(known)}.", field="recipe"
        )
    family = next((entry.family for entry in entries() if entry.recipe == name), _CUSTOM_FAMILY)
    return Source(known[name].build(parameters), family, recipe_name=name, recipe_parameters=parameters)


@lru_cache(maxsize=_CACHED)
def graph_of(graph_sha256: str) -> Graph:
    """The stored graph with this sha256."""
    return graph_from_json(reads.graph_json(graph_sha256=graph_sha256))


@lru_cache(maxsize=_CACHED)
def report_json(graph_sha256: str, slug: str, options: CostOptions, peak_rates: PeakRates | None) -> bytes:
    """The cost report of a stored graph as JSON; equal requests share one."""
    report = cost_report(graph_of(graph_sha256), options, slug=slug)
    return JSONRenderer().render(report_to_document(report, peak_rates))


def cost_options(values: Mapping[str, Any]) -> CostOptions:
    """The options of a cost report among checked values."""
    return CostOptions(values["batch"], values["height"], values["width"], values["dtype"], values["training"])


def peak_rates(values: Mapping[str, Any]) -> PeakRates | None:
    """The peak rates in the query, None where it has none. Raises Rejected if only one of the two is there."""
    rates = {name: values[name] for name in ("flops_per_s", "bytes_per_s")}
    missing = [name for name, rate in rates.items() if rate is None]
    if len(missing) == 1:
        raise Rejected(
            "invalid_field", f"{missing[0]} is missing; a roofline needs flops_per_s and bytes_per_s.", field=missing[0]
        )
    return None if missing else PeakRates(**rates)
