"""The address book."""

from __future__ import annotations

from explorer.api.urls import urlpatterns as api_urls

urlpatterns = [*api_urls]
