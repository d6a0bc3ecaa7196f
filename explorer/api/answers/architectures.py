"""Architectures in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.base import Answer, integer, many, number, page_of, text

# DRF's metaclass takes the fields off the class, so a field may be called `label` or `source` like an attribute of
# serializers; mypy cannot know, hence the ignores below.


class Reference(Answer):
    """An implementation in a library, with the same parameter names."""

    library = text()
    name = text()


class SilhouetteStep(Answer):
    """One layer with weights: its output's height (1 for a vector) and channels."""

    height = integer()
    channels = integer()


class ArchitectureSummary(Answer):
    """An architecture in a list; totals at batch 1 and float32."""

    slug = text()
    name = text()
    family = text()
    year = integer(allow_null=True)
    summary = text()
    input_shape = many(serializers.IntegerField(), help_text="[channels, height, width]")
    params = integer()
    macs = integer()
    activation_bytes = integer()
    peak_activation_bytes = integer()
    depth = integer(help_text="Layers with weights on the longest path.")
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
    year = integer()


class Accuracy(Answer):
    """One published result; comparable only within one protocol."""

    top1_error_pct = number(allow_null=True)
    top5_error_pct = number(allow_null=True)
    protocol = text()
    input_size = integer(allow_null=True)
    weights = text()
    source = text()  # type: ignore[assignment]
    source_url = text(allow_null=True)
    notes = text()
    grade = text(help_text="A: official file, B: table in the paper, C: quoted elsewhere, D: read off a figure.")
    is_default = serializers.BooleanField()


class RecipeUse(Answer):
    """The recipe that made the graph, with a JSON Schema of its parameters."""

    name = text()
    parameters = serializers.DictField()
    schema = serializers.DictField()


class LectureNote(Answer):
    """A figure in the lecture, its corrected value, and why they differ."""

    id = text()
    layer = text(help_text="The path of the layer or group; empty for the whole network.")
    quantity = text()
    lecture_value = text()
    corrected_value = text()
    why = text()
    source = text()  # type: ignore[assignment]


class PublishedResult(Answer):
    """A published accuracy and its network, which need not have a graph: a challenge winner, an ensemble."""

    slug = text()
    name = text()
    family = text()
    year = integer()
    paper = text()
    arxiv_id = text(allow_null=True)
    params_millions = number(allow_null=True)
    macs_billions = number(allow_null=True)
    has_graph = serializers.BooleanField(help_text="Whether the catalogue has its graph.")
    accuracy = Accuracy()


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
    training_only = serializers.BooleanField(required=False)


class GraphDocument(Answer):
    """The stored graph, format 1."""

    format = integer()
    name = text()
    inputs = GraphInput(many=True)
    nodes = GraphNode(many=True)
    outputs = many(serializers.CharField())


class ArchitectureDetail(ArchitectureSummary):
    """An architecture with everything that is stored about it."""

    paper = Paper(allow_null=True)
    accuracies = Accuracy(many=True)
    recipe = RecipeUse(allow_null=True)
    notes = text(help_text="Sources of the figures, and which one was used where they disagree.")
    lecture_notes = LectureNote(many=True)
    graph = GraphDocument()
    graph_sha256 = text()
    source_url = text(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


ArchitecturePage = page_of(ArchitectureSummary)
PublishedResultPage = page_of(PublishedResult)
