"""The roofline: a lower bound of a layer's time on a device with a given arithmetic rate and memory bandwidth.

Williams, Waterman and Patterson, "Roofline: An Insightful Visual Performance Model", CACM 2009. A layer takes
at least as long as its arithmetic at the peak rate, and as long as its bytes at the peak bandwidth. It is a bound,
not an estimate: no device reaches both peaks, and launching kernels takes time too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from explorer.domain.bounds import NumberRange
from explorer.domain.costs import CostReport, LayerCosts
from explorer.domain.errors import InvalidOptions

MAX_RATE = 1e18


@dataclass(frozen=True, slots=True)
class PeakRates:
    """Peak rates of a device: floating-point operations and bytes per second, in the report's data type.

    Raises InvalidOptions for rates that are not positive.
    """

    flops_per_s: float
    bytes_per_s: float

    def __post_init__(self) -> None:
        for name in ("flops_per_s", "bytes_per_s"):
            NumberRange(1, MAX_RATE).check(name, getattr(self, name), InvalidOptions)


class LayerBound(NamedTuple):
    """The lower bound of one layer's time, and what limits it: "compute" or "memory"."""

    time_ms: float
    limited_by: str


class NetworkBound(NamedTuple):
    """The sum of the layers' bounds, one after the other; complete is False where some layers are unknown.

    ridge is the arithmetic intensity in FLOPs per byte above which the device is limited by arithmetic.
    """

    time_ms: float
    compute_limited_layers: int
    memory_limited_layers: int
    ridge: float
    complete: bool


def layer_bound(row: LayerCosts, rates: PeakRates) -> LayerBound | None:
    """The bound of one layer; None where its costs are unknown. A view takes no time."""
    if row.operations is None or row.bytes_moved is None:
        return None
    compute = row.operations.flops / rates.flops_per_s
    memory = row.bytes_moved / rates.bytes_per_s
    return LayerBound(max(compute, memory) * 1000, "compute" if compute > memory else "memory")


def network_bound(report: CostReport, rates: PeakRates) -> NetworkBound:
    """The bound of the whole network, its layers run one after the other."""
    bounds = [layer_bound(row, rates) for row in report.layers]
    known = [bound for bound in bounds if bound and bound.time_ms]
    compute = sum(bound.limited_by == "compute" for bound in known)
    return NetworkBound(
        time_ms=sum(bound.time_ms for bound in known),
        compute_limited_layers=compute,
        memory_limited_layers=len(known) - compute,
        ridge=rates.flops_per_s / rates.bytes_per_s,
        complete=None not in bounds,
    )
