"""Architectures and what they cost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from explorer.api import answers, present, requests
from explorer.api.problems import Rejected
from explorer.api.sources import cost_options, peak_rates, report_json, source_graph
from explorer.api.views.base import Endpoint, documented
from explorer.catalog.published import all_published, protocols
from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import cost_report
from explorer.domain.errors import shown
from explorer.store import reads, writes
from explorer.store.records import Page


class Architectures(Endpoint):
    """All architectures."""

    @documented(
        "listArchitectures", answers.ArchitecturePage, errors=(400, 404), parameters=[requests.ArchitecturesQuery]
    )
    def get(self, request: Request) -> Response:
        """Architectures in catalogue order, or in the order requested."""
        query = requests.query(requests.ArchitecturesQuery, request)
        number, size = query.pop("page"), query.pop("page_size")
        query["family"] = _family(query.get("family", ""))
        page = reads.architectures_page(**query, page=number, page_size=size)
        return present.page_response(request, page, present.summary, number=number, size=size)

    @documented(
        "createArchitecture",
        answers.ArchitectureDetail,
        status=201,
        errors=(400, 404, 413, 415),
        request=requests.ArchitectureBody,
    )
    def post(self, request: Request) -> Response:
        """Stores a graph, a recipe with parameters, or an architecture with edits; Location is its address."""
        body = requests.checked(requests.ArchitectureBody, request.data)
        source = source_graph(body)
        name = body.get("name", source.graph.name)
        made = writes.architecture_create(
            graph=replace(source.graph, name=name),
            name=name,
            family=source.family,
            derived_from=source.derived_from,
            recipe_name=source.recipe_name,
            recipe_parameters=source.recipe_parameters,
        )
        detail = present.detail(reads.architecture_detail(slug=made.slug))
        return Response(detail, status=201, headers={"Location": f"/api/architectures/{made.slug}/"})


def _family(asked: str) -> str:
    """The family's name in its usual spelling, whatever the case of the query."""
    if not asked:
        return ""
    known = reads.families()
    for family in known:
        if family.lower() == asked.lower():
            return family
    message = f"family is {shown(asked)}; it must be one of {', '.join(known)}."
    raise Rejected("invalid_field", message, field="family")


class Architecture(Endpoint):
    """One architecture."""

    @documented("getArchitecture", answers.ArchitectureDetail, errors=(404,))
    def get(self, request: Request, slug: str) -> Response:
        """The summary, papers, accuracies, recipe and graph of an architecture."""
        return Response(present.detail(reads.architecture_detail(slug=slug)))


class ArchitectureCosts(Endpoint):
    """Costs of one architecture."""

    @documented("getCosts", answers.CostReport, errors=(400, 404), parameters=[requests.CostsQuery])
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Costs of every layer and group at this batch, input size and dtype."""
        query = requests.query(requests.CostsQuery, request)
        stored = reads.architecture_graph(slug=slug)
        rendered = report_json(stored.graph_sha256, slug, cost_options(query), peak_rates(query))
        return HttpResponse(rendered, content_type="application/json")


class Accuracies(Endpoint):
    """Published accuracies, including those of networks without a graph."""

    @documented("listAccuracies", answers.PublishedResultPage, errors=(400, 404), parameters=[requests.AccuraciesQuery])
    def get(self, request: Request) -> Response:
        """Published results with their protocol and source, a network's default first."""
        query = requests.query(requests.AccuraciesQuery, request)
        slug, protocol = query.get("architecture"), query.get("protocol")
        if protocol not in (None, *protocols()):
            message = f"protocol is {shown(protocol)}; it must be one of: {'; '.join(protocols())}."
            raise Rejected("invalid_field", message, field="protocol")
        results = [
            result
            for result in all_published()
            if slug in (None, result.slug) and protocol in (None, result.accuracy.protocol)
        ]
        number, size = query["page"], query["page_size"]
        page = Page(len(results), results[reads.page_slice(len(results), number, size)])
        return present.page_response(request, page, present.published_result, number=number, size=size)


class Costs(Endpoint):
    """Costs of a graph that is not stored."""

    @documented("computeCosts", answers.CostReport, errors=(400, 404, 413, 415), request=requests.CostsBody)
    def post(self, request: Request) -> Response:
        """The report of a graph, a recipe with parameters, or an architecture with edits; nothing is stored."""
        body: dict[str, Any] = requests.checked(requests.CostsBody, request.data)
        source = source_graph(body)
        # Only an architecture without edits is what its slug stands for.
        slug = source.derived_from if not body.get("edits") else None
        report = cost_report(source.graph, cost_options(body), slug=slug)
        return Response(report_to_document(report, peak_rates(body)))
