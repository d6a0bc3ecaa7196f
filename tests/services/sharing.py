"""How tests share the machine when several processes run them: the slow files come first, and timed tests run alone."""

import fcntl
from collections.abc import Iterator

import pytest

from tests.services.stack import ROOT

SLOW_FIRST = ["browser", "workers", "operations", "api"]
"""Folders whose files take longest; what is begun last should be short, so that all processes end together."""
_LOCKS = ROOT / ".pytest_cache" / "locks"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow files first and timed tests last; each file goes to the next process that is free."""
    order = {ROOT / "tests" / folder: position for position, folder in enumerate(SLOW_FIRST)}

    def position(item: pytest.Item) -> tuple[bool, int]:
        folders = (order[folder] for folder in item.path.parents if folder in order)
        return bool(item.get_closest_marker("timed")), next(folders, len(order))

    items.sort(key=position)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a timed test while no other process runs a test, all others beside each other."""
    _LOCKS.mkdir(parents=True, exist_ok=True)
    with (_LOCKS / "tests").open("w") as tests:
        # A timed test that waits for the others to end holds the queue, so that those that come later wait behind it.
        with (_LOCKS / "queue").open("w") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            fcntl.flock(tests, fcntl.LOCK_EX if item.get_closest_marker("timed") else fcntl.LOCK_SH)
        return (yield)
