"""Results over several rounds."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error as PlaywrightError

from tests.benchmarks.browser.visits import NotMeasured


class Results:
    """Figures by name, one of each round, and why some are missing. Infinity stands for a timeout."""

    def __init__(self) -> None:
        self.figures: defaultdict[str, list[float]] = defaultdict(list)
        self.reasons: dict[str, str] = {}

    def add(self, name: str, figure: float) -> None:
        self.figures[name].append(figure)

    @contextmanager
    def attempt(self, *names: str) -> Iterator[None]:
        """Figures that are not measured within are noted as missing from this round, and the run goes on."""
        before = {name: len(self.figures[name]) for name in names}
        try:
            yield
        except (NotMeasured, PlaywrightError) as error:
            missing = [name for name in names if len(self.figures[name]) == before[name]]
            self.reasons |= dict.fromkeys(missing, str(error).splitlines()[0])

    def median(self, name: str) -> float | None:
        """None if a round lacks the figure: those that have it may be the lucky ones."""
        figures = self.figures.get(name)
        return statistics.median(figures) if figures and name not in self.reasons else None

    def spread(self, name: str) -> tuple[float, float] | None:
        """The least and the most of the rounds; None for what has no median."""
        return None if self.median(name) is None else (min(self.figures[name]), max(self.figures[name]))

    def reason(self, name: str) -> str:
        return self.reasons.get(name, "not measured")

    def to_document(self) -> dict[str, object]:
        """For JSON, which has no infinity: there a timeout is null."""
        figures = {
            name: [round(figure, 2) if math.isfinite(figure) else None for figure in taken]
            for name, taken in self.figures.items()
            if taken
        }
        return {"figures": figures, "missing": self.reasons}
