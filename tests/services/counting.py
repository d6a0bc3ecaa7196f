"""Marks tests by the real services that their fixtures provide, and counts them in one closing line."""

import os
from collections import Counter
from typing import NoReturn

import pytest

FIXTURES = {
    "real_broker": {"redis_url", "private_broker", "stack", "own_stack"},
    "real_postgres": {"postgres_server"},
    "real_browser": {"chromium_path"},
}
LACKING = "lacking a service: "
_used: Counter[str] = Counter()


def lacking(reason: str) -> NoReturn:
    """Skip the test, for lack of a service; where CI is set, fail it: there the services must be."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(LACKING + reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that uses a real service, so that `-m real_postgres` selects what the count counts."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        callspec = getattr(item, "callspec", None)
        if callspec and "postgres" in str(callspec.params.get("stack", "")):
            fixtures.add("postgres_server")
        for marker, providing in FIXTURES.items():
            if fixtures & providing:
                item.add_marker(marker)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a test once, when it has run with its services. Of tests in several processes, all reports come to one."""
    if report.skipped:
        _used["lacking"] += LACKING in str(report.longrepr)
    elif report.when == "call":
        _used.update(marker for marker in FIXTURES if marker in report.keywords)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line that shows whether the tests met the real services."""
    terminalreporter.write_line(
        f"real services: {_used['real_broker']} tests used a real broker, {_used['real_postgres']} a real PostgreSQL, "
        f"{_used['real_browser']} a real browser; skipped for lack of one: {_used['lacking']}"
    )
