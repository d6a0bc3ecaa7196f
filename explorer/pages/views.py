"""The pages: a shell that loads the front end, with the main figures for readers without JavaScript."""

from __future__ import annotations

import re
import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from explorer.pages.bundle import bundle
from explorer.pages.wording import facts, in_short
from explorer.store import reads
from explorer.store.errors import NotFound

SITE = "Layerscope"
_ABOUT = (
    "Neural-network architectures layer by layer: memory, parameters, multiply-accumulates and measured latency of "
    "every layer."
)
_LISTED = 100
_SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)


@require_safe
@cache_control(no_cache=True)
def gallery(request: HttpRequest) -> HttpResponse:
    """All architectures."""
    listed = reads.architectures_page(page_size=_LISTED).results
    return _shell(request, title=SITE, description=_ABOUT, listed=[(item, in_short(item)) for item in listed])


@require_safe
@cache_control(no_cache=True)
def architecture(request: HttpRequest, slug: str) -> HttpResponse:
    """The diagram of one architecture."""
    try:
        found = reads.architecture_summary(slug=slug)
    except NotFound:
        return not_found(request)
    return _shell(
        request,
        title=f"{found.name} · {SITE}",
        description=in_short(found),
        heading=found.name,
        summary=found.summary,
        facts=facts(found),
        document=f"/api/architectures/{found.slug}/",
        page="architecture",
        data=_fetched_first(request, found.slug),
    )


def _fetched_first(request: HttpRequest, slug: str) -> list[str]:
    """Addresses that the diagram's script requests first, for the browser to preload."""
    address = f"/api/architectures/{slug}/"
    # With other options the script requests another report, and this one would be fetched for nothing.
    usual = request.GET.keys().isdisjoint(("batch", "height", "width", "dtype", "training"))
    return [address, f"{address}costs/"] if usual else [address]


@require_safe
@cache_control(no_cache=True)
def compare(request: HttpRequest) -> HttpResponse:
    """A comparison of the architectures in the address."""
    asked = [slug for slug in request.GET.getlist("a")[:_LISTED] if _SLUG.fullmatch(slug)]
    summaries = reads.architecture_summaries(slugs=asked)
    found = [summaries[slug] for slug in dict.fromkeys(asked) if slug in summaries]
    return _compared(request, [in_short(record) for record in found], [record.name for record in found])


@require_safe
@cache_control(no_cache=True)
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    """A shared comparison."""
    try:
        document = reads.comparison_get(slug=slug).document
    except NotFound:
        return not_found(request)
    names = [item["name"] for item in document["items"]]
    return _compared(request, names, names, document=f"/api/comparisons/{slug}/")


def _compared(request: HttpRequest, lines: list[str], names: list[str], **context: Any) -> HttpResponse:
    title = f"{' and '.join(names)} compared" if 0 < len(names) < 3 else "Comparison"
    description = "; ".join(lines) if lines else "Architectures side by side."
    return _shell(request, title=f"{title} · {SITE}", description=description, heading=title, **context)


@require_safe
@cache_control(no_cache=True)
def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """404 for an unknown address; the front end shows it."""
    return _shell(
        request, status=404, title=f"Not found · {SITE}", description=_ABOUT, heading="There is no page at this address"
    )


def missing_file(request: HttpRequest, path: str = "") -> HttpResponse:
    """404 for a missing file of the front end, as plain text instead of a page."""
    return HttpResponse("Not found.\n", status=404, content_type="text/plain; charset=utf-8")


def _shell(request: HttpRequest, *, status: int = 200, page: str | None = None, **context: Any) -> HttpResponse:
    built = bundle(page)
    if built is None:
        message = "The front end is not built. Stop the server and start it with: make run"
        return _plain(request, 503, "Not built yet", message)
    return render(request, "shell.html", {"bundle": built, "site": SITE, **context}, status=status)


def _plain(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    return render(request, "plain.html", {"title": title, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django itself rejects, such as one for an unknown host."""
    return _plain(request, 400, "Bad request", "The server does not accept requests of this form.")


def server_error(request: HttpRequest) -> HttpResponse:
    """An internal error, without details; 503 while the database is unavailable."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _plain(request, 503, "Temporarily unavailable", "The database is not responding. Try again soon.")
        response["Retry-After"] = "5"
        return response
    return _plain(request, 500, "Something went wrong", "The server's log has the details.")
