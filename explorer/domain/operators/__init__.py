"""The operators of a layer graph: attributes under PyTorch's names, one class each.

Adding an operator means one class here, which says its kind and what it mixes, one example (tests/networks.py), one
shape rule (shapes.py), one cost rule (arithmetic.py), one rule of what training keeps (training.py), one torch builder
(workers/network/modules.py), one ONNX emitter (workers/onnx/emitters.py) and one line of docs/graph-format.md;
tests/test_operators_complete.py fails when one is missing.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache

from explorer.domain.errors import InvalidGraph, UnknownOperator, shown
from explorer.domain.operators.activations import (
    GELU,
    Hardsigmoid,
    Hardswish,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Softmax,
    Tanh,
)
from explorer.domain.operators.base import Operator, attribute_checks
from explorer.domain.operators.layers import (
    BatchNorm2d,
    ChannelAffine,
    Conv2d,
    LayerNorm,
    LayerScale,
    Linear,
    RadialBasis,
)
from explorer.domain.operators.structure import (
    Add,
    ChannelShuffle,
    Concat,
    Dropout,
    Flatten,
    Multiply,
    Narrow,
    Permute,
    Scale,
    StochasticDepth,
    Unknown,
    ZeroPadChannels,
)
from explorer.domain.operators.windows import AdaptiveAvgPool2d, AvgPool2d, LocalResponseNorm, MaxPool2d, ZeroPad2d

__all__ = [
    "GELU",
    "OPERATORS",
    "AdaptiveAvgPool2d",
    "Add",
    "AvgPool2d",
    "BatchNorm2d",
    "ChannelAffine",
    "ChannelShuffle",
    "Concat",
    "Conv2d",
    "Dropout",
    "Flatten",
    "Hardsigmoid",
    "Hardswish",
    "LayerNorm",
    "LayerScale",
    "Linear",
    "LocalResponseNorm",
    "MaxPool2d",
    "Multiply",
    "Narrow",
    "Operator",
    "Permute",
    "RadialBasis",
    "ReLU",
    "ReLU6",
    "Scale",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "StochasticDepth",
    "Tanh",
    "Unknown",
    "ZeroPad2d",
    "ZeroPadChannels",
    "operator_from_document",
]

OPERATORS: dict[str, type[Operator]] = {
    operator.name: operator
    for operator in (
        Conv2d,
        Linear,
        RadialBasis,
        BatchNorm2d,
        LayerNorm,
        LocalResponseNorm,
        LayerScale,
        ChannelAffine,
        ReLU,
        ReLU6,
        SiLU,
        GELU,
        Hardswish,
        Hardsigmoid,
        Sigmoid,
        Tanh,
        Softmax,
        MaxPool2d,
        AvgPool2d,
        AdaptiveAvgPool2d,
        Add,
        Multiply,
        Concat,
        Scale,
        Flatten,
        Permute,
        Narrow,
        ChannelShuffle,
        ZeroPad2d,
        ZeroPadChannels,
        Dropout,
        StochasticDepth,
        Unknown,
    )
}


def operator_from_document(name: object, attributes: object, *, where: str) -> Operator:
    """The operator that `name` and `attributes` of a graph document describe.

    `where` prefixes the field named in errors, e.g. "nodes[3]".
    Raises UnknownOperator or InvalidGraph.
    """
    if not isinstance(name, str) or name not in OPERATORS:
        raise UnknownOperator(
            f"{where}.op is {shown(name)}; it must be one of {', '.join(OPERATORS)}.", field=f"{where}.op"
        )
    if not isinstance(attributes, dict):
        raise InvalidGraph(f"{where}.attributes must be an object.", field=f"{where}.attributes")
    operator = OPERATORS[name]
    known = attribute_checks(operator)  # type: ignore[arg-type]
    for key in attributes:
        if key not in known:
            raise InvalidGraph(
                f"{where}.attributes has {shown(key)}; {name} takes {', '.join(known) or 'no attributes'}.",
                field=f"{where}.attributes",
            )
    for key in _required(operator):  # type: ignore[arg-type]
        if key not in attributes:
            at = f"{where}.attributes.{key}"
            raise InvalidGraph(f"{at} is missing; {name} needs it.", field=at)
    try:
        return operator(**attributes)
    except InvalidGraph as error:
        prefix = f"{where}.attributes."
        raise InvalidGraph(prefix + error.message, field=f"{prefix}{error.field}") from None


@cache
def _required(operator: type[Operator]) -> tuple[str, ...]:
    """Attributes without a default."""
    return tuple(item.name for item in fields(operator) if item.init and item.default is MISSING)
