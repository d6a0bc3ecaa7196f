"""Addresses of the API."""

from __future__ import annotations

from django.urls import path, re_path

from explorer.api.problems import api_not_found
from explorer.api.views import architectures, comparisons, downloads, jobs, measurements, service

urlpatterns = [
    path("healthz", service.Healthz.as_view()),
    path("api/architectures/", architectures.Architectures.as_view()),
    path("api/architectures/<slug:slug>/", architectures.Architecture.as_view()),
    path("api/architectures/<slug:slug>/costs/", architectures.ArchitectureCosts.as_view()),
    path("api/architectures/<slug:slug>/costs.csv", downloads.CostsCsv.as_view()),
    path("api/architectures/<slug:slug>/graph/", downloads.GraphDocument.as_view()),
    path("api/architectures/<slug:slug>/model-explorer/", downloads.ModelExplorer.as_view()),
    path("api/architectures/<slug:slug>/onnx/", jobs.Onnx.as_view()),
    path("api/accuracies/", architectures.Accuracies.as_view()),
    path("api/costs/", architectures.Costs.as_view()),
    path("api/jobs/", jobs.Jobs.as_view()),
    path("api/jobs/<str:job_id>/", jobs.OneJob.as_view()),
    path("api/jobs/<str:job_id>/cancel/", jobs.CancelJob.as_view()),
    path("api/devices/", jobs.Devices.as_view()),
    path("api/measurements/", measurements.Measurements.as_view()),
    path("api/measurements/<uuid:measurement_id>/", measurements.Measurement.as_view()),
    path("api/comparisons/", comparisons.Comparisons.as_view()),
    path("api/comparisons/<slug:slug>/", comparisons.Comparison.as_view()),
    path("api/schema/", service.Schema.as_view()),
    path("api/docs/", service.docs),
    re_path(r"^api(?:/(?P<path>.*))?$", api_not_found),
]
