"""Random requests: whatever is sent, the answer is documented and never a 5xx."""

import json
import os
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.openapi import assert_documented

# A longer run: make fuzz.
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "150"))
fuzzed = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.sampled_from(["alexnet", "resnet18", "profile", "onnx_export", "cpu", "cuda", "float32", "int8", "vgg", "set"])
)
WORDS = """
kind architecture device dtype batch height width opset graph recipe parameters edits name view architectures
format inputs nodes outputs path op attributes shape label layers action
"""
names = st.sampled_from(WORDS.split())
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | st.text(max_size=5), inner, max_size=5),
    max_leaves=15,
)
GRAPH = {
    "format": 1,
    "name": "Tiny",
    "inputs": [{"name": "image", "shape": [3, 32, 32]}],
    "nodes": [
        {
            "path": "a.conv",
            "op": "conv2d",
            "inputs": ["image"],
            "attributes": {"in_channels": 3, "out_channels": 8, "kernel_size": 3},
        },
        {"path": "a.relu", "op": "relu", "inputs": ["a.conv"], "attributes": {"inplace": True}},
        {"path": "pool", "op": "adaptive_avg_pool2d", "inputs": ["a.relu"], "attributes": {"output_size": 1}},
    ],
    "outputs": ["pool"],
}
BODIES = [
    {"kind": "profile", "architecture": "alexnet", "device": "cpu", "dtype": "float32", "batch": 1, "height": 227},
    {"kind": "onnx_export", "architecture": "resnet18", "opset": 17, "batch": None},
    {"graph": GRAPH, "batch": 2},
    {"recipe": "resnet", "parameters": {"block": "basic", "blocks": [1, 1, 1, 1], "width": 8}, "name": "Small"},
    {
        "architecture": "alexnet",
        "edits": [{"action": "set", "path": "head.fc8", "attributes": {"out_features": 10}}],
    },
    {"architectures": ["alexnet", "vgg16"], "view": {"x": "macs"}},
]
POSTS = ["/api/jobs/", "/api/costs/", "/api/architectures/", "/api/comparisons/"]
GETS = ["/", "/compare", *("/api/" + path + "/" for path in ["architectures", "jobs", "devices", "measurements"])]
GETS += [f"/api/architectures/{path}/" for path in ["alexnet/costs", "alexnet/onnx"]]


@st.composite
def mutated(draw):
    """A body that was fine, with one value somewhere in it replaced."""
    body = json.loads(json.dumps(draw(st.sampled_from(BODIES))))
    place = body
    while True:
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
        else:
            place[key] = draw(values)
            return body


@given(path=st.sampled_from(POSTS), body=mutated() | values)
@fuzzed
def test_bodies(api, path, body):
    answer = api.post(path, data=json.dumps(body), content_type="application/json")
    assert answer.status_code < 500
    assert_documented("post", answer)


@given(path=st.sampled_from(POSTS), body=st.binary(max_size=60))
@fuzzed
def test_bytes(api, path, body):
    answer = api.post(path, data=body, content_type="application/json")
    assert answer.status_code in {400, 413}
    assert_documented("post", answer)


PARAMETERS = "page page_size search family ordering architecture device active batch height width dtype opset a"
parameters = st.sampled_from(PARAMETERS.split())
words = scalars.map(str) | st.sampled_from(["1", "-1", "true"])


@given(path=st.sampled_from(GETS), query=st.dictionaries(parameters, words, max_size=4))
@fuzzed
def test_queries(api, path, query):
    plain = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    answer = api.get(path, plain)
    assert answer.status_code < 500 or (answer.status_code == 503 and not path.startswith("/api/"))
    if path.startswith("/api/"):
        assert_documented("get", answer)


@given(tail=st.text(max_size=30))
@fuzzed
@pytest.mark.parametrize(
    "start", ["/", "/a/", "/c/", "/api/", "/api/jobs/", "/api/architectures/", "/api/measurements/"]
)
def test_addresses(api, start, tail):
    assert api.get(start + quote(tail)).status_code in {200, 404, 405, 503}
