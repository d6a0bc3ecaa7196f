"""Jobs, and the ONNX files that some of them make."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from explorer.api import answers, present, requests
from explorer.api.job_specs import export_spec, profile_spec
from explorer.api.views.base import Endpoint, documented
from explorer.domain.jobs import JobKind
from explorer.store import reads, writes
from explorer.store.artifacts import artifact_path
from explorer.store.records import Artifact, Job, Page

_POLL_SECONDS = "1"


def _accepted(job: Job) -> Response:
    headers = {"Location": f"/api/jobs/{job.id}/", "Retry-After": _POLL_SECONDS}
    return Response(present.job(job), status=202, headers=headers)


class Jobs(Endpoint):
    """All jobs."""

    @documented("listJobs", answers.JobPage, errors=(400, 404), parameters=[requests.JobsQuery])
    def get(self, request: Request) -> Response:
        """Jobs, the newest first."""
        query = requests.query(requests.JobsQuery, request)
        number, size = query.pop("page"), query.pop("page_size")
        page = reads.jobs_page(**query, page=number, page_size=size)
        return present.page_response(request, page, present.job, number=number, size=size)

    @documented("createJob", answers.Job, status=202, errors=(400, 404, 413, 415, 429), request=requests.JobBody)
    def post(self, request: Request) -> Response:
        """Queues a job, or returns the active job for the same work; Location is its address."""
        body = requests.checked(requests.JobBody, request.data)
        stored = reads.architecture_graph(slug=body["architecture"])
        make_spec = {JobKind.PROFILE: profile_spec, JobKind.ONNX_EXPORT: export_spec}[JobKind(body["kind"])]
        job, _ = writes.job_submit(kind=body["kind"], architecture_slug=stored.slug, spec=make_spec(stored, body))
        return _accepted(job)


class OneJob(Endpoint):
    """One job."""

    @documented("getJob", answers.Job, errors=(404,), also={304: OpenApiResponse(description="Unchanged.")})
    def get(self, request: Request, job_id: str) -> Response:
        """The job's state; send its ETag as If-None-Match to get an answer only when it has changed."""
        return Response(present.job(reads.job_get(job_id=job_id)))


class CancelJob(Endpoint):
    """Cancelling a job."""

    @documented("cancelJob", answers.Job, status=202, errors=(404,), request=None)
    def post(self, request: Request, job_id: str) -> Response:
        """Cancels the job; a finished job stays as it is. The body is ignored."""
        return Response(present.job(writes.job_cancel(job_id=job_id)), status=202)


class Devices(Endpoint):
    """Devices that jobs can run on."""

    @documented("listDevices", answers.DevicePage, errors=(400,), parameters=[requests.PageQuery])
    def get(self, request: Request) -> Response:
        """The devices that live workers offer."""
        query = requests.query(requests.PageQuery, request)
        number, size = query["page"], query["page_size"]
        found = reads.devices_live(now=timezone.now())
        page = Page(len(found), found[(number - 1) * size : number * size])
        return present.page_response(request, page, present.device, number=number, size=size)


class Onnx(Endpoint):
    """An architecture as an ONNX file."""

    @documented(
        "downloadOnnx",
        OpenApiResponse(OpenApiTypes.BINARY, description="The file; its ETag is its sha256."),
        errors=(400, 404, 429),
        parameters=[requests.OnnxQuery],
        also={202: answers.Job, 304: OpenApiResponse(description="Unchanged.")},
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The verified file once it is ready, else 202 and the job that makes it."""
        options = requests.query(requests.OnnxQuery, request)
        stored = reads.architecture_graph(slug=slug)
        spec = export_spec(stored, options)
        artifact = reads.artifact_find(kind=JobKind.ONNX_EXPORT, graph_sha256=stored.graph_sha256, spec=spec)
        if artifact is None:
            job, _ = writes.job_submit(kind=JobKind.ONNX_EXPORT, architecture_slug=slug, spec=spec)
            return _accepted(job)
        return _download(request, artifact, f"{slug}.onnx")


def _download(request: Request, artifact: Artifact, name: str) -> HttpResponseBase:
    etag = f'"{artifact.sha256}"'
    unchanged = get_conditional_response(request._request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = FileResponse(
        artifact_path(artifact.sha256).open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    response["ETag"] = etag
    return response
