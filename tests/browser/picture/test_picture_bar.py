"""Picture bar: levels of groups, direction and kind of picture, in a window and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def test_with_all_closed_there_is_nothing_to_close(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=stage1")
    page.get_by_role("button", name="Collapse all").click()
    expect(page).to_have_url(stack.url + "/a/resnet50?open=none")
    for name in ("Collapse all", "Collapse one level"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    page.locator('.diagram-svg [data-path="stage1"]').click()
    expect(page).to_have_url(stack.url + "/a/resnet50?open=stage1")


def test_another_picture_keeps_how_layers_are_fused(page: Page, stack: Stack) -> None:
    def switch(picture: str) -> None:
        page.get_by_role("group", name="Picture").get_by_role("radio", name=picture).check(force=True)
        expect(page.locator("[data-diagram-state=ready]")).to_be_visible()

    opened(page, stack, "/a/resnet50?fold=1")
    switch("Volume")
    switch("Diagram")
    expect(page).to_have_url(re.compile(r"\?fold=1$"))
    # Without a choice each picture has its own way.
    opened(page, stack, "/a/resnet50")
    fused = page.get_by_label("Fuse batch norm and activation into the convolution")
    page.get_by_role("button", name="Options").click()
    expect(fused).not_to_be_checked()
    switch("Volume")
    page.get_by_role("button", name="Options").click()
    expect(fused).to_be_checked()


def test_a_phone_has_every_button(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, stack, "/a/resnet50?open=none&layer=stem")
    bar = page.locator(".picture-bar")
    expect(bar.get_by_role("radio", name="Left to right")).to_have_count(1)
    expect(bar.get_by_role("button", name="Expand one level")).to_have_text("+")
    expect(bar.get_by_role("button", name="Expand one level").locator("span")).to_be_visible()
    page.get_by_role("button", name="Zoom to the selection").click()
    bar.get_by_role("button", name="Expand all").click()
    expect(page).to_have_url(re.compile("open=all"))
    bar.get_by_role("button", name="Collapse all").click()
    expect(page).to_have_url(re.compile("open=none"))
