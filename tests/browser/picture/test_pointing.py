"""What is under the pointer is highlighted wherever it is shown: diagram, closed groups, table, charts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)

HIGHLIGHTED = re.compile("is-highlighted")


def drawn(page: Page, path: str) -> Locator:
    """The box or frame of a layer or group."""
    return page.locator(f'.diagram-svg [data-path="{path}"]')


def spoken_of(page: Page, *paths: str) -> None:
    """Makes the report say one sentence, about these layers."""

    def answer(route: Route) -> None:
        report = route.fetch().json()
        route.fulfill(json=report | {"insights": [{"code": "made", "text": "A sentence.", "paths": paths}]})

    page.route("**/costs/**", answer)


def test_a_row_highlights_the_closed_group_that_its_layer_is_in(page: Page, stack: Stack) -> None:
    opened(page, stack, "/a/resnet50?open=none")
    page.locator('tr[data-row="stage1.block2.conv1"]').hover()
    expect(drawn(page, "stage1")).to_have_class(HIGHLIGHTED)
    expect(page.locator(".diagram-svg .is-highlighted")).to_have_count(1)
    # Its edges are highlighted with it, and it goes out with the pointer.
    assert page.locator(".diagram-svg .is-line-highlighted").count() > 0
    page.mouse.move(700, 2)
    expect(page.locator(".diagram-svg .is-highlighted")).to_have_count(0)


def test_a_sentence_highlights_what_draws_a_fused_layer_and_opens_its_group(page: Page, stack: Stack) -> None:
    spoken_of(page, "stage1.block1.bn1")
    opened(page, stack, "/a/resnet50?fold=1&open=none&rows=tree")
    sentence = page.get_by_role("button", name="A sentence.")
    sentence.hover()
    expect(drawn(page, "stage1")).to_have_class(HIGHLIGHTED)
    expect(page.locator('.tree-table tr[data-row="stage1"]')).to_have_class(HIGHLIGHTED)
    sentence.click()
    expect(drawn(page, "stage1.block1.conv1")).to_have_class(HIGHLIGHTED)
    expect(drawn(page, "stage1.block1.conv1")).to_have_attribute("aria-pressed", "true")


def test_bars_are_highlighted_with_the_sentence_about_them(page: Page, stack: Stack) -> None:
    spoken_of(page, "stage1.block1.conv1")
    opened(page, stack, "/a/resnet50?open=none&tab=charts")
    page.get_by_role("button", name="A sentence.").hover()
    # One bar in each of the three charts.
    expect(page.locator(".chart-bar.is-highlighted")).to_have_count(3)
