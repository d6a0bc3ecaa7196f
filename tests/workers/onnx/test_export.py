"""ONNX files: their content, and that onnxruntime computes from them what PyTorch computes."""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path

import numpy
import onnx
import onnxruntime
import pytest
import torch

from explorer.domain import operators as op
from explorer.domain.document import graph_sha256
from explorer.domain.errors import InvalidOptions, UnsupportedOperator
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.jobs import OPSETS
from explorer.domain.shapes import infer_shapes
from tests.networks import ODD, catalogued, chain, tiny
from workers.network.build import build
from workers.network.inputs import calibration_inputs, example_inputs
from workers.network.weights import initialise
from workers.onnx.emitters import EMITTERS
from workers.onnx.export import export_onnx
from workers.onnx.parity import ExportFailed, check_parity, relative_error
from workers.onnx.writer import write_onnx


def export(graph: Graph, folder: Path, **spec):
    """The model file of a graph, and what the job says about it."""
    answer = export_onnx(graph, spec, lambda progress, stage: None, folder)
    return folder / str(answer["file"]), answer


CASES: dict[str, list[op.Operator]] = {
    "conv": [op.Conv2d(3, 8, (3, 5), (2, 1), (1, 2))],
    "conv, grouped and dilated": [op.Conv2d(3, 6, (3, 3), (1, 1), (2, 2), (2, 2), groups=3, bias=False)],
    "linear": [op.Flatten(), op.Linear(429, 7)],
    "linear without bias": [op.Flatten(), op.Linear(429, 7, bias=False)],
    "linear on an image's last side": [op.Linear(11, 5)],
    "linear on an image's last side, without bias": [op.Linear(11, 5, bias=False)],
    "batch norm": [op.Conv2d(3, 4, (3, 3)), op.BatchNorm2d(4, eps=0.01)],
    "relu": [op.ReLU()],
    "max pool": [op.MaxPool2d((3, 2), (2, 1), (1, 1))],
    "max pool, dilated": [op.MaxPool2d((2, 2), (1, 1), (1, 1), (2, 2))],
    "max pool, ceil": [op.MaxPool2d((3, 3), (2, 2), ceil_mode=True)],
    "max pool, ceil, last window in the padding": [op.MaxPool2d((2, 2), (2, 2), (1, 1), ceil_mode=True)],
    "average pool": [op.AvgPool2d((3, 3), (2, 2), (1, 1))],
    "average pool without padding in the mean": [op.AvgPool2d((3, 3), (2, 2), (1, 1), count_include_pad=False)],
    "average pool, ceil": [op.AvgPool2d((3, 2), (2, 2), (0, 0), ceil_mode=True)],
    "average pool, ceil, padded": [op.AvgPool2d((3, 3), (2, 2), (1, 1), ceil_mode=True)],
    "average pool, ceil, last window over the border": [op.AvgPool2d((4, 4), (3, 3), (1, 1), ceil_mode=True)],
    "average pool, ceil, without padding in the mean": [
        op.AvgPool2d((4, 4), (3, 3), (1, 1), ceil_mode=True, count_include_pad=False)
    ],
    "average pool, ceil, last window in the padding": [op.AvgPool2d((2, 2), (2, 2), (1, 1), ceil_mode=True)],
    "global average pool": [op.AdaptiveAvgPool2d((1, 1))],
    "adaptive pool of its own size": [op.AdaptiveAvgPool2d((13, 11))],
    "adaptive pool, even windows": [op.AdaptiveAvgPool2d((13, 1))],
    "adaptive pool, uneven windows": [op.AdaptiveAvgPool2d((5, 4))],
    "adaptive pool that enlarges": [op.AdaptiveAvgPool2d((20, 12))],
    "flatten": [op.Flatten()],
    "flatten of rows and columns": [op.Flatten(2, 3)],
    "flatten of channels and rows": [op.Flatten(1, 2)],
    "flatten of nothing": [op.Flatten(1, 1)],
    "dropout": [op.Dropout(0.3)],
    "stochastic depth": [op.StochasticDepth(0.2)],
    "relu6": [op.Scale(5.0), op.ReLU6()],
    "silu": [op.SiLU()],
    "silu in place": [op.Conv2d(3, 4, (1, 1)), op.SiLU(inplace=True)],
    "gelu": [op.GELU()],
    "hardswish": [op.Scale(4.0), op.Hardswish()],
    "hardsigmoid": [op.Scale(4.0), op.Hardsigmoid()],
    "sigmoid": [op.Sigmoid()],
    "tanh": [op.Tanh()],
    "scale": [op.Scale(-0.17)],
    "local response norm": [op.Conv2d(3, 8, (1, 1)), op.LocalResponseNorm(5, 0.5, 0.75, 2.0)],
    "local response norm, wider than its input": [op.LocalResponseNorm(7, 0.5)],
    "layer norm": [op.LayerNorm(11, 1e-6)],
    "layer norm of a vector": [op.Flatten(), op.LayerNorm(429)],
    "layer norm over channels": [op.Permute((0, 2, 3, 1)), op.LayerNorm(3), op.Permute((0, 3, 1, 2))],
    "layer scale": [op.LayerScale(3)],
    "channel affine": [op.ChannelAffine(3)],
    "radial basis": [op.Flatten(), op.RadialBasis(429, 10)],
    "permute": [op.Permute((0, 3, 1, 2))],
    "narrow": [op.Narrow(2, 3, 5)],
    "narrow from the end": [op.Narrow(-1, 0, 4)],
    "channel shuffle": [op.Conv2d(3, 12, (1, 1)), op.ChannelShuffle(3)],
    "zero padding": [op.ZeroPad2d((1, 2, 3, 4))],
    "zero padding that cuts": [op.ZeroPad2d((-1, 1, -1, 1))],
    "channels of zeros": [op.ZeroPadChannels(2, 3)],
    "softmax": [op.Softmax(1)],
    "softmax of the last side": [op.Softmax(-1)],
}


def test_every_operator_has_a_case():
    tried = {type(layer) for layers in CASES.values() for layer in layers} | {
        type(node.operator) for node in tiny().nodes
    }
    assert tried == set(op.OPERATORS.values()) - {op.Unknown}


def test_an_unknown_operation_is_refused(tmp_path):
    with pytest.raises(UnsupportedOperator, match="'Foo' is an operator Layerscope does not know"):
        export(chain(op.Unknown("Foo", ODD), shape=ODD), tmp_path)


@pytest.mark.parametrize("layers", CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("opset", [OPSETS[0], 18, OPSETS[-1]])
def test_operators_agree_with_pytorch(layers, opset, tmp_path):
    _, answer = export(chain(*layers, shape=ODD), tmp_path, opset=opset)
    assert answer["parity"]["max_relative_error"] <= 1e-5
    assert answer["parity"]["batches"] == [1, 2, 3]


@pytest.mark.parametrize("opset", OPSETS)
def test_a_network_agrees_in_every_opset(opset, tmp_path):
    path, _ = export(tiny(), tmp_path, opset=opset)
    assert onnx.load(path).opset_import[0].version == opset


@pytest.mark.parametrize(("dtype", "size"), [("float32", 64), ("float16", 32)])
def test_resnet18_agrees(dtype, size, tmp_path):
    path, answer = export(catalogued("resnet18"), tmp_path, dtype=dtype, height=size, width=size)
    parity = answer["parity"]
    assert 0 < parity["max_relative_error"] <= parity["tolerance"] == {"float32": 1e-5, "float16": 1e-2}[dtype]
    assert parity["output_change"] > 0.05
    names = {tensor.name for tensor in onnx.load(path).graph.initializer}
    state = build(catalogued("resnet18")).state_dict()
    assert names == {name for name in state if not name.endswith("num_batches_tracked")}
    assert "layer1.0.conv1.weight" in names


@pytest.mark.parametrize(
    ("slug", "size"),
    [
        ("lenet5", 32),
        ("alexnet_2012", 227),
        ("googlenet", 64),
        ("densenet121", 32),
        ("se_resnext50_32x4d", 32),
        ("mobilenet_v3_small", 32),
        ("shufflenet_v2_x0_5", 32),
        ("nasnet_a_mobile", 64),
        ("efficientnet_b0", 32),
        ("regnet_y_400mf", 32),
        ("convnext_tiny", 32),
    ],
)
def test_a_network_of_each_era_agrees(slug, size, tmp_path):
    """All of the catalogue: `make exports`."""
    _, answer = export(catalogued(slug), tmp_path, height=size, width=size)
    assert answer["parity"]["max_relative_error"] <= 1e-5
    assert answer["parity"]["output_change"] > 0.01


def test_the_file_names_layers_by_path_and_says_what_it_is(tmp_path):
    path, _ = export(tiny(), tmp_path)
    model = onnx.load(path)
    assert {node.path for node in tiny().nodes} <= {node.name for node in model.graph.node}
    assert model.graph.name == "Tiny"
    assert model.producer_name == "Layerscope"
    facts = {entry.key: entry.value for entry in model.metadata_props}
    assert facts["layerscope.graph_sha256"] == graph_sha256(tiny())
    assert facts["layerscope.torch_version"] == torch.__version__
    assert "random" in facts["layerscope.weights"]
    assert "relative error at most 1e-05" in facts["layerscope.parity"]
    (batch, *_) = model.graph.input[0].type.tensor_type.shape.dim
    assert batch.dim_param == "N"


def test_the_file_tells_nothing_about_the_machine(tmp_path):
    path, _ = export(tiny(), tmp_path)
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        tensor.ClearField("raw_data")  # random bytes may spell anything
    content = model.SerializeToString()
    for secret in (str(tmp_path), str(Path.cwd()), platform.node(), ".py", "/home/", "site-packages"):
        assert secret.encode() not in content


def test_equal_work_gives_equal_bytes(tmp_path):
    digests = set()
    for name in "ab":
        (tmp_path / name).mkdir()
        digests.add(hashlib.sha256(export(tiny(), tmp_path / name)[0].read_bytes()).hexdigest())
    assert len(digests) == 1


def test_a_fixed_batch_is_written_and_checked_as_it_is(tmp_path):
    path, answer = export(tiny(), tmp_path, batch=4)
    assert answer["parity"]["batches"] == [4]
    (batch, *_) = onnx.load(path).graph.input[0].type.tensor_type.shape.dim
    assert batch.dim_value == 4


def test_the_streamed_file_is_what_protobuf_itself_would_write(tmp_path):
    """Field by field: the streamed weights are the network's, bit by bit."""
    path, _ = export(tiny(), tmp_path)
    graph = tiny()
    module = build(graph)
    tensors = infer_shapes(graph)
    initialise(module, seed=0, examples=calibration_inputs(graph, tensors, seed=1))
    state = module.state_dict()
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        numpy.testing.assert_array_equal(onnx.numpy_helper.to_array(tensor), state[tensor.name].numpy())
    again = onnx.ModelProto.FromString(model.SerializeToString(deterministic=True))
    assert again == model


def test_a_graph_with_several_inputs_and_outputs_agrees(tmp_path):
    nodes = (
        Node("sum", op.Add(), ("left", "right")),
        Node("joined", op.Concat(-1), ("left", "sum")),
        Node("scores", op.Softmax(2), ("joined",)),
    )
    graph = Graph("two", (Input("left", (2, 3, 4)), Input("right", (2, 3, 4))), nodes, ("joined", "scores"))
    path, _ = export(graph, tmp_path)
    session = onnxruntime.InferenceSession(str(path))
    assert [value.name for value in session.get_outputs()] == ["joined", "scores"]


@pytest.mark.parametrize(
    ("spec", "field"), [({"opset": 12}, "opset"), ({"opset": 99}, "opset"), ({"dtype": "bfloat16"}, "dtype")]
)
def test_what_cannot_be_written_is_refused(spec, field, tmp_path):
    with pytest.raises(InvalidOptions) as caught:
        export(tiny(), tmp_path, **spec)
    assert caught.value.field == field


def test_a_wrong_file_is_refused_and_its_first_wrong_block_named(tmp_path, monkeypatch):
    def forgets_one(operator, layer):
        yield layer.emit("Identity" if layer.node.path == "block1.relu" else "Relu")

    monkeypatch.setitem(EMITTERS, op.ReLU, forgets_one)
    with pytest.raises(ExportFailed, match=r"differ by .* The first block that differs is block1\."):
        export(tiny(), tmp_path)


def test_an_invalid_file_is_refused(tmp_path, monkeypatch):
    def misspelt(operator, layer):
        yield layer.emit("Rleu")

    monkeypatch.setitem(EMITTERS, op.ReLU, misspelt)
    with pytest.raises(ExportFailed, match="The ONNX file is not valid"):
        export(tiny(), tmp_path)


def test_a_network_that_ignores_its_input_cannot_be_checked(tmp_path):
    """Without calibrated statistics a comparison would pass whatever the file computes."""
    graph = chain(op.Conv2d(3, 4, (3, 3)), op.ReLU())
    tensors = infer_shapes(graph)
    module = build(graph)
    initialise(module, seed=0, examples=example_inputs(graph, tensors, seed=1))
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            tensor.fill_(1.0 if name.endswith("bias") else 0.0)
    path = tmp_path / "model.onnx"
    weights = {name: tensor.numpy() for name, tensor in module.state_dict().items()}
    write_onnx(path, graph, tensors, weights)
    with pytest.raises(ExportFailed, match="The comparison is inconclusive"):
        check_parity(path, graph, tensors, module, batches=[1])


def test_relative_error_is_of_the_largest_value():
    a = numpy.array([1.0, -100.0], dtype=numpy.float32)
    b = numpy.array([2.0, -100.0], dtype=numpy.float32)
    assert relative_error(a, b) == pytest.approx(0.01)
    assert relative_error(a, numpy.full(2, numpy.nan, dtype=numpy.float32)) == float("inf")
    assert relative_error(a, b[:1]) == float("inf")
    assert relative_error(numpy.zeros(2), numpy.zeros(2)) == 0


def test_stages_are_told_in_order(tmp_path):
    told: list[tuple[float, str]] = []
    export_onnx(tiny(), {}, lambda progress, stage: told.append((progress, stage)), tmp_path)
    assert [progress for progress, _ in told] == sorted(progress for progress, _ in told)
    assert list(dict.fromkeys(stage for _, stage in told)) == [
        "building the network",
        "writing ONNX",
        "checking against PyTorch",
        "storing the file",
    ]
