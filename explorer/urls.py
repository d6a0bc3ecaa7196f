"""URLs: the API first, then the pages, which answer everything else."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from explorer.api.problems import problem_response
from explorer.api.urls import urlpatterns as api_urls
from explorer.pages import views as pages
from explorer.pages.urls import urlpatterns as page_urls

urlpatterns = [*api_urls, *page_urls]


def handler400(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Requests that Django rejects before a view sees them."""
    if _is_api(request):
        return problem_response(400, "bad_request", "The server does not accept requests of this form.")
    return pages.bad_request(request, exception)


def handler500(request: HttpRequest) -> HttpResponseBase:
    """Exceptions that no view caught."""
    if _is_api(request):
        return problem_response(500, "server_error", "Something went wrong; the server's log has the details.")
    return pages.server_error(request)


def _is_api(request: HttpRequest) -> bool:
    return request.path == "/healthz" or request.path.startswith("/api/")
