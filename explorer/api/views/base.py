"""The base of all endpoints: documented answers that browsers revalidate before reusing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.cache import patch_cache_control
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from explorer.api import answers

View = TypeVar("View", bound=Callable[..., Any])


class Endpoint(APIView):
    """One address of the API.

    There is no login and no cookie, so a forged request from another site gains nothing.
    """

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The answer, marked to be revalidated by its ETag."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if not answer.has_header("Cache-Control"):
            patch_cache_control(answer, no_cache=True)
        return answer


def documented(
    operation: str, answer: Any, *, status: int = 200, errors: tuple[int, ...] = (400,), **schema: Any
) -> Callable[[View], View]:
    """Describes an operation: its name for clients, its answer, and its possible errors."""
    responses = {status: answer, **dict.fromkeys(errors, answers.Problem), 503: answers.Problem}
    responses |= schema.pop("also", {})
    described: Callable[[View], View] = extend_schema(operation_id=operation, responses=responses, **schema)
    return described
