"""Downloads: they hold exactly what the API reports."""

import csv
import hashlib
import io
import json
import zipfile

import pytest

A = "/api/architectures/"


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_table_is_the_report(api):
    answer = api.call("get", f"{A}resnet18/costs.csv?batch=2&height=128&width=128")
    assert answer["Content-Disposition"] == 'attachment; filename="resnet18-costs.csv"'
    assert answer["Content-Type"].startswith("text/csv")
    report = api.call("get", f"{A}resnet18/costs/?batch=2&height=128&width=128").json()
    rows = table(answer)
    assert [row["path"] for row in rows] == [layer["path"] for layer in report["layers"]]
    for row, layer in zip(rows, report["layers"], strict=True):
        assert [int(row[name]) for name in ("params", "macs", "other_ops", "bytes_moved")] == [
            layer[name] for name in ("params", "macs", "other_ops", "bytes_moved")
        ]
        assert (row["batch"], row["input_shape"]) == ("2", "2 x 3 x 128 x 128")


@pytest.mark.parametrize("by", ["block", "stage"])
def test_rows_of_groups_add_up(api, by):
    totals = api.call("get", f"{A}densenet121/costs/").json()["totals"]
    rows = table(api.call("get", f"{A}densenet121/costs.csv?by={by}"))
    for cost in ("params", "macs", "activation_bytes"):
        assert sum(int(row[cost]) for row in rows) == totals[cost]
    assert len(rows) < totals["layers"] / 5


def test_latencies_come_with_their_conditions(api, profiled):
    rows = table(api.call("get", f"{A}resnet18/costs.csv?measurement={profiled.id}"))
    measured = [row for row in rows if row["latency_ms"]]
    assert [(row["path"], float(row["latency_ms"])) for row in measured] == [("stem.conv1", 0.4)]
    assert measured[0]["latency_measured_on"].startswith("A CPU, float32, batch 1, 20")
    by_stage = table(api.call("get", f"{A}resnet18/costs.csv?by=stage&measurement={profiled.id}"))
    assert {row["latency_ms"] for row in by_stage} == {""}, "a stage with layers that were not measured has none"


@pytest.mark.parametrize("file", ["costs.csv", "model-explorer/"])
def test_a_measurement_must_be_of_the_graph(api, profiled, file):
    for slug, asked, told in (
        ("vgg16", profiled.id, "must be a measurement of vgg16"),
        ("resnet18", "x", "id of a measurement"),
    ):
        problem = api.call("get", f"{A}{slug}/{file}?measurement={asked}")
        assert (problem.status_code, problem.json()["error"]["field"]) == (400, "measurement")
        assert told in problem.json()["error"]["message"]
    unknown = "00000000-0000-0000-0000-000000000000"
    assert api.call("get", f"{A}resnet18/{file}?measurement={unknown}").status_code == 404


def test_mistakes_are_told(api):
    problem = api.call("get", f"{A}alexnet/costs.csv?by=row").json()["error"]
    assert problem["field"] == "by"
    assert "layer, block, stage" in problem["message"]
    assert api.call("get", f"{A}nope/costs.csv").status_code == 404
    assert api.call("get", f"{A}nope/graph/").status_code == 404
    assert api.call("get", f"{A}nope/model-explorer/").status_code == 404


def test_the_graph_can_be_stored_again(api):
    answer = api.call("get", f"{A}alexnet/graph/")
    detail = api.call("get", f"{A}alexnet/").json()
    assert answer["Content-Disposition"] == 'attachment; filename="alexnet.json"'
    assert hashlib.sha256(answer.content).hexdigest() == detail["graph_sha256"]
    assert json.loads(answer.content) == detail["graph"]
    again = api.call("post", A, {"graph": json.loads(answer.content), "name": "Mine"})
    assert again.status_code == 201
    assert again.json()["params"] == detail["params"]


def test_model_explorer_files(api, profiled):
    url = f"{A}resnet18/model-explorer/?measurement={profiled.id}"
    answer = api.call("get", url)
    assert answer["Content-Disposition"] == 'attachment; filename="resnet18-model-explorer.zip"'
    assert api.call("get", url).content == answer.content
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    files = {name.removeprefix("resnet18/"): json.loads(archive.read(name)) for name in archive.namelist()}
    report = api.call("get", f"{A}resnet18/costs/").json()
    (graph,) = files["graph.json"]["graphs"]
    assert [node["id"] for node in graph["nodes"][1:]] == [layer["path"] for layer in report["layers"]]
    macs = files["macs.json"]["resnet18"]["results"]
    assert {path: node["value"] for path, node in macs.items()} == {
        layer["path"]: layer["macs"] for layer in report["layers"]
    }
    assert files["latency.json"]["resnet18"]["results"] == {"stem.conv1": {"value": 0.4}}
