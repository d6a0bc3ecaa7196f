"""Rejected requests: the right status, a code, and a message that names the field and what is allowed."""

import json

import pytest

from explorer.api.parsers import MAX_BODY_BYTES
from explorer.store import reads

A = "/api/architectures/"
PROFILE = {"kind": "profile", "architecture": "alexnet"}

QUERIES = [
    (f"{A}?page=0", "page", "an integer from 1"),
    (f"{A}?page=-1", "page", "an integer from 1"),
    (f"{A}?page_size=0", "page_size", "from 1 to 100"),
    (f"{A}?page_size=ten", "page_size", "'ten'"),
    (f"{A}?page=99999999999999999999999", "page", "an integer"),
    (f"{A}?page=%C2%B2", "page", "an integer"),
    (f"{A}?ordering=colour", "ordering", "one of name, -name, year"),
    (f"{A}?ordering=graph_json", "ordering", "one of"),
    (f"{A}?family=Perceptron", "family", "LeNet, "),
    (f"{A}?year_min=MCMXCVIII", "year_min", "an integer from 1900"),
    (f"{A}?params_max=-1", "params_max", "an integer from 0"),
    (f"{A}alexnet/costs/?flops_per_s=1e12", "bytes_per_s", "needs flops_per_s and bytes_per_s"),
    (f"{A}alexnet/costs/?flops_per_s=fast&bytes_per_s=1", "flops_per_s", "a number from 1"),
    (f"{A}alexnet/costs/?flops_per_s=1&bytes_per_s=nan", "bytes_per_s", "a number from 1"),
    (f"{A}alexnet/costs/?flops_per_s=1&bytes_per_s=1e99", "bytes_per_s", "a number from 1"),
    (f"{A}?search=%00", "search", "without control characters"),
    (f"{A}?search={'x' * 300}", "search", "1 to 200 characters"),
    (f"{A}alexnet/costs/?batch=0", "batch", "1 to 4096"),
    (f"{A}alexnet/costs/?batch=1.5", "batch", "'1.5'"),
    (f"{A}alexnet/costs/?batch=5000", "batch", "1 to 4096"),
    (f"{A}alexnet/costs/?batch=NaN", "batch", "'NaN'"),
    (f"{A}alexnet/costs/?height=1000000", "height", "1 to 4096"),
    (f"{A}alexnet/costs/?width=-227", "width", "'-227'"),
    (f"{A}alexnet/costs/?dtype=float31", "dtype", "float32, float16, bfloat16, int8"),
    (f"{A}alexnet/onnx/?opset=5", "opset", "13 to 23"),
    (f"{A}alexnet/onnx/?dtype=int8", "dtype", "float32, float16"),
    ("/api/jobs/?active=perhaps", "active", "true or false"),
    ("/api/accuracies/?protocol=nonsense", "protocol", "'nonsense'; it must be one of: single-crop; 10-crop; "),
]


@pytest.mark.parametrize(("path", "field", "words"), QUERIES, ids=lambda value: str(value)[:60])
def test_queries(api, path, field, words):
    answer = api.call("get", path)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "invalid_field"
    assert error["field"] == field
    assert field in error["message"]
    assert words in error["message"]


def test_a_size_that_does_not_fit_names_the_layer(api):
    error = api.call("get", f"{A}alexnet/costs/?height=8&width=8").json()["error"]
    assert error["code"] == "shape_mismatch"
    assert error["field"] == "stage1.conv1" or "stage" in error["field"]


BODIES = [
    ("/api/jobs/", {}, "missing_field", "kind"),
    ("/api/jobs/", {"kind": "bake", "architecture": "alexnet"}, "invalid_field", "kind"),
    ("/api/jobs/", {"kind": ["profile"], "architecture": "alexnet"}, "invalid_field", "kind"),
    ("/api/jobs/", {"kind": "profile"}, "missing_field", "architecture"),
    ("/api/jobs/", {"kind": "profile", "architecture": 7}, "invalid_field", "architecture"),
    ("/api/jobs/", PROFILE | {"batch": "1"}, "invalid_field", "batch"),
    ("/api/jobs/", PROFILE | {"batch": True}, "invalid_field", "batch"),
    ("/api/jobs/", PROFILE | {"batch": 1.0}, "invalid_field", "batch"),
    ("/api/jobs/", PROFILE | {"batch": 0}, "invalid_field", "batch"),
    ("/api/jobs/", PROFILE | {"dtype": "int8"}, "invalid_field", "dtype"),
    ("/api/jobs/", PROFILE | {"dtype": None}, "invalid_field", "dtype"),
    ("/api/jobs/", PROFILE | {"opset": 18}, "invalid_field", "opset"),
    ("/api/jobs/", PROFILE | {"device": "cuda"}, "device_unavailable", "device"),
    ("/api/jobs/", PROFILE | {"device": "abacus"}, "device_unavailable", "device"),
    ("/api/jobs/", PROFILE | {"device": ""}, "invalid_field", "device"),
    ("/api/jobs/", PROFILE | {"height": 4, "width": 4}, "shape_mismatch", None),
    ("/api/jobs/", PROFILE | {"priority": 1}, "unknown_field", "priority"),
    ("/api/jobs/", PROFILE | {"kind": "onnx_export", "device": "cuda"}, "invalid_field", "device"),
    ("/api/jobs/", PROFILE | {"kind": "onnx_export", "dtype": "bfloat16"}, "invalid_field", "dtype"),
    ("/api/costs/", {}, "missing_field", "graph"),
    ("/api/costs/", {"graph": []}, "invalid_field", "graph"),
    ("/api/costs/", {"graph": {}}, "invalid_graph", "format"),
    ("/api/costs/", {"recipe": "vgg", "architecture": "vgg16"}, "ambiguous_source", "architecture"),
    ("/api/costs/", {"recipe": "waffles"}, "invalid_field", "recipe"),
    ("/api/costs/", {"recipe": "vgg", "parameters": {"layers": [0]}}, "invalid_parameters", "parameters.layers"),
    ("/api/costs/", {"recipe": "vgg", "edits": []}, "unknown_field", "edits"),
    ("/api/costs/", {"architecture": "vgg16", "parameters": {}}, "unknown_field", "parameters"),
    ("/api/costs/", {"architecture": "vgg16", "edits": {}}, "invalid_field", "edits"),
    ("/api/costs/", {"architecture": "vgg16", "edits": [1]}, "invalid_edit", "edits[0]"),
    ("/api/costs/", {"architecture": "vgg16", "name": "x"}, "unknown_field", "name"),
    ("/api/costs/", {"architecture": "vgg16", "width": 2**20}, "invalid_field", "width"),
    (A, {"recipe": "vgg", "name": ""}, "invalid_field", "name"),
    (A, {"recipe": "vgg", "name": "a\nb"}, "invalid_field", "name"),
    (A, {"recipe": "vgg", "name": "x" * 201}, "invalid_field", "name"),
    ("/api/comparisons/", {}, "missing_field", "architectures"),
    ("/api/comparisons/", {"architectures": []}, "invalid_field", "architectures"),
    ("/api/comparisons/", {"architectures": ["alexnet"] * 2}, "invalid_field", "architectures[1]"),
    ("/api/comparisons/", {"architectures": ["alexnet", "nope"]}, "invalid_field", "architectures[1]"),
    ("/api/comparisons/", {"architectures": [{"slug": "alexnet"}]}, "invalid_field", "architectures[0]"),
    ("/api/comparisons/", {"architectures": [f"n{i}" for i in range(25)]}, "invalid_field", "architectures"),
    ("/api/comparisons/", {"architectures": ["alexnet"], "view": []}, "invalid_field", "view"),
    ("/api/comparisons/", {"architectures": ["alexnet"], "view": {"x": "y" * 9000}}, "invalid_field", "view"),
]


@pytest.mark.parametrize(("path", "body", "code", "field"), BODIES, ids=lambda value: str(value)[:60])
def test_bodies(api, path, body, code, field):
    answer = api.call("post", path, body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, code), error
    if field is not None:
        assert error["field"] == field
    assert len(error["message"]) < 800


MALFORMED = {
    "not json": b"{kind: profile}",
    "nothing in it": b"   ",
    "cut off": b'{"kind": "profile"',
    "NaN": b'{"architectures": ["alexnet"], "view": {"x": NaN}}',
    "Infinity": b'{"architectures": ["alexnet"], "view": {"x": -Infinity}}',
    "a float without end": b'{"architectures": ["alexnet"], "view": {"x": 1e999}}',
    "duplicate keys": b'{"architectures": ["alexnet"], "architectures": ["vgg16"]}',
    "4000 digits": b'{"architectures": ["alexnet"], "view": {"x": ' + b"9" * 4000 + b"}}",
    "5000 digits": b'{"architectures": ["alexnet"], "view": {"x": ' + b"9" * 5000 + b"}}",
    "200 KB of [": b"[" * 200_000,
    "deep": b'{"architectures": ["alexnet"], "view": {"x": ' + b"[" * 60 + b"]" * 60 + b"}}",
    "NUL": b'{"architectures": ["alexnet"], "view": {"x": "\\u0000"}}',
    "NUL in a key": b'{"architectures": ["alexnet"], "view": {"\\u0000": 1}}',
    "lone surrogate": b'{"architectures": ["alexnet"], "view": {"x": "\\ud800"}}',
    "no UTF-8": b'{"architectures": ["\xff\xfe"]}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
@pytest.mark.parametrize("path", ["/api/comparisons/", "/api/costs/"])
def test_malformed_json(api, path, body):
    answer = api.call("post", path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "malformed_json"


@pytest.mark.parametrize("body", [b"[]", b"null", b"3", b'"profile"'])
def test_a_body_is_an_object(api, body):
    error = api.call("post", "/api/jobs/", data=body, content_type="application/json").json()["error"]
    assert error["code"] == "invalid_body"


def test_a_body_has_a_limit(api):
    body = b'{"x": "' + b"y" * MAX_BODY_BYTES + b'"}'
    answer = api.call("post", "/api/costs/", data=body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_other_content_types(api, kind):
    answer = api.call("post", "/api/jobs/", data=b"kind=profile", content_type=kind)
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize(("method", "path"), [("put", A), ("delete", f"{A}alexnet/"), ("get", "/api/costs/")])
def test_other_methods(api, method, path):
    answer = api.call(method, path)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")
    assert "Allow" in answer.headers


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/",
        "/api/nope/",
        "/api/architectures",
        f"{A}nope/",
        f"{A}a/b/c/",
        "/api/jobs/7/",
        "/api/%00/",
        "/api/%ff",
    ],
)
def test_unknown_addresses(api, method, path):
    answer = api.call(method, path)
    known = path in (f"{A}nope/", "/api/jobs/7/") and method != "get"
    assert answer.status_code == (405 if known else 404)
    assert answer.json()["error"]["code"] == ("method_not_allowed" if known else "not_found")


def test_a_missing_slash_is_pointed_out(api):
    assert "end with a slash" in api.call("get", "/api/architectures").json()["error"]["message"]


def test_unknown_query_parameters_are_ignored(api):
    assert api.call("get", f"{A}?colour=red&page_size=100000000000000000000").status_code == 200
    assert len(api.call("get", f"{A}?page_size=101").json()["results"]) == 100


def test_a_fault_of_ours_says_nothing_about_the_inside(api, monkeypatch):
    def broken(**_):
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(reads, "job_get", broken)
    answer = api.call("get", "/api/jobs/1/")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "server_error"
    assert b"42" not in answer.content


def test_a_full_queue_says_when_to_come_back(api, settings):
    settings.JOB_QUEUE_LIMIT = 0
    answer = api.call("post", "/api/jobs/", PROFILE)
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "queue_full")
    assert answer["Retry-After"] == "10"


def test_a_foreign_host_is_refused_in_json(api):
    answer = api.get("/api/jobs/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


def test_totals_that_no_reader_could_hold_are_not_stored(api):
    wide = {"in_channels": 3, "out_channels": 2**20, "kernel_size": 1}
    # 2^46 bytes each.
    nodes = [{"path": "layer0", "op": "conv2d", "inputs": ["image"], "attributes": wide}] + [
        {"path": f"layer{index + 1}", "op": "relu", "inputs": [f"layer{index}"], "attributes": {}}
        for index in range(130)
    ]
    inputs = [{"name": "image", "shape": [3, 4096, 4096]}]
    graph = {"format": 1, "name": "Huge", "inputs": inputs, "nodes": nodes, "outputs": ["layer130"]}
    error = api.call("post", A, json.loads(json.dumps({"graph": graph}))).json()["error"]
    assert error["code"] == "invalid_graph"
    assert "2^53" in error["message"]
