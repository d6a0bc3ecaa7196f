"""The volume view in a real Chromium: what is drawn, by keyboard and by hand, and the switch between the pictures."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def box(page: Page, path: str) -> Locator:
    """What stands for the output of a layer or a closed group."""
    return page.locator(f'.volume [data-path="{path}"]')


def bracket(page: Page, path: str) -> Locator:
    """The name of an open group, under what is inside it."""
    return page.locator(f'.volume [data-header="{path}"]')


def fronts(page: Page, path: str) -> int:
    """How many lanes an output is drawn in."""
    return (box(page, path).locator(".face-front").get_attribute("d") or "").count("M")


def words(page: Page, path: str) -> list[str]:
    return page.locator(f'.volume [data-labels="{path}"] text').all_text_contents()


def test_the_alexnet_of_2012_has_two_lanes(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet_2012?picture=volume&open=all")
    assert words(page, "stage1.conv1") == ["48", "55", "55", "48", "55", "55", "conv1", "11×11/4"]
    assert [fronts(page, path) for path in ("stage3.conv3", "stage5.pool5", "head.flatten")] == [2, 2, 2]
    assert [fronts(page, path) for path in ("head.fc6", "head.fc8")] == [1, 1]
    name = "conv1, output 96 × 55 × 55 in 2 lanes, reads 2 channels beyond its lane"
    expect(box(page, "stage1.conv1")).to_have_attribute("aria-label", name)
    expect(page.get_by_role("img", name="Input image, 3 × 227 × 227")).to_be_visible()


def test_boxes_have_the_proportions_of_their_tensors(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?picture=volume&open=all")
    sides = {}
    for path in ("stage1.conv1", "stage3.conv3"):
        corners = re.findall(
            r"[ML](-?[\d.]+) (-?[\d.]+)", box(page, path).locator(".face-front").get_attribute("d") or ""
        )
        (left, top), (right, _), (_, bottom), _ = [(float(x), float(y)) for x, y in corners]
        sides[path] = (right - left, bottom - top)
    assert sides["stage3.conv3"][0] / sides["stage1.conv1"][0] == pytest.approx(384 / 64, rel=0.01)
    assert sides["stage3.conv3"][1] / sides["stage1.conv1"][1] == pytest.approx(13 / 56, rel=0.01)


def test_the_switch_changes_the_picture_and_the_address(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/vgg16?open=stage1")
    page.get_by_role("radio", name="Volume").click()
    expect(page).to_have_url(re.compile("picture=volume"))
    expect(box(page, "stage1.conv1")).to_have_attribute("aria-label", "conv1_1, output 64 × 224 × 224")
    page.go_back()
    expect(page.locator('.diagram:not(.volume) [data-path="stage1.conv1"]')).to_be_visible()


def test_groups_open_and_close_by_hand(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?picture=volume&open=none")
    box(page, "stage3").click()
    expect(box(page, "stage3")).to_have_count(0)
    expect(bracket(page, "stage3")).to_have_attribute("aria-expanded", "true")
    assert "× 5" in words(page, "stage3.block2-6")
    bracket(page, "stage3").click()
    expect(box(page, "stage3")).to_be_visible()
    expect(bracket(page, "stage3")).to_have_count(0)


def test_the_keyboard_follows_the_flow(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?picture=volume&open=none")
    box(page, "stage1").focus()
    page.keyboard.press("ArrowRight")
    expect(box(page, "stage2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "stage2.conv2")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(box(page, "stage2.pool2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"layer=stage2\.pool2"))
    expect(box(page, "stage2.pool2")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowUp")
    expect(box(page, "stage2")).to_be_focused()
    expect(page.locator('.volume [tabindex="0"]')).to_have_count(1)


def test_branches_are_reached_up_and_down(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/googlenet?picture=volume&open=stage3,stage3.block3a")
    box(page, "stage3.block3a.branch2").focus()
    heights = []
    for _ in range(2):
        page.keyboard.press("ArrowUp")
        heights.append(page.evaluate("document.activeElement.getBoundingClientRect().top"))
    assert heights[1] < heights[0]
    assert page.evaluate("document.activeElement.dataset.path").startswith("stage3.block3a.branch")


def test_table_and_volume_are_linked_both_ways(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/alexnet?picture=volume&open=all")
    row = page.get_by_role("row", name=re.compile("^conv3"))
    row.hover()
    expect(box(page, "stage3.conv3")).to_have_class(re.compile("is-highlighted"))
    row.click()
    expect(box(page, "stage3.conv3")).to_have_attribute("aria-pressed", "true")
    box(page, "head.fc7").click()
    expect(page).to_have_url(re.compile(r"layer=head\.fc7"))


def test_the_caption_says_the_scales_at_this_zoom(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/lenet5_modern?picture=volume&open=all&at=300,200,1")
    caption = page.get_by_role("list", name="Scales")
    first = caption.inner_text()
    assert re.match(r"1 px = [\d.]+ pixels of feature-map height and width, [\d.]+ channels of depth", first)
    page.get_by_role("button", name="Zoom in").click()
    expect(caption).not_to_have_text(first)


def test_of_a_large_network_only_what_is_in_the_window_is_drawn(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/nasnet_a_mobile?picture=volume&open=all&at=3000,900,1")
    drawn = page.locator(".volume .volume-box[data-path]")
    before = set(drawn.evaluate_all("boxes => boxes.map(box => box.dataset.path)"))
    assert 0 < len(before) < 200
    page.locator(".volume svg.diagram-svg").hover()
    for _ in range(10):
        page.mouse.wheel(400, 0)
    page.wait_for_timeout(300)
    after = set(drawn.evaluate_all("boxes => boxes.map(box => box.dataset.path)"))
    assert after - before
    assert len(after) < 200
    # The box that the tab key reaches stays, wherever the reader looks.
    expect(page.locator('.volume [tabindex="0"]')).to_have_count(1)


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, stack: Stack) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce")
    page = opened(context.new_page(), stack, "/a/alexnet?picture=volume")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".volume .volume-box[data-path]").first).to_be_attached()
    # The panel covers the lower part of the window; what the picture begins with stands above it.
    image = page.get_by_role("img", name=re.compile("Input image")).bounding_box()
    panel = page.locator(".split-side").bounding_box()
    assert image is not None and panel is not None
    assert image["y"] + image["height"] < panel["y"]
    context.close()
