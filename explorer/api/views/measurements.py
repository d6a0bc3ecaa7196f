"""Measurements."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from explorer.api import answers, present, requests
from explorer.api.views.base import Endpoint, documented
from explorer.store import reads


class Measurements(Endpoint):
    """All measurements."""

    @documented("listMeasurements", answers.MeasurementPage, errors=(400, 404), parameters=[requests.MeasurementsQuery])
    def get(self, request: Request) -> Response:
        """Measurements, the newest first."""
        query = requests.query(requests.MeasurementsQuery, request)
        number, size = query.pop("page"), query.pop("page_size")
        page = reads.measurements_page(**query, page=number, page_size=size)
        return present.page_response(request, page, present.measurement, number=number, size=size)


class Measurement(Endpoint):
    """One measurement."""

    @documented("getMeasurement", answers.MeasurementDetail, errors=(404,))
    def get(self, request: Request, measurement_id: str) -> Response:
        """A measurement with the latency of every repeat."""
        return Response(present.measurement_detail(reads.measurement_get(measurement_id=measurement_id)))
