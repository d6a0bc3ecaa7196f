"""The built network: it is the graph that is drawn, with the reference's parameters."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from explorer.catalog import entries
from explorer.domain.errors import ShapeMismatch
from explorer.domain.graph import Graph, Input, Node
from explorer.domain.memory import timeline
from explorer.domain.operators import Add, Conv2d, ReLU, ZeroPad2d
from explorer.domain.shapes import infer_shapes
from tests.networks import catalogued, chain, tiny
from workers.network.build import build
from workers.network.inputs import example_inputs
from workers.network.weights import initialise

REFERENCES: dict[str, Any] = json.loads(
    gzip.decompress((Path(__file__).parents[2] / "catalog" / "facts" / "reference_models.json.gz").read_bytes())
)


def ready(graph: Graph, seed: int = 0):
    """The module with weights, and one input."""
    tensors = infer_shapes(graph)
    module = build(graph)
    initialise(module, seed=seed, examples=example_inputs(graph, tensors, seed=1, batch=2))
    return module, example_inputs(graph, tensors, seed=2)


@pytest.mark.parametrize("entry", [entry for entry in entries() if entry.reference], ids=lambda entry: entry.slug)
def test_state_dictionary_is_the_reference_s(entry):
    """The judge lists a network of each family; training-only layers are part of its state dictionary."""
    expected = REFERENCES.get(entry.reference["name"])
    if expected:
        state = build(catalogued(entry.slug)).state_dict()
        assert {name: list(tensor.shape) for name, tensor in state.items()} == expected["state_dict"]


def test_memory_of_a_built_network_is_only_on_paper():
    assert {tensor.device.type for tensor in build(catalogued("vgg16")).state_dict().values()} == {"meta"}


@pytest.mark.parametrize("slug", ["alexnet", "vgg11", "resnet18"])
def test_tensors_live_as_long_as_the_domain_says(slug):
    graph = catalogued(slug)
    module, inputs = ready(graph)
    owner = inputs[0].untyped_storage().data_ptr()
    alive: list[int] = []
    storages: dict[int, tuple[Any, int]] = {}

    def watch(path, call):
        answer = call()
        storage = answer.untyped_storage()
        storages[storage._cdata] = (torch.multiprocessing.reductions.StorageWeakRef(storage), storage.nbytes())
        held = [size for reference, size in storages.values() if not reference.expired()]
        alive.append(sum(held))
        return answer

    with torch.inference_mode():
        module(*inputs, observe=watch)
    assert alive == list(timeline(graph, infer_shapes(graph)).live_bytes)
    assert inputs[0].untyped_storage().data_ptr() == owner


def test_in_place_layers_change_their_input():
    graph = tiny()
    module, inputs = ready(graph)
    pointers = {}

    def watch(path, call):
        answer = call()
        pointers[path] = answer.data_ptr()
        return answer

    with torch.inference_mode():
        module(*inputs, observe=watch)
    assert pointers["stem.relu"] == pointers["stem.bn"]
    assert pointers["block1.add"] == pointers["block1.conv"]
    assert pointers["block1.relu"] != pointers["block1.add"]
    assert pointers["head.flatten"] == pointers["head.pool"]
    assert pointers["head.dropout"] == pointers["head.flatten"]


def test_equal_seeds_give_equal_weights_and_others_do_not():
    first, second, other = (ready(tiny(), seed)[0].state_dict() for seed in (0, 0, 1))
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["fc.weight"], other["fc.weight"])


@pytest.mark.parametrize("slug", ["alexnet", "vgg16", "resnet18", "resnet50"])
def test_activations_neither_vanish_nor_explode(slug):
    graph = catalogued(slug)
    module, inputs = ready(graph)
    largest = {}

    def watch(path, call):
        answer = call()
        largest[path] = float(answer.abs().max())
        return answer

    with torch.inference_mode():
        (output,) = module(*inputs, observe=watch)
        (other,) = module(*example_inputs(graph, infer_shapes(graph), seed=3))
    assert all(1e-2 < value < 1e3 for value in largest.values()), largest
    assert float((output - other).abs().max() / output.abs().max()) > 0.05


def test_a_deep_random_network_does_not_amplify_rounding():
    """Otherwise PyTorch and onnxruntime, both right, would differ by more than an export may."""
    module, image = ready(catalogued("resnet152"))
    with torch.inference_mode():
        (single,) = module(*image)
        (double,) = module.double()(*(tensor.double() for tensor in image))
    assert (single - double).abs().max() < 5e-6 * double.abs().max()


def test_calibration_gives_batch_normalization_the_batch_s_statistics():
    module, _ = ready(tiny())
    norm = next(layer for layer in module.modules() if isinstance(layer, nn.BatchNorm2d))
    assert norm.momentum == 0.1
    assert not any(layer.training for layer in module.modules())
    assert norm.running_mean is not None
    assert float(norm.running_mean.abs().max()) > 0


@pytest.mark.parametrize("before", range(-6, 3))
@pytest.mark.parametrize("after", range(-6, 3))
def test_padding_that_cuts_off_too_much_is_refused_as_by_pytorch(before, after):
    """Of 4 columns. PyTorch takes a cut that leaves none of them; here a tensor is never empty, nor only padding."""
    graph = chain(ZeroPad2d((before, after, 0, 0)), shape=(1, 4, 4))
    try:
        (output,) = build(graph)(torch.empty(1, 1, 4, 4, device="meta"))
    except RuntimeError:
        output = None
    left = 4 + min(before, 0) + min(after, 0)
    if left > 0:
        assert output.shape == infer_shapes(graph)["layer0"].shape
    else:
        assert output is None or left == 0
        with pytest.raises(ShapeMismatch, match="cuts off all"):
            infer_shapes(graph)


def test_a_layer_may_be_called_like_a_method_of_a_module():
    conv = Conv2d(3, 3, (1, 1))
    graph = Graph("odd", (Input("image", (3, 4, 4)),), (Node("float.train", conv, ("image",)),), ("float.train",))
    assert set(build(graph).state_dict()) == {"float.train.weight", "float.train.bias"}


def test_a_layer_without_tensors_takes_no_name_from_one_with_tensors():
    conv = Conv2d(3, 3, (1, 1))
    nodes = (
        Node("body", ReLU(), ("image",)),
        Node("a", conv, ("body",), source_name="body"),
        Node("b", conv, ("a",), source_name="stateless.body"),
    )
    graph = Graph("odd", (Input("image", (3, 4, 4)),), nodes, ("b",))
    module = build(graph)
    assert set(module.state_dict()) == {"body.weight", "body.bias", "stateless.body.weight", "stateless.body.bias"}
    assert len(module.layers) == 3


def test_a_reference_name_may_lie_inside_another():
    first, second = (Conv2d(3, 3, (1, 1), bias=False) for _ in range(2))
    nodes = (
        Node("a", first, ("image",), source_name="body.0"),
        Node("b", second, ("a",), source_name="body"),
    )
    graph = Graph("odd", (Input("image", (3, 4, 4)),), nodes, ("b",))
    assert set(build(graph).state_dict()) == {"body.weight", "body.0.weight"}


def test_a_graph_may_have_several_inputs_and_outputs():
    nodes = (Node("sum", Add(), ("left", "right")), Node("relu", ReLU(), ("sum",)))
    graph = Graph("two", (Input("left", (1, 2, 2)), Input("right", (1, 2, 2))), nodes, ("sum", "relu"))
    left, right = torch.full((1, 1, 2, 2), 3.0), torch.full((1, 1, 2, 2), -5.0)
    total, positive = build(graph)(left, right)
    assert (total == -2).all()
    assert (positive == 0).all()


def test_a_forward_pass_leaves_its_input_alone():
    module, (image,) = ready(chain(Conv2d(3, 4, (3, 3)), ReLU(inplace=True)))
    before = image.clone()
    module(image)
    assert torch.equal(image, before)
