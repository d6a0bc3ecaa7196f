"""Shared comparisons in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.architectures import Accuracy
from explorer.api.answers.base import Answer, integer, many, number, text
from explorer.api.answers.measurements import MeasurementSummary


class ComparisonLink(Answer):
    """The address of a shared comparison."""

    slug = text()
    url = text(help_text="The page's path on this server.")


class ComparisonItem(Answer):
    """One architecture as it was when the comparison was shared."""

    slug = text()
    name = text()
    family = text()
    year = integer(allow_null=True)
    input_shape = many(serializers.IntegerField())
    params = integer()
    macs = integer()
    activation_bytes = integer()
    peak_activation_bytes = integer()
    depth = integer()
    top1_error_pct = number(allow_null=True)
    top5_error_pct = number(allow_null=True)
    accuracy_protocol = text(allow_null=True)
    accuracy_source = text(allow_null=True)
    accuracies = Accuracy(many=True)
    measurements = MeasurementSummary(many=True)


class Comparison(ComparisonLink):
    """A shared comparison, which never changes."""

    created_at = serializers.DateTimeField()
    items = ComparisonItem(many=True)
    view = serializers.DictField()
