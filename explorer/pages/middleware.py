"""Middleware of the web process: the built front end, the API's documentation, and compression."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise ships no types
    """Serves frontend/dist and the bundled Swagger UI under /static/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response, settings)
        sidecar = resources.files("drf_spectacular_sidecar") / "static" / "drf_spectacular_sidecar"
        self.add_files(str(sidecar / "swagger-ui-dist"), prefix="/static/swagger-ui/")
        self.add_files(str(settings.BASE_DIR / "explorer" / "api" / "docs"), prefix="/static/api-docs/")


class CompressedText(GZipMiddleware):
    """Compresses answers except streamed files, whose ETag identifies the exact bytes sent."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that helps."""
        return response if response.streaming else super().process_response(request, response)
