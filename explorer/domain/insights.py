"""Insights: sentences about a cost report, with every figure computed from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from explorer.domain import operators as ops
from explorer.domain.costs import CostReport, LayerCosts
from explorer.domain.quantities import count, plural, share, size
from explorer.domain.tensor import Shape

_MOSTLY = 0.5
"""Share from which on a kind of layer holds "most" of a cost."""

_MANY_LAYERS = 60
"""A longer network is described by its stages, not its layers."""

_MOST_FLOORED = 3
"""Up to this many layers whose windows do not fit are listed one by one."""

_DESIGN = 3
"""With fewer depthwise convolutions, they are a detail, not the design of the network."""

_COUNTED = ((1, "MACs"), (2, "FLOPs"))
"""Operations per multiply-add and their unit, in both conventions."""

_ALIKE = 1.35
"""Largest ratio between the costs of stages that count as equal."""


class Insight(NamedTuple):
    """One sentence, the code of its rule, and the layers or groups it is about.

    text counts operations in MACs; flops_text is the same sentence in FLOPs (2 x MACs), None where it counts none.
    """

    code: str
    text: str
    paths: list[str]
    flops_text: str | None = None


def insights(report: CostReport) -> list[Insight]:
    """The insights of all rules below, in their order.

    Rules that compare or divide totals are skipped where a cost is unknown, as the result would be a guess.
    """
    rules = _RULES if report.totals.complete else [rule for rule in _RULES if rule not in _OF_TOTALS]
    return [insight for rule in rules for insight in rule(report)]


def _unknown(report: CostReport) -> Iterator[Insight]:
    rows = [row for row in report.layers if row.operations is None]
    if rows:
        names = sorted({row.node.operator.type for row in rows if isinstance(row.node.operator, ops.Unknown)})
        yield Insight(
            "unknown",
            f"The costs of {plural(len(rows), 'layer')} are unknown ({', '.join(names)}), "
            "so all totals are lower bounds.",
            _paths(rows),
        )


def _params_by_kind(report: CostReport) -> Iterator[Insight]:
    total = report.totals.params
    for kind, words in (("linear", "fully connected layer"), ("convolution", "convolution")):
        rows = [row for row in report.layers if row.node.operator.kind == kind and row.params]
        held = sum(row.params or 0 for row in rows)
        if total and held > _MOSTLY * total:
            largest = max(rows, key=lambda row: row.params or 0)
            alone = ""
            if len(rows) > 1 and (largest.params or 0) > 0.25 * total:
                alone = f"; {_name(report, largest)} alone has {share(largest.params or 0, total)}"
            text = f"{_share_of(held, total)} of the parameters are in the {_number(len(rows), words)}{alone}."
            yield Insight("parameters", text, _paths(rows))


def _macs_by_kind(report: CostReport) -> Iterator[Insight]:
    total = report.totals.macs
    if not total:
        return
    convolutions = [row for row in report.layers if isinstance(row.node.operator, ops.Conv2d)]
    spent = _macs(convolutions)
    if convolutions and spent > _MOSTLY * total:
        yield Insight(
            "macs", f"{_share_of(spent, total)} of the multiply-adds are in convolutions.", _paths(convolutions)
        )
    depthwise = [row for row in convolutions if _is_depthwise(row)]
    if len(depthwise) >= _DESIGN:
        pointwise = [row for row in report.layers if _is_pointwise(row)]
        yield Insight(
            "depthwise",
            f"Depthwise convolutions do {share(_macs(depthwise), total)} of the multiply-adds; "
            f"pointwise layers, which mix channels, do {share(_macs(pointwise), total)}.",
            _paths(depthwise),
        )
    costliest = max(report.layers, key=lambda row: row.operations.macs if row.operations else 0)
    if costliest.operations and costliest.operations.macs > 0.1 * total and len(report.layers) > 1:
        macs, name = costliest.operations.macs, _name(report, costliest)
        in_macs, in_flops = (
            f"The most expensive layer is {name}: {count(per_mac * macs, unit)}, {share(macs, total)} of the total."
            for per_mac, unit in _COUNTED
        )
        yield Insight("dearest", in_macs, _paths([costliest]), in_flops)


def _memory(report: CostReport) -> Iterator[Insight]:
    """The layers or the stage that write most of the activation memory, usually the early ones with large maps."""
    total = report.totals.activation_bytes
    top = [(group, totals.activation_bytes) for group, totals in report.groups if "." not in group.path]
    if len(report.layers) > _MANY_LAYERS and len(top) > 2:
        group, held = max(top, key=lambda found: found[1])
        where = group.label.lower() if any(map(str.isdigit, group.label)) else f"the {group.label.lower()}"
        yield Insight(
            "memory",
            f"{_share_of(held, total)} of the activation memory is written in {where}, "
            f"by {len(group.members)} of {len(report.layers)} layers.",
            [group.path],
        )
        return
    written = [row for row in report.layers if row.stored_bytes]
    running = 0
    for position, row in enumerate(written, 1):
        running += row.stored_bytes
        if 2 * running >= total:
            if 3 * position <= len(written):
                first = f"of {len(written)} layers" if position == 1 else f"{position} of {len(written)} layers"
                yield Insight(
                    "memory",
                    f"{_share_of(running, total)} of the activation memory is written by the first {first} "
                    "that store their output.",
                    _paths(written[:position]),
                )
            return


def _peak(report: CostReport) -> Iterator[Insight]:
    steps = report.timeline
    step = max(range(len(steps.live_bytes)), key=steps.live_bytes.__getitem__)
    alive = steps.live_at(step)
    if len(report.layers) > 1 and alive:
        yield Insight(
            "peak",
            f"Activation memory peaks at {size(steps.live_bytes[step])} in {_name(report, report.layers[step])}, "
            f"where {plural(len(alive), 'tensor')} must be in memory at once.",
            [report.layers[step].node.path, *alive],
        )


def _floored(report: CostReport) -> Iterator[Insight]:
    """Rows and columns of the input that no window covers, because output sizes are rounded down."""
    shapes = {**report.input_shapes, **_output_shapes(report)}
    found = []
    for row in report.layers:
        rows, columns = unseen_border(row, shapes[row.node.inputs[0]])
        if rows or columns:
            found.append((row, rows, columns))
    if len(found) <= _MOST_FLOORED:
        for row, rows, columns in found:
            yield Insight(
                "floor",
                f"Rounding down drops {_dropped(rows, columns)} of the input of {_name(report, row)}.",
                _paths([row]),
            )
    else:
        yield Insight(
            "floor",
            f"Rounding down drops input rows or columns in {len(found)} layers, whose windows do not fit evenly.",
            _paths([row for row, _, _ in found]),
        )


def unseen_border(row: LayerCosts, source: Sequence[int]) -> tuple[int, int]:
    """Rows and columns at the end of a layer's input (N, C, H, W) that no window covers; padding does not count.

    A stride larger than the kernel leaves gaps everywhere, so such layers have none.
    """
    operator = row.node.operator
    if not operator.window or operator.position_mixing != "window" or len(source) != 4:
        return 0, 0
    unseen = []
    for side in (0, 1):
        kernel, stride, padding, dilation = (pair[side] for pair in operator.window)
        reach = dilation * (kernel - 1) + 1
        end = (row.output.shape[2 + side] - 1) * stride + reach - padding
        unseen.append(max(0, source[2 + side] - end) if stride <= reach else 0)
    return unseen[0], unseen[1]


def _dropped(rows: int, columns: int) -> str:
    if rows == columns:
        return "the last row and column" if rows == 1 else f"the last {rows} rows and columns"
    parts = [_number(number, word) for number, word in ((rows, "row"), (columns, "column")) if number]
    return "the last " + " and ".join(parts)


def _even_stages(report: CostReport) -> Iterator[Insight]:
    """Stages of equal cost that trade resolution for channels, step by step."""
    shapes = _output_shapes(report)
    stages = [
        (group, totals.macs, shapes[group.members[-1].path])
        for group, totals in report.groups
        if group.kind == "stage" and "." not in group.path
    ]
    for chosen, which in ((stages, "All stages"), (stages[1:], "All stages but the first")):
        if len(chosen) < 3 or not all(_is_coarser(after, before) for (*_, before), (*_, after) in pairwise(chosen)):
            continue
        least, most = min(macs for _, macs, _ in chosen), max(macs for _, macs, _ in chosen)
        if least and most <= _ALIKE * least:
            in_macs, in_flops = (
                f"{which} cost about the same, {count(per_mac * least, unit)} to {count(per_mac * most, unit)}: "
                "as the resolution falls, more channels make up for it."
                for per_mac, unit in _COUNTED
            )
            yield Insight("even_stages", in_macs, [group.path for group, *_ in chosen], in_flops)
            return


def _is_coarser(shape: Shape, before: Shape) -> bool:
    """Whether maps (N, C, H, W) have less resolution than those before them, and more channels."""
    return len(shape) == len(before) == 4 and shape[2] < before[2] and shape[1] > before[1]


def _repeats(report: CostReport) -> Iterator[Insight]:
    blocks = [group for group, _ in report.groups if group.kind == "block"]
    designs = sum(group.repeat_of is None for group in blocks)
    if len(blocks) >= 4 and designs < len(blocks):
        yield Insight(
            "repeats",
            f"The {len(blocks)} blocks have only {plural(designs, 'distinct design')}, shapes included; "
            "the rest are repeats.",
            [group.path for group in blocks],
        )


def _training_heads(report: CostReport) -> Iterator[Insight]:
    training = report.training
    if training and (extra := training.params - report.totals.params):
        added = count(extra) if training.complete else f"at least {count(extra)}"
        yield Insight(
            "training_heads",
            f"Training adds {added} parameters, in auxiliary classifiers for example, that inference leaves out.",
            [],
        )


_RULES: tuple[Callable[[CostReport], Iterator[Insight]], ...] = (
    _unknown,
    _params_by_kind,
    _macs_by_kind,
    _even_stages,
    _memory,
    _peak,
    _floored,
    _repeats,
    _training_heads,
)

_OF_TOTALS = (_params_by_kind, _macs_by_kind, _even_stages, _memory)
"""Rules about totals, which must be complete."""


def _paths(rows: Sequence[LayerCosts]) -> list[str]:
    return [row.node.path for row in rows]


def _macs(rows: Sequence[LayerCosts]) -> int:
    return sum(row.operations.macs for row in rows if row.operations)


def _name(report: CostReport, row: LayerCosts) -> str:
    """The name of a layer: its label if no other layer has the same one (conv1, fc6), else its path."""
    label = row.node.display_label
    alone = sum(other.node.display_label == label for other in report.layers) == 1
    return label if alone else row.node.path


def _output_shapes(report: CostReport) -> dict[str, Shape]:
    return {row.node.path: row.output.shape for row in report.layers}


def _share_of(part: float, whole: float) -> str:
    """A share at the start of a sentence."""
    text = share(part, whole)
    return text[0].upper() + text[1:]


def _number(number: int, words: str) -> str:
    return words if number == 1 else plural(number, words)


def _is_depthwise(row: LayerCosts) -> bool:
    operator = row.node.operator
    return isinstance(operator, ops.Conv2d) and operator.groups == operator.in_channels > 1


def _is_pointwise(row: LayerCosts) -> bool:
    """Whether a layer mixes only the channels of each position: a 1 x 1 convolution or a linear layer over maps."""
    operator = row.node.operator
    if isinstance(operator, ops.Conv2d):
        return operator.kernel_size == (1, 1) and not _is_depthwise(row)
    return isinstance(operator, ops.Linear) and len(row.output.shape) == 4
