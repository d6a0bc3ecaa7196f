"""Fixtures for all tests, and the count of tests that used real services."""

import os

# Programs that tests start use the settings that people use; only the tests' own process has tests.settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "explorer.settings"

pytest_plugins = ["tests.services.fixtures", "tests.services.counting"]
