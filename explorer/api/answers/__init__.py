"""The answers of the API as its OpenAPI schema describes them; tests check the real answers against these."""

from __future__ import annotations

from explorer.api.answers.architectures import ArchitectureDetail, ArchitecturePage, PublishedResultPage
from explorer.api.answers.base import Health, Problem
from explorer.api.answers.comparisons import Comparison, ComparisonLink
from explorer.api.answers.costs import CostReport
from explorer.api.answers.jobs import DevicePage, Job, JobPage
from explorer.api.answers.measurements import MeasurementDetail, MeasurementPage

__all__ = [
    "ArchitectureDetail",
    "ArchitecturePage",
    "Comparison",
    "ComparisonLink",
    "CostReport",
    "DevicePage",
    "Health",
    "Job",
    "JobPage",
    "MeasurementDetail",
    "MeasurementPage",
    "Problem",
    "PublishedResultPage",
]
