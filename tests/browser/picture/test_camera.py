"""The camera in a real Chromium: a link shows what it says, and only the reader moves the view."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import opened, shown
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

PICTURES = ["", "&picture=volume"]


def top_left(page: Page, path: str) -> tuple[float, float]:
    """Where a box or the header of a frame is on the screen."""
    area = page.locator(f'.diagram-svg [data-path="{path}"]').bounding_box()
    assert area is not None
    return area["x"], area["y"]


def at_rest(page: Page) -> str:
    """The address, once the camera is in it: that is a quarter of a second after the last movement."""
    page.wait_for_timeout(600)
    return page.url


def pan(page: Page, by: int) -> None:
    """Up or down with the wheel."""
    page.locator(".diagram-svg").hover(position={"x": 20, "y": 100})
    page.mouse.wheel(0, by)


@pytest.mark.parametrize("picture", PICTURES)
def test_a_link_with_a_layer_opens_at_its_camera(page: Page, stack: Stack, picture: str) -> None:
    address = f"/a/resnet50?open=stage1,stage4&layer=stage1.block1&at=300,1500,0.9{picture}"
    opened(page, stack, address)
    assert "at=300,1500,0.9" in at_rest(page)


@pytest.mark.parametrize("picture", PICTURES)
def test_what_opens_elsewhere_does_not_call_back_to_the_selection(page: Page, stack: Stack, picture: str) -> None:
    opened(page, stack, f"/a/resnet50?open=stage1,stage4&layer=stage1.block1&at=300,900,0.9{picture}")
    page.get_by_role("button", name="Fit everything").click()
    page.get_by_role("button", name="Zoom in").click()
    page.locator('.diagram-svg [data-path="stage4.block1"]').focus()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    inside = page.locator('.diagram-svg [data-path="stage4.block1.conv1"]')
    expect(inside).to_be_attached()
    at_rest(page)
    expect(inside).to_be_in_viewport()


def test_another_batch_leaves_the_picture_where_it_is(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=stage1,stage4&layer=stage1.block1")
    pan(page, 700)
    at_rest(page)
    before = top_left(page, "stage4.block1")
    page.get_by_role("button", name="Options").click()
    page.get_by_role("spinbutton", name="Batch").fill("2")
    page.get_by_role("spinbutton", name="Batch").press("Enter")
    expect(page).to_have_url(re.compile("batch=2"))
    shown(page)
    at_rest(page)
    assert top_left(page, "stage4.block1") == pytest.approx(before, abs=1)


def test_fusing_keeps_what_is_in_the_middle(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/vgg16_bn?open=all&at=150,2600,1")
    middle = page.locator(".diagram-svg").evaluate(
        """svg => {
            const { x, y, width, height } = svg.getBoundingClientRect();
            const away = box => { const a = box.getBoundingClientRect();
                return Math.hypot(a.x + a.width / 2 - x - width / 2, a.y + a.height / 2 - y - height / 2); };
            const boxes = [...svg.querySelectorAll('.box[data-path*=".conv"]')];
            return boxes.sort((a, b) => away(a) - away(b))[0].dataset.path;
        }"""
    )
    before = top_left(page, middle)
    page.get_by_role("button", name="Options").click()
    page.get_by_role("checkbox", name=re.compile("Fuse")).first.check(force=True)
    expect(page).to_have_url(re.compile("fold=1"))
    page.keyboard.press("Escape")
    at_rest(page)
    assert top_left(page, middle)[1] == pytest.approx(before[1], abs=60)


def test_a_panned_link_shows_the_same_groups_in_a_window_of_another_height(
    page: Page, browser: Browser, stack: Stack
) -> None:
    page.set_viewport_size({"width": 1400, "height": 2400})
    opened(page, stack, "/a/resnet18")
    pan(page, 150)
    link = at_rest(page)
    paths = "boxes => boxes.map(box => box.dataset.path).sort()"
    here = page.locator(".diagram-svg .box[data-path]").evaluate_all(paths)
    context = browser.new_context(viewport={"width": 1400, "height": 700}, reduced_motion="reduce")
    other = context.new_page()
    other.goto(link)
    shown(other)
    assert other.locator(".diagram-svg .box[data-path]").evaluate_all(paths) == here
    context.close()


def test_the_usual_place_is_that_of_each_picture(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=none")
    at_rest(page)
    page.locator('.diagram-svg [data-path="stage1"]').click()
    expect(page.locator('.diagram-svg [data-path="stage1.block1"]')).to_be_visible()
    pan(page, 300)
    assert "at=" in at_rest(page)
    page.locator('.diagram-svg [tabindex="0"]').focus()
    page.keyboard.press("1")
    assert "at=" not in at_rest(page)
    page.go_back()
    assert "at=" not in at_rest(page)
