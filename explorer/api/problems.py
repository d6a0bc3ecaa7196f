"""Errors as {"error": {"code", "message", "field"}}, each with its HTTP status."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from explorer.domain.errors import DomainError, shown
from explorer.domain.quantities import limit
from explorer.store.errors import Conflict, NotFound, QueueFull

log = logging.getLogger(__name__)

_DOMAIN_STATUS: dict[type[DomainError], int] = {NotFound: 404, Conflict: 409, QueueFull: 429}
_RETRY_AFTER_SECONDS = {429: 10, 503: 5}
_CODES: dict[type[exceptions.APIException], str] = {
    exceptions.ParseError: "malformed_json",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.NotFound: "not_found",
}


class BodyTooLarge(exceptions.APIException):
    """A body above the limit."""

    status_code = 413
    default_code = "body_too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"The body is larger than {limit(most_bytes)}.")


class Rejected(DomainError):
    """A well-formed request that cannot be met, for the reason its code names."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.code = code


def problem(code: str, message: str, *, field: str | None = None) -> dict[str, Any]:
    """The body of an error answer."""
    return {"error": {"code": code, "message": message, "field": field}}


def problem_response(status: int, code: str, message: str) -> JsonResponse:
    """An error answer from outside the API's views."""
    response = JsonResponse(problem(code, message), status=status)
    if status in _RETRY_AFTER_SECONDS:
        response["Retry-After"] = str(_RETRY_AFTER_SECONDS[status])
    return response


def exception_handler(error: Exception, context: dict[str, Any]) -> Response:
    """The answer to an exception in a view; faults of the server are logged and answered without details."""
    status, body = _answer(error)
    if status == 500:
        log.error("%s %s failed", context["request"].method, context["request"].path, exc_info=error)
    headers = {"Retry-After": str(_RETRY_AFTER_SECONDS[status])} if status in _RETRY_AFTER_SECONDS else {}
    if isinstance(error, exceptions.MethodNotAllowed):
        headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return Response(body, status=status, headers=headers)


def _answer(error: Exception) -> tuple[int, dict[str, Any]]:
    if isinstance(error, DomainError):
        return _DOMAIN_STATUS.get(type(error), 400), problem(error.code, error.message, field=error.field)
    if isinstance(error, exceptions.ValidationError):
        return 400, _first_field_error(error.detail)
    if isinstance(error, Http404):
        return 404, problem("not_found", "There is nothing at this address.")
    if isinstance(error, RequestDataTooBig):
        return 413, problem("body_too_large", "The body is too large.")
    if isinstance(error, OperationalError | InterfaceError):
        log.error("the database is not responding: %s", error)
        return 503, problem("database_unavailable", "The database is not responding; try again soon.")
    if isinstance(error, exceptions.APIException):
        code = _CODES.get(type(error), error.default_code)
        return error.status_code, problem(code, str(error.detail))
    return 500, problem("server_error", "Something went wrong; the server's log has the details.")


def _first_field_error(detail: Any, path: str = "") -> dict[str, Any]:
    """The first of the errors that a serializer found, with the path of its field."""
    if isinstance(detail, dict):
        name, inner = next(iter(detail.items()))
        if name == "non_field_errors":
            return _first_field_error(inner, path)
        return _first_field_error(inner, f"{path}.{name}" if path else str(name))
    if isinstance(detail, list):
        position, inner = next((position, item) for position, item in enumerate(detail) if item)
        return _first_field_error(inner, f"{path}[{position}]" if isinstance(inner, dict) else path)
    return problem(getattr(detail, "code", "invalid_field"), str(detail), field=path or None)


def api_not_found(request: HttpRequest, path: str = "") -> JsonResponse:
    """404 for an unknown address of the API, with a hint where only the final slash is missing."""
    hint = "" if request.path.endswith("/") else " Addresses of the API end with a slash."
    return problem_response(404, "not_found", f"There is nothing at {shown(request.path)}.{hint}")
