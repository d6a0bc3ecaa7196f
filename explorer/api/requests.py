"""Queries and bodies of requests, with their limits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from explorer.api.fields import (
    Body,
    JsonList,
    JsonObject,
    OneOf,
    Query,
    StrictBoolean,
    StrictFloat,
    StrictInteger,
    Text,
)
from explorer.api.problems import Rejected
from explorer.domain.cost_csv import BY
from explorer.domain.edits import MAX_EDITS
from explorer.domain.errors import shown
from explorer.domain.jobs import DEFAULT_OPSET, EXPORT_DTYPES, OPSETS, JobKind
from explorer.domain.roofline import MAX_RATE
from explorer.domain.shapes import MAX_BATCH, MAX_SIDE
from explorer.domain.tensor import DTYPES
from explorer.store.reads import ORDERINGS

MAX_PAGE_SIZE = 100
MAX_PAGE = 1_000_000
MAX_SLUG = 80
MAX_COUNT = 10**17
MAX_COMPARED = 24


def checked(serializer: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The checked values. Raises ValidationError for the first field that is rejected."""
    if not isinstance(data, Mapping):
        raise Rejected("invalid_body", f"The body is {shown(data)}; it must be a JSON object.")
    bound = serializer(data=data)
    bound.is_valid(raise_exception=True)
    return dict(bound.validated_data)


def query(serializer: type[Query], request: Request) -> dict[str, Any]:
    """The checked query parameters of a request."""
    return checked(serializer, request.query_params)


class PageSize(StrictInteger):
    """Rows per page; larger numbers are capped."""

    def to_internal_value(self, data: Any) -> int:
        """The size, capped."""
        if isinstance(data, str) and re.fullmatch(r"[0-9]{1,1000}", data):
            return super().to_internal_value(str(min(int(data), MAX_PAGE_SIZE)))
        return super().to_internal_value(data)


class PageQuery(Query):
    """The page of a list; page sizes above 100 give 100."""

    page = StrictInteger(min_value=1, max_value=MAX_PAGE, default=1)
    page_size = PageSize(min_value=1, max_value=MAX_PAGE_SIZE, default=20, help_text="Values above 100 count as 100.")


class ArchitecturesQuery(PageQuery):
    """Filters and order of the architectures."""

    search = Text(required=False, help_text="Words that the name, slug or family must contain.")
    family = Text(required=False, help_text="A family's name, in any case.")
    year_min = StrictInteger(
        min_value=1900, max_value=2200, required=False, help_text="Published in this year or later."
    )
    year_max = StrictInteger(
        min_value=1900, max_value=2200, required=False, help_text="Published in this year or earlier."
    )
    params_max = StrictInteger(
        min_value=0, max_value=MAX_COUNT, required=False, help_text="At most this many parameters."
    )
    macs_max = StrictInteger(
        min_value=0, max_value=MAX_COUNT, required=False, help_text="At most this many multiply-accumulates."
    )
    ordering = OneOf(
        [sign + name for name in ORDERINGS for sign in ("", "-")],
        required=False,
        help_text="A leading minus reverses the order; unknown values come last. Default: the catalogue's order.",
    )


class AccuraciesQuery(PageQuery):
    """Filters of the published results."""

    architecture = Text(max_length=MAX_SLUG, required=False, help_text="A slug; the network need not have a graph.")
    protocol = Text(required=False, help_text="How accuracy was tested, such as single-crop.")


class JobsQuery(PageQuery):
    """Filters of the jobs."""

    architecture = Text(max_length=MAX_SLUG, required=False)
    active = StrictBoolean(required=False, help_text="true: queued or running; false: finished.")


class MeasurementsQuery(PageQuery):
    """Filters of the measurements."""

    architecture = Text(max_length=MAX_SLUG, required=False)
    device = Text(required=False, help_text="A device's id, kind or name.")


class CostsFields(serializers.Serializer[Any]):
    """Options of a cost report; height and width default to the architecture's own.

    With the peak rates of a device, the report adds a lower bound of each layer's time there.
    """

    batch = StrictInteger(min_value=1, max_value=MAX_BATCH, default=1)
    height = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)
    width = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)
    dtype = OneOf(DTYPES, default="float32")
    training = StrictBoolean(
        default=False,
        help_text="Include training-only layers, such as auxiliary classifiers; few networks have any.",
    )
    flops_per_s = StrictFloat(
        min_value=1,
        max_value=MAX_RATE,
        required=False,
        default=None,
        allow_null=True,
        help_text="Floating-point operations per second of a device; needs bytes_per_s.",
    )
    bytes_per_s = StrictFloat(
        min_value=1,
        max_value=MAX_RATE,
        required=False,
        default=None,
        allow_null=True,
        help_text="Memory bandwidth of the device in bytes per second; needs flops_per_s.",
    )


class CostsQuery(CostsFields, Query):
    """Options of a cost report."""


class MeasuredCostsQuery(CostsQuery):
    """Options of a file of costs, and the measurement to take latencies from."""

    measurement = Text(
        max_length=36, required=False, help_text="The id of a measurement of this graph: adds latencies."
    )


class CostsCsvQuery(MeasuredCostsQuery):
    """Options of a table of costs."""

    by = OneOf(BY, default="layer", help_text="One row per layer, block or stage.")


class OnnxQuery(Query):
    """Options of an ONNX file; without batch its batch axis is dynamic."""

    dtype = OneOf(EXPORT_DTYPES, default="float32")
    batch = StrictInteger(min_value=1, max_value=MAX_BATCH, required=False, default=None, allow_null=True)
    opset = StrictInteger(min_value=OPSETS[0], max_value=OPSETS[-1], default=DEFAULT_OPSET)
    height = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)
    width = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)


class GraphSource(Body):
    """A graph: as a document, as a recipe with parameters, or as an architecture with edits."""

    graph = JsonObject(required=False, help_text="A graph document, format 1.")
    recipe = Text(max_length=MAX_SLUG, required=False, help_text="The name of a recipe.")
    parameters = JsonObject(required=False, help_text="The recipe's parameters; omitted ones take their defaults.")
    architecture = Text(max_length=MAX_SLUG, required=False, help_text="The slug of a stored architecture.")
    edits = JsonList(
        child=serializers.DictField(),
        max_length=MAX_EDITS,
        required=False,
        help_text='Changes to it: {"action": "set", "path", "attributes"}.',
    )


class CostsBody(CostsFields, GraphSource):
    """A graph and the options of its cost report."""


class ArchitectureBody(GraphSource):
    """A graph to store and its name, from which the slug is made."""

    name = Text(required=False, help_text="Defaults to the graph's own name.")


class JobBody(Body):
    """A job to run. batch defaults to 1 for a profile and to null, a dynamic batch axis, for an export."""

    kind = OneOf(JobKind)
    architecture = Text(max_length=MAX_SLUG)
    device = Text(max_length=MAX_SLUG, default="cpu", help_text='"cpu", "cuda" or the id of a device.')
    dtype = OneOf(DTYPES, default="float32")
    batch = StrictInteger(min_value=1, max_value=MAX_BATCH, required=False, default=None, allow_null=True)
    height = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)
    width = StrictInteger(min_value=1, max_value=MAX_SIDE, required=False, default=None, allow_null=True)
    opset = StrictInteger(
        min_value=OPSETS[0],
        max_value=OPSETS[-1],
        required=False,
        default=None,
        allow_null=True,
        help_text=f"For exports; defaults to {DEFAULT_OPSET}.",
    )


class ComparisonBody(Body):
    """The architectures to freeze, and the state of the view."""

    architectures = JsonList(child=serializers.CharField(), min_length=1, max_length=MAX_COMPARED)
    view = JsonObject(required=False, default=dict, help_text="Any object of at most 8 KB; it is returned unchanged.")
