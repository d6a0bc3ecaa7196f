"""Finding a Chromium; as a program (`python -m tests.services.chromium`) installing what browser tests need.

That is a Chromium, and rsvg-convert, which draws exported pictures as other programs than a browser do.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

# Chromium takes the last list of features: after the first line, these are the ones of Playwright's that matter here.
_WITHOUT_FEATURES = [
    # The address bar's popup is a web page of hundreds of files, loaded anew beside each fresh context's first page.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("AimEnabled", "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "MediaRouter"),
    *("NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
]
ARGUMENTS = [
    f"--disable-features={','.join(_WITHOUT_FEATURES)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHELL = "chromium-headless-shell"
"""Chromium without a user interface: the same pages take it a sixth less work."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium_path(*, shell_first: bool = False) -> str | None:
    """Path of a Chromium that starts: CHROMIUM_PATH, the system's, or Playwright's own; None if there is none.

    Tests take the shell first; benchmarks measure in the browser that people use, where it is there.
    """
    names = (SHELL, *NAMES) if shell_first else (*NAMES, SHELL)
    candidates = [os.environ.get("CHROMIUM_PATH"), *map(shutil.which, names)]
    with sync_playwright() as playwright:
        candidates.append(playwright.chromium.executable_path)
    return next((path for path in candidates if path and _starts(path)), None)


def _starts(path: str) -> bool:
    # Ubuntu's chromium-browser may be a stub that only tells how to install the real one.
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install() -> None:
    missing = [] if os.environ.get("CHROMIUM_PATH") or shutil.which(SHELL) else [SHELL]
    if not shutil.which("rsvg-convert"):
        missing.append("librsvg2-bin")
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {' and '.join(missing)} for the browser tests", flush=True)
        subprocess.run(["apt-get", "update", "-qq"])
        for package in missing:
            _apt_install(package)
        # A distribution may not have the shell.
        if not chromium_path():
            _apt_install("chromium")
    if not chromium_path():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def _apt_install(package: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=environment)


if __name__ == "__main__":
    _install()
    if not chromium_path():
        sys.exit("The browser tests need a Chromium: install one, or name it with CHROMIUM_PATH.")
