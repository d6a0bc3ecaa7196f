"""What calls answer, as the OpenAPI schema tells it; tests hold the real answers against these."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from explorer.domain.jobs import JobKind, JobState
from explorer.domain.tensor import DTYPES

Answer = serializers.Serializer[Any]
# DRF's metaclass takes the fields off the class, so a field may be called `label` or `source` like an attribute of
# serializers; mypy cannot know, hence three ignores below.

KINDS = [kind.value for kind in JobKind]
STATES = [state.value for state in JobState]
DTYPE_NAMES = list(DTYPES)
MEMORIES = ["own", "in_place", "view"]


def whole(**kwargs: Any) -> serializers.IntegerField:
    """An integer of any size."""
    return serializers.IntegerField(**kwargs)


def number(**kwargs: Any) -> serializers.FloatField:
    """A floating-point number."""
    return serializers.FloatField(**kwargs)


def text(**kwargs: Any) -> serializers.CharField:
    """Text."""
    return serializers.CharField(**kwargs)


def many(child: serializers.Field[Any, Any, Any, Any], **kwargs: Any) -> serializers.ListField:
    """A list of plain values."""
    return serializers.ListField(child=child, **kwargs)


class ErrorBody(Answer):
    """Which error, told to a person, and the field that is to blame."""

    code = text()
    message = text()
    field = text(allow_null=True)


class Problem(Answer):
    """Every answer with a status of 400 or more."""

    error = ErrorBody()


class Health(Answer):
    """Whether this installation works: the database must, broker and workers are told beside it."""

    status = text(help_text="ok")
    database = text(help_text="ok")
    broker = text(help_text="ok or unreachable")
    workers = whole(help_text="Workers that reported lately.")
    devices = whole(help_text="Devices that they offer.")


class Reference(Answer):
    """An implementation elsewhere with the same parameter names."""

    library = text()
    name = text()


class SilhouetteStep(Answer):
    """One layer with weights: its output's height (1 for a vector) and channels."""

    height = whole()
    channels = whole()


class ArchitectureSummary(Answer):
    """An architecture in a list; totals at batch 1 and float32."""

    slug = text()
    name = text()
    family = text()
    year = whole(allow_null=True)
    summary = text()
    input_shape = many(serializers.IntegerField(), help_text="[channels, height, width]")
    params = whole()
    macs = whole()
    activation_bytes = whole()
    peak_activation_bytes = whole()
    depth = whole(help_text="Layers with weights on the longest path.")
    top1_error_pct = number(allow_null=True)
    top5_error_pct = number(allow_null=True)
    accuracy_protocol = text(allow_null=True)
    accuracy_source = text(allow_null=True)
    reference = Reference(allow_null=True)
    derived_from = text(allow_null=True, help_text="The slug of the architecture that was edited.")
    silhouette = SilhouetteStep(many=True)


class Paper(Answer):
    """Where an architecture was published."""

    title = text()
    arxiv_id = text(allow_null=True)
    year = whole()


class Accuracy(Answer):
    """One published result; comparable only within one protocol."""

    top1_error_pct = number(allow_null=True)
    top5_error_pct = number(allow_null=True)
    protocol = text()
    input_size = whole(allow_null=True)
    weights = text()
    source = text()  # type: ignore[assignment]
    source_url = text(allow_null=True)
    notes = text()
    grade = text(help_text="A official file, B paper's table, C second hand, D read off a figure.")
    is_default = serializers.BooleanField()


class RecipeUse(Answer):
    """The recipe that made the graph, with a JSON Schema of its parameters."""

    name = text()
    parameters = serializers.DictField()
    schema = serializers.DictField()


class GraphInput(Answer):
    """A tensor that enters the graph, without the batch."""

    name = text()
    shape = many(serializers.IntegerField())


class GraphNode(Answer):
    """One operator; edges live on the consumer."""

    path = text()
    op = text()
    inputs = many(serializers.CharField())
    attributes = serializers.DictField()
    label = text(required=False)  # type: ignore[assignment]
    source_name = text(required=False)


class GraphDocument(Answer):
    """The stored graph, format 1."""

    format = whole()
    name = text()
    inputs = GraphInput(many=True)
    nodes = GraphNode(many=True)
    outputs = many(serializers.CharField())


class ArchitectureDetail(ArchitectureSummary):
    """An architecture with everything that is stored about it."""

    paper = Paper(allow_null=True)
    accuracies = Accuracy(many=True)
    recipe = RecipeUse(allow_null=True)
    graph = GraphDocument()
    graph_sha256 = text()
    source_url = text(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


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


class JobFailure(Answer):
    """Why a job did not succeed."""

    code = text()
    message = text()


class Job(Answer):
    """A job; result is null until it succeeded."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    state = serializers.ChoiceField(STATES)
    architecture = text()
    spec = serializers.DictField(help_text="What was asked: device, dtype, batch, height, width, opset.")
    progress = number(help_text="0 to 1")
    stage = text()
    attempts = whole()
    cancel_requested = serializers.BooleanField()
    error = JobFailure(allow_null=True)
    result = serializers.DictField(allow_null=True)
    created_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField()


class Device(Answer):
    """A device that a live worker offers."""

    id = text()
    kind = text()
    name = text()
    memory_bytes = whole(allow_null=True)
    worker = text()
    last_seen_at = serializers.DateTimeField()


class Latency(Answer):
    """Milliseconds; samples is their number, grade A to C says how steady they were."""

    median = number()
    p05 = number()
    p95 = number()
    iqr = number()
    min = number()
    samples = whole()
    grade = text()


class LayerLatency(Answer):
    """Median latency of one layer in the instrumented pass."""

    path = text()
    latency_ms = number(allow_null=True)


class MeasurementSummary(Answer):
    """A profile without its layers, with the conditions that matter most."""

    id = serializers.UUIDField()
    architecture = text()
    job = serializers.UUIDField()
    graph_sha256 = text()
    latency_ms = Latency()
    throughput_per_s = number(allow_null=True)
    peak_memory_bytes = whole(allow_null=True)
    memory_method = text(allow_null=True)
    device = text(allow_null=True)
    device_name = text(allow_null=True)
    driver = text(allow_null=True)
    torch_version = text(allow_null=True)
    dtype = text(allow_null=True)
    batch = whole(allow_null=True)
    input_shape = many(serializers.IntegerField(), allow_null=True)
    threads = whole(allow_null=True)
    warm_up = whole(allow_null=True)
    repeats = whole(allow_null=True)
    weights = text(allow_null=True)
    quality_grade = text(allow_null=True)
    taken_at = serializers.DateTimeField()


class Measurement(MeasurementSummary):
    """One profile of a network on a device; conditions has everything that was noted."""

    layers = LayerLatency(many=True)
    conditions = serializers.DictField()


class MeasurementDetail(Measurement):
    """A measurement with the latency of every repeat."""

    raw_samples_ms = many(serializers.FloatField())


class ComparisonLink(Answer):
    """Where a shared comparison lies."""

    slug = text()
    url = text(help_text="The page's path on this server.")


class ComparisonItem(Answer):
    """One architecture as it was when the comparison was shared."""

    slug = text()
    name = text()
    family = text()
    year = whole(allow_null=True)
    input_shape = many(serializers.IntegerField())
    params = whole()
    macs = whole()
    activation_bytes = whole()
    peak_activation_bytes = whole()
    depth = whole()
    top1_error_pct = number(allow_null=True)
    top5_error_pct = number(allow_null=True)
    accuracy_protocol = text(allow_null=True)
    accuracy_source = text(allow_null=True)
    measurements = MeasurementSummary(many=True)


class Comparison(ComparisonLink):
    """A shared comparison: it never changes."""

    created_at = serializers.DateTimeField()
    items = ComparisonItem(many=True)
    view = serializers.DictField()


def page_of(answer: type[Answer]) -> type[Answer]:
    """The shape of one page of a list."""
    members: dict[str, Any] = {
        "__doc__": "One page of a list.",
        "count": whole(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": answer(many=True),
    }
    return type(f"{answer.__name__}Page", (serializers.Serializer,), members)


ArchitecturePage = page_of(ArchitectureSummary)
JobPage = page_of(Job)
DevicePage = page_of(Device)
MeasurementPage = page_of(Measurement)
