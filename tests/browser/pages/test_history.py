"""Undoing what a reader did: by the browser's Back, by Escape, by buttons."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def test_back_takes_back_how_operations_are_counted(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet")
    counted = page.get_by_role("banner").get_by_role("group", name="Operations counted as")
    for name, word in (("FLOPs", "flops"), ("MACs", "macs")):
        counted.get_by_role("radio", name=name, exact=True).check(force=True)
        expect(page).to_have_url(stack.url + f"/a/alexnet?count={word}")
    page.go_back()
    expect(counted.get_by_role("radio", name="FLOPs")).to_be_checked()
    page.go_back()
    expect(counted.get_by_role("radio", name="MACs", exact=True)).to_be_checked()
    expect(page.locator(".totals")).to_contain_text("multiply-adds")
    expect(page).to_have_url(stack.url + "/a/alexnet")


def test_a_phone_stays_where_it_is_between_views(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, stack, "/a/resnet50?open=none")
    page.evaluate("window.scrollTo(0, 200)")
    page.get_by_label("Overlay").select_option("macs")
    page.get_by_label("Overlay").select_option("params")
    at = page.evaluate("window.scrollY")
    assert at > 50
    for go, metric in ((page.go_back, "macs"), (page.go_back, "memory"), (page.go_forward, "macs")):
        go()
        expect(page.get_by_label("Overlay")).to_have_value(metric)
        # Scrolling back waits for the page to be long enough.
        page.wait_for_timeout(300)
        assert page.evaluate("window.scrollY") == at


def test_escape_and_a_button_take_the_selection_back(page: Page, stack: Stack) -> None:
    # The link opens the block around what it selects, which stays open.
    opened(page, stack, "/a/resnet50?layer=stage1.block1.conv1&tab=layer")
    selected = page.locator(".diagram-svg [aria-pressed=true]")
    expect(selected).to_have_count(1)
    page.get_by_role("button", name="Clear selection").click()
    expect(selected).to_have_count(0)
    expect(page).not_to_have_url(re.compile("layer="))
    layer = page.locator('.diagram-svg [data-path="stage1.block1.conv1"]')
    layer.click()
    expect(selected).to_have_count(1)
    page.get_by_role("button", name="Options").click()
    page.keyboard.press("Escape")
    expect(selected).to_have_count(1)
    page.keyboard.press("Escape")
    expect(selected).to_have_count(0)
    expect(layer).to_be_visible()


def test_a_visible_layer_is_selected_without_a_new_arrangement(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 1400, "height": 2400})
    opened(page, stack, "/a/alexnet")
    arranged = "performance.getEntriesByName('layout').length"
    before = page.evaluate(arranged)
    page.locator(".diagram-svg .box:not([aria-expanded])").first.click()
    expect(page.locator(".diagram-svg [aria-pressed=true]")).to_have_count(1)
    page.wait_for_timeout(300)
    assert page.evaluate(arranged) == before
