"""Measures the latency of a call on a device: warm-up, repeats, and the rules for stopping.

Warm up until two consecutive windows of calls agree; then repeat until the spread (IQR / median) is small,
no longer changes, or time is up; then time every layer in a second pass, whose figures are never scaled to
those of the first. Percentiles are those of explorer.domain.measurement: linear interpolation between
neighbouring samples. Independent of any framework: the call, the device and its clock are arguments, so the
rules are tested without torch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from explorer.domain.measurement import LatencySummary, LayerLatency, percentile, summarise
from workers.network.observe import Answer, Observe

Mark = TypeVar("Mark")

FEWEST_SAMPLES = 5
"""Samples taken even after the time budget, as fewer have no meaningful spread."""


class Device(Protocol[Mark]):
    """The interface to hardware. Marks are points in its own time; work may continue after its call returns."""

    def now(self) -> float:
        """Seconds of the host's monotonic clock."""

    def mark(self) -> Mark:
        """A point in the device's stream of work."""

    def synchronise(self) -> None:
        """Returns when all work given to the device is done."""

    def elapsed_ms(self, start: Mark, end: Mark) -> float:
        """Milliseconds between two marks, once the device is synchronised."""


Progress = Callable[[float], None]
"""Called with the finished share of a phase, 0 to 1."""


def _silent(_: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Plan:
    """Rules for ending each phase. Shares are of the time budget."""

    budget_s: float = 20.0
    warm_up_share: float = 0.25
    sampling_share: float = 0.5
    layers_share: float = 0.25

    window_calls: int = 5
    window_s: float = 1.0
    """A window ends after window_calls calls, or with the first that ends after window_s."""

    agreement: float = 0.02
    warm_calls: int = 10
    warm_s: float = 3.0
    """Warm: the medians of two consecutive windows agree, after this many calls or seconds."""

    steady_spread: float = 0.03
    steady_samples: int = 30
    steady_s: float = 1.0
    """Steady: IQR/median is small, after this many samples and seconds."""

    stable_samples: int = 60
    stable_windows: int = 4
    stable_change: float = 0.10
    """Stabilised: IQR/median changed by at most this share over these windows."""

    layer_repeats: int = 30


@dataclass(frozen=True, slots=True)
class WarmUp:
    """Calls before measuring; steady if two windows agreed before time ran out."""

    calls: int
    seconds: float
    steady: bool


@dataclass(frozen=True, slots=True)
class Sampling:
    """Latencies of whole calls in milliseconds.

    wall_ms is the host's time per call, synchronisation included; stopped is "steady", "stabilised" or
    "time budget".
    """

    samples_ms: tuple[float, ...]
    wall_ms: float
    stopped: str

    @property
    def summary(self) -> LatencySummary:
        """Median, percentiles (linear interpolation between neighbours) and IQR."""
        return summarise(self.samples_ms)


@dataclass(frozen=True, slots=True)
class LayerPass:
    """Median latency of each layer, from calls in which every layer was timed.

    total_ms is the median of those whole calls: its excess over the layers' sum is the code between layers, its
    excess over the clean latency is the cost of timing the layers.
    """

    layers: tuple[LayerLatency, ...]
    total_ms: float
    repeats: int

    @property
    def sum_ms(self) -> float:
        """Sum of the layers' medians."""
        return sum(layer.latency_ms for layer in self.layers)


def _window(call: Callable[[], object], device: Device[Mark], plan: Plan) -> list[float]:
    """Latencies of a few calls in milliseconds, read after one synchronisation at the end."""
    marks: list[tuple[Mark, Mark]] = []
    began = device.now()
    while len(marks) < plan.window_calls and (not marks or device.now() - began < plan.window_s):
        before = device.mark()
        call()
        marks.append((before, device.mark()))
    device.synchronise()
    return [device.elapsed_ms(before, after) for before, after in marks]


def _median(samples: Sequence[float]) -> float:
    return percentile(sorted(samples), 0.5)


def warm_up(
    call: Callable[[], object], device: Device[Mark], plan: Plan | None = None, progress: Progress = _silent
) -> WarmUp:
    """Runs the call until two consecutive windows agree or the phase's time is up."""
    plan = plan or Plan()
    began, calls, previous = device.now(), 0, None
    while True:
        window = _window(call, device, plan)
        calls += len(window)
        seconds = device.now() - began
        median = _median(window)
        agree = previous is not None and abs(median - previous) <= plan.agreement * max(median, previous)
        if agree and (calls >= plan.warm_calls or seconds >= plan.warm_s):
            return WarmUp(calls, seconds, steady=True)
        if previous is not None and seconds >= plan.budget_s * plan.warm_up_share:
            return WarmUp(calls, seconds, steady=False)
        previous = median
        progress(min(1.0, seconds / (plan.budget_s * plan.warm_up_share)))


def sample(
    call: Callable[[], object], device: Device[Mark], plan: Plan | None = None, progress: Progress = _silent
) -> Sampling:
    """Repeats the call until its latency is steady or stabilised, or until time is up."""
    plan = plan or Plan()
    budget_s = plan.budget_s * plan.sampling_share
    samples: list[float] = []
    spreads: list[float] = []
    began = device.now()
    while True:
        samples += _window(call, device, plan)
        seconds = device.now() - began
        if len(samples) >= FEWEST_SAMPLES:
            summary = summarise(samples)
            spreads.append(summary.iqr / summary.median if summary.median else 0.0)
            stopped = _stop(samples, spreads, seconds, budget_s, plan)
            if stopped:
                return Sampling(tuple(samples), seconds * 1000 / len(samples), stopped)
        progress(min(1.0, seconds / budget_s))


def _stop(samples: list[float], spreads: list[float], seconds: float, budget_s: float, plan: Plan) -> str | None:
    if spreads[-1] <= plan.steady_spread and len(samples) >= plan.steady_samples and seconds >= plan.steady_s:
        return "steady"
    recent = spreads[-plan.stable_windows :]
    if (
        len(samples) >= plan.stable_samples
        and len(recent) == plan.stable_windows
        and max(recent) - min(recent) <= plan.stable_change * max(recent)
        and seconds >= plan.steady_s
    ):
        return "stabilised"
    return "time budget" if seconds >= budget_s else None


def measure_layers(
    call: Callable[[Observe], object], device: Device[Mark], plan: Plan | None = None, progress: Progress = _silent
) -> LayerPass:
    """Medians per layer; `call` must run every layer through the Observe it is given, in execution order."""
    plan = plan or Plan()
    budget_s = plan.budget_s * plan.layers_share
    layers_ms: dict[str, list[float]] = {}
    totals_ms: list[float] = []
    marks: list[tuple[str, Mark, Mark]] = []

    def observe(path: str, run: Callable[[], Answer], /) -> Answer:
        before = device.mark()
        answer = run()
        marks.append((path, before, device.mark()))
        return answer

    began = device.now()
    while len(totals_ms) < plan.layer_repeats:
        marks.clear()
        before = device.mark()
        call(observe)
        after = device.mark()
        device.synchronise()
        totals_ms.append(device.elapsed_ms(before, after))
        for path, start, end in marks:
            layers_ms.setdefault(path, []).append(device.elapsed_ms(start, end))
        seconds = device.now() - began
        if len(totals_ms) >= FEWEST_SAMPLES and seconds >= budget_s:
            break
        progress(min(1.0, max(seconds / budget_s, len(totals_ms) / plan.layer_repeats)))
    return LayerPass(
        tuple(LayerLatency(path, _median(samples)) for path, samples in layers_ms.items()),
        _median(totals_ms),
        len(totals_ms),
    )
