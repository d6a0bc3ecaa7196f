"""What calls take: queries and bodies, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from explorer.api.fields import Body, Listed, Members, OneOf, Query, Real, Text, Whole, YesNo
from explorer.api.problems import Refused
from explorer.domain.cost_csv import BY
from explorer.domain.edits import MAX_EDITS
from explorer.domain.errors import shown
from explorer.domain.jobs import JobKind
from explorer.domain.roofline import MAX_RATE
from explorer.domain.shapes import MAX_BATCH, MAX_SIDE
from explorer.domain.tensor import DTYPES
from explorer.store.reads import ORDERINGS

MAX_PAGE_SIZE = 100
MAX_PAGE = 1_000_000
MAX_SLUG = 80
MAX_COUNT = 10**17
MAX_COMPARED = 24
MIN_OPSET, MAX_OPSET, DEFAULT_OPSET = 13, 23, 18
PROFILE_DTYPES = ("float32", "float16", "bfloat16")
EXPORT_DTYPES = ("float32", "float16")


def checked(serializer: type[serializers.Serializer[Any]], data: Any) -> dict[str, Any]:
    """The checked values. Raises ValidationError for the first thing that is wrong."""
    if not isinstance(data, Mapping):
        raise Refused("invalid_body", f"The body is {shown(data)}; it must be a JSON object.")
    bound = serializer(data=data)
    bound.is_valid(raise_exception=True)
    return dict(bound.validated_data)


def query(serializer: type[Query], request: Request) -> dict[str, Any]:
    """The checked query parameters of a request."""
    return checked(serializer, request.query_params)


class PageSize(Whole):
    """Rows on a page; a number above what is allowed counts as what is allowed."""

    def to_internal_value(self, data: Any) -> int:
        """The size, capped."""
        if isinstance(data, str) and re.fullmatch(r"[0-9]{1,1000}", data):
            return super().to_internal_value(str(min(int(data), self.most)))
        return super().to_internal_value(data)


class PageQuery(Query):
    """Which page of a list; larger page sizes than 100 give 100."""

    page = Whole(least=1, most=MAX_PAGE, default=1)
    page_size = PageSize(least=1, most=MAX_PAGE_SIZE, default=20, help_text="Above 100 it counts as 100.")


class ArchitecturesQuery(PageQuery):
    """Filters and order of the architectures."""

    search = Text(required=False, help_text="Words that name, slug or family must contain.")
    family = Text(required=False, help_text="A family's name; letter case does not matter.")
    year_min = Whole(least=1900, most=2200, required=False, help_text="Published in this year or later.")
    year_max = Whole(least=1900, most=2200, required=False, help_text="Published in this year or earlier.")
    params_max = Whole(least=0, most=MAX_COUNT, required=False, help_text="At most this many parameters.")
    macs_max = Whole(least=0, most=MAX_COUNT, required=False, help_text="At most this many multiply-accumulates.")
    ordering = OneOf(
        [sign + name for name in ORDERINGS for sign in ("", "-")],
        required=False,
        help_text="A leading minus sorts downwards; unknown values come last. Default: the catalogue's own order.",
    )


class AccuraciesQuery(PageQuery):
    """Filters of the published results."""

    architecture = Text(most=MAX_SLUG, required=False, help_text="A slug; it need not be one with a graph.")
    protocol = Text(required=False, help_text="How the test was done, such as single-crop.")


class JobsQuery(PageQuery):
    """Filters of the jobs."""

    architecture = Text(most=MAX_SLUG, required=False)
    active = YesNo(required=False, help_text="true: waiting or running; false: ended.")


class MeasurementsQuery(PageQuery):
    """Filters of the measurements."""

    architecture = Text(most=MAX_SLUG, required=False)
    device = Text(required=False, help_text="A device's id, kind or name.")


class CostsFields(serializers.Serializer[Any]):
    """What a cost report is made for; height and width default to the architecture's own.

    With the peak rates of a device, the report says how fast each layer could run there at best.
    """

    batch = Whole(least=1, most=MAX_BATCH, default=1)
    height = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)
    width = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)
    dtype = OneOf(DTYPES, default="float32")
    training = YesNo(
        default=False,
        help_text="Count layers that only training has too, such as auxiliary classifiers; few networks have any.",
    )
    flops_per_s = Real(
        least=1,
        most=MAX_RATE,
        required=False,
        default=None,
        allow_null=True,
        help_text="Floating-point operations per second of a device; needs bytes_per_s.",
    )
    bytes_per_s = Real(
        least=1,
        most=MAX_RATE,
        required=False,
        default=None,
        allow_null=True,
        help_text="Memory bandwidth of the device in bytes per second; needs flops_per_s.",
    )


class CostsQuery(CostsFields, Query):
    """What a cost report is made for."""


class MeasuredCostsQuery(CostsQuery):
    """What a file of costs is made for, and whose latencies it has."""

    measurement = Text(most=36, required=False, help_text="The id of a measurement of this graph: adds latencies.")


class CostsCsvQuery(MeasuredCostsQuery):
    """What a table is made for, and what its rows are."""

    by = OneOf(BY, default="layer", help_text="What a row stands for.")


class OnnxQuery(Query):
    """Which file; without batch its batch axis is dynamic."""

    dtype = OneOf(EXPORT_DTYPES, default="float32")
    batch = Whole(least=1, most=MAX_BATCH, required=False, default=None, allow_null=True)
    opset = Whole(least=MIN_OPSET, most=MAX_OPSET, default=DEFAULT_OPSET)
    height = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)
    width = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)


class GraphSource(Body):
    """A graph, given whole, as a recipe with parameters, or as an architecture with edits."""

    graph = Members(required=False, help_text="A graph document, format 1.")
    recipe = Text(most=MAX_SLUG, required=False, help_text="The name of a recipe.")
    parameters = Members(required=False, help_text="The recipe's parameters; those left out take their defaults.")
    architecture = Text(most=MAX_SLUG, required=False, help_text="The slug of a stored architecture.")
    edits = Listed(
        child=serializers.DictField(),
        most=MAX_EDITS,
        required=False,
        help_text='Changes to it: {"action": "set", "path", "attributes"}.',
    )


class CostsBody(CostsFields, GraphSource):
    """A graph and what its cost report is made for."""


class ArchitectureBody(GraphSource):
    """A graph to store, and what to call it; the slug is made from the name."""

    name = Text(required=False, help_text="Default: the graph's own name.")


class JobBody(Body):
    """Work to do. batch defaults to 1 for a profile and to a dynamic batch axis (null) for an export."""

    kind = OneOf(JobKind)
    architecture = Text(most=MAX_SLUG)
    device = Text(most=MAX_SLUG, default="cpu", help_text='"cpu", "cuda" or the id of a device.')
    dtype = OneOf(DTYPES, default="float32")
    batch = Whole(least=1, most=MAX_BATCH, required=False, default=None, allow_null=True)
    height = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)
    width = Whole(least=1, most=MAX_SIDE, required=False, default=None, allow_null=True)
    opset = Whole(
        least=MIN_OPSET,
        most=MAX_OPSET,
        required=False,
        default=None,
        allow_null=True,
        help_text=f"Of an export; {DEFAULT_OPSET} unless given.",
    )


class ComparisonBody(Body):
    """What to freeze: architectures, and how they are looked at."""

    architectures = Listed(child=serializers.CharField(), least=1, most=MAX_COMPARED)
    view = Members(required=False, default=dict, help_text="Any object of at most 8 KiB; it comes back as it is.")
