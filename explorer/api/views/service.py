"""The service itself: its health and the description of its API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from explorer import queue
from explorer.api import answers
from explorer.api.views.base import Endpoint, documented
from explorer.store import reads


class Healthz(Endpoint):
    """The health of this installation."""

    @documented("getHealth", answers.Health, errors=())
    def get(self, request: Request) -> Response:
        """200 when the database answers; broker and workers are reported too."""
        reads.database_answers()
        now = timezone.now()
        return Response(
            {
                "status": "ok",
                "database": "ok",
                "broker": "ok" if queue.broker_answers() else "unreachable",
                "workers": reads.workers_live(now=now),
                "devices": len(reads.devices_live(now=now)),
            }
        )


class Schema(SpectacularAPIView):
    """The OpenAPI 3.1 schema, in YAML or JSON as Accept asks."""

    content_negotiation_class = DefaultContentNegotiation

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The schema."""
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return answer


def docs(request: HttpRequest) -> HttpResponse:
    """A page that shows the schema and can call the API."""
    return render(request, "api_docs.html")
