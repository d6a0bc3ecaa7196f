"""Random inputs: to run a network on, and to calibrate its normalizations on."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

from explorer.domain.graph import Graph
from explorer.domain.tensor import TensorSpec

_MOST_CALIBRATED = 64


def example_inputs(
    graph: Graph, tensors: Mapping[str, TensorSpec], *, seed: int, batch: int | None = None
) -> tuple[Tensor, ...]:
    """Standard normal float32 inputs, one per graph input; batch replaces that of the inferred tensors."""
    generator = torch.Generator().manual_seed(seed)
    shapes = [tensors[entry.name].shape for entry in graph.inputs]
    return tuple(torch.randn(batch or shape[0], *shape[1:], generator=generator) for shape in shapes)


def calibration_inputs(graph: Graph, tensors: Mapping[str, TensorSpec], *, seed: int) -> tuple[Tensor, ...]:
    """Inputs to calibrate batch normalization on: two images of 224 pixels, or as many pixels in more images.

    With one small image, the last layers have too few values per channel for a variance.
    """
    _, _, height, width = tensors[graph.inputs[0].name].shape
    batch = max(2, min(_MOST_CALIBRATED, 2 * 224 * 224 // (height * width)))
    return example_inputs(graph, tensors, seed=seed, batch=batch)
