"""Downloading a network: the file when it is there, else the job that makes it."""

import hashlib
import inspect
import io
from typing import Any

import pytest
from django.utils import timezone

from explorer.api import requests
from explorer.domain import jobs
from explorer.store import writes
from explorer.store.artifacts import artifact_path, artifact_write
from workers.network import build
from workers.onnx import writer

URL = "/api/architectures/resnet18/onnx/"
CONTENT = b"onnx" * 100_000


def export(api, path):
    """Does what a worker would do with the job behind a download."""
    job = api.call("get", path).json()
    claimed = writes.job_claim(job_id=job["id"], worker="one", now=timezone.now())
    assert claimed
    sha256, size_bytes = artifact_write(io.BytesIO(CONTENT))
    artifact = {"kind": "onnx", "sha256": sha256, "size_bytes": size_bytes, "parity": {"max_relative_error": 1e-7}}
    lease = {"job_id": claimed.job_id, "lease_token": claimed.lease_token}
    assert writes.job_succeed(**lease, result={"sha256": sha256}, measurement=None, artifact=artifact)
    return claimed.spec


def test_first_a_job_then_the_file(api):
    waiting = api.call("get", URL)
    assert (waiting.status_code, waiting.json()["kind"]) == (202, "onnx_export")
    assert waiting["Location"] == f"/api/jobs/{waiting.json()['id']}/"
    assert api.call("get", URL).json()["id"] == waiting.json()["id"]
    spec = export(api, URL)
    assert spec == {"dtype": "float32", "batch": None, "opset": 18, "height": 224, "width": 224}
    file = api.call("get", URL, headers={"Accept-Encoding": "gzip"})
    assert file.status_code == 200
    assert file.getvalue() == CONTENT
    assert file["Content-Type"] == "application/octet-stream"
    assert file["Content-Disposition"] == 'attachment; filename="resnet18.onnx"'
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Length"] == str(len(CONTENT))
    assert file["ETag"] == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
    assert "Content-Encoding" not in file.headers
    assert api.call("get", URL, headers={"If-None-Match": file["ETag"]}).status_code == 304


def test_another_question_is_another_file(api):
    export(api, URL)
    for query in ("?batch=1", "?opset=17", "?dtype=float16", "?height=256", "?width=256"):
        assert api.call("get", URL + query).status_code == 202
    assert api.call("get", f"{URL}?dtype=float32&batch=&opset=18&height=224").status_code == 200
    assert api.call("get", URL.replace("18", "34")).status_code == 202


def test_a_file_that_was_removed_is_made_again(api):
    export(api, URL)
    artifact_path(hashlib.sha256(CONTENT).hexdigest()).unlink()
    assert api.call("get", URL).status_code == 202


def test_unknown_architectures_have_no_file(api):
    assert api.call("get", "/api/architectures/nope/onnx/").status_code == 404


def test_what_is_offered_is_what_the_workers_make():
    body: Any = requests.JobBody().fields
    query: Any = requests.OnnxQuery().fields
    for opset in (body["opset"], query["opset"]):
        assert (opset.min_value, opset.max_value) == (jobs.OPSETS[0], jobs.OPSETS[-1])
    assert query["opset"].default == inspect.signature(writer.write_onnx).parameters["opset"].default
    assert set(query["dtype"].choices) == set(jobs.EXPORT_DTYPES)
    assert set(jobs.PROFILE_DTYPES) == set(build.TORCH_DTYPES)


@pytest.mark.parametrize("dtype", jobs.EXPORT_DTYPES)
def test_a_job_may_be_asked_for_directly(api, dtype):
    body = {"kind": "onnx_export", "architecture": "resnet18", "device": "cpu", "dtype": dtype}
    job = api.call("post", "/api/jobs/", body).json()
    assert api.call("get", f"{URL}?dtype={dtype}").json()["id"] == job["id"]


def test_weights_of_more_than_two_gigabytes_do_not_fit_into_one_file(api):
    answer = api.call("get", "/api/architectures/regnet_y_128gf/onnx/")
    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == "dtype"
    assert "the weights take 2.40 GB; an ONNX file holds" in answer.json()["error"]["message"]
    assert api.call("get", "/api/architectures/regnet_y_128gf/onnx/?dtype=float16").status_code == 202
