"""The check that an ONNX file computes what the network does: its structure, then its numbers against PyTorch.

The relative error is max |a - b| / max |a|, where a is PyTorch's output. A network whose output does not depend on
its input passes any such comparison, so two inputs must give different outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray

from explorer.domain.errors import DomainError
from explorer.domain.graph import Graph
from explorer.domain.groups import group_tree
from explorer.domain.tensor import TensorSpec
from workers.network.build import GraphModule
from workers.network.inputs import example_inputs
from workers.network.observe import Answer

TOLERANCES = {"float32": 1e-5, "float16": 1e-2}
"""Largest relative error. For float16, PyTorch computes in float32 from the file's own float16 weights and inputs.

Its float16 convolutions take minutes on a CPU; onnxruntime computes in float32 too, and rounds after each layer.
"""

LEAST_CHANGE = 1e-3
"""Relative change of the output between two inputs below which a comparison is meaningless."""

DYNAMIC_BATCHES = (1, 2, 3)
SEEDS = (11, 12)

Array = NDArray[numpy.generic]
Progress = Callable[[float], None]


class ExportFailed(DomainError):
    """An ONNX file that fails the check and is therefore not stored."""

    code = "onnx_parity_failed"


@dataclass(frozen=True, slots=True)
class Parity:
    """The comparison and its result; output_change is the smallest change between two inputs."""

    max_relative_error: float
    tolerance: float
    batches: tuple[int, ...]
    inputs: int
    output_change: float
    onnxruntime_version: str

    def to_document(self) -> dict[str, object]:
        """JSON-ready values."""
        return asdict(self) | {"batches": list(self.batches)}


def relative_error(expected: Array, actual: Array) -> float:
    """max |expected - actual| / max |expected|; infinite where either is not finite or shapes differ."""
    if expected.shape != actual.shape:
        return float("inf")
    a, b = expected.astype(numpy.float64), actual.astype(numpy.float64)
    largest = float(numpy.abs(a).max(initial=0.0))
    difference = float(numpy.abs(a - b).max(initial=0.0))
    if not numpy.isfinite(largest) or not numpy.isfinite(difference):
        return float("inf")
    return difference / largest if largest else (0.0 if difference == 0 else float("inf"))


def check_parity(
    path: Path,
    graph: Graph,
    tensors: Mapping[str, TensorSpec],
    module: GraphModule,
    *,
    batches: Sequence[int],
    progress: Progress = lambda _: None,
) -> Parity:
    """Checks the file at these batch sizes, with two inputs each; module has the file's weights, in float32.

    Raises ExportFailed, naming the first block whose output differs.
    """
    try:
        onnx.checker.check_model(str(path), full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as fault:
        raise ExportFailed(f"The ONNX file is not valid: {_first_line(fault)}") from None
    tolerance = TOLERANCES[tensors[graph.inputs[0].name].dtype]
    session = _session(str(path))
    worst, least_change = 0.0, float("inf")
    for index, batch in enumerate(batches):
        outputs = []
        for seed in SEEDS:
            inputs = _inputs(graph, tensors, batch, seed)
            with torch.inference_mode():
                expected = [output.numpy() for output in module(*_single(inputs))]
            error = _largest_error(expected, session.run(None, _feed(graph, inputs)))
            if error > tolerance:
                block = _first_difference(path, graph, tensors, module, inputs)
                raise ExportFailed(
                    f"onnxruntime and PyTorch differ by {error:.1e} (relative) at batch {batch}; "
                    f"at most {tolerance:.0e} is allowed. {block}"
                )
            worst = max(worst, error)
            outputs.append(expected)
        least_change = min(least_change, _change(*outputs))
        progress((index + 1) / len(batches))
    return Parity(worst, tolerance, tuple(batches), len(SEEDS), least_change, onnxruntime.__version__)


def _largest_error(expected: Sequence[Array], actual: Sequence[Array]) -> float:
    return max(relative_error(a, b) for a, b in zip(expected, actual, strict=True))


def _change(first: Sequence[Array], second: Sequence[Array]) -> float:
    """The relative change between the outputs of two inputs. Raises ExportFailed if it is too small to compare."""
    change = _largest_error(first, second)
    if not LEAST_CHANGE < change < float("inf"):
        raise ExportFailed(
            f"The comparison is inconclusive: two different inputs change the output by {change:.1e} (relative); "
            f"more than {LEAST_CHANGE:.0e} is needed."
        )
    return change


def _session(model: str | bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _inputs(graph: Graph, tensors: Mapping[str, TensorSpec], batch: int, seed: int) -> tuple[torch.Tensor, ...]:
    dtype = getattr(torch, tensors[graph.inputs[0].name].dtype)
    return tuple(tensor.to(dtype) for tensor in example_inputs(graph, tensors, seed=seed, batch=batch))


def _single(inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
    return [tensor.float() for tensor in inputs]


def _feed(graph: Graph, inputs: Sequence[torch.Tensor]) -> dict[str, Array]:
    return {entry.name: tensor.numpy() for entry, tensor in zip(graph.inputs, inputs, strict=True)}


def _first_difference(
    path: Path,
    graph: Graph,
    tensors: Mapping[str, TensorSpec],
    module: GraphModule,
    inputs: Sequence[torch.Tensor],
) -> str:
    """A sentence that names the first block, in execution order, whose output differs."""
    order = {node.path: index for index, node in enumerate(graph.nodes)}
    # A block ends with its last layer; of groups that end together the innermost comes last and names it best.
    ends = {group.members[-1].path: group.path for group in group_tree(graph, tensors)}
    ends |= {node.path: node.path for node in graph.nodes if "." not in node.path}
    boundaries = sorted(ends, key=order.__getitem__)
    expected: dict[str, Array] = {}

    def keep(layer: str, call: Callable[[], Answer], /) -> Answer:
        answer = call()
        if layer in ends and isinstance(answer, torch.Tensor):
            # A copy: the next layer may work in place.
            expected[layer] = answer.clone().numpy()
        return answer

    with torch.inference_mode():
        module(*_single(inputs), observe=keep)
    model = onnx.load(str(path))
    element_type = model.graph.input[0].type.tensor_type.elem_type
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_tensor_value_info(name, element_type, None) for name in boundaries)
    actual = _session(model.SerializeToString()).run(boundaries, _feed(graph, inputs))
    tolerance = TOLERANCES[tensors[graph.inputs[0].name].dtype]
    for name, found in zip(boundaries, actual, strict=True):
        if relative_error(expected[name], found) > tolerance:
            return f"The first block that differs is {ends[name]}."
    return "Each block agrees on its own."


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:300]
