"""Finding a Chromium; as a program (`python -m tests.services.chromium`) installing one where none is found."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path() -> str | None:
    """Path of a Chromium that starts: CHROMIUM_PATH, the system's, or Playwright's own; None if there is none."""
    candidates = [os.environ.get("CHROMIUM_PATH"), *map(shutil.which, NAMES)]
    with sync_playwright() as playwright:
        candidates.append(playwright.chromium.executable_path)
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub that only tells how to install the real one.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install() -> str | None:
    print("No Chromium found; installing one for the browser tests", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"])
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], env=environment)
    if not (path := chromium_path()):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
        path = chromium_path()
    return path


if __name__ == "__main__":
    if not (chromium_path() or _install()):
        sys.exit("The browser tests need a Chromium: install one, or name it with CHROMIUM_PATH.")
