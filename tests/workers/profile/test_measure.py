"""The rules of measuring, on a device with a simulated clock."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import pytest

from workers.profile.measure import FEWEST_SAMPLES, Plan, measure_layers, sample, warm_up


class FakeDevice:
    """A device on which time passes only when a call says so."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.synchronised = 0

    def now(self) -> float:
        return self.seconds

    def mark(self) -> float:
        return self.seconds

    def synchronise(self) -> None:
        self.synchronised += 1

    def elapsed_ms(self, start: float, end: float) -> float:
        return (end - start) * 1000

    def taking(self, milliseconds: Iterable[float]) -> Callable[[], None]:
        """A call that takes these times, one after another."""
        times = iter(milliseconds)

        def call() -> None:
            self.seconds += next(times) / 1000

        return call


@pytest.fixture
def device():
    return FakeDevice()


def noisy(spread: float, around: float = 100.0) -> Iterable[float]:
    """Times spread evenly around a mean, as a share of it."""
    return (around * (1 + spread * offset) for offset in itertools.cycle((-1, -0.5, 0, 0.5, 1)))


def test_warm_up_ends_when_two_windows_agree(device):
    times = itertools.chain([30] * 5, [20] * 5, [10.1] * 5, itertools.repeat(10))
    warm = warm_up(device.taking(times), device, Plan(budget_s=1000))
    assert (warm.calls, warm.steady) == (20, True)


def test_warm_up_makes_ten_calls_even_of_a_steady_network(device):
    assert warm_up(device.taking(itertools.repeat(1)), device).calls == 10


def test_warm_up_of_a_slow_network_is_over_after_three_seconds(device):
    warm = warm_up(device.taking(itertools.repeat(2000)), device)
    assert (warm.calls, warm.steady) == (2, True)


def test_warm_up_gives_up_on_a_network_that_never_settles(device):
    growing = (100 * 1.1**index for index in itertools.count())
    warm = warm_up(device.taking(growing), device, Plan(budget_s=8))
    assert not warm.steady
    assert warm.seconds == pytest.approx(2, abs=1)


def test_a_steady_network_is_sampled_for_a_second(device):
    sampling = sample(device.taking(noisy(0.01)), device)
    assert sampling.stopped == "steady"
    assert sampling.summary.samples == 30
    assert sampling.summary.median == pytest.approx(100)
    assert sampling.summary.grade == "A"
    assert sampling.wall_ms == pytest.approx(100)


def test_a_fast_network_is_sampled_for_a_second_too(device):
    sampling = sample(device.taking(noisy(0.01, around=1)), device)
    assert sampling.summary.samples == pytest.approx(1000, abs=5)


def test_noise_that_does_not_shrink_ends_sampling_when_it_is_known(device):
    sampling = sample(device.taking(noisy(0.2)), device)
    assert sampling.stopped == "stabilised"
    assert sampling.summary.samples == 60
    assert sampling.summary.grade == "C"


def test_sampling_ends_with_the_time_budget(device):
    drifting = (100 + index for index in itertools.count())
    sampling = sample(device.taking(drifting), device, Plan(budget_s=8))
    assert sampling.stopped == "time budget"
    assert sum(sampling.samples_ms) / 1000 == pytest.approx(4, abs=1)


def test_a_very_slow_network_still_gets_enough_samples_for_a_spread(device):
    sampling = sample(device.taking(noisy(0.01, around=30_000)), device)
    assert len(sampling.samples_ms) == FEWEST_SAMPLES


def test_the_device_is_synchronised_once_a_window_not_once_a_call(device):
    sampling = sample(device.taking(noisy(0.01)), device)
    assert device.synchronised == len(sampling.samples_ms) / Plan().window_calls


def test_layers_are_medians_and_the_glue_between_them_stays_apart(device):
    conv = iter([50, 10, 10, 10, 10])

    def network(observe):
        observe("conv", lambda: device.taking([next(conv)])())
        device.seconds += 0.002
        observe("fc", lambda: device.taking([3])())

    found = measure_layers(network, device, Plan(layer_repeats=5))
    assert {layer.path: layer.latency_ms for layer in found.layers} == pytest.approx({"conv": 10, "fc": 3})
    assert found.sum_ms == pytest.approx(13)
    assert found.total_ms == pytest.approx(15)
    assert found.repeats == 5


def test_layers_of_a_slow_network_are_watched_a_few_times_only(device):
    found = measure_layers(lambda observe: observe("conv", device.taking([5000])), device)
    assert found.repeats == FEWEST_SAMPLES


def test_an_observed_call_keeps_its_answer(device):
    answers = []
    measure_layers(lambda observe: answers.append(observe("conv", lambda: 7)), device, Plan(layer_repeats=1))
    assert answers == [7]


def test_progress_runs_from_0_to_1(device):
    seen: list[float] = []
    sample(device.taking(noisy(0.2)), device, Plan(), seen.append)
    assert seen == sorted(seen)
    assert 0 < seen[0] <= seen[-1] <= 1
