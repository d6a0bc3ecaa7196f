"""Fixtures for all tests, and the count of tests that used real services."""

import os

# Programs that tests start use the settings that people use; only the tests' own process has tests.settings.
os.environ["DJANGO_SETTINGS_MODULE"] = "explorer.settings"
# Several processes run tests. Of torch's threads, which wait for each other by turning in circles, every process would
# start as many as there are cores: of their work in the tests, four fifths was waiting. Jobs set their own number.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

pytest_plugins = ["tests.services.fixtures", "tests.services.counting", "tests.services.sharing"]
