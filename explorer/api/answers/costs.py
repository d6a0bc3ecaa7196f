"""Cost reports in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.base import Answer, integer, many, number, text
from explorer.domain.operators.base import CHANNEL_MIXINGS, POSITION_MIXINGS
from explorer.domain.tensor import DTYPES

DTYPE_NAMES = list(DTYPES)
MEMORIES = ["own", "in_place", "view"]
CHANNELS = list(CHANNEL_MIXINGS)
POSITIONS = list(POSITION_MIXINGS)

# DRF's metaclass takes the fields off the class, so a field may be called `label` or `source` like an attribute of
# serializers; mypy cannot know, hence the ignores below.


class CostTotals(Answer):
    """Sums over layers; lower bounds where complete is false."""

    params = integer(allow_null=True)
    macs = integer(allow_null=True)
    other_ops = integer(allow_null=True, help_text="Everything that is not a MAC.")
    pooling_ops = integer(allow_null=True, help_text="Those of other_ops in pools; the lecture adds them to MACs.")
    activation_bytes = integer(allow_null=True)
    parameter_bytes = integer(allow_null=True)
    peak_activation_bytes = integer(allow_null=True)
    bytes_moved = integer(allow_null=True)
    arithmetic_intensity = number(
        allow_null=True,
        help_text="FLOPs (2 x MACs + other_ops) per byte moved; null where complete is false, or nothing moves.",
    )
    layers = integer()
    depth = integer()
    complete = serializers.BooleanField()


class ReceptiveField(Answer):
    """Along one side, in input pixels."""

    size = integer()
    stride = integer()
    offset = integer()


class LayerBound(Answer):
    """Lower bound of one layer's time on the given device; present only where its rates were given."""

    time_ms = number()
    limited_by = serializers.ChoiceField(["compute", "memory"])


class LayerCosts(Answer):
    """Costs of one layer; activation_bytes is the size of its output, memory whether that has its own storage."""

    path = text()
    label = text()  # type: ignore[assignment]
    op = text()
    op_name = text(help_text="The operator's display name; for an unknown operator, the name given in the graph.")
    kind = text()
    channel_mixing = serializers.ChoiceField(
        CHANNELS,
        help_text="Which input channels an output channel reads: only its own (none), a few neighbours, those of its "
        "group, the same ones in a different order or number (rearranged), or all.",
    )
    position_mixing = serializers.ChoiceField(
        POSITIONS, help_text="Which input positions an output position reads: only its own (none), a window, or all."
    )
    channel_axis = integer(
        allow_null=True, help_text="The axis of output_shape that holds the channels, or the features of a vector."
    )
    source_name = text(allow_null=True)
    training_only = serializers.BooleanField(help_text="True only in reports that include training-only layers.")
    inputs = many(serializers.CharField())
    attributes = serializers.DictField()
    parameter_shapes = serializers.DictField(child=many(serializers.IntegerField()))
    output_shape = many(serializers.IntegerField())
    params = integer(allow_null=True)
    macs = integer(allow_null=True)
    other_ops = integer(allow_null=True)
    bias_adds = integer(allow_null=True)
    elementwise = integer(allow_null=True)
    comparisons = integer(allow_null=True)
    transcendentals = integer(allow_null=True)
    pooling_ops = integer(allow_null=True)
    memory = serializers.ChoiceField(MEMORIES)
    activation_bytes = integer(allow_null=True)
    stored_bytes = integer(help_text="activation_bytes of an output with its own storage, else 0; totals sum these.")
    parameter_bytes = integer(allow_null=True)
    bytes_moved = integer(allow_null=True)
    live_bytes = integer(allow_null=True, help_text="Activations held in memory while the layer runs.")
    stored_in = text(help_text="Whose storage holds the output: this layer's, an earlier one's, or an input's.")
    freed_after = text(allow_null=True, help_text="The last layer that reads that storage; null: never freed.")
    arithmetic_intensity = number(allow_null=True)
    receptive_field = ReceptiveField(allow_null=True)
    formula = text(allow_null=True)
    roofline = LayerBound(allow_null=True, required=False)


class GroupCosts(CostTotals):
    """Total costs of all layers in a group."""

    path = text()
    label = text()  # type: ignore[assignment]
    kind = text()
    source_name = text(allow_null=True)
    children = many(serializers.CharField())
    repeat_of = text(allow_null=True)


class RooflineDevice(Answer):
    """The peak rates in the request."""

    flops_per_s = number()
    bytes_per_s = number()


class NetworkBound(Answer):
    """The sum of the layers' bounds; ridge is the intensity (FLOPs per byte) above which arithmetic is the limit."""

    time_ms = number()
    compute_limited_layers = integer()
    memory_limited_layers = integer()
    ridge = number()
    complete = serializers.BooleanField()
    device = RooflineDevice()


class PerOptimizer(Answer):
    """Bytes for each optimizer."""

    sgd_momentum = integer()
    adam = integer()


class TrainingMemory(Answer):
    """Memory of one training step in the report's data type, training-only layers included."""

    params = integer()
    parameter_bytes = integer()
    saved_activation_bytes = integer()
    gradient_bytes = integer()
    optimizer_bytes = PerOptimizer()
    total_bytes = PerOptimizer()
    complete = serializers.BooleanField()


class Insight(Answer):
    """One computed sentence and the layers or groups it is about."""

    code = text()
    flops_text = text(allow_null=True, help_text="The sentence in FLOPs; null if it counts no operations.")
    text = text()
    paths = many(serializers.CharField())


class CostReport(Answer):
    """Costs of every layer, every group and the whole network in a forward pass."""

    architecture = text(allow_null=True)
    input_shape = many(serializers.IntegerField(), help_text="[batch, channels, height, width]")
    dtype = serializers.ChoiceField(DTYPE_NAMES)
    totals = CostTotals()
    layers = LayerCosts(many=True)
    groups = GroupCosts(many=True)
    training = TrainingMemory(
        allow_null=True,
        help_text="null for a data type that cannot train, or an input size that training-only layers do not accept.",
    )
    insights = Insight(many=True)
    roofline = NetworkBound(allow_null=True, help_text="null unless a device's rates were given.")
