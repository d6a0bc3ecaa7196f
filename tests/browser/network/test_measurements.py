"""The measurement that a link shows, and the conditions of its latency."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.measured import let_know, measured
from tests.browser.visits import opened
from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def test_a_link_keeps_the_measurement_that_it_shows(page: Page, stack: Stack) -> None:
    old, new, newer = (measured(stack, "resnet18", number) for number in (1, 2, 3))
    let_know(page, new, old)
    opened(page, stack, "/a/resnet18?metric=latency")
    expect(page).to_have_url(stack.url + f"/a/resnet18?metric=latency&measurement={new['id']}")
    opened(page, stack, "/a/resnet18?tab=measurements")
    expect(page).to_have_url(stack.url + f"/a/resnet18?tab=measurements&measurement={new['id']}")
    opened(page, stack, f"/a/resnet18?metric=latency&measurement={new['id']}")
    let_know(page, newer, new, old)
    page.reload()
    chosen = page.get_by_label("Measurement")
    expect(chosen).to_have_value(new["id"])
    let_know(page, newer)
    page.reload()
    missing = page.get_by_role("status").filter(has_text="The measurement in this link does not exist")
    expect(missing).to_contain_text("showing the latest")
    expect(chosen).to_have_value(newer["id"])
    let_know(page)
    page.reload()
    expect(missing).to_be_visible()
    expect(page.get_by_role("button", name="Measure now")).to_be_visible()


def test_what_was_measured_for_something_else_is_said(page: Page, stack: Stack) -> None:
    let_know(page, measured(stack, "resnet18", 1))
    opened(page, stack, "/a/resnet18?metric=latency")
    note = page.get_by_role("status").filter(has_text="Measured for")
    expect(note).to_have_count(0)
    opened(page, stack, "/a/resnet18?metric=latency&batch=8")
    expect(note).to_have_text(re.compile("batch 1, float32; the other figures are for .*batch 8, float32"))


def test_a_profile_is_of_what_the_page_shows(page: Page, stack: Stack) -> None:
    asked: list[Any] = []

    def refuse(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        asked.append(route.request.post_data_json)
        error = {"code": "made", "message": "No.", "field": None}
        return route.fulfill(status=400, json={"error": error})

    page.route("**/api/jobs/**", refuse)
    opened(page, stack, "/a/resnet18?batch=8&height=320&width=320&dtype=float16")
    page.get_by_role("button", name="Profile").click()
    expect(page.get_by_role("alert").filter(has_text="Profiling could not start")).to_be_visible()
    wishes = {"batch": 8, "height": 320, "width": 320, "dtype": "float16"}
    assert wishes.items() <= asked[0].items()
    page.unroute_all()
    opened(page, stack, "/a/resnet18?dtype=int8")
    page.get_by_role("button", name="Profile").click()
    # The server has the words.
    expect(page.get_by_role("alert")).to_contain_text("takes float32, float16, bfloat16")
