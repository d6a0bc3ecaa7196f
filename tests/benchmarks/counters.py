"""Counts of other FLOP counters for our networks: `make counters` rewrites the table in docs/costs.md.

Every tool gets the same torch module, built from our graph, at batch 1. Figures are in units of 10^9 as each tool
prints them, whatever it calls them.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from explorer.domain.costs import cost_report
from explorer.domain.shapes import infer_shapes
from tests.networks import catalogued
from workers.network.build import build
from workers.network.inputs import example_inputs
from workers.network.weights import initialise

NETWORKS = ("alexnet", "vgg16", "resnet50", "densenet121", "mobilenet_v2_1_0", "efficientnet_b0", "convnext_tiny")
DOCUMENT = Path(__file__).parents[2] / "docs" / "costs.md"
OURS = "Layerscope, MACs"
BEGIN, END = "<!-- counters: begin -->\n", "<!-- counters: end -->\n"


def by_torchinfo(module: nn.Module, image: Tensor) -> float:
    """torchinfo's "mult-adds"."""
    from torchinfo import summary

    return float(summary(module, input_data=image, verbose=0).total_mult_adds)


def by_fvcore(module: nn.Module, image: Tensor) -> float:
    """fvcore's "flops"."""
    from fvcore.nn import FlopCountAnalysis

    counted = FlopCountAnalysis(module, image).unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    return float(counted.total())


def by_flop_counter(module: nn.Module, image: Tensor) -> float:
    """PyTorch's own FlopCounterMode."""
    with FlopCounterMode(display=False) as counter:
        module(image)
    return float(counter.get_total_flops())


def by_ptflops(module: nn.Module, image: Tensor) -> float:
    """ptflops' "MACs", by its default backend."""
    from ptflops import get_model_complexity_info

    macs, _ = get_model_complexity_info(
        module, tuple(image.shape[1:]), as_strings=False, print_per_layer_stat=False, verbose=False
    )
    return float(macs or 0)


def by_thop(module: nn.Module, image: Tensor) -> float:
    """thop's "macs"."""
    from thop import profile

    macs, _ = profile(module, (image,), verbose=False)
    return float(macs)


COUNTERS: dict[str, tuple[str, Callable[[nn.Module, Tensor], float], str]] = {
    "torchinfo": (
        "torchinfo",
        by_torchinfo,
        "adds biases and the parameters of batch normalization; counts a linear layer by its batch only, so "
        "ConvNeXt, which is linear layers at every pixel, nearly vanishes",
    ),
    "fvcore": ("fvcore", by_fvcore, "calls a MAC a flop; batch normalization 2, layer normalization 5 per element"),
    "FlopCounterMode": ("torch", by_flop_counter, "2 x MAC; nothing but convolutions and matrix products"),
    "ptflops": ("ptflops", by_ptflops, "adds biases, ReLU and pools 1, batch normalization 2 per element"),
    "thop": ("thop", by_thop, "modules only; batch normalization 2 or 4, pools 1 per element"),
}


def table() -> str:
    """The table in Markdown, ours first."""
    columns: dict[str, list[float]] = {name: [] for name in (OURS, *COUNTERS)}
    for slug in NETWORKS:
        graph = catalogued(slug).inference
        columns[OURS].append(cost_report(graph).totals.macs)
        tensors = infer_shapes(graph)
        for tool, (_, count, _) in COUNTERS.items():
            # A fresh module each time: some tools leave hooks and buffers behind.
            module = build(graph)
            inputs = example_inputs(graph, tensors, seed=1)
            initialise(module, seed=0, examples=example_inputs(graph, tensors, seed=1, batch=2))
            with torch.no_grad(), contextlib.redirect_stdout(io.StringIO()):
                columns[tool].append(count(module, inputs[0]))
            print(f"{slug}: {tool} done", file=sys.stderr)
    lines = [
        "| counter | " + " | ".join(NETWORKS) + " | what it counts |",
        "|---" * (len(NETWORKS) + 2) + "|",
    ]
    for name, values in columns.items():
        if name in COUNTERS:
            package, _, why = COUNTERS[name]
            title = f"{name} {version(package).partition('+')[0]}"
        else:
            title, why = name, "convolutions, linear layers and matrix products, bias excluded"
        lines.append(f"| {title} | " + " | ".join(f"{value / 1e9:.4g}" for value in values) + f" | {why} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Puts the table between its marks in docs/costs.md."""
    text = DOCUMENT.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest or not after:
        raise SystemExit(f"{DOCUMENT.name} has no place for the table: {BEGIN.strip()} ... {END.strip()}")
    DOCUMENT.write_text(before + BEGIN + table() + END + after)


if __name__ == "__main__":
    main()
