"""Measurements in answers."""

from __future__ import annotations

from rest_framework import serializers

from explorer.api.answers.base import Answer, integer, many, number, page_of, text


class Latency(Answer):
    """Milliseconds over all repeats; samples is their number, grade A (steady) to C their spread."""

    median = number()
    p05 = number()
    p95 = number()
    iqr = number()
    min = number()
    samples = integer()
    grade = text()


class LayerLatency(Answer):
    """Median latency of one layer in the instrumented pass."""

    path = text()
    latency_ms = number(allow_null=True)


class MeasurementSummary(Answer):
    """A profile without its layers, with its main conditions."""

    id = serializers.UUIDField()
    architecture = text()
    job = serializers.UUIDField()
    graph_sha256 = text()
    latency_ms = Latency()
    throughput_per_s = number(allow_null=True)
    peak_memory_bytes = integer(allow_null=True)
    memory_method = text(allow_null=True)
    device = text(allow_null=True)
    device_name = text(allow_null=True)
    driver = text(allow_null=True)
    torch_version = text(allow_null=True)
    dtype = text(allow_null=True)
    batch = integer(allow_null=True)
    input_shape = many(serializers.IntegerField(), allow_null=True)
    threads = integer(allow_null=True)
    warm_up = integer(allow_null=True)
    repeats = integer(allow_null=True)
    weights = text(allow_null=True)
    quality_grade = text(allow_null=True)
    taken_at = serializers.DateTimeField()


class Measurement(MeasurementSummary):
    """One profile of a network on a device; conditions holds everything recorded about it."""

    layers = LayerLatency(many=True)
    conditions = serializers.DictField()


class MeasurementDetail(Measurement):
    """A measurement with the latency of every repeat."""

    raw_samples_ms = many(serializers.FloatField())


MeasurementPage = page_of(Measurement)
