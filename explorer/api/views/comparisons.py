"""Shared comparisons."""

from __future__ import annotations

import json

from rest_framework.request import Request
from rest_framework.response import Response

from explorer.api import answers, present, requests
from explorer.api.problems import Rejected
from explorer.api.views.base import Endpoint, documented
from explorer.domain.errors import shown
from explorer.domain.quantities import limit
from explorer.store import reads, writes

MAX_VIEW_BYTES = 8 * 2**10
_MEASUREMENTS_PER_ITEM = 20


class Comparisons(Endpoint):
    """Sharing a comparison."""

    @documented(
        "createComparison",
        answers.ComparisonLink,
        status=201,
        errors=(400, 413, 415),
        request=requests.ComparisonBody,
    )
    def post(self, request: Request) -> Response:
        """Freezes the architectures as they are now under a new link."""
        body = requests.checked(requests.ComparisonBody, request.data)
        if len(json.dumps(body["view"]).encode()) > MAX_VIEW_BYTES:
            message = f"view is larger than {limit(MAX_VIEW_BYTES)}."
            raise Rejected("invalid_field", message, field="view")
        slugs = _compared(body["architectures"])
        summaries = reads.architecture_summaries(slugs=slugs)
        for position, slug in enumerate(slugs):
            if slug not in summaries:
                message = f"architectures[{position}] is {shown(slug)}; there is no such architecture."
                raise Rejected("invalid_field", message, field=f"architectures[{position}]")
        taken = reads.measurements_newest(slugs=slugs, most=_MEASUREMENTS_PER_ITEM)
        published = reads.architecture_accuracies(slugs=slugs)
        items = [present.comparison_item(summaries[slug], published[slug], taken[slug]) for slug in slugs]
        made = writes.comparison_create(document={"items": items, "view": body["view"]})
        answer = {"slug": made.slug, "url": present.comparison_url(made.slug)}
        return Response(answer, status=201, headers={"Location": f"/api/comparisons/{made.slug}/"})


def _compared(given: list[object]) -> list[str]:
    """The slugs to compare. Raises Rejected for a repeated slug, and for anything but text."""
    slugs = []
    for position, slug in enumerate(given):
        field = f"architectures[{position}]"
        if not isinstance(slug, str) or len(slug) > requests.MAX_SLUG:
            raise Rejected("invalid_field", f"{field} is {shown(slug)}; it must be a slug.", field=field)
        if slug in slugs:
            raise Rejected("invalid_field", f"{field} repeats {shown(slug)}.", field=field)
        slugs.append(slug)
    return slugs


class Comparison(Endpoint):
    """One shared comparison."""

    @documented("getComparison", answers.Comparison, errors=(404,))
    def get(self, request: Request, slug: str) -> Response:
        """The comparison as it was when it was shared."""
        record = reads.comparison_get(slug=slug)
        return Response(present.comparison(record), headers={"Cache-Control": "public, max-age=31536000, immutable"})
