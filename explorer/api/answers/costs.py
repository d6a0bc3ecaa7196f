"""Cost reports in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.base import Answer, many, number, text, whole
from explorer.domain.tensor import DTYPES

DTYPE_NAMES = list(DTYPES)
MEMORIES = ["own", "in_place", "view"]

# DRF's metaclass takes the fields off the class, so a field may be called `label` or `source` like an attribute of
# serializers; mypy cannot know, hence the ignores below.


class CostTotals(Answer):
    """Sums over layers; null where nothing is known, a lower bound where complete is false."""

    params = whole(allow_null=True)
    macs = whole(allow_null=True)
    other_ops = whole(allow_null=True)
    activation_bytes = whole(allow_null=True)
    parameter_bytes = whole(allow_null=True)
    peak_activation_bytes = whole(allow_null=True)
    bytes_moved = whole(allow_null=True)
    layers = whole()
    depth = whole()
    complete = serializers.BooleanField()


class ReceptiveField(Answer):
    """Along one side, in input pixels."""

    size = whole()
    stride = whole()
    offset = whole()


class LayerCosts(Answer):
    """What one layer costs; activation_bytes is its output, memory says whether that has storage of its own."""

    path = text()
    label = text()  # type: ignore[assignment]
    op = text()
    kind = text()
    source_name = text(allow_null=True)
    inputs = many(serializers.CharField())
    attributes = serializers.DictField()
    parameter_shapes = serializers.DictField(child=many(serializers.IntegerField()))
    output_shape = many(serializers.IntegerField())
    params = whole(allow_null=True)
    macs = whole(allow_null=True)
    other_ops = whole(allow_null=True)
    bias_adds = whole(allow_null=True)
    elementwise = whole(allow_null=True)
    comparisons = whole(allow_null=True)
    transcendentals = whole(allow_null=True)
    memory = serializers.ChoiceField(MEMORIES)
    activation_bytes = whole(allow_null=True)
    parameter_bytes = whole(allow_null=True)
    bytes_moved = whole(allow_null=True)
    live_bytes = whole(allow_null=True)
    arithmetic_intensity = number(allow_null=True)
    receptive_field = ReceptiveField(allow_null=True)
    formula = text(allow_null=True)


class GroupCosts(CostTotals):
    """What the layers below one path cost together."""

    path = text()
    label = text()  # type: ignore[assignment]
    kind = text()
    source_name = text(allow_null=True)
    children = many(serializers.CharField())
    repeat_of = text(allow_null=True)


class CostReport(Answer):
    """What every layer, every group and the whole network cost."""

    architecture = text(allow_null=True)
    input_shape = many(serializers.IntegerField(), help_text="[batch, channels, height, width]")
    dtype = serializers.ChoiceField(DTYPE_NAMES)
    totals = CostTotals()
    layers = LayerCosts(many=True)
    groups = GroupCosts(many=True)
