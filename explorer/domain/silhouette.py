"""The silhouette of a network on its gallery card: resolution and width by depth."""

from __future__ import annotations

from explorer.domain.graph import Graph
from explorer.domain.operators import Conv2d, Linear
from explorer.domain.shapes import infer_shapes


def silhouette(graph: Graph) -> list[dict[str, int]]:
    """One entry per layer with weights in execution order: height in pixels (1 for a vector) and channels."""
    graph = graph.inference
    tensors = infer_shapes(graph)
    outline = []
    for node in graph.nodes:
        operator = node.operator
        if isinstance(operator, Conv2d):
            outline.append({"height": tensors[node.path].shape[2], "channels": operator.out_channels})
        elif isinstance(operator, Linear):
            outline.append({"height": 1, "channels": operator.out_features})
    return outline
