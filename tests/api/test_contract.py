"""The contract of the API: the names that clients elsewhere rely on."""

import json

import pytest
from django.utils import timezone

from explorer.store import writes

SUMMARY = {
    "slug",
    "name",
    "family",
    "year",
    "input_shape",
    "params",
    "macs",
    "activation_bytes",
    "depth",
    "top1_error_pct",
    "top5_error_pct",
    "reference",
}
TOTALS = {
    "params",
    "macs",
    "other_ops",
    "activation_bytes",
    "parameter_bytes",
    "peak_activation_bytes",
    "bytes_moved",
    "layers",
    "depth",
    "complete",
}
LAYER = {
    "path",
    "label",
    "op",
    "inputs",
    "output_shape",
    "params",
    "macs",
    "other_ops",
    "activation_bytes",
    "stored_bytes",
    "parameter_bytes",
    "bytes_moved",
    "arithmetic_intensity",
    "receptive_field",
    "formula",
}
MEASUREMENT = {
    "latency_ms",
    "throughput_per_s",
    "peak_memory_bytes",
    "memory_method",
    "layers",
    "device_name",
    "driver",
    "torch_version",
    "dtype",
    "batch",
    "input_shape",
    "threads",
    "warm_up",
    "repeats",
    "weights",
    "taken_at",
}
JOB = {"id", "kind", "state", "progress", "stage", "attempts", "error", "result", "created_at", "finished_at"}


def test_health(api):
    answer = api.call("get", "/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "broker": "unreachable", "workers": 0, "devices": 0}


def test_architectures(api):
    page = api.call("get", "/api/architectures/?page_size=3&ordering=year").json()
    assert page.keys() == {"count", "next", "previous", "results"}
    assert len(page["results"]) == 3
    for summary in page["results"]:
        assert summary.keys() >= SUMMARY
    resnet = api.call("get", "/api/architectures/?search=resnet50").json()["results"][0]
    assert resnet["input_shape"] == [3, 224, 224]
    assert (resnet["params"], resnet["macs"], resnet["depth"]) == (25_557_032, 4_089_184_256, 50)
    assert resnet["reference"] == {"library": "torchvision", "name": "resnet50"}


def test_architecture(api):
    detail = api.call("get", "/api/architectures/resnet50/").json()
    assert detail.keys() >= SUMMARY | {"paper", "accuracies", "recipe", "graph", "graph_sha256"}
    assert detail["paper"].keys() == {"title", "arxiv_id", "year"}
    assert detail["recipe"].keys() == {"name", "parameters", "schema"}
    assert detail["accuracies"][0].keys() >= {"top1_error_pct", "protocol", "source", "is_default"}
    assert sum(row["is_default"] for row in detail["accuracies"]) == 1
    graph = detail["graph"]
    assert graph.keys() == {"format", "name", "inputs", "nodes", "outputs"}
    assert graph["nodes"][0].keys() >= {"path", "op", "inputs", "attributes"}


def test_costs(api):
    report = api.call("get", "/api/architectures/alexnet/costs/?batch=1&height=&width=&dtype=float32").json()
    assert report.keys() >= {"architecture", "input_shape", "dtype", "totals", "layers", "groups"}
    assert report["roofline"] is None
    assert report["training"]["params"] == report["totals"]["params"]
    assert "96.0 % of the parameters are in the 3 fully connected layers" in report["insights"][0]["text"]
    assert report["architecture"] == "alexnet"
    assert report["input_shape"] == [1, 3, 227, 227]
    assert report["totals"].keys() >= TOTALS
    first = report["layers"][0]
    assert first.keys() >= LAYER
    assert (first["macs"], first["output_shape"], first["activation_bytes"]) == (
        72_855_552,
        [1, 64, 56, 56],
        784 * 1024,
    )
    assert first["formula"] == "64 x 56 x 56 x (3 x 11 x 11)"
    assert report["groups"][0].keys() >= {"path", "label", "kind", "children", "repeat_of"} | TOTALS


def test_costs_on_a_device(api):
    costs = "/api/architectures/vgg16/costs/?flops_per_s=1e13&bytes_per_s=5e11"
    report = api.call("get", costs).json()
    assert report["roofline"]["device"] == {"flops_per_s": 1e13, "bytes_per_s": 5e11}
    assert report["roofline"]["ridge"] == 20
    layers = {layer["label"]: layer["roofline"] for layer in report["layers"]}
    assert layers["conv3_2"]["limited_by"] == "compute"
    assert layers["fc6"]["limited_by"] == "memory"
    source = {"architecture": "vgg16", "flops_per_s": 1e13, "bytes_per_s": 5e11}
    assert api.call("post", "/api/costs/", source).json()["roofline"] == report["roofline"]


def test_training_only_layers_are_in_the_graph_but_cost_nothing_at_inference(api):
    detail = api.call("get", "/api/architectures/googlenet/").json()
    assert detail["params"] == 6_624_904
    assert any(node.get("training_only") for node in detail["graph"]["nodes"])
    report = api.call("get", "/api/architectures/googlenet/costs/").json()
    assert report["totals"]["params"] == 6_624_904
    assert report["training"]["params"] == 13_004_888
    assert not any(layer["path"].startswith("aux") for layer in report["layers"])


def test_training_only_layers_cost_what_they_cost_on_request(api):
    report = api.call("get", "/api/architectures/googlenet/costs/?training=true").json()
    assert report["totals"]["params"] == report["training"]["params"] == 13_004_888
    heads = [layer for layer in report["layers"] if layer["training_only"]]
    assert heads and all(layer["path"].startswith("aux") for layer in heads)
    posted = api.call("post", "/api/costs/", {"architecture": "googlenet", "training": True}).json()
    assert posted["totals"] == report["totals"]
    refused = api.call("get", "/api/architectures/inception_v3/costs/?training=true&height=80&width=80")
    assert refused.status_code == 400
    error = refused.json()["error"]
    assert (error["code"], error["field"]) == ("shape_mismatch", "training")
    assert error["message"].startswith("aux.")
    for wrong in ("maybe", 1, None):
        answer = api.call("post", "/api/costs/", {"architecture": "googlenet", "training": wrong})
        assert (answer.status_code, answer.json()["error"]["field"]) == (400, "training")


def test_what_the_lecture_said_is_at_hand(api):
    notes = {note["id"]: note for note in api.call("get", "/api/architectures/vgg16/").json()["lecture_notes"]}
    assert (notes["E2"]["lecture_value"], notes["E2"]["corrected_value"]) == ("13.6 G", "15.47 G")
    assert "third convolution of stage 3" in notes["E2"]["why"]


def test_published_results_without_a_graph(api):
    page = api.call("get", "/api/accuracies/?protocol=ensemble&page_size=100").json()
    winners = {row["slug"]: row["accuracy"]["top5_error_pct"] for row in page["results"]}
    assert winners["ilsvrc2015_winner"] == 3.567
    assert not any(
        row["has_graph"] or row["accuracy"]["is_default"] for row in page["results"] if "winner" in row["slug"]
    )
    resnet = api.call("get", "/api/accuracies/?architecture=resnet50&page_size=100").json()
    assert resnet["count"] == 24
    assert [row["accuracy"]["is_default"] for row in resnet["results"]] == [True] + [False] * 23
    assert resnet["results"][0]["has_graph"]
    assert api.call("get", "/api/accuracies/").json()["count"] == 758


def test_a_network_with_an_unknown_operator_is_costed_but_not_run(api):
    graph = {
        "format": 1,
        "name": "Mystery",
        "inputs": [{"name": "image", "shape": [3, 8, 8]}],
        "nodes": [
            {
                "path": "a",
                "op": "unknown",
                "inputs": ["image"],
                "attributes": {"type": "Foo", "output_shape": [4, 8, 8]},
            },
            {"path": "b", "op": "relu", "inputs": ["a"], "attributes": {}},
        ],
        "outputs": ["b"],
    }
    report = api.call("post", "/api/costs/", {"graph": graph}).json()
    assert report["layers"][0]["macs"] is None
    assert report["totals"]["complete"] is False
    slug = api.call("post", "/api/architectures/", {"graph": graph}).json()["slug"]
    refused = api.call("post", "/api/jobs/", {"kind": "profile", "architecture": slug})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "unsupported_operator")


def test_costs_of_what_is_not_stored(api):
    stored = api.call("get", "/api/architectures/resnet18/costs/?batch=2").json()
    graph = api.call("get", "/api/architectures/resnet18/").json()["graph"]
    recipe = {"recipe": "resnet", "parameters": {"block": "basic", "blocks": [2, 2, 2, 2]}}
    for source in ({"graph": graph}, recipe, {"architecture": "resnet18"}, {"architecture": "resnet18", "edits": []}):
        report = api.call("post", "/api/costs/", source | {"batch": 2}).json()
        assert report["totals"] == stored["totals"]
        assert report["layers"] == stored["layers"]
        assert report["architecture"] == ("resnet18" if "architecture" in source else None)
    edit = {"action": "set", "path": "head.fc", "attributes": {"out_features": 10}}
    edited = api.call("post", "/api/costs/", {"architecture": "resnet18", "edits": [edit]}).json()
    assert edited["architecture"] is None
    assert edited["totals"]["params"] == 11_689_512 - 990 * 513


@pytest.mark.parametrize("name", [None, "Small ResNet"])
def test_storing_an_architecture(api, name):
    graph = api.call("get", "/api/architectures/resnet18/").json()["graph"]
    body = {"graph": graph} | ({"name": name} if name else {})
    answer = api.call("post", "/api/architectures/", body)
    assert answer.status_code == 201
    slug = "small-resnet" if name else "resnet-18"
    assert answer["Location"] == f"/api/architectures/{slug}/"
    detail = api.call("get", answer["Location"]).json()
    assert detail == answer.json()
    assert detail["name"] == detail["graph"]["name"] == (name or "ResNet-18")
    assert detail["paper"] is detail["year"] is detail["recipe"] is detail["top1_error_pct"] is None
    assert api.call("get", f"/api/architectures/{slug}/costs/").json()["totals"]["params"] == 11_689_512


def test_storing_a_recipe_and_an_edit(api):
    recipe = {"recipe": "vgg", "parameters": {"layers": [1, 1, 1, 1, 1]}, "name": "VGG-8"}
    made = api.call("post", "/api/architectures/", recipe).json()
    assert (made["slug"], made["family"], made["recipe"]["name"]) == ("vgg-8", "VGG", "vgg")
    edit = {"action": "set", "path": "head.fc", "attributes": {"out_features": 10}}
    made = api.call("post", "/api/architectures/", {"architecture": "resnet18", "edits": [edit], "name": "Ten"}).json()
    assert (made["slug"], made["derived_from"], made["recipe"]) == ("ten", "resnet18", None)
    assert made["graph"]["nodes"][-1]["attributes"]["out_features"] == 10


def test_jobs(api):
    body = {"kind": "profile", "architecture": "resnet18", "device": "cpu", "dtype": "float32", "batch": 1}
    answer = api.call("post", "/api/jobs/", body)
    assert answer.status_code == 202
    job = answer.json()
    assert answer["Location"] == f"/api/jobs/{job['id']}/"
    assert answer["Retry-After"] == "1"
    assert job.keys() >= JOB
    assert (job["state"], job["progress"], job["error"], job["result"]) == ("queued", 0.0, None, None)
    same = body | {"height": 224, "width": 224, "opset": None}
    assert api.call("post", "/api/jobs/", same).json()["id"] == job["id"]
    assert api.call("get", "/api/jobs/?architecture=resnet18&active=true").json()["count"] == 1
    assert api.call("get", "/api/jobs/?architecture=resnet18&active=false").json()["count"] == 0
    cancelled = api.call("post", f"/api/jobs/{job['id']}/cancel/")
    assert (cancelled.status_code, cancelled.json()["state"]) == (202, "cancelled")
    assert api.call("post", f"/api/jobs/{job['id']}/cancel/", {}).status_code == 202


def test_a_job_is_told_again_only_when_it_changed(api):
    location = api.call("post", "/api/jobs/", {"kind": "profile", "architecture": "resnet18"})["Location"]
    first = api.call("get", location)
    unchanged = api.call("get", location, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    zipped = api.get(location, headers={"Accept-Encoding": "gzip"})
    assert api.call("get", location, headers={"If-None-Match": zipped["ETag"]}).status_code == 304
    claimed = writes.job_claim(job_id=first.json()["id"], worker="one", now=timezone.now())
    assert claimed
    changed = api.call("get", location, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed.json()["state"]) == (200, "running")


def test_devices(api):
    gpu = {"id": "cuda-1", "kind": "cuda", "name": "A GPU", "memory_bytes": 2**36}
    writes.device_report(worker="one", devices=[gpu], now=timezone.now())
    (device,) = api.call("get", "/api/devices/").json()["results"]
    assert device.keys() == {"id", "kind", "name", "memory_bytes", "worker", "last_seen_at"}
    for name in ("cuda", "cuda-1"):
        assert (
            api.call("post", "/api/jobs/", {"kind": "profile", "architecture": "alexnet", "device": name}).status_code
            == 202
        )


def test_measurements(api, profiled):
    page = api.call("get", "/api/measurements/?architecture=resnet18&device=cpu").json()
    (found,) = page["results"]
    assert found.keys() >= MEASUREMENT
    assert found["latency_ms"].keys() >= {"median", "p05", "p95", "iqr", "samples"}
    assert found["layers"] == [{"path": "stem.conv1", "latency_ms": 0.4}]
    assert "raw_samples_ms" not in found
    detail = api.call("get", f"/api/measurements/{found['id']}/").json()
    assert detail == found | {"raw_samples_ms": [1.0, 2.0, 3.0]}
    assert api.call("get", "/api/measurements/?architecture=vgg16").json()["count"] == 0


def test_a_shared_comparison_never_changes(api, profiled):
    view = {"x": "macs", "open": ["stage1"], "word": "Größe"}
    made = api.call("post", "/api/comparisons/", {"architectures": ["resnet18", "alexnet"], "view": view})
    assert made.status_code == 201
    slug = made.json()["slug"]
    assert made.json() == {"slug": slug, "url": f"/c/{slug}"}
    assert len(slug) >= 22, "128 bits"
    before = api.call("get", made["Location"])
    assert "immutable" in before["Cache-Control"]
    document = before.json()
    assert [item["slug"] for item in document["items"]] == ["resnet18", "alexnet"]
    assert document["view"] == view
    assert document["items"][0]["measurements"][0]["latency_ms"]["median"] == 2.0
    published = api.call("get", "/api/architectures/alexnet/").json()["accuracies"]
    assert document["items"][1]["accuracies"] == published
    profiled.delete()
    profiled.architecture.macs = 1
    profiled.architecture.save()
    assert api.call("get", made["Location"]).json() == document
    assert json.loads(before.content) == document
