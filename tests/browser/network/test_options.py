"""Options of the diagram in a real Chromium: overlays, legend, input size, counting."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def test_a_typed_input_size_changes_every_figure_and_the_address(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet18")
    held: list[Route] = []
    page.route("**/costs/**", lambda route: held.append(route))
    page.get_by_role("button", name="Options").click()
    page.get_by_label("Input height").press("Control+a")
    page.keyboard.type("320", delay=20)
    # Typing is one question, and the picture stays until its answer.
    expect(page.locator(".network-progress")).to_have_count(1)
    assert page.locator(".diagram .box").count() > 0
    held[0].continue_()
    expect(page.locator(".totals-conditions")).to_contain_text("batch 1 · 320 × 320 · float32")
    expect(page.get_by_label("Input width")).to_have_value("320")
    assert len(held) == 1
    expect(page).to_have_url(re.compile("height=320&width=320"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Options")).to_be_focused()
    page.unroute("**/costs/**")
    page.go_back()
    expect(page.locator(".totals-conditions")).to_have_count(0)


def test_a_size_that_does_not_fit_is_explained_beside_the_usual_picture(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?height=13&width=13")
    expect(page.get_by_role("alert")).to_contain_text("stage1.\u200bpool1 (max_pool2d)")
    expect(page.locator(".totals")).to_contain_text("717")
    page.get_by_role("button", name="Options").click()
    expect(page.get_by_label("Input height")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Reset to 227 × 227").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page).to_have_url(stack.url + "/a/alexnet")


def test_layers_that_only_training_has_are_drawn_on_request(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/googlenet")
    expect(page.locator('.diagram [data-path="aux1"]')).to_have_count(0)
    page.get_by_role("button", name="Options").click()
    page.get_by_label("Include training-only layers").check()
    expect(page.locator('.diagram [data-path="aux1"]')).to_be_visible()
    expect(page.locator(".totals")).to_contain_text("13.0\u00a0M")
    opened(page, stack, "/a/resnet18")
    page.get_by_role("button", name="Options").click()
    expect(page.get_by_label("Include training-only layers")).to_have_count(0)


def test_the_legend_picks_boxes_by_colour(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50")
    swatches = page.get_by_role("group", name="Highlighted colours").get_by_role("button")
    dim = page.locator(".diagram .box.is-dim")
    swatches.last.click()
    expect(page).to_have_url(re.compile("steps=8-8"))
    expect(dim).to_have_count(5)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowRight")
    expect(page).to_have_url(re.compile("steps=0-1"))
    first, last = swatches.nth(3).bounding_box(), swatches.nth(7).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 4, first["y"] + 6)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, last["y"] + 6, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("steps=3-7"))
    page.get_by_role("button", name="All", exact=True).click()
    expect(dim).to_have_count(0)
    expect(page).to_have_url(stack.url + "/a/resnet50")


def test_the_legend_picks_what_has_no_figure(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?metric=receptive_field")
    dim = page.locator(".diagram .box.is-dim")
    without = page.get_by_role("button", name="whole image, or not a square", exact=True)
    without.click()
    expect(page).to_have_url(re.compile("steps=unknown"))
    expect(dim).to_have_count(5)
    expect(page.locator('.diagram [data-path="head"].is-dim')).to_have_count(0)
    without.click()
    expect(dim).to_have_count(0)


def test_overlays_beside_the_lecture_s(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50")
    page.get_by_label("More overlays").select_option("receptive_field")
    expect(page.locator('.diagram [data-path="stage1"]')).to_contain_text("35\u00a0px")
    expect(page.locator('.diagram [data-path="head"]')).to_contain_text("whole image")
    page.get_by_label("Scale").select_option("rank")
    expect(page).to_have_url(stack.url + "/a/resnet50?metric=receptive_field&scale=rank")


def test_a_link_says_how_operations_are_counted(page: Page, stack: Stack) -> None:
    counted = page.get_by_role("banner").get_by_role("radio", name="FLOPs")
    opened(page, stack, "/a/alexnet?count=flops")
    expect(counted).to_be_checked()
    # It is not the reader's own choice.
    page.goto(stack.url + "/")
    expect(page.get_by_role("banner").get_by_role("radio", name="MACs", exact=True)).to_be_checked()
    counted.click(force=True)
    opened(page, stack, "/a/alexnet")
    expect(page).to_have_url(stack.url + "/a/alexnet?count=flops")
    opened(page, stack, "/a/alexnet?count=macs")
    expect(page.locator(".totals")).to_contain_text("multiply-adds")
    expect(page).to_have_url(stack.url + "/a/alexnet?count=macs")
