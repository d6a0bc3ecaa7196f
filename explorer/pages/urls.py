"""Addresses of the pages."""

from __future__ import annotations

from django.urls import path, re_path

from explorer.pages import views

urlpatterns = [
    path("", views.gallery),
    path("a/<slug:slug>", views.architecture),
    path("compare", views.compare),
    path("c/<slug:slug>", views.shared),
    re_path(r"^static/(?P<path>.*)$", views.missing_file),
    re_path(r"^(?P<path>.*)$", views.not_found),
]
