"""Benchmark of cost reports, beside torchinfo on the meta device in the same run: `make bench`.

Medians over interleaved rounds, so that a busy machine slows both sides alike. torchinfo gets a module that is
already built, and its meta device computes no numbers; our graph is fresh for every report.
"""

from __future__ import annotations

import gc
import http.client
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import torch

from explorer.domain import operators as op
from explorer.domain.cost_document import report_to_document
from explorer.domain.costs import CostOptions, cost_report
from explorer.domain.document import graph_to_document
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.shapes import infer_shapes
from tests.networks import catalogued
from tests.services.stack import running_stack
from workers.network.build import build

ASKED_MS = {"resnet50": 3.0, "densenet201": 12.0, "nasnet_a_large": 25.0}
ASKED_TIMES_FASTER = 40
ASKED_HTTP_MS = 15.0
ROUNDS, REPEATS = 5, 15


def timed(run: Callable[[], object]) -> float:
    """Milliseconds of one call, without the garbage collector, as timeit does it."""
    gc.disable()
    start = time.perf_counter()
    run()
    elapsed = time.perf_counter() - start
    gc.enable()
    return elapsed * 1000


def reports(graph: Graph, repeats: int, *, with_document: bool = False) -> list[float]:
    """Milliseconds of each of several reports, each of a copy of the graph, which has nothing cached."""
    report: Callable[[Graph], object] = cost_report
    if with_document:
        report = lambda copy: report_to_document(cost_report(copy))  # noqa: E731
    return [timed(partial(report, replace(graph))) for _ in range(repeats)]


def in_process() -> None:
    """The report in process, and as the API's document, beside torchinfo."""
    from torchinfo import summary

    print(
        "| architecture | layers | report, ms | target | again at another batch, ms | with document, ms "
        "| torchinfo on meta, ms | times faster |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for slug, asked in ASKED_MS.items():
        graph = catalogued(slug)
        image = torch.empty(infer_shapes(graph)["image"].shape, device="meta")
        peer = partial(summary, build(graph.inference), input_data=image, device="meta", verbose=0)
        ours: list[float] = []
        again: list[float] = []
        documents: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            ours += reports(graph, REPEATS)
            again += [timed(partial(cost_report, graph, CostOptions(batch=batch + 1))) for batch in range(REPEATS)]
            documents += reports(graph, REPEATS, with_document=True)
            theirs.append(timed(peer))
        mine, repeated, document, other = map(statistics.median, (ours, again, documents, theirs))
        print(
            f"| {slug} | {len(graph.inference.nodes)} | {mine:.2f} | {asked:g} | {repeated:.2f} | {document:.2f} "
            f"| {other:.0f} | {other / mine:.0f} (target {ASKED_TIMES_FASTER}) |"
        )


def chain_of_blocks(layers: int) -> Graph:
    """Residual blocks of four layers, in groups as a long network has them."""
    nodes, x = [], "image"
    for index in range(layers // 4):
        block = f"stage{index // 50}.block{index % 50}"
        nodes += [
            Node(f"{block}.conv", op.Conv2d(8, 8, (3, 3), padding=(1, 1)), (x,)),
            Node(f"{block}.bn", op.BatchNorm2d(8), (f"{block}.conv",)),
            Node(f"{block}.relu", op.ReLU(inplace=True), (f"{block}.bn",)),
            Node(f"{block}.add", op.Add(), (f"{block}.relu", x)),
        ]
        x = f"{block}.add"
    return Graph("chain", (Input("image", (8, 32, 32)),), tuple(nodes), (x,))


def scaling() -> None:
    """The time per layer of longer and longer networks."""
    print("\n| layers | report, ms | microseconds per layer |\n|---|---|---|")
    for layers in (500, 1000, 2000, 5000):
        taken = statistics.median(reports(chain_of_blocks(layers), 9))
        print(f"| {layers} | {taken:.1f} | {1000 * taken / layers:.1f} |")


def over_http() -> None:
    """POST /api/costs/ of ResNet-50 to a server as `make run` starts it, one connection."""
    graph = graph_to_document(catalogued("resnet50"))
    edit = {"action": "set", "path": "head.fc", "attributes": {"out_features": 10}}
    bodies: dict[str, dict[str, Any]] = {
        "architecture": {"architecture": "resnet50"},
        "architecture with an edit": {"architecture": "resnet50", "edits": [edit]},
        "recipe": {"recipe": "resnet", "parameters": {}},
        "graph": {"graph": graph},
    }
    print(f"\n| POST /api/costs/ of ResNet-50 | median, ms (target {ASKED_HTTP_MS:g}) |\n|---|---|")
    with tempfile.TemporaryDirectory() as folder, running_stack("bench", Path(folder)) as stack:
        connection = http.client.HTTPConnection(urlsplit(stack.url).netloc)
        for name, body in bodies.items():
            text = json.dumps(body)

            def post(text: str) -> None:
                connection.request("POST", "/api/costs/", text, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200, answer.status

            for _ in range(5):
                post(text)
            print(f"| {name} | {statistics.median(timed(partial(post, text)) for _ in range(40)):.1f} |")


def main() -> None:
    """Prints all tables."""
    now = datetime.now(UTC).date()
    print(f"{now}, {platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}; medians\n")
    in_process()
    scaling()
    over_http()


if __name__ == "__main__":
    main()
