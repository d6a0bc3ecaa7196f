"""The main task as a new user would do it, in a real Chromium against the whole running stack.

SCREENSHOTS=docs/screenshots makes each step leave its picture there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.browser.visits import shown
from tests.services.stack import Stack

LONG_MS = 280_000
"""A profile or an export on a slow machine."""


def snapper(page: Page, prefix: str) -> Callable[[str], None]:
    """A function that saves a picture of the page under a name, if pictures are asked for."""
    folder = os.environ.get("SCREENSHOTS")

    def snap(name: str) -> None:
        if folder and prefix == "sqlite+valkey":
            page.screenshot(path=Path(folder) / f"{name}.png")

    return snap


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A new page and the list that its errors will be added to; a Content-Security-Policy violation is one."""
    page, problems = context.new_page(), list[str]()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    return page, problems


def plotted(page: Page) -> list[str]:
    """What a comparison shows: place and size of every bubble, every text of the plot, every word of the table.

    Only the working comparison has a column to remove rows with.
    """
    plot = page.locator("[data-plot-state=ready]")
    expect(plot).to_be_visible()
    bubbles = plot.locator("circle")
    places = [
        "|".join(bubbles.nth(i).get_attribute(name) or "" for name in ("cx", "cy", "r")) for i in range(bubbles.count())
    ]
    words = page.get_by_role("table").first.inner_text().split()
    return [*places, *plot.locator("text").all_text_contents(), *(word for word in words if word != "Remove")]


def check_download(download: Download, folder: Path) -> None:
    """The file is ONNX that onnxruntime runs, with initializers under torchvision's names."""
    path = folder / download.suggested_filename
    download.save_as(path)
    assert path.name == "resnet50.onnx"
    names = {initializer.name for initializer in onnx.load(path).graph.initializer}
    assert {"conv1.weight", "layer3.0.downsample.0.weight", "fc.bias"} <= names
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    image = np.random.default_rng(0).standard_normal((2, 3, 224, 224), dtype=np.float32)
    (scores,) = session.run(None, {session.get_inputs()[0].name: image})
    assert scores.shape == (2, 1000)
    assert not np.allclose(scores[0], scores[1])


def test_from_gallery_to_a_shared_comparison(browser: Browser, stack: Stack, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page, problems = watched(context)
    snap = snapper(page, stack.name)

    page.goto(stack.url)
    expect(page.get_by_role("link", name="ResNet-50", exact=True)).to_be_visible()
    snap("1-gallery")
    page.get_by_role("link", name="ResNet-50", exact=True).click()
    shown(page)
    snap("2-resnet50")

    page.locator('[data-path="stage3"]').get_by_text("Stage 3").first.click()
    expect(page.locator('[data-path="stage3.block1"]')).to_be_visible()
    expect(page).to_have_url(re.compile("open=.*stage3"))
    snap("3-stage3-open")

    page.get_by_role("group", name="Overlay").get_by_role("radio", name="MACs").click()
    expect(page).to_have_url(re.compile("metric=macs"))
    snap("4-macs")

    page.get_by_role("button", name="Profile").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    page.wait_for_timeout(1500)
    snap("5-profiling")
    page.reload()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.get_by_role("radio", name="Latency")).to_be_checked(timeout=LONG_MS)
    expect(page.get_by_text(re.compile("Median")).first).to_be_visible()
    snap("6-latency")

    with page.expect_download(timeout=LONG_MS) as waiting:
        page.get_by_role("button", name="Download ONNX").click()
    check_download(waiting.value, tmp_path)
    snap("7-onnx")

    page.get_by_role("button", name="Compare: add ResNet-50", exact=True).click()
    page.goto(stack.url)
    for name in ("AlexNet", "VGG-16"):
        page.get_by_role("button", name=f"Compare: add {name}", exact=True).click()
    page.get_by_role("link", name="Compare 3").click()
    before = plotted(page)
    snap("8-compare")

    page.get_by_role("button", name="Share").click()
    link = page.get_by_role("textbox", name=re.compile("link", re.IGNORECASE)).input_value()
    snap("9-shared")
    assert re.fullmatch(re.escape(stack.url) + r"/c/[A-Za-z0-9_-]{22,}", link)

    fresh = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    other, other_problems = watched(fresh)
    other.goto(link)
    assert plotted(other) == before
    snapper(other, stack.name)("10-opened-elsewhere")

    assert problems == []
    assert other_problems == []
    context.close()
    fresh.close()
