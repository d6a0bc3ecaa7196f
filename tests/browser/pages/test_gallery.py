"""The gallery in a real Chromium: every architecture, families, filters in the address, one-click reset."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.services.stack import Stack

pytestmark = pytest.mark.parametrize("stack", ["sqlite+valkey"], indirect=True)


def opened(page: Page, stack: Stack, query: str = "") -> Page:
    """The gallery once its cards are on screen."""
    page.goto(f"{stack.url}/{query}")
    expect(page.locator("[data-gallery-state=ready]")).to_be_visible()
    return page


def count(stack: Stack, query: str = "") -> int:
    """How many architectures the server itself finds."""
    with urllib.request.urlopen(f"{stack.url}/api/architectures/{query}") as answer:
        return int(json.load(answer)["count"])


def cards(page: Page) -> Locator:
    return page.locator(".card-name a")


def test_every_architecture_has_a_card(page: Page, stack: Stack) -> None:
    every = count(stack)
    assert every > 100, "more than one page of the list"
    opened(page, stack, "?order=name")
    expect(cards(page)).to_have_count(every)
    expect(page.locator(".gallery-found")).to_have_text(f"All {every} architectures")
    names = cards(page).all_text_contents()
    assert names.index("ResNet-18") < names.index("ResNet-101")


def test_families_stand_in_history_and_unfold(page: Page, stack: Stack) -> None:
    opened(page, stack)
    years = [int(text) for text in page.locator(".family-year").all_text_contents() if text.isdigit()]
    assert years == sorted(years)
    regnet = page.locator(".family").filter(has=page.get_by_role("heading", name="RegNet"))
    expect(regnet.locator(".card")).to_have_count(4)
    fifth = count(stack, "?family=RegNet")
    page.get_by_role("button", name=f"Show all {fifth} of RegNet").click()
    expect(regnet.locator(".card")).to_have_count(fifth)
    expect(regnet.locator(".card-name a").nth(4)).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?all=RegNet$"))
    page.reload()
    expect(regnet.locator(".card")).to_have_count(fifth)
    page.get_by_role("button", name="Show fewer of RegNet").click()
    expect(regnet.locator(".card")).to_have_count(4)


def test_filters_are_in_the_address_and_agree_with_the_server(page: Page, stack: Stack) -> None:
    opened(page, stack)
    page.get_by_label("From", exact=True).select_option("2017")
    page.get_by_label("Parameters", exact=True).and_(page.locator("select")).select_option(label="at most 5 M")
    page.get_by_label("MACs", exact=True).and_(page.locator("select")).select_option(label="at most 300 M")
    expect(page).to_have_url(re.compile(r"year_min=2017&params_max=5000000&macs_max=300000000"))
    left = count(stack, "?year_min=2017&params_max=5000000&macs_max=300000000")
    status = page.locator(".gallery-found")
    expect(status).to_contain_text(f"{left} of {count(stack)} architectures")
    page.reload()
    expect(status).to_contain_text(f"{left} of {count(stack)} architectures")
    page.get_by_role("button", name="Reset filters").click()
    expect(status).to_contain_text(f"All {count(stack)} architectures")
    expect(page).to_have_url(stack.url + "/")


def test_nothing_found_says_what_to_loosen(page: Page, stack: Stack) -> None:
    opened(page, stack, "?search=resnet&year_max=2000")
    expect(page.get_by_role("heading", name="Nothing matches these filters")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Without the years up to 2000 \(\d+\)")).click()
    expect(page).to_have_url(stack.url + "/?search=resnet")
    expect(page.get_by_role("link", name="ResNet-50", exact=True)).to_be_visible()


def test_operations_follow_the_switch_and_say_what_is_not_known_here(page: Page, stack: Stack) -> None:
    opened(page, stack, "?search=vgg-16&order=name")
    card = page.locator(".card").filter(has=page.get_by_role("link", name="VGG-16", exact=True))
    expect(card).to_contain_text("15.5")
    page.get_by_role("banner").get_by_role("radio", name="FLOPs").click(force=True)
    expect(card).to_contain_text("30.9")
    page.get_by_role("banner").get_by_role("radio", name="MACs + pools").click(force=True)
    expect(card).to_contain_text("15.5")
    expect(page.locator(".glyph-legend")).to_contain_text("pooling is counted only on a network's own page")


def test_filters_fold_on_a_phone(page: Page, stack: Stack) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, stack, "?family=VGG&params_max=140000000&order=macs")
    family = page.get_by_label("Family")
    expect(family).not_to_be_visible()
    page.get_by_role("button", name="Filters (2)").click()
    expect(family).to_have_value("VGG")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
