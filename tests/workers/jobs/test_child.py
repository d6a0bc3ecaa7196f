"""The real child process: its protocol, its errors, and its end with its worker."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import onnx
import pytest
import torch

from explorer.domain.document import graph_to_document
from tests.networks import catalogued, tiny
from workers.jobs.child import Answers, _is_out_of_memory

COMMAND = [sys.executable, "-m", "workers.jobs.child"]


def start(job: dict[str, Any]) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env=os.environ | {"PROFILE_SECONDS": "1"},
    )
    assert process.stdin
    process.stdin.write(json.dumps(job) + "\n")
    process.stdin.flush()
    return process


def run(kind: str, spec: dict[str, Any], folder: Path, graph: object = None) -> list[dict[str, Any]]:
    """All that the child answers."""
    job = {"kind": kind, "spec": spec, "graph": graph or graph_to_document(tiny()), "folder": str(folder)}
    process = start(job)
    assert process.stdout
    lines = [json.loads(line) for line in process.stdout]
    assert process.wait(10) == 0
    assert process.stdin
    process.stdin.close()
    process.stdout.close()
    return lines


def test_a_profile_is_answered_line_by_line(tmp_path):
    *progress, last = run("profile", {"device": "cpu", "dtype": "float32", "batch": 1}, tmp_path)
    assert [line["stage"] for line in progress][:2] == ["building the network", "warming up"]
    assert all(0 <= line["progress"] <= 1 for line in progress)
    result = last["result"]
    assert {layer["path"] for layer in result["layers"]} == {node.path for node in tiny().nodes}
    assert result["conditions"]["threads"] == len(os.sched_getaffinity(0))


def test_an_export_writes_its_file_into_the_folder(tmp_path):
    last = run("onnx_export", {"dtype": "float32", "batch": None, "opset": 18}, tmp_path)[-1]
    assert last["result"]["parity"]["batches"] == [1, 2, 3]
    onnx.checker.check_model(tmp_path / last["result"]["file"], full_check=True)


@pytest.mark.parametrize(
    ("spec", "code"),
    [
        ({"device": "cuda-000000000000"}, "device_unavailable"),
        ({"dtype": "int8"}, "invalid_options"),
        ({"height": 8, "batch": 5000}, "invalid_options"),
        # 4 TB of activations.
        ({"batch": 4096, "height": 4096, "width": 4096}, "out_of_memory"),
    ],
)
def test_what_cannot_be_done_is_answered_with_a_code(spec, code, tmp_path):
    last = run("profile", spec, tmp_path)[-1]
    assert last["error"]["code"] == code
    assert last["error"]["message"].endswith(".")


def test_a_document_that_is_no_graph_is_answered_with_a_code(tmp_path):
    last = run("profile", {}, tmp_path, graph={"format": 1})[-1]
    assert last["error"]["code"] == "invalid_graph"


def test_the_child_dies_with_its_worker():
    job = {"kind": "profile", "spec": {}, "graph": graph_to_document(catalogued("resnet50")), "folder": ""}
    process = start(job)
    assert process.stdout
    assert json.loads(process.stdout.readline())["stage"] == "building the network"
    assert process.stdin
    process.stdin.close()
    assert process.wait(10) < 0
    process.stdout.close()


def test_progress_is_told_twice_a_second_at_most():
    stream = io.StringIO()
    clock = iter([0.0, 0.1, 0.2, 0.75, 0.9])
    answers = Answers(stream, clock.__next__)
    for progress, stage in [(0.1, "a"), (0.2, "a"), (0.3, "b"), (0.4, "b"), (0.5, "b")]:
        answers.progress(progress, stage)
    assert [json.loads(line)["progress"] for line in stream.getvalue().splitlines()] == [0.1, 0.3, 0.4]


def test_a_result_that_is_no_json_is_our_fault():
    with pytest.raises(ValueError, match="JSON"):
        Answers(io.StringIO()).result({"latency": float("nan")})


def test_out_of_memory_is_recognised():
    assert _is_out_of_memory(MemoryError())
    assert _is_out_of_memory(torch.cuda.OutOfMemoryError("CUDA out of memory"))
    assert _is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"))
    assert not _is_out_of_memory(RuntimeError("shape mismatch"))


@pytest.mark.parametrize(
    "module",
    [
        "workers.app",
        "workers.tasks",
        "workers.jobs.worker_reports",
        "workers.jobs.run_job",
        "workers.jobs.child_process",
        "workers.profile.measure",
    ],
)
def test_the_long_lived_worker_loads_no_framework(module):
    script = f"import workers.app, {module}, sys; print(*sys.modules)"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"torch", "onnx", "onnxruntime", "numpy"} & set(printed.stdout.split())
