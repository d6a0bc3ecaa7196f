"""A whole task without a mouse: find the layer with the most parameters, read its formula, export the picture."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import shown
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

MOST_TABS = 120


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until something with this name has the focus; that it can be seen is a part of it."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const at = document.activeElement;
                const seen = at.matches(":focus-visible");
                return [at.getAttribute("aria-label") ?? at.textContent, seen];
            }"""
        )
        if focused[0].strip().startswith(name):
            assert focused[1], f"{name} has the focus, but does not show it"
            return
    raise AssertionError(f"Tab never comes to {name}.")


@pytest.mark.parametrize("width", [1400, 390])
def test_from_the_gallery_to_the_picture(browser: Browser, stack: Stack, tmp_path: Path, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(stack.url + "/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("vgg16")
    expect(page.get_by_role("option", name=re.compile("^VGG-16 2014"))).to_be_visible()
    page.keyboard.press("Enter")
    shown(page)

    page.keyboard.press("f")
    expect(page.get_by_role("combobox", name="Find layers")).to_be_focused()
    page.keyboard.type("params=max")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=head\.fc6"))
    expect(page.get_by_role("status").filter(has_text="1 of 1")).to_be_visible()

    tab_to(page, "Export")
    page.keyboard.press("Enter")
    tab_to(page, "Picture as SVG")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "vgg16.svg")
    words = ["".join(text.itertext()).strip() for text in ElementTree.parse(tmp_path / "vgg16.svg").iter()]
    assert any(word.startswith("fc6") for word in words)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Export")).to_be_focused()

    # The tabs are one stop, and arrows go from tab to tab.
    tab_to(page, "Table")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Layer")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text(re.compile(r"4096 × 25088 = 102\W760\W448"))
    context.close()
